/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From errors to statuses and codes. Messages never leave the server: they are for developers, and
 * may quote what the client must not see.
 */

#include "kps-problem.h"

#include "kp-error.h"

#define BUSY_RETRY_S 2

static void
begin (JsonBuilder *builder,
       KpProblem problem)
{
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "title");
  json_builder_add_string_value (builder, kp_problem_get_title (problem));
  json_builder_set_member_name (builder, "status");
  json_builder_add_int_value (builder, kp_problem_get_status (problem));
  json_builder_set_member_name (builder, "code");
  json_builder_add_string_value (builder, kp_problem_get_code (problem));
}

static KpsReply *
end (JsonBuilder *builder,
     KpProblem problem)
{
  KpsReply *reply;

  json_builder_end_object (builder);
  reply = kps_reply_new_json (kp_problem_get_status (problem), builder);
  reply->content_type = "application/problem+json";

  return reply;
}

KpsReply *
kps_problem_new (KpProblem problem,
                 guint retry_s)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  KpsReply *reply;

  begin (builder, problem);
  if (retry_s > 0)
    {
      json_builder_set_member_name (builder, "retry_s");
      json_builder_add_int_value (builder, retry_s);
    }
  reply = end (builder, problem);
  reply->retry_s = retry_s;

  return reply;
}

KpsReply *
kps_problem_new_file_type (const char *reason)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();

  begin (builder, KP_PROBLEM_FILE_TYPE);
  json_builder_set_member_name (builder, "reason");
  json_builder_add_string_value (builder, reason);

  return end (builder, KP_PROBLEM_FILE_TYPE);
}

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, value);
}

KpsReply *
kps_problem_new_purge (const KpsCall *call,
                       KpProblem problem)
{
  const KpsSecrets *secrets = kps_accounts_get_secrets (call->surroundings->accounts);
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *user = kp_id_dup_text (&call->session->user_id);
  g_autofree char *device = kp_id_dup_text (&call->session->device_id);
  g_autofree char *signature =
    kps_proof_sign_problem (secrets, problem, user, device, call->accepted.nonce);

  begin (builder, problem);
  add_text (builder, "user", user);
  add_text (builder, "device", device);
  add_text (builder, "pn", call->accepted.nonce);
  add_text (builder, "sig", signature);

  return end (builder, problem);
}

/* Before there is a session nothing can be signed, and nothing needs to be purged. */
static KpsReply *
new_for_switched_off (const KpsCall *call,
                      KpProblem problem)
{
  if (call == NULL || call->session == NULL)
    return kps_problem_new (problem, 0);

  return kps_problem_new_purge (call, problem);
}

static KpsReply *
new_for_code (const KpsCall *call,
              KpError code)
{
  switch (code)
    {
    case KP_ERROR_INVALID:
    case KP_ERROR_TOO_NEW: /* a version of the exchange that is not known */
    case KP_ERROR_CONFLICT:
      return kps_problem_new (KP_PROBLEM_BAD_REQUEST, 0);

    case KP_ERROR_TOO_LARGE:
      return kps_problem_new (KP_PROBLEM_TOO_LARGE, 0);

    case KP_ERROR_SIGNED_OUT:
      return kps_problem_new (KP_PROBLEM_SIGNED_OUT, 0);

    case KP_ERROR_WRONG_PASSWORD:
      return kps_problem_new (KP_PROBLEM_WRONG_PASSWORD, 0);

    case KP_ERROR_WEAK_PASSWORD:
      return kps_problem_new (KP_PROBLEM_WEAK_PASSWORD, 0);

    case KP_ERROR_PORTAL_DISABLED:
      return kps_problem_new (KP_PROBLEM_PORTAL_DISABLED, 0);

    case KP_ERROR_ACCOUNT_DISABLED:
    case KP_ERROR_DEVICE_REVOKED:
      return new_for_switched_off (call, code == KP_ERROR_DEVICE_REVOKED
                                           ? KP_PROBLEM_DEVICE_REVOKED
                                           : KP_PROBLEM_ACCOUNT_DISABLED);

    /* What a person may not have is, byte for byte, what does not exist. */
    case KP_ERROR_FORBIDDEN:
    case KP_ERROR_NOT_FOUND:
      return kps_problem_new (KP_PROBLEM_NOT_FOUND, 0);

    case KP_ERROR_BUSY:
    case KP_ERROR_STORAGE:
      return kps_problem_new (KP_PROBLEM_BUSY, BUSY_RETRY_S);

    case KP_ERROR_INTERNAL:
    case KP_ERROR_CORRUPT:
    case KP_ERROR_OFFLINE:
    case KP_ERROR_TOO_MANY:
    case KP_ERROR_WRONG_ACCOUNT:
    case KP_ERROR_ADDRESS:
    case KP_ERROR_INSECURE:
    case KP_ERROR_NOT_A_PORTAL:
    case KP_ERROR_IN_USE:
    case KP_ERROR_KEYRING_ABSENT:
    case KP_ERROR_KEYRING_LOCKED:
    case KP_ERROR_KEYRING_UNAVAILABLE:
    case KP_ERROR_LEASE_EXPIRED:
      break;
    }

  return kps_problem_new (KP_PROBLEM_INTERNAL, 0);
}

KpsReply *
kps_problem_new_for_error (const KpsCall *call,
                           const GError *error)
{
  if (error->domain == KP_ERROR)
    return new_for_code (call, (KpError) error->code);

  /* The server is closing. */
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return kps_problem_new (KP_PROBLEM_BUSY, BUSY_RETRY_S);

  return kps_problem_new (KP_PROBLEM_INTERNAL, 0);
}
