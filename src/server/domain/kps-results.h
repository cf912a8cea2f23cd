/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an operation ended in: the line that travels, and the table that remembers it for 400 days,
 * so that an operation sent twice takes effect once. Any thread with its connection.
 */

#pragma once

#include "kp-operation.h"
#include "kps-store.h"

G_BEGIN_DECLS

/* SHA-256. */
#define KPS_SHA_SIZE 32

/**
 * KpsResult:
 */
typedef struct
{
  guint8 sha[KPS_SHA_SIZE]; /* of the frozen bytes */
  char *line;               /* (owned): {"op":…,"r":…,…} */
  char *outcome;            /* (owned): "r" of the line */
} KpsResult;

/**
 * kps_result_load:
 * @result: (out) (transfer full) (nullable): %NULL if the operation is not known
 */
gboolean kps_result_load (KpDb *db,
                          const KpId *user_id,
                          const KpId *operation_id,
                          KpsResult **result,
                          GError **error);

/* Remembers a final result, in the transaction of its effect. */
gboolean kps_result_save (KpsTx *tx,
                          const KpId *user_id,
                          const KpId *operation_id,
                          const KpsResult *result,
                          GError **error);

/* A result was given again, so that it is remembered from now on: who got it last may name the
 * operation as a predecessor for as long as after the first time.
 */
gboolean kps_result_renew (KpsTx *tx,
                           const KpId *user_id,
                           const KpId *operation_id,
                           GError **error);

void kps_result_free (KpsResult *self);

/* Lines. @outcome: ok, denied, gone, upgrade, lost, bytes …
 * Returns: (transfer full): without its end
 */
char *kps_result_line (const KpId *operation_id,
                       const char *outcome);

/* @number: (nullable): the human number that was drawn */
char *kps_result_line_ok (const KpId *operation_id,
                          const char *number);

/* @places: (element-type utf8): what is missing */
char *kps_result_line_need (const KpId *operation_id,
                            GPtrArray *places);

/* @places: (nullable): files that are not here */
char *kps_result_line_later (const KpId *operation_id,
                             int seconds,
                             GPtrArray *places);

/* @subject: as it is now; the line says what the fields of `was` hold, and who moved it when */
char *kps_result_line_conflict (const KpOperation *operation,
                                const KpsRecord *subject);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsResult, kps_result_free)

G_END_DECLS
