/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening the two files of an account, whatever state they are in. Everything that could move a
 * file happens under open.lock; store.lock is shared by whoever has the files open, so that nobody
 * moves one away under another.
 */

#include "kp-store-private.h"

#include "kp-error.h"
#include "kp-migrator.h"
#include "kp-store-files.h"
#include "kp-store-pending.h"
#include "kp-store-replica.h"
#include "kp-store-resources.h"

#include <glib/gstdio.h>

#define CACHE_MIGRATIONS "/org/klantportaal/store/migrations/cache/"
#define OUTBOX_MIGRATIONS "/org/klantportaal/store/migrations/outbox/"

/* The log of the cache that was seen last. */
#define KP_STORE_LOG_FACT "store.cache-log"

/* Big enough for a first synchronisation: with a small cache, pages are encrypted over and over. */
#define CACHE_KIB (64 * 1024)
#define OUTBOX_KIB (4 * 1024)

gboolean
kp_store_run (KpDb *db,
              const char *sql,
              GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  return statement != NULL && kp_statement_run (statement, NULL, error);
}

static KpDb *
open_file (KpStore *self,
           const char *name,
           const guint8 *key,
           GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  gboolean is_outbox = g_str_equal (name, KP_STORE_OUTBOX);
  KpDbOptions options = {
    .key = key,
    .synchronous = is_outbox ? KP_DB_SYNCHRONOUS_FULL : KP_DB_SYNCHRONOUS_NORMAL,
    .cache_kib = is_outbox ? OUTBOX_KIB : CACHE_KIB,
    .secure_delete = TRUE,
    .one_process = TRUE,
  };

  return kp_db_open (path, &options, error);
}

/* Whether an error says that a file is damaged, and not that the disk cannot be read at present.
 * Then it is worth looking once more, before anything is moved away.
 */
static gboolean
is_damage (KpStore *self,
           const char *name,
           GError **error)
{
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) unreadable = NULL;

  if (!g_error_matches (*error, KP_ERROR, KP_ERROR_CORRUPT))
    return FALSE;
  if (kp_db_read_whole (path, &unreadable))
    return TRUE;

  g_clear_error (error);
  g_propagate_error (error, g_steal_pointer (&unreadable));
  return FALSE;
}

/* Small enough to be read whole at every start: damage is found before anything is built on it. */
static KpDb *
open_checked_outbox (KpStore *self,
                     const guint8 *key,
                     GError **error)
{
  g_autoptr (KpDb) db = open_file (self, KP_STORE_OUTBOX, key, error);

  if (db == NULL || !kp_db_check (db, error))
    return NULL;

  return g_steal_pointer (&db);
}

/* A wrong key and a damaged file look the same to SQLCipher; the note of the key tells them apart.
 */
static gboolean
open_outbox (KpStore *self,
             const guint8 *key,
             GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (!kp_store_files_check_key (self->folder, key, error))
    return FALSE;

  self->outbox = open_checked_outbox (self, key, &local_error);
  if (self->outbox == NULL && is_damage (self, KP_STORE_OUTBOX, &local_error))
    {
      g_clear_error (&local_error);
      self->outbox = open_checked_outbox (self, key, &local_error);
    }
  if (self->outbox == NULL && is_damage (self, KP_STORE_OUTBOX, &local_error) &&
      kp_store_files_has_key_note (self->folder))
    {
      g_clear_error (&local_error);
      if (!kp_store_files_move_outbox (self->folder, kp_environment_now (self->environment), error))
        return FALSE;
      self->outbox = open_checked_outbox (self, key, &local_error);
    }

  if (self->outbox == NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }

  return kp_migrator_run (self->outbox, kp_store_get_resource (), OUTBOX_MIGRATIONS, error) &&
         kp_store_files_note_key (self->folder, key, error);
}

/* A log that is not the one last seen may have come from elsewhere (a backup that was put back in
 * part): pages of two times would be mixed, each of them authentic. Then all of it is looked at.
 */
static gboolean
is_log_strange (KpStore *self)
{
  g_autofree char *mark = NULL;
  g_autofree char *noted = NULL;

  if (!kp_store_files_are_unused (self->folder))
    return FALSE;

  mark = kp_store_files_dup_log_mark (self->folder);
  noted = kp_store_dup_fact (self, KP_STORE_LOG_FACT, NULL);

  return mark != NULL && g_strcmp0 (mark, noted) != 0;
}

static gboolean
open_sound_cache (KpStore *self,
                  const guint8 *key,
                  GError **error)
{
  gboolean is_strange = is_log_strange (self);
  g_autoptr (KpDb) db = open_file (self, KP_STORE_CACHE, key, error);

  if (db == NULL ||
      !kp_migrator_run (db, kp_store_get_resource (), CACHE_MIGRATIONS, error) ||
      (is_strange && (!kp_db_check (db, error) || !kp_replica_set_shape (db, "", error))))
    return FALSE;

  self->cache = g_steal_pointer (&db);
  return TRUE;
}

gboolean
kp_store_note_log (KpStore *self,
                   GError **error)
{
  g_autofree char *mark = NULL;
  g_autofree char *noted = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  mark = kp_store_files_dup_log_mark (self->folder);
  noted = kp_store_dup_fact (self, KP_STORE_LOG_FACT, NULL);

  return mark == NULL || g_strcmp0 (mark, noted) == 0 ||
         kp_store_set_fact (self, KP_STORE_LOG_FACT, mark, error);
}

/* Nothing of the person's is in the cache: whatever is wrong with it, a new one is right. */
static gboolean
renew_cache (KpStore *self,
             const guint8 *key,
             GError **error)
{
  g_clear_pointer (&self->cache, kp_db_close);
  self->cache_state = KP_STORE_FILE_RENEWED;

  return kp_store_files_set_cache_aside (self->folder, error) &&
         open_sound_cache (self, key, error) &&
         kp_replica_begin (self, error) &&
         kp_pending_project_at_start (self, error);
}

static gboolean
open_present_cache (KpStore *self,
                    const guint8 *key,
                    GError **error)
{
  if (open_sound_cache (self, key, error) && kp_pending_project_at_start (self, error))
    return TRUE;

  g_clear_pointer (&self->cache, kp_db_close);
  return FALSE;
}

static gboolean
open_cache (KpStore *self,
            const guint8 *key,
            GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if (kp_store_files_is_cache_marked (self->folder))
    return renew_cache (self, key, error);

  if (open_present_cache (self, key, &local_error))
    return TRUE;
  if (is_damage (self, KP_STORE_CACHE, &local_error))
    {
      g_clear_error (&local_error);
      if (open_present_cache (self, key, &local_error))
        return TRUE;
    }

  if (is_damage (self, KP_STORE_CACHE, &local_error) ||
      g_error_matches (local_error, KP_ERROR, KP_ERROR_TOO_NEW))
    return renew_cache (self, key, error);

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static gboolean
open_files (KpStore *self,
            const guint8 *key,
            GError **error)
{
  g_autofd int opening = kp_store_files_lock (self->folder, KP_STORE_OPENING, error);

  if (opening < 0 ||
      !open_outbox (self, key, error) ||
      !open_cache (self, key, error))
    return FALSE;

  self->lock = kp_store_files_lock (self->folder, KP_STORE_OPEN, error);

  return self->lock >= 0;
}

KpStore *
kp_store_open (const char *folder,
               const guint8 *key,
               const KpEnvironment *environment,
               GError **error)
{
  g_autoptr (KpStore) self = g_new0 (KpStore, 1);

  g_return_val_if_fail (folder != NULL && key != NULL && environment != NULL, NULL);

  self->lock = -1;
  self->folder = g_strdup (folder);
  self->environment = environment;
  self->hidden = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_operation_free);
  self->texts = kp_projection_texts_new ();
  if (!open_files (self, key, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kp_store_close (KpStore *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->cache, kp_db_close);
  g_clear_pointer (&self->outbox, kp_db_close);
  g_clear_pointer (&self->deleted, kp_draft_row_free);
  g_clear_fd (&self->lock, NULL);
  g_ptr_array_unref (self->hidden);
  kp_projection_texts_free (self->texts);
  g_free (self->folder);
  g_free (self);
}

KpDb *
kp_store_get_cache (KpStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->cache;
}

KpDb *
kp_store_get_outbox (KpStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->outbox;
}

const KpEnvironment *
kp_store_get_environment (KpStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return self->environment;
}

guint
kp_store_get_n_left_out (KpStore *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->n_left_out;
}

KpStoreFile
kp_store_get_cache_state (KpStore *self)
{
  g_return_val_if_fail (self != NULL, KP_STORE_FILE_KEPT);

  return self->cache_state;
}

gboolean
kp_store_is_behind (KpStore *self)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return self->is_behind;
}

char *
kp_store_dup_damaged_outbox (KpStore *self)
{
  g_return_val_if_fail (self != NULL, NULL);

  return kp_store_files_dup_damaged_outbox (self->folder);
}

gboolean
kp_store_report_damage (KpStore *self,
                        const GError *error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if (!g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT))
    return FALSE;

  kp_store_files_mark_cache (self->folder);
  return TRUE;
}

void
kp_store_set_changed_func (KpStore *self,
                           KpStoreChangedFunc func,
                           gpointer data)
{
  g_return_if_fail (self != NULL);

  self->changed_func = func;
  self->changed_data = data;
}

void
kp_store_emit (KpStore *self,
               KpChangeSet *changes)
{
  if (!changes->all && !changes->outbox && changes->records->len == 0)
    return;

  if (self->changed_func != NULL)
    self->changed_func (self, changes, self->changed_data);
  changes->all = FALSE;
  changes->outbox = FALSE;
  g_array_set_size (changes->records, 0);
}

gboolean
kp_store_dup_record (KpStore *self,
                     KpEntityType entity,
                     const KpId *id,
                     char **body,
                     KpPending *pending,
                     GError **error)
{
  g_autoptr (KpProjector) projector = NULL;
  g_autofree char *found = NULL;
  KpProjected row;

  g_return_val_if_fail (self != NULL && id != NULL && body != NULL, FALSE);

  projector = kp_projector_new (self->texts, self->cache);
  if (!kp_projector_load (projector, entity, id, &row, &found, error) || found == NULL)
    return FALSE;

  *body = g_steal_pointer (&found);
  if (pending != NULL)
    *pending = row.pending;
  return TRUE;
}

gboolean
kp_store_change_key (const char *folder,
                     const guint8 *old_key,
                     const guint8 *new_key,
                     GError **error)
{
  g_autofd int opening = -1;
  g_autofree char *path = NULL;
  g_autoptr (KpDb) outbox = NULL;
  KpDbOptions options = { .key = old_key, .secure_delete = TRUE };

  g_return_val_if_fail (folder != NULL && old_key != NULL && new_key != NULL, FALSE);

  opening = kp_store_files_lock (folder, KP_STORE_OPENING, error);
  if (opening < 0 || !kp_store_files_check_key (folder, old_key, error))
    return FALSE;

  path = g_build_filename (folder, KP_STORE_OUTBOX, NULL);
  outbox = kp_db_open (path, &options, error);

  /* The note goes first: without it, a key is tried and nothing is ever moved aside. */
  return outbox != NULL &&
         kp_store_erase_cache (folder, error) &&
         kp_store_files_forget_key_note (folder, error) &&
         kp_db_change_key (outbox, new_key, error) &&
         kp_store_files_note_key (folder, new_key, error);
}
