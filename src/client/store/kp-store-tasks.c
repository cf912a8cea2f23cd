/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for this person. Never records of their own: computed from the projections and the
 * outbox, so nothing lingers.
 */

#include "kp-store-lists.h"

/* Tasks of one sort that are looked at; the queue itself shows the rest. */
#define MAX_TASKS 200

/* Cells of a task, see KpTask. */
enum
{
  CELL_KIND = 0,
  CELL_SUBJECT_ID,
  CELL_TITLE,
  CELL_NUMBER,
  CELL_ORG_ID,
  CELL_ORG_NAME,
  CELL_SINCE,
  N_CELLS
};

static const char ANSWERS[] =
  "SELECT r.id, r.title, r.number, r.org_id, r.org_name, r.updated_at, 'answer'"
  "  FROM p_request r"
  " WHERE r.state = 'needs_information' AND r.requester_id = $1 AND ($2 IS NULL OR r.org_id = $2)"
  " ORDER BY r.updated_at, r.id"
  " LIMIT $3";

static const char QUEUE[] =
  "SELECT r.id, r.title, r.number, r.org_id, r.org_name, r.updated_at,"
  "       CASE WHEN EXISTS (SELECT 1 FROM p_message m"
  "                          WHERE m.request_id = r.id AND m.kind = 'answer')"
  "            THEN 'reply' ELSE 'request' END"
  "  FROM p_request r"
  " WHERE r.state IN ('submitted', 'in_review') AND $1 IS NOT NULL"
  "   AND ($2 IS NULL OR r.org_id = $2)"
  " ORDER BY r.updated_at, r.id"
  " LIMIT $3";

static KpRow *
make_task (const KpId *id,
           const char *kind)
{
  KpRow *row = kp_row_new (id, N_CELLS);

  kp_row_set_text (row, CELL_KIND, kind);
  kp_row_take_text (row, CELL_SUBJECT_ID, kp_id_dup_text (id));

  return row;
}

static gboolean
add_requests (KpReader *reader,
              const KpListFilter *filter,
              GPtrArray *tasks,
              GCancellable *cancellable,
              GError **error)
{
  const char *sql = kp_reader_is_staff (reader) ? QUEUE : ANSWERS;
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  kp_statement_bind_id (query, 2, &filter->org);
  kp_statement_bind_int64 (query, 3, MAX_TASKS);

  for (;;)
    {
      gboolean has_row;
      KpRow *row;
      KpId id;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return FALSE;
      if (!has_row)
        return TRUE;
      if (!kp_statement_get_id (query, 0, &id))
        continue;

      row = make_task (&id, kp_statement_get_text (query, 6));
      kp_row_set_text (row, CELL_TITLE, kp_statement_get_text (query, 1));
      kp_row_set_text (row, CELL_NUMBER, kp_statement_get_text (query, 2));
      kp_row_set_text (row, CELL_ORG_NAME, kp_statement_get_text (query, 4));
      kp_row_set_number (row, CELL_SINCE, kp_statement_get_int64 (query, 5));
      if (kp_statement_get_id (query, 3, &id))
        kp_row_take_text (row, CELL_ORG_ID, kp_id_dup_text (&id));
      g_ptr_array_add (tasks, row);
    }
}

/* Takes the rows of another list, by the places of the cells that a task shows. */
static gboolean
add_list (KpReader *reader,
          const KpList *source,
          const char *kind,
          GPtrArray *tasks,
          GCancellable *cancellable,
          GError **error)
{
  const KpListFilter all = { 0 };
  gboolean changes = source == &KP_LIST_CHANGES;
  g_autoptr (GArray) ids = source->list (reader, &all, cancellable, error);
  g_autoptr (GPtrArray) rows = NULL;

  if (ids == NULL)
    return FALSE;
  if (ids->len > MAX_TASKS)
    g_array_set_size (ids, MAX_TASKS);

  rows = source->fetch (reader, &all, ids, cancellable, error);
  if (rows == NULL)
    return FALSE;

  for (guint i = 0; i < rows->len; i++)
    {
      const KpRow *row = rows->pdata[i];
      KpRow *task;

      /* Of the journal only what was refused; of the drafts not those that stand for a refusal. */
      if (changes ? row->cells[4].number != KP_PENDING_NEEDS_YOU : row->cells[7].number != 0)
        continue;

      task = make_task (&row->id, kind);
      kp_row_set_text (task, CELL_TITLE, row->cells[changes ? 2 : 3].text);
      kp_row_set_text (task, CELL_NUMBER, changes ? row->cells[3].text : NULL);
      kp_row_set_text (task, CELL_ORG_ID, changes ? NULL : row->cells[4].text);
      kp_row_set_text (task, CELL_ORG_NAME, changes ? NULL : row->cells[5].text);
      kp_row_set_number (task, CELL_SINCE, row->cells[changes ? 10 : 6].number);
      g_ptr_array_add (tasks, task);
    }

  return TRUE;
}

/* Returns: (transfer full) (element-type KpRow): all tasks, in order */
static GPtrArray *
collect (KpReader *reader,
         const KpListFilter *filter,
         GCancellable *cancellable,
         GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);

  if (!add_list (reader, &KP_LIST_CHANGES, "change", tasks, cancellable, error) ||
      !add_requests (reader, filter, tasks, cancellable, error) ||
      !add_list (reader, &KP_LIST_DRAFTS, "draft", tasks, cancellable, error))
    return NULL;

  return g_steal_pointer (&tasks);
}

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (GPtrArray) tasks = collect (reader, filter, cancellable, error);

  return tasks != NULL ? kp_list_ids_of_rows (tasks) : NULL;
}

static GPtrArray *
fetch (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GCancellable *cancellable,
       GError **error)
{
  return collect (reader, filter, cancellable, error);
}

const KpList KP_LIST_TASKS = {
  .list = list,
  .fetch = fetch,
  .own = KP_LIST_ENTITY (KP_ENTITY_REQUEST),
  .related = KP_LIST_ENTITY (KP_ENTITY_MESSAGE) | KP_LIST_ENTITY (KP_ENTITY_REQUEST_FLOW),
  .outbox = TRUE,
};
