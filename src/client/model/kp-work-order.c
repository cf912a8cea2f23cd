/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-work-order.h"

#include "kp-record-private.h"

struct _KpWorkOrder
{
  KpRecord parent_instance;
};

typedef enum
{
  NUMBER,
  TITLE,
  STATE,
  STATUS_TEXT,
  BUCKET,
  ORG_ID,
  ORG_NAME,
  REQUESTER_ID,
  REQUESTER_NAME,
  MINE,
  REQUEST_ID,
  REQUEST_NUMBER,
  ENGINEER,
  PLANNED_ON,
  CREATED_AT,
  UPDATED_AT,
  SYNC,
  HAS_PRICE,
  PRICE_CENTS,
  CURRENCY,
  STATE_BY,
  REASON,
  STATE_AT
} Column;

/* In the order of Column, and of the cells in kp-store-work-orders.c. */
static const KpProperty TABLE[] = {
  { "number", KP_PROPERTY_TEXT },
  { "title", KP_PROPERTY_TEXT },
  { "state", KP_PROPERTY_TEXT },
  { "status-text", KP_PROPERTY_TEXT },
  { "bucket", KP_PROPERTY_BUCKET },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "requester-id", KP_PROPERTY_TEXT },
  { "requester-name", KP_PROPERTY_TEXT },
  { "mine", KP_PROPERTY_FLAG },
  { "request-id", KP_PROPERTY_TEXT },
  { "request-number", KP_PROPERTY_TEXT },
  { "engineer", KP_PROPERTY_TEXT },
  { "planned-on", KP_PROPERTY_TEXT },
  { "created-at", KP_PROPERTY_NUMBER },
  { "updated-at", KP_PROPERTY_NUMBER },
  { "sync", KP_PROPERTY_SYNC },
  { "has-price", KP_PROPERTY_FLAG },
  { "price-cents", KP_PROPERTY_NUMBER },
  { "currency", KP_PROPERTY_TEXT },
  { "state-by", KP_PROPERTY_TEXT },
  { "reason", KP_PROPERTY_TEXT },
  { "state-at", KP_PROPERTY_NUMBER },
};

G_DEFINE_FINAL_TYPE (KpWorkOrder, kp_work_order, KP_TYPE_RECORD)

const KpItemKind KP_WORK_ORDER_KIND = {
  .get_type = kp_work_order_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_work_order_class_init (KpWorkOrderClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_work_order_init (KpWorkOrder *self)
{
}

const char *
kp_work_order_get_number (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), NUMBER);
}

const char *
kp_work_order_get_title (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_work_order_get_state (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE);
}

const char *
kp_work_order_get_status_text (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), STATUS_TEXT);
}

KpBucket
kp_work_order_get_bucket (KpWorkOrder *self)
{
  return (KpBucket) kp_record_get_number (KP_RECORD (self), BUCKET);
}

const char *
kp_work_order_get_org_id (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_work_order_get_org_name (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

const char *
kp_work_order_get_requester_id (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUESTER_ID);
}

const char *
kp_work_order_get_requester_name (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUESTER_NAME);
}

gboolean
kp_work_order_get_mine (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), MINE) != 0;
}

const char *
kp_work_order_get_request_id (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUEST_ID);
}

const char *
kp_work_order_get_request_number (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUEST_NUMBER);
}

const char *
kp_work_order_get_engineer (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), ENGINEER);
}

const char *
kp_work_order_get_planned_on (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), PLANNED_ON);
}

gint64
kp_work_order_get_created_at (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

gint64
kp_work_order_get_updated_at (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), UPDATED_AT);
}

KpSyncState
kp_work_order_get_sync (KpWorkOrder *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}

gboolean
kp_work_order_get_has_price (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), HAS_PRICE) != 0;
}

gint64
kp_work_order_get_price_cents (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), PRICE_CENTS);
}

const char *
kp_work_order_get_currency (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), CURRENCY);
}

const char *
kp_work_order_get_state_by (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE_BY);
}

const char *
kp_work_order_get_reason (KpWorkOrder *self)
{
  return kp_record_get_text (KP_RECORD (self), REASON);
}

gint64
kp_work_order_get_state_at (KpWorkOrder *self)
{
  return kp_record_get_number (KP_RECORD (self), STATE_AT);
}
