/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The program: one instance per application id, with a window for each open account. Main thread.
 */

#pragma once

#include "kp-accounts.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_APPLICATION (kp_application_get_type ())
G_DECLARE_FINAL_TYPE (KpApplication, kp_application, KP, APPLICATION, AdwApplication)

/* See kp-window.h, which includes this. */
typedef struct _KpWindow KpWindow;

/**
 * kp_application_new:
 * @application_id: see kp_places_get_application_id()
 * @settings: of the schema org.klantportaal.Klantportaal; kept
 * @accounts: kept
 */
KpApplication *kp_application_new (const char *application_id,
                                   GSettings *settings,
                                   KpAccounts *accounts);

GSettings *kp_application_get_settings (KpApplication *self);
KpAccounts *kp_application_get_accounts (KpApplication *self);

/* Returns: (transfer none) (nullable): the window of @account, if it has one */
KpWindow *kp_application_find_window (KpApplication *self,
                                      KpAccount *account);

/* Opens @account if it has no window, and brings that to the front. Returns: (transfer none) */
KpWindow *kp_application_show_account (KpApplication *self,
                                       KpAccount *account);

/**
 * kp_application_restart:
 *
 * Remembers what is shown, closes the accounts and ends; main() then starts the program again, in
 * the language that the settings name by now.
 */
void kp_application_restart (KpApplication *self);

/* Returns: whether the program is to be started again */
gboolean kp_application_get_restarting (KpApplication *self);

G_END_DECLS
