/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Preferences of this program on this computer, for all accounts. Main thread.
 */

#pragma once

#include "kp-application.h"

G_BEGIN_DECLS

#define KP_TYPE_PREFERENCES_DIALOG (kp_preferences_dialog_get_type ())
G_DECLARE_FINAL_TYPE (
  KpPreferencesDialog, kp_preferences_dialog, KP, PREFERENCES_DIALOG, AdwPreferencesDialog)

AdwDialog *kp_preferences_dialog_new (KpApplication *application);

G_END_DECLS
