/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Tokens of a running account: calls with a good one, their refresh in an order that no crash can
 * break (SECURITY.md section 3), and the verification of what would make us purge. On kp-sync, so
 * there is never more than one refresh under way.
 */

#include "kp-sync-private.h"

#include "kp-device-key.h"
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-limits.h"
#include "kp-member.h"

/* A token that ends while the call travels costs one more round trip. */
#define ACCESS_MARGIN_MS 5000

/* A keyring that refused is left alone for so long: asking may show a dialog each time. */
#define KEYRING_RETRY_MS (60 * 60 * 1000)

void
kp_sync_drop_access (KpSync *self)
{
  g_clear_pointer (&self->access, kp_secrets_free_text);
}

gboolean
kp_sync_keep_secrets (KpSync *self,
                      GError **error)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->folder);
  g_autofree char *label = kp_sign_in_dup_label (facts);
  gint64 now = kp_environment_boot_time (self->environment);

  if (facts->once)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT, "Signed in for one time");
      return FALSE;
    }

  self->keyring_kept = kp_keyring_store_sync (facts->id, label, self->secrets, self->stop, error);
  self->keyring_retry = self->keyring_kept ? 0 : now + KEYRING_RETRY_MS;

  return self->keyring_kept;
}

/* Only the pinned server may make us purge; anybody else is just somebody who refuses. */
static gboolean
is_verified (KpSync *self,
             const KpReply *reply)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->folder);
  JsonObject *object = json_node_get_object (reply->problem);
  KpSignedProblem signed_problem = {
    .problem = kp_reply_get_problem (reply),
    .user = kp_member_get_text (object, "user"),
    .device = kp_member_get_text (object, "device"),
    .nonce = kp_member_get_text (object, "pn"),
    .signature = kp_member_get_text (object, "sig")
  };

  /* The nonce is the one of our own proof, so an old refusal cannot be played back later. */
  return strcmp (signed_problem.user, facts->user_id) == 0 &&
         strcmp (signed_problem.device, facts->device_id) == 0 &&
         g_strcmp0 (signed_problem.nonce, reply->nonce) == 0 &&
         kp_signed_problem_verify (&signed_problem, facts->server_key);
}

static gboolean
judge (KpSync *self,
       const KpReply *reply,
       GError **error)
{
  GError *cause = NULL;

  if (kp_reply_check (reply, &cause))
    return TRUE;

  if ((cause->code == KP_ERROR_ACCOUNT_DISABLED || cause->code == KP_ERROR_DEVICE_REVOKED) &&
      !is_verified (self, reply))
    cause->code = KP_ERROR_FORBIDDEN;

  /* The server's own delay travels with the schedule: what failed is often not what is retried. */
  if (cause->code == KP_ERROR_TOO_MANY)
    kp_schedule_delayed (&self->schedule, kp_environment_boot_time (self->environment),
                         reply->retry_ms);

  g_propagate_error (error, cause);

  return FALSE;
}

/* A successor is used only once it is stored. Until then the predecessor stays the one that
 * counts: the server gives it another successor as long as the first one was never used. Without
 * any keyring memory is all there is.
 */
static void
take_refresh (KpSync *self,
              const char *refresh)
{
  g_autofree char *predecessor = g_strdup (self->secrets->refresh);
  gint64 now = kp_environment_boot_time (self->environment);

  if (!self->keyring_kept && self->keyring_retry == 0)
    {
      kp_secrets_set_refresh (self->secrets, refresh);
      return;
    }

  if (now < self->keyring_retry)
    return;

  kp_secrets_set_refresh (self->secrets, refresh);
  if (!kp_sync_keep_secrets (self, NULL))
    {
      kp_secrets_set_refresh (self->secrets, predecessor);
      /* The keyring still has the predecessor, so the next start works. */
      self->keyring_kept = TRUE;
    }
}

static gboolean
refresh (KpSync *self,
         GError **error)
{
  g_autofree char *text = g_strdup_printf ("{\"refresh\":\"%s\"}", self->secrets->refresh);
  g_autoptr (GBytes) body = g_bytes_new (text, strlen (text));
  KpCall call = { .method = "POST",
                  .target = "/v1/refresh",
                  .body = body,
                  .limit = KP_LIMIT_SMALL_REPLY };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;

  if (!kp_http_call_sync (self->http, &call, &reply, self->stop, error) ||
      !judge (self, &reply, error))
    return FALSE;

  node = kp_reply_parse (&reply, error);
  if (node == NULL)
    return FALSE;

  object = json_node_get_object (node);
  if (!kp_secrets_is_token (kp_member_get_text (object, "access")) ||
      !kp_secrets_is_token (kp_member_get_text (object, "refresh")))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_OFFLINE,
                           "The reply to the refresh is incomplete");
      return FALSE;
    }

  take_refresh (self, kp_member_get_text (object, "refresh"));
  self->access = g_strdup (kp_member_get_text (object, "access"));
  self->access_until = kp_environment_boot_time (self->environment) +
                       kp_member_get_int (object, "access_s") * 1000;

  return TRUE;
}

gboolean
kp_sync_ensure_access (KpSync *self,
                       GError **error)
{
  gint64 now = kp_environment_boot_time (self->environment);

  if (self->access != NULL && now < self->access_until - ACCESS_MARGIN_MS)
    return TRUE;

  kp_sync_drop_access (self);
  if (self->secrets->refresh == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_SIGNED_OUT, "There is no token");
      return FALSE;
    }

  return refresh (self, error);
}

static void
forward_cb (GCancellable *from,
            gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

gboolean
kp_sync_call_http (KpSync *self,
                   KpHttp *http,
                   const KpCall *call,
                   KpReply *reply,
                   GCancellable *cancellable,
                   GError **error)
{
  g_autoptr (GCancellable) both = NULL;
  gulong of_stop;
  gulong of_caller;
  gboolean done;

  if (cancellable == NULL || cancellable == self->stop)
    return kp_http_call_sync (http, call, reply, self->stop, error);

  both = g_cancellable_new ();
  of_stop = g_cancellable_connect (self->stop, G_CALLBACK (forward_cb), both, NULL);
  of_caller = g_cancellable_connect (cancellable, G_CALLBACK (forward_cb), both, NULL);
  done = kp_http_call_sync (http, call, reply, both, error);
  g_cancellable_disconnect (cancellable, of_caller);
  g_cancellable_disconnect (self->stop, of_stop);

  return done;
}

gboolean
kp_sync_call (KpSync *self,
              KpCall *call,
              KpReply *reply,
              GCancellable *cancellable,
              GError **error)
{
  for (int attempt = 0;; attempt++)
    {
      if (!kp_sync_ensure_access (self, error))
        return FALSE;

      call->token = self->access;
      if (!kp_sync_call_http (self, self->http, call, reply, cancellable, error))
        return FALSE;

      /* The server may have forgotten the token early, after a restore for instance. */
      if (attempt > 0 || kp_reply_get_problem (reply) != KP_PROBLEM_SIGNED_OUT)
        return judge (self, reply, error);

      kp_sync_drop_access (self);
      kp_reply_clear (reply);
    }
}
