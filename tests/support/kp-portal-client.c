/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Made of libsoup and libsodium, and of what PROTOCOL.md says.
 */

#include "kp-portal-client.h"

#include <sodium.h>
#include <string.h>

static char *
encode (const guint8 *bytes,
        gsize length)
{
  gsize size = sodium_base64_encoded_len (length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
  char *text = g_malloc (size);

  return sodium_bin2base64 (text, size, bytes, length, sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

static void
decode (const char *text,
        guint8 *bytes,
        gsize length)
{
  gsize decoded;

  g_assert_nonnull (text);
  g_assert_cmpint (sodium_base642bin (bytes, length, text, strlen (text), NULL, &decoded, NULL,
                                      sodium_base64_VARIANT_URLSAFE_NO_PADDING),
                   ==, 0);
  g_assert_cmpuint (decoded, ==, length);
}

static char *
make_random_text (gsize length)
{
  guint8 bytes[64];

  g_assert_cmpuint (length, <=, sizeof bytes);
  randombytes_buf (bytes, length);

  return encode (bytes, length);
}

KpPortalClient *
kp_portal_client_new (const char *address,
                      const char *portal,
                      const char *login,
                      const char *password)
{
  KpPortalClient *self = g_new0 (KpPortalClient, 1);

  g_assert_cmpint (sodium_init (), >=, 0);
  self->address = g_strdup (address);
  self->portal = g_strdup (portal);
  self->login = g_strdup (login);
  self->password = g_strdup (password);
  self->folder = make_random_text (16);
  self->folder_key = make_random_text (32);
  self->session = soup_session_new_with_options ("proxy-resolver", NULL, "timeout", 30, NULL);
  kp_portal_client_change_key (self);

  return self;
}

void
kp_portal_client_free (KpPortalClient *self)
{
  g_free (self->address);
  g_free (self->login);
  g_free (self->password);
  g_free (self->portal);
  g_free (self->folder);
  g_free (self->folder_key);
  g_free (self->nonce);
  g_free (self->access);
  g_free (self->refresh);
  g_free (self->device);
  g_free (self->user);
  g_free (self->server_key);
  g_object_unref (self->session);
  g_free (self);
}

void
kp_portal_client_change_key (KpPortalClient *self)
{
  crypto_sign_keypair (self->public_key, self->secret_key);
}

static char *
digest (gconstpointer data,
        gsize length)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, length > 0 ? data : "", length);

  return encode (hash, sizeof hash);
}

#define BLOB "/v1/blob/"

/* What a proof says of the body: a file is signed by the hash that its address names. */
static char *
digest_body (const char *method,
             const char *target,
             GBytes *body)
{
  guint8 named[crypto_hash_sha256_BYTES];
  gsize length = 0;

  if (g_str_equal (method, "PUT") && g_str_has_prefix (target, BLOB) &&
      sodium_hex2bin (named, sizeof named, target + strlen (BLOB), strlen (target) - strlen (BLOB),
                      NULL, &length, NULL) == 0 &&
      length == sizeof named)
    return encode (named, sizeof named);

  return digest (body != NULL ? g_bytes_get_data (body, NULL) : NULL,
                 body != NULL ? g_bytes_get_size (body) : 0);
}

static char *
prove_bytes (KpPortalClient *self,
             const char *method,
             const char *target,
             const char *token,
             GBytes *body)
{
  const char *nonce = self->nonce != NULL ? self->nonce : "none";
  g_autofree char *body_digest = digest_body (method, target, body);
  g_autofree char *token_digest = digest (token, token != NULL ? strlen (token) : 0);
  g_autofree char *text = g_strjoin ("\n", "klantportaal-proof-1", method, target, body_digest,
                                     token_digest, nonce, NULL);
  g_autofree char *signature_text = NULL;
  guint8 signature[crypto_sign_BYTES];

  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), self->secret_key);
  signature_text = encode (signature, sizeof signature);

  return g_strconcat (nonce, ".", signature_text, NULL);
}

char *
kp_portal_client_prove (KpPortalClient *self,
                        const char *method,
                        const char *target,
                        const char *token,
                        const char *body)
{
  g_autoptr (GBytes) bytes = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  return prove_bytes (self, method, target, token, bytes);
}

static void
read_body (KpAnswer *answer,
           GBytes *bytes)
{
  g_autoptr (JsonParser) parser = json_parser_new ();
  JsonNode *root;

  answer->text = g_bytes_get_size (bytes) > 0
                   ? g_strndup (g_bytes_get_data (bytes, NULL), g_bytes_get_size (bytes))
                   : g_strdup ("");
  if (!json_parser_load_from_data (parser, answer->text, -1, NULL))
    return;

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return;

  answer->body = json_object_ref (json_node_get_object (root));
  if (json_object_has_member (answer->body, "code"))
    answer->code = g_strdup (json_object_get_string_member (answer->body, "code"));
}

static void
set_headers (SoupMessageHeaders *headers,
             const char *token,
             const char *proof,
             const char *const *others)
{
  g_autofree char *authorization = g_strconcat ("Bearer ", token, NULL);

  if (token != NULL)
    soup_message_headers_append (headers, "Authorization", authorization);
  if (proof != NULL)
    soup_message_headers_append (headers, "Portal-Proof", proof);
  for (guint i = 0; others != NULL && others[i] != NULL; i += 2)
    soup_message_headers_replace (headers, others[i], others[i + 1]);
}

static KpAnswer *
send_bytes (KpPortalClient *self,
            SoupMessage *message,
            GBytes *body,
            const char *token,
            const char *proof,
            const char *const *others)
{
  g_autoptr (GBytes) received = NULL;
  g_autoptr (GError) error = NULL;
  SoupMessageHeaders *headers;
  KpAnswer *answer;
  const char *value;

  if (body != NULL)
    soup_message_set_request_body_from_bytes (message, "application/json", body);
  set_headers (soup_message_get_request_headers (message), token, proof, others);
  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);

  received = soup_session_send_and_read (self->session, message, NULL, &error);
  if (error != NULL && self->patient)
    return NULL;

  g_assert_no_error (error);
  headers = soup_message_get_response_headers (message);
  answer = g_new0 (KpAnswer, 1);
  answer->status = soup_message_get_status (message);
  answer->headers = soup_message_headers_ref (headers);
  answer->bytes = g_bytes_ref (received);
  read_body (answer, received);
  value = soup_message_headers_get_one (headers, "Retry-After");
  answer->retry_s = value != NULL ? (guint) g_ascii_strtoull (value, NULL, 10) : 0;
  value = soup_message_headers_get_one (headers, "Portal-Nonce");
  if (value != NULL)
    g_set_str (&self->nonce, value);

  return answer;
}

static SoupMessage *
make_message (KpPortalClient *self,
              const char *method,
              const char *target)
{
  g_autofree char *uri = g_strconcat (self->address, target, NULL);

  return soup_message_new (method, uri);
}

KpAnswer *
kp_portal_client_send (KpPortalClient *self,
                       const char *method,
                       const char *target,
                       const char *token,
                       const char *body,
                       const char *proof)
{
  g_autoptr (SoupMessage) message = make_message (self, method, target);
  g_autoptr (GBytes) sent = body != NULL ? g_bytes_new (body, strlen (body)) : NULL;

  return send_bytes (self, message, sent, token, proof, NULL);
}

KpAnswer *
kp_portal_client_call_with (KpPortalClient *self,
                            const char *method,
                            const char *target,
                            GBytes *body,
                            const char *const *headers)
{
  for (guint i = 0;; i++)
    {
      g_autofree char *proof = prove_bytes (self, method, target, self->access, body);
      g_autoptr (SoupMessage) message = make_message (self, method, target);
      KpAnswer *answer = send_bytes (self, message, body, self->access, proof, headers);

      if (answer == NULL || i > 0 || g_strcmp0 (answer->code, "proof-nonce") != 0)
        return answer;
      kp_answer_free (answer);
    }
}

KpAnswer *
kp_portal_client_call (KpPortalClient *self,
                       const char *method,
                       const char *target,
                       const char *token,
                       const char *body)
{
  g_autofree char *proof = kp_portal_client_prove (self, method, target, token, body);
  KpAnswer *answer = kp_portal_client_send (self, method, target, token, body, proof);

  if (answer == NULL || g_strcmp0 (answer->code, "proof-nonce") != 0)
    return answer;

  kp_answer_free (answer);
  g_free (proof);
  proof = kp_portal_client_prove (self, method, target, token, body);

  return kp_portal_client_send (self, method, target, token, body, proof);
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

static char *
finish (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);

  return json_to_string (root, FALSE);
}

static void
keep (KpAnswer *answer,
      const char *name,
      char **field)
{
  if (answer->body != NULL && json_object_has_member (answer->body, name))
    g_set_str (field, json_object_get_string_member (answer->body, name));
}

KpAnswer *
kp_portal_client_try_sign_in (KpPortalClient *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *key = encode (self->public_key, sizeof self->public_key);
  g_autofree char *body = NULL;
  KpAnswer *answer;

  json_builder_begin_object (builder);
  add_text (builder, "login", self->login);
  add_text (builder, "password", self->password);
  add_text (builder, "portal", self->portal);
  add_text (builder, "folder", self->folder);
  add_text (builder, "folder_key", self->folder_key);
  json_builder_set_member_name (builder, "device");
  json_builder_begin_object (builder);
  add_text (builder, "key", key);
  add_text (builder, "name", "test computer");
  json_builder_end_object (builder);
  body = finish (builder);

  answer = kp_portal_client_call (self, "POST", "/v1/sign-in", NULL, body);
  if (answer->status != SOUP_STATUS_OK)
    return answer;

  keep (answer, "access", &self->access);
  keep (answer, "refresh", &self->refresh);
  keep (answer, "device", &self->device);
  keep (answer, "server_key", &self->server_key);
  g_set_str (&self->user, json_object_get_string_member (
                            json_object_get_object_member (answer->body, "user"), "id"));

  return answer;
}

KpAnswer *
kp_portal_client_try_refresh (KpPortalClient *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autofree char *body = NULL;
  KpAnswer *answer;

  json_builder_begin_object (builder);
  add_text (builder, "refresh", self->refresh);
  body = finish (builder);
  answer = kp_portal_client_call (self, "POST", "/v1/refresh", NULL, body);
  if (answer->status == SOUP_STATUS_OK)
    {
      keep (answer, "access", &self->access);
      keep (answer, "refresh", &self->refresh);
    }

  return answer;
}

void
kp_portal_client_sign_in (KpPortalClient *self)
{
  kp_answer_expect (kp_portal_client_try_sign_in (self), SOUP_STATUS_OK, NULL);
}

void
kp_portal_client_refresh (KpPortalClient *self)
{
  kp_answer_expect (kp_portal_client_try_refresh (self), SOUP_STATUS_OK, NULL);
}

KpAnswer *
kp_portal_client_sync (KpPortalClient *self,
                       const char *stream,
                       gboolean push)
{
  g_autofree char *have = stream != NULL ? g_strdup_printf ("\"%s\":null", stream) : g_strdup ("");
  g_autofree char *body =
    g_strdup_printf ("{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":262144,%s\"have\":{%s},\"n\":0}\n",
                     push ? "\"push\":1," : "", have);

  return kp_portal_client_call (self, "POST", "/v1/sync", self->access, body);
}

gboolean
kp_portal_client_believes (KpPortalClient *self,
                           const KpAnswer *answer)
{
  const char *user = json_object_get_string_member_with_default (answer->body, "user", "");
  const char *device = json_object_get_string_member_with_default (answer->body, "device", "");
  const char *nonce = json_object_get_string_member_with_default (answer->body, "pn", "");
  g_autofree char *text =
    g_strjoin ("\n", "klantportaal-problem-1", answer->code, user, device, nonce, NULL);
  guint8 signature[crypto_sign_BYTES];
  guint8 key[crypto_sign_PUBLICKEYBYTES];

  decode (json_object_get_string_member_with_default (answer->body, "sig", NULL), signature,
          sizeof signature);
  decode (self->server_key, key, sizeof key);

  return g_strcmp0 (user, self->user) == 0 && g_strcmp0 (device, self->device) == 0 &&
         g_strcmp0 (nonce, self->nonce) == 0 &&
         crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), key) == 0;
}

void
kp_answer_free (KpAnswer *self)
{
  g_free (self->text);
  g_free (self->code);
  g_clear_pointer (&self->body, json_object_unref);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_clear_pointer (&self->headers, soup_message_headers_unref);
  g_free (self);
}
