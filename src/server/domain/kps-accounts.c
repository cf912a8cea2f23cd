/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The object that holds what signing in needs, and the rows of accounts.
 */

#include "kps-accounts.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-audit.h"
#include "kps-sessions.h"
#include "kps-standing.h"

#include <string.h>

struct _KpsAccounts
{
  KpsOffice *office; /* (unowned) */
  KpsAccountsOptions options;
  KpsSecrets *secrets;     /* (owned) */
  KpsPasswords *passwords; /* (owned) */
  KpsLimiter *limiter;     /* (owned) */
};

void
kps_accounts_options_init (KpsAccountsOptions *options)
{
  *options = (KpsAccountsOptions) {
    .cost = { .memory_kib = KPS_PASSWORD_MEMORY_KIB, .passes = KPS_PASSWORD_PASSES },
    .per_login = { .burst = 10, .every_ms = 60 * 1000 },
    .access_s = 10 * 60,
    .session_days = 30,
    .staff_hours = 12,
  };
}

/* Reads on a connection of its own: in an office with threads, the readers' belong to them. */
static gboolean
recall_limits (KpsAccounts *self,
               GError **error)
{
  KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (kps_office_get_db_path (self->office), &options, error);

  return db != NULL && kps_limiter_load (self->limiter, db, error);
}

KpsAccounts *
kps_accounts_new (KpsOffice *office,
                  const KpsAccountsOptions *options,
                  GError **error)
{
  const KpEnvironment *environment = kps_office_get_environment (office);
  g_autofree char *path = g_build_filename (kps_office_get_folder (office), KPS_SECRETS_FILE, NULL);
  g_autoptr (KpsSecrets) secrets = kps_secrets_open (path, environment, error);
  g_autoptr (KpsPasswords) passwords = NULL;
  g_autoptr (KpsAccounts) self = NULL;

  if (secrets == NULL)
    return NULL;

  passwords = kps_passwords_new (secrets, &options->cost, error);
  if (passwords == NULL)
    return NULL;

  self = g_new0 (KpsAccounts, 1);
  self->office = office;
  self->options = *options;
  self->limiter = kps_limiter_new (environment, kps_secrets_get_limiter_key (secrets));
  self->secrets = g_steal_pointer (&secrets);
  self->passwords = g_steal_pointer (&passwords);
  if (!recall_limits (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kps_accounts_free (KpsAccounts *self)
{
  g_clear_pointer (&self->passwords, kps_passwords_free);
  g_clear_pointer (&self->limiter, kps_limiter_free);
  g_clear_pointer (&self->secrets, kps_secrets_free);
  g_free (self);
}

KpsOffice *
kps_accounts_get_office (const KpsAccounts *self)
{
  return self->office;
}

const KpsSecrets *
kps_accounts_get_secrets (const KpsAccounts *self)
{
  return self->secrets;
}

const KpsPasswords *
kps_accounts_get_passwords (const KpsAccounts *self)
{
  return self->passwords;
}

const KpsAccountsOptions *
kps_accounts_get_options (const KpsAccounts *self)
{
  return &self->options;
}

KpsLimiter *
kps_accounts_get_limiter (const KpsAccounts *self)
{
  return self->limiter;
}

char *
kps_account_fold_login (const char *login)
{
  g_autofree char *composed = g_utf8_normalize (login, -1, G_NORMALIZE_ALL_COMPOSE);

  return g_utf8_casefold (composed != NULL ? composed : login, -1);
}

gboolean
kps_account_is_login (const char *login)
{
  if (login == NULL || *login == '\0' || strlen (login) > KP_LIMIT_LOGIN ||
      !g_utf8_validate (login, -1, NULL))
    return FALSE;

  for (const char *at = login; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (g_unichar_isspace (character) || !g_unichar_isgraph (character))
        return FALSE;
    }

  return TRUE;
}

/* Staff have no portal; a key column has no NULL, so they have the zero identifier. */
static void
bind_portal (KpStatement *statement,
             int number,
             const KpId *portal_id)
{
  static const KpId none = { { 0 } };
  const KpId *bound = portal_id != NULL ? portal_id : &none;

  kp_statement_bind_blob (statement, number, bound->bytes, sizeof bound->bytes);
}

/* Returns: whether there was no failure */
static gboolean
read_account (KpStatement *select,
              KpsAccount **account,
              GError **error)
{
  gboolean has_row;

  *account = NULL;
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (!has_row)
    return TRUE;

  *account = g_new0 (KpsAccount, 1);
  kp_statement_get_id (select, 0, &(*account)->user_id);
  kp_statement_get_id (select, 1, &(*account)->portal_id);
  (*account)->login = g_strdup (kp_statement_get_text (select, 2));
  (*account)->password = g_strdup (kp_statement_get_text (select, 3));

  return TRUE;
}

static const char SELECT_ACCOUNT[] =
  "SELECT user_id, portal_id, login, password FROM account WHERE portal_id = $1 AND login_key = $2";

gboolean
kps_account_load (KpDb *db,
                  const KpId *portal_id,
                  const char *login,
                  KpsAccount **account,
                  GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_ACCOUNT, error);
  g_autofree char *key = kps_account_fold_login (login);

  if (select == NULL)
    return FALSE;

  bind_portal (select, 1, portal_id);
  kp_statement_bind_text (select, 2, key);

  return read_account (select, account, error);
}

static const char SELECT_ACCOUNT_BY_USER[] =
  "SELECT user_id, portal_id, login, password FROM account WHERE user_id = $1";

gboolean
kps_account_load_by_user (KpDb *db,
                          const KpId *user_id,
                          KpsAccount **account,
                          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_ACCOUNT_BY_USER, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, user_id);

  return read_account (select, account, error);
}

void
kps_account_free (KpsAccount *self)
{
  g_free (self->login);
  g_free (self->password);
  g_free (self);
}

static gboolean
check_login_is_free (KpDb *db,
                     const KpId *user_id,
                     const KpId *portal_id,
                     const char *login,
                     GError **error)
{
  g_autoptr (KpsAccount) other = NULL;

  if (!kps_account_load (db, portal_id, login, &other, error))
    return FALSE;

  if (other != NULL && !kp_id_equal (&other->user_id, user_id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT,
                           "There is an account with this login already");
      return FALSE;
    }

  return TRUE;
}

static const char UPSERT_ACCOUNT[] =
  "INSERT INTO account (user_id, portal_id, login, login_key, password, password_at, created_at)"
  "VALUES ($1, $2, $3, $4, $5, $6, $7)"
  "    ON CONFLICT (user_id) DO UPDATE SET portal_id = excluded.portal_id, login = excluded.login,"
  "       login_key = excluded.login_key, password = coalesce (excluded.password, "
  "account.password),"
  "       password_at = coalesce (excluded.password_at, account.password_at)";

gboolean
kps_account_save (KpsTx *tx,
                  const KpId *user_id,
                  const KpId *portal_id,
                  const char *login,
                  const char *password,
                  GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) upsert = NULL;
  g_autofree char *key = NULL;

  if (!kps_account_is_login (login))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID,
                           "The login is empty, too long, or has spaces");
      return FALSE;
    }

  if (!check_login_is_free (db, user_id, portal_id, login, error))
    return FALSE;

  upsert = kp_db_prepare (db, UPSERT_ACCOUNT, error);
  if (upsert == NULL)
    return FALSE;

  key = kps_account_fold_login (login);
  kp_statement_bind_id (upsert, 1, user_id);
  bind_portal (upsert, 2, portal_id);
  kp_statement_bind_text (upsert, 3, login);
  kp_statement_bind_text (upsert, 4, key);
  kp_statement_bind_text (upsert, 5, password);
  if (password != NULL)
    kp_statement_bind_int64 (upsert, 6, kps_tx_get_now (tx));
  kp_statement_bind_int64 (upsert, 7, kps_tx_get_now (tx));

  return kp_statement_run (upsert, NULL, error);
}

static const char UPDATE_PASSWORD[] =
  "UPDATE account SET password = $2, password_at = $3 WHERE user_id = $1";

static gboolean
update_password (KpsTx *tx,
                 const KpId *user_id,
                 const char *password,
                 GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (kps_tx_get_db (tx), UPDATE_PASSWORD, error);
  guint n_changed;

  if (update == NULL)
    return FALSE;

  kp_statement_bind_id (update, 1, user_id);
  kp_statement_bind_text (update, 2, password);
  kp_statement_bind_int64 (update, 3, kps_tx_get_now (tx));
  if (!kp_statement_run (update, &n_changed, error))
    return FALSE;

  if (n_changed == 0)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "No such account");
      return FALSE;
    }

  return TRUE;
}

static gboolean
audit (KpsTx *tx,
       const KpId *actor_id,
       const char *verb,
       const KpId *user_id,
       GError **error)
{
  KpsAuditEntry entry = {
    .actor_id = actor_id,
    .verb = verb,
    .entity = KP_ENTITY_USER,
    .subject = user_id,
  };

  return kps_audit_append (tx, &entry, error);
}

gboolean
kps_account_set_password (KpsTx *tx,
                          const KpId *user_id,
                          const char *password,
                          const KpId *keep_session,
                          GError **error)
{
  /* Whoever keeps a session changes his own; otherwise it is the administrator at the console. */
  const KpId *actor_id = keep_session != NULL ? user_id : NULL;

  return update_password (tx, user_id, password, error) &&
         kps_session_end_others (tx, user_id, keep_session, error) &&
         audit (tx, actor_id, "account.password", user_id, error);
}

static const char UPDATE_HASH[] =
  "UPDATE account SET password = $3 WHERE user_id = $1 AND password = $2";

gboolean
kps_account_renew_hash (KpsTx *tx,
                        const KpId *user_id,
                        const char *present,
                        const char *renewed,
                        GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (kps_tx_get_db (tx), UPDATE_HASH, error);

  if (update == NULL)
    return FALSE;

  kp_statement_bind_id (update, 1, user_id);
  kp_statement_bind_text (update, 2, present);
  kp_statement_bind_text (update, 3, renewed);

  return kp_statement_run (update, NULL, error);
}

gboolean
kps_account_switch (KpsTx *tx,
                    const char *log_path,
                    const KpId *user_id,
                    gboolean is_on,
                    GError **error)
{
  return audit (tx, NULL, is_on ? "account.enable" : "account.disable", user_id, error) &&
         kps_standing_set (tx, log_path, KPS_STANDING_ACCOUNT, user_id, is_on, error);
}

/* Returns: (transfer full) (nullable): the hash to store, or NULL if the present one stays */
static char *
hash_imported (const KpsAccounts *self,
               const KpsAccount *present,
               const char *password)
{
  const char *encoded = present != NULL ? present->password : NULL;

  if (password == NULL ||
      (encoded != NULL && kps_passwords_verify (self->passwords, encoded, password)))
    return NULL;

  return kps_passwords_hash (self->passwords, password);
}

gboolean
kps_account_save_imported (KpsTx *tx,
                           GPtrArray *accounts,
                           gpointer data,
                           GError **error)
{
  const KpsAccounts *self = data;

  for (guint i = 0; i < accounts->len; i++)
    {
      const KpsImportAccount *imported = g_ptr_array_index (accounts, i);
      g_autoptr (KpsAccount) present = NULL;
      g_autofree char *hash = NULL;

      if (!kps_account_load_by_user (kps_tx_get_db (tx), &imported->user_id, &present, error))
        return FALSE;

      hash = hash_imported (self, present, imported->password);
      if (!kps_account_save (tx, &imported->user_id, &imported->portal_id, imported->login, hash,
                             error))
        {
          g_prefix_error (error, "%s: ", imported->login);
          return FALSE;
        }
    }

  return TRUE;
}

static const char SELECT_PORTALS[] = "SELECT id FROM record WHERE ent = $1 ORDER BY id";

static gboolean
read_portal_ids (KpDb *db,
                 GArray *ids,
                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_PORTALS, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, KP_ENTITY_PORTAL);
  while (kp_statement_step (select, &has_row, NULL, error))
    {
      KpId id;

      if (!has_row)
        return TRUE;

      kp_statement_get_id (select, 0, &id);
      g_array_append_val (ids, id);
    }

  return FALSE;
}

GPtrArray *
kps_account_load_portals (KpDb *db,
                          GError **error)
{
  g_autoptr (GPtrArray) portals = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_record_free);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));

  if (!read_portal_ids (db, ids, error))
    return NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      KpsRecord *portal = NULL;

      if (!kps_record_load (db, KP_ENTITY_PORTAL, &g_array_index (ids, KpId, i), &portal, error))
        return NULL;

      if (portal != NULL)
        g_ptr_array_add (portals, portal);
    }

  return g_steal_pointer (&portals);
}

gboolean
kps_account_find_portal (KpDb *db,
                         const char *url_name,
                         KpId *portal_id,
                         gboolean *is_enabled,
                         GError **error)
{
  g_autoptr (GPtrArray) portals = kps_account_load_portals (db, error);

  *portal_id = (KpId) { { 0 } };
  *is_enabled = FALSE;
  if (portals == NULL)
    return FALSE;

  for (guint i = 0; i < portals->len; i++)
    {
      const KpsRecord *portal = g_ptr_array_index (portals, i);

      if (g_strcmp0 (kps_record_get_text (portal, "url_name"), url_name) != 0)
        continue;

      *portal_id = portal->id;
      *is_enabled = kps_record_get_bool (portal, "enabled");
      break;
    }

  return TRUE;
}
