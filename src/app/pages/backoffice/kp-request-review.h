/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One portal request before the office: accept, ask, decline. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_REVIEW (kp_request_review_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestReview, kp_request_review, KP, REQUEST_REVIEW, AdwBin)

/*
 * Properties, for templates: "request" (KpRequest), "may-decide", "compact" (writable: shows the
 * way back to the list).
 */

/* @request: (nullable): what to judge; %NULL = nothing is selected */
void kp_request_review_set_request (KpRequestReview *self,
                                    KpClient *client,
                                    KpRequest *request);

/* Returns: (transfer none) (nullable) */
KpRequest *kp_request_review_get_request (KpRequestReview *self);

/* Returns: whether it was this person, and here, who accepted or declined the request */
gboolean kp_request_review_get_decided (KpRequestReview *self);

/* Says that this person decided on a request elsewhere, should it be the one that is shown. */
void kp_request_review_set_decided (KpRequestReview *self,
                                    const char *request_id);

/* Returns: whether the request itself is shown, and not what was written about it */
gboolean kp_request_review_get_shows_facts (KpRequestReview *self);

G_END_DECLS
