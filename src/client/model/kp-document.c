/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-document.h"

#include "kp-record-private.h"

struct _KpDocument
{
  KpRecord parent_instance;
};

typedef enum
{
  TITLE,
  KIND,
  PERIOD,
  ORG_ID,
  ORG_NAME,
  SHARED_AT
} Column;

/* In the order of Column, and of the cells in kp-store-documents.c. */
static const KpProperty TABLE[] = {
  { "title", KP_PROPERTY_TEXT },
  { "kind", KP_PROPERTY_TEXT },
  { "period", KP_PROPERTY_TEXT },
  { "org-id", KP_PROPERTY_TEXT },
  { "org-name", KP_PROPERTY_TEXT },
  { "shared-at", KP_PROPERTY_NUMBER },
};

G_DEFINE_FINAL_TYPE (KpDocument, kp_document, KP_TYPE_RECORD)

const KpItemKind KP_DOCUMENT_KIND = {
  .get_type = kp_document_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_document_class_init (KpDocumentClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_document_init (KpDocument *self)
{
}

const char *
kp_document_get_title (KpDocument *self)
{
  return kp_record_get_text (KP_RECORD (self), TITLE);
}

const char *
kp_document_get_kind (KpDocument *self)
{
  return kp_record_get_text (KP_RECORD (self), KIND);
}

const char *
kp_document_get_period (KpDocument *self)
{
  return kp_record_get_text (KP_RECORD (self), PERIOD);
}

const char *
kp_document_get_org_id (KpDocument *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_ID);
}

const char *
kp_document_get_org_name (KpDocument *self)
{
  return kp_record_get_text (KP_RECORD (self), ORG_NAME);
}

gint64
kp_document_get_shared_at (KpDocument *self)
{
  return kp_record_get_number (KP_RECORD (self), SHARED_AT);
}
