/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Token buckets in memory: so many at once, then one every so often. Names are hashed before they
 * are kept, because people type passwords into the field of the login. Buckets that are not full
 * are stored beside the accounts, so that starting the server anew does not fill them. Any thread.
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

typedef struct
{
  guint burst;    /* how many at once */
  guint every_ms; /* one more after that long */
} KpsLimit;

/* Names with a bucket that is not full, in memory: some 10 MB. */
#define KPS_MAX_BUCKETS 100000

typedef struct _KpsLimiter KpsLimiter;

/* @key: 32 bytes, copied: for hashing names */
KpsLimiter *kps_limiter_new (const KpEnvironment *environment,
                             const guint8 *key);
void kps_limiter_free (KpsLimiter *self);

/**
 * kps_limiter_take:
 * @kind: such as "login"; different kinds never share a bucket
 * @name: untrusted
 *
 * Takes one.
 *
 * Returns: 0, or the seconds until there is one again
 */
guint kps_limiter_take (KpsLimiter *self,
                        const char *kind,
                        const char *name,
                        const KpsLimit *limit);

/* Puts one back: the try was a good one. */
void kps_limiter_give_back (KpsLimiter *self,
                            const char *kind,
                            const char *name,
                            const KpsLimit *limit);

/* Stores what changed since the last time, and removes what is full again; a step of the writer. */
gboolean kps_limiter_save (KpsLimiter *self,
                           KpsTx *tx,
                           GError **error);

/* Recalls what was stored and is not full yet. */
gboolean kps_limiter_load (KpsLimiter *self,
                           KpDb *db,
                           GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsLimiter, kps_limiter_free)

G_END_DECLS
