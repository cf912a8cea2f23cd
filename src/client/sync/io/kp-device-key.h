/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two signatures between a device and its server (SECURITY.md section 3): Portal-Proof, made
 * here, and problems that make a client purge, verified here. Ed25519 by libsodium; the texts are
 * the protocol's. Pure functions, any thread.
 */

#pragma once

#include "kp-problem.h"

G_BEGIN_DECLS

/**
 * kp_device_key_sign_call:
 * @seed: 32 bytes: of this device's key
 * @target: path and query, exactly as in the request line
 * @body: (nullable)
 * @token: (nullable): of Authorization
 * @nonce: Portal-Nonce of an earlier reply; empty = none yet
 *
 * Returns: (transfer full): the value of Portal-Proof
 */
char *kp_device_key_sign_call (const guint8 *seed,
                               const char *method,
                               const char *target,
                               GBytes *body,
                               const char *token,
                               const char *nonce);

/* Returns: (transfer full): base64url of the public key that belongs to @seed */
char *kp_device_key_dup_public (const guint8 *seed);

/**
 * KpSignedProblem:
 *
 * What the server says of an account or device that must be purged. Borrowed.
 */
typedef struct
{
  KpProblem problem;
  const char *user;      /* 22 characters */
  const char *device;    /* 22 characters */
  const char *nonce;     /* of the Portal-Proof that it answers */
  const char *signature; /* base64url */
} KpSignedProblem;

/**
 * kp_signed_problem_verify:
 * @server_key: base64url of the key that was pinned at enrolment
 *
 * Returns: whether that server signed exactly this
 */
gboolean kp_signed_problem_verify (const KpSignedProblem *self,
                                   const char *server_key);

G_END_DECLS
