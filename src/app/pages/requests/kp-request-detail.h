/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request, as its customer sees it. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_DETAIL (kp_request_detail_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestDetail, kp_request_detail, KP, REQUEST_DETAIL, AdwNavigationPage)

/**
 * kp_request_detail_new:
 * @id: of the request
 *
 * Properties: "request" (KpRequest), "compact" (the facts become an overlay).
 */
AdwNavigationPage *kp_request_detail_new (KpClient *client,
                                          const char *id);

/**
 * kp_request_detail_explain:
 * @is_member: whether the reader belongs to the organisation of the request
 *
 * Returns: (transfer full): why the reader sees this request, by the facts that decide on it
 */
char *kp_request_detail_explain (KpRequest *request,
                                 gboolean is_member);

G_END_DECLS
