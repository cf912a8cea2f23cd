/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changing records. A KpsTx is what one group commit collects: rows are written at once, the
 * counters of streams when it ends, in ascending order of the streams, so that each stream's
 * numbers become visible in order and without holes (SYNC.md section 1). Only the writer's thread.
 */

#pragma once

#include "kp-environment.h"
#include "kps-record.h"

G_BEGIN_DECLS

/**
 * KpsTx:
 *
 * The open group commit. Made and ended by kps_batch_run() only.
 */
typedef struct _KpsTx KpsTx;

/* Returns: (transfer none): for statements of the caller's own; never begin or end anything on it
 */
KpDb *kps_tx_get_db (KpsTx *self);

/* Returns: (transfer none) */
const KpEnvironment *kps_tx_get_environment (KpsTx *self);

/* Returns: UTC milliseconds, the same throughout the group commit */
gint64 kps_tx_get_now (KpsTx *self);

/* Returns: the number that this group commit has in commit_log, if it changes anything that clients
 *   can see. Marks it as doing so. 0 on failure.
 */
gint64 kps_tx_get_commit_number (KpsTx *self,
                                 GError **error);

/**
 * kps_tx_put:
 * @body: the whole record, a JSON object of at most %KP_LIMIT_RECORD bytes; kept and sent as it is
 *
 * Makes or replaces a record, and publishes it where it now belongs; its parts too, when that
 * changed. An organisation brings its entry in the directory (same id) along. Fails with
 * %KP_ERROR_INVALID, %KP_ERROR_TOO_LARGE.
 */
gboolean kps_tx_put (KpsTx *self,
                     KpEntityType entity,
                     const KpId *id,
                     const char *body,
                     gsize length,
                     GError **error);

/* As kps_tx_put(), from a document under construction. */
gboolean kps_tx_put_doc (KpsTx *self,
                         KpEntityType entity,
                         const KpId *id,
                         yyjson_mut_doc *body,
                         GError **error);

/* Removes a record, if it is there, and says so in its streams. Its parts stay: remove them first.
 */
gboolean kps_tx_delete (KpsTx *self,
                        KpEntityType entity,
                        const KpId *id,
                        GError **error);

/* Publishes a record again where it belongs at the present time, without changing it. */
gboolean kps_tx_publish_again (KpsTx *self,
                               KpEntityType entity,
                               const KpId *id,
                               GError **error);

/**
 * kps_tx_draw_number:
 * @prefix: "R" for requests, "W" for work orders
 * @at: UTC milliseconds; its year counts
 *
 * Returns: (transfer full): the next human number of the office and the year, "R-2026-00042";
 *   unique, rising
 */
char *kps_tx_draw_number (KpsTx *self,
                          const char *prefix,
                          gint64 at,
                          GError **error);

/**
 * kps_tx_claim_number:
 * @number: one that exists elsewhere, such as in an import; of any form
 *
 * Makes sure that kps_tx_draw_number() never gives out @number or a lower one of its year.
 */
gboolean kps_tx_claim_number (KpsTx *self,
                              const char *number,
                              GError **error);

/**
 * kps_tx_prune:
 *
 * Forgets what nobody needs to be told any more: publications that ended and commits, 35 days ago;
 * results, 400 days ago. Moves work orders that ended 30 days ago out of the work list.
 */
gboolean kps_tx_prune (KpsTx *self,
                       GError **error);

/* The office's facts that are no records, such as the secret of the proof. */
gboolean kps_setting_load (KpDb *db,
                           const char *name,
                           GBytes **value,
                           GError **error);
gboolean kps_setting_save (KpsTx *tx,
                           const char *name,
                           GBytes *value,
                           GError **error);

G_END_DECLS
