/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bounded JSON: what is refused, and where it says the fault is.
 */

#include "kp-error.h"
#include "kp-json.h"

#include <string.h>

#define MAX_LENGTH 1000
#define MAX_DEPTH 3

static JsonNode *
parse (const char *text,
       GError **error)
{
  return kp_json_parse (text, strlen (text), MAX_LENGTH, MAX_DEPTH, error);
}

static void
assert_refused (const char *text,
                KpError code,
                const char *expected)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse (text, &error);

  g_assert_null (node);
  g_assert_error (error, KP_ERROR, (int) code);
  g_test_message ("%s", error->message);
  g_assert_nonnull (strstr (error->message, expected));
}

static void
test_values (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse ("{\"a\":[1,{\"b\":\"[[[[\"}]}", &error);

  g_assert_no_error (error);
  g_assert_true (JSON_NODE_HOLDS_OBJECT (node));
}

static void
test_malformed (void)
{
  assert_refused ("", KP_ERROR_INVALID, "");
  assert_refused ("{\"a\":\n  ?}", KP_ERROR_INVALID, "Line 2");
  assert_refused ("{\"a\":1", KP_ERROR_INVALID, "Line 1");
  assert_refused ("\"\xff\"", KP_ERROR_INVALID, "UTF-8");
}

static void
test_depth (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (JsonNode) node = parse ("[[[]],[[]],[[]]]", &error);

  g_assert_no_error (error);
  assert_refused ("[[[[]]]]", KP_ERROR_INVALID, "deeper");
  assert_refused ("{\"a\":{\"a\":{\"a\":{}}}}", KP_ERROR_INVALID, "deeper");
}

/* A hundred thousand brackets must neither overflow the stack nor take long. */
static void
test_very_deep (void)
{
  g_autofree char *text = g_strnfill (100000, '[');

  g_assert_false (kp_json_is_within_depth (text, strlen (text), 32));
  g_assert_true (kp_json_is_within_depth ("\"\\\"[[[[\"", 8, 1));
}

static void
test_too_large (void)
{
  g_autofree char *text = g_strnfill (MAX_LENGTH + 1, ' ');

  assert_refused (text, KP_ERROR_TOO_LARGE, "1001 bytes");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/json/values", test_values);
  g_test_add_func ("/json/malformed/says-where", test_malformed);
  g_test_add_func ("/json/depth/bounded", test_depth);
  g_test_add_func ("/json/depth/very-deep", test_very_deep);
  g_test_add_func ("/json/too-large", test_too_large);

  return g_test_run ();
}
