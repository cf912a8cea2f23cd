/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Fixed forms, so digits at fixed places; strptime() and GDateTime accept much more.
 */

#include "kp-time.h"

#include <string.h>

/* Returns: the number written in @n_digits digits at @text, or -1 */
static int
read_number (const char *text,
             int n_digits)
{
  int number = 0;

  for (int i = 0; i < n_digits; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return -1;
      number = 10 * number + (text[i] - '0');
    }

  return number;
}

gboolean
kp_time_is_valid (gint64 time)
{
  return time >= 0 && time <= KP_TIME_MAX;
}

char *
kp_time_format_iso (gint64 time)
{
  g_autoptr (GDateTime) seconds = NULL;
  g_autofree char *text = NULL;

  g_return_val_if_fail (kp_time_is_valid (time), NULL);

  seconds = g_date_time_new_from_unix_utc (time / KP_TIME_SECOND);
  text = g_date_time_format (seconds, "%Y-%m-%dT%H:%M:%S");

  return g_strdup_printf ("%s.%03dZ", text, (int) (time % KP_TIME_SECOND));
}

gboolean
kp_time_parse_iso (const char *text,
                   gint64 *time)
{
  g_autoptr (GDateTime) seconds = NULL;
  gsize length = strlen (text);
  gboolean has_fraction = length == strlen ("2026-11-22T21:05:03.007Z");
  int year;
  int month;
  int day;
  int hour;
  int minute;
  int second;
  int fraction = 0;
  gint64 found;

  g_return_val_if_fail (time != NULL, FALSE);

  if (!has_fraction && length != strlen ("2026-11-22T21:05:03Z"))
    return FALSE;
  if (text[10] != 'T' || text[13] != ':' || text[16] != ':' || text[length - 1] != 'Z')
    return FALSE;
  if (!kp_date_parse (text, KP_DATE_LENGTH, &year, &month, &day))
    return FALSE;

  hour = read_number (text + 11, 2);
  minute = read_number (text + 14, 2);
  second = read_number (text + 17, 2);
  if (has_fraction)
    fraction = text[19] == '.' ? read_number (text + 20, 3) : -1;
  if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59 ||
      fraction < 0)
    return FALSE;

  seconds = g_date_time_new_utc (year, month, day, hour, minute, second);
  found = g_date_time_to_unix (seconds) * KP_TIME_SECOND + fraction;
  if (!kp_time_is_valid (found))
    return FALSE;

  *time = found;
  return TRUE;
}

gboolean
kp_date_is_valid (const char *text,
                  gsize length)
{
  int year;
  int month;
  int day;

  return kp_date_parse (text, length, &year, &month, &day);
}

gboolean
kp_date_parse (const char *text,
               gsize length,
               int *year,
               int *month,
               int *day)
{
  int y;
  int m;
  int d;

  g_return_val_if_fail (text != NULL && year != NULL && month != NULL && day != NULL, FALSE);

  if (length != KP_DATE_LENGTH || text[4] != '-' || text[7] != '-')
    return FALSE;

  y = read_number (text, 4);
  m = read_number (text + 5, 2);
  d = read_number (text + 8, 2);
  if (y <= 0 || m <= 0 || d <= 0 || !g_date_valid_dmy (d, m, y))
    return FALSE;

  *year = y;
  *month = m;
  *day = d;
  return TRUE;
}

void
kp_date_format (int year,
                int month,
                int day,
                char *text)
{
  g_return_if_fail (text != NULL && g_date_valid_dmy (day, month, year) && year <= 9999);

  g_snprintf (text, KP_DATE_SIZE, "%04d-%02d-%02d", year, month, day);
}

void
kp_date_from_time (gint64 time,
                   GTimeZone *zone,
                   char *text)
{
  g_autoptr (GDateTime) utc = NULL;
  g_autoptr (GDateTime) local = NULL;

  g_return_if_fail (kp_time_is_valid (time) && zone != NULL);

  utc = g_date_time_new_from_unix_utc (time / KP_TIME_SECOND);
  local = g_date_time_to_timezone (utc, zone);

  /* East of Greenwich the last hours of 9999 are in a year of five digits. */
  if (local == NULL || g_date_time_get_year (local) > 9999)
    local = g_steal_pointer (&utc);

  kp_date_format (g_date_time_get_year (local), g_date_time_get_month (local),
                  g_date_time_get_day_of_month (local), text);
}

gboolean
kp_clock_is_valid (const char *text,
                   gsize length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return length == KP_CLOCK_LENGTH && g_ascii_isdigit (text[0]) && g_ascii_isdigit (text[1]) &&
         text[2] == ':' && g_ascii_isdigit (text[3]) && g_ascii_isdigit (text[4]) &&
         (text[0] - '0') * 10 + text[1] - '0' < 24 && text[3] < '6';
}

gboolean
kp_local_is_valid (const char *text,
                   gsize length)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return length == KP_LOCAL_LENGTH && kp_date_is_valid (text, KP_DATE_LENGTH) &&
         text[KP_DATE_LENGTH] == 'T' &&
         kp_clock_is_valid (text + KP_DATE_LENGTH + 1, KP_CLOCK_LENGTH);
}
