/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person does with records: generic by the table of operations, so that a new operation
 * needs no line here.
 */

#include "kp-client-private.h"

#include "kp-operation.h"
#include "kp-store-outbox.h"
#include "kp-value.h"

/* Rights. */

static const char *const *
get_rights (KpClient *self,
            const char *org_id)
{
  if (self->profile->staff_rights != NULL)
    return (const char *const *) self->profile->staff_rights;
  if (org_id == NULL || self->profile->rights == NULL)
    return NULL;

  return g_hash_table_lookup (self->profile->rights, org_id);
}

gboolean
kp_client_has_right (KpClient *self,
                     const char *right,
                     const char *org_id)
{
  const char *const *rights;
  GHashTableIter iter;
  gpointer value;

  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (right != NULL, FALSE);

  if (org_id != NULL || self->profile->staff_rights != NULL)
    {
      rights = get_rights (self, org_id);
      return rights != NULL && g_strv_contains (rights, right);
    }
  if (self->profile->rights == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, self->profile->rights);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      if (g_strv_contains (value, right))
        return TRUE;
    }

  return FALSE;
}

gboolean
kp_client_can (KpClient *self,
               KpRecord *record,
               const char *kind)
{
  g_autofree char *name = NULL;
  const KpOperationKind *row;
  const char *org_id;
  const char *state;
  gboolean mine;
  guint who = 0;

  g_return_val_if_fail (KP_IS_CLIENT (self), FALSE);
  g_return_val_if_fail (KP_IS_RECORD (record), FALSE);
  g_return_val_if_fail (kind != NULL, FALSE);

  name = strchr (kind, '@') != NULL ? g_strdup (kind) : g_strconcat (kind, "@1", NULL);
  row = kp_operation_find_kind (name, strlen (name));
  if (row == NULL)
    return FALSE;

  if (KP_IS_REQUEST (record) && row->subject == KP_ENTITY_REQUEST)
    {
      org_id = kp_request_get_org_id (KP_REQUEST (record));
      state = kp_request_get_state (KP_REQUEST (record));
      mine = kp_request_get_mine (KP_REQUEST (record));
    }
  else if (KP_IS_WORK_ORDER (record) && row->subject == KP_ENTITY_WORK_ORDER)
    {
      org_id = kp_work_order_get_org_id (KP_WORK_ORDER (record));
      state = kp_work_order_get_state (KP_WORK_ORDER (record));
      mine = kp_work_order_get_mine (KP_WORK_ORDER (record));
    }
  else
    {
      return FALSE;
    }

  if (kp_client_get_is_staff (self))
    who = KP_WHO_STAFF;
  else if (get_rights (self, org_id) != NULL)
    who = KP_WHO_MEMBER | (mine ? KP_WHO_REQUESTER : 0);

  return kp_operation_kind_allows (row, state, who, get_rights (self, org_id));
}

/* Performing. */

/**
 * KpIntent:
 */
typedef struct
{
  const KpOperationKind *kind; /* (unowned) */
  GVariant *arguments;         /* (owned): a{sv} */
} KpIntent;

static void
free_intent (gpointer data)
{
  KpIntent *intent = data;

  g_variant_unref (intent->arguments);
  g_free (intent);
}

static yyjson_mut_val *to_json (yyjson_mut_doc *doc,
                                GVariant *value);

/* A recursion: objects hold values, values may be objects. */
static yyjson_mut_val *
dictionary_to_json (yyjson_mut_doc *doc,
                    GVariant *dictionary)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  GVariantIter iter;
  const char *key;
  GVariant *value;

  g_variant_iter_init (&iter, dictionary);
  while (g_variant_iter_loop (&iter, "{&sv}", &key, &value))
    {
      yyjson_mut_val *json = to_json (doc, value);

      if (json != NULL)
        yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, key), json);
    }

  return object;
}

static yyjson_mut_val *
dictionaries_to_json (yyjson_mut_doc *doc,
                      GVariant *dictionaries)
{
  yyjson_mut_val *array = yyjson_mut_arr (doc);

  for (gsize i = 0; i < g_variant_n_children (dictionaries); i++)
    {
      g_autoptr (GVariant) dictionary = g_variant_get_child_value (dictionaries, i);

      yyjson_mut_arr_append (array, dictionary_to_json (doc, dictionary));
    }

  return array;
}

static yyjson_mut_val *
to_json (yyjson_mut_doc *doc,
         GVariant *value)
{
  yyjson_mut_val *array;
  GVariantIter iter;
  const char *text;

  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return yyjson_mut_strcpy (doc, g_variant_get_string (value, NULL));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return yyjson_mut_sint (doc, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT32))
    return yyjson_mut_sint (doc, g_variant_get_int32 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return yyjson_mut_bool (doc, g_variant_get_boolean (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_VARDICT))
    return dictionary_to_json (doc, value);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE ("aa{sv}")))
    return dictionaries_to_json (doc, value);
  if (!g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return NULL;

  array = yyjson_mut_arr (doc);
  g_variant_iter_init (&iter, value);
  while (g_variant_iter_loop (&iter, "&s", &text))
    yyjson_mut_arr_add_strcpy (doc, array, text);

  return array;
}

/* Fills in an identity that the caller left out. */
static void
complete_id (yyjson_mut_doc *doc,
             const char *argument,
             const KpId *id)
{
  yyjson_mut_val *root = yyjson_mut_doc_get_root (doc);
  char text[KP_ID_SIZE];

  if (argument == NULL || yyjson_mut_obj_get (root, argument) != NULL)
    return;

  kp_id_format (id, text);
  yyjson_mut_obj_add_strcpy (doc, root, argument, text);
}

/* Returns: (transfer full) (nullable): identity of what it made, else of its subject */
static char *
queue (KpReader *reader,
       const KpOperationKind *kind,
       yyjson_mut_doc *arguments,
       GError **error)
{
  KpStore *store = kp_reader_get_store (reader);
  KpId made = kp_id_make (kp_store_get_environment (store));
  KpId added = kp_id_make (kp_store_get_environment (store));
  g_autoptr (yyjson_doc) doc = NULL;
  const char *result;

  if (kind->use != KP_SUBJECT_CHANGES)
    complete_id (arguments, kind->subject_argument, &made);
  else if (kind->who == KP_WHO_SELF && kind->subject == KP_ENTITY_USER)
    complete_id (arguments, kind->subject_argument, kp_reader_get_person (reader));
  complete_id (arguments, kind->added_argument, &added);

  doc = yyjson_mut_doc_imut_copy (arguments, NULL);
  if (!kp_store_queue (store, kind, NULL, yyjson_doc_get_root (doc), NULL, error))
    return NULL;

  result = kind->added_argument != NULL ? kind->added_argument : kind->subject_argument;

  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), result)));
}

static void
perform_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  KpClient *self = source_object;
  const KpIntent *intent = task_data;
  GError *error = NULL;
  KpReader *reader = kp_client_join_burst_in_worker (self, &error);
  g_autoptr (yyjson_mut_doc) arguments = yyjson_mut_doc_new (NULL);
  char *id = NULL;

  yyjson_mut_doc_set_root (arguments, dictionary_to_json (arguments, intent->arguments));
  if (reader != NULL)
    id = queue (reader, intent->kind, arguments, &error);
  kp_client_leave_burst_in_worker (self);

  if (id == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  kp_sync_nudge (self->sync);
  g_task_return_pointer (task, id, g_free);
}

void
kp_client_perform_async (KpClient *self,
                         const char *kind,
                         GVariant *arguments,
                         GAsyncReadyCallback callback,
                         gpointer user_data)
{
  g_autoptr (GVariant) owned = NULL;
  g_autoptr (GTask) task = NULL;
  const KpOperationKind *row;
  KpIntent *intent;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (kind != NULL);
  g_return_if_fail (g_variant_is_of_type (arguments, G_VARIANT_TYPE_VARDICT));

  owned = g_variant_ref_sink (arguments);
  task = kp_client_new_task (self, NULL, kp_client_perform_async, callback, user_data);
  row = kp_operation_find_kind (kind, strlen (kind));
  if (row == NULL)
    {
      g_task_return_new_error (task, KP_ERROR, KP_ERROR_INVALID, "No operation is called %s", kind);
      return;
    }

  intent = g_new (KpIntent, 1);
  *intent = (KpIntent) { .kind = row, .arguments = g_steal_pointer (&owned) };
  kp_client_push (self, KP_PRIORITY_WRITE, task, perform_in_worker, intent, free_intent);
}

char *
kp_client_perform_finish (KpClient *self,
                          GAsyncResult *result,
                          GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_perform_async), NULL);

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Read marks. */

static gboolean
mark_read (KpReader *reader,
           const KpId *request,
           gboolean *marked,
           GError **error)
{
  const KpOperationKind *kind = kp_operation_find_kind ("read.mark@1", strlen ("read.mark@1"));
  g_autoptr (yyjson_mut_doc) arguments = yyjson_mut_doc_new (NULL);
  g_autofree char *id = NULL;
  KpReadState state;
  char text[KP_ID_SIZE];

  *marked = FALSE;
  if (!kp_store_load_read_state_sync (reader, request, &state, error))
    return FALSE;
  if (state.activity <= state.marked)
    return TRUE;

  yyjson_mut_doc_set_root (arguments, yyjson_mut_obj (arguments));
  if (!kp_id_is_zero (&state.mark))
    complete_id (arguments, "mark", &state.mark);
  kp_id_format (request, text);
  yyjson_mut_obj_add_strcpy (arguments, yyjson_mut_doc_get_root (arguments), "subject", text);
  yyjson_mut_obj_add_sint (arguments, yyjson_mut_doc_get_root (arguments), "at", state.activity);

  *marked = TRUE;
  id = queue (reader, kind, arguments, error);

  return id != NULL;
}

static void
mark_read_in_worker (GTask *task,
                     gpointer source_object,
                     gpointer task_data,
                     GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (self, &error);
  gboolean marked = FALSE;

  if (reader == NULL || !mark_read (reader, task_data, &marked, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  if (marked)
    kp_sync_nudge (self->sync);
  g_task_return_boolean (task, TRUE);
}

void
kp_client_mark_read (KpClient *self,
                     const char *request_id)
{
  g_autoptr (GTask) task = NULL;
  KpId id;

  g_return_if_fail (KP_IS_CLIENT (self));

  if (request_id == NULL || !kp_id_parse (request_id, strlen (request_id), &id))
    return;

  task = kp_client_new_task (self, NULL, kp_client_mark_read, NULL, NULL);
  kp_client_push (self, KP_PRIORITY_WRITE, task, mark_read_in_worker,
                  g_memdup2 (&id, sizeof id), g_free);
}

/* Letting go, pinning: one identity, one call of the store. */

static void
push_with_id (KpClient *self,
              const char *text,
              gpointer tag,
              GTaskThreadFunc func,
              GAsyncReadyCallback callback,
              gpointer user_data)
{
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, tag, callback, user_data);
  KpId id;

  if (text == NULL || !kp_id_parse (text, strlen (text), &id))
    {
      g_task_return_new_error (task, KP_ERROR, KP_ERROR_NOT_FOUND, "Not an identity");
      return;
    }

  kp_client_push (self, KP_PRIORITY_WRITE, task, func, g_memdup2 (&id, sizeof id), g_free);
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
drop_change_in_worker (GTask *task,
                       gpointer source_object,
                       gpointer task_data,
                       GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_drop_change (store, task_data, NULL, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_drop_change_async (KpClient *self,
                             const char *change_id,
                             GAsyncReadyCallback callback,
                             gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  push_with_id (self, change_id, kp_client_drop_change_async, drop_change_in_worker, callback,
                user_data);
}

gboolean
kp_client_drop_change_finish (KpClient *self,
                              GAsyncResult *result,
                              GError **error)
{
  return finish_boolean (self, result, kp_client_drop_change_async, error);
}

/* A draft under the identity of a change stands for a refusal, which is let go of with it:
 * otherwise the draft would come back.
 */
static void
delete_draft_in_worker (GTask *task,
                        gpointer source_object,
                        gpointer task_data,
                        GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);
  g_autoptr (KpOutboxItem) item = NULL;
  gboolean deleted = FALSE;

  if (store != NULL)
    item = kp_store_get_change (store, task_data, NULL);
  if (store != NULL && (item == NULL || item->state != KP_OUTBOX_NEEDS_YOU ||
                        kp_store_drop_change (store, task_data, NULL, &error)))
    deleted = kp_store_draft_delete (store, task_data, &error);

  if (deleted)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_delete_draft_async (KpClient *self,
                              const char *draft_id,
                              GAsyncReadyCallback callback,
                              gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  push_with_id (self, draft_id, kp_client_delete_draft_async, delete_draft_in_worker, callback,
                user_data);
}

gboolean
kp_client_delete_draft_finish (KpClient *self,
                               GAsyncResult *result,
                               GError **error)
{
  return finish_boolean (self, result, kp_client_delete_draft_async, error);
}

static void
restore_draft_in_worker (GTask *task,
                         gpointer source_object,
                         gpointer task_data,
                         GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_draft_restore (store, task_data, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

void
kp_client_restore_draft_async (KpClient *self,
                               const char *draft_id,
                               GAsyncReadyCallback callback,
                               gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  push_with_id (self, draft_id, kp_client_restore_draft_async, restore_draft_in_worker, callback,
                user_data);
}

gboolean
kp_client_restore_draft_finish (KpClient *self,
                                GAsyncResult *result,
                                GError **error)
{
  return finish_boolean (self, result, kp_client_restore_draft_async, error);
}

/* Days for which an opened organisation stays here. */
#define PIN_DAYS 7

static void
pin_in_worker (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  KpClient *self = source_object;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (self, &error);

  if (store == NULL || !kp_store_pin (store, task_data, PIN_DAYS, &error))
    {
      g_task_return_error (task, error);
      return;
    }

  kp_sync_nudge (self->sync);
  g_task_return_boolean (task, TRUE);
}

void
kp_client_pin_async (KpClient *self,
                     const char *org_id,
                     GAsyncReadyCallback callback,
                     gpointer user_data)
{
  g_return_if_fail (KP_IS_CLIENT (self));

  push_with_id (self, org_id, kp_client_pin_async, pin_in_worker, callback, user_data);
}

gboolean
kp_client_pin_finish (KpClient *self,
                      GAsyncResult *result,
                      GError **error)
{
  return finish_boolean (self, result, kp_client_pin_async, error);
}
