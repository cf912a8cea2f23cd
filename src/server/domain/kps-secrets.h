/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server knows and its database does not: 32 random bytes in the file server.key (0600),
 * made at the first start. A key for each purpose is derived from them, so that a stolen database
 * alone opens no folder, tries no password and signs nothing. Immutable, any thread.
 */

#pragma once

#include "kp-environment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KpsSecrets KpsSecrets;

#define KPS_SECRETS_FILE "server.key"
#define KPS_KEY_SIZE 32
#define KPS_SIGNATURE_SIZE 64
/* What sealing adds: a nonce and an authentication code. */
#define KPS_SEAL_OVERHEAD 40

/**
 * kps_secrets_open:
 * @path: of server.key; made if there is none
 *
 * Returns: (transfer full): fails with %KP_ERROR_CORRUPT if the file has another length or can be
 *   read by others, with %KP_ERROR_STORAGE if it can't be read or written
 */
KpsSecrets *kps_secrets_open (const char *path,
                              const KpEnvironment *environment,
                              GError **error);
void kps_secrets_free (KpsSecrets *self);

/* HMAC-SHA-512-256 of @password with the pepper; @digest: (out): %KPS_KEY_SIZE bytes */
void kps_secrets_pepper (const KpsSecrets *self,
                         const char *password,
                         guint8 *digest);

/* Returns: (transfer none): %KPS_KEY_SIZE bytes, for hashing names of limits */
const guint8 *kps_secrets_get_limiter_key (const KpsSecrets *self);

/* @digest: (out): %KPS_KEY_SIZE bytes: the nonce of a five-minute bucket */
void kps_secrets_make_nonce (const KpsSecrets *self,
                             gint64 bucket,
                             guint8 *digest);

/* Returns: (transfer none): Ed25519, %KPS_KEY_SIZE bytes, which clients pin at enrolment */
const guint8 *kps_secrets_get_public_key (const KpsSecrets *self);

/* @signature: (out): %KPS_SIGNATURE_SIZE bytes of Ed25519 over @text */
void kps_secrets_sign (const KpsSecrets *self,
                       const char *text,
                       guint8 *signature);

/* @key: %KPS_KEY_SIZE bytes; @sealed: (out): %KPS_SEAL_OVERHEAD more. For keys of account folders.
 */
void kps_secrets_seal (const KpsSecrets *self,
                       const KpEnvironment *environment,
                       const guint8 *key,
                       guint8 *sealed);

/* Returns: whether @sealed is ours and unharmed; @key is set only then */
gboolean kps_secrets_unseal (const KpsSecrets *self,
                             const guint8 *sealed,
                             guint8 *key);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsSecrets, kps_secrets_free)

G_END_DECLS
