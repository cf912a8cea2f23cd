/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The outbox as the engine sees it: what to offer, and what became of it (SYNC.md sections 4 and
 * 6). On the thread of the store.
 */

#pragma once

#include "kp-store.h"
#include "kp-sync-codec.h"

G_BEGIN_DECLS

/* The newest commit in the last reply that was kept, and so of every reply with results; number 0 =
 * none. */
gboolean kp_outbox_get_seen (KpStore *store,
                             KpSeen *seen,
                             GError **error);

/* Returns: (transfer full) (element-type utf8): organisations pinned now, as identifiers, ascending
 */
GPtrArray *kp_store_list_pins (KpStore *self,
                               GError **error);

/**
 * kp_outbox_take_offers:
 * @request: where the operations are added that may be sent now, in the author's order
 * @now: this computer's clock, UTC milliseconds
 * @records: (nullable): where the records are added that they touch and that were not sent before
 * @fresh: (nullable) (element-type gint64): where those are added that were in no request before,
 *   for kp_outbox_take_back()
 *
 * Marks what it adds as sent, durably, so that nobody drops what the server may have. With @records
 * %NULL nothing is added or marked.
 *
 * Returns: whether it worked; @n_due is how many there are to send, at least
 */
gboolean kp_outbox_take_offers (KpStore *store,
                                KpSyncRequest *request,
                                gint64 now,
                                GHashTable *records,
                                GArray *fresh,
                                guint *n_due,
                                GError **error);

/**
 * kp_outbox_take_back:
 * @records: where the records are added that it touches
 * @fresh: (nullable) (element-type gint64): those that no server can have after all, because no
 *   connection took the only request that they were in; not within a transaction
 *
 * What was sent and not answered waits again.
 */
gboolean kp_outbox_take_back (KpStore *store,
                              GHashTable *records,
                              GArray *fresh,
                              GError **error);

/* Returns: whether it worked; @at is when an operation that was answered "later" is due; 0 = none
 */
gboolean kp_outbox_get_next_retry (KpStore *store,
                                   gint64 *at,
                                   gboolean *restored,
                                   GError **error);

/**
 * KpResults:
 *
 * What a reply says about operations: one transaction of the outbox. A reply that says nothing of
 * them has none, unless the last contact that is kept is a minute old.
 */
typedef struct _KpResults KpResults;

/* @records: where the records are added whose projection changes by it */
KpResults *kp_results_new (KpStore *store,
                           GHashTable *records);
void kp_results_free (KpResults *self);

void kp_results_seen (KpResults *self,
                      const KpSeen *seen,
                      gint64 server_now);

/* Every operation of the journal is to be offered again. */
gboolean kp_results_reset (KpResults *self,
                           const KpSeen *seen,
                           GError **error);

gboolean kp_results_add (KpResults *self,
                         const KpLine *line,
                         gint64 now,
                         GError **error);

/* Returns: whether it is committed, if there was anything to keep; @changed is whether the journal
 * changed */
gboolean kp_results_finish (KpResults *self,
                            gboolean *changed,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpResults, kp_results_free)

G_END_DECLS
