/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-request.h"

#include "kp-record-private.h"

struct _KpRequest
{
  KpRecord parent_instance;
};

typedef enum
{
  NUMBER,
  TITLE,
  FLOW_ID,
  FLOW_NAME,
  STATE,
  STATUS_TEXT,
  BUCKET,
  ORG_ID,
  ORG_NAME,
  REQUESTER_ID,
  REQUESTER_NAME,
  MINE,
  CREATED_AT,
  UPDATED_AT,
  SYNC,
  STATE_BY,
  STATE_AT,
  DECLINE_REASON,
  DECLINE_TEXT,
  EXPLANATION,
  WORK_ORDER_ID,
  WORK_ORDER_NUMBER,
  UNREAD,
  ENTERED_BY,
  /* The name of a colleague who made it, and the organisation if the person sees those of several;
   * NULL = the person's own, in the only organisation. For rows of lists. */
  ORIGIN
} Column;

/* In the order of Column, and of the cells in kp-store-requests.c. */
static const KpProperty TABLE[] = {
  { "number", KP_PROPERTY_TEXT },
  { "title", KP_PROPERTY_TEXT },
  { "flow-id", KP_PROPERTY_TEXT },
  { "flow-name", KP_PROPERTY_TEXT },
  { "state", KP_PROPERTY_TEXT },
  { "status-text", KP_PROPERTY_TEXT },
  { "bucket", KP_PROPERTY_BUCKET },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "requester-id", KP_PROPERTY_TEXT },
  { "requester-name", KP_PROPERTY_TEXT },
  { "mine", KP_PROPERTY_FLAG },
  { "created-at", KP_PROPERTY_NUMBER },
  { "updated-at", KP_PROPERTY_NUMBER },
  { "sync", KP_PROPERTY_SYNC },
  { "state-by", KP_PROPERTY_TEXT },
  { "state-at", KP_PROPERTY_NUMBER },
  { "decline-reason", KP_PROPERTY_TEXT },
  { "decline-text", KP_PROPERTY_TEXT },
  { "explanation", KP_PROPERTY_TEXT },
  { "work-order-id", KP_PROPERTY_TEXT },
  { "work-order-number", KP_PROPERTY_TEXT },
  { "unread", KP_PROPERTY_FLAG },
  { "entered-by", KP_PROPERTY_TEXT },
  { "origin", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpRequest, kp_request, KP_TYPE_RECORD)

const KpItemKind KP_REQUEST_KIND = {
  .get_type = kp_request_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_request_class_init (KpRequestClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_request_init (KpRequest *self)
{
}

const char *
kp_request_get_number (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), NUMBER);
}

const char *
kp_request_get_title (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_request_get_flow_id (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), FLOW_ID);
}

const char *
kp_request_get_flow_name (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), FLOW_NAME);
}

const char *
kp_request_get_state (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE);
}

const char *
kp_request_get_status_text (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), STATUS_TEXT);
}

KpBucket
kp_request_get_bucket (KpRequest *self)
{
  return (KpBucket) kp_record_get_number (KP_RECORD (self), BUCKET);
}

const char *
kp_request_get_org_id (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_request_get_org_name (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

const char *
kp_request_get_requester_id (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUESTER_ID);
}

const char *
kp_request_get_requester_name (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), REQUESTER_NAME);
}

gboolean
kp_request_get_mine (KpRequest *self)
{
  return kp_record_get_number (KP_RECORD (self), MINE) != 0;
}

gint64
kp_request_get_created_at (KpRequest *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

gint64
kp_request_get_updated_at (KpRequest *self)
{
  return kp_record_get_number (KP_RECORD (self), UPDATED_AT);
}

KpSyncState
kp_request_get_sync (KpRequest *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}

const char *
kp_request_get_state_by (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE_BY);
}

gint64
kp_request_get_state_at (KpRequest *self)
{
  return kp_record_get_number (KP_RECORD (self), STATE_AT);
}

const char *
kp_request_get_decline_reason (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), DECLINE_REASON);
}

const char *
kp_request_get_decline_text (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), DECLINE_TEXT);
}

const char *
kp_request_get_explanation (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), EXPLANATION);
}

const char *
kp_request_get_work_order_id (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), WORK_ORDER_ID);
}

const char *
kp_request_get_work_order_number (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), WORK_ORDER_NUMBER);
}

gboolean
kp_request_get_unread (KpRequest *self)
{
  return kp_record_get_number (KP_RECORD (self), UNREAD) != 0;
}

const char *
kp_request_get_entered_by (KpRequest *self)
{
  return kp_record_get_text (KP_RECORD (self), ENTERED_BY);
}
