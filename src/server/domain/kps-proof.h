/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Portal-Proof (SECURITY.md section 3): the device key signs every call over a nonce that the server
 * gave and computes anew instead of remembering. Pure functions, any thread.
 */

#pragma once

#include "kps-secrets.h"

G_BEGIN_DECLS

/* How long a nonce is the newest; it is accepted for one more such time. */
#define KPS_NONCE_MS (5 * 60 * 1000)

/* The characters of a nonce, and a buffer for it. */
#define KPS_NONCE_LENGTH 43
#define KPS_NONCE_SIZE 44

typedef enum
{
  KPS_PROOF_GOOD = 0,
  KPS_PROOF_OLD_NONCE, /* missing, malformed, or over another nonce: ask again with the new one */
  KPS_PROOF_BAD        /* a signature by another key, or over something else */
} KpsProofVerdict;

/**
 * KpsProof:
 *
 * What was signed. Borrowed.
 */
typedef struct
{
  const char *method;
  const char *target; /* path and query, exactly as in the request line */
  GBytes *body;       /* (nullable) */
  const char *token;  /* (nullable): of Authorization */
} KpsProof;

/* @nonce: (out): %KPS_NONCE_SIZE bytes: what to send as Portal-Nonce at @now */
void kps_proof_make_nonce (const KpsSecrets *secrets,
                           gint64 now,
                           char *nonce);

/**
 * kps_proof_split:
 * @header: (nullable): untrusted: "<nonce>.<signature>"
 * @nonce: (out): %KPS_NONCE_SIZE bytes; set if the nonce is one of the two accepted at @now
 * @signature: (out): %KPS_SIGNATURE_SIZE bytes
 *
 * Returns: %KPS_PROOF_GOOD if there is something to verify
 */
KpsProofVerdict kps_proof_split (const KpsSecrets *secrets,
                                 const char *header,
                                 gint64 now,
                                 char *nonce,
                                 guint8 *signature);

/* Returns: whether the key signed it */
gboolean kps_proof_verify (const KpsProof *self,
                           const char *nonce,
                           const guint8 *signature,
                           const guint8 *public_key);

/**
 * kps_proof_sign_problem:
 * @code: of a problem that makes clients purge: "account-disabled" or "device-revoked"
 *
 * Returns: (transfer full): base64url of the server's signature over code, user, device and nonce
 */
char *kps_proof_sign_problem (const KpsSecrets *secrets,
                              const char *code,
                              const char *user_id,
                              const char *device_id,
                              const char *nonce);

G_END_DECLS
