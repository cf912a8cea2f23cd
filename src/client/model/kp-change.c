/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-change.h"

#include "kp-record-private.h"

struct _KpChange
{
  KpRecord parent_instance;
};

typedef enum
{
  KIND,
  SUBJECT_ID,
  SUBJECT_TITLE,
  SUBJECT_NUMBER,
  SYNC,
  REASON,
  REASON_DETAIL,
  REASON_BY,
  REASON_AT,
  TEXT,
  CREATED_AT,
  FINISHED_AT,
  DRAFT_ID
} Column;

/* In the order of Column, and of the cells in kp-store-changes.c. */
static const KpProperty TABLE[] = {
  { "kind", KP_PROPERTY_TEXT },
  { "subject-id", KP_PROPERTY_TEXT },
  { "subject-title", KP_PROPERTY_TEXT },
  { "subject-number", KP_PROPERTY_TEXT },
  { "sync", KP_PROPERTY_SYNC },
  { "reason", KP_PROPERTY_TEXT },
  { "reason-detail", KP_PROPERTY_TEXT },
  { "reason-by", KP_PROPERTY_TEXT },
  { "reason-at", KP_PROPERTY_NUMBER },
  { "text", KP_PROPERTY_TEXT },
  { "created-at", KP_PROPERTY_NUMBER },
  { "finished-at", KP_PROPERTY_NUMBER },
  { "draft-id", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpChange, kp_change, KP_TYPE_RECORD)

const KpItemKind KP_CHANGE_KIND = {
  .get_type = kp_change_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_change_class_init (KpChangeClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_change_init (KpChange *self)
{
}

const char *
kp_change_get_kind (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), KIND);
}

const char *
kp_change_get_subject_id (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), SUBJECT_ID);
}

const char *
kp_change_get_subject_title (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), SUBJECT_TITLE);
}

const char *
kp_change_get_subject_number (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), SUBJECT_NUMBER);
}

KpSyncState
kp_change_get_sync (KpChange *self)
{
  return (KpSyncState) kp_record_get_number (KP_RECORD (self), SYNC);
}

const char *
kp_change_get_reason (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), REASON);
}

const char *
kp_change_get_reason_detail (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), REASON_DETAIL);
}

const char *
kp_change_get_reason_by (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), REASON_BY);
}

gint64
kp_change_get_reason_at (KpChange *self)
{
  return kp_record_get_number (KP_RECORD (self), REASON_AT);
}

const char *
kp_change_get_text (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), TEXT);
}

gint64
kp_change_get_created_at (KpChange *self)
{
  return kp_record_get_number (KP_RECORD (self), CREATED_AT);
}

gint64
kp_change_get_finished_at (KpChange *self)
{
  return kp_record_get_number (KP_RECORD (self), FINISHED_AT);
}

const char *
kp_change_get_draft_id (KpChange *self)
{
  return kp_record_get_text (KP_RECORD (self), DRAFT_ID);
}
