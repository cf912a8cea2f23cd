/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One queue, several threads. Which of them takes a question is chance; each has its connection.
 */

#include "kps-readers.h"

#include "kp-error.h"

struct _KpsReaders
{
  GObject parent_instance;

  GPtrArray *threads; /* (owned) (element-type GThread): empty after shutdown */
  GMutex mutex;       /* guards the fields below; never held while a question runs */
  GCond queued;
  GQueue questions; /* of Question, next one first */
  gboolean closing;
  char *path;    /* (owned) */
  guint n_open;  /* threads that have tried to open their connection */
  GError *error; /* (owned) (nullable): of the first that failed */
};

typedef struct
{
  GTask *task; /* (owned) */
  KpsReadFunc func;
} Question;

G_DEFINE_FINAL_TYPE (KpsReaders, kps_readers, G_TYPE_OBJECT)

static void
refuse (GTask *task)
{
  g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The readers are shut down");
}

/* Returns: (transfer full) (nullable): NULL when closed and empty */
static Question *
wait_in_reader (KpsReaders *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  while (g_queue_is_empty (&self->questions) && !self->closing)
    g_cond_wait (&self->queued, &self->mutex);

  return g_queue_pop_head (&self->questions);
}

static gboolean
is_closing (KpsReaders *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->closing;
}

static gboolean
discard_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* Sends the task home: what it owns must not be finalised on this thread. */
static void
release_in_reader (Question *question)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, G_SOURCE_FUNC (discard_cb), question->task, g_object_unref);
  g_source_attach (source, g_task_get_context (question->task));
  g_free (question);
}

/* A connection belongs to the thread that opens it. */
static KpDb *
open_in_reader (KpsReaders *self)
{
  static const KpDbOptions OPTIONS = { .read_only = TRUE };
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  KpDb *db = kp_db_open (self->path, &OPTIONS, self->error == NULL ? &self->error : NULL);

  self->n_open++;
  g_cond_broadcast (&self->queued);

  return db;
}

static gpointer
run_in_reader (gpointer data)
{
  KpsReaders *self = data;
  g_autoptr (KpDb) db = open_in_reader (self);
  Question *question;

  while (db != NULL && (question = wait_in_reader (self)) != NULL)
    {
      if (is_closing (self))
        refuse (question->task);
      else if (!g_task_return_error_if_cancelled (question->task))
        question->func (db, question->task);
      release_in_reader (question);
    }

  return NULL;
}

static void
kps_readers_finalize (GObject *object)
{
  KpsReaders *self = KPS_READERS (object);

  kps_readers_shutdown (self);
  g_ptr_array_unref (self->threads);
  g_clear_error (&self->error);
  g_free (self->path);
  g_mutex_clear (&self->mutex);
  g_cond_clear (&self->queued);

  G_OBJECT_CLASS (kps_readers_parent_class)->finalize (object);
}

static void
kps_readers_class_init (KpsReadersClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kps_readers_finalize;
}

static void
kps_readers_init (KpsReaders *self)
{
  g_mutex_init (&self->mutex);
  g_cond_init (&self->queued);
  g_queue_init (&self->questions);
  self->threads = g_ptr_array_new ();
}

KpsReaders *
kps_readers_new (const char *path,
                 guint n_threads,
                 GError **error)
{
  g_autoptr (KpsReaders) self = NULL;

  g_return_val_if_fail (path != NULL && n_threads > 0, NULL);

  self = g_object_new (KPS_TYPE_READERS, NULL);
  self->path = g_strdup (path);
  for (guint i = 0; i < n_threads; i++)
    {
      g_autofree char *name = g_strdup_printf ("kps-reader-%u", i);

      g_ptr_array_add (self->threads, g_thread_new (name, run_in_reader, self));
    }

  g_mutex_lock (&self->mutex);
  while (self->n_open < n_threads)
    g_cond_wait (&self->queued, &self->mutex);
  g_mutex_unlock (&self->mutex);

  if (self->error == NULL)
    return g_steal_pointer (&self);

  g_propagate_error (error, g_steal_pointer (&self->error));

  return NULL;
}

void
kps_readers_push (KpsReaders *self,
                  GTask *task,
                  KpsReadFunc func)
{
  gboolean is_taken;

  g_return_if_fail (KPS_IS_READERS (self));
  g_return_if_fail (G_IS_TASK (task) && func != NULL);

  g_mutex_lock (&self->mutex);
  is_taken = !self->closing;
  if (is_taken)
    {
      Question *question = g_new (Question, 1);

      *question = (Question) { .task = g_object_ref (task), .func = func };
      g_queue_push_tail (&self->questions, question);
      g_cond_signal (&self->queued);
    }
  g_mutex_unlock (&self->mutex);

  if (!is_taken)
    refuse (task);
}

void
kps_readers_shutdown (KpsReaders *self)
{
  g_return_if_fail (KPS_IS_READERS (self));

  g_mutex_lock (&self->mutex);
  self->closing = TRUE;
  g_cond_broadcast (&self->queued);
  g_mutex_unlock (&self->mutex);

  for (guint i = 0; i < self->threads->len; i++)
    g_thread_join (self->threads->pdata[i]);
  g_ptr_array_set_size (self->threads, 0);
}
