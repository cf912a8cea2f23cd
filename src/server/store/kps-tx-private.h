/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a KpsTx, for the writer alone. Beginning and committing the transaction of the
 * database is the writer's; this is what is collected meanwhile.
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

/* @db: in a transaction */
KpsTx *kps_tx_new (KpDb *db,
                   const KpEnvironment *environment);

/* The savepoint of a step was released: what it collected counts. */
void kps_tx_keep_step (KpsTx *self);

/* The savepoint of a step was rolled back: what it collected is forgotten. */
void kps_tx_drop_step (KpsTx *self);

/**
 * kps_tx_flush:
 * @streams: (out) (transfer full): the ids of the streams that moved, ascending
 *
 * Writes the counters and the line of the commit log. Last thing before COMMIT.
 */
gboolean kps_tx_flush (KpsTx *self,
                       char ***streams,
                       GError **error);

/* Notes that @id changed in @stream, or left it. */
void kps_tx_bump (KpsTx *self,
                  const char *stream,
                  KpEntityType entity,
                  const KpId *id,
                  gboolean gone);

/**
 * kps_tx_set_words:
 * @number: of the row
 * @words: (nullable): what staff find it by; %NULL = it is gone
 *
 * Writes to the index wait for the end as well: each statement after one of them would make FTS5
 * write out all that it has collected.
 */
void kps_tx_set_words (KpsTx *self,
                       gint64 number,
                       const char *words);

void kps_tx_free (KpsTx *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsTx, kps_tx_free)

G_END_DECLS
