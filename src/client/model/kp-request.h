/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A request as lists and its page show it. Times are UTC milliseconds. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST (kp_request_get_type ())
G_DECLARE_FINAL_TYPE (KpRequest, kp_request, KP, REQUEST, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_REQUEST_KIND;

/* Readers of the properties of the same names. */

/* R-2026-00043; NULL until the office gave one */
const char *kp_request_get_number (KpRequest *self);
const char *kp_request_get_title (KpRequest *self);
const char *kp_request_get_flow_id (KpRequest *self);
const char *kp_request_get_flow_name (KpRequest *self); /* in the reader's language */
/* internal: submitted, in_review …, or the work order's once there is one */
const char *kp_request_get_state (KpRequest *self);
/* the portal's name of the state for customers */
const char *kp_request_get_status_text (KpRequest *self);
KpBucket kp_request_get_bucket (KpRequest *self);
const char *kp_request_get_org_id (KpRequest *self);
const char *kp_request_get_org_name (KpRequest *self);
const char *kp_request_get_requester_id (KpRequest *self);
const char *kp_request_get_requester_name (KpRequest *self);
gboolean kp_request_get_mine (KpRequest *self); /* whether the reader made it */
gint64 kp_request_get_created_at (KpRequest *self);
gint64 kp_request_get_updated_at (KpRequest *self);
KpSyncState kp_request_get_sync (KpRequest *self);
const char *kp_request_get_state_by (KpRequest *self); /* who moved it last */
gint64 kp_request_get_state_at (KpRequest *self);
/* not_ours | incomplete | duplicate | other */
const char *kp_request_get_decline_reason (KpRequest *self);
const char *kp_request_get_decline_text (KpRequest *self);
const char *kp_request_get_explanation (KpRequest *self);
const char *kp_request_get_work_order_id (KpRequest *self);
const char *kp_request_get_work_order_number (KpRequest *self);
/* whether somebody else did something since it was read */
gboolean kp_request_get_unread (KpRequest *self);

/* Who of the office entered it for the requester; NULL = the requester wrote it */
const char *kp_request_get_entered_by (KpRequest *self);

G_END_DECLS
