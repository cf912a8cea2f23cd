/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Asks for the password of an open account again, because the office wants it. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_SIGN_IN_DIALOG (kp_sign_in_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpSignInDialog, kp_sign_in_dialog, KP, SIGN_IN_DIALOG, AdwDialog)

AdwDialog *kp_sign_in_dialog_new (KpClient *client);

G_END_DECLS
