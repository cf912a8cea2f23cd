/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Joins change sets that were committed faster than the interface asks for them. Pure.
 */

#pragma once

#include "kp-store.h"

G_BEGIN_DECLS

/* Beyond this many records lists are asked again as a whole, which is cheaper. */
#define KP_CHANGE_MERGE_MAX 2000

/**
 * kp_change_merge:
 * @self: (nullable) (transfer full): %NULL = nothing yet
 *
 * Returns: (transfer full): @self with @added, without doubles
 */
KpChangeSet *kp_change_merge (KpChangeSet *self,
                              const KpChangeSet *added);

G_END_DECLS
