/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The secretstream is fed whole chunks only, so the writer holds back one chunk: the last one has
 * to be known as the last.
 */

#include "kp-sealed-file.h"

#include "kp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sodium.h>
#include <string.h>
#include <unistd.h>

#define MARK "KPF1"
#define MARK_SIZE 4
#define HEADER_SIZE crypto_secretstream_xchacha20poly1305_HEADERBYTES
#define CHUNK_SIZE (64 * 1024)
#define SEALED_SIZE (CHUNK_SIZE + crypto_secretstream_xchacha20poly1305_ABYTES)

G_STATIC_ASSERT (KP_SEALED_KEY_SIZE == crypto_secretstream_xchacha20poly1305_KEYBYTES);

struct _KpSealedWriter
{
  char *path; /* (owned) */
  char *part; /* (owned) */
  int fd;
  gboolean is_finished;
  GChecksum *checksum; /* (owned) */
  crypto_secretstream_xchacha20poly1305_state state;
  guint8 key[KP_SEALED_KEY_SIZE];
  gint64 size;   /* bytes taken */
  gsize n_held;  /* bytes of the chunk that is being filled */
  guint8 *chunk; /* (owned): CHUNK_SIZE bytes */
  guint8 *out;   /* (owned): SEALED_SIZE bytes */
};

static gboolean
set_storage_error (GError **error,
                   const char *what,
                   const char *path)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s %s: %s", what, path, g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int fd,
           const guint8 *bytes,
           gsize length,
           const char *path,
           GError **error)
{
  while (length > 0)
    {
      gssize n = write (fd, bytes, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_storage_error (error, "Cannot write", path);
      bytes += n;
      length -= (gsize) n;
    }

  return TRUE;
}

static gboolean
write_chunk (KpSealedWriter *self,
             guint8 tag,
             GError **error)
{
  unsigned long long length;

  crypto_secretstream_xchacha20poly1305_push (&self->state, self->out, &length, self->chunk,
                                              self->n_held, NULL, 0, tag);
  self->n_held = 0;

  return write_all (self->fd, self->out, (gsize) length, self->part, error);
}

KpSealedWriter *
kp_sealed_writer_new (const char *path,
                      const KpEnvironment *environment,
                      GError **error)
{
  g_autoptr (KpSealedWriter) self = g_new0 (KpSealedWriter, 1);
  guint8 head[MARK_SIZE + HEADER_SIZE];

  g_return_val_if_fail (path != NULL && environment != NULL, NULL);

  self->path = g_strdup (path);
  self->part = g_strconcat (path, ".part", NULL);
  self->chunk = g_malloc (CHUNK_SIZE);
  self->out = g_malloc (SEALED_SIZE);
  self->checksum = g_checksum_new (G_CHECKSUM_SHA256);
  self->fd = g_open (self->part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      set_storage_error (error, "Cannot make", self->part);
      return NULL;
    }

  kp_environment_fill (environment, self->key, sizeof self->key);
  memcpy (head, MARK, MARK_SIZE);
  crypto_secretstream_xchacha20poly1305_init_push (&self->state, head + MARK_SIZE, self->key);
  if (!write_all (self->fd, head, sizeof head, self->part, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kp_sealed_writer_free (KpSealedWriter *self)
{
  if (self->fd >= 0)
    close (self->fd);
  if (!self->is_finished)
    g_unlink (self->part);

  sodium_memzero (&self->state, sizeof self->state);
  sodium_memzero (self->key, sizeof self->key);
  if (self->chunk != NULL)
    sodium_memzero (self->chunk, CHUNK_SIZE);
  g_free (self->chunk);
  g_free (self->out);
  g_checksum_free (self->checksum);
  g_free (self->part);
  g_free (self->path);
  g_free (self);
}

gboolean
kp_sealed_writer_write (KpSealedWriter *self,
                        gconstpointer data,
                        gsize length,
                        GError **error)
{
  const guint8 *bytes = data;

  g_return_val_if_fail (self != NULL && !self->is_finished, FALSE);

  g_checksum_update (self->checksum, bytes, (gssize) length);
  self->size += (gint64) length;
  while (length > 0)
    {
      gsize n = MIN (length, CHUNK_SIZE - self->n_held);

      if (n == 0)
        {
          if (!write_chunk (self, 0, error))
            return FALSE;
          continue;
        }

      memcpy (self->chunk + self->n_held, bytes, n);
      self->n_held += n;
      bytes += n;
      length -= n;
    }

  return TRUE;
}

gint64
kp_sealed_writer_get_size (KpSealedWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->size;
}

/* A name is durable only with the folder that it stands in. */
static gboolean
sync_folder (const char *path,
             GError **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofd int fd = g_open (folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  if (fd < 0 || fsync (fd) != 0)
    return set_storage_error (error, "Cannot keep", folder);

  return TRUE;
}

gboolean
kp_sealed_writer_finish (KpSealedWriter *self,
                         const char *expected,
                         KpSealedFacts *facts,
                         GError **error)
{
  const char *sha256;

  g_return_val_if_fail (self != NULL && facts != NULL && !self->is_finished, FALSE);

  sha256 = g_checksum_get_string (self->checksum);
  if (expected != NULL && strcmp (sha256, expected) != 0)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "The content has another hash");
      return FALSE;
    }

  if (!write_chunk (self, crypto_secretstream_xchacha20poly1305_TAG_FINAL, error))
    return FALSE;
  if (fsync (self->fd) != 0 || g_rename (self->part, self->path) != 0)
    return set_storage_error (error, "Cannot keep", self->part);

  self->is_finished = TRUE;
  if (!sync_folder (self->path, error))
    return FALSE;

  *facts = (KpSealedFacts) { .size = self->size };
  memcpy (facts->key, self->key, sizeof facts->key);
  g_strlcpy (facts->sha256, sha256, sizeof facts->sha256);
  return TRUE;
}

/* Returns: whether it worked; @length: (out): less than @size at the end of the file only */
static gboolean
read_all (int fd,
          guint8 *bytes,
          gsize size,
          gsize *length,
          const char *path,
          GError **error)
{
  *length = 0;
  while (*length < size)
    {
      gssize n = read (fd, bytes + *length, size - *length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        return set_storage_error (error, "Cannot read", path);
      if (n == 0)
        break;
      *length += (gsize) n;
    }

  return TRUE;
}

static gboolean
set_corrupt (GError **error,
             const char *path)
{
  g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "%s is not the file that was written", path);
  return FALSE;
}

static gboolean
read_head (int fd,
           const char *path,
           const guint8 *key,
           crypto_secretstream_xchacha20poly1305_state *state,
           GError **error)
{
  guint8 head[MARK_SIZE + HEADER_SIZE];
  gsize length;

  if (!read_all (fd, head, sizeof head, &length, path, error))
    return FALSE;
  if (length != sizeof head || memcmp (head, MARK, MARK_SIZE) != 0 ||
      crypto_secretstream_xchacha20poly1305_init_pull (state, head + MARK_SIZE, key) != 0)
    return set_corrupt (error, path);

  return TRUE;
}

gboolean
kp_sealed_file_read (const char *path,
                     const guint8 *key,
                     KpSealedFunc func,
                     gpointer user_data,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autofree guint8 *sealed = g_malloc (SEALED_SIZE);
  g_autofree guint8 *plain = g_malloc (CHUNK_SIZE);
  crypto_secretstream_xchacha20poly1305_state state;
  unsigned char tag = 0;
  g_autofd int fd = -1;
  gsize length;

  g_return_val_if_fail (path != NULL && key != NULL && func != NULL, FALSE);

  fd = g_open (path, O_RDONLY | O_NOFOLLOW | O_CLOEXEC, 0);
  if (fd < 0 && errno == ENOENT)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_NOT_FOUND, "There is no %s", path);
      return FALSE;
    }
  if (fd < 0)
    return set_storage_error (error, "Cannot open", path);
  if (!read_head (fd, path, key, &state, error))
    return FALSE;

  do
    {
      unsigned long long n;

      if (g_cancellable_set_error_if_cancelled (cancellable, error) ||
          !read_all (fd, sealed, SEALED_SIZE, &length, path, error))
        return FALSE;
      if (length == 0 ||
          crypto_secretstream_xchacha20poly1305_pull (&state, plain, &n, &tag, sealed, length, NULL,
                                                      0) != 0)
        return set_corrupt (error, path);
      if (n > 0 && !func (plain, (gsize) n, user_data, error))
        return FALSE;
    }
  while (tag != crypto_secretstream_xchacha20poly1305_TAG_FINAL);

  /* Nothing may follow the last chunk. */
  if (!read_all (fd, sealed, 1, &length, path, error))
    return FALSE;

  return length == 0 || set_corrupt (error, path);
}

typedef struct
{
  GByteArray *bytes;
  gsize limit;
} Loading;

static gboolean
on_piece_cb (gconstpointer data,
             gsize length,
             gpointer user_data,
             GError **error)
{
  Loading *loading = user_data;

  if (length > loading->limit - loading->bytes->len)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The file is too large");
      return FALSE;
    }

  g_byte_array_append (loading->bytes, data, (guint) length);
  return TRUE;
}

GBytes *
kp_sealed_file_load (const char *path,
                     const guint8 *key,
                     gsize limit,
                     GCancellable *cancellable,
                     GError **error)
{
  g_autoptr (GByteArray) bytes = g_byte_array_new ();
  Loading loading = { .bytes = bytes, .limit = limit };

  if (!kp_sealed_file_read (path, key, on_piece_cb, &loading, cancellable, error))
    return NULL;

  return g_byte_array_free_to_bytes (g_steal_pointer (&bytes));
}
