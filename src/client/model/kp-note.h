/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An internal note: only office staff ever hold one. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_NOTE (kp_note_get_type ())
G_DECLARE_FINAL_TYPE (KpNote, kp_note, KP, NOTE, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_NOTE_KIND;

/* Readers of the properties of the same names. */

const char *kp_note_get_request_id (KpNote *self);
const char *kp_note_get_author_name (KpNote *self);
gboolean kp_note_get_mine (KpNote *self);
const char *kp_note_get_text (KpNote *self);
gint64 kp_note_get_created_at (KpNote *self);
KpSyncState kp_note_get_sync (KpNote *self);

G_END_DECLS
