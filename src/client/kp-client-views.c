/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a person set up a page. What was searched for says something about others, so it lies in the
 * encrypted outbox and not among the settings of the program.
 */

#include "kp-client-private.h"

/**
 * KpView:
 */
typedef struct
{
  char *name; /* (owned): of the fact */
  char *text; /* (owned) (nullable) */
} KpView;

static void
free_view (gpointer data)
{
  KpView *view = data;

  g_free (view->name);
  g_free (view->text);
  g_free (view);
}

static KpView *
new_view (const char *page,
          const char *text)
{
  KpView *view = g_new (KpView, 1);

  *view = (KpView) { .name = g_strconcat ("view.", page, NULL), .text = g_strdup (text) };

  return view;
}

static void
keep_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  const KpView *view = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_set_fact (store, view->name, view->text, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_keep_view (KpClient *self,
                     const char *page,
                     const char *text)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (page != NULL);

  task = kp_client_new_task (self, NULL, kp_client_keep_view, NULL, NULL);
  kp_client_push (self, KP_PRIORITY_WRITE, task, keep_in_worker, new_view (page, text), free_view);
}

static void
load_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  const KpView *view = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);
  char *text = store != NULL ? kp_store_dup_fact (store, view->name, &error) : NULL;

  if (error != NULL)
    g_task_return_error (task, error);
  else
    g_task_return_pointer (task, text, g_free);
}

void
kp_client_load_view_async (KpClient *self,
                           const char *page,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) task = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (page != NULL);

  task = kp_client_new_task (self, NULL, kp_client_load_view_async, callback, user_data);
  kp_client_push (self, KP_PRIORITY_QUERY, task, load_in_worker, new_view (page, NULL), free_view);
}

char *
kp_client_load_view_finish (KpClient *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_load_view_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
