/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How accounts come and go in a window: signing in, out, and removing one from this computer.
 */

#include "kp-window-private.h"

#include "kp-error-text.h"
#include "kp-error.h"

#include <glib/gi18n.h>

static void
on_signed_in_cb (KpSignInView *view,
                 KpClient *client,
                 KpWindow *self)
{
  kp_window_set_client (self, client);
}

static void
on_account_closed_cb (GObject *source_object,
                      GAsyncResult *result,
                      gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;

  if (self->client == KP_CLIENT (source_object))
    kp_window_ask_password (self, self->closed_by != 0 ? kp_error_text_of_code (self->closed_by)
                                                       : NULL);
}

void
kp_window_close_account (KpWindow *self,
                         int code)
{
  self->closed_by = code;
  kp_client_close_async (self->client, on_account_closed_cb, g_object_ref (self));
}

static void
on_signed_out_cb (GObject *source_object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  KpClient *client = KP_CLIENT (source_object);

  /* Where there is no keyring, nothing was kept that would have to be forgotten. */
  if (!kp_client_sign_out_finish (client, result, &error) &&
      !g_error_matches (error, KP_ERROR, KP_ERROR_KEYRING_UNAVAILABLE))
    {
      kp_page_say_error (GTK_WIDGET (self), error);
      return;
    }
  if (self->client == client)
    kp_window_close_account (self, 0);
}

static void
activate_sign_out (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);

  if (self->client != NULL)
    kp_client_sign_out_async (self->client, on_signed_out_cb, g_object_ref (self));
}

static void
on_account_removed_cb (GObject *source_object,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_accounts_remove_finish (KP_ACCOUNTS (source_object), result, &error))
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
on_closed_for_removal_cb (GObject *source_object,
                          GAsyncResult *result,
                          gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;
  g_autoptr (KpAccount) account = g_object_ref (kp_client_get_account (KP_CLIENT (source_object)));

  kp_client_close_finish (KP_CLIENT (source_object), result, NULL);
  if (kp_window_get_kp_application (self) != NULL)
    kp_accounts_remove_async (kp_application_get_accounts (kp_window_get_kp_application (self)),
                              account, on_account_removed_cb, g_object_ref (self));
}

static void
on_remove_chosen_cb (AdwAlertDialog *dialog,
                     const char *response,
                     KpWindow *self)
{
  g_autoptr (KpClient) client = NULL;

  if (!g_str_equal (response, "remove") || self->client == NULL)
    return;

  client = g_object_ref (self->client);
  kp_window_set_client (self, NULL);
  kp_client_close_async (client, on_closed_for_removal_cb, g_object_ref (self));
}

static void
activate_remove_account (GtkWidget *widget,
                         const char *action_name,
                         GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  g_autofree char *body = NULL;
  AdwDialog *dialog;
  guint queued;

  if (self->client == NULL)
    return;

  queued = kp_status_get_queued (kp_client_get_status (self->client));
  if (queued > 0)
    body = g_strdup_printf (g_dngettext (NULL,
                                         "%u change was not sent yet and would be lost. The office "
                                         "keeps everything it has received.",
                                         "%u changes were not sent yet and would be lost. The "
                                         "office keeps everything it has received.",
                                         queued),
                            queued);
  else
    body = g_strdup (_ ("The copies and drafts on this computer go. The office keeps everything it "
                        "has received."));

  dialog = adw_alert_dialog_new (_ ("Remove Account From This Computer?"), body);
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "cancel", _ ("_Cancel"),
                                  "remove", _ ("_Remove"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_remove_chosen_cb), self,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, widget);
}

/* ---- Opening ---- */

static void
on_opened_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpWindow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpClient) client = kp_client_open_finish (result, &error);

  if (kp_window_get_kp_application (self) == NULL ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (client != NULL)
    kp_window_set_client (self, client);
  else
    /* Who signed in for one time knows why the keyring does not know him. */
    kp_window_ask_password (self, self->account != NULL && kp_account_get_once (self->account)
                                    ? NULL
                                    : kp_error_text (error));
}

/* The account whose password was asked, with what is on this computer. */
static void
activate_open_kept (GtkWidget *widget,
                    const char *action_name,
                    GVariant *parameter)
{
  KpWindow *self = KP_WINDOW (widget);
  g_autoptr (KpAccount) account = self->account != NULL ? g_object_ref (self->account) : NULL;

  if (account != NULL)
    kp_window_open_account (self, account);
}

void
kp_window_install_account_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "win.open-kept", NULL, activate_open_kept);
  gtk_widget_class_install_action (widget_class, "win.sign-out", NULL, activate_sign_out);
  gtk_widget_class_install_action (widget_class, "win.remove-account", NULL,
                                   activate_remove_account);
}

void
kp_window_update_accounts (KpWindow *self)
{
  GListModel *accounts;

  if (kp_window_get_kp_application (self) == NULL)
    return;

  accounts = G_LIST_MODEL (kp_application_get_accounts (kp_window_get_kp_application (self)));
  g_menu_remove_all (self->accounts_section);
  for (guint i = 0; i < g_list_model_get_n_items (accounts); i++)
    {
      g_autoptr (KpAccount) account = g_list_model_get_item (accounts, i);
      g_autoptr (GMenuItem) item = NULL;
      g_autofree char *label = NULL;

      label = g_strdup_printf ("%s · %s",
                               kp_account_get_name (account),
                               kp_account_is_staff (account)
                                 ? kp_account_get_office_name (account)
                                 : kp_account_get_portal_name (account));
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "app.open-account", "s",
                                         kp_account_get_id (account));
      g_menu_append_item (self->accounts_section, item);
    }
}

/* What the dialog about a damaged file leaves behind. */
typedef struct
{
  GSettings *settings; /* (owned) */
  char *path;          /* (owned) */
} Damage;

static void
on_damage_told_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  AdwAlertDialog *dialog = ADW_ALERT_DIALOG (source_object);
  Damage *damage = user_data;

  if (g_str_equal (adw_alert_dialog_choose_finish (dialog, result), "copy"))
    gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (dialog)), damage->path);
  g_settings_set_string (damage->settings, "told-damage", damage->path);
  g_object_unref (damage->settings);
  g_free (damage->path);
  g_free (damage);
}

void
kp_window_tell_damage (KpWindow *self)
{
  const char *path = kp_client_get_damaged_outbox (self->client);
  GSettings *settings = kp_application_get_settings (kp_window_get_kp_application (self));
  g_autofree char *told = g_settings_get_string (settings, "told-damage");
  Damage *damage = NULL;
  AdwDialog *dialog = NULL;

  if (path == NULL || g_str_equal (path, told))
    return;

  dialog = adw_alert_dialog_new (
    _ ("Unsent Work Is Damaged"),
    _ ("The file in which your work waits for the office was damaged. What had not been sent is "
       "not shown any more; what the office confirmed is safe. Look through your requests, and do "
       "again what is missing. The damaged file is kept for whoever helps you."));
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "close", _ ("_Close"), "copy",
                                  _ ("Copy _Location"), NULL);
  adw_alert_dialog_set_prefer_wide_layout (ADW_ALERT_DIALOG (dialog), TRUE);
  damage = g_new0 (Damage, 1);
  damage->settings = g_object_ref (settings);
  damage->path = g_strdup (path);
  adw_alert_dialog_choose (ADW_ALERT_DIALOG (dialog), GTK_WIDGET (self), NULL, on_damage_told_cb,
                           damage);
}

void
kp_window_open_account (KpWindow *self,
                        KpAccount *account)
{
  g_return_if_fail (KP_IS_WINDOW (self));
  g_return_if_fail (KP_IS_ACCOUNT (account));

  g_set_object (&self->account, account);
  gtk_stack_set_visible_child (self->views, self->opening_view);
  g_cancellable_cancel (self->opening);
  g_clear_object (&self->opening);
  self->opening = g_cancellable_new ();
  kp_client_open_async (kp_application_get_accounts (kp_window_get_kp_application (self)), account,
                        self->opening, on_opened_cb, g_object_ref (self));
}

void
kp_window_sign_in (KpWindow *self,
                   const char *address)
{
  g_autoptr (KpSignInView) view =
    kp_sign_in_view_new (kp_window_get_kp_application (self), self->primary_menu);

  g_set_object (&self->sign_in, view);
  g_signal_connect_object (view, "signed-in", G_CALLBACK (on_signed_in_cb), self,
                           G_CONNECT_DEFAULT);
  adw_bin_set_child (self->sign_in_place, GTK_WIDGET (view));
  gtk_stack_set_visible_child (self->views, GTK_WIDGET (self->sign_in_place));
  gtk_window_set_title (GTK_WINDOW (self), _ ("Sign in – Klantportaal"));
  if (address != NULL)
    kp_sign_in_view_set_address (view, address);
}

void
kp_window_ask_password (KpWindow *self,
                        const char *reason)
{
  g_autoptr (KpAccount) account = g_object_ref (self->account);

  if (self->client != NULL)
    kp_window_set_client (self, NULL);
  else
    kp_window_sign_in (self, NULL);
  g_set_object (&self->account, account);
  kp_sign_in_view_ask_password (self->sign_in, account, reason);
}
