/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * First start and signing in: an address, where needed a portal, then login and password. Main
 * thread.
 *
 * Signal: "signed-in" (KpClient): the account is open.
 */

#pragma once

#include "kp-application.h"
#include "kp-client.h"

G_BEGIN_DECLS

#define KP_TYPE_SIGN_IN_VIEW (kp_sign_in_view_get_type ())
G_DECLARE_FINAL_TYPE (KpSignInView, kp_sign_in_view, KP, SIGN_IN_VIEW, AdwBin)

/**
 * kp_sign_in_view_new:
 * @menu: the primary menu
 *
 * Begins with the address; the one that was used last is filled in.
 */
KpSignInView *kp_sign_in_view_new (KpApplication *application,
                                   GMenuModel *menu);

/* Fills in an address and asks the office behind it at once. */
void kp_sign_in_view_set_address (KpSignInView *self,
                                  const char *address);

/**
 * kp_sign_in_view_ask_password:
 * @reason: (nullable): translated; why the password is asked
 */
void kp_sign_in_view_ask_password (KpSignInView *self,
                                   KpAccount *account,
                                   const char *reason);

/* As activating the row “Office staff” does; only after the office was found. */
void kp_sign_in_view_choose_staff (KpSignInView *self);

/* Returns: the name of the step shown: address, busy, choose or password */
const char *kp_sign_in_view_get_step (KpSignInView *self);

G_END_DECLS
