/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An answer is shown in pieces, with time for a frame between any two, because a view makes and
 * fills widgets for what it is told of. A piece is over when a few rows were looked at, or changed
 * under somebody's eyes; where nobody looks, it is the whole rest.
 */

#include "kp-query-model.h"

#include "kp-id-seam.h"
#include "kp-record-private.h"

/* Pages whose objects are kept although nobody else may hold them: scrolling back asks nothing. */
#define KEPT_PAGES 8

/* What a piece may take, a row that a view makes or fills, and a change that nobody looks at. */
#define PIECE_EFFORT 64
#define LOOK_EFFORT 16
#define FILL_EFFORT 8
#define STEP_EFFORT 1

/* Between two pieces: a frame of a display of 60 Hz. */
#define PIECE_PAUSE_MS 16

/* Rows announced together where somebody looks; elsewhere so many, and twice as many each time. */
#define PART_SEEN (PIECE_EFFORT / LOOK_EFFORT)
#define PART_UNSEEN 16
#define PART_MOST 65536

struct _KpQueryModel
{
  GObject parent_instance;

  GThread *home; /* the only thread that may use the model */
  const KpItemKind *kind;
  KpQueryFunc query;
  gpointer query_data;    /* (owned by @destroy) */
  GDestroyNotify destroy; /* (nullable) */
  gboolean closed;

  KpIdSeam rows;
  GHashTable *items; /* (owned): key in the item → (unowned) KpRecord, all that anybody holds */
  GQueue pages;      /* (owned) of GPtrArray of KpRecord: read last, newest first */

  GQueue answers;  /* (owned) of KpQueryAnswer: the one being shown, and those to follow */
  GPtrArray *page; /* (owned) (nullable) of KpRecord: rows of the first answer, filled so far */
  guint part;      /* rows to announce together where nobody looks */
  guint effort;    /* of the piece being shown */
  guint n_told;    /* number of rows last notified of */
  gboolean showing;
  guint pause_source; /* after a piece; 0 = one may be shown */

  GHashTable *asked;         /* (owned): unfilled KpId (owned) somebody looked at → row */
  guint ask_source;          /* sends for them when the view has finished looking; 0 = none */
  guint generation;          /* of the last question */
  guint asking;              /* generation of the list under way; 0 = none */
  GCancellable *cancellable; /* (owned) (nullable): of the list under way */
  gboolean again;            /* data changed while a list was under way */
  gboolean all;              /* with again: any record may have changed */
  GArray *changed;           /* (owned): with again: records that did */
  gboolean loaded;           /* whether there has been an answer */
  GError *error;             /* (owned) (nullable): of the last answer */
};

typedef enum
{
  PROP_N_ITEMS = 1,
  PROP_LOADING,
  PROP_LOADED,
  PROP_ERROR
} KpQueryModelProperty;

static GParamSpec *properties[PROP_ERROR + 1];

enum
{
  SIGNAL_REGROUPED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

static void kp_query_model_list_model_init (GListModelInterface *iface);
static gboolean on_pause_over_cb (gpointer user_data);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpQueryModel, kp_query_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_query_model_list_model_init))

static GArray *
new_ids (void)
{
  return g_array_new (FALSE, FALSE, sizeof (KpId));
}

static void
set_error (KpQueryModel *self,
           const GError *error)
{
  if (self->error == NULL && error == NULL)
    return;

  g_clear_error (&self->error);
  self->error = error != NULL ? g_error_copy (error) : NULL;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ERROR]);
}

static void
set_asking (KpQueryModel *self,
            guint generation,
            GCancellable *cancellable)
{
  gboolean was_loading = self->asking != 0;

  self->asking = generation;
  g_set_object (&self->cancellable, cancellable);
  if (was_loading != (generation != 0))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADING]);
}

static void
on_item_gone_cb (gpointer user_data,
                 GObject *item)
{
  KpQueryModel *self = user_data;

  /* The key lies in the item, which is being disposed of and so still there. */
  g_hash_table_remove (self->items, kp_record_get_key (KP_RECORD (item)));
}

/* Returns: (transfer full): the one object of that identity, possibly not filled yet */
static KpRecord *
dup_item (KpQueryModel *self,
          const KpId *id)
{
  KpRecord *item = g_hash_table_lookup (self->items, id);

  if (item != NULL)
    return g_object_ref (item);

  item = g_object_new (self->kind->get_type (), NULL);
  kp_record_set_id (item, id);
  g_hash_table_insert (self->items, (gpointer) kp_record_get_key (item), item);
  g_object_weak_ref (G_OBJECT (item), on_item_gone_cb, self);

  return item;
}

/* Whether anybody hears of it when a property changes, as the widgets of a row do. */
static gboolean
is_heard (KpRecord *item)
{
  guint notify = g_signal_lookup ("notify", G_TYPE_OBJECT);

  return g_signal_handler_find (item, G_SIGNAL_MATCH_ID, notify, 0, NULL, NULL, NULL) != 0;
}

static void
forget_items (KpQueryModel *self)
{
  GHashTableIter iter;
  gpointer item;

  g_hash_table_iter_init (&iter, self->items);
  while (g_hash_table_iter_next (&iter, NULL, &item))
    g_object_weak_unref (item, on_item_gone_cb, self);

  g_hash_table_remove_all (self->items);
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_ptr_array_unref);
}

static void
keep_page (KpQueryModel *self,
           GPtrArray *page)
{
  g_queue_push_head (&self->pages, page);
  if (self->pages.length > KEPT_PAGES)
    g_ptr_array_unref (g_queue_pop_tail (&self->pages));
}

/* Whether somebody looks at the row; there may be none. */
static gboolean
is_seen (KpQueryModel *self,
         guint position)
{
  KpRecord *item = position < kp_id_seam_count (&self->rows)
                     ? g_hash_table_lookup (self->items, kp_id_seam_get (&self->rows, position))
                     : NULL;

  return item != NULL && is_heard (item);
}

/* Asks for rows, or for the list too. */
static void
ask (KpQueryModel *self,
     gboolean list,
     GArray *wanted)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  KpQueryOrder *order = g_new (KpQueryOrder, 1);

  self->generation++;
  *order = (KpQueryOrder) {
    .generation = self->generation,
    .list = list,
    .first = list && (self->rows.ids->len == 0 || is_seen (self, 0)),
    .shown = g_array_ref (self->rows.ids),
    .wanted = g_array_ref (wanted),
  };
  if (list)
    set_asking (self, self->generation, cancellable);

  self->query (self, order, cancellable, self->query_data);
}

static void
ask_page (KpQueryModel *self,
          guint page)
{
  g_autoptr (GArray) wanted = new_ids ();
  guint first = page * KP_QUERY_PAGE;
  guint end = MIN (first + KP_QUERY_PAGE, kp_id_seam_count (&self->rows));

  for (guint i = first; i < end; i++)
    g_array_append_vals (wanted, kp_id_seam_get (&self->rows, i), 1);

  ask (self, FALSE, wanted);
}

static gboolean
on_ask_cb (gpointer user_data)
{
  KpQueryModel *self = KP_QUERY_MODEL (user_data);
  g_autoptr (GHashTable) pages = g_hash_table_new (NULL, NULL);
  g_autoptr (GArray) strays = new_ids (); /* not where they were any more */
  GHashTableIter iter;
  gpointer key;
  gpointer value;

  self->ask_source = 0;

  g_hash_table_iter_init (&iter, self->asked);
  while (g_hash_table_iter_next (&iter, &key, &value))
    {
      KpRecord *item = g_hash_table_lookup (self->items, key);
      guint row = GPOINTER_TO_UINT (value);

      /* A selection that lost its item may have looked at thousands of rows in passing. */
      if (item == NULL || kp_record_get_ready (item))
        continue;

      if (row < kp_id_seam_count (&self->rows) &&
          kp_id_equal (kp_id_seam_get (&self->rows, row), key))
        g_hash_table_add (pages, GUINT_TO_POINTER (row / KP_QUERY_PAGE));
      else
        g_array_append_vals (strays, key, 1);
    }
  g_hash_table_remove_all (self->asked);

  g_hash_table_iter_init (&iter, pages);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    ask_page (self, GPOINTER_TO_UINT (key));
  if (strays->len > 0)
    ask (self, FALSE, strays);

  return G_SOURCE_REMOVE;
}

/* Asks once more for the list, with those of the changed records that somebody holds. */
static void
ask_list (KpQueryModel *self)
{
  g_autoptr (GArray) wanted = new_ids ();

  if (self->all)
    {
      GHashTableIter iter;
      gpointer id;

      g_hash_table_iter_init (&iter, self->items);
      while (g_hash_table_iter_next (&iter, &id, NULL))
        g_array_append_vals (wanted, id, 1);
    }
  else
    {
      for (guint i = 0; i < self->changed->len; i++)
        {
          const KpId *id = &g_array_index (self->changed, KpId, i);

          if (g_hash_table_contains (self->items, id))
            g_array_append_vals (wanted, id, 1);
        }
    }

  self->again = FALSE;
  self->all = FALSE;
  g_array_set_size (self->changed, 0);
  ask (self, TRUE, wanted);
}

/* Fills items until the piece is over. */
static void
fill_items (KpQueryModel *self,
            GPtrArray *rows)
{
  if (self->page == NULL)
    self->page = g_ptr_array_new_with_free_func (g_object_unref);

  while (self->page->len < rows->len && self->effort < PIECE_EFFORT)
    {
      const KpRow *row = rows->pdata[self->page->len];
      KpRecord *item = dup_item (self, &row->id);
      gboolean is_shown = is_heard (item);

      g_ptr_array_add (self->page, item);
      if (kp_record_update (item, row) && is_shown)
        self->effort += FILL_EFFORT;
      if (self->closed)
        return;
    }
}

/* Announces some of what differs. */
static void
announce (KpQueryModel *self,
          const KpSplice *next)
{
  gboolean seen = is_seen (self, next->new_start) ||
                  is_seen (self, next->new_start + next->removed) ||
                  (next->new_start > 0 && is_seen (self, next->new_start - 1));
  guint effort = self->effort += STEP_EFFORT;
  KpSplice step;

  kp_id_seam_step (&self->rows, seen ? MIN (PART_SEEN, self->part) : self->part, &step);
  g_list_model_items_changed (G_LIST_MODEL (self), step.new_start, step.removed, step.added);

  /* What was looked at in passing costs no widgets, but may have been the edge of a view. */
  if (seen || self->effort > effort)
    self->part = PART_UNSEEN;
  else
    self->part = MIN (self->part, PART_MOST) * 2;
}

static void
tell_length (KpQueryModel *self)
{
  guint n = kp_id_seam_count (&self->rows);

  if (self->n_told == n)
    return;

  self->n_told = n;
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
}

/* The list of an answer is shown: it was the one awaited, or has become another's meanwhile. */
static void
end_list (KpQueryModel *self,
          guint generation)
{
  if (kp_id_seam_close (&self->rows))
    g_signal_emit (self, signals[SIGNAL_REGROUPED], 0);
  tell_length (self);
  if (self->closed || generation != self->asking)
    return;

  set_asking (self, 0, NULL);
  set_error (self, NULL);
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
  if (self->again && self->asking == 0 && !self->closed)
    ask_list (self);
}

/* Shows some of the first answer, and lets go of it when that was all. */
static void
show_answer (KpQueryModel *self,
             KpQueryAnswer *answer)
{
  guint generation = answer->generation;
  KpSplice next;

  fill_items (self, answer->rows);
  if (self->closed || self->page->len < answer->rows->len)
    return;

  /* Rows are true whatever was asked since; a list is the answer to one question only. */
  if (answer->ids != NULL && generation == self->asking)
    {
      /* Who shows a list as it begins has nothing else to do. */
      self->part = self->loaded ? PART_UNSEEN : G_MAXUINT;
      kp_id_seam_open (&self->rows, g_steal_pointer (&answer->ids),
                       g_steal_pointer (&answer->groups), g_steal_pointer (&answer->splices));
    }
  while (kp_id_seam_find_next (&self->rows, &next))
    {
      if (self->effort >= PIECE_EFFORT)
        return;
      announce (self, &next);
      if (self->closed)
        return;
    }

  if (self->page->len > 0)
    keep_page (self, g_steal_pointer (&self->page));
  g_clear_pointer (&self->page, g_ptr_array_unref);
  kp_query_answer_free (g_queue_pop_head (&self->answers));
  if (kp_id_seam_is_open (&self->rows))
    end_list (self, generation);
}

static void
show_piece (KpQueryModel *self)
{
  if (self->showing || self->pause_source != 0)
    return;

  g_object_ref (self);
  self->showing = TRUE;
  self->effort = 0;
  while (self->answers.length > 0 && self->effort < PIECE_EFFORT)
    show_answer (self, g_queue_peek_head (&self->answers));
  tell_length (self);
  self->showing = FALSE;

  if (self->effort >= PIECE_EFFORT && !self->closed)
    self->pause_source = g_timeout_add (PIECE_PAUSE_MS, on_pause_over_cb, self);
  g_object_unref (self);
}

static gboolean
on_pause_over_cb (gpointer user_data)
{
  KpQueryModel *self = KP_QUERY_MODEL (user_data);

  self->pause_source = 0;
  show_piece (self);

  return G_SOURCE_REMOVE;
}

static void
stop_showing (KpQueryModel *self)
{
  g_clear_handle_id (&self->pause_source, g_source_remove);
  g_queue_clear_full (&self->answers, (GDestroyNotify) kp_query_answer_free);
  g_clear_pointer (&self->page, g_ptr_array_unref);
}

/* The view is told that there is nothing any more. */
static void
drop_rows (KpQueryModel *self)
{
  guint n = kp_id_seam_count (&self->rows);

  stop_showing (self);
  kp_id_seam_clear (&self->rows);
  kp_id_seam_init (&self->rows);
  if (n > 0)
    g_list_model_items_changed (G_LIST_MODEL (self), 0, n, 0);
  tell_length (self);
}

static GType
kp_query_model_get_item_type (GListModel *list)
{
  return KP_QUERY_MODEL (list)->kind->get_type ();
}

static guint
kp_query_model_list_get_n_items (GListModel *list)
{
  return kp_id_seam_count (&KP_QUERY_MODEL (list)->rows);
}

static gpointer
kp_query_model_get_item (GListModel *list,
                         guint position)
{
  KpQueryModel *self = KP_QUERY_MODEL (list);
  KpRecord *item;

  if (position >= kp_id_seam_count (&self->rows))
    return NULL;

  item = dup_item (self, kp_id_seam_get (&self->rows, position));
  if (self->showing && !is_heard (item))
    self->effort += LOOK_EFFORT;
  if (kp_record_get_ready (item) || self->closed)
    return item;

  g_hash_table_insert (self->asked, g_memdup2 (kp_record_get_key (item), sizeof (KpId)),
                       GUINT_TO_POINTER (position));
  if (self->ask_source == 0)
    self->ask_source = g_idle_add_full (G_PRIORITY_DEFAULT, on_ask_cb, self, NULL);

  return item;
}

static void
kp_query_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_query_model_get_item_type;
  iface->get_n_items = kp_query_model_list_get_n_items;
  iface->get_item = kp_query_model_get_item;
}

static void
kp_query_model_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  KpQueryModel *self = KP_QUERY_MODEL (object);

  switch ((KpQueryModelProperty) prop_id)
    {
    case PROP_N_ITEMS:
      g_value_set_uint (value, kp_query_model_get_n_items (self));
      break;

    case PROP_LOADING:
      g_value_set_boolean (value, kp_query_model_get_loading (self));
      break;

    case PROP_LOADED:
      g_value_set_boolean (value, kp_query_model_get_loaded (self));
      break;

    case PROP_ERROR:
      g_value_set_boxed (value, kp_query_model_get_error (self));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
stop_asking (KpQueryModel *self)
{
  g_clear_handle_id (&self->ask_source, g_source_remove);
  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
}

static void
kp_query_model_finalize (GObject *object)
{
  KpQueryModel *self = KP_QUERY_MODEL (object);

  stop_asking (self);
  stop_showing (self);
  forget_items (self);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->asked);
  g_array_unref (self->changed);
  kp_id_seam_clear (&self->rows);
  if (self->destroy != NULL)
    self->destroy (self->query_data);

  G_OBJECT_CLASS (kp_query_model_parent_class)->finalize (object);
}

static void
kp_query_model_class_init (KpQueryModelClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_query_model_get_property;
  object_class->finalize = kp_query_model_finalize;

  properties[PROP_N_ITEMS] = g_param_spec_uint ("n-items", NULL, NULL, 0, G_MAXUINT, 0, flags);
  properties[PROP_LOADING] = g_param_spec_boolean ("loading", NULL, NULL, FALSE, flags);
  properties[PROP_LOADED] = g_param_spec_boolean ("loaded", NULL, NULL, FALSE, flags);
  properties[PROP_ERROR] = g_param_spec_boxed ("error", NULL, NULL, G_TYPE_ERROR, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_REGROUPED] = g_signal_new ("regrouped", KP_TYPE_QUERY_MODEL, G_SIGNAL_RUN_LAST, 0,
                                            NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_query_model_init (KpQueryModel *self)
{
  self->home = g_thread_self ();
  kp_id_seam_init (&self->rows);
  self->changed = new_ids ();
  self->items = g_hash_table_new (kp_id_hash, kp_id_equal);
  self->asked = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, NULL);
  g_queue_init (&self->pages);
  g_queue_init (&self->answers);
}

KpQueryModel *
kp_query_model_new (const KpItemKind *kind,
                    KpQueryFunc query,
                    gpointer query_data,
                    GDestroyNotify destroy)
{
  KpQueryModel *self;

  g_return_val_if_fail (kind != NULL && query != NULL, NULL);

  self = g_object_new (KP_TYPE_QUERY_MODEL, NULL);
  self->kind = kind;
  self->query = query;
  self->query_data = query_data;
  self->destroy = destroy;

  return self;
}

void
kp_query_model_restart (KpQueryModel *self)
{
  g_return_if_fail (KP_IS_QUERY_MODEL (self));
  g_assert (self->home == g_thread_self ());

  if (self->closed)
    return;

  if (self->cancellable != NULL)
    g_cancellable_cancel (self->cancellable);
  ask_list (self);
}

void
kp_query_model_refresh (KpQueryModel *self,
                        GArray *changed)
{
  g_return_if_fail (KP_IS_QUERY_MODEL (self));
  g_assert (self->home == g_thread_self ());

  if (self->closed)
    return;

  self->again = TRUE;
  self->all = self->all || changed == NULL;
  if (changed != NULL)
    g_array_append_vals (self->changed, changed->data, changed->len);
  if (self->asking == 0)
    ask_list (self);
}

void
kp_query_model_deliver (KpQueryModel *self,
                        KpQueryAnswer *answer)
{
  g_autoptr (KpQueryAnswer) owned = answer;

  g_return_if_fail (KP_IS_QUERY_MODEL (self));
  g_assert (self->home == g_thread_self ());

  if (self->closed)
    return;

  g_queue_push_tail (&self->answers, g_steal_pointer (&owned));
  show_piece (self);
}

void
kp_query_model_fail (KpQueryModel *self,
                     guint generation,
                     const GError *error)
{
  g_return_if_fail (KP_IS_QUERY_MODEL (self));
  g_return_if_fail (error != NULL);
  g_assert (self->home == g_thread_self ());

  if (self->closed || generation != self->asking)
    return;

  set_asking (self, 0, NULL);
  set_error (self, error);
}

void
kp_query_model_close (KpQueryModel *self)
{
  g_return_if_fail (KP_IS_QUERY_MODEL (self));

  if (self->closed)
    return;

  stop_asking (self);
  self->closed = TRUE;
  set_asking (self, 0, NULL);

  drop_rows (self);
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_ptr_array_unref);
}

guint
kp_query_model_get_n_items (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), 0);

  return kp_id_seam_count (&self->rows);
}

guint
kp_query_model_get_group (KpQueryModel *self,
                          guint position)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), 0);
  g_return_val_if_fail (position < kp_id_seam_count (&self->rows), 0);

  return kp_id_seam_get_group (&self->rows, position);
}

gboolean
kp_query_model_get_loading (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), FALSE);

  return self->asking != 0;
}

gboolean
kp_query_model_get_loaded (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), FALSE);

  return self->loaded;
}

const GError *
kp_query_model_get_error (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), NULL);

  return self->error;
}

guint
kp_query_model_find (KpQueryModel *self,
                     const char *id)
{
  KpId wanted;

  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), G_MAXUINT);

  if (id == NULL || !kp_id_parse (id, strlen (id), &wanted))
    return G_MAXUINT;

  for (guint i = 0; i < kp_id_seam_count (&self->rows); i++)
    {
      if (kp_id_equal (kp_id_seam_get (&self->rows, i), &wanted))
        return i;
    }

  return G_MAXUINT;
}

gpointer
kp_query_model_get_query_data (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), NULL);

  return self->query_data;
}

void
kp_query_order_free (KpQueryOrder *self)
{
  g_array_unref (self->shown);
  g_array_unref (self->wanted);
  g_free (self);
}

void
kp_query_answer_free (KpQueryAnswer *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->splices, g_array_unref);
  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->rows, g_ptr_array_unref);
  g_free (self);
}
