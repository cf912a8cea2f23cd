/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The thread. While it commits, callers queue; whatever is queued when it comes back is the next
 * group commit. So the more there is to do, the fewer flushes it takes.
 */

#include "kps-writer.h"

#include "kp-error.h"

struct _KpsWriter
{
  GObject parent_instance;

  char *path;                       /* (owned) */
  const KpEnvironment *environment; /* (unowned) */
  KpsChanged changed;               /* (nullable) */
  gpointer data;                    /* (unowned): of changed */

  GThread *thread; /* (owned) (nullable): NULL after shutdown */
  GMutex mutex;    /* guards the fields below; never held while a job runs */
  GCond queued;    /* signalled when a field below changes */
  GPtrArray *jobs; /* (owned) (element-type KpsJob): waiting */
  gboolean closing;
  gboolean is_open; /* the connection is; or it failed, see below */
  GError *error;    /* (owned) (nullable): why it could not be opened */
  KpsWriterFigures figures;
};

/* One step, for a caller who waits. */
typedef struct
{
  GMutex mutex;
  GCond ended;
  gboolean has_ended;
  GError *error; /* (owned) (nullable) */
} Wait;

G_DEFINE_FINAL_TYPE (KpsWriter, kps_writer, G_TYPE_OBJECT)

/* More would make the first caller wait for the last one's work. */
#define MAX_JOBS 64

/* Returns: (transfer full) (nullable): the next group commit, or NULL when all is done */
static GPtrArray *
wait_in_writer (KpsWriter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GPtrArray *batch;

  while (self->jobs->len == 0 && !self->closing)
    g_cond_wait (&self->queued, &self->mutex);

  if (self->jobs->len == 0)
    return NULL;

  batch = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);
  for (guint i = 0; i < MIN (self->jobs->len, MAX_JOBS); i++)
    g_ptr_array_add (batch, self->jobs->pdata[i]);
  g_ptr_array_remove_range (self->jobs, 0, batch->len);

  return batch;
}

static void
count (KpsWriter *self,
       GPtrArray *batch,
       gboolean was_whole)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->figures.commits++;
  self->figures.lost += !was_whole;
  for (guint i = 0; i < batch->len; i++)
    self->figures.steps += kps_job_get_n_steps (batch->pdata[i]);
}

/* A connection belongs to the thread that opens it. */
static KpDb *
open_in_writer (KpsWriter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  KpDb *db = kp_db_open (self->path, NULL, &self->error);

  self->is_open = TRUE;
  g_cond_broadcast (&self->queued);

  return db;
}

static gpointer
run_in_writer (gpointer data)
{
  KpsWriter *self = data;
  g_autoptr (KpDb) db = open_in_writer (self);
  GPtrArray *batch;

  while (db != NULL && (batch = wait_in_writer (self)) != NULL)
    {
      gboolean was_whole =
        kps_batch_run (db, self->environment, batch, self->changed, self->data);

      count (self, batch, was_whole);
      g_ptr_array_unref (batch);
    }

  return NULL;
}

static void
kps_writer_finalize (GObject *object)
{
  KpsWriter *self = KPS_WRITER (object);

  kps_writer_shutdown (self);
  g_ptr_array_unref (self->jobs);
  g_clear_error (&self->error);
  g_free (self->path);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->queued);

  G_OBJECT_CLASS (kps_writer_parent_class)->finalize (object);
}

static void
kps_writer_class_init (KpsWriterClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kps_writer_finalize;
}

static void
kps_writer_init (KpsWriter *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->queued);
  self->jobs = g_ptr_array_new ();
}

KpsWriter *
kps_writer_new (const char *path,
                const KpEnvironment *environment,
                KpsChanged changed,
                gpointer data,
                GError **error)
{
  g_autoptr (KpsWriter) self = NULL;

  g_return_val_if_fail (path != NULL && environment != NULL, NULL);

  self = g_object_new (KPS_TYPE_WRITER, NULL);
  self->path = g_strdup (path);
  self->environment = environment;
  self->changed = changed;
  self->data = data;
  self->thread = g_thread_new ("kps-writer", run_in_writer, self);

  g_mutex_lock (&self->mutex);
  while (!self->is_open)
    g_cond_wait (&self->queued, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (self->error == NULL)
    return g_steal_pointer (&self);

  g_propagate_error (error, g_steal_pointer (&self->error));

  return NULL;
}

void
kps_writer_push (KpsWriter *self,
                 KpsJob *job)
{
  gboolean is_taken;

  g_return_if_fail (KPS_IS_WRITER (self));
  g_return_if_fail (job != NULL);

  g_mutex_lock (&self->mutex);
  is_taken = !self->closing;
  if (is_taken)
    {
      g_ptr_array_add (self->jobs, job);
      g_cond_signal (&self->queued);
    }
  g_mutex_unlock (&self->mutex);

  if (is_taken)
    return;

  kps_job_end (job);
  kps_job_free (job);
}

/* Returns: (transfer full) (nullable): why the only step of @job was not kept */
static GError *
copy_error (KpsJob *job)
{
  const KpsStep *step = kps_job_get_step (job, 0);

  return step->error != NULL ? g_error_copy (step->error) : NULL;
}

static void
on_async_done_cb (KpsJob *job,
                  gpointer data)
{
  GTask *task = data;
  GError *error = copy_error (job);

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_boolean (task, TRUE);
}

static gboolean
discard_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* Sends the task home instead of dropping it here, on the writer's thread: what its callback owns
 * must not be finalised here.
 */
static void
release_task (gpointer data)
{
  GTask *task = data;
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, G_SOURCE_FUNC (discard_cb), task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

void
kps_writer_run_async (KpsWriter *self,
                      KpsStepFunc run,
                      gpointer data,
                      GDestroyNotify free_data,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  GTask *task;
  KpsJob *job;

  g_return_if_fail (KPS_IS_WRITER (self));
  g_return_if_fail (run != NULL);

  task = g_task_new (self, NULL, callback, user_data);
  g_task_set_source_tag (task, kps_writer_run_async);
  g_task_set_task_data (task, data, free_data);
  job = kps_job_new (on_async_done_cb, task, release_task);
  kps_job_add (job, run, NULL, data);
  kps_writer_push (self, job);
}

gboolean
kps_writer_run_finish (KpsWriter *self,
                       GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
on_sync_done_cb (KpsJob *job,
                 gpointer data)
{
  Wait *wait = data;

  g_mutex_lock (&wait->mutex);
  wait->error = copy_error (job);
  wait->has_ended = TRUE;
  g_cond_signal (&wait->ended);
  g_mutex_unlock (&wait->mutex);
}

gboolean
kps_writer_run_sync (KpsWriter *self,
                     KpsStepFunc run,
                     gpointer data,
                     GError **error)
{
  Wait wait = { .has_ended = FALSE };
  KpsJob *job;

  g_return_val_if_fail (KPS_IS_WRITER (self), FALSE);
  g_return_val_if_fail (g_thread_self () != self->thread, FALSE);

  g_mutex_init (&wait.mutex);
  g_cond_init (&wait.ended);
  job = kps_job_new (on_sync_done_cb, &wait, NULL);
  kps_job_add (job, run, NULL, data);
  kps_writer_push (self, job);

  g_mutex_lock (&wait.mutex);
  while (!wait.has_ended)
    g_cond_wait (&wait.ended, &wait.mutex);
  g_mutex_unlock (&wait.mutex);
  g_mutex_clear (&wait.mutex);
  g_cond_clear (&wait.ended);

  if (wait.error == NULL)
    return TRUE;

  g_propagate_error (error, wait.error);

  return FALSE;
}

void
kps_writer_get_figures (KpsWriter *self,
                        KpsWriterFigures *figures)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (KPS_IS_WRITER (self));

  locker = g_mutex_locker_new (&self->mutex);
  *figures = self->figures;
  figures->queued = self->jobs->len;
}

void
kps_writer_shutdown (KpsWriter *self)
{
  g_return_if_fail (KPS_IS_WRITER (self));

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_signal (&self->queued);
  g_mutex_unlock (&self->mutex);

  g_clear_pointer (&self->thread, g_thread_join);
}
