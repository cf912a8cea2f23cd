/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns and facts are in the template; what is left is the filter and the selection.
 */

#include "kp-work-order-list.h"

#include "kp-list-support.h"
#include "kp-status-frame.h"
#include "kp-status-pill.h"
#include "kp-sync-mark.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpWorkOrderList
{
  AdwNavigationPage parent_instance;

  AdwOverlaySplitView *split;       /* (template child) */
  GtkEditable *search;              /* (template child) */
  AdwToggleGroup *heap;             /* (template child) */
  GtkWidget *frame;                 /* (template child) */
  GtkColumnView *table;             /* (template child) */
  GtkColumnViewColumn *day_column;  /* (template child) */
  GtkColumnViewColumn *sync_column; /* (template child) */
  KpClient *client;                 /* (owned) */
  KpQueryModel *orders;             /* (owned) */
  GtkSingleSelection *selection;    /* (owned) */
  gboolean compact;
  gboolean narrow;
};

typedef enum
{
  PROP_COMPACT = 1,
  PROP_NARROW,
  PROP_ORDER
} KpWorkOrderListProperty;

static GParamSpec *properties[PROP_ORDER + 1];

G_DEFINE_FINAL_TYPE (KpWorkOrderList, kp_work_order_list, ADW_TYPE_NAVIGATION_PAGE)

static KpFilter
make_filter (KpWorkOrderList *self)
{
  const char *words = gtk_editable_get_text (self->search);
  const char *heap = adw_toggle_group_get_active_name (self->heap);

  return (KpFilter) {
    .scope = KP_SCOPE_ORGANISATION,
    .show = g_strcmp0 (heap, "completed") == 0 ? KP_SHOW_COMPLETED : KP_SHOW_OPEN,
    .sort = KP_SORT_UPDATED,
    .search = *words != '\0' ? words : NULL,
  };
}

static void
on_filter_changed_cb (KpWorkOrderList *self)
{
  KpFilter filter = make_filter (self);

  if (self->orders != NULL)
    kp_client_refilter (self->client, self->orders, &filter);
}

static void
on_selected_cb (KpWorkOrderList *self)
{
  gpointer selected = gtk_single_selection_get_selected_item (self->selection);

  adw_overlay_split_view_set_show_sidebar (self->split, selected != NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORDER]);
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpWorkOrderList *self = KP_WORK_ORDER_LIST (widget);

  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
}

/* Closures of the template. */

static gboolean
is_known_cb (gpointer object,
             const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
describe_origin_cb (gpointer object,
                    const char *number,
                    const char *org_name)
{
  const char *first = is_known_cb (object, number) ? number : _ ("Number follows");

  return g_strdup_printf ("%s · %s", first, org_name != NULL ? org_name : "");
}

static char *
describe_date_cb (gpointer object,
                  const char *date)
{
  return is_known_cb (object, date) ? kp_time_text_date (date) : g_strdup (_ ("Not planned yet"));
}

static char *
describe_engineer_cb (gpointer object,
                      const char *name)
{
  return g_strdup (is_known_cb (object, name) ? name : _ ("Nobody yet"));
}

static void
kp_work_order_list_get_property (GObject *object,
                                 guint prop_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  KpWorkOrderList *self = KP_WORK_ORDER_LIST (object);

  switch ((KpWorkOrderListProperty) prop_id)
    {
    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_ORDER:
      g_value_set_object (value, self->selection != NULL
                                   ? gtk_single_selection_get_selected_item (self->selection)
                                   : NULL);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_work_order_list_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  KpWorkOrderList *self = KP_WORK_ORDER_LIST (object);
  gboolean active = FALSE;

  switch ((KpWorkOrderListProperty) prop_id)
    {
    case PROP_COMPACT:
      active = g_value_get_boolean (value);
      gtk_column_view_column_set_visible (self->sync_column, !active);
      if (self->compact != active)
        {
          self->compact = active;
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_NARROW:
      active = g_value_get_boolean (value);
      gtk_column_view_column_set_visible (self->day_column, !active);
      if (self->narrow != active)
        {
          self->narrow = active;
          g_object_notify_by_pspec (object, pspec);
        }
      break;

    case PROP_ORDER:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_work_order_list_dispose (GObject *object)
{
  KpWorkOrderList *self = KP_WORK_ORDER_LIST (object);

  /* Disposing the template also unparents the child, which AdwNavigationPage would not notice. */
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WORK_ORDER_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->orders);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_work_order_list_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-work-order-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, split);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, search);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, heap);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, frame);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, table);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, sync_column);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, day_column);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_known_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_origin_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_date_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_engineer_cb);
  kp_list_support_bind_closures (widget_class);
}

static void
kp_work_order_list_class_init (KpWorkOrderListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_work_order_list_get_property;
  object_class->set_property = kp_work_order_list_set_property;
  object_class->dispose = kp_work_order_list_dispose;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_ORDER] = g_param_spec_object ("order", NULL, NULL, KP_TYPE_WORK_ORDER,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_STATUS_FRAME);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  g_type_ensure (KP_TYPE_SYNC_MARK);
  g_type_ensure (KP_TYPE_WORK_ORDER);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "orders.close", NULL, activate_close);
}

static void
kp_work_order_list_init (KpWorkOrderList *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  adw_toggle_group_set_active_name (self->heap, "open");
}

AdwNavigationPage *
kp_work_order_list_new (KpClient *client)
{
  KpWorkOrderList *self;
  KpFilter filter;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = g_object_new (KP_TYPE_WORK_ORDER_LIST, NULL);
  filter = make_filter (self);
  self->client = g_object_ref (client);
  self->orders = kp_client_list_work_orders (client, &filter);
  self->selection = gtk_single_selection_new (g_object_ref (G_LIST_MODEL (self->orders)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  gtk_column_view_set_model (self->table, GTK_SELECTION_MODEL (self->selection));
  kp_list_support_stay_on_top (GTK_WIDGET (self->table));
  g_object_set (self->frame, "model", self->orders, NULL);
  kp_list_support_follow_online (self->frame, client);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);

  return ADW_NAVIGATION_PAGE (self);
}

void
kp_work_order_list_search (KpWorkOrderList *self)
{
  g_return_if_fail (KP_IS_WORK_ORDER_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
