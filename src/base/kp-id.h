/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Identifiers: UUIDv7 (RFC 9562, section 5.7), made by whoever creates the thing. 16 bytes in a
 * database, 22 characters of unpadded base64url (RFC 4648, section 5) everywhere else. Any thread.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

/* The characters of an identifier as text, and a buffer that holds them with the final zero. */
#define KP_ID_LENGTH 22
#define KP_ID_SIZE 23

/**
 * KpId:
 *
 * Passed by pointer, copied by assignment. All zero = no identifier.
 */
typedef struct
{
  guint8 bytes[16];
} KpId;

/**
 * kp_id_make:
 * @environment: whose clock and chance to use
 *
 * Returns: a new UUIDv7
 */
KpId kp_id_make (const KpEnvironment *environment);

/**
 * kp_id_parse:
 * @text: (nullable): untrusted, at least @length bytes
 *
 * Returns: whether @text is exactly the canonical form of an identifier; @id is set only then
 */
gboolean kp_id_parse (const char *text,
                      gsize length,
                      KpId *id);

/**
 * kp_id_format:
 * @text: (out): at least %KP_ID_SIZE bytes, zero-terminated afterwards
 */
void kp_id_format (const KpId *id,
                   char *text);

/* Returns: (transfer full): as kp_id_format() */
char *kp_id_dup_text (const KpId *id);

gboolean kp_id_is_zero (const KpId *id);
gboolean kp_id_equal (gconstpointer a,
                      gconstpointer b);
guint kp_id_hash (gconstpointer id);

G_END_DECLS
