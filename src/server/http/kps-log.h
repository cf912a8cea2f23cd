/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The log: one line of key=value pairs per event on standard error, which systemd keeps. Never what
 * somebody sent or wrote: no payloads, names, logins, tokens or addresses; identifiers at most. Any
 * thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kps_log:
 * @event: a constant such as "listening"
 * @...: pairs of a constant key and a text (nullable: left out), ended by %NULL
 *
 * Writes one line: at=2026-11-22T21:04:05.678Z event=listening key=value. Values with spaces or
 * quotes are quoted; control characters become spaces.
 */
void kps_log (const char *event,
              ...) G_GNUC_NULL_TERMINATED;

/* Routes what libraries log by g_log() into lines of the same form. */
void kps_log_take_over (void);

G_END_DECLS
