/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts: whole cents with an ISO 4217 currency, never floating point. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How people write numbers. */
typedef enum
{
  KP_MONEY_DUTCH = 1, /* 1.234,56 */
  KP_MONEY_ENGLISH    /* 1,234.56 */
} KpMoneyStyle;

/**
 * kp_money_format:
 * @cents: any, also negative
 * @currency: (nullable): ISO 4217 code; EUR is shown as €; %NULL = only the number
 *
 * Returns: (transfer full): such as "€ 1.234,56" and "€ -5,00" (Dutch), "€1,234.56" and "-€5.00"
 *   (English). The space is a no-break space
 */
char *kp_money_format (gint64 cents,
                       const char *currency,
                       KpMoneyStyle style);

/**
 * kp_money_parse:
 * @text: what a person typed: an optional € and sign, digits with or without separators between
 *   groups of three, at most two decimals
 * @cents: (out): set on success only
 *
 * Returns: whether @text is such an amount of less than 10¹³ cents
 */
gboolean kp_money_parse (const char *text,
                         KpMoneyStyle style,
                         gint64 *cents);

G_END_DECLS
