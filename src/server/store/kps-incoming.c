/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The name is drawn; the hash takes its place when all is there.
 */

#include "kps-incoming.h"

#include "kps-blobs.h"
#include "kps-durable.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

struct _KpsIncoming
{
  char *folder; /* (owned): of the office */
  char *path;   /* (owned) (nullable): NULL once it was kept */
  int file;     /* descriptor */
  gsize size;
  GChecksum *checksum; /* (owned) */
};

KpsIncoming *
kps_incoming_new (const char *folder,
                  const KpEnvironment *environment,
                  GError **error)
{
  const KpId random = kp_id_make (environment);
  g_autofree char *name = kp_id_dup_text (&random);
  g_autofree char *incoming = kps_blobs_dup_incoming (folder);
  g_autofree char *path = g_build_filename (incoming, name, NULL);
  const int file = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  KpsIncoming *self;

  if (file < 0)
    {
      kps_durable_fail ("make", path, error);
      return NULL;
    }

  self = g_new (KpsIncoming, 1);
  *self = (KpsIncoming) {
    .folder = g_strdup (folder),
    .path = g_steal_pointer (&path),
    .file = file,
    .checksum = g_checksum_new (G_CHECKSUM_SHA256),
  };

  return self;
}

void
kps_incoming_free (KpsIncoming *self)
{
  close (self->file);
  if (self->path != NULL)
    g_unlink (self->path);
  g_checksum_free (self->checksum);
  g_free (self->path);
  g_free (self->folder);
  g_free (self);
}

gboolean
kps_incoming_write (KpsIncoming *self,
                    gconstpointer data,
                    gsize length,
                    GError **error)
{
  const guint8 *at = data;

  if (length == 0)
    return TRUE;

  g_checksum_update (self->checksum, data, (gssize) length);
  self->size += length;
  while (length > 0)
    {
      gssize written = write (self->file, at, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return kps_durable_fail ("write", self->path, error);
      at += written;
      length -= (gsize) written;
    }

  return TRUE;
}

gboolean
kps_incoming_finish (KpsIncoming *self,
                     const char *sha256,
                     gboolean *is_same,
                     GError **error)
{
  if (fsync (self->file) != 0)
    return kps_durable_fail ("write", self->path, error);

  *is_same = g_str_equal (g_checksum_get_string (self->checksum), sha256);

  return TRUE;
}

gsize
kps_incoming_get_size (const KpsIncoming *self)
{
  return self->size;
}

const char *
kps_incoming_get_path (const KpsIncoming *self)
{
  return self->path;
}

gboolean
kps_incoming_keep (KpsIncoming *self,
                   GError **error)
{
  const char *sha256 = g_checksum_get_string (self->checksum);

  if (!kps_blobs_move (self->folder, self->path, sha256, error))
    return FALSE;

  g_clear_pointer (&self->path, g_free);

  return TRUE;
}
