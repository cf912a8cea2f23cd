/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hashing passwords and judging new ones (SECURITY.md section 1): argon2id over HMAC (pepper,
 * password), as libsodium encodes it. Immutable, any thread; hashing takes memory and time, so only
 * the bounded pool of the listener and subcommands do it.
 */

#pragma once

#include "kps-secrets.h"

G_BEGIN_DECLS

/**
 * KpsPasswordCost:
 *
 * What one hash costs. Floor of ASVS 5.0, appendix C: 19 MiB and 2 passes.
 */
typedef struct
{
  guint memory_kib;
  guint passes;
} KpsPasswordCost;

#define KPS_PASSWORD_MEMORY_KIB (64 * 1024)
#define KPS_PASSWORD_PASSES 3
#define KPS_PASSWORD_FLOOR_KIB (19 * 1024)
#define KPS_PASSWORD_FLOOR_PASSES 2

typedef struct _KpsPasswords KpsPasswords;

/**
 * kps_passwords_new:
 * @secrets: outlives it
 *
 * Returns: (transfer full): fails with %KP_ERROR_STORAGE if the memory for one hash can't be had
 */
KpsPasswords *kps_passwords_new (const KpsSecrets *secrets,
                                 const KpsPasswordCost *cost,
                                 GError **error);
void kps_passwords_free (KpsPasswords *self);

/* Returns: (transfer full) (nullable): the encoded hash; %NULL if memory is short */
char *kps_passwords_hash (const KpsPasswords *self,
                          const char *password);

/**
 * kps_passwords_verify:
 * @encoded: (nullable): %NULL verifies against a hash that no password has, at the same cost
 *
 * Returns: whether it is the password
 */
gboolean kps_passwords_verify (const KpsPasswords *self,
                               const char *encoded,
                               const char *password);

/* Returns: whether @encoded was made at a lower cost than the present one */
gboolean kps_passwords_is_outdated (const KpsPasswords *self,
                                    const char *encoded);

/**
 * kps_passwords_judge:
 * @words: (nullable): what belongs to the person and the office, such as login and name
 *
 * A new password must have %KP_LIMIT_PASSWORD_MIN characters, at most %KP_LIMIT_PASSWORD bytes of
 * UTF-8, and must not be made of common passwords, of the words given, of one repetition or of a
 * row of keys.
 *
 * Returns: whether it will do; otherwise %KP_ERROR_WEAK_PASSWORD
 */
gboolean kps_passwords_judge (const char *password,
                              const char *const *words,
                              GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsPasswords, kps_passwords_free)

G_END_DECLS
