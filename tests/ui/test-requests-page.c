/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests as a customer meets them: the list in its states, and one request.
 */

#include "kp-conversation.h"
#include "kp-flow-chooser.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-detail.h"
#include "kp-request-facts.h"
#include "kp-request-filters.h"
#include "kp-request-overview.h"
#include "kp-request-print.h"
#include "kp-requests-page.h"
#include "kp-status-frame.h"
#include "kp-test.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, NULL);
}

static void
test_content (PageFixture *self,
              gconstpointer data)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_test_wait_for (page_fixture_shows (self, "Request 4"));
  kp_test_wait_for (page_fixture_shows (self, "Got it"));
  kp_test_wait_for (page_fixture_shows (self, "Open (5)"));
}

static void
test_empty (PageFixture *self,
            gconstpointer data)
{
  AdwToggleGroup *bucket = page_fixture_wait (self, ADW_TYPE_TOGGLE_GROUP);

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  adw_toggle_group_set_active_name (bucket, "completed");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Completed Yet"));
  adw_toggle_group_set_active_name (bucket, "open");
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
}

static void
test_new_row (PageFixture *self,
              gconstpointer data)
{
  g_autoptr (KpRequestForm) form = client_fixture_new_form (&self->client);
  GtkAdjustment *adjustment = NULL;

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  adjustment = gtk_scrollable_get_vadjustment (page_fixture_wait (self, GTK_TYPE_COLUMN_VIEW));
  gtk_widget_set_margin_bottom (GTK_WIDGET (self->page), 420);
  kp_test_wait_for (gtk_adjustment_get_upper (adjustment) >
                    gtk_adjustment_get_page_size (adjustment));
  kp_picture_settle (GTK_WIDGET (self->window));

  client_fixture_fill (form, "The newest");
  g_free (client_fixture_submit (&self->client, form));
  kp_test_wait_for (page_fixture_get_n_rows (self) == 6);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_cmpfloat (gtk_adjustment_get_value (adjustment), ==, 0);
}

static void
test_nothing_found (PageFixture *self,
                    gconstpointer data)
{
  GtkEditable *search = page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY);

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  gtk_editable_set_text (search, "no such words");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
  page_fixture_act (self, KP_TYPE_STATUS_FRAME, "requests.clear-filter", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_assert_cmpstr (gtk_editable_get_text (search), ==, "");
}

/* What stands open in a window that nobody looks at is not read; once that comes to the front, it
 * is.
 */
static void
test_background (PageFixture *self,
                 gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 1));
  g_autoptr (KpRequest) request = kp_client_get_request (self->client.client, id);
  GtkWindow *front = GTK_WINDOW (gtk_window_new ());

  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_true (kp_request_get_unread (request));
  gtk_window_present (front);
  kp_test_wait_for (gtk_window_is_active (front) && !gtk_window_is_active (self->window));

  kp_page_open (self->page, "mine", id);
  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (kp_request_get_unread (request));

  gtk_window_destroy (front);
  gtk_window_present (self->window);
  kp_test_wait_for (!kp_request_get_unread (request));
}

/* Chooses in the first row of the filter: the status. */
static void
choose_status (PageFixture *self,
               guint position)
{
  KpRequestFilters *filters = page_fixture_wait (self, KP_TYPE_REQUEST_FILTERS);
  GtkMenuButton *button = GTK_MENU_BUTTON (adw_bin_get_child (ADW_BIN (filters)));

  gtk_menu_button_popup (button);
  adw_combo_row_set_selected (page_fixture_wait (self, ADW_TYPE_COMBO_ROW), position);
  gtk_menu_button_popdown (button);
}

static void
test_filter (PageFixture *self,
             gconstpointer data)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  choose_status (self, 1);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_test_wait_for (page_fixture_shows (self, "Filter (1)"));
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.clear-filter", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
}

static const char *
get_first_title (PageFixture *self)
{
  GtkColumnView *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);
  g_autoptr (KpRequest) first =
    g_list_model_get_item (G_LIST_MODEL (gtk_column_view_get_model (table)), 0);

  return first != NULL ? kp_request_get_title (first) : NULL;
}

static void
test_sort (PageFixture *self,
           gconstpointer data)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_test_wait_for (g_strcmp0 (get_first_title (self), "Request 4") == 0);
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.sort",
                    g_variant_new_string ("title"));
  kp_test_wait_for (g_strcmp0 (get_first_title (self), "Request 0") == 0);
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.sort",
                    g_variant_new_string ("title"));
  kp_test_wait_for (g_strcmp0 (get_first_title (self), "Request 4") == 0);
}

/* A page that is made later begins as the last one was saved. */
static void
test_view (PageFixture *self,
           gconstpointer data)
{
  KpRequestFilters *filters;
  KpPage *later;

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  choose_status (self, 1);
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.sort",
                    g_variant_new_string ("title"));
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  gtk_editable_set_text (page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY), "request");
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.save-view", NULL);
  kp_picture_settle (GTK_WIDGET (self->window));

  adw_window_set_content (ADW_WINDOW (self->window), NULL);
  later = g_object_new (KP_TYPE_REQUESTS_PAGE, "client", self->client.client, NULL);
  g_object_unref (self->page);
  self->page = g_object_ref_sink (later);
  adw_window_set_content (ADW_WINDOW (self->window), GTK_WIDGET (self->page));
  filters = page_fixture_wait (self, KP_TYPE_REQUEST_FILTERS);
  kp_test_wait_for (kp_request_filters_get_n_active (filters) == 1);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 4);
  kp_test_wait_for (g_strcmp0 (get_first_title (self), "Request 1") == 0);
  g_assert_cmpstr (gtk_editable_get_text (page_fixture_wait (self, GTK_TYPE_SEARCH_ENTRY)), ==,
                   "request");
}

static void
test_export (PageFixture *self,
             gconstpointer data)
{
  g_autofree char *path = g_build_filename (self->client.data_dir, "Requests.csv", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autofree char *text = NULL;

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_request_overview_export (page_fixture_wait (self, KP_TYPE_REQUEST_OVERVIEW), file);
  kp_test_wait_for (g_file_query_exists (file, NULL));
  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  g_assert_nonnull (strstr (text, "R-2026-00004,Request 4,,Got it,Bakery,Jan,"));
  g_assert_true (g_file_delete (file, NULL, NULL));
}

/* Returns: UTC milliseconds of a local day */
static gint64
day (int year,
     int month,
     int number)
{
  g_autoptr (GDateTime) begin = g_date_time_new_local (year, month, number, 0, 0, 0);

  return g_date_time_to_unix (begin) * 1000;
}

static void
test_periods (void)
{
  gint64 from;
  gint64 until;

  kp_period_get_range (KP_PERIOD_ANY, day (2026, 2, 14), &from, &until);
  g_assert_cmpint (from, ==, 0);
  g_assert_cmpint (until, ==, 0);
  kp_period_get_range (KP_PERIOD_THIS_MONTH, day (2026, 2, 14), &from, &until);
  g_assert_cmpint (from, ==, day (2026, 2, 1));
  g_assert_cmpint (until, ==, 0);
  kp_period_get_range (KP_PERIOD_THREE_MONTHS, day (2026, 2, 14), &from, &until);
  g_assert_cmpint (from, ==, day (2025, 12, 1));
  kp_period_get_range (KP_PERIOD_THIS_YEAR, day (2026, 2, 14), &from, &until);
  g_assert_cmpint (from, ==, day (2026, 1, 1));
  kp_period_get_range (KP_PERIOD_LAST_YEAR, day (2026, 2, 14), &from, &until);
  g_assert_cmpint (from, ==, day (2025, 1, 1));
  g_assert_cmpint (until, ==, day (2026, 1, 1));
}

static void
test_offline (PageFixture *self,
              gconstpointer data)
{
  KpStatus *status = kp_client_get_status (self->client.client);

  /* Nothing answers at the address of the fixture. */
  g_assert_cmpint (kp_status_get_state (status), !=, KP_STATUS_UP_TO_DATE);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  page_fixture_act (self, KP_TYPE_REQUEST_OVERVIEW, "requests.new", NULL);
  page_fixture_wait (self, KP_TYPE_FLOW_CHOOSER);
}

static void
test_narrow (PageFixture *self,
             gconstpointer data)
{
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_object_set (self->page, "narrow", TRUE, "compact", TRUE, NULL);
  kp_page_open (self->page, "mine", "");
  page_fixture_wait (self, GTK_TYPE_LIST_VIEW);
  /* One way to begin, as wide as there is room, also after the organisations have come. */
  g_signal_emit_by_name (kp_client_get_organisations (self->client.client), "items-changed", 0, 0,
                         0);
  g_assert_false (page_fixture_shows (self, "New Request"));
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
  kp_test_wait_for (kp_page_get_information (self->page) != NULL);
  g_assert_true (g_str_has_prefix (kp_page_get_information (self->page),
                                   "You see this request because you made it."));
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "detail.repeat", NULL);
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "navigation.pop", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_assert_null (kp_page_get_information (self->page));
}

/* Returns: (transfer none): where one writes about the request at @position */
static GtkTextBuffer *
open_text (PageFixture *self,
           guint position)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, position));

  kp_page_open (self->page, "mine", id);
  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);

  return gtk_text_view_get_buffer (page_fixture_wait (self, GTK_TYPE_TEXT_VIEW));
}

static void
go_back (PageFixture *self)
{
  page_fixture_act (self, KP_TYPE_REQUEST_DETAIL, "navigation.pop", NULL);
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_picture_settle (GTK_WIDGET (self->window));
}

static char *
dup_text (GtkTextBuffer *buffer)
{
  char *text = NULL;

  g_object_get (buffer, "text", &text, NULL);

  return text;
}

/* Whoever looks something up in the list finds what he was writing, with its own request only, and
 * not any more once it was sent.
 */
static void
test_unsent (PageFixture *self,
             gconstpointer data)
{
  g_autofree char *other = NULL;
  g_autofree char *kept = NULL;
  g_autofree char *sent = NULL;

  gtk_text_buffer_set_text (open_text (self, 2), "Half an answer", -1);
  go_back (self);
  other = dup_text (open_text (self, 1));
  g_assert_cmpstr (other, ==, "");
  go_back (self);
  kept = dup_text (open_text (self, 2));
  g_assert_cmpstr (kept, ==, "Half an answer");

  kp_test_wait_for (page_fixture_shows (self, "Request R-2026-00002"));
  page_fixture_act (self, KP_TYPE_CONVERSATION, "conversation.send", NULL);
  kp_test_wait_for (page_fixture_shows (self, "Half an answer"));
  go_back (self);
  sent = dup_text (open_text (self, 2));
  g_assert_cmpstr (sent, ==, "");
}

/* Own, of the organisation, of the group: each is said in its own words. */
static void
test_explain (void)
{
  g_autoptr (KpRequest) mine = g_object_new (KP_TYPE_REQUEST, "mine", TRUE, NULL);
  g_autoptr (KpRequest) other = g_object_new (KP_TYPE_REQUEST, "org-name", "Bakery", NULL);
  g_autofree char *own = kp_request_detail_explain (mine, TRUE);
  g_autofree char *colleague = kp_request_detail_explain (other, TRUE);
  g_autofree char *group = kp_request_detail_explain (other, FALSE);

  g_assert_nonnull (strstr (own, "because you made it"));
  g_assert_nonnull (strstr (colleague, "because it is of Bakery"));
  g_assert_nonnull (strstr (group, "because Bakery is linked to"));
}

static void
count_cb (guint *n)
{
  (*n)++;
}

/* Beside the pictures, to be looked at. */
static void
keep_pdf (GFile *file)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_TEST_PICTURES"), "request.pdf", NULL);
  g_autoptr (GFile) kept = g_file_new_for_path (path);

  g_assert_true (
    g_file_move (file, kept, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, NULL));
}

/* The paper says what the page says, in as many pages as it takes. */
/* On a phone the conversation stays before the eyes; with room again, the facts are beside it. */
static void
test_request_narrow (PageFixture *self,
                     gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));
  GtkWidget *detail = NULL;
  GtkWidget *text = NULL;

  kp_page_open (self->page, "mine", id);
  detail = page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  page_fixture_wait (self, KP_TYPE_REQUEST_FACTS);
  text = page_fixture_wait (self, GTK_TYPE_TEXT_VIEW);
  kp_test_wait_for (gtk_window_get_focus (self->window) == text);
  g_object_set (self->page, "compact", TRUE, "narrow", TRUE, NULL);
  kp_test_wait_for (gtk_window_get_focus (self->window) == text);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_mapped (detail));
  g_assert_null (kp_picture_find (GTK_WIDGET (self->window), KP_TYPE_REQUEST_FACTS));
  g_object_set (self->page, "compact", FALSE, "narrow", FALSE, NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  g_assert_true (gtk_widget_get_mapped (detail));
  page_fixture_wait (self, KP_TYPE_REQUEST_FACTS);
}

static void
test_print (PageFixture *self,
            gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (self->client.requests, KpId, 2));
  g_autofree char *path = g_build_filename (self->client.data_dir, "Request.pdf", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (KpRequest) request = kp_client_get_request (self->client.client, id);
  g_autoptr (KpRequestPrint) print = NULL;
  g_autoptr (GString) words = g_string_new ("A <long> & winding story. ");
  g_autofree char *made = NULL;
  g_autofree char *markup = NULL;
  g_autofree char *pdf = NULL;
  GVariantDict arguments;
  int n_pages = 0;
  guint n_done = 0;

  for (guint i = 0; i < 300; i++)
    g_string_append (words, "Straight left and then right again. ");
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  g_variant_dict_insert (&arguments, "text", "s", words->str);
  made = client_fixture_perform (&self->client, "request.comment@1",
                                 g_variant_dict_end (&arguments));

  print = kp_request_print_new (self->client.client, request);
  g_signal_connect_swapped (print, "done", G_CALLBACK (count_cb), &n_done);
  kp_request_print_run (print, NULL, file);
  kp_test_wait_for (n_done == 1);
  g_object_get (print, "n-pages-to-print", &n_pages, NULL);
  g_assert_cmpint (n_pages, >, 1);
  g_assert_true (g_file_get_contents (path, &pdf, NULL, NULL));
  g_assert_true (g_str_has_prefix (pdf, "%PDF-"));
  markup = kp_request_print_dup_markup (print);
  g_assert_nonnull (strstr (markup, "Request 2"));
  g_assert_nonnull (strstr (markup, "R-2026-00002"));
  g_assert_nonnull (strstr (markup, "A &lt;long&gt; &amp; winding story."));
  if (g_getenv ("KP_TEST_PICTURES") == NULL)
    g_file_delete (file, NULL, NULL);
  else
    keep_pdf (file);
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
set_up_group (PageFixture *self,
              gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, "group");
}

/* What comes from elsewhere says so, and can be chosen by where it comes from. */
static void
test_group (PageFixture *self,
            gconstpointer data)
{
  KpRequestFilters *filters = page_fixture_wait (self, KP_TYPE_REQUEST_FILTERS);
  GListModel *organisations = kp_request_filters_get_organisations (filters);
  g_autofree char *mill = kp_id_dup_text (&self->client.linked);
  g_autofree char *id = kp_id_dup_text (&self->client.flour);
  g_auto (GVariantDict) view = G_VARIANT_DICT_INIT (NULL);

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_assert_true (page_fixture_says (self, "R-2026-00004 · Bakery"));
  g_assert_true (page_fixture_shows (self, "Bakery"));

  kp_page_open (self->page, "colleagues", "");
  kp_test_wait_for (page_fixture_get_n_rows (self) == 6);
  kp_test_wait_for (g_list_model_get_n_items (organisations) == 2);
  kp_test_wait_for (page_fixture_says (self, "R-2026-00009 · Kim · Mill"));
  g_assert_true (page_fixture_shows (self, "All organisations"));

  g_variant_dict_insert (&view, "organisation", "s", mill);
  kp_request_filters_restore (filters, &view);
  g_signal_emit_by_name (filters, "changed");
  kp_test_wait_for (page_fixture_get_n_rows (self) == 1);
  g_assert_true (page_fixture_says (self, "Flour"));

  /* He may read along there, and that is what stands there. */
  kp_page_open (self->page, "colleagues", id);
  kp_test_wait_for (page_fixture_shows (self, "What is written about this request"));
  g_assert_true (g_str_has_prefix (kp_page_get_information (self->page),
                                   "You see this request because Mill is linked"));
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
  ADD ("/requests-page/list/filtered-by-status", test_filter);
  ADD ("/requests-page/list/sorted-both-ways", test_sort);
  ADD ("/requests-page/list/saved-view-comes-back", test_view);
  ADD ("/requests-page/list/exported-as-shown", test_export);
  g_test_add_func ("/requests-page/request/says-why-it-is-seen", test_explain);
  g_test_add_func ("/requests-page/periods/follow-the-calendar", test_periods);
  ADD ("/requests-page/list/offline-shows-what-is-here", test_offline);
  ADD ("/requests-page/list/narrow", test_narrow);
  ADD ("/requests-page/request/opened-and-left", test_request);
  ADD ("/requests-page/request/left/what-was-typed-comes-back", test_unsent);
  ADD ("/requests-page/request/narrow/keeps-what-is-open", test_request_narrow);
  ADD ("/requests-page/request/printed-whole", test_print);
  ADD_WORKED ("/requests-page/request/background/is-not-read", test_background);
  ADD_WORKED ("/requests-page/request/done-is-confirmed", test_confirm);
  ADD_WORKED ("/requests-page/request/done-is-reopened-with-a-reason", test_reopen);
  g_test_add ("/requests-page/list/group/says-whose-it-is", PageFixture, NULL, set_up_group,
              test_group, page_fixture_tear_down);

  return g_test_run ();
}
