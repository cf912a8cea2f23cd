/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person can do with a window as a whole, and the question before it closes.
 */

#include "kp-window-private.h"

#include "kp-changes-dialog.h"
#include "kp-entry-dialog.h"
#include "kp-help.h"
#include "kp-password-dialog.h"

#include <glib/gi18n.h>

static void
step_module (KpWindow *self,
             int step)
{
  g_autoptr (GtkSelectionModel) tabs = adw_view_stack_get_pages (self->modules);
  int n_tabs = (int) g_list_model_get_n_items (G_LIST_MODEL (tabs));

  for (int i = 0; i < n_tabs; i++)
    if (gtk_selection_model_is_selected (tabs, (guint) i))
      {
        gtk_selection_model_select_item (tabs, (guint) ((i + step + n_tabs) % n_tabs), TRUE);
        return;
      }
}

static void
activate_show (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  const char *module;
  const char *option;
  const char *id;

  g_variant_get (parameter, "(&s&s&s)", &module, &option, &id);
  kp_window_show (KP_WINDOW (widget), module, option, id);
}

static void
activate_say (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (KP_WINDOW (widget)->toasts, toast);
}

static void
activate_offer_undo (GtkWidget *widget,
                     const char *action_name,
                     GVariant *parameter)
{
  const char *text;
  const char *action;
  const char *target;
  AdwToast *toast;

  g_variant_get (parameter, "(&s&s&s)", &text, &action, &target);
  toast = adw_toast_new (text);
  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, action);
  adw_toast_set_action_target (toast, "s", target);
  adw_toast_overlay_add_toast (KP_WINDOW (widget)->toasts, toast);
}

static void
on_draft_restored_cb (GObject *source_object,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_restore_draft_finish (KP_CLIENT (source_object), result, &error))
    kp_page_say_error (GTK_WIDGET (self), error);
}

/* In the window, because the page that deleted it may be gone when the person thinks better. */
static void
activate_restore_draft (GtkWidget *widget,
                        const char *action_name,
                        GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (self->client != NULL)
    kp_client_restore_draft_async (self->client, g_variant_get_string (parameter, NULL),
                                   on_draft_restored_cb, g_object_ref (self));
}

static void
activate_changes (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (self->client != NULL)
    adw_dialog_present (kp_changes_dialog_new (self->client, kp_window_get_now (self)), widget);
}

static void
activate_sync_now (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  KpPage *page = kp_window_get_page (self);

  if (self->client == NULL)
    return;

  kp_client_sync_now (self->client);
  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), "page.refresh", NULL);
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  gtk_window_close (GTK_WINDOW (widget));
}

static void
activate_module (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  g_autoptr (GtkSelectionModel) tabs = adw_view_stack_get_pages (self->modules);
  g_autoptr (AdwViewStackPage) tab =
    g_list_model_get_item (G_LIST_MODEL (tabs), (guint) g_variant_get_int32 (parameter));

  if (self->client != NULL && tab != NULL)
    kp_window_show_module (self, adw_view_stack_page_get_name (tab));
}

static void
activate_step_module (GtkWidget *widget,
                      const char *action_name,
                      GVariant *parameter)
{
  step_module (KP_WINDOW (widget), g_str_equal (action_name, "win.next-module") ? 1 : -1);
}

static void
activate_step_pane (GtkWidget *widget,
                    const char *action_name,
                    GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  GtkWidget *panes[] = {
    GTK_WIDGET (self->header),
    GTK_WIDGET (self->modules),
    GTK_WIDGET (self->panel),
  };
  const guint n_panes = G_N_ELEMENTS (panes);
  guint step = g_str_equal (action_name, "win.next-pane") ? 1 : n_panes - 1;
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));
  guint current = 0;

  for (guint i = 0; focus != NULL && i < n_panes; i++)
    if (gtk_widget_is_ancestor (focus, panes[i]))
      current = i;

  /* The panel may be hidden, and then the next pane is the one behind it. */
  for (guint tries = 1; tries <= n_panes; tries++)
    {
      GtkWidget *pane = panes[(current + tries * step) % n_panes];

      if (gtk_widget_get_mapped (pane) && gtk_widget_child_focus (pane, GTK_DIR_TAB_FORWARD))
        return;
    }
}

static void
activate_widgets (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  AdwOverlaySplitView *widgets = KP_WINDOW (widget)->widgets;

  adw_overlay_split_view_set_show_sidebar (widgets,
                                           !adw_overlay_split_view_get_show_sidebar (widgets));
}

static void
activate_search (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpPage *page = kp_window_get_page (KP_WINDOW (widget));

  if (page != NULL)
    gtk_widget_activate_action (GTK_WIDGET (page), "page.search", NULL);
}

static void
activate_new_request (GtkWidget *widget,
                      const char *action_name,
                      GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (self->client != NULL && kp_client_get_is_staff (self->client))
    adw_dialog_present (kp_entry_dialog_new (self->client), widget);
  else
    kp_window_show (self, "requests", "new", "");
}

static void
activate_choose_organisation (GtkWidget *widget,
                              const char *action_name,
                              GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (!gtk_widget_get_visible (self->organisation_place))
    return;

  if (gtk_widget_get_visible (GTK_WIDGET (self->organisation_button)))
    gtk_menu_button_popup (self->organisation_button);
  else
    adw_overlay_split_view_set_show_sidebar (self->widgets, TRUE);
}

static void
activate_change_password (GtkWidget *widget,
                          const char *action_name,
                          GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (self->client != NULL)
    adw_dialog_present (kp_password_dialog_new (self->client), widget);
}

static void
activate_help (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));

  kp_help_open (GTK_WINDOW (self), self->client,
                g_str_equal (action_name, "win.help-topics")
                  ? "index"
                  : kp_help_find_topic (dialog, kp_window_get_page (self),
                                        kp_window_get_module (self)));
}

/* Keys of the window do not reach it while a dialog is open, each of which has its own topic. */
static void
on_dialog_cb (KpWindow *self)
{
  AdwDialog *dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (self));
  GtkEventController *controller = NULL;

  if (dialog == NULL || dialog == self->helped)
    return;

  g_set_weak_pointer (&self->helped, dialog);
  controller = gtk_shortcut_controller_new ();
  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_F1, 0), gtk_named_action_new ("win.help")));
  gtk_widget_add_controller (GTK_WIDGET (dialog), controller);
}

void
kp_window_watch_dialogs (KpWindow *self)
{
  g_signal_connect_object (self, "notify::visible-dialog", G_CALLBACK (on_dialog_cb), self,
                           G_CONNECT_SWAPPED);
}

/* The main menu stands beside the sign-in too. */
void
kp_window_allow_actions (KpWindow *self)
{
  static const char *const NAMES[] = { "win.changes", "win.sync-now", "win.change-password",
                                       "win.remove-account", "win.sign-out" };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    gtk_widget_action_set_enabled (GTK_WIDGET (self), NAMES[i], self->client != NULL);
}

static KpPage *
find_unsaved (KpWindow *self)
{
  GHashTableIter iter;
  gpointer page;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    if (page != self->answered && kp_page_get_n_unsaved (page) > 0)
      return page;

  return NULL;
}

/* Brings @page to the front, because it may have something to say. Returns: as kp_page_save() */
static gboolean
save_page (KpWindow *self,
           KpPage *page)
{
  GHashTableIter iter;
  gpointer name;
  gpointer other;

  g_hash_table_iter_init (&iter, self->pages);
  while (page != kp_window_get_page (self) && g_hash_table_iter_next (&iter, &name, &other))
    {
      if (other == page)
        {
          kp_window_show_module (self, name);
          break;
        }
    }

  return kp_page_save (page);
}

static void
on_unsaved_chosen_cb (AdwAlertDialog *dialog,
                      const char *response,
                      KpWindow *self)
{
  KpPage *page = find_unsaved (self);
  gboolean asked_before = self->answered != NULL;

  self->answered = NULL;
  if (g_str_equal (response, "keep"))
    return;

  if (g_str_equal (response, "save") && page != NULL && !save_page (self, page))
    return;
  /* Two pages can have something unsaved; the second is asked about when the first was. */
  self->answered = page;
  self->closing = asked_before;
  gtk_window_close (GTK_WINDOW (self));
}

/* Returns: (transfer floating): asks whether to save */
static AdwDialog *
ask_to_save (void)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Save Changes?"), _ ("What you changed in your details is not saved."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "discard", _ ("_Discard"),
                                  "keep", _ ("_Keep Editing"),
                                  "save", _ ("_Save"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "save",
                                            ADW_RESPONSE_SUGGESTED);

  return dialog;
}

/* Returns: (transfer floating): asks whether to lose what cannot be saved */
static AdwDialog *
ask_to_lose (const char *reason)
{
  AdwDialog *dialog = adw_alert_dialog_new (_ ("Discard Draft?"), reason);

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "keep", _ ("_Keep Open"),
                                  "discard", _ ("_Discard"),
                                  NULL);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");

  return dialog;
}

void
kp_window_install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.show", "(sss)", activate_show);
  gtk_widget_class_install_action (widget_class, "win.say", "s", activate_say);
  gtk_widget_class_install_action (widget_class, "win.offer-undo", "(sss)", activate_offer_undo);
  gtk_widget_class_install_action (widget_class, "win.restore-draft", "s", activate_restore_draft);
  gtk_widget_class_install_action (widget_class, "win.changes", NULL, activate_changes);
  gtk_widget_class_install_action (widget_class, "win.sync-now", NULL, activate_sync_now);
  gtk_widget_class_install_action (widget_class, "win.close", NULL, activate_close);
  gtk_widget_class_install_action (widget_class, "win.module", "i", activate_module);
  gtk_widget_class_install_action (widget_class, "win.next-module", NULL, activate_step_module);
  gtk_widget_class_install_action (widget_class, "win.previous-module", NULL,
                                   activate_step_module);
  gtk_widget_class_install_action (widget_class, "win.next-pane", NULL, activate_step_pane);
  gtk_widget_class_install_action (widget_class, "win.previous-pane", NULL, activate_step_pane);
  gtk_widget_class_install_action (widget_class, "win.widgets", NULL, activate_widgets);
  gtk_widget_class_install_action (widget_class, "win.search", NULL, activate_search);
  gtk_widget_class_install_action (widget_class, "win.new-request", NULL, activate_new_request);
  gtk_widget_class_install_action (widget_class, "win.choose-organisation", NULL,
                                   activate_choose_organisation);
  gtk_widget_class_install_action (widget_class, "win.change-password", NULL,
                                   activate_change_password);
  gtk_widget_class_install_action (widget_class, "win.help", NULL, activate_help);
  gtk_widget_class_install_action (widget_class, "win.help-topics", NULL, activate_help);
  gtk_widget_class_install_property_action (widget_class, "win.organisation", "organisation");
}

gboolean
kp_window_ask_unsaved (KpWindow *self)
{
  KpPage *page = find_unsaved (self);
  const char *reason;
  AdwDialog *dialog;

  if (self->closing || page == NULL)
    return FALSE;

  reason = kp_page_get_unsaved_reason (page);
  dialog = reason != NULL ? ask_to_lose (reason) : ask_to_save ();
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "discard",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_unsaved_chosen_cb), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));

  return TRUE;
}
