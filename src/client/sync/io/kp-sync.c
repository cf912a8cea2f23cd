/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The object that the facade sees, and the loop of its thread. Functions ending in _cb run where
 * their source is attached: emit_cb with the owner, all others on kp-sync.
 */

#include "kp-sync-private.h"

#include "kp-change-merge.h"
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-lease.h"
#include "kp-sealed-file.h"

/* The loop turns at least this often, to notice sleep; and sleep is what takes longer than this. */
#define TICK_MS (25 * 1000)
#define SLEPT_MS 2000

#define LEASE_CHECK_MS (60 * 1000)

typedef struct
{
  GTask *task; /* (owned) */
  GTaskThreadFunc func;
} KpSyncJob;

enum
{
  SIGNAL_STATUS_CHANGED,
  SIGNAL_CHANGES,
  SIGNAL_NEWS,
  SIGNAL_PROGRESS,
  SIGNAL_STORE_DAMAGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpSync, kp_sync, G_TYPE_OBJECT)

static void
emit_progress (KpSync *self,
               GHashTable *progress)
{
  GHashTableIter iter;
  gpointer id;
  gpointer part;

  g_hash_table_iter_init (&iter, progress);
  while (g_hash_table_iter_next (&iter, &id, &part))
    g_signal_emit (self, signals[SIGNAL_PROGRESS], 0, id, *(double *) part);
}

/* On the owner's thread: takes everything that waits, then calls out without the lock. */
static gboolean
emit_cb (gpointer user_data)
{
  KpSync *self = user_data;
  g_autoptr (KpChangeSet) changes = NULL;
  g_autoptr (GArray) news = NULL;
  g_autoptr (GHashTable) progress = NULL;
  gboolean is_changed;
  gboolean is_damaged;

  g_mutex_lock (&self->mutex);
  changes = g_steal_pointer (&self->changes);
  news = g_steal_pointer (&self->news);
  progress = g_steal_pointer (&self->progress);
  is_changed = self->is_changed;
  is_damaged = self->is_damaged;
  self->is_changed = self->is_damaged = self->is_emitting = FALSE;
  g_mutex_unlock (&self->mutex);

  if (is_damaged)
    g_signal_emit (self, signals[SIGNAL_STORE_DAMAGED], 0);
  if (changes != NULL)
    g_signal_emit (self, signals[SIGNAL_CHANGES], 0, changes);
  if (is_changed)
    g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
  if (news != NULL)
    g_signal_emit (self, signals[SIGNAL_NEWS], 0, news);
  if (progress != NULL)
    emit_progress (self, progress);

  return G_SOURCE_REMOVE;
}

/* With the mutex held. */
static void
book_emission (KpSync *self)
{
  g_autoptr (GSource) source = NULL;

  if (self->is_emitting)
    return;

  self->is_emitting = TRUE;
  source = g_idle_source_new ();
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, emit_cb, g_object_ref (self), g_object_unref);
  g_source_attach (source, self->owner);
}

void
kp_sync_tell_news (KpSync *self,
                   const GArray *news)
{
  g_autoptr (GMutexLocker) locker = NULL;

  if (news == NULL || news->len == 0)
    return;

  locker = g_mutex_locker_new (&self->mutex);
  if (self->news == NULL)
    self->news = g_array_new (FALSE, FALSE, sizeof (KpNews));
  g_array_append_vals (self->news, news->data, news->len);
  book_emission (self);
}

void
kp_sync_tell_progress (KpSync *self,
                       const KpId *id,
                       double part)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  if (self->progress == NULL)
    self->progress = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, g_free);
  g_hash_table_insert (self->progress, g_memdup2 (id, sizeof *id), g_memdup2 (&part, sizeof part));
  book_emission (self);
}

void
kp_sync_tell_damage (KpSync *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->is_damaged = TRUE;
  book_emission (self);
}

static KpSyncPhase
judge_state (KpSync *self,
             const KpEngineStatus *engine)
{
  switch (self->mode)
    {
    case KP_MODE_SIGNED_OUT:
      return KP_SYNC_PHASE_SIGNED_OUT;

    case KP_MODE_LOCKED:
      return KP_SYNC_PHASE_LOCKED;

    case KP_MODE_CLOSED:
      return KP_SYNC_PHASE_CLOSED;

    case KP_MODE_RUNNING:
    case KP_MODE_DAMAGED:
      break;
    }

  if (!self->was_tried)
    return KP_SYNC_PHASE_SENDING;

  if (!self->in_contact)
    return KP_SYNC_PHASE_OFFLINE;

  if (self->error_code != 0)
    return KP_SYNC_PHASE_QUEUED;

  if (self->is_sending_file || (self->in_round && (engine->waiting > 0 || !engine->complete)))
    return KP_SYNC_PHASE_SENDING;

  return engine->waiting > 0 ? KP_SYNC_PHASE_QUEUED : KP_SYNC_PHASE_UP_TO_DATE;
}

static gint64
plan_attempt (KpSync *self,
              KpSyncPhase state)
{
  gint64 wait = kp_schedule_get_wait (&self->schedule,
                                      kp_environment_boot_time (self->environment));

  if (wait < 0 || (state != KP_SYNC_PHASE_OFFLINE && state != KP_SYNC_PHASE_QUEUED))
    return 0;

  return kp_environment_now (self->environment) + wait;
}

/* The plan alone is no news: it moves at every attempt. */
static gboolean
is_same_status (const KpSyncStatus *a,
                const KpSyncStatus *b)
{
  return a->state == b->state && a->queued == b->queued && a->needs_you == b->needs_you &&
         a->left_out == b->left_out && a->restored == b->restored && a->loading == b->loading &&
         a->push == b->push && a->keyring == b->keyring &&
         a->last_contact == b->last_contact && a->error_code == b->error_code;
}

void
kp_sync_publish (KpSync *self)
{
  KpEngineStatus engine = { .complete = TRUE };
  g_autoptr (GMutexLocker) locker = NULL;
  KpSyncStatus status;

  /* Without a store the last known numbers stay. */
  if (self->engine != NULL && !kp_engine_get_status (self->engine, &engine, NULL))
    return;

  locker = g_mutex_locker_new (&self->mutex);
  status = self->status;
  if (self->engine != NULL)
    {
      status.queued = engine.waiting;
      status.needs_you = engine.needs_you;
      status.left_out = engine.left_out;
      status.restored = engine.restored;
      status.loading = !engine.complete;
      status.last_contact = engine.last_contact;
    }
  status.state = judge_state (self, &engine);
  status.push = self->schedule.push_open;
  status.keyring = self->keyring_kept;
  status.error_code = self->error_code;
  status.next_attempt = plan_attempt (self, status.state);

  if (!is_same_status (&status, &self->status))
    {
      self->is_changed = TRUE;
      book_emission (self);
    }
  self->status = status;
}

static void
on_store_changed_cb (KpStore *store,
                     const KpChangeSet *changes,
                     gpointer user_data)
{
  KpSync *self = user_data;
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->changes = kp_change_merge (self->changes, changes);
  book_emission (self);
}

static gboolean
check_lease (KpSync *self,
             GError **error)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->folder);

  self->lease_checked = kp_environment_boot_time (self->environment);
  if (self->is_fresh)
    return kp_lease_renew_sync (self->store, facts, error);

  return kp_lease_check_sync (self->store, facts, error);
}

gboolean
kp_sync_open_store (KpSync *self)
{
  g_autoptr (GError) error = NULL;

  self->store = kp_store_open (kp_account_folder_get_path (self->folder), self->secrets->folder_key,
                               self->environment, &error);
  if (self->store != NULL && !check_lease (self, &error))
    g_clear_pointer (&self->store, kp_store_close);

  if (self->store == NULL)
    {
      self->was_tried = TRUE;
      kp_sync_take_failure (self, error);
      return FALSE;
    }

  self->is_fresh = FALSE;
  kp_store_set_changed_func (self->store, on_store_changed_cb, self);
  self->engine = kp_engine_new (self->store);

  return TRUE;
}

void
kp_sync_close_store (KpSync *self)
{
  g_hash_table_remove_all (self->begun);
  g_clear_pointer (&self->engine, kp_engine_free);
  g_clear_pointer (&self->store, kp_store_close);
  self->in_round = FALSE;
}

static gboolean
discard_cb (gpointer user_data)
{
  return G_SOURCE_REMOVE;
}

/* As kp-worker.c does. */
void
kp_sync_release_task (GTask *task)
{
  g_autoptr (GSource) source = g_idle_source_new ();

  g_source_set_callback (source, G_SOURCE_FUNC (discard_cb), task, g_object_unref);
  g_source_attach (source, g_task_get_context (task));
}

static void
run_job (KpSync *self,
         KpSyncJob *job)
{
  if (g_cancellable_is_cancelled (self->stop))
    g_task_return_new_error (job->task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The account is closed");
  else if (!g_task_return_error_if_cancelled (job->task))
    job->func (job->task,
               g_task_get_source_object (job->task),
               g_task_get_task_data (job->task),
               g_task_get_cancellable (job->task));

  kp_sync_release_task (job->task);
  g_free (job);
}

/* Returns: (transfer full) (nullable) */
static KpSyncJob *
take_job (KpSync *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return g_queue_pop_head (&self->jobs);
}

/* What other threads asked for since the last turn. */
static void
take_wishes (KpSync *self)
{
  gboolean is_nudged;
  gboolean is_reopened;

  g_mutex_lock (&self->mutex);
  is_nudged = self->is_nudged;
  is_reopened = self->is_reopened;
  self->is_nudged = self->is_reopened = FALSE;
  g_mutex_unlock (&self->mutex);

  if (is_reopened && self->mode == KP_MODE_DAMAGED)
    self->mode = KP_MODE_RUNNING;
  if ((is_nudged || is_reopened) && self->mode == KP_MODE_RUNNING)
    kp_sync_ask (self);
}

/* Timers do not count sleep, the boot clock does. */
static void
notice_sleep (KpSync *self)
{
  gint64 boot = kp_environment_boot_time (self->environment);
  gint64 monotonic = g_get_monotonic_time () / 1000;

  if ((boot - self->boot_seen) - (monotonic - self->monotonic_seen) > SLEPT_MS &&
      self->mode == KP_MODE_RUNNING)
    kp_sync_ask (self);

  self->boot_seen = boot;
  self->monotonic_seen = monotonic;
}

static void
guard_lease (KpSync *self)
{
  g_autoptr (GError) error = NULL;

  if (self->store == NULL || self->in_contact ||
      kp_environment_boot_time (self->environment) - self->lease_checked < LEASE_CHECK_MS)
    return;

  if (!check_lease (self, &error))
    kp_sync_take_failure (self, error);
}

/* A timer that only tells the next poll how long it may last. g_source_set_ready_time() would wake
 * the context each time that it is set, and so never let it sleep.
 */
typedef struct
{
  GSource source;
  gint64 deadline; /* monotonic microseconds */
} Timer;

static gboolean
prepare_timer (GSource *source,
               int *timeout)
{
  gint64 left = (((Timer *) source)->deadline - g_get_monotonic_time () + 999) / 1000;

  *timeout = (int) CLAMP (left, 0, G_MAXINT);

  return left <= 0;
}

static gboolean
check_timer (GSource *source)
{
  return g_get_monotonic_time () >= ((Timer *) source)->deadline;
}

static gboolean
dispatch_timer (GSource *source,
                GSourceFunc callback,
                gpointer user_data)
{
  ((Timer *) source)->deadline = G_MAXINT64 / 2;

  return G_SOURCE_CONTINUE;
}

static const GSourceFuncs TIMER_FUNCS = {
  .prepare = prepare_timer,
  .check = check_timer,
  .dispatch = dispatch_timer,
};

/* Lets the socket speak; returns at once when there is something to do. */
static void
wait_for_events (KpSync *self)
{
  gint64 wait = -1;

  if (self->mode == KP_MODE_RUNNING)
    wait = kp_schedule_get_wait (&self->schedule, kp_environment_boot_time (self->environment));
  if (self->mode == KP_MODE_RUNNING && kp_sync_get_files_wait (self) >= 0)
    wait = wait < 0 ? kp_sync_get_files_wait (self) : MIN (wait, kp_sync_get_files_wait (self));
  if (wait < 0 || wait > TICK_MS)
    wait = TICK_MS;

  ((Timer *) self->timer)->deadline = g_get_monotonic_time () + wait * 1000;
  g_main_context_iteration (self->context, wait > 0);
}

static void
turn (KpSync *self)
{
  KpSyncJob *job;

  while ((job = take_job (self)) != NULL)
    run_job (self, job);

  take_wishes (self);
  notice_sleep (self);
  guard_lease (self);
  if (self->mode == KP_MODE_RUNNING &&
      kp_schedule_get_wait (&self->schedule, kp_environment_boot_time (self->environment)) == 0)
    kp_sync_exchange (self);
  if (self->mode == KP_MODE_RUNNING)
    kp_sync_turn_files (self);

  kp_sync_publish (self);
}

static gboolean
have_files_ended (KpSync *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  return self->files_ended;
}

/* Cancelled calls still have to come home: after this loop nobody hears of them. */
static void
await_files (KpSync *self)
{
  while (!have_files_ended (self))
    g_main_context_iteration (self->context, TRUE);
  while (g_main_context_iteration (self->context, FALSE))
    ;
}

static gpointer
run (gpointer data)
{
  KpSync *self = data;
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (self->folder);
  gboolean is_held;

  /* Held all the time: no other thread may run what belongs to this one. */
  is_held = g_main_context_acquire (self->context);
  g_assert (is_held);
  g_main_context_push_thread_default (self->context);
  self->timer = g_source_new ((GSourceFuncs *) &TIMER_FUNCS, sizeof (Timer));
  ((Timer *) self->timer)->deadline = g_get_monotonic_time ();
  g_source_attach (self->timer, self->context);
  self->http = kp_http_new (facts->address);
  kp_http_set_device (self->http, self->secrets->device_seed);
  self->boot_seen = kp_environment_boot_time (self->environment);
  self->monotonic_seen = g_get_monotonic_time () / 1000;

  while (!g_cancellable_is_cancelled (self->stop))
    {
      turn (self);
      wait_for_events (self);
    }

  kp_sync_close_socket (self);
  kp_sync_close_store (self);
  g_clear_pointer (&self->http, kp_http_free);
  g_source_destroy (self->timer);
  g_clear_pointer (&self->timer, g_source_unref);
  await_files (self);
  g_main_context_pop_thread_default (self->context);
  g_main_context_release (self->context);

  return NULL;
}

static void
on_network_changed_cb (GNetworkMonitor *monitor,
                       gboolean available,
                       KpSync *self)
{
  kp_sync_nudge (self);
}

static void
kp_sync_finalize (GObject *object)
{
  KpSync *self = KP_SYNC (object);

  kp_sync_stop (self);
  g_clear_object (&self->monitor);
  g_clear_object (&self->stop);
  g_clear_pointer (&self->changes, kp_change_set_free);
  g_clear_pointer (&self->news, g_array_unref);
  g_clear_pointer (&self->progress, g_hash_table_unref);
  g_clear_object (&self->files);
  g_clear_pointer (&self->begun, g_hash_table_unref);
  g_clear_pointer (&self->secrets, kp_secrets_free);
  g_clear_pointer (&self->access, kp_secrets_free_text);
  g_clear_pointer (&self->folder, kp_account_folder_unref);
  g_clear_pointer (&self->context, g_main_context_unref);
  g_clear_pointer (&self->owner, g_main_context_unref);
  g_mutex_clear (&self->mutex);

  G_OBJECT_CLASS (kp_sync_parent_class)->finalize (object);
}

static void
kp_sync_class_init (KpSyncClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->finalize = kp_sync_finalize;

  signals[SIGNAL_STATUS_CHANGED] = g_signal_new ("status-changed", KP_TYPE_SYNC, G_SIGNAL_RUN_LAST,
                                                 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_CHANGES] = g_signal_new ("changes", KP_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                          NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_NEWS] = g_signal_new ("news", KP_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                       G_TYPE_NONE, 1, G_TYPE_POINTER);
  signals[SIGNAL_PROGRESS] = g_signal_new ("progress", KP_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0, NULL,
                                           NULL, NULL, G_TYPE_NONE, 2, G_TYPE_POINTER,
                                           G_TYPE_DOUBLE);
  signals[SIGNAL_STORE_DAMAGED] = g_signal_new ("store-damaged", KP_TYPE_SYNC, G_SIGNAL_RUN_LAST, 0,
                                                NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_sync_init (KpSync *self)
{
  g_mutex_init (&self->mutex);
  g_queue_init (&self->jobs);
  self->owner = g_main_context_ref_thread_default ();
  self->context = g_main_context_new ();
  self->stop = g_cancellable_new ();
  self->monitor = g_object_ref (g_network_monitor_get_default ());
  self->files = kp_worker_new ("kp-files");
  self->begun = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free,
                                       (GDestroyNotify) kp_sealed_writer_free);
  self->mode = KP_MODE_RUNNING;
  self->status = (KpSyncStatus) { .state = KP_SYNC_PHASE_SENDING };
}

KpSync *
kp_sync_new (KpSignIn *sign_in,
             const KpEnvironment *environment)
{
  KpSync *self = g_object_new (KP_TYPE_SYNC, NULL);

  self->environment = environment;
  self->folder = g_steal_pointer (&sign_in->folder);
  self->secrets = g_steal_pointer (&sign_in->secrets);
  self->is_fresh = sign_in->access != NULL;
  self->access = g_steal_pointer (&sign_in->access);
  self->access_until = sign_in->access_until;
  self->keyring_kept = sign_in->keyring_error == NULL;
  self->status.keyring = self->keyring_kept;
  kp_sign_in_free (sign_in);
  kp_schedule_init (&self->schedule, environment);

  return self;
}

void
kp_sync_start (KpSync *self)
{
  g_return_if_fail (KP_IS_SYNC (self));
  g_return_if_fail (self->thread == NULL);

  g_signal_connect_object (self->monitor, "network-changed", G_CALLBACK (on_network_changed_cb),
                           self, G_CONNECT_DEFAULT);
  self->thread = g_thread_new ("kp-sync", run, self);
}

/* Sets one of the flags that the mutex guards, and lets the loop see it. */
static void
wish (KpSync *self,
      gboolean *flag)
{
  g_mutex_lock (&self->mutex);
  *flag = TRUE;
  g_mutex_unlock (&self->mutex);

  g_main_context_wakeup (self->context);
}

void
kp_sync_stop (KpSync *self)
{
  KpSyncJob *job;

  g_return_if_fail (KP_IS_SYNC (self));

  g_mutex_lock (&self->mutex);
  self->is_stopping = TRUE;
  g_mutex_unlock (&self->mutex);

  g_cancellable_cancel (self->stop);
  g_main_context_wakeup (self->context);
  kp_worker_shutdown (self->files);
  wish (self, &self->files_ended);
  if (self->thread != NULL)
    g_thread_join (g_steal_pointer (&self->thread));

  while ((job = take_job (self)) != NULL)
    run_job (self, job);
}

void
kp_sync_nudge (KpSync *self)
{
  g_return_if_fail (KP_IS_SYNC (self));

  wish (self, &self->is_nudged);
}

void
kp_sync_reopen (KpSync *self)
{
  g_return_if_fail (KP_IS_SYNC (self));

  wish (self, &self->is_reopened);
}

void
kp_sync_get_status (KpSync *self,
                    KpSyncStatus *status)
{
  g_autoptr (GMutexLocker) locker = NULL;

  g_return_if_fail (KP_IS_SYNC (self));

  locker = g_mutex_locker_new (&self->mutex);
  *status = self->status;
}

KpAccountFolder *
kp_sync_get_folder (KpSync *self)
{
  g_return_val_if_fail (KP_IS_SYNC (self), NULL);

  return self->folder;
}

KpWorker *
kp_sync_get_files_worker (KpSync *self)
{
  g_return_val_if_fail (KP_IS_SYNC (self), NULL);

  return self->files;
}

void
kp_sync_push (KpSync *self,
              GTask *task,
              GTaskThreadFunc func)
{
  KpSyncJob *job;
  gboolean taken;

  g_return_if_fail (KP_IS_SYNC (self));
  g_return_if_fail (G_IS_TASK (task));

  job = g_new (KpSyncJob, 1);
  *job = (KpSyncJob) { .task = g_object_ref (task), .func = func };

  g_mutex_lock (&self->mutex);
  taken = !self->is_stopping;
  if (taken)
    g_queue_push_tail (&self->jobs, job);
  g_mutex_unlock (&self->mutex);

  if (taken)
    g_main_context_wakeup (self->context);
  else
    run_job (self, job);
}
