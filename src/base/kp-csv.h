/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Comma-separated values as RFC 4180 describes them, for spreadsheets. Any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_csv_append:
 * @text: what the value is added to
 * @value: (nullable): text of a person; %NULL is empty
 * @last: whether it ends its line
 *
 * Adds one value and what separates it from the next. A value that a spreadsheet would take for a
 * formula gets an apostrophe in front, so that opening a file never runs what a stranger typed.
 */
void kp_csv_append (GString *text,
                    const char *value,
                    gboolean last);

G_END_DECLS
