/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form as text: the draft that is kept, the arguments that are sent, and the way back.
 */

#include "kp-request-form-private.h"

static void
load_defaults (KpRequestForm *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      yyjson_val *definition = kp_question_get_definition (value);
      const char *source = yyjson_get_str (yyjson_obj_get (definition, "prefill_from"));
      const char *fact = source != NULL ? g_hash_table_lookup (self->definition->facts, source)
                                        : NULL;

      if (fact != NULL && kp_question_get_question_type (value) != KP_QUESTION_HEADING)
        kp_question_set_value (value, g_variant_new_string (fact));
      else
        kp_question_load_value (value, yyjson_obj_get (definition, "default"));
    }
}

/* What was taken over from an earlier request, and is asked in another way since. */
static void
load_changed (KpRequestForm *self)
{
  yyjson_val *changed = yyjson_obj_get (yyjson_doc_get_root (self->definition->draft), "changed");
  size_t index;
  size_t length;
  yyjson_val *key;

  yyjson_arr_foreach (changed, index, length, key)
  {
    KpQuestion *question =
      yyjson_is_str (key) ? g_hash_table_lookup (self->questions, yyjson_get_str (key)) : NULL;

    if (question != NULL)
      kp_question_set_fault (question, KP_FAULT_CHANGED);
  }
}

void
kp_request_form_load_needs (KpRequestForm *self)
{
  yyjson_val *needs = yyjson_obj_get (yyjson_doc_get_root (self->definition->draft), "need");
  g_autoptr (GHashTable) faults = kp_request_form_find_faults (self);
  size_t index;
  size_t length;
  yyjson_val *need;

  load_changed (self);
  yyjson_arr_foreach (needs, index, length, need)
  {
    g_auto (GStrv) parts = g_strsplit (yyjson_is_str (need) ? yyjson_get_str (need) : "", ":", 2);
    KpQuestion *question =
      parts[0] != NULL ? g_hash_table_lookup (self->questions, parts[0]) : NULL;
    KpFault fault;

    if (question == NULL)
      continue;

    fault = GPOINTER_TO_INT (g_hash_table_lookup (faults, parts[0]));
    kp_question_set_fault (question, fault != KP_FAULT_NONE ? fault : KP_FAULT_MISSING);
  }
}

static void
load_draft (KpRequestForm *self,
            yyjson_val *draft)
{
  yyjson_val *answers = yyjson_obj_get (draft, "answers");
  yyjson_val *checks = yyjson_obj_get (draft, "checklist");
  const char *agreed = yyjson_get_str (yyjson_obj_get (draft, "terms"));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const char *key = kp_question_get_key (value);

      if (kp_question_get_definition (value) != NULL)
        kp_question_load_value (value, yyjson_obj_get (answers, key));
      else
        kp_question_load_value (value, yyjson_obj_get (checks, key + strlen ("checklist.")));
    }

  g_set_str (&self->explanation, yyjson_get_str (yyjson_obj_get (draft, "explanation")));
  /* New terms are never accepted for somebody. */
  self->terms_accepted = agreed != NULL &&
                         g_strcmp0 (agreed, self->definition->terms_id) == 0;
  self->terms_at = yyjson_get_sint (yyjson_obj_get (draft, "terms_at"));
  self->refused = yyjson_is_arr (yyjson_obj_get (draft, "need"));
  /* What an earlier request answered is nothing that was typed here. */
  if (self->definition->saved_at != 0)
    self->state = KP_FORM_KEPT;
  self->saved_at = self->definition->saved_at;
}

void
kp_request_form_load (KpRequestForm *self)
{
  if (self->definition->draft != NULL)
    load_draft (self, yyjson_doc_get_root (self->definition->draft));
  else
    load_defaults (self);
}

void
kp_form_definition_free (KpFormDefinition *self)
{
  g_free (self->flow_id);
  g_free (self->flow_name);
  g_free (self->title_from);
  g_free (self->org_id);
  g_free (self->org_name);
  g_free (self->language);
  g_free (self->terms_id);
  g_free (self->terms_text);
  yyjson_doc_free (self->flow);
  yyjson_doc_free (self->items);
  yyjson_doc_free (self->draft);
  g_clear_pointer (&self->facts, g_hash_table_unref);
  g_free (self);
}

static void
add_text (yyjson_mut_doc *doc,
          const char *name,
          const char *text)
{
  if (text != NULL && *text != '\0')
    yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), name, text);
}

/* Adds the object that @made holds, which is freed. */
static void
add_object (yyjson_mut_doc *doc,
            const char *name,
            yyjson_doc *made)
{
  yyjson_mut_val *copy = yyjson_val_mut_copy (doc, yyjson_doc_get_root (made));

  yyjson_mut_obj_add_val (doc, yyjson_mut_doc_get_root (doc), name, copy);
  yyjson_doc_free (made);
}

char *
kp_request_form_dup_draft (KpRequestForm *self)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char *text;
  char *copy;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_int (doc, root, "v", 1);
  add_text (doc, "flow", self->definition->flow_id);
  add_text (doc, "org", self->org_id);
  add_text (doc, "org_name", self->org_name);
  add_text (doc, "title", self->title);
  add_text (doc, "explanation", self->explanation);
  add_object (doc, "answers", kp_request_form_collect (self, FALSE, FALSE));
  add_object (doc, "checklist", kp_request_form_collect (self, TRUE, FALSE));
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at);
    }
  if (self->refused)
    yyjson_mut_obj_add_val (doc, root, "need",
                            yyjson_val_mut_copy (doc, yyjson_obj_get (yyjson_doc_get_root (
                                                                        self->definition->draft),
                                                                      "need")));

  text = yyjson_mut_write (doc, 0, NULL);
  copy = g_strdup (text);
  free (text);
  yyjson_mut_doc_free (doc);

  return copy;
}

yyjson_mut_doc *
kp_request_form_dup_arguments (KpRequestForm *self,
                               gint64 now)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);

  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, "org", self->org_id);
  add_text (doc, "flow", self->definition->flow_id);
  add_text (doc, "title", self->title);
  add_object (doc, "answers", kp_request_form_collect (self, FALSE, TRUE));
  add_text (doc, "explanation", self->explanation);
  if (self->definition->items != NULL)
    add_object (doc, "checklist", kp_request_form_collect (self, TRUE, FALSE));
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at > 0 ? self->terms_at : now);
    }

  return doc;
}
