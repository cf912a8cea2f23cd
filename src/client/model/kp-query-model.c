/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While the splices of an answer are announced, the list is a seam: its beginning is already the
 * new one, the rest still the old one. So nothing is moved in memory, whatever the length.
 */

#include "kp-query-model.h"

#include "kp-id-diff.h"
#include "kp-record-private.h"

/* Pages whose objects are kept although nobody else may hold them: scrolling back asks nothing. */
#define KEPT_PAGES 8

struct _KpQueryModel
{
  GObject parent_instance;

  GThread *home; /* the only thread that may use the model */
  const KpItemKind *kind;
  KpQueryFunc query;
  gpointer query_data;    /* (owned by @destroy) */
  GDestroyNotify destroy; /* (nullable) */
  gboolean closed;

  GArray *ids;        /* (owned) (element-type KpId): never changed, only replaced */
  guint seam;         /* rows of @ids that already count; the rest comes from @old */
  GArray *old;        /* (owned) (nullable): the list before, during an announcement */
  guint old_rest;     /* first row of @old that still counts */
  GArray *groups;     /* (owned) (nullable) (element-type guint): of @ids */
  GArray *old_groups; /* (owned) (nullable) (element-type guint): of @old */
  GHashTable *items;  /* (owned): key in the item → (unowned) KpRecord, all that anybody holds */
  GQueue pages;       /* (owned) of GPtrArray of KpRecord: read last, newest first */

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

static guint
count_rows (KpQueryModel *self)
{
  return self->old == NULL ? self->ids->len : self->seam + self->old->len - self->old_rest;
}

static const KpId *
get_row_id (KpQueryModel *self,
            guint position)
{
  if (self->old == NULL || position < self->seam)
    return &g_array_index (self->ids, KpId, position);

  return &g_array_index (self->old, KpId, self->old_rest + position - self->seam);
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
    .first = list && self->ids->len == 0,
    .shown = g_array_ref (self->ids),
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
  guint end = MIN (first + KP_QUERY_PAGE, count_rows (self));

  for (guint i = first; i < end; i++)
    g_array_append_vals (wanted, get_row_id (self, i), 1);

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

      if (row < count_rows (self) && kp_id_equal (get_row_id (self, row), key))
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

static void
fill_items (KpQueryModel *self,
            GPtrArray *rows)
{
  g_autoptr (GPtrArray) page = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < rows->len; i++)
    {
      const KpRow *row = rows->pdata[i];
      KpRecord *item = dup_item (self, &row->id);

      kp_record_update (item, row);
      g_ptr_array_add (page, item);
    }

  if (page->len > 0)
    keep_page (self, g_steal_pointer (&page));
}

/* Returns: whether rows that stayed where they are may be in other groups now */
static gboolean
have_changed (const GArray *before,
              const GArray *after)
{
  if (before == NULL || after == NULL)
    return before != after;

  return before->len != after->len ||
         memcmp (before->data, after->data, before->len * sizeof (guint)) != 0;
}

/* Puts the new list in place and announces the way to it, splice by splice. */
static void
replace_ids (KpQueryModel *self,
             KpQueryAnswer *answer)
{
  guint before = self->ids->len;
  gboolean is_regrouped = have_changed (self->groups, answer->groups);
  int shift = 0; /* rows gained so far */

  self->old_groups = g_steal_pointer (&self->groups);
  self->groups = g_steal_pointer (&answer->groups);
  self->old = g_steal_pointer (&self->ids);
  self->ids = g_steal_pointer (&answer->ids);
  self->seam = 0;
  self->old_rest = 0;

  for (guint i = 0; i < answer->splices->len; i++)
    {
      const KpSplice *splice = &g_array_index (answer->splices, KpSplice, i);

      g_assert ((int) splice->new_start - (int) splice->old_start == shift);
      shift += (int) splice->added - (int) splice->removed;
      self->seam = splice->new_start + splice->added;
      self->old_rest = splice->old_start + splice->removed;
      g_list_model_items_changed (G_LIST_MODEL (self), splice->new_start, splice->removed,
                                  splice->added);
    }

  g_clear_pointer (&self->old, g_array_unref);
  g_clear_pointer (&self->old_groups, g_array_unref);
  if (self->ids->len != before)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_N_ITEMS]);
  if (is_regrouped)
    g_signal_emit (self, signals[SIGNAL_REGROUPED], 0);
}

static GType
kp_query_model_get_item_type (GListModel *list)
{
  return KP_QUERY_MODEL (list)->kind->get_type ();
}

static guint
kp_query_model_list_get_n_items (GListModel *list)
{
  return count_rows (KP_QUERY_MODEL (list));
}

static gpointer
kp_query_model_get_item (GListModel *list,
                         guint position)
{
  KpQueryModel *self = KP_QUERY_MODEL (list);
  KpRecord *item;

  if (position >= count_rows (self))
    return NULL;

  item = dup_item (self, get_row_id (self, position));
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
  forget_items (self);
  g_clear_object (&self->cancellable);
  g_clear_error (&self->error);
  g_hash_table_unref (self->items);
  g_hash_table_unref (self->asked);
  g_array_unref (self->changed);
  g_array_unref (self->ids);
  g_clear_pointer (&self->groups, g_array_unref);
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
  self->ids = new_ids ();
  self->changed = new_ids ();
  self->items = g_hash_table_new (kp_id_hash, kp_id_equal);
  self->asked = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, NULL);
  g_queue_init (&self->pages);
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

  /* Rows are true whatever was asked since; a list is the answer to one question only. */
  fill_items (self, answer->rows);
  if (answer->ids == NULL || answer->generation != self->asking)
    return;

  g_object_ref (self);
  set_asking (self, 0, NULL);
  replace_ids (self, answer);
  set_error (self, NULL);
  if (!self->loaded)
    {
      self->loaded = TRUE;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_LOADED]);
    }
  if (self->again && self->asking == 0 && !self->closed)
    ask_list (self);
  g_object_unref (self);
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
  g_autoptr (KpQueryAnswer) nothing = NULL;

  g_return_if_fail (KP_IS_QUERY_MODEL (self));

  if (self->closed)
    return;

  stop_asking (self);
  self->closed = TRUE;
  set_asking (self, 0, NULL);

  nothing = g_new0 (KpQueryAnswer, 1);
  nothing->ids = new_ids ();
  nothing->splices = kp_id_diff (self->ids, nothing->ids, 1);
  nothing->rows = g_ptr_array_new ();
  replace_ids (self, nothing);
  g_queue_clear_full (&self->pages, (GDestroyNotify) g_ptr_array_unref);
}

guint
kp_query_model_get_n_items (KpQueryModel *self)
{
  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), 0);

  return count_rows (self);
}

guint
kp_query_model_get_group (KpQueryModel *self,
                          guint position)
{
  const GArray *groups;

  g_return_val_if_fail (KP_IS_QUERY_MODEL (self), 0);
  g_return_val_if_fail (position < count_rows (self), 0);

  groups = self->groups;
  if (self->old != NULL && position >= self->seam)
    {
      groups = self->old_groups;
      position = self->old_rest + position - self->seam;
    }

  return groups != NULL ? g_array_index (groups, guint, position) : 0;
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

  for (guint i = 0; i < count_rows (self); i++)
    {
      if (kp_id_equal (get_row_id (self, i), &wanted))
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
