/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person chooses about a change that was refused.
 */

#include "kp-client-private.h"

#include "kp-store-outbox.h"
#include "kp-value.h"

/**
 * KpDecision:
 */
typedef struct
{
  KpId change;
  GVariant *seen; /* (owned) (nullable): a{sms} */
} KpDecision;

static void
free_choice (gpointer data)
{
  KpDecision *choice = data;

  g_clear_pointer (&choice->seen, g_variant_unref);
  g_free (choice);
}

static yyjson_doc *
seen_to_json (GVariant *seen)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  GVariantIter iter;
  const char *field;
  const char *value;

  yyjson_mut_doc_set_root (doc, root);
  g_variant_iter_init (&iter, seen);
  while (g_variant_iter_loop (&iter, "{&sm&s}", &field, &value))
    yyjson_mut_obj_add (root, yyjson_mut_strcpy (doc, field),
                        value != NULL ? yyjson_mut_strcpy (doc, value) : yyjson_mut_null (doc));

  return yyjson_mut_doc_imut_copy (doc, NULL);
}

static void
choose_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpClient *self = source_object;
  const KpDecision *choice = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (self, &error);
  gboolean done = FALSE;

  if (store != NULL && choice->seen == NULL)
    {
      done = kp_store_reopen_change (store, &choice->change, &error);
    }
  else if (store != NULL)
    {
      g_autoptr (yyjson_doc) seen = seen_to_json (choice->seen);

      done = kp_store_repeat_change (store, &choice->change, yyjson_doc_get_root (seen), &error);
    }

  if (!done)
    {
      g_task_return_error (task, error);
      return;
    }

  kp_sync_nudge (self->sync);
  g_task_return_boolean (task, TRUE);
}

/* @seen: (nullable) (transfer full) */
static void
push_choice (KpClient *self,
             const char *change_id,
             GVariant *seen,
             gpointer tag,
             GAsyncReadyCallback callback,
             gpointer user_data)
{
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, tag, callback, user_data);
  KpDecision *choice = g_new0 (KpDecision, 1);

  choice->seen = seen;
  if (!kp_client_read_id (change_id, &choice->change))
    {
      free_choice (choice);
      g_task_return_new_error (task, KP_ERROR, KP_ERROR_NOT_FOUND, "Not an identity");
      return;
    }

  kp_client_push (self, KP_PRIORITY_WRITE, task, choose_in_worker, choice, free_choice);
}

static gboolean
finish_choice (KpClient *self,
               GAsyncResult *result,
               gpointer tag,
               GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

void
kp_client_repeat_change_async (KpClient *self,
                               const char *change_id,
                               GVariant *seen,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (g_variant_is_of_type (seen, G_VARIANT_TYPE ("a{sms}")));

  push_choice (self, change_id, g_variant_ref_sink (seen), kp_client_repeat_change_async, callback,
               user_data);
}

gboolean
kp_client_repeat_change_finish (KpClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  return finish_choice (self, result, kp_client_repeat_change_async, error);
}

void
kp_client_reopen_change_async (KpClient *self,
                               const char *change_id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  push_choice (self, change_id, NULL, kp_client_reopen_change_async, callback, user_data);
}

gboolean
kp_client_reopen_change_finish (KpClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  return finish_choice (self, result, kp_client_reopen_change_async, error);
}
