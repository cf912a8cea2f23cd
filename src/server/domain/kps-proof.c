/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A nonce is computed from the time, so that none has to be remembered. The texts that are signed
 * are the protocol's.
 */

#include "kps-proof.h"

#include <sodium.h>
#include <string.h>

G_STATIC_ASSERT (crypto_hash_sha256_BYTES == KPS_KEY_SIZE);

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
                 KpProof *proof)
{
  gint64 newest = now / KPS_NONCE_MS;

  if (!kp_proof_parse (header, proof) || strlen (proof->nonce) != KPS_NONCE_LENGTH)
    return KPS_PROOF_OLD_NONCE;

  for (gint64 bucket = newest; bucket >= newest - 1; bucket--)
    {
      char expected[KPS_NONCE_SIZE];

      make_nonce_of_bucket (secrets, bucket, expected);
      if (sodium_memcmp (expected, proof->nonce, KPS_NONCE_LENGTH) == 0)
        return KPS_PROOF_GOOD;
    }

  return KPS_PROOF_OLD_NONCE;
}

gboolean
kps_proof_verify (const char *text,
                  const KpProof *proof,
                  const guint8 *public_key)
{
  return crypto_sign_verify_detached (proof->signature, (const guint8 *) text, strlen (text),
                                      public_key) == 0;
}

char *
kps_proof_sign_problem (const KpsSecrets *secrets,
                        KpProblem problem,
                        const char *user_id,
                        const char *device_id,
                        const char *nonce)
{
  g_autofree char *text = kp_problem_dup_signed_text (problem, user_id, device_id, nonce);
  guint8 signature[KPS_SIGNATURE_SIZE];

  kps_secrets_sign (secrets, text, signature);

  return kp_proof_encode (signature, sizeof signature);
}
