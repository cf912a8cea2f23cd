/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text that is signed (PROTOCOL.md, "Proof") is built here and in the client's io layer, and
 * nowhere else. A nonce is computed from the time, so that none has to be remembered.
 */

#include "kps-proof.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (crypto_hash_sha256_BYTES == KPS_KEY_SIZE);

/* base64url of 64 bytes without padding. */
#define SIGNATURE_LENGTH 86

static void
make_nonce_of_bucket (const KpsSecrets *secrets,
                      gint64 bucket,
                      char *nonce)
{
  guint8 digest[KPS_KEY_SIZE];

  kps_secrets_make_nonce (secrets, bucket, digest);
  sodium_bin2base64 (nonce, KPS_NONCE_SIZE, digest, sizeof digest,
                     sodium_base64_VARIANT_URLSAFE_NO_PADDING);
}

/* Returns: (transfer full): base64url of the SHA-256 of @length bytes */
static char *
digest (gconstpointer bytes,
        gsize length)
{
  guint8 hash[crypto_hash_sha256_BYTES];

  crypto_hash_sha256 (hash, bytes, length);

  return kps_base64url_encode (hash, sizeof hash);
}

void
kps_proof_make_nonce (const KpsSecrets *secrets,
                      gint64 now,
                      char *nonce)
{
  make_nonce_of_bucket (secrets, now / KPS_NONCE_MS, nonce);
}

KpsProofVerdict
kps_proof_split (const KpsSecrets *secrets,
                 const char *header,
                 gint64 now,
                 char *nonce,
                 guint8 *signature)
{
  gint64 newest = now / KPS_NONCE_MS;

  if (header == NULL || strlen (header) != KPS_NONCE_LENGTH + 1 + SIGNATURE_LENGTH ||
      header[KPS_NONCE_LENGTH] != '.')
    return KPS_PROOF_OLD_NONCE;

  for (gint64 bucket = newest; bucket >= newest - 1; bucket--)
    {
      char expected[KPS_NONCE_SIZE];

      make_nonce_of_bucket (secrets, bucket, expected);
      if (sodium_memcmp (expected, header, KPS_NONCE_LENGTH) != 0)
        continue;

      memcpy (nonce, expected, KPS_NONCE_SIZE);
      if (!kps_base64url_decode (header + KPS_NONCE_LENGTH + 1, signature, KPS_SIGNATURE_SIZE))
        return KPS_PROOF_BAD;

      return KPS_PROOF_GOOD;
    }

  return KPS_PROOF_OLD_NONCE;
}

gboolean
kps_proof_verify (const KpsProof *self,
                  const char *nonce,
                  const guint8 *signature,
                  const guint8 *public_key)
{
  const char *token = self->token != NULL ? self->token : "";
  gsize length = 0;
  const char *body = self->body != NULL ? g_bytes_get_data (self->body, &length) : NULL;
  g_autofree char *body_digest = digest (body != NULL ? body : "", length);
  g_autofree char *token_digest = digest (token, strlen (token));
  g_autofree char *text = g_strjoin ("\n", "klantportaal-proof-1", self->method, self->target,
                                     body_digest, token_digest, nonce, NULL);

  return crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text), public_key) == 0;
}

char *
kps_proof_sign_problem (const KpsSecrets *secrets,
                        const char *code,
                        const char *user_id,
                        const char *device_id,
                        const char *nonce)
{
  g_autofree char *text = g_strjoin ("\n", "klantportaal-problem-1", code, user_id, device_id, nonce,
                                     NULL);
  guint8 signature[KPS_SIGNATURE_SIZE];

  kps_secrets_sign (secrets, text, signature);

  return kps_base64url_encode (signature, sizeof signature);
}
