/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms and conditions, from one JSON object: judging ends for every input; what is left of answers
 * by pruning names no question that is unknown; a definition that passes judges its own defaults.
 */

#include "kp-condition.h"
#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"

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
  kp_condition_check (yyjson_obj_get (root, "condition"), keys, NULL);
  kp_condition_holds (yyjson_obj_get (root, "condition"), answers);
  kp_form_check_items (items, NULL);
  problems = kp_form_check (sections, answers, items, yyjson_obj_get (root, "checklist"));
  if (kp_form_check_definition (sections, NULL, NULL))
    check_pruned (sections, answers);

  return 0;
}
