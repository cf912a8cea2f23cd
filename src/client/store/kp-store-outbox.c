/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does and sees of the outbox. The engine's side of it is in kp-store-exchange.c.
 */

#include "kp-store-outbox.h"

#include "kp-error.h"
#include "kp-store-attachments-private.h"
#include "kp-store-pending.h"
#include "kp-store-private.h"
#include "kp-value.h"

#include <string.h>

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

void
kp_outbox_item_free (KpOutboxItem *self)
{
  g_clear_pointer (&self->operation, kp_operation_free);
  g_free (self->result);
  g_free (self->reply);
  g_free (self);
}

/* The fields whose old values the operation carries: the state of a transition, else what it sets.
 * A transition that leaves the state as it is (planning what is planned) sets fields as well, or
 * the second of two people would overwrite the first without either knowing.
 */
static void
add_was (const KpOperationKind *kind,
         yyjson_val *arguments,
         yyjson_val *subject,
         yyjson_mut_doc *was)
{
  yyjson_mut_val *root = yyjson_mut_doc_get_root (was);
  yyjson_val *state = yyjson_obj_get (subject, "state");

  if (kind->to != NULL)
    yyjson_mut_obj_add_val (was, root, "state", yyjson_val_mut_copy (was, state));
  if (kind->to != NULL && !yyjson_equals_str (state, kind->to))
    return;

  for (const KpEffect *effect = kind->effects; effect->field != NULL; effect++)
    {
      yyjson_val *old = yyjson_obj_get (subject, effect->field);

      if (effect->source != KP_SOURCE_ARGUMENT || yyjson_obj_get (arguments, effect->value) == NULL)
        continue;

      yyjson_mut_obj_add_val (was, root, effect->field,
                              old != NULL ? yyjson_val_mut_copy (was, old) : yyjson_mut_null (was));
    }
}

static yyjson_doc *
make_was (KpStore *self,
          const KpOperationKind *kind,
          yyjson_val *arguments,
          GError **error)
{
  g_autoptr (yyjson_mut_doc) was = yyjson_mut_doc_new (NULL);
  g_autoptr (yyjson_doc) subject = NULL;
  g_autoptr (GError) local_error = NULL;
  g_autofree char *body = NULL;
  yyjson_val *id_value = yyjson_obj_get (arguments, kind->subject_argument);
  KpId id;

  yyjson_mut_doc_set_root (was, yyjson_mut_obj (was));
  if (kind->use != KP_SUBJECT_CHANGES)
    return yyjson_mut_doc_imut_copy (was, NULL);

  if (!kp_id_parse (yyjson_get_str (id_value), yyjson_get_len (id_value), &id) ||
      !kp_store_dup_record (self, kind->subject, &id, &body, NULL, &local_error))
    {
      if (local_error != NULL)
        g_propagate_error (error, g_steal_pointer (&local_error));
      else
        g_set_error (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The subject of %s is not here",
                     kind->name);
      return NULL;
    }

  subject = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  add_was (kind, arguments, yyjson_doc_get_root (subject), was);

  return yyjson_mut_doc_imut_copy (was, NULL);
}

/* The lane of a subject: what was done to it, and what made it. One that ended more than 35 days
 * ago may be unknown to a restored server: it is not named.
 */
static const char SELECT_BEFORE[] =
  "SELECT id, no FROM operation"
  " WHERE subject_ent = $1 AND subject = $2 AND (offer = 1 OR ended_at > $3)"
  " UNION ALL "
  "SELECT id, no FROM operation"
  " WHERE added_ent = $1 AND added = $2 AND (offer = 1 OR ended_at > $3)"
  " ORDER BY no DESC LIMIT 1";

static gboolean
load_before (KpStore *self,
             const KpOperationKind *kind,
             yyjson_val *arguments,
             KpId *before,
             GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  yyjson_val *id_value = yyjson_obj_get (arguments, kind->subject_argument);
  gint64 server_now;
  gboolean has_row;
  KpId subject;

  *before = (KpId) { 0 };
  if (!kp_id_parse (yyjson_get_str (id_value), yyjson_get_len (id_value), &subject))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s names no subject", kind->name);
      return FALSE;
    }

  if (!kp_store_get_server_now (self, &server_now, error))
    return FALSE;
  select = kp_db_prepare (self->outbox, SELECT_BEFORE, error);
  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, kind->subject);
  kp_statement_bind_id (select, 2, &subject);
  kp_statement_bind_int64 (select, 3, server_now - KP_OUTBOX_KEEP_DAYS * DAY_MS);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (has_row)
    kp_statement_get_id (select, 0, before);

  return TRUE;
}

static const char INSERT_OPERATION[] = "INSERT INTO operation (id, kind, subject_ent, subject, "
                                       "added_ent, added, after, bytes, state, queued_at)"
                                       " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 1, $9)";

static gboolean
insert_operation (KpStore *self,
                  const KpOperation *operation,
                  GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (self->outbox, INSERT_OPERATION, error);
  g_autofree char *kind =
    g_strdup_printf ("%s@%d", operation->kind->name, operation->kind->version);
  gconstpointer bytes;
  gsize length;

  if (insert == NULL)
    return FALSE;

  bytes = g_bytes_get_data (operation->bytes, &length);
  kp_statement_bind_id (insert, 1, &operation->id);
  kp_statement_bind_text (insert, 2, kind);
  kp_statement_bind_int64 (insert, 3, operation->kind->subject);
  kp_statement_bind_id (insert, 4, &operation->subject);
  if (operation->kind->added != KP_ENTITY_NONE)
    {
      kp_statement_bind_int64 (insert, 5, operation->kind->added);
      kp_statement_bind_id (insert, 6, &operation->added);
    }
  kp_statement_bind_id (insert, 7, &operation->after);
  kp_statement_bind_blob (insert, 8, bytes, length);
  kp_statement_bind_int64 (insert, 9, operation->at);

  return kp_statement_run (insert, NULL, error);
}

static const char SELECT_DROPPED[] =
  "SELECT no, state, offer, left_here, result = '" KP_RESULT_FILE "' FROM operation WHERE id = $1";
static const char CLOSE[] = "UPDATE operation SET state = 5 WHERE no = $1";
/* Those that name it, those that name these, and so on. */
#define LANE                                       \
  "WITH RECURSIVE lane (no, id) AS"                \
  " (SELECT no, id FROM operation WHERE no = $1"   \
  "  UNION"                                        \
  "  SELECT o.no, o.id FROM lane JOIN operation o" \
  "      ON o.after = lane.id WHERE o.offer = 1)"
/* Files that a draft names are sent with that one. */
static const char UNBIND_LANE[] =
  LANE " UPDATE file SET operation = NULL, state = 1, fault = 0"
       "   WHERE operation IN (SELECT id FROM lane)";
static const char DELETE_LANE[] =
  LANE " DELETE FROM operation WHERE no IN (SELECT no FROM lane)";

/**
 * Dropped:
 *
 * What the person lets go of.
 */
typedef struct
{
  gint64 no;
  KpOutboxState state;
  gboolean offer;
  gboolean left_here;
  gboolean held; /* by a file, so it never reached the server, or the server did not keep it */
} Dropped;

static gboolean
load_dropped (KpStore *self,
              const KpId *id,
              Dropped *dropped,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->outbox, SELECT_DROPPED, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "There is no such change");
      return FALSE;
    }

  *dropped = (Dropped) {
    .no = kp_statement_get_int64 (select, 0),
    .state = kp_statement_get_int64 (select, 1),
    .offer = kp_statement_get_int64 (select, 2) != 0,
    .left_here = kp_statement_get_int64 (select, 3) != 0,
    .held = kp_statement_get_int64 (select, 4) != 0,
  };
  return TRUE;
}

/* Later ones of the lane name it, and their bytes are frozen: they go with it. */
static gboolean
delete_lane (KpStore *self,
             const Dropped *dropped,
             guint *n_dropped,
             GError **error)
{
  g_autoptr (KpStatement) unbind = kp_db_prepare (self->outbox, UNBIND_LANE, error);
  g_autoptr (KpStatement) delete =
    unbind != NULL ? kp_db_prepare (self->outbox, DELETE_LANE, error) : NULL;

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_int64 (unbind, 1, dropped->no);
  kp_statement_bind_int64 (delete, 1, dropped->no);
  return kp_statement_run (unbind, NULL, error) && kp_statement_run (delete, n_dropped, error);
}

static gboolean
close_refused (KpStore *self,
               const Dropped *dropped,
               GError **error)
{
  g_autoptr (KpStatement) close = kp_db_prepare (self->outbox, CLOSE, error);

  if (close == NULL)
    return FALSE;

  kp_statement_bind_int64 (close, 1, dropped->no);
  return kp_statement_run (close, NULL, error);
}

/* Within a transaction. */
static gboolean
drop (KpStore *self,
      const KpId *id,
      guint *n_dropped,
      GError **error)
{
  Dropped dropped;

  if (!load_dropped (self, id, &dropped, error))
    return FALSE;

  if (dropped.state == KP_OUTBOX_NEEDS_YOU && !dropped.held)
    return close_refused (self, &dropped, error);

  if (!dropped.held && (!dropped.offer || dropped.left_here))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "The server may have this change");
      return FALSE;
    }

  return delete_lane (self, &dropped, n_dropped, error);
}

/**
 * Former:
 *
 * What a new operation takes the place of.
 */
typedef struct
{
  const KpId *id;       /* (unowned): of a draft, of a refused change, or of both */
  gboolean was_refused; /* the refused change was there, and is let go of */
} Former;

/* Within the transaction of what takes its place: with two commits, the same thing could be meant
 * twice, and nobody could tell.
 */
static gboolean
let_go (KpStore *self,
        Former *former,
        GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KpOutboxItem) item = kp_store_get_change (self, former->id, &local);

  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  former->was_refused = item != NULL && item->state == KP_OUTBOX_NEEDS_YOU;

  return (!former->was_refused || drop (self, former->id, NULL, error)) &&
         kp_drafts_delete (self, former->id, NULL, error);
}

/* @former: (nullable)
 *
 * Returns: (transfer full): the operation, durable
 */
static KpOperation *
freeze (KpStore *self,
        const KpOperationKind *kind,
        yyjson_val *was,
        yyjson_val *arguments,
        Former *former,
        GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  g_autoptr (KpOperation) operation = NULL;
  KpId id = kp_id_make (self->environment);
  KpId before;
  gint64 at;

  if (!kp_store_get_claimed_time (self, &at, error))
    return NULL;

  transaction = kp_db_begin (self->outbox, error);
  if (transaction == NULL || !load_before (self, kind, arguments, &before, error))
    return NULL;

  operation = kp_operation_new (kind, &id, kp_id_is_zero (&before) ? NULL : &before, at, was,
                                arguments, error);
  if (operation == NULL ||
      !insert_operation (self, operation, error) ||
      !kp_files_bind (self, operation, error) ||
      (former != NULL && !let_go (self, former, error)) ||
      !kp_transaction_commit (g_steal_pointer (&transaction), error))
    return NULL;

  return g_steal_pointer (&operation);
}

/* Whether the operation carries old values. */
static gboolean
has_was (const KpOperationKind *kind)
{
  for (const KpEffect *effect = kind->effects; effect->field != NULL; effect++)
    {
      if (effect->source == KP_SOURCE_ARGUMENT)
        return TRUE;
    }

  return kind->to != NULL;
}

/* Whether something hidden made the subject, or may have changed the old values that are taken. */
static gboolean
depends_on_hidden (KpStore *self,
                   const KpOperationKind *kind,
                   yyjson_val *arguments)
{
  yyjson_val *id_value = yyjson_obj_get (arguments, kind->subject_argument);
  KpId id;

  if (!kp_id_parse (yyjson_get_str (id_value), yyjson_get_len (id_value), &id))
    return FALSE;

  for (guint i = 0; i < self->hidden->len; i++)
    {
      const KpOperation *hidden = g_ptr_array_index (self->hidden, i);

      if (kp_id_equal (&hidden->added, &id) ||
          (kp_id_equal (&hidden->subject, &id) &&
           (has_was (kind) || hidden->kind->use != KP_SUBJECT_CHANGES)))
        return TRUE;
    }

  return FALSE;
}

/* Queued is queued: a projection that fails follows later, and damage is met again by its readers.
 */
static void
show_hidden (KpStore *self)
{
  g_autoptr (KpChangeSet) changes = NULL;
  g_autoptr (GError) error = NULL;

  if (self->hidden->len == 0)
    return;

  changes = kp_change_set_new ();
  if (!kp_pending_project_last (self, self->hidden, changes, &error))
    kp_store_report_damage (self, error);
  g_ptr_array_set_size (self->hidden, 0);
  changes->outbox = TRUE;
  kp_store_emit (self, changes);
}

/* Shows again what depends on an operation that is gone; damage is met again by its readers. */
static void
show_again (KpStore *self)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (GError) error = NULL;

  if (!kp_pending_project_again (self, changes, &error))
    kp_store_report_damage (self, error);
  changes->outbox = TRUE;
  kp_store_emit (self, changes);
}

static gboolean
queue (KpStore *self,
       const KpOperationKind *kind,
       yyjson_val *was,
       yyjson_val *arguments,
       Former *former,
       KpId *id,
       GError **error)
{
  g_autoptr (KpOperation) operation = NULL;
  g_autoptr (yyjson_doc) made = NULL;

  if (kind->online_only)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s is never queued", kind->name);
      return FALSE;
    }

  if (depends_on_hidden (self, kind, arguments))
    show_hidden (self);
  if (was == NULL && (made = make_was (self, kind, arguments, error)) == NULL)
    return FALSE;
  operation = freeze (self, kind, was != NULL ? was : yyjson_doc_get_root (made), arguments, former,
                      error);
  if (operation == NULL)
    return FALSE;

  if (id != NULL)
    *id = operation->id;

  g_ptr_array_add (self->hidden, g_steal_pointer (&operation));
  return TRUE;
}

gboolean
kp_store_queue (KpStore *self,
                const KpOperationKind *kind,
                yyjson_val *was,
                yyjson_val *arguments,
                KpId *id,
                GError **error)
{
  g_return_val_if_fail (self != NULL && kind != NULL && arguments != NULL, FALSE);

  if (!queue (self, kind, was, arguments, NULL, id, error))
    return FALSE;

  if (!self->in_burst)
    show_hidden (self);
  return TRUE;
}

gboolean
kp_store_queue_instead (KpStore *self,
                        const KpId *former,
                        const KpOperationKind *kind,
                        yyjson_val *was,
                        yyjson_val *arguments,
                        GError **error)
{
  Former place = { .id = former };

  g_return_val_if_fail (self != NULL && former != NULL, FALSE);
  g_return_val_if_fail (kind != NULL && arguments != NULL, FALSE);

  if (!queue (self, kind, was, arguments, &place, NULL, error))
    return FALSE;

  show_hidden (self);
  if (place.was_refused)
    show_again (self);
  return TRUE;
}

void
kp_store_begin_burst (KpStore *self)
{
  g_return_if_fail (self != NULL);

  self->in_burst = TRUE;
}

void
kp_store_end_burst (KpStore *self)
{
  g_return_if_fail (self != NULL);

  self->in_burst = FALSE;
  show_hidden (self);
}

#define ITEM_COLUMNS "bytes, state, result, reply, queued_at, ended_at, retry_at, again"

static const char LIST_OPERATIONS[] =
  "SELECT " ITEM_COLUMNS " FROM operation ORDER BY no DESC LIMIT $1";
static const char SELECT_OPERATION[] = "SELECT " ITEM_COLUMNS " FROM operation WHERE id = $1";

/* Returns: (transfer full) (nullable): %NULL if only a later version understands the operation */
static KpOutboxItem *
read_item (KpStatement *row)
{
  g_autoptr (GBytes) bytes = NULL;
  gconstpointer data;
  KpOperation *operation;
  KpOutboxItem *item;
  gsize length;

  data = kp_statement_get_blob (row, 0, &length);
  bytes = g_bytes_new (data, length);
  operation = kp_operation_parse (bytes, NULL);
  if (operation == NULL)
    return NULL;

  item = g_new (KpOutboxItem, 1);
  *item = (KpOutboxItem) {
    .operation = operation,
    .state = kp_statement_get_int64 (row, 1),
    .result = g_strdup (kp_statement_get_text (row, 2)),
    .reply = g_strdup (kp_statement_get_text (row, 3)),
    .queued_at = kp_statement_get_int64 (row, 4),
    .ended_at = kp_statement_get_int64 (row, 5),
    .retry_at = kp_statement_get_int64 (row, 6),
    .again = kp_statement_get_int64 (row, 7) != 0,
  };

  return item;
}

GPtrArray *
kp_store_list_changes (KpStore *self,
                       guint limit,
                       GError **error)
{
  g_autoptr (GPtrArray) items =
    g_ptr_array_new_with_free_func ((GDestroyNotify) kp_outbox_item_free);
  g_autoptr (KpStatement) list = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  list = kp_db_prepare (self->outbox, LIST_OPERATIONS, error);
  if (list == NULL)
    return NULL;

  kp_statement_bind_int64 (list, 1, limit != 0 ? (gint64) limit : -1);
  for (;;)
    {
      KpOutboxItem *item;
      gboolean has_row;

      if (!kp_statement_step (list, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&items);

      item = read_item (list);
      if (item != NULL)
        g_ptr_array_add (items, item);
    }
}

KpOutboxItem *
kp_store_get_change (KpStore *self,
                     const KpId *id,
                     GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  select = kp_db_prepare (self->outbox, SELECT_OPERATION, error);
  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error) || !has_row)
    return NULL;

  return read_item (select);
}

gboolean
kp_store_drop_change (KpStore *self,
                      const KpId *id,
                      guint *n_dropped,
                      GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  guint n = 1;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  transaction = kp_db_begin (self->outbox, error);
  if (transaction == NULL ||
      !drop (self, id, &n, error) ||
      !kp_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;

  if (n_dropped != NULL)
    *n_dropped = n;
  show_again (self);
  return TRUE;
}

/* Read marks are no changes in the eyes of the person, who finds none in the journal either. */
static const char COUNT_CHANGES[] =
  "SELECT (SELECT count(*) FROM operation WHERE offer = 1 AND kind NOT LIKE 'read.mark@%'"
  "    AND result IS NOT '" KP_RESULT_FILE "'),"
  "       (SELECT count(*) FROM operation WHERE state = 4)";

gboolean
kp_store_count_changes (KpStore *self,
                        guint *n_waiting,
                        guint *n_needs_you,
                        GError **error)
{
  g_autoptr (KpStatement) count = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL && n_waiting != NULL && n_needs_you != NULL, FALSE);

  count = kp_db_prepare (self->outbox, COUNT_CHANGES, error);
  if (count == NULL || !kp_statement_step (count, &has_row, NULL, error))
    return FALSE;

  *n_waiting = kp_statement_get_int64 (count, 0);
  *n_needs_you = kp_statement_get_int64 (count, 1);
  return TRUE;
}
