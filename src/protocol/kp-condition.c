/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Conditions. PCRE2 is used directly, because GRegex cannot bound the work of a pattern.
 */

#include "kp-condition.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-time.h"
#include "kp-value.h"

#define PCRE2_CODE_UNIT_WIDTH 8
#include <pcre2.h>
#include <string.h>

/* A pattern may be short and yet ask for a program of megabytes: ((a{999}){999}). */
#define MAX_COMPILED (64 * 1024)
#define MAX_PARENTHESES 20
#define MAX_HEAP_KIB 4096

typedef enum
{
  OP_EMPTY,
  OP_NOT_EMPTY,
  OP_EQ,
  OP_NE,
  OP_CONTAINS,
  OP_MATCHES,
  OP_LT,
  OP_LE,
  OP_GT,
  OP_GE,
  OP_LENGTH,
  OP_IN,
  N_OPS
} Op;

static const char *const OP_NAMES[N_OPS] = {
  "empty",
  "not_empty",
  "eq",
  "ne",
  "contains",
  "matches",
  "lt",
  "le",
  "gt",
  "ge",
  "length",
  "in",
};

static gboolean
find_op (yyjson_val *name,
         Op *op)
{
  for (guint i = 0; i < N_OPS; i++)
    {
      if (g_strcmp0 (OP_NAMES[i], kp_value_get_text (name)) == 0)
        {
          *op = i;
          return TRUE;
        }
    }

  return FALSE;
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (pcre2_code, pcre2_code_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (pcre2_compile_context, pcre2_compile_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (pcre2_match_context, pcre2_match_context_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (pcre2_match_data, pcre2_match_data_free)

/* Returns: (transfer full) (nullable): NULL for a pattern that is malformed or too large */
static pcre2_code *
compile (const char *pattern)
{
  g_autoptr (pcre2_compile_context) context = NULL;
  const guint32 options = PCRE2_UTF | PCRE2_UCP | PCRE2_ANCHORED | PCRE2_ENDANCHORED |
                          PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C;
  PCRE2_SIZE offset;
  int fault;

  if (strlen (pattern) > KP_LIMIT_PATTERN)
    return NULL;

  context = pcre2_compile_context_create (NULL);
  pcre2_set_parens_nest_limit (context, MAX_PARENTHESES);
  pcre2_set_max_pattern_compiled_length (context, MAX_COMPILED);

  return pcre2_compile ((PCRE2_SPTR) pattern, PCRE2_ZERO_TERMINATED, options, &fault, &offset,
                        context);
}

gboolean
kp_pattern_is_valid (const char *pattern)
{
  g_autoptr (pcre2_code) code = NULL;

  g_return_val_if_fail (pattern != NULL, FALSE);

  code = compile (pattern);

  return code != NULL;
}

gboolean
kp_pattern_matches (const char *pattern,
                    const char *text)
{
  g_autoptr (pcre2_code) code = NULL;
  g_autoptr (pcre2_match_context) context = NULL;
  g_autoptr (pcre2_match_data) data = NULL;

  g_return_val_if_fail (pattern != NULL && text != NULL, FALSE);

  if (strlen (text) > KP_LIMIT_PATTERN_TEXT)
    return FALSE;

  code = compile (pattern);
  if (code == NULL)
    return FALSE;

  context = pcre2_match_context_create (NULL);
  pcre2_set_match_limit (context, KP_LIMIT_PATTERN_STEPS);
  pcre2_set_depth_limit (context, KP_LIMIT_PATTERN_STEPS);
  pcre2_set_heap_limit (context, MAX_HEAP_KIB);
  data = pcre2_match_data_create (1, NULL);

  return pcre2_match (code, (PCRE2_SPTR) text, PCRE2_ZERO_TERMINATED, 0, 0, data, context) >= 0;
}

gboolean
kp_condition_is_empty (yyjson_val *answer)
{
  return answer == NULL || yyjson_is_null (answer) ||
         (yyjson_is_str (answer) && yyjson_get_len (answer) == 0) ||
         (yyjson_is_ctn (answer) && yyjson_get_len (answer) == 0);
}

static gboolean
array_holds (yyjson_val *array,
             yyjson_val *value)
{
  yyjson_arr_iter iter;
  yyjson_val *element;

  yyjson_arr_iter_init (array, &iter);
  while ((element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (kp_value_equal (element, value))
        return TRUE;
    }

  return FALSE;
}

static gboolean
contains (yyjson_val *answer,
          yyjson_val *value)
{
  if (yyjson_is_arr (answer))
    return array_holds (answer, value);

  return yyjson_is_str (answer) && yyjson_is_str (value) &&
         strstr (yyjson_get_str (answer), yyjson_get_str (value)) != NULL;
}

/* Any choice of several counts. */
static gboolean
is_in (yyjson_val *answer,
       yyjson_val *values)
{
  yyjson_arr_iter iter;
  yyjson_val *choice;

  if (!yyjson_is_arr (values))
    return FALSE;
  if (!yyjson_arr_iter_init (answer, &iter))
    return array_holds (values, answer);

  while ((choice = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (array_holds (values, choice))
        return TRUE;
    }

  return FALSE;
}

static gboolean
are_both (yyjson_val *a,
          yyjson_val *b,
          gboolean (*is_valid) (const char *,
                                gsize))
{
  return yyjson_is_str (a) && yyjson_is_str (b) &&
         is_valid (yyjson_get_str (a), yyjson_get_len (a)) &&
         is_valid (yyjson_get_str (b), yyjson_get_len (b));
}

/* Numbers with numbers, dates with dates, times with times; nothing else has an order.
 *
 * Returns: FALSE if they cannot be compared; @order is as strcmp()'s
 */
static gboolean
compare (yyjson_val *a,
         yyjson_val *b,
         int *order)
{
  gint64 x;
  gint64 y;

  if (kp_value_get_int (a, &x) && kp_value_get_int (b, &y))
    {
      *order = (x > y) - (x < y);
      return TRUE;
    }
  if (are_both (a, b, kp_date_is_valid) || are_both (a, b, kp_clock_is_valid) ||
      are_both (a, b, kp_local_is_valid))
    {
      *order = strcmp (yyjson_get_str (a), yyjson_get_str (b));
      return TRUE;
    }

  return FALSE;
}

static gboolean
has_length (yyjson_val *answer,
            yyjson_val *value)
{
  gint64 expected;

  if (!kp_value_get_int (value, &expected))
    return FALSE;
  if (yyjson_is_arr (answer))
    return (gint64) yyjson_arr_size (answer) == expected;

  return yyjson_is_str (answer) && g_utf8_strlen (yyjson_get_str (answer), -1) == expected;
}

/* @answer: not empty */
static gboolean
compare_answer (Op op,
                yyjson_val *answer,
                yyjson_val *value)
{
  int order;

  switch (op)
    {
    case OP_EMPTY:
      return FALSE;

    case OP_NOT_EMPTY:
      return TRUE;

    case OP_EQ:
      return kp_value_equal (answer, value);

    case OP_NE:
      return !kp_value_equal (answer, value);

    case OP_CONTAINS:
      return contains (answer, value);

    case OP_MATCHES:
      return yyjson_is_str (answer) && yyjson_is_str (value) &&
             kp_pattern_matches (yyjson_get_str (value), yyjson_get_str (answer));

    case OP_LT:
      return compare (answer, value, &order) && order < 0;

    case OP_LE:
      return compare (answer, value, &order) && order <= 0;

    case OP_GT:
      return compare (answer, value, &order) && order > 0;

    case OP_GE:
      return compare (answer, value, &order) && order >= 0;

    case OP_LENGTH:
      return has_length (answer, value);

    case OP_IN:
      return is_in (answer, value);

    case N_OPS:
      return FALSE;
    }

  return FALSE;
}

static gboolean
comparison_holds (yyjson_val *condition,
                  yyjson_val *answers)
{
  yyjson_val *key = yyjson_obj_get (condition, "key");
  yyjson_val *answer;
  Op op;

  if (!yyjson_is_str (key) || !find_op (yyjson_obj_get (condition, "op"), &op))
    return FALSE;

  answer = yyjson_obj_getn (answers, yyjson_get_str (key), yyjson_get_len (key));
  if (kp_condition_is_empty (answer))
    {
      gint64 expected;

      return op == OP_EMPTY ||
             (op == OP_LENGTH &&
              kp_value_get_int (yyjson_obj_get (condition, "value"), &expected) && expected == 0);
    }

  return compare_answer (op, answer, yyjson_obj_get (condition, "value"));
}

static gboolean
holds (yyjson_val *condition,
       yyjson_val *answers,
       guint depth)
{
  yyjson_val *parts;
  yyjson_val *part;
  yyjson_arr_iter iter;
  gboolean all;

  if (yyjson_is_bool (condition))
    return yyjson_get_bool (condition);
  if (!yyjson_is_obj (condition) || depth > KP_LIMIT_CONDITION_DEPTH)
    return FALSE;

  part = yyjson_obj_get (condition, "not");
  if (part != NULL)
    return !holds (part, answers, depth + 1);

  parts = yyjson_obj_get (condition, "all");
  all = parts != NULL;
  if (!all)
    parts = yyjson_obj_get (condition, "any");
  if (parts == NULL)
    return comparison_holds (condition, answers);
  if (!yyjson_arr_iter_init (parts, &iter))
    return FALSE;

  while ((part = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (holds (part, answers, depth + 1) != all)
        return !all;
    }

  return all;
}

gboolean
kp_condition_holds (yyjson_val *condition,
                    yyjson_val *answers)
{
  return condition == NULL || holds (condition, answers, 1);
}

static gboolean
fail (GError **error,
      const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "The condition is malformed: %s", fault);

  return FALSE;
}

static gboolean
check_value (Op op,
             yyjson_val *value,
             GError **error)
{
  gint64 number;

  switch (op)
    {
    case OP_EMPTY:
    case OP_NOT_EMPTY:
      return value == NULL || fail (error, "a value where none belongs");

    case OP_EQ:
    case OP_NE:
    case OP_CONTAINS:
      return yyjson_is_str (value) || yyjson_is_bool (value) || kp_value_get_int (value, &number) ||
             fail (error, "the value is no text, number or boolean");

    case OP_MATCHES:
      return (yyjson_is_str (value) && kp_pattern_is_valid (yyjson_get_str (value))) ||
             fail (error, "the value is no pattern");

    case OP_LT:
    case OP_LE:
    case OP_GT:
    case OP_GE:
      return kp_value_get_int (value, &number) || kp_value_is_of_kind (value, KP_FIELD_DATE) ||
             fail (error, "the value is no number or date");

    case OP_LENGTH:
      return (kp_value_get_int (value, &number) && number >= 0) ||
             fail (error, "the value is no length");

    case OP_IN:
      return yyjson_is_arr (value) || fail (error, "the value is no array");

    case N_OPS:
      return FALSE;
    }

  return FALSE;
}

static gboolean
check_comparison (yyjson_val *condition,
                  GHashTable *keys,
                  GError **error)
{
  yyjson_val *key = yyjson_obj_get (condition, "key");
  yyjson_val *value = yyjson_obj_get (condition, "value");
  Op op;

  if (!find_op (yyjson_obj_get (condition, "op"), &op))
    return fail (error, "no such op");
  if (!yyjson_is_str (key) || !g_hash_table_contains (keys, yyjson_get_str (key)))
    return fail (error, "the key is that of no earlier question");
  if (yyjson_obj_size (condition) != (value != NULL ? 3 : 2))
    return fail (error, "unknown members");

  return check_value (op, value, error);
}

static gboolean
check_depth (yyjson_val *condition,
             GHashTable *keys,
             guint depth,
             GError **error)
{
  yyjson_val *parts;
  yyjson_val *part;
  yyjson_arr_iter iter;

  if (yyjson_is_bool (condition))
    return TRUE;
  if (!yyjson_is_obj (condition))
    return fail (error, "no boolean and no object");
  if (depth > KP_LIMIT_CONDITION_DEPTH)
    return fail (error, "it nests too deep");
  if (yyjson_obj_get (condition, "op") != NULL)
    return check_comparison (condition, keys, error);
  if (yyjson_obj_size (condition) != 1)
    return fail (error, "not one member");

  part = yyjson_obj_get (condition, "not");
  if (part != NULL)
    return check_depth (part, keys, depth + 1, error);

  parts = yyjson_obj_get (condition, "all");
  if (parts == NULL)
    parts = yyjson_obj_get (condition, "any");
  if (!yyjson_arr_iter_init (parts, &iter))
    return fail (error, "none of all, any, not, op");

  while ((part = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_depth (part, keys, depth + 1, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_condition_check (yyjson_val *condition,
                    GHashTable *keys,
                    GError **error)
{
  g_return_val_if_fail (keys != NULL, FALSE);

  return check_depth (condition, keys, 1, error);
}
