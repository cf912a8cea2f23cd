/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A picture of every page and dialog with the data of a demo server, for eyes. Not a test: run by
 * `./dev screenshots`, once per account, language and colour scheme.
 *
 * Usage: screenshots ADDRESS LOGIN PASSWORD FOLDER PREFIX [dark]
 */

#include "kp-language.h"
#include "kp-picture.h"
#include "kp-places.h"
#include "kp-test.h"
#include "kp-window.h"

typedef struct
{
  KpApplication *application; /* (owned) */
  const char *address;        /* as typed */
  const char *login;
  const char *password;
  const char *folder; /* of the pictures */
  const char *prefix; /* of their names */
} Studio;

typedef struct
{
  const char *name;
  int width;
  int height;
} Size;

static const Size SIZES[] = {
  { "wide", 1280, 800 },
  { "medium", 960, 720 },
  { "phone", 420, 860 },
  { "small", 370, 640 },
};

static void
take (Studio *studio,
      KpWindow *window,
      const char *name,
      const char *size)
{
  g_autofree char *file = g_strdup_printf ("%s-%s-%s", studio->prefix, name, size);

  kp_picture_take (GTK_WIDGET (window), studio->folder, file);
}

static void
close_dialogs (KpWindow *window)
{
  AdwDialog *dialog;

  while ((dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window))) !=
         NULL)
    {
      adw_dialog_force_close (dialog);
      kp_picture_settle (GTK_WIDGET (window));
    }
}

static void
take_dialog (Studio *studio,
             KpWindow *window,
             const char *action,
             const char *name,
             const char *size)
{
  gtk_widget_activate_action (GTK_WIDGET (window), action, NULL);
  take (studio, window, name, size);
  close_dialogs (window);
}

/* Steps that a person would take next; absent buttons are passed over. */
static void
press (KpWindow *window,
       const char *action)
{
  GtkWidget *page = GTK_WIDGET (gtk_window_get_focus (GTK_WINDOW (window)));

  gtk_widget_activate_action (page != NULL ? page : GTK_WIDGET (window), action, NULL);
  kp_picture_settle (GTK_WIDGET (window));
}

/* Returns: (transfer full) (nullable): identity of the first request of some list */
static char *
dup_request (KpClient *client,
             KpShow show)
{
  const KpFilter filter = { .scope = KP_SCOPE_ALL, .show = show };
  g_autoptr (KpQueryModel) requests = kp_client_list_requests (client, &filter);
  g_autoptr (KpRecord) request = NULL;

  kp_test_wait_for (kp_query_model_get_loaded (requests));
  request = g_list_model_get_item (G_LIST_MODEL (requests), 0);

  return request != NULL ? g_strdup (kp_record_get_id (request)) : NULL;
}

static void
take_customer (Studio *studio,
               KpWindow *window,
               const char *size)
{
  g_autofree char *request = dup_request (kp_window_get_client (window), KP_SHOW_OPEN);

  kp_window_show (window, "requests", "mine", "");
  take (studio, window, "requests", size);
  kp_window_show (window, "requests", "colleagues", "");
  take (studio, window, "requests-colleagues", size);
  if (request != NULL)
    {
      kp_window_show (window, "requests", "colleagues", request);
      take (studio, window, "request-detail", size);
    }
  kp_window_show (window, "requests", "drafts", "");
  take (studio, window, "requests-drafts", size);
  kp_window_show (window, "requests", "new", "");
  take (studio, window, "new-request", size);
}

static void
take_staff (Studio *studio,
            KpWindow *window,
            const char *size)
{
  g_autofree char *request = dup_request (kp_window_get_client (window), KP_SHOW_TO_DECIDE);

  kp_window_show (window, "backoffice", "requests", "");
  take (studio, window, "portal-requests", size);
  if (request != NULL)
    {
      kp_window_show (window, "backoffice", "requests", request);
      take (studio, window, "portal-request", size);
    }
  kp_window_show (window, "backoffice", "work-orders", "");
  take (studio, window, "work-orders", size);
}

static void
take_pages (Studio *studio,
            KpWindow *window,
            const char *size)
{
  kp_window_show (window, "home", "", "");
  take (studio, window, "home", size);
  if (kp_client_get_is_staff (kp_window_get_client (window)))
    take_staff (studio, window, size);
  else
    take_customer (studio, window, size);
  kp_window_show (window, "administration", "details", "");
  take (studio, window, "my-details", size);

  take_dialog (studio, window, "win.changes", "changes", size);
  take_dialog (studio, window, "win.change-password", "password", size);
  take_dialog (studio, window, "app.preferences", "preferences", size);
  take_dialog (studio, window, "app.shortcuts", "shortcuts", size);
  take_dialog (studio, window, "app.about", "about", size);
  press (window, "win.widgets");
  take (studio, window, "widgets", size);
  press (window, "win.widgets");
}

static void
on_discovered_cb (GObject *source_object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  KpOffice **office = user_data;
  g_autoptr (GError) error = NULL;

  *office = kp_client_discover_finish (result, &error);
  g_assert_no_error (error);
}

static void
on_signed_in_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  KpClient **client = user_data;
  g_autoptr (GError) error = NULL;

  *client = kp_client_sign_in_finish (result, &error);
  g_assert_no_error (error);
}

/* Returns: (transfer full): signed in, with its data complete */
static KpClient *
sign_in (Studio *studio)
{
  KpAccounts *accounts = kp_application_get_accounts (studio->application);
  KpCredentials credentials = { .login = studio->login, .password = studio->password };
  g_autoptr (KpOffice) office = NULL;
  KpClient *client = NULL;
  KpStatus *status;

  kp_client_discover_async (studio->address, NULL, on_discovered_cb, &office);
  kp_test_wait_for (office != NULL);
  credentials.portal = kp_office_get_portal (office);
  kp_client_sign_in_async (accounts, office, &credentials, NULL, on_signed_in_cb, &client);
  kp_test_wait_for (client != NULL);
  status = kp_client_get_status (client);
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_UP_TO_DATE &&
                    !kp_status_get_first_load (status));

  return client;
}

static KpWindow *
open_window (Studio *studio,
             const Size *size,
             const char *address)
{
  KpWindow *window = kp_window_new (studio->application, address);

  gtk_window_set_default_size (GTK_WINDOW (window), size->width, size->height);
  gtk_window_present (GTK_WINDOW (window));

  return window;
}

static void
run (Studio *studio)
{
  g_autoptr (KpClient) client = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      KpWindow *window = open_window (studio, &SIZES[i], NULL);

      take (studio, window, "sign-in", SIZES[i].name);
      gtk_window_destroy (GTK_WINDOW (window));
      window = open_window (studio, &SIZES[i], studio->address);
      take (studio, window, "sign-in-password", SIZES[i].name);
      gtk_window_destroy (GTK_WINDOW (window));
    }

  client = sign_in (studio);
  for (guint i = 0; i < G_N_ELEMENTS (SIZES); i++)
    {
      KpWindow *window = open_window (studio, &SIZES[i], NULL);

      kp_window_set_client (window, client);
      take_pages (studio, window, SIZES[i].name);
      gtk_window_destroy (GTK_WINDOW (window));
    }
}

int
main (int argc,
      char *argv[])
{
  g_autofree char *data = g_dir_make_tmp ("kp-screenshots-XXXXXX", NULL);
  g_autoptr (GSettings) settings = NULL;
  g_autoptr (KpAccounts) accounts = NULL;
  g_autoptr (KpApplication) application = NULL;
  Studio studio = { 0 };

  if (argc < 6)
    {
      g_printerr ("usage: screenshots ADDRESS LOGIN PASSWORD FOLDER PREFIX [dark]\n");
      return 2;
    }

  kp_language_set_up (NULL);

  settings = kp_places_make_settings ("org.klantportaal.Screenshots");
  accounts = kp_accounts_new (data, kp_environment_get_real ());
  application = kp_application_new ("org.klantportaal.Screenshots", settings, accounts);
  g_application_set_flags (G_APPLICATION (application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (application), NULL, NULL));
  g_application_hold (G_APPLICATION (application));
  if (argc > 6 && g_str_equal (argv[6], "dark"))
    adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                        ADW_COLOR_SCHEME_FORCE_DARK);

  studio.application = application;
  studio.address = argv[1];
  studio.login = argv[2];
  studio.password = argv[3];
  studio.folder = argv[4];
  studio.prefix = argv[5];
  run (&studio);

  return 0;
}
