/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-draft.h"

#include "kp-record-private.h"

struct _KpDraft
{
  KpRecord parent_instance;
};

typedef enum
{
  FLOW_ID,
  FLOW_NAME,
  FLOW_ICON,
  TITLE,
  ORG_ID,
  ORG_NAME,
  SAVED_AT,
  REFUSED
} Column;

/* In the order of Column, and of the cells in kp-store-drafts.c. */
static const KpProperty TABLE[] = {
  { "flow-id", KP_PROPERTY_TEXT },
  { "flow-name", KP_PROPERTY_TEXT },
  { "flow-icon", KP_PROPERTY_TEXT },
  { "title", KP_PROPERTY_TEXT },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "saved-at", KP_PROPERTY_NUMBER },
  { "refused", KP_PROPERTY_FLAG },
};

G_DEFINE_FINAL_TYPE (KpDraft, kp_draft, KP_TYPE_RECORD)

const KpItemKind KP_DRAFT_KIND = {
  .get_type = kp_draft_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_draft_class_init (KpDraftClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_draft_init (KpDraft *self)
{
}

const char *
kp_draft_get_flow_id (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), FLOW_ID);
}

const char *
kp_draft_get_flow_name (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), FLOW_NAME);
}

const char *
kp_draft_get_flow_icon (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), FLOW_ICON);
}

const char *
kp_draft_get_title (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_draft_get_org_id (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_draft_get_org_name (KpDraft *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

gint64
kp_draft_get_saved_at (KpDraft *self)
{
  return kp_record_get_number (KP_RECORD (self), SAVED_AT);
}

gboolean
kp_draft_get_refused (KpDraft *self)
{
  return kp_record_get_number (KP_RECORD (self), REFUSED) != 0;
}
