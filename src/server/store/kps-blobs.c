/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files of contents. Their rows are in kps-blob-rows.c.
 */

#include "kps-blobs.h"

#include "kp-file.h"
#include "kps-durable.h"
#include "kps-incoming.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/stat.h>
#include <sys/statvfs.h>

#define BLOBS "blobs"
#define INCOMING "incoming"

static gboolean
make_folder (const char *parent,
             const char *path,
             GError **error)
{
  if (g_mkdir (path, 0700) == 0)
    return kps_durable_flush_folder (parent, error);

  return errno == EEXIST || kps_durable_fail ("make", path, error);
}

gboolean
kps_blobs_make_folders (const char *folder,
                        GError **error)
{
  g_autofree char *blobs = g_build_filename (folder, BLOBS, NULL);
  g_autofree char *incoming = g_build_filename (blobs, INCOMING, NULL);

  return make_folder (folder, blobs, error) && make_folder (blobs, incoming, error);
}

char *
kps_blobs_dup_incoming (const char *folder)
{
  return g_build_filename (folder, BLOBS, INCOMING, NULL);
}

gboolean
kps_blobs_clean_incoming (const char *folder,
                          GError **error)
{
  g_autofree char *incoming = kps_blobs_dup_incoming (folder);
  g_autoptr (GDir) dir = g_dir_open (incoming, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (incoming, name, NULL);

      if (g_unlink (path) != 0)
        return kps_durable_fail ("remove", path, error);
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
look_through_shelf (const char *shelf,
                    KpsBlobsFunc func,
                    gpointer data,
                    GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (shelf, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (shelf, name, NULL);

      if (kp_file_hash_is_valid (name) && !func (name, path, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kps_blobs_for_each_file (const char *folder,
                         KpsBlobsFunc func,
                         gpointer data,
                         GError **error)
{
  g_autofree char *blobs = g_build_filename (folder, BLOBS, NULL);
  g_autoptr (GDir) dir = g_dir_open (blobs, 0, error);
  const char *name;

  if (dir == NULL)
    return FALSE;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *shelf = g_build_filename (blobs, name, NULL);

      if (!g_str_equal (name, INCOMING) && !look_through_shelf (shelf, func, data, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kps_blobs_move (const char *folder,
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
    return kps_durable_fail ("move", incoming, error);

  return kps_durable_flush_folder (shelf, error);
}

gboolean
kps_blobs_keep (const char *folder,
                const KpEnvironment *environment,
                GBytes *content,
                const char *sha256,
                GError **error)
{
  g_autoptr (KpsIncoming) incoming = kps_incoming_new (folder, environment, error);
  gboolean is_same;
  gsize length;
  gconstpointer data = g_bytes_get_data (content, &length);

  if (incoming == NULL || !kps_incoming_write (incoming, data, length, error) ||
      !kps_incoming_finish (incoming, sha256, &is_same, error))
    return FALSE;

  return kps_incoming_keep (incoming, error);
}

guint64
kps_blobs_get_free_space (const char *folder)
{
  struct statvfs figures;

  if (statvfs (folder, &figures) != 0)
    return 0;

  return (guint64) figures.f_bavail * figures.f_frsize;
}
