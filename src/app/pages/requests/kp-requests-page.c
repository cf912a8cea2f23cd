/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where one goes from where: options show a list, a row opens its request, New Request leads
 * through the chooser to the form.
 */

#include "kp-requests-page.h"

#include "kp-draft-list.h"
#include "kp-draft-row.h"
#include "kp-flow-chooser.h"
#include "kp-module-view.h"
#include "kp-request-detail.h"
#include "kp-request-editor.h"
#include "kp-request-overview.h"

#include <glib/gi18n.h>

struct _KpRequestsPage
{
  KpPage parent_instance;

  AdwNavigationView *whole;    /* (template child): the lists, and over them the form */
  AdwNavigationView *content;  /* (template child): beside the options */
  KpModuleView *view;          /* (template child) */
  KpRequestOverview *overview; /* (owned): root of content for mine and colleagues */
  KpOption *mine;              /* (unowned) */
  KpOption *colleagues;        /* (unowned) */
  KpOption *drafts;            /* (unowned) */
};

G_DEFINE_FINAL_TYPE (KpRequestsPage, kp_requests_page, KP_TYPE_PAGE)

static KpClient *
get_client (KpRequestsPage *self)
{
  return kp_page_get_client (KP_PAGE (self));
}

static void
show_counts (KpRequestsPage *self)
{
  KpCounts *counts = kp_client_get_counts (get_client (self));

  kp_option_set_count (self->mine, kp_counts_get (counts, KP_COUNT_MINE_OPEN));
  kp_option_set_count (self->colleagues, kp_counts_get (counts, KP_COUNT_OPEN));
  kp_option_set_count (self->drafts, kp_counts_get (counts, KP_COUNT_DRAFTS));
  kp_page_set_n_waiting (KP_PAGE (self), kp_counts_get (counts, KP_COUNT_WAITING));
}

static void
push (KpRequestsPage *self,
      AdwNavigationView *view,
      AdwNavigationPage *page,
      const char *property)
{
  g_object_bind_property (self, property, page, property, G_BINDING_SYNC_CREATE);
  adw_navigation_view_push (view, page);
}

static void
open_request (KpRequestsPage *self,
              const char *id)
{
  push (self, self->content, kp_request_detail_new (get_client (self), id), "compact");
  kp_module_view_show_content (self->view);
}

static void
on_opened_cb (KpRequestsPage *self,
              const char *id)
{
  open_request (self, id);
}

/* Shows the list of an option, without what was opened from it. */
static void
show_option (KpRequestsPage *self)
{
  const char *option = kp_page_get_option (KP_PAGE (self));
  AdwNavigationPage *page = ADW_NAVIGATION_PAGE (self->overview);

  if (g_strcmp0 (option, "drafts") == 0)
    page = kp_draft_list_new (get_client (self));
  else if (g_strcmp0 (option, "colleagues") == 0)
    kp_request_overview_set_scope (self->overview, KP_SCOPE_ORGANISATION, _ ("All colleagues"));
  else
    kp_request_overview_set_scope (self->overview, KP_SCOPE_MINE, _ ("My requests"));

  adw_navigation_view_replace (self->content, &page, 1);
}

static void
on_chosen_cb (KpRequestsPage *self,
              const char *name)
{
  show_option (self);
}

/* The form. */

static void
on_editor_closed_cb (KpRequestsPage *self,
                     const char *request_id)
{
  adw_navigation_view_pop_to_tag (self->whole, "lists");
  if (request_id == NULL)
    return;

  kp_page_set_option (KP_PAGE (self), "mine");
  show_option (self);
  open_request (self, request_id);
  kp_page_say (GTK_WIDGET (self), _ ("Your request is kept and goes to the office"));
}

static void
show_form (KpRequestsPage *self,
           KpRequestForm *form)
{
  AdwNavigationPage *editor = kp_request_editor_new (get_client (self), form);

  g_signal_connect_object (editor, "closed", G_CALLBACK (on_editor_closed_cb), self,
                           G_CONNECT_SWAPPED);
  push (self, self->whole, editor, "narrow");
}

static void
on_form_made_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpRequestsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequestForm) form =
    kp_client_new_form_finish (KP_CLIENT (source_object), result, &error);

  if (get_client (self) == NULL)
    return;
  if (form == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    show_form (self, form);
}

static void
on_draft_opened_cb (GObject *source_object,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (KpRequestsPage) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpRequestForm) form =
    kp_client_open_draft_finish (KP_CLIENT (source_object), result, &error);

  if (get_client (self) == NULL)
    return;
  if (form == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    show_form (self, form);
}

static void
open_draft (KpRequestsPage *self,
            const char *draft_id)
{
  kp_client_open_draft_async (get_client (self), draft_id, on_draft_opened_cb, g_object_ref (self));
}

static void
on_flow_chosen_cb (KpRequestsPage *self,
                   const char *flow_id,
                   const char *org_id)
{
  kp_client_new_form_async (get_client (self), flow_id, org_id, on_form_made_cb,
                            g_object_ref (self));
}

static void
activate_new (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (widget);
  AdwNavigationPage *chooser = NULL;

  adw_navigation_view_pop_to_tag (self->whole, "lists");
  if (adw_navigation_view_find_page (self->content, "chooser") != NULL)
    return;

  chooser = kp_flow_chooser_new (get_client (self));
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_flow_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chooser, "continued", G_CALLBACK (open_draft), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->content, chooser);
  kp_module_view_show_content (self->view);
}

static void
activate_continue (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  open_draft (KP_REQUESTS_PAGE (widget), g_variant_get_string (parameter, NULL));
}

static void
on_draft_deleted_cb (GObject *source_object,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (KpRequestsPage) self = user_data;
  g_autoptr (GError) error = NULL;

  if (get_client (self) == NULL)
    return;
  if (!kp_client_delete_draft_finish (KP_CLIENT (source_object), result, &error))
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    kp_page_say (GTK_WIDGET (self), _ ("Draft deleted"));
}

static void
on_delete_answered_cb (AdwAlertDialog *dialog,
                       const char *response,
                       KpRequestsPage *self)
{
  if (g_str_equal (response, "delete") && get_client (self) != NULL)
    kp_client_delete_draft_async (get_client (self), g_object_get_data (G_OBJECT (dialog), "draft"),
                                  on_draft_deleted_cb, g_object_ref (self));
}

static void
activate_delete_draft (GtkWidget *widget,
                       const char *action_name,
                       GVariant *parameter)
{
  AdwAlertDialog *dialog = kp_draft_row_make_question ();

  g_object_set_data_full (G_OBJECT (dialog), "draft", g_variant_dup_string (parameter, NULL),
                          g_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_delete_answered_cb), widget, 0);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* The page. */

static void
kp_requests_page_refresh (KpPage *page)
{
  kp_client_sync_now (kp_page_get_client (page));
}

static void
kp_requests_page_open (KpPage *page,
                       const char *option,
                       const char *id)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (page);

  if (g_strcmp0 (option, "new") == 0)
    {
      activate_new (GTK_WIDGET (self), NULL, NULL);
      return;
    }

  adw_navigation_view_pop_to_tag (self->whole, "lists");
  if (option != NULL && *option != '\0')
    kp_page_set_option (page, option);
  show_option (self);

  if (id == NULL || *id == '\0')
    return;
  if (g_strcmp0 (option, "drafts") == 0)
    open_draft (self, id);
  else
    open_request (self, id);
}

static void
kp_requests_page_search (KpPage *page)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (page);

  adw_navigation_view_pop_to_tag (self->content, "overview");
  kp_request_overview_search (self->overview);
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

  self->mine = kp_page_add_option (KP_PAGE (self), "mine", _ ("My requests"),
                                   "kp-requests-symbolic", NULL);
  self->colleagues = kp_page_add_option (KP_PAGE (self), "colleagues", _ ("All colleagues"),
                                         "kp-organisation-symbolic", NULL);
  self->drafts = kp_page_add_option (KP_PAGE (self), "drafts", _ ("Drafts"),
                                     "document-edit-symbolic", NULL);
  self->overview = KP_REQUEST_OVERVIEW (kp_request_overview_new (get_client (self)));
  g_object_ref_sink (self->overview);
  g_object_bind_property (self, "narrow", self->overview, "narrow", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->overview, "opened", G_CALLBACK (on_opened_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_counts (get_client (self)), "notify",
                           G_CALLBACK (show_counts), self, G_CONNECT_SWAPPED);
  show_option (self);
  show_counts (self);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->constructed (object);
}

static void
kp_requests_page_dispose (GObject *object)
{
  KpRequestsPage *self = KP_REQUESTS_PAGE (object);

  adw_bin_set_child (ADW_BIN (object), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_REQUESTS_PAGE);
  g_clear_object (&self->overview);

  G_OBJECT_CLASS (kp_requests_page_parent_class)->dispose (object);
}

static void
kp_requests_page_class_init (KpRequestsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  KpPageClass *page_class = KP_PAGE_CLASS (klass);

  object_class->constructed = kp_requests_page_constructed;
  object_class->dispose = kp_requests_page_dispose;
  page_class->refresh = kp_requests_page_refresh;
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

  gtk_widget_class_install_action (widget_class, "requests.new", NULL, activate_new);
  gtk_widget_class_install_action (widget_class, "requests.continue", "s", activate_continue);
  gtk_widget_class_install_action (widget_class, "requests.delete-draft", "s",
                                   activate_delete_draft);
}

static void
kp_requests_page_init (KpRequestsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}
