/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clock and chance as arguments, so that tests and the simulation decide both. Nothing below the
 * application and the server's main asks the system for them in any other way.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * KpEnvironment:
 *
 * Borrowed by everybody who gets one; outlives them. The functions may be called on any thread.
 */
typedef struct
{
  /* UTC milliseconds since 1970; may jump */
  gint64 (*now) (gpointer data);
  /* milliseconds since boot, sleep included; never goes back */
  gint64 (*boot_time) (gpointer data);
  /* unpredictable bytes */
  void (*fill) (gpointer data, guint8 *bytes, gsize length);
  gpointer data; /* (unowned) */
} KpEnvironment;

/* Returns: (transfer none): the system's clocks and random numbers */
const KpEnvironment *kp_environment_get_real (void);

gint64 kp_environment_now (const KpEnvironment *self);
gint64 kp_environment_boot_time (const KpEnvironment *self);
void kp_environment_fill (const KpEnvironment *self,
                          guint8 *bytes,
                          gsize length);

G_END_DECLS
