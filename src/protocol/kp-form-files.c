/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers that are files, and the evidence of a checklist.
 */

#include "kp-file.h"
#include "kp-form-private.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

/**
 * Files:
 *
 * While answers are compared with files.
 */
typedef struct
{
  GPtrArray *problems; /* (unowned) */
  GHashTable *faulty;  /* (owned): places that have a problem already */
  GHashTable *by_id;   /* (owned): identifier → file; those that were named are taken out */
} Files;

static const char *const EVIDENCE_NAMES[] = {
  [KP_FORM_EVIDENCE_TICK] = "tick",
  [KP_FORM_EVIDENCE_VALUE] = "value",
  [KP_FORM_EVIDENCE_PHOTO] = "photo",
  [KP_FORM_EVIDENCE_FILE] = "file",
};

KpFormEvidence
kp_form_get_evidence (yyjson_val *item)
{
  yyjson_val *value = yyjson_obj_get (item, "evidence");

  if (value == NULL)
    return KP_FORM_EVIDENCE_TICK;

  for (guint i = 0; i < G_N_ELEMENTS (EVIDENCE_NAMES); i++)
    {
      if (g_strcmp0 (EVIDENCE_NAMES[i], kp_value_get_text (value)) == 0)
        return i;
    }

  return KP_FORM_EVIDENCE_UNKNOWN;
}

static gboolean
takes_photos_only (yyjson_val *question)
{
  return kp_form_get_type (question) == KP_FORM_TYPE_PHOTO ||
         kp_form_get_evidence (question) == KP_FORM_EVIDENCE_PHOTO;
}

gboolean
kp_form_takes_type (yyjson_val *question,
                    const char *media_type)
{
  const KpFileType *type = kp_file_type_find (media_type);
  yyjson_val *types = yyjson_obj_get (question, "types");
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (type == NULL || (takes_photos_only (question) && !type->is_photo))
    return FALSE;
  if (types == NULL)
    return !type->only_asked;

  yyjson_arr_iter_init (types, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (g_strcmp0 (kp_value_get_text (item), media_type) == 0)
        return TRUE;
    }

  return FALSE;
}

KpFormFault
kp_form_check_file_ids (yyjson_val *ids)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_arr_iter iter;
  yyjson_val *item;
  KpId id;

  if (!yyjson_arr_iter_init (ids, &iter))
    return KP_FORM_WRONG_KIND;
  if (yyjson_arr_size (ids) > KP_LIMIT_ATTACHMENTS)
    return KP_FORM_OUT_OF_RANGE;

  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!kp_value_get_id (item, &id))
        return KP_FORM_WRONG_KIND;
      if (!g_hash_table_add (seen, (gpointer) yyjson_get_str (item)))
        return KP_FORM_MALFORMED;
    }

  return 0;
}

static gboolean
is_blank (yyjson_val *value)
{
  g_autofree char *text = g_strdup (kp_value_get_text (value));

  return text == NULL || *g_strstrip (text) == '\0';
}

gboolean
kp_form_is_ticked (yyjson_val *item,
                   yyjson_val *state)
{
  gboolean is_done = yyjson_is_true (yyjson_obj_get (state, "done"));

  switch (kp_form_get_evidence (item))
    {
    case KP_FORM_EVIDENCE_TICK:
      return yyjson_is_true (state);

    case KP_FORM_EVIDENCE_VALUE:
      return is_done && !is_blank (yyjson_obj_get (state, "value"));

    case KP_FORM_EVIDENCE_PHOTO:
    case KP_FORM_EVIDENCE_FILE:
      return is_done && yyjson_arr_size (yyjson_obj_get (state, "files")) > 0;

    case KP_FORM_EVIDENCE_UNKNOWN:
      break;
    }

  return FALSE;
}

static KpFormFault
check_value (yyjson_val *value)
{
  if (value == NULL)
    return 0;
  if (!yyjson_is_str (value))
    return KP_FORM_WRONG_KIND;

  return yyjson_get_len (value) <= KP_LIMIT_PART ? 0 : KP_FORM_TOO_LONG;
}

/* Ticked, an item needs its evidence also where it need not be ticked. */
KpFormFault
kp_form_check_item (yyjson_val *item,
                    yyjson_val *state)
{
  KpFormEvidence evidence = kp_form_get_evidence (item);
  gboolean is_value = evidence == KP_FORM_EVIDENCE_VALUE;
  yyjson_val *proof = yyjson_obj_get (state, is_value ? "value" : "files");
  yyjson_val *done = yyjson_obj_get (state, "done");
  KpFormFault fault;

  if (state == NULL)
    return 0;
  if (evidence == KP_FORM_EVIDENCE_TICK)
    return yyjson_is_bool (state) ? 0 : KP_FORM_WRONG_KIND;
  if (evidence == KP_FORM_EVIDENCE_UNKNOWN || !yyjson_is_bool (done) ||
      yyjson_obj_size (state) != 1u + (proof != NULL))
    return KP_FORM_WRONG_KIND;

  if (is_value)
    fault = check_value (proof);
  else
    fault = proof != NULL ? kp_form_check_file_ids (proof) : 0;
  if (fault == 0 && yyjson_is_true (done) && !kp_form_is_ticked (item, state))
    fault = KP_FORM_MISSING;

  return fault;
}

/* @place: (transfer full) */
static void
add_once (Files *self,
          char *place,
          KpFormFault fault)
{
  if (g_hash_table_add (self->faulty, g_strdup (place)))
    kp_form_add_problem (self->problems, place, fault);
  else
    g_free (place);
}

/* Takes the files of one place out of those that are there. */
static void
check_place (Files *self,
             yyjson_val *question,
             yyjson_val *ids,
             const char *prefix,
             const char *key)
{
  g_autofree char *place = g_strconcat (prefix, key, NULL);
  yyjson_arr_iter iter;
  yyjson_val *id;

  yyjson_arr_iter_init (ids, &iter);
  while ((id = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *text = kp_value_get_text (id);
      yyjson_val *file = text != NULL ? g_hash_table_lookup (self->by_id, text) : NULL;

      if (file == NULL ||
          g_strcmp0 (kp_value_get_text (yyjson_obj_get (file, "place")), place) != 0)
        {
          add_once (self, g_strdup (place), KP_FORM_MALFORMED);
          continue;
        }
      if (!kp_form_takes_type (question, kp_value_get_text (yyjson_obj_get (file, "media_type"))))
        add_once (self, g_strdup (place), KP_FORM_NOT_AN_OPTION);
      g_hash_table_remove (self->by_id, text);
    }
}

static void
check_questions (Files *self,
                 yyjson_val *section,
                 yyjson_val *answers)
{
  yyjson_arr_iter iter;
  yyjson_val *question;

  yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &iter);
  while ((question = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *key = kp_value_get_text (yyjson_obj_get (question, "key"));
      KpFormType type = kp_form_get_type (question);

      if (key != NULL && (type == KP_FORM_TYPE_FILE || type == KP_FORM_TYPE_PHOTO))
        check_place (self, question, yyjson_obj_get (answers, key), "", key);
    }
}

static void
check_items (Files *self,
             yyjson_val *items,
             yyjson_val *checklist)
{
  yyjson_arr_iter iter;
  yyjson_val *item;

  yyjson_arr_iter_init (items, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *key = kp_value_get_text (yyjson_obj_get (item, "key"));
      KpFormEvidence evidence = kp_form_get_evidence (item);

      if (key != NULL &&
          (evidence == KP_FORM_EVIDENCE_FILE || evidence == KP_FORM_EVIDENCE_PHOTO))
        check_place (self, item, yyjson_obj_get (yyjson_obj_get (checklist, key), "files"),
                     KP_FORM_CHECKLIST_PLACE, key);
    }
}

/* What no answer named: fine only where it says so itself. */
static void
check_rest (Files *self,
            yyjson_val *files)
{
  yyjson_arr_iter iter;
  yyjson_val *file;

  yyjson_arr_iter_init (files, &iter);
  while ((file = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *id = kp_value_get_text (yyjson_obj_get (file, "id"));
      const char *place = kp_value_get_text (yyjson_obj_get (file, "place"));

      if (id == NULL || !g_hash_table_contains (self->by_id, id))
        continue;
      if (place != NULL)
        add_once (self, g_strdup (place), KP_FORM_UNKNOWN);
      else if (!kp_form_takes_type (NULL, kp_value_get_text (yyjson_obj_get (file, "media_type"))))
        add_once (self, g_strdup ("attachments"), KP_FORM_NOT_AN_OPTION);
    }
}

GPtrArray *
kp_form_check_files (yyjson_val *sections,
                     yyjson_val *answers,
                     yyjson_val *items,
                     yyjson_val *checklist,
                     yyjson_val *files)
{
  g_autoptr (GHashTable) faulty = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) by_id = g_hash_table_new (g_str_hash, g_str_equal);
  Files self = { .faulty = faulty, .by_id = by_id };
  yyjson_arr_iter iter;
  yyjson_val *item;

  self.problems = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_form_problem_free);
  yyjson_arr_iter_init (files, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *id = kp_value_get_text (yyjson_obj_get (item, "id"));

      if (id != NULL)
        g_hash_table_insert (by_id, (gpointer) id, item);
    }

  yyjson_arr_iter_init (sections, &iter);
  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    check_questions (&self, item, answers);
  check_items (&self, items, checklist);
  check_rest (&self, files);

  return self.problems;
}
