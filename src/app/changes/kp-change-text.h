/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a change in the journal reads. Pure functions, main thread.
 */

#pragma once

#include "kp-change.h"

G_BEGIN_DECLS

/**
 * kp_change_text_title:
 * @kind: (nullable): such as "request.submit"
 * @subject: (nullable): title of what it is about
 * @number: (nullable): its number
 *
 * Returns: (transfer full): such as "New request: Second oven"
 */
char *kp_change_text_title (const char *kind,
                            const char *subject,
                            const char *number);

/* Returns: (transfer none) (nullable): why it was not accepted, and what to do */
const char *kp_change_text_reason (KpChange *change);

/**
 * kp_change_text_subtitle:
 * @now: UTC milliseconds
 *
 * Returns: (transfer full): when, and why it was not accepted
 */
char *kp_change_text_subtitle (KpChange *change,
                               gint64 now);

/* The groups of the journal, in their order. */
typedef enum
{
  KP_CHANGE_GROUP_CHOICE = 0, /* needs the person */
  KP_CHANGE_GROUP_QUEUE,      /* will be sent */
  KP_CHANGE_GROUP_SENT        /* sent today */
} KpChangeGroup;

KpChangeGroup kp_change_text_group (KpSyncState sync);

G_END_DECLS
