/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client's side of the exchange (SYNC.md sections 3, 4 and 6): what to ask next, and what to
 * make of the reply. Pure: no thread, socket, timer or clock of its own; its only input and output
 * is the store. On the thread of the store. One exchange at a time:
 *
 *   while ((request = kp_engine_next (engine, now, &error)) != NULL)
 *     reply = POST /v1/sync request;
 *     kp_engine_feed (engine, reply, now, &error)   or   kp_engine_fail (engine, reach, &error)
 */

#pragma once

#include "kp-store-news.h"
#include "kp-store.h"

G_BEGIN_DECLS

typedef struct _KpEngine KpEngine;

/* How far an exchange came that failed. */
typedef enum
{
  KP_REACH_NOWHERE = 1, /* no connection took any of the request */
  KP_REACH_SENT,        /* the server may have the request */
  KP_REACH_ANSWERED     /* some of the reply had come, so that a smaller one may get through */
} KpReach;

/**
 * kp_engine_new:
 * @store: outlives the engine
 */
KpEngine *kp_engine_new (KpStore *store);
void kp_engine_free (KpEngine *self);

/**
 * kp_engine_ask:
 *
 * There may be something new (start, hint, wake-up, safety sync, an organisation pinned): the next
 * kp_engine_next() makes a request even if nothing waits here.
 */
void kp_engine_ask (KpEngine *self);

/* @wanted: whether requests ask for a push ticket: no socket is open */
void kp_engine_set_push_wanted (KpEngine *self,
                                gboolean wanted);

/* @max: bytes that a reply may have from now on at most; tests and the simulation lower it. Default
 *   %KP_LIMIT_REPLY_MAX
 */
void kp_engine_set_reply_max (KpEngine *self,
                              gsize max);

/**
 * kp_engine_next:
 * @now: UTC milliseconds
 *
 * Returns: (transfer full) (nullable): the body of the next request; %NULL without @error = nothing
 *   to do now, see next_retry of the status. Operations in it are marked as sent beforehand. Fails
 *   as the store does
 */
GBytes *kp_engine_next (KpEngine *self,
                        gint64 now,
                        GError **error);

/* What a reply did, besides changing the store. */
typedef enum
{
  KP_FED_APPLIED = 1,
  KP_FED_RESET, /* the server was restored: everything is loaded and offered again */
  KP_FED_CUT    /* the reply was incomplete: nothing was done, the next request is smaller */
} KpFed;

/**
 * KpFeedResult:
 */
typedef struct
{
  KpFed fed;
  char *push;   /* (owned) (nullable): a ticket for the socket */
  GArray *news; /* (owned) (nullable) (element-type KpNews) */
} KpFeedResult;

void kp_feed_result_clear (KpFeedResult *self);

/**
 * kp_engine_feed:
 * @reply: the body of a reply with status 200
 * @now: UTC milliseconds
 * @result: (out) (optional): what it did; see kp_feed_result_clear()
 *
 * Applies one reply: a transaction of the outbox, then one of the cache. Killed between the two,
 * the next start continues. Change sets are delivered by the store's callback.
 *
 * Returns: %FALSE if the store failed (%KP_ERROR_STORAGE, %KP_ERROR_CORRUPT: see kp-store.h); a
 *   reply that was cut or malformed is no error but %KP_FED_CUT
 */
gboolean kp_engine_feed (KpEngine *self,
                         GBytes *reply,
                         gint64 now,
                         KpFeedResult *result,
                         GError **error);

/**
 * kp_engine_fail:
 *
 * The exchange ended without a reply to feed: no connection, a time-out, another status. What was
 * sent waits again, and kp_engine_next() makes a request when it is next called. What reached
 * nowhere can be dropped again, unless it was in an earlier request that may have.
 */
gboolean kp_engine_fail (KpEngine *self,
                         KpReach reach,
                         GError **error);

/**
 * kp_engine_close_account:
 *
 * The office closed the account or the device, and the caller has verified that: removes everything
 * from the cache, keeps the outbox. Afterwards the caller closes the stores, calls
 * kp_store_erase_cache() and forgets the key. Fed again after enabling, the account loads afresh.
 */
gboolean kp_engine_close_account (KpEngine *self,
                                  GError **error);

/**
 * KpEngineStatus:
 */
typedef struct
{
  gboolean complete;   /* a round has ended since the last reset or loss: lists are whole */
  gboolean more;       /* there is more to fetch at once */
  guint waiting;       /* operations that the server has not answered */
  guint needs_you;     /* operations that a person must decide about */
  guint left_out;      /* organisations that are not fetched: kp_store_get_n_left_out() */
  gint64 last_contact; /* the server's clock at the last reply, UTC milliseconds; 0 = never */
  gint64 next_retry;   /* UTC milliseconds: when kp_engine_next() has something to do again; 0 = not
                          known */
  gboolean restored;   /* operations are being offered again to a restored server */
} KpEngineStatus;

gboolean kp_engine_get_status (KpEngine *self,
                               KpEngineStatus *status,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpEngine, kp_engine_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpFeedResult, kp_feed_result_clear)

G_END_DECLS
