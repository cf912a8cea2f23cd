/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Formatting and parsing of amounts, the same whatever the process's locale.
 */

#include "kp-money.h"

#include <string.h>

#define NO_BREAK_SPACE "\u00a0"
#define EURO "€"
#define GROUPS '.'
#define DECIMALS ','

/* Below 2^53 with a wide margin, as everything that travels as JSON. */
#define MAX_DIGITS 13

char *
kp_money_format (gint64 cents,
                 const char *currency)
{
  guint64 magnitude = cents < 0 ? -(guint64) cents : (guint64) cents;
  g_autofree char *units = g_strdup_printf ("%" G_GUINT64_FORMAT, magnitude / 100);
  g_autoptr (GString) text = g_string_new (NULL);
  gboolean is_euro = g_strcmp0 (currency, "EUR") == 0;
  gsize n_digits = strlen (units);

  if (currency != NULL)
    g_string_append_printf (text, "%s" NO_BREAK_SPACE, is_euro ? EURO : currency);
  if (cents < 0)
    g_string_append_c (text, '-');

  for (gsize i = 0; i < n_digits; i++)
    {
      if (i > 0 && (n_digits - i) % 3 == 0)
        g_string_append_c (text, GROUPS);
      g_string_append_c (text, units[i]);
    }
  g_string_append_printf (text, "%c%02d", DECIMALS, (int) (magnitude % 100));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Moves @text past spaces, signs and the currency in front of the number. */
static gboolean
skip_front (const char **text,
            gboolean *is_negative)
{
  gboolean has_currency = FALSE;
  gboolean has_sign = FALSE;

  for (;;)
    {
      if (g_str_has_prefix (*text, EURO) && !has_currency)
        {
          has_currency = TRUE;
          *text += strlen (EURO);
        }
      else if ((**text == '-' || **text == '+') && !has_sign)
        {
          has_sign = TRUE;
          *is_negative = **text == '-';
          *text += 1;
        }
      else if (**text == ' ')
        *text += 1;
      else if (g_str_has_prefix (*text, NO_BREAK_SPACE))
        *text += strlen (NO_BREAK_SPACE);
      else
        return g_ascii_isdigit (**text);
    }
}

/* Reads digits in one row, or in groups of three. Returns: FALSE if the groups are not of three */
static gboolean
read_units (const char **text,
            GString *digits)
{
  gsize in_group = 0;
  gboolean has_groups = FALSE;

  for (;; *text += 1)
    {
      if (g_ascii_isdigit (**text))
        {
          g_string_append_c (digits, **text);
          in_group++;
        }
      else if (**text == GROUPS)
        {
          if (in_group == 0 || in_group > 3 || (has_groups && in_group != 3))
            return FALSE;
          has_groups = TRUE;
          in_group = 0;
        }
      else
        return !has_groups || in_group == 3;
    }
}

gboolean
kp_money_parse (const char *text,
                gint64 *cents)
{
  g_autoptr (GString) digits = g_string_new (NULL);
  gboolean is_negative = FALSE;
  gsize n_decimals = 0;
  gint64 magnitude;

  g_return_val_if_fail (text != NULL && cents != NULL, FALSE);

  if (!skip_front (&text, &is_negative) || !read_units (&text, digits))
    return FALSE;

  if (*text == DECIMALS)
    {
      for (text++; g_ascii_isdigit (*text); text++, n_decimals++)
        g_string_append_c (digits, *text);
      if (n_decimals == 0)
        return FALSE;
    }
  while (*text == ' ')
    text++;
  if (*text != '\0' || n_decimals > 2)
    return FALSE;

  for (; n_decimals < 2; n_decimals++)
    g_string_append_c (digits, '0');
  if (digits->len > MAX_DIGITS)
    return FALSE;

  magnitude = g_ascii_strtoll (digits->str, NULL, 10);
  *cents = is_negative ? -magnitude : magnitude;
  return TRUE;
}
