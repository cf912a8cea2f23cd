/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far a request is, in words and as steps, and what was asked. Used by customers and staff.
 * Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_FACTS (kp_request_facts_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestFacts, kp_request_facts, KP, REQUEST_FACTS, AdwBin)

/* @request: (nullable): what to show, and to follow while it is shown */
void kp_request_facts_set_request (KpRequestFacts *self,
                                   KpClient *client,
                                   KpRequest *request);

G_END_DECLS
