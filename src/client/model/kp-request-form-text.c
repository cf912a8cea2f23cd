/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form as text: the draft that is kept, the arguments that are sent, and the way back.
 */

#include "kp-request-form-private.h"

#include "kp-attachment-private.h"

#include "kp-form.h"

/* "Kade 12 bis" → number 12, addition bis, street Kade. */
static void
add_street (GVariantBuilder *parts,
            const char *street)
{
  static const char PATTERN[] = "^(.*?)\\s+([1-9][0-9]{0,4})\\s*(.*)$";
  g_autoptr (GRegex) regex = g_regex_new (PATTERN, 0, 0, NULL);
  g_autoptr (GMatchInfo) match = NULL;
  g_autofree char *name = NULL;
  g_autofree char *number = NULL;
  g_autofree char *addition = NULL;

  if (!g_regex_match (regex, street, 0, &match))
    {
      g_variant_builder_add (parts, "{ss}", "street", street);
      return;
    }

  name = g_match_info_fetch (match, 1);
  number = g_match_info_fetch (match, 2);
  addition = g_match_info_fetch (match, 3);
  g_variant_builder_add (parts, "{ss}", "street", name);
  g_variant_builder_add (parts, "{ss}", "number", number);
  if (*addition != '\0')
    g_variant_builder_add (parts, "{ss}", "addition", addition);
}

/* Returns: (transfer floating) (nullable): where the organisation is, in parts or on one line */
static GVariant *
make_address (KpRequestForm *self,
              KpQuestionType type)
{
  const char *street = g_hash_table_lookup (self->definition->facts, "organisation.street");
  const char *postcode = g_hash_table_lookup (self->definition->facts, "organisation.postcode");
  const char *city = g_hash_table_lookup (self->definition->facts, "organisation.city");
  g_auto (GVariantBuilder) parts = G_VARIANT_BUILDER_INIT (KP_QUESTION_PARTS_TYPE);

  if (street == NULL)
    return NULL;
  if (type != KP_QUESTION_ADDRESS)
    return g_variant_new_take_string (g_strjoin (", ", street, city, NULL));

  add_street (&parts, street);
  if (postcode != NULL)
    g_variant_builder_add (&parts, "{ss}", "postcode", postcode);
  if (city != NULL)
    g_variant_builder_add (&parts, "{ss}", "city", city);

  return g_variant_builder_end (&parts);
}

/* Returns: (transfer floating) (nullable) */
static GVariant *
find_prefilled (KpRequestForm *self,
                KpQuestion *question,
                const char *source)
{
  KpQuestionType type = kp_question_get_question_type (question);
  yyjson_val *earlier = yyjson_obj_get (yyjson_doc_get_root (self->definition->earlier),
                                        kp_question_get_key (question));
  const char *fact;

  if (g_str_equal (source, "earlier"))
    return earlier != NULL &&
               kp_form_check_answer (kp_question_get_definition (question), earlier) == 0
             ? kp_question_value_read (type, earlier)
             : NULL;
  if (g_str_equal (source, "organisation.address"))
    return make_address (self, type);

  fact = g_hash_table_lookup (self->definition->facts, source);

  return fact != NULL ? g_variant_new_string (fact) : NULL;
}

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
      GVariant *found = source != NULL ? find_prefilled (self, value, source) : NULL;

      if (found != NULL)
        kp_question_fill (value, found);
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

    if (question == NULL)
      continue;

    kp_question_set_changed (question, TRUE);
    self->renewed = TRUE;
  }
}

void
kp_request_form_fill_from (KpRequestForm *self,
                           KpQuestion *question)
{
  g_autofree char *prefix = g_strconcat (kp_question_get_key (question), ".", NULL);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      yyjson_val *definition = kp_question_get_definition (value);
      const char *source = yyjson_get_str (yyjson_obj_get (definition, "prefill_from"));
      const char *part;

      if (source == NULL || !g_str_has_prefix (source, prefix))
        continue;

      part = kp_question_get_part (question, source + strlen (prefix));
      kp_question_fill (value, part != NULL ? g_variant_new_string (part) : NULL);
    }
}

/* Marks the question that a need says was changed since it was answered. */
static gboolean
load_changed_need (KpRequestForm *self,
                   KpQuestion *question,
                   const char *fault)
{
  if (g_strcmp0 (fault, "changed") != 0)
    return FALSE;

  kp_question_set_changed (question, TRUE);
  self->renewed = TRUE;

  return TRUE;
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

    if (question == NULL || load_changed_need (self, question, parts[1]))
      continue;

    fault = GPOINTER_TO_INT (g_hash_table_lookup (faults, parts[0]));
    kp_question_set_fault (question, fault != KP_FAULT_NONE ? fault : KP_FAULT_MISSING);
  }
}

/* Answers to questions that the office took away stay in the draft: somebody wrote them. */
static void
load_strays (KpRequestForm *self,
             yyjson_val *answers)
{
  size_t index;
  size_t length;
  yyjson_val *key;
  yyjson_val *answer;

  yyjson_obj_foreach (answers, index, length, key, answer)
  {
    if (!g_hash_table_contains (self->questions, yyjson_get_str (key)))
      g_hash_table_insert (self->strays, g_strdup (yyjson_get_str (key)), answer);
  }
}

/* A draft of an older program has not noted what it saw. */
static void
mark_changed (KpRequestForm *self,
              KpQuestion *question,
              yyjson_val *seen)
{
  yyjson_val *fingerprint = yyjson_obj_get (seen, kp_question_get_key (question));
  gboolean changed = seen != NULL &&
                     kp_question_get_question_type (question) != KP_QUESTION_HEADING &&
                     yyjson_get_uint (fingerprint) != kp_question_get_fingerprint (question);

  kp_question_set_changed (question, changed);
  self->renewed = self->renewed || changed;
}

/* Returns: (transfer full): id → KpAttachment */
static GHashTable *
make_files (KpRequestForm *self)
{
  GHashTable *files = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_object_unref);

  for (guint i = 0; self->definition->files != NULL && i < self->definition->files->len; i++)
    {
      KpAttachment *file = kp_attachment_new_chosen (self->definition->files->pdata[i]);

      g_hash_table_insert (files, (gpointer) kp_record_get_id (KP_RECORD (file)), file);
    }

  return files;
}

/* What an answer names and is not here is no answer: the person has to choose anew. */
static void
load_files (KpRequestForm *self)
{
  g_autoptr (GHashTable) files = make_files (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    kp_question_load_files (value, files);
}

/* An item of the checklist: a tick, or an object with the tick and its evidence. */
static void
load_check (KpRequestForm *self,
            KpQuestion *question,
            yyjson_val *state)
{
  KpQuestion *evidence = kp_request_form_find_evidence (self, question);
  yyjson_val *files = yyjson_obj_get (state, "files");

  kp_question_load_value (question, yyjson_is_obj (state) ? yyjson_obj_get (state, "done") : state);
  if (evidence != NULL)
    kp_question_load_value (evidence, files != NULL ? files : yyjson_obj_get (state, "value"));
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

  load_strays (self, answers);
  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const char *key = kp_question_get_key (value);

      mark_changed (self, value, yyjson_obj_get (draft, "seen"));
      if (kp_question_get_definition (value) != NULL)
        kp_question_load_value (value, yyjson_obj_get (answers, key));
      else if (kp_question_get_proven (value) == NULL)
        load_check (self, value, yyjson_obj_get (checks, key + strlen ("checklist.")));
    }
  load_files (self);

  g_set_str (&self->explanation, yyjson_get_str (yyjson_obj_get (draft, "explanation")));
  /* New terms are never accepted for somebody. */
  self->terms_accepted = agreed != NULL &&
                         g_strcmp0 (agreed, self->definition->terms_id) == 0;
  self->terms_at = yyjson_get_sint (yyjson_obj_get (draft, "terms_at"));
  self->refused = yyjson_is_arr (yyjson_obj_get (draft, "need"));
  /* What an earlier request answered is nothing that was typed here. */
  if (self->definition->saved_at != 0)
    {
      self->state = KP_FORM_KEPT;
      self->step = (guint) yyjson_get_uint (yyjson_obj_get (draft, "step"));
    }
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
  g_free (self->user_id);
  g_free (self->user_name);
  g_free (self->language);
  g_free (self->terms_id);
  g_free (self->terms_text);
  yyjson_doc_free (self->flow);
  yyjson_doc_free (self->items);
  yyjson_doc_free (self->draft);
  g_clear_pointer (&self->facts, g_hash_table_unref);
  yyjson_doc_free (self->earlier);
  g_clear_pointer (&self->assets, g_ptr_array_unref);
  g_clear_pointer (&self->contacts, g_ptr_array_unref);
  g_clear_pointer (&self->files, g_ptr_array_unref);
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

/* What the questions were that the person saw; one that is flagged stays as it was. */
static void
add_seen (KpRequestForm *self,
          yyjson_mut_doc *doc)
{
  yyjson_val *former =
    yyjson_obj_get (yyjson_doc_get_root (self->definition->draft), "seen");
  yyjson_mut_val *seen = yyjson_mut_obj (doc);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      const char *key = kp_question_get_key (value);
      yyjson_val *fingerprint = yyjson_obj_get (former, key);

      if (!kp_question_get_changed (value))
        yyjson_mut_obj_add_uint (doc, seen, key, kp_question_get_fingerprint (value));
      else if (fingerprint != NULL)
        yyjson_mut_obj_add_uint (doc, seen, key, yyjson_get_uint (fingerprint));
    }
  yyjson_mut_obj_add_val (doc, yyjson_mut_doc_get_root (doc), "seen", seen);
}

static void
add_strays (KpRequestForm *self,
            yyjson_mut_doc *doc)
{
  yyjson_mut_val *answers = yyjson_mut_obj_get (yyjson_mut_doc_get_root (doc), "answers");
  GHashTableIter iter;
  gpointer key;
  gpointer answer;

  g_hash_table_iter_init (&iter, self->strays);
  while (g_hash_table_iter_next (&iter, &key, &answer))
    yyjson_mut_obj_add (answers, yyjson_mut_str (doc, key), yyjson_val_mut_copy (doc, answer));
}

/* What the office named, but for changes that the person has seen to. */
static void
add_needs (KpRequestForm *self,
           yyjson_mut_doc *doc)
{
  yyjson_val *needs = yyjson_obj_get (yyjson_doc_get_root (self->definition->draft), "need");
  yyjson_mut_val *kept = yyjson_mut_arr (doc);
  size_t index;
  size_t length;
  yyjson_val *need;

  yyjson_arr_foreach (needs, index, length, need)
  {
    g_auto (GStrv) parts = g_strsplit (yyjson_is_str (need) ? yyjson_get_str (need) : "", ":", 2);
    KpQuestion *question = g_strcmp0 (parts[0] != NULL ? parts[1] : NULL, "changed") == 0
                             ? g_hash_table_lookup (self->questions, parts[0])
                             : NULL;

    if (question == NULL || kp_question_get_changed (question))
      yyjson_mut_arr_append (kept, yyjson_val_mut_copy (doc, need));
  }
  yyjson_mut_obj_add_val (doc, yyjson_mut_doc_get_root (doc), "need", kept);
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
  add_text (doc, "user", self->definition->user_id);
  add_text (doc, "title", self->title);
  add_text (doc, "explanation", self->explanation);
  yyjson_mut_obj_add_uint (doc, root, "step", self->step);
  add_object (doc, "answers", kp_request_form_collect (self, FALSE, FALSE));
  add_strays (self, doc);
  add_object (doc, "checklist", kp_request_form_collect (self, TRUE, FALSE));
  add_seen (self, doc);
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at);
    }
  if (self->refused)
    add_needs (self, doc);

  text = yyjson_mut_write (doc, 0, NULL);
  copy = g_strdup (text);
  free (text);
  yyjson_mut_doc_free (doc);

  return copy;
}

/* Adds the files of one question, as "attachments" of an operation names them. */
static void
add_files (yyjson_mut_doc *doc,
           yyjson_mut_val *list,
           KpQuestion *question)
{
  KpQuestion *proven = kp_question_get_proven (question);
  GListModel *files = kp_question_get_files (question);
  const char *place = kp_question_get_key (proven != NULL ? proven : question);

  for (guint i = 0; files != NULL && i < g_list_model_get_n_items (files); i++)
    {
      g_autoptr (KpAttachment) file = g_list_model_get_item (files, i);
      yyjson_mut_val *element = yyjson_mut_arr_add_obj (doc, list);

      yyjson_mut_obj_add_strcpy (doc, element, "id", kp_record_get_id (KP_RECORD (file)));
      yyjson_mut_obj_add_strcpy (doc, element, "name", kp_attachment_get_name (file));
      yyjson_mut_obj_add_strcpy (doc, element, "media_type", kp_attachment_get_media_type (file));
      yyjson_mut_obj_add_sint (doc, element, "size", kp_attachment_get_size (file));
      yyjson_mut_obj_add_strcpy (doc, element, "sha256", kp_attachment_get_sha256 (file));
      yyjson_mut_obj_add_strcpy (doc, element, "place", place);
    }
}

yyjson_mut_val *
kp_request_form_list_files (KpRequestForm *self,
                            yyjson_mut_doc *doc)
{
  yyjson_mut_val *list = yyjson_mut_arr (doc);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (kp_question_get_visible (value))
        add_files (doc, list, value);
    }

  return list;
}

yyjson_mut_doc *
kp_request_form_dup_arguments (KpRequestForm *self,
                               gint64 now)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *files;

  yyjson_mut_doc_set_root (doc, root);
  add_text (doc, "org", self->org_id);
  add_text (doc, "user", self->definition->user_id);
  add_text (doc, "flow", self->definition->flow_id);
  add_text (doc, "title", self->title);
  add_object (doc, "answers", kp_request_form_collect (self, FALSE, TRUE));
  add_text (doc, "explanation", self->explanation);
  if (self->definition->items != NULL)
    add_object (doc, "checklist", kp_request_form_collect (self, TRUE, FALSE));
  files = kp_request_form_list_files (self, doc);
  if (yyjson_mut_arr_size (files) > 0)
    yyjson_mut_obj_add_val (doc, root, "attachments", files);
  if (self->terms_accepted)
    {
      add_text (doc, "terms", self->definition->terms_id);
      yyjson_mut_obj_add_sint (doc, root, "terms_at", self->terms_at > 0 ? self->terms_at : now);
    }

  return doc;
}
