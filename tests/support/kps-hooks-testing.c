/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hooks of the server under test: KPS_TEST_CLOCK names a file with the milliseconds by which its
 * clock is ahead, KPS_TEST_SWITCHED_OFF the number of a check that says yes to everything.
 */

#include "kps-hooks.h"

static gint64
read_shift (void)
{
  const char *path = g_getenv ("KPS_TEST_CLOCK");
  g_autofree char *text = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL))
    return 0;

  return g_ascii_strtoll (text, NULL, 10);
}

static gint64
shifted_now (gpointer data)
{
  return kp_environment_now (kp_environment_get_real ()) + read_shift ();
}

static gint64
shifted_boot_time (gpointer data)
{
  return kp_environment_boot_time (kp_environment_get_real ()) + read_shift ();
}

static void
fill (gpointer data,
      guint8 *bytes,
      gsize length)
{
  kp_environment_fill (kp_environment_get_real (), bytes, length);
}

const KpEnvironment *
kps_hooks_get_environment (void)
{
  static const KpEnvironment SHIFTED = {
    .now = shifted_now,
    .boot_time = shifted_boot_time,
    .fill = fill,
  };

  return &SHIFTED;
}

gboolean
kps_hooks_is_switched_off (guint n)
{
  const char *number = g_getenv ("KPS_TEST_SWITCHED_OFF");

  return number != NULL && g_ascii_strtoull (number, NULL, 10) == n;
}
