/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Changes the person's own password, which needs a connection. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_PASSWORD_DIALOG (kp_password_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpPasswordDialog, kp_password_dialog, KP, PASSWORD_DIALOG, AdwDialog)

AdwDialog *kp_password_dialog_new (KpClient *client);

/**
 * kp_password_dialog_check:
 * @old_password: as typed; likewise the others
 *
 * Pure, so that the rule can be tested. The server has the last word.
 *
 * Returns: (nullable): a translated sentence that says what to do; %NULL = may be sent
 */
const char *kp_password_dialog_check (const char *old_password,
                                      const char *new_password,
                                      const char *again);

G_END_DECLS
