/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The portal requests in the work-order overview. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_INBOX (kp_request_inbox_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestInbox, kp_request_inbox, KP, REQUEST_INBOX, AdwNavigationPage)

/* Property "compact": the request covers the list instead of standing beside it. */
AdwNavigationPage *kp_request_inbox_new (KpClient *client);

/* Shows the request @id beside the list. */
void kp_request_inbox_open (KpRequestInbox *self,
                            const char *id);

void kp_request_inbox_search (KpRequestInbox *self);

G_END_DECLS
