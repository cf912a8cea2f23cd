/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms and conditions, from one JSON object: judging ends for every input; what is left of answers
 * by pruning names no question that is unknown; a definition that passes judges its own defaults;
 * a condition holds or does not, whatever is said about it; and the version that was filled in asks
 * nothing otherwise than itself.
 */

#include "kp-condition.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

/* Keys are distinct in a definition that passed; only then pruning and checking must agree. */
static void
check_pruned (yyjson_val *sections,
              yyjson_val *answers)
{
  g_autoptr (yyjson_mut_doc) kept = kp_form_prune_answers (sections, answers);
  g_autoptr (yyjson_doc) pruned = yyjson_mut_doc_imut_copy (kept, NULL);
  g_autoptr (GPtrArray) problems =
    kp_form_check (sections, yyjson_doc_get_root (pruned), NULL, NULL);

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = g_ptr_array_index (problems, i);

      g_assert_cmpint (problem->fault, !=, KP_FORM_UNKNOWN);
    }
}

/* @format: says something about a condition, "%s"; @fits: (out): whether it is within the depth
 * that conditions may have. Returns: whether it holds
 */
static gboolean
holds_in (yyjson_val *condition,
          const char *format,
          yyjson_val *answers,
          GHashTable *keys,
          gboolean *fits)
{
  g_autofree char *inner = kp_value_write (condition, NULL);
  g_auto (GStrv) parts = g_strsplit (format, "%s", -1);
  g_autofree char *text = g_strjoinv (inner, parts);
  g_autoptr (yyjson_doc) doc = yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);

  g_assert_nonnull (doc);
  *fits = kp_condition_check (yyjson_doc_get_root (doc), keys, NULL);

  return kp_condition_holds (yyjson_doc_get_root (doc), answers);
}

/* Evaluation is total: either a condition or its opposite holds. */
static void
check_total (yyjson_val *condition,
             yyjson_val *answers,
             GHashTable *keys)
{
  gboolean holds = kp_condition_holds (condition, answers);
  gboolean fits;
  gboolean opposite = holds_in (condition, "{\"not\":%s}", answers, keys, &fits);
  gboolean all = holds_in (condition, "{\"all\":[%s,true,%s]}", answers, keys, &fits);
  gboolean any = holds_in (condition, "{\"any\":[false,%s]}", answers, keys, &fits);

  g_assert_true (!fits || (opposite != holds && all == holds && any == holds));
}

static void
check_since (const KpFormVersion *before,
             const KpFormVersion *now,
             yyjson_val *answers,
             yyjson_val *checklist)
{
  g_autoptr (GPtrArray) same = kp_form_check_since (before, before, answers, checklist);
  g_autoptr (GPtrArray) other = kp_form_check_since (before, now, answers, checklist);

  for (guint i = 0; i < same->len; i++)
    g_assert_cmpint (((KpFormProblem *) same->pdata[i])->fault, !=, KP_FORM_ASKED_ANEW);
  for (guint i = 0; i < other->len; i++)
    g_assert_cmpint (((KpFormProblem *) other->pdata[i])->fault, !=, KP_FORM_UNKNOWN);
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (yyjson_doc) doc = NULL;
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GPtrArray) problems = NULL;
  yyjson_val *root;
  yyjson_val *sections;
  yyjson_val *answers;
  yyjson_val *items;

  doc = kp_value_read ((const char *) bytes, length, KP_LIMIT_RECORD, NULL, NULL);
  if (doc == NULL)
    return 0;

  root = yyjson_doc_get_root (doc);
  sections = yyjson_obj_get (root, "sections");
  answers = yyjson_obj_get (root, "answers");
  items = yyjson_obj_get (root, "items");

  g_hash_table_add (keys, (gpointer) "kind");
  kp_condition_holds (yyjson_obj_get (root, "condition"), answers);
  if (kp_condition_check (yyjson_obj_get (root, "condition"), keys, NULL))
    check_total (yyjson_obj_get (root, "condition"), answers, keys);
  kp_form_check_items (items, NULL);
  problems = kp_form_check (sections, answers, items, yyjson_obj_get (root, "checklist"));
  if (kp_form_check_definition (sections, NULL, NULL))
    {
      const KpFormVersion before = { sections, items };
      const KpFormVersion now = { yyjson_obj_get (root, "now"),
                                  yyjson_obj_get (root, "items_now") };

      check_pruned (sections, answers);
      if (kp_form_check_items (items, NULL))
        check_since (&before, &now, answers, yyjson_obj_get (root, "checklist"));
    }

  return 0;
}
