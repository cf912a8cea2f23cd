/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GTK asks in the same way for the row that an arrow key leads to and for the one that is clicked:
 * "this one and no other". What is meant by it is told by the event before it.
 */

#include "kp-ticked-model.h"

struct _KpTickedModel
{
  GObject parent_instance;

  GtkSelectionModel *ticked; /* (owned) */
  gboolean by_pointer;       /* whether the last event was of a pointer, or a touch */
};

static void kp_ticked_model_list_init (GListModelInterface *iface);
static void kp_ticked_model_selection_init (GtkSelectionModelInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (
  KpTickedModel,
  kp_ticked_model,
  G_TYPE_OBJECT,
  G_IMPLEMENT_INTERFACE (G_TYPE_LIST_MODEL, kp_ticked_model_list_init)
    G_IMPLEMENT_INTERFACE (GTK_TYPE_SELECTION_MODEL, kp_ticked_model_selection_init))

static GtkSelectionModel *
get_ticked (gpointer self)
{
  return KP_TICKED_MODEL (self)->ticked;
}

static GType
get_item_type (GListModel *self)
{
  return g_list_model_get_item_type (G_LIST_MODEL (get_ticked (self)));
}

static guint
get_n_items (GListModel *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (get_ticked (self)));
}

static gpointer
get_item (GListModel *self,
          guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (get_ticked (self)), position);
}

static void
kp_ticked_model_list_init (GListModelInterface *iface)
{
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

static gboolean
is_selected (GtkSelectionModel *self,
             guint position)
{
  return gtk_selection_model_is_selected (get_ticked (self), position);
}

static GtkBitset *
get_selection_in_range (GtkSelectionModel *self,
                        guint position,
                        guint n_items)
{
  return gtk_selection_model_get_selection_in_range (get_ticked (self), position, n_items);
}

static gboolean
unselect_item (GtkSelectionModel *self,
               guint position)
{
  return gtk_selection_model_unselect_item (get_ticked (self), position);
}

static gboolean
select_item (GtkSelectionModel *self,
             guint position,
             gboolean unselect_rest)
{
  if (!unselect_rest)
    return gtk_selection_model_select_item (get_ticked (self), position, FALSE);
  if (!KP_TICKED_MODEL (self)->by_pointer)
    return TRUE;

  return is_selected (self, position)
           ? unselect_item (self, position)
           : gtk_selection_model_select_item (get_ticked (self), position, FALSE);
}

static gboolean
select_range (GtkSelectionModel *self,
              guint position,
              guint n_items,
              gboolean unselect_rest)
{
  return gtk_selection_model_select_range (get_ticked (self), position, n_items, FALSE);
}

static gboolean
unselect_range (GtkSelectionModel *self,
                guint position,
                guint n_items)
{
  return gtk_selection_model_unselect_range (get_ticked (self), position, n_items);
}

static gboolean
select_all (GtkSelectionModel *self)
{
  return gtk_selection_model_select_all (get_ticked (self));
}

static gboolean
unselect_all (GtkSelectionModel *self)
{
  return gtk_selection_model_unselect_all (get_ticked (self));
}

static gboolean
set_selection (GtkSelectionModel *self,
               GtkBitset *selected,
               GtkBitset *mask)
{
  return gtk_selection_model_set_selection (get_ticked (self), selected, mask);
}

static void
kp_ticked_model_selection_init (GtkSelectionModelInterface *iface)
{
  iface->is_selected = is_selected;
  iface->get_selection_in_range = get_selection_in_range;
  iface->select_item = select_item;
  iface->unselect_item = unselect_item;
  iface->select_range = select_range;
  iface->unselect_range = unselect_range;
  iface->select_all = select_all;
  iface->unselect_all = unselect_all;
  iface->set_selection = set_selection;
}

static void
kp_ticked_model_dispose (GObject *object)
{
  KpTickedModel *self = KP_TICKED_MODEL (object);

  g_signal_handlers_disconnect_by_data (self->ticked, self);

  G_OBJECT_CLASS (kp_ticked_model_parent_class)->dispose (object);
}

static void
kp_ticked_model_finalize (GObject *object)
{
  g_object_unref (KP_TICKED_MODEL (object)->ticked);

  G_OBJECT_CLASS (kp_ticked_model_parent_class)->finalize (object);
}

static void
kp_ticked_model_class_init (KpTickedModelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_ticked_model_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_ticked_model_finalize;
}

static void
kp_ticked_model_init (KpTickedModel *self)
{
}

KpTickedModel *
kp_ticked_model_new (GListModel *rows)
{
  KpTickedModel *self;

  g_return_val_if_fail (G_IS_LIST_MODEL (rows), NULL);

  self = g_object_new (KP_TYPE_TICKED_MODEL, NULL);
  self->ticked = GTK_SELECTION_MODEL (gtk_multi_selection_new (g_object_ref (rows)));
  g_signal_connect_object (self->ticked, "items-changed",
                           G_CALLBACK (g_list_model_items_changed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->ticked, "selection-changed",
                           G_CALLBACK (gtk_selection_model_selection_changed), self,
                           G_CONNECT_SWAPPED);

  return self;
}

void
kp_ticked_model_set_by_pointer (KpTickedModel *self,
                                gboolean by_pointer)
{
  g_return_if_fail (KP_IS_TICKED_MODEL (self));

  self->by_pointer = by_pointer;
}

static gboolean
on_event_cb (KpTickedModel *self,
             GdkEvent *event)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    kp_ticked_model_set_by_pointer (self, TRUE);
  else if (type == GDK_KEY_PRESS)
    kp_ticked_model_set_by_pointer (self, FALSE);

  return GDK_EVENT_PROPAGATE;
}

void
kp_ticked_model_watch (KpTickedModel *self,
                       GtkWidget *view)
{
  GtkEventController *controller;

  g_return_if_fail (KP_IS_TICKED_MODEL (self) && GTK_IS_WIDGET (view));

  controller = gtk_event_controller_legacy_new ();
  /* Before the rows take it. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_event_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_add_controller (view, controller);
}
