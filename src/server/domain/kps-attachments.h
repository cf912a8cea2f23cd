/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that bring files: whether their contents are here, and what becomes of them. On the
 * writer's connection.
 */

#pragma once

#include "kp-operation.h"
#include "kps-blobs.h"

G_BEGIN_DECLS

/**
 * kps_attachments_check:
 * @org_id: whose operation it is; what others sent is not here for it
 * @missing: (element-type utf8): gets "file:<sha256>" for each content that is not here
 * @needs: (element-type utf8): gets what contradicts the content, as in `need`
 *
 * Returns: %FALSE as a database fails
 */
gboolean kps_attachments_check (KpDb *db,
                                const KpOperation *operation,
                                const KpId *org_id,
                                GPtrArray *missing,
                                GPtrArray *needs,
                                GError **error);

/* The records are there: connects them with their contents. */
gboolean kps_attachments_use (KpsTx *tx,
                              const KpOperation *operation,
                              GError **error);

G_END_DECLS
