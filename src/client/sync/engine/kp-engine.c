/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The order of things; the transactions are in the store (kp-store-exchange.c, kp-store-apply.c).
 * The engine itself keeps only what may be lost: how large a reply gets through, and whether to
 * ask.
 */

#include "kp-engine.h"

#include "kp-change-set.h"
#include "kp-error.h"
#include "kp-limits.h"
#include "kp-store-exchange.h"
#include "kp-store-outbox.h"
#include "kp-store-pending.h"
#include "kp-store-replica.h"
#include "kp-value.h"

#include <string.h>

struct _KpEngine
{
  KpStore *store;         /* (unowned) */
  gsize max;              /* bytes of the next reply */
  gsize max_most;         /* what it grows to */
  gboolean ask;           /* somebody says that there may be something new */
  gboolean more;          /* the last reply was not all, or nothing is known yet */
  gboolean push_wanted;   /* no socket is open */
  gboolean log_dirty;     /* something purged may still be in the log of the cache */
  gboolean project;       /* a projection may have been missed */
  gboolean is_staff;      /* as of the last request */
  gboolean aside_removed; /* a damaged cache is no longer kept, since the new one is whole */
  GPtrArray *pins;        /* (owned) (nullable) (element-type utf8): as of the last request */
  GArray *fresh;          /* (owned): of gint64: what the last request is the first to carry */
};

KpEngine *
kp_engine_new (KpStore *store)
{
  KpEngine *self;

  g_return_val_if_fail (store != NULL, NULL);

  self = g_new (KpEngine, 1);
  *self = (KpEngine) {
    .store = store,
    .max = KP_LIMIT_REPLY_START,
    .max_most = KP_LIMIT_REPLY_MAX,
    .ask = TRUE,
    .more = TRUE,
    .log_dirty = TRUE,
    .project = kp_store_is_behind (store),
    .fresh = g_array_new (FALSE, FALSE, sizeof (gint64)),
  };

  return self;
}

void
kp_engine_free (KpEngine *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->pins, g_ptr_array_unref);
  g_array_unref (self->fresh);
  g_free (self);
}

void
kp_engine_ask (KpEngine *self)
{
  g_return_if_fail (self != NULL);

  self->ask = TRUE;
}

void
kp_engine_set_push_wanted (KpEngine *self,
                           gboolean wanted)
{
  g_return_if_fail (self != NULL);

  self->push_wanted = wanted;
}

void
kp_engine_set_reply_max (KpEngine *self,
                         gsize max)
{
  g_return_if_fail (self != NULL);

  self->max_most = CLAMP (max, KP_LIMIT_REPLY_MIN, KP_LIMIT_REPLY_MAX);
  self->max = MIN (self->max, self->max_most);
}

static void
halve_max (KpEngine *self)
{
  self->max = MAX (self->max / 2, KP_LIMIT_REPLY_MIN);
}

static gboolean
have_equal_pins (GPtrArray *a,
                 GPtrArray *b)
{
  if (a == NULL || a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    {
      if (!g_str_equal (g_ptr_array_index (a, i), g_ptr_array_index (b, i)))
        return FALSE;
    }

  return TRUE;
}

/* Subscriptions follow from what is allowed and pinned, at every start and whenever pins change;
 * what is no longer wanted is gone before the request leaves.
 */
static gboolean
subscribe (KpEngine *self,
           GError **error)
{
  g_autoptr (GPtrArray) pins = kp_store_list_pins (self->store, error);
  g_autoptr (KpApply) apply = NULL;
  gboolean is_staff = kp_store_is_staff (self->store);
  gboolean more = self->more;
  gboolean purged = FALSE;

  if (pins == NULL)
    return FALSE;
  if (have_equal_pins (self->pins, pins) && self->is_staff == is_staff)
    return TRUE;

  apply = kp_apply_new (self->store, NULL, error);
  if (apply == NULL ||
      !kp_apply_subscribe (apply, is_staff, pins, error) ||
      !kp_apply_finish (g_steal_pointer (&apply), &more, &purged, NULL, error))
    return FALSE;

  g_clear_pointer (&self->pins, g_ptr_array_unref);
  self->pins = g_steal_pointer (&pins);
  self->is_staff = is_staff;
  self->more = self->more || more;
  self->log_dirty = self->log_dirty || purged;
  return TRUE;
}

/* What could not be done when it was due. */
static gboolean
catch_up (KpEngine *self,
          GError **error)
{
  g_autoptr (KpChangeSet) changes = NULL;

  if (self->log_dirty)
    self->log_dirty = !kp_replica_empty_log (self->store);
  if (!self->project)
    return TRUE;

  changes = kp_change_set_new ();
  if (!kp_pending_project_again (self->store, changes, error))
    return FALSE;

  self->project = FALSE;
  kp_store_emit (self->store, changes);
  return TRUE;
}

static gboolean
add_seen (KpEngine *self,
          KpSyncRequest *request,
          GError **error)
{
  KpReplicaState state;
  KpSeen outbox;

  if (!kp_replica_load_state (kp_store_get_cache (self->store), &state, error) ||
      !kp_outbox_get_seen (self->store, &outbox, error))
    return FALSE;

  /* Both, where they differ: a cache that fell back would hide a restore, an outbox too. */
  g_strlcpy (request->acc, state.acc, sizeof request->acc);
  request->seen[0] = state.seen.number != 0 ? state.seen : outbox;
  if (state.seen.number != 0 && outbox.number != 0 &&
      (state.seen.number != outbox.number || strcmp (state.seen.nonce, outbox.nonce) != 0))
    request->seen[1] = outbox;

  return TRUE;
}

static gboolean
add_offers (KpEngine *self,
            KpSyncRequest *request,
            gint64 now,
            GError **error)
{
  g_autoptr (GHashTable) records = kp_pending_records_new ();
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  guint n_due;

  if (!kp_outbox_take_offers (self->store, request, now, records, self->fresh, &n_due, error))
    return FALSE;
  if (g_hash_table_size (records) == 0)
    return TRUE;

  /* Only marks: the request goes out even if they cannot be written. */
  if (!kp_pending_mark (self->store, records, changes, NULL))
    self->project = TRUE;
  changes->outbox = TRUE;
  kp_store_emit (self->store, changes);
  return TRUE;
}

GBytes *
kp_engine_next (KpEngine *self,
                gint64 now,
                GError **error)
{
  g_autoptr (KpSyncRequest) request = NULL;
  gboolean complete;
  guint n_due = 0;

  g_return_val_if_fail (self != NULL, NULL);

  if (!subscribe (self, error) || !catch_up (self, error) ||
      !kp_store_note_log (self->store, error))
    return NULL;

  request = kp_sync_request_new ();
  g_array_set_size (self->fresh, 0);
  if (!kp_outbox_take_offers (self->store, request, now, NULL, NULL, &n_due, error))
    return NULL;
  if (n_due == 0 && !self->ask && !self->more)
    return NULL;

  request->max = self->max;
  request->push = self->push_wanted;
  if (!add_seen (self, request, error) ||
      !kp_replica_add_have (self->store, request, &complete, error) ||
      (n_due > 0 && !add_offers (self, request, now, error)))
    return NULL;

  self->ask = FALSE;
  return kp_sync_request_encode (request);
}

void
kp_feed_result_clear (KpFeedResult *self)
{
  g_clear_pointer (&self->push, g_free);
  g_clear_pointer (&self->news, g_array_unref);
  self->fed = 0;
}

/**
 * Feed:
 *
 * One reply on its way into the store.
 */
typedef struct
{
  KpEngine *engine;
  KpReplyReader *reader;
  gint64 now;
  KpSeen seen;
  char acc[17];
  gboolean reset;
  yyjson_doc *allowed; /* (owned) (nullable): array of streams */
  GPtrArray *gone;     /* (owned) (element-type utf8) */
  GHashTable *records; /* (owned): whose projection changes by the results */
  KpLine line;         /* the next one to be applied */
  gboolean outbox_changed;
  char *push; /* (owned) (nullable) */
} Feed;

static void
feed_clear (Feed *self)
{
  g_clear_pointer (&self->reader, kp_reply_reader_free);
  g_clear_pointer (&self->allowed, yyjson_doc_free);
  g_clear_pointer (&self->gone, g_ptr_array_unref);
  g_clear_pointer (&self->records, g_hash_table_unref);
  g_clear_pointer (&self->push, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Feed, feed_clear)

static gboolean
set_invalid (GError **error,
             const char *message)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, message);
  return FALSE;
}

static yyjson_doc *
copy_value (yyjson_val *value)
{
  yyjson_mut_doc *copy = yyjson_mut_doc_new (NULL);
  yyjson_doc *doc;

  yyjson_mut_doc_set_root (copy, yyjson_val_mut_copy (copy, value));
  doc = yyjson_mut_doc_imut_copy (copy, NULL);
  yyjson_mut_doc_free (copy);

  return doc;
}

static void
take_gone (Feed *feed,
           yyjson_val *streams)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (streams);
  yyjson_val *stream;

  while ((stream = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (yyjson_is_str (stream))
        g_ptr_array_add (feed->gone, g_strdup (yyjson_get_str (stream)));
    }
}

/* Returns: whether the line was one for the outbox, or to be kept for the cache */
static gboolean
take_head_line (Feed *feed,
                KpResults *results,
                gboolean *taken,
                GError **error)
{
  const KpLine *line = &feed->line;

  *taken = TRUE;
  switch (line->kind)
    {
    case KP_LINE_SEEN:
      feed->seen = line->seen;
      g_strlcpy (feed->acc, line->acc, sizeof feed->acc);
      kp_results_seen (results, &line->seen, line->now);
      return TRUE;

    case KP_LINE_RESET:
      feed->seen = line->seen;
      feed->reset = TRUE;
      return kp_results_reset (results, &line->seen, error);

    case KP_LINE_ALLOWED:
      g_clear_pointer (&feed->allowed, yyjson_doc_free);
      feed->allowed = copy_value (line->streams);
      return TRUE;

    case KP_LINE_GONE:
      take_gone (feed, line->streams);
      return TRUE;

    case KP_LINE_RESULT:
      return kp_results_add (results, line, feed->now, error);

    case KP_LINE_UNKNOWN:
      return TRUE;

    case KP_LINE_DELTA:
    case KP_LINE_LOAD:
    case KP_LINE_RECORD:
    case KP_LINE_RECORD_GONE:
    case KP_LINE_END:
      *taken = FALSE;
      return TRUE;
    }

  return set_invalid (error, "A line of no kind");
}

static gboolean
read_line (Feed *feed,
           GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (kp_reply_reader_next (feed->reader, &feed->line, &local_error))
    return TRUE;

  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return set_invalid (error, "The reply has no end");
}

/* First the outbox, so that what the server did is known even if the cache fails. */
static gboolean
feed_outbox (Feed *feed,
             GError **error)
{
  g_autoptr (KpResults) results = kp_results_new (feed->engine->store, feed->records);
  gboolean taken = TRUE;

  while (taken)
    {
      if (!read_line (feed, error) || !take_head_line (feed, results, &taken, error))
        return FALSE;
    }

  return kp_results_finish (results, &feed->outbox_changed, error);
}

static gboolean
apply_head (Feed *feed,
            KpApply *apply,
            GError **error)
{
  KpEngine *self = feed->engine;

  if (feed->reset)
    return kp_apply_reset (apply, &feed->seen, error);

  kp_apply_seen (apply, &feed->seen);
  if (feed->allowed == NULL && feed->gone->len == 0)
    return TRUE;

  if (feed->allowed != NULL &&
      !kp_apply_allowed (apply, feed->acc, yyjson_doc_get_root (feed->allowed), error))
    return FALSE;

  for (guint i = 0; i < feed->gone->len; i++)
    {
      if (!kp_apply_purge (apply, g_ptr_array_index (feed->gone, i), error))
        return FALSE;
    }

  return kp_apply_subscribe (apply, self->is_staff, self->pins, error);
}

static gboolean
apply_line (const KpLine *line,
            KpApply *apply,
            GError **error)
{
  switch (line->kind)
    {
    case KP_LINE_DELTA:
      return kp_apply_delta (apply, line->stream, line->to, error);

    case KP_LINE_LOAD:
      return kp_apply_load (apply, line->stream, line->h0, line->low, line->is_new, error);

    case KP_LINE_RECORD:
      return kp_apply_record (apply, line, error);

    case KP_LINE_RECORD_GONE:
      return kp_apply_record_gone (apply, line, error);

    case KP_LINE_UNKNOWN:
      return TRUE;

    case KP_LINE_SEEN:
    case KP_LINE_RESET:
    case KP_LINE_ALLOWED:
    case KP_LINE_GONE:
    case KP_LINE_RESULT:
    case KP_LINE_END:
      break;
    }

  return set_invalid (error, "A line in the wrong place");
}

static gboolean
feed_cache (Feed *feed,
            GArray **news,
            GError **error)
{
  KpEngine *self = feed->engine;
  g_autoptr (KpApply) apply = kp_apply_new (self->store, feed->records, error);
  gboolean purged = FALSE;
  gboolean more;

  if (apply == NULL || !apply_head (feed, apply, error))
    return FALSE;

  while (feed->line.kind != KP_LINE_END)
    {
      if (!apply_line (&feed->line, apply, error) || !read_line (feed, error))
        return FALSE;
    }

  more = feed->line.more;
  feed->push = g_strdup (feed->line.push);
  if (!kp_apply_finish (g_steal_pointer (&apply), &more, &purged, news, error))
    return FALSE;

  self->more = more;
  if (!more && !self->aside_removed)
    {
      kp_replica_remove_aside (self->store);
      self->aside_removed = TRUE;
    }
  if (purged)
    self->log_dirty = !kp_replica_empty_log (self->store);
  return TRUE;
}

/* The journal is told of even if the cache fails afterwards. */
static void
tell_outbox (Feed *feed)
{
  g_autoptr (KpChangeSet) changes = NULL;

  if (!feed->outbox_changed)
    return;

  changes = kp_change_set_new ();
  changes->outbox = TRUE;
  kp_store_emit (feed->engine->store, changes);
}

/* A reply that is not one: a smaller one may be. One that names what is not here shows that the
 * cache is not what the server thinks: then everything is asked for again.
 */
static gboolean
finish_cut (Feed *feed,
            KpFeedResult *result,
            GError **error)
{
  KpEngine *self = feed->engine;

  halve_max (self);
  self->more = TRUE;
  if (result != NULL)
    result->fed = KP_FED_CUT;

  return kp_engine_fail (self, KP_REACH_SENT, error) &&
         (feed->seen.number == 0 || feed->reset || kp_replica_forget_cursors (self->store, error));
}

gboolean
kp_engine_feed (KpEngine *self,
                GBytes *reply,
                gint64 now,
                KpFeedResult *result,
                GError **error)
{
  g_auto (Feed) feed = { .engine = self, .now = now };
  g_autoptr (GError) local_error = NULL;
  GArray *news = NULL;

  g_return_val_if_fail (self != NULL && self->pins != NULL && reply != NULL, FALSE);

  if (result != NULL)
    *result = (KpFeedResult) { 0 };
  feed.records = kp_pending_records_new ();
  feed.gone = g_ptr_array_new_with_free_func (g_free);
  feed.reader = kp_reply_reader_new (reply, &local_error);
  if (feed.reader == NULL)
    return finish_cut (&feed, result, error);

  if (feed_outbox (&feed, &local_error))
    {
      tell_outbox (&feed);
      if (feed_cache (&feed, &news, &local_error))
        {
          self->max = MIN (self->max * 2, self->max_most);
          if (result != NULL)
            *result = (KpFeedResult) {
              .fed = feed.reset ? KP_FED_RESET : KP_FED_APPLIED,
              .push = g_steal_pointer (&feed.push),
              .news = g_steal_pointer (&news),
            };
          g_clear_pointer (&news, g_array_unref);
          return TRUE;
        }
    }

  /* Whatever the results changed is not shown yet. */
  self->project = TRUE;
  self->more = TRUE;
  if (g_error_matches (local_error, KP_ERROR, KP_ERROR_INVALID))
    return finish_cut (&feed, result, error);

  kp_store_report_damage (self->store, local_error);
  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

gboolean
kp_engine_fail (KpEngine *self,
                KpReach reach,
                GError **error)
{
  g_autoptr (GHashTable) records = kp_pending_records_new ();
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();

  g_return_val_if_fail (self != NULL, FALSE);

  self->ask = TRUE;
  if (reach == KP_REACH_ANSWERED)
    halve_max (self);
  if (!kp_outbox_take_back (self->store, records, reach == KP_REACH_NOWHERE ? self->fresh : NULL,
                            error))
    return FALSE;

  g_array_set_size (self->fresh, 0);
  if (g_hash_table_size (records) == 0)
    return TRUE;

  if (!kp_pending_mark (self->store, records, changes, NULL))
    self->project = TRUE;
  changes->outbox = TRUE;
  kp_store_emit (self->store, changes);
  return TRUE;
}

gboolean
kp_engine_close_account (KpEngine *self,
                         GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  self->more = FALSE;
  self->ask = FALSE;
  g_clear_pointer (&self->pins, g_ptr_array_unref);
  if (!kp_replica_delete_all (self->store, error))
    return FALSE;

  self->log_dirty = !kp_replica_empty_log (self->store);
  return TRUE;
}

gboolean
kp_engine_get_status (KpEngine *self,
                      KpEngineStatus *status,
                      GError **error)
{
  KpReplicaState state;
  gint64 age_ms;

  g_return_val_if_fail (self != NULL && status != NULL, FALSE);

  *status = (KpEngineStatus) { .more = self->more,
                               .left_out = kp_store_get_n_left_out (self->store) };
  if (!kp_replica_load_state (kp_store_get_cache (self->store), &state, error))
    return FALSE;

  status->complete = state.whole;
  return kp_store_count_changes (self->store, &status->waiting, &status->needs_you, error) &&
         kp_store_get_last_contact (self->store, &status->last_contact, &age_ms, error) &&
         kp_outbox_get_next_retry (self->store, &status->next_retry, &status->restored, error);
}
