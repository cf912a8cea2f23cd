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

/* Properties: "compact" (the facts cover the list), "order" (the selected KpWorkOrder, nullable).
 */
AdwNavigationPage *kp_work_order_list_new (KpClient *client);

void kp_work_order_list_search (KpWorkOrderList *self);

G_END_DECLS
