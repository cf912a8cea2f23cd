/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A work order. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_WORK_ORDER (kp_work_order_get_type ())
G_DECLARE_FINAL_TYPE (KpWorkOrder, kp_work_order, KP, WORK_ORDER, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_WORK_ORDER_KIND;

/* Readers of the properties of the same names. */

const char *kp_work_order_get_number (KpWorkOrder *self);
const char *kp_work_order_get_title (KpWorkOrder *self);
const char *kp_work_order_get_state (KpWorkOrder *self);
/* the portal's name of the state for customers */
const char *kp_work_order_get_status_text (KpWorkOrder *self);
KpBucket kp_work_order_get_bucket (KpWorkOrder *self);
const char *kp_work_order_get_org_id (KpWorkOrder *self);
const char *kp_work_order_get_org_name (KpWorkOrder *self);
const char *kp_work_order_get_requester_id (KpWorkOrder *self);
const char *kp_work_order_get_requester_name (KpWorkOrder *self);
gboolean kp_work_order_get_mine (KpWorkOrder *self);
const char *kp_work_order_get_request_id (KpWorkOrder *self);
const char *kp_work_order_get_request_number (KpWorkOrder *self);
const char *kp_work_order_get_engineer (KpWorkOrder *self);
const char *kp_work_order_get_planned_on (KpWorkOrder *self); /* YYYY-MM-DD */
gint64 kp_work_order_get_created_at (KpWorkOrder *self);
gint64 kp_work_order_get_updated_at (KpWorkOrder *self);
KpSyncState kp_work_order_get_sync (KpWorkOrder *self);
/* whether the reader may see one, and it is there */
gboolean kp_work_order_get_has_price (KpWorkOrder *self);
gint64 kp_work_order_get_price_cents (KpWorkOrder *self);
const char *kp_work_order_get_currency (KpWorkOrder *self);
const char *kp_work_order_get_state_by (KpWorkOrder *self); /* name of whoever moved it last */
const char *kp_work_order_get_reason (KpWorkOrder *self);   /* of the present state, or empty */
gint64 kp_work_order_get_state_at (KpWorkOrder *self);

G_END_DECLS
