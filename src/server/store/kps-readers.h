/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A few threads, each with a read-only connection of its own, for questions to the database.
 */

#pragma once

#include "kp-db.h"

G_BEGIN_DECLS

#define KPS_TYPE_READERS (kps_readers_get_type ())
G_DECLARE_FINAL_TYPE (KpsReaders, kps_readers, KPS, READERS, GObject)

/**
 * KpsReadFunc:
 * @db: outside of any transaction, and left like that
 * @task: to be returned from; source object, data and cancellable are its own
 *
 * Called on a reader's thread.
 */
typedef void (*KpsReadFunc) (KpDb *db,
                             GTask *task);

/**
 * kps_readers_new:
 * @path: of a migrated database
 * @n_threads: at least 1
 *
 * Returns: (transfer full): fails if a connection can't be opened
 */
KpsReaders *kps_readers_new (const char *path,
                             guint n_threads,
                             GError **error);

/**
 * kps_readers_push:
 * @task: kept until @func has run; fails as cancelled if it is cancelled before its turn, or pushed
 *   after kps_readers_shutdown()
 *
 * Queues a question. Any thread.
 */
void kps_readers_push (KpsReaders *self,
                       GTask *task,
                       KpsReadFunc func);

/* Fails the questions that are queued, ends the threads and closes the connections. */
void kps_readers_shutdown (KpsReaders *self);

G_END_DECLS
