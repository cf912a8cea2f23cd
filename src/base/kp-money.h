/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts: whole cents with an ISO 4217 currency, never floating point. Written as in the
 * Netherlands whatever the language of the interface, because the same amount in two notations is
 * read as two amounts. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_money_format:
 * @cents: any, also negative
 * @currency: (nullable): ISO 4217 code; EUR is shown as €; %NULL = only the number
 *
 * Returns: (transfer full): such as "€ 1.234,56" and "€ -5,00". The space is a no-break space
 */
char *kp_money_format (gint64 cents,
                       const char *currency);

/**
 * kp_money_parse:
 * @text: what a person typed: an optional € and sign, digits with or without separators between
 *   groups of three, at most two decimals
 * @cents: (out): set on success only
 *
 * Returns: whether @text is such an amount of less than 10¹³ cents
 */
gboolean kp_money_parse (const char *text,
                         gint64 *cents);

G_END_DECLS
