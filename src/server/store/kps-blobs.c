/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of contents. Their rows are in kps-blob-rows.c.
 */

#include "kps-blobs.h"

#include "kp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#define BLOBS "blobs"
#define INCOMING "incoming"

static gboolean
fail_file (const char *what,
           const char *path,
           GError **error)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Can't %s %s: %s", what, path,
               g_strerror (errno));
  return FALSE;
}

/* The name of a file is only as durable as its folder. */
static gboolean
flush_folder (const char *path,
              GError **error)
{
  g_autofd int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  return (folder >= 0 && fsync (folder) == 0) || fail_file ("flush", path, error);
}

static gboolean
make_folder (const char *parent,
             const char *path,
             GError **error)
{
  if (g_mkdir (path, 0700) == 0)
    return flush_folder (parent, error);

  return errno == EEXIST || fail_file ("make", path, error);
}

gboolean
kps_blobs_make_folders (const char *folder,
                        GError **error)
{
  g_autofree char *blobs = g_build_filename (folder, BLOBS, NULL);
  g_autofree char *incoming = g_build_filename (blobs, INCOMING, NULL);

  return make_folder (folder, blobs, error) && make_folder (blobs, incoming, error);
}

gboolean
kps_blobs_clean_incoming (const char *folder,
                          GError **error)
{
  g_autofree char *incoming = g_build_filename (folder, BLOBS, INCOMING, NULL);
  g_autoptr (GDir) dir = g_dir_open (incoming, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (incoming, name, NULL);

      if (g_unlink (path) != 0)
        return fail_file ("remove", path, error);
    }

  return TRUE;
}

static char *
dup_shelf (const char *folder,
           const char *sha256)
{
  const char shelf[] = { sha256[0], sha256[1], '\0' };

  return g_build_filename (folder, BLOBS, shelf, NULL);
}

char *
kps_blobs_dup_path (const char *folder,
                    const char *sha256)
{
  g_autofree char *shelf = dup_shelf (folder, sha256);

  return g_build_filename (shelf, sha256, NULL);
}

gboolean
kps_blobs_has_file (const char *folder,
                    const char *sha256)
{
  g_autofree char *path = kps_blobs_dup_path (folder, sha256);

  return g_file_test (path, G_FILE_TEST_IS_REGULAR);
}

static gboolean
write_whole (int file,
             GBytes *content)
{
  gsize length;
  const char *at = g_bytes_get_data (content, &length);

  while (length > 0)
    {
      gssize written = write (file, at, length);

      if (written < 0 && errno == EINTR)
        continue;
      if (written <= 0)
        return FALSE;
      at += written;
      length -= (gsize) written;
    }

  return fsync (file) == 0;
}

char *
kps_blobs_receive (const char *folder,
                   const KpEnvironment *environment,
                   GBytes *content,
                   GError **error)
{
  const KpId random = kp_id_make (environment);
  g_autofree char *name = kp_id_dup_text (&random);
  g_autofree char *path = g_build_filename (folder, BLOBS, INCOMING, name, NULL);
  g_autofd int file = g_open (path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);

  if (file < 0)
    {
      fail_file ("make", path, error);
      return NULL;
    }

  if (!write_whole (file, content))
    {
      fail_file ("write", path, error);
      g_unlink (path);
      return NULL;
    }

  return g_steal_pointer (&path);
}

gboolean
kps_blobs_keep (const char *folder,
                const char *incoming,
                const char *sha256,
                GError **error)
{
  g_autofree char *blobs = g_build_filename (folder, BLOBS, NULL);
  g_autofree char *shelf = dup_shelf (folder, sha256);
  g_autofree char *path = kps_blobs_dup_path (folder, sha256);

  if (!make_folder (blobs, shelf, error))
    return FALSE;
  if (g_rename (incoming, path) != 0)
    return fail_file ("move", incoming, error);

  return flush_folder (shelf, error);
}

guint64
kps_blobs_get_free_space (const char *folder)
{
  struct statvfs figures;

  if (statvfs (folder, &figures) != 0)
    return 0;

  return (guint64) figures.f_bavail * figures.f_frsize;
}
