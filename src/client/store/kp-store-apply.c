/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The application of one reply. Overwrites, compares nothing, and works row by row: what a line
 * costs does not depend on how much is held. Statements that run for every record are held
 * throughout.
 */

#include "kp-error.h"
#include "kp-store-apply-private.h"

#include <string.h>

#define GEN_ENDED (-1)

static const char SELECT_STREAMS[] =
  "SELECT number, name, state, head, low, gen, swept FROM stream";
static const char FIND_RAW[] = "SELECT key FROM raw WHERE ent = $1 AND id = $2";
static const char INSERT_RAW[] =
  "INSERT OR IGNORE INTO raw (ent, id, at, body) VALUES ($1, $2, $3, $4)";
static const char UPDATE_RAW[] = "UPDATE raw SET at = $2, body = $3 WHERE key = $1";
static const char PUT_MEMBERSHIP[] =
  "INSERT INTO membership (stream, key, gen) VALUES ($1, $2, $3)"
  " ON CONFLICT (stream, key) DO UPDATE SET gen = excluded.gen";

static gboolean
load_streams (KpApply *self,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->store->cache, SELECT_STREAMS, error);

  if (select == NULL)
    return FALSE;

  for (;;)
    {
      KpApplyStream *stream;
      gboolean has_row;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      stream = g_new (KpApplyStream, 1);
      *stream = (KpApplyStream) {
        .number = kp_statement_get_int64 (select, 0),
        .cursor.state = kp_statement_get_int64 (select, 2),
        .cursor.head = kp_statement_get_int64 (select, 3),
        .cursor.low = kp_statement_get_int64 (select, 4),
        .gen = kp_statement_get_int64 (select, 5),
        .swept = kp_statement_get_int64 (select, 6),
      };
      g_hash_table_insert (self->streams, g_strdup (kp_statement_get_text (select, 1)), stream);
    }
}

static gboolean
hold_statements (KpApply *self,
                 GError **error)
{
  KpDb *db = self->store->cache;

  return (self->find_raw = kp_db_prepare (db, FIND_RAW, error)) != NULL &&
         (self->insert_raw = kp_db_prepare (db, INSERT_RAW, error)) != NULL &&
         (self->update_raw = kp_db_prepare (db, UPDATE_RAW, error)) != NULL &&
         (self->put_membership = kp_db_prepare (db, PUT_MEMBERSHIP, error)) != NULL;
}

static void
add_touched (KpApply *self,
             GHashTable *touched)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, touched);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    kp_pending_records_add (self->records, ((KpChanged *) record)->entity,
                            &((KpChanged *) record)->id);
}

KpApply *
kp_apply_new (KpStore *store,
              GHashTable *touched,
              GError **error)
{
  g_autoptr (KpApply) self = g_new0 (KpApply, 1);

  self->store = store;
  self->records = kp_pending_records_new ();
  self->streams = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->kinds = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->loose = g_array_new (FALSE, FALSE, sizeof (gint64));
  self->news = g_array_new (FALSE, FALSE, sizeof (KpNews));
  self->changes = kp_change_set_new ();
  self->projector = kp_projector_new (store->texts, store->cache);

  /* First the lock, then the look: see kp-store-pending.h. */
  self->transaction = kp_db_begin (store->cache, error);
  if (self->transaction == NULL ||
      !kp_replica_load_state (store->cache, &self->before, error) ||
      !load_streams (self, error) ||
      !hold_statements (self, error))
    return NULL;

  self->round = self->before.round;
  self->pending = kp_pending_set_load (store, self->round, error);
  if (self->pending == NULL)
    return NULL;
  if (touched != NULL)
    add_touched (self, touched);

  return g_steal_pointer (&self);
}

static void
release_statements (KpApply *self)
{
  g_clear_pointer (&self->find_raw, kp_statement_release);
  g_clear_pointer (&self->insert_raw, kp_statement_release);
  g_clear_pointer (&self->update_raw, kp_statement_release);
  g_clear_pointer (&self->put_membership, kp_statement_release);
}

void
kp_apply_free (KpApply *self)
{
  release_statements (self);
  g_clear_pointer (&self->projector, kp_projector_free);
  g_clear_pointer (&self->transaction, kp_transaction_abandon);
  g_clear_pointer (&self->pending, kp_pending_set_free);
  g_hash_table_unref (self->records);
  g_hash_table_unref (self->streams);
  g_hash_table_unref (self->kinds);
  g_array_unref (self->loose);
  g_clear_pointer (&self->news, g_array_unref);
  kp_change_set_free (self->changes);
  g_free (self);
}

void
kp_apply_seen (KpApply *self,
               const KpSeen *seen)
{
  self->seen = *seen;
}

static const char RESET_STREAMS[] = "UPDATE stream SET state = 0, head = 0, low = 0";
static const char RESET_REPLICA[] =
  "UPDATE replica SET acc = '', round = 0, whole = 0, epoch = epoch + 1 WHERE one = 1";

gboolean
kp_apply_reset (KpApply *self,
                const KpSeen *seen,
                GError **error)
{
  self->seen = *seen;
  self->is_reset = TRUE;
  self->round = 0;

  return kp_store_run (self->store->cache, RESET_STREAMS, error) &&
         kp_store_run (self->store->cache, RESET_REPLICA, error);
}

static const char SET_ALLOWED[] = "UPDATE replica SET acc = $1, allowed = $2 WHERE one = 1";

gboolean
kp_apply_allowed (KpApply *self,
                  const char *acc,
                  yyjson_val *streams,
                  GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->cache, SET_ALLOWED, error);
  g_autofree char *text = yyjson_val_write (streams, YYJSON_WRITE_NOFLAG, NULL);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_text (set, 1, acc);
  kp_statement_bind_text (set, 2, text != NULL ? text : "[]");
  if (!kp_statement_run (set, NULL, error))
    return FALSE;

  /* Whether a record of one's own is shown before the server has it depends on the streams allowed.
   */
  g_clear_pointer (&self->pending, kp_pending_set_free);
  self->pending = kp_pending_set_load (self->store, self->before.round, error);
  if (self->pending == NULL)
    return FALSE;

  kp_pending_set_collect_created (self->pending, self->records);
  return TRUE;
}

static gboolean
enter_stream (KpApply *self,
              const char *name,
              GError **error)
{
  self->stream = g_hash_table_lookup (self->streams, name);
  if (self->stream != NULL)
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s was not asked for", name);
  return FALSE;
}

gboolean
kp_apply_delta (KpApply *self,
                const char *stream,
                gint64 to,
                GError **error)
{
  if (!enter_stream (self, stream, error))
    return FALSE;

  self->is_delta = TRUE;
  self->stream->cursor = (KpCursor) { .state = KP_CURSOR_COMPLETE, .head = to };
  return kp_apply_save_stream (self, self->stream, error);
}

gboolean
kp_apply_load (KpApply *self,
               const char *stream,
               gint64 h0,
               gint64 low,
               gboolean is_new,
               GError **error)
{
  if (!enter_stream (self, stream, error))
    return FALSE;

  self->is_delta = FALSE;
  if (is_new)
    self->stream->gen++;
  self->stream->cursor = (KpCursor) {
    .state = low != 0 ? KP_CURSOR_LOADING : KP_CURSOR_COMPLETE,
    .head = h0,
    .low = low,
  };
  return kp_apply_save_stream (self, self->stream, error);
}

static const char SELECT_KIND[] = "SELECT ent FROM kind WHERE name = $1";
static const char INSERT_KIND[] =
  "INSERT INTO kind (ent, name) SELECT max (coalesce (max (ent), 0) + 1, $2), $1 FROM kind";

/* Returns: the number of a kind that this version does not know; 0 on failure */
static gint64
number_kind (KpApply *self,
             const char *name,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->store->cache, SELECT_KIND, error);
  g_autoptr (KpStatement) insert = kp_db_prepare (self->store->cache, INSERT_KIND, error);
  gboolean has_row;

  if (select == NULL || insert == NULL)
    return 0;

  kp_statement_bind_text (select, 1, name);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return 0;
  if (has_row)
    return kp_statement_get_int64 (select, 0);

  kp_statement_bind_text (insert, 1, name);
  kp_statement_bind_int64 (insert, 2, KP_APPLY_FIRST_UNKNOWN_KIND);
  if (!kp_statement_run (insert, NULL, error))
    return 0;

  kp_statement_reset (select);
  kp_statement_bind_text (select, 1, name);
  if (!kp_statement_step (select, &has_row, NULL, error) || !has_row)
    return 0;

  return kp_statement_get_int64 (select, 0);
}

static gint64
find_entity (KpApply *self,
             const char *name,
             GError **error)
{
  const KpEntity *entity = kp_entity_find (name, strlen (name));
  gint64 number;

  if (entity != NULL)
    return entity->type;

  number = GPOINTER_TO_SIZE (g_hash_table_lookup (self->kinds, name));
  if (number != 0)
    return number;

  number = number_kind (self, name, error);
  if (number != 0)
    g_hash_table_insert (self->kinds, g_strdup (name), GSIZE_TO_POINTER (number));
  return number;
}

/* @key: (out): 0 = no such raw row */
static gboolean
find_raw (KpApply *self,
          gint64 entity,
          const KpId *id,
          gint64 *key,
          GError **error)
{
  gboolean has_row;

  kp_statement_bind_int64 (self->find_raw, 1, entity);
  kp_statement_bind_id (self->find_raw, 2, id);
  if (!kp_statement_step (self->find_raw, &has_row, NULL, error))
    return FALSE;

  *key = has_row ? kp_statement_get_int64 (self->find_raw, 0) : 0;
  kp_statement_reset (self->find_raw);
  return TRUE;
}

/* @key: (out): of the row. @is_new: (out): whether it was not here before */
static gboolean
put_raw (KpApply *self,
         gint64 entity,
         const KpLine *line,
         gint64 *key,
         gboolean *is_new,
         GError **error)
{
  gint64 at = kp_replica_at (self->seen.number, self->before.epoch);
  guint n_inserted;
  gboolean done;

  /* While loading nearly all is new: looking first would be in vain. */
  kp_statement_bind_int64 (self->insert_raw, 1, entity);
  kp_statement_bind_id (self->insert_raw, 2, &line->id);
  kp_statement_bind_int64 (self->insert_raw, 3, at);
  kp_statement_bind_text_borrowed (self->insert_raw, 4, line->body, line->body_length);
  done = kp_statement_run (self->insert_raw, &n_inserted, error);
  kp_statement_reset (self->insert_raw);
  if (!done)
    return FALSE;

  *is_new = n_inserted == 1;
  if (*is_new)
    {
      *key = kp_db_get_last_insert_rowid (self->store->cache);
      return TRUE;
    }

  if (!find_raw (self, entity, &line->id, key, error))
    return FALSE;

  kp_statement_bind_int64 (self->update_raw, 1, *key);
  kp_statement_bind_int64 (self->update_raw, 2, at);
  kp_statement_bind_text_borrowed (self->update_raw, 3, line->body, line->body_length);
  done = kp_statement_run (self->update_raw, NULL, error);
  kp_statement_reset (self->update_raw);

  return done;
}

static gboolean
put_membership (KpApply *self,
                gint64 key,
                gint64 gen,
                GError **error)
{
  gboolean done;

  kp_statement_bind_int64 (self->put_membership, 1, self->stream->number);
  kp_statement_bind_int64 (self->put_membership, 2, key);
  kp_statement_bind_int64 (self->put_membership, 3, gen);
  done = kp_statement_run (self->put_membership, NULL, error);
  kp_statement_reset (self->put_membership);

  return done;
}

static gboolean
check_line (KpApply *self,
            const KpLine *line,
            GError **error)
{
  if (self->stream != NULL && !kp_id_is_zero (&line->id))
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "A record outside of a stream");
  return FALSE;
}

static gboolean
project_record (KpApply *self,
                const KpProjected *row,
                GError **error)
{
  if (self->is_delta && self->before.whole && !self->is_reset &&
      !kp_news_collect (self->store, self->projector, row, self->news, error))
    return FALSE;

  kp_apply_note_fact (self, row->entity);
  kp_change_set_add (self->changes, row->entity, &row->id);
  if (kp_pending_set_touches (self->pending, row->entity, &row->id))
    {
      kp_pending_records_add (self->records, row->entity, &row->id);
      return TRUE;
    }

  return kp_projector_put (self->projector, row, error);
}

/* Another mention of a record, which came before. */
static gboolean
apply_mention (KpApply *self,
               gint64 entity,
               const KpLine *line,
               GError **error)
{
  gint64 key;

  if (!find_raw (self, entity, &line->id, &key, error))
    return FALSE;

  if (key == 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "A %s is mentioned that is not here",
                   line->entity);
      return FALSE;
    }

  return put_membership (self, key, self->stream->gen, error);
}

gboolean
kp_apply_record (KpApply *self,
                 const KpLine *line,
                 GError **error)
{
  KpProjected row = {
    .id = line->id,
    .body = line->body,
    .length = line->body_length,
    .value = line->value,
  };
  gint64 entity;

  if (!check_line (self, line, error))
    return FALSE;

  entity = find_entity (self, line->entity, error);
  if (entity == 0)
    return FALSE;
  if (line->body == NULL)
    return apply_mention (self, entity, line, error);

  if (!put_raw (self, entity, line, &row.key, &row.is_new, error) ||
      !put_membership (self, row.key, self->stream->gen, error))
    return FALSE;
  if (entity >= KP_APPLY_FIRST_UNKNOWN_KIND)
    return TRUE;

  row.entity = entity;
  return project_record (self, &row, error);
}

static const char END_MEMBERSHIP[] =
  "UPDATE membership SET gen = $3 WHERE stream = $1 AND key = $2";

gboolean
kp_apply_record_gone (KpApply *self,
                      const KpLine *line,
                      GError **error)
{
  g_autoptr (KpStatement) end = NULL;
  gint64 entity;
  gint64 key;

  if (!check_line (self, line, error))
    return FALSE;

  entity = find_entity (self, line->entity, error);
  if (entity == 0 || !find_raw (self, entity, &line->id, &key, error))
    return FALSE;
  if (key == 0)
    return TRUE;

  end = kp_db_prepare (self->store->cache, END_MEMBERSHIP, error);
  if (end == NULL)
    return FALSE;

  kp_statement_bind_int64 (end, 1, self->stream->number);
  kp_statement_bind_int64 (end, 2, key);
  kp_statement_bind_int64 (end, 3, GEN_ENDED);
  return kp_statement_run (end, NULL, error);
}

static gboolean
is_complete (KpApply *self)
{
  GHashTableIter iter;
  gpointer stream;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &stream))
    {
      if (((KpApplyStream *) stream)->cursor.state != KP_CURSOR_COMPLETE)
        return FALSE;
    }

  return TRUE;
}

static const char SET_SEEN[] = "UPDATE replica SET seen_number = $1, seen_nonce = $2, round = $3, "
                               "whole = max (whole, $4) WHERE one = 1";

static gboolean
save_state (KpApply *self,
            gboolean round_ended,
            GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->cache, SET_SEEN, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_int64 (set, 1, self->seen.number);
  kp_statement_bind_text (set, 2, self->seen.nonce);
  kp_statement_bind_int64 (set, 3, self->round);
  kp_statement_bind_int64 (set, 4, round_ended);
  return kp_statement_run (set, NULL, error);
}

/* After a reset operations that had been confirmed count again: all are looked at. */
static gboolean
project (KpApply *self,
         GError **error)
{
  if (self->facts_changed)
    kp_pending_set_collect_created (self->pending, self->records);
  if (!self->is_reset)
    return g_hash_table_size (self->records) == 0 ||
           kp_pending_set_project (self->pending, self->projector, self->round,
                                   self->records, self->changes, error);

  g_clear_pointer (&self->pending, kp_pending_set_free);
  self->pending = kp_pending_set_load (self->store, 0, error);
  if (self->pending == NULL)
    return FALSE;

  kp_pending_set_collect_all (self->pending, self->records);
  return kp_pending_set_project (self->pending, self->projector, 0,
                                 self->records, self->changes, error);
}

gboolean
kp_apply_finish (KpApply *self,
                 gboolean *more,
                 gboolean *purged,
                 GArray **news,
                 GError **error)
{
  g_autoptr (KpApply) apply = self;
  gboolean round_ended;

  if (apply->is_reset || !is_complete (apply))
    *more = TRUE;
  round_ended = !*more && apply->seen.number != 0;
  if ((round_ended && !kp_apply_end_round (apply, error)) ||
      (apply->seen.number != 0 && !save_state (apply, round_ended, error)) ||
      !project (apply, error))
    return FALSE;

  release_statements (apply);
  g_clear_pointer (&apply->projector, kp_projector_free);
  if (!kp_transaction_commit (g_steal_pointer (&apply->transaction), error))
    return FALSE;

  *purged = apply->purged;
  if (news != NULL && apply->news->len > 0)
    *news = g_steal_pointer (&apply->news);
  kp_store_emit (apply->store, apply->changes);
  return TRUE;
}
