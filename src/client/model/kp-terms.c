/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-terms.h"

#include "kp-record-private.h"

struct _KpTerms
{
  KpRecord parent_instance;
};

typedef enum
{
  VERSION,
  TEXT,
  PORTAL_ID
} Column;

/* In the order of Column, and of the cells in kp-store-termss.c. */
static const KpProperty TABLE[] = {
  { "version", KP_PROPERTY_NUMBER },
  { "text", KP_PROPERTY_TEXT },
  { "portal-id", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpTerms, kp_terms, KP_TYPE_RECORD)

const KpItemKind KP_TERMS_KIND = {
  .get_type = kp_terms_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_terms_class_init (KpTermsClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_terms_init (KpTerms *self)
{
}

gint64
kp_terms_get_version (KpTerms *self)
{
  return kp_record_get_number (KP_RECORD (self), VERSION);
}

const char *
kp_terms_get_text (KpTerms *self)
{
  return kp_record_get_text (KP_RECORD (self), TEXT);
}

const char *
kp_terms_get_portal_id (KpTerms *self)
{
  return kp_record_get_text (KP_RECORD (self), PORTAL_ID);
}
