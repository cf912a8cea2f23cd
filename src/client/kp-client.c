/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a client: opening its store, following its synchronisation, closing. Commands, lists
 * and forms are in the files beside this one.
 */

#include "kp-client-private.h"

typedef enum
{
  PROP_ACCOUNT = 1,
  PROP_USER_ID,
  PROP_USER_NAME,
  PROP_USER_EMAIL,
  PROP_USER_PHONE,
  PROP_USER_LOCALE,
  PROP_IS_STAFF,
  PROP_OFFICE_NAME,
  PROP_PORTAL_NAME,
  PROP_STATUS,
  PROP_COUNTS,
  PROP_ORGANISATION,
  PROP_ORGANISATIONS,
  PROP_FLOWS,
  PROP_TERMS,
  PROP_TERMS_REQUIRED,
  PROP_TASKS,
  PROP_LEASE_DAYS,
  PROP_KEYRING_KEPT,
  PROP_LOADED
} KpClientProperty;

static GParamSpec *properties[PROP_LOADED + 1];

enum
{
  SIGNAL_NEWS,
  SIGNAL_GONE,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpClient, kp_client, G_TYPE_OBJECT)

static void
notify (KpClient *self,
        KpClientProperty property)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[property]);
}

KpStore *
kp_client_get_store_in_worker (KpClient *self,
                               GError **error)
{
  g_assert (kp_worker_is_current (self->worker));

  if (self->store == NULL)
    g_set_error_literal (error, KP_ERROR, KP_ERROR_SIGNED_OUT, "The account is sealed");

  return self->store;
}

KpReader *
kp_client_get_reader_in_worker (KpClient *self,
                                GError **error)
{
  if (kp_client_get_store_in_worker (self, error) == NULL)
    return NULL;

  if (g_atomic_int_exchange (&self->stale, FALSE))
    kp_reader_forget (self->reader);

  return self->reader;
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

  return kp_store_restore_refused_sync (self->store, error);
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

static KpTerms *
make_terms (const KpProfile *profile)
{
  if (profile->terms_id == NULL)
    return NULL;

  return g_object_new (KP_TYPE_TERMS,
                       "id", profile->terms_id,
                       "version", profile->terms_version,
                       "text", profile->terms_text,
                       "portal-id", profile->terms_portal,
                       NULL);
}

void
kp_client_take_profile (KpClient *self,
                        KpProfile *profile)
{
  g_autoptr (KpProfile) old = g_steal_pointer (&self->profile);
  g_autoptr (KpTerms) terms = make_terms (profile);

  self->profile = profile;

  if (g_strcmp0 (old->user_id, profile->user_id) != 0)
    notify (self, PROP_USER_ID);
  if (g_strcmp0 (old->user_name, profile->user_name) != 0)
    notify (self, PROP_USER_NAME);
  if (g_strcmp0 (old->user_email, profile->user_email) != 0)
    notify (self, PROP_USER_EMAIL);
  if (g_strcmp0 (old->user_phone, profile->user_phone) != 0)
    notify (self, PROP_USER_PHONE);
  if (g_strcmp0 (old->user_locale, profile->user_locale) != 0)
    notify (self, PROP_USER_LOCALE);
  if (g_strcmp0 (old->office_name, profile->office_name) != 0)
    notify (self, PROP_OFFICE_NAME);
  if (g_strcmp0 (old->portal_name, profile->portal_name) != 0)
    notify (self, PROP_PORTAL_NAME);
  if (old->terms_required != profile->terms_required)
    notify (self, PROP_TERMS_REQUIRED);
  if (g_strcmp0 (old->terms_id, profile->terms_id) != 0)
    {
      g_set_object (&self->terms, terms);
      notify (self, PROP_TERMS);
    }
}

void
kp_client_emit_news (KpClient *self,
                     const char *subject,
                     const char *kind,
                     const char *title,
                     const char *body)
{
  g_signal_emit (self, signals[SIGNAL_NEWS], 0, subject, kind, title, body);
}

/* Following the synchronisation. */

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
  g_signal_emit (self, signals[SIGNAL_GONE], 0);
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
  kp_status_set_contact (self->status, status.last_contact,
                         status.loading && status.last_contact == 0);
  kp_status_set_detail (self->status, detail);
  kp_status_set_state (self->status, state);
  if (self->keyring_kept != status.keyring)
    {
      self->keyring_kept = status.keyring;
      notify (self, PROP_KEYRING_KEPT);
    }

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
reopen_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;

  close_store_in_worker (self);
  kp_sync_reopen (self->sync);
  if (open_store_in_worker (self, &error))
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

/* Opening. */

static void
open_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpProfile *profile = NULL;

  if (open_store_in_worker (self, &error))
    profile = kp_store_load_profile_sync (self->reader, &error);

  if (profile != NULL)
    {
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
  g_signal_connect_object (self->sync, "store-damaged", G_CALLBACK (on_store_damaged_cb), self,
                           G_CONNECT_SWAPPED);
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

/* Closing. */

static void
close_in_worker (GTask *task,
                 gpointer source_object,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  close_store_in_worker (source_object);
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
  kp_client_close_lists (self);
  kp_client_push (self, KP_PRIORITY_WRITE, task, close_in_worker, NULL, NULL);
  kp_worker_close (self->worker);
  if (self->sync != NULL)
    kp_sync_stop (self->sync);
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
  g_task_return_boolean (task, TRUE);
}

static void
kp_client_dispose (GObject *object)
{
  KpClient *self = KP_CLIENT (object);

  /* Nobody closed it, so no job can be under way: it would hold a reference. */
  if (!self->closed)
    {
      g_autoptr (GTask) task = g_task_new (NULL, NULL, NULL, NULL);

      self->closed = TRUE;
      g_task_set_task_data (task, self, NULL);
      kp_client_close_lists (self);
      kp_worker_push (self->worker, KP_PRIORITY_WRITE, task, end_in_worker);
      if (self->sync != NULL)
        kp_sync_stop (self->sync);
    }
  kp_worker_shutdown (self->worker);
  g_clear_handle_id (&self->pending_source, g_source_remove);
  g_clear_object (&self->sync);

  G_OBJECT_CLASS (kp_client_parent_class)->dispose (object);
}

static void
kp_client_finalize (GObject *object)
{
  KpClient *self = KP_CLIENT (object);

  g_object_unref (self->worker);

  g_hash_table_unref (self->keepers);
  g_hash_table_unref (self->watched);
  g_clear_object (&self->organisations);
  g_clear_object (&self->flows);
  g_clear_object (&self->tasks);
  g_ptr_array_unref (self->lists);
  g_clear_pointer (&self->pending, kp_change_set_free);
  kp_profile_free (self->profile);
  g_clear_object (&self->terms);
  g_object_unref (self->status);
  g_object_unref (self->counts);
  g_clear_object (&self->account);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->facts, kp_account_facts_unref);
  g_clear_pointer (&self->key, g_bytes_unref);
  g_main_context_unref (self->context);
  g_free (self->organisation);
  g_free (self->language);
  g_free (self->folder);

  G_OBJECT_CLASS (kp_client_parent_class)->finalize (object);
}

static void
kp_client_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpClient *self = KP_CLIENT (object);

  switch ((KpClientProperty) prop_id)
    {
    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_USER_ID:
      g_value_set_string (value, kp_client_get_user_id (self));
      break;

    case PROP_USER_NAME:
      g_value_set_string (value, kp_client_get_user_name (self));
      break;

    case PROP_USER_EMAIL:
      g_value_set_string (value, kp_client_get_user_email (self));
      break;

    case PROP_USER_PHONE:
      g_value_set_string (value, kp_client_get_user_phone (self));
      break;

    case PROP_USER_LOCALE:
      g_value_set_string (value, kp_client_get_user_locale (self));
      break;

    case PROP_IS_STAFF:
      g_value_set_boolean (value, kp_client_get_is_staff (self));
      break;

    case PROP_OFFICE_NAME:
      g_value_set_string (value, kp_client_get_office_name (self));
      break;

    case PROP_PORTAL_NAME:
      g_value_set_string (value, kp_client_get_portal_name (self));
      break;

    case PROP_STATUS:
      g_value_set_object (value, self->status);
      break;

    case PROP_COUNTS:
      g_value_set_object (value, self->counts);
      break;

    case PROP_ORGANISATION:
      g_value_set_string (value, self->organisation);
      break;

    case PROP_ORGANISATIONS:
      g_value_set_object (value, self->organisations);
      break;

    case PROP_FLOWS:
      g_value_set_object (value, self->flows);
      break;

    case PROP_TERMS:
      g_value_set_object (value, self->terms);
      break;

    case PROP_TERMS_REQUIRED:
      g_value_set_boolean (value, self->profile->terms_required);
      break;

    case PROP_TASKS:
      g_value_set_object (value, self->tasks);
      break;

    case PROP_LEASE_DAYS:
      g_value_set_int64 (value, self->facts != NULL ? self->facts->lease_days : 0);
      break;

    case PROP_KEYRING_KEPT:
      g_value_set_boolean (value, self->keyring_kept);
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, self->loaded);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_client_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  if (prop_id == PROP_ORGANISATION)
    kp_client_set_organisation (KP_CLIENT (object), g_value_get_string (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;
  const GType list = G_TYPE_LIST_MODEL;

  properties[PROP_ACCOUNT] =
    g_param_spec_object ("account", NULL, NULL, KP_TYPE_ACCOUNT, flags);
  properties[PROP_USER_ID] = g_param_spec_string ("user-id", NULL, NULL, NULL, flags);
  properties[PROP_USER_NAME] = g_param_spec_string ("user-name", NULL, NULL, NULL, flags);
  properties[PROP_USER_EMAIL] = g_param_spec_string ("user-email", NULL, NULL, NULL, flags);
  properties[PROP_USER_PHONE] = g_param_spec_string ("user-phone", NULL, NULL, NULL, flags);
  properties[PROP_USER_LOCALE] = g_param_spec_string ("user-locale", NULL, NULL, NULL, flags);
  properties[PROP_IS_STAFF] = g_param_spec_boolean ("is-staff", NULL, NULL, FALSE, flags);
  properties[PROP_OFFICE_NAME] = g_param_spec_string ("office-name", NULL, NULL, NULL, flags);
  properties[PROP_PORTAL_NAME] = g_param_spec_string ("portal-name", NULL, NULL, NULL, flags);
  properties[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, KP_TYPE_STATUS, flags);
  properties[PROP_COUNTS] = g_param_spec_object ("counts", NULL, NULL, KP_TYPE_COUNTS, flags);
  properties[PROP_ORGANISATION] =
    g_param_spec_string ("organisation", NULL, NULL, "", flags | G_PARAM_WRITABLE);
  properties[PROP_ORGANISATIONS] = g_param_spec_object ("organisations", NULL, NULL, list, flags);
  properties[PROP_FLOWS] = g_param_spec_object ("flows", NULL, NULL, list, flags);
  properties[PROP_TERMS] = g_param_spec_object ("terms", NULL, NULL, KP_TYPE_TERMS, flags);
  properties[PROP_TERMS_REQUIRED] =
    g_param_spec_boolean ("terms-required", NULL, NULL, FALSE, flags);
  properties[PROP_TASKS] = g_param_spec_object ("tasks", NULL, NULL, list, flags);
  properties[PROP_LEASE_DAYS] =
    g_param_spec_int64 ("lease-days", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_KEYRING_KEPT] =
    g_param_spec_boolean ("keyring-kept", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_client_class_init (KpClientClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_client_get_property;
  object_class->set_property = kp_client_set_property;
  object_class->dispose = kp_client_dispose;
  object_class->finalize = kp_client_finalize;

  install_properties (object_class);

  signals[SIGNAL_NEWS] = g_signal_new ("news", KP_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 4, G_TYPE_STRING, G_TYPE_STRING,
                                       G_TYPE_STRING, G_TYPE_STRING);
  signals[SIGNAL_GONE] = g_signal_new ("gone", KP_TYPE_CLIENT, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                       NULL, G_TYPE_NONE, 0);
}

static void
kp_client_init (KpClient *self)
{
  self->context = g_main_context_ref_thread_default ();
  self->language = kp_names_dup_language ();
  self->worker = kp_worker_new ("kp-store");
  self->status = kp_status_new ();
  self->counts = kp_counts_new ();
  self->profile = g_new0 (KpProfile, 1);
  self->organisation = g_strdup ("");
  self->lists = g_ptr_array_new ();
  self->watched = g_hash_table_new (NULL, NULL);
  self->keepers = g_hash_table_new_full (NULL, NULL, g_object_unref, NULL);
}

KpAccount *
kp_client_get_account (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->account;
}

/* What the office said at sign-in stands in for records that have not come yet. */
static const char *
or_fact (const char *known,
         const char *fact)
{
  return known != NULL ? known : fact;
}

const char *
kp_client_get_user_id (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->user_id, self->facts != NULL ? self->facts->user_id : NULL);
}

const char *
kp_client_get_user_name (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->user_name, self->facts != NULL ? self->facts->name : NULL);
}

const char *
kp_client_get_user_email (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->user_email, self->facts != NULL ? self->facts->email : NULL);
}

const char *
kp_client_get_user_phone (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->profile->user_phone;
}

const char *
kp_client_get_user_locale (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->user_locale, self->facts != NULL ? self->facts->locale : NULL);
}

gboolean
kp_client_get_is_staff (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->facts != NULL && g_str_equal (self->facts->kind, "staff");
}

const char *
kp_client_get_office_name (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->office_name,
                  self->facts != NULL ? self->facts->office_name : NULL);
}

const char *
kp_client_get_portal_name (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return or_fact (self->profile->portal_name,
                  self->facts != NULL ? self->facts->portal_name : NULL);
}

const char *
kp_client_get_office_email (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->profile->office_email;
}

const char *
kp_client_get_office_phone (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->profile->office_phone;
}

KpStatus *
kp_client_get_status (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->status;
}

KpCounts *
kp_client_get_counts (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->counts;
}

gboolean
kp_client_get_keyring_kept (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->keyring_kept;
}

const char *
kp_client_get_organisation (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->organisation;
}

void
kp_client_set_organisation (KpClient *self,
                            const char *id)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  if (!g_set_str (&self->organisation, id != NULL ? id : ""))
    return;

  notify (self, PROP_ORGANISATION);
  kp_client_reselect (self);
}

GListModel *
kp_client_get_organisations (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->organisations);
}

GListModel *
kp_client_get_flows (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->flows);
}

KpTerms *
kp_client_get_terms (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->terms;
}

gboolean
kp_client_get_terms_required (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->profile->terms_required;
}

GListModel *
kp_client_get_tasks (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return G_LIST_MODEL (self->tasks);
}
