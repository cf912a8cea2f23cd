/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The steps of a request and its work order, one below the other, the present one last. Main
 * thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_PROGRESS (kp_request_progress_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestProgress, kp_request_progress, KP, REQUEST_PROGRESS, AdwBin)

/* @request_id: (nullable): whose steps to show */
void kp_request_progress_set_request (KpRequestProgress *self,
                                      KpClient *client,
                                      const char *request_id);

G_END_DECLS
