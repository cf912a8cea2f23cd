/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Local time by GDateTime; the order of day and month is a translation.
 */

#include "kp-time-text.h"

#include <glib/gi18n.h>

static GDateTime *
local_time (gint64 at)
{
  return g_date_time_new_from_unix_local (at / 1000);
}

/* Returns: whole days from the day of @a to the day of @b */
static int
days_between (GDateTime *a,
              GDateTime *b)
{
  GDate first;
  GDate second;

  g_date_clear (&first, 1);
  g_date_clear (&second, 1);
  g_date_set_dmy (&first, g_date_time_get_day_of_month (a),
                  g_date_time_get_month (a), g_date_time_get_year (a));
  g_date_set_dmy (&second, g_date_time_get_day_of_month (b),
                  g_date_time_get_month (b), g_date_time_get_year (b));

  return g_date_days_between (&first, &second);
}

static char *
describe (gint64 at,
          gint64 now,
          gboolean with_time)
{
  g_autoptr (GDateTime) then = NULL;
  g_autoptr (GDateTime) today = NULL;
  int days;

  if (at == 0)
    return g_strdup ("");

  then = local_time (at);
  today = local_time (now);
  days = days_between (then, today);

  if (days == 0)
    /* Translators: a time today, in the format of g_date_time_format() */
    return g_date_time_format (then, _ ("Today, %H:%M"));
  if (days == 1)
    return g_date_time_format (then, with_time ? _ ("Yesterday, %H:%M") : _ ("Yesterday"));
  if (g_date_time_get_year (then) != g_date_time_get_year (today))
    /* Translators: a day in another year, in the format of g_date_time_format() */
    return g_date_time_format (then, with_time ? _ ("%-d %B %Y") : _ ("%-d %b %Y"));

  /* Translators: a day in this year, in the format of g_date_time_format() */
  return g_date_time_format (then, with_time ? _ ("%-d %B, %H:%M") : _ ("%-d %B"));
}

char *
kp_time_text_moment (gint64 at,
                     gint64 now)
{
  return describe (at, now, TRUE);
}

char *
kp_time_text_whole (gint64 at)
{
  g_autoptr (GDateTime) then = at != 0 ? local_time (at) : NULL;

  /* Translators: a whole date and a time, in the format of g_date_time_format() */
  return then != NULL ? g_date_time_format (then, _ ("%-d %B %Y, %H:%M")) : g_strdup ("");
}

char *
kp_time_text_day (gint64 at,
                  gint64 now)
{
  return describe (at, now, FALSE);
}

char *
kp_time_text_moment_within (gint64 at,
                            gint64 now)
{
  g_autoptr (GDateTime) then = local_time (at);
  g_autoptr (GDateTime) today = local_time (now);
  int days = days_between (then, today);

  if (at == 0 || days < 0 || days > 1)
    return describe (at, now, TRUE);

  /* Translators: a time in the middle of a sentence, in the format of g_date_time_format() */
  return g_date_time_format (then, days == 0 ? _ ("today, %H:%M") : _ ("yesterday, %H:%M"));
}

static char *
format_date (const char *date,
             const char *format)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autofree char *midnight = g_strconcat (date, "T00:00:00", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (midnight, utc);

  return day != NULL ? g_date_time_format (day, format) : g_strdup (date);
}

char *
kp_time_text_date (const char *date)
{
  /* Translators: a whole date, in the format of g_date_time_format() */
  return format_date (date, _ ("%A %-d %B %Y"));
}

char *
kp_time_text_short_date (const char *date)
{
  /* Translators: a date for a column, in the format of g_date_time_format() */
  return format_date (date, _ ("%a %-d %b %Y"));
}

char *
kp_time_text_capitalise (const char *text)
{
  g_autofree char *first = NULL;
  g_autofree char *upper = NULL;

  g_return_val_if_fail (text != NULL, NULL);

  first = g_utf8_substring (text, 0, MIN (g_utf8_strlen (text, -1), 1));
  upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, text + strlen (first), NULL);
}
