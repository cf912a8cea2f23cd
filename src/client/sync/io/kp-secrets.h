/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an account folder must never write to the disk in clear: its three secrets, in memory that
 * is wiped when it is freed. Any thread, one object per thread.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

/* The bytes of the folder key and of an Ed25519 seed. */
#define KP_SECRET_LENGTH 32

/**
 * KpSecrets:
 *
 * The content of the keyring item of one account folder.
 */
typedef struct
{
  guint8 folder_key[KP_SECRET_LENGTH];  /* opens cache.db and outbox.db */
  guint8 device_seed[KP_SECRET_LENGTH]; /* Ed25519 seed of this folder's device key */
  char *refresh;                        /* (owned) (nullable): refresh token; NULL = signed out */
} KpSecrets;

/* Returns: (transfer full): fresh random keys, no token */
KpSecrets *kp_secrets_new (const KpEnvironment *environment);
KpSecrets *kp_secrets_copy (const KpSecrets *self);
void kp_secrets_free (KpSecrets *self);

/* Wipes the former token first. */
void kp_secrets_set_refresh (KpSecrets *self,
                             const char *refresh);

/* Returns: (transfer full): the text of the keyring item; wipe it with kp_secrets_free_text() */
char *kp_secrets_format (const KpSecrets *self);
void kp_secrets_free_text (char *text);

/**
 * kp_secrets_parse:
 * @text: from the keyring, so written by any program of this user
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID
 */
KpSecrets *kp_secrets_parse (const char *text,
                             GError **error);

/* Returns: whether @text can be a token: 1 to 512 characters of base64url */
gboolean kp_secrets_is_token (const char *text);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSecrets, kp_secrets_free)

G_END_DECLS
