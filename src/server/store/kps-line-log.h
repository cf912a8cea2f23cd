/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Logs beside the database, of what must outlive a restore from a backup: one line a fact, flushed
 * *before* the transaction that uses it commits, and never taken back. Any thread; blocks.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kps_line_log_append:
 * @path: made if missing, readable by its owner only
 * @line: with its line feed
 *
 * Appends a line and flushes it.
 */
gboolean kps_line_log_append (const char *path,
                              const char *line,
                              GError **error);

/**
 * kps_line_log_read:
 *
 * Returns: (transfer full): the lines without their ends, none if there is no file; the one that a
 *   crash cut short is empty, so that an index still tells the number of its line
 */
GStrv kps_line_log_read (const char *path,
                         GError **error);

/* Sets %KP_ERROR_CORRUPT for the line at @index. Returns: %FALSE */
gboolean kps_line_log_refuse (const char *path,
                              guint index,
                              GError **error);

G_END_DECLS
