/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people type into a field, read as the Dutch write it. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Returns: (transfer full) (nullable): "22-11-2026", also with slashes, dots or spaces, as
 *   YYYY-MM-DD; NULL if no such day exists */
char *kp_typed_parse_date (const char *text);

/* Returns: (transfer full): YYYY-MM-DD as "22-11-2026", anything else as it is */
char *kp_typed_format_date (const char *date);

/* Returns: (transfer full) (nullable): "9:05", "9.05" or "0905" as HH:MM; NULL if it is no time */
char *kp_typed_parse_time (const char *text);

/* Returns: whether @text is an amount, also with a dot before the cents: "12.50" */
gboolean kp_typed_parse_amount (const char *text,
                                gint64 *cents);

/* Returns: (transfer full): "1234ab" as "1234 AB" */
char *kp_typed_format_postcode (const char *postcode);

/* Returns: (transfer full): in capitals and groups of four */
char *kp_typed_format_iban (const char *iban);

G_END_DECLS
