/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a change of this person stands: icon and word, except that what is confirmed has only its
 * icon, because nearly everything is. Main thread.
 */

#pragma once

#include "kp-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_SYNC_MARK (kp_sync_mark_get_type ())
G_DECLARE_FINAL_TYPE (KpSyncMark, kp_sync_mark, KP, SYNC_MARK, AdwBin)

/**
 * kp_sync_mark_new:
 *
 * Properties: "sync" (KpSyncState), "wordy" (whether to name the confirmed state too).
 */
GtkWidget *kp_sync_mark_new (void);

/* Returns: (transfer none): the word for @state, translated, such as "Queued" */
const char *kp_sync_mark_get_word (KpSyncState state);

/* Returns: (transfer none): the icon for @state */
const char *kp_sync_mark_get_icon (KpSyncState state);

G_END_DECLS
