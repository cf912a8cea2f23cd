/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One result of a search at the office. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_SEARCH_RESULT (kp_search_result_get_type ())
G_DECLARE_FINAL_TYPE (KpSearchResult, kp_search_result, KP, SEARCH_RESULT, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_SEARCH_RESULT_KIND;

/* Readers of the properties of the same names. */

/* request | work_order | organisation */
const char *kp_search_result_get_entity (KpSearchResult *self);
const char *kp_search_result_get_org_id (KpSearchResult *self);
const char *kp_search_result_get_org_name (KpSearchResult *self);
const char *kp_search_result_get_number (KpSearchResult *self);
const char *kp_search_result_get_title (KpSearchResult *self);
const char *kp_search_result_get_state (KpSearchResult *self);
gint64 kp_search_result_get_updated_at (KpSearchResult *self);

G_END_DECLS
