/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A kind of request that one can make. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_FLOW (kp_flow_get_type ())
G_DECLARE_FINAL_TYPE (KpFlow, kp_flow, KP, FLOW, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_FLOW_KIND;

/* Readers of the properties of the same names. */

const char *kp_flow_get_key (KpFlow *self);
const char *kp_flow_get_name (KpFlow *self);
const char *kp_flow_get_summary (KpFlow *self);
const char *kp_flow_get_icon (KpFlow *self); /* icon name; NULL = none */
gint64 kp_flow_get_minutes (KpFlow *self);   /* how long filling in takes */
gint64 kp_flow_get_steps (KpFlow *self);     /* number of steps of the form */
const char *kp_flow_get_portal_id (KpFlow *self);
const char *kp_flow_get_work_type (KpFlow *self); /* its name; NULL = none */
gint64 kp_flow_get_used_at (KpFlow *self);        /* by this person; 0 = not lately */

G_END_DECLS
