/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Judged after every answer by the same functions that the server uses (kp-form.h). Faults are
 * shown only once they were asked for, so that nobody is told off while typing; a fault that was
 * shown goes as soon as it is mended.
 */

#include "kp-request-form-private.h"

#include "kp-form.h"
#include "kp-limits.h"
#include "kp-value.h"

/* A title that nothing names is the flow's name, so that a list never shows an empty row. */
#define MAX_TITLE_CHARACTERS 80

/* Returns: (nullable): a tick, or the object of a tick and its evidence */
static yyjson_mut_val *
save_check (KpRequestForm *self,
            KpQuestion *check,
            yyjson_mut_doc *doc)
{
  KpQuestion *evidence = kp_request_form_find_evidence (self, check);
  yyjson_mut_val *done = kp_question_save_value (check, doc);
  yyjson_mut_val *proof;
  yyjson_mut_val *object;

  if (evidence == NULL)
    return done;

  proof = kp_question_save_value (evidence, doc);
  if (done == NULL && proof == NULL)
    return NULL;

  object = yyjson_mut_obj (doc);
  yyjson_mut_obj_add_val (doc, object, "done", done != NULL ? done : yyjson_mut_false (doc));
  if (proof != NULL)
    yyjson_mut_obj_add_val (doc, object,
                            kp_question_get_files (evidence) != NULL ? "files" : "value", proof);

  return object;
}

/* Returns: (transfer full): all answers, hidden ones too; or the items that are ticked */
static yyjson_mut_doc *
collect (KpRequestForm *self,
         gboolean checks,
         gboolean visible_only)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  GHashTableIter iter;
  gpointer value;

  yyjson_mut_doc_set_root (doc, object);
  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KpQuestion *question = KP_QUESTION (value);
      gboolean is_check = kp_question_get_definition (question) == NULL;
      const char *key = kp_question_get_key (question) + (is_check ? strlen ("checklist.") : 0);
      yyjson_mut_val *answer;

      if (is_check != checks || kp_question_get_proven (question) != NULL ||
          (visible_only && !kp_question_get_visible (question)))
        continue;

      answer = is_check ? save_check (self, question, doc) : kp_question_save_value (question, doc);
      if (answer != NULL)
        yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, key), answer);
    }

  return doc;
}

yyjson_doc *
kp_request_form_collect (KpRequestForm *self,
                         gboolean checks,
                         gboolean visible_only)
{
  yyjson_mut_doc *made = collect (self, checks, visible_only);
  yyjson_doc *doc = yyjson_mut_doc_imut_copy (made, NULL);

  yyjson_mut_doc_free (made);

  return doc;
}

/* Returns: whether any of its questions can be seen */
static gboolean
judge_section (KpRequestForm *self,
               yyjson_val *section,
               yyjson_val *answers)
{
  gboolean any = FALSE;
  size_t index;
  size_t length;
  yyjson_val *definition;

  yyjson_arr_foreach (yyjson_obj_get (section, "questions"), index, length, definition)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (definition, "key"));
    KpQuestion *question = g_hash_table_lookup (self->questions, key != NULL ? key : "");
    gboolean visible;

    if (question == NULL)
      continue;

    visible = kp_form_is_visible (section, definition, answers);
    kp_question_set_visible (question, visible);
    kp_question_set_required (question, kp_form_is_required (definition, answers));
    any = any || visible;
  }

  return any;
}

/* Evidence is asked for once the item is ticked. */
static void
judge_checklist (KpRequestForm *self)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KpQuestion *proven = kp_question_get_proven (value);
      GVariant *ticked = proven != NULL ? kp_question_get_value (proven) : NULL;
      gboolean asked = ticked != NULL && g_variant_is_of_type (ticked, G_VARIANT_TYPE_BOOLEAN) &&
                       g_variant_get_boolean (ticked);

      if (proven == NULL)
        continue;

      kp_question_set_visible (value, asked);
      kp_question_set_required (value, asked);
    }
}

static void
judge_room (KpRequestForm *self)
{
  guint n = kp_request_form_count_files (self);
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (kp_question_get_files (value) != NULL)
        kp_question_set_room (value, n < KP_LIMIT_ATTACHMENTS ? KP_LIMIT_ATTACHMENTS - n : 0);
    }
}

/* What an item lacks that is ticked is its evidence. */
static void
blame_evidence (KpRequestForm *self,
                GHashTable *faults)
{
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      KpQuestion *proven = kp_question_get_proven (value);
      gpointer fault =
        proven != NULL ? g_hash_table_lookup (faults, kp_question_get_key (proven)) : NULL;

      if (fault == NULL || !kp_question_get_visible (value))
        continue;

      g_hash_table_insert (faults, g_strdup (kp_question_get_key (value)), fault);
      g_hash_table_remove (faults, kp_question_get_key (proven));
    }
}

/* Whether files and places belong together; what an earlier check found goes before. */
static void
find_file_faults (KpRequestForm *self,
                  yyjson_doc *answers,
                  yyjson_val *items,
                  yyjson_doc *checks,
                  GHashTable *faults)
{
  g_autoptr (yyjson_mut_doc) made = yyjson_mut_doc_new (NULL);
  g_autoptr (yyjson_doc) files = NULL;
  g_autoptr (GPtrArray) problems = NULL;

  yyjson_mut_doc_set_root (made, kp_request_form_list_files (self, made));
  files = yyjson_mut_doc_imut_copy (made, NULL);
  problems = kp_form_check_files (yyjson_doc_get_root (self->definition->flow),
                                  yyjson_doc_get_root (answers), items,
                                  yyjson_doc_get_root (checks), yyjson_doc_get_root (files));
  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      if (!g_hash_table_contains (faults, problem->place))
        g_hash_table_insert (faults, g_strdup (problem->place), GINT_TO_POINTER (problem->fault));
    }
}

GHashTable *
kp_request_form_find_faults (KpRequestForm *self)
{
  GHashTable *faults = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  yyjson_doc *answers = kp_request_form_collect (self, FALSE, TRUE);
  yyjson_doc *checks = kp_request_form_collect (self, TRUE, FALSE);
  yyjson_val *items = self->definition->items != NULL
                        ? yyjson_doc_get_root (self->definition->items)
                        : NULL;
  g_autoptr (GPtrArray) problems =
    kp_form_check (yyjson_doc_get_root (self->definition->flow), yyjson_doc_get_root (answers),
                   items, yyjson_doc_get_root (checks));

  for (guint i = 0; i < problems->len; i++)
    {
      const KpFormProblem *problem = problems->pdata[i];

      g_hash_table_insert (faults, g_strdup (problem->place), GINT_TO_POINTER (problem->fault));
    }
  find_file_faults (self, answers, items, checks, faults);
  blame_evidence (self, faults);
  if (self->explanation != NULL &&
      g_utf8_strlen (self->explanation, -1) > KP_LIMIT_EXPLANATION_CHARACTERS)
    g_hash_table_insert (faults, g_strdup ("explanation"), GINT_TO_POINTER (KP_FORM_TOO_LONG));
  if (self->terms != NULL && !self->terms_accepted)
    g_hash_table_insert (faults, g_strdup ("terms"), GINT_TO_POINTER (KP_FORM_MISSING));

  yyjson_doc_free (answers);
  yyjson_doc_free (checks);

  return faults;
}

static gboolean
is_step_complete (KpFormStep *step,
                  GHashTable *faults)
{
  GListModel *questions = kp_form_step_get_questions (step);

  if (kp_form_step_get_kind (step) == KP_STEP_SEND)
    return g_hash_table_size (faults) == 0;

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      if (g_hash_table_contains (faults, kp_question_get_key (question)))
        return FALSE;
    }

  return TRUE;
}

/* Updates what the application shows of the faults; mended ones go, new ones are not named yet. */
void
kp_request_form_show_progress (KpRequestForm *self)
{
  g_autoptr (GHashTable) faults = kp_request_form_find_faults (self);
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  g_hash_table_iter_init (&iter, self->questions);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      KpFault fault = GPOINTER_TO_INT (g_hash_table_lookup (faults, key));
      KpFault shown = kp_question_get_fault (value);

      if (shown != KP_FAULT_NONE)
        kp_question_set_fault (value, fault);
    }

  for (guint i = 0; i < self->steps->len; i++)
    kp_form_step_set_complete (self->steps->pdata[i],
                               is_step_complete (self->steps->pdata[i], faults));

  kp_request_form_set_n_faults (self, g_hash_table_size (faults));
}

static void
update_title (KpRequestForm *self)
{
  KpQuestion *named = self->definition->title_from != NULL
                        ? g_hash_table_lookup (self->questions, self->definition->title_from)
                        : NULL;
  g_autofree char *text = named != NULL ? kp_question_dup_value_text (named) : g_strdup ("");
  g_autofree char *title = NULL;

  g_strdelimit (text, "\r\n\t", ' ');
  g_strstrip (text);
  if (*text == '\0')
    title = g_strdup (self->definition->flow_name);
  else if (g_utf8_strlen (text, -1) > MAX_TITLE_CHARACTERS)
    title = g_utf8_substring (text, 0, MAX_TITLE_CHARACTERS);
  else
    title = g_steal_pointer (&text);

  kp_request_form_set_title (self, title);
}

/* Asks every condition again. */
void
kp_request_form_judge (KpRequestForm *self)
{
  yyjson_doc *answers = kp_request_form_collect (self, FALSE, FALSE);
  guint step = 0;
  size_t index;
  size_t length;
  yyjson_val *section;

  yyjson_arr_foreach (yyjson_doc_get_root (self->definition->flow), index, length, section)
  {
    gboolean visible = judge_section (self, section, yyjson_doc_get_root (answers));

    kp_form_step_set_visible (self->steps->pdata[step], visible);
    step++;
  }
  yyjson_doc_free (answers);
  judge_checklist (self);
  judge_room (self);

  update_title (self);
  kp_request_form_show_progress (self);
}

/* Shows the faults of one step. Appends them to @missing, if given. */
static KpQuestion *
show_faults (KpRequestForm *self,
             guint position,
             GHashTable *faults,
             GPtrArray *missing)
{
  GListModel *questions = kp_form_step_get_questions (self->steps->pdata[position]);
  KpQuestion *first = NULL;

  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);
      KpFault fault =
        GPOINTER_TO_INT (g_hash_table_lookup (faults, kp_question_get_key (question)));

      kp_question_set_fault (question, fault);
      if (fault == KP_FAULT_NONE)
        continue;

      /* The step keeps the question. */
      if (first == NULL)
        first = question;
      if (missing != NULL)
        {
          KpFormMissing *line = g_new (KpFormMissing, 1);

          *line = (KpFormMissing) {
            .step = position,
            .question = g_object_ref (question),
            .fault = fault,
          };
          g_ptr_array_add (missing, line);
        }
    }

  return first;
}

KpQuestion *
kp_request_form_check_step (KpRequestForm *self,
                            KpFormStep *step)
{
  g_autoptr (GHashTable) faults = NULL;
  guint position;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), NULL);

  if (!g_ptr_array_find (self->steps, step, &position))
    return NULL;

  faults = kp_request_form_find_faults (self);

  return show_faults (self, position, faults, NULL);
}

/* What the last step itself lacks: the terms, or room for the explanation. */
static void
add_last (KpRequestForm *self,
          KpFault fault,
          GPtrArray *missing)
{
  KpFormMissing *line = g_new (KpFormMissing, 1);

  *line = (KpFormMissing) { .step = self->steps->len - 1, .fault = fault };
  g_ptr_array_add (missing, line);
}

void
kp_request_form_check_left (KpRequestForm *self,
                            KpQuestion *question)
{
  yyjson_val *definition = kp_question_get_definition (question);
  g_autoptr (yyjson_mut_doc) made = NULL;
  g_autoptr (yyjson_doc) answer = NULL;

  if (definition == NULL || kp_question_get_value (question) == NULL)
    return;

  made = yyjson_mut_doc_new (NULL);
  yyjson_mut_doc_set_root (made, kp_question_save_value (question, made));
  answer = yyjson_mut_doc_imut_copy (made, NULL);
  kp_question_set_fault (question, (KpFault) kp_form_check_answer (definition,
                                                                   yyjson_doc_get_root (answer)));
}

GPtrArray *
kp_request_form_check (KpRequestForm *self)
{
  GPtrArray *missing = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_form_missing_free);
  g_autoptr (GHashTable) faults = NULL;

  g_return_val_if_fail (KP_IS_REQUEST_FORM (self), missing);

  faults = kp_request_form_find_faults (self);
  for (guint i = 0; i < self->steps->len; i++)
    show_faults (self, i, faults, missing);

  if (g_hash_table_contains (faults, "explanation"))
    add_last (self, KP_FAULT_TOO_LONG, missing);
  if (g_hash_table_contains (faults, "terms"))
    add_last (self, KP_FAULT_MISSING, missing);

  return missing;
}

void
kp_form_missing_free (KpFormMissing *self)
{
  g_clear_object (&self->question);
  g_free (self);
}
