/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Records that operations tie together (a request, the messages added to it) are projected
 * together, in the author's order, from the raw rows up.
 */

#include "kp-store-pending.h"

#include "kp-store-attachments-private.h"
#include "kp-store-facts.h"
#include "kp-store-private.h"
#include "kp-store-replica.h"
#include "kp-value.h"

#include <string.h>

/**
 * Waiting:
 *
 * One operation that counts.
 */
typedef struct
{
  KpOperation *operation; /* (owned) */
  KpOutboxState state;
  gint64 ok_number; /* number of the seen that came with ok */
  gboolean held;    /* by a file that the office does not take: shown, unlike other refusals */
} Waiting;

struct _KpPendingSet
{
  KpStore *store;        /* (unowned) */
  GPtrArray *operations; /* (owned) (element-type Waiting): in the author's order */
  GHashTable *touching;  /* (owned): KpChanged → GArray of guint, indexes into operations */
  GHashTable *allowed;   /* (owned): set of streams */
  KpPerson person;       /* (owned) */
  gint64 epoch;          /* of the cache */
  char *fact;            /* (owned) (nullable): the last answer of on_fact_cb() */
};

/**
 * View:
 *
 * One record while it is being projected.
 */
typedef struct
{
  yyjson_doc *doc; /* (owned) (nullable): body; NULL = absent */
  char *raw;       /* (owned) (nullable): text of the body, while nothing was applied to it */
  gint64 key;      /* of the raw row; 0 = none */
  gint64 at;       /* number of the snapshot that brought the raw row, in this epoch */
  gboolean queued; /* what is pending */
  gboolean sent;
  gboolean needs_you;
} View;

static void
waiting_free (Waiting *self)
{
  kp_operation_free (self->operation);
  g_free (self);
}

static void
view_free (View *self)
{
  yyjson_doc_free (self->doc);
  g_free (self->raw);
  g_free (self);
}

static void
add_touching (KpPendingSet *self,
              KpEntityType entity,
              const KpId *id,
              guint index)
{
  KpChanged record = { .entity = entity, .id = *id };
  GArray *indexes = g_hash_table_lookup (self->touching, &record);

  if (indexes == NULL)
    {
      indexes = g_array_new (FALSE, FALSE, sizeof (guint));
      g_hash_table_insert (self->touching, g_memdup2 (&record, sizeof record), indexes);
    }
  g_array_append_val (indexes, index);
}

static void
add_operation (KpPendingSet *self,
               KpOperation *operation,
               KpOutboxState state,
               gint64 ok_number,
               gboolean held)
{
  Waiting *waiting = g_new (Waiting, 1);

  *waiting = (Waiting) {
    .operation = operation,
    .state = state,
    .ok_number = ok_number,
    /* A request that came back is a draft again. */
    .held = held && operation->kind->use == KP_SUBJECT_CHANGES,
  };
  add_touching (self, operation->kind->subject, &operation->subject, self->operations->len);
  if (operation->kind->added != KP_ENTITY_NONE)
    add_touching (self, operation->kind->added, &operation->added, self->operations->len);
  for (guint i = 0; i < operation->n_listed; i++)
    add_touching (self, operation->kind->listed->entity, &operation->listed[i],
                  self->operations->len);
  g_ptr_array_add (self->operations, waiting);
}

/* Without "closed" ones: the person has taken note of them. */
static const char SELECT_WAITING[] =
  "SELECT bytes, state, ok_number, offer = 1 AND result = '" KP_RESULT_FILE "' FROM operation"
  " WHERE state IN (1, 2, 4) OR (state = 3 AND ok_number > $1)"
  " ORDER BY no";

static gboolean
load_operations (KpPendingSet *self,
                 gint64 round,
                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->store->outbox, SELECT_WAITING, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, round);
  for (;;)
    {
      g_autoptr (GBytes) bytes = NULL;
      KpOperation *operation;
      gconstpointer data;
      gboolean has_row;
      gsize length;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      /* One that only a later version understands is sent, but cannot be shown. */
      data = kp_statement_get_blob (select, 0, &length);
      bytes = g_bytes_new (data, length);
      operation = kp_operation_parse (bytes, NULL);
      if (operation != NULL)
        add_operation (self, operation, kp_statement_get_int64 (select, 1),
                       kp_statement_get_int64 (select, 2),
                       kp_statement_get_int64 (select, 3) != 0);
    }
}

static KpPendingSet *
new_set (KpStore *store,
         GError **error)
{
  g_autoptr (KpPendingSet) self = g_new0 (KpPendingSet, 1);

  self->store = store;
  self->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) waiting_free);
  self->touching = g_hash_table_new_full (kp_changed_hash, kp_changed_equal,
                                          g_free, (GDestroyNotify) g_array_unref);
  if (!kp_store_load_person (store, &self->person, error))
    return NULL;
  self->allowed = kp_replica_load_allowed (store->cache, &self->epoch, error);
  if (self->allowed == NULL)
    return NULL;

  return g_steal_pointer (&self);
}

KpPendingSet *
kp_pending_set_load (KpStore *store,
                     gint64 round,
                     GError **error)
{
  g_autoptr (KpPendingSet) self = new_set (store, error);

  if (self == NULL || !load_operations (self, round, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
kp_pending_set_free (KpPendingSet *self)
{
  g_ptr_array_unref (self->operations);
  g_hash_table_unref (self->touching);
  g_clear_pointer (&self->allowed, g_hash_table_unref);
  kp_person_clear (&self->person);
  g_free (self->fact);
  g_free (self);
}

gboolean
kp_pending_set_touches (KpPendingSet *self,
                        KpEntityType entity,
                        const KpId *id)
{
  KpChanged record = { .entity = entity, .id = *id };

  return g_hash_table_contains (self->touching, &record);
}

GHashTable *
kp_pending_records_new (void)
{
  return g_hash_table_new_full (kp_changed_hash, kp_changed_equal, g_free, NULL);
}

void
kp_pending_records_add (GHashTable *records,
                        KpEntityType entity,
                        const KpId *id)
{
  KpChanged record = { .entity = entity, .id = *id };

  if (!g_hash_table_contains (records, &record))
    g_hash_table_add (records, g_memdup2 (&record, sizeof record));
}

static void
add_records_of (GHashTable *records,
                const KpOperation *operation)
{
  kp_pending_records_add (records, operation->kind->subject, &operation->subject);
  if (operation->kind->added != KP_ENTITY_NONE)
    kp_pending_records_add (records, operation->kind->added, &operation->added);
  for (guint i = 0; i < operation->n_listed; i++)
    kp_pending_records_add (records, operation->kind->listed->entity, &operation->listed[i]);
}

void
kp_pending_set_collect_confirmed (KpPendingSet *self,
                                  GHashTable *records)
{
  for (guint i = 0; i < self->operations->len; i++)
    {
      const Waiting *waiting = g_ptr_array_index (self->operations, i);

      if (waiting->state == KP_OUTBOX_CONFIRMED)
        add_records_of (records, waiting->operation);
    }
}

void
kp_pending_set_collect_created (KpPendingSet *self,
                                GHashTable *records)
{
  for (guint i = 0; i < self->operations->len; i++)
    {
      const Waiting *waiting = g_ptr_array_index (self->operations, i);

      if (waiting->operation->kind->use != KP_SUBJECT_CHANGES)
        add_records_of (records, waiting->operation);
    }
}

void
kp_pending_set_collect_all (KpPendingSet *self,
                            GHashTable *records)
{
  for (guint i = 0; i < self->operations->len; i++)
    add_records_of (records,
                    ((const Waiting *) g_ptr_array_index (self->operations, i))->operation);
}

static const char *
on_fact_cb (const KpOperation *operation,
            KpSource source,
            const char *name,
            gboolean added,
            gpointer user_data)
{
  KpPendingSet *self = user_data;

  if (source != KP_SOURCE_SERVER || added)
    return NULL;

  g_free (self->fact);
  self->fact = kp_fact_look_up (self->store->cache, operation, name);
  return self->fact;
}

/* Whether a record that the operation makes would be seen by its author once the server has it:
 * what customers ask for is in their own stream, what staff enter waits in the queue of the office
 * or is among what they hold of the organisation.
 */
static gboolean
may_hold_created (KpPendingSet *self,
                  const KpOperation *operation)
{
  const char *org = yyjson_get_str (yyjson_obj_get (operation->arguments, "org"));
  g_autofree char *stream = NULL;

  if (operation->kind->subject != KP_ENTITY_REQUEST)
    stream = g_strdup_printf ("u:%s", self->person.id);
  else if ((operation->kind->who & KP_WHO_STAFF) == 0)
    stream = g_strdup_printf ("o:%s:req:own:%s", org, self->person.id);
  else
    stream = g_strdup_printf ("o:%s:req", org);

  return g_hash_table_contains (self->allowed, stream) ||
         ((operation->kind->who & KP_WHO_STAFF) != 0 &&
          (g_hash_table_contains (self->allowed, "q:requests") ||
           g_hash_table_contains (self->allowed, "o:*:req")));
}

static View *
get_view (GHashTable *views,
          KpEntityType entity,
          const KpId *id)
{
  KpChanged record = { .entity = entity, .id = *id };

  return g_hash_table_lookup (views, &record);
}

static void
take_body (View *view,
           yyjson_mut_doc *body)
{
  yyjson_doc *doc = yyjson_mut_doc_imut_copy (body, NULL);

  yyjson_doc_free (view->doc);
  view->doc = doc;
  g_clear_pointer (&view->raw, g_free);
}

static void
mark_pending (View *view,
              KpOutboxState state)
{
  view->queued |= state == KP_OUTBOX_QUEUED;
  view->sent |= state == KP_OUTBOX_SENT;
  view->needs_you |= state == KP_OUTBOX_NEEDS_YOU;
}

/* Returns: whether the subject is there to be worked on, or may be made */
static gboolean
may_apply (KpPendingSet *self,
           const KpOperation *operation,
           const View *subject)
{
  switch (operation->kind->use)
    {
    case KP_SUBJECT_CHANGES:
      return subject->doc != NULL;

    case KP_SUBJECT_CREATED:
      return subject->doc == NULL && may_hold_created (self, operation);

    case KP_SUBJECT_UPSERTED:
      return subject->doc != NULL || may_hold_created (self, operation);
    }

  return FALSE;
}

/* @doc: (nullable): what the operation makes of it, unless it is there already */
static void
show_added (View *added,
            yyjson_mut_doc *doc,
            KpOutboxState state,
            gboolean is_shown)
{
  mark_pending (added, state);
  if (added->doc == NULL && doc != NULL && is_shown)
    take_body (added, doc);
}

/* The rules of the model's project (): an acknowledged operation no longer changes a record that
 * came with that snapshot or a later one; what it added is shown until the round ends all the same.
 */
static void
apply_waiting (KpPendingSet *self,
               const Waiting *waiting,
               GHashTable *views)
{
  const KpOperation *operation = waiting->operation;
  const KpActor actor = { self->person.id, self->person.name, self->person.kind };
  gboolean confirmed = waiting->state == KP_OUTBOX_CONFIRMED;
  View *subject = get_view (views, operation->kind->subject, &operation->subject);
  yyjson_val *body = yyjson_doc_get_root (subject->doc);
  gboolean matches;
  gboolean is_shown;
  g_auto (KpApplied) applied = { 0 };

  if (self->person.id == NULL || !may_apply (self, operation, subject))
    return;

  matches = body == NULL || kp_operation_matches_was (operation, body);
  kp_operation_apply (operation, body, &actor, operation->at, on_fact_cb, self, &applied);

  is_shown = matches || confirmed || operation->kind->to == NULL;
  if (operation->kind->added != KP_ENTITY_NONE)
    show_added (get_view (views, operation->kind->added, &operation->added), applied.added,
                waiting->state, is_shown);
  for (guint i = 0; i < operation->n_listed; i++)
    show_added (get_view (views, operation->kind->listed->entity, &operation->listed[i]),
                applied.listed != NULL ? applied.listed->pdata[i] : NULL, waiting->state, is_shown);

  mark_pending (subject, waiting->state);
  if (applied.subject != NULL && matches && !(confirmed && subject->at >= waiting->ok_number))
    take_body (subject, applied.subject);
}

static const char SELECT_RAW[] = "SELECT key, at, body FROM raw WHERE ent = $1 AND id = $2";

static gboolean
load_view (KpPendingSet *self,
           const KpChanged *record,
           View *view,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->store->cache, SELECT_RAW, error);
  const char *body;
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, record->entity);
  kp_statement_bind_id (select, 2, &record->id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  view->key = kp_statement_get_int64 (select, 0);
  view->at = kp_replica_number_of (kp_statement_get_int64 (select, 1), self->epoch);
  body = kp_statement_get_text (select, 2);
  view->doc = yyjson_read (body, kp_statement_get_length (select, 2), YYJSON_READ_NOFLAG);
  if (view->doc != NULL)
    view->raw = g_strdup (body);
  return TRUE;
}

static void
add_todo (GHashTable *records,
          GArray *todo,
          KpEntityType entity,
          const KpId *id)
{
  KpChanged record = { .entity = entity, .id = *id };

  if (g_hash_table_contains (records, &record))
    return;

  kp_pending_records_add (records, entity, id);
  g_array_append_val (todo, record);
}

/* Adds what the operations on @records tie to them, and so on. Returns: (transfer full): indexes +
 * 1
 */
static GHashTable *
select_operations (KpPendingSet *self,
                   GHashTable *records)
{
  GHashTable *selected = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) todo = g_array_new (FALSE, FALSE, sizeof (KpChanged));
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    g_array_append_vals (todo, record, 1);

  for (guint i = 0; i < todo->len; i++)
    {
      GArray *indexes = g_hash_table_lookup (self->touching, &g_array_index (todo, KpChanged, i));

      for (guint k = 0; indexes != NULL && k < indexes->len; k++)
        {
          guint index = g_array_index (indexes, guint, k);
          const Waiting *waiting = g_ptr_array_index (self->operations, index);
          const KpOperation *operation = waiting->operation;

          if (!g_hash_table_add (selected, GUINT_TO_POINTER (index + 1)))
            continue;

          add_todo (records, todo, operation->kind->subject, &operation->subject);
          if (operation->kind->added != KP_ENTITY_NONE)
            add_todo (records, todo, operation->kind->added, &operation->added);
          for (guint j = 0; j < operation->n_listed; j++)
            add_todo (records, todo, operation->kind->listed->entity, &operation->listed[j]);
        }
    }

  return selected;
}

static int
get_pending (const View *view)
{
  if (view->needs_you)
    return KP_PENDING_NEEDS_YOU;
  if (view->queued)
    return KP_PENDING_QUEUED;

  return view->sent ? KP_PENDING_SENT : KP_PENDING_NONE;
}

/* Writes what differs from what is there: lists are told of true changes only. */
static gboolean
save_view (KpProjector *projector,
           const KpChanged *record,
           const View *view,
           KpChangeSet *changes,
           GError **error)
{
  g_autofree char *body = NULL;
  g_autofree char *old_body = NULL;
  KpProjected old;
  KpProjected row;

  if (!kp_projector_load (projector, record->entity, &record->id, &old, &old_body, error))
    return FALSE;

  if (view->doc != NULL)
    body = view->raw != NULL ? g_strdup (view->raw)
                             : yyjson_write (view->doc, YYJSON_WRITE_NOFLAG, NULL);

  if (body == NULL && old_body == NULL)
    return TRUE;
  if (g_strcmp0 (body, old_body) == 0 && old.pending == get_pending (view) &&
      MAX (old.key, 0) == view->key)
    return TRUE;

  kp_change_set_add (changes, record->entity, &record->id);
  if (body == NULL)
    return kp_projector_delete (projector, record->entity, &record->id, error);

  row = (KpProjected) {
    .entity = record->entity,
    .id = record->id,
    .key = view->key,
    .body = body,
    .length = strlen (body),
    .value = yyjson_doc_get_root (view->doc),
    .pending = get_pending (view),
  };
  return kp_projector_put (projector, &row, error);
}

/* Returns: (transfer full): the raw rows of @records as views */
static GHashTable *
load_views (KpPendingSet *self,
            GHashTable *records,
            GError **error)
{
  g_autoptr (GHashTable) views = g_hash_table_new_full (kp_changed_hash, kp_changed_equal,
                                                        NULL, (GDestroyNotify) view_free);
  GHashTableIter iter;
  gpointer record;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    {
      View *view = g_new0 (View, 1);

      g_hash_table_insert (views, record, view);
      if (!load_view (self, record, view, error))
        return NULL;
    }

  return g_steal_pointer (&views);
}

static gboolean
save_views (KpProjector *projector,
            GHashTable *views,
            KpChangeSet *changes,
            GError **error)
{
  GHashTableIter iter;
  gpointer record;
  gpointer view;

  g_hash_table_iter_init (&iter, views);
  while (g_hash_table_iter_next (&iter, &record, &view))
    {
      if (!save_view (projector, record, view, changes, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_pending_set_project (KpPendingSet *self,
                        KpProjector *projector,
                        gint64 round,
                        GHashTable *records,
                        KpChangeSet *changes,
                        GError **error)
{
  g_autoptr (GHashTable) selected = select_operations (self, records);
  g_autoptr (GHashTable) views = load_views (self, records, error);

  if (views == NULL)
    return FALSE;

  for (guint i = 0; i < self->operations->len; i++)
    {
      const Waiting *waiting = g_ptr_array_index (self->operations, i);
      const KpOperation *operation = waiting->operation;

      if (!g_hash_table_contains (selected, GUINT_TO_POINTER (i + 1)))
        continue;
      if (waiting->state == KP_OUTBOX_NEEDS_YOU && !waiting->held)
        mark_pending (get_view (views, operation->kind->subject, &operation->subject),
                      waiting->state);
      else if (waiting->state != KP_OUTBOX_CONFIRMED || waiting->ok_number > round)
        apply_waiting (self, waiting, views);
    }

  return save_views (projector, views, changes, error);
}

/* Returns: (transfer full): the projection of a record as a view, its marks too */
static View *
load_projected (KpProjector *projector,
                KpEntityType entity,
                const KpId *id,
                GError **error)
{
  g_autofree char *body = NULL;
  View *view = g_new0 (View, 1);
  KpProjected row;

  if (!kp_projector_load (projector, entity, id, &row, &body, error))
    {
      view_free (view);
      return NULL;
    }

  /* Only a row of its own has a key below zero. */
  view->key = MAX (row.key, 0);
  if (body != NULL)
    view->doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  if (view->doc != NULL)
    view->raw = g_steal_pointer (&body);
  view->queued = row.pending == KP_PENDING_QUEUED;
  view->sent = row.pending == KP_PENDING_SENT;
  view->needs_you = row.pending == KP_PENDING_NEEDS_YOU;
  return view;
}

/* Adds the projections of what @operations touch. */
static gboolean
load_projections (KpProjector *projector,
                  GPtrArray *operations,
                  GHashTable *views,
                  GError **error)
{
  g_autoptr (GHashTable) records = kp_pending_records_new ();
  GHashTableIter iter;
  gpointer record;

  for (guint i = 0; i < operations->len; i++)
    add_records_of (records, g_ptr_array_index (operations, i));

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    {
      const KpChanged *changed = record;
      View *view = load_projected (projector, changed->entity, &changed->id, error);

      if (view == NULL)
        return FALSE;
      g_hash_table_iter_steal (&iter);
      g_hash_table_insert (views, record, view);
    }

  return TRUE;
}

static gboolean
project_last (KpStore *store,
              GPtrArray *operations,
              KpProjector *projector,
              KpChangeSet *changes,
              GError **error)
{
  g_autoptr (KpPendingSet) set = new_set (store, error);
  g_autoptr (GHashTable) views = g_hash_table_new_full (kp_changed_hash, kp_changed_equal, g_free,
                                                        (GDestroyNotify) view_free);

  if (set == NULL || !load_projections (projector, operations, views, error))
    return FALSE;

  for (guint i = 0; i < operations->len; i++)
    {
      KpOperation *operation = g_ptr_array_index (operations, i);
      const Waiting waiting = { .operation = operation, .state = KP_OUTBOX_QUEUED };

      apply_waiting (set, &waiting, views);
    }

  return save_views (projector, views, changes, error);
}

static const char IS_UNTOUCHED[] = "SELECT 1 FROM operation WHERE id = $1 AND state = 1";

/* @are: (out): whether all are as they were queued; the other store may have sent them since */
static gboolean
are_untouched (KpStore *store,
               GPtrArray *operations,
               gboolean *are,
               GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->outbox, IS_UNTOUCHED, error);

  *are = TRUE;
  if (select == NULL)
    return FALSE;

  for (guint i = 0; *are && i < operations->len; i++)
    {
      kp_statement_bind_id (select, 1, &((KpOperation *) operations->pdata[i])->id);
      if (!kp_statement_step (select, are, NULL, error))
        return FALSE;
      kp_statement_reset (select);
    }

  return TRUE;
}

static gboolean
project_anew (KpStore *store,
              GPtrArray *operations,
              KpProjector *projector,
              KpChangeSet *changes,
              GError **error)
{
  g_autoptr (GHashTable) records = kp_pending_records_new ();
  g_autoptr (KpPendingSet) set = NULL;
  gint64 round;

  if (!kp_replica_get_round (store->cache, &round, error))
    return FALSE;
  set = kp_pending_set_load (store, round, error);
  if (set == NULL)
    return FALSE;

  for (guint i = 0; i < operations->len; i++)
    add_records_of (records, g_ptr_array_index (operations, i));
  return kp_pending_set_project (set, projector, round, records, changes, error);
}

gboolean
kp_pending_project_last (KpStore *store,
                         GPtrArray *operations,
                         KpChangeSet *changes,
                         GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);
  g_autoptr (KpProjector) projector = kp_projector_new (store->texts, store->cache);
  gboolean untouched;

  return transaction != NULL &&
         are_untouched (store, operations, &untouched, error) &&
         (untouched ? project_last (store, operations, projector, changes, error)
                    : project_anew (store, operations, projector, changes, error)) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}
