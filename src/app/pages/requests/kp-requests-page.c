/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Options, and which of the lists or forms they lead to.
 */

#include "kp-requests-page.h"

#include "kp-module-view.h"
#include "kp-request-forms.h"
#include "kp-request-lists.h"

#include <glib/gi18n.h>

struct _KpRequestsPage
{
  KpPage parent_instance;

  AdwNavigationView *whole;   /* (template child): the lists, and over them the form */
  AdwNavigationView *content; /* (template child): beside the options */
  KpModuleView *view;         /* (template child) */
  KpRequestLists *lists;      /* (owned) */
  KpRequestForms *forms;      /* (owned) */
};

G_DEFINE_FINAL_TYPE (KpRequestsPage, kp_requests_page, KP_TYPE_PAGE)

static void
on_chosen_cb (KpRequestsPage *self,
              const char *name)
{
  kp_request_lists_show (self->lists);
}

static void
kp_requests_page_open (KpPage *page,
                       const char *option,
                       const char *id)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (page);

  adw_navigation_view_pop_to_tag (self->whole, "lists");
  kp_module_view_show_content (self->view);
  if (g_strcmp0 (option, "new") == 0)
    {
      kp_request_forms_begin (self->forms, id);
      return;
    }

  if (option != NULL && *option != '\0')
    kp_page_set_option (page, option);
  kp_request_lists_show (self->lists);
  if (id != NULL && *id != '\0' && g_strcmp0 (option, "drafts") == 0)
    kp_request_forms_continue (self->forms, id);
  else if (id != NULL && *id != '\0')
    kp_request_lists_open (self->lists, id);
}

static void
on_sent_cb (KpRequestsPage *self,
            const char *request_id)
{
  kp_requests_page_open (KP_PAGE (self), "mine", request_id);
  kp_page_say (GTK_WIDGET (self), _ ("Your request is kept and goes to the office"));
}

static void
activate (GtkWidget *widget,
          const char *action_name,
          GVariant *parameter)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (widget);

  if (g_str_equal (action_name, "requests.new"))
    kp_requests_page_open (KP_PAGE (self), "new", NULL);
  else if (g_str_equal (action_name, "requests.continue"))
    kp_request_forms_continue (self->forms, g_variant_get_string (parameter, NULL));
  else
    kp_request_forms_delete (self->forms, g_variant_get_string (parameter, NULL));
}

static void
kp_requests_page_search (KpPage *page)
{
  kp_request_lists_search (KP_REQUESTS_PAGE (page)->lists);
}

static void
kp_requests_page_focus_options (KpPage *page)
{
  kp_module_view_focus_options (KP_REQUESTS_PAGE (page)->view);
}

static void
kp_requests_page_constructed (GObject *object)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (object);
  KpPage *page = KP_PAGE (object);

  kp_page_add_option (page, "mine", _ ("My requests"), "kp-requests-symbolic", NULL);
  kp_page_add_option (page, "colleagues", _ ("All colleagues"), "kp-organisation-symbolic", NULL);
  kp_page_add_option (page, "drafts", _ ("Drafts"), "document-edit-symbolic", NULL);
  self->lists = kp_request_lists_new (page, self->content);
  self->forms = kp_request_forms_new (page, self->whole, self->content);
  g_signal_connect_object (self->forms, "sent", G_CALLBACK (on_sent_cb), self, G_CONNECT_SWAPPED);
  kp_request_lists_show (self->lists);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->constructed (object);
}

static void
kp_requests_page_dispose (GObject *object)
{
  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_PAGE);
  g_clear_object (&KP_REQUESTS_PAGE (object)->lists);
  g_clear_object (&KP_REQUESTS_PAGE (object)->forms);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->dispose (object);
}

static void
kp_requests_page_class_init (KpRequestsPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KpPageClass *page_class = KP_PAGE_CLASS (klass);

  G_OBJECT_CLASS (klass)->constructed = kp_requests_page_constructed;
  G_OBJECT_CLASS (klass)->dispose = kp_requests_page_dispose;
  page_class->open = kp_requests_page_open;
  page_class->search = kp_requests_page_search;
  page_class->focus_options = kp_requests_page_focus_options;

  g_type_ensure (KP_TYPE_MODULE_VIEW);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-requests-page.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, whole);
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, content);
  gtk_widget_class_bind_template_child (widget_class, KpRequestsPage, view);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);
  gtk_widget_class_install_action (widget_class, "requests.new", NULL, activate);
  gtk_widget_class_install_action (widget_class, "requests.continue", "s", activate);
  gtk_widget_class_install_action (widget_class, "requests.delete-draft", "s", activate);
}

static void
kp_requests_page_init (KpRequestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
