/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read beside lists: single records that a page holds, and the numbers. Both follow changes
 * by themselves.
 */

#include "kp-client-private.h"

#include "kp-value.h"

gboolean
kp_client_read_id (const char *text,
                   KpId *id)
{
  *id = (KpId) { { 0 } };

  return text != NULL && kp_id_parse (text, strlen (text), id);
}

/**
 * KpWatchJob:
 */
typedef struct
{
  const KpList *list;
  GArray *ids; /* (owned) (element-type KpId) */
} KpWatchJob;

static void
free_watch_job (gpointer data)
{
  KpWatchJob *job = data;

  g_array_unref (job->ids);
  g_free (job);
}

static void
watch_in_worker (GTask *task,
                 gpointer source_object,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  const KpWatchJob *job = task_data;
  const KpListFilter filter = { .show = KP_LIST_SHOW_ANY };
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);
  GPtrArray *rows = NULL;

  if (reader != NULL)
    rows = job->list->fetch (reader, &filter, job->ids, cancellable, &error);

  if (rows != NULL)
    g_task_return_pointer (task, rows, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
update_watched (KpClient *self,
                const KpRow *row)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    {
      if (!kp_id_equal (kp_record_get_key (record), &row->id))
        continue;

      /* Whoever hears of it may drop or add records. */
      g_object_ref (record);
      kp_record_update (record, row);
      g_object_unref (record);
      return;
    }
}

static void
on_watched_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  /* What was shown stays; the next change asks again. */
  g_autoptr (GPtrArray) rows = g_task_propagate_pointer (G_TASK (result), NULL);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    update_watched (KP_CLIENT (source_object), rows->pdata[i]);
}

void
kp_client_ask_watched (KpClient *self,
                       const KpList *list,
                       GArray *changed)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GTask) task = NULL;
  KpWatchJob *job;
  GHashTableIter iter;
  gpointer record;
  gpointer value;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &record, &value))
    {
      const KpId *key = kp_record_get_key (record);
      gboolean wanted = changed == NULL;

      for (guint i = 0; !wanted && i < changed->len; i++)
        wanted = kp_id_equal (&g_array_index (changed, KpId, i), key);
      if (value == list && wanted)
        g_array_append_vals (ids, key, 1);
    }
  if (ids->len == 0)
    return;

  job = g_new (KpWatchJob, 1);
  *job = (KpWatchJob) { .list = list, .ids = g_steal_pointer (&ids) };
  task = kp_client_new_task (self, NULL, kp_client_ask_watched, on_watched_cb, NULL);
  kp_client_push (self, KP_PRIORITY_QUERY, task, watch_in_worker, job, free_watch_job);
}

static void
on_record_gone_cb (gpointer user_data,
                   GObject *record)
{
  g_hash_table_remove (KP_CLIENT (user_data)->watched, record);
}

static gpointer
watch (KpClient *self,
       GType type,
       const KpList *list,
       const char *text)
{
  g_autoptr (GArray) ids = NULL;
  GHashTableIter iter;
  gpointer record;
  gpointer value;
  KpId id;

  kp_client_read_id (text, &id);
  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &record, &value))
    {
      if (value == list && kp_id_equal (kp_record_get_key (record), &id))
        return g_object_ref (record);
    }

  record = g_object_new (type, "id", text, NULL);
  g_hash_table_insert (self->watched, record, (gpointer) list);
  g_object_weak_ref (G_OBJECT (record), on_record_gone_cb, self);
  ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_array_append_val (ids, id);
  kp_client_ask_watched (self, list, ids);

  return record;
}

KpRequest *
kp_client_get_request (KpClient *self,
                       const char *id)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return watch (self, KP_TYPE_REQUEST, &KP_LIST_REQUESTS, id);
}

KpWorkOrder *
kp_client_get_work_order (KpClient *self,
                          const char *id)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return watch (self, KP_TYPE_WORK_ORDER, &KP_LIST_WORK_ORDERS, id);
}

/* Where a record is. */

/**
 * KpLocateJob:
 */
typedef struct
{
  KpId id;
  gboolean is_order; /* (out) */
} KpLocateJob;

/* Returns: (transfer full) (nullable): the request of the work order @id, else its own identity */
static char *
dup_request_of_order (KpStore *store,
                      const KpId *id,
                      gboolean *is_order)
{
  g_autofree char *body = NULL;
  g_autoptr (yyjson_doc) order = NULL;
  const char *request;

  if (!kp_store_dup_record (store, KP_ENTITY_WORK_ORDER, id, &body, NULL, NULL))
    return NULL;

  order = yyjson_read (body, strlen (body), 0);
  request = yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (order), "request_id"));
  *is_order = request == NULL;

  return *is_order ? kp_id_dup_text (id) : g_strdup (request);
}

static void
locate_in_worker (GTask *task,
                  gpointer source_object,
                  gpointer task_data,
                  GCancellable *cancellable)
{
  KpLocateJob *job = task_data;
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);
  g_autofree char *body = NULL;
  char *found = NULL;

  if (store == NULL)
    {
      g_task_return_error (task, error);
      return;
    }

  if (kp_store_dup_record (store, KP_ENTITY_REQUEST, &job->id, &body, NULL, NULL))
    found = kp_id_dup_text (&job->id);
  else
    found = dup_request_of_order (store, &job->id, &job->is_order);

  if (found != NULL)
    g_task_return_pointer (task, found, g_free);
  else
    g_task_return_new_error (task, KP_ERROR, KP_ERROR_NOT_FOUND, "No such record here");
}

void
kp_client_locate_async (KpClient *self,
                        const char *id,
                        GAsyncReadyCallback callback,
                        gpointer user_data)
{
  g_autoptr (GTask) task = NULL;
  KpLocateJob *job;

  g_return_if_fail (KP_IS_CLIENT (self));

  job = g_new0 (KpLocateJob, 1);
  task = kp_client_new_task (self, NULL, kp_client_locate_async, callback, user_data);
  /* What is no identity is zero, which no record has. */
  kp_client_read_id (id, &job->id);
  kp_client_push (self, KP_PRIORITY_QUERY, task, locate_in_worker, job, g_free);
}

char *
kp_client_locate_finish (KpClient *self,
                         GAsyncResult *result,
                         gboolean *is_order,
                         GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, self), NULL);
  g_return_val_if_fail (g_async_result_is_tagged (result, kp_client_locate_async), NULL);

  *is_order = ((KpLocateJob *) g_task_get_task_data (G_TASK (result)))->is_order;

  return g_task_propagate_pointer (G_TASK (result), error);
}

/* Numbers. */

/**
 * KpCountJob:
 */
typedef struct
{
  KpId org; /* zero = all */
  KpCountsRow counts;
} KpCountJob;

static void
count_in_worker (GTask *task,
                 gpointer source_object,
                 gpointer task_data,
                 GCancellable *cancellable)
{
  KpCountJob *job = task_data;
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);

  if (reader != NULL &&
      kp_store_count_sync (reader, &job->org, &job->counts, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
on_counted_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  KpClient *self = KP_CLIENT (source_object);
  const KpCountsRow *row = &((KpCountJob *) g_task_get_task_data (G_TASK (result)))->counts;
  const guint counts[KP_N_COUNTS] = {
    [KP_COUNT_OPEN] = row->open,
    [KP_COUNT_COMPLETED] = row->completed,
    [KP_COUNT_MINE_OPEN] = row->mine_open,
    [KP_COUNT_WAITING] = row->waiting,
    [KP_COUNT_DRAFTS] = row->drafts,
    [KP_COUNT_NEEDS_YOU] = row->needs_you,
    [KP_COUNT_QUEUE] = row->queue,
    [KP_COUNT_WORK_OPEN] = row->work_open,
    [KP_COUNT_WORK_NEW] = row->work_new,
    [KP_COUNT_WORK_PLANNED] = row->work_planned,
    [KP_COUNT_WORK_IN_PROGRESS] = row->work_in_progress,
    [KP_COUNT_WORK_BLOCKED] = row->work_blocked,
    [KP_COUNT_WORK_DONE] = row->work_done,
  };

  self->counting = FALSE;
  if (g_task_propagate_boolean (G_TASK (result), NULL) && !self->closed)
    kp_counts_set (self->counts, counts, row->open_months, row->completed_months, row->year,
                   row->month);
  if (self->count_again && !self->closed)
    kp_client_count (self);
}

void
kp_client_count (KpClient *self)
{
  g_autoptr (GTask) task = NULL;
  KpCountJob *job;

  self->count_again = self->counting;
  if (self->counting)
    return;

  self->counting = TRUE;
  job = g_new0 (KpCountJob, 1);
  kp_client_read_id (self->organisation, &job->org);
  task = kp_client_new_task (self, NULL, kp_client_count, on_counted_cb, NULL);
  kp_client_push (self, KP_PRIORITY_QUERY, task, count_in_worker, job, g_free);
}

void
kp_client_forget_watched (KpClient *self)
{
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, self->watched);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    g_object_weak_unref (record, on_record_gone_cb, self);
  g_hash_table_remove_all (self->watched);
}
