/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form is made of its flow, and of a draft or an earlier request where there is one.
 */

#include "kp-client-form-wish.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-names.h"
#include "kp-question-private.h"
#include "kp-store-attachments.h"
#include "kp-store-outbox.h"
#include "kp-store-profile.h"
#include "kp-value.h"

/* Returns: (transfer full) (nullable): one member of a record's body as a document of its own */
static yyjson_doc *
take_member (yyjson_doc *body,
             const char *name)
{
  yyjson_val *value = yyjson_obj_get (yyjson_doc_get_root (body), name);
  g_autoptr (yyjson_mut_doc) made = yyjson_mut_doc_new (NULL);

  if (value == NULL)
    value = yyjson_doc_get_root (body);
  yyjson_mut_doc_set_root (made, yyjson_val_mut_copy (made, value));

  return yyjson_mut_doc_imut_copy (made, NULL);
}

/* Returns: (transfer full) (element-type GVariant) */
static GPtrArray *
read_candidates (GPtrArray *texts,
                 KpQuestionType type)
{
  GPtrArray *candidates = g_ptr_array_new_with_free_func ((GDestroyNotify) g_variant_unref);

  for (guint i = 0; i < texts->len; i++)
    {
      const char *text = texts->pdata[i];
      g_autoptr (yyjson_doc) doc = yyjson_read (text, strlen (text), 0);
      g_autoptr (GVariant) value = kp_question_value_read (type, yyjson_doc_get_root (doc));
      const char *name;

      if (value == NULL)
        continue;
      g_variant_ref_sink (value);
      if (g_variant_is_of_type (value, KP_QUESTION_PARTS_TYPE) &&
          g_variant_lookup (value, "name", "&s", &name))
        g_ptr_array_add (candidates, g_steal_pointer (&value));
    }

  return candidates;
}

static gboolean
fill_definition (KpFormDefinition *definition,
                 KpFormParts *parts,
                 GError **error)
{
  g_autoptr (yyjson_doc) flow =
    kp_value_read (parts->flow, strlen (parts->flow), KP_LIMIT_RECORD, NULL, error);
  g_autoptr (yyjson_doc) checklist = NULL;
  yyjson_val *root;

  if (flow == NULL)
    return FALSE;

  root = yyjson_doc_get_root (flow);
  definition->flow_id = g_steal_pointer (&parts->flow_id);
  definition->flow_name =
    g_strdup (kp_names_pick (yyjson_obj_get (root, "name"), definition->language));
  definition->title_from = g_strdup (kp_value_get_text (yyjson_obj_get (root, "title_from")));
  definition->flow = take_member (flow, "sections");
  if (parts->checklist != NULL)
    checklist = yyjson_read (parts->checklist, strlen (parts->checklist), 0);
  if (checklist != NULL)
    definition->items = take_member (checklist, "items");

  if (parts->earlier != NULL)
    definition->earlier = yyjson_read (parts->earlier, strlen (parts->earlier), 0);

  definition->assets = read_candidates (parts->assets, KP_QUESTION_ASSET);
  definition->contacts = read_candidates (parts->contacts, KP_QUESTION_CONTACT);
  definition->org_id = g_steal_pointer (&parts->org_id);
  definition->org_name = g_steal_pointer (&parts->org_name);
  definition->entered = parts->entered;
  definition->user_id = g_steal_pointer (&parts->user_id);
  definition->user_name = g_steal_pointer (&parts->user_name);
  definition->terms_id = g_steal_pointer (&parts->terms_id);
  definition->terms_text = g_steal_pointer (&parts->terms_text);
  definition->terms_version = parts->terms_version;
  definition->facts = g_steal_pointer (&parts->facts);

  return TRUE;
}

/* Reads the draft of a wish: it knows its flow and organisation. */
static gboolean
load_draft (KpStore *store,
            KpFormWish *wish,
            KpFormDefinition *definition,
            GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KpDraftRow) draft = kp_store_draft_load (store, &wish->draft_id, &local);
  yyjson_val *root;

  if (draft == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The draft is not here");
      return FALSE;
    }

  definition->draft =
    kp_value_read (draft->body, strlen (draft->body), KP_LIMIT_OPERATION, NULL, error);
  if (definition->draft == NULL)
    return FALSE;

  root = yyjson_doc_get_root (definition->draft);
  definition->draft_id = wish->draft_id;
  definition->saved_at = draft->updated_at;
  g_set_str (&wish->flow_id, kp_value_get_text (yyjson_obj_get (root, "flow")));
  g_set_str (&wish->org_id, kp_value_get_text (yyjson_obj_get (root, "org")));
  g_set_str (&wish->user_id, kp_value_get_text (yyjson_obj_get (root, "user")));

  return TRUE;
}

/* Repeating. */

/* Returns: (transfer full) (nullable): a record, or %NULL with @error */
static yyjson_doc *
load_record (KpStore *store,
             KpEntityType entity,
             const KpId *id,
             GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *body = NULL;

  if (kp_store_dup_record (store, entity, id, &body, NULL, &local))
    return kp_value_read (body, strlen (body), KP_LIMIT_RECORD, NULL, error);

  if (local != NULL)
    g_propagate_error (error, g_steal_pointer (&local));
  else
    g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The request is not here");

  return NULL;
}

/* Returns: (nullable): the question called @key */
static yyjson_val *
find_question (yyjson_val *sections,
               const char *key)
{
  size_t i;
  size_t n_sections;
  yyjson_val *section;

  yyjson_arr_foreach (sections, i, n_sections, section)
  {
    size_t k;
    size_t n_questions;
    yyjson_val *question;

    yyjson_arr_foreach (yyjson_obj_get (section, "questions"), k, n_questions, question)
    {
      if (yyjson_equals_str (yyjson_obj_get (question, "key"), key))
        return question;
    }
  }

  return NULL;
}

/* Names the answered questions that are asked in another way than they were. */
static void
add_changed (yyjson_mut_doc *draft,
             yyjson_val *answers,
             yyjson_val *before,
             yyjson_val *now)
{
  yyjson_mut_val *changed = yyjson_mut_arr (draft);
  size_t i;
  size_t n;
  yyjson_val *key;
  yyjson_val *answer;

  yyjson_obj_foreach (answers, i, n, key, answer)
  {
    yyjson_val *then = find_question (before, yyjson_get_str (key));
    yyjson_val *today = find_question (now, yyjson_get_str (key));

    if (today != NULL && (then == NULL || !yyjson_equals (then, today)))
      yyjson_mut_arr_add_strcpy (draft, changed, yyjson_get_str (key));
  }
  yyjson_mut_obj_add_val (draft, yyjson_mut_doc_get_root (draft), "changed", changed);
}

/* Makes the draft that an earlier request would have been on the flow of today. */
static gboolean
make_repeat (KpStore *store,
             yyjson_doc *request,
             KpFormDefinition *definition,
             GError **error)
{
  g_autoptr (yyjson_mut_doc) draft = yyjson_mut_doc_new (NULL);
  g_autoptr (yyjson_doc) flow = NULL;
  yyjson_mut_val *root = yyjson_mut_obj (draft);
  yyjson_val *body = yyjson_doc_get_root (request);
  yyjson_val *answers = yyjson_obj_get (body, "answers");
  yyjson_val *explanation = yyjson_obj_get (body, "explanation");
  KpId flow_id;

  if (kp_value_get_id (yyjson_obj_get (body, "flow_id"), &flow_id))
    flow = load_record (store, KP_ENTITY_REQUEST_FLOW, &flow_id, error);
  if (flow == NULL)
    return FALSE;

  yyjson_mut_doc_set_root (draft, root);
  if (yyjson_is_obj (answers))
    yyjson_mut_obj_add_val (draft, root, "answers", yyjson_val_mut_copy (draft, answers));
  if (yyjson_is_str (explanation))
    yyjson_mut_obj_add_val (draft, root, "explanation", yyjson_val_mut_copy (draft, explanation));
  add_changed (draft, answers, yyjson_obj_get (yyjson_doc_get_root (flow), "sections"),
               yyjson_doc_get_root (definition->flow));
  definition->draft = yyjson_mut_doc_imut_copy (draft, NULL);

  return TRUE;
}

/* Adds what is here of the files that a text names, wherever in it they stand. */
static void
add_named_files (KpStore *store,
                 yyjson_val *value,
                 GPtrArray *files)
{
  yyjson_val *element;
  yyjson_val *key;
  size_t index;
  size_t length;
  yyjson_arr_iter iter;
  KpId id;

  yyjson_arr_iter_init (value, &iter);
  while ((element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      g_autoptr (KpFileRow) row = NULL;

      if (kp_value_get_id (element, &id))
        row = kp_store_file_load (store, &id, NULL);
      if (row != NULL && row->name != NULL)
        g_ptr_array_add (files, g_steal_pointer (&row));
    }

  yyjson_obj_foreach (value, index, length, key, element)
  {
    add_named_files (store, element, files);
  }
}

/* A file that is gone is left out. Not of a request that is repeated: its files stay its own. */
static void
load_files (KpStore *store,
            KpFormDefinition *definition)
{
  yyjson_val *draft = yyjson_doc_get_root (definition->draft);

  definition->files = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_file_row_free);
  add_named_files (store, yyjson_obj_get (draft, "answers"), definition->files);
  add_named_files (store, yyjson_obj_get (draft, "checklist"), definition->files);
}

void
kp_form_wish_free (gpointer data)
{
  KpFormWish *wish = data;

  g_free (wish->flow_id);
  g_free (wish->org_id);
  g_free (wish->user_id);
  g_free (wish);
}

KpFormDefinition *
kp_form_wish_load_sync (KpFormWish *wish,
                        KpReader *reader,
                        GError **error)
{
  KpStore *store = kp_reader_get_store (reader);
  g_autoptr (KpFormDefinition) definition = g_new0 (KpFormDefinition, 1);
  g_autoptr (KpFormParts) parts = NULL;
  g_autoptr (yyjson_doc) request = NULL;
  yyjson_val *body = NULL;

  definition->language = g_strdup (kp_reader_get_language (reader));
  if (kp_id_is_zero (&wish->draft_id))
    definition->draft_id = kp_id_make (kp_store_get_environment (store));
  else if (!load_draft (store, wish, definition, error))
    return NULL;
  if (!kp_id_is_zero (&wish->request))
    {
      request = load_record (store, KP_ENTITY_REQUEST, &wish->request, error);
      if (request == NULL)
        return NULL;
      body = yyjson_doc_get_root (request);
      g_set_str (&wish->flow_id, kp_value_get_text (yyjson_obj_get (body, "flow_id")));
      g_set_str (&wish->org_id, kp_value_get_text (yyjson_obj_get (body, "org_id")));
    }

  parts = kp_store_load_form_sync (reader, wish->flow_id, wish->org_id, wish->user_id, error);
  if (parts == NULL || !fill_definition (definition, parts, error) ||
      (request != NULL && !make_repeat (store, request, definition, error)))
    return NULL;
  if (request == NULL)
    load_files (store, definition);

  return g_steal_pointer (&definition);
}
