/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contents of files in the subcommands: saved and brought back with the database, looked at by
 * check and verify, scanned again.
 */

#include "kp-error.h"
#include "kps-blobs.h"
#include "kps-commands.h"
#include "kps-hooks.h"

/* From one folder of an office, or of a backup, to another. */
typedef struct
{
  const char *from;
  const char *to;
  GPtrArray *missing; /* (unowned) (nullable) (element-type utf8) */
} Copying;

#define RESCAN_DAYS 30
#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* Returns: (transfer full) (nullable): the content; NULL if it is not there whole */
static GBytes *
load_whole (const char *folder,
            const KpsBlob *blob)
{
  g_autofree char *path = kps_blobs_dup_path (folder, blob->sha256);
  g_autoptr (GMappedFile) file = g_mapped_file_new (path, FALSE, NULL);
  g_autoptr (GBytes) content = file != NULL ? g_mapped_file_get_bytes (file) : NULL;
  g_autofree char *digest =
    content != NULL ? g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content) : NULL;

  return g_strcmp0 (digest, blob->sha256) == 0 ? g_steal_pointer (&content) : NULL;
}

/* A content never changes: what is there whole stays, and what is damaged here is mended. */
static gboolean
copy_blob (const KpsBlob *blob,
           gpointer data,
           GError **error)
{
  Copying *self = data;
  g_autoptr (GBytes) present = load_whole (self->to, blob);
  g_autoptr (GBytes) content = present == NULL ? load_whole (self->from, blob) : NULL;

  if (content != NULL)
    return kps_blobs_keep (self->to, kps_hooks_get_environment (), content, blob->sha256, error);

  if (present == NULL && self->missing != NULL)
    g_ptr_array_add (self->missing, g_strdup (blob->sha256));

  return TRUE;
}

gboolean
kps_command_copy_files (KpDb *db,
                        const char *from,
                        const char *to,
                        GPtrArray *missing,
                        GError **error)
{
  Copying copying = { .from = from, .to = to, .missing = missing };

  return kps_blobs_make_folders (to, error) && kps_blobs_clean_incoming (to, error) &&
         kps_blob_for_each (db, copy_blob, &copying, error);
}

gboolean
kps_command_name_missing (KpDb *db,
                          const GPtrArray *missing,
                          GError **error)
{
  guint n = 0;

  for (guint i = 0; i < missing->len; i++)
    {
      g_autoptr (KpsBlob) blob = NULL;

      if (!kps_blob_load (db, missing->pdata[i], &blob, error))
        return FALSE;
      /* Swept since it was listed. */
      if (blob == NULL)
        continue;

      g_printerr ("klantportaal-server: the content %s is lost or damaged, and not saved\n",
                  blob->sha256);
      n++;
    }

  if (n == 0)
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT,
               "%u files are not in the backup; everything else is", n);

  return FALSE;
}

/* What a look at all contents found. */
typedef struct
{
  const char *folder;
  gboolean reads; /* every byte */
  guint n;
  GPtrArray *faulty; /* (owned) (element-type utf8) */
} Look;

static gboolean
look_at_blob (const KpsBlob *blob,
              gpointer data,
              GError **error)
{
  Look *self = data;
  g_autoptr (GBytes) content = self->reads ? load_whole (self->folder, blob) : NULL;
  gboolean is_there = content != NULL;

  if (!self->reads)
    is_there = kps_blobs_has_file (self->folder, blob->sha256);
  self->n++;
  if (!is_there)
    g_ptr_array_add (self->faulty, g_strdup (blob->sha256));

  return TRUE;
}

gboolean
kps_command_check_files (KpDb *db,
                         const char *folder,
                         gboolean reads,
                         guint *n,
                         GError **error)
{
  g_autoptr (GPtrArray) faulty = g_ptr_array_new_with_free_func (g_free);
  Look look = { .folder = folder, .reads = reads, .faulty = faulty };

  if (!kps_blob_for_each (db, look_at_blob, &look, error))
    return FALSE;

  *n = look.n;
  if (faulty->len == 0)
    return TRUE;

  for (guint i = 0; i < faulty->len; i++)
    g_printerr ("klantportaal-server: the content %s is %s\n", (const char *) faulty->pdata[i],
                reads ? "lost or damaged" : "lost");
  g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "%u of %u files are not as they should be",
               faulty->len, look.n);

  return FALSE;
}

static gboolean
forget_lost (KpsTx *tx,
             gpointer data,
             GError **error)
{
  Look *look = data;

  return kps_blob_forget_lost (tx, look->folder, &look->n, error);
}

gboolean
kps_command_forget_lost_files (KpsOffice *office,
                               guint *n,
                               GError **error)
{
  Look look = { .folder = kps_office_get_folder (office) };

  if (!kps_office_write (office, forget_lost, &look, error))
    return FALSE;

  *n = look.n;

  return TRUE;
}

static gboolean
let_wait (KpsTx *tx,
          gpointer data,
          GError **error)
{
  return kps_blob_rescan (tx, kps_tx_get_now (tx) - RESCAN_DAYS * DAY, data, error);
}

int
kps_command_rescan (int argc,
                    char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsConfig) config = kps_command_parse_folder (&argc, &argv, &error);
  g_autoptr (KpsOffice) office = NULL;
  guint n = 0;

  if (config == NULL || !kps_command_require_office (config, &error))
    return kps_command_fail (error);

  office = kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, &error);
  if (office == NULL || !kps_office_write (office, let_wait, &n, &error))
    return kps_command_fail (error);

  g_print ("%u files of the last %d days will be scanned again, as long as the server runs\n", n,
           RESCAN_DAYS);

  return 0;
}
