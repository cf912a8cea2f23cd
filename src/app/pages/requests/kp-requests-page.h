/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The module Requests. Options: mine, colleagues, drafts; kp_page_open() also takes "new" and a
 * flow, or "drafts" and a draft. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUESTS_PAGE (kp_requests_page_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestsPage, kp_requests_page, KP, REQUESTS_PAGE, KpPage)

G_END_DECLS
