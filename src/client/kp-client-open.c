/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From an address or a known account to an open client. What blocks runs on a worker that is made
 * for it and ends with it, because there is no account yet to own one.
 */

#include "kp-client-private.h"

#include "kp-discovery.h"

/**
 * KpOpening:
 *
 * What one sign-in needs. Texts that a way of opening does not know are NULL.
 */
typedef struct
{
  KpAccounts *accounts;             /* (owned) */
  char *data_dir;                   /* (owned) */
  const KpEnvironment *environment; /* (unowned) */
  char *account_id;                 /* (owned) (nullable): open without a password */
  char *address;                    /* (owned) */
  char *office_name;                /* (owned) */
  char *portal;                     /* (owned) (nullable): NULL = staff */
  char *portal_name;                /* (owned) */
  char *login;                      /* (owned) */
  char *password;                   /* (owned) (nullable): wiped */
  gboolean once;                    /* see KpCredentials */
} KpOpening;

static void
free_password (char *password)
{
  if (password == NULL)
    return;

  /* The compiler must not leave this out although nobody reads it again. */
  explicit_bzero (password, strlen (password));
  g_free (password);
}

static void
free_opening (gpointer data)
{
  KpOpening *opening = data;

  g_clear_object (&opening->accounts);
  g_free (opening->data_dir);
  g_free (opening->account_id);
  g_free (opening->address);
  g_free (opening->office_name);
  g_free (opening->portal);
  g_free (opening->portal_name);
  g_free (opening->login);
  free_password (opening->password);
  g_free (opening);
}

/* Pushes the one job of a worker that lives as long as @outer. */
static void
run_once (GTask *outer,
          const char *name,
          GTaskThreadFunc func,
          gpointer data,
          GDestroyNotify destroy,
          GAsyncReadyCallback callback)
{
  KpWorker *worker = kp_worker_new (name);
  g_autoptr (GTask) task = g_task_new (NULL, g_task_get_cancellable (outer), callback, outer);

  g_task_set_task_data (outer, worker, g_object_unref);
  g_task_set_source_tag (task, func);
  g_task_set_task_data (task, data, destroy);
  kp_worker_push (worker, KP_PRIORITY_WRITE, task, func);
}

/* Discovery. */

static void
discover_in_worker (GTask *task,
                    gpointer source_object,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  GError *error = NULL;
  KpDiscovery *discovery = kp_discovery_fetch_sync (task_data, cancellable, &error);

  if (discovery != NULL)
    g_task_return_pointer (task, discovery, (GDestroyNotify) kp_discovery_free);
  else
    g_task_return_error (task, error);
}

static void
on_discovered_cb (GObject *source_object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  g_autofree char *language = kp_names_dup_language ();
  GError *error = NULL;
  g_autoptr (KpDiscovery) discovery = g_task_propagate_pointer (G_TASK (result), &error);
  KpOffice *office;

  if (discovery == NULL)
    {
      g_task_return_error (outer, error);
      return;
    }

  office = kp_office_new (discovery->address, discovery->office_name, discovery->portal,
                          (const char *const *) discovery->languages, discovery->password_min);
  for (guint i = 0; i < discovery->portals->len; i++)
    {
      const KpDiscoveryPortal *portal = discovery->portals->pdata[i];

      kp_office_add_portal (office, portal->url_name,
                            kp_discovery_portal_get_name (portal, language));
    }
  g_task_return_pointer (outer, office, g_object_unref);
}

void
kp_client_discover_async (const char *address,
                          GCancellable *cancellable,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  GTask *outer;

  g_return_if_fail (address != NULL);

  outer = g_task_new (NULL, cancellable, callback, user_data);
  g_task_set_source_tag (outer, kp_client_discover_async);
  run_once (outer, "kp-discover", discover_in_worker, g_strdup (address), g_free,
            on_discovered_cb);
}

KpOffice *
kp_client_discover_finish (GAsyncResult *result,
                           GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_discover_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Opening. */

static KpSignIn *
sign_in (const KpOpening *opening,
         GCancellable *cancellable,
         GError **error)
{
  const KpSignInRequest request = {
    .address = opening->address,
    .office_name = opening->office_name,
    .portal = opening->portal,
    .portal_name = opening->portal_name,
    .login = opening->login,
    .password = opening->password,
    .once = opening->once,
  };

  if (opening->account_id != NULL)
    return kp_sign_in_open_sync (opening->data_dir, opening->account_id, cancellable, error);

  return kp_sign_in_sync (opening->data_dir, &request, opening->environment, cancellable, error);
}

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  KpSignIn *made = sign_in (task_data, cancellable, &error);

  if (made != NULL)
    g_task_return_pointer (task, made, (GDestroyNotify) kp_sign_in_free);
  else
    g_task_return_error (task, error);
}

static void
on_started_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;
  KpClient *client = kp_client_start_finish (result, &error);

  if (client != NULL)
    g_task_return_pointer (outer, client, g_object_unref);
  else
    g_task_return_error (outer, error);
}

static void
on_signed_in_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  GTask *outer = user_data;
  const KpOpening *opening = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  KpSignIn *made = g_task_propagate_pointer (G_TASK (result), &error);

  if (made != NULL)
    {
      kp_client_start_async (opening->accounts, made, on_started_cb, outer);
      return;
    }

  g_task_return_error (outer, error);
  g_object_unref (outer);
}

static KpOpening *
new_opening (KpAccounts *accounts)
{
  KpOpening *opening = g_new0 (KpOpening, 1);

  opening->accounts = g_object_ref (accounts);
  opening->data_dir = g_strdup (kp_accounts_get_data_dir (accounts));
  opening->environment = kp_accounts_get_environment (accounts);

  return opening;
}

static void
open_client (KpOpening *opening,
             gpointer tag,
             GCancellable *cancellable,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  GTask *outer = g_task_new (NULL, cancellable, callback, user_data);

  g_task_set_source_tag (outer, tag);
  run_once (outer, "kp-sign-in", sign_in_in_worker, opening, free_opening, on_signed_in_cb);
}

void
kp_client_sign_in_async (KpAccounts *accounts,
                         KpOffice *office,
                         const KpCredentials *credentials,
                         GCancellable *cancellable,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  KpOpening *opening;
  const char *portal_name = NULL;

  g_return_if_fail (KP_IS_ACCOUNTS (accounts));
  g_return_if_fail (KP_IS_OFFICE (office));
  g_return_if_fail (credentials->login != NULL && credentials->password != NULL);

  if (credentials->portal != NULL)
    portal_name = kp_office_find_portal_name (office, credentials->portal);
  opening = new_opening (accounts);
  opening->address = g_strdup (kp_office_get_address (office));
  opening->office_name = g_strdup (kp_office_get_name (office));
  opening->portal = g_strdup (credentials->portal);
  opening->portal_name = g_strdup (portal_name != NULL ? portal_name : "");
  opening->login = g_strdup (credentials->login);
  opening->password = g_strdup (credentials->password);
  opening->once = credentials->once;
  open_client (opening, kp_client_sign_in_async, cancellable, callback, user_data);
}

KpClient *
kp_client_sign_in_finish (GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_sign_in_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_client_open_async (KpAccounts *accounts,
                      KpAccount *account,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  KpOpening *opening;

  g_return_if_fail (KP_IS_ACCOUNTS (accounts));
  g_return_if_fail (KP_IS_ACCOUNT (account));

  opening = new_opening (accounts);
  opening->account_id = g_strdup (kp_account_get_id (account));
  open_client (opening, kp_client_open_async, cancellable, callback, user_data);
}

KpClient *
kp_client_open_finish (GAsyncResult *result,
                       GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_open_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_client_unlock_async (KpAccounts *accounts,
                        KpAccount *account,
                        const char *password,
                        gboolean once,
                        GCancellable *cancellable,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  KpOpening *opening;

  g_return_if_fail (KP_IS_ACCOUNTS (accounts));
  g_return_if_fail (KP_IS_ACCOUNT (account));
  g_return_if_fail (password != NULL);

  opening = new_opening (accounts);
  opening->address = g_strdup (kp_account_get_address (account));
  opening->office_name = g_strdup (kp_account_get_office_name (account));
  opening->portal = g_strdup (kp_account_get_portal (account));
  opening->portal_name = g_strdup (kp_account_get_portal_name (account));
  opening->login = g_strdup (kp_account_get_login (account));
  opening->password = g_strdup (password);
  opening->once = once;
  open_client (opening, kp_client_unlock_async, cancellable, callback, user_data);
}

KpClient *
kp_client_unlock_finish (GAsyncResult *result,
                         GError **error)
{
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_unlock_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
