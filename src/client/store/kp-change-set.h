/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Collects what a commit changes. Any thread, one object per thread.
 */

#pragma once

#include "kp-store.h"

G_BEGIN_DECLS

/* More records than this are not named one by one. */
#define KP_CHANGE_SET_MAX 500

KpChangeSet *kp_change_set_new (void);

/* Names a record, unless it is named already or @self says "all". */
void kp_change_set_add (KpChangeSet *self,
                        KpEntityType entity,
                        const KpId *id);

void kp_change_set_add_all (KpChangeSet *self);

/* Calls the callback if @changes has anything, and empties it. Outside of any transaction. */
void kp_store_emit (KpStore *self,
                    KpChangeSet *changes);

/* For hash tables whose keys are KpChanged. */
guint kp_changed_hash (gconstpointer changed);
gboolean kp_changed_equal (gconstpointer a,
                           gconstpointer b);

G_END_DECLS
