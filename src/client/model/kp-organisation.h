/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An organisation that the person belongs to, or a customer of the office. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_ORGANISATION (kp_organisation_get_type ())
G_DECLARE_FINAL_TYPE (KpOrganisation, kp_organisation, KP, ORGANISATION, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_ORGANISATION_KIND;

/* Readers of the properties of the same names. */

const char *kp_organisation_get_name (KpOrganisation *self);
const char *kp_organisation_get_number (KpOrganisation *self);
const char *kp_organisation_get_city (KpOrganisation *self);
/* name of the member of staff */
const char *kp_organisation_get_responsible (KpOrganisation *self);
const char *kp_organisation_get_legal_form (KpOrganisation *self);
const char *kp_organisation_get_kvk_number (KpOrganisation *self);
const char *kp_organisation_get_vat_number (KpOrganisation *self);
const char *kp_organisation_get_street (KpOrganisation *self);
const char *kp_organisation_get_postcode (KpOrganisation *self);
/* of the reader's membership; NULL for staff */
const char *kp_organisation_get_role (KpOrganisation *self);
/* whether its records are on this computer */
gboolean kp_organisation_get_held (KpOrganisation *self);

G_END_DECLS
