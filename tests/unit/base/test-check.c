/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Dutch numbers and addresses: right ones, and wrong ones that look alike.
 */

#include "kp-check.h"

typedef gboolean (*Check) (const char *text);

typedef struct
{
  const char *path;
  Check check;
  const char *const *right;
  const char *const *wrong;
} Case;

static const char *const RIGHT_KVK[] = { "12345678", "00000001", NULL };
static const char *const WRONG_KVK[] = { "", "1234567", "123456789", "1234567a", NULL };

static const char *const RIGHT_BSN[] = { "111222333", "123456782", NULL };
static const char *const WRONG_BSN[] = {
  "",
  "111222334",
  "123456789",
  "000000000",
  "11122233",
  "1112223333",
  "11122233x",
  NULL,
};

/* The last two are of sole traders: only the whole passes, modulo 97. */
static const char *const RIGHT_VAT[] = {
  "NL123456782B01",
  "nl123456782b90",
  "NL 1234.56.782 B01",
  "NL000099998B57",
  NULL,
};
static const char *const WRONG_VAT[] = {
  "",
  "NL123456789B01",
  "NL123456782C01",
  "NL123456782B1",
  "BE123456782B01",
  "NL000099998B58",
  "NL123456782B011",
  "NL12345678 B01",
  NULL,
};

static const char *const RIGHT_IBAN[] = {
  "NL91ABNA0417164300",
  "nl91 abna 0417 1643 00",
  "DE89370400440532013000",
  "GB82WEST12345698765432",
  "NO9386011117947",
  NULL,
};
static const char *const WRONG_IBAN[] = {
  "",
  "NL91ABNA0417164301",
  "NL19ABNA0417164300",
  "NL91ABNA041716430",
  "9191ABNA0417164300",
  "NL91ABNA04171643-0",
  "NL91ABNA0417164300NL91ABNA0417164300NL91",
  NULL,
};

static const char *const RIGHT_POSTCODE[] = { "1234 AB", "1234AB", "9999zz", "1234  AB", NULL };
static const char *const WRONG_POSTCODE[] = {
  "",
  "0123 AB",
  "1234 A",
  "1234 SA",
  "1234 sd",
  "1234 SS",
  "123 ABC",
  "12345",
  "1234-AB",
  NULL,
};

static const char *const RIGHT_EMAIL[] = {
  "jan@voorbeeld.nl",
  "j.de-boer+portaal@mail.voorbeeld.nl",
  "o'neil@x.ie",
  "jan@café.nl",
  NULL,
};
static const char *const WRONG_EMAIL[] = {
  "",
  "jan",
  "jan@",
  "@voorbeeld.nl",
  "jan@voorbeeld",
  "jan@@voorbeeld.nl",
  "jan boer@voorbeeld.nl",
  "jan@voorbeeld..nl",
  "jan@-voorbeeld.nl",
  "jan@voorbeeld-.nl",
  "jan@voorbeeld.nl.",
  ".jan@x.nl",
  "jan.@x.nl",
  "ja..n@x.nl",
  "jan@x.nl,piet@x.nl",
  "jan@x.nl\n",
  NULL,
};

static const char *const RIGHT_PHONE[] = {
  "0612345678",
  "+31 6 12345678",
  "(020) 123 45 67",
  "06-12345678",
  NULL,
};
static const char *const WRONG_PHONE[] = {
  "",
  "1234567",
  "+",
  "06x12345678",
  "0612345678901234",
  "06+12345678",
  "++31612345678",
  NULL,
};

static const Case CASES[] = {
  { "/check/kvk", kp_check_kvk, RIGHT_KVK, WRONG_KVK },
  { "/check/rsin", kp_check_rsin, RIGHT_BSN, WRONG_BSN },
  { "/check/bsn", kp_check_bsn, RIGHT_BSN, WRONG_BSN },
  { "/check/vat", kp_check_vat, RIGHT_VAT, WRONG_VAT },
  { "/check/iban", kp_check_iban, RIGHT_IBAN, WRONG_IBAN },
  { "/check/postcode", kp_check_postcode, RIGHT_POSTCODE, WRONG_POSTCODE },
  { "/check/email", kp_check_email, RIGHT_EMAIL, WRONG_EMAIL },
  { "/check/phone", kp_check_phone, RIGHT_PHONE, WRONG_PHONE },
};

static void
test_case (gconstpointer test_data)
{
  const Case *test = test_data;

  for (guint i = 0; test->right[i] != NULL; i++)
    {
      g_test_message ("right: %s", test->right[i]);
      g_assert_true (test->check (test->right[i]));
    }
  for (guint i = 0; test->wrong[i] != NULL; i++)
    {
      g_test_message ("wrong: %s", test->wrong[i]);
      g_assert_false (test->check (test->wrong[i]));
    }
}

/* A check digit is there to find one wrong digit. */
static void
test_single_errors (void)
{
  static const char IBAN[] = "NL91ABNA0417164300";

  for (guint place = 8; place < sizeof IBAN - 1; place++)
    {
      g_autofree char *changed = g_strdup (IBAN);

      for (char c = '0'; c <= '9'; c++)
        {
          changed[place] = c;
          g_assert_true (kp_check_iban (changed) == (c == IBAN[place]));
        }
    }
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    g_test_add_data_func (CASES[i].path, &CASES[i], test_case);
  g_test_add_func ("/check/iban/finds-each-wrong-digit", test_single_errors);

  return g_test_run ();
}
