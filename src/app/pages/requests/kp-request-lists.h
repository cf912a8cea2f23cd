/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the module Requests, and the requests that are opened from them. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_LISTS (kp_request_lists_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestLists, kp_request_lists, KP, REQUEST_LISTS, GObject)

/**
 * kp_request_lists_new:
 * @page: whose option is shown and whose options get their counts; outlives the lists
 * @content: where they are shown; outlives them too
 */
KpRequestLists *kp_request_lists_new (KpPage *page,
                                      AdwNavigationView *content);

/* Shows the list of the page's option, without what was opened from it. */
void kp_request_lists_show (KpRequestLists *self);

/* Opens the request @id over the list. */
void kp_request_lists_open (KpRequestLists *self,
                            const char *id);

/* @usual: what is said about the page anyhow; @days, @some_kinds: see kp_client_get_shown_days ().
 * Returns: (transfer full): that, and what the portal leaves out of the lists */
char *kp_request_lists_explain (const char *usual,
                                gint64 days,
                                gboolean some_kinds);

/* Puts the cursor into the search of the overview. */
void kp_request_lists_search (KpRequestLists *self);

G_END_DECLS
