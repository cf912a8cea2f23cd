/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The system's clocks and random numbers. Any thread.
 */

#include "kp-environment.h"

#include <sys/random.h>
#include <time.h>

static gint64
real_now (gpointer data)
{
  return g_get_real_time () / 1000;
}

/* g_get_monotonic_time() stands still while the computer sleeps; leases must not. */
static gint64
real_boot_time (gpointer data)
{
  struct timespec time;
  int result = clock_gettime (CLOCK_BOOTTIME, &time);

  g_assert (result == 0);

  return (gint64) time.tv_sec * 1000 + time.tv_nsec / 1000000;
}

static void
real_fill (gpointer data,
           guint8 *bytes,
           gsize length)
{
  while (length > 0)
    {
      gssize filled = getrandom (bytes, length, 0);

      /* Only a signal can interrupt it, and only for large requests. */
      if (filled > 0)
        {
          bytes += filled;
          length -= filled;
        }
    }
}

const KpEnvironment *
kp_environment_get_real (void)
{
  static const KpEnvironment REAL = {
    .now = real_now,
    .boot_time = real_boot_time,
    .fill = real_fill,
  };

  return &REAL;
}

gint64
kp_environment_now (const KpEnvironment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->now (self->data);
}

gint64
kp_environment_boot_time (const KpEnvironment *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->boot_time (self->data);
}

void
kp_environment_fill (const KpEnvironment *self,
                     guint8 *bytes,
                     gsize length)
{
  g_return_if_fail (self != NULL);

  self->fill (self->data, bytes, length);
}
