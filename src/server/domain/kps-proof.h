/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Portal-Proof (SECURITY.md section 3): the device key signs every call over a nonce that the
 * server gave and computes anew instead of remembering. Pure functions, any thread.
 */

#pragma once

#include "kp-problem.h"
#include "kp-proof.h"
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
  KPS_PROOF_OLD_NONCE /* missing, malformed, or over another nonce: ask again with the new one */
} KpsProofVerdict;

/* @nonce: (out): %KPS_NONCE_SIZE bytes: what to send as Portal-Nonce at @now */
void kps_proof_make_nonce (const KpsSecrets *secrets,
                           gint64 now,
                           char *nonce);

/**
 * kps_proof_split:
 * @header: (nullable): untrusted
 * @proof: (out): set if there is something to verify
 *
 * Returns: %KPS_PROOF_GOOD if the nonce is one of the two that are accepted at @now
 */
KpsProofVerdict kps_proof_split (const KpsSecrets *secrets,
                                 const char *header,
                                 gint64 now,
                                 KpProof *proof);

/**
 * kps_proof_verify:
 * @text: of kp_proof_dup_text()
 * @public_key: Ed25519, %KPS_KEY_SIZE bytes
 *
 * Returns: whether the key signed it
 */
gboolean kps_proof_verify (const char *text,
                           const KpProof *proof,
                           const guint8 *public_key);

/* Returns: (transfer full): base64url of the server's signature over a problem that makes clients
 * purge */
char *kps_proof_sign_problem (const KpsSecrets *secrets,
                              KpProblem problem,
                              const char *user_id,
                              const char *device_id,
                              const char *nonce);

G_END_DECLS
