/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the window shows follows from its client: modules from the registry and the rights, banner
 * and sync button from the status, the organisation from both sides.
 */

#include "kp-window-private.h"

#include "kp-entry-dialog.h"
#include "kp-error.h"
#include "kp-page-registry.h"
#include "kp-places.h"
#include "kp-sign-in-dialog.h"
#include "kp-status-text.h"

#include <glib/gi18n.h>

typedef enum
{
  PROP_CLIENT = 1,
  PROP_ORGANISATION
} KpWindowProperty;

static GParamSpec *properties[PROP_ORGANISATION + 1];

G_DEFINE_FINAL_TYPE (KpWindow, kp_window, ADW_TYPE_APPLICATION_WINDOW)

KpApplication *
kp_window_get_kp_application (KpWindow *self)
{
  return KP_APPLICATION (gtk_window_get_application (GTK_WINDOW (self)));
}

KpPage *
kp_window_get_page (KpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->modules);

  return name != NULL ? kp_window_ensure_page (self, name) : NULL;
}

gint64
kp_window_get_now (KpWindow *self)
{
  KpAccounts *accounts = kp_application_get_accounts (kp_window_get_kp_application (self));

  return kp_environment_now (kp_accounts_get_environment (accounts));
}

/* ---- Titles and organisation ---- */

static const char *
find_organisation_name (KpWindow *self)
{
  const char *id = kp_client_get_organisation (self->client);
  GListModel *organisations = kp_client_get_organisations (self->client);
  guint n_items = g_list_model_get_n_items (organisations);

  if (n_items == 1)
    {
      g_autoptr (KpOrganisation) only = g_list_model_get_item (organisations, 0);

      return kp_organisation_get_name (only);
    }

  for (guint i = 0; id != NULL && *id != '\0' && i < n_items; i++)
    {
      g_autoptr (KpOrganisation) organisation = g_list_model_get_item (organisations, i);

      if (g_strcmp0 (kp_record_get_id (KP_RECORD (organisation)), id) == 0)
        return kp_organisation_get_name (organisation);
    }

  return kp_client_get_is_staff (self->client) ? _ ("All customers") : _ ("All organisations");
}

static void
update_titles (KpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->modules);
  const KpPageKind *kind = kp_page_registry_find (name);
  const char *organisation;
  GListModel *organisations;
  g_autofree char *title = NULL;

  if (self->client == NULL || kind == NULL)
    return;

  organisation = find_organisation_name (self);
  organisations = kp_client_get_organisations (self->client);
  gtk_widget_set_visible (self->organisation_place, g_list_model_get_n_items (organisations) > 1);
  gtk_label_set_label (self->organisation_label, organisation);
  adw_window_title_set_title (self->title_small, _ (kind->title));
  adw_window_title_set_subtitle (self->title_small, organisation);
  title = g_strdup_printf ("%s – %s", _ (kind->title), kp_client_get_office_name (self->client));
  gtk_window_set_title (GTK_WINDOW (self), title);
}

static void
on_organisation_notify_cb (KpClient *client,
                           GParamSpec *pspec,
                           KpWindow *self)
{
  update_titles (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORGANISATION]);
}

/* ---- Widgets at the end ---- */

static gboolean
is_widgets_open (KpWindow *self,
                 const KpPageKind *kind)
{
  GSettings *settings = kp_application_get_settings (kp_window_get_kp_application (self));
  g_autoptr (GVariant) decided = g_settings_get_value (settings, "widgets");
  gboolean open = kind->widgets_open;

  g_variant_lookup (decided, kind->name, "b", &open);

  return open;
}

static void
update_widgets (KpWindow *self)
{
  const KpPageKind *kind =
    kp_page_registry_find (adw_view_stack_get_visible_child_name (self->modules));
  gboolean collapsed = adw_overlay_split_view_get_collapsed (self->widgets);

  if (kind == NULL || kp_window_get_kp_application (self) == NULL)
    return;

  self->switching = TRUE;
  adw_overlay_split_view_set_show_sidebar (self->widgets,
                                           !collapsed && is_widgets_open (self, kind));
  self->switching = FALSE;
}

/* Returns: (transfer floating): @decided, a{sb}, with the decision for one module replaced */
static GVariant *
replace_decision (GVariant *decided,
                  const char *name,
                  gboolean open)
{
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key;
  gboolean value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{sb}"));
  g_variant_iter_init (&iter, decided);
  while (g_variant_iter_next (&iter, "{&sb}", &key, &value))
    if (!g_str_equal (key, name))
      g_variant_builder_add (&builder, "{sb}", key, value);
  g_variant_builder_add (&builder, "{sb}", name, open);

  return g_variant_builder_end (&builder);
}

static void
on_show_sidebar_notify_cb (AdwOverlaySplitView *widgets,
                           GParamSpec *pspec,
                           KpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->modules);
  GSettings *settings;
  g_autoptr (GVariant) decided = NULL;

  if (self->switching || name == NULL || kp_window_get_kp_application (self) == NULL ||
      adw_overlay_split_view_get_collapsed (widgets))
    return;

  settings = kp_application_get_settings (kp_window_get_kp_application (self));
  decided = g_settings_get_value (settings, "widgets");
  g_settings_set_value (settings, "widgets",
                        replace_decision (decided, name,
                                          adw_overlay_split_view_get_show_sidebar (widgets)));
}

static void
on_collapsed_notify_cb (AdwOverlaySplitView *widgets,
                        GParamSpec *pspec,
                        KpWindow *self)
{
  update_widgets (self);
}

/* ---- Modules ---- */

static gboolean
has_same_modules (KpWindow *self)
{
  g_autoptr (GtkSelectionModel) tabs = adw_view_stack_get_pages (self->modules);
  guint n_allowed = 0;

  for (const KpPageKind *kind = kp_page_registry_get_kinds (); kind->name != NULL; kind++)
    {
      gboolean allowed = kind->is_allowed (self->client);

      n_allowed += allowed ? 1 : 0;
      if (allowed != (adw_view_stack_get_child_by_name (self->modules, kind->name) != NULL))
        return FALSE;
    }

  return n_allowed == g_list_model_get_n_items (G_LIST_MODEL (tabs));
}

static void
remove_modules (KpWindow *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->modules))) != NULL)
    {
      adw_bin_set_child (ADW_BIN (child), NULL);
      adw_view_stack_remove (self->modules, child);
    }
}

/* Tabs without rights are absent. Pages survive, so that a change of rights loses nothing typed. */
static void
update_modules (KpWindow *self)
{
  g_autofree char *shown = NULL;

  if (has_same_modules (self))
    return;

  shown = g_strdup (adw_view_stack_get_visible_child_name (self->modules));
  self->filling = TRUE;
  remove_modules (self);
  for (const KpPageKind *kind = kp_page_registry_get_kinds (); kind->name != NULL; kind++)
    if (kind->is_allowed (self->client))
      adw_view_stack_add_titled_with_icon (self->modules, adw_bin_new (), kind->name,
                                           _ (kind->title), kind->icon_name);
  if (shown != NULL && adw_view_stack_get_child_by_name (self->modules, shown) != NULL)
    adw_view_stack_set_visible_child_name (self->modules, shown);
  self->filling = FALSE;
  kp_window_make_pages (self);
}

static void
on_rights_changed_cb (KpWindow *self)
{
  if (self->client == NULL)
    return;

  update_modules (self);
  update_titles (self);
}

void
kp_window_follow_module (KpWindow *self)
{
  const char *name = adw_view_stack_get_visible_child_name (self->modules);

  if (self->client == NULL || name == NULL || self->filling)
    return;

  update_widgets (self);
  update_titles (self);
  kp_widgets_panel_set_page (self->panel, kp_window_get_page (self), name);
}

static void
on_module_changed_cb (AdwViewStack *modules,
                      GParamSpec *pspec,
                      KpWindow *self)
{
  kp_window_follow_module (self);
}

static void
on_more_cb (KpModuleBar *bar,
            KpWindow *self)
{
  adw_overlay_split_view_set_show_sidebar (self->widgets, TRUE);
}

static void
on_module_again_cb (KpModuleBar *bar,
                    KpWindow *self)
{
  KpPage *page = kp_window_get_page (self);

  if (page != NULL)
    kp_page_focus_options (page);
}

void
kp_window_show_module (KpWindow *self,
                       const char *name)
{
  KpPage *page = kp_window_get_page (self);

  if (adw_view_stack_get_child_by_name (self->modules, name) == NULL)
    return;

  if (page != NULL &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->modules), name) == 0)
    kp_page_focus_options (page);
  else
    adw_view_stack_set_visible_child_name (self->modules, name);
}

/* ---- Status ---- */

static void
say_online_again (KpWindow *self,
                  guint needs_you)
{
  guint n_refused = needs_you - MIN (needs_you, self->n_to_decide);
  g_autofree char *text = NULL;
  AdwToast *toast;

  /* What was not carried out is what has to be known, also where others were. */
  if (n_refused > 0)
    text = g_strdup_printf (g_dngettext (NULL,
                                         "Online again – %u change needs your choice",
                                         "Online again – %u changes need your choice",
                                         n_refused),
                            n_refused);
  else if (self->n_to_send == 0)
    text = g_strdup (_ ("Online again"));
  else
    text = g_strdup_printf (g_dngettext (NULL,
                                         "Online again – %u change sent",
                                         "Online again – %u changes sent",
                                         self->n_to_send),
                            self->n_to_send);
  toast = adw_toast_new (text);
  if (n_refused > 0)
    {
      adw_toast_set_button_label (toast, _ ("View Changes"));
      adw_toast_set_action_name (toast, "win.changes");
    }
  adw_toast_overlay_add_toast (self->toasts, toast);
  self->was_offline = FALSE;
  self->n_to_send = 0;
}

static void
update_status (KpWindow *self)
{
  KpStatus *status = kp_client_get_status (self->client);
  KpStatusState state = kp_status_get_state (status);
  guint queued = kp_status_get_queued (status);
  const char *detail = kp_status_get_detail (status);
  int code = detail != NULL ? (int) g_ascii_strtoll (detail, NULL, 10) : 0;
  g_autofree char *text = kp_status_text_banner (state, code, kp_status_get_last_contact (status),
                                                 queued, kp_window_get_now (self));

  if (text == NULL)
    text = kp_status_text_notice (kp_status_get_restored (status), kp_status_get_left_out (status));
  if (text != NULL)
    {
      adw_banner_set_title (self->banner, text);
      adw_banner_set_button_label (self->banner, state == KP_STATUS_SIGNED_OUT
                                                   ? _ ("Sign In…")
                                                   : _ ("View Changes"));
    }
  adw_banner_set_revealed (self->banner, text != NULL);

  /* Before the first contact nothing was ever online that could be so again. */
  if (state == KP_STATUS_OFFLINE && kp_status_get_last_contact (status) != 0)
    {
      /* The first answers may be counted before the connection is. */
      if (!self->was_offline)
        self->n_to_decide = kp_status_get_needs_you (status);
      self->was_offline = TRUE;
      self->n_to_send = queued;
    }
  else if (state == KP_STATUS_UP_TO_DATE && self->was_offline)
    {
      say_online_again (self, kp_status_get_needs_you (status));
    }
}

static gboolean
on_status_settled_cb (gpointer user_data)
{
  KpWindow *self = KP_WINDOW (user_data);

  self->status_source = 0;
  if (self->client != NULL)
    update_status (self);

  return G_SOURCE_REMOVE;
}

/* Counts and state change one after the other; only together do they make sense. */
static void
on_status_notify_cb (KpStatus *status,
                     GParamSpec *pspec,
                     KpWindow *self)
{
  if (self->status_source == 0)
    self->status_source = g_idle_add (on_status_settled_cb, self);
}

static void
on_gone_cb (KpClient *client,
            KpWindow *self)
{
  if (self->client == client)
    kp_window_close_account (self,
                             kp_status_get_state (kp_client_get_status (client)) == KP_STATUS_LOCKED
                               ? KP_ERROR_LEASE_EXPIRED
                               : KP_ERROR_ACCOUNT_DISABLED);
}

static void
on_banner_clicked_cb (AdwBanner *banner,
                      KpWindow *self)
{
  if (kp_status_get_state (kp_client_get_status (self->client)) == KP_STATUS_SIGNED_OUT)
    adw_dialog_present (kp_sign_in_dialog_new (self->client), GTK_WIDGET (self));
  else
    gtk_widget_activate_action (GTK_WIDGET (self), "win.changes", NULL);
}

static void
remember_size (KpWindow *self)
{
  GSettings *settings = kp_application_get_settings (kp_window_get_kp_application (self));
  int width;
  int height;

  gtk_window_get_default_size (GTK_WINDOW (self), &width, &height);
  g_settings_set_boolean (settings, "maximized", gtk_window_is_maximized (GTK_WINDOW (self)));
  g_settings_set_int (settings, "window-width", width);
  g_settings_set_int (settings, "window-height", height);
}

static gboolean
kp_window_close_request (GtkWindow *window)
{
  KpWindow *self = KP_WINDOW (window);

  if (kp_window_ask_unsaved (self))
    return TRUE;

  remember_size (self);

  return GTK_WINDOW_CLASS (kp_window_parent_class)->close_request (window);
}

static void
kp_window_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  KpWindow *self = KP_WINDOW (object);

  switch ((KpWindowProperty) prop_id)
    {
    case PROP_CLIENT:
      g_value_set_object (value, self->client);
      break;

    case PROP_ORGANISATION:
      g_value_set_string (value, self->client != NULL
                                   ? kp_client_get_organisation (self->client)
                                   : "");
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_window_set_property (GObject *object,
                        guint prop_id,
                        const GValue *value,
                        GParamSpec *pspec)
{
  KpWindow *self = KP_WINDOW (object);

  switch ((KpWindowProperty) prop_id)
    {
    case PROP_ORGANISATION:
      if (self->client != NULL)
        kp_client_set_organisation (self->client, g_value_get_string (value));
      break;

    case PROP_CLIENT:
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
drop_client (KpWindow *self)
{
  self->filling = TRUE;
  remove_modules (self);
  self->filling = FALSE;
  g_hash_table_remove_all (self->pages);
  g_object_set (self->sync_button, "status", NULL, NULL);
  kp_widgets_panel_set_client (self->panel, NULL);
  kp_organisation_menu_set_client (self->organisation_menu, NULL);
  g_clear_handle_id (&self->status_source, g_source_remove);
  g_clear_handle_id (&self->tab_source, g_source_remove);
  g_clear_handle_id (&self->page_source, g_source_remove);
  if (self->client == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->client, self);
  g_signal_handlers_disconnect_by_data (kp_client_get_status (self->client), self);
  g_signal_handlers_disconnect_by_data (kp_client_get_organisations (self->client), self);
  g_clear_object (&self->client);
}

static void
kp_window_dispose (GObject *object)
{
  KpWindow *self = KP_WINDOW (object);

  if (self->modules != NULL)
    drop_client (self);
  g_clear_weak_pointer (&self->helped);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WINDOW);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  g_clear_object (&self->sign_in);
  g_clear_object (&self->account);

  G_OBJECT_CLASS (kp_window_parent_class)->dispose (object);
}

static void
kp_window_finalize (GObject *object)
{
  KpWindow *self = KP_WINDOW (object);

  g_hash_table_unref (self->pages);
  g_free (self->pressed_module);
  for (guint i = 0; i < G_N_ELEMENTS (self->waiting_show); i++)
    g_free (self->waiting_show[i]);

  G_OBJECT_CLASS (kp_window_parent_class)->finalize (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpWindow, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, views);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, opening_view);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, sign_in_place);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, main_view);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, header);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, tabs_wide);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, tabs_narrow);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, title_small);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, organisation_place);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, organisation_button);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, organisation_label);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, organisation_menu);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, sync_button);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, banner);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, widgets);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, panel);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, modules);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, phone_bar);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, accounts_section);
  gtk_widget_class_bind_template_child (widget_class, KpWindow, primary_menu);
  gtk_widget_class_bind_template_callback (widget_class, on_banner_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_collapsed_notify_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_module_again_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_more_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_module_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_show_sidebar_notify_cb);
}

static void
kp_window_class_init (KpWindowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_window_get_property;
  object_class->set_property = kp_window_set_property;
  object_class->dispose = kp_window_dispose;
  object_class->finalize = kp_window_finalize;
  GTK_WINDOW_CLASS (klass)->close_request = kp_window_close_request;

  properties[PROP_CLIENT] = g_param_spec_object ("client", NULL, NULL, KP_TYPE_CLIENT,
                                                 G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_ORGANISATION] =
    g_param_spec_string ("organisation", NULL, NULL, "",
                         G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_MODULE_BAR);
  g_type_ensure (KP_TYPE_ORGANISATION_MENU);
  g_type_ensure (KP_TYPE_SYNC_BUTTON);
  g_type_ensure (KP_TYPE_WIDGETS_PANEL);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-window.ui");
  bind_children (widget_class);
  kp_window_install_actions (widget_class);
  kp_window_install_account_actions (widget_class);
}

static void
kp_window_init (KpWindow *self)
{
  self->pages = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_object_unref);
  gtk_widget_init_template (GTK_WIDGET (self));
  gtk_menu_button_set_menu_model (self->menu_button, self->primary_menu);
  kp_window_watch_tabs (self);
  kp_window_watch_dialogs (self);
  kp_window_allow_actions (self);
  if (!g_str_equal (kp_places_get_application_id (), KP_APPLICATION_ID))
    gtk_widget_add_css_class (GTK_WIDGET (self), "devel");
}

KpWindow *
kp_window_new (KpApplication *application)
{
  KpWindow *self = g_object_new (KP_TYPE_WINDOW, "application", application, NULL);
  GSettings *settings = kp_application_get_settings (application);

  gtk_window_set_default_size (GTK_WINDOW (self),
                               g_settings_get_int (settings, "window-width"),
                               g_settings_get_int (settings, "window-height"));
  if (g_settings_get_boolean (settings, "maximized"))
    gtk_window_maximize (GTK_WINDOW (self));

  g_signal_connect_object (kp_application_get_accounts (application), "items-changed",
                           G_CALLBACK (kp_window_update_accounts), self, G_CONNECT_SWAPPED);
  kp_window_update_accounts (self);

  return self;
}

static void
adopt_client (KpWindow *self,
              KpClient *client)
{
  GSettings *settings = kp_application_get_settings (kp_window_get_kp_application (self));
  KpAccount *account = kp_client_get_account (client);

  self->client = g_object_ref (client);
  self->was_offline = FALSE;
  g_set_object (&self->account, account);
  g_settings_set_string (settings, "last-account", kp_account_get_id (account));
  g_settings_set_string (settings, "last-address", kp_account_get_address (account));

  g_signal_connect_object (client, "notify::organisation",
                           G_CALLBACK (on_organisation_notify_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (client, "notify::loaded",
                           G_CALLBACK (on_rights_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (client, "gone", G_CALLBACK (on_gone_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (kp_client_get_organisations (client), "items-changed",
                           G_CALLBACK (on_rights_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (kp_client_get_status (client), "notify",
                           G_CALLBACK (on_status_notify_cb), self, G_CONNECT_DEFAULT);

  g_object_set (self->sync_button, "status", kp_client_get_status (client), NULL);
  kp_organisation_menu_set_client (self->organisation_menu, client);
  kp_widgets_panel_set_client (self->panel, client);
}

void
kp_window_set_client (KpWindow *self,
                      KpClient *client)
{
  g_return_if_fail (KP_IS_WINDOW (self));

  if (self->client == client)
    return;

  drop_client (self);
  g_clear_object (&self->account);
  if (client == NULL)
    {
      kp_window_allow_actions (self);
      kp_window_sign_in (self, NULL);
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
      return;
    }

  adopt_client (self, client);
  kp_window_allow_actions (self);
  update_modules (self);
  update_titles (self);
  update_status (self);
  gtk_stack_set_visible_child (self->views, self->main_view);
  adw_bin_set_child (self->sign_in_place, NULL);
  g_clear_object (&self->sign_in);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CLIENT]);
  if (self->waiting_show[0] != NULL)
    kp_window_show (self, self->waiting_show[0], self->waiting_show[1], self->waiting_show[2]);
  kp_window_tell_damage (self);
}

KpClient *
kp_window_get_client (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), NULL);

  return self->client;
}

KpAccount *
kp_window_get_account (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), NULL);

  return self->account;
}

void
kp_window_show (KpWindow *self,
                const char *module,
                const char *option,
                const char *id)
{
  GtkWidget *place;

  g_return_if_fail (KP_IS_WINDOW (self));

  if (self->client == NULL)
    {
      g_set_str (&self->waiting_show[0], module);
      g_set_str (&self->waiting_show[1], option);
      g_set_str (&self->waiting_show[2], id);
      return;
    }

  if (g_str_equal (module, "changes"))
    {
      gtk_widget_activate_action (GTK_WIDGET (self), "win.changes", NULL);
      return;
    }

  /* What the office enters for customers has no module of its own. */
  if (kp_client_get_is_staff (self->client) && g_strcmp0 (option, "drafts") == 0)
    {
      AdwDialog *dialog = kp_entry_dialog_new (self->client);

      kp_entry_dialog_continue (KP_ENTRY_DIALOG (dialog), id);
      adw_dialog_present (dialog, GTK_WIDGET (self));
      return;
    }

  place = adw_view_stack_get_child_by_name (self->modules, module);
  if (place == NULL)
    {
      kp_page_say (GTK_WIDGET (self), _ ("You have no access to this page"));
      return;
    }

  adw_view_stack_set_visible_child (self->modules, place);
  kp_page_open (kp_window_ensure_page (self, module), option, id);
  if (adw_overlay_split_view_get_collapsed (self->widgets))
    adw_overlay_split_view_set_show_sidebar (self->widgets, FALSE);
}

const char *
kp_window_get_module (KpWindow *self)
{
  g_return_val_if_fail (KP_IS_WINDOW (self), NULL);

  return self->client != NULL ? adw_view_stack_get_visible_child_name (self->modules) : NULL;
}

const char *
kp_window_get_option (KpWindow *self)
{
  KpPage *page;

  g_return_val_if_fail (KP_IS_WINDOW (self), NULL);

  page = kp_window_get_page (self);

  return page != NULL ? kp_page_get_option (page) : NULL;
}
