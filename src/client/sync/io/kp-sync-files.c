/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on their way, in both directions. What is to be done is decided on kp-sync, which has store
 * and tokens; the transfer itself runs on kp-files, which has neither, and comes home with its
 * outcome. One file is sent at a time, in the order of the operations that wait for them.
 */

#include "kp-sync-private.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-store-attachments.h"

#include <sodium.h>

/* After a failure that may pass: doubled each time. */
#define RETRY_MIN_MS 1000
#define RETRY_MAX_MS (5 * 60 * 1000)

/* Files that were fetched in part and wait for their rest. */
#define MAX_BEGUN 8

/* RFC 4918; libsoup names it differently from version to version. */
#define INSUFFICIENT_STORAGE 507

/**
 * KpTransfer:
 *
 * One file under way. Handed over whole: kp-sync has it before and after, kp-files in between.
 */
typedef struct
{
  KpSync *sync;   /* (unowned): outlives the worker */
  KpFileRow *row; /* (owned) */
  GTask *task;    /* (owned) (nullable): that waits for a file to be fetched; NULL = it is sent */
  char *address;  /* (owned) */
  char *path;     /* (owned) */
  char *token;    /* (owned) */
  char *nonce;    /* (owned) */
  guint8 device_seed[KP_SECRET_LENGTH];
  KpSealedWriter *writer; /* (owned) (nullable): of a file that arrives */
  gboolean is_continued;  /* only the rest of it was asked for */
  KpSealedFacts facts;    /* of one that has arrived */
  KpReply reply;          /* what the server said */
  GError *error;          /* (owned) (nullable): what went wrong on the way */
} KpTransfer;

static void
free_transfer (gpointer data)
{
  KpTransfer *transfer = data;

  g_clear_pointer (&transfer->writer, kp_sealed_writer_free);
  kp_file_row_free (transfer->row);
  kp_secrets_free_text (transfer->token);
  kp_reply_clear (&transfer->reply);
  g_clear_error (&transfer->error);
  sodium_memzero (transfer->device_seed, sizeof transfer->device_seed);
  sodium_memzero (&transfer->facts, sizeof transfer->facts);
  if (transfer->task != NULL)
    kp_sync_release_task (transfer->task);
  g_free (transfer->address);
  g_free (transfer->path);
  g_free (transfer->nonce);
  g_free (transfer);
}

/* On kp-files. */

static void
on_progress_in_worker_cb (gint64 done,
                          gpointer user_data)
{
  KpTransfer *transfer = user_data;
  gint64 size = MAX (transfer->row->size, 1);

  kp_sync_tell_progress (transfer->sync, &transfer->row->id,
                         (double) CLAMP (done, 0, size) / (double) size);
}

/* Begins a file that arrives, from its first byte. */
static gboolean
begin_in_worker (KpTransfer *transfer,
                 GError **error)
{
  g_clear_pointer (&transfer->writer, kp_sealed_writer_free);
  transfer->is_continued = FALSE;
  transfer->writer = kp_sealed_writer_new (transfer->path, transfer->sync->environment, error);

  return transfer->writer != NULL;
}

static gboolean
on_arrived_in_worker_cb (gconstpointer data,
                         gsize length,
                         gpointer user_data,
                         GError **error)
{
  KpTransfer *transfer = user_data;

  /* All of it comes after all. */
  if (transfer->is_continued && transfer->reply.status != SOUP_STATUS_PARTIAL_CONTENT &&
      !begin_in_worker (transfer, error))
    return FALSE;

  if (!kp_sealed_writer_write (transfer->writer, data, length, error))
    return FALSE;

  on_progress_in_worker_cb (kp_sealed_writer_get_size (transfer->writer), transfer);
  return TRUE;
}

static KpHttp *
make_http (KpTransfer *transfer)
{
  KpHttp *http = kp_http_new (transfer->address);

  kp_http_set_device (http, transfer->device_seed);
  kp_http_set_nonce (http, transfer->nonce);

  return http;
}

static void
send_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  KpTransfer *transfer = task_data;
  g_autoptr (KpHttp) http = make_http (transfer);
  g_autofree char *target = g_strconcat ("/v1/blob/", transfer->row->sha256, NULL);
  g_autoptr (GBytes) content = kp_sealed_file_load (transfer->path, transfer->row->key,
                                                    KP_LIMIT_FILE, cancellable, &transfer->error);
  char org[KP_ID_SIZE];
  KpCall call = { .method = "PUT",
                  .target = target,
                  .type = transfer->row->media_type,
                  .body = content,
                  .token = transfer->token,
                  .org = org,
                  .limit = KP_LIMIT_SMALL_REPLY,
                  .sent = on_progress_in_worker_cb,
                  .data = transfer };

  kp_id_format (&transfer->row->org, org);
  if (content != NULL)
    kp_sync_call_http (transfer->sync, http, &call, &transfer->reply, cancellable,
                       &transfer->error);

  g_task_return_boolean (task, TRUE);
}

/* Asks for what is missing. Returns: whether all is there; the transfer has its error otherwise */
static gboolean
fetch_rest_in_worker (KpTransfer *transfer,
                      KpHttp *http,
                      GCancellable *cancellable)
{
  char id[KP_ID_SIZE];
  g_autofree char *target = NULL;
  g_autofree char *tag = g_strdup_printf ("\"%s\"", transfer->row->sha256);
  KpCall call = { .method = "GET",
                  .token = transfer->token,
                  .from = kp_sealed_writer_get_size (transfer->writer),
                  .tag = tag,
                  .limit = KP_LIMIT_FILE,
                  .take = on_arrived_in_worker_cb,
                  .data = transfer };

  kp_id_format (&transfer->row->id, id);
  target = g_strconcat ("/v1/blob/", id, NULL);
  call.target = target;
  transfer->is_continued = call.from > 0;
  g_clear_error (&transfer->error);
  kp_reply_clear (&transfer->reply);

  return kp_sync_call_http (transfer->sync, http, &call, &transfer->reply, cancellable,
                            &transfer->error) &&
         kp_reply_check (&transfer->reply, &transfer->error);
}

/* As long as each try brings something, a line that breaks is only taken up again. */
static gboolean
fetch_all_in_worker (KpTransfer *transfer,
                     GCancellable *cancellable)
{
  g_autoptr (KpHttp) http = make_http (transfer);
  const gint64 size = transfer->row->size;
  gint64 before = -1;

  if (transfer->writer == NULL && !begin_in_worker (transfer, &transfer->error))
    return FALSE;

  /* All but the end of the last try. */
  if (size > 0 && kp_sealed_writer_get_size (transfer->writer) >= size)
    return TRUE;

  while (kp_sealed_writer_get_size (transfer->writer) > before)
    {
      before = kp_sealed_writer_get_size (transfer->writer);
      if (fetch_rest_in_worker (transfer, http, cancellable))
        return TRUE;
      if (transfer->writer == NULL ||
          !g_error_matches (transfer->error, KP_ERROR, KP_ERROR_OFFLINE))
        return FALSE;
    }

  return FALSE;
}

static void
fetch_in_worker (GTask *task,
                 gpointer source_object,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  KpTransfer *transfer = task_data;

  if (fetch_all_in_worker (transfer, cancellable))
    kp_sealed_writer_finish (transfer->writer, transfer->row->sha256, &transfer->facts,
                             &transfer->error);

  g_task_return_boolean (task, TRUE);
}

/* On kp-sync. */

static gint64
get_boot_time (KpSync *self)
{
  return kp_environment_boot_time (self->environment);
}

/* Returns: (transfer full) (nullable): %NULL if there is no token to be had */
static KpTransfer *
new_transfer (KpSync *self,
              KpFileRow *row,
              GError **error)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->folder);
  const char *folder = kp_account_folder_get_path (self->folder);
  KpTransfer *transfer;

  if (!kp_sync_ensure_access (self, error) || !kp_file_make_folder (folder, error))
    {
      kp_file_row_free (row);
      return NULL;
    }

  transfer = g_new0 (KpTransfer, 1);
  transfer->sync = self;
  transfer->row = row;
  transfer->address = g_strdup (facts->address);
  transfer->path = kp_file_dup_path (folder, &row->id);
  transfer->token = g_strdup (self->access);
  transfer->nonce = kp_http_dup_nonce (self->http);
  memcpy (transfer->device_seed, self->secrets->device_seed, sizeof transfer->device_seed);

  return transfer;
}

static void
start_transfer (KpSync *self,
                KpTransfer *transfer,
                GTaskThreadFunc func,
                GAsyncReadyCallback callback,
                GCancellable *cancellable)
{
  /* Without a source object: the result comes home to the loop of kp-sync, which ends last. */
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, self);

  g_task_set_check_cancellable (task, FALSE);
  g_task_set_task_data (task, transfer, free_transfer);
  kp_worker_push (self->files, KP_PRIORITY_WRITE, task, func);
}

/* Returns: whether the server will never take the file as it is; @fault says why */
static gboolean
is_refused (const KpTransfer *transfer,
            KpFileFault *fault)
{
  const GError *error = transfer->error;

  *fault = KP_FILE_FAULT_GONE;
  if (g_error_matches (error, KP_ERROR, KP_ERROR_NOT_FOUND) ||
      g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT))
    return TRUE;
  if (error != NULL)
    return FALSE;

  switch (transfer->reply.status)
    {
    case SOUP_STATUS_REQUEST_ENTITY_TOO_LARGE:
      *fault = KP_FILE_FAULT_SIZE;
      return TRUE;

    case SOUP_STATUS_UNSUPPORTED_MEDIA_TYPE:
      *fault = KP_FILE_FAULT_TYPE;
      return TRUE;

    case SOUP_STATUS_UNPROCESSABLE_ENTITY:
      return TRUE;

    case INSUFFICIENT_STORAGE:
      *fault = KP_FILE_FAULT_SPACE;
      /* A disk that is full for now is no reason to give up. */
      return transfer->reply.retry_ms == 0;

    case SOUP_STATUS_BAD_REQUEST:
    case SOUP_STATUS_FORBIDDEN:
      *fault = KP_FILE_FAULT_DENIED;
      /* Anybody in between may say so; only our server says it as a problem. */
      return transfer->reply.problem != NULL;

    default:
      return FALSE;
    }
}

static void
plan_retry (KpSync *self,
            const KpTransfer *transfer)
{
  gint64 wait = MIN (RETRY_MIN_MS << MIN (self->file_failures, 16), RETRY_MAX_MS);

  if (kp_reply_get_problem (&transfer->reply) == KP_PROBLEM_SIGNED_OUT)
    kp_sync_drop_access (self);
  self->file_failures++;
  self->files_due = get_boot_time (self) + MAX (wait, transfer->reply.retry_ms);
}

static void
on_sent_cb (GObject *source_object,
            GAsyncResult *result,
            gpointer user_data)
{
  KpSync *self = user_data;
  const KpTransfer *transfer = g_task_get_task_data (G_TASK (result));
  g_autoptr (GError) error = NULL;
  KpFileFault fault;
  gboolean kept = TRUE;

  self->is_sending_file = FALSE;
  if (self->store == NULL || g_error_matches (transfer->error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (transfer->error == NULL && SOUP_STATUS_IS_SUCCESSFUL (transfer->reply.status))
    kept = kp_store_file_set_sent (self->store, transfer->row, &error);
  else if (is_refused (transfer, &fault))
    kept = kp_store_file_refuse (self->store, transfer->row, fault, &error);
  else
    {
      plan_retry (self, transfer);
      return;
    }

  if (!kept)
    {
      kp_sync_take_failure (self, error);
      plan_retry (self, transfer);
      return;
    }

  self->file_failures = 0;
  self->files_due = 0;
  kp_sync_ask (self);
}

void
kp_sync_turn_files (KpSync *self)
{
  g_autoptr (GError) error = NULL;
  KpFileRow *row;
  KpTransfer *transfer;

  if (self->store == NULL || self->is_sending_file || !self->in_contact ||
      get_boot_time (self) < self->files_due)
    return;

  row = kp_store_file_next (self->store, &error);
  transfer = row != NULL ? new_transfer (self, row, &error) : NULL;
  if (error != NULL)
    kp_sync_take_failure (self, error);
  if (transfer == NULL)
    return;

  self->is_sending_file = TRUE;
  start_transfer (self, transfer, send_in_worker, on_sent_cb, self->stop);
}

gint64
kp_sync_get_files_wait (KpSync *self)
{
  if (self->is_sending_file || self->file_failures == 0 || !self->in_contact)
    return -1;

  return MAX (self->files_due - get_boot_time (self), 0);
}

/* What came so far waits for the rest, unless it is of no use. */
static void
keep_begun (KpSync *self,
            KpTransfer *transfer)
{
  const GError *error = transfer->error;

  if (transfer->writer == NULL || self->store == NULL ||
      g_hash_table_size (self->begun) >= MAX_BEGUN ||
      (!g_error_matches (error, KP_ERROR, KP_ERROR_OFFLINE) &&
       !g_error_matches (error, KP_ERROR, KP_ERROR_TOO_MANY) &&
       !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED)))
    return;

  g_hash_table_replace (self->begun, g_memdup2 (&transfer->row->id, sizeof (KpId)),
                        g_steal_pointer (&transfer->writer));
}

/* Returns: (transfer full) (nullable): what came of a file before */
static KpSealedWriter *
take_begun (KpSync *self,
            const KpId *id)
{
  gpointer key = NULL;
  gpointer writer = NULL;

  if (g_hash_table_steal_extended (self->begun, id, &key, &writer))
    g_free (key);

  return writer;
}

static void
on_fetched_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpSync *self = user_data;
  KpTransfer *transfer = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  keep_begun (self, transfer);
  /* Whoever is told may fetch it again at once, into the same file. */
  g_clear_pointer (&transfer->writer, kp_sealed_writer_free);
  /* Perhaps kp-files did not even begin. */
  if (g_cancellable_is_cancelled (self->stop))
    g_set_error_literal (&error, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account is closed");
  else if (transfer->error != NULL)
    error = g_steal_pointer (&transfer->error);
  else if (self->store == NULL)
    g_set_error_literal (&error, KP_ERROR, KP_ERROR_SIGNED_OUT, "The account is sealed");
  else
    kp_store_file_keep (self->store, &transfer->row->id, transfer->facts.key, &error);

  if (kp_reply_get_problem (&transfer->reply) == KP_PROBLEM_SIGNED_OUT)
    kp_sync_drop_access (self);
  if (error != NULL)
    g_task_return_error (transfer->task, error);
  else
    g_task_return_boolean (transfer->task, TRUE);
}

void
kp_sync_fetch (KpSync *self,
               GTask *task,
               const KpId *id,
               const char *sha256,
               gint64 size)
{
  KpFileRow *row = g_new0 (KpFileRow, 1);
  GError *error = NULL;
  KpTransfer *transfer;

  row->id = *id;
  row->sha256 = g_strdup (sha256);
  row->size = size;
  transfer = new_transfer (self, row, &error);
  if (transfer == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  transfer->task = g_object_ref (task);
  transfer->writer = take_begun (self, id);
  start_transfer (self, transfer, fetch_in_worker, on_fetched_cb, g_task_get_cancellable (task));
}
