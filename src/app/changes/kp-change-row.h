/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One change in the journal, with what can be done about it. Main thread.
 *
 * Signals: "drop": the person wants it out of the queue; "decide": and here wants to see why it was
 * refused and what can be done.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_CHANGE_ROW (kp_change_row_get_type ())
G_DECLARE_FINAL_TYPE (KpChangeRow, kp_change_row, KP, CHANGE_ROW, AdwActionRow)

/**
 * kp_change_row_new:
 * @now: UTC milliseconds
 */
GtkWidget *kp_change_row_new (KpClient *client,
                              KpChange *change,
                              gint64 now);

/* Leads to what @change is about: the record, which may be another one now, or one's details. */
void kp_change_row_show_subject (GtkWidget *widget,
                                 KpClient *client,
                                 KpChange *change);

/* Returns: (transfer none): */
KpChange *kp_change_row_get_change (KpChangeRow *self);

G_END_DECLS
