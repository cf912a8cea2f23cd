/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A content on its way in: written to blobs/incoming/<random> as it arrives, and hashed meanwhile.
 * Whoever lets go of it before it was kept leaves nothing behind. Any thread, one at a time;
 * blocks.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

typedef struct _KpsIncoming KpsIncoming;

/**
 * kps_incoming_new:
 * @folder: of the office, with its folders of contents
 * @environment: for the name
 *
 * Returns: (transfer full): fails with %KP_ERROR_STORAGE
 */
KpsIncoming *kps_incoming_new (const char *folder,
                               const KpEnvironment *environment,
                               GError **error);

/* Closes and removes what was not kept. */
void kps_incoming_free (KpsIncoming *self);

/* Appends. Fails with %KP_ERROR_STORAGE, also where the disk is full. */
gboolean kps_incoming_write (KpsIncoming *self,
                             gconstpointer data,
                             gsize length,
                             GError **error);

/**
 * kps_incoming_finish:
 * @is_same: (out): whether what arrived has the hash @sha256
 *
 * Flushes what arrived. Nothing is written afterwards.
 */
gboolean kps_incoming_finish (KpsIncoming *self,
                              const char *sha256,
                              gboolean *is_same,
                              GError **error);

/* Returns: bytes that arrived */
gsize kps_incoming_get_size (const KpsIncoming *self);

/* Returns: (transfer none): where it is until it is kept */
const char *kps_incoming_get_path (const KpsIncoming *self);

/* Moves a finished content to the place of its hash; durable when it returns. */
gboolean kps_incoming_keep (KpsIncoming *self,
                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsIncoming, kps_incoming_free)

G_END_DECLS
