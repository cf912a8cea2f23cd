/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens, and the rows behind them. Reading happens on any connection; changing in a group commit.
 */

#include "kps-sessions.h"

#include "kp-error.h"
#include "kp-proof.h"
#include "kps-folder-keys.h"
#include "kps-standing.h"

#include <sodium.h>
#include <string.h>

#define HASH_SIZE crypto_hash_sha256_BYTES
#define DAY_MS (24 * 60 * 60 * (gint64) 1000)
#define HOUR_MS (60 * 60 * (gint64) 1000)
#define KEPT_MS (60 * DAY_MS)

G_STATIC_ASSERT (crypto_sign_PUBLICKEYBYTES == KPS_DEVICE_KEY_SIZE);

/* Returns: (transfer full): a new token of the session */
static char *
make_token (KpsTx *tx,
            const KpId *session_id,
            guint8 *hash)
{
  guint8 bytes[KPS_TOKEN_BYTES];

  memcpy (bytes, session_id->bytes, sizeof session_id->bytes);
  kp_environment_fill (kps_tx_get_environment (tx), bytes + sizeof session_id->bytes,
                       sizeof bytes - sizeof session_id->bytes);
  crypto_hash_sha256 (hash, bytes, sizeof bytes);

  return kp_proof_encode (bytes, sizeof bytes);
}

static gboolean
split_token (const char *token,
             KpId *session_id,
             guint8 *hash)
{
  guint8 bytes[KPS_TOKEN_BYTES];

  if (!kp_proof_decode (token, bytes, sizeof bytes))
    return FALSE;

  memcpy (session_id->bytes, bytes, sizeof session_id->bytes);
  crypto_hash_sha256 (hash, bytes, sizeof bytes);

  return TRUE;
}

static const char SELECT_SESSION[] =
  "SELECT session.user_id, session.device_id, device.key, session.expires_at, session.ended_at"
  "  FROM session JOIN device ON device.id = session.device_id"
  " WHERE session.id = $1";

/* Returns: whether there was no failure; @session stays NULL if there is no such session */
static gboolean
read_session (KpDb *db,
              const KpId *id,
              KpsSession **session,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_SESSION, error);
  gboolean has_row;
  gconstpointer key;
  gsize length;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (!has_row)
    return TRUE;

  *session = g_new0 (KpsSession, 1);
  (*session)->id = *id;
  kp_statement_get_id (select, 0, &(*session)->user_id);
  kp_statement_get_id (select, 1, &(*session)->device_id);
  key = kp_statement_get_blob (select, 2, &length);
  if (length == KPS_DEVICE_KEY_SIZE)
    memcpy ((*session)->device_key, key, length);
  (*session)->expires_at = kp_statement_get_int64 (select, 3);
  (*session)->has_ended = !kp_statement_is_null (select, 4);

  return TRUE;
}

static gboolean
read_standing (KpDb *db,
               KpsSession *session,
               GError **error)
{
  g_autoptr (KpsRecord) portal = NULL;

  if (!kps_standing_load (db, KPS_STANDING_ACCOUNT, &session->user_id, &session->account_on,
                          error) ||
      !kps_standing_load (db, KPS_STANDING_DEVICE, &session->device_id, &session->device_on,
                          error) ||
      !kps_person_load (db, &session->user_id, &session->person, error))
    return FALSE;

  session->portal_on = TRUE;
  if (session->person == NULL || session->person->staff)
    return TRUE;

  if (!kps_record_load (db, KP_ENTITY_PORTAL, &session->person->portal_id, &portal, error))
    return FALSE;

  session->portal_on = portal != NULL && kps_record_get_bool (portal, "enabled");

  return TRUE;
}

gboolean
kps_session_load (KpDb *db,
                  const char *token,
                  KpsSession **session,
                  GError **error)
{
  g_autoptr (KpsSession) found = NULL;
  guint8 hash[HASH_SIZE];
  KpId id;

  *session = NULL;
  if (!split_token (token, &id, hash))
    return TRUE;

  if (!read_session (db, &id, &found, error))
    return FALSE;

  if (found == NULL)
    return TRUE;

  if (!read_standing (db, found, error))
    return FALSE;

  /* A user whose record is gone is nobody. */
  if (found->person != NULL)
    *session = g_steal_pointer (&found);

  return TRUE;
}

void
kps_session_free (KpsSession *self)
{
  g_clear_pointer (&self->person, kps_person_free);
  g_free (self);
}

static const char SELECT_ACCESS[] =
  "SELECT 1 FROM access_token WHERE session_id = $1 AND hash = $2 AND expires_at > $3";

gboolean
kps_session_check_access (const KpsSession *self,
                          KpDb *db,
                          const char *token,
                          gint64 now,
                          gboolean *is_good,
                          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_ACCESS, error);
  guint8 hash[HASH_SIZE];
  KpId id;

  *is_good = FALSE;
  if (select == NULL)
    return FALSE;

  if (self->has_ended || self->expires_at <= now || !split_token (token, &id, hash) ||
      !kp_id_equal (&id, &self->id))
    return TRUE;

  kp_statement_bind_id (select, 1, &self->id);
  kp_statement_bind_blob (select, 2, hash, sizeof hash);
  kp_statement_bind_int64 (select, 3, now);

  return kp_statement_step (select, is_good, NULL, error);
}

void
kps_enrolment_free (KpsEnrolment *self)
{
  g_free (self->device_name);
  sodium_memzero (self->folder_key, sizeof self->folder_key);
  g_free (self);
}

void
kps_tokens_free (KpsTokens *self)
{
  g_free (self->access);
  g_free (self->refresh);
  sodium_memzero (self->folder_key, sizeof self->folder_key);
  g_free (self);
}

static const char INSERT_ACCESS[] =
  "INSERT INTO access_token (session_id, hash, expires_at) VALUES ($1, $2, $3)";
static const char INSERT_REFRESH[] =
  "INSERT INTO refresh_token (session_id, hash, at) VALUES ($1, $2, $3)";

static gboolean
insert_token (KpsTx *tx,
              const char *sql,
              const KpId *session_id,
              const guint8 *hash,
              gint64 at,
              GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (kps_tx_get_db (tx), sql, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, session_id);
  kp_statement_bind_blob (insert, 2, hash, HASH_SIZE);
  kp_statement_bind_int64 (insert, 3, at);

  return kp_statement_run (insert, NULL, error);
}

/* Gives out a pair. */
static gboolean
give_tokens (KpsTx *tx,
             const KpsAccounts *accounts,
             const KpId *session_id,
             KpsTokens *tokens,
             GError **error)
{
  gint64 now = kps_tx_get_now (tx);
  gint64 access_ms = (gint64) kps_accounts_get_options (accounts)->access_s * 1000;
  guint8 access_hash[HASH_SIZE];
  guint8 refresh_hash[HASH_SIZE];

  tokens->access = make_token (tx, session_id, access_hash);
  tokens->refresh = make_token (tx, session_id, refresh_hash);

  return insert_token (tx, INSERT_ACCESS, session_id, access_hash, now + access_ms, error) &&
         insert_token (tx, INSERT_REFRESH, session_id, refresh_hash, now, error);
}

/* Runs one statement with an identifier as its only or first parameter. */
static gboolean
run_with_id (KpsTx *tx,
             const char *sql,
             const KpId *id,
             gint64 number,
             GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (kps_tx_get_db (tx), sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_id (statement, 1, id);
  kp_statement_bind_int64 (statement, 2, number);

  return kp_statement_run (statement, NULL, error);
}

static const char UPSERT_DEVICE[] =
  "INSERT INTO device (id, user_id, key, name, created_at, seen_at) VALUES ($1, $2, $3, $4, $5, $5)"
  "    ON CONFLICT (user_id, key) DO UPDATE SET name = excluded.name, seen_at = excluded.seen_at"
  " RETURNING id";

static gboolean
enrol_device (KpsTx *tx,
              const KpId *user_id,
              const KpsEnrolment *enrolment,
              KpId *device_id,
              GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (kps_tx_get_db (tx), UPSERT_DEVICE, error);
  KpId id = kp_id_make (kps_tx_get_environment (tx));
  gboolean has_row;

  if (upsert == NULL)
    return FALSE;

  kp_statement_bind_id (upsert, 1, &id);
  kp_statement_bind_id (upsert, 2, user_id);
  kp_statement_bind_blob (upsert, 3, enrolment->device_key, KPS_DEVICE_KEY_SIZE);
  kp_statement_bind_text (upsert, 4, enrolment->device_name);
  kp_statement_bind_int64 (upsert, 5, kps_tx_get_now (tx));
  if (!kp_statement_step (upsert, &has_row, NULL, error))
    return FALSE;

  g_assert (has_row);
  kp_statement_get_id (upsert, 0, device_id);

  return TRUE;
}

static gboolean
check_device (KpsTx *tx,
              const KpId *device_id,
              GError **error)
{
  gboolean is_on;

  if (!kps_standing_load (kps_tx_get_db (tx), KPS_STANDING_DEVICE, device_id, &is_on, error))
    return FALSE;

  if (!KPS_ALLOW (1, is_on))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_DEVICE_REVOKED, "The device was revoked");
      return FALSE;
    }

  return TRUE;
}

/* The key that was deposited first holds, and is told if it is not the one that was brought. */
static gboolean
settle_folder_key (KpsTx *tx,
                   const KpsAccounts *accounts,
                   const KpId *user_id,
                   const KpsEnrolment *enrolment,
                   KpsTokens *tokens,
                   GError **error)
{
  const KpsSecrets *secrets = kps_accounts_get_secrets (accounts);
  const char *log_path = kps_office_get_keys_path (kps_accounts_get_office (accounts));
  KpsFolderKey key = {
    .user_id = *user_id,
    .folder = enrolment->folder,
    .at = kps_tx_get_now (tx),
  };

  kps_secrets_seal (secrets, kps_tx_get_environment (tx), enrolment->folder_key, key.sealed);
  if (!kps_folder_key_deposit (tx, log_path, &key, error))
    return FALSE;

  if (!kps_secrets_unseal (secrets, key.sealed, tokens->folder_key))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CORRUPT,
                           "A deposited folder key does not open: is server.key another one?");
      return FALSE;
    }

  tokens->has_folder_key =
    sodium_memcmp (tokens->folder_key, enrolment->folder_key, KPS_KEY_SIZE) != 0;

  return TRUE;
}

static const char INSERT_SESSION[] = "INSERT INTO session (id, user_id, device_id, created_at, "
                                     "expires_at) VALUES ($1, $2, $3, $4, $5)";

static gboolean
insert_session (KpsTx *tx,
                const KpsAccounts *accounts,
                const KpsPerson *person,
                const KpId *device_id,
                KpId *id,
                GError **error)
{
  const KpsAccountsOptions *options = kps_accounts_get_options (accounts);
  g_autoptr (KpStatement) insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_SESSION, error);
  gint64 now = kps_tx_get_now (tx);
  gint64 lasts = person->staff ? options->staff_hours * HOUR_MS : options->session_days * DAY_MS;

  if (insert == NULL)
    return FALSE;

  /* Random throughout, unlike a UUIDv7: knowing it is part of holding a token. */
  kp_environment_fill (kps_tx_get_environment (tx), id->bytes, sizeof id->bytes);
  kp_statement_bind_id (insert, 1, id);
  kp_statement_bind_id (insert, 2, &person->id);
  kp_statement_bind_id (insert, 3, device_id);
  kp_statement_bind_int64 (insert, 4, now);
  kp_statement_bind_int64 (insert, 5, now + lasts);

  return kp_statement_run (insert, NULL, error);
}

static const char END_SESSIONS_OF_DEVICE[] =
  "UPDATE session SET ended_at = $2 WHERE device_id = $1 AND ended_at IS NULL AND user_id ="
  "       (SELECT user_id FROM device WHERE id = $1)";

gboolean
kps_session_begin (KpsTx *tx,
                   const KpsAccounts *accounts,
                   const KpsPerson *person,
                   const KpsEnrolment *enrolment,
                   KpsTokens **tokens,
                   GError **error)
{
  g_autoptr (KpsTokens) made = g_new0 (KpsTokens, 1);
  KpId session_id;

  /* One session per device: signing in again replaces the one that was forgotten. */
  if (!enrol_device (tx, &person->id, enrolment, &made->device_id, error) ||
      !check_device (tx, &made->device_id, error) ||
      !settle_folder_key (tx, accounts, &person->id, enrolment, made, error) ||
      !run_with_id (tx, END_SESSIONS_OF_DEVICE, &made->device_id, kps_tx_get_now (tx), error) ||
      !insert_session (tx, accounts, person, &made->device_id, &session_id, error) ||
      !give_tokens (tx, accounts, &session_id, made, error))
    return FALSE;

  g_clear_pointer (tokens, kps_tokens_free);
  *tokens = g_steal_pointer (&made);

  return TRUE;
}

/* What a refresh token is to its session. */
typedef enum
{
  TOKEN_STRANGER = 0, /* none of the present ones: old, or forged */
  TOKEN_USED,         /* the one that was used last; its successors were not */
  TOKEN_SUCCESSOR     /* given out, not used yet */
} TokenRole;

static const char SELECT_ROLE[] =
  "SELECT CASE WHEN EXISTS (SELECT 1 FROM refresh_token WHERE session_id = $1 AND hash = $2) THEN 2"
  "            WHEN used = $2 THEN 1 ELSE 0 END"
  "  FROM session WHERE id = $1 AND ended_at IS NULL AND expires_at > $3";

static gboolean
find_role (KpsTx *tx,
           const KpId *session_id,
           const guint8 *hash,
           TokenRole *role,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (kps_tx_get_db (tx), SELECT_ROLE, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, session_id);
  kp_statement_bind_blob (select, 2, hash, HASH_SIZE);
  kp_statement_bind_int64 (select, 3, kps_tx_get_now (tx));
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *role = has_row ? (TokenRole) kp_statement_get_int64 (select, 0) : TOKEN_STRANGER;

  return TRUE;
}

static const char UPDATE_USED[] = "UPDATE session SET used = $2 WHERE id = $1";
static const char DELETE_REFRESH[] = "DELETE FROM refresh_token WHERE session_id = $1 AND at <= $2";
static const char DELETE_EXPIRED_OF_SESSION[] =
  "DELETE FROM access_token WHERE session_id = $1 AND expires_at <= $2";

/* The successor was used for the first time: it takes the place of its predecessor. */
static gboolean
advance (KpsTx *tx,
         const KpId *session_id,
         const guint8 *hash,
         GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (kps_tx_get_db (tx), UPDATE_USED, error);

  if (update == NULL)
    return FALSE;

  kp_statement_bind_id (update, 1, session_id);
  kp_statement_bind_blob (update, 2, hash, HASH_SIZE);

  return kp_statement_run (update, NULL, error) &&
         run_with_id (tx, DELETE_REFRESH, session_id, G_MAXINT64, error);
}

gboolean
kps_session_refresh (KpsTx *tx,
                     const KpsAccounts *accounts,
                     const char *token,
                     gboolean proven,
                     KpsTokens **tokens,
                     GError **error)
{
  g_autoptr (KpsTokens) made = g_new0 (KpsTokens, 1);
  TokenRole role;
  guint8 hash[HASH_SIZE];
  KpId id;

  g_clear_pointer (tokens, kps_tokens_free);
  if (!split_token (token, &id, hash))
    return TRUE;

  if (!find_role (tx, &id, hash, &role, error))
    return FALSE;

  if (!KPS_ALLOW (2, proven) || !KPS_ALLOW (3, role != TOKEN_STRANGER))
    return kps_session_end (tx, &id, error);

  if ((role == TOKEN_SUCCESSOR && !advance (tx, &id, hash, error)) ||
      !run_with_id (tx, DELETE_EXPIRED_OF_SESSION, &id, kps_tx_get_now (tx), error) ||
      !give_tokens (tx, accounts, &id, made, error))
    return FALSE;

  *tokens = g_steal_pointer (&made);

  return TRUE;
}

static const char END_SESSION[] =
  "UPDATE session SET ended_at = $2 WHERE id = $1 AND ended_at IS NULL";

gboolean
kps_session_end (KpsTx *tx,
                 const KpId *session_id,
                 GError **error)
{
  return run_with_id (tx, END_SESSION, session_id, kps_tx_get_now (tx), error);
}

static const char END_OTHERS[] =
  "UPDATE session SET ended_at = $2 WHERE user_id = $1 AND ended_at IS NULL AND id IS NOT $3";

gboolean
kps_session_end_others (KpsTx *tx,
                        const KpId *user_id,
                        const KpId *keep,
                        GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (kps_tx_get_db (tx), END_OTHERS, error);

  if (update == NULL)
    return FALSE;

  kp_statement_bind_id (update, 1, user_id);
  kp_statement_bind_int64 (update, 2, kps_tx_get_now (tx));
  kp_statement_bind_id (update, 3, keep);

  return kp_statement_run (update, NULL, error);
}

static const char PRUNE_SESSIONS[] = "DELETE FROM session WHERE expires_at < $1";
static const char PRUNE_BUCKETS[] = "DELETE FROM bucket WHERE at < $1";

static gboolean
prune_before (KpsTx *tx,
              const char *sql,
              gint64 before,
              GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (kps_tx_get_db (tx), sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_int64 (statement, 1, before);

  return kp_statement_run (statement, NULL, error);
}

gboolean
kps_session_prune (KpsTx *tx,
                   GError **error)
{
  gint64 now = kps_tx_get_now (tx);

  return prune_before (tx, PRUNE_SESSIONS, now - KEPT_MS, error) &&
         prune_before (tx, PRUNE_BUCKETS, now - DAY_MS, error);
}
