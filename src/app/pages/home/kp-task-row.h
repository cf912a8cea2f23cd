/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One task in the inbox of Home. Main thread.
 */

#pragma once

#include "kp-task.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_TASK_ROW (kp_task_row_get_type ())
G_DECLARE_FINAL_TYPE (KpTaskRow, kp_task_row, KP, TASK_ROW, AdwActionRow)

/* @now: UTC milliseconds */
GtkWidget *kp_task_row_new (KpTask *task,
                            gint64 now);

/* Returns: (transfer none): */
KpTask *kp_task_row_get_task (KpTaskRow *self);

G_END_DECLS
