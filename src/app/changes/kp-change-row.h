/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One change in the journal, with what can be done about it. Main thread.
 *
 * Signals: "drop": the person wants it out of the queue; "decide": and here wants to see why it was
 * refused and what can be done.
 */

#pragma once

#include "kp-change.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_CHANGE_ROW (kp_change_row_get_type ())
G_DECLARE_FINAL_TYPE (KpChangeRow, kp_change_row, KP, CHANGE_ROW, AdwActionRow)

/**
 * kp_change_row_new:
 * @staff: whether its requests are shown in the back office
 * @now: UTC milliseconds
 */
GtkWidget *kp_change_row_new (KpChange *change,
                              gboolean staff,
                              gint64 now);

/* Returns: (transfer none): */
KpChange *kp_change_row_get_change (KpChangeRow *self);

G_END_DECLS
