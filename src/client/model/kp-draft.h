/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A form that was begun and lies on this computer only. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_DRAFT (kp_draft_get_type ())
G_DECLARE_FINAL_TYPE (KpDraft, kp_draft, KP, DRAFT, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_DRAFT_KIND;

/* Readers of the properties of the same names. */

const char *kp_draft_get_flow_id (KpDraft *self);
const char *kp_draft_get_flow_name (KpDraft *self);
const char *kp_draft_get_flow_icon (KpDraft *self);
const char *kp_draft_get_title (KpDraft *self); /* NULL while nothing names it */
const char *kp_draft_get_org_id (KpDraft *self);
const char *kp_draft_get_org_name (KpDraft *self);
gint64 kp_draft_get_saved_at (KpDraft *self);
/* whether it came back from the office with something to complete */
gboolean kp_draft_get_refused (KpDraft *self);

G_END_DECLS
