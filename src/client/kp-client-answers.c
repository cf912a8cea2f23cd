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
    kp_row_take_text (row, CELL_VALUE, kp_answer_dup_text (question, answer, language));
    kp_row_set_text (row, CELL_KEY, key);
    kp_row_set_text (row, CELL_TYPE, yyjson_get_str (yyjson_obj_get (question, "type")));
    g_ptr_array_add (rows, row);
  }
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

    if (key == NULL || !yyjson_is_true (yyjson_obj_get (ticked, key)))
      continue;

    row = make_row (filter, rows->len + 1);
    kp_row_set_text (row, CELL_SECTION, _ ("Checklist"));
    kp_row_set_text (row, CELL_LABEL,
                     kp_names_pick (yyjson_obj_get (item, "text"),
                                    kp_reader_get_language (reader)));
    kp_row_set_text (row, CELL_VALUE, _ ("Ticked"));
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
             KP_LIST_ENTITY (KP_ENTITY_CHECKLIST),
};
