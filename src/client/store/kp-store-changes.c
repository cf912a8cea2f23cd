/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The journal: what this person changed, how far it came and why it did not come further. And the
 * drafts, which lie beside it in the outbox. Both are small.
 */

#include "kp-store-lists.h"

#include "kp-names.h"
#include "kp-store-attachments-private.h"
#include "kp-store-outbox.h"

/* How many of the newest changes are looked at, and how long ended ones are shown. */
#define MAX_CHANGES 500
#define SHOWN_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* Cells of a change, see KpChange. */
enum
{
  CELL_KIND = 0,
  CELL_SUBJECT_ID,
  CELL_SUBJECT_TITLE,
  CELL_SUBJECT_NUMBER,
  CELL_SYNC,
  CELL_REASON,
  CELL_REASON_DETAIL,
  CELL_REASON_BY,
  CELL_REASON_AT,
  CELL_TEXT,
  CELL_CREATED_AT,
  CELL_FINISHED_AT,
  CELL_DRAFT_ID,
  N_CELLS
};

/* Read marks are kept in step by themselves; nobody wants to hear of them. */
static gboolean
is_shown (const KpOutboxItem *item,
          gint64 now)
{
  if (item->operation->kind == NULL || g_str_equal (item->operation->kind->name, "read.mark") ||
      item->state == KP_OUTBOX_CLOSED)
    return FALSE;

  return item->state != KP_OUTBOX_CONFIRMED || item->ended_at > now - SHOWN_MS;
}

/* What needs the person first, then what waits in the order of sending, then what ended. */
static void
add_group (GArray *ids,
           GPtrArray *items,
           int group,
           gint64 now)
{
  for (guint i = 0; i < items->len; i++)
    {
      /* The list is newest first; what waits is shown in the order in which it will be sent. */
      const KpOutboxItem *item = items->pdata[group == 1 ? items->len - 1 - i : i];
      int own = 1;

      if (item->state == KP_OUTBOX_NEEDS_YOU)
        own = 0;
      else if (item->state == KP_OUTBOX_CONFIRMED)
        own = 2;

      if (own == group && is_shown (item, now))
        g_array_append_vals (ids, &item->operation->id, 1);
    }
}

static GArray *
list_changes (KpReader *reader,
              const KpListFilter *filter,
              GCancellable *cancellable,
              GError **error)
{
  KpStore *store = kp_reader_get_store (reader);
  gint64 now = kp_environment_now (kp_store_get_environment (store));
  g_autoptr (GPtrArray) items = kp_store_list_changes (store, MAX_CHANGES, error);
  GArray *ids;

  if (items == NULL)
    return NULL;

  ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  for (int group = 0; group < 3; group++)
    add_group (ids, items, group, now);

  return ids;
}

/* What the office accepted leaves its queue, and has its title from there on as a work order. */
static const char REQUEST[] =
  "SELECT title, number FROM p_request WHERE id = $1"
  " UNION ALL SELECT title, number FROM p_work_order WHERE request_id = $1 LIMIT 1";
static const char WORK_ORDER[] = "SELECT title, number FROM p_work_order WHERE id = $1";

static void
read_subject (KpReader *reader,
              const KpOperation *operation,
              KpRow *row)
{
  const char *sql = operation->kind->subject == KP_ENTITY_WORK_ORDER ? WORK_ORDER : REQUEST;
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, NULL);
  const char *title = yyjson_get_str (yyjson_obj_get (operation->arguments, "title"));
  gboolean has_row = FALSE;

  kp_row_take_text (row, CELL_SUBJECT_ID, kp_id_dup_text (&operation->subject));
  if (query != NULL)
    {
      kp_statement_bind_id (query, 1, &operation->subject);
      if (!kp_statement_step (query, &has_row, NULL, NULL))
        has_row = FALSE;
    }

  kp_row_set_text (row, CELL_SUBJECT_TITLE, has_row ? kp_statement_get_text (query, 0) : title);
  if (has_row)
    kp_row_set_text (row, CELL_SUBJECT_NUMBER, kp_statement_get_text (query, 1));
}

/* Returns: (transfer full): the members of "need", or the values of "now", one per line */
static char *
describe_reason (yyjson_val *reply)
{
  g_autoptr (GString) text = g_string_new (NULL);
  yyjson_val *now = yyjson_obj_get (reply, "now");
  size_t index;
  size_t length;
  yyjson_val *key;
  yyjson_val *value;

  yyjson_arr_foreach (yyjson_obj_get (reply, "need"), index, length, value)
  {
    if (yyjson_is_str (value))
      g_string_append_printf (text, "%s%s", text->len > 0 ? "\n" : "", yyjson_get_str (value));
  }
  if (!yyjson_is_obj (now))
    return g_string_free_and_steal (g_steal_pointer (&text));

  yyjson_obj_foreach (now, index, length, key, value)
  {
    if (yyjson_is_str (value))
      g_string_append_printf (text, "%s%s=%s", text->len > 0 ? "\n" : "", yyjson_get_str (key),
                              yyjson_get_str (value));
  }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

/* Returns: (transfer full): which fault the file has, and its name, one per line */
static char *
describe_file (yyjson_val *reply)
{
  const char *name = yyjson_get_str (yyjson_obj_get (reply, "name"));

  return g_strdup_printf ("%" G_GINT64_FORMAT "\n%s",
                          yyjson_get_sint (yyjson_obj_get (reply, "fault")),
                          name != NULL ? name : "");
}

static void
read_reason (const KpOutboxItem *item,
             KpRow *row)
{
  yyjson_doc *doc = item->reply != NULL ? yyjson_read (item->reply, strlen (item->reply), 0) : NULL;
  yyjson_val *reply = yyjson_doc_get_root (doc);

  kp_row_set_text (row, CELL_REASON, item->result);
  kp_row_take_text (row, CELL_REASON_DETAIL,
                    g_strcmp0 (item->result, KP_RESULT_FILE) == 0 ? describe_file (reply)
                                                                  : describe_reason (reply));
  kp_row_set_text (row, CELL_REASON_BY, yyjson_get_str (yyjson_obj_get (reply, "by")));
  kp_row_set_number (row, CELL_REASON_AT, yyjson_get_sint (yyjson_obj_get (reply, "at")));
  yyjson_doc_free (doc);
}

static gint64
to_sync (KpOutboxState state)
{
  switch (state)
    {
    case KP_OUTBOX_QUEUED:
      return KP_PENDING_QUEUED;

    case KP_OUTBOX_SENT:
      return KP_PENDING_SENT;

    case KP_OUTBOX_NEEDS_YOU:
    case KP_OUTBOX_CLOSED:
      return KP_PENDING_NEEDS_YOU;

    case KP_OUTBOX_CONFIRMED:
      break;
    }

  return KP_PENDING_NONE;
}

static KpRow *
make_change (KpReader *reader,
             const KpOutboxItem *item)
{
  const KpOperation *operation = item->operation;
  const char *text = yyjson_get_str (yyjson_obj_get (operation->arguments, "text"));
  g_autoptr (KpDraftRow) draft = NULL;
  KpRow *row = kp_row_new (&operation->id, N_CELLS);

  if (text == NULL)
    text = yyjson_get_str (yyjson_obj_get (operation->arguments, "explanation"));

  kp_row_set_text (row, CELL_KIND, operation->kind->name);
  read_subject (reader, operation, row);
  kp_row_set_number (row, CELL_SYNC, to_sync (item->state));
  kp_row_set_text (row, CELL_TEXT, text);
  kp_row_set_number (row, CELL_CREATED_AT, item->queued_at);
  kp_row_set_number (row, CELL_FINISHED_AT, item->ended_at);
  if (item->state != KP_OUTBOX_NEEDS_YOU)
    return row;

  read_reason (item, row);
  /* A request that came back lies as a draft under the identity of the change. */
  draft = kp_store_draft_load (kp_reader_get_store (reader), &operation->id, NULL);
  if (draft != NULL)
    kp_row_take_text (row, CELL_DRAFT_ID, kp_id_dup_text (&draft->id));

  return row;
}

static GPtrArray *
fetch_changes (KpReader *reader,
               const KpListFilter *filter,
               GArray *ids,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (KpOutboxItem) item = kp_store_get_change (kp_reader_get_store (reader),
                                                           &g_array_index (ids, KpId, i), &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (item != NULL && item->operation->kind != NULL)
        g_ptr_array_add (rows, make_change (reader, item));
    }

  return g_steal_pointer (&rows);
}

const KpList KP_LIST_CHANGES = {
  .list = list_changes,
  .fetch = fetch_changes,
  .related = KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER),
  .outbox = TRUE,
};

static GArray *
list_drafts (KpReader *reader,
             const KpListFilter *filter,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) drafts = kp_store_draft_list (kp_reader_get_store (reader), error);
  GArray *ids;

  if (drafts == NULL)
    return NULL;

  ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  for (guint i = 0; i < drafts->len; i++)
    {
      const KpDraftRow *draft = drafts->pdata[i];

      if (g_str_equal (draft->kind, "request.submit"))
        g_array_append_val (ids, draft->id);
    }

  return ids;
}

static const char FLOW[] =
  "SELECT body -> '$.name', body ->> '$.icon' FROM p_request_flow WHERE id = $1";

/* Cells: flow-id, flow-name, flow-icon, title, org-id, org-name, saved-at, refused. */
static KpRow *
make_draft (KpReader *reader,
            const KpDraftRow *draft)
{
  KpRow *row = kp_row_new (&draft->id, 8);
  yyjson_doc *doc = yyjson_read (draft->body, strlen (draft->body), 0);
  yyjson_val *root = yyjson_doc_get_root (doc);
  const char *flow = yyjson_get_str (yyjson_obj_get (root, "flow"));
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), FLOW, NULL);
  gboolean has_row = FALSE;
  KpId id;

  kp_row_set_text (row, 0, flow);
  if (query != NULL && flow != NULL && kp_id_parse (flow, strlen (flow), &id))
    {
      kp_statement_bind_id (query, 1, &id);
      if (kp_statement_step (query, &has_row, NULL, NULL) && has_row)
        {
          const char *language = kp_reader_get_language (reader);

          kp_row_take_text (row, 1,
                            kp_names_pick_json (kp_statement_get_text (query, 0), language));
          kp_row_set_text (row, 2, kp_statement_get_text (query, 1));
        }
    }
  kp_row_set_text (row, 3, yyjson_get_str (yyjson_obj_get (root, "title")));
  kp_row_set_text (row, 4, yyjson_get_str (yyjson_obj_get (root, "org")));
  kp_row_set_text (row, 5, yyjson_get_str (yyjson_obj_get (root, "org_name")));
  kp_row_set_number (row, 6, draft->updated_at);
  kp_row_set_number (row, 7, yyjson_is_arr (yyjson_obj_get (root, "need")));
  yyjson_doc_free (doc);

  return row;
}

static GPtrArray *
fetch_drafts (KpReader *reader,
              const KpListFilter *filter,
              GArray *ids,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);

  for (guint i = 0; i < ids->len; i++)
    {
      g_autoptr (GError) local = NULL;
      g_autoptr (KpDraftRow) draft = kp_store_draft_load (kp_reader_get_store (reader),
                                                          &g_array_index (ids, KpId, i), &local);

      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return NULL;
        }
      if (draft != NULL)
        g_ptr_array_add (rows, make_draft (reader, draft));
    }

  return g_steal_pointer (&rows);
}

const KpList KP_LIST_DRAFTS = {
  .list = list_drafts,
  .fetch = fetch_drafts,
  .related = KP_LIST_ENTITY (KP_ENTITY_REQUEST_FLOW),
  .outbox = TRUE,
};
