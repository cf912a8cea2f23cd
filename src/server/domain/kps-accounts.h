/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who may sign in: a login, unique per population and portal, and a password (SECURITY.md section
 * 1). The person behind it is the record `user` of the same id; that it is switched off stands in
 * kps-standing. One object per process, immutable: any thread.
 */

#pragma once

#include "kps-import.h"
#include "kps-limiter.h"
#include "kps-passwords.h"
#include "kps-secrets.h"

G_BEGIN_DECLS

typedef struct _KpsAccounts KpsAccounts;

/**
 * KpsAccountsOptions:
 */
typedef struct
{
  KpsPasswordCost cost;
  KpsLimit per_login; /* wrong passwords for one login */
  guint access_s;     /* how long an access token lasts */
  guint session_days; /* how long a customer stays signed in at most */
  guint staff_hours;  /* how long staff stay signed in at most */
} KpsAccountsOptions;

/* The shipped values. */
void kps_accounts_options_init (KpsAccountsOptions *options);

/**
 * kps_accounts_new:
 * @office: outlives it
 *
 * Makes server.key in the office's folder if there is none, and recalls the rate limits.
 *
 * Returns: (transfer full): fails if the key can't be read or written
 */
KpsAccounts *kps_accounts_new (KpsOffice *office,
                               const KpsAccountsOptions *options,
                               GError **error);
void kps_accounts_free (KpsAccounts *self);

KpsOffice *kps_accounts_get_office (const KpsAccounts *self);
const KpsSecrets *kps_accounts_get_secrets (const KpsAccounts *self);
const KpsPasswords *kps_accounts_get_passwords (const KpsAccounts *self);
const KpsAccountsOptions *kps_accounts_get_options (const KpsAccounts *self);
KpsLimiter *kps_accounts_get_limiter (const KpsAccounts *self);

/**
 * KpsAccount:
 *
 * One row.
 */
typedef struct
{
  KpId user_id;
  KpId portal_id; /* zero = office staff */
  char *login;    /* (owned) */
  char *password; /* (owned) (nullable): encoded hash; NULL = cannot sign in yet */
} KpsAccount;

/**
 * kps_account_load:
 * @portal_id: (nullable): %NULL = office staff
 * @account: (out) (transfer full) (nullable): %NULL if there is none
 */
gboolean kps_account_load (KpDb *db,
                           const KpId *portal_id,
                           const char *login,
                           KpsAccount **account,
                           GError **error);
gboolean kps_account_load_by_user (KpDb *db,
                                   const KpId *user_id,
                                   KpsAccount **account,
                                   GError **error);
void kps_account_free (KpsAccount *self);

/* Returns: (transfer full): what is compared: two spellings of one login are one login */
char *kps_account_fold_login (const char *login);

/* Returns: whether a login is in form: 1 to %KP_LIMIT_LOGIN bytes of UTF-8 without controls and
 * spaces */
gboolean kps_account_is_login (const char *login);

/**
 * kps_account_save:
 * @password: (nullable): encoded hash; %NULL leaves the present one
 *
 * Makes or changes the row of a user. Fails with %KP_ERROR_CONFLICT if somebody else of the same
 * population and portal has the login.
 */
gboolean kps_account_save (KpsTx *tx,
                           const KpId *user_id,
                           const KpId *portal_id,
                           const char *login,
                           const char *password,
                           GError **error);

/**
 * kps_account_set_password:
 * @keep_session: (nullable): goes on; every other session of the user ends
 */
gboolean kps_account_set_password (KpsTx *tx,
                                   const KpId *user_id,
                                   const char *password,
                                   const KpId *keep_session,
                                   GError **error);

/**
 * kps_account_switch:
 * @log_path: of rights.log
 *
 * Disables or enables: at once, and for good (kps-standing).
 */
gboolean kps_account_switch (KpsTx *tx,
                             const char *log_path,
                             const KpId *user_id,
                             gboolean is_on,
                             GError **error);

/**
 * kps_account_save_imported:
 * @accounts: (element-type KpsImportAccount)
 * @data: (type KpsAccounts)
 *
 * As KpsImportOptions.save_accounts: passwords in the files become those of accounts that have none
 * or another one; they are not judged, because only demonstrations have them.
 */
gboolean kps_account_save_imported (KpsTx *tx,
                                    GPtrArray *accounts,
                                    gpointer data,
                                    GError **error);

/* Replaces a hash by one of the same password at a higher cost, if it is still the present one. */
gboolean kps_account_renew_hash (KpsTx *tx,
                                 const KpId *user_id,
                                 const char *present,
                                 const char *renewed,
                                 GError **error);

/* Returns: (transfer full) (element-type KpsRecord): all portals, in the order of their ids */
GPtrArray *kps_account_load_portals (KpDb *db,
                                     GError **error);

/**
 * kps_account_find_portal:
 * @url_name: untrusted
 * @portal_id: (out): zero if there is none
 * @is_enabled: (out)
 */
gboolean kps_account_find_portal (KpDb *db,
                                  const char *url_name,
                                  KpId *portal_id,
                                  gboolean *is_enabled,
                                  GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsAccounts, kps_accounts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsAccount, kps_account_free)

G_END_DECLS
