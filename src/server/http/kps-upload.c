/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Bodies that are files: judged by their headers, written as they come, handled when they are
 * there. While a pool is at it, nothing more is read, so that a piece is all that is in memory.
 */

#include "kps-listener-private.h"

#include "kp-limits.h"
#include "kps-authentication.h"
#include "kps-log.h"
#include "kps-problem.h"

/* An upload is written in pieces of about this many bytes. */
#define PIECE (64 * 1024)

/* Returns: whether what came was written; otherwise the task has its answer */
static gboolean
write_piece (KpsErrand *errand,
             GTask *task)
{
  g_autoptr (GError) error = NULL;
  gboolean is_written = kps_incoming_write (errand->call->incoming, errand->piece->data,
                                            errand->piece->len, &error);

  g_byte_array_set_size (errand->piece, 0);
  if (is_written)
    return TRUE;

  kps_log ("not-written", "route", errand->call->route->path, "message", error->message, NULL);
  g_clear_pointer (&errand->call->incoming, kps_incoming_free);
  g_task_return_pointer (task, kps_problem_new (KP_PROBLEM_QUOTA, KPS_DISK_FULL_RETRY_S),
                         (GDestroyNotify) kps_reply_free);

  return FALSE;
}

static void
write_in_pool (KpDb *db,
               GTask *task)
{
  if (write_piece (g_task_get_task_data (task), task))
    g_task_return_pointer (task, NULL, NULL);
}

static void
receive_in_pool (KpDb *db,
                 GTask *task)
{
  KpsErrand *errand = g_task_get_task_data (task);
  KpsCall *call = errand->call;
  KpsReply *reply = NULL;
  GError *error = NULL;

  if (!write_piece (errand, task))
    return;

  if (kps_authenticate_again (call, db, &reply, &error) && reply == NULL)
    reply = call->route->handler (call, db, &error);
  /* What was not kept is gone before anybody is told. */
  g_clear_pointer (&call->incoming, kps_incoming_free);
  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, reply, (GDestroyNotify) kps_reply_free);
}

/* A piece of the way is done. */
static void
on_went_on_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpsListener *self = KPS_LISTENER (source_object);
  const KpsErrand *errand = g_task_get_task_data (G_TASK (result));
  KpsAdmission *admission = g_hash_table_lookup (self->messages, errand->message);
  g_autoptr (GError) error = NULL;
  KpsReply *reply = g_task_propagate_pointer (G_TASK (result), &error);

  if (reply != NULL || error != NULL)
    {
      if (admission != NULL)
        kps_listener_stop_reading (errand->message, admission);
      kps_listener_answer (self, errand, reply, error);
      return;
    }

  if (admission != NULL)
    soup_server_message_unpause (errand->message);
}

void
kps_upload_take (KpsListener *self,
                 const KpsAdmission *admission,
                 GBytes *chunk)
{
  KpsErrand *errand = admission->upload;

  g_byte_array_append (errand->piece, g_bytes_get_data (chunk, NULL),
                       (guint) g_bytes_get_size (chunk));
  if (errand->piece->len >= PIECE)
    kps_listener_send_errand (self, kps_errand_ref (errand), self->changers, write_in_pool,
                              on_went_on_cb);
}

void
kps_upload_begin (KpsListener *self,
                  SoupServerMessage *message,
                  KpsAdmission *admission)
{
  admission->discarded_most = KP_LIMIT_FILE;
  admission->upload = kps_listener_make_errand (self, message, admission);
  kps_listener_send_errand (self, kps_errand_ref (admission->upload), self->changers,
                            kps_listener_handle_in_pool, on_went_on_cb);
}

void
kps_upload_end (KpsListener *self,
                const KpsAdmission *admission,
                GAsyncReadyCallback callback)
{
  kps_listener_send_errand (self, kps_errand_ref (admission->upload), self->filers, receive_in_pool,
                            callback);
}
