/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bounded values: what is refused before anybody looks at it, and what is of which kind.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-test-json.h"

static void
assert_refused (const char *text,
                gsize length,
                gsize limit,
                KpError code)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = kp_value_read (text, length, limit, NULL, &error);

  g_test_message ("%s", text);
  g_assert_null (doc);
  g_assert_error (error, KP_ERROR, (int) code);
}

static void
test_refused (void)
{
  static const char *const TEXTS[] = {
    "",
    " ",
    "{",
    "{}x",
    "[1,]",
    "{'a':1}",
    "NaN",
    "1e999",
    "\"\xff\"",
    "\"\xc0\x80\"",
    "// x\n1",
    "\"\\u0000\"",
    "{\"a\\u0000b\":1}",
    "[\"\\ud800\"]",
    "01",
    "+1",
    "\"a\tb\"",
  };
  g_autofree char *open = g_strnfill (KP_LIMIT_JSON_DEPTH + 1, '[');
  g_autofree char *close = g_strnfill (KP_LIMIT_JSON_DEPTH + 1, ']');
  g_autofree char *deep = g_strconcat (open, close, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    assert_refused (TEXTS[i], strlen (TEXTS[i]), 100, KP_ERROR_INVALID);
  assert_refused (open, strlen (open), 100, KP_ERROR_INVALID);
  assert_refused (deep, strlen (deep), 100, KP_ERROR_INVALID);
  assert_refused ("123456", 6, 5, KP_ERROR_TOO_LARGE);
}

/* Many values beside each other are not deep. */
static void
test_depth (void)
{
  g_autoptr (GString) wide = g_string_new ("[");
  g_autofree char *open = g_strnfill (KP_LIMIT_JSON_DEPTH, '[');
  g_autofree char *close = g_strnfill (KP_LIMIT_JSON_DEPTH, ']');
  g_autofree char *deep = g_strconcat (open, close, NULL);
  g_autoptr (yyjson_doc) deep_doc = kp_value_read (deep, strlen (deep), 100, NULL, NULL);
  g_autoptr (yyjson_doc) wide_doc = NULL;

  for (guint i = 0; i < 3 * KP_LIMIT_JSON_DEPTH; i++)
    g_string_append (wide, "{},");
  g_string_append (wide, "[]]");
  wide_doc = kp_value_read (wide->str, wide->len, wide->len, NULL, NULL);

  g_assert_nonnull (deep_doc);
  g_assert_nonnull (wide_doc);
}

/* What only looks like a zero is none. */
static void
test_escapes (void)
{
  static const char TEXT[] = "[\"\\\\u0000\",\"\\u0001\"]";
  g_autoptr (GError) error = NULL;
  g_autoptr (yyjson_doc) doc = kp_value_read (TEXT, strlen (TEXT), 100, NULL, &error);

  g_assert_no_error (error);
  g_assert_cmpstr (yyjson_get_str (yyjson_arr_get_first (yyjson_doc_get_root (doc))), ==,
                   "\\u0000");
}

static void
test_kinds (void)
{
  static const struct
  {
    const char *text;
    const char *kinds; /* a letter for each kind it is of, in the order of the enumeration */
  } CASES[] = {
    { "null", "" },
    { "''", "TJ" },
    { "'AZr3kZ0HcgCBAgMEBQYHCA'", "TDJ" },
    { "'2026-11-22'", "TdJ" },
    { "'2026-11-31'", "TJ" },
    { "0", "ItJ" },
    { "-1", "IJ" },
    { "253402300799999", "ItJ" },
    { "253402300800000", "IJ" },
    { "9007199254740991", "IJ" },
    { "9007199254740992", "J" },
    { "-9007199254740992", "J" },
    { "1.0", "J" },
    { "true", "BJ" },
    { "{}", "NJ" },
    { "{'nl':'a','en':'b'}", "NJ" },
    { "{'nl':1}", "J" },
    { "['a']", "J" },
  };
  static const char LETTERS[] = "TIBDtdNJ";

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (yyjson_doc) doc = kp_test_json_parse (CASES[i].text);
      g_autoptr (GString) kinds = g_string_new (NULL);

      for (int kind = KP_FIELD_TEXT; kind <= KP_FIELD_JSON; kind++)
        {
          if (kp_value_is_of_kind (yyjson_doc_get_root (doc), kind))
            g_string_append_c (kinds, LETTERS[kind - 1]);
        }
      g_test_message ("%s", CASES[i].text);
      g_assert_cmpstr (kinds->str, ==, CASES[i].kinds);
    }
  g_assert_false (kp_value_is_of_kind (NULL, KP_FIELD_JSON));
}

static void
test_unique_names (void)
{
  g_autoptr (GString) many = g_string_new ("{");
  g_autoptr (yyjson_doc) few = kp_test_json_parse ("{'a':1,'b':1}");
  g_autoptr (yyjson_doc) twice = kp_test_json_parse ("{'a':1,'b':1,'a':1}");
  g_autoptr (yyjson_doc) doc = NULL;
  g_autoptr (yyjson_doc) again = NULL;

  for (guint i = 0; i < 1000; i++)
    g_string_append_printf (many, "'k%u':1,", i);
  g_string_append (many, "'last':1}");
  doc = kp_test_json_parse (many->str);
  g_string_truncate (many, many->len - 1);
  g_string_append (many, ",'k500':1}");
  again = kp_test_json_parse (many->str);

  g_assert_true (kp_value_has_unique_names (yyjson_doc_get_root (few)));
  g_assert_false (kp_value_has_unique_names (yyjson_doc_get_root (twice)));
  g_assert_true (kp_value_has_unique_names (yyjson_doc_get_root (doc)));
  g_assert_false (kp_value_has_unique_names (yyjson_doc_get_root (again)));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/value/read/refused", test_refused);
  g_test_add_func ("/value/read/depth", test_depth);
  g_test_add_func ("/value/read/escapes", test_escapes);
  g_test_add_func ("/value/kinds", test_kinds);
  g_test_add_func ("/value/names/unique", test_unique_names);

  return g_test_run ();
}
