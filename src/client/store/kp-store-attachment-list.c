/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of a request, with how far each has come: in both directions.
 */

#include "kp-store-lists.h"

#include "kp-store-attachments.h"

static const char LIST_ATTACHMENTS[] =
  "SELECT id FROM p_attachment WHERE request_id = $1 ORDER BY created_at, id";

static GArray *
list_attachments (KpReader *reader,
                  const KpListFilter *filter,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (KpStatement) query =
    kp_db_prepare (kp_reader_get_db (reader), LIST_ATTACHMENTS, error);

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, &filter->subject);

  return kp_reader_list_ids (query, cancellable, error);
}

/* Cells of an attachment, see KpAttachment. */
enum
{
  CELL_STATE = 10,
  CELL_FAULT
};

static const char FETCH_ATTACHMENT[] =
  "SELECT id, request_id, message_id, place, body ->> '$.name', body ->> '$.media_type',"
  "       body ->> '$.size', scan_state, body ->> '$.author_name',"
  "       body ->> '$.author_kind', created_at, 0, 0, sha256, pending, $2 IS NULL"
  "  FROM p_attachment"
  " WHERE id = $1";

/* What is here of the content: a file of one's own, or one that was fetched. */
static void
complete_attachment (KpReader *reader,
                     KpStatement *query,
                     KpRow *row)
{
  g_autoptr (KpFileRow) file = kp_store_file_load (kp_reader_get_store (reader), &row->id, NULL);

  if (file == NULL)
    return;

  /* One that was fetched is as much on this computer as one that was sent. */
  kp_row_set_number (row, CELL_STATE, file->state != KP_FILE_NONE ? file->state : KP_FILE_SENT);
  kp_row_set_number (row, CELL_FAULT, file->fault);
}

static GPtrArray *
fetch_attachments (KpReader *reader,
                   const KpListFilter *filter,
                   GArray *ids,
                   GCancellable *cancellable,
                   GError **error)
{
  return kp_reader_fetch (reader, FETCH_ATTACHMENT, "iitttntttnnntn", ids, complete_attachment,
                          cancellable, error);
}

const KpList KP_LIST_ATTACHMENTS = {
  .list = list_attachments,
  .fetch = fetch_attachments,
  .own = KP_LIST_ENTITY (KP_ENTITY_ATTACHMENT),
  .outbox = TRUE,
};
