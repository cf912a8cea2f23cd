/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions: every operator, and that evaluation ends whatever it is given.
 */

#include "kp-condition.h"
#include "kp-error.h"
#include "kp-limits.h"
#include "kp-test-json.h"

#define ANSWERS                                                                                \
  "{'kind':'roof','note':'Eén lek','n':3,'big':9007199254740991,'on':'2026-11-22','yes':true," \
  "'no':false,'many':['a','b'],'none':[],'blank':'','null':null,'object':{},'real':1.5}"

typedef struct
{
  const char *condition;
  gboolean holds;
} Case;

static const Case CASES[] = {
  { "true", TRUE },
  { "false", FALSE },
  { "{'all':[]}", TRUE },
  { "{'any':[]}", FALSE },
  { "{'all':[true,true]}", TRUE },
  { "{'all':[true,false]}", FALSE },
  { "{'any':[false,true]}", TRUE },
  { "{'any':[false,false]}", FALSE },
  { "{'not':false}", TRUE },
  { "{'not':{'all':[true,{'any':[false,{'not':false}]}]}}", FALSE },

  { "{'op':'empty','key':'blank'}", TRUE },
  { "{'op':'empty','key':'null'}", TRUE },
  { "{'op':'empty','key':'none'}", TRUE },
  { "{'op':'empty','key':'absent'}", TRUE },
  { "{'op':'empty','key':'no'}", FALSE },
  { "{'op':'not_empty','key':'no'}", TRUE },
  { "{'op':'not_empty','key':'blank'}", FALSE },

  { "{'op':'eq','key':'kind','value':'roof'}", TRUE },
  { "{'op':'eq','key':'kind','value':'Roof'}", FALSE },
  { "{'op':'eq','key':'n','value':3}", TRUE },
  { "{'op':'eq','key':'n','value':'3'}", FALSE },
  { "{'op':'eq','key':'yes','value':true}", TRUE },
  { "{'op':'eq','key':'blank','value':''}", FALSE },
  { "{'op':'ne','key':'kind','value':'wall'}", TRUE },
  { "{'op':'ne','key':'kind','value':'roof'}", FALSE },
  { "{'op':'ne','key':'absent','value':'wall'}", FALSE },

  { "{'op':'contains','key':'note','value':'lek'}", TRUE },
  { "{'op':'contains','key':'note','value':'Lek'}", FALSE },
  { "{'op':'contains','key':'many','value':'b'}", TRUE },
  { "{'op':'contains','key':'many','value':'c'}", FALSE },
  { "{'op':'contains','key':'n','value':3}", FALSE },
  { "{'op':'matches','key':'note','value':'Eén \\\\w+'}", TRUE },
  { "{'op':'matches','key':'note','value':'lek'}", FALSE },
  { "{'op':'matches','key':'note','value':'(('}", FALSE },
  { "{'op':'matches','key':'n','value':'3'}", FALSE },

  { "{'op':'lt','key':'n','value':4}", TRUE },
  { "{'op':'lt','key':'n','value':3}", FALSE },
  { "{'op':'le','key':'n','value':3}", TRUE },
  { "{'op':'gt','key':'n','value':2}", TRUE },
  { "{'op':'ge','key':'n','value':4}", FALSE },
  { "{'op':'ge','key':'big','value':9007199254740991}", TRUE },
  { "{'op':'gt','key':'real','value':1}", FALSE },
  { "{'op':'lt','key':'on','value':'2026-12-01'}", TRUE },
  { "{'op':'lt','key':'on','value':'tomorrow'}", FALSE },
  { "{'op':'lt','key':'on','value':3}", FALSE },
  { "{'op':'lt','key':'kind','value':'zzz'}", FALSE },

  { "{'op':'length','key':'note','value':7}", TRUE },
  { "{'op':'length','key':'many','value':2}", TRUE },
  { "{'op':'length','key':'blank','value':0}", TRUE },
  { "{'op':'length','key':'n','value':1}", FALSE },
  { "{'op':'in','key':'kind','value':['wall','roof']}", TRUE },
  { "{'op':'in','key':'kind','value':['wall']}", FALSE },
  { "{'op':'in','key':'many','value':['b','z']}", TRUE },
  { "{'op':'in','key':'n','value':[1,2,3]}", TRUE },
  { "{'op':'in','key':'n','value':3}", FALSE },

  /* Nonsense is false. */
  { "7", FALSE },
  { "'true'", FALSE },
  { "[true]", FALSE },
  { "{}", FALSE },
  { "{'all':true}", FALSE },
  { "{'any':{}}", FALSE },
  { "{'op':'eq'}", FALSE },
  { "{'op':'eq','key':7,'value':7}", FALSE },
  { "{'op':'invented','key':'n','value':3}", FALSE },
  { "{'op':'eq','key':'n'}", FALSE },
  { "{'op':'eq','key':'absent','value':null}", FALSE },
};

static void
test_cases (void)
{
  g_autoptr (yyjson_doc) answers = kp_test_json_parse (ANSWERS);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (yyjson_doc) condition = kp_test_json_parse (CASES[i].condition);

      g_test_message ("%s", CASES[i].condition);
      g_assert_true (kp_condition_holds (yyjson_doc_get_root (condition),
                                         yyjson_doc_get_root (answers)) == CASES[i].holds);
    }

  g_assert_true (kp_condition_holds (NULL, NULL));
}

static gboolean
check (const char *text,
       GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (yyjson_doc) condition = kp_test_json_parse (text);

  g_hash_table_add (keys, (gpointer) "kind");

  return kp_condition_check (yyjson_doc_get_root (condition), keys, error);
}

static void
test_check (void)
{
  static const char *const RIGHT[] = {
    "true",
    "{'not':{'any':[false,{'all':[]}]}}",
    "{'op':'empty','key':'kind'}",
    "{'op':'eq','key':'kind','value':'x'}",
    "{'op':'matches','key':'kind','value':'[a-z]+'}",
    "{'op':'lt','key':'kind','value':'2026-11-22'}",
    "{'op':'in','key':'kind','value':['a','b']}",
    "{'op':'length','key':'kind','value':3}",
  };
  static const char *const WRONG[] = {
    "7",
    "null",
    "[]",
    "{}",
    "{'all':{}}",
    "{'all':[7]}",
    "{'all':[],'any':[]}",
    "{'not':7}",
    "{'op':'eq','key':'later','value':'x'}",
    "{'op':'eq','value':'x'}",
    "{'op':'eq','key':'kind'}",
    "{'op':'eq','key':'kind','value':[1]}",
    "{'op':'eq','key':'kind','value':1.5}",
    "{'op':'empty','key':'kind','value':1}",
    "{'op':'invented','key':'kind','value':1}",
    "{'op':'eq','key':'kind','value':1,'more':1}",
    "{'op':'matches','key':'kind','value':'('}",
    "{'op':'lt','key':'kind','value':'x'}",
    "{'op':'length','key':'kind','value':-1}",
    "{'op':'in','key':'kind','value':'x'}",
  };

  for (guint i = 0; i < G_N_ELEMENTS (RIGHT); i++)
    {
      g_autoptr (GError) error = NULL;

      check (RIGHT[i], &error);
      g_assert_no_error (error);
    }
  for (guint i = 0; i < G_N_ELEMENTS (WRONG); i++)
    {
      g_autoptr (GError) error = NULL;

      g_test_message ("%s", WRONG[i]);
      g_assert_false (check (WRONG[i], &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

/* Returns: (transfer full): {"not":{"not":…true…}} */
static char *
make_nested (guint depth)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < depth; i++)
    g_string_append (text, "{'not':");
  g_string_append (text, "true");
  for (guint i = 0; i < depth; i++)
    g_string_append_c (text, '}');

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
test_depth (void)
{
  g_autofree char *fits = make_nested (KP_LIMIT_CONDITION_DEPTH);
  g_autofree char *too_deep = make_nested (KP_LIMIT_CONDITION_DEPTH + 1);
  g_autofree char *abyss = make_nested (1000);
  g_autoptr (yyjson_doc) condition = kp_test_json_parse (fits);
  g_autoptr (yyjson_doc) deep = kp_test_json_parse (abyss);

  g_assert_true (check (fits, NULL));
  g_assert_false (check (too_deep, NULL));
  g_assert_true (kp_condition_holds (yyjson_doc_get_root (condition), NULL));

  /* It ends; what it says does not matter. */
  kp_condition_holds (yyjson_doc_get_root (deep), NULL);
}

/* Patterns made to run for ever end as no match, soon. */
static void
test_patterns (void)
{
  g_autofree char *as = g_strnfill (2000, 'a');
  g_autofree char *text = g_strconcat (as, "!", NULL);
  g_autofree char *too_long = g_strnfill (KP_LIMIT_PATTERN_TEXT + 1, 'a');
  g_autofree char *long_pattern = g_strnfill (KP_LIMIT_PATTERN + 1, 'a');
  gint64 start = g_get_monotonic_time ();

  g_assert_true (kp_pattern_matches ("[A-Z]{2}[0-9]+", "NL12"));
  g_assert_false (kp_pattern_matches ("[A-Z]{2}[0-9]+", "NL12x"));
  g_assert_false (kp_pattern_matches ("[A-Z]{2}[0-9]+", "xNL12"));
  g_assert_false (kp_pattern_matches ("a|ab", "abc"));
  g_assert_true (kp_pattern_matches (".", "é"));
  g_assert_false (kp_pattern_matches ("a+$", "aa\n"));
  g_assert_false (kp_pattern_matches ("\\C", "é"));
  g_assert_false (kp_pattern_matches (".*", "\xff"));

  g_assert_false (kp_pattern_matches ("(a+)+", text));
  g_assert_false (kp_pattern_matches ("(a|a)*", text));
  g_assert_false (kp_pattern_matches ("(.*)*(.*)*(.*)*x", text));
  g_assert_false (kp_pattern_matches ("(?=(a+))\\1*(?R)?b", text));
  g_assert_false (kp_pattern_matches ("((a{999}){999}){999}", text));
  g_assert_false (kp_pattern_matches ("a*", too_long));
  g_assert_false (kp_pattern_is_valid (long_pattern));
  g_assert_cmpint (g_get_monotonic_time () - start, <, 5 * G_USEC_PER_SEC);
}

/* Values of every kind at places where they do not belong, from a seed. */
static void
append_garbage (GString *text,
                GRand *rand,
                guint depth)
{
  static const char *const ATOMS[] = {
    "true",
    "false",
    "null",
    "7",
    "-1.5",
    "\"kind\"",
    "\"\"",
    "[]",
    "{}",
    "\"2026-11-22\"",
    "\"(a+)+\"",
  };
  static const char *const NAMES[] = {
    "all",
    "any",
    "not",
    "op",
    "key",
    "value",
    "kind",
    "visible_if",
  };
  static const char *const OPS[] = {
    "empty",
    "eq",
    "contains",
    "matches",
    "lt",
    "ge",
    "length",
    "in",
  };
  guint n = g_rand_int_range (rand, 0, 4);

  switch (depth == 0 ? 0 : g_rand_int_range (rand, 0, 4))
    {
    case 0:
      g_string_append (text, ATOMS[g_rand_int_range (rand, 0, G_N_ELEMENTS (ATOMS))]);
      break;

    case 1:
      g_string_append_c (text, '[');
      for (guint i = 0; i < n; i++)
        {
          g_string_append (text, i > 0 ? "," : "");
          append_garbage (text, rand, depth - 1);
        }
      g_string_append_c (text, ']');
      break;

    case 2:
      g_string_append_printf (text, "{\"op\":\"%s\",\"key\":\"kind\",\"value\":",
                              OPS[g_rand_int_range (rand, 0, G_N_ELEMENTS (OPS))]);
      append_garbage (text, rand, depth - 1);
      g_string_append_c (text, '}');
      break;

    default:
      g_string_append_c (text, '{');
      for (guint i = 0; i < n; i++)
        {
          g_string_append_printf (text, "%s\"%s\":", i > 0 ? "," : "",
                                  NAMES[g_rand_int_range (rand, 0, G_N_ELEMENTS (NAMES))]);
          append_garbage (text, rand, depth - 1);
        }
      g_string_append_c (text, '}');
      break;
    }
}

static void
test_garbage (void)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  guint n_right = 0;

  g_hash_table_add (keys, (gpointer) "kind");
  for (guint i = 0; i < 20000; i++)
    {
      g_autoptr (GString) condition = g_string_new (NULL);
      g_autoptr (GString) answers = g_string_new ("{\"kind\":");
      g_autoptr (yyjson_doc) condition_doc = NULL;
      g_autoptr (yyjson_doc) answers_doc = NULL;

      append_garbage (condition, rand, 6);
      append_garbage (answers, rand, 3);
      g_string_append_c (answers, '}');
      condition_doc = yyjson_read (condition->str, condition->len, YYJSON_READ_NOFLAG);
      answers_doc = yyjson_read (answers->str, answers->len, YYJSON_READ_NOFLAG);
      g_assert_true (condition_doc != NULL && answers_doc != NULL);

      kp_condition_holds (yyjson_doc_get_root (condition_doc), yyjson_doc_get_root (answers_doc));
      n_right += kp_condition_check (yyjson_doc_get_root (condition_doc), keys, NULL);
    }

  /* The garbage is not all alike. */
  g_assert_cmpuint (n_right, >, 100);
  g_assert_cmpuint (n_right, <, 19900);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/condition/holds", test_cases);
  g_test_add_func ("/condition/check", test_check);
  g_test_add_func ("/condition/depth/bounded", test_depth);
  g_test_add_func ("/condition/patterns/end", test_patterns);
  g_test_add_func ("/condition/garbage/never-crashes", test_garbage);

  return g_test_run ();
}
