/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The single row of replica, the subscriptions, and what concerns the cache as a whole.
 */

#include "kp-store-replica.h"

#include "kp-error.h"
#include "kp-store-exchange.h"
#include "kp-store-files.h"
#include "kp-store-private.h"
#include "kp-value.h"

#include <string.h>

#define EPOCH_SHIFT 40
#define NUMBER_MASK ((G_GINT64_CONSTANT (1) << EPOCH_SHIFT) - 1)

static const char SELECT_STATE[] =
  "SELECT seen_number, seen_nonce, acc, round, whole, epoch FROM replica WHERE one = 1";

gboolean
kp_replica_load_state (KpDb *cache,
                       KpReplicaState *state,
                       GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (cache, SELECT_STATE, error);
  gboolean has_row;

  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (!has_row)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CORRUPT, "The cache has no state");
      return FALSE;
    }

  *state = (KpReplicaState) {
    .seen.number = kp_statement_get_int64 (select, 0),
    .round = kp_statement_get_int64 (select, 3),
    .whole = kp_statement_get_int64 (select, 4) != 0,
    .epoch = kp_statement_get_int64 (select, 5),
  };
  g_strlcpy (state->seen.nonce, kp_statement_get_text (select, 1), sizeof state->seen.nonce);
  g_strlcpy (state->acc, kp_statement_get_text (select, 2), sizeof state->acc);

  return TRUE;
}

gboolean
kp_replica_get_round (KpDb *cache,
                      gint64 *round,
                      GError **error)
{
  KpReplicaState state;

  if (!kp_replica_load_state (cache, &state, error))
    return FALSE;

  *round = state.round;
  return TRUE;
}

static const char SELECT_ALLOWED[] = "SELECT epoch, allowed FROM replica WHERE one = 1";

GHashTable *
kp_replica_load_allowed (KpDb *cache,
                         gint64 *epoch,
                         GError **error)
{
  g_autoptr (GHashTable) allowed = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (KpStatement) select = kp_db_prepare (cache, SELECT_ALLOWED, error);
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_arr_iter iter;
  yyjson_val *stream;
  const char *text;
  gboolean has_row;

  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return NULL;
  if (!has_row)
    return g_steal_pointer (&allowed);

  *epoch = kp_statement_get_int64 (select, 0);
  text = kp_statement_get_text (select, 1);
  doc = yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);
  iter = yyjson_arr_iter_with (yyjson_doc_get_root (doc));
  while ((stream = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (yyjson_is_str (stream))
        g_hash_table_add (allowed, g_strdup (yyjson_get_str (stream)));
    }

  return g_steal_pointer (&allowed);
}

gint64
kp_replica_number_of (gint64 at,
                      gint64 epoch)
{
  return at >> EPOCH_SHIFT == epoch ? at & NUMBER_MASK : 0;
}

gint64
kp_replica_at (gint64 number,
               gint64 epoch)
{
  return (epoch << EPOCH_SHIFT) | (number & NUMBER_MASK);
}

static const char SET_ROUND[] = "UPDATE replica SET round = $1 WHERE one = 1";

gboolean
kp_replica_begin (KpStore *store,
                  GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (store->cache, SET_ROUND, error);
  KpSeen seen;

  if (set == NULL || !kp_outbox_get_seen (store, &seen, error))
    return FALSE;

  kp_statement_bind_int64 (set, 1, seen.number);
  return kp_statement_run (set, NULL, error);
}

static const char SELECT_SHAPE[] = "SELECT projected FROM replica WHERE one = 1";

gboolean
kp_replica_has_shape (KpDb *cache,
                      const char *shape,
                      gboolean *same,
                      GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (cache, SELECT_SHAPE, error);
  gboolean has_row;

  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *same = has_row && g_strcmp0 (kp_statement_get_text (select, 0), shape) == 0;
  return TRUE;
}

static const char SET_SHAPE[] = "UPDATE replica SET projected = $1 WHERE one = 1";

gboolean
kp_replica_set_shape (KpDb *cache,
                      const char *shape,
                      GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (cache, SET_SHAPE, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_text (set, 1, shape);
  return kp_statement_run (set, NULL, error);
}

static const char SELECT_STREAMS[] = "SELECT name, state, head, low FROM stream ORDER BY name";

gboolean
kp_replica_add_have (KpStore *store,
                     KpSyncRequest *request,
                     gboolean *complete,
                     GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->cache, SELECT_STREAMS, error);

  *complete = TRUE;
  if (select == NULL)
    return FALSE;

  for (;;)
    {
      gboolean has_row;
      KpCursor cursor;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      cursor = (KpCursor) {
        .state = kp_statement_get_int64 (select, 1),
        .head = kp_statement_get_int64 (select, 2),
        .low = kp_statement_get_int64 (select, 3),
      };
      *complete = *complete && cursor.state == KP_CURSOR_COMPLETE;
      kp_sync_request_add_have (request, kp_statement_get_text (select, 0), cursor);
    }
}

static const char FORGET_CURSORS[] = "UPDATE stream SET state = 0, head = 0, low = 0";

gboolean
kp_replica_forget_cursors (KpStore *store,
                           GError **error)
{
  return kp_store_run (store->cache, FORGET_CURSORS, error);
}

static const char DELETE_ALL[] =
  "DELETE FROM membership;"
  "DELETE FROM raw;"
  "DELETE FROM stream;"
  "DELETE FROM kind;"
  "UPDATE replica SET seen_number = 0, seen_nonce = '', acc = '', allowed = '[]', whole = 0,"
  " epoch = epoch + 1;";

gboolean
kp_replica_delete_all (KpStore *store,
                       GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();

  if (transaction == NULL ||
      !kp_db_run_script (store->cache, DELETE_ALL, error) ||
      !kp_projection_delete_all (store->texts, store->cache, error) ||
      !kp_replica_begin (store, error) ||
      !kp_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;

  kp_change_set_add_all (changes);
  kp_store_emit (store, changes);
  return TRUE;
}

gboolean
kp_replica_empty_log (KpStore *store)
{
  return kp_db_checkpoint_truncate (store->cache, NULL);
}

void
kp_replica_remove_aside (KpStore *store)
{
  kp_store_files_remove_aside (store->folder);
}
