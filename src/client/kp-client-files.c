/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files in steps: content on kp-copy, keys on kp-store, transfers on kp-sync. The steps of one
 * wish follow each other on the main thread; what belongs to the wish is touched by one thread at a
 * time.
 *
 * kp-copy is there for one file only and is never waited for: the disk of what a person chose may
 * not answer for hours, and neither a read nor an open of such a file can be called off. When the
 * account is closed meanwhile, the thread has nothing of the client and ends when it can.
 */

#include "kp-client-files.h"

#include "kp-attachment-private.h"
#include "kp-client-private.h"
#include "kp-file.h"
#include "kp-limits.h"
#include "kp-store-attachments.h"
#include "kp-value.h"

#include <glib/gstdio.h>

#define READ_BYTES (64 * 1024)

/* As many as decide what a file is. */
#define SNIFF_BYTES 64

static GTask *
new_step (KpClient *self,
          GCancellable *cancellable,
          gpointer data,
          GAsyncReadyCallback callback,
          GTask *outer)
{
  GTask *task = kp_client_new_task (self, cancellable, new_step, callback, outer);

  g_task_set_task_data (task, data, NULL);

  return task;
}

/* Hands over a failed step's error. Returns: whether it had succeeded */
static gboolean
finish_step (GAsyncResult *result,
             GTask *outer)
{
  GError *error = NULL;

  if (g_task_propagate_boolean (G_TASK (result), &error))
    return TRUE;

  g_task_return_error (outer, error);
  return FALSE;
}

/* Choosing. */

/**
 * KpChosen:
 *
 * A file on its way into the account. On the main thread before and after kp-copy has it.
 */
typedef struct
{
  gatomicrefcount refs;
  const KpEnvironment *environment; /* (unowned) */
  char *folder;                     /* (owned): of the account, constant */
  GMainContext *home;               /* (owned): of the main thread, constant */
  GCancellable *given_up;           /* (owned) (thread: any) */
  gulong of_caller;                 /* what forwards the one of the caller */
  GTask *outer;                     /* (owned) (nullable) (thread: main): NULL = was told */
  GError *error;                    /* (owned) (nullable): why it could not be copied */
  GFile *file;                      /* (owned) (nullable): NULL = bytes */
  GBytes *bytes;                    /* (owned) (nullable) */
  KpFileRow *row;                   /* (owned) */
  guint8 head[SNIFF_BYTES];
  gsize n_head;
} KpChosen;

static KpChosen *
ref_chosen (KpChosen *chosen)
{
  g_atomic_ref_count_inc (&chosen->refs);
  return chosen;
}

static void
unref_chosen (gpointer data)
{
  KpChosen *chosen = data;

  if (!g_atomic_ref_count_dec (&chosen->refs))
    return;

  g_clear_object (&chosen->file);
  g_clear_pointer (&chosen->bytes, g_bytes_unref);
  kp_file_row_free (chosen->row);
  g_clear_error (&chosen->error);
  g_object_unref (chosen->given_up);
  g_main_context_unref (chosen->home);
  g_free (chosen->folder);
  g_free (chosen);
}

/* Returns: (transfer full): with an identity of its own */
static KpChosen *
new_chosen (KpClient *self)
{
  KpChosen *chosen = g_new0 (KpChosen, 1);

  g_atomic_ref_count_init (&chosen->refs);
  chosen->environment = self->environment;
  chosen->folder = g_strdup (self->folder);
  chosen->home = g_main_context_ref (self->context);
  chosen->given_up = g_cancellable_new ();
  chosen->row = g_new0 (KpFileRow, 1);
  chosen->row->id = kp_id_make (self->environment);

  return chosen;
}

static gboolean
take_piece (KpChosen *chosen,
            KpSealedWriter *writer,
            const guint8 *data,
            gsize length,
            GError **error)
{
  gsize n = MIN (length, SNIFF_BYTES - chosen->n_head);

  if ((gint64) length > KP_LIMIT_FILE - kp_sealed_writer_get_size (writer))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The file is too large");
      return FALSE;
    }

  memcpy (chosen->head + chosen->n_head, data, n);
  chosen->n_head += n;
  return kp_sealed_writer_write (writer, data, length, error);
}

static gboolean
copy_file (KpChosen *chosen,
           KpSealedWriter *writer,
           GError **error)
{
  GCancellable *cancellable = chosen->given_up;
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  g_autoptr (GError) cause = NULL;
  g_autoptr (GFileInputStream) stream = g_file_read (chosen->file, cancellable, &cause);
  gssize n = -1;

  while (stream != NULL &&
         (n = g_input_stream_read (G_INPUT_STREAM (stream), buffer, READ_BYTES, cancellable,
                                   &cause)) > 0)
    {
      if (!take_piece (chosen, writer, buffer, (gsize) n, error))
        return FALSE;
    }

  if (n < 0 && g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_steal_pointer (&cause));
  else if (n < 0)
    g_set_error (error, KP_ERROR, KP_ERROR_NOT_FOUND, "%s", cause->message);

  return n == 0;
}

static gboolean
copy_content (KpChosen *chosen,
              KpSealedWriter *writer,
              GError **error)
{
  gsize length;
  gconstpointer data;

  if (chosen->file != NULL)
    return copy_file (chosen, writer, error);

  data = g_bytes_get_data (chosen->bytes, &length);

  return length == 0 || take_piece (chosen, writer, data, length, error);
}

/* Returns: (transfer full) (nullable): what the person calls the file */
static char *
dup_name (KpChosen *chosen)
{
  g_autoptr (GFileInfo) info = NULL;
  g_autofree char *base = NULL;

  if (chosen->file == NULL)
    return kp_file_name_clean (chosen->row->name);

  info = g_file_query_info (chosen->file, G_FILE_ATTRIBUTE_STANDARD_DISPLAY_NAME,
                            G_FILE_QUERY_INFO_NONE, NULL, NULL);
  if (info != NULL)
    return kp_file_name_clean (g_file_info_get_display_name (info));

  base = g_file_get_basename (chosen->file);

  return base != NULL && g_utf8_validate (base, -1, NULL) ? kp_file_name_clean (base) : NULL;
}

/* Formats that cannot be taken for others. The office looks closer. */
static const struct
{
  const char *media_type;
  const char *mark;
  gsize length;
} MARKS[] = {
  { "image/png", "\x89PNG\r\n\x1a\n", 8 },
  { "image/jpeg", "\xff\xd8\xff", 3 },
  { "image/tiff", "II*\0", 4 },
  { "image/tiff", "MM\0*", 4 },
  { "application/pdf", "%PDF-", 5 },
};

/* Returns: (nullable): what the content says that it is */
static const KpFileType *
sniff (const KpChosen *chosen)
{
  for (guint i = 0; i < G_N_ELEMENTS (MARKS); i++)
    {
      if (chosen->n_head >= MARKS[i].length &&
          memcmp (chosen->head, MARKS[i].mark, MARKS[i].length) == 0)
        return kp_file_type_find (MARKS[i].media_type);
    }

  return NULL;
}

/* A name without an extension gets that of the content; one that lies is not taken. */
static gboolean
name_file (KpChosen *chosen,
           GError **error)
{
  g_autofree char *name = dup_name (chosen);
  const KpFileType *by_content = sniff (chosen);
  const KpFileType *type = name != NULL ? kp_file_type_of_name (name) : NULL;

  if (type == NULL && name != NULL && by_content != NULL && strchr (name, '.') == NULL)
    {
      g_autofree char *longer = g_strconcat (name, ".", by_content->extensions[0], NULL);

      type = by_content;
      g_free (name);
      name = kp_file_name_clean (longer);
    }

  if (type == NULL || name == NULL || !kp_file_type_has_name (type, name))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "Files of this type are not taken");
      return FALSE;
    }
  if (by_content != type && (by_content != NULL || type->is_photo))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CORRUPT, "The content is of another type");
      return FALSE;
    }

  g_set_str (&chosen->row->name, name);
  g_set_str (&chosen->row->media_type, type->media_type);
  return TRUE;
}

static gboolean
copy (KpChosen *chosen,
      GError **error)
{
  g_autofree char *path = kp_file_dup_path (chosen->folder, &chosen->row->id);
  g_autoptr (KpSealedWriter) writer = NULL;
  KpSealedFacts facts;

  if (!kp_file_make_folder (chosen->folder, error))
    return FALSE;

  writer = kp_sealed_writer_new (path, chosen->environment, error);
  if (writer == NULL ||
      !copy_content (chosen, writer, error) ||
      g_cancellable_set_error_if_cancelled (chosen->given_up, error) ||
      !name_file (chosen, error) ||
      !kp_sealed_writer_finish (writer, NULL, &facts, error))
    return FALSE;

  memcpy (chosen->row->key, facts.key, sizeof facts.key);
  chosen->row->sha256 = g_strdup (facts.sha256);
  chosen->row->size = facts.size;
  return TRUE;
}

static void
add_in_worker (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  const KpChosen *chosen = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_file_add (store, chosen->row, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_added_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  const KpChosen *chosen = g_task_get_task_data (outer);

  if (finish_step (result, outer))
    g_task_return_pointer (outer, kp_attachment_new_chosen (chosen->row), g_object_unref);
}

/* Returns: (transfer full): who waits for the file; the queue and the caller let go of it */
static GTask *
take_outer (KpClient *self,
            KpChosen *chosen)
{
  GTask *outer = g_steal_pointer (&chosen->outer);

  g_cancellable_disconnect (g_task_get_cancellable (outer), chosen->of_caller);
  g_queue_remove (&self->choosing, chosen);
  unref_chosen (chosen);

  return outer;
}

static void copy_next (KpClient *self);

static gboolean
on_copied_cb (gpointer user_data)
{
  KpChosen *chosen = user_data;
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) step = NULL;
  KpClient *self;

  /* The account was closed meanwhile. What may lie there by now goes at the next start. */
  if (chosen->outer == NULL)
    return G_SOURCE_REMOVE;

  self = g_task_get_source_object (chosen->outer);
  outer = take_outer (self, chosen);
  copy_next (self);
  if (chosen->error != NULL)
    {
      g_task_return_error (outer, g_steal_pointer (&chosen->error));
      return G_SOURCE_REMOVE;
    }

  step = new_step (self, NULL, chosen, on_added_cb, g_object_ref (outer));
  kp_worker_push (self->worker, KP_PRIORITY_WRITE, step, add_in_worker);
  return G_SOURCE_REMOVE;
}

/* @data: (transfer full) */
static gpointer
copy_in_thread (gpointer data)
{
  KpChosen *chosen = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  copy (chosen, &chosen->error);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_copied_cb, chosen, unref_chosen);
  g_source_attach (source, chosen->home);

  return NULL;
}

/* One at a time, so that files come in the order in which they were chosen. */
static void
copy_next (KpClient *self)
{
  KpChosen *next = g_queue_peek_head (&self->choosing);

  if (next != NULL)
    g_thread_unref (g_thread_new ("kp-copy", copy_in_thread, ref_chosen (next)));
}

void
kp_client_stop_choosing (KpClient *self)
{
  KpChosen *chosen;

  while ((chosen = g_queue_peek_head (&self->choosing)) != NULL)
    {
      g_autoptr (GTask) outer = NULL;

      g_cancellable_cancel (chosen->given_up);
      outer = take_outer (self, chosen);
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account is closed");
    }
}

static void
on_caller_cancelled_cb (GCancellable *cancellable,
                        gpointer user_data)
{
  g_cancellable_cancel (user_data);
}

/* @chosen: (transfer full) */
static void
add (KpClient *self,
     KpChosen *chosen,
     GCancellable *cancellable,
     GAsyncReadyCallback callback,
     gpointer user_data)
{
  g_autoptr (GTask) outer =
    kp_client_new_task (self, cancellable, kp_client_add_file_async, callback, user_data);

  g_task_set_task_data (outer, chosen, unref_chosen);
  if (self->closed)
    {
      g_task_return_new_error (outer, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account is closed");
      return;
    }

  if (cancellable != NULL)
    chosen->of_caller =
      g_cancellable_connect (cancellable, G_CALLBACK (on_caller_cancelled_cb),
                             g_object_ref (chosen->given_up), g_object_unref);
  chosen->outer = g_steal_pointer (&outer);
  g_queue_push_tail (&self->choosing, ref_chosen (chosen));
  if (g_queue_get_length (&self->choosing) == 1)
    copy_next (self);
}

void
kp_client_add_file_async (KpClient *self,
                          GFile *file,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  KpChosen *chosen;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (G_IS_FILE (file));

  chosen = new_chosen (self);
  chosen->file = g_object_ref (file);
  add (self, chosen, cancellable, callback, user_data);
}

void
kp_client_add_bytes_async (KpClient *self,
                           GBytes *bytes,
                           const char *name,
                           GCancellable *cancellable,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  KpChosen *chosen;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (bytes != NULL && name != NULL);

  chosen = new_chosen (self);
  chosen->bytes = g_bytes_ref (bytes);
  chosen->row->name = g_strdup (name);
  add (self, chosen, cancellable, callback, user_data);
}

KpAttachment *
kp_client_add_file_finish (KpClient *self,
                           GAsyncResult *result,
                           GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_add_file_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
drop_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_file_drop (store, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_drop_file (KpClient *self,
                     const char *id)
{
  g_autoptr (GTask) task = NULL;
  KpId file;

  g_return_if_fail (KP_IS_CLIENT (self));

  if (!kp_client_read_id (id, &file))
    return;

  task = kp_client_new_task (self, NULL, kp_client_drop_file, NULL, NULL);
  kp_client_push (self, KP_PRIORITY_WRITE, task, drop_in_worker, g_memdup2 (&file, sizeof file),
                  g_free);
}

static void
load_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  const char *const *ids = task_data;
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_file_row_free);
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  for (guint i = 0; error == NULL && ids[i] != NULL; i++)
    {
      g_autoptr (KpFileRow) row = NULL;
      KpId id;

      if (kp_client_read_id (ids[i], &id))
        row = kp_store_file_load (store, &id, &error);
      if (row != NULL && row->name != NULL)
        g_ptr_array_add (rows, g_steal_pointer (&row));
    }

  if (error == NULL)
    g_task_return_pointer (task, g_steal_pointer (&rows), (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kp_client_load_files_async (KpClient *self,
                            const char *const *ids,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (ids != NULL);

  task = kp_client_new_task (self, NULL, kp_client_load_files_async, callback, user_data);
  kp_client_push (self, KP_PRIORITY_QUERY, task, load_in_worker, g_strdupv ((char **) ids),
                  (GDestroyNotify) g_strfreev);
}

GPtrArray *
kp_client_load_files_finish (KpClient *self,
                             GAsyncResult *result,
                             GError **error)
{
  g_autoptr (GPtrArray) rows = NULL;
  GPtrArray *attachments;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_load_files_async), NULL);

  rows = g_task_propagate_pointer (G_TASK (result), error);
  if (rows == NULL)
    return NULL;

  attachments = g_ptr_array_new_with_free_func (g_object_unref);
  for (guint i = 0; i < rows->len; i++)
    g_ptr_array_add (attachments, kp_attachment_new_chosen (rows->pdata[i]));

  return attachments;
}

static void
remove_refused_in_worker (GTask *task,
                          gpointer source_object,
                          gpointer task_data,
                          GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (self, &error);
  g_autoptr (KpFileRow) row = store != NULL ? kp_store_file_load (store, task_data, &error) : NULL;

  if (row == NULL && error == NULL)
    g_set_error_literal (&error, KP_ERROR, KP_ERROR_NOT_FOUND, "The file is not here");
  if (error != NULL || !kp_store_file_remove_refused (store, &row->operation, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  kp_sync_nudge (self->sync);
  g_task_return_boolean (task, TRUE);
}

void
kp_client_remove_refused_files_async (KpClient *self,
                                      const char *id,
                                      GAsyncReadyCallback callback,
                                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  KpId file = { 0 };

  g_return_if_fail (KP_IS_CLIENT (self));

  kp_client_read_id (id, &file);
  task = kp_client_new_task (self, NULL, kp_client_remove_refused_files_async, callback, user_data);
  kp_client_push (self, KP_PRIORITY_WRITE, task, remove_refused_in_worker,
                  g_memdup2 (&file, sizeof file), g_free);
}

gboolean
kp_client_remove_refused_files_finish (KpClient *self,
                                       GAsyncResult *result,
                                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_remove_refused_files_async),
                        FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}
