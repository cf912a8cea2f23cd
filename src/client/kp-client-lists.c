/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lists: questions go to kp-store, answers come back with the difference already worked out. A list
 * may outlive its client; it then stays empty.
 */

#include "kp-client-private.h"

#include "kp-client-files.h"

#include "kp-id-diff.h"

/* Between two questions of every list while a whole account is loaded. */
#define LOADING_PAUSE_MS 200

/**
 * KpListQuestion:
 *
 * What a model asks. Lives and dies with the model.
 */
typedef struct
{
  KpClient *client;    /* (unowned) (nullable): NULL once the client is gone */
  KpQueryModel *model; /* (unowned) */
  const KpList *list;  /* (unowned) */
  KpListFilter filter; /* (owned) */
  gboolean follows;    /* the selected organisation, whichever that is */
} KpListQuestion;

/**
 * KpListJob:
 *
 * One question on its way to the worker and back.
 */
typedef struct
{
  GWeakRef model;
  const KpList *list;
  KpListFilter filter; /* (owned) */
  KpQueryOrder *order; /* (owned) */
} KpListJob;

static void
free_question (gpointer data)
{
  KpListQuestion *question = data;

  if (question->client != NULL)
    g_ptr_array_remove_fast (question->client->lists, question);
  kp_list_filter_clear (&question->filter);
  g_free (question);
}

static void
free_job (gpointer data)
{
  KpListJob *job = data;

  g_weak_ref_clear (&job->model);
  kp_list_filter_clear (&job->filter);
  kp_query_order_free (job->order);
  g_free (job);
}

/* Returns: (transfer full) (element-type KpId): what is wanted, and if so what is new on the first
 *   page
 */
static GArray *
list_wanted (const KpQueryOrder *order,
             const KpQueryAnswer *answer)
{
  GArray *wanted = g_array_copy (order->wanted);

  if (!order->first || answer->ids == NULL)
    return wanted;

  for (guint i = 0; i < answer->splices->len; i++)
    {
      const KpSplice *splice = &g_array_index (answer->splices, KpSplice, i);
      guint end = MIN (splice->new_start + splice->added, KP_QUERY_PAGE);

      if (splice->new_start < end)
        g_array_append_vals (wanted, &g_array_index (answer->ids, KpId, splice->new_start),
                             end - splice->new_start);
    }

  return wanted;
}

static KpQueryAnswer *
answer_in_worker (KpReader *reader,
                  const KpListJob *job,
                  GCancellable *cancellable,
                  GError **error)
{
  g_autoptr (KpQueryAnswer) answer = g_new0 (KpQueryAnswer, 1);
  g_autoptr (GArray) wanted = NULL;

  answer->generation = job->order->generation;
  if (job->order->list)
    {
      answer->ids = job->list->list (reader, &job->filter, cancellable, error);
      if (answer->ids == NULL)
        return NULL;

      answer->splices = kp_id_diff (job->order->shown, answer->ids, KP_QUERY_SPLICES);
      if (job->list->group != NULL && job->filter.grouped)
        {
          g_autoptr (GError) local = NULL;

          answer->groups = job->list->group (reader, &job->filter, answer->ids, &local);
          if (local != NULL)
            {
              g_propagate_error (error, g_steal_pointer (&local));
              return NULL;
            }
        }
    }

  wanted = list_wanted (job->order, answer);
  answer->rows = job->list->fetch (reader, &job->filter, wanted, cancellable, error);

  return answer->rows != NULL ? g_steal_pointer (&answer) : NULL;
}

static void
list_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  KpReader *reader = kp_client_get_reader_in_worker (source_object, &error);
  KpQueryAnswer *answer = NULL;

  if (reader != NULL)
    answer = answer_in_worker (reader, task_data, cancellable, &error);

  if (answer != NULL)
    {
      g_task_return_pointer (task, answer, (GDestroyNotify) kp_query_answer_free);
      return;
    }

  /* A damaged cache begins anew with the next opening; the outbox is another file. */
  if (reader != NULL)
    kp_store_report_damage (kp_reader_get_store (reader), error);
  g_task_return_error (task, error);
}

static void
on_listed_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  const KpListJob *job = g_task_get_task_data (G_TASK (result));
  g_autoptr (KpQueryModel) model = g_weak_ref_get ((GWeakRef *) &job->model);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpQueryAnswer) answer = g_task_propagate_pointer (G_TASK (result), &error);

  if (model == NULL)
    return;

  if (answer != NULL)
    kp_query_model_deliver (model, g_steal_pointer (&answer));
  else
    kp_query_model_fail (model, job->order->generation, error);
}

static void
ask (KpQueryModel *model,
     KpQueryOrder *order,
     GCancellable *cancellable,
     gpointer user_data)
{
  KpListQuestion *question = user_data;
  g_autoptr (GTask) task = NULL;
  KpListJob *job;

  if (question->client == NULL)
    {
      kp_query_order_free (order);
      return;
    }

  job = g_new0 (KpListJob, 1);
  g_weak_ref_init (&job->model, model);
  job->list = question->list;
  kp_list_filter_copy (&question->filter, &job->filter);
  job->order = order;

  task = kp_client_new_task (question->client, cancellable, ask, on_listed_cb, NULL);
  kp_client_push (question->client, KP_PRIORITY_QUERY, task, list_in_worker, job, free_job);
}

static KpQueryModel *
make_list (KpClient *self,
           const KpItemKind *kind,
           const KpList *list,
           const KpListFilter *filter)
{
  KpListQuestion *question = g_new0 (KpListQuestion, 1);

  question->client = self;
  question->list = list;
  kp_list_filter_copy (filter, &question->filter);
  question->model = kp_query_model_new (kind, ask, question, free_question);
  g_ptr_array_add (self->lists, question);

  if (self->closed)
    kp_query_model_close (question->model);
  else
    kp_query_model_restart (question->model);

  return question->model;
}

/* Whether @filter means the selected organisation. @filter: (nullable) */
static gboolean
follows_organisation (const KpFilter *filter)
{
  return filter != NULL && filter->org_id == NULL && filter->scope != KP_SCOPE_ALL;
}

KpListFilter
kp_client_to_list_filter (KpClient *self,
                          const KpFilter *filter)
{
  static const KpListShow SHOWS[] = {
    [KP_SHOW_ANY] = KP_LIST_SHOW_ANY,
    [KP_SHOW_OPEN] = KP_LIST_SHOW_OPEN,
    [KP_SHOW_COMPLETED] = KP_LIST_SHOW_COMPLETED,
    [KP_SHOW_TO_DECIDE] = KP_LIST_SHOW_TO_DECIDE,
  };
  static const KpListSort SORTS[] = {
    [KP_SORT_UPDATED] = KP_LIST_SORT_UPDATED,
    [KP_SORT_CREATED] = KP_LIST_SORT_CREATED,
    [KP_SORT_OLDEST] = KP_LIST_SORT_OLDEST,
    [KP_SORT_TITLE] = KP_LIST_SORT_TITLE,
    [KP_SORT_ORGANISATION] = KP_LIST_SORT_ORGANISATION,
    [KP_SORT_STATUS] = KP_LIST_SORT_STATUS,
    [KP_SORT_PLANNED] = KP_LIST_SORT_PLANNED,
    [KP_SORT_ENGINEER] = KP_LIST_SORT_ENGINEER,
  };
  KpListFilter made = { .show = KP_LIST_SHOW_ANY };
  const char *org;

  if (filter == NULL)
    return made;

  made.show = SHOWS[filter->show];
  made.sort = SORTS[filter->sort];
  made.reversed = filter->reversed;
  made.grouped = filter->grouped;
  made.mine = filter->scope == KP_SCOPE_MINE;
  made.search = (char *) filter->search;
  made.state = (char *) filter->state;
  made.status = (char *) filter->status;
  made.from = filter->from;
  made.until = filter->until;
  kp_client_read_id (filter->work_type_id, &made.work_type);
  org = follows_organisation (filter) ? self->organisation : filter->org_id;
  kp_client_read_id (org, &made.org);

  return made;
}

static KpQueryModel *
make_filtered (KpClient *self,
               const KpItemKind *kind,
               const KpList *list,
               const KpFilter *filter)
{
  KpListFilter made = kp_client_to_list_filter (self, filter);
  KpQueryModel *model = make_list (self, kind, list, &made);
  KpListQuestion *question = kp_query_model_get_query_data (model);

  question->follows = follows_organisation (filter);

  return model;
}

KpQueryModel *
kp_client_list_requests (KpClient *self,
                         const KpFilter *filter)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return make_filtered (self, &KP_REQUEST_KIND, &KP_LIST_REQUESTS, filter);
}

KpQueryModel *
kp_client_list_work_orders (KpClient *self,
                            const KpFilter *filter)
{
  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return make_filtered (self, &KP_WORK_ORDER_KIND, &KP_LIST_WORK_ORDERS, filter);
}

void
kp_client_refilter (KpClient *self,
                    KpQueryModel *list,
                    const KpFilter *filter)
{
  KpListQuestion *question;
  KpListFilter made;

  g_return_if_fail (KP_IS_CLIENT (self));
  g_return_if_fail (KP_IS_QUERY_MODEL (list));

  question = kp_query_model_get_query_data (list);
  made = kp_client_to_list_filter (self, filter);
  kp_list_filter_clear (&question->filter);
  kp_list_filter_copy (&made, &question->filter);
  question->follows = follows_organisation (filter);
  kp_query_model_restart (list);
}

static KpQueryModel *
list_of_request (KpClient *self,
                 const KpItemKind *kind,
                 const KpList *list,
                 const char *request_id)
{
  KpListFilter filter = { .show = KP_LIST_SHOW_ANY };

  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  kp_client_read_id (request_id, &filter.subject);

  return make_list (self, kind, list, &filter);
}

KpQueryModel *
kp_client_list_request (KpClient *self,
                        const char *id)
{
  KpListFilter filter = { .show = KP_LIST_SHOW_SUBJECT };

  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  kp_client_read_id (id, &filter.subject);

  return make_list (self, &KP_REQUEST_KIND, &KP_LIST_REQUESTS, &filter);
}

KpQueryModel *
kp_client_list_messages (KpClient *self,
                         const char *request_id)
{
  return list_of_request (self, &KP_MESSAGE_KIND, &KP_LIST_MESSAGES, request_id);
}

KpQueryModel *
kp_client_list_attachments (KpClient *self,
                            const char *request_id)
{
  return list_of_request (self, &KP_ATTACHMENT_KIND, &KP_LIST_ATTACHMENTS, request_id);
}

KpQueryModel *
kp_client_list_notes (KpClient *self,
                      const char *request_id)
{
  return list_of_request (self, &KP_MESSAGE_KIND, &KP_LIST_NOTES, request_id);
}

KpQueryModel *
kp_client_list_steps (KpClient *self,
                      const char *request_id)
{
  return list_of_request (self, &KP_STEP_KIND, &KP_LIST_STEPS, request_id);
}

KpQueryModel *
kp_client_list_answers (KpClient *self,
                        const char *request_id)
{
  return list_of_request (self, &KP_ANSWER_KIND, &KP_LIST_ANSWERS, request_id);
}

KpQueryModel *
kp_client_list_drafts (KpClient *self)
{
  return list_of_request (self, &KP_DRAFT_KIND, &KP_LIST_DRAFTS, NULL);
}

KpQueryModel *
kp_client_list_changes (KpClient *self)
{
  return list_of_request (self, &KP_CHANGE_KIND, &KP_LIST_CHANGES, NULL);
}

KpQueryModel *
kp_client_list_statuses (KpClient *self)
{
  return list_of_request (self, &KP_CHOICE_KIND, &KP_LIST_STATUSES, NULL);
}

KpQueryModel *
kp_client_list_work_types (KpClient *self)
{
  return list_of_request (self, &KP_CHOICE_KIND, &KP_LIST_WORK_TYPES, NULL);
}

KpQueryModel *
kp_client_list_employees (KpClient *self)
{
  return list_of_request (self, &KP_CHOICE_KIND, &KP_LIST_EMPLOYEES, NULL);
}

KpQueryModel *
kp_client_list_shared (KpClient *self)
{
  return list_of_request (self, &KP_DOCUMENT_KIND, &KP_LIST_DOCUMENTS, NULL);
}

KpQueryModel *
kp_client_list_portals (KpClient *self)
{
  return list_of_request (self, &KP_CHOICE_KIND, &KP_LIST_PORTALS, NULL);
}

KpQueryModel *
kp_client_list_customers (KpClient *self,
                          const char *org_id)
{
  KpListFilter filter = { .show = KP_LIST_SHOW_ANY };

  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  kp_client_read_id (org_id, &filter.org);

  return make_list (self, &KP_CUSTOMER_KIND, &KP_LIST_CUSTOMERS, &filter);
}

KpQueryModel *
kp_client_list_differences (KpClient *self,
                            const char *change_id)
{
  return list_of_request (self, &KP_DIFFERENCE_KIND, &KP_LIST_DIFFERENCES, change_id);
}

KpQueryModel *
kp_client_list_served_organisations (KpClient *self,
                                     const char *search)
{
  const KpListFilter filter = { .served = TRUE, .search = (char *) search };

  g_return_val_if_fail (KP_IS_CLIENT (self), NULL);

  return make_list (self, &KP_ORGANISATION_KIND, &KP_LIST_ORGANISATIONS, &filter);
}

/* Changes. */

static gboolean
touches (const KpChangeSet *changes,
         guint entities)
{
  for (guint i = 0; i < changes->records->len; i++)
    {
      if ((KP_LIST_ENTITY (g_array_index (changes->records, KpChanged, i).entity) & entities) != 0)
        return TRUE;
    }

  return FALSE;
}

/* Returns: (transfer full) (element-type KpId) */
static GArray *
pick (const KpChangeSet *changes,
      guint entities)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (KpId));

  for (guint i = 0; i < changes->records->len; i++)
    {
      const KpChanged *changed = &g_array_index (changes->records, KpChanged, i);

      if ((KP_LIST_ENTITY (changed->entity) & entities) != 0)
        g_array_append_val (ids, changed->id);
    }

  return ids;
}

static void
tell_list (const KpListQuestion *question,
           const KpChangeSet *changes)
{
  const KpList *list = question->list;
  g_autoptr (GArray) ids = NULL;

  if (changes->all || (changes->outbox && list->outbox) || touches (changes, list->related))
    {
      kp_query_model_refresh (question->model, NULL);
      return;
    }

  ids = pick (changes, list->own);
  if (ids->len > 0)
    kp_query_model_refresh (question->model, ids);
}

static void
tell_watched (KpClient *self,
              const KpList *list,
              const KpChangeSet *changes)
{
  g_autoptr (GArray) ids = NULL;

  if (changes->all || touches (changes, list->related))
    {
      kp_client_ask_watched (self, list, NULL);
      return;
    }

  ids = pick (changes, list->own);
  if (ids->len > 0)
    kp_client_ask_watched (self, list, ids);
}

static void
restore_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;
  KpStore *store = kp_client_get_store_in_worker (source_object, &error);

  if (store != NULL && kp_store_restore_refused_sync (store, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* A request may have come back: it becomes a draft again. The store tells of the draft by itself.
 */
static void
restore_refused (KpClient *self)
{
  g_autoptr (GTask) task = kp_client_new_task (self, NULL, restore_refused, NULL, NULL);

  kp_client_push (self, KP_PRIORITY_WRITE, task, restore_in_worker, NULL, NULL);
}

static const guint PROFILE_ENTITIES =
  KP_LIST_ENTITY (KP_ENTITY_USER) | KP_LIST_ENTITY (KP_ENTITY_PORTAL) |
  KP_LIST_ENTITY (KP_ENTITY_MEMBERSHIP) | KP_LIST_ENTITY (KP_ENTITY_TERMS);
static const guint COUNTED_ENTITIES =
  KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER) |
  KP_LIST_ENTITY (KP_ENTITY_PORTAL);

static const guint SEARCHED_ENTITIES =
  KP_LIST_ENTITY (KP_ENTITY_REQUEST) | KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER);

/* Returns: (transfer full): of KpQueryModel; a list may go while others are told */
static GPtrArray *
dup_models (KpClient *self)
{
  GPtrArray *models = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < self->lists->len; i++)
    g_ptr_array_add (models, g_object_ref (((KpListQuestion *) self->lists->pdata[i])->model));

  return models;
}

static gboolean
on_tell_cb (gpointer user_data)
{
  KpClient *self = KP_CLIENT (user_data);
  g_autoptr (KpChangeSet) changes = g_steal_pointer (&self->pending);
  g_autoptr (GPtrArray) models = dup_models (self);

  self->pending_source = 0;

  if (changes->all || touches (changes, PROFILE_ENTITIES))
    {
      g_atomic_int_set (&self->stale, TRUE);
      kp_client_load_profile (self);
    }
  if (changes->outbox)
    restore_refused (self);

  for (guint i = 0; i < models->len; i++)
    tell_list (kp_query_model_get_query_data (models->pdata[i]), changes);

  if (changes->all || touches (changes, SEARCHED_ENTITIES))
    kp_client_fill_search_soon (self);
  tell_watched (self, &KP_LIST_REQUESTS, changes);
  tell_watched (self, &KP_LIST_WORK_ORDERS, changes);
  if (changes->all || changes->outbox || touches (changes, COUNTED_ENTITIES))
    kp_client_count (self);

  return G_SOURCE_REMOVE;
}

void
kp_client_note_changes (KpClient *self,
                        const KpChangeSet *changes)
{
  if (self->closed)
    return;

  if (self->pending == NULL)
    {
      self->pending = kp_change_set_copy (changes);
    }
  else
    {
      self->pending->all = self->pending->all || changes->all;
      self->pending->outbox = self->pending->outbox || changes->outbox;
      if (changes->records != NULL)
        g_array_append_vals (self->pending->records, changes->records->data,
                             changes->records->len);
    }

  if (self->pending_source != 0)
    return;

  /* While everything is being loaded, lists are asked a few times a second and not all the time. */
  if (changes->all && self->loaded)
    self->pending_source = g_timeout_add (LOADING_PAUSE_MS, on_tell_cb, self);
  else
    self->pending_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_tell_cb, self, NULL);
}

static void
on_first_loaded_cb (KpClient *self)
{
  if (self->loaded || !kp_query_model_get_loaded (self->organisations) ||
      !kp_query_model_get_loaded (self->flows) || !kp_query_model_get_loaded (self->tasks))
    return;

  kp_client_set_loaded (self);
}

static void
follow_first (KpClient *self,
              KpQueryModel *list)
{
  g_signal_connect_object (list, "notify::loaded", G_CALLBACK (on_first_loaded_cb), self,
                           G_CONNECT_SWAPPED);
}

void
kp_client_make_lists (KpClient *self)
{
  const KpListFilter all = { .show = KP_LIST_SHOW_ANY };

  self->organisations = make_list (self, &KP_ORGANISATION_KIND, &KP_LIST_ORGANISATIONS, &all);
  self->flows = make_list (self, &KP_FLOW_KIND, &KP_LIST_FLOWS, &all);
  self->tasks = make_list (self, &KP_TASK_KIND, &KP_LIST_TASKS, &all);
  follow_first (self, self->organisations);
  follow_first (self, self->flows);
  follow_first (self, self->tasks);
  kp_client_count (self);
  kp_client_fill_search_soon (self);
}

void
kp_client_reselect (KpClient *self)
{
  g_autoptr (GPtrArray) models = dup_models (self);

  if (self->closed)
    return;

  for (guint i = 0; i < models->len; i++)
    {
      KpListQuestion *question = kp_query_model_get_query_data (models->pdata[i]);

      if (!question->follows)
        continue;

      kp_client_read_id (self->organisation, &question->filter.org);
      kp_query_model_restart (models->pdata[i]);
    }
  kp_client_count (self);
}

void
kp_client_retry_lists (KpClient *self)
{
  g_autoptr (GPtrArray) models = dup_models (self);

  for (guint i = 0; i < models->len; i++)
    {
      if (kp_query_model_get_error (models->pdata[i]) != NULL)
        kp_query_model_restart (models->pdata[i]);
    }
  kp_client_ask_watched (self, &KP_LIST_REQUESTS, NULL);
  kp_client_ask_watched (self, &KP_LIST_WORK_ORDERS, NULL);
  kp_client_count (self);
}

void
kp_client_close_lists (KpClient *self)
{
  while (self->lists->len > 0)
    {
      KpListQuestion *question = g_ptr_array_steal_index_fast (self->lists, 0);
      g_autoptr (KpQueryModel) model = g_object_ref (question->model);

      question->client = NULL;
      kp_query_model_close (model);
    }

  kp_client_forget_watched (self);
}
