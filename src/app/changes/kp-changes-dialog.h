/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes: what this person did and where it stands. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_CHANGES_DIALOG (kp_changes_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpChangesDialog, kp_changes_dialog, KP, CHANGES_DIALOG, AdwDialog)

/* @now: UTC milliseconds */
AdwDialog *kp_changes_dialog_new (KpClient *client,
                                  gint64 now);

G_END_DECLS
