/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-flow.h"

#include "kp-record-private.h"

struct _KpFlow
{
  KpRecord parent_instance;
};

typedef enum
{
  KEY,
  NAME,
  SUMMARY,
  ICON,
  MINUTES,
  STEPS,
  PORTAL_ID,
  WORK_TYPE,
  USED_AT
} Column;

/* In the order of Column, and of the cells in kp-store-flows.c. */
static const KpProperty TABLE[] = {
  { "key", KP_PROPERTY_TEXT },
  { "name", KP_PROPERTY_TEXT },
  { "summary", KP_PROPERTY_TEXT },
  { "icon", KP_PROPERTY_TEXT },
  { "minutes", KP_PROPERTY_NUMBER },
  { "steps", KP_PROPERTY_NUMBER },
  { "portal-id", KP_PROPERTY_TEXT },
  { "work-type", KP_PROPERTY_TEXT },
  { "used-at", KP_PROPERTY_NUMBER },
};

G_DEFINE_FINAL_TYPE (KpFlow, kp_flow, KP_TYPE_RECORD)

const KpItemKind KP_FLOW_KIND = {
  .get_type = kp_flow_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_flow_class_init (KpFlowClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_flow_init (KpFlow *self)
{
}

const char *
kp_flow_get_key (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), KEY);
}

const char *
kp_flow_get_name (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

const char *
kp_flow_get_summary (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), SUMMARY);
}

const char *
kp_flow_get_icon (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), ICON);
}

gint64
kp_flow_get_minutes (KpFlow *self)
{
  return kp_record_get_number (KP_RECORD (self), MINUTES);
}

gint64
kp_flow_get_steps (KpFlow *self)
{
  return kp_record_get_number (KP_RECORD (self), STEPS);
}

const char *
kp_flow_get_portal_id (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), PORTAL_ID);
}

const char *
kp_flow_get_work_type (KpFlow *self)
{
  return kp_record_get_text (KP_RECORD (self), WORK_TYPE);
}

gint64
kp_flow_get_used_at (KpFlow *self)
{
  return kp_record_get_number (KP_RECORD (self), USED_AT);
}
