/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A document that the office shared with an organisation. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_DOCUMENT (kp_document_get_type ())
G_DECLARE_FINAL_TYPE (KpDocument, kp_document, KP, DOCUMENT, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_DOCUMENT_KIND;

/* Readers of the properties of the same names. */

const char *kp_document_get_title (KpDocument *self);
const char *kp_document_get_kind (KpDocument *self);
const char *kp_document_get_period (KpDocument *self); /* NULL = of none */
const char *kp_document_get_org_id (KpDocument *self);
const char *kp_document_get_org_name (KpDocument *self);
gint64 kp_document_get_shared_at (KpDocument *self); /* UTC milliseconds */

G_END_DECLS
