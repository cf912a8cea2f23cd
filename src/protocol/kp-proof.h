/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header Portal-Proof, "<pn>.<signature>": what a device signs for each call, and its reading.
 * The signature itself (Ed25519) is made and checked where the keys are. Pure functions, any
 * thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define KP_PROOF_SIGNATURE_SIZE 64
#define KP_PROOF_DIGEST_SIZE 32
#define KP_PROOF_NONCE_MAX 128 /* characters */

/**
 * KpProof:
 *
 * The header, taken apart.
 */
typedef struct
{
  char nonce[KP_PROOF_NONCE_MAX + 1];
  guint8 signature[KP_PROOF_SIGNATURE_SIZE];
} KpProof;

/**
 * kp_proof_dup_text:
 * @method: in upper case
 * @target: path and query as they are sent
 * @body: (nullable): %NULL = empty
 * @token: (nullable): the access token; %NULL = none
 * @nonce: "pn"
 *
 * Returns: (transfer full): the text to sign or to verify
 */
char *kp_proof_dup_text (const char *method,
                         const char *target,
                         GBytes *body,
                         const char *token,
                         const char *nonce);

/**
 * kp_proof_dup_text_for_digest:
 * @sha256: of the body that is to come, 64 hex digits
 *
 * The same for a body that announced its hash in the address: the proof can be verified before it
 * comes. What comes must have that hash.
 */
char *kp_proof_dup_text_for_digest (const char *method,
                                    const char *target,
                                    const char *sha256,
                                    const char *token,
                                    const char *nonce);

/* Returns: (transfer full): the header of @signature, which has %KP_PROOF_SIGNATURE_SIZE bytes */
char *kp_proof_dup_header (const char *nonce,
                           const guint8 *signature);

/**
 * kp_proof_parse:
 * @header: (nullable): untrusted
 *
 * Returns: whether @header is of the right form; @proof is set only then
 */
gboolean kp_proof_parse (const char *header,
                         KpProof *proof);

/**
 * kp_proof_encode:
 *
 * Returns: (transfer full): @bytes in unpadded base64url (RFC 4648, section 5), as keys, tokens and
 *   hashes travel
 */
char *kp_proof_encode (const guint8 *bytes,
                       gsize length);

/**
 * kp_proof_decode:
 * @text: (nullable): untrusted
 * @size: the number of bytes expected
 *
 * Returns: whether @text is the canonical unpadded base64url of exactly @size bytes; @bytes may be
 *   overwritten in any case
 */
gboolean kp_proof_decode (const char *text,
                          guint8 *bytes,
                          gsize size);

G_END_DECLS
