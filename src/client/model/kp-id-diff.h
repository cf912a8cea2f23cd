/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What has to be replaced where to turn one ordered list of identities into another. Pure, any
 * thread; 100,000 identities take some tens of milliseconds, so on a worker.
 */

#pragma once

#include "kp-id.h"

G_BEGIN_DECLS

/**
 * KpSplice:
 *
 * Rows [old_start, old_start + removed) of the old list become rows [new_start, new_start + added)
 * of the new one.
 */
typedef struct
{
  guint old_start;
  guint removed;
  guint new_start;
  guint added;
  gboolean moves; /* whether something in it is both removed and added */
} KpSplice;

/**
 * kp_id_diff:
 * @old: (element-type KpId): each once
 * @new: (element-type KpId): each once
 * @most: splices; near ones are merged until there are no more
 *
 * What stays in order is left alone. What moved lies in one splice with its old and its new place,
 * because a selection follows an item only within one change.
 *
 * Returns: (transfer full) (element-type KpSplice): in order, with something kept between any two;
 *   empty if the lists are the same
 */
GArray *kp_id_diff (GArray *old,
                    GArray *new,
                    guint most);

G_END_DECLS
