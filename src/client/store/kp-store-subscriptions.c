/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Streams come and go with access and pins; generations are swept when a round ends; a record that
 * no stream holds any more goes in the same transaction.
 */

#include "kp-limits.h"
#include "kp-store-apply-private.h"

#include <string.h>

static const char SET_CURSOR[] =
  "UPDATE stream SET state = $2, head = $3, low = $4, gen = $5, swept = $6 WHERE number = $1";

gboolean
kp_apply_save_stream (KpApply *self,
                      const KpApplyStream *stream,
                      GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->cache, SET_CURSOR, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_int64 (set, 1, stream->number);
  kp_statement_bind_int64 (set, 2, stream->cursor.state);
  kp_statement_bind_int64 (set, 3, stream->cursor.head);
  kp_statement_bind_int64 (set, 4, stream->cursor.low);
  kp_statement_bind_int64 (set, 5, stream->gen);
  kp_statement_bind_int64 (set, 6, stream->swept);
  return kp_statement_run (set, NULL, error);
}

static const char LIST_MEMBERS[] = "SELECT key FROM membership WHERE stream = $1";
static const char DELETE_MEMBERS[] = "DELETE FROM membership WHERE stream = $1";
static const char DELETE_STREAM[] = "DELETE FROM stream WHERE number = $1";

static gboolean
collect_loose (KpApply *self,
               KpStatement *list,
               GError **error)
{
  for (;;)
    {
      gboolean has_row;
      gint64 key;

      if (!kp_statement_step (list, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      key = kp_statement_get_int64 (list, 0);
      g_array_append_val (self->loose, key);
    }
}

/* Returns: whether @sql ran for the stream */
static gboolean
run_for_stream (KpApply *self,
                const char *sql,
                const KpApplyStream *stream,
                GError **error)
{
  g_autoptr (KpStatement) run = kp_db_prepare (self->store->cache, sql, error);

  if (run == NULL)
    return FALSE;

  kp_statement_bind_int64 (run, 1, stream->number);
  return kp_statement_run (run, NULL, error);
}

static gboolean
collect_for_stream (KpApply *self,
                    const char *sql,
                    const KpApplyStream *stream,
                    GError **error)
{
  g_autoptr (KpStatement) list = kp_db_prepare (self->store->cache, sql, error);

  if (list == NULL)
    return FALSE;

  kp_statement_bind_int64 (list, 1, stream->number);
  return collect_loose (self, list, error);
}

gboolean
kp_apply_purge (KpApply *self,
                const char *name,
                GError **error)
{
  const KpApplyStream *stream = g_hash_table_lookup (self->streams, name);

  if (stream == NULL)
    return TRUE;

  self->purged = TRUE;
  if (!collect_for_stream (self, LIST_MEMBERS, stream, error) ||
      !run_for_stream (self, DELETE_MEMBERS, stream, error) ||
      !run_for_stream (self, DELETE_STREAM, stream, error))
    return FALSE;

  g_hash_table_remove (self->streams, name);
  return TRUE;
}

/* Streams are few, and each look-up is one of the primary key: no index by key is needed. */
static const char IS_HELD[] =
  "SELECT 1 FROM stream JOIN membership ON membership.stream = stream.number"
  " WHERE membership.key = $1 LIMIT 1";
static const char SELECT_LOOSE[] = "SELECT ent, id FROM raw WHERE key = $1";
static const char DELETE_RAW[] = "DELETE FROM raw WHERE key = $1";

/**
 * Dropping:
 *
 * The statements that drop raw rows.
 */
typedef struct
{
  KpStatement *is_held;
  KpStatement *select;
  KpStatement *delete;
} Dropping;

void
kp_apply_note_fact (KpApply *self,
                    KpEntityType entity)
{
  /* What kp-store-facts.c reads. */
  if (entity == KP_ENTITY_ORGANISATION || entity == KP_ENTITY_ORGANISATION_ENTRY ||
      entity == KP_ENTITY_REQUEST_FLOW || entity == KP_ENTITY_MEMBERSHIP)
    self->facts_changed = TRUE;
}

/* Returns: whether the statements worked; drops the raw row unless a stream holds it */
static gboolean
drop_if_loose (KpApply *self,
               const Dropping *dropping,
               gint64 key,
               GError **error)
{
  gboolean is_held;
  gboolean exists;
  gint64 entity;
  KpId id;

  kp_statement_reset (dropping->is_held);
  kp_statement_bind_int64 (dropping->is_held, 1, key);
  if (!kp_statement_step (dropping->is_held, &is_held, NULL, error))
    return FALSE;

  kp_statement_reset (dropping->is_held);
  kp_statement_reset (dropping->select);
  kp_statement_bind_int64 (dropping->select, 1, key);
  if (is_held)
    return TRUE;
  if (!kp_statement_step (dropping->select, &exists, NULL, error))
    return FALSE;
  if (!exists)
    return TRUE;

  entity = kp_statement_get_int64 (dropping->select, 0);
  kp_statement_get_id (dropping->select, 1, &id);
  kp_statement_reset (dropping->select);

  kp_statement_reset (dropping->delete);
  kp_statement_bind_int64 (dropping->delete, 1, key);
  if (!kp_statement_run (dropping->delete, NULL, error))
    return FALSE;
  if (entity >= KP_APPLY_FIRST_UNKNOWN_KIND)
    return TRUE;

  kp_apply_note_fact (self, entity);
  kp_change_set_add (self->changes, entity, &id);
  if (kp_pending_set_touches (self->pending, entity, &id))
    kp_pending_records_add (self->records, entity, &id);

  return kp_projector_delete (self->projector, entity, &id, error);
}

static gboolean
drop_loose (KpApply *self,
            GError **error)
{
  g_autoptr (KpStatement) is_held = NULL;
  g_autoptr (KpStatement) select = NULL;
  g_autoptr (KpStatement) delete = NULL;
  Dropping dropping;

  if (self->loose->len == 0)
    return TRUE;

  is_held = kp_db_prepare (self->store->cache, IS_HELD, error);
  if (is_held == NULL ||
      (select = kp_db_prepare (self->store->cache, SELECT_LOOSE, error)) == NULL ||
      (delete = kp_db_prepare (self->store->cache, DELETE_RAW, error)) == NULL)
    return FALSE;

  dropping = (Dropping) { .is_held = is_held, .select = select, .delete = delete };
  for (guint i = 0; i < self->loose->len; i++)
    {
      if (!drop_if_loose (self, &dropping, g_array_index (self->loose, gint64, i), error))
        return FALSE;
    }

  g_array_set_size (self->loose, 0);
  return TRUE;
}

/* Staff keep what everybody of the office has, and the organisations that they pinned. */
static void
add_wanted_of_staff (GHashTable *wanted,
                     const char *allowed,
                     GPtrArray *pins)
{
  g_auto (GStrv) parts = g_strsplit (allowed, ":", 3);
  gboolean of_organisation = g_str_equal (parts[0], "o") ||
                             (g_str_equal (parts[0], "s") && g_strcmp0 (parts[1], "dir") != 0);

  if (!of_organisation || parts[1] == NULL)
    {
      g_hash_table_add (wanted, g_strdup (allowed));
      return;
    }

  for (guint i = 0; i < pins->len; i++)
    {
      const char *pin = g_ptr_array_index (pins, i);

      if (g_str_equal (parts[1], "*") || g_str_equal (parts[1], pin))
        g_hash_table_add (wanted, parts[2] != NULL
                                    ? g_strconcat (parts[0], ":", pin, ":", parts[2], NULL)
                                    : g_strconcat (parts[0], ":", pin, NULL));
    }
}

static gboolean
is_of_organisation (const char *stream)
{
  return g_str_has_prefix (stream, "o:");
}

/* By organisation, and what belongs to none first. */
static int
compare_streams (gconstpointer a,
                 gconstpointer b)
{
  const char *one = *(const char *const *) a;
  const char *other = *(const char *const *) b;

  return is_of_organisation (one) != is_of_organisation (other)
           ? is_of_organisation (one) - is_of_organisation (other)
           : strcmp (one, other);
}

/* A request that names more is refused, always: then a few organisations too many would end all
 * contact. Whole ones are left out, since their streams belong together.
 *
 * Returns: how many organisations were left out
 */
static guint
limit_wanted (GHashTable *wanted)
{
  const gsize whole = strlen ("o:") + KP_ID_LENGTH;
  g_autoptr (GPtrArray) streams = NULL;
  guint n = KP_LIMIT_STREAMS;
  guint n_left_out = 0;

  if (g_hash_table_size (wanted) <= KP_LIMIT_STREAMS)
    return 0;

  streams = g_hash_table_get_keys_as_ptr_array (wanted);
  g_ptr_array_sort (streams, compare_streams);
  while (n > 0 && is_of_organisation (streams->pdata[n]) &&
         strncmp (streams->pdata[n - 1], streams->pdata[n], whole) == 0)
    n--;
  for (guint i = n; i < streams->len; i++)
    n_left_out +=
      i == n || strncmp (streams->pdata[i - 1], streams->pdata[i], whole) != 0;
  for (; n < streams->len; n++)
    g_hash_table_remove (wanted, streams->pdata[n]);

  return n_left_out;
}

static GHashTable *
list_wanted (KpApply *self,
             gboolean is_staff,
             GPtrArray *pins,
             GError **error)
{
  g_autoptr (GHashTable) wanted = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr (GHashTable) allowed = NULL;
  GHashTableIter iter;
  gpointer stream;
  gint64 epoch;

  allowed = kp_replica_load_allowed (self->store->cache, &epoch, error);
  if (allowed == NULL)
    return NULL;

  g_hash_table_iter_init (&iter, allowed);
  while (g_hash_table_iter_next (&iter, &stream, NULL))
    {
      if (is_staff)
        add_wanted_of_staff (wanted, stream, pins);
      else
        g_hash_table_add (wanted, g_strdup (stream));
    }

  self->store->n_left_out = limit_wanted (wanted);
  return g_steal_pointer (&wanted);
}

static const char INSERT_STREAM[] = "INSERT INTO stream (name) VALUES ($1)";

static gboolean
add_stream (KpApply *self,
            const char *name,
            GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (self->store->cache, INSERT_STREAM, error);
  KpApplyStream *stream;

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_text (insert, 1, name);
  if (!kp_statement_run (insert, NULL, error))
    return FALSE;

  stream = g_new0 (KpApplyStream, 1);
  stream->number = kp_db_get_last_insert_rowid (self->store->cache);
  g_hash_table_insert (self->streams, g_strdup (name), stream);
  return TRUE;
}

gboolean
kp_apply_subscribe (KpApply *self,
                    gboolean is_staff,
                    GPtrArray *pins,
                    GError **error)
{
  g_autoptr (GHashTable) wanted = list_wanted (self, is_staff, pins, error);
  g_autoptr (GPtrArray) held = NULL;
  GHashTableIter iter;
  gpointer name;

  if (wanted == NULL)
    return FALSE;

  held = g_hash_table_get_keys_as_ptr_array (self->streams);
  for (guint i = 0; i < held->len; i++)
    {
      if (!g_hash_table_contains (wanted, g_ptr_array_index (held, i)) &&
          !kp_apply_purge (self, g_ptr_array_index (held, i), error))
        return FALSE;
    }

  g_hash_table_iter_init (&iter, wanted);
  while (g_hash_table_iter_next (&iter, &name, NULL))
    {
      if (!g_hash_table_contains (self->streams, name) && !add_stream (self, name, error))
        return FALSE;
    }

  return drop_loose (self, error);
}

/* Of all streams at once, and the second only after the first found something: asked for each
 * stream, a round would cost as many questions as there are streams, and SQLite answered the second
 * by a walk over all memberships of the stream.
 */
static const char LIST_ENDED[] = "SELECT key FROM membership WHERE gen = -1";
static const char DELETE_ENDED[] =
  "DELETE FROM membership INDEXED BY membership_ended WHERE gen = -1";
static const char LIST_UNTOUCHED[] =
  "SELECT key FROM membership JOIN stream ON stream.number = membership.stream"
  " WHERE stream.number = $1 AND membership.gen < stream.gen";
static const char DELETE_UNTOUCHED[] =
  "DELETE FROM membership WHERE stream = $1"
  " AND gen < (SELECT gen FROM stream WHERE number = $1)";

static gboolean
remove_ended (KpApply *self,
              GError **error)
{
  guint n_before = self->loose->len;
  g_autoptr (KpStatement) list = kp_db_prepare (self->store->cache, LIST_ENDED, error);

  if (list == NULL || !collect_loose (self, list, error))
    return FALSE;

  kp_statement_reset (list);
  return self->loose->len == n_before || kp_store_run (self->store->cache, DELETE_ENDED, error);
}

/* Only a generation that just ended costs a look at every membership of its stream. */
static gboolean
sweep_stream (KpApply *self,
              KpApplyStream *stream,
              GError **error)
{
  if (stream->swept == stream->gen)
    return TRUE;

  stream->swept = stream->gen;
  return collect_for_stream (self, LIST_UNTOUCHED, stream, error) &&
         run_for_stream (self, DELETE_UNTOUCHED, stream, error) &&
         kp_apply_save_stream (self, stream, error);
}

gboolean
kp_apply_end_round (KpApply *self,
                    GError **error)
{
  GHashTableIter iter;
  gpointer stream;

  if (!remove_ended (self, error))
    return FALSE;

  g_hash_table_iter_init (&iter, self->streams);
  while (g_hash_table_iter_next (&iter, NULL, &stream))
    {
      if (!sweep_stream (self, stream, error))
        return FALSE;
    }

  /* What was confirmed by now is in the records: the operations step back. */
  kp_pending_set_collect_confirmed (self->pending, self->records);
  self->round = self->seen.number;
  return drop_loose (self, error);
}
