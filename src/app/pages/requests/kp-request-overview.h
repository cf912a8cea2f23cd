/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list of requests of one scope, with its search and its two heaps. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_OVERVIEW (kp_request_overview_get_type ())
G_DECLARE_FINAL_TYPE (
  KpRequestOverview, kp_request_overview, KP, REQUEST_OVERVIEW, AdwNavigationPage)

/**
 * kp_request_overview_new:
 *
 * Properties: "client" (construct only), "narrow" (rows instead of a table).
 *
 * Signal "opened" (id): the person wants to see that request.
 */
AdwNavigationPage *kp_request_overview_new (KpClient *client);

/* Shows the requests of @scope under the heading @title, translated. */
void kp_request_overview_set_scope (KpRequestOverview *self,
                                    KpScope scope,
                                    const char *title);

/* Puts the cursor into the search. */
void kp_request_overview_search (KpRequestOverview *self);

/* Writes what is shown, in its order, as comma-separated values; says how it went. */
void kp_request_overview_export (KpRequestOverview *self,
                                 GFile *file);

G_END_DECLS
