/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The work-order overview: portal requests wait in it until they become work orders.
 */

#include "kp-backoffice-page.h"

#include "kp-backoffice-lists.h"
#include "kp-module-view.h"
#include "kp-work-options.h"

struct _KpBackofficePage
{
  KpPage parent_instance;

  KpModuleView *view;         /* (template child) */
  AdwNavigationView *content; /* (template child) */
  GPtrArray *options;         /* (owned) (element-type KpOption): unowned */
};

G_DEFINE_FINAL_TYPE (KpBackofficePage, kp_backoffice_page, KP_TYPE_PAGE)

static void
show_counts (KpBackofficePage *self)
{
  KpCounts *counts = kp_client_get_counts (kp_page_get_client (KP_PAGE (self)));

  kp_work_options_show_counts (self->options, counts);
  kp_page_set_n_waiting (KP_PAGE (self), kp_counts_get (counts, KP_COUNT_WAITING));
}

static void
show_allowed (KpBackofficePage *self)
{
  kp_work_options_show_allowed (self->options, kp_page_get_client (KP_PAGE (self)));
}

/* The pages are called like their options, and one list has several. */
static void
show_option (KpBackofficePage *self)
{
  KpPage *page = KP_PAGE (self);
  const char *tag = kp_page_get_option (page);
  const char *state = NULL;

  if (kp_work_options_find_state (tag, &state))
    {
      kp_work_order_list_show_state (kp_backoffice_lists_ensure_orders (self->content, page),
                                     state);
      tag = "work-orders";
    }
  else if (g_strcmp0 (tag, "search") == 0)
    kp_backoffice_lists_ensure_search (self->content, page);
  else
    kp_backoffice_lists_ensure_inbox (self->content, page);
  if (g_strcmp0 (adw_navigation_view_get_visible_page_tag (self->content), tag) != 0)
    adw_navigation_view_replace_with_tags (self->content, &tag, 1);
}

static void
kp_backoffice_page_open (KpPage *page,
                         const char *option,
                         const char *id)
{
  KpBackofficePage *self = KP_BACKOFFICE_PAGE (page);

  if (option != NULL && *option != '\0')
    kp_page_set_option (page, option);
  show_option (self);
  kp_module_view_show_content (self->view);
  if (id != NULL && *id != '\0' && kp_work_options_find_state (kp_page_get_option (page), NULL))
    kp_work_order_list_open (kp_backoffice_lists_ensure_orders (self->content, page), id);
  else if (id != NULL && *id != '\0')
    kp_request_inbox_open (kp_backoffice_lists_ensure_inbox (self->content, page), id);
}

static void
kp_backoffice_page_search (KpPage *page)
{
  KpBackofficePage *self = KP_BACKOFFICE_PAGE (page);

  if (kp_work_options_find_state (kp_page_get_option (page), NULL))
    kp_work_order_list_search (kp_backoffice_lists_ensure_orders (self->content, page));
  else if (g_strcmp0 (kp_page_get_option (page), "search") == 0)
    kp_office_search_find (kp_backoffice_lists_ensure_search (self->content, page), "");
  else
    kp_request_inbox_search (kp_backoffice_lists_ensure_inbox (self->content, page));
}

static void
kp_backoffice_page_focus_options (KpPage *page)
{
  kp_module_view_focus_options (KP_BACKOFFICE_PAGE (page)->view);
}

static void
kp_backoffice_page_constructed (GObject *object)
{
  KpBackofficePage *self = KP_BACKOFFICE_PAGE (object);
  KpClient *client = kp_page_get_client (KP_PAGE (self));

  self->options = kp_work_options_add (KP_PAGE (self));
  g_signal_connect_object (kp_client_get_counts (client), "notify", G_CALLBACK (show_counts), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "notify::lacks-work", G_CALLBACK (show_allowed), self,
                           G_CONNECT_SWAPPED);
  show_option (self);
  show_allowed (self);
  show_counts (self);

  G_OBJECT_CLASS (kp_backoffice_page_parent_class)->constructed (object);
}

static void
kp_backoffice_page_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_BACKOFFICE_PAGE);
  g_clear_pointer (&KP_BACKOFFICE_PAGE (object)->options, g_ptr_array_unref);

  G_OBJECT_CLASS (kp_backoffice_page_parent_class)->dispose (object);
}

static void
kp_backoffice_page_class_init (KpBackofficePageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KpPageClass *page_class = KP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kp_backoffice_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kp_backoffice_page_dispose;
  page_class->open = kp_backoffice_page_open;
  page_class->search = kp_backoffice_page_search;
  page_class->focus_options = kp_backoffice_page_focus_options;

  g_type_ensure (KP_TYPE_MODULE_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-backoffice-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpBackofficePage, view);
  gtk_widget_class_bind_template_child (widget_class, KpBackofficePage, content);
  gtk_widget_class_bind_template_callback (widget_class, show_option);
}

static void
kp_backoffice_page_init (KpBackofficePage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
