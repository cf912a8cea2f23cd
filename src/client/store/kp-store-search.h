/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search indexes of requests and of work orders: every three letters in a row of title, number,
 * organisation, and requester or engineer. They are filled while nothing else happens; until then,
 * and for what changed since, searching reads the projections, so an answer is always right and
 * only sometimes slow. They lie in the cache and are made anew with the projections. On the thread
 * of the connection.
 */

#pragma once

#include "kp-store.h"

G_BEGIN_DECLS

/* Returns: (transfer none): SQL that makes them, empty; part of the shape of projections */
const char *kp_search_get_create (void);

/* Returns: (transfer none): SQL that removes them */
const char *kp_search_get_drop (void);

/* Returns: (transfer none): SQL that empties them */
const char *kp_search_get_empty (void);

/**
 * kp_search_get_hits:
 * @entity: %KP_ENTITY_REQUEST or %KP_ENTITY_WORK_ORDER
 *
 * Returns: (transfer none): the head of a query: a table hit (key, sure) of the records that $5,
 *   a match of kp_search_dup_match(), may be about; those that are not sure must be looked at
 */
const char *kp_search_get_hits (KpEntityType entity);

/* Returns: (transfer full) (nullable): for MATCH; %NULL if @search is too short for the index */
char *kp_search_dup_match (const char *search);

/**
 * kp_store_fill_search_sync:
 * @limit: rows at most
 * @more: (out): whether rows are left
 *
 * One step of filling them, one transaction.
 */
gboolean kp_store_fill_search_sync (KpStore *self,
                                    guint limit,
                                    gboolean *more,
                                    GError **error);

G_END_DECLS
