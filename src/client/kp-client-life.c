/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a client: opening its store, following its synchronisation, closing.
 */

#include "kp-client-private.h"

#include "kp-store-attachments.h"
#include "kp-store-outbox.h"

KpReader *
kp_client_join_burst_in_worker (KpClient *self,
                                GError **error)
{
  g_assert (kp_worker_is_current (self->worker));

  if (self->store == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_SIGNED_OUT, "The account is sealed");
      return NULL;
    }

  if (kp_worker_has_writes (self->worker))
    kp_store_begin_burst (self->store);
  if (g_atomic_int_exchange (&self->stale, FALSE))
    kp_reader_forget (self->reader);

  return self->reader;
}

void
kp_client_leave_burst_in_worker (KpClient *self)
{
  if (self->store != NULL && !kp_worker_has_writes (self->worker))
    kp_store_end_burst (self->store);
}

KpReader *
kp_client_get_reader_in_worker (KpClient *self,
                                GError **error)
{
  KpReader *reader = kp_client_join_burst_in_worker (self, error);

  if (reader != NULL)
    kp_store_end_burst (self->store);

  return reader;
}

KpStore *
kp_client_get_store_in_worker (KpClient *self,
                               GError **error)
{
  return kp_client_get_reader_in_worker (self, error) != NULL ? self->store : NULL;
}

GTask *
kp_client_new_task (KpClient *self,
                    GCancellable *cancellable,
                    gpointer tag,
                    GAsyncReadyCallback callback,
                    gpointer user_data)
{
  GTask *task = g_task_new (self, cancellable, callback, user_data);

  g_task_set_source_tag (task, tag);

  return task;
}

void
kp_client_push (KpClient *self,
                KpPriority priority,
                GTask *task,
                GTaskThreadFunc func,
                gpointer data,
                GDestroyNotify destroy)
{
  if (data != NULL)
    g_task_set_task_data (task, data, destroy);
  kp_worker_push (self->worker, priority, task, func);
}

/* A change set on its way from kp-store to the main thread. */
typedef struct
{
  GWeakRef client;
  KpChangeSet *changes; /* (owned) */
} Delivery;

static void
free_delivery (gpointer data)
{
  Delivery *delivery = data;

  g_weak_ref_clear (&delivery->client);
  kp_change_set_free (delivery->changes);
  g_free (delivery);
}

static gboolean
on_delivery_cb (gpointer user_data)
{
  Delivery *delivery = user_data;
  g_autoptr (KpClient) self = g_weak_ref_get (&delivery->client);

  if (self != NULL)
    kp_client_note_changes (self, delivery->changes);

  return G_SOURCE_REMOVE;
}

static void
on_store_changed_in_worker_cb (KpStore *store,
                               const KpChangeSet *changes,
                               gpointer user_data)
{
  KpClient *self = user_data;
  Delivery *delivery = g_new0 (Delivery, 1);
  g_autoptr (GSource) source = g_idle_source_new ();

  g_weak_ref_init (&delivery->client, self);
  delivery->changes = kp_change_set_copy (changes);
  g_source_set_priority (source, G_PRIORITY_DEFAULT);
  g_source_set_callback (source, on_delivery_cb, delivery, free_delivery);
  g_source_attach (source, self->context);
}

static void
close_store_in_worker (KpClient *self)
{
  g_clear_pointer (&self->reader, kp_reader_free);
  g_clear_pointer (&self->store, kp_store_close);
}

/* Opens the store if the account may be shown. */
static gboolean
open_store_in_worker (KpClient *self,
                      GError **error)
{
  g_autoptr (KpStore) store = NULL;

  g_assert (kp_worker_is_current (self->worker));

  if (self->store != NULL)
    return TRUE;

  store = kp_store_open (self->folder, g_bytes_get_data (self->key, NULL), self->environment,
                         error);
  if (store == NULL)
    return FALSE;

  /* A full sign-in renews the lease and says who the person is. */
  if (self->signed_in ? !kp_lease_renew_sync (store, self->facts, error)
                      : !kp_lease_check_sync (store, self->facts, error))
    return FALSE;

  self->store = g_steal_pointer (&store);
  self->reader = kp_reader_new (self->store, self->language);
  kp_store_set_changed_func (self->store, on_store_changed_in_worker_cb, self);

  return TRUE;
}

/* Can wait when the disk is full; showing what is there cannot. Files are only removed after the
 * drafts that name them are back.
 */
static gboolean
tidy_in_worker (KpClient *self,
                gboolean at_start,
                GError **error)
{
  g_autoptr (GError) local_error = NULL;

  if ((kp_store_restore_refused_sync (self->store, &local_error) &&
       (!at_start || kp_store_files_purge (self->store, TRUE, &local_error))) ||
      g_error_matches (local_error, KP_ERROR, KP_ERROR_STORAGE))
    return TRUE;

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
}

static void
load_profile_in_worker (GTask *task,
                        gpointer source_object,
                        gpointer task_data,
                        GCancellable *cancellable)
{
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);
  KpProfile *profile = reader != NULL ? kp_store_load_profile_sync (reader, &error) : NULL;

  if (profile != NULL)
    g_task_return_pointer (task, profile, (GDestroyNotify) kp_profile_free);
  else
    g_task_return_error (task, error);
}

static void
on_profile_loaded_cb (GObject *source_object,
                      GAsyncResult *result,
                      gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  KpProfile *profile = g_task_propagate_pointer (G_TASK (result), NULL);

  /* What was known stays on show; the next change asks again. */
  if (profile != NULL && !self->closed)
    kp_client_take_profile (self, profile);
  else
    g_clear_pointer (&profile, kp_profile_free);
}

void
kp_client_load_profile (KpClient *self)
{
  g_autoptr (GTask) task =
    kp_client_new_task (self, NULL, kp_client_load_profile, on_profile_loaded_cb, NULL);

  kp_client_push (self, KP_PRIORITY_QUERY, task, load_profile_in_worker, NULL, NULL);
}

static KpStatusState
to_state (KpSyncPhase phase,
          guint queued)
{
  switch (phase)
    {
    case KP_SYNC_PHASE_UP_TO_DATE:
      return queued > 0 ? KP_STATUS_SENDING : KP_STATUS_UP_TO_DATE;

    case KP_SYNC_PHASE_SENDING:
      return KP_STATUS_SENDING;

    case KP_SYNC_PHASE_QUEUED:
      return KP_STATUS_QUEUED;

    case KP_SYNC_PHASE_OFFLINE:
      return KP_STATUS_OFFLINE;

    case KP_SYNC_PHASE_SIGNED_OUT:
      return KP_STATUS_SIGNED_OUT;

    case KP_SYNC_PHASE_LOCKED:
      return KP_STATUS_LOCKED;

    case KP_SYNC_PHASE_CLOSED:
      return KP_STATUS_CLOSED;
    }

  return KP_STATUS_OFFLINE;
}

static void
seal_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  close_store_in_worker (source_object);
  g_task_return_boolean (task, TRUE);
}

/* The office or the calendar took the account away: nothing of it is shown or kept open. */
static void
seal (KpClient *self)
{
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, seal, NULL, NULL);

  kp_client_push (self, KP_PRIORITY_WRITE, task, seal_in_worker, NULL, NULL);
  kp_client_close_lists (self);
  kp_client_emit_gone (self);
}

static void
on_status_changed_cb (KpClient *self)
{
  KpSyncStatus status;
  KpStatusState before = kp_status_get_state (self->status);
  KpStatusState state;
  g_autofree char *detail = NULL;

  /* What was under way on kp-sync may still arrive after the end. */
  if (self->closed)
    return;

  kp_sync_get_status (self->sync, &status);
  state = to_state (status.state, status.queued);
  if (status.error_code != 0)
    detail = g_strdup_printf ("%d", status.error_code);

  kp_status_set_counts (self->status, status.queued, status.needs_you);
  kp_status_set_left_out (self->status, status.left_out);
  kp_status_set_restored (self->status, status.restored);
  kp_status_set_contact (self->status, status.last_contact, status.loading);
  kp_status_set_detail (self->status, detail);
  kp_status_set_state (self->status, state);
  kp_client_set_keyring_kept (self, status.keyring);

  if (state != before && (state == KP_STATUS_LOCKED || state == KP_STATUS_CLOSED))
    seal (self);
}

static void
on_sync_changes_cb (KpClient *self,
                    const KpChangeSet *changes)
{
  kp_client_note_changes (self, changes);
}

static void
on_sync_news_cb (KpClient *self,
                 GArray *news)
{
  kp_client_tell_news (self, news);
}

static void
on_sync_progress_cb (KpClient *self,
                     const KpId *file,
                     double part)
{
  kp_client_emit_progress (self, file, part);
}

static void
reopen_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;

  close_store_in_worker (self);
  kp_sync_reopen (self->sync);
  if (open_store_in_worker (self, &error) && tidy_in_worker (self, FALSE, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_reopened_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  const KpChangeSet everything = { .all = TRUE, .outbox = TRUE };

  if (g_task_propagate_boolean (G_TASK (result), NULL))
    kp_client_note_changes (KP_CLIENT (source_object), &everything);
}

static void
on_store_damaged_cb (KpClient *self)
{
  g_autoptr (GTask) task = NULL;

  if (self->closed)
    return;

  task = kp_client_new_task (self, NULL, on_store_damaged_cb, on_reopened_cb, NULL);
  kp_client_push (self, KP_PRIORITY_WRITE, task, reopen_in_worker, NULL, NULL);
}

static void
open_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpProfile *profile = NULL;

  kp_client_remove_copies_in_worker (self);
  if (open_store_in_worker (self, &error) && tidy_in_worker (self, TRUE, &error))
    profile = kp_store_load_profile_sync (self->reader, &error);

  if (profile != NULL)
    {
      self->damaged_outbox = kp_store_dup_damaged_outbox (self->store);
      g_task_return_pointer (task, profile, (GDestroyNotify) kp_profile_free);
      return;
    }

  close_store_in_worker (self);
  g_task_return_error (task, error);
}

static void
on_opened_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;
  KpProfile *profile = g_task_propagate_pointer (G_TASK (result), &error);

  if (profile == NULL)
    {
      /* Lets go of the folder, so that a sign-in can have it. */
      self->closed = TRUE;
      g_clear_object (&self->sync);
      g_task_return_error (outer, error);
      return;
    }

  kp_client_take_profile (self, profile);
  kp_client_make_lists (self);
  g_signal_connect_object (self->sync, "status-changed", G_CALLBACK (on_status_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "changes", G_CALLBACK (on_sync_changes_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "news", G_CALLBACK (on_sync_news_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "progress", G_CALLBACK (on_sync_progress_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->sync, "store-damaged", G_CALLBACK (on_store_damaged_cb), self,
                           G_CONNECT_SWAPPED);
  /* Offline is said once it is known, not until the first reply is in. */
  on_status_changed_cb (self);
  kp_sync_start (self->sync);
  g_task_return_pointer (outer, g_object_ref (self), g_object_unref);
}

void
kp_client_start_async (KpAccounts *accounts,
                       KpSignIn *sign_in,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (KpClient) self = g_object_new (KP_TYPE_CLIENT, NULL);
  GTask *outer = g_task_new (NULL, NULL, callback, user_data);
  g_autoptr (GTask) task = NULL;
  KpAccount *account;

  g_task_set_source_tag (outer, kp_client_start_async);
  kp_accounts_reload (accounts);
  account = kp_accounts_find (accounts, kp_account_folder_get_id (sign_in->folder));

  self->accounts = g_object_ref (accounts);
  g_set_object (&self->account, account);
  self->environment = kp_accounts_get_environment (accounts);
  self->folder = g_strdup (kp_account_folder_get_path (sign_in->folder));
  self->key = g_bytes_new (sign_in->secrets->folder_key, KP_SECRET_LENGTH);
  self->facts = kp_account_folder_dup_facts (sign_in->folder);
  self->signed_in = sign_in->access != NULL;
  self->keyring_kept = sign_in->keyring_error == NULL;
  self->sync = kp_sync_new (sign_in, self->environment);

  task = kp_client_new_task (self, NULL, kp_client_start_async, on_opened_cb, outer);
  kp_client_push (self, KP_PRIORITY_WRITE, task, open_in_worker, NULL, NULL);
}

KpClient *
kp_client_start_finish (GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_start_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

static void
close_in_worker (GTask *task,
                 gpointer source_object,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  KpClient *self = source_object;

  /* First, because kp-files ends with it: after that nobody makes another copy. Here, because the
   * disk that kp-files writes to may take its time.
   */
  if (self->sync != NULL)
    kp_sync_stop (self->sync);
  close_store_in_worker (self);
  kp_client_remove_copies_in_worker (self);
  g_task_return_boolean (task, TRUE);
}

/* Begins to end: what was typed is kept first, because jobs run in order. */
static void
begin_close (KpClient *self,
             GTask *task)
{
  self->closed = TRUE;
  kp_client_keep_forms (self);
  g_clear_handle_id (&self->pending_source, g_source_remove);
  kp_client_stop_filling (self);
  kp_client_stop_choosing (self);
  kp_client_close_lists (self);
  kp_client_push (self, KP_PRIORITY_WRITE, task, close_in_worker, NULL, NULL);
  kp_worker_close (self->worker);
  kp_status_set_state (self->status, KP_STATUS_CLOSED);
}

static void
on_closed_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;

  kp_worker_shutdown (self->worker);
  g_clear_object (&self->sync);
  g_task_return_boolean (outer, TRUE);
}

void
kp_client_close_async (KpClient *self,
                       GAsyncReadyCallback callback,
                       gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));

  outer = kp_client_new_task (self, NULL, kp_client_close_async, callback, user_data);
  if (self->closed)
    {
      g_task_return_boolean (outer, TRUE);
      return;
    }

  task = kp_client_new_task (self, NULL, begin_close, on_closed_cb, g_steal_pointer (&outer));
  begin_close (self, task);
}

gboolean
kp_client_close_finish (KpClient *self,
                        GAsyncResult *result,
                        GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_close_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/* Without a source object, because that one is going: its pointer is the data. */
static void
end_in_worker (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  close_store_in_worker (task_data);
  kp_client_remove_copies_in_worker (task_data);
  g_task_return_boolean (task, TRUE);
}

void
kp_client_end (KpClient *self)
{
  /* Nobody closed it, so no job can be under way: it would hold a reference. */
  if (!self->closed)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      self->closed = TRUE;
      g_task_set_task_data (task, self, NULL);
      kp_client_close_lists (self);
      if (self->sync != NULL)
        kp_sync_stop (self->sync);
      kp_worker_push (self->worker, KP_PRIORITY_WRITE, task, end_in_worker);
    }
  kp_worker_shutdown (self->worker);
  g_clear_handle_id (&self->pending_source, g_source_remove);
  kp_client_stop_filling (self);
  g_clear_object (&self->sync);
}
