/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of drafts. Rows activate "requests.continue" with the draft's id. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_DRAFT_LIST (kp_draft_list_get_type ())
G_DECLARE_FINAL_TYPE (KpDraftList, kp_draft_list, KP, DRAFT_LIST, AdwNavigationPage)

AdwNavigationPage *kp_draft_list_new (KpClient *client);

G_END_DECLS
