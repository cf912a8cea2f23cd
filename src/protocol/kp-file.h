/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a file may be and be called: the list of types that an office takes, and names that are safe
 * to show, to send in a header and to save under. The client asks before it sends, the server asks
 * again. Pure functions, any thread.
 */

#pragma once

#include <glib.h>
#include <yyjson.h>

G_BEGIN_DECLS

/* Bytes of a SHA-256 as lower-case hex digits, with the zero. */
#define KP_FILE_HASH_SIZE 65

/**
 * KpFileType:
 *
 * One row of the list of types.
 */
typedef struct
{
  const char *media_type;
  const char *const *extensions; /* lower case, without the dot, the usual one first */
  gboolean is_photo;             /* answers a question of type photo */
  gboolean only_asked;           /* taken only where a question names the type */
} KpFileType;

/* Returns: (transfer none): all rows, ended by one without a media type */
const KpFileType *kp_file_type_get_all (void);

/* Returns: (transfer none) (nullable): the row of a media type, without parameters */
const KpFileType *kp_file_type_find (const char *media_type);

/* Returns: (transfer none) (nullable): the row whose extension @name has, in any case */
const KpFileType *kp_file_type_of_name (const char *name);

/* Returns: whether the extension of @name is one of @self */
gboolean kp_file_type_has_name (const KpFileType *self,
                                const char *name);

/**
 * kp_file_name_clean:
 * @name: as a person's machine has it; UTF-8
 *
 * Returns: (transfer full) (nullable): the name as it travels: the last part of a path, composed
 *   (NFC), at most %KP_LIMIT_FILE_NAME bytes, without control and invisible characters and colons,
 *   and neither beginning nor ending in dots and spaces; %NULL if nothing is left
 */
char *kp_file_name_clean (const char *name);

/* Returns: whether @value is a text that kp_file_name_clean() leaves as it is */
gboolean kp_file_name_is_clean (yyjson_val *value);

/* Returns: whether @text is 64 lower-case hex digits */
gboolean kp_file_hash_is_valid (const char *text);

G_END_DECLS
