/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The file of a database: the layer that reaches it, and its bytes, whatever they are. Compiled
 * against both libraries, like kp-db-sqlite.c.
 */

#include "kp-db-private.h"

#include "kp-error.h"

#include <sqlite3.h>

#define CHUNK (64 * 1024)

/* Only in place of SQLite's usual one: a test that put its own there means to see every call. */
const char *
kp_db_choose_vfs (const KpDbOptions *options)
{
  const sqlite3_vfs *usual = sqlite3_vfs_find (NULL);

  return options->one_process && usual != NULL && g_str_equal (usual->zName, "unix") ? "unix-excl"
                                                                                     : NULL;
}

static int
read_file (sqlite3_file *file)
{
  g_autofree char *bytes = g_malloc (CHUNK);
  sqlite3_int64 size = 0;
  int result = file->pMethods->xFileSize (file, &size);

  for (sqlite3_int64 at = 0; at < size && result == SQLITE_OK; at += CHUNK)
    result = file->pMethods->xRead (file, bytes, (int) MIN (size - at, CHUNK), at);

  return result;
}

gboolean
kp_db_read_whole (const char *path,
                  GError **error)
{
  sqlite3 *handle = NULL;
  sqlite3_file *file = NULL;
  int result;

  g_return_val_if_fail (path != NULL, FALSE);

  /* Nothing is asked of the database, so it does not matter what the file holds. */
  result = sqlite3_open_v2 (path, &handle, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);
  if (result == SQLITE_OK)
    result = sqlite3_file_control (handle, "main", SQLITE_FCNTL_FILE_POINTER, &file);
  if (result == SQLITE_OK)
    result = read_file (file);
  sqlite3_close (handle);

  if (result == SQLITE_OK)
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s cannot be read: %s", path,
               sqlite3_errstr (result));
  return FALSE;
}
