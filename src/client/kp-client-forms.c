/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forms: read by kp-store, kept two seconds after a change, sent as one operation. While there is
 * something to keep, the client holds the form, so that leaving a page loses nothing.
 */

#include "kp-client-private.h"

#include "kp-client-form-wish.h"
#include "kp-form-definition.h"
#include "kp-operation.h"
#include "kp-store-outbox.h"
#include "kp-value.h"

/* How long after a change a draft is kept. */
#define KEEP_MS 2000

static const char SUBMIT[] = "request.submit@1";
static const char ENTER[] = "request.enter@1";

/* Opening. */

static void
load_form_in_worker (GTask *task,
                     gpointer source_object,
                     gpointer task_data,
                     GCancellable *cancellable)
{
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);
  KpFormDefinition *definition = NULL;

  if (reader != NULL)
    definition = kp_form_wish_load_sync (task_data, reader, &error);

  if (definition != NULL)
    g_task_return_pointer (task, definition, (GDestroyNotify) kp_form_definition_free);
  else
    g_task_return_error (task, error);
}

/* Keeping. */

/**
 * KpFormSave:
 */
typedef struct
{
  KpRequestForm *form; /* (owned): for the main thread only */
  KpId id;
  guint edition;
  char *body; /* (owned) */
} KpFormSave;

static void
free_save (gpointer data)
{
  KpFormSave *save = data;

  g_object_unref (save->form);
  g_free (save->body);
  g_free (save);
}

static void
save_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  const KpFormSave *save = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL &&
      kp_store_draft_save (store, &save->id, "request.submit", save->body, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void on_form_changed_cb (KpClient *self,
                                KpRequestForm *form);

static void
on_saved_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  const KpFormSave *save = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;

  if (!g_task_propagate_boolean (G_TASK (result), &error))
    {
      kp_request_form_set_keep_error (save->form,
                                      error->domain == KP_ERROR ? error->code : KP_ERROR_INTERNAL);
      /* Room may come by itself; what is too long waits for the next change. */
      if (!g_error_matches (error, KP_ERROR, KP_ERROR_TOO_LARGE))
        on_form_changed_cb (self, save->form);
      g_task_return_error (outer, error);
      return;
    }

  kp_request_form_set_kept (save->form, save->edition, kp_environment_now (self->environment));
  g_task_return_boolean (outer, TRUE);
}

static void
stop_keeping (KpClient *self,
              KpRequestForm *form)
{
  guint source = GPOINTER_TO_UINT (g_hash_table_lookup (self->keepers, form));

  if (source == 0)
    return;

  g_source_remove (source);
  g_hash_table_remove (self->keepers, form);
}

/* Saves what the form holds now. @outer: (transfer full): completes when it is durable */
static void
save_form (KpClient *self,
           KpRequestForm *form,
           GTask *outer)
{
  KpFormSave *save = g_new (KpFormSave, 1);
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, save_form, on_saved_cb, outer);

  *save = (KpFormSave) {
    .form = g_object_ref (form),
    .id = *kp_request_form_get_draft_key (form),
    .edition = kp_request_form_get_edition (form),
    .body = kp_request_form_dup_draft (form),
  };
  stop_keeping (self, form);
  kp_client_push (self, KP_PRIORITY_WRITE, task, save_in_worker, save, free_save);
}

static gboolean
has_something_to_keep (KpRequestForm *form)
{
  return kp_request_form_get_state (form) == KP_FORM_CHANGED &&
         !kp_request_form_get_submitting (form);
}

void
kp_client_save_form_async (KpClient *self,
                           KpRequestForm *form,
                           GAsyncReadyCallback callback,
                           gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (KP_IS_REQUEST_FORM (form));

  outer = kp_client_new_task (self, NULL, kp_client_save_form_async, callback, user_data);
  if (has_something_to_keep (form))
    save_form (self, form, g_steal_pointer (&outer));
  else
    g_task_return_boolean (outer, TRUE);
}

gboolean
kp_client_save_form_finish (KpClient *self,
                            GAsyncResult *result,
                            GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), FALSE);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_save_form_async), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * KpKeeping:
 */
typedef struct
{
  KpClient *client;    /* (unowned): removes the source before it goes */
  KpRequestForm *form; /* (unowned): held by the client's table */
} KpKeeping;

static gboolean
on_keep_cb (gpointer user_data)
{
  KpKeeping *keeping = user_data;
  KpClient *self = keeping->client;
  g_autoptr (KpRequestForm) form = g_object_ref (keeping->form);

  /* Removes this source; the return value no longer counts. */
  if (has_something_to_keep (form))
    save_form (self, form, kp_client_new_task (self, NULL, on_keep_cb, NULL, NULL));
  else
    stop_keeping (self, form);

  return G_SOURCE_REMOVE;
}

static void
on_form_changed_cb (KpClient *self,
                    KpRequestForm *form)
{
  KpKeeping *keeping;
  guint source;

  if (self->closed || g_hash_table_contains (self->keepers, form))
    return;

  keeping = g_new (KpKeeping, 1);
  *keeping = (KpKeeping) { .client = self, .form = form };
  source = g_timeout_add_full (G_PRIORITY_DEFAULT, KEEP_MS, on_keep_cb, keeping, g_free);
  g_hash_table_insert (self->keepers, g_object_ref (form), GUINT_TO_POINTER (source));
}

void
kp_client_keep_forms (KpClient *self)
{
  g_autoptr (GPtrArray) forms = g_ptr_array_new_with_free_func (g_object_unref);
  GHashTableIter iter;
  gpointer form;

  g_hash_table_iter_init (&iter, self->keepers);
  while (g_hash_table_iter_next (&iter, &form, NULL))
    g_ptr_array_add (forms, g_object_ref (form));

  for (guint i = 0; i < forms->len; i++)
    {
      if (has_something_to_keep (forms->pdata[i]))
        save_form (self, forms->pdata[i],
                   kp_client_new_task (self, NULL, kp_client_keep_forms, NULL, NULL));
      else
        stop_keeping (self, forms->pdata[i]);
    }
}

static void
on_form_loaded_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  GError *error = NULL;
  KpFormDefinition *definition = g_task_propagate_pointer (G_TASK (result), &error);
  KpRequestForm *form;

  if (definition == NULL)
    {
      g_task_return_error (outer, error);
      return;
    }

  form = kp_request_form_new (definition);
  g_signal_connect_object (form, "changed", G_CALLBACK (on_form_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_task_return_pointer (outer, form, g_object_unref);
}

static void
load_form (KpClient *self,
           KpFormWish *wish,
           gpointer tag,
           GAsyncReadyCallback callback,
           gpointer user_data)
{
  GTask *outer = kp_client_new_task (self, NULL, tag, callback, user_data);
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, load_form, on_form_loaded_cb, outer);

  kp_client_push (self, KP_PRIORITY_QUERY, task, load_form_in_worker, wish, kp_form_wish_free);
}

static KpRequestForm *
finish_form (KpClient *self,
             GAsyncResult *result,
             gpointer tag,
             GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, tag), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

void
kp_client_new_form_async (KpClient *self,
                          const char *flow_id,
                          const char *org_id,
                          GAsyncReadyCallback callback,
                          gpointer user_data)
{
  KpFormWish *wish;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (flow_id != NULL);

  wish = g_new0 (KpFormWish, 1);
  wish->flow_id = g_strdup (flow_id);
  if (org_id != NULL && *org_id != '\0')
    wish->org_id = g_strdup (org_id);
  else if (*self->organisation != '\0')
    wish->org_id = g_strdup (self->organisation);
  load_form (self, wish, kp_client_new_form_async, callback, user_data);
}

void
kp_client_enter_form_async (KpClient *self,
                            const char *flow_id,
                            const char *org_id,
                            const char *user_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  KpFormWish *wish;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (flow_id != NULL && org_id != NULL);

  wish = g_new0 (KpFormWish, 1);
  wish->flow_id = g_strdup (flow_id);
  wish->org_id = g_strdup (org_id);
  wish->user_id = g_strdup (user_id);
  load_form (self, wish, kp_client_enter_form_async, callback, user_data);
}

KpRequestForm *
kp_client_enter_form_finish (KpClient *self,
                             GAsyncResult *result,
                             GError **error)
{
  return finish_form (self, result, kp_client_enter_form_async, error);
}

KpRequestForm *
kp_client_new_form_finish (KpClient *self,
                           GAsyncResult *result,
                           GError **error)
{
  return finish_form (self, result, kp_client_new_form_async, error);
}

void
kp_client_repeat_async (KpClient *self,
                        const char *request_id,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  KpFormWish *wish;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (request_id != NULL);

  wish = g_new0 (KpFormWish, 1);
  kp_id_parse (request_id, strlen (request_id), &wish->request);
  load_form (self, wish, kp_client_repeat_async, callback, user_data);
}

KpRequestForm *
kp_client_repeat_finish (KpClient *self,
                         GAsyncResult *result,
                         GError **error)
{
  return finish_form (self, result, kp_client_repeat_async, error);
}

void
kp_client_open_draft_async (KpClient *self,
                            const char *draft_id,
                            GAsyncReadyCallback callback,
                            gpointer user_data)
{
  KpFormWish *wish;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (draft_id != NULL);

  wish = g_new0 (KpFormWish, 1);
  kp_id_parse (draft_id, strlen (draft_id), &wish->draft_id);
  load_form (self, wish, kp_client_open_draft_async, callback, user_data);
}

KpRequestForm *
kp_client_open_draft_finish (KpClient *self,
                             GAsyncResult *result,
                             GError **error)
{
  return finish_form (self, result, kp_client_open_draft_async, error);
}

/* Sending. */

/**
 * KpSubmission:
 */
typedef struct
{
  KpRequestForm *form; /* (owned): for the main thread only */
  KpId draft_id;
  const char *kind;
  yyjson_mut_doc *arguments; /* (owned): but the identity of the request */
} KpSubmission;

static void
free_submission (gpointer data)
{
  KpSubmission *submission = data;

  g_object_unref (submission->form);
  yyjson_mut_doc_free (submission->arguments);
  g_free (submission);
}

static char *
submit (KpStore *store,
        const KpSubmission *submission,
        GError **error)
{
  const KpOperationKind *kind =
    kp_operation_find_kind (submission->kind, strlen (submission->kind));
  KpId id = kp_id_make (kp_store_get_environment (store));
  yyjson_mut_val *root = yyjson_mut_doc_get_root (submission->arguments);
  g_autofree char *text = kp_id_dup_text (&id);
  g_autoptr (yyjson_doc) doc = NULL;

  yyjson_mut_obj_add_strcpy (submission->arguments, root, "request", text);
  doc = yyjson_mut_doc_imut_copy (submission->arguments, NULL);
  if (!kp_store_queue_instead (store, &submission->draft_id, kind, NULL,
                               yyjson_doc_get_root (doc), error))
    return NULL;

  return g_steal_pointer (&text);
}

static void
submit_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (self, &error);
  char *id = store != NULL ? submit (store, task_data, &error) : NULL;

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  kp_sync_nudge (self->sync);
  g_task_return_pointer (task, id, g_free);
}

static void
on_submitted_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  g_autoptr (GTask) outer = user_data;
  const KpSubmission *submission = g_task_get_task_data (G_TASK (result));
  GError *error = NULL;
  char *id = g_task_propagate_pointer (G_TASK (result), &error);

  kp_request_form_set_submitting (submission->form, FALSE);
  if (id == NULL)
    {
      /* What was typed since the last save must not be lost to a failure. */
      if (kp_request_form_get_state (submission->form) == KP_FORM_CHANGED)
        on_form_changed_cb (self, submission->form);
      g_task_return_error (outer, error);
      return;
    }

  kp_request_form_set_submitted (submission->form);
  g_task_return_pointer (outer, id, g_free);
}

void
kp_client_submit_form_async (KpClient *self,
                             KpRequestForm *form,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_autoptr (GTask) outer = NULL;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GPtrArray) missing = NULL;
  KpSubmission *submission;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (KP_IS_REQUEST_FORM (form));

  outer = kp_client_new_task (self, NULL, kp_client_submit_form_async, callback, user_data);
  missing = kp_request_form_check (form);
  if (missing->len > 0 || kp_request_form_get_org_id (form) == NULL ||
      kp_request_form_get_submitting (form) ||
      kp_request_form_get_state (form) == KP_FORM_SUBMITTED)
    {
      g_task_return_new_error (outer, KP_ERROR, KP_ERROR_INVALID,
                               "The form is not complete, or was sent already");
      return;
    }

  stop_keeping (self, form);
  kp_request_form_set_submitting (form, TRUE);
  submission = g_new (KpSubmission, 1);
  *submission = (KpSubmission) {
    .form = g_object_ref (form),
    .draft_id = *kp_request_form_get_draft_key (form),
    .kind = kp_request_form_get_entered (form) ? ENTER : SUBMIT,
    .arguments =
      kp_request_form_dup_arguments (form, kp_environment_now (self->environment)),
  };
  task = kp_client_new_task (self, NULL, submit_in_worker, on_submitted_cb,
                             g_steal_pointer (&outer));
  kp_client_push (self, KP_PRIORITY_WRITE, task, submit_in_worker, submission, free_submission);
}

char *
kp_client_submit_form_finish (KpClient *self,
                              GAsyncResult *result,
                              GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_submit_form_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}
