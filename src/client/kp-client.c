/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The client as an object: its properties and signals. Its life, commands, lists and forms are in
 * the files beside this one.
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
  PROP_HELP,
  PROP_STATUS,
  PROP_COUNTS,
  PROP_ORGANISATION,
  PROP_ORGANISATIONS,
  PROP_FLOWS,
  PROP_TERMS,
  PROP_SHARES_REQUESTS,
  PROP_SHOWN_DAYS,
  PROP_SHOWS_SOME_KINDS,
  PROP_LACKS_WORK,
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
  SIGNAL_FILE_PROGRESS,
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

/* @before, @now: (nullable) (element-type utf8 utf8) */
static gboolean
has_same_texts (GHashTable *before,
                GHashTable *now)
{
  GHashTableIter iter;
  gpointer page;
  gpointer text;

  if (before == NULL || g_hash_table_size (before) != g_hash_table_size (now))
    return FALSE;

  g_hash_table_iter_init (&iter, now);
  while (g_hash_table_iter_next (&iter, &page, &text))
    if (g_strcmp0 (g_hash_table_lookup (before, page), text) != 0)
      return FALSE;

  return TRUE;
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
  if (!has_same_texts (old->help, profile->help))
    notify (self, PROP_HELP);
  if (old->shares_requests != profile->shares_requests)
    notify (self, PROP_SHARES_REQUESTS);
  if (old->shown_days != profile->shown_days)
    notify (self, PROP_SHOWN_DAYS);
  if (old->shows_some_kinds != profile->shows_some_kinds)
    notify (self, PROP_SHOWS_SOME_KINDS);
  if (old->lacks_work != profile->lacks_work)
    notify (self, PROP_LACKS_WORK);
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

void
kp_client_emit_gone (KpClient *self)
{
  g_signal_emit (self, signals[SIGNAL_GONE], 0);
}

void
kp_client_emit_progress (KpClient *self,
                         const KpId *file,
                         double part)
{
  char id[KP_ID_SIZE];

  kp_id_format (file, id);
  g_signal_emit (self, signals[SIGNAL_FILE_PROGRESS], g_quark_from_string (id), id, part);
}

void
kp_client_set_keyring_kept (KpClient *self,
                            gboolean kept)
{
  if (self->keyring_kept == kept)
    return;

  self->keyring_kept = kept;
  notify (self, PROP_KEYRING_KEPT);
}

void
kp_client_set_loaded (KpClient *self)
{
  self->loaded = TRUE;
  notify (self, PROP_LOADED);
}

static void
kp_client_dispose (GObject *object)
{
  kp_client_end (KP_CLIENT (object));

  G_OBJECT_CLASS (kp_client_parent_class)->dispose (object);
}

static void
kp_client_finalize (GObject *object)
{
  KpClient *self = KP_CLIENT (object);

  g_object_unref (self->worker);

  g_hash_table_unref (self->unsent);
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
  g_free (self->damaged_outbox);

  G_OBJECT_CLASS (kp_client_parent_class)->finalize (object);
}

/* Returns: (nullable): the value of a property that is a text */
static const char *
get_text (KpClient *self,
          guint prop_id)
{
  static const char *(*const READERS[]) (KpClient *) = {
    [PROP_USER_ID] = kp_client_get_user_id,
    [PROP_USER_NAME] = kp_client_get_user_name,
    [PROP_USER_EMAIL] = kp_client_get_user_email,
    [PROP_USER_PHONE] = kp_client_get_user_phone,
    [PROP_USER_LOCALE] = kp_client_get_user_locale,
    [PROP_OFFICE_NAME] = kp_client_get_office_name,
    [PROP_PORTAL_NAME] = kp_client_get_portal_name,
    [PROP_ORGANISATION] = kp_client_get_organisation,
  };

  return READERS[prop_id](self);
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
    case PROP_USER_ID:
    case PROP_USER_NAME:
    case PROP_USER_EMAIL:
    case PROP_USER_PHONE:
    case PROP_USER_LOCALE:
    case PROP_OFFICE_NAME:
    case PROP_PORTAL_NAME:
    case PROP_ORGANISATION:
      g_value_set_string (value, get_text (self, prop_id));
      break;

    case PROP_ACCOUNT:
      g_value_set_object (value, self->account);
      break;

    case PROP_IS_STAFF:
      g_value_set_boolean (value, kp_client_get_is_staff (self));
      break;

    case PROP_HELP:
      g_value_set_boxed (value, self->profile->help);
      break;

    case PROP_STATUS:
      g_value_set_object (value, self->status);
      break;

    case PROP_COUNTS:
      g_value_set_object (value, self->counts);
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
    case PROP_SHARES_REQUESTS:
      g_value_set_boolean (value, self->profile->shares_requests);
      break;
    case PROP_SHOWN_DAYS:
      g_value_set_int64 (value, self->profile->shown_days);
      break;
    case PROP_SHOWS_SOME_KINDS:
      g_value_set_boolean (value, self->profile->shows_some_kinds);
      break;
    case PROP_LACKS_WORK:
      g_value_set_boolean (value, self->profile->lacks_work);
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
  properties[PROP_HELP] = g_param_spec_boxed ("help", NULL, NULL, G_TYPE_HASH_TABLE, flags);
  properties[PROP_STATUS] = g_param_spec_object ("status", NULL, NULL, KP_TYPE_STATUS, flags);
  properties[PROP_COUNTS] = g_param_spec_object ("counts", NULL, NULL, KP_TYPE_COUNTS, flags);
  properties[PROP_ORGANISATION] =
    g_param_spec_string ("organisation", NULL, NULL, "", flags | G_PARAM_WRITABLE);
  properties[PROP_ORGANISATIONS] = g_param_spec_object ("organisations", NULL, NULL, list, flags);
  properties[PROP_FLOWS] = g_param_spec_object ("flows", NULL, NULL, list, flags);
  properties[PROP_TERMS] = g_param_spec_object ("terms", NULL, NULL, KP_TYPE_TERMS, flags);
  properties[PROP_SHARES_REQUESTS] =
    g_param_spec_boolean ("shares-requests", NULL, NULL, FALSE, flags);
  properties[PROP_SHOWN_DAYS] =
    g_param_spec_int64 ("shown-days", NULL, NULL, 0, G_MAXINT64, 0, flags);
  properties[PROP_SHOWS_SOME_KINDS] =
    g_param_spec_boolean ("shows-some-kinds", NULL, NULL, FALSE, flags);
  properties[PROP_LACKS_WORK] = g_param_spec_boolean ("lacks-work", NULL, NULL, FALSE, flags);
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
  signals[SIGNAL_FILE_PROGRESS] =
    g_signal_new ("file-progress", KP_TYPE_CLIENT, G_SIGNAL_RUN_LAST | G_SIGNAL_DETAILED, 0, NULL,
                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_DOUBLE);
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
  self->unsent = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
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
kp_client_get_damaged_outbox (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->damaged_outbox;
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
kp_client_get_help (KpClient *self,
                    const char *page)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->profile->help != NULL ? g_hash_table_lookup (self->profile->help, page) : NULL;
}

const char *
kp_client_get_help_url (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return self->profile->help_url;
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

KpUnsent *
kp_client_get_unsent (KpClient *self,
                      const char *request_id,
                      gboolean internal)
{
  g_autofree char *key = NULL;
  KpUnsent *unsent = NULL;

  g_return_val_if_fail (KP_IS_CLIENT (self) && request_id != NULL, NULL);

  key = g_strconcat (internal ? "note:" : "request:", request_id, NULL);
  unsent = g_hash_table_lookup (self->unsent, key);
  if (unsent == NULL)
    {
      unsent = kp_unsent_new ();
      g_hash_table_insert (self->unsent, g_steal_pointer (&key), unsent);
    }

  return unsent;
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
kp_client_get_shares_requests (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->profile->shares_requests;
}

gint64
kp_client_get_shown_days (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), 0);

  return self->profile->shown_days;
}

gboolean
kp_client_get_shows_some_kinds (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->profile->shows_some_kinds;
}

gboolean
kp_client_get_lacks_work (KpClient *self)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);

  return self->profile->lacks_work;
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
