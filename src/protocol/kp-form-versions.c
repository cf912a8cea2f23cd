/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers that were given to an earlier version of a form.
 */

#include "kp-form-private.h"

#include "kp-condition.h"
#include "kp-value.h"

#include <string.h>

/* What an answer means: the rest says how it is asked for, and whether. */
static const char *const MEANING[] = { "type", "label", "options", "unit",
                                       "types", "evidence", "text", NULL };

/* @asked: array of questions or items. Returns: (nullable): the one called @key */
static yyjson_val *
find_in (yyjson_val *asked,
         yyjson_val *key)
{
  yyjson_arr_iter iter;
  yyjson_val *one;

  yyjson_arr_iter_init (asked, &iter);
  while ((one = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (kp_value_equal (yyjson_obj_get (one, "key"), key))
        return one;
    }

  return NULL;
}

static yyjson_val *
find_question (yyjson_val *sections,
               yyjson_val *key)
{
  yyjson_val *found = NULL;
  yyjson_arr_iter iter;
  yyjson_val *section;

  yyjson_arr_iter_init (sections, &iter);
  while (found == NULL && (section = yyjson_arr_iter_next (&iter)) != NULL)
    found = find_in (yyjson_obj_get (section, "questions"), key);

  return found;
}

static gboolean
means_the_same (yyjson_val *before,
                yyjson_val *now)
{
  for (guint i = 0; MEANING[i] != NULL; i++)
    {
      yyjson_val *one = yyjson_obj_get (before, MEANING[i]);
      yyjson_val *other = yyjson_obj_get (now, MEANING[i]);

      if (one != other && (one == NULL || other == NULL || !yyjson_equals (one, other)))
        return FALSE;
    }

  return TRUE;
}

static gboolean
has_problem (GPtrArray *problems,
             const char *place)
{
  for (guint i = 0; i < problems->len; i++)
    {
      if (g_str_equal (((KpFormProblem *) problems->pdata[i])->place, place))
        return TRUE;
    }

  return FALSE;
}

static void
add_changed (GPtrArray *problems,
             yyjson_val *before,
             yyjson_val *now,
             const char *prefix,
             const char *key)
{
  g_autofree char *place = g_strconcat (prefix, key, NULL);

  /* One that was not asked is not known to be answered. */
  if (now != NULL && (before == NULL || !means_the_same (before, now)) &&
      !has_problem (problems, place))
    kp_form_add_problem (problems, g_steal_pointer (&place), KP_FORM_ASKED_ANEW);
}

static void
drop_unknown (GPtrArray *problems)
{
  for (guint i = problems->len; i > 0; i--)
    {
      if (((KpFormProblem *) problems->pdata[i - 1])->fault == KP_FORM_UNKNOWN)
        g_ptr_array_remove_index (problems, i - 1);
    }
}

GPtrArray *
kp_form_check_since (const KpFormVersion *before,
                     const KpFormVersion *now,
                     yyjson_val *answers,
                     yyjson_val *checklist)
{
  g_autoptr (yyjson_mut_doc) pruned = kp_form_prune_answers (now->sections, answers);
  g_autoptr (yyjson_doc) kept = yyjson_mut_doc_imut_copy (pruned, NULL);
  yyjson_val *root = yyjson_doc_get_root (kept);
  GPtrArray *problems = kp_form_check (now->sections, root, now->items, checklist);
  yyjson_obj_iter iter;
  yyjson_val *key;

  /* Of the checklist: items that are no more. */
  drop_unknown (problems);
  yyjson_obj_iter_init (root, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    add_changed (problems, find_question (before->sections, key),
                 find_question (now->sections, key), "", yyjson_get_str (key));

  yyjson_obj_iter_init (checklist, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (!kp_condition_is_empty (yyjson_obj_iter_get_val (key)))
        add_changed (problems, find_in (before->items, key), find_in (now->items, key),
                     KP_FORM_CHECKLIST_PLACE, yyjson_get_str (key));
    }

  return problems;
}
