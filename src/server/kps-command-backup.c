/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A backup is a folder (0700) with
 *
 *   office.db     one snapshot of the database; the server may be running
 *   server.key    without which no password and no folder key of that database can be used; with
 *                 --without-key it is left out, to be kept somewhere else
 *   server.conf   the configuration, if there is a file
 *   blobs         the contents of files that this database names
 *
 * and neither rights.log nor keys.log: what was switched off since the backup stays off, and a key
 * that was deposited since stays known. So a backup is as secret as the server itself, and is to be
 * encrypted where it is kept.
 *
 * A content that is lost or damaged keeps nothing else from being saved; but it is named, and the
 * command fails, because an earlier backup may still have it.
 */

#include "kp-error.h"
#include "kps-commands.h"
#include "kps-durable.h"
#include "kps-hooks.h"
#include "kps-service.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define DATABASE "office.db"
#define CONFIGURATION "server.conf"

typedef struct
{
  char *config; /* (owned) (nullable) */
  char *folder; /* (owned) (nullable) */
  gboolean without_key;
} Options;

static void
options_clear (Options *self)
{
  g_free (self->config);
  g_free (self->folder);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Options, options_clear)

/* Copies a small file whole, readable by its owner only. */
static gboolean
copy_file (const char *from,
           const char *to,
           GError **error)
{
  g_autofree char *text = NULL;
  gsize length;

  return g_file_get_contents (from, &text, &length, error) &&
         g_file_set_contents_full (to, text, length,
                                   G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                   0600, error);
}

static gboolean
back_up_database (const KpsConfig *config,
                  const char *target,
                  GError **error)
{
  g_autofree char *from = g_build_filename (config->folder, DATABASE, NULL);
  g_autofree char *to = g_build_filename (target, DATABASE, NULL);
  KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (from, &options, error);

  return db != NULL && kp_db_backup (db, to, error);
}

/* Before the snapshot and after it: what the second time does not find any more, because nothing
 * used it, the first one did. Then all that does not depend on files, and only then what is
 * missing: a backup without some of the files is worth more than none.
 */
static gboolean
save_office (const Options *options,
             const KpsConfig *config,
             const char *target,
             GError **error)
{
  g_autofree char *path = g_build_filename (config->folder, DATABASE, NULL);
  g_autofree char *key_from = g_build_filename (config->folder, KPS_SECRETS_FILE, NULL);
  g_autofree char *key_to = g_build_filename (target, KPS_SECRETS_FILE, NULL);
  g_autofree char *config_to = g_build_filename (target, CONFIGURATION, NULL);
  KpDbOptions read_only = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (path, &read_only, error);
  g_autoptr (GPtrArray) missing = g_ptr_array_new_with_free_func (g_free);

  return db != NULL && kps_command_copy_files (db, config->folder, target, NULL, error) &&
         back_up_database (config, target, error) &&
         kps_command_copy_files (db, config->folder, target, missing, error) &&
         (options->without_key || copy_file (key_from, key_to, error)) &&
         (options->config == NULL || copy_file (options->config, config_to, error)) &&
         kps_durable_flush_folder (target, error) && kps_command_name_missing (db, missing, error);
}

static gboolean
back_up (const Options *options,
         const char *target,
         GError **error)
{
  g_autoptr (KpsConfig) config = kps_command_load_config (options->config, options->folder, error);

  if (config == NULL || !kps_command_require_office (config, error))
    return FALSE;

  if (g_mkdir (target, 0700) != 0)
    return kps_durable_fail ("make", target, error);

  return save_office (options, config, target, error);
}

/* Restored with another key, no password would fit and no laptop's folder would open. */
static gboolean
restore_key (const KpsConfig *config,
             const char *source,
             GError **error)
{
  g_autofree char *present = g_build_filename (config->folder, KPS_SECRETS_FILE, NULL);
  g_autofree char *saved = g_build_filename (source, KPS_SECRETS_FILE, NULL);
  g_autofree char *present_text = NULL;
  g_autofree char *saved_text = NULL;
  gsize present_length;
  gsize saved_length;

  if (!g_file_test (saved, G_FILE_TEST_EXISTS))
    return TRUE;

  if (!g_file_test (present, G_FILE_TEST_EXISTS))
    return copy_file (saved, present, error);

  if (!g_file_get_contents (present, &present_text, &present_length, error) ||
      !g_file_get_contents (saved, &saved_text, &saved_length, error))
    return FALSE;

  if (present_length != saved_length || memcmp (present_text, saved_text, saved_length) != 0)
    {
      g_set_error (
        error, KP_ERROR, KP_ERROR_CONFLICT,
        "%s is not the key of this backup; move it away if the backup is to replace this office",
        present);
      return FALSE;
    }

  return TRUE;
}

/* Copies through the database library, which reads every page, into a file beside the present one.
 */
static gboolean
unpack_database (const char *from,
                 const char *to,
                 GError **error)
{
  KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (from, &options, error);

  g_unlink (to);

  return db != NULL && kp_db_check (db, error) && kp_db_backup (db, to, error);
}

static gboolean
restore_database (const KpsConfig *config,
                  const char *source,
                  GError **error)
{
  g_autofree char *from = g_build_filename (source, DATABASE, NULL);
  g_autofree char *to = g_build_filename (config->folder, DATABASE, NULL);
  g_autofree char *draft = g_strconcat (to, ".restored", NULL);
  g_autofree char *log = g_strconcat (to, "-wal", NULL);
  g_autofree char *index = g_strconcat (to, "-shm", NULL);

  if (!unpack_database (from, draft, error))
    return FALSE;

  /* The old log would be played onto the new file. */
  if ((g_unlink (log) != 0 && errno != ENOENT) || (g_unlink (index) != 0 && errno != ENOENT))
    return kps_durable_fail ("remove", log, error);

  if (g_rename (draft, to) != 0)
    return kps_durable_fail ("replace", to, error);

  return kps_durable_flush_folder (config->folder, error);
}

/* Migrates what may be an older schema, and applies the rights.log and keys.log that are there: it
 * revives nobody, and locks nobody out of what he wrote. */
static gboolean
open_restored (const KpsConfig *config,
               const char *source,
               guint *n_lost,
               GError **error)
{
  g_autoptr (KpsOffice) office =
    kps_office_open (config->folder, 0, kps_hooks_get_environment (), NULL, error);

  return office != NULL &&
         kps_command_copy_files (kps_office_get_read_db (office), source, config->folder, NULL,
                                 error) &&
         kps_command_forget_lost_files (office, n_lost, error);
}

static gboolean
restore (const Options *options,
         const char *source,
         guint *n_lost,
         GError **error)
{
  g_autoptr (KpsConfig) config = kps_command_load_config (options->config, options->folder, error);
  g_autofd int lock = config != NULL ? kps_service_lock (config->folder, error) : -1;

  return lock >= 0 && restore_key (config, source, error) &&
         restore_database (config, source, error) && open_restored (config, source, n_lost, error);
}

static gboolean
parse (Options *options,
       int *argc,
       char **argv[])
{
  const GOptionEntry entries[] = {
    { "config", 0, 0, G_OPTION_ARG_FILENAME, &options->config, "The configuration", "FILE" },
    { "dir", 0, 0, G_OPTION_ARG_FILENAME, &options->folder, "The office's folder", "DIR" },
    { "without-key", 0, 0, G_OPTION_ARG_NONE, &options->without_key,
      "backup: leave server.key out, to be kept somewhere else", NULL },
    { NULL },
  };
  g_autoptr (GOptionContext) context = g_option_context_new ("DIR");
  g_autoptr (GError) error = NULL;

  g_option_context_add_main_entries (context, entries, NULL);
  if (!g_option_context_parse (context, argc, argv, &error))
    {
      kps_command_fail (error);
      return FALSE;
    }

  if (*argc == 2)
    return TRUE;

  g_printerr ("klantportaal-server: name one folder\n");

  return FALSE;
}

int
kps_command_backup (int argc,
                    char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;

  if (!parse (&options, &argc, &argv))
    return 2;

  if (!back_up (&options, argv[1], &error))
    return kps_command_fail (error);

  g_print ("Backed up to %s\n", argv[1]);

  return 0;
}

int
kps_command_restore (int argc,
                     char *argv[])
{
  g_auto (Options) options = { 0 };
  g_autoptr (GError) error = NULL;
  guint n_lost = 0;

  if (!parse (&options, &argc, &argv))
    return 2;

  if (!restore (&options, argv[1], &n_lost, &error))
    return kps_command_fail (error);

  g_print ("Restored from %s; clients will offer again what is missing\n", argv[1]);
  if (n_lost > 0)
    g_print ("%u files are in no backup; clients that have them will send them again\n", n_lost);

  return 0;
}
