/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A change that was refused: what happened, both versions, and every way out of it. Main thread.
 *
 * Signals: "drop": the person lets go of it; "done" (text): a way out was taken, and whoever opened
 * the dialog shows the text; "shown": what it is about is shown behind the dialogs.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_COMPARE_DIALOG (kp_compare_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpCompareDialog, kp_compare_dialog, KP, COMPARE_DIALOG, AdwDialog)

/* @now: UTC milliseconds */
AdwDialog *kp_compare_dialog_new (KpClient *client,
                                  KpChange *change,
                                  gint64 now);

G_END_DECLS
