/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows, accelerators, notifications and the way out. A second start hands its command line to
 * the first and ends.
 */

#include "kp-application.h"

#include "kp-about.h"
#include "kp-link.h"
#include "kp-news.h"
#include "kp-page-registry.h"
#include "kp-places.h"
#include "kp-preferences-dialog.h"
#include "kp-shortcuts-dialog.h"
#include "kp-window.h"

#include <glib/gi18n.h>

struct _KpApplication
{
  AdwApplication parent_instance;

  GSettings *settings;  /* (owned) */
  KpAccounts *accounts; /* (owned) */
  gboolean restarting;  /* whether main() is to start the program again */
  char *former;         /* (owned) (nullable): the language until the program starts again */
};

G_DEFINE_FINAL_TYPE (KpApplication, kp_application, ADW_TYPE_APPLICATION)

typedef struct
{
  const char *action;
  const char *accelerators[3];
} KpAccelerator;

/* Those of the design's keyboard table that apply to what exists; those of lists and forms are
 * bound where the lists and forms are. */
static const KpAccelerator ACCELERATORS[] = {
  { "app.quit", { "<Control>q" } },
  { "app.preferences", { "<Control>comma" } },
  { "app.shortcuts", { "<Control>question" } },
  { "win.help", { "F1" } },
  { "win.close", { "<Control>w" } },
  { "win.module(0)", { "<Alt>1" } },
  { "win.module(1)", { "<Alt>2" } },
  { "win.module(2)", { "<Alt>3" } },
  { "win.module(3)", { "<Alt>4" } },
  { "win.module(4)", { "<Alt>5" } },
  { "win.module(5)", { "<Alt>6" } },
  { "win.module(6)", { "<Alt>7" } },
  { "win.next-module", { "<Control>Page_Down" } },
  { "win.previous-module", { "<Control>Page_Up" } },
  { "win.next-pane", { "F6" } },
  { "win.previous-pane", { "<Shift>F6" } },
  { "win.widgets", { "F9" } },
  { "win.search", { "<Control>f" } },
  { "win.new-request", { "<Control>n" } },
  { "win.choose-organisation", { "<Control><Shift>o" } },
  { "win.changes", { "<Control>j" } },
  { "win.sync-now", { "F5" } },
};

static GtkWindow *
get_front_window (KpApplication *self)
{
  return gtk_application_get_active_window (GTK_APPLICATION (self));
}

static void
show_sign_in (KpApplication *self,
              const char *address)
{
  KpWindow *window = kp_window_new (self);

  kp_window_sign_in (window, address);
  gtk_window_present (GTK_WINDOW (window));
}

/* Returns: whether there was something to open again */
static gboolean
reopen_windows (KpApplication *self)
{
  g_autoptr (GVariant) pages = g_settings_get_value (self->settings, "reopen");
  gboolean opened = FALSE;
  const char *id;
  const char *module;
  const char *option;
  GVariantIter iter;

  g_variant_iter_init (&iter, pages);
  while (g_variant_iter_next (&iter, "(&s&s&s)", &id, &module, &option))
    {
      KpAccount *account = kp_accounts_find (self->accounts, id);

      if (account == NULL)
        continue;

      kp_window_show (kp_application_show_account (self, account), module, option, "");
      opened = TRUE;
    }
  g_settings_reset (self->settings, "reopen");

  return opened;
}

static void
open_first_window (KpApplication *self)
{
  g_autofree char *last = g_settings_get_string (self->settings, "last-account");
  KpAccount *account = kp_accounts_find (self->accounts, last);

  if (reopen_windows (self))
    return;

  if (account != NULL && g_settings_get_boolean (self->settings, "open-last"))
    kp_application_show_account (self, account);
  else
    show_sign_in (self, NULL);
}

static void
remember_windows (KpApplication *self)
{
  GVariantBuilder pages;

  g_variant_builder_init (&pages, G_VARIANT_TYPE ("a(sss)"));
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self));
       item != NULL;
       item = item->next)
    {
      KpAccount *account = KP_IS_WINDOW (item->data) ? kp_window_get_account (item->data) : NULL;
      const char *module = account != NULL ? kp_window_get_module (item->data) : NULL;
      const char *option = account != NULL ? kp_window_get_option (item->data) : NULL;

      if (account != NULL)
        g_variant_builder_add (&pages, "(sss)", kp_account_get_id (account),
                               module != NULL ? module : "", option != NULL ? option : "");
    }
  g_settings_set_value (self->settings, "reopen", g_variant_builder_end (&pages));
  g_settings_sync ();
}

static void
activate_quit (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  KpApplication *self = KP_APPLICATION (user_data);
  GList *item;

  /* Each window may ask; the last one that closes ends the program. */
  while ((item = gtk_application_get_windows (GTK_APPLICATION (self))) != NULL)
    {
      GtkWindow *window = item->data;

      gtk_window_close (window);
      item = gtk_application_get_windows (GTK_APPLICATION (self));
      if (item != NULL && item->data == window)
        return;
    }
}

static void
activate_preferences (GSimpleAction *action,
                      GVariant *parameter,
                      gpointer user_data)
{
  KpApplication *self = KP_APPLICATION (user_data);

  adw_dialog_present (kp_preferences_dialog_new (self), GTK_WIDGET (get_front_window (self)));
}

static void
activate_shortcuts (GSimpleAction *action,
                    GVariant *parameter,
                    gpointer user_data)
{
  adw_dialog_present (kp_shortcuts_dialog_new (),
                      GTK_WIDGET (get_front_window (KP_APPLICATION (user_data))));
}

static void
activate_about (GSimpleAction *action,
                GVariant *parameter,
                gpointer user_data)
{
  adw_dialog_present (kp_about_new (),
                      GTK_WIDGET (get_front_window (KP_APPLICATION (user_data))));
}

static void
activate_add_account (GSimpleAction *action,
                      GVariant *parameter,
                      gpointer user_data)
{
  show_sign_in (KP_APPLICATION (user_data), NULL);
}

static void
activate_open_account (GSimpleAction *action,
                       GVariant *parameter,
                       gpointer user_data)
{
  KpApplication *self = KP_APPLICATION (user_data);
  KpAccount *account =
    kp_accounts_find (self->accounts, g_variant_get_string (parameter, NULL));

  if (account != NULL)
    kp_application_show_account (self, account);
}

/* The action of a notification: account, identity. */
static void
activate_show (GSimpleAction *action,
               GVariant *parameter,
               gpointer user_data)
{
  const char *account_id;
  const char *id;

  g_variant_get (parameter, "(&s&s)", &account_id, &id);
  kp_link_show_record (KP_APPLICATION (user_data), account_id, id);
}

/* A window with a dialog would close that only. */
static void
close_preferences (KpApplication *self)
{
  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self)); item != NULL;
       item = item->next)
    {
      AdwDialog *dialog =
        ADW_IS_APPLICATION_WINDOW (item->data)
          ? adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (item->data))
          : NULL;

      if (KP_IS_PREFERENCES_DIALOG (dialog))
        adw_dialog_force_close (dialog);
    }
}

/* Who stays, because something is not kept yet, stays with the language there is. */
static void
switch_language_cb (gpointer user_data)
{
  KpApplication *self = user_data;

  close_preferences (self);
  kp_application_restart (self);
  if (!self->restarting)
    g_settings_set_string (self->settings, "language", self->former);
}

static void
activate_language (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer user_data)
{
  KpApplication *self = KP_APPLICATION (user_data);
  g_autofree char *former = g_settings_get_string (self->settings, "language");
  const char *language = g_variant_get_string (parameter, NULL);

  if (g_str_equal (former, language))
    return;

  g_set_str (&self->former, former);
  g_settings_set_string (self->settings, "language", language);
  /* Not while the list that it was chosen from is still open. */
  g_idle_add_once (switch_language_cb, self);
}

static const GActionEntry ACTIONS[] = {
  { .name = "quit", .activate = activate_quit },
  { .name = "preferences", .activate = activate_preferences },
  { .name = "shortcuts", .activate = activate_shortcuts },
  { .name = "about", .activate = activate_about },
  { .name = "add-account", .activate = activate_add_account },
  { .name = "open-account", .activate = activate_open_account, .parameter_type = "s" },
  { .name = "show", .activate = activate_show, .parameter_type = "(ss)" },
  { .name = "language", .activate = activate_language, .parameter_type = "s" },
};

static int
kp_application_command_line (GApplication *application,
                             GApplicationCommandLine *command_line)
{
  KpApplication *self = KP_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (command_line);
  g_auto (GStrv) arguments = g_application_command_line_get_arguments (command_line, NULL);
  GtkWindow *window = get_front_window (self);
  const char *address = NULL;

  g_variant_dict_lookup (options, "address", "&s", &address);
  if (address != NULL)
    show_sign_in (self, address);
  else if (arguments[0] != NULL && arguments[1] != NULL)
    kp_link_open (self, arguments[1]);
  else if (window != NULL)
    gtk_window_present (window);
  else
    open_first_window (self);

  return 0;
}

static void
kp_application_activate (GApplication *application)
{
  GtkWindow *window = get_front_window (KP_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    open_first_window (KP_APPLICATION (application));
}

/* Links, when the session starts or calls the program over D-Bus. */
static void
kp_application_open (GApplication *application,
                     GFile **files,
                     int n_files,
                     const char *hint)
{
  for (int i = 0; i < n_files; i++)
    {
      g_autofree char *uri = g_file_get_uri (files[i]);

      kp_link_open (KP_APPLICATION (application), uri);
    }
}

static void
kp_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (kp_application_parent_class)->startup (application);

  /* Texts can be copied; one that the focus passes is not to look as if somebody had marked it. */
  g_object_set (gtk_settings_get_default (), "gtk-label-select-on-focus", FALSE, NULL);

  g_action_map_add_action_entries (G_ACTION_MAP (application), ACTIONS, G_N_ELEMENTS (ACTIONS),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (ACCELERATORS); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application),
                                           ACCELERATORS[i].action, ACCELERATORS[i].accelerators);
  gtk_window_set_default_icon_name (KP_APPLICATION_ID);
}

static void
kp_application_window_added (GtkApplication *application,
                             GtkWindow *window)
{
  GTK_APPLICATION_CLASS (kp_application_parent_class)->window_added (application, window);

  if (KP_IS_WINDOW (window))
    kp_news_watch (KP_APPLICATION (application), KP_WINDOW (window));
}

static void
kp_application_dispose (GObject *object)
{
  KpApplication *self = KP_APPLICATION (object);

  g_clear_object (&self->settings);
  g_clear_object (&self->accounts);
  g_clear_pointer (&self->former, g_free);

  G_OBJECT_CLASS (kp_application_parent_class)->dispose (object);
}

static void
kp_application_class_init (KpApplicationClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_application_dispose;
  G_APPLICATION_CLASS (klass)->command_line = kp_application_command_line;
  G_APPLICATION_CLASS (klass)->activate = kp_application_activate;
  G_APPLICATION_CLASS (klass)->open = kp_application_open;
  G_APPLICATION_CLASS (klass)->startup = kp_application_startup;
  GTK_APPLICATION_CLASS (klass)->window_added = kp_application_window_added;
}

static void
kp_application_init (KpApplication *self)
{
  g_application_add_main_option (G_APPLICATION (self), "address", 'a', G_OPTION_FLAG_NONE,
                                 G_OPTION_ARG_STRING, N_ ("Sign in at this portal address"),
                                 N_ ("URL"));
}

KpApplication *
kp_application_new (const char *application_id,
                    GSettings *settings,
                    KpAccounts *accounts)
{
  const GApplicationFlags flags = G_APPLICATION_HANDLES_COMMAND_LINE | G_APPLICATION_HANDLES_OPEN;
  KpApplication *self = g_object_new (KP_TYPE_APPLICATION,
                                      "application-id", application_id,
                                      "flags", flags,
                                      "resource-base-path", "/org/klantportaal/Klantportaal",
                                      NULL);

  self->settings = g_object_ref (settings);
  self->accounts = g_object_ref (accounts);

  return self;
}

GSettings *
kp_application_get_settings (KpApplication *self)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), NULL);

  return self->settings;
}

KpAccounts *
kp_application_get_accounts (KpApplication *self)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), NULL);

  return self->accounts;
}

KpWindow *
kp_application_find_window (KpApplication *self,
                            KpAccount *account)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), NULL);

  for (GList *item = gtk_application_get_windows (GTK_APPLICATION (self));
       item != NULL;
       item = item->next)
    if (KP_IS_WINDOW (item->data) && kp_window_get_account (item->data) == account)
      return item->data;

  return NULL;
}

KpWindow *
kp_application_show_account (KpApplication *self,
                             KpAccount *account)
{
  KpWindow *window = kp_application_find_window (self, account);

  if (window == NULL)
    {
      window = kp_window_new (self);
      kp_window_open_account (window, account);
    }
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

void
kp_application_restart (KpApplication *self)
{
  g_return_if_fail (KP_IS_APPLICATION (self));

  remember_windows (self);
  self->restarting = TRUE;
  g_action_group_activate_action (G_ACTION_GROUP (self), "quit", NULL);

  /* A window that asked whether to go was kept open: then there is no start again either. */
  if (gtk_application_get_windows (GTK_APPLICATION (self)) != NULL)
    {
      self->restarting = FALSE;
      g_settings_reset (self->settings, "reopen");
    }
}

gboolean
kp_application_get_restarting (KpApplication *self)
{
  g_return_val_if_fail (KP_IS_APPLICATION (self), FALSE);

  return self->restarting;
}
