/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One toggle per page of the stack, made again when the pages change; there are at most seven.
 */

#include "kp-module-bar.h"

#include <glib/gi18n.h>

struct _KpModuleBar
{
  AdwBin parent_instance;

  GtkBox *box;         /* (unowned): the child */
  AdwViewStack *stack; /* (owned) (nullable) */
  GListModel *pages;   /* (owned) (nullable): of the stack */
};

typedef enum
{
  PROP_STACK = 1
} KpModuleBarProperty;

typedef enum
{
  SIGNAL_AGAIN,
  SIGNAL_MORE
} KpModuleBarSignal;

static GParamSpec *properties[PROP_STACK + 1];
static guint signals[SIGNAL_MORE + 1];

G_DEFINE_FINAL_TYPE (KpModuleBar, kp_module_bar, ADW_TYPE_BIN)

#define MAX_WITHOUT_MORE 5
#define MAX_WITH_MORE 4

static void
on_toggle_clicked_cb (GtkToggleButton *toggle,
                      KpModuleBar *self)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (toggle));

  /* A tab never goes out by being pressed again. */
  gtk_toggle_button_set_active (toggle, TRUE);
  if (g_str_equal (name, "more"))
    g_signal_emit (self, signals[SIGNAL_MORE], 0);
  else if (g_strcmp0 (adw_view_stack_get_visible_child_name (self->stack), name) == 0)
    g_signal_emit (self, signals[SIGNAL_AGAIN], 0);
  else
    adw_view_stack_set_visible_child_name (self->stack, name);
}

static void
on_badge_notify_cb (AdwViewStackPage *page,
                    GParamSpec *pspec,
                    GtkLabel *badge)
{
  guint number = adw_view_stack_page_get_badge_number (page);
  g_autofree char *text = g_strdup_printf ("%u", number);

  gtk_label_set_label (badge, text);
  gtk_widget_set_visible (GTK_WIDGET (badge), number > 0);
}

static GtkWidget *
make_toggle (KpModuleBar *self,
             const char *name,
             const char *title,
             const char *icon_name,
             AdwViewStackPage *page)
{
  GtkWidget *toggle = g_object_new (GTK_TYPE_TOGGLE_BUTTON,
                                    "name", name,
                                    "accessible-role", GTK_ACCESSIBLE_ROLE_TAB,
                                    NULL);
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 3);
  GtkWidget *label = gtk_label_new (title);

  gtk_widget_set_halign (top, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (top), gtk_image_new_from_icon_name (icon_name));
  if (page != NULL)
    {
      GtkWidget *badge = gtk_label_new (NULL);

      gtk_widget_add_css_class (badge, "kp-nbadge");
      gtk_box_append (GTK_BOX (top), badge);
      g_signal_connect_object (page, "notify::badge-number",
                               G_CALLBACK (on_badge_notify_cb), badge, G_CONNECT_DEFAULT);
      on_badge_notify_cb (page, NULL, GTK_LABEL (badge));
    }
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (content), top);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (toggle), content);
  gtk_widget_add_css_class (toggle, "flat");
  gtk_accessible_update_property (GTK_ACCESSIBLE (toggle),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_signal_connect_object (toggle, "clicked",
                           G_CALLBACK (on_toggle_clicked_cb), self, G_CONNECT_DEFAULT);

  return toggle;
}

static void
update_active (KpModuleBar *self)
{
  const char *shown = adw_view_stack_get_visible_child_name (self->stack);

  for (GtkWidget *toggle = gtk_widget_get_first_child (GTK_WIDGET (self->box));
       toggle != NULL;
       toggle = gtk_widget_get_next_sibling (toggle))
    gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (toggle),
                                  g_strcmp0 (gtk_widget_get_name (toggle), shown) == 0);
}

static void
rebuild (KpModuleBar *self)
{
  guint n_pages = g_list_model_get_n_items (self->pages);
  guint n_shown = n_pages > MAX_WITHOUT_MORE ? MAX_WITH_MORE : n_pages;
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->box))) != NULL)
    gtk_box_remove (self->box, child);

  for (guint i = 0; i < n_shown; i++)
    {
      g_autoptr (AdwViewStackPage) page = g_list_model_get_item (self->pages, i);

      gtk_box_append (self->box,
                      make_toggle (self,
                                   adw_view_stack_page_get_name (page),
                                   adw_view_stack_page_get_title (page),
                                   adw_view_stack_page_get_icon_name (page),
                                   page));
    }
  if (n_shown < n_pages)
    gtk_box_append (self->box,
                    make_toggle (self, "more", _ ("More"), "view-more-horizontal-symbolic", NULL));
  update_active (self);
}

static void
on_pages_changed_cb (GListModel *pages,
                     guint position,
                     guint removed,
                     guint added,
                     KpModuleBar *self)
{
  /* A change of the selection is told as a change of items without one. */
  if (removed != added)
    rebuild (self);
}

static void
on_visible_child_notify_cb (AdwViewStack *stack,
                            GParamSpec *pspec,
                            KpModuleBar *self)
{
  update_active (self);
}

static void
set_stack (KpModuleBar *self,
           AdwViewStack *stack)
{
  if (!g_set_object (&self->stack, stack) || stack == NULL)
    return;

  self->pages = G_LIST_MODEL (adw_view_stack_get_pages (stack));
  g_signal_connect_object (self->pages, "items-changed",
                           G_CALLBACK (on_pages_changed_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (stack, "notify::visible-child",
                           G_CALLBACK (on_visible_child_notify_cb), self, G_CONNECT_DEFAULT);
  rebuild (self);
}

static void
kp_module_bar_get_property (GObject *object,
                            guint prop_id,
                            GValue *value,
                            GParamSpec *pspec)
{
  KpModuleBar *self = KP_MODULE_BAR (object);

  switch ((KpModuleBarProperty) prop_id)
    {
    case PROP_STACK:
      g_value_set_object (value, self->stack);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_module_bar_set_property (GObject *object,
                            guint prop_id,
                            const GValue *value,
                            GParamSpec *pspec)
{
  KpModuleBar *self = KP_MODULE_BAR (object);

  switch ((KpModuleBarProperty) prop_id)
    {
    case PROP_STACK:
      set_stack (self, g_value_get_object (value));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_module_bar_dispose (GObject *object)
{
  KpModuleBar *self = KP_MODULE_BAR (object);

  g_clear_object (&self->pages);
  g_clear_object (&self->stack);

  G_OBJECT_CLASS (kp_module_bar_parent_class)->dispose (object);
}

static void
kp_module_bar_class_init (KpModuleBarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_module_bar_get_property;
  object_class->set_property = kp_module_bar_set_property;
  object_class->dispose = kp_module_bar_dispose;

  properties[PROP_STACK] = g_param_spec_object ("stack", NULL, NULL, ADW_TYPE_VIEW_STACK,
                                                G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_AGAIN] = g_signal_new ("again", KP_TYPE_MODULE_BAR, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_MORE] = g_signal_new ("more", KP_TYPE_MODULE_BAR, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_module_bar_init (KpModuleBar *self)
{
  self->box = g_object_new (GTK_TYPE_BOX,
                            "homogeneous", TRUE,
                            "spacing", 6,
                            "margin-start", 6,
                            "margin-end", 6,
                            "margin-top", 6,
                            "margin-bottom", 6,
                            "accessible-role", GTK_ACCESSIBLE_ROLE_TAB_LIST,
                            NULL);
  gtk_widget_add_css_class (GTK_WIDGET (self->box), "kp-modulebar");
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->box));
}
