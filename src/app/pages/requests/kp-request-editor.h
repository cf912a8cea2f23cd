/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing one request, step by step. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_EDITOR (kp_request_editor_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestEditor, kp_request_editor, KP, REQUEST_EDITOR, AdwNavigationPage)

/**
 * kp_request_editor_new:
 *
 * Properties: "narrow", and what the template reads: "form", "step-title", "step-place",
 * "kept-text", "next-label".
 *
 * Signal "closed" (request id, nullable): the person is done; with an id, the request was queued.
 */
AdwNavigationPage *kp_request_editor_new (KpClient *client,
                                          KpRequestForm *form);

G_END_DECLS
