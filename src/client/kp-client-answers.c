/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The answers of a request and what was ticked, ready to read, in the order of its form. A list
 * like any other; its rows have no identity of their own, so they get one from the request and
 * their place.
 */

#include "kp-client-private.h"

#include "kp-form.h"
#include "kp-question-private.h"
#include "kp-value.h"

#include <glib/gi18n-lib.h>

/* Cells of an answer, see KpAnswer. */
enum
{
  CELL_SECTION = 0,
  CELL_LABEL,
  CELL_VALUE,
  CELL_KEY,
  CELL_TYPE,
  N_CELLS
};

/* Returns: (transfer full) (nullable): a projected record; NULL without @error if it is not here */
static yyjson_doc *
load_record (KpReader *reader,
             KpEntityType entity,
             const KpId *id,
             GError **error)
{
  g_autofree char *body = NULL;

  if (!kp_store_dup_record (kp_reader_get_store (reader), entity, id, &body, NULL, error))
    return NULL;

  return yyjson_read (body, strlen (body), 0);
}

static KpRow *
make_row (const KpListFilter *filter,
          guint place)
{
  KpId id = filter->subject;

  id.bytes[14] ^= (guint8) (place >> 8);
  id.bytes[15] ^= (guint8) place;

  return kp_row_new (&id, N_CELLS);
}

static const char FILE_NAME[] = "SELECT body ->> '$.name' FROM p_attachment WHERE id = $1";

/* Returns: (transfer full): "offerte.pdf, meter.jpg": the names of attachments */
static char *
dup_file_names (KpReader *reader,
                yyjson_val *ids)
{
  g_autoptr (KpStatement) select = kp_db_prepare (kp_reader_get_db (reader), FILE_NAME, NULL);
  g_autoptr (GString) text = g_string_new (NULL);
  yyjson_arr_iter iter = yyjson_arr_iter_with (ids);
  yyjson_val *element;

  while (select != NULL && (element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      gboolean has_row = FALSE;
      KpId id;

      if (!kp_value_get_id (element, &id))
        continue;

      kp_statement_bind_id (select, 1, &id);
      if (kp_statement_step (select, &has_row, NULL, NULL) && has_row)
        g_string_append_printf (text, "%s%s", text->len > 0 ? ", " : "",
                                kp_statement_get_text (select, 0));
      kp_statement_reset (select);
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static char *
dup_answer (KpReader *reader,
            yyjson_val *question,
            yyjson_val *answer)
{
  KpQuestionType type =
    kp_question_type_from_name (yyjson_get_str (yyjson_obj_get (question, "type")));

  if (type == KP_QUESTION_FILE || type == KP_QUESTION_PHOTO)
    return dup_file_names (reader, answer);

  return kp_answer_dup_text (question, answer, kp_reader_get_language (reader));
}

static void
add_section (KpReader *reader,
             const KpListFilter *filter,
             yyjson_val *section,
             yyjson_val *answers,
             GPtrArray *rows)
{
  const char *language = kp_reader_get_language (reader);
  size_t index;
  size_t length;
  yyjson_val *question;

  yyjson_arr_foreach (yyjson_obj_get (section, "questions"), index, length, question)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (question, "key"));
    yyjson_val *answer = key != NULL ? yyjson_obj_get (answers, key) : NULL;
    KpRow *row;

    if (answer == NULL || yyjson_is_null (answer))
      continue;

    row = make_row (filter, rows->len + 1);
    kp_row_set_text (row, CELL_SECTION,
                     kp_names_pick (yyjson_obj_get (section, "title"), language));
    kp_row_set_text (row, CELL_LABEL,
                     kp_names_pick (yyjson_obj_get (question, "label"), language));
    kp_row_take_text (row, CELL_VALUE, dup_answer (reader, question, answer));
    kp_row_set_text (row, CELL_KEY, key);
    kp_row_set_text (row, CELL_TYPE, yyjson_get_str (yyjson_obj_get (question, "type")));
    g_ptr_array_add (rows, row);
  }
}

static gboolean
is_ticked (yyjson_val *state)
{
  return yyjson_is_true (state) || yyjson_is_true (yyjson_obj_get (state, "done"));
}

/* Returns: (transfer full): that it was ticked, and what shows it */
static char *
dup_tick (KpReader *reader,
          yyjson_val *state)
{
  g_autofree char *names = dup_file_names (reader, yyjson_obj_get (state, "files"));
  const char *value = yyjson_get_str (yyjson_obj_get (state, "value"));
  const char *evidence = value != NULL ? value : names;

  return *evidence != '\0' ? g_strdup_printf ("%s · %s", _ ("Ticked"), evidence)
                           : g_strdup (_ ("Ticked"));
}

/* The checklist is the last part of the form; what was not ticked is not there. */
static gboolean
add_checklist (KpReader *reader,
               const KpListFilter *filter,
               yyjson_val *flow,
               yyjson_val *ticked,
               GPtrArray *rows,
               GError **error)
{
  g_autoptr (yyjson_doc) checklist = NULL;
  g_autoptr (GError) local = NULL;
  size_t index;
  size_t length;
  yyjson_val *item;
  KpId id;

  if (!kp_value_get_id (yyjson_obj_get (flow, "checklist_id"), &id))
    return TRUE;

  checklist = load_record (reader, KP_ENTITY_CHECKLIST, &id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (checklist), "items"), index, length,
                      item)
  {
    const char *key = yyjson_get_str (yyjson_obj_get (item, "key"));
    KpRow *row;

    if (key == NULL || !is_ticked (yyjson_obj_get (ticked, key)))
      continue;

    row = make_row (filter, rows->len + 1);
    kp_row_set_text (row, CELL_SECTION, _ ("Checklist"));
    kp_row_set_text (row, CELL_LABEL,
                     kp_names_pick (yyjson_obj_get (item, "text"),
                                    kp_reader_get_language (reader)));
    kp_row_take_text (row, CELL_VALUE, dup_tick (reader, yyjson_obj_get (ticked, key)));
    kp_row_set_text (row, CELL_KEY, key);
    g_ptr_array_add (rows, row);
  }

  return TRUE;
}

static GPtrArray *
fetch (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GCancellable *cancellable,
       GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) flow = NULL;
  g_autoptr (yyjson_doc) request =
    load_record (reader, KP_ENTITY_REQUEST, &filter->subject, &local);
  size_t index;
  size_t length;
  yyjson_val *section;
  KpId flow_id;

  if (request != NULL &&
      kp_value_get_id (yyjson_obj_get (yyjson_doc_get_root (request), "flow_id"), &flow_id))
    flow = load_record (reader, KP_ENTITY_REQUEST_FLOW, &flow_id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }
  if (flow == NULL)
    return g_steal_pointer (&rows);

  yyjson_arr_foreach (yyjson_obj_get (yyjson_doc_get_root (flow), "sections"), index, length,
                      section)
  {
    add_section (reader, filter, section,
                 yyjson_obj_get (yyjson_doc_get_root (request), "answers"), rows);
  }
  if (!add_checklist (reader, filter, yyjson_doc_get_root (flow),
                      yyjson_obj_get (yyjson_doc_get_root (request), "checklist"), rows, error))
    return NULL;

  return g_steal_pointer (&rows);
}

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) rows = fetch (reader, filter, NULL, cancellable, error);

  return rows != NULL ? kp_list_ids_of_rows (rows) : NULL;
}

const KpList KP_LIST_ANSWERS = {
  .list = list,
  .fetch = fetch,
  .related = KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_REQUEST_FLOW) |
             KP_LIST_ENTITY (KP_ENTITY_CHECKLIST) | KP_LIST_ENTITY (KP_ENTITY_ATTACHMENT),
};
