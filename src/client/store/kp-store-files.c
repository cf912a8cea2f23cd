/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Renaming and removing. A database is up to three files: itself, its log and the index of the log.
 */

#include "kp-store-files.h"

#include "kp-db.h"
#include "kp-error.h"
#include "kp-store.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#define OPENING_LOCK "open.lock"
#define OPEN_LOCK "store.lock"
#define KEY_NOTE "key.check"
#define KEY_LABEL "klantportaal account folder 1"
#define CACHE_MARK "cache.damaged"
#define CACHE_ASIDE "cache.aside"
#define OUTBOX_ASIDE "outbox.damaged-"

/* Where the salts are in the head of a write-ahead log. */
#define LOG_SALTS 16

static const char *const SUFFIXES[] = { "", "-wal", "-shm" };

static gboolean
fail (GError **error,
      const char *doing,
      const char *path)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s %s: %s", doing, path, g_strerror (errno));
  return FALSE;
}

static int
lock_file (const char *folder,
           const char *name,
           int how)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  g_autofd int descriptor = open (path, O_RDWR | O_CREAT | O_CLOEXEC, 0600);

  while (descriptor >= 0 && flock (descriptor, how) != 0)
    {
      if (errno != EINTR)
        return -1;
    }

  return g_steal_fd (&descriptor);
}

int
kp_store_files_lock (const char *folder,
                     KpStoreLock kind,
                     GError **error)
{
  int descriptor = kind == KP_STORE_OPENING ? lock_file (folder, OPENING_LOCK, LOCK_EX)
                                            : lock_file (folder, OPEN_LOCK, LOCK_SH);

  if (descriptor < 0)
    fail (error, "Cannot lock", folder);

  return descriptor;
}

/* Returns: whether no store has the files open, and none can open them while open.lock is held */
static gboolean
check_unused (const char *folder,
              GError **error)
{
  g_autofd int descriptor = lock_file (folder, OPEN_LOCK, LOCK_EX | LOCK_NB);

  if (descriptor >= 0)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_BUSY, "Another store has the damaged file open");
  return FALSE;
}

static char *
make_check_value (const guint8 *key)
{
  return g_compute_hmac_for_string (G_CHECKSUM_SHA256, key, KP_DB_KEY_SIZE, KEY_LABEL, -1);
}

gboolean
kp_store_files_check_key (const char *folder,
                          const guint8 *key,
                          GError **error)
{
  g_autofree char *path = g_build_filename (folder, KEY_NOTE, NULL);
  g_autofree char *value = make_check_value (key);
  g_autofree char *noted = NULL;

  if (!g_file_get_contents (path, &noted, NULL, NULL) || g_str_equal (g_strstrip (noted), value))
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_CORRUPT, "The key is not that of the folder");
  return FALSE;
}

gboolean
kp_store_files_has_key_note (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, KEY_NOTE, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

gboolean
kp_store_files_note_key (const char *folder,
                         const guint8 *key,
                         GError **error)
{
  g_autofree char *path = g_build_filename (folder, KEY_NOTE, NULL);
  g_autofree char *value = make_check_value (key);
  g_autoptr (GError) local_error = NULL;

  if (g_file_test (path, G_FILE_TEST_EXISTS) ||
      g_file_set_contents_full (path, value, -1,
                                G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE,
                                0600, &local_error))
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_STORAGE, local_error->message);
  return FALSE;
}

gboolean
kp_store_files_forget_key_note (const char *folder,
                                GError **error)
{
  g_autofree char *path = g_build_filename (folder, KEY_NOTE, NULL);

  return g_unlink (path) == 0 || errno == ENOENT || fail (error, "Cannot remove", path);
}

static gboolean
move_database (const char *folder,
               const char *from,
               const char *to,
               GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (SUFFIXES); i++)
    {
      g_autofree char *from_name = g_strconcat (from, SUFFIXES[i], NULL);
      g_autofree char *to_name = g_strconcat (to, SUFFIXES[i], NULL);
      g_autofree char *from_path = g_build_filename (folder, from_name, NULL);
      g_autofree char *to_path = g_build_filename (folder, to_name, NULL);

      if (g_rename (from_path, to_path) != 0 && errno != ENOENT)
        return fail (error, "Cannot move", from_path);
    }

  return TRUE;
}

static gboolean
remove_database (const char *folder,
                 const char *name,
                 GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (SUFFIXES); i++)
    {
      g_autofree char *file = g_strconcat (name, SUFFIXES[i], NULL);
      g_autofree char *path = g_build_filename (folder, file, NULL);

      if (g_unlink (path) != 0 && errno != ENOENT)
        return fail (error, "Cannot remove", path);
    }

  return TRUE;
}

gboolean
kp_store_files_move_outbox (const char *folder,
                            gint64 now,
                            GError **error)
{
  g_autofree char *name = g_strdup_printf (OUTBOX_ASIDE "%" G_GINT64_FORMAT, now);

  return check_unused (folder, error) && move_database (folder, KP_STORE_OUTBOX, name, error);
}

char *
kp_store_files_dup_damaged_outbox (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  g_autofree char *newest = NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      if (g_str_has_prefix (name, OUTBOX_ASIDE) && !g_str_has_suffix (name, "-wal") &&
          !g_str_has_suffix (name, "-shm") && g_strcmp0 (name, newest) > 0)
        {
          g_free (newest);
          newest = g_strdup (name);
        }
    }

  return newest != NULL ? g_build_filename (folder, newest, NULL) : NULL;
}

gboolean
kp_store_files_set_cache_aside (const char *folder,
                                GError **error)
{
  g_autofree char *mark = g_build_filename (folder, CACHE_MARK, NULL);

  if (!check_unused (folder, error) ||
      !remove_database (folder, CACHE_ASIDE, error) ||
      !move_database (folder, KP_STORE_CACHE, CACHE_ASIDE, error))
    return FALSE;

  return g_unlink (mark) == 0 || errno == ENOENT || fail (error, "Cannot remove", mark);
}

void
kp_store_files_remove_aside (const char *folder)
{
  remove_database (folder, CACHE_ASIDE, NULL);
}

void
kp_store_files_mark_cache (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, CACHE_MARK, NULL);
  g_autofd int descriptor = open (path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);

  /* Nothing to say when even this fails: the damage will be met again. */
  if (descriptor >= 0)
    fsync (descriptor);
}

gboolean
kp_store_files_is_cache_marked (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, CACHE_MARK, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

char *
kp_store_files_dup_log_mark (const char *folder)
{
  g_autofree char *path = g_build_filename (folder, KP_STORE_CACHE "-wal", NULL);
  g_autofd int descriptor = open (path, O_RDONLY | O_CLOEXEC);
  guint64 salts;

  if (descriptor < 0 || pread (descriptor, &salts, sizeof salts, LOG_SALTS) != sizeof salts)
    return NULL;

  return g_strdup_printf ("%016" G_GINT64_MODIFIER "x", GUINT64_FROM_BE (salts));
}

gboolean
kp_store_files_are_unused (const char *folder)
{
  return check_unused (folder, NULL);
}

gboolean
kp_store_erase_cache (const char *folder,
                      GError **error)
{
  g_autofree char *mark = g_build_filename (folder, CACHE_MARK, NULL);

  g_return_val_if_fail (folder != NULL, FALSE);

  g_unlink (mark);
  return remove_database (folder, KP_STORE_CACHE, error) &&
         remove_database (folder, CACHE_ASIDE, error);
}
