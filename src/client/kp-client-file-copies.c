/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Copies of attachments that other programs can read: in a folder of this person's alone, which
 * goes with the account's closing, or where the person saved them. What is not here is fetched
 * first.
 */

#include "kp-client-files.h"

#include "kp-client-private.h"
#include "kp-limits.h"
#include "kp-store-attachments.h"
#include "kp-value.h"

#include <glib/gstdio.h>

/**
 * KpCopying:
 *
 * One wish to read an attachment. Touched by one thread at a time.
 */
typedef struct
{
  KpId id;
  GFile *destination; /* (owned) (nullable): NULL = the private folder */
  GFile *copy;        /* (owned) (nullable): where it has been put */
  char *name;         /* (owned) (nullable) */
  char *sha256;       /* (owned) (nullable) */
  gint64 size;        /* bytes */
  gboolean is_here;
  gboolean is_fetched; /* once: what is wrong then stays wrong */
  guint8 key[KP_SEALED_KEY_SIZE];
} KpCopying;

static void
free_copying (gpointer data)
{
  KpCopying *copying = data;

  g_clear_object (&copying->destination);
  g_clear_object (&copying->copy);
  g_free (copying->name);
  g_free (copying->sha256);
  g_free (copying);
}

static void look_up (GTask *outer);

static GTask *
new_step (GTask *outer,
          GAsyncReadyCallback callback)
{
  GTask *task = kp_client_new_task (g_task_get_source_object (outer),
                                    g_task_get_cancellable (outer), new_step, callback,
                                    g_object_ref (outer));

  g_task_set_task_data (task, g_task_get_task_data (outer), NULL);

  return task;
}

static char *
dup_export_folder (KpClient *self)
{
  g_autofree char *account = g_path_get_basename (self->folder);
  g_autofree char *name = g_strconcat ("klantportaal-", account, NULL);

  return g_build_filename (g_get_user_runtime_dir (), name, NULL);
}

/* Two levels: a folder for each attachment, because names may be the same. */
void
kp_client_remove_copies_in_worker (KpClient *self)
{
  g_autofree char *path = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  if (self->folder == NULL) /* of no account */
    return;

  path = dup_export_folder (self);
  dir = g_dir_open (path, 0, NULL);
  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *folder = g_build_filename (path, name, NULL);
      g_autoptr (GDir) inner = g_dir_open (folder, 0, NULL);
      const char *file;

      while (inner != NULL && (file = g_dir_read_name (inner)) != NULL)
        {
          g_autofree char *whole = g_build_filename (folder, file, NULL);

          g_unlink (whole);
        }
      g_rmdir (folder);
    }
  g_rmdir (path);
}

/* Copying. */

static gboolean
on_piece_cb (gconstpointer data,
             gsize length,
             gpointer user_data,
             GError **error)
{
  g_autoptr (GError) cause = NULL;

  if (g_output_stream_write_all (user_data, data, length, NULL, NULL, &cause))
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s", cause->message);
  return FALSE;
}

/* Returns: (transfer full) (nullable): the place for a copy in the private folder */
static GFile *
make_place (KpClient *self,
            const KpCopying *copying,
            GError **error)
{
  g_autofree char *folder = dup_export_folder (self);
  g_autofree char *path = NULL;
  char id[KP_ID_SIZE];

  kp_id_format (&copying->id, id);
  path = g_build_filename (folder, id, NULL);
  if (g_mkdir_with_parents (path, 0700) != 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Cannot make %s", path);
      return NULL;
    }

  return g_file_new_build_filename (path, copying->name, NULL);
}

static gboolean
write_copy (KpClient *self,
            const KpCopying *copying,
            GFile *file,
            GCancellable *cancellable,
            GError **error)
{
  g_autofree char *path = kp_file_dup_path (self->folder, &copying->id);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GCancellable) given_up = g_cancellable_new ();
  GFileCreateFlags flags = copying->destination == NULL
                             ? G_FILE_CREATE_PRIVATE | G_FILE_CREATE_REPLACE_DESTINATION
                             : G_FILE_CREATE_REPLACE_DESTINATION;
  g_autoptr (GFileOutputStream) stream =
    g_file_replace (file, NULL, FALSE, flags, cancellable, &cause);

  if (stream != NULL &&
      !kp_sealed_file_read (path, copying->key, on_piece_cb, stream, cancellable, error))
    {
      /* What was there before stays. */
      g_cancellable_cancel (given_up);
      g_output_stream_close (G_OUTPUT_STREAM (stream), given_up, NULL);
      return FALSE;
    }
  if (stream != NULL && g_output_stream_close (G_OUTPUT_STREAM (stream), cancellable, &cause))
    return TRUE;

  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else
    g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s", cause->message);
  return FALSE;
}

static void
copy_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  KpCopying *copying = task_data;
  GError *error = NULL;
  g_autoptr (GFile) file = copying->destination != NULL
                             ? g_object_ref (copying->destination)
                             : make_place (source_object, copying, &error);

  if (file == NULL || !write_copy (source_object, copying, file, cancellable, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  copying->copy = g_steal_pointer (&file);
  g_task_return_boolean (task, TRUE);
}

static void
forget_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  const KpCopying *copying = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_file_forget (store, &copying->id, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_forgotten_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    look_up (outer);
  else
    g_task_return_error (outer, error);
}

static void
on_copied_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  g_autoptr (GTask) step = NULL;
  g_autoptr (GError) error = NULL;
  const KpCopying *copying = g_task_get_task_data (outer);

  if (g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_boolean (outer, TRUE);
      return;
    }

  /* What lies here is not what it was: the office has it still. */
  if (copying->is_fetched || (!g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT) &&
                              !g_error_matches (error, KP_ERROR, KP_ERROR_NOT_FOUND)))
    {
      g_task_return_error (outer, g_steal_pointer (&error));
      return;
    }

  step = new_step (outer, on_forgotten_cb);
  kp_worker_push (self->worker, KP_PRIORITY_WRITE, step, forget_in_worker);
}

/* Fetching. */

static void
fetch_in_sync (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  KpClient *self = source_object;
  const KpCopying *copying = task_data;

  kp_sync_fetch (self->sync, task, &copying->id, copying->sha256, copying->size);
}

static void
on_fetched_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    look_up (outer);
  else
    g_task_return_error (outer, error);
}

/* Looking up. */

/* Reads what the record says of a file. */
static gboolean
read_record (KpStore *store,
             KpCopying *copying,
             GError **error)
{
  g_autofree char *body = NULL;
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *root;

  if (!kp_store_dup_record (store, KP_ENTITY_ATTACHMENT, &copying->id, &body, NULL, &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The attachment is not here");
      return FALSE;
    }

  doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  root = yyjson_doc_get_root (doc);
  g_set_str (&copying->name, yyjson_get_str (yyjson_obj_get (root, "name")));
  g_set_str (&copying->sha256, yyjson_get_str (yyjson_obj_get (root, "sha256")));
  copying->size = yyjson_get_sint (yyjson_obj_get (root, "size"));
  if (copying->name != NULL && strchr (copying->name, '/') == NULL && copying->sha256 != NULL)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "The attachment is incomplete");
  return FALSE;
}

static void
look_up_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  KpCopying *copying = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);
  g_autoptr (KpFileRow) row =
    store != NULL ? kp_store_file_load (store, &copying->id, &error) : NULL;

  copying->is_here = row != NULL;
  if (row != NULL)
    {
      memcpy (copying->key, row->key, sizeof copying->key);
      g_set_str (&copying->name, row->name);
    }

  if (error == NULL && (row == NULL || row->name == NULL))
    read_record (store, copying, &error);

  if (error == NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_looked_up_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  g_autoptr (GTask) step = NULL;
  KpCopying *copying = g_task_get_task_data (outer);
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      g_task_return_error (outer, error);
      return;
    }
  if (self->closed)
    {
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account is closed");
      return;
    }

  if (copying->is_here)
    {
      step = new_step (outer, on_copied_cb);
      kp_worker_push (kp_sync_get_files_worker (self->sync), KP_PRIORITY_WRITE, step,
                      copy_in_worker);
      return;
    }

  copying->is_fetched = TRUE;
  step = new_step (outer, on_fetched_cb);
  kp_sync_push (self->sync, step, fetch_in_sync);
}

static void
look_up (GTask *outer)
{
  KpClient *self = g_task_get_source_object (outer);
  g_autoptr (GTask) step = new_step (outer, on_looked_up_cb);

  kp_worker_push (self->worker, KP_PRIORITY_QUERY, step, look_up_in_worker);
}

static void
begin (KpClient *self,
       const char *id,
       GFile *destination,
       gpointer tag,
       GCancellable *cancellable,
       GAsyncReadyCallback callback,
       gpointer user_data)
{
  g_autoptr (GTask) outer = kp_client_new_task (self, cancellable, tag, callback, user_data);
  KpCopying *copying = g_new0 (KpCopying, 1);

  g_set_object (&copying->destination, destination);
  g_task_set_task_data (outer, copying, free_copying);
  if (!kp_client_read_id (id, &copying->id))
    {
      g_task_return_new_error (outer, KP_ERROR, KP_ERROR_NOT_FOUND, "Not an identity");
      return;
    }

  look_up (outer);
}

void
kp_client_open_file_async (KpClient *self,
                           const char *id,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  begin (self, id, NULL, kp_client_open_file_async, cancellable, callback, user_data);
}

GFile *
kp_client_open_file_finish (KpClient *self,
                            GAsyncResult *result,
                            GError **error)
{
  KpCopying *copying;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_open_file_async), NULL);

  copying = g_task_get_task_data (G_TASK (result));

  return g_task_propagate_boolean (G_TASK (result), error) ? g_steal_pointer (&copying->copy)
                                                           : NULL;
}

void
kp_client_save_file_async (KpClient *self,
                           const char *id,
                           GFile *destination,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (G_IS_FILE (destination));

  begin (self, id, destination, kp_client_save_file_async, cancellable, callback, user_data);
}

gboolean
kp_client_save_file_finish (KpClient *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_save_file_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
