/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests as a customer meets them: the list in its states, one request, and a form from the
 * chooser to the outbox.
 */

#include "kp-draft-list.h"
#include "kp-flow-chooser.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-detail.h"
#include "kp-request-editor.h"
#include "kp-request-facts.h"
#include "kp-request-overview.h"
#include "kp-requests-page.h"
#include "kp-status-frame.h"
#include "kp-test.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, NULL);
}

static guint
get_n_rows (PageFixture *self)
{
  GtkColumnView *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return table != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (table)))
                       : 0;
}

static void
test_content (PageFixture *self,
              gconstpointer data)
{
  kp_test_wait_for (get_n_rows (self) == 5);
  kp_test_wait_for (page_fixture_shows (self, "Request 4"));
  kp_test_wait_for (page_fixture_shows (self, "Got it"));
  kp_test_wait_for (page_fixture_shows (self, "Open (5)"));
}

static void
test_empty (PageFixture *self,
            gconstpointer data)
{
  AdwToggleGroup *bucket = page_fixture_wait (self, ADW_TYPE_TOGGLE_GROUP);

  kp_test_wait_for (get_n_rows (self) == 5);
  adw_toggle_group_set_active_name (bucket, "completed");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Completed Yet"));
  adw_toggle_group_set_active_name (bucket, "open");
  kp_test_wait_for (get_n_rows (self) == 5);
}

static void
test_new_row (PageFixture *self,
              gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (&self->client);
  GtkAdjustment *adjustment = NULL;

  kp_test_wait_for (get_n_rows (self) == 5);
  adjustment = gtk_scrollable_get_vadjustment (page_fixture_wait (self, GTK_TYPE_COLUMN_VIEW));
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->page), 420);
  kp_test_wait_for (gtk_adjustment_get_upper (adjustment) >
                    gtk_adjustment_get_page_size (adjustment));
  kp_picture_settle (GTK_WIDGET (self->window));

  client_fixture_fill (form, "The newest");
  g_free (client_fixture_submit (&self->client, form));
  kp_test_wait_for (get_n_rows (self) == 6);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

static void
test_nothing_found (PageFixture *self,
                    gconstpointer data)
{
  GtkEditable *search = page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY);

  kp_test_wait_for (get_n_rows (self) == 5);
  gtk_editable_set_text (search, "no such words");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
  page_fixture_act (self, KP_TYPE_STATUS_FRAME, "requests.clear-filter", NULL);
  kp_test_wait_for (get_n_rows (self) == 5);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
}

static void
test_offline (PageFixture *self,
              gconstpointer data)
{
  KpStatus *status = kp_client_get_status (self->client.client);

  /* Nothing answers at the address of the fixture. */
  g_assert_cmpint (kp_status_get_state (status), !=, KP_STATUS_UP_TO_DATE);
  kp_test_wait_for (get_n_rows (self) == 5);
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.new", NULL);
  page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
}

static void
test_narrow (PageFixture *self,
             gconstpointer data)
{
  kp_test_wait_for (get_n_rows (self) == 5);
  g_object_set (self->page, "narrow", TRUE, "compact", TRUE, NULL);
  kp_page_open (self->page, "mine", "");
  page_fixture_wait (self, GTK_TYPE_LIST_VIEW);
  kp_test_wait_for (page_fixture_shows (self, "Request 4"));
  g_assert_null (kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW));
}

static void
test_request (PageFixture *self,
              gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  kp_page_open (self->page, "mine", id);
  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  kp_test_wait_for (page_fixture_shows (self, "Request R-2026-00002"));
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "navigation.pop", NULL);
  kp_test_wait_for (get_n_rows (self) == 5);
}

/* Returns: the form of the fixture's flow, at its first step */
static KpRequestEditor *
open_form (PageFixture *self)
{
  g_autofree char *flow = kp_id_dup_text (&self->client.flow);

  kp_page_open (self->page, "new", "");
  page_fixture_act (self, KP_TYPE_FLOW_CHOOSER, "chooser.choose", g_variant_new_string (flow));

  return page_fixture_wait (self, KP_TYPE_REQUEST_EDITOR);
}

static void
go_on (PageFixture *self)
{
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.next", NULL);
}

static void
tick (PageFixture *self)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_check_button_set_active (page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON), TRUE);
}

/* Returns: whether the keyboard is in the widget of @type that is to be seen */
static gboolean
has_keyboard (PageFixture *self,
              GType type)
{
  GtkWidget *widget = page_fixture_wait (self, type);
  GtkWidget *focus = gtk_window_get_focus (self->window);

  return focus != NULL && (focus == widget || gtk_widget_is_ancestor (focus, widget));
}

static void
test_keyboard (PageFixture *self,
               gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));

  /* From wherever the keyboard was: into what one came for. */
  kp_page_open (self->page, "mine", id);
  kp_test_wait_for (has_keyboard (self, GTK_TYPE_TEXT_VIEW));
  kp_page_open (self->page, "new", "");
  kp_test_wait_for (has_keyboard (self, GTK_TYPE_SEARCH_ENTRY));
}

static void
test_form_keyboard (PageFixture *self,
                    gconstpointer data)
{
  GtkWidget *check = NULL;

  open_form (self);
  kp_test_wait_for (has_keyboard (self, ADW_TYPE_ENTRY_ROW));
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Tap");
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));
  kp_picture_settle (GTK_WIDGET (self->window));

  /* One stop of Tab for a row with a box, so that Space does not tick and take it away again. */
  check = page_fixture_wait (self, GTK_TYPE_CHECK_BUTTON);
  g_assert_true (has_keyboard (self, ADW_TYPE_ACTION_ROW));
  g_assert_false (gtk_widget_get_can_focus (check));
  gtk_widget_activate (gtk_window_get_focus (self->window));
  g_assert_true (gtk_check_button_get_active (GTK_CHECK_BUTTON (check)));
}

static void
test_form_faults (PageFixture *self,
                  gconstpointer data)
{
  GtkEditable *subject = NULL;

  open_form (self);
  subject = page_fixture_wait (self, ADW_TYPE_ENTRY_ROW);
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "An answer is needed here."));
  g_assert_true (gtk_widget_has_css_class (GTK_WIDGET (subject), "error"));
  gtk_editable_set_text (subject, "Tap");
  kp_test_wait_for (!page_fixture_shows (self, "An answer is needed here."));
  g_assert_false (gtk_widget_has_css_class (GTK_WIDGET (subject), "error"));
}

static void
test_form_sent (PageFixture *self,
                gconstpointer data)
{
  open_form (self);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Tap");
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 2 of 3"));

  /* The checklist holds on to whoever has not done it. */
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "This must be done"));
  tick (self);
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Step 3 of 3"));

  /* So do the terms. */
  go_on (self);
  kp_test_wait_for (page_fixture_shows (self, "Still to do before sending"));
  tick (self);
  go_on (self);

  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  kp_test_wait_for (page_fixture_shows (self, "Not sent yet"));
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "navigation.pop", NULL);
  kp_test_wait_for (get_n_rows (self) == 6);
}

static void
test_form_left (PageFixture *self,
                gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (self->client.client);

  open_form (self);
  gtk_editable_set_text (page_fixture_wait (self, ADW_TYPE_ENTRY_ROW), "Half a sentence");
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.close", NULL);
  kp_test_wait_for (kp_query_model_get_n_items (drafts) == 1);

  kp_page_open (self->page, "drafts", "");
  page_fixture_wait (self, KP_TYPE_DRAFT_LIST);
  kp_test_wait_for (page_fixture_shows (self, "Half a sentence"));
}

static void
test_form_untouched (PageFixture *self,
                     gconstpointer data)
{
  g_autoptr (KpQueryModel) drafts = kp_client_list_drafts (self->client.client);

  open_form (self);
  page_fixture_act (self, KP_TYPE_REQUEST_EDITOR, "editor.discard", NULL);
  page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  g_assert_cmpuint (kp_query_model_get_n_items (drafts), ==, 0);
}

static void
set_up_worked (PageFixture *self,
               gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, "worked");
}

/* Opens the request whose work is done. Returns: (transfer full): its work order */
static KpWorkOrder *
open_done (PageFixture *self)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 1));
  g_autofree char *order = kp_id_dup_text (&self->client.order);

  kp_page_open (self->page, "mine", id);
  page_fixture_wait (self, KP_TYPE_REQUEST_FACTS);
  kp_test_wait_for (page_fixture_shows (self, "The work is done. Confirm it"));
  kp_test_wait_for (page_fixture_shows (self, "Confirm as Done"));

  return kp_client_get_work_order (self->client.client, order);
}

static void
test_confirm (PageFixture *self,
              gconstpointer data)
{
  g_autoptr (KpWorkOrder) order = open_done (self);

  page_fixture_act (self, KP_TYPE_REQUEST_FACTS, "facts.confirm", NULL);
  kp_test_wait_for (g_strcmp0 (kp_work_order_get_state (order), "confirmed") == 0);
  kp_test_wait_for (!page_fixture_shows (self, "Confirm as Done"));
}

static void
test_reopen (PageFixture *self,
             gconstpointer data)
{
  g_autoptr (KpWorkOrder) order = open_done (self);
  AdwAlertDialog *dialog = NULL;
  GtkTextView *view = NULL;

  page_fixture_act (self, KP_TYPE_REQUEST_FACTS, "facts.reopen", NULL);
  dialog = page_fixture_wait (self, ADW_TYPE_ALERT_DIALOG);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_false (adw_alert_dialog_get_response_enabled (dialog, "go"));
  view = kp_picture_find (GTK_WIDGET (dialog), GTK_TYPE_TEXT_VIEW);
  gtk_text_buffer_set_text (gtk_text_view_get_buffer (view), "Still drips", -1);
  g_signal_emit_by_name (dialog, "response::go", "go");
  adw_dialog_force_close (ADW_DIALOG (dialog));
  kp_test_wait_for (g_strcmp0 (kp_work_order_get_state (order), "in_progress") == 0);

  /* In the conversation and in the steps. */
  kp_test_wait_for (page_fixture_shows (self, "Still drips"));
}

#define ADD_WORKED(path, test) \
  g_test_add (path, PageFixture, NULL, set_up_worked, test, page_fixture_tear_down)

static void
set_up_flows (PageFixture *self,
              gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, "flows");
}

/* Returns: how many cards at or below @widget are to be seen */
static guint
count_cards (GtkWidget *widget)
{
  guint n = GTK_IS_BUTTON (widget) && gtk_widget_has_css_class (widget, "card");

  if (!gtk_widget_get_mapped (widget))
    return 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    n += count_cards (child);

  return n;
}

static void
test_many_flows (PageFixture *self,
                 gconstpointer data)
{
  GtkEditable *search = NULL;
  GtkWidget *chooser = NULL;

  kp_page_open (self->page, "new", "");
  chooser = page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
  kp_test_wait_for (count_cards (chooser) == 201);
  /* What this person asks for often is on top, the rest stands by work type. */
  g_assert_true (page_fixture_shows (self, "Used lately"));
  g_assert_true (page_fixture_shows (self, "Payroll"));

  search = kp_picture_find (chooser, GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (search, "kind 137.");
  kp_test_wait_for (count_cards (chooser) == 1);
  g_assert_false (page_fixture_shows (self, "Used lately"));
  gtk_editable_set_text (search, "payroll");
  kp_test_wait_for (count_cards (chooser) == 67);
  gtk_editable_set_text (search, "no such thing");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
}

#define ADD(path, test) \
  g_test_add (path, PageFixture, NULL, set_up, test, page_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  ADD ("/requests-page/list/content", test_content);
  ADD ("/requests-page/list/empty", test_empty);
  ADD ("/requests-page/list/new-row/is-in-view", test_new_row);
  ADD ("/requests-page/list/nothing-found", test_nothing_found);
  ADD ("/requests-page/list/offline-shows-what-is-here", test_offline);
  ADD ("/requests-page/list/narrow", test_narrow);
  ADD ("/requests-page/request/opened-and-left", test_request);
  ADD ("/requests-page/keyboard/goes-where-one-came-for", test_keyboard);
  ADD ("/requests-page/form/keyboard/first-field-and-one-stop-a-row", test_form_keyboard);
  ADD_WORKED ("/requests-page/request/done-is-confirmed", test_confirm);
  ADD_WORKED ("/requests-page/request/done-is-reopened-with-a-reason", test_reopen);
  g_test_add ("/requests-page/chooser/two-hundred-found-and-grouped", PageFixture, NULL,
              set_up_flows,
              test_many_flows, page_fixture_tear_down);
  ADD ("/requests-page/form/fault-until-answered", test_form_faults);
  ADD ("/requests-page/form/sent-once-complete", test_form_sent);
  ADD ("/requests-page/form/left-is-kept-as-draft", test_form_left);
  ADD ("/requests-page/form/untouched-leaves-nothing", test_form_untouched);

  return g_test_run ();
}
