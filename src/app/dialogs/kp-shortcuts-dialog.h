/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The overview of keyboard shortcuts. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_SHORTCUTS_DIALOG (kp_shortcuts_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpShortcutsDialog, kp_shortcuts_dialog, KP, SHORTCUTS_DIALOG, AdwDialog)

AdwDialog *kp_shortcuts_dialog_new (void);

G_END_DECLS
