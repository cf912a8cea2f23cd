/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody of the office fills in a request for a customer who called. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ENTRY_DIALOG (kp_entry_dialog_get_type ())
G_DECLARE_FINAL_TYPE (KpEntryDialog, kp_entry_dialog, KP, ENTRY_DIALOG, AdwDialog)

/**
 * kp_entry_dialog_new:
 *
 * Property: organisation (string): the name of the one that was chosen.
 */
AdwDialog *kp_entry_dialog_new (KpClient *client);

/* Goes on with a draft instead of choosing whose request it is. */
void kp_entry_dialog_continue (KpEntryDialog *self,
                               const char *draft_id);

G_END_DECLS
