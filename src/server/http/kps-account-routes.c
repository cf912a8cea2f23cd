/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each handler reads top to bottom: check what came from outside, ask the database, change it
 * through the writer, build the reply. They may block: their pools are for that.
 */

#include "kps-account-routes.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-authentication.h"
#include "kps-body.h"
#include "kps-find.h"
#include "kps-problem.h"
#include "kps-push.h"
#include "kps-standing.h"

#include <libsoup/soup.h>
#include <sodium.h>
#include <string.h>

/* Portals and users that do not exist are looked for all the same: as this one. */
static const KpId NOBODY = { { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                               0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff } };

#define LEASE_DAYS_DEFAULT 30

/* What a sign-in says. Texts are lent by the body. */
typedef struct
{
  JsonObject *body; /* (owned) */
  const char *login;
  const char *password;
  const char *portal;      /* (nullable): NULL = office staff */
  KpsEnrolment *enrolment; /* (owned) */
} SignIn;

static void
sign_in_clear (SignIn *self)
{
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->enrolment, kps_enrolment_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (SignIn, sign_in_clear)

/* A change that the writer makes for a handler. */
typedef struct
{
  const KpsCall *call;
  const KpsPerson *person;       /* (nullable) */
  const KpsEnrolment *enrolment; /* (nullable) */
  const char *token;             /* (nullable) */
  gboolean proven;
  const char *present; /* (nullable): hash of a password */
  const char *renewed; /* (nullable): likewise */
  KpsTokens *tokens;   /* (owned) (nullable): the result */
} Change;

static void
change_clear (Change *self)
{
  g_clear_pointer (&self->tokens, kps_tokens_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Change, change_clear)

static gboolean
write_change (const KpsCall *call,
              KpsStepFunc run,
              Change *change,
              GError **error)
{
  return kps_office_write (call->surroundings->office, run, change, error);
}

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_id (JsonBuilder *builder,
        const char *name,
        const KpId *id)
{
  char text[KP_ID_SIZE];

  kp_id_format (id, text);
  add_text (builder, name, kp_id_is_zero (id) ? NULL : text);
}

static void
add_bytes (JsonBuilder *builder,
           const char *name,
           const guint8 *bytes,
           gsize length)
{
  g_autofree char *text = kp_proof_encode (bytes, length);

  add_text (builder, name, text);
}

static void
add_int (JsonBuilder *builder,
         const char *name,
         gint64 value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, value);
}

static void
add_tokens (JsonBuilder *builder,
            const KpsCall *call,
            const KpsTokens *tokens)
{
  add_text (builder, "access", tokens->access);
  add_int (builder, "access_s", kps_accounts_get_options (call->surroundings->accounts)->access_s);
  add_text (builder, "refresh", tokens->refresh);
}

static gboolean
fail_invalid (const char *message,
              GError **error)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, message);
  return FALSE;
}

/* --- Signing in --- */

static gboolean
parse_device (JsonObject *body,
              KpsEnrolment *enrolment,
              GError **error)
{
  JsonNode *node = json_object_get_member (body, "device");
  const char *key;
  const char *name;

  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return fail_invalid ("No device", error);

  key = kps_body_get_text (json_node_get_object (node), "key", KP_LIMIT_NAME, error);
  name = key != NULL ? kps_body_get_text (json_node_get_object (node), "name", KP_LIMIT_NAME, error)
                     : NULL;
  if (name == NULL)
    return FALSE;

  if (!kp_proof_decode (key, enrolment->device_key, KPS_DEVICE_KEY_SIZE))
    return fail_invalid ("Not a device key", error);

  enrolment->device_name = g_strdup (name);

  return TRUE;
}

static gboolean
parse_sign_in (const KpsCall *call,
               SignIn *sign_in,
               GError **error)
{
  const char *folder;
  const char *folder_key;

  sign_in->enrolment = g_new0 (KpsEnrolment, 1);
  sign_in->body = kps_body_parse (call->body, error);
  if (sign_in->body == NULL)
    return FALSE;

  sign_in->login = kps_body_get_text (sign_in->body, "login", KP_LIMIT_LOGIN, error);
  sign_in->password = sign_in->login != NULL
                        ? kps_body_get_text (sign_in->body, "password", KP_LIMIT_PASSWORD, error)
                        : NULL;
  if (sign_in->password == NULL ||
      !kps_body_get_optional_text (sign_in->body, "portal", KP_LIMIT_URL_NAME, &sign_in->portal,
                                   error) ||
      !parse_device (sign_in->body, sign_in->enrolment, error))
    return FALSE;

  folder = kps_body_get_text (sign_in->body, "folder", KP_LIMIT_NAME, error);
  folder_key =
    folder != NULL ? kps_body_get_text (sign_in->body, "folder_key", KP_LIMIT_NAME, error) : NULL;
  if (folder_key == NULL)
    return FALSE;

  if (!kp_id_parse (folder, strlen (folder), &sign_in->enrolment->folder) ||
      !kp_proof_decode (folder_key, sign_in->enrolment->folder_key, KPS_KEY_SIZE))
    return fail_invalid ("Not a folder and its key", error);

  return TRUE;
}

static const char SELECT_IS_KNOWN_DEVICE[] = "SELECT 1 FROM device WHERE user_id = $1 AND key = $2";

/* Whoever signs in from a computer where he was signed in before has a bucket of his own, so that
 * strangers who try his login cannot lock him out. They share one for all spellings of it.
 */
static gboolean
name_bucket (KpDb *db,
             const SignIn *sign_in,
             const KpId *user_id,
             char **name,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_IS_KNOWN_DEVICE, error);
  g_autofree char *folded = kps_account_fold_login (sign_in->login);
  gboolean is_known;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, user_id);
  kp_statement_bind_blob (select, 2, sign_in->enrolment->device_key, KPS_DEVICE_KEY_SIZE);
  if (!kp_statement_step (select, &is_known, NULL, error))
    return FALSE;

  if (is_known)
    *name = kp_proof_encode (sign_in->enrolment->device_key, KPS_DEVICE_KEY_SIZE);
  else
    *name = g_strdup_printf ("%s\n%s", sign_in->portal != NULL ? sign_in->portal : "", folded);

  return TRUE;
}

/* Returns: FALSE with PORTAL_DISABLED if there is such a portal and it is closed; @portal_id is
 *   zero for the office and NOBODY's for a portal that does not exist
 */
static gboolean
find_population (KpDb *db,
                 const char *url_name,
                 KpId *portal_id,
                 GError **error)
{
  gboolean is_enabled;

  *portal_id = (KpId) { { 0 } };
  if (url_name == NULL)
    return TRUE;

  if (!kps_account_find_portal (db, url_name, portal_id, &is_enabled, error))
    return FALSE;

  if (kp_id_is_zero (portal_id))
    *portal_id = NOBODY;
  else if (!KPS_ALLOW (10, is_enabled))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_PORTAL_DISABLED, "The portal is closed");
      return FALSE;
    }

  return TRUE;
}

static gboolean
save_limits_in_step (KpsTx *tx,
                     gpointer data,
                     GError **error)
{
  const Change *change = data;

  return kps_limiter_save (kps_accounts_get_limiter (change->call->surroundings->accounts), tx,
                           error);
}

/* The same for everybody who cannot sign in: unknown, disabled, without a password, or mistaken.
 * Waits for the bucket to be stored, so that killing the server does not help a guesser.
 */
static KpsReply *
refuse_sign_in (const KpsCall *call,
                GError **error)
{
  g_auto (Change) change = { .call = call };

  if (!write_change (call, save_limits_in_step, &change, error))
    return NULL;

  return kps_problem_new (KP_PROBLEM_WRONG_PASSWORD, 0);
}

static gboolean
begin_in_step (KpsTx *tx,
               gpointer data,
               GError **error)
{
  Change *change = data;
  const KpsAccounts *accounts = change->call->surroundings->accounts;

  if (change->renewed != NULL &&
      !kps_account_renew_hash (tx, &change->person->id, change->present, change->renewed, error))
    return FALSE;

  return kps_session_begin (tx, accounts, change->person, change->enrolment, &change->tokens,
                            error);
}

static void
add_user (JsonBuilder *builder,
          const KpsPerson *person,
          const KpsRecord *user,
          const KpsAccount *account)
{
  json_builder_set_member_name (builder, "user");
  json_builder_begin_object (builder);
  add_id (builder, "id", &person->id);
  add_text (builder, "name", person->name);
  add_text (builder, "login", account->login);
  add_text (builder, "email", user != NULL ? kps_record_get_text (user, "email") : NULL);
  add_text (builder, "kind", person->staff ? "staff" : "customer");
  add_text (builder, "locale", user != NULL ? kps_record_get_text (user, "locale") : NULL);
  add_id (builder, "portal_id", &person->portal_id);
  json_builder_end_object (builder);
}

static gboolean
load_lease_days (KpDb *db,
                 const KpsPerson *person,
                 gint64 *days,
                 GError **error)
{
  g_autoptr (KpsRecord) portal = NULL;

  *days = 0;
  if (!person->staff && !kps_record_load (db, KP_ENTITY_PORTAL, &person->portal_id, &portal, error))
    return FALSE;

  if (portal != NULL)
    *days = kps_record_get_int (portal, "lease_days");
  if (*days <= 0)
    *days = LEASE_DAYS_DEFAULT;

  return TRUE;
}

static KpsReply *
reply_with_session (const KpsCall *call,
                    KpDb *db,
                    const KpsAccount *account,
                    const Change *change,
                    GError **error)
{
  const KpsSecrets *secrets = kps_accounts_get_secrets (call->surroundings->accounts);
  const KpsTokens *tokens = change->tokens;
  g_autoptr (JsonBuilder) builder = NULL;
  g_autoptr (KpsRecord) user = NULL;
  gint64 lease_days;

  if (!kps_record_load (db, KP_ENTITY_USER, &change->person->id, &user, error) ||
      !load_lease_days (db, change->person, &lease_days, error))
    return NULL;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_user (builder, change->person, user, account);
  add_id (builder, "device", &tokens->device_id);
  add_tokens (builder, call, tokens);
  add_bytes (builder, "server_key", kps_secrets_get_public_key (secrets), KPS_KEY_SIZE);
  if (tokens->has_folder_key)
    add_bytes (builder, "folder_key", tokens->folder_key, KPS_KEY_SIZE);
  add_int (builder, "lease_days", lease_days);
  json_builder_end_object (builder);

  return kps_reply_new_json (SOUP_STATUS_OK, builder);
}

/* The password was right. */
static KpsReply *
admit (const KpsCall *call,
       KpDb *db,
       const SignIn *sign_in,
       const KpsAccount *account,
       GError **error)
{
  const KpsPasswords *passwords = kps_accounts_get_passwords (call->surroundings->accounts);
  g_autoptr (KpsPerson) person = NULL;
  g_autofree char *renewed = NULL;
  g_auto (Change) change = { .call = call };

  if (!kps_person_load (db, &account->user_id, &person, error))
    return NULL;

  /* The populations are apart by the account's row; the record must agree. */
  if (person == NULL ||
      !KPS_ALLOW (11, person->staff == (sign_in->portal == NULL) &&
                        kp_id_equal (&person->portal_id, &account->portal_id)))
    return refuse_sign_in (call, error);

  if (kps_passwords_is_outdated (passwords, account->password))
    renewed = kps_passwords_hash (passwords, sign_in->password);

  change.person = person;
  change.enrolment = sign_in->enrolment;
  change.present = account->password;
  change.renewed = renewed;
  if (!write_change (call, begin_in_step, &change, error))
    return NULL;

  return reply_with_session (call, db, account, &change, error);
}

KpsReply *
kps_account_post_sign_in (KpsCall *call,
                          KpDb *db,
                          GError **error)
{
  const KpsAccounts *accounts = call->surroundings->accounts;
  KpsLimiter *limiter = kps_accounts_get_limiter (accounts);
  const KpsLimit *limit = &kps_accounts_get_options (accounts)->per_login;
  g_auto (SignIn) sign_in = { 0 };
  g_autoptr (KpsAccount) account = NULL;
  g_autofree char *bucket = NULL;
  const KpId *user_id = &NOBODY;
  gboolean is_on;
  gboolean is_right;
  guint wait_s;
  KpId portal_id;

  if (!parse_sign_in (call, &sign_in, error))
    return NULL;

  if (!KPS_ALLOW (12, kps_call_is_proven (call, sign_in.enrolment->device_key)))
    return kps_problem_new (KP_PROBLEM_PROOF, 0);

  if (!find_population (db, sign_in.portal, &portal_id, error) ||
      !kps_account_load (db, &portal_id, sign_in.login, &account, error))
    return NULL;

  if (account != NULL)
    user_id = &account->user_id;
  if (!name_bucket (db, &sign_in, user_id, &bucket, error) ||
      !kps_standing_load (db, KPS_STANDING_ACCOUNT, user_id, &is_on, error))
    return NULL;

  wait_s = kps_limiter_take (limiter, "login", bucket, limit);
  if (wait_s > 0)
    return kps_problem_new (KP_PROBLEM_TOO_MANY, wait_s);

  is_right = kps_passwords_verify (kps_accounts_get_passwords (accounts),
                                   account != NULL ? account->password : NULL, sign_in.password);
  if (account == NULL || !KPS_ALLOW (13, is_right) || !KPS_ALLOW (14, is_on))
    return refuse_sign_in (call, error);

  kps_limiter_give_back (limiter, "login", bucket, limit);

  return admit (call, db, &sign_in, account, error);
}

/* --- Refreshing, signing out --- */

static gboolean
refresh_in_step (KpsTx *tx,
                 gpointer data,
                 GError **error)
{
  Change *change = data;

  return kps_session_refresh (tx, change->call->surroundings->accounts, change->token,
                              change->proven, &change->tokens, error);
}

KpsReply *
kps_account_post_refresh (KpsCall *call,
                          KpDb *db,
                          GError **error)
{
  g_autoptr (JsonObject) body = kps_body_parse (call->body, error);
  g_autoptr (JsonBuilder) builder = NULL;
  g_auto (Change) change = { .call = call };

  change.token = body != NULL ? kps_body_get_text (body, "refresh", KP_LIMIT_NAME, error) : NULL;
  if (change.token == NULL || !kps_session_load (db, change.token, &call->session, error))
    return NULL;

  if (call->session == NULL)
    return kps_problem_new (KP_PROBLEM_SIGNED_OUT, 0);

  change.proven = kps_call_is_proven (call, call->session->device_key);
  if (change.proven)
    {
      KpsReply *refusal = kps_authenticate_standing (call);

      if (refusal != NULL)
        return refusal;
    }

  if (!write_change (call, refresh_in_step, &change, error))
    return NULL;

  if (change.tokens == NULL)
    return kps_problem_new (KP_PROBLEM_SIGNED_OUT, 0);

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_tokens (builder, call, change.tokens);
  json_builder_end_object (builder);

  return kps_reply_new_json (SOUP_STATUS_OK, builder);
}

static gboolean
end_in_step (KpsTx *tx,
             gpointer data,
             GError **error)
{
  const Change *change = data;

  return kps_session_end (tx, &change->call->session->id, error);
}

KpsReply *
kps_account_post_sign_out (KpsCall *call,
                           KpDb *db,
                           GError **error)
{
  g_auto (Change) change = { .call = call };

  if (!write_change (call, end_in_step, &change, error))
    return NULL;

  kps_push_drop_user (call->surroundings->push, &call->session->user_id);

  return kps_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

/* --- The own password --- */

static gboolean
set_password_in_step (KpsTx *tx,
                      gpointer data,
                      GError **error)
{
  const Change *change = data;
  const KpsSession *session = change->call->session;

  return kps_account_set_password (tx, &session->user_id, change->renewed, &session->id, error);
}

static KpsReply *
set_password (const KpsCall *call,
              const char *password,
              GError **error)
{
  const KpsPasswords *passwords = kps_accounts_get_passwords (call->surroundings->accounts);
  g_autofree char *renewed = kps_passwords_hash (passwords, password);
  g_auto (Change) change = { .call = call, .renewed = renewed };

  if (renewed == NULL)
    return kps_problem_new (KP_PROBLEM_BUSY, 2);

  if (!write_change (call, set_password_in_step, &change, error))
    return NULL;

  kps_push_drop_user (call->surroundings->push, &call->session->user_id);

  return kps_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);
}

KpsReply *
kps_account_post_password (KpsCall *call,
                           KpDb *db,
                           GError **error)
{
  const KpsAccounts *accounts = call->surroundings->accounts;
  const KpsLimit *limit = &kps_accounts_get_options (accounts)->per_login;
  g_autoptr (JsonObject) body = kps_body_parse (call->body, error);
  g_autoptr (KpsAccount) account = NULL;
  g_autofree char *bucket = kp_id_dup_text (&call->session->user_id);
  const char *old;
  const char *new;
  const char *words[4] = { call->session->person->name, call->surroundings->office_name, NULL,
                           NULL };
  guint wait_s;

  old = body != NULL ? kps_body_get_text (body, "old", KP_LIMIT_PASSWORD, error) : NULL;
  new = old != NULL ? kps_body_get_text (body, "new", KP_LIMIT_PASSWORD, error) : NULL;
  if (new == NULL || !kps_account_load_by_user (db, &call->session->user_id, &account, error))
    return NULL;

  wait_s = kps_limiter_take (kps_accounts_get_limiter (accounts), "password", bucket, limit);
  if (wait_s > 0)
    return kps_problem_new (KP_PROBLEM_TOO_MANY, wait_s);

  if (account == NULL ||
      !KPS_ALLOW (
        15, kps_passwords_verify (kps_accounts_get_passwords (accounts), account->password, old)))
    return refuse_sign_in (call, error);

  kps_limiter_give_back (kps_accounts_get_limiter (accounts), "password", bucket, limit);
  words[2] = account->login;
  if (words[1] == NULL)
    words[1] = "klantportaal";
  if (!kps_passwords_judge (new, words, error))
    return NULL;

  return set_password (call, new, error);
}

/* --- What staff look for --- */

KpsReply *
kps_account_get_find (KpsCall *call,
                      KpDb *db,
                      GError **error)
{
  const char *query = call->query != NULL ? g_hash_table_lookup (call->query, "q") : NULL;
  const char *after = call->query != NULL ? g_hash_table_lookup (call->query, "after") : NULL;
  const char *limit_text = call->query != NULL ? g_hash_table_lookup (call->query, "limit") : NULL;
  guint64 limit = KP_LIMIT_FIND_PAGE;
  char *text;

  if (query == NULL || strlen (query) > KP_LIMIT_QUERY || !g_utf8_validate (query, -1, NULL) ||
      (limit_text != NULL &&
       !g_ascii_string_to_unsigned (limit_text, 10, 1, KP_LIMIT_FIND_PAGE, &limit, NULL)))
    {
      fail_invalid ("No query, or a limit out of range", error);
      return NULL;
    }

  text =
    kps_find (db, call->session->person,
              &(KpsQuestion) { .query = query, .after = after, .limit = (guint) limit },
              call->cancellable, error);
  if (text == NULL)
    return NULL;

  return kps_reply_new (SOUP_STATUS_OK, "application/json", g_bytes_new_take (text, strlen (text)));
}
