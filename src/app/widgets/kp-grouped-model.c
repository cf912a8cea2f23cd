/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Sections are looked for from the row that is asked about, outwards: they hold at every moment of
 * a change, because each row knows its group.
 */

#include "kp-grouped-model.h"

struct _KpGroupedModel
{
  GObject parent_instance;

  KpQueryModel *model; /* (owned) */
};

static void kp_grouped_model_list_model_init (GListModelInterface *iface);
static void kp_grouped_model_section_model_init (GtkSectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (KpGroupedModel, kp_grouped_model, G_TYPE_OBJECT,
                               G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL,
                                                      kp_grouped_model_list_model_init)
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_SECTION_MODEL,
                                                      kp_grouped_model_section_model_init))

static void
on_regrouped_cb (KpGroupedModel *self)
{
  guint n_items = kp_query_model_get_n_items (self->model);

  if (n_items > 0)
    gtk_section_model_sections_changed (GTK_SECTION_MODEL (self), 0, n_items);
}

static void
on_items_changed_cb (KpGroupedModel *self,
                     guint position,
                     guint removed,
                     guint added)
{
  g_list_model_items_changed (G_LIST_MODEL (self), position, removed, added);
}

static GType
kp_grouped_model_get_item_type (GListModel *list)
{
  return g_list_model_get_item_type (G_LIST_MODEL (KP_GROUPED_MODEL (list)->model));
}

static guint
kp_grouped_model_get_n_items (GListModel *list)
{
  return kp_query_model_get_n_items (KP_GROUPED_MODEL (list)->model);
}

static gpointer
kp_grouped_model_get_item (GListModel *list,
                           guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (KP_GROUPED_MODEL (list)->model), position);
}

static void
kp_grouped_model_list_model_init (GListModelInterface *iface)
{
  iface->get_item_type = kp_grouped_model_get_item_type;
  iface->get_n_items = kp_grouped_model_get_n_items;
  iface->get_item = kp_grouped_model_get_item;
}

static void
kp_grouped_model_get_section (GtkSectionModel *model,
                              guint position,
                              guint *start,
                              guint *end)
{
  KpQueryModel *rows = KP_GROUPED_MODEL (model)->model;
  guint n_items = kp_query_model_get_n_items (rows);
  guint group;

  if (position >= n_items)
    {
      *start = n_items;
      *end = G_MAXUINT;
      return;
    }

  group = kp_query_model_get_group (rows, position);
  for (*start = position; *start > 0 && kp_query_model_get_group (rows, *start - 1) == group;)
    (*start)--;
  for (*end = position + 1; *end < n_items && kp_query_model_get_group (rows, *end) == group;)
    (*end)++;
}

static void
kp_grouped_model_section_model_init (GtkSectionModelInterface *iface)
{
  iface->get_section = kp_grouped_model_get_section;
}

static void
kp_grouped_model_dispose (GObject *object)
{
  g_clear_object (&KP_GROUPED_MODEL (object)->model);

  G_OBJECT_CLASS (kp_grouped_model_parent_class)->dispose (object);
}

static void
kp_grouped_model_class_init (KpGroupedModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_grouped_model_dispose;
}

static void
kp_grouped_model_init (KpGroupedModel *self)
{
}

KpGroupedModel *
kp_grouped_model_new (KpQueryModel *model)
{
  KpGroupedModel *self;

  g_return_val_if_fail (KP_IS_QUERY_MODEL (model), NULL);

  self = g_object_new (KP_TYPE_GROUPED_MODEL, NULL);
  self->model = g_object_ref (model);
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (model, "regrouped", G_CALLBACK (on_regrouped_cb), self,
                           G_CONNECT_SWAPPED);

  return self;
}
