/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What needs the office at once: passwords, signing out, searching. These run on kp-sync.
 */

#include "kp-client-private.h"

/**
 * KpPasswords:
 */
typedef struct
{
  char *old_password; /* (owned): wiped */
  char *new_password; /* (owned) (nullable): wiped */
} KpPasswords;

static void
free_passwords (gpointer data)
{
  KpPasswords *passwords = data;

  explicit_bzero (passwords->old_password, strlen (passwords->old_password));
  g_free (passwords->old_password);
  if (passwords->new_password != NULL)
    explicit_bzero (passwords->new_password, strlen (passwords->new_password));
  g_free (passwords->new_password);
  g_free (passwords);
}

static KpPasswords *
new_passwords (const char *old_password,
               const char *new_password)
{
  KpPasswords *passwords = g_new (KpPasswords, 1);

  *passwords = (KpPasswords) {
    .old_password = g_strdup (old_password),
    .new_password = g_strdup (new_password),
  };

  return passwords;
}

static void
push_to_sync (KpClient *self,
              GTask *task,
              GTaskThreadFunc func,
              gpointer data,
              GDestroyNotify destroy)
{
  if (data != NULL)
    g_task_set_task_data (task, data, destroy);

  if (self->sync != NULL && !self->closed)
    kp_sync_push (self->sync, task, func);
  else
    g_task_return_new_error (task, G_IO_ERROR, G_IO_ERROR_CANCELLED, "The client is closed");
}

static gboolean
finish_boolean (KpClient *self,
                GAsyncResult *result,
                gpointer tag,
                GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  KpClient *self = source_object;
  const KpPasswords *passwords = task_data;
  GError *error = NULL;

  if (kp_sync_sign_in_sync (self->sync, passwords->old_password, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_sign_in_again_async (KpClient *self,
                               const char *password,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (password != NULL);

  task = kp_client_new_task (self, NULL, kp_client_sign_in_again_async, callback, user_data);
  push_to_sync (self, task, sign_in_in_worker, new_passwords (password, NULL), free_passwords);
}

gboolean
kp_client_sign_in_again_finish (KpClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  return finish_boolean (self, result, kp_client_sign_in_again_async, error);
}

static void
sign_out_in_worker (GTask *task,
                    gpointer source_object,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;

  if (kp_sync_sign_out_sync (self->sync, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_sign_out_async (KpClient *self,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));

  task = kp_client_new_task (self, NULL, kp_client_sign_out_async, callback, user_data);
  push_to_sync (self, task, sign_out_in_worker, NULL, NULL);
}

gboolean
kp_client_sign_out_finish (KpClient *self,
                           GAsyncResult *result,
                           GError **error)
{
  return finish_boolean (self, result, kp_client_sign_out_async, error);
}

static void
change_password_in_worker (GTask *task,
                           gpointer source_object,
                           gpointer task_data,
                           GCancellable *cancellable)
{
  KpClient *self = source_object;
  const KpPasswords *passwords = task_data;
  GError *error = NULL;

  if (kp_sync_change_password_sync (self->sync, passwords->old_password, passwords->new_password,
                                    cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_change_password_async (KpClient *self,
                                 const char *old_password,
                                 const char *new_password,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (old_password != NULL && new_password != NULL);

  task = kp_client_new_task (self, NULL, kp_client_change_password_async, callback, user_data);
  push_to_sync (self, task, change_password_in_worker,
                new_passwords (old_password, new_password), free_passwords);
}

gboolean
kp_client_change_password_finish (KpClient *self,
                                  GAsyncResult *result,
                                  GError **error)
{
  return finish_boolean (self, result, kp_client_change_password_async, error);
}

void
kp_client_sync_now (KpClient *self)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  if (self->closed)
    return;

  kp_client_retry_lists (self);
  if (self->sync != NULL)
    kp_sync_nudge (self->sync);
}

/* Searching. */

/**
 * KpSearch:
 */
typedef struct
{
  char *query; /* (owned) */
  char *after; /* (owned) (nullable) */
  char *next;  /* (owned) (nullable): set by the worker */
} KpSearch;

static void
free_search (gpointer data)
{
  KpSearch *search = data;

  g_free (search->query);
  g_free (search->after);
  g_free (search->next);
  g_free (search);
}

static void
find_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  KpClient *self = source_object;
  KpSearch *search = task_data;
  GError *error = NULL;
  GPtrArray *found = kp_sync_find_sync (self->sync, search->query, search->after, &search->next,
                                        cancellable, &error);

  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

void
kp_client_find_async (KpClient *self,
                      const char *query,
                      const char *after,
                      GCancellable *cancellable,
                      GAsyncReadyCallback callback,
                      gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  KpSearch *search;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (query != NULL);

  search = g_new0 (KpSearch, 1);
  search->query = g_strdup (query);
  search->after = g_strdup (after);
  task = kp_client_new_task (self, cancellable, kp_client_find_async, callback, user_data);
  push_to_sync (self, task, find_in_worker, search, free_search);
}

GListModel *
kp_client_find_finish (KpClient *self,
                       GAsyncResult *result,
                       char **next,
                       GError **error)
{
  g_autoptr (GPtrArray) found = NULL;
  KpSearch *search;
  GListStore *results;

  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_find_async), NULL);

  found = g_task_propagate_pointer (G_TASK (result), error);
  if (found == NULL)
    return NULL;

  search = g_task_get_task_data (G_TASK (result));
  if (next != NULL)
    *next = g_steal_pointer (&search->next);

  results = g_list_store_new (KP_TYPE_SEARCH_RESULT);
  for (guint i = 0; i < found->len; i++)
    {
      const KpFound *row = found->pdata[i];
      g_autoptr (KpSearchResult) item =
        g_object_new (KP_TYPE_SEARCH_RESULT, "id", row->id, "entity", row->entity,
                      "org-id", row->org_id, "org-name", row->org_name, "number", row->number,
                      "title", row->title, "state", row->state, "updated-at", row->updated_at,
                      NULL);

      g_list_store_append (results, item);
    }

  return G_LIST_MODEL (results);
}
