/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The lists of the back office, each made when it is shown first: what is not seen yet need not be
 * there when the window opens. Main thread.
 */

#pragma once

#include "kp-office-search.h"
#include "kp-page.h"
#include "kp-request-inbox.h"
#include "kp-work-order-list.h"

G_BEGIN_DECLS

/* Each: @content: where the lists of @page are. Returns: (transfer none): of @content */
KpRequestInbox *kp_backoffice_lists_ensure_inbox (AdwNavigationView *content,
                                                  KpPage *page);
KpWorkOrderList *kp_backoffice_lists_ensure_orders (AdwNavigationView *content,
                                                    KpPage *page);
KpOfficeSearch *kp_backoffice_lists_ensure_search (AdwNavigationView *content,
                                                   KpPage *page);

G_END_DECLS
