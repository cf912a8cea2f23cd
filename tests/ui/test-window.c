/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The window as a person meets it: signing in, tabs, organisations, going offline and back, saving
 * the own details. Runs headless on the real client and the real server.
 */

#include "kp-changes-dialog.h"
#include "kp-demo-portal.h"
#include "kp-details-form.h"
#include "kp-flow-chooser.h"
#include "kp-home-page.h"
#include "kp-inbox.h"
#include "kp-page.h"
#include "kp-picture.h"
#include "kp-places.h"
#include "kp-request-editor.h"
#include "kp-sign-in-view.h"
#include "kp-test.h"
#include "kp-window-private.h"

#define CUSTOMER "anna@deboer.example"
#define STAFF "m.linde@lindevos.example"
#define ID "org.klantportaal.Test"

typedef struct
{
  KpDemoPortal *portal;       /* (owned) */
  KpApplication *application; /* (owned) */
  KpWindow *window;           /* (owned) */
} Fixture;

static void
take_picture (Fixture *fixture,
              const char *name)
{
  g_autofree char *file = g_strdup_printf ("window-%s", name);

  if (g_getenv ("KP_TEST_PICTURES") != NULL)
    kp_picture_take (GTK_WIDGET (fixture->window), g_getenv ("KP_TEST_PICTURES"), file);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autoptr (GSettings) settings = kp_places_make_settings (ID);
  g_autofree char *accounts_folder = NULL;
  g_autoptr (KpAccounts) accounts = NULL;

  fixture->portal = kp_demo_portal_new ();
  accounts_folder = g_build_filename (kp_demo_portal_get_folder (fixture->portal), "client", NULL);
  accounts = kp_accounts_new (accounts_folder, kp_environment_get_real ());
  fixture->application = kp_application_new (ID, settings, accounts);
  g_application_set_flags (G_APPLICATION (fixture->application), G_APPLICATION_NON_UNIQUE);
  g_assert_true (g_application_register (G_APPLICATION (fixture->application), NULL, NULL));
  fixture->window = g_object_ref (kp_window_new (fixture->application));
  kp_window_sign_in (fixture->window, NULL);
  gtk_window_present (GTK_WINDOW (fixture->window));
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  gtk_window_destroy (GTK_WINDOW (fixture->window));
  kp_test_finalize (fixture->window);
  g_clear_object (&fixture->application);
  kp_demo_portal_free (fixture->portal);
}

static KpSignInView *
get_view (Fixture *fixture)
{
  return kp_picture_find (GTK_WIDGET (fixture->window), KP_TYPE_SIGN_IN_VIEW);
}

static gboolean
is_at (Fixture *fixture,
       const char *step)
{
  KpSignInView *view = get_view (fixture);

  return view != NULL && g_str_equal (kp_sign_in_view_get_step (view), step);
}

/* Returns: whether some label below @widget shows a text that begins so */
static gboolean
shows (GtkWidget *widget,
       const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && g_str_has_prefix (gtk_label_get_label (GTK_LABEL (widget)), text))
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (shows (child, text))
      return TRUE;

  return FALSE;
}

static void
type_password (Fixture *fixture,
               const char *login,
               const char *password)
{
  KpSignInView *view = get_view (fixture);
  GtkWidget *row = kp_picture_find (GTK_WIDGET (view), ADW_TYPE_PASSWORD_ENTRY_ROW);
  GtkWidget *login_row = gtk_widget_get_prev_sibling (row);

  gtk_editable_set_text (GTK_EDITABLE (login_row), login);
  gtk_editable_set_text (GTK_EDITABLE (row), password);
  g_signal_emit_by_name (row, "entry-activated");
}

static void
sign_in (Fixture *fixture,
         const char *login,
         const char *portal)
{
  g_autofree char *password = kp_demo_portal_dup_password (fixture->portal, login);
  g_autofree char *address =
    g_strjoin ("/", kp_demo_portal_get_address (fixture->portal), portal, NULL);
  KpStatus *status;

  kp_sign_in_view_set_address (get_view (fixture), address);
  if (portal == NULL)
    {
      kp_test_wait_for (is_at (fixture, "choose"));
      kp_sign_in_view_choose_staff (get_view (fixture));
    }
  kp_test_wait_for (is_at (fixture, "password"));
  type_password (fixture, login, password);
  kp_test_wait_for (kp_window_get_client (fixture->window) != NULL);
  status = kp_client_get_status (kp_window_get_client (fixture->window));
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_UP_TO_DATE &&
                    !kp_status_get_first_load (status));
}

static void
test_addresses (Fixture *fixture,
                gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_true (is_at (fixture, "address"));
  kp_sign_in_view_set_address (get_view (fixture), "no address at all");
  kp_test_wait_for (is_at (fixture, "address"));
  kp_test_wait_for (shows (window, "This is not an address"));
  kp_sign_in_view_set_address (get_view (fixture), "http://portal.example");
  kp_test_wait_for (shows (window, "The connection to this address is not safe"));
  kp_sign_in_view_set_address (get_view (fixture), "http://127.0.0.1:1");
  kp_test_wait_for (shows (window, "The portal did not answer"));
  take_picture (fixture, "no-portal");

  kp_sign_in_view_set_address (get_view (fixture), kp_demo_portal_get_address (fixture->portal));
  kp_test_wait_for (is_at (fixture, "choose"));
  kp_test_wait_for (shows (window, "Linde & Vos"));
}

static void
test_wrong_password (Fixture *fixture,
                     gconstpointer data)
{
  g_autofree char *address =
    g_strconcat (kp_demo_portal_get_address (fixture->portal), "/lindevos", NULL);

  kp_sign_in_view_set_address (get_view (fixture), address);
  kp_test_wait_for (is_at (fixture, "password"));
  type_password (fixture, CUSTOMER, "not the password at all");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "The e-mail address or the"));
  g_assert_true (is_at (fixture, "password"));
  g_assert_null (kp_window_get_client (fixture->window));
}

static void
test_tabs_of_customer (Fixture *fixture,
                       gconstpointer data)
{
  sign_in (fixture, CUSTOMER, "lindevos");
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "home");
  kp_window_show (fixture->window, "requests", "mine", "");
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "requests");
  g_assert_cmpstr (kp_window_get_option (fixture->window), ==, "mine");
  kp_window_show (fixture->window, "backoffice", "", "");
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "requests");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "You have no access to this page"));
}

static void
test_tabs_of_staff (Fixture *fixture,
                    gconstpointer data)
{
  sign_in (fixture, STAFF, NULL);
  kp_window_show (fixture->window, "backoffice", "requests", "");
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "backoffice");
  kp_window_show (fixture->window, "requests", "", "");
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "backoffice");
}

/* Beside the panel a page has less room than its window. */
static void
test_room_beside_panel (Fixture *fixture,
                        gconstpointer data)
{
  AdwOverlaySplitView *widgets = NULL;
  KpPage *page = NULL;

  sign_in (fixture, STAFF, NULL);
  kp_window_show (fixture->window, "backoffice", "requests", "");
  kp_test_wait_for ((page = kp_picture_find (GTK_WIDGET (fixture->window), KP_TYPE_PAGE)) != NULL);
  widgets = kp_picture_find (GTK_WIDGET (fixture->window), ADW_TYPE_OVERLAY_SPLIT_VIEW);
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1100, 760);
  kp_picture_settle (GTK_WIDGET (fixture->window));
  adw_overlay_split_view_set_show_sidebar (widgets, FALSE);
  kp_test_wait_for (!kp_page_get_compact (page));
  adw_overlay_split_view_set_show_sidebar (widgets, TRUE);
  kp_test_wait_for (kp_page_get_compact (page));
  gtk_window_set_default_size (GTK_WINDOW (fixture->window), 1280, 800);
  kp_test_wait_for (!kp_page_get_compact (page));
  /* A window that goes while its breakpoint changes is kept by the change. */
  kp_picture_settle (GTK_WIDGET (fixture->window));
}

/* A page is made without being looked at, because its tab has a badge. */
static void
test_tabs_unseen (Fixture *fixture,
                  gconstpointer data)
{
  AdwViewStack *modules;
  GtkWidget *place;

  sign_in (fixture, CUSTOMER, "lindevos");
  modules = kp_picture_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK);
  place = adw_view_stack_get_child_by_name (modules, "requests");
  kp_test_wait_for (KP_IS_PAGE (adw_bin_get_child (ADW_BIN (place))));
  g_assert_cmpstr (kp_window_get_module (fixture->window), ==, "home");
  g_assert_null (adw_view_stack_get_child_by_name (modules, "backoffice"));
}

static void
test_organisation (Fixture *fixture,
                   gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  KpClient *client;
  g_autoptr (KpOrganisation) organisation = NULL;
  const char *id;

  sign_in (fixture, CUSTOMER, "lindevos");
  client = kp_window_get_client (fixture->window);
  kp_test_wait_for (g_list_model_get_n_items (kp_client_get_organisations (client)) == 3);
  organisation = g_list_model_get_item (kp_client_get_organisations (client), 1);
  id = kp_record_get_id (KP_RECORD (organisation));
  g_assert_true (shows (window, "All organisations"));
  g_assert_true (gtk_widget_activate_action (window, "win.organisation", "s", id));
  g_assert_cmpstr (kp_client_get_organisation (client), ==, id);
  kp_test_wait_for (shows (window, kp_organisation_get_name (organisation)));
}

/* What the portal says of a page goes before what the program says. */
static void
test_information_of_portal (Fixture *fixture,
                            gconstpointer data)
{
  sign_in (fixture, CUSTOMER, "lindevos");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window),
                           "Here you see what waits for you and what is under way."));
  kp_window_show (fixture->window, "administration", "", "");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "Your details as we know them."));
}

static void
test_information_of_program (Fixture *fixture,
                             gconstpointer data)
{
  sign_in (fixture, STAFF, NULL);
  kp_window_show (fixture->window, "home", "", "");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "Here you see what is asked of you"));
}

static void
test_offline (Fixture *fixture,
              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  KpDetailsForm *form;
  GtkEditable *name;
  KpStatus *status;

  sign_in (fixture, CUSTOMER, "lindevos");
  status = kp_client_get_status (kp_window_get_client (fixture->window));
  kp_demo_portal_stop (fixture->portal);
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_OFFLINE);
  kp_test_wait_for (shows (window, "Offline – showing data as of"));
  take_picture (fixture, "offline");

  kp_window_show (fixture->window, "administration", "details", "");
  form = kp_picture_find (window, KP_TYPE_DETAILS_FORM);
  name = kp_picture_find (GTK_WIDGET (form), ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (name, "Anna de Boer-Smit");
  kp_test_wait_for (shows (window, "1 unsaved change"));
  kp_details_form_undo (form);
  g_assert_cmpstr (gtk_editable_get_text (name), ==, "Anna de Boer");
  gtk_editable_set_text (name, "Anna de Boer-Smit");
  kp_details_form_save (form);
  kp_test_wait_for (kp_status_get_queued (status) == 1);
  kp_test_wait_for (g_strcmp0 (kp_client_get_user_name (kp_window_get_client (fixture->window)),
                               "Anna de Boer-Smit") == 0);
  kp_test_wait_for (!shows (window, "1 unsaved change"));

  gtk_widget_activate_action (window, "win.changes", NULL);
  kp_test_wait_for (shows (window, "Will be sent"));
  take_picture (fixture, "changes");

  kp_demo_portal_start (fixture->portal);
  kp_client_sync_now (kp_window_get_client (fixture->window));
  kp_test_wait_for (shows (window, "Sent today"));
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_UP_TO_DATE);
  g_assert_cmpuint (kp_status_get_queued (status), ==, 0);
  kp_test_wait_for (shows (window, "Online again – 1 change sent"));
}

/* Sent is not carried out. */
static void
test_offline_refused (Fixture *fixture,
                      gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  KpClient *client;
  KpStatus *status;

  sign_in (fixture, CUSTOMER, "lindevos");
  client = kp_window_get_client (fixture->window);
  status = kp_client_get_status (client);
  kp_demo_portal_stop (fixture->portal);
  kp_test_wait_for (kp_status_get_state (status) == KP_STATUS_OFFLINE);
  kp_client_perform_async (client, "user.update@1",
                           g_variant_new_parsed ("{'display_name': <' '>}"), NULL, NULL);
  kp_test_wait_for (kp_status_get_queued (status) == 1);
  kp_test_wait_for (shows (window, "Offline"));

  kp_demo_portal_start (fixture->portal);
  kp_client_sync_now (client);
  kp_test_wait_for (kp_status_get_needs_you (status) == 1);
  kp_test_wait_for (shows (window, "Online again – 1 change needs your choice"));
  g_assert_false (shows (window, "1 change sent"));
}

static void
test_home (Fixture *fixture,
           gconstpointer data)
{
  KpInbox *inbox = NULL;

  sign_in (fixture, CUSTOMER, "lindevos");
  kp_test_wait_for (
    (inbox = kp_picture_find (GTK_WIDGET (fixture->window), KP_TYPE_INBOX)) != NULL);
  kp_test_wait_for (g_str_equal (kp_inbox_get_page (inbox), "content"));
  kp_window_show (fixture->window, "home", "answer", "");
  kp_test_wait_for (shows (GTK_WIDGET (inbox), "Questions to answer"));
  take_picture (fixture, "home");
}

/* What was shared with any of the organisations, and what any of them has to do, whichever one is
 * selected.
 */
static void
test_home_of_all (Fixture *fixture,
                  gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (KpOrganisation) last = NULL;
  GListModel *tasks = NULL;
  KpClient *client = NULL;
  guint n_tasks;

  sign_in (fixture, CUSTOMER, "lindevos");
  client = kp_window_get_client (fixture->window);
  tasks = kp_client_get_tasks (client);
  kp_test_wait_for (shows (window, "Recently shared"));
  kp_test_wait_for (shows (window, "Loonstroken november"));
  kp_test_wait_for (shows (window, "De Boer Vastgoed B.V. · 2027"));
  kp_test_wait_for (g_list_model_get_n_items (tasks) > 0);
  kp_test_wait_for (!kp_query_model_get_loading (KP_QUERY_MODEL (tasks)));

  n_tasks = g_list_model_get_n_items (tasks);
  last = g_list_model_get_item (kp_client_get_organisations (client), 2);
  kp_client_set_organisation (client, kp_record_get_id (KP_RECORD (last)));
  g_assert_false (kp_query_model_get_loading (KP_QUERY_MODEL (tasks)));
  kp_picture_settle (window);
  g_assert_cmpuint (g_list_model_get_n_items (tasks), ==, n_tasks);
  g_assert_true (shows (window, "De Boer Vastgoed B.V. · 2027"));
}

/* Returns: whether an entry of the menu with @action could be chosen */
static gboolean
is_offered (Fixture *fixture,
            const char *action)
{
  GtkWidget *button = gtk_button_new ();
  gboolean offered;

  gtk_widget_set_parent (button, GTK_WIDGET (fixture->window));
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  offered = gtk_widget_get_sensitive (button);
  gtk_widget_unparent (button);

  return offered;
}

static void
test_sign_out (Fixture *fixture,
               gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  g_assert_false (is_offered (fixture, "win.sign-out"));
  sign_in (fixture, CUSTOMER, "lindevos");
  g_assert_true (is_offered (fixture, "win.sign-out"));
  g_assert_true (is_offered (fixture, "win.changes"));
  gtk_widget_activate_action (window, "win.sign-out", NULL);
  kp_test_wait_for (is_at (fixture, "password"));
  g_assert_null (kp_window_get_client (fixture->window));
  g_assert_false (is_offered (fixture, "win.change-password"));
  g_assert_true (is_offered (fixture, "win.help"));
  g_assert_true (shows (window, "Linde & Vos"));
}

/* Returns: whether F1 reaches the help while @dialog is open */
static gboolean
has_help_key (AdwDialog *dialog)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (GTK_WIDGET (dialog));

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GListModel) keys = g_list_model_get_item (controllers, i);
      g_autoptr (GtkShortcut) key =
        GTK_IS_SHORTCUT_CONTROLLER (keys) ? g_list_model_get_item (keys, 0) : NULL;
      g_autofree char *text =
        key != NULL ? gtk_shortcut_trigger_to_string (gtk_shortcut_get_trigger (key)) : NULL;

      if (g_strcmp0 (text, "F1") == 0)
        return TRUE;
    }

  return FALSE;
}

/* Work that could not be read is never silently gone; once told, it is not told again. */
static void
test_damaged_outbox (Fixture *fixture,
                     gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  AdwDialog *dialog = NULL;
  g_autofree char *password = kp_demo_portal_dup_password (fixture->portal, CUSTOMER);
  g_autofree char *path = NULL;

  sign_in (fixture, CUSTOMER, "lindevos");
  g_assert_null (kp_client_get_damaged_outbox (kp_window_get_client (fixture->window)));
  path = g_build_filename (kp_demo_portal_get_folder (fixture->portal), "client",
                           kp_account_get_id (kp_window_get_account (fixture->window)),
                           "outbox.damaged-1", NULL);
  gtk_widget_activate_action (window, "win.sign-out", NULL);
  kp_test_wait_for (is_at (fixture, "password"));
  g_assert_true (g_file_set_contents (path, "no database", -1, NULL));

  type_password (fixture, CUSTOMER, password);
  kp_test_wait_for (kp_window_get_client (fixture->window) != NULL);
  g_assert_cmpstr (kp_client_get_damaged_outbox (kp_window_get_client (fixture->window)), ==, path);
  kp_test_wait_for (adw_application_window_get_visible_dialog (
                      ADW_APPLICATION_WINDOW (window)) != NULL);
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window));
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==,
                   "Unsent Work Is Damaged");
  g_assert_true (has_help_key (dialog));
  take_picture (fixture, "damaged-outbox");
  adw_dialog_close (dialog);
  kp_picture_settle (window);

  gtk_widget_activate_action (window, "win.sign-out", NULL);
  kp_test_wait_for (is_at (fixture, "password"));
  type_password (fixture, CUSTOMER, password);
  kp_test_wait_for (kp_window_get_client (fixture->window) != NULL);
  g_assert_null (adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (window)));
}

/* Whoever has an account sees it open; signing in is there once the account does not. */
static void
test_opening (Fixture *fixture,
              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  g_autoptr (KpAccount) account = NULL;

  sign_in (fixture, CUSTOMER, "lindevos");
  account = g_object_ref (kp_window_get_account (fixture->window));
  g_assert_null (fixture->window->sign_in);
  gtk_widget_activate_action (window, "win.sign-out", NULL);
  kp_test_wait_for (is_at (fixture, "password"));

  kp_window_open_account (fixture->window, account);
  g_assert_true (shows (window, "Opening your account…"));
  kp_test_wait_for (is_at (fixture, "password"));
  g_assert_true (kp_window_get_account (fixture->window) == account);
}

static void
test_widgets (Fixture *fixture,
              gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  sign_in (fixture, CUSTOMER, "lindevos");
  kp_test_wait_for (shows (window, "Anna de Boer") && shows (window, CUSTOMER));
  kp_test_wait_for (shows (window, "Password and security"));
  kp_test_wait_for (shows (window, "Selected"));
  kp_test_wait_for (shows (window, "Questions to answer"));
  kp_test_wait_for (shows (window, "Here you see what waits for you"));

  /* The text is about the page that is open, in the words of the portal. */
  kp_window_show (fixture->window, "administration", "", "");
  kp_test_wait_for (shows (window, "Your details as we know them"));
  g_assert_false (shows (window, "Here you see what waits for you"));
}

/* With one organisation there is nothing to select. */
/* Returns: whether something below @widget is to be seen with this tooltip */
static gboolean
offers (GtkWidget *widget,
        const char *tooltip)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (g_strcmp0 (gtk_widget_get_tooltip_text (widget), tooltip) == 0)
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    if (offers (child, tooltip))
      return TRUE;

  return FALSE;
}

static void
test_one_organisation (Fixture *fixture,
                       gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);

  sign_in (fixture, "pieter@deboer.example", "lindevos");
  kp_test_wait_for (shows (window, "Pieter de Boer"));
  kp_test_wait_for (g_list_model_get_n_items (kp_client_get_organisations (
                      kp_window_get_client (fixture->window))) == 1);
  kp_picture_settle (window);
  g_assert_false (shows (window, "Selected"));
  g_assert_true (offers (window, "Main menu"));
  g_assert_false (offers (window, "Choose an organisation"));
}

static void
test_disabled (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *password = kp_demo_portal_dup_password (fixture->portal, CUSTOMER);
  GtkWidget *window = GTK_WIDGET (fixture->window);

  sign_in (fixture, CUSTOMER, "lindevos");
  kp_demo_portal_switch_user (fixture->portal, "disable", CUSTOMER, "lindevos");
  kp_test_wait_for (is_at (fixture, "password"));
  g_assert_true (shows (window, "The office has closed this account"));

  /* Whoever was let in again goes on in the same window. */
  kp_demo_portal_switch_user (fixture->portal, "enable", CUSTOMER, "lindevos");
  type_password (fixture, CUSTOMER, password);
  kp_test_wait_for (kp_window_get_client (fixture->window) != NULL);
}

static KpPage *
open_page (Fixture *fixture,
           const char *module)
{
  GtkWidget *place;

  kp_window_show (fixture->window, module, "", "");
  place = adw_view_stack_get_child_by_name (
    kp_picture_find (GTK_WIDGET (fixture->window), ADW_TYPE_VIEW_STACK), module);
  kp_test_wait_for (KP_IS_PAGE (adw_bin_get_child (ADW_BIN (place))));

  return KP_PAGE (adw_bin_get_child (ADW_BIN (place)));
}

static void
answer (Fixture *fixture,
        const char *heading,
        const char *response)
{
  AdwDialog *dialog = NULL;

  gtk_window_close (GTK_WINDOW (fixture->window));
  dialog = adw_application_window_get_visible_dialog (ADW_APPLICATION_WINDOW (fixture->window));
  g_assert_true (ADW_IS_ALERT_DIALOG (dialog));
  g_assert_cmpstr (adw_alert_dialog_get_heading (ADW_ALERT_DIALOG (dialog)), ==, heading);
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), response);
  adw_dialog_close (dialog);
}

/* The window asks once about each page that has something unsaved, and closes after that. */
static void
test_unsaved (Fixture *fixture,
              gconstpointer data)
{
  KpPage *requests;
  GtkWidget *form;

  sign_in (fixture, CUSTOMER, "lindevos");
  requests = open_page (fixture, "requests");
  kp_page_set_n_unsaved (requests, 1);
  kp_page_set_unsaved_reason (requests, "The disk is full");
  answer (fixture, "Discard Draft?", "keep");
  answer (fixture, "Discard Draft?", "keep");
  kp_page_set_n_unsaved (requests, 0);
  kp_page_set_unsaved_reason (requests, NULL);

  kp_page_set_n_unsaved (open_page (fixture, "administration"), 1);
  answer (fixture, "Save Changes?", "keep");
  g_assert_true (gtk_widget_get_visible (GTK_WIDGET (fixture->window)));

  /* What cannot be saved so is not lost by choosing to save it. */
  form = kp_picture_find (GTK_WIDGET (fixture->window), KP_TYPE_DETAILS_FORM);
  gtk_editable_set_text (kp_picture_find (form, ADW_TYPE_ENTRY_ROW), "");
  kp_window_show (fixture->window, "requests", "mine", "");
  answer (fixture, "Save Changes?", "save");
  kp_test_wait_for (shows (GTK_WIDGET (fixture->window), "An answer is needed here."));
  g_assert_nonnull (kp_window_get_kp_application (fixture->window));
  answer (fixture, "Save Changes?", "discard");
  kp_test_wait_for (kp_window_get_kp_application (fixture->window) == NULL);
}

static gboolean
has_focus (Fixture *fixture,
           GtkWidget *widget)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (fixture->window));

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Whoever wants something new while a form is open can type at once what it is about, also if he
 * chose the kind of that form by the keyboard.
 */
static void
test_new_again (Fixture *fixture,
                gconstpointer data)
{
  GtkWidget *window = GTK_WIDGET (fixture->window);
  GtkWidget *chooser = NULL;
  GtkWidget *search = NULL;
  GtkWidget *editor = NULL;
  guint n_searched = 0;

#ifdef __SANITIZE_ADDRESS__
  /* Without animations these are not kept. */
  g_test_skip ("libadwaita keeps a row that goes while its title moves");
  return;
#endif

  sign_in (fixture, CUSTOMER, "lindevos");
  gtk_widget_activate_action (window, "win.new-request", NULL);
  kp_test_wait_for ((chooser = kp_picture_find (window, KP_TYPE_FLOW_CHOOSER)) != NULL);
  search = kp_picture_find (chooser, GTK_TYPE_SEARCH_ENTRY);
  kp_test_wait_for (has_focus (fixture, search));
  gtk_editable_set_text (GTK_EDITABLE (search), "a");
  kp_picture_settle (window);
  for (guint i = 0; i < 3 && !GTK_IS_BUTTON (gtk_window_get_focus (GTK_WINDOW (window))); i++)
    gtk_widget_child_focus (window, GTK_DIR_TAB_FORWARD);
  g_signal_emit_by_name (gtk_window_get_focus (GTK_WINDOW (window)), "clicked");
  kp_test_wait_for ((editor = kp_picture_find (window, KP_TYPE_REQUEST_EDITOR)) != NULL);
  kp_picture_settle (window);
  kp_test_wait_for (has_focus (fixture, editor));

  g_signal_connect_swapped (search, "search-changed", G_CALLBACK (count_cb), &n_searched);
  gtk_widget_activate_action (window, "win.new-request", NULL);
  kp_test_wait_for (kp_picture_find (window, KP_TYPE_REQUEST_EDITOR) == NULL && n_searched > 0);
  kp_picture_settle (window);
  g_signal_handlers_disconnect_by_func (search, count_cb, &n_searched);
  g_assert_cmpstr (gtk_editable_get_text (GTK_EDITABLE (search)), ==, "");
  g_assert_true (has_focus (fixture, search));
}

static gboolean
offers_colleagues (Fixture *fixture)
{
  KpPage *page = open_page (fixture, "requests");
  g_autoptr (KpOption) option = g_list_model_get_item (kp_page_get_options (page), 1);

  return kp_option_get_visible (option);
}

static void
test_colleagues (Fixture *fixture,
                 gconstpointer data)
{
  sign_in (fixture, CUSTOMER, "lindevos");
  kp_test_wait_for (offers_colleagues (fixture));
}

static void
test_own_only (Fixture *fixture,
               gconstpointer data)
{
  sign_in (fixture, "techniek@duinzicht.example", "vostechniek");
  kp_test_wait_for (!offers_colleagues (fixture));
}

#define ADD_TEST(name, function) g_test_add (name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD_TEST ("/window/sign-in/addresses/each-fault-is-a-sentence", test_addresses);
  ADD_TEST ("/window/sign-in/wrong-password/stays-and-says-so", test_wrong_password);
  ADD_TEST ("/window/tabs/customer/has-no-back-office", test_tabs_of_customer);
  ADD_TEST ("/window/tabs/staff/has-no-requests", test_tabs_of_staff);
  ADD_TEST ("/window/tabs/have-room-beside-the-panel", test_room_beside_panel);
  ADD_TEST ("/window/tabs/unseen/have-their-page-in-the-end", test_tabs_unseen);
  ADD_TEST ("/window/organisation/switches-everything", test_organisation);
  ADD_TEST ("/window/information/portal/says-it-its-own-way", test_information_of_portal);
  ADD_TEST ("/window/information/office/says-what-the-program-says", test_information_of_program);
  ADD_TEST ("/window/requests/portal-of-organisation/offers-colleagues", test_colleagues);
  ADD_TEST ("/window/requests/portal-of-own/offers-no-colleagues", test_own_only);
  ADD_TEST ("/window/offline/queues-and-comes-back", test_offline);
  ADD_TEST ("/window/offline/refused/says-so", test_offline_refused);
  ADD_TEST ("/window/home/filters-by-kind", test_home);
  ADD_TEST ("/window/home/of-all-organisations/shared-and-to-do", test_home_of_all);
  ADD_TEST ("/window/widgets/person-tasks-and-text-of-the-page", test_widgets);
  ADD_TEST ("/window/widgets/one-organisation/nothing-to-select", test_one_organisation);
  ADD_TEST ("/window/damaged-outbox/is-told-once", test_damaged_outbox);
  ADD_TEST ("/window/unsaved/asked-once-for-each-page", test_unsaved);
  ADD_TEST ("/window/disabled/enabled-again/goes-on", test_disabled);
  ADD_TEST ("/window/sign-out/asks-the-password-of-the-same-account", test_sign_out);
  ADD_TEST ("/window/opening/signs-in-only-where-needed", test_opening);
  ADD_TEST ("/window/new-request/begun-again/has-the-keyboard", test_new_again);

  return g_test_run ();
}
