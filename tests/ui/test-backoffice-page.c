/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The back office as its staff meet it: the list in its states, and decisions without a network.
 */

#include "kp-backoffice-fixture.h"
#include "kp-backoffice-page.h"
#include "kp-entry-dialog.h"
#include "kp-error.h"
#include "kp-flow-chooser.h"
#include "kp-office-search.h"
#include "kp-option-row.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-plan-dialog.h"
#include "kp-request-editor.h"
#include "kp-request-facts.h"
#include "kp-request-inbox.h"
#include "kp-request-review.h"
#include "kp-status-frame.h"
#include "kp-test.h"
#include "kp-work-order-detail.h"
#include "kp-work-order-list.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_BACKOFFICE_PAGE, "staff");
}

static void
test_content (PageFixture *self,
              gconstpointer data)
{
  backoffice_open_row (self, 1, "Request 3");
  kp_test_wait_for (page_fixture_shows (self, "Customer sees"));
  kp_test_wait_for (page_fixture_shows (self, "Open (5)"));
  page_fixture_take_picture (self, "backoffice-review");
}

static void
test_nothing_found (PageFixture *self,
                    gconstpointer data)
{
  GtkEditable *search = page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY);

  backoffice_open_row (self, 0, "Request 4");
  gtk_editable_set_text (search, "no such words");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));

  /* What is being judged does not vanish under the hands. */
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 4");
  page_fixture_act (self, KP_TYPE_STATUS_FRAME, "inbox.clear-filter", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
}

static void
test_accept (PageFixture *self,
             gconstpointer data)
{
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (self->window));

  g_object_set (settings, "gtk-double-click-time", 60000, NULL);
  backoffice_open_row (self, 1, "Request 3");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.accept", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);

  /* The next one stands ready to be judged, but not to be accepted by the second of two clicks. */
  kp_test_wait_for (g_strcmp0 (backoffice_get_shown (self), "Request 2") == 0);
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.accept", NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (page_fixture_get_n_rows (self), ==, 4);
  g_object_set (settings, "gtk-double-click-time", 1, NULL);
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.accept", NULL);
  kp_test_wait_for (kp_counts_get (kp_client_get_counts (self->client.client),
                                   KP_COUNT_WORK_NEW) == 1);
  gtk_settings_reset_property (settings, "gtk-double-click-time");
}

static void
test_accept_several (PageFixture *self,
                     gconstpointer data)
{
  GtkCheckButton *box = NULL;

  backoffice_open_row (self, 1, "Request 3");
  g_object_set (page_fixture_wait (self, KP_TYPE_REQUEST_INBOX), "several", TRUE, NULL);
  kp_test_wait_for (page_fixture_shows (self, "0 requests selected"));
  gtk_selection_model_select_item (backoffice_get_model (self), 1, FALSE);
  gtk_selection_model_select_item (backoffice_get_model (self), 3, FALSE);
  kp_test_wait_for (page_fixture_shows (self, "2 requests selected"));

  /* The box of a row adds it, and takes it away again. */
  box = page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON);
  gtk_check_button_set_active (box, TRUE);
  kp_test_wait_for (page_fixture_shows (self, "3 requests selected"));
  gtk_check_button_set_active (box, FALSE);
  kp_test_wait_for (page_fixture_shows (self, "2 requests selected"));
  page_fixture_act (self, KP_TYPE_REQUEST_INBOX, "inbox.accept-selected", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 3);
  kp_test_wait_for (kp_counts_get (kp_client_get_counts (self->client.client),
                                   KP_COUNT_WORK_NEW) == 2);
  /* The one that was open before is among them: no colleague decided on it. */
  kp_test_wait_for (g_strcmp0 (self->said, "2 requests become work orders") == 0);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpstr (self->said, ==, "2 requests become work orders");
}

/* Nobody reads one customer's facts for those of another, whose request is not here. */
static void
test_facts_missing (PageFixture *self,
                    gconstpointer data)
{
  GtkWidget *window = gtk_window_new ();
  GtkWidget *facts = g_object_new (KP_TYPE_REQUEST_FACTS, NULL);
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 1));
  g_autofree char *nowhere = kp_id_dup_text (&self->client.customer);
  g_autoptr (KpRequest) here = kp_client_get_request (self->client.client, id);
  g_autoptr (KpRequest) missing = kp_client_get_request (self->client.client, nowhere);

  gtk_window_set_child (GTK_WINDOW (window), facts);
  gtk_window_present (GTK_WINDOW (window));
  kp_request_facts_set_request (KP_REQUEST_FACTS (facts), self->client.client, here);
  kp_test_wait_for (kp_picture_find (window, ADW_TYPE_ACTION_ROW) != NULL);
  kp_request_facts_set_request (KP_REQUEST_FACTS (facts), self->client.client, missing);
  g_assert_null (kp_picture_find (window, ADW_TYPE_ACTION_ROW));
  kp_picture_settle (window);
  g_assert_null (kp_picture_find (window, ADW_TYPE_ACTION_ROW));
  gtk_window_destroy (GTK_WINDOW (window));
}

static void
test_decline (PageFixture *self,
              gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  backoffice_open_row (self, 4, "Request 0");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.decline", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));

  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "We do not do this.", -1);
  g_assert_true (adw_alert_dialog_get_response_enabled (dialog, "go"));
  g_signal_emit_by_name (dialog, "response::go", "go");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);

  /* It was the last of the list. */
  kp_test_wait_for (g_strcmp0 (backoffice_get_shown (self), "Request 1") == 0);
}

/* With the keyboard on a button, the first space of a question would press it. */
static void
test_ask_by_keyboard (PageFixture *self,
                      gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;
  GtkWidget *view = NULL;

  backoffice_open_row (self, 0, "Request 4");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.ask", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  view = kp_picture_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW);
  g_assert_true (gtk_window_get_focus (self->window) == view);
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "Which one?", -1);
  g_assert_true (gtk_widget_activate_action (view, "default.activate", NULL));
  kp_test_wait_for (page_fixture_shows (self, "Customer sees: “Waiting for you”"));
}

/* A question may show what it is about. */
static void
test_ask_with_file (PageFixture *self,
                    gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  backoffice_open_row (self, 0, "Request 4");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.ask", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  page_fixture_drop (page_fixture_wait (self, g_type_from_name ("KpFilesField")),
                     page_fixture_make_portrait ());
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "Which one?", -1);
  kp_test_wait_for (page_fixture_shows (self, "portrait.png"));
  kp_test_wait_for (adw_alert_dialog_get_response_enabled (dialog, "go"));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "ask-with-file");
  g_signal_emit_by_name (dialog, "response::go", "go");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_test_wait_for (page_fixture_shows (self, "Customer sees: “Waiting for you”"));
  kp_test_wait_for (page_fixture_shows (self, "portrait.png"));
}

static void
test_cancel (PageFixture *self,
             gconstpointer data)
{
  AdwAlertDialog *dialog = NULL;

  backoffice_open_row (self, 0, "Request 4");
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.ask", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "Which one?", -1);
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (page_fixture_get_n_rows (self), ==, 5);

  /* What was typed for this request is there again. */
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "review.ask", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpint (gtk_text_buffer_get_char_count (backoffice_get_typed (dialog)), ==, 10);
  adw_dialog_force_close (ADW_DIALOG (dialog));
}

static void
test_compact (PageFixture *self,
              gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_object_set (self->page, "compact", TRUE, NULL);
  kp_page_open (self->page, "requests", id);
  kp_test_wait_for (g_strcmp0 (backoffice_get_shown (self), "Request 2") == 0);
  page_fixture_act (self, KP_TYPE_REQUEST_REVIEW, "inbox.close", NULL);
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_REQUEST_REVIEW) == NULL);
}

static void
set_width (PageFixture *self,
           gboolean narrow)
{
  g_object_set (self->page, "compact", narrow, "narrow", narrow, NULL);
  gtk_window_set_default_size (self->window, narrow ? 360 : 1100, 700);
  kp_picture_settle (GTK_WIDGET (self->window));
}

/* Nobody loses what he reads by making the window smaller, and nothing opens by itself. */
static void
test_narrow_inbox (PageFixture *self,
                   gconstpointer data)
{
  backoffice_open_row (self, 1, "Request 3");
  set_width (self, TRUE);
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 3");
  g_assert_cmpint (gtk_widget_get_width (kp_picture_find (GTK_WIDGET (self->window),
                                                          KP_TYPE_REQUEST_REVIEW)),
                   ==, gtk_widget_get_width (GTK_WIDGET (self->page)));
  set_width (self, FALSE);
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 3");

  page_fixture_act (self, KP_TYPE_REQUEST_INBOX, "inbox.close", NULL);
  set_width (self, TRUE);
  set_width (self, FALSE);
  g_assert_null (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_REQUEST_REVIEW));
}

static void
test_orders_empty (PageFixture *self,
                   gconstpointer data)
{
  kp_page_open (self->page, "work-orders", "");
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_LIST);
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), ADW_TYPE_STATUS_PAGE) != NULL);
}

static void
test_narrow_order (PageFixture *self,
                   gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);

  kp_picture_settle (GTK_WIDGET (self->window));
  set_width (self, TRUE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (detail)));
  set_width (self, FALSE);
  g_assert_true (gtk_widget_get_mapped (GTK_WIDGET (detail)));

  page_fixture_act (self, KP_TYPE_WORK_ORDER_LIST, "orders.close", NULL);
  set_width (self, TRUE);
  set_width (self, FALSE);
  g_assert_false (gtk_widget_get_mapped (GTK_WIDGET (detail)));
}

static guint
count_columns (PageFixture *self)
{
  GtkColumnView *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);
  GListModel *columns = gtk_column_view_get_columns (table);
  guint n = 0;

  for (guint i = 0; i < g_list_model_get_n_items (columns); i++)
    {
      g_autoptr (GtkColumnViewColumn) column = g_list_model_get_item (columns, i);

      n += gtk_column_view_column_get_visible (column);
    }

  return n;
}

/* Titles are what one chooses by: columns that only inform make room for them. */
static void
test_room_for_titles (PageFixture *self,
                      gconstpointer data)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_assert_cmpuint (count_columns (self), ==, 4);
  backoffice_open_order (self);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (count_columns (self), ==, 3);
  page_fixture_act (self, KP_TYPE_WORK_ORDER_LIST, "orders.close", NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (count_columns (self), ==, 5);
  kp_page_open (self->page, "requests", "");
  page_fixture_wait (self, KP_TYPE_REQUEST_INBOX);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (count_columns (self), ==, 3);
}

/* On a phone each list leads back to the options, from where one goes to another. */
static void
test_back_to_options (PageFixture *self,
                      gconstpointer data)
{
  static const char *const OPTIONS[] = { "requests", "work-orders", "to-plan", "search" };

  set_width (self, TRUE);
  for (guint i = 0; i < G_N_ELEMENTS (OPTIONS); i++)
    {
      GtkWidget *arrow = NULL;

      kp_page_open (self->page, OPTIONS[i], "");
      kp_picture_settle (GTK_WIDGET (self->window));
      g_assert_null (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_OPTION_ROW));
      arrow = kp_picture_find (GTK_WIDGET (self->window), g_type_from_name ("AdwBackButton"));
      g_assert_nonnull (arrow);
      g_signal_emit_by_name (kp_picture_find (arrow, GTK_TYPE_BUTTON), "clicked");
      kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_OPTION_ROW) != NULL);
    }
}

/* Whoever leafs on to another month has chosen a day in it, and has to read which. */
static void
test_plan_day (PageFixture *self,
               gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);
  GtkCalendar *calendar = NULL;
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *name = NULL;

  kp_test_wait_for (backoffice_is_in (detail, "new"));
  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  calendar = page_fixture_wait (self, GTK_TYPE_CALENDAR);
  gtk_calendar_set_year (calendar, gtk_calendar_get_year (calendar) + 1);
  gtk_calendar_set_month (calendar, 6);
  gtk_calendar_set_day (calendar, 14);
  day = gtk_calendar_get_date (calendar);
  name = g_date_time_format (day, "%A 14 July %Y");
  g_assert_true (page_fixture_shows (self, name));
}

/* Returns: (transfer none): the button of @action below @widget */
static GtkWidget *
find_button (GtkWidget *widget,
             const char *action)
{
  if (GTK_IS_BUTTON (widget) &&
      g_strcmp0 (gtk_actionable_get_action_name (GTK_ACTIONABLE (widget)), action) == 0)
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_button (child, action);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Returns: whether a click in the middle of that button would press it */
static gboolean
takes_clicks (KpWorkOrderDetail *detail,
              const char *action)
{
  GtkWidget *button = find_button (GTK_WIDGET (detail), action);
  graphene_rect_t place;
  GtkWidget *hit = NULL;

  if (!gtk_widget_get_mapped (button) ||
      !gtk_widget_compute_bounds (button, GTK_WIDGET (detail), &place))
    return FALSE;

  hit = gtk_widget_pick (GTK_WIDGET (detail), place.origin.x + place.size.width / 2,
                         place.origin.y + place.size.height / 2, GTK_PICK_DEFAULT);

  return hit != NULL && (hit == button || gtk_widget_is_ancestor (hit, button));
}

/* The second click of a double click on Start must not say that the work is done. */
static void
test_order_double_click (PageFixture *self,
                         gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);
  GtkSettings *settings = gtk_widget_get_settings (GTK_WIDGET (detail));

  g_object_set (settings, "gtk-double-click-time", 1, NULL);
  kp_test_wait_for (backoffice_is_in (detail, "new"));
  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  page_fixture_act (self, KP_TYPE_PLAN_DIALOG, "plan.go", NULL);
  kp_test_wait_for (backoffice_is_in (detail, "planned"));
  kp_test_wait_for (takes_clicks (detail, "order.start"));

  g_object_set (settings, "gtk-double-click-time", 60000, NULL);
  backoffice_act (self, "order.start");
  g_assert_false (takes_clicks (detail, "order.start"));
  kp_test_wait_for (backoffice_is_in (detail, "in_progress"));
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_mapped (find_button (GTK_WIDGET (detail), "order.complete")));
  g_assert_false (takes_clicks (detail, "order.complete"));

  g_object_set (settings, "gtk-double-click-time", 1, NULL);
  backoffice_act (self, "order.complete");
  kp_test_wait_for (backoffice_is_in (detail, "done"));
  gtk_settings_reset_property (settings, "gtk-double-click-time");
}

/* A name that was used before is chosen, not spelled anew. */
static void
test_plan_employee (PageFixture *self,
                    gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);
  GtkMenuButton *button = NULL;
  GtkEditable *employee = NULL;
  g_autofree char *label = NULL;

  kp_test_wait_for (backoffice_is_in (detail, "new"));
  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Piet_Jan");
  page_fixture_act (self, KP_TYPE_PLAN_DIALOG, "plan.go", NULL);
  kp_test_wait_for (backoffice_is_in (detail, "planned"));
  kp_test_wait_for (page_fixture_shows (self, "Piet_Jan"));

  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  employee = page_fixture_wait (self, ADW_TYPE_ENTRY_ROW);
  gtk_editable_set_text (employee, "");
  button = kp_picture_find (GTK_WIDGET (employee), GTK_TYPE_MENU_BUTTON);
  kp_test_wait_for (gtk_widget_get_visible (GTK_WIDGET (button)));
  g_assert_cmpint (g_menu_model_get_n_items (gtk_menu_button_get_menu_model (button)), ==, 1);
  g_menu_model_get_item_attribute (gtk_menu_button_get_menu_model (button), 0,
                                   G_MENU_ATTRIBUTE_LABEL, "s", &label);
  g_assert_cmpstr (label, ==, "Piet__Jan");
  page_fixture_act (self, KP_TYPE_PLAN_DIALOG, "plan.by", g_variant_new_string ("Piet_Jan"));
  g_assert_cmpstr (gtk_editable_get_text (employee), ==, "Piet_Jan");
}

static void
test_order_moves (PageFixture *self,
                  gconstpointer data)
{
  KpWorkOrderDetail *detail = backoffice_open_order (self);
  AdwAlertDialog *dialog = NULL;

  kp_test_wait_for (backoffice_is_in (detail, "new"));
  backoffice_act (self, "order.plan");
  page_fixture_wait (self, KP_TYPE_PLAN_DIALOG);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Piet");
  page_fixture_act (self, KP_TYPE_PLAN_DIALOG, "plan.go", NULL);
  kp_test_wait_for (backoffice_is_in (detail, "planned"));

  /* It left the list of those to plan, and stays open for whoever goes on with it. */
  kp_test_wait_for (page_fixture_shows (self, "Piet"));
  g_assert_true (gtk_widget_grab_focus (find_button (GTK_WIDGET (detail), "order.start")));
  backoffice_act (self, "order.start");
  kp_test_wait_for (backoffice_is_in (detail, "in_progress"));
  g_assert_true (gtk_widget_is_ancestor (gtk_window_get_focus (self->window), GTK_WIDGET (detail)));
  g_assert_false (gtk_widget_is_focus (find_button (GTK_WIDGET (detail), "order.complete")));
  backoffice_act (self, "order.block");
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));
  gtk_text_buffer_set_text (backoffice_get_typed (dialog), "No parts", -1);
  g_signal_emit_by_name (dialog, "response::go", "go");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_test_wait_for (backoffice_is_in (detail, "blocked"));
  kp_test_wait_for (page_fixture_shows (self, "No parts"));
  backoffice_act (self, "order.resume");
  kp_test_wait_for (backoffice_is_in (detail, "in_progress"));
  backoffice_act (self, "order.complete");
  kp_test_wait_for (backoffice_is_in (detail, "done"));
}

static void
test_search_signed_out (PageFixture *self,
                        gconstpointer data)
{
  kp_page_open (self->page, "search", "");
  page_fixture_wait (self, KP_TYPE_OFFICE_SEARCH);
  kp_test_wait_for (page_fixture_shows (self, "Search the Office"));
  /* Typing needs no other click first. */
  g_assert_true (gtk_search_entry_get_key_capture_widget (
                   page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY)) == GTK_WIDGET (self->page));
  kp_office_search_find (page_fixture_wait (self, KP_TYPE_OFFICE_SEARCH), "bakery");
  /* The account has no session; searching must say that, and not that there is nothing. */
  kp_test_wait_for (page_fixture_shows (self, "Not Searched"));
  kp_test_wait_for (page_fixture_shows (self, "You are no longer signed in."));
  kp_office_search_find (page_fixture_wait (self, KP_TYPE_OFFICE_SEARCH), "b");
  kp_test_wait_for (page_fixture_shows (self, "Search the Office"));
}

static void
test_search_pages (void)
{
  g_autoptr (GError) error = g_error_new_literal (KP_ERROR, KP_ERROR_TOO_MANY, "Patience");

  g_assert_cmpstr (kp_office_search_choose_page ("é", 0, FALSE, FALSE, NULL), ==, "hint");
  g_assert_cmpstr (kp_office_search_choose_page ("ov", 0, TRUE, FALSE, NULL), ==, "searching");
  g_assert_cmpstr (kp_office_search_choose_page ("ov", 0, FALSE, FALSE, NULL), ==, "nothing");
  g_assert_cmpstr (kp_office_search_choose_page ("ov", 0, FALSE, TRUE, NULL), ==, "offline");
  g_assert_cmpstr (kp_office_search_choose_page ("ov", 0, FALSE, FALSE, error), ==, "error");
  g_assert_cmpstr (kp_office_search_choose_page ("ov", 50, TRUE, TRUE, error), ==, "results");
}

/* Returns: how many headings of groups are to be seen, each with a text */
static guint
count_headings (GtkWidget *widget)
{
  guint n = 0;

  if (!gtk_widget_get_mapped (widget))
    return 0;
  if (g_str_equal (gtk_widget_get_css_name (widget), "header") &&
      GTK_IS_LABEL (gtk_widget_get_first_child (widget)))
    return *gtk_label_get_label (GTK_LABEL (gtk_widget_get_first_child (widget))) != '\0';

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_headings (child);

  return n;
}

/* By employee and by organisation each group has its heading; by last change there is none. */
static void
test_orders_grouped (PageFixture *self,
                     gconstpointer data)
{
  GtkDropDown *order = NULL;

  backoffice_accept_for (self, 1, "Piet");
  backoffice_accept_for (self, 2, "Anja");
  backoffice_accept_for (self, 3, "Piet");
  backoffice_accept_for (self, 4, NULL);
  kp_page_open (self->page, "work-orders", "");
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_LIST);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpuint (count_headings (GTK_WIDGET (self->window)), ==, 0);

  order = page_fixture_wait (self, GTK_TYPE_DROP_DOWN);
  gtk_drop_down_set_selected (order, 2);
  kp_test_wait_for (count_headings (GTK_WIDGET (self->window)) == 3);
  kp_picture_settle (GTK_WIDGET (self->window));
  page_fixture_take_picture (self, "work-orders-by-employee");
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (backoffice_get_model (self)), 2);
  gtk_drop_down_set_selected (order, 3);
  kp_test_wait_for (count_headings (GTK_WIDGET (self->window)) == 1);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_drop_down_set_selected (order, 0);
  kp_test_wait_for (count_headings (GTK_WIDGET (self->window)) == 0);
}

/* The heading of the first group belongs to what one sees first. */
static void
test_orders_first_heading (PageFixture *self,
                           gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    backoffice_accept_for (self, i, i % 2 == 0 ? "Piet" : "Anja");
  gtk_window_set_default_size (self->window, 1100, 300);
  kp_page_open (self->page, "work-orders", "");
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_LIST);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_drop_down_set_selected (page_fixture_wait (self, GTK_TYPE_DROP_DOWN), 2);
  kp_test_wait_for (count_headings (GTK_WIDGET (self->window)) > 0);
  kp_picture_settle (GTK_WIDGET (self->window));
  kp_test_wait_for (backoffice_get_scrolled (self) == 0);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpfloat (backoffice_get_scrolled (self), ==, 0);
}

static char *
dup_first_title (PageFixture *self)
{
  GtkSelectionModel *model = backoffice_get_model (self);
  g_autoptr (KpRequest) request = NULL;

  if (model == NULL || g_list_model_get_n_items (G_LIST_MODEL (model)) == 0)
    return NULL;

  request = g_list_model_get_item (G_LIST_MODEL (model), 0);

  return g_strdup (kp_request_get_title (request));
}

static gboolean
begins_with (PageFixture *self,
             const char *title)
{
  g_autofree char *first = dup_first_title (self);

  return g_strcmp0 (first, title) == 0;
}

/* Newest first, or what waits longest first; what is being read stays. */
static void
test_inbox_order (PageFixture *self,
                  gconstpointer data)
{
  backoffice_open_row (self, 1, "Request 3");
  g_assert_true (begins_with (self, "Request 4"));
  gtk_drop_down_set_selected (page_fixture_wait (self, GTK_TYPE_DROP_DOWN), 1);
  kp_test_wait_for (begins_with (self, "Request 0"));
  g_assert_cmpstr (backoffice_get_shown (self), ==, "Request 3");
  page_fixture_check_names (self);
  gtk_drop_down_set_selected (page_fixture_wait (self, GTK_TYPE_DROP_DOWN), 0);
  kp_test_wait_for (begins_with (self, "Request 4"));
}

/* Activates the row of the list in the dialog. */
static void
choose_first (AdwDialog *dialog)
{
  GtkListView *rows = NULL;

  kp_test_wait_for ((rows = kp_picture_find (GTK_WIDGET (dialog), GTK_TYPE_LIST_VIEW)) != NULL &&
                    gtk_list_view_get_model (rows) != NULL &&
                    g_list_model_get_n_items (G_LIST_MODEL (gtk_list_view_get_model (rows))) == 1);
  kp_picture_settle (GTK_WIDGET (dialog));
  g_signal_emit_by_name (rows, "activate", 0);
}

/* Returns: (nullable): the last radio button that is to be seen */
static GtkWidget *
find_last_radio (GtkWidget *widget)
{
  GtkWidget *found = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_CHECK_BUTTON (widget))
    return widget;

  for (GtkWidget *child = gtk_widget_get_last_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_prev_sibling (child))
    found = find_last_radio (child);

  return found;
}

static void
test_enter (PageFixture *self,
            gconstpointer data)
{
  AdwDialog *dialog = kp_entry_dialog_new (self->client.client);
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);
  GtkWidget *chooser = NULL;

  adw_dialog_present (dialog, GTK_WIDGET (self->page));
  page_fixture_wait (self, KP_TYPE_ENTRY_DIALOG);
  kp_test_wait_for (page_fixture_shows (self, "Bakery"));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "enter-organisation");
  choose_first (dialog);
  kp_test_wait_for (page_fixture_shows (self, "Kim"));
  kp_picture_settle (GTK_WIDGET (dialog));
  page_fixture_check_names (self);
  gtk_check_button_set_active (GTK_CHECK_BUTTON (find_last_radio (GTK_WIDGET (dialog))), TRUE);
  page_fixture_take_picture (self, "enter-caller");
  page_fixture_act (self, KP_TYPE_ENTRY_DIALOG, "entry.go", NULL);
  kp_test_wait_for (page_fixture_shows (self, "For Kim, Bakery"));
  chooser = page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  g_assert_true (adw_header_bar_get_show_end_title_buttons (
    kp_picture_find (chooser, ADW_TYPE_HEADER_BAR)));
  kp_test_wait_for (page_fixture_shows (self, "Repair"));
  kp_picture_settle (GTK_WIDGET (dialog));
  page_fixture_take_picture (self, "enter-kind");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));
  page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
  kp_test_wait_for (page_fixture_shows (self, "For Kim, Bakery"));
  kp_picture_settle (GTK_WIDGET (dialog));
  page_fixture_check_names (self);
  page_fixture_take_picture (self, "enter-form");
  adw_dialog_force_close (dialog);
}

#define ADD(path, test) \
  g_test_add (path, PageFixture, NULL, set_up, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/backoffice-page/inbox/content", test_content);
  ADD ("/backoffice-page/inbox/nothing-found", test_nothing_found);
  ADD ("/backoffice-page/inbox/accepting-goes-on-to-the-next", test_accept);
  ADD ("/backoffice-page/inbox/several-are-accepted-together", test_accept_several);
  ADD ("/backoffice-page/facts/missing/are-not-those-of-another", test_facts_missing);
  ADD ("/backoffice-page/inbox/declining-wants-an-explanation", test_decline);
  ADD ("/backoffice-page/inbox/asking-by-keyboard/asks", test_ask_by_keyboard);
  ADD ("/backoffice-page/inbox/asking-with-a-file/goes-along", test_ask_with_file);
  ADD ("/backoffice-page/inbox/cancelling-keeps-what-was-typed", test_cancel);
  ADD ("/backoffice-page/inbox/compact-goes-back-to-the-list", test_compact);
  ADD ("/backoffice-page/inbox/narrow/keeps-what-is-open", test_narrow_inbox);
  ADD ("/backoffice-page/narrow/each-list-leads-back-to-the-options", test_back_to_options);
  ADD ("/backoffice-page/work-orders/empty", test_orders_empty);
  ADD ("/backoffice-page/work-orders/narrow/keeps-what-is-open", test_narrow_order);
  ADD ("/backoffice-page/work-orders/titles-have-room-beside-an-open-one", test_room_for_titles);
  ADD ("/backoffice-page/work-orders/groups-have-headings", test_orders_grouped);
  ADD ("/backoffice-page/work-orders/groups/first-heading-is-in-view", test_orders_first_heading);
  ADD ("/backoffice-page/inbox/order/longest-waiting-first", test_inbox_order);
  ADD ("/backoffice-page/plan/month/says-the-day-in-it", test_plan_day);
  ADD ("/backoffice-page/plan/employee/is-chosen-from-before", test_plan_employee);
  ADD ("/backoffice-page/work-orders/moves-from-to-plan-to-done", test_order_moves);
  ADD ("/backoffice-page/work-orders/double-click/is-one-move", test_order_double_click);
  ADD ("/backoffice-page/enter/organisation-caller-kind-and-form", test_enter);
  ADD ("/backoffice-page/search/signed-out-says-so", test_search_signed_out);
  g_test_add_func ("/backoffice-page/search/each-situation-has-its-page", test_search_pages);

  return g_test_run ();
}
