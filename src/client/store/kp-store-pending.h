/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person's own operations on top of what the server sent (SYNC.md section 6, "projection"). An
 * operation is applied while it waits, and after "ok" until a round has ended with a later
 * snapshot. Inside a transaction of the cache, begun before anything here is loaded: whoever writes
 * a projection last has then seen every operation that was committed before.
 */

#pragma once

#include "kp-change-set.h"
#include "kp-store-outbox.h"
#include "kp-store-projection.h"

G_BEGIN_DECLS

/**
 * KpPendingSet:
 *
 * The operations that projections depend on, in the author's order.
 */
typedef struct _KpPendingSet KpPendingSet;

/**
 * kp_pending_set_load:
 * @round: operations confirmed later than this still count; while a round ends, that of the round
 *   before
 */
KpPendingSet *kp_pending_set_load (KpStore *store,
                                   gint64 round,
                                   GError **error);
void kp_pending_set_free (KpPendingSet *self);

/* Returns: whether an operation changes or adds this record */
gboolean kp_pending_set_touches (KpPendingSet *self,
                                 KpEntityType entity,
                                 const KpId *id);

/* Adds to @records (keys: KpChanged, see kp_pending_records_new()) what confirmed operations touch.
 */
void kp_pending_set_collect_confirmed (KpPendingSet *self,
                                       GHashTable *records);

/* Likewise what operations made that is not there unless they say so, and what any of them touches.
 */
void kp_pending_set_collect_created (KpPendingSet *self,
                                     GHashTable *records);
void kp_pending_set_collect_all (KpPendingSet *self,
                                 GHashTable *records);

/* Returns: (transfer full): a set of records */
GHashTable *kp_pending_records_new (void);
void kp_pending_records_add (GHashTable *records,
                             KpEntityType entity,
                             const KpId *id);

/**
 * kp_pending_set_project:
 * @round: of the cache now: operations confirmed up to it are no longer applied
 * @records: set; grows by what hangs together with its members
 * @changes: where the records are named
 *
 * Makes the projections of @records anew.
 */
gboolean kp_pending_set_project (KpPendingSet *self,
                                 KpProjector *projector,
                                 gint64 round,
                                 GHashTable *records,
                                 KpChangeSet *changes,
                                 GError **error);

/* Begins and commits a transaction of its own: makes the tables, when this version wants others,
 * and projects again whatever is or was pending.
 */
gboolean kp_pending_project_at_start (KpStore *store,
                                      GError **error);

/* Likewise, when a projection may have been missed: after a failed transaction of the cache. */
gboolean kp_pending_project_again (KpStore *store,
                                   KpChangeSet *changes,
                                   GError **error);

/* Likewise: only how far operations on @records have come has changed, not what they do. */
gboolean kp_pending_mark (KpStore *store,
                          GHashTable *records,
                          KpChangeSet *changes,
                          GError **error);

/**
 * kp_pending_project_last:
 * @operations: (element-type KpOperation): the newest of all, in the author's order
 *
 * Begins and commits a transaction of its own: applies @operations to the projections as they are,
 * which costs the same however many wait already.
 */
gboolean kp_pending_project_last (KpStore *store,
                                  GPtrArray *operations,
                                  KpChangeSet *changes,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpPendingSet, kp_pending_set_free)

G_END_DECLS
