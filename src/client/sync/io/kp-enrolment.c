/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Builds the body of a sign-in and reads its reply.
 */

#include "kp-enrolment.h"

#include "kp-device-key.h"
#include "kp-error.h"
#include "kp-id.h"
#include "kp-limits.h"
#include "kp-member.h"
#include "kp-proof.h"

void
kp_enrolment_clear (KpEnrolment *self)
{
  kp_secrets_free_text (self->access);
  g_clear_pointer (&self->former_key, g_bytes_unref);
  *self = (KpEnrolment) { 0 };
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

static GBytes *
make_body (const KpEnrolment *self,
           const char *password)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *public_key = kp_device_key_dup_public (self->secrets->device_seed);
  g_autofree char *folder_key = kp_proof_encode (self->secrets->folder_key, KP_SECRET_LENGTH);
  char *text;

  json_builder_begin_object (builder);
  add_text (builder, "login", self->facts->login);
  add_text (builder, "password", password);
  add_text (builder, "portal", self->facts->portal);
  add_text (builder, "folder", self->facts->id);
  add_text (builder, "folder_key", folder_key);
  json_builder_set_member_name (builder, "device");
  json_builder_begin_object (builder);
  add_text (builder, "key", public_key);
  add_text (builder, "name", g_get_host_name ());
  json_builder_end_object (builder);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, FALSE);

  return g_bytes_new_with_free_func (text, strlen (text), (GDestroyNotify) kp_secrets_free_text,
                                     text);
}

/* Returns: whether everything that an account needs is there and looks as it should */
static gboolean
is_complete (JsonObject *reply,
             JsonObject *user)
{
  guint8 key[KP_SECRET_LENGTH];
  KpId id;
  const char *user_id = user != NULL ? kp_member_get_text (user, "id") : "";
  const char *device_id = kp_member_get_text (reply, "device");
  const char *folder_key = kp_member_get_text (reply, "folder_key");

  return kp_id_parse (user_id, strlen (user_id), &id) &&
         kp_id_parse (device_id, strlen (device_id), &id) &&
         kp_secrets_is_token (kp_member_get_text (reply, "access")) &&
         kp_secrets_is_token (kp_member_get_text (reply, "refresh")) &&
         kp_proof_decode (kp_member_get_text (reply, "server_key"), key, sizeof key) &&
         (folder_key[0] == '\0' || kp_proof_decode (folder_key, key, sizeof key));
}

static void
fill_facts (KpAccountFacts *facts,
            JsonObject *reply,
            JsonObject *user,
            const KpEnvironment *environment)
{
  const char *portal_id = kp_member_get_text (user, "portal_id");

  g_set_str (&facts->user_id, kp_member_get_text (user, "id"));
  g_set_str (&facts->name, kp_member_get_text (user, "name"));
  g_set_str (&facts->email, kp_member_get_text (user, "email"));
  g_set_str (&facts->kind, kp_member_get_text (user, "kind"));
  g_set_str (&facts->locale, kp_member_get_text (user, "locale"));
  g_set_str (&facts->portal_id, portal_id[0] != '\0' ? portal_id : NULL);
  g_set_str (&facts->device_id, kp_member_get_text (reply, "device"));
  g_set_str (&facts->server_key, kp_member_get_text (reply, "server_key"));
  facts->lease_days = kp_member_get_int (reply, "lease_days");
  facts->signed_in = kp_environment_now (environment);
  facts->closed_at = 0;
}

static void
fill_secrets (KpEnrolment *self,
              JsonObject *reply)
{
  guint8 deposited[KP_SECRET_LENGTH];

  kp_secrets_set_refresh (self->secrets, kp_member_get_text (reply, "refresh"));
  if (!kp_proof_decode (kp_member_get_text (reply, "folder_key"), deposited, sizeof deposited) ||
      memcmp (deposited, self->secrets->folder_key, sizeof deposited) == 0)
    return;

  self->former_key = g_bytes_new (self->secrets->folder_key, KP_SECRET_LENGTH);
  memcpy (self->secrets->folder_key, deposited, sizeof deposited);
}

gboolean
kp_enrolment_call_sync (KpEnrolment *self,
                        KpHttp *http,
                        const char *password,
                        const KpEnvironment *environment,
                        GCancellable *cancellable,
                        GError **error)
{
  g_autoptr (GBytes) body = make_body (self, password);
  KpCall call = { .method = "POST",
                  .target = "/v1/sign-in",
                  .body = body,
                  .limit = KP_LIMIT_SMALL_REPLY };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (JsonNode) node = NULL;
  JsonObject *object;
  JsonObject *user;

  kp_http_set_device (http, self->secrets->device_seed);
  if (!kp_http_call_sync (http, &call, &reply, cancellable, error))
    return FALSE;

  node = kp_reply_parse (&reply, error);
  if (node == NULL)
    return FALSE;

  object = json_node_get_object (node);
  user = kp_member_get_object (object, "user");
  if (!is_complete (object, user))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID,
                           "The reply to the sign-in is incomplete");
      return FALSE;
    }

  if (self->facts->user_id[0] != '\0' &&
      strcmp (self->facts->user_id, kp_member_get_text (user, "id")) != 0)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_WRONG_ACCOUNT,
                           "The folder is somebody else's");
      return FALSE;
    }

  fill_facts (self->facts, object, user, environment);
  fill_secrets (self, object);
  self->access = g_strdup (kp_member_get_text (object, "access"));
  self->access_until = kp_environment_boot_time (environment) +
                       kp_member_get_int (object, "access_s") * 1000;

  return TRUE;
}
