/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list follows the options; the property "option" and the selected row follow each other.
 */

#include "kp-module-view.h"

#include "kp-list-support.h"
#include "kp-option-row.h"

struct _KpModuleView
{
  AdwBin parent_instance;

  AdwNavigationSplitView *split; /* (template child) */
  GtkListBox *list;              /* (template child) */
  GListModel *options;           /* (owned) (nullable): of KpOption */
  GtkWidget *content;            /* (owned) (nullable) */
  char *option;                  /* (owned) (nullable): name of the selected option */
  char *title;                   /* (owned): of the list, on a phone */
};

typedef enum
{
  PROP_OPTIONS = 1,
  PROP_OPTION,
  PROP_CONTENT,
  PROP_COLLAPSED,
  PROP_TITLE
} KpModuleViewProperty;

typedef enum
{
  SIGNAL_CHOSEN
} KpModuleViewSignal;

static GParamSpec *properties[PROP_TITLE + 1];
static guint signals[SIGNAL_CHOSEN + 1];

G_DEFINE_FINAL_TYPE (KpModuleView, kp_module_view, ADW_TYPE_BIN)

static GtkListBoxRow *
find_row (KpModuleView *self,
          const char *option)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_strcmp0 (kp_option_get_name (kp_option_row_get_option (KP_OPTION_ROW (row))),
                   option) == 0)
      return row;

  return NULL;
}

static void
select_option (KpModuleView *self)
{
  GtkListBoxRow *row = find_row (self, self->option);

  if (row != NULL && row != gtk_list_box_get_selected_row (self->list))
    gtk_list_box_select_row (self->list, row);
}

static void
set_option (KpModuleView *self,
            const char *option)
{
  if (!g_set_str (&self->option, option))
    return;

  select_option (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_OPTION]);
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  return kp_option_row_new (KP_OPTION (item));
}

static void
update_header_cb (GtkListBoxRow *row,
                  GtkListBoxRow *before,
                  gpointer user_data)
{
  const char *group = kp_option_get_group (kp_option_row_get_option (KP_OPTION_ROW (row)));
  const char *former = before != NULL
                         ? kp_option_get_group (kp_option_row_get_option (KP_OPTION_ROW (before)))
                         : NULL;
  GtkWidget *header;

  if (group == NULL || g_strcmp0 (group, former) == 0)
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }

  header = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (header), 0);
  gtk_widget_set_margin_start (header, 6);
  gtk_widget_set_margin_top (header, before != NULL ? 12 : 6);
  gtk_widget_set_margin_bottom (header, 6);
  gtk_widget_add_css_class (header, "caption-heading");
  gtk_widget_add_css_class (header, "dimmed");
  gtk_list_box_row_set_header (row, header);
}

static void
on_row_activated_cb (GtkListBox *list,
                     GtkListBoxRow *row,
                     KpModuleView *self)
{
  const char *name = kp_option_get_name (kp_option_row_get_option (KP_OPTION_ROW (row)));

  set_option (self, name);
  adw_navigation_split_view_set_show_content (self->split, TRUE);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, name);
}

/* The arrow keys select without activating: the content follows at once, as in any sidebar. Tab
 * passes the list by (tab-behavior), because a row that gets the focus is selected too.
 */
static void
on_row_selected_cb (GtkListBox *list,
                    GtkListBoxRow *row,
                    KpModuleView *self)
{
  const char *name;

  if (row == NULL)
    return;

  name = kp_option_get_name (kp_option_row_get_option (KP_OPTION_ROW (row)));
  if (g_strcmp0 (name, self->option) == 0)
    return;

  set_option (self, name);
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, name);
}

static void
on_options_changed_cb (GListModel *options,
                       guint position,
                       guint removed,
                       guint added,
                       KpModuleView *self)
{
  select_option (self);
}

static void
set_options (KpModuleView *self,
             GListModel *options)
{
  if (self->options == options)
    return;

  if (self->options != NULL)
    g_signal_handlers_disconnect_by_data (self->options, self);
  g_set_object (&self->options, options);
  gtk_list_box_bind_model (self->list, options, create_row_cb, self, NULL);
  if (options != NULL)
    g_signal_connect_object (options, "items-changed",
                             G_CALLBACK (on_options_changed_cb), self, G_CONNECT_AFTER);
  select_option (self);
}

static void
kp_module_view_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  KpModuleView *self = KP_MODULE_VIEW (object);

  switch ((KpModuleViewProperty) prop_id)
    {
    case PROP_OPTIONS:
      g_value_set_object (value, self->options);
      break;

    case PROP_OPTION:
      g_value_set_string (value, self->option);
      break;

    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;

    case PROP_COLLAPSED:
      g_value_set_boolean (value, adw_navigation_split_view_get_collapsed (self->split));
      break;

    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_module_view_set_property (GObject *object,
                             guint prop_id,
                             const GValue *value,
                             GParamSpec *pspec)
{
  KpModuleView *self = KP_MODULE_VIEW (object);

  switch ((KpModuleViewProperty) prop_id)
    {
    case PROP_OPTIONS:
      set_options (self, g_value_get_object (value));
      break;

    case PROP_OPTION:
      set_option (self, g_value_get_string (value));
      break;

    case PROP_CONTENT:
      if (g_set_object (&self->content, g_value_get_object (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    case PROP_COLLAPSED:
      kp_list_support_set_collapsed (self->split, g_value_get_boolean (value));
      break;

    case PROP_TITLE:
      if (g_set_str (&self->title, g_value_get_string (value)))
        g_object_notify_by_pspec (object, pspec);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_module_view_dispose (GObject *object)
{
  KpModuleView *self = KP_MODULE_VIEW (object);

  if (self->options != NULL)
    set_options (self, NULL);

  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_MODULE_VIEW);
  g_clear_object (&self->content);
  g_clear_pointer (&self->option, g_free);
  g_clear_pointer (&self->title, g_free);

  G_OBJECT_CLASS (kp_module_view_parent_class)->dispose (object);
}

static void
kp_module_view_class_init (KpModuleViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_module_view_get_property;
  object_class->set_property = kp_module_view_set_property;
  object_class->dispose = kp_module_view_dispose;

  properties[PROP_OPTIONS] = g_param_spec_object ("options", NULL, NULL, G_TYPE_LIST_MODEL, flags);
  properties[PROP_OPTION] = g_param_spec_string ("option", NULL, NULL, NULL, flags);
  properties[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  properties[PROP_COLLAPSED] = g_param_spec_boolean ("collapsed", NULL, NULL, FALSE, flags);
  properties[PROP_TITLE] = g_param_spec_string ("title", NULL, NULL, NULL, flags);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", KP_TYPE_MODULE_VIEW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-module-view.ui");
  gtk_widget_class_bind_template_child (widget_class, KpModuleView, split);
  gtk_widget_class_bind_template_child (widget_class, KpModuleView, list);
  gtk_widget_class_bind_template_callback (widget_class, on_row_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_row_selected_cb);
}

static void
kp_module_view_init (KpModuleView *self)
{
  self->title = g_strdup ("");
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_list_box_set_header_func (self->list, update_header_cb, NULL, NULL);
}

void
kp_module_view_focus_options (KpModuleView *self)
{
  GtkListBoxRow *row;

  g_return_if_fail (KP_IS_MODULE_VIEW (self));

  adw_navigation_split_view_set_show_content (self->split, FALSE);
  row = gtk_list_box_get_selected_row (self->list);
  gtk_widget_grab_focus (row != NULL ? GTK_WIDGET (row) : GTK_WIDGET (self->list));
}

void
kp_module_view_show_content (KpModuleView *self)
{
  g_return_if_fail (KP_IS_MODULE_VIEW (self));

  adw_navigation_split_view_set_show_content (self->split, TRUE);
}
