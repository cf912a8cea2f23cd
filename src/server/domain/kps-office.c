/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening is also what follows a restore: migrations, then rights.log and keys.log.
 */

#include "kps-office.h"

#include "kp-error.h"
#include "kp-migrator.h"
#include "kps-folder-keys.h"
#include "kps-resources.h"
#include "kps-standing.h"

#include <errno.h>
#include <glib/gstdio.h>

struct _KpsOffice
{
  char *folder;      /* (owned) */
  char *db_path;     /* (owned) */
  char *rights_path; /* (owned) */
  char *keys_path;   /* (owned) */
  const KpEnvironment *environment;
  KpsOfficeHooks hooks;
  KpsWriter *writer;   /* (owned) (nullable) */
  KpsReaders *readers; /* (owned) (nullable) */
  KpDb *write_db;      /* (owned) (nullable): of a single office */
  KpDb *read_db;       /* (owned) (nullable): likewise */
};

/* What a single step's caller wants to know. */
typedef struct
{
  GError *error; /* (owned) (nullable) */
} Outcome;

KpDb *
kps_office_open_db (const char *path,
                    GError **error)
{
  g_autoptr (KpDb) db = kp_db_open (path, NULL, error);

  if (db == NULL || !kp_migrator_run (db, kps_get_resource (), KPS_MIGRATIONS, error))
    return NULL;

  return g_steal_pointer (&db);
}

static gboolean
start (KpsTx *tx,
       gpointer data,
       GError **error)
{
  KpsOffice *self = data;
  guint n_applied = 0;

  if (!kps_standing_replay (tx, self->rights_path, &n_applied, error) ||
      !kps_folder_keys_replay (tx, self->keys_path, error))
    return FALSE;

  /* A history that begins, or that was corrected, must be told from the one a client saw; and there
   * must be a newest commit to speak of.
   */
  return kps_tx_get_commit_number (tx, error) != 0;
}

static void
on_single_done_cb (KpsJob *job,
                   gpointer data)
{
  Outcome *outcome = data;
  const KpsStep *step = kps_job_get_step (job, 0);

  if (step->error != NULL)
    outcome->error = g_error_copy (step->error);
}

/* Runs one step on a connection of the calling thread. */
static gboolean
write_single (KpsOffice *self,
              KpDb *db,
              KpsStepFunc run,
              gpointer data,
              GError **error)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);
  Outcome outcome = { 0 };
  KpsJob *job = kps_job_new (on_single_done_cb, &outcome, NULL);

  kps_job_add (job, run, NULL, data);
  g_ptr_array_add (jobs, job);
  kps_batch_run (db, self->environment, jobs, self->hooks.changed, self->hooks.data);
  if (outcome.error == NULL)
    return TRUE;

  g_propagate_error (error, outcome.error);

  return FALSE;
}

/* Two processes on one folder would each believe to be the only writer. That is SQLite's to judge:
 * a second one waits for the lock and goes on; both are right. Only the order of hints differs.
 */
static gboolean
open_databases (KpsOffice *self,
                guint n_readers,
                GError **error)
{
  static const KpDbOptions READ_ONLY = { .read_only = TRUE };
  g_autoptr (KpDb) db = kps_office_open_db (self->db_path, error);

  if (db == NULL || !write_single (self, db, start, self, error))
    return FALSE;

  if (n_readers == 0)
    {
      self->write_db = g_steal_pointer (&db);
      self->read_db = kp_db_open (self->db_path, &READ_ONLY, error);
      return self->read_db != NULL;
    }

  g_clear_pointer (&db, kp_db_close);
  self->writer = kps_writer_new (self->db_path, self->environment, self->hooks.changed,
                                 self->hooks.data, error);
  if (self->writer == NULL)
    return FALSE;

  self->readers = kps_readers_new (self->db_path, n_readers, error);

  return self->readers != NULL;
}

KpsOffice *
kps_office_open (const char *folder,
                 guint n_readers,
                 const KpEnvironment *environment,
                 const KpsOfficeHooks *hooks,
                 GError **error)
{
  g_autoptr (KpsOffice) self = NULL;

  g_return_val_if_fail (folder != NULL && environment != NULL, NULL);

  if (g_mkdir_with_parents (folder, 0700) < 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s: %s", folder, g_strerror (errno));
      return NULL;
    }

  self = g_new0 (KpsOffice, 1);
  self->folder = g_strdup (folder);
  self->db_path = g_build_filename (folder, "office.db", NULL);
  self->rights_path = g_build_filename (folder, "rights.log", NULL);
  self->keys_path = g_build_filename (folder, "keys.log", NULL);
  self->environment = environment;
  if (hooks != NULL)
    self->hooks = *hooks;

  if (!open_databases (self, n_readers, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kps_office_close (KpsOffice *self)
{
  if (self == NULL)
    return;

  /* The writer first: an exchange that it ends goes on to the readers. */
  if (self->writer != NULL)
    kps_writer_shutdown (self->writer);
  if (self->readers != NULL)
    kps_readers_shutdown (self->readers);
  g_clear_object (&self->writer);
  g_clear_object (&self->readers);
  g_clear_pointer (&self->read_db, kp_db_close);
  g_clear_pointer (&self->write_db, kp_db_close);
  g_free (self->folder);
  g_free (self->db_path);
  g_free (self->rights_path);
  g_free (self->keys_path);
  g_free (self);
}

const KpEnvironment *
kps_office_get_environment (KpsOffice *self)
{
  return self->environment;
}

const KpsOfficeHooks *
kps_office_get_hooks (KpsOffice *self)
{
  return &self->hooks;
}

const char *
kps_office_get_folder (KpsOffice *self)
{
  return self->folder;
}

const char *
kps_office_get_db_path (KpsOffice *self)
{
  return self->db_path;
}

const char *
kps_office_get_rights_path (KpsOffice *self)
{
  return self->rights_path;
}

const char *
kps_office_get_keys_path (KpsOffice *self)
{
  return self->keys_path;
}

KpsWriter *
kps_office_get_writer (KpsOffice *self)
{
  return self->writer;
}

KpsReaders *
kps_office_get_readers (KpsOffice *self)
{
  return self->readers;
}

KpDb *
kps_office_get_write_db (KpsOffice *self)
{
  return self->write_db;
}

KpDb *
kps_office_get_read_db (KpsOffice *self)
{
  return self->read_db;
}

gboolean
kps_office_write (KpsOffice *self,
                  KpsStepFunc run,
                  gpointer data,
                  GError **error)
{
  g_return_val_if_fail (self != NULL && run != NULL, FALSE);

  if (self->writer != NULL)
    return kps_writer_run_sync (self->writer, run, data, error);

  return write_single (self, self->write_db, run, data, error);
}
