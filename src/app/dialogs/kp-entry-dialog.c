/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pages that follow each other: the organisation, from the directory of the office; who of it
 * calls, as far as its people are known here; the kind of request; the form. Choosing an
 * organisation keeps it on this computer, so its people may appear a moment later. What was typed
 * stays a draft when the dialog is closed.
 */

#include "kp-entry-dialog.h"

#include "kp-combo-list.h"
#include "kp-flow-chooser.h"
#include "kp-page.h"
#include "kp-request-editor.h"
#include "kp-status-frame.h"

#include <glib/gi18n.h>

struct _KpEntryDialog
{
  AdwDialog parent_instance;

  AdwNavigationView *nav;               /* (template child) */
  GtkEditable *search;                  /* (template child) */
  GtkWidget *frame;                     /* (template child) */
  GtkListView *rows;                    /* (template child) */
  AdwPreferencesGroup *customers_group; /* (template child) */
  GtkCheckButton *nobody;               /* (template child) */
  GtkWidget *portal_group;              /* (template child) */
  AdwComboRow *portal_row;              /* (template child) */
  KpClient *client;                     /* (owned) (nullable): NULL after dispose */
  KpQueryModel *customers;              /* (owned) (nullable): of the organisation */
  KpQueryModel *portals;                /* (owned) */
  GtkFilter *portal_filter;             /* (owned) */
  GPtrArray *customer_rows;             /* (owned): unowned rows of customers_group */
  KpCustomer *customer;                 /* (owned) (nullable): NULL = nobody in particular */
  char *searched;                       /* (owned) (nullable): what the rows are found by */
  char *org_id;                         /* (owned) (nullable) */
  char *organisation;                   /* (owned): its name */
  gboolean narrow;
  gboolean opening; /* a form is on its way: it is not asked for twice */
};

enum
{
  PROP_ORGANISATION = 1,
  N_PROPERTIES
};

static GParamSpec *properties[N_PROPERTIES];

G_DEFINE_FINAL_TYPE (KpEntryDialog, kp_entry_dialog, ADW_TYPE_DIALOG)

/* The form. */

static void
on_closed_cb (KpEntryDialog *self,
              const char *request_id)
{
  GtkWidget *widget = GTK_WIDGET (self);

  if (request_id != NULL)
    {
      kp_page_show (widget, "backoffice", "requests", request_id);
      kp_page_say (widget, _ ("The request is kept and goes to the office"));
    }
  adw_dialog_close (ADW_DIALOG (self));
}

/* @form: (nullable) (transfer full): what came of asking for it */
static void
show_form (KpEntryDialog *self,
           KpRequestForm *form,
           const GError *error)
{
  g_autoptr (KpRequestForm) shown = form;
  AdwNavigationPage *editor = NULL;

  self->opening = FALSE;
  if (self->client == NULL)
    return;
  if (shown == NULL)
    {
      kp_page_say_error (GTK_WIDGET (self), error);
      return;
    }

  editor = kp_request_editor_new (self->client, shown);
  g_object_set (editor, "narrow", self->narrow, NULL);
  g_signal_connect_object (editor, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->nav, editor);
}

static void
on_form_made_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpEntryDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  show_form (self, kp_client_enter_form_finish (KP_CLIENT (source_object), result, &error), error);
}

static void
on_draft_opened_cb (GObject *source_object,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (KpEntryDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  show_form (self, kp_client_open_draft_finish (KP_CLIENT (source_object), result, &error), error);
}

static void
on_flow_chosen_cb (KpEntryDialog *self,
                   const char *flow_id)
{
  const char *user_id = self->customer != NULL ? kp_customer_get_user_id (self->customer) : NULL;

  if (self->opening)
    return;

  self->opening = TRUE;
  kp_client_enter_form_async (self->client, flow_id, self->org_id, user_id, on_form_made_cb,
                              g_object_ref (self));
}

static void
set_narrow (KpEntryDialog *self,
            gboolean narrow)
{
  AdwNavigationPage *editor = adw_navigation_view_find_page (self->nav, "editor");

  self->narrow = narrow;
  if (editor != NULL)
    g_object_set (editor, "narrow", narrow, NULL);
}

static void
on_narrow_cb (KpEntryDialog *self)
{
  set_narrow (self, TRUE);
}

static void
on_wide_cb (KpEntryDialog *self)
{
  set_narrow (self, FALSE);
}

/* Who calls. */

/* The portals of the organisation's people; all of them as long as nobody is known. */
static gboolean
is_portal_offered (gpointer item,
                   gpointer user_data)
{
  KpEntryDialog *self = user_data;
  GListModel *customers = G_LIST_MODEL (self->customers);
  guint n_customers = customers != NULL ? g_list_model_get_n_items (customers) : 0;

  for (guint i = 0; i < n_customers; i++)
    {
      g_autoptr (KpCustomer) customer = g_list_model_get_item (customers, i);

      if (g_strcmp0 (kp_customer_get_portal_id (customer), kp_choice_get_value (item)) == 0)
        return TRUE;
    }

  return n_customers == 0;
}

/* Only a request of nobody in particular leaves the portal open, and only if there are several. */
static void
show_portals (KpEntryDialog *self)
{
  GListModel *offered = adw_combo_row_get_model (self->portal_row);

  gtk_filter_changed (self->portal_filter, GTK_FILTER_CHANGE_DIFFERENT);
  gtk_widget_set_visible (self->portal_group,
                          self->customer == NULL && g_list_model_get_n_items (offered) > 1);
}

static void
on_chosen_cb (KpEntryDialog *self)
{
  g_clear_object (&self->customer);
  for (guint i = 0; i < self->customer_rows->len; i++)
    {
      AdwActionRow *row = self->customer_rows->pdata[i];
      GtkCheckButton *check = GTK_CHECK_BUTTON (adw_action_row_get_activatable_widget (row));

      if (gtk_check_button_get_active (check))
        self->customer = g_list_model_get_item (G_LIST_MODEL (self->customers), i);
    }
  show_portals (self);
}

static GtkWidget *
make_row (KpEntryDialog *self,
          KpCustomer *customer)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *check = gtk_check_button_new ();

  gtk_check_button_set_group (GTK_CHECK_BUTTON (check), self->nobody);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_RELATION_LABELLED_BY, row,
                                  NULL, -1);
  g_object_bind_property (customer, "name", row, "title", G_BINDING_SYNC_CREATE);
  g_signal_connect_object (customer, "notify::ready", G_CALLBACK (show_portals), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (check, "notify::active", G_CALLBACK (on_chosen_cb), self,
                           G_CONNECT_SWAPPED);

  return row;
}

static void
show_customers (KpEntryDialog *self)
{
  GListModel *customers = G_LIST_MODEL (self->customers);

  for (guint i = 0; i < self->customer_rows->len; i++)
    adw_preferences_group_remove (self->customers_group, self->customer_rows->pdata[i]);
  g_ptr_array_set_size (self->customer_rows, 0);
  gtk_check_button_set_active (self->nobody, TRUE);

  for (guint i = 0; i < g_list_model_get_n_items (customers); i++)
    {
      g_autoptr (KpCustomer) customer = g_list_model_get_item (customers, i);
      GtkWidget *row = make_row (self, customer);

      adw_preferences_group_add (self->customers_group, row);
      g_ptr_array_add (self->customer_rows, row);
    }
  on_chosen_cb (self);
}

static void
activate_go (GtkWidget *widget,
             const char *action_name,
             GVariant *parameter)
{
  KpEntryDialog *self = KP_ENTRY_DIALOG (widget);
  KpChoice *portal = adw_combo_row_get_selected_item (self->portal_row);
  const char *portal_id = portal != NULL ? kp_choice_get_value (portal) : NULL;
  AdwNavigationPage *chooser = NULL;
  g_autofree char *whose = g_strdup (self->organisation);

  if (self->customer != NULL)
    {
      portal_id = kp_customer_get_portal_id (self->customer);
      g_free (whose);
      whose = g_strdup_printf ("%s, %s", kp_customer_get_name (self->customer),
                               self->organisation);
    }
  if (portal_id == NULL)
    return;

  chooser = kp_flow_chooser_new_for (self->client, portal_id, whose);
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_flow_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->nav, chooser);
}

/* The organisation. */

static void
on_pinned_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpEntryDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_pin_finish (KP_CLIENT (source_object), result, &error) && self->client != NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
choose_organisation (KpEntryDialog *self,
                     KpOrganisation *organisation)
{
  g_set_str (&self->org_id, kp_record_get_id (KP_RECORD (organisation)));
  if (g_set_str (&self->organisation, kp_organisation_get_name (organisation)))
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORGANISATION]);
  kp_client_pin_async (self->client, self->org_id, on_pinned_cb, g_object_ref (self));

  g_clear_object (&self->customers);
  self->customers = kp_client_list_customers (self->client, self->org_id);
  g_signal_connect_object (self->customers, "items-changed", G_CALLBACK (show_customers), self,
                           G_CONNECT_SWAPPED);
  show_customers (self);
  adw_navigation_view_push_by_tag (self->nav, "customer");
}

static void
on_activate_cb (KpEntryDialog *self,
                guint position)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->rows));
  g_autoptr (KpOrganisation) organisation = g_list_model_get_item (model, position);

  if (organisation != NULL && kp_record_get_ready (KP_RECORD (organisation)))
    choose_organisation (self, organisation);
}

static void
show_organisations (KpEntryDialog *self)
{
  g_autofree char *words = g_strstrip (g_strdup (gtk_editable_get_text (self->search)));
  KpQueryModel *list =
    kp_client_list_served_organisations (self->client, *words != '\0' ? words : NULL);
  g_autoptr (GtkSelectionModel) selection = NULL;

  g_object_set (self->frame, "empty-title",
                *words != '\0' ? _ ("Nothing Found") : _ ("No Customers Yet"), "empty-description",
                *words != '\0'
                  ? _ ("None of your customers has these words in its name or number.")
                  : _ ("The office has not entrusted any customer to you yet."),
                NULL);

  g_object_set (self->frame, "model", list, NULL);
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (list)));
  gtk_list_view_set_model (self->rows, selection);
  g_set_str (&self->searched, gtk_editable_get_text (self->search));
}

/* Return goes on with the only one found. The search waits until nothing more is typed: what is
 * left of an earlier one is not what was meant. */
static void
on_search_activate_cb (KpEntryDialog *self)
{
  GListModel *model = G_LIST_MODEL (gtk_list_view_get_model (self->rows));

  if (g_strcmp0 (self->searched, gtk_editable_get_text (self->search)) != 0)
    show_organisations (self);
  else if (*self->searched != '\0' && g_list_model_get_n_items (model) == 1)
    on_activate_cb (self, 0);
}

/* A search takes the Escape that would close the dialog. */
static void
on_stop_search_cb (KpEntryDialog *self)
{
  adw_dialog_close (ADW_DIALOG (self));
}

static char *
describe_organisation_cb (gpointer object,
                          const char *number,
                          const char *city)
{
  if (city == NULL || *city == '\0')
    return g_strdup (number);

  return g_strdup_printf ("%s · %s", number != NULL ? number : "", city);
}

static void
kp_entry_dialog_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  if (prop_id == PROP_ORGANISATION)
    g_value_set_string (value, KP_ENTRY_DIALOG (object)->organisation);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_entry_dialog_dispose (GObject *object)
{
  KpEntryDialog *self = KP_ENTRY_DIALOG (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_ENTRY_DIALOG);
  g_clear_object (&self->customers);
  g_clear_object (&self->portals);
  g_clear_object (&self->portal_filter);
  g_clear_object (&self->customer);
  g_clear_pointer (&self->customer_rows, g_ptr_array_unref);
  g_clear_pointer (&self->org_id, g_free);
  g_clear_pointer (&self->searched, g_free);
  g_clear_pointer (&self->organisation, g_free);

  G_OBJECT_CLASS (kp_entry_dialog_parent_class)->dispose (object);
}

static void
kp_entry_dialog_class_init (KpEntryDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_entry_dialog_get_property;
  object_class->dispose = kp_entry_dialog_dispose;
  properties[PROP_ORGANISATION] =
    g_param_spec_string ("organisation", NULL, NULL, NULL,
                         G_PARAM_READABLE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPERTIES, properties);

  g_type_ensure (KP_TYPE_CHOICE);
  g_type_ensure (KP_TYPE_ORGANISATION);
  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-entry-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, nav);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, search);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, rows);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, customers_group);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, nobody);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, portal_group);
  gtk_widget_class_bind_template_child (widget_class, KpEntryDialog, portal_row);
  gtk_widget_class_bind_template_callback (widget_class, on_narrow_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_wide_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_organisations);
  gtk_widget_class_bind_template_callback (widget_class, on_stop_search_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_search_activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_organisation_cb);
  gtk_widget_class_install_action (widget_class, "entry.go", NULL, activate_go);
}

static void
kp_entry_dialog_init (KpEntryDialog *self)
{
  self->organisation = g_strdup ("");
  self->customer_rows = g_ptr_array_new ();
  self->portal_filter =
    GTK_FILTER (gtk_custom_filter_new (is_portal_offered, self, NULL));
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_entry_dialog_new (KpClient *client)
{
  KpEntryDialog *self;
  g_autoptr (GListModel) offered = NULL;

  g_return_val_if_fail (KP_IS_CLIENT (client), NULL);

  self = g_object_new (KP_TYPE_ENTRY_DIALOG, NULL);
  self->client = g_object_ref (client);
  self->portals = kp_client_list_portals (client);
  offered = G_LIST_MODEL (gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->portals)),
                                                     g_object_ref (self->portal_filter)));
  adw_combo_row_set_model (self->portal_row, offered);
  kp_combo_list_wrap (self->portal_row);
  g_signal_connect_object (self->portals, "items-changed", G_CALLBACK (show_portals), self,
                           G_CONNECT_SWAPPED);
  show_organisations (self);

  return ADW_DIALOG (self);
}

void
kp_entry_dialog_continue (KpEntryDialog *self,
                          const char *draft_id)
{
  g_return_if_fail (KP_IS_ENTRY_DIALOG (self) && draft_id != NULL);

  if (self->opening)
    return;

  self->opening = TRUE;
  kp_client_open_draft_async (self->client, draft_id, on_draft_opened_cb, g_object_ref (self));
}
