/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the lists of the back office look and are moved about in, whatever is done with what is in
 * them.
 */

#include "kp-backoffice-fixture.h"
#include "kp-backoffice-page.h"
#include "kp-entry-dialog.h"
#include "kp-picture.h"
#include "kp-request-inbox.h"
#include "kp-request-review.h"
#include "kp-store-exchange.h"
#include "kp-test.h"
#include "kp-ticked-model.h"
#include "kp-work-order-list.h"

/* More than a search waits for what is typed next. */
#define SEARCH_DELAY_MS 400

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_BACKOFFICE_PAGE, "staff");
}

static void
on_passed_cb (gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

/* Lets so much time pass, for what happens at a moment of its own. */
static void
pass (guint milliseconds)
{
  gboolean passed = FALSE;

  g_timeout_add_once (milliseconds, on_passed_cb, &passed);
  kp_test_wait_for (passed);
}

/* Returns: (transfer none) (nullable): the first heading of a group that is to be seen */
static GtkWidget *
find_heading (GtkWidget *widget)
{
  GtkWidget *child = gtk_widget_get_first_child (widget);

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_str_equal (gtk_widget_get_css_name (widget), "header") && GTK_IS_LABEL (child))
    return widget;

  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_heading (child);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Returns: (transfer none) (nullable): the label with exactly that text */
static GtkWidget *
find_label (GtkWidget *widget,
            const char *text)
{
  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (GTK_IS_LABEL (widget) && g_str_equal (gtk_label_get_label (GTK_LABEL (widget)), text))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_label (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* Opens a list of work orders by employee. */
static void
group_by_employee (PageFixture *self,
                   const char *option,
                   guint n_orders)
{
  kp_page_open (self->page, option, "");
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_LIST);
  kp_test_wait_for (page_fixture_get_n_rows (self) == n_orders);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_drop_down_set_selected (page_fixture_wait (self, GTK_TYPE_DROP_DOWN), 2);
  kp_test_wait_for (find_heading (GTK_WIDGET (self->window)) != NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
}

/* The columns that come back beside a closed work order leave the headings alone. */
static void
test_headings_stay_clear (PageFixture *self,
                          gconstpointer data)
{
  GtkWidget *heading = NULL;

  backoffice_accept_for (self, 1, "Piet");
  backoffice_accept_for (self, 2, "Anja");
  group_by_employee (self, "work-orders", 2);
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (backoffice_get_model (self)), 1);
  page_fixture_wait (self, KP_TYPE_WORK_ORDER_DETAIL);
  kp_picture_settle (GTK_WIDGET (self->window));
  page_fixture_act (self, KP_TYPE_WORK_ORDER_LIST, "orders.close", NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  kp_test_wait_for ((heading = find_heading (GTK_WIDGET (self->window))) != NULL);
  g_assert_true (gtk_widget_get_first_child (heading) == gtk_widget_get_last_child (heading));
  g_assert_true (page_fixture_shows (self, "Anja"));
}

/* A change that meets the list while the one before it is still being laid out, as while one types
 * what to search for: the first heading stays in sight. */
static void
test_headings_changes_meet (PageFixture *self,
                            gconstpointer data)
{
  for (guint i = 0; i < 5; i++)
    backoffice_accept_for (self, i, i < 1 ? "Zed" : i < 3 ? "Bob"
                                                          : "Anja");
  gtk_window_set_default_size (self->window, 1100, 260);
  group_by_employee (self, "work-orders", 5);
  for (guint milliseconds = 6; milliseconds <= 24; milliseconds += 3)
    {
      GtkDropDown *order = page_fixture_wait (self, GTK_TYPE_DROP_DOWN);

      gtk_drop_down_set_selected (order, 3);
      pass (milliseconds);
      gtk_drop_down_set_selected (order, 2);
      pass (200);
      kp_picture_settle (GTK_WIDGET (self->window));
      g_assert_cmpfloat (backoffice_get_scrolled (self), ==, 0);
    }
}

/* Whoever does not follow the work orders of the office is told of none that there are none. */
static void
test_without_work (PageFixture *self,
                   gconstpointer data)
{
  kp_test_wait_for (page_fixture_shows (self, "To plan"));
  client_fixture_run_sql (&self->client, FALSE,
                          "UPDATE p_user"
                          "   SET body = json_set (body, '$.queues', json_array ('requests'))");
  client_fixture_tell (&self->client);
  kp_test_wait_for (!page_fixture_shows (self, "To plan"));
  g_assert_false (page_fixture_shows (self, "Work orders"));
  g_assert_true (page_fixture_shows (self, "Search the office"));

  /* A link leads there all the same. */
  kp_page_open (self->page, "work-orders", "");
  kp_test_wait_for (page_fixture_shows (self, "The office does not show you all work orders."));

  client_fixture_run_sql (&self->client, FALSE,
                          "UPDATE p_user"
                          "   SET body = json_set (body, '$.queues', json_array ('work'))");
  client_fixture_tell (&self->client);
  kp_test_wait_for (page_fixture_shows (self, "To plan"));
}

/* Asks for one row and no other, as GTK does for arrow keys and clicks. */
static void
move_to (PageFixture *self,
         guint position,
         gboolean by_pointer)
{
  GtkSelectionModel *model = backoffice_get_model (self);

  kp_ticked_model_set_by_pointer (KP_TICKED_MODEL (model), by_pointer);
  gtk_selection_model_select_item (model, position, TRUE);
}

/* What was selected stays so, by keyboard and on a phone. */
static void
test_several_stay (PageFixture *self,
                   gconstpointer data)
{
  GtkWidget *label = NULL;

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_object_set (page_fixture_wait (self, KP_TYPE_REQUEST_INBOX), "several", TRUE, NULL);
  kp_test_wait_for (page_fixture_shows (self, "0 requests selected"));
  gtk_test_accessible_assert_property (GTK_ACCESSIBLE (page_fixture_wait (self,
                                                                          GTK_TYPE_COLUMN_VIEW)),
                                       GTK_ACCESSIBLE_PROPERTY_MULTI_SELECTABLE, TRUE);
  gtk_selection_model_select_item (backoffice_get_model (self), 1, FALSE);
  kp_test_wait_for (page_fixture_shows (self, "1 request selected"));
  move_to (self, 2, FALSE);
  g_assert_true (page_fixture_shows (self, "1 request selected"));
  move_to (self, 2, TRUE);
  kp_test_wait_for (page_fixture_shows (self, "2 requests selected"));
  move_to (self, 1, TRUE);
  kp_test_wait_for (page_fixture_shows (self, "1 request selected"));

  g_object_set (self->page, "compact", TRUE, "narrow", TRUE, NULL);
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_window_set_default_size (self->window, 360, 700);
  kp_picture_settle (GTK_WIDGET (self->window));
  label = find_label (GTK_WIDGET (self->window), "1 request selected");
  g_assert_false (pango_layout_is_ellipsized (gtk_label_get_layout (GTK_LABEL (label))));
  page_fixture_take_picture (self, "several-on-a-phone");
}

static gboolean
has_pin (PageFixture *self)
{
  g_autoptr (KpStore) store = client_fixture_open_store (&self->client);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) pins = kp_store_list_pins (store, &error);

  g_assert_no_error (error);

  return pins->len > 0;
}

/* Messages go to the customer and notes to nobody outside: each page says which it is. */
static void
test_notes (PageFixture *self,
            gconstpointer data)
{
  AdwViewStack *views = NULL;
  GtkWidget *review = NULL;

  backoffice_open_row (self, 1, "Request 3");
  review = page_fixture_wait (self, KP_TYPE_REQUEST_REVIEW);
  views = kp_picture_find (review, ADW_TYPE_VIEW_STACK);
  adw_view_stack_set_visible_child_name (views, "conversation");
  g_assert_nonnull (find_label (GTK_WIDGET (review), "Request 3"));
  kp_test_wait_for (page_fixture_shows (self, "What you and the customer write to each other"));
  adw_view_stack_set_visible_child_name (views, "notes");
  kp_test_wait_for (page_fixture_shows (self, "No Notes Yet"));
  kp_test_wait_for (page_fixture_shows (self, "What the office notes here is never shown"));
  kp_test_wait_for (page_fixture_shows (self, "Write a note…"));
  /* The queue has none: they come with the organisation. */
  kp_test_wait_for (has_pin (self));

  /* Another request begins with what it asks. */
  client_fixture_run_sql (&self->client, TRUE, "DELETE FROM pin");
  g_assert_false (has_pin (self));
  gtk_single_selection_set_selected (GTK_SINGLE_SELECTION (backoffice_get_model (self)), 2);
  kp_test_wait_for (g_strcmp0 (backoffice_get_shown (self), "Request 2") == 0);
  g_assert_cmpstr (adw_view_stack_get_visible_child_name (views), ==, "facts");
  g_assert_false (has_pin (self));
  adw_view_stack_set_visible_child_name (views, "notes");
  kp_test_wait_for (has_pin (self));
}

/* Return in the search goes on with the only organisation, not with what an earlier search left. */
static void
test_enter_by_search (PageFixture *self,
                      gconstpointer data)
{
  AdwDialog *dialog = kp_entry_dialog_new (self->client.client);
  GtkEditable *search = NULL;

  adw_dialog_present (dialog, GTK_WIDGET (self->page));
  page_fixture_wait (self, KP_TYPE_ENTRY_DIALOG);
  kp_test_wait_for (page_fixture_shows (self, "Bakery"));
  search = kp_picture_find (GTK_WIDGET (dialog), GTK_TYPE_SEARCH_ENTRY);
  gtk_editable_set_text (search, "mill");
  g_signal_emit_by_name (search, "activate");
  kp_test_wait_for (page_fixture_shows (self, "Nothing Found"));
  gtk_editable_set_text (search, "bak");
  pass (SEARCH_DELAY_MS);
  kp_test_wait_for (page_fixture_shows (self, "Bakery"));
  kp_picture_settle (GTK_WIDGET (dialog));
  g_signal_emit_by_name (search, "activate");
  kp_test_wait_for (page_fixture_shows (self, "Who Is Calling?"));
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

  ADD ("/backoffice-lists/work-orders/headings-stay-clear", test_headings_stay_clear);
  ADD ("/backoffice-lists/work-orders/headings-stay-in-sight", test_headings_changes_meet);
  ADD ("/backoffice-lists/work-orders/of-others-only", test_without_work);
  ADD ("/backoffice-lists/inbox/several-stay-selected", test_several_stay);
  ADD ("/backoffice-lists/inbox/messages-and-notes-are-told-apart", test_notes);
  ADD ("/backoffice-lists/enter/search/goes-on-with-the-only-one", test_enter_by_search);

  return g_test_run ();
}
