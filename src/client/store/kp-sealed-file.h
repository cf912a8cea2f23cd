/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file that is kept encrypted (SECURITY.md section 7): a mark, the header of libsodium's
 * secretstream, and chunks of 64 KiB of which the last one says that it is the last. Whatever was
 * changed, cut off or added since is noticed before the end is reached. Each file has a key of its
 * own, which whoever makes it keeps. Functions block, any thread, one thread per writer.
 */

#pragma once

#include "kp-environment.h"

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_SEALED_KEY_SIZE 32
#define KP_SEALED_HASH_SIZE 65 /* 64 hexadecimal digits and the end */

/**
 * KpSealedFacts:
 *
 * What was written.
 */
typedef struct
{
  guint8 key[KP_SEALED_KEY_SIZE];
  char sha256[KP_SEALED_HASH_SIZE]; /* of what went in */
  gint64 size;                      /* likewise, bytes */
} KpSealedFacts;

typedef struct _KpSealedWriter KpSealedWriter;

/**
 * kp_sealed_writer_new:
 * @path: where the file will stand once it is whole; until then it is @path with ".part"
 *
 * Returns: (transfer full): fails with %KP_ERROR_STORAGE
 */
KpSealedWriter *kp_sealed_writer_new (const char *path,
                                      const KpEnvironment *environment,
                                      GError **error);

/* Frees; what was not finished is removed. */
void kp_sealed_writer_free (KpSealedWriter *self);

/* Returns: fails with %KP_ERROR_STORAGE */
gboolean kp_sealed_writer_write (KpSealedWriter *self,
                                 gconstpointer data,
                                 gsize length,
                                 GError **error);

/* Bytes written so far. */
gint64 kp_sealed_writer_get_size (KpSealedWriter *self);

/**
 * kp_sealed_writer_finish:
 * @expected: (nullable): the hash that the content must have
 * @facts: (out caller-allocates)
 *
 * Makes the file durable under its name.
 *
 * Returns: fails with %KP_ERROR_STORAGE, or with %KP_ERROR_INVALID if the hash is another
 */
gboolean kp_sealed_writer_finish (KpSealedWriter *self,
                                  const char *expected,
                                  KpSealedFacts *facts,
                                  GError **error);

/* @data: lent. Returns: whether to go on */
typedef gboolean (*KpSealedFunc) (gconstpointer data,
                                  gsize length,
                                  gpointer user_data,
                                  GError **error);

/**
 * kp_sealed_file_read:
 *
 * Gives the content piece by piece. What was given counts only when this returns %TRUE.
 *
 * Returns: fails with %KP_ERROR_NOT_FOUND if there is no file, with %KP_ERROR_CORRUPT if it is not
 *   the one that was written, with %KP_ERROR_STORAGE, as @func does, or as cancelled
 */
gboolean kp_sealed_file_read (const char *path,
                              const guint8 *key,
                              KpSealedFunc func,
                              gpointer user_data,
                              GCancellable *cancellable,
                              GError **error);

/* Returns: (transfer full): the whole content; fails as kp_sealed_file_read() does, and with
 *   %KP_ERROR_TOO_LARGE
 */
GBytes *kp_sealed_file_load (const char *path,
                             const guint8 *key,
                             gsize limit,
                             GCancellable *cancellable,
                             GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpSealedWriter, kp_sealed_writer_free)

G_END_DECLS
