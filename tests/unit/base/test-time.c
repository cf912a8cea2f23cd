/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Instants and dates: only real ones, in one form.
 */

#include "kp-test-environment.h"
#include "kp-time.h"

#include <string.h>

static void
test_iso (void)
{
  static const struct
  {
    gint64 time;
    const char *text;
  } CASES[] = {
    { 0, "1970-01-01T00:00:00.000Z" },
    { KP_TEST_NOW + 7, "2026-11-22T12:00:00.007Z" },
    { KP_TIME_MAX, "9999-12-31T23:59:59.999Z" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text = kp_time_format_iso (CASES[i].time);
      gint64 parsed;

      g_assert_cmpstr (text, ==, CASES[i].text);
      g_assert_true (kp_time_parse_iso (text, &parsed));
      g_assert_cmpint (parsed, ==, CASES[i].time);
    }
}

static void
test_iso_without_fraction (void)
{
  gint64 time;

  g_assert_true (kp_time_parse_iso ("2026-11-22T12:00:00Z", &time));
  g_assert_cmpint (time, ==, KP_TEST_NOW);
}

static void
test_iso_refused (void)
{
  static const char *const TEXTS[] = {
    "",
    "2026-11-22",
    "2026-11-22 12:00:00Z",
    "2026-11-22T12:00:00",
    "2026-11-22T24:00:00Z",
    "2026-11-22T12:60:00Z",
    "2026-11-22T12:00:60Z",
    "2026-02-30T12:00:00Z",
    "2026-11-22T1a:00:00Z",
    "2026-11-22T12:00:00,007Z",
    "2026-11-22T12:00:00.0070",
    "1969-12-31T23:59:59Z",
  };

  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      gint64 time = 42;

      g_test_message ("%s", TEXTS[i]);
      g_assert_false (kp_time_parse_iso (TEXTS[i], &time));
      g_assert_cmpint (time, ==, 42);
    }
}

static void
test_date (void)
{
  static const char *const REAL[] = { "2026-11-22", "2024-02-29", "0001-01-01", "9999-12-31" };
  static const char *const UNREAL[] = {
    "",
    "2026-02-29",
    "2026-13-01",
    "2026-00-10",
    "2026-01-00",
    "0000-01-01",
    "2026-1-01",
    "22-11-2026",
    "2026-11-22 ",
    "2026/11/22",
    "2026-11-3x",
  };

  for (guint i = 0; i < G_N_ELEMENTS (REAL); i++)
    {
      char text[KP_DATE_SIZE];
      int year;
      int month;
      int day;

      g_assert_true (kp_date_parse (REAL[i], strlen (REAL[i]), &year, &month, &day));
      kp_date_format (year, month, day, text);
      g_assert_cmpstr (text, ==, REAL[i]);
    }
  for (guint i = 0; i < G_N_ELEMENTS (UNREAL); i++)
    g_assert_false (kp_date_is_valid (UNREAL[i], strlen (UNREAL[i])));
}

/* Half past eleven in the evening UTC is tomorrow in the Netherlands. */
static void
test_date_from_time (void)
{
  g_autoptr (GTimeZone) utc = g_time_zone_new_utc ();
  g_autoptr (GTimeZone) east = g_time_zone_new_offset (3600);
  char text[KP_DATE_SIZE];

  kp_date_from_time (KP_TEST_NOW + 11 * KP_TIME_HOUR + 30 * KP_TIME_MINUTE, utc, text);
  g_assert_cmpstr (text, ==, "2026-11-22");
  kp_date_from_time (KP_TEST_NOW + 11 * KP_TIME_HOUR + 30 * KP_TIME_MINUTE, east, text);
  g_assert_cmpstr (text, ==, "2026-11-23");
  kp_date_from_time (KP_TIME_MAX, east, text);
  g_assert_cmpstr (text, ==, "9999-12-31");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/time/iso/round-trip", test_iso);
  g_test_add_func ("/time/iso/without-milliseconds", test_iso_without_fraction);
  g_test_add_func ("/time/iso/refused", test_iso_refused);
  g_test_add_func ("/time/date/real-days-only", test_date);
  g_test_add_func ("/time/date/depends-on-the-zone", test_date_from_time);

  return g_test_run ();
}
