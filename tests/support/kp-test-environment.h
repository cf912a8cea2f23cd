/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clock and chance that a test decides: time stands still until the test moves it, and the same
 * seed gives the same bytes. One thread.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

/* 22 November 2026, 12:00 UTC: where tests begin. */
#define KP_TEST_NOW G_GINT64_CONSTANT (1795348800000)

/**
 * KpTestEnvironment:
 *
 * Public fields are for the test to read and write; must not be moved while it is used.
 */
typedef struct
{
  KpEnvironment environment; /* what is given to the subject of the test */
  gint64 now;                /* UTC milliseconds */
  gint64 boot_time;          /* milliseconds */
  GRand *rand;               /* (owned) */
} KpTestEnvironment;

void kp_test_environment_init (KpTestEnvironment *self,
                               guint32 seed);

/* Moves both clocks by @milliseconds. */
void kp_test_environment_advance (KpTestEnvironment *self,
                                  gint64 milliseconds);

void kp_test_environment_clear (KpTestEnvironment *self);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpTestEnvironment, kp_test_environment_clear)

G_END_DECLS
