/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Identifiers: what they are made of, and that each has one spelling only.
 */

#include "kp-id.h"
#include "kp-test-environment.h"

#include <string.h>

static void
test_make (void)
{
  g_auto (KpTestEnvironment) test = { 0 };
  KpId id;
  KpId other;
  guint64 time = 0;

  kp_test_environment_init (&test, 1);
  id = kp_id_make (&test.environment);
  other = kp_id_make (&test.environment);

  for (int i = 0; i < 6; i++)
    time = (time << 8) | id.bytes[i];
  g_assert_cmpuint (time, ==, KP_TEST_NOW);
  g_assert_cmpuint (id.bytes[6] >> 4, ==, 7);
  g_assert_cmpuint (id.bytes[8] >> 6, ==, 2);
  g_assert_false (kp_id_equal (&id, &other));
  g_assert_false (kp_id_is_zero (&id));

  /* Later ones sort later. */
  kp_test_environment_advance (&test, 1);
  other = kp_id_make (&test.environment);
  g_assert_cmpint (memcmp (&id, &other, sizeof id), <, 0);
}

static void
test_real_environment (void)
{
  const KpEnvironment *real = kp_environment_get_real ();
  KpId id = kp_id_make (real);
  KpId other = kp_id_make (real);

  g_assert_false (kp_id_equal (&id, &other));
  g_assert_cmpint (kp_environment_now (real), >, KP_TEST_NOW / 2);
  g_assert_cmpint (kp_environment_boot_time (real), >, 0);
}

static void
test_round_trip (void)
{
  g_auto (KpTestEnvironment) test = { 0 };

  kp_test_environment_init (&test, 2);
  for (guint i = 0; i < 1000; i++)
    {
      KpId id;
      KpId parsed;
      char text[KP_ID_SIZE];

      kp_environment_fill (&test.environment, id.bytes, sizeof id.bytes);
      kp_id_format (&id, text);
      g_assert_cmpuint (strlen (text), ==, KP_ID_LENGTH);
      g_assert_true (kp_id_parse (text, strlen (text), &parsed));
      g_assert_true (kp_id_equal (&id, &parsed));
      g_assert_cmpuint (kp_id_hash (&id), ==, kp_id_hash (&parsed));
    }
}

/* As g_base64_encode() would, but for the two letters and the padding. */
static void
test_known_form (void)
{
  KpId id = { { 0xfb, 0xff, 0, 1, 2, 3, 0x74, 5, 0x86, 7, 8, 9, 10, 11, 12, 0xff } };
  g_autofree char *text = kp_id_dup_text (&id);
  g_autofree char *expected = g_base64_encode (id.bytes, sizeof id.bytes);

  g_strdelimit (expected, "+", '-');
  g_strdelimit (expected, "/", '_');
  *strchr (expected, '=') = '\0';
  g_assert_cmpstr (text, ==, expected);
}

static void
test_refused (void)
{
  static const char *const TEXTS[] = {
    "",
    "AZr",
    "AAAAAAAAAAAAAAAAAAAAA",   /* too short */
    "AAAAAAAAAAAAAAAAAAAAAAA", /* too long */
    "AAAAAAAAAAAAAAAAAAAAAB",  /* loose bits */
    "AAAAAAAAAAAAAAAAAAAA==",
    "AAAAAAAAAAAAAAAAAAAA+A",
    "AAAAAAAAAAAAAAAAAAAA A",
    "AAAAAAAAAAAAAAAAAAAA\xc3\xa9",
  };

  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    {
      KpId id = { { 42 } };

      g_assert_false (kp_id_parse (TEXTS[i], strlen (TEXTS[i]), &id));
      g_assert_cmpuint (id.bytes[0], ==, 42);
    }
}

/* Each change of one character is another identifier or none. */
static void
test_one_spelling (void)
{
  static const char TEXT[] = "AZr3kZ0HcgCBAgMEBQYHCA";
  KpId id;

  g_assert_true (kp_id_parse (TEXT, KP_ID_LENGTH, &id));
  for (guint place = 0; place < KP_ID_LENGTH; place++)
    {
      for (guint c = 1; c < 256; c++)
        {
          char changed[KP_ID_SIZE];
          KpId other;

          memcpy (changed, TEXT, sizeof changed);
          changed[place] = c;
          if (changed[place] != TEXT[place] && kp_id_parse (changed, KP_ID_LENGTH, &other))
            g_assert_false (kp_id_equal (&id, &other));
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/id/make/holds-time-version-and-chance", test_make);
  g_test_add_func ("/id/make/real-clock-and-chance", test_real_environment);
  g_test_add_func ("/id/text/round-trip", test_round_trip);
  g_test_add_func ("/id/text/is-base64url", test_known_form);
  g_test_add_func ("/id/text/refused", test_refused);
  g_test_add_func ("/id/text/has-one-spelling", test_one_spelling);

  return g_test_run ();
}
