/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Only one question to the facade is under way at a time; leaving a step cancels it. What was typed
 * stays until it was accepted.
 */

#include "kp-sign-in-view.h"

#include "kp-error-text.h"
#include "kp-error.h"
#include "kp-limits.h"

#include <glib/gi18n.h>

struct _KpSignInView
{
  AdwBin parent_instance;

  GtkWidget *back_button;          /* (template child) */
  GtkMenuButton *menu_button;      /* (template child) */
  GtkStack *logo;                  /* (template child) */
  GtkWidget *logo_icon;            /* (template child) */
  GtkLabel *logo_initials;         /* (template child) */
  GtkLabel *heading;               /* (template child) */
  GtkLabel *subheading;            /* (template child) */
  GtkStack *steps;                 /* (template child) */
  GtkWidget *address_row;          /* (template child) */
  GtkWidget *accounts_group;       /* (template child) */
  GtkListBox *accounts_list;       /* (template child) */
  GtkLabel *busy_label;            /* (template child) */
  GtkListBox *portals_list;        /* (template child) */
  AdwActionRow *known_address_row; /* (template child) */
  GtkWidget *login_row;            /* (template child) */
  GtkWidget *password_row;         /* (template child) */
  AdwSwitchRow *stay_row;          /* (template child) */
  GtkWidget *offline_button;       /* (template child) */
  GtkLabel *message;               /* (template child) */

  KpApplication *application; /* (unowned): owns the window */
  GCancellable *cancellable;  /* (owned): of the question under way */
  KpOffice *office;           /* (owned) (nullable): behind the address */
  char *portal;               /* (owned) (nullable): url-name; NULL = office staff */
  KpAccount *account;         /* (owned) (nullable): known account whose password is asked */
};

typedef enum
{
  SIGNAL_SIGNED_IN
} KpSignInViewSignal;

static guint signals[SIGNAL_SIGNED_IN + 1];

G_DEFINE_FINAL_TYPE (KpSignInView, kp_sign_in_view, ADW_TYPE_BIN)

/* ---- What is shown ---- */

static GtkWidget *
make_row (const char *title,
          const char *subtitle)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), subtitle);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row),
                             gtk_image_new_from_icon_name ("go-next-symbolic"));
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);

  return row;
}

static void
say (KpSignInView *self,
     const char *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->message), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}

static void
show_heading (KpSignInView *self,
              const char *office_name,
              const char *subheading)
{
  gtk_label_set_label (self->heading, office_name != NULL ? office_name : "Klantportaal");
  gtk_label_set_label (self->subheading, subheading);
  if (office_name != NULL && *office_name != '\0')
    {
      g_autofree char *initial = g_utf8_substring (office_name, 0, 1);

      gtk_label_set_label (self->logo_initials, initial);
      gtk_stack_set_visible_child (self->logo, GTK_WIDGET (self->logo_initials));
      return;
    }

  gtk_stack_set_visible_child (self->logo, self->logo_icon);
}

static void
show_step (KpSignInView *self,
           const char *step)
{
  gtk_stack_set_visible_child_name (self->steps, step);
  gtk_widget_set_visible (self->back_button, !g_str_equal (step, "address"));
}

/* Returns: the cancellable for the next question; the one under way is not wanted any more */
static GCancellable *
begin (KpSignInView *self,
       const char *text)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  say (self, NULL);
  gtk_label_set_label (self->busy_label, text);
  show_step (self, "busy");

  return self->cancellable;
}

static void
show_address (KpSignInView *self)
{
  GListModel *accounts = G_LIST_MODEL (kp_application_get_accounts (self->application));

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->office);
  g_clear_object (&self->account);
  show_heading (self, NULL, _ ("Type the address that your office gave you"));
  gtk_widget_set_visible (self->accounts_group, g_list_model_get_n_items (accounts) > 0);
  show_step (self, "address");
  gtk_widget_grab_focus (self->address_row);
}

/* Returns: (transfer none): @address without what every address begins with */
static const char *
skip_scheme (const char *address)
{
  const char *rest = strstr (address, "://");

  return rest != NULL ? rest + strlen ("://") : address;
}

static void
show_password (KpSignInView *self)
{
  const char *address;
  const char *name;
  const char *portal;
  g_autofree char *subheading = NULL;

  if (self->account != NULL)
    {
      address = kp_account_get_address (self->account);
      name = kp_account_get_office_name (self->account);
      portal = kp_account_is_staff (self->account) ? NULL
                                                   : kp_account_get_portal_name (self->account);
    }
  else
    {
      address = kp_office_get_address (self->office);
      name = kp_office_get_name (self->office);
      portal = kp_office_find_portal_name (self->office, self->portal);
    }

  subheading = g_strdup_printf ("%s · %s", portal != NULL ? portal : _ ("Office staff"),
                                skip_scheme (address));
  show_heading (self, name, subheading);
  adw_action_row_set_subtitle (self->known_address_row, address);
  gtk_editable_set_editable (GTK_EDITABLE (self->login_row), self->account == NULL);
  gtk_widget_set_sensitive (self->login_row, self->account == NULL);
  adw_switch_row_set_active (self->stay_row,
                             self->account == NULL || !kp_account_get_once (self->account));
  gtk_widget_set_visible (self->offline_button, FALSE);
  gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
  show_step (self, "password");
  gtk_widget_grab_focus (*gtk_editable_get_text (GTK_EDITABLE (self->login_row)) != '\0'
                           ? self->password_row
                           : self->login_row);
}

/* ---- Signing in ---- */

static void
finish_sign_in (KpSignInView *self,
                KpClient *client,
                GError *error)
{
  if (client != NULL)
    {
      gtk_editable_set_text (GTK_EDITABLE (self->password_row), "");
      g_signal_emit (self, signals[SIGNAL_SIGNED_IN], 0, client);
      return;
    }
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  show_step (self, "password");
  gtk_widget_set_visible (self->offline_button,
                          self->account != NULL && !kp_account_get_once (self->account) &&
                            g_error_matches (error, KP_ERROR, KP_ERROR_OFFLINE));
  say (self, kp_error_text (error));
  gtk_editable_select_region (GTK_EDITABLE (self->password_row), 0, -1);
  gtk_widget_grab_focus (self->password_row);
}

static void
on_signed_in_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpSignInView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpClient) client = kp_client_sign_in_finish (result, &error);

  if (self->application != NULL)
    finish_sign_in (self, client, error);
}

static void
on_unlocked_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpSignInView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpClient) client = kp_client_unlock_finish (result, &error);

  if (self->application != NULL)
    finish_sign_in (self, client, error);
}

static void
sign_in (KpSignInView *self)
{
  KpAccounts *accounts = kp_application_get_accounts (self->application);
  const char *login = gtk_editable_get_text (GTK_EDITABLE (self->login_row));
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_row));
  g_autofree char *trimmed = g_strstrip (g_strdup (login));
  const KpCredentials credentials = {
    .portal = self->portal,
    .login = trimmed,
    .password = password,
    .once = !adw_switch_row_get_active (self->stay_row),
  };

  if (*trimmed == '\0' || *password == '\0')
    {
      say (self, _ ("Fill in your e-mail address and your password."));
      gtk_widget_grab_focus (*trimmed == '\0' ? self->login_row : self->password_row);
      return;
    }

  if (self->account != NULL)
    kp_client_unlock_async (accounts, self->account, password, credentials.once,
                            begin (self, _ ("Signing in…")), on_unlocked_cb, g_object_ref (self));
  else
    kp_client_sign_in_async (accounts, self->office, &credentials,
                             begin (self, _ ("Signing in…")), on_signed_in_cb,
                             g_object_ref (self));
}

/* ---- Finding the office ---- */

static void
fill_portals (KpSignInView *self,
              GListModel *portals)
{
  gtk_list_box_remove_all (self->portals_list);
  for (guint i = 0; i < g_list_model_get_n_items (portals); i++)
    {
      g_autoptr (KpPortalChoice) portal = g_list_model_get_item (portals, i);

      gtk_list_box_append (self->portals_list,
                           make_row (kp_portal_choice_get_name (portal), _ ("As a customer")));
    }

  gtk_list_box_append (self->portals_list,
                       make_row (_ ("Office staff"), _ ("If you work at this office")));
}

static void
choose_portal (KpSignInView *self,
               const char *portal)
{
  g_set_str (&self->portal, portal);
  show_password (self);
}

static void
show_choice (KpSignInView *self)
{
  show_heading (self, kp_office_get_name (self->office), kp_office_get_address (self->office));
  fill_portals (self, kp_office_get_portals (self->office));
  show_step (self, "choose");
  gtk_widget_child_focus (GTK_WIDGET (self->portals_list), GTK_DIR_TAB_FORWARD);
}

static void
on_discovered_cb (GObject *source_object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (KpSignInView) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpOffice) office = kp_client_discover_finish (result, &error);

  if (self->application == NULL || g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  if (office == NULL)
    {
      show_address (self);
      say (self, kp_error_text (error));
      return;
    }

  g_set_object (&self->office, office);
  g_clear_object (&self->account);
  gtk_editable_set_text (GTK_EDITABLE (self->login_row), "");
  if (kp_office_get_portal (office) != NULL)
    {
      choose_portal (self, kp_office_get_portal (office));
      return;
    }

  show_choice (self);
}

static void
discover (KpSignInView *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->address_row));
  g_autofree char *address = g_strstrip (g_strdup (typed));

  if (*address == '\0')
    {
      say (self, _ ("Type the address of your portal, such as portal.office.example."));
      gtk_widget_grab_focus (self->address_row);
      return;
    }

  kp_client_discover_async (address, begin (self, _ ("Looking for the portal…")),
                            on_discovered_cb, g_object_ref (self));
}

/* ---- Callbacks of the template ---- */

static char *
describe_stay_cb (KpSignInView *self,
                  gboolean stay)
{
  if (stay)
    return g_strdup (_ ("Kept in this computer’s keyring"));

  return g_strdup (_ ("You sign in at each start. What you wrote is kept, and waits for it."));
}

static void
on_address_activated_cb (GtkWidget *widget,
                         KpSignInView *self)
{
  discover (self);
}

static void
on_account_activated_cb (GtkListBox *list,
                         GtkListBoxRow *row,
                         KpSignInView *self)
{
  GListModel *accounts = G_LIST_MODEL (kp_application_get_accounts (self->application));
  g_autoptr (KpAccount) account =
    g_list_model_get_item (accounts, (guint) gtk_list_box_row_get_index (row));

  if (account != NULL)
    gtk_widget_activate_action (GTK_WIDGET (self), "app.open-account", "s",
                                kp_account_get_id (account));
}

static void
on_portal_activated_cb (GtkListBox *list,
                        GtkListBoxRow *row,
                        KpSignInView *self)
{
  GListModel *portals = kp_office_get_portals (self->office);
  g_autoptr (KpPortalChoice) portal =
    g_list_model_get_item (portals, (guint) gtk_list_box_row_get_index (row));

  /* The row behind the portals is the office's own sign-in. */
  choose_portal (self, portal != NULL ? kp_portal_choice_get_url_name (portal) : NULL);
}

static void
on_login_activated_cb (GtkWidget *row,
                       KpSignInView *self)
{
  gtk_widget_grab_focus (self->password_row);
}

static void
on_sign_in_clicked_cb (GtkWidget *widget,
                       KpSignInView *self)
{
  sign_in (self);
}

static void
on_change_address_clicked_cb (GtkWidget *widget,
                              KpSignInView *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->address_row),
                         self->account != NULL ? kp_account_get_address (self->account)
                                               : kp_office_get_address (self->office));
  say (self, NULL);
  show_address (self);
}

static void
on_back_clicked_cb (GtkWidget *widget,
                    KpSignInView *self)
{
  gboolean chose = self->office != NULL && kp_office_get_portal (self->office) == NULL &&
                   g_str_equal (kp_sign_in_view_get_step (self), "password");

  say (self, NULL);
  if (chose)
    show_choice (self);
  else
    show_address (self);
}

static void
activate_back (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpSignInView *self = KP_SIGN_IN_VIEW (widget);

  if (gtk_widget_get_visible (self->back_button))
    on_back_clicked_cb (widget, self);
}

static GtkWidget *
create_account_row_cb (gpointer item,
                       gpointer user_data)
{
  KpAccount *account = KP_ACCOUNT (item);
  g_autofree char *subtitle = NULL;

  subtitle = g_strdup_printf ("%s · %s",
                              kp_account_is_staff (account) ? _ ("Office staff")
                                                            : kp_account_get_portal_name (account),
                              kp_account_get_office_name (account));

  return make_row (kp_account_get_name (account), subtitle);
}

static void
kp_sign_in_view_dispose (GObject *object)
{
  KpSignInView *self = KP_SIGN_IN_VIEW (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  if (self->accounts_list != NULL)
    gtk_list_box_bind_model (self->accounts_list, NULL, NULL, NULL, NULL);
  self->application = NULL;
  /* Disposing the template also unparents what is bound in it, which AdwBin would not notice. */
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SIGN_IN_VIEW);
  g_clear_object (&self->office);
  g_clear_object (&self->account);
  g_clear_pointer (&self->portal, g_free);

  G_OBJECT_CLASS (kp_sign_in_view_parent_class)->dispose (object);
}

static void
bind_children (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, back_button);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, menu_button);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, logo);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, logo_icon);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, logo_initials);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, heading);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, subheading);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, steps);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, address_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, accounts_group);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, accounts_list);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, busy_label);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, portals_list);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, known_address_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, login_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, password_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, stay_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, offline_button);
  gtk_widget_class_bind_template_child (widget_class, KpSignInView, message);
  gtk_widget_class_bind_template_callback (widget_class, describe_stay_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_account_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_address_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_back_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_change_address_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_login_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_portal_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_clicked_cb);
}

static void
kp_sign_in_view_class_init (KpSignInViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_sign_in_view_dispose;

  signals[SIGNAL_SIGNED_IN] = g_signal_new ("signed-in", KP_TYPE_SIGN_IN_VIEW, G_SIGNAL_RUN_LAST,
                                            0, NULL, NULL, NULL, G_TYPE_NONE, 1, KP_TYPE_CLIENT);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-sign-in-view.ui");
  bind_children (widget_class);

  gtk_widget_class_install_action (widget_class, "sign-in.back", NULL, activate_back);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "sign-in.back", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK, "sign-in.back",
                                       NULL);
}

static void
kp_sign_in_view_init (KpSignInView *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

KpSignInView *
kp_sign_in_view_new (KpApplication *application,
                     GMenuModel *menu)
{
  KpSignInView *self = g_object_ref_sink (g_object_new (KP_TYPE_SIGN_IN_VIEW, NULL));
  g_autofree char *address =
    g_settings_get_string (kp_application_get_settings (application), "last-address");

  self->application = application;
  gtk_menu_button_set_menu_model (self->menu_button, menu);
  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  gtk_list_box_bind_model (self->accounts_list,
                           G_LIST_MODEL (kp_application_get_accounts (application)),
                           create_account_row_cb, NULL, NULL);
  show_address (self);

  return self;
}

void
kp_sign_in_view_set_address (KpSignInView *self,
                             const char *address)
{
  g_return_if_fail (KP_IS_SIGN_IN_VIEW (self));

  gtk_editable_set_text (GTK_EDITABLE (self->address_row), address);
  discover (self);
}

void
kp_sign_in_view_ask_password (KpSignInView *self,
                              KpAccount *account,
                              const char *reason)
{
  g_return_if_fail (KP_IS_SIGN_IN_VIEW (self));

  g_set_object (&self->account, account);
  gtk_editable_set_text (GTK_EDITABLE (self->login_row), kp_account_get_login (account));
  show_password (self);
  say (self, reason);
}

const char *
kp_sign_in_view_get_step (KpSignInView *self)
{
  g_return_val_if_fail (KP_IS_SIGN_IN_VIEW (self), NULL);

  return gtk_stack_get_visible_child_name (self->steps);
}

void
kp_sign_in_view_choose_staff (KpSignInView *self)
{
  g_return_if_fail (KP_IS_SIGN_IN_VIEW (self));
  g_return_if_fail (self->office != NULL);

  choose_portal (self, NULL);
}
