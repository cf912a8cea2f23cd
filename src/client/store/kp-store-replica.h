/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cache as the engine sees it: what is known of the server's history, which streams are
 * subscribed, how far each is held, and the application of one reply (SYNC.md section 3). On the
 * thread of the store.
 */

#pragma once

#include "kp-store-news.h"
#include "kp-store.h"
#include "kp-sync-codec.h"

G_BEGIN_DECLS

/**
 * KpReplicaState:
 */
typedef struct
{
  KpSeen seen;    /* the newest commit in the last reply applied */
  char acc[17];   /* empty = not known */
  gint64 round;   /* number of the seen with which the last round ended */
  gboolean whole; /* whether one has ended since the last reset or loss */
  gint64 epoch;
} KpReplicaState;

gboolean kp_replica_load_state (KpDb *cache,
                                KpReplicaState *state,
                                GError **error);
gboolean kp_replica_get_round (KpDb *cache,
                               gint64 *round,
                               GError **error);

/* Returns: (transfer full): the set of allowed streams and patterns */
GHashTable *kp_replica_load_allowed (KpDb *cache,
                                     gint64 *epoch,
                                     GError **error);

/* Returns: the number of the snapshot in raw.at; 0 if it is of another history than @epoch */
gint64 kp_replica_number_of (gint64 at,
                             gint64 epoch);

/* Returns: the value of raw.at for a number of this epoch */
gint64 kp_replica_at (gint64 number,
                      gint64 epoch);

/* A new cache begins where the outbox stands: what was confirmed by then will be in the first load.
 */
gboolean kp_replica_begin (KpStore *store,
                           GError **error);

gboolean kp_replica_has_shape (KpDb *cache,
                               const char *shape,
                               gboolean *same,
                               GError **error);
gboolean kp_replica_set_shape (KpDb *cache,
                               const char *shape,
                               GError **error);

/* Adds what is subscribed, with its cursors, to a request. @complete: (out): whether all are
 * complete
 */
gboolean kp_replica_add_have (KpStore *store,
                              KpSyncRequest *request,
                              gboolean *complete,
                              GError **error);

/**
 * KpApply:
 *
 * One transaction of the cache. The calls come in the order of the lines of a reply; any that fails
 * leaves nothing to do but kp_apply_free(), which undoes all of it.
 */
typedef struct _KpApply KpApply;

/**
 * kp_apply_new:
 * @touched: (nullable): set of KpChanged whose projection must be made again in any case
 */
KpApply *kp_apply_new (KpStore *store,
                       GHashTable *touched,
                       GError **error);
void kp_apply_free (KpApply *self);

/* The first line. */
void kp_apply_seen (KpApply *self,
                    const KpSeen *seen);

/* The server was restored: nothing held is valid, but it stays on screen until swept. */
gboolean kp_apply_reset (KpApply *self,
                         const KpSeen *seen,
                         GError **error);

/* @streams: array of strings, kept as they are */
gboolean kp_apply_allowed (KpApply *self,
                           const char *acc,
                           yyjson_val *streams,
                           GError **error);

/* A stream that may no longer be held: every record of it goes, now. */
gboolean kp_apply_purge (KpApply *self,
                         const char *stream,
                         GError **error);

/**
 * kp_apply_subscribe:
 * @pins: (element-type utf8): organisations that a member of staff keeps here
 *
 * Subscribes what is wanted of what is allowed, purges the rest, and drops the records that no
 * stream holds any more.
 */
gboolean kp_apply_subscribe (KpApply *self,
                             gboolean is_staff,
                             GPtrArray *pins,
                             GError **error);

gboolean kp_apply_delta (KpApply *self,
                         const char *stream,
                         gint64 to,
                         GError **error);
gboolean kp_apply_load (KpApply *self,
                        const char *stream,
                        gint64 h0,
                        gint64 low,
                        gboolean is_new,
                        GError **error);

/* @body: (nullable): %NULL = a mention of a record that came before. Fails with %KP_ERROR_INVALID
 *   if it did not, and for a record outside of a stream
 */
gboolean kp_apply_record (KpApply *self,
                          const KpLine *line,
                          GError **error);
gboolean kp_apply_record_gone (KpApply *self,
                               const KpLine *line,
                               GError **error);

/**
 * kp_apply_finish:
 * @self: (transfer full)
 * @more: what the end line said
 * @purged: (out): whether records were purged, so that the log must be emptied
 * @news: (out) (optional) (transfer full)
 *
 * Ends the round if it is one, projects what waits, commits, and tells the store's callback.
 *
 * Returns: whether it is committed; @more is then whether there is more to fetch
 */
gboolean kp_apply_finish (KpApply *self,
                          gboolean *more,
                          gboolean *purged,
                          GArray **news,
                          GError **error);

/* Makes all cursors invalid in a transaction of its own: the cache turned out not to be what the
 * server thinks. Rows stay until swept.
 */
gboolean kp_replica_forget_cursors (KpStore *store,
                                    GError **error);

/* Removes everything, in a transaction of its own: the account is closed. */
gboolean kp_replica_delete_all (KpStore *store,
                                GError **error);

/* Empties the log after a purge. Returns: whether it is empty; %FALSE also while another connection
 * reads, and then it is tried again later
 */
gboolean kp_replica_empty_log (KpStore *store);

/* Notes which log the cache has now; cheap when nothing changed. See kp_store_open(). */
gboolean kp_store_note_log (KpStore *store,
                            GError **error);

/* Removes a damaged cache that was set aside: the new one is whole. */
void kp_replica_remove_aside (KpStore *store);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpApply, kp_apply_free)

G_END_DECLS
