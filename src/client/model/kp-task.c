/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-task.h"

#include "kp-record-private.h"

struct _KpTask
{
  KpRecord parent_instance;
};

typedef enum
{
  KIND,
  SUBJECT_ID,
  TITLE,
  NUMBER,
  ORG_ID,
  ORG_NAME,
  SINCE
} Column;

/* In the order of Column, and of the cells in kp-store-tasks.c. */
static const KpProperty TABLE[] = {
  { "kind", KP_PROPERTY_TEXT },
  { "subject-id", KP_PROPERTY_TEXT },
  { "title", KP_PROPERTY_TEXT },
  { "number", KP_PROPERTY_TEXT },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "since", KP_PROPERTY_NUMBER },
};

G_DEFINE_FINAL_TYPE (KpTask, kp_task, KP_TYPE_RECORD)

const KpItemKind KP_TASK_KIND = {
  .get_type = kp_task_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_task_class_init (KpTaskClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_task_init (KpTask *self)
{
}

const char *
kp_task_get_kind (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), KIND);
}

const char *
kp_task_get_subject_id (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), SUBJECT_ID);
}

const char *
kp_task_get_title (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_task_get_number (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), NUMBER);
}

const char *
kp_task_get_org_id (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_task_get_org_name (KpTask *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

gint64
kp_task_get_since (KpTask *self)
{
  return kp_record_get_number (KP_RECORD (self), SINCE);
}
