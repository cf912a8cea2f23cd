/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Account folders on the disk. The lock is flock() on a file that is never deleted while the folder
 * lives: it goes with the process, so a crash leaves nothing to clean up.
 */

#include "kp-account-folder.h"

#include "kp-error.h"
#include "kp-id.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/file.h>
#include <unistd.h>

#define FACTS_FILE "account.json"
#define LOCK_FILE "lock"
#define OUTBOX_FILE "outbox.db"

#define SEALED_MS (KP_ACCOUNT_FOLDER_SEALED_DAYS * 24 * 60 * 60 * G_GINT64_CONSTANT (1000))

struct _KpAccountFolder
{
  char *id;              /* (owned): constant */
  char *path;            /* (owned): constant */
  int lock;              /* (owned): descriptor that holds the lock */
  GMutex mutex;          /* guards facts */
  KpAccountFacts *facts; /* (owned) (nullable) */
};

static void
set_storage_error (GError **error,
                   const char *what,
                   int number)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s: %s", what, g_strerror (number));
}

/* Returns: the locked descriptor, or -1 */
static int
take_lock (const char *folder,
           GError **error)
{
  g_autofree char *path = g_build_filename (folder, LOCK_FILE, NULL);
  g_autofd int lock = g_open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  if (lock < 0)
    {
      set_storage_error (error, "The lock could not be opened", errno);
      return -1;
    }

  if (flock (lock, LOCK_EX | LOCK_NB) != 0)
    {
      if (errno == EWOULDBLOCK)
        g_set_error_literal (error, KP_ERROR, KP_ERROR_IN_USE, "The account is open elsewhere");
      else
        set_storage_error (error, "The lock could not be taken", errno);
      return -1;
    }

  return g_steal_fd (&lock);
}

/* Returns: (transfer full) (nullable): %NULL with KP_ERROR_NOT_FOUND if there are none yet */
static KpAccountFacts *
read_facts (const char *folder,
            GError **error)
{
  g_autofree char *path = g_build_filename (folder, FACTS_FILE, NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) cause = NULL;
  gsize length;

  if (g_file_get_contents (path, &text, &length, &cause))
    return kp_account_facts_parse (text, length, error);

  g_set_error (error, KP_ERROR,
               g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT) ? KP_ERROR_NOT_FOUND
                                                                         : KP_ERROR_STORAGE,
               "%s", cause->message);

  return NULL;
}

static KpAccountFolder *
new_locked (const char *data_dir,
            const char *id,
            GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, id, NULL);
  KpAccountFolder *self;
  int lock = take_lock (path, error);

  if (lock < 0)
    return NULL;

  self = g_atomic_rc_box_new0 (KpAccountFolder);
  self->id = g_strdup (id);
  self->path = g_steal_pointer (&path);
  self->lock = lock;
  g_mutex_init (&self->mutex);

  return self;
}

/* One level: attachments lie in a folder of their own. Deleting it fails if anything stays. */
static void
empty_subfolder (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      g_unlink (file);
    }
}

static gboolean
delete_entry (const char *path)
{
  if (!g_file_test (path, G_FILE_TEST_IS_DIR) || g_file_test (path, G_FILE_TEST_IS_SYMLINK))
    return g_unlink (path) == 0;

  empty_subfolder (path);

  return g_rmdir (path) == 0;
}

static gboolean
delete_folder (const char *path,
               GError **error)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *file = g_build_filename (path, name, NULL);

      /* The lock goes last, or somebody could take a new one of the same name beside us. */
      if (strcmp (name, LOCK_FILE) != 0 && !delete_entry (file))
        {
          set_storage_error (error, "A file of the account could not be deleted", errno);
          return FALSE;
        }
    }

  if (dir != NULL)
    {
      g_autofree char *lock = g_build_filename (path, LOCK_FILE, NULL);

      g_unlink (lock);
    }

  if (g_rmdir (path) != 0 && errno != ENOENT)
    {
      set_storage_error (error, "The folder of the account could not be deleted", errno);
      return FALSE;
    }

  return TRUE;
}

/* A sign-in that was killed before its end leaves a folder that nobody could ever open. */
static void
remove_leftover (const char *data_dir,
                 const char *id)
{
  g_autofree char *outbox = g_build_filename (data_dir, id, OUTBOX_FILE, NULL);
  g_autoptr (KpAccountFolder) folder = NULL;

  if (g_file_test (outbox, G_FILE_TEST_EXISTS))
    return;

  folder = new_locked (data_dir, id, NULL);
  if (folder != NULL)
    delete_folder (folder->path, NULL);
}

static int
compare_facts (gconstpointer a,
               gconstpointer b)
{
  const KpAccountFacts *const *first = a;
  const KpAccountFacts *const *second = b;

  return strcmp ((*first)->id, (*second)->id);
}

GPtrArray *
kp_account_folder_list_sync (const char *data_dir,
                             GError **error)
{
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) cause = NULL;
  g_autoptr (GDir) dir = g_dir_open (data_dir, 0, &cause);
  const char *name;
  KpId id;

  list = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_account_facts_unref);
  if (dir == NULL && g_error_matches (cause, G_FILE_ERROR, G_FILE_ERROR_NOENT))
    return g_steal_pointer (&list);

  if (dir == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s", cause->message);
      return NULL;
    }

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (data_dir, name, NULL);
      g_autoptr (GError) unreadable = NULL;
      g_autoptr (KpAccountFacts) facts = NULL;

      if (!kp_id_parse (name, strlen (name), &id))
        continue;

      facts = read_facts (path, &unreadable);
      if (facts != NULL && strcmp (facts->id, name) == 0)
        g_ptr_array_add (list, g_steal_pointer (&facts));
      else if (g_error_matches (unreadable, KP_ERROR, KP_ERROR_NOT_FOUND))
        remove_leftover (data_dir, name);
    }

  g_ptr_array_sort (list, compare_facts);

  return g_steal_pointer (&list);
}

void
kp_account_folder_expire_sync (const char *data_dir,
                               gint64 now)
{
  g_autoptr (GPtrArray) list = kp_account_folder_list_sync (data_dir, NULL);

  for (guint i = 0; list != NULL && i < list->len; i++)
    {
      const KpAccountFacts *facts = g_ptr_array_index (list, i);
      g_autoptr (KpAccountFolder) folder = NULL;

      if (facts->closed_at == 0 || now - facts->closed_at < SEALED_MS)
        continue;

      folder = kp_account_folder_open_sync (data_dir, facts->id, NULL);
      if (folder != NULL)
        kp_account_folder_remove_sync (folder, NULL);
    }
}

KpAccountFolder *
kp_account_folder_create_sync (const char *data_dir,
                               const KpEnvironment *environment,
                               GError **error)
{
  KpId id = kp_id_make (environment);
  g_autofree char *text = kp_id_dup_text (&id);
  g_autofree char *path = g_build_filename (data_dir, text, NULL);

  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      set_storage_error (error, "The folder of the account could not be made", errno);
      return NULL;
    }

  return new_locked (data_dir, text, error);
}

KpAccountFolder *
kp_account_folder_open_sync (const char *data_dir,
                             const char *id,
                             GError **error)
{
  g_autofree char *path = g_build_filename (data_dir, id, NULL);
  g_autoptr (KpAccountFolder) self = NULL;
  KpId parsed;

  if (!kp_id_parse (id, strlen (id), &parsed) || !g_file_test (path, G_FILE_TEST_IS_DIR))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "There is no such account");
      return NULL;
    }

  self = new_locked (data_dir, id, error);
  if (self == NULL)
    return NULL;

  self->facts = read_facts (self->path, error);
  if (self->facts == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

KpAccountFolder *
kp_account_folder_ref (KpAccountFolder *self)
{
  return g_atomic_rc_box_acquire (self);
}

static void
clear (gpointer data)
{
  KpAccountFolder *self = data;

  g_clear_pointer (&self->facts, kp_account_facts_unref);
  g_mutex_clear (&self->mutex);
  close (self->lock);
  g_free (self->path);
  g_free (self->id);
}

void
kp_account_folder_unref (KpAccountFolder *self)
{
  g_atomic_rc_box_release_full (self, clear);
}

const char *
kp_account_folder_get_id (KpAccountFolder *self)
{
  return self->id;
}

const char *
kp_account_folder_get_path (KpAccountFolder *self)
{
  return self->path;
}

KpAccountFacts *
kp_account_folder_dup_facts (KpAccountFolder *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->facts != NULL ? kp_account_facts_ref (self->facts) : NULL;
}

gboolean
kp_account_folder_set_facts_sync (KpAccountFolder *self,
                                  KpAccountFacts *facts,
                                  GError **error)
{
  g_autofree char *path = g_build_filename (self->path, FACTS_FILE, NULL);
  g_autofree char *text = kp_account_facts_format (facts);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GError) cause = NULL;

  g_return_val_if_fail (strcmp (facts->id, self->id) == 0, FALSE);

  if (!g_file_set_contents_full (path, text, -1,
                                 G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                 0600, &cause))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s", cause->message);
      return FALSE;
    }

  g_clear_pointer (&self->facts, kp_account_facts_unref);
  self->facts = kp_account_facts_ref (facts);

  return TRUE;
}

gboolean
kp_account_folder_remove_sync (KpAccountFolder *self,
                               GError **error)
{
  return delete_folder (self->path, error);
}
