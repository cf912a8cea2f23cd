/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Columns are in the template; what is left is the filter and the selection. What is shown beside
 * the list stays there when its state takes it off the list: who planned it may go on with it.
 */

#include "kp-work-order-list.h"

#include "kp-grouped-model.h"
#include "kp-list-support.h"
#include "kp-row-menu.h"
#include "kp-status-frame.h"
#include "kp-status-pill.h"
#include "kp-sync-mark.h"
#include "kp-time-text.h"
#include "kp-work-order-detail.h"

#include <glib/gi18n.h>

struct _KpWorkOrderList
{
  AdwNavigationPage parent_instance;

  AdwOverlaySplitView *split;          /* (template child) */
  GtkEditable *search;                 /* (template child) */
  AdwToggleGroup *heap;                /* (template child) */
  GtkDropDown *order;                  /* (template child) */
  GtkWidget *frame;                    /* (template child) */
  GtkColumnView *table;                /* (template child) */
  GtkColumnViewColumn *changed_column; /* (template child) */
  GtkColumnViewColumn *sync_column;    /* (template child) */
  GtkListView *rows;                   /* (template child): where there is no room for the table */
  KpWorkOrderDetail *detail;           /* (template child) */
  KpClient *client;                    /* (owned) */
  KpQueryModel *orders;                /* (owned) */
  GtkSingleSelection *selection;       /* (owned) */
  char *state;                         /* (owned) (nullable): the one that is listed; NULL = all */
  gboolean compact;
  gboolean narrow;
};

typedef enum
{
  PROP_COMPACT = 1,
  PROP_NARROW
} KpWorkOrderListProperty;

static GParamSpec *properties[PROP_NARROW + 1];

G_DEFINE_FINAL_TYPE (KpWorkOrderList, kp_work_order_list, ADW_TYPE_NAVIGATION_PAGE)

/* In the order of the list that one chooses from. */
static const KpSort SORTS[] = { KP_SORT_UPDATED, KP_SORT_PLANNED, KP_SORT_ENGINEER,
                                KP_SORT_ORGANISATION };

static KpFilter
make_filter (KpWorkOrderList *self)
{
  guint order = gtk_drop_down_get_selected (self->order);
  const char *words = gtk_editable_get_text (self->search);
  const char *heap = adw_toggle_group_get_active_name (self->heap);

  return (KpFilter) {
    .scope = KP_SCOPE_ORGANISATION,
    .show = g_strcmp0 (heap, "completed") == 0 ? KP_SHOW_COMPLETED : KP_SHOW_OPEN,
    .sort = order < G_N_ELEMENTS (SORTS) ? SORTS[order] : KP_SORT_UPDATED,
    .grouped = TRUE,
    .search = *words != '\0' ? words : NULL,
    .state = self->state,
  };
}

static gboolean
is_known (const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
describe_date_cb (gpointer object,
                  const char *date)
{
  return is_known (date) ? kp_time_text_short_date (date) : g_strdup (_ ("Not planned yet"));
}

static char *
describe_engineer_cb (gpointer object,
                      const char *name)
{
  return g_strdup (is_known (name) ? name : _ ("Nobody yet"));
}

static char *
describe_organisation_cb (gpointer object,
                          const char *name)
{
  return g_strdup (name != NULL ? name : "");
}

/* What the heading of a group says, by the order of the list; nothing for the first. */
static const struct
{
  const char *property; /* (nullable): of the first work order of the group */
  GCallback describe;
} HEADINGS[] = {
  { NULL, NULL },
  { "planned-on", G_CALLBACK (describe_date_cb) },
  { "engineer", G_CALLBACK (describe_engineer_cb) },
  { "org-name", G_CALLBACK (describe_organisation_cb) },
};

static void
on_heading_set_up_cb (KpWorkOrderList *self,
                      GtkListHeader *header)
{
  guint order = MIN (gtk_drop_down_get_selected (self->order), G_N_ELEMENTS (HEADINGS) - 1);
  GtkWidget *label = gtk_label_new (NULL);
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_LIST_HEADER, NULL, "item");
  GtkExpression *value =
    gtk_property_expression_new (KP_TYPE_WORK_ORDER, item, HEADINGS[order].property);
  GtkExpression *text = gtk_cclosure_expression_new (
    G_TYPE_STRING, NULL, 1, &value, HEADINGS[order].describe, NULL, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "heading");
  gtk_list_header_set_child (header, label);
  gtk_expression_bind (text, label, "label", header);
}

/* A new factory makes the headings anew. */
static void
show_headings (KpWorkOrderList *self)
{
  guint order = gtk_drop_down_get_selected (self->order);
  g_autoptr (GtkListItemFactory) factory = NULL;

  if (order < G_N_ELEMENTS (HEADINGS) && HEADINGS[order].property != NULL)
    {
      factory = gtk_signal_list_item_factory_new ();
      g_signal_connect_object (factory, "setup", G_CALLBACK (on_heading_set_up_cb), self,
                               G_CONNECT_SWAPPED);
    }
  gtk_column_view_set_header_factory (self->table, factory);
  gtk_list_view_set_header_factory (self->rows, factory);
}

/* Beside an open work order the titles need what the last columns take. GTK takes headings for rows
 * when a column comes in, and puts a cell into each of them, over its label: they come after it. */
static void
show_columns (KpWorkOrderList *self)
{
  gboolean room = !self->compact && !adw_overlay_split_view_get_show_sidebar (self->split);

  if (gtk_column_view_column_get_visible (self->sync_column) == room)
    return;

  gtk_column_view_set_header_factory (self->table, NULL);
  gtk_column_view_column_set_visible (self->changed_column, room);
  gtk_column_view_column_set_visible (self->sync_column, room);
  show_headings (self);
}

static void
describe_empty (KpWorkOrderList *self)
{
  if (*gtk_editable_get_text (self->search) != '\0')
    g_object_set (self->frame, "empty-title", _ ("Nothing Found"), "empty-description",
                  _ ("No work order here has these words in it. Search the office to look "
                     "everywhere."),
                  "empty-action",
                  "orders.clear-filter", "empty-action-label", _ ("Clear Search"), NULL);
  else if (kp_client_get_lacks_work (self->client))
    g_object_set (self->frame, "empty-title", _ ("No Work Orders"), "empty-description",
                  _ ("The office does not show you all work orders. Search the office to find "
                     "one."),
                  "empty-action", NULL, NULL);
  else
    g_object_set (self->frame, "empty-title", _ ("No Work Orders"), "empty-description",
                  self->state != NULL
                    ? _ ("There is no work in this state now.")
                    : _ ("Accept a portal request and its work order appears here."),
                  "empty-action", NULL, NULL);
}

static void
on_filter_changed_cb (KpWorkOrderList *self)
{
  KpFilter filter = make_filter (self);

  if (self->orders == NULL)
    return;

  describe_empty (self);
  kp_client_refilter (self->client, self->orders, &filter);
}

static void
on_order_changed_cb (KpWorkOrderList *self)
{
  if (self->orders == NULL)
    return;

  show_headings (self);
  on_filter_changed_cb (self);
}

static void
on_stop_search_cb (KpWorkOrderList *self)
{
  gtk_editable_set_text (self->search, "");
}

static void
activate_clear_filter (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  on_stop_search_cb (KP_WORK_ORDER_LIST (widget));
}

static void
show_order (KpWorkOrderList *self,
            const char *id)
{
  g_autoptr (KpWorkOrder) order = kp_client_get_work_order (self->client, id);

  kp_work_order_detail_set_order (self->detail, self->client, order);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
on_selected_cb (KpWorkOrderList *self)
{
  KpRecord *selected = gtk_single_selection_get_selected_item (self->selection);
  KpWorkOrder *shown = kp_work_order_detail_get_order (self->detail);

  if (selected == NULL)
    return;
  if (shown == NULL ||
      g_strcmp0 (kp_record_get_id (KP_RECORD (shown)), kp_record_get_id (selected)) != 0)
    show_order (self, kp_record_get_id (selected));
}

static void
on_activate_cb (KpWorkOrderList *self,
                guint position)
{
  /* Return opens the row that has the keyboard; Tab moves that without selecting. */
  gtk_single_selection_set_selected (self->selection, position);
  on_selected_cb (self);
  adw_overlay_split_view_set_show_sidebar (self->split, TRUE);
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpWorkOrderList *self = KP_WORK_ORDER_LIST (widget);

  adw_overlay_split_view_set_show_sidebar (self->split, FALSE);
  gtk_single_selection_set_selected (self->selection, GTK_INVALID_LIST_POSITION);
  kp_work_order_detail_set_order (self->detail, self->client, NULL);
}

/* Closures of the template. */

static char *
describe_origin_cb (gpointer object,
                    const char *number,
                    const char *org_name)
{
  const char *first = is_known (number) ? number : _ ("Number follows");

  return g_strdup_printf ("%s · %s", first, org_name != NULL ? org_name : "");
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
  gboolean active = g_value_get_boolean (value);

  switch ((KpWorkOrderListProperty) prop_id)
    {
    case PROP_COMPACT:
      if (self->compact == active)
        return;
      self->compact = active;
      show_columns (self);
      g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_NARROW:
      if (self->narrow == active)
        return;
      self->narrow = active;
      g_object_notify_by_pspec (object, pspec);
      break;

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
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WORK_ORDER_LIST);
  g_clear_object (&self->selection);
  g_clear_object (&self->orders);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_work_order_list_parent_class)->dispose (object);
}

static void
kp_work_order_list_finalize (GObject *object)
{
  g_free (KP_WORK_ORDER_LIST (object)->state);

  G_OBJECT_CLASS (kp_work_order_list_parent_class)->finalize (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-work-order-list.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, split);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, search);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, heap);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, order);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, detail);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, frame);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, table);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, changed_column);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, sync_column);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderList, rows);
  gtk_widget_class_bind_template_callback (widget_class, on_filter_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_order_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_columns);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
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
  object_class->finalize = kp_work_order_list_finalize;

  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_STATUS_FRAME);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  g_type_ensure (KP_TYPE_SYNC_MARK);
  g_type_ensure (KP_TYPE_WORK_ORDER);
  g_type_ensure (KP_TYPE_WORK_ORDER_DETAIL);
  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "orders.clear-filter", NULL,
                                   activate_clear_filter);
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
  self->selection =
    gtk_single_selection_new (G_LIST_MODEL (kp_grouped_model_new (self->orders)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  kp_list_support_set_model (GTK_WIDGET (self->table), GTK_SELECTION_MODEL (self->selection));
  kp_list_support_set_model (GTK_WIDGET (self->rows), GTK_SELECTION_MODEL (self->selection));
  kp_list_support_stay_on_top (GTK_WIDGET (self->table), GTK_SELECTION_MODEL (self->selection));
  kp_list_support_stay_on_top (GTK_WIDGET (self->rows), GTK_SELECTION_MODEL (self->selection));
  kp_row_menu_add (GTK_WIDGET (self->table), NULL, NULL);
  kp_row_menu_add (GTK_WIDGET (self->rows), NULL, NULL);
  g_object_set (self->frame, "model", self->orders, NULL);
  kp_list_support_follow_online (self->frame, client);
  g_signal_connect_object (self->selection, "notify::selected-item", G_CALLBACK (on_selected_cb),
                           self, G_CONNECT_SWAPPED);
  describe_empty (self);

  return ADW_NAVIGATION_PAGE (self);
}

void
kp_work_order_list_show_state (KpWorkOrderList *self,
                               const char *state)
{
  g_return_if_fail (KP_IS_WORK_ORDER_LIST (self));

  if (!g_set_str (&self->state, state))
    return;

  adw_navigation_page_set_title (ADW_NAVIGATION_PAGE (self),
                                 state != NULL ? kp_list_support_name_work_state (state)
                                               : _ ("Work orders"));
  gtk_widget_set_visible (GTK_WIDGET (self->heap), state == NULL);
  on_filter_changed_cb (self);
}

void
kp_work_order_list_open (KpWorkOrderList *self,
                         const char *id)
{
  g_return_if_fail (KP_IS_WORK_ORDER_LIST (self));

  show_order (self, id);
}

void
kp_work_order_list_search (KpWorkOrderList *self)
{
  g_return_if_fail (KP_IS_WORK_ORDER_LIST (self));

  gtk_widget_grab_focus (GTK_WIDGET (self->search));
}
