/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work orders in the work-order overview. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_WORK_ORDER_LIST (kp_work_order_list_get_type ())
G_DECLARE_FINAL_TYPE (KpWorkOrderList, kp_work_order_list, KP, WORK_ORDER_LIST, AdwNavigationPage)

/* Properties: "compact" (what is selected covers the list), "narrow" (phone width). */
AdwNavigationPage *kp_work_order_list_new (KpClient *client);

/* @state: (nullable): of the work orders that are listed; %NULL = all of them, and then one chooses
 *   between open and completed
 */
void kp_work_order_list_show_state (KpWorkOrderList *self,
                                    const char *state);

/* Shows one beside the list, whether or not it is in there. */
void kp_work_order_list_open (KpWorkOrderList *self,
                              const char *id);

void kp_work_order_list_search (KpWorkOrderList *self);

G_END_DECLS
