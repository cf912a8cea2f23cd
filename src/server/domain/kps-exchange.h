/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exchange POST /v1/sync without HTTP (SYNC.md sections 3, 4, 6). It has two steps: operations
 * are judged and run within a group commit of the writer; then the reply is read from one snapshot,
 * whose transaction ends before the first byte is sent. The simulation calls the same two steps
 * itself, and may stop between them.
 */

#pragma once

#include "kps-office.h"

G_BEGIN_DECLS

/**
 * KpsExchange:
 *
 * One request on its way to its reply. Used by one thread at a time.
 */
typedef struct _KpsExchange KpsExchange;

/**
 * kps_exchange_new:
 * @person: copied
 * @request: untrusted
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID or %KP_ERROR_TOO_LARGE: the whole request
 *   is refused (status 400 or 413)
 */
KpsExchange *kps_exchange_new (const KpsPerson *person,
                               GBytes *request,
                               GError **error);

/* Returns: whether there are operations; without any, the first step is left out */
gboolean kps_exchange_has_operations (const KpsExchange *self);

/**
 * kps_exchange_make_job:
 * @done: called after COMMIT, with @data
 *
 * The first step, as a job for a group commit: a savepoint per operation. @self must live until
 * @done.
 *
 * Returns: (transfer full)
 */
KpsJob *kps_exchange_make_job (KpsExchange *self,
                               KpsJobDone done,
                               gpointer data);

/**
 * kps_exchange_read:
 * @db: outside of any transaction
 * @environment: for the time bound of 250 ms
 * @hooks: (nullable): for the ticket
 *
 * The second step.
 *
 * Returns: (transfer full): the reply. Fails with %KP_ERROR_ACCOUNT_DISABLED or
 *   %KP_ERROR_PORTAL_DISABLED (the problems of these names), or as a database does (status 503;
 *   nothing acknowledged is lost)
 */
GBytes *kps_exchange_read (KpsExchange *self,
                           KpDb *db,
                           const KpEnvironment *environment,
                           const KpsOfficeHooks *hooks,
                           GError **error);
void kps_exchange_free (KpsExchange *self);

/**
 * kps_exchange_run:
 * @office: a single one
 *
 * Both steps at once, in a group commit of its own.
 */
GBytes *kps_exchange_run (KpsOffice *office,
                          const KpsPerson *person,
                          GBytes *request,
                          GError **error);

/**
 * kps_exchange_run_async:
 * @office: one with threads
 * @person: copied
 *
 * Both steps in the background; for the handler of the route. Cancelling drops the reply, never the
 * operations.
 */
void kps_exchange_run_async (KpsOffice *office,
                             const KpsPerson *person,
                             GBytes *request,
                             GCancellable *cancellable,
                             GAsyncReadyCallback callback,
                             gpointer user_data);
GBytes *kps_exchange_run_finish (GAsyncResult *result,
                                 GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsExchange, kps_exchange_free)

G_END_DECLS
