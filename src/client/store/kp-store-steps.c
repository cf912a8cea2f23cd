/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The steps of a request: received, asked about, decided on, then those of its work order, each by
 * the name that the portal gives it. They are told from the two records, and from the messages that
 * ask, answer, or say why a work order stopped, was cancelled or reopened.
 */

#include "kp-store-lists.h"

#include "kp-value.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* Cells of a step, see KpStep. */
enum
{
  CELL_STATE = 0,
  CELL_NAME,
  CELL_AT,
  CELL_BY,
  CELL_TEXT,
  CELL_PLANNED_ON,
  CELL_ENGINEER,
  CELL_PHASE,
  N_CELLS
};

/**
 * Telling:
 *
 * The steps of one request while they are collected.
 */
typedef struct
{
  KpReader *reader;
  const KpId *request;
  const char *portal; /* (nullable) */
  GPtrArray *rows;    /* (element-type KpRow) */
  gboolean waits;     /* the last answer is not with the office yet */
} Telling;

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

static const char *
get_text (yyjson_val *record,
          const char *field)
{
  return yyjson_get_str (yyjson_obj_get (record, field));
}

static gint64
get_time (yyjson_val *record,
          const char *field)
{
  return yyjson_get_sint (yyjson_obj_get (record, field));
}

/* Returns: (transfer none): a step that is over, to be completed */
static KpRow *
add (Telling *self,
     const char *state,
     gint64 at,
     const char *by)
{
  KpRow *row = kp_row_new (self->request, N_CELLS);

  kp_row_set_text (row, CELL_STATE, state);
  kp_row_set_text (row, CELL_NAME,
                   kp_reader_name_state (self->reader, self->portal, state, NULL));
  kp_row_set_number (row, CELL_AT, at);
  kp_row_set_text (row, CELL_BY, by);
  kp_row_set_text (row, CELL_PHASE, "done");
  g_ptr_array_add (self->rows, row);

  return row;
}

static void
add_plan (KpRow *row,
          yyjson_val *order)
{
  kp_row_set_text (row, CELL_PLANNED_ON, get_text (order, "planned_on"));
  kp_row_set_text (row, CELL_ENGINEER, get_text (order, "engineer"));
}

static gboolean
is_end (const char *state)
{
  static const char *const ENDS[] = { "declined", "cancelled", NULL };

  return g_strv_contains (ENDS, state);
}

/* Adds where @record is now. */
static KpRow *
add_present (Telling *self,
             yyjson_val *record,
             const char *state)
{
  gint64 at = get_time (record, "state_at");
  KpRow *row = add (self, state, at != 0 ? at : get_time (record, "updated_at"),
                    get_text (record, "state_by"));

  kp_row_set_text (row, CELL_PHASE, is_end (state) ? "failed" : "now");

  return row;
}

static const char SELECT_REASONS[] =
  "SELECT m.kind, m.created_at, m.body ->> '$.author_name', m.body ->> '$.text'"
  "  FROM p_message m"
  " WHERE m.request_id = $1 AND m.kind IN ('blocked', 'cancelled', 'reopened')"
  " ORDER BY m.created_at, m.id";

/* @present, @until: the present step, which is told by itself. Two steps can be of one
 * millisecond. */
static gboolean
add_reasons (Telling *self,
             const char *present,
             gint64 until,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_reader_get_db (self->reader), SELECT_REASONS, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, self->request);
  for (;;)
    {
      const char *kind;
      gboolean has_row;
      gboolean reopened;
      KpRow *row;

      if (!kp_statement_step (select, &has_row, cancellable, error))
        return FALSE;
      if (!has_row || self->rows->len > 200)
        return TRUE;

      kind = kp_statement_get_text (select, 0);
      reopened = g_str_equal (kind, "reopened");
      if (reopened)
        kind = "in_progress";
      if (kp_statement_get_int64 (select, 1) == until && g_str_equal (kind, present))
        continue;

      row = add (self, kind, kp_statement_get_int64 (select, 1), kp_statement_get_text (select, 2));
      kp_row_set_text (row, CELL_TEXT, kp_statement_get_text (select, 3));
      if (reopened)
        kp_row_set_text (row, CELL_NAME, _ ("Reopened"));
    }
}

static int
compare_times (gconstpointer a,
               gconstpointer b,
               gpointer user_data)
{
  gint64 first = (*(const KpRow *const *) a)->cells[CELL_AT].number;
  gint64 second = (*(const KpRow *const *) b)->cells[CELL_AT].number;

  return (first > second) - (first < second);
}

/* The present step is told with who and why, so what happened at that moment is not told twice. */
static void
add_past (Telling *self,
          yyjson_val *order,
          const char *field,
          const char *state,
          gint64 until)
{
  gint64 at = get_time (order, field);
  KpRow *row;

  if (at == 0 || at > until ||
      (at == until && g_strcmp0 (state, get_text (order, "state")) == 0))
    return;

  row = add (self, state, at, NULL);
  if (g_str_equal (state, "planned"))
    add_plan (row, order);
}

static gboolean
add_work_order (Telling *self,
                yyjson_val *order,
                GCancellable *cancellable,
                GError **error)
{
  const char *state = get_text (order, "state");
  gint64 until = get_time (order, "state_at");
  guint begin = self->rows->len;
  KpRow *present;

  if (state == NULL)
    return TRUE;
  if (until == 0)
    until = get_time (order, "updated_at");

  if (!g_str_equal (state, "new"))
    add (self, "new", get_time (order, "created_at"), NULL);
  add_past (self, order, "planned_at", "planned", until);
  add_past (self, order, "started_at", "in_progress", until);
  add_past (self, order, "done_at", "done", until);
  if (!add_reasons (self, state, until, cancellable, error))
    return FALSE;
  g_sort_array (self->rows->pdata + begin, self->rows->len - begin, sizeof (gpointer),
                compare_times, NULL);

  present = add_present (self, order, state);
  kp_row_set_text (present, CELL_TEXT, get_text (order, "reason"));
  if (g_str_equal (state, "planned") || g_str_equal (state, "new"))
    add_plan (present, order);

  return TRUE;
}

static const char SELECT_QUESTIONS[] =
  "SELECT m.kind, m.created_at, m.body ->> '$.author_name', m.pending"
  "  FROM p_message m"
  " WHERE m.request_id = $1 AND m.kind IN ('question', 'answer')"
  " ORDER BY m.created_at, m.id";

/* An answer brings a request back to where it began, but it does not begin again: what happened is
 * told instead. */
static gboolean
add_questions (Telling *self,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_reader_get_db (self->reader), SELECT_QUESTIONS, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, self->request);
  for (;;)
    {
      gboolean has_row;
      gboolean answer;
      KpRow *row;

      if (!kp_statement_step (select, &has_row, cancellable, error))
        return FALSE;
      if (!has_row || self->rows->len > 200)
        return TRUE;

      answer = g_str_equal (kp_statement_get_text (select, 0), "answer");
      row = add (self, answer ? "submitted" : "needs_information",
                 kp_statement_get_int64 (select, 1), kp_statement_get_text (select, 2));
      kp_row_set_text (row, CELL_NAME, answer ? _ ("Answered") : _ ("Question from the office"));
      self->waits = answer && kp_statement_get_int64 (select, 3) != KP_PENDING_NONE;
    }
}

/* Adds where a request without work order is now, which the last question or answer may tell. */
static void
add_decision (Telling *self,
              yyjson_val *request,
              const char *state)
{
  KpRow *last = self->rows->pdata[self->rows->len - 1];

  if (g_str_equal (state, "submitted"))
    {
      if (self->rows->len > 1)
        kp_row_set_text (last, CELL_NAME,
                         self->waits ? _ ("Answered, not sent yet")
                                     : _ ("Answered, with the office again"));
      kp_row_set_text (last, CELL_PHASE, "now");
      return;
    }

  if (g_str_equal (state, "needs_information") && self->rows->len > 1 &&
      g_strcmp0 (last->cells[CELL_STATE].text, state) == 0)
    g_ptr_array_set_size (self->rows, (int) self->rows->len - 1);
  kp_row_set_text (add_present (self, request, state), CELL_TEXT,
                   get_text (request, "decline_text"));
}

static KpRow *
add_begin (Telling *self,
           yyjson_val *request)
{
  const char *entered = get_text (request, "entered_by");
  KpRow *row = add (self, "submitted", get_time (request, "created_at"),
                    entered != NULL ? entered : get_text (request, "requester_name"));

  /* The office gives the number. */
  if (get_text (request, "number") == NULL)
    kp_row_set_text (row, CELL_NAME, _ ("Not sent yet"));

  return row;
}

static gboolean
tell (Telling *self,
      yyjson_val *request,
      yyjson_val *order,
      GCancellable *cancellable,
      GError **error)
{
  const char *state = get_text (request, "state");
  gint64 created_at = get_time (request, "created_at");

  if (state == NULL)
    return TRUE;

  if (g_str_equal (state, "submitted") && get_time (request, "state_at") <= created_at)
    {
      kp_row_set_text (add_begin (self, request), CELL_PHASE, "now");
      return TRUE;
    }

  add_begin (self, request);
  if (!add_questions (self, cancellable, error))
    return FALSE;
  if (order != NULL)
    return add_work_order (self, order, cancellable, error);

  add_decision (self, request, state);

  return TRUE;
}

/* A step has no identity of its own. It gets one from its place and all that it says: one that says
 * something else is another one to whoever shows the list.
 */
static void
identify (GPtrArray *rows)
{
  for (guint i = 0; i < rows->len; i++)
    {
      KpRow *row = rows->pdata[i];
      guint32 hash = g_int64_hash (&row->cells[CELL_AT].number);

      for (guint k = 0; k < N_CELLS; k++)
        hash = 31 * hash + (row->cells[k].text != NULL ? g_str_hash (row->cells[k].text) : k);

      row->id.bytes[10] ^= (guint8) (i >> 8);
      row->id.bytes[11] ^= (guint8) i;
      for (guint k = 0; k < sizeof hash; k++)
        row->id.bytes[12 + k] ^= (guint8) (hash >> (8 * k));
    }
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
  g_autoptr (yyjson_doc) request =
    load_record (reader, KP_ENTITY_REQUEST, &filter->subject, &local);
  g_autoptr (yyjson_doc) order = NULL;
  yyjson_val *root = yyjson_doc_get_root (request);
  yyjson_val *order_id = yyjson_obj_get (root, "work_order_id");
  Telling telling = {
    .reader = reader,
    .request = &filter->subject,
    .portal = get_text (root, "portal_id"),
    .rows = rows,
  };
  KpId id;

  if (kp_id_parse (yyjson_get_str (order_id), yyjson_get_len (order_id), &id))
    order = load_record (reader, KP_ENTITY_WORK_ORDER, &id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  if (request != NULL &&
      !tell (&telling, root, yyjson_doc_get_root (order), cancellable, error))
    return NULL;

  identify (rows);

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

const KpList KP_LIST_STEPS = {
  .list = list,
  .fetch = fetch,
  .related = KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER) |
             KP_LIST_ENTITY (KP_ENTITY_MESSAGE) | KP_LIST_ENTITY (KP_ENTITY_PORTAL),
};
