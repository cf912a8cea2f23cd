/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The dialog that plans a work order: on which day, and who goes. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_PLAN_DIALOG (kp_plan_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpPlanDialog, kp_plan_dialog, KP, PLAN_DIALOG, AdwDialog)

/**
 * kp_plan_dialog_new:
 * @client: offers the names of who did work before
 * @order: begins with the day and the employee that it has, else with tomorrow and nobody
 *
 * Signals: planned (day, engineer): the person pressed Plan; day is YYYY-MM-DD.
 *
 * Returns: (transfer floating)
 */
AdwDialog *kp_plan_dialog_new (KpClient *client,
                               KpWorkOrder *order);

/**
 * kp_plan_dialog_follow:
 * @possible: whether the work order may still be planned
 *
 * The work order changed while the dialog is open. If a colleague planned it, or it may not be
 * planned any more, the dialog says so.
 */
void kp_plan_dialog_follow (KpPlanDialog *self,
                            gboolean possible);

G_END_DECLS
