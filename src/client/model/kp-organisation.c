/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-organisation.h"

#include "kp-record-private.h"

struct _KpOrganisation
{
  KpRecord parent_instance;
};

typedef enum
{
  NAME,
  NUMBER,
  CITY,
  RESPONSIBLE,
  LEGAL_FORM,
  KVK_NUMBER,
  VAT_NUMBER,
  STREET,
  POSTCODE,
  ROLE,
  HELD
} Column;

/* In the order of Column, and of the cells in kp-store-organisations.c. */
static const KpProperty TABLE[] = {
  { "name", KP_PROPERTY_TEXT },
  { "number", KP_PROPERTY_TEXT },
  { "city", KP_PROPERTY_TEXT },
  { "responsible", KP_PROPERTY_TEXT },
  { "legal-form", KP_PROPERTY_TEXT },
  { "kvk-number", KP_PROPERTY_TEXT },
  { "vat-number", KP_PROPERTY_TEXT },
  { "street", KP_PROPERTY_TEXT },
  { "postcode", KP_PROPERTY_TEXT },
  { "role", KP_PROPERTY_TEXT },
  { "held", KP_PROPERTY_FLAG },
};

G_DEFINE_FINAL_TYPE (KpOrganisation, kp_organisation, KP_TYPE_RECORD)

const KpItemKind KP_ORGANISATION_KIND = {
  .get_type = kp_organisation_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_organisation_class_init (KpOrganisationClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_organisation_init (KpOrganisation *self)
{
}

const char *
kp_organisation_get_name (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

const char *
kp_organisation_get_number (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), NUMBER);
}

const char *
kp_organisation_get_city (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), CITY);
}

const char *
kp_organisation_get_responsible (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), RESPONSIBLE);
}

const char *
kp_organisation_get_legal_form (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), LEGAL_FORM);
}

const char *
kp_organisation_get_kvk_number (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), KVK_NUMBER);
}

const char *
kp_organisation_get_vat_number (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), VAT_NUMBER);
}

const char *
kp_organisation_get_street (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), STREET);
}

const char *
kp_organisation_get_postcode (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), POSTCODE);
}

const char *
kp_organisation_get_role (KpOrganisation *self)
{
  return kp_record_get_text (KP_RECORD (self), ROLE);
}

gboolean
kp_organisation_get_held (KpOrganisation *self)
{
  return kp_record_get_number (KP_RECORD (self), HELD) != 0;
}
