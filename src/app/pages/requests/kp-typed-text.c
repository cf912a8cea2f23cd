/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lenient in how it is written, strict in what it means.
 */

#include "kp-typed-text.h"

#include "kp-money.h"
#include "kp-time.h"

#include <stdio.h>
#include <string.h>

char *
kp_typed_parse_date (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  g_autofree char *date = NULL;
  unsigned int day;
  unsigned int month;
  unsigned int year;
  char rest;

  if (kp_date_is_valid (plain, strlen (plain)))
    return g_steal_pointer (&plain);

  g_strdelimit (plain, "/. ", '-');
  if (sscanf (plain, "%2u-%2u-%4u%c", &day, &month, &year, &rest) != 3 || year < 1000)
    return NULL;

  date = g_strdup_printf ("%04u-%02u-%02u", year, month, day);

  return kp_date_is_valid (date, strlen (date)) ? g_steal_pointer (&date) : NULL;
}

char *
kp_typed_format_date (const char *date)
{
  int year;
  int month;
  int day;

  if (!kp_date_parse (date, strlen (date), &year, &month, &day))
    return g_strdup (date);

  return g_strdup_printf ("%02d-%02d-%04d", day, month, year);
}

char *
kp_typed_parse_time (const char *text)
{
  g_autofree char *plain = g_strstrip (g_strdup (text));
  g_autofree char *time = NULL;
  unsigned int hour;
  unsigned int minute;
  char rest;

  g_strdelimit (plain, ".h", ':');
  if (sscanf (plain, "%2u:%2u%c", &hour, &minute, &rest) != 2 &&
      (strlen (plain) != 4 || sscanf (plain, "%2u%2u%c", &hour, &minute, &rest) != 2))
    return NULL;

  time = g_strdup_printf ("%02u:%02u", hour, minute);

  return kp_clock_is_valid (time, strlen (time)) ? g_steal_pointer (&time) : NULL;
}

/* Returns: (transfer full) (nullable): "1,234.50" as "1.234,50", and "12.5" as "12,5": the other
 *   way round; NULL for "1,234", which is no amount in the Netherlands and could be meant both ways
 */
static char *
swap_separators (const char *text)
{
  char *swapped = NULL;

  if (strchr (text, ',') != NULL && strchr (text, '.') == NULL)
    return NULL;

  swapped = g_strdup (text);

  for (char *at = swapped; *at != '\0'; at++)
    {
      if (*at == '.')
        *at = ',';
      else if (*at == ',')
        *at = '.';
    }

  return swapped;
}

gboolean
kp_typed_parse_amount (const char *text,
                       gint64 *cents)
{
  g_autofree char *swapped = swap_separators (text);

  return kp_money_parse (text, cents) || (swapped != NULL && kp_money_parse (swapped, cents));
}

/* Returns: (transfer full): capitals without spaces, and one after every @every characters */
static char *
group (const char *text,
       gsize every)
{
  g_autoptr (GString) grouped = g_string_new (NULL);
  gsize n = 0;

  for (; *text != '\0'; text++)
    {
      if (*text == ' ')
        continue;
      if (n > 0 && n % every == 0)
        g_string_append_c (grouped, ' ');
      g_string_append_c (grouped, g_ascii_toupper (*text));
      n++;
    }

  return g_string_free_and_steal (g_steal_pointer (&grouped));
}

char *
kp_typed_format_postcode (const char *postcode)
{
  return group (postcode, 4);
}

char *
kp_typed_format_iban (const char *iban)
{
  return group (iban, 4);
}
