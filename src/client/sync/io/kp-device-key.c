/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys and signatures of libsodium around the texts of the protocol.
 */

#include "kp-device-key.h"

#include "kp-proof.h"

#include <sodium.h>

char *
kp_device_key_sign_call (const guint8 *seed,
                         const char *method,
                         const char *target,
                         GBytes *body,
                         const char *token,
                         const char *nonce)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 signature[KP_PROOF_SIGNATURE_SIZE];
  g_autofree char *text = kp_proof_dup_text (method, target, body, token, nonce);

  crypto_sign_seed_keypair (public_key, secret_key, seed);
  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), secret_key);
  sodium_memzero (secret_key, sizeof secret_key);

  return kp_proof_dup_header (nonce, signature);
}

char *
kp_device_key_dup_public (const guint8 *seed)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];

  crypto_sign_seed_keypair (public_key, secret_key, seed);
  sodium_memzero (secret_key, sizeof secret_key);

  return kp_proof_encode (public_key, sizeof public_key);
}

gboolean
kp_signed_problem_verify (const KpSignedProblem *self,
                          const char *server_key)
{
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *text = NULL;

  if (!kp_proof_decode (server_key, public_key, sizeof public_key) ||
      !kp_proof_decode (self->signature, signature, sizeof signature))
    return FALSE;

  text = kp_problem_dup_signed_text (self->problem, self->user, self->device, self->nonce);

  return crypto_sign_verify_detached (signature, (const guint8 *) text, strlen (text),
                                      public_key) == 0;
}
