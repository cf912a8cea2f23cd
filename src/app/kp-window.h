/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window on one account, or on signing in to one. Main thread.
 *
 * Its actions: "win.show" (module, option, id), "win.say" (text), "win.organisation" (state: the
 * selected one, "" = all), "win.changes", "win.sync-now", "win.sign-out" and those that the
 * accelerators of KpApplication name.
 */

#pragma once

#include "kp-application.h"
#include "kp-client.h"

G_BEGIN_DECLS

#define KP_TYPE_WINDOW (kp_window_get_type ())
G_DECLARE_FINAL_TYPE (KpWindow, kp_window, KP, WINDOW, AdwApplicationWindow)

/* Returns: (transfer none): a window without an account, which says that one is being opened */
KpWindow *kp_window_new (KpApplication *application);

/**
 * kp_window_sign_in:
 * @address: (nullable): a portal address to begin with
 *
 * Asks to sign in, from the beginning.
 */
void kp_window_sign_in (KpWindow *self,
                        const char *address);

/**
 * kp_window_open_account:
 *
 * Opens the account from the keyring; where that fails, asks for its password.
 */
void kp_window_open_account (KpWindow *self,
                             KpAccount *account);

/**
 * kp_window_set_client:
 * @client: (nullable): kept; %NULL goes back to signing in
 */
void kp_window_set_client (KpWindow *self,
                           KpClient *client);

/* Returns: (transfer none) (nullable): */
KpClient *kp_window_get_client (KpWindow *self);

/* Returns: (transfer none) (nullable): the account that is open, or about to be */
KpAccount *kp_window_get_account (KpWindow *self);

/* See kp_page_show(). */
void kp_window_show (KpWindow *self,
                     const char *module,
                     const char *option,
                     const char *id);

/* Returns: (transfer none) (nullable): the module and the option in front */
const char *kp_window_get_module (KpWindow *self);
const char *kp_window_get_option (KpWindow *self);

G_END_DECLS
