/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Amounts as people read and type them.
 */

#include "kp-money.h"

static void
test_format (void)
{
  static const struct
  {
    gint64 cents;
    const char *currency;
    const char *text;
  } CASES[] = {
    { 0, "EUR", "€\u00a00,00" },
    { 5, "EUR", "€\u00a00,05" },
    { 123456, "EUR", "€\u00a01.234,56" },
    { -500, "EUR", "€\u00a0-5,00" },
    { 100000000, "EUR", "€\u00a01.000.000,00" },
    { 99999, NULL, "999,99" },
    { 123456, "USD", "USD\u00a01.234,56" },
    { G_MININT64, NULL, "-92.233.720.368.547.758,08" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autofree char *text = kp_money_format (CASES[i].cents, CASES[i].currency);

      g_assert_cmpstr (text, ==, CASES[i].text);
    }
}

static void
test_parse (void)
{
  static const struct
  {
    const char *text;
    gint64 cents;
  } CASES[] = {
    { "0", 0 },
    { "5", 500 },
    { "5,5", 550 },
    { "1234,56", 123456 },
    { "1.234,56", 123456 },
    { "€ 1.234,56", 123456 },
    { "€\u00a0-1.234,56", -123456 },
    { "-€ 5", -500 },
    { "+7,00 ", 700 },
    { "1.000.000", 100000000 },
    { "99999999999,99", G_GINT64_CONSTANT (9999999999999) },
  };

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      gint64 cents = 42;

      g_test_message ("%s", CASES[i].text);
      g_assert_true (kp_money_parse (CASES[i].text, &cents));
      g_assert_cmpint (cents, ==, CASES[i].cents);
    }
}

static void
test_refused (void)
{
  static const char *const TEXTS[] = {
    "",
    " ",
    "€",
    "-",
    "abc",
    "1,234",
    "1.23",
    "12.34,5",
    "1..234",
    ".123",
    "1234.567",
    "1,2,3",
    "1,",
    ",5",
    "5-",
    "€€5",
    "--5",
    "1 234",
    "5 €",
    "100000000000,00",
    "1e3",
    "1.234.56",
  };

  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      gint64 cents = 42;

      g_test_message ("%s", TEXTS[i]);
      g_assert_false (kp_money_parse (TEXTS[i], &cents));
      g_assert_cmpint (cents, ==, 42);
    }
}

static void
test_round_trip (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (3);

  for (guint i = 0; i < 1000; i++)
    {
      gint64 cents = (gint64) g_rand_double_range (rand, -9e12, 9e12);

      g_autofree char *text = kp_money_format (cents, "EUR");
      gint64 parsed;

      g_assert_true (kp_money_parse (text, &parsed));
      g_assert_cmpint (parsed, ==, cents);
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/money/format/as-people-read-it", test_format);
  g_test_add_func ("/money/parse/as-people-type-it", test_parse);
  g_test_add_func ("/money/parse/refused", test_refused);
  g_test_add_func ("/money/round-trip", test_round_trip);

  return g_test_run ();
}
