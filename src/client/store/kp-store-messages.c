/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The conversation on a request, and the notes that only the office has.
 */

#include "kp-store-lists.h"

static GArray *
list_of_subject (KpReader *reader,
                 const char *sql,
                 const KpListFilter *filter,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, &filter->subject);

  return kp_reader_list_ids (query, cancellable, error);
}

static const char LIST_MESSAGES[] =
  "SELECT id FROM p_message WHERE request_id = $1 ORDER BY created_at, id";

static GArray *
list_messages (KpReader *reader,
               const KpListFilter *filter,
               GCancellable *cancellable,
               GError **error)
{
  return list_of_subject (reader, LIST_MESSAGES, filter, cancellable, error);
}

static const char FETCH_MESSAGE[] =
  "SELECT id, request_id, author_id, body ->> '$.author_name', author_kind, author_id IS $2,"
  "       kind, body ->> '$.text', created_at, pending"
  "  FROM p_message"
  " WHERE id = $1";

static GPtrArray *
fetch_messages (KpReader *reader,
                const KpListFilter *filter,
                GArray *ids,
                GCancellable *cancellable,
                GError **error)
{
  return kp_reader_fetch (reader, FETCH_MESSAGE, "iittnttnn", ids, NULL, cancellable, error);
}

static const char LIST_NOTES[] =
  "SELECT id FROM p_internal_note WHERE request_id = $1 ORDER BY created_at, id";

static GArray *
list_notes (KpReader *reader,
            const KpListFilter *filter,
            GCancellable *cancellable,
            GError **error)
{
  return list_of_subject (reader, LIST_NOTES, filter, cancellable, error);
}

/* Notes are shown as messages are. */
static const char FETCH_NOTE[] =
  "SELECT n.id, n.request_id, n.body ->> '$.author_id', n.body ->> '$.author_name', 'staff',"
  "       $2 IS NULL, 'note', n.body ->> '$.text', n.created_at, n.pending"
  "  FROM p_internal_note n"
  " WHERE n.id = $1";

/* Cells of a message, see KpMessage. */
enum
{
  CELL_AUTHOR_ID = 1,
  CELL_MINE = 4
};

/* The author is no column, so it is compared as the text that it is in the record. */
static void
complete_note (KpReader *reader,
               KpStatement *query,
               KpRow *row)
{
  g_autofree char *person = kp_id_dup_text (kp_reader_get_person (reader));

  kp_row_set_number (row, CELL_MINE, g_strcmp0 (row->cells[CELL_AUTHOR_ID].text, person) == 0);
}

static GPtrArray *
fetch_notes (KpReader *reader,
             const KpListFilter *filter,
             GArray *ids,
             GCancellable *cancellable,
             GError **error)
{
  return kp_reader_fetch (reader, FETCH_NOTE, "itttnttnn", ids, complete_note, cancellable, error);
}

const KpList KP_LIST_MESSAGES = {
  .list = list_messages,
  .fetch = fetch_messages,
  .own = KP_LIST_ENTITY (KP_ENTITY_MESSAGE),
};

const KpList KP_LIST_NOTES = {
  .list = list_notes,
  .fetch = fetch_notes,
  .own = KP_LIST_ENTITY (KP_ENTITY_INTERNAL_NOTE),
};
