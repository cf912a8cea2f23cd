/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The accounts of this computer: a GListModel of KpAccount, most recently used first. Main thread.
 */

#pragma once

#include "kp-account.h"
#include "kp-environment.h"

G_BEGIN_DECLS

#define KP_TYPE_ACCOUNTS (kp_accounts_get_type ())
G_DECLARE_FINAL_TYPE (KpAccounts, kp_accounts, KP, ACCOUNTS, GObject)

/**
 * kp_accounts_new:
 * @data_dir: holds one folder per account; made by the first sign-in
 * @environment: outlives the object and every client of its accounts
 *
 * Lists the folders: a few small files, read at once.
 */
KpAccounts *kp_accounts_new (const char *data_dir,
                             const KpEnvironment *environment);

const char *kp_accounts_get_data_dir (KpAccounts *self);
const KpEnvironment *kp_accounts_get_environment (KpAccounts *self);

/* Returns: (transfer none) (nullable) */
KpAccount *kp_accounts_find (KpAccounts *self,
                             const char *id);

/* Reads the folders again: an account was added, by whoever. */
void kp_accounts_reload (KpAccounts *self);

/**
 * kp_accounts_remove_async:
 *
 * Deletes everything of the account on this computer, queued work too; the account must not be
 * open.
 */
void kp_accounts_remove_async (KpAccounts *self,
                               KpAccount *account,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* Returns: fails with %KP_ERROR_IN_USE or %KP_ERROR_STORAGE */
gboolean kp_accounts_remove_finish (KpAccounts *self,
                                    GAsyncResult *result,
                                    GError **error);

G_END_DECLS
