/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One work order as the office carries it out: its facts, what was asked, the conversation, notes,
 * and what may be done with it now. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_WORK_ORDER_DETAIL (kp_work_order_detail_get_type ())
G_DECLARE_FINAL_TYPE (KpWorkOrderDetail, kp_work_order_detail, KP, WORK_ORDER_DETAIL, AdwBin)

/* @order: (nullable): the one to show */
void kp_work_order_detail_set_order (KpWorkOrderDetail *self,
                                     KpClient *client,
                                     KpWorkOrder *order);

/* Returns: (transfer none) (nullable) */
KpWorkOrder *kp_work_order_detail_get_order (KpWorkOrderDetail *self);

G_END_DECLS
