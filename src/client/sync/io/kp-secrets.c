/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secrets in memory and as the text of a keyring item. Wiping is libsodium's, which no compiler
 * removes. Any thread.
 */

#include "kp-secrets.h"

#include "kp-error.h"
#include "kp-json.h"
#include "kp-limits.h"
#include "kp-member.h"
#include "kp-proof.h"

#include <sodium.h>

#define ITEM_VERSION 1
#define ITEM_DEPTH 2

#define TOKEN_MAX 512
#define TOKEN_CHARACTERS "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

KpSecrets *
kp_secrets_new (const KpEnvironment *environment)
{
  KpSecrets *self = g_new0 (KpSecrets, 1);

  kp_environment_fill (environment, self->folder_key, sizeof self->folder_key);
  kp_environment_fill (environment, self->device_seed, sizeof self->device_seed);

  return self;
}

KpSecrets *
kp_secrets_copy (const KpSecrets *self)
{
  KpSecrets *copy = g_new (KpSecrets, 1);

  *copy = *self;
  copy->refresh = g_strdup (self->refresh);

  return copy;
}

void
kp_secrets_free (KpSecrets *self)
{
  if (self == NULL)
    return;

  kp_secrets_free_text (self->refresh);
  sodium_memzero (self, sizeof *self);
  g_free (self);
}

void
kp_secrets_set_refresh (KpSecrets *self,
                        const char *refresh)
{
  char *copy = g_strdup (refresh);

  kp_secrets_free_text (self->refresh);
  self->refresh = copy;
}

char *
kp_secrets_format (const KpSecrets *self)
{
  char *folder_key = kp_proof_encode (self->folder_key, sizeof self->folder_key);
  char *device_seed = kp_proof_encode (self->device_seed, sizeof self->device_seed);
  /* Tokens are base64url, see kp_secrets_is_token(), so nothing here needs escaping; and a JSON
   * builder would leave copies of the keys in memory.
   */
  char *text = g_strdup_printf ("{\"v\":%d,\"folder_key\":\"%s\","
                                "\"device_seed\":\"%s\",\"refresh\":\"%s\"}",
                                ITEM_VERSION, folder_key, device_seed,
                                self->refresh != NULL ? self->refresh : "");

  kp_secrets_free_text (folder_key);
  kp_secrets_free_text (device_seed);

  return text;
}

void
kp_secrets_free_text (char *text)
{
  if (text != NULL)
    sodium_memzero (text, strlen (text));
  g_free (text);
}

KpSecrets *
kp_secrets_parse (const char *text,
                  GError **error)
{
  g_autoptr (JsonNode) root = kp_json_parse (text, strlen (text), KP_LIMIT_KEYRING_ITEM,
                                             ITEM_DEPTH, error);
  g_autoptr (KpSecrets) self = g_new0 (KpSecrets, 1);
  JsonObject *object;
  const char *refresh;

  if (root == NULL)
    return NULL;

  object = JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  if (object == NULL ||
      kp_member_get_int (object, "v") != ITEM_VERSION ||
      !kp_proof_decode (kp_member_get_text (object, "folder_key"),
                        self->folder_key, sizeof self->folder_key) ||
      !kp_proof_decode (kp_member_get_text (object, "device_seed"),
                        self->device_seed, sizeof self->device_seed))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "The keyring's item is damaged");
      return NULL;
    }

  refresh = kp_member_get_text (object, "refresh");
  kp_secrets_set_refresh (self, kp_secrets_is_token (refresh) ? refresh : NULL);

  return g_steal_pointer (&self);
}

gboolean
kp_secrets_is_token (const char *text)
{
  gsize length = strspn (text, TOKEN_CHARACTERS);

  return length >= 1 && length <= TOKEN_MAX && text[length] == '\0';
}
