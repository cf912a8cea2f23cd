/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The full sign-in with a password: enrols the folder on its first time, opens it again later.
 * Blocks (network, keyring), so it runs on a worker made for it, never on main or kp-store.
 */

#pragma once

#include "kp-account-folder.h"
#include "kp-discovery.h"
#include "kp-secrets.h"

G_BEGIN_DECLS

/**
 * KpSignInRequest:
 *
 * Lent for the time of the call.
 */
typedef struct
{
  const char *address;     /* of the office: KpDiscovery.address or KpAccountFacts.address */
  const char *office_name; /* for account.json */
  const char *portal;      /* (nullable): url_name; NULL = office staff */
  const char *portal_name; /* for account.json; empty for staff */
  const char *login;
  const char *password;
  gboolean once; /* until the program ends: nothing goes into the keyring */
} KpSignInRequest;

/**
 * KpSignIn:
 *
 * An account that is about to be opened: the store opens with the secrets' folder key.
 */
typedef struct
{
  KpAccountFolder *folder; /* (owned): locked, facts written */
  KpSecrets *secrets;      /* (owned): in use from now on */
  char *access;            /* (owned) (nullable): access token */
  gint64 access_until;     /* boot milliseconds at which @access ends */
  GError *keyring_error;   /* (owned) (nullable): why the keyring kept nothing, be it that it was
                              not to: the next start asks for the password */
} KpSignIn;

/**
 * kp_sign_in_sync:
 * @data_dir: where the account folders are
 *
 * Looks for the account among the folders by address, portal and login, otherwise makes one, which
 * is removed again if signing in fails. A sign-in for one time also takes out of the keyring what
 * an earlier one left there; the folder stays, and opens with the key that the server keeps for it.
 *
 * Returns: (transfer full): fails with %KP_ERROR_WRONG_PASSWORD, %KP_ERROR_TOO_MANY,
 *   %KP_ERROR_ACCOUNT_DISABLED, %KP_ERROR_PORTAL_DISABLED, %KP_ERROR_OFFLINE, %KP_ERROR_INSECURE,
 *   %KP_ERROR_IN_USE, %KP_ERROR_WRONG_ACCOUNT, %KP_ERROR_STORAGE, %KP_ERROR_INVALID or, for
 *   one time only, %KP_ERROR_KEYRING_LOCKED
 */
KpSignIn *kp_sign_in_sync (const char *data_dir,
                           const KpSignInRequest *request,
                           const KpEnvironment *environment,
                           GCancellable *cancellable,
                           GError **error);
void kp_sign_in_free (KpSignIn *self);

/**
 * kp_sign_in_open_sync:
 * @id: folder id
 *
 * Opens an account without the network: lock and keyring only. There is no access token.
 *
 * Returns: (transfer full): fails as kp_account_folder_open_sync() and kp_keyring_load_sync() do
 */
KpSignIn *kp_sign_in_open_sync (const char *data_dir,
                                const char *id,
                                GCancellable *cancellable,
                                GError **error);

/* Returns: (transfer full): what the keyring's own window calls the item of this account */
char *kp_sign_in_dup_label (const KpAccountFacts *facts);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSignIn, kp_sign_in_free)

G_END_DECLS
