/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clock and chance of tests.
 */

#include "kp-test-environment.h"

static gint64
test_now (gpointer data)
{
  return ((KpTestEnvironment *) data)->now;
}

static gint64
test_boot_time (gpointer data)
{
  return ((KpTestEnvironment *) data)->boot_time;
}

static void
test_fill (gpointer data,
           guint8 *bytes,
           gsize length)
{
  KpTestEnvironment *self = data;

  for (gsize i = 0; i < length; i++)
    bytes[i] = g_rand_int (self->rand) >> 24;
}

void
kp_test_environment_init (KpTestEnvironment *self,
                          guint32 seed)
{
  *self = (KpTestEnvironment) {
    .environment = {
      .now = test_now,
      .boot_time = test_boot_time,
      .fill = test_fill,
      .data = self,
    },
    .now = KP_TEST_NOW,
    .boot_time = 1000,
    .rand = g_rand_new_with_seed (seed),
  };
}

void
kp_test_environment_advance (KpTestEnvironment *self,
                             gint64 milliseconds)
{
  self->now += milliseconds;
  self->boot_time += milliseconds;
}

void
kp_test_environment_clear (KpTestEnvironment *self)
{
  g_clear_pointer (&self->rand, g_rand_free);
}
