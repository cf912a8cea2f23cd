/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A version of the terms of a portal. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_TERMS (kp_terms_get_type ())
G_DECLARE_FINAL_TYPE (KpTerms, kp_terms, KP, TERMS, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_TERMS_KIND;

/* Readers of the properties of the same names. */

gint64 kp_terms_get_version (KpTerms *self);
const char *kp_terms_get_text (KpTerms *self); /* in the reader's language */
const char *kp_terms_get_portal_id (KpTerms *self);

G_END_DECLS
