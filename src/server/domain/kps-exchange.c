/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two steps, and the way from the writer's thread to a reader's.
 */

#include "kps-exchange.h"

#include "kp-error.h"
#include "kps-operations.h"
#include "kps-reply.h"

#include <string.h>

struct _KpsExchange
{
  KpsPerson *person;      /* (owned) */
  KpSyncRequest *request; /* (owned) */
  GPtrArray *asks;        /* (owned) (element-type KpsAsk) */
  KpsJobDone done;        /* of the caller */
  gpointer data;          /* (unowned): of done */
};

/* An exchange in the background. */
typedef struct
{
  KpsExchange *exchange; /* (owned) */
  KpsOffice *office;     /* (unowned): outlives its threads */
} Run;

static void
run_free (gpointer data)
{
  Run *self = data;

  kps_exchange_free (self->exchange);
  g_free (self);
}

KpsExchange *
kps_exchange_new (const KpsPerson *person,
                  GBytes *request,
                  GError **error)
{
  g_autoptr (KpsExchange) self = g_new0 (KpsExchange, 1);

  g_return_val_if_fail (person != NULL && request != NULL, NULL);

  self->person = kps_person_copy (person);
  self->asks = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_ask_free);
  self->request = kp_sync_request_decode (request, error);
  if (self->request == NULL)
    return NULL;

  for (guint i = 0; i < self->request->offers->len; i++)
    {
      KpsAsk *ask = kps_ask_new (self->person, self->request->offers->pdata[i], self->asks,
                                 self->request->seen, error);

      if (ask == NULL)
        return NULL;
      g_ptr_array_add (self->asks, ask);
    }

  return g_steal_pointer (&self);
}

void
kps_exchange_free (KpsExchange *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->asks);
  g_clear_pointer (&self->request, kp_sync_request_free);
  kps_person_free (self->person);
  g_free (self);
}

gboolean
kps_exchange_has_operations (const KpsExchange *self)
{
  return self->asks->len > 0;
}

/* What was not kept is answered so. */
static void
on_written_cb (KpsJob *job,
               gpointer data)
{
  KpsExchange *self = data;

  for (guint i = 0; i < self->asks->len; i++)
    {
      if (kps_job_get_step (job, i)->state == KPS_STEP_LATER)
        kps_ask_set_later (self->asks->pdata[i]);
    }

  if (self->done != NULL)
    self->done (job, self->data);
}

KpsJob *
kps_exchange_make_job (KpsExchange *self,
                       KpsJobDone done,
                       gpointer data)
{
  KpsJob *job = kps_job_new (on_written_cb, self, NULL);

  self->done = done;
  self->data = data;
  for (guint i = 0; i < self->asks->len; i++)
    kps_job_add (job, kps_ask_run, kps_ask_refuse, self->asks->pdata[i]);

  return job;
}

/* What the client holds and may not hold any more. */
static void
write_gone (KpsExchange *self,
            const KpsAccess *access,
            KpReplyWriter *writer)
{
  g_autoptr (GPtrArray) gone = g_ptr_array_new_null_terminated (4, NULL, TRUE);

  for (guint i = 0; i < self->request->have->len; i++)
    {
      const KpHave *have = self->request->have->pdata[i];

      if (!kps_access_allows (access, have->stream))
        g_ptr_array_add (gone, have->stream);
    }

  if (gone->len > 0)
    kp_reply_writer_gone (writer, (const char *const *) gone->pdata);
}

static void
write_results (KpsExchange *self,
               KpReplyWriter *writer)
{
  for (guint i = 0; i < self->asks->len; i++)
    {
      KpsAsk *ask = self->asks->pdata[i];

      if (ask->result == NULL)
        kps_ask_set_later (ask);
      kp_reply_writer_result (writer, ask->result->line, strlen (ask->result->line));
    }
}

static GBytes *
write_reply (KpsExchange *self,
             KpDb *db,
             const KpEnvironment *environment,
             const KpsAccess *access,
             const KpSeen *newest,
             char *ticket,
             GError **error)
{
  g_autoptr (KpReplyWriter) writer = kp_reply_writer_new ();
  gboolean more = FALSE;

  kp_reply_writer_seen (writer, newest, access->acc, kp_environment_now (environment));
  if (!g_str_equal (self->request->acc, access->acc))
    {
      g_autofree const char **allowed = kps_access_get_allowed (access);

      kp_reply_writer_allowed (writer, allowed);
    }
  write_gone (self, access, writer);
  write_results (self, writer);
  if (!kps_reply_write_streams (db, environment, access, self->request, writer, &more, error))
    return NULL;

  return kp_reply_writer_end (g_steal_pointer (&writer), more, ticket);
}

static GBytes *
write_reset (const KpSeen *newest)
{
  g_autoptr (KpReplyWriter) writer = kp_reply_writer_new ();

  kp_reply_writer_reset (writer, newest);

  return kp_reply_writer_end (g_steal_pointer (&writer), TRUE, NULL);
}

GBytes *
kps_exchange_read (KpsExchange *self,
                   KpDb *db,
                   const KpEnvironment *environment,
                   const KpsOfficeHooks *hooks,
                   GError **error)
{
  g_autoptr (KpTransaction) snapshot = kp_db_begin_read (db, error);
  g_autoptr (KpsAccess) access = NULL;
  g_autofree char *ticket = NULL;
  gboolean knows;
  KpSeen newest;

  if (snapshot == NULL)
    return NULL;

  access = kps_access_load (db, self->person, error);
  if (access == NULL || !kps_history_get_newest (db, &newest, error) ||
      !kps_history_knows (db, self->request->seen, &knows, error))
    return NULL;
  if (!knows)
    return write_reset (&newest);

  if (self->request->push && hooks != NULL && hooks->issue_ticket != NULL)
    ticket = hooks->issue_ticket (self->person, hooks->data);

  return write_reply (self, db, environment, access, &newest, ticket, error);
}

GBytes *
kps_exchange_run (KpsOffice *office,
                  const KpsPerson *person,
                  GBytes *request,
                  GError **error)
{
  g_autoptr (KpsExchange) exchange = kps_exchange_new (person, request, error);
  const KpEnvironment *environment = kps_office_get_environment (office);
  const KpsOfficeHooks *hooks = kps_office_get_hooks (office);

  if (exchange == NULL)
    return NULL;

  if (kps_exchange_has_operations (exchange))
    {
      g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);

      g_ptr_array_add (jobs, kps_exchange_make_job (exchange, NULL, NULL));
      kps_batch_run (kps_office_get_write_db (office), environment, jobs, hooks->changed,
                     hooks->data);
    }

  return kps_exchange_read (exchange, kps_office_get_read_db (office), environment, hooks, error);
}

static void
read_in_reader (KpDb *db,
                GTask *task)
{
  Run *run = g_task_get_task_data (task);
  GError *error = NULL;
  GBytes *reply = kps_exchange_read (run->exchange, db, kps_office_get_environment (run->office),
                                     kps_office_get_hooks (run->office), &error);

  if (reply != NULL)
    g_task_return_pointer (task, reply, (GDestroyNotify) g_bytes_unref);
  else
    g_task_return_error (task, error);
}

static gboolean
discard_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* On the writer's thread, after COMMIT. Our reference goes home with an idle: if the readers are
 * quick, it is the last one.
 */
static void
on_committed_cb (KpsJob *job,
                 gpointer data)
{
  GTask *task = data;
  Run *run = g_task_get_task_data (task);
  g_autoptr (GSource) source = g_idle_source_new ();

  kps_readers_push (kps_office_get_readers (run->office), task, read_in_reader);
  g_source_set_callback (source, G_SOURCE_FUNC (discard_cb), task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

void
kps_exchange_run_async (KpsOffice *office,
                        const KpsPerson *person,
                        GBytes *request,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, user_data);
  GError *error = NULL;
  KpsExchange *exchange = kps_exchange_new (person, request, &error);
  Run *run;

  g_task_set_source_tag (task, kps_exchange_run_async);
  if (exchange == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  run = g_new (Run, 1);
  *run = (Run) { .exchange = exchange, .office = office };
  g_task_set_task_data (task, run, run_free);
  if (!kps_exchange_has_operations (exchange))
    {
      kps_readers_push (kps_office_get_readers (office), task, read_in_reader);
      return;
    }

  kps_writer_push (kps_office_get_writer (office),
                   kps_exchange_make_job (exchange, on_committed_cb, g_object_ref (task)));
}

GBytes *
kps_exchange_run_finish (GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
