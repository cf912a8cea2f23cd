/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Checks from the cheapest to the dearest; each refusal says only what the client has to do next.
 */

#include "kps-authentication.h"

#include "kps-problem.h"

static KpsReply *
refuse (KpProblem problem)
{
  return kps_problem_new (problem, 0);
}

gboolean
kps_call_is_proven (const KpsCall *call,
                    const guint8 *public_key)
{
  g_autofree char *text = NULL;

  if (call->route->special == KPS_SPECIAL_UPLOAD)
    text = kp_proof_dup_text_for_digest (call->method, call->target,
                                         g_hash_table_lookup (call->params, "sha256"),
                                         call->token, call->accepted.nonce);
  else
    text = kp_proof_dup_text (call->method, call->target, call->body, call->token,
                              call->accepted.nonce);

  return kps_proof_verify (text, &call->accepted, public_key);
}

KpsReply *
kps_authenticate_standing (const KpsCall *call)
{
  const KpsSession *session = call->session;

  if (!KPS_ALLOW (4, session->account_on))
    return kps_problem_new_purge (call, KP_PROBLEM_ACCOUNT_DISABLED);

  if (!KPS_ALLOW (5, session->device_on))
    return kps_problem_new_purge (call, KP_PROBLEM_DEVICE_REVOKED);

  if (!KPS_ALLOW (6, session->portal_on))
    return refuse (KP_PROBLEM_PORTAL_DISABLED);

  return NULL;
}

/* Returns: (transfer full) (nullable): a refusal if there is no fresh nonce to verify against */
static KpsReply *
accept_nonce (KpsCall *call)
{
  const KpsSurroundings *surroundings = call->surroundings;
  const KpEnvironment *environment = kps_office_get_environment (surroundings->office);

  switch (kps_proof_split (kps_accounts_get_secrets (surroundings->accounts), call->proof,
                           kp_environment_now (environment), &call->accepted))
    {
    case KPS_PROOF_GOOD:
      return NULL;

    case KPS_PROOF_OLD_NONCE:
      break;
    }

  return refuse (KP_PROBLEM_PROOF_NONCE);
}

static gboolean
check_token (KpsCall *call,
             KpDb *db,
             gboolean *is_good,
             GError **error)
{
  const KpEnvironment *environment = kps_office_get_environment (call->surroundings->office);

  return kps_session_check_access (call->session, db, call->token, kp_environment_now (environment),
                                   is_good, error);
}

/* The session, and everything about it that may have changed since the token was given out. */
static gboolean
authenticate_session (KpsCall *call,
                      KpDb *db,
                      KpsReply **refusal,
                      GError **error)
{
  gboolean is_good = FALSE;

  if (call->token != NULL && !kps_session_load (db, call->token, &call->session, error))
    return FALSE;

  if (call->session == NULL)
    {
      *refusal = refuse (KP_PROBLEM_SIGNED_OUT);
      return TRUE;
    }

  if (!KPS_ALLOW (7, kps_call_is_proven (call, call->session->device_key)))
    {
      *refusal = refuse (KP_PROBLEM_PROOF);
      return TRUE;
    }

  *refusal = kps_authenticate_standing (call);
  if (*refusal != NULL)
    return TRUE;

  if (!check_token (call, db, &is_good, error))
    return FALSE;

  if (!KPS_ALLOW (8, is_good))
    *refusal = refuse (KP_PROBLEM_SIGNED_OUT);
  else if (call->route->capability == KPS_CAPABILITY_STAFF &&
           !KPS_ALLOW (9, call->session->person->staff))
    *refusal = refuse (KP_PROBLEM_NOT_FOUND);

  return TRUE;
}

gboolean
kps_authenticate (KpsCall *call,
                  KpDb *db,
                  KpsReply **refusal,
                  GError **error)
{
  *refusal = NULL;

  switch (call->route->capability)
    {
    case KPS_CAPABILITY_PUBLIC:
    case KPS_CAPABILITY_TICKET:
      return TRUE;

    case KPS_CAPABILITY_DEVICE:
      *refusal = accept_nonce (call);
      return TRUE;

    case KPS_CAPABILITY_SIGNED_IN:
    case KPS_CAPABILITY_STAFF:
      *refusal = accept_nonce (call);
      return *refusal != NULL || authenticate_session (call, db, refusal, error);
    }

  *refusal = refuse (KP_PROBLEM_NOT_FOUND);

  return TRUE;
}

gboolean
kps_authenticate_again (KpsCall *call,
                        KpDb *db,
                        KpsReply **refusal,
                        GError **error)
{
  *refusal = NULL;
  g_clear_pointer (&call->session, kps_session_free);
  if (!kps_session_load (db, call->token, &call->session, error))
    return FALSE;

  *refusal = call->session != NULL ? kps_authenticate_standing (call)
                                   : refuse (KP_PROBLEM_SIGNED_OUT);

  return TRUE;
}
