/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list of 20,000 rows while records arrive: what is selected stays selected, what is looked at
 * stays in sight, and what is announced is small. The test plays the worker itself.
 */

#include "kp-id-diff.h"
#include "kp-list-support.h"
#include "kp-message.h"
#include "kp-picture.h"
#include "kp-query-model.h"
#include "kp-row.h"
#include "kp-test.h"

#define N_ROWS 20000
#define N_ARRIVING 10
#define CHOSEN 12000

/* The cell that the rows show, and all of them: those of KpMessage. */
#define CELL_TEXT 6
#define N_CELLS 9

typedef struct
{
  GtkWindow *window;             /* (unowned) */
  GtkScrolledWindow *scrolled;   /* (unowned) */
  GtkColumnView *table;          /* (unowned) */
  GtkSingleSelection *selection; /* (unowned) */
  KpQueryModel *model;           /* (owned) */
  KpStatus *status;              /* (owned) */
  GArray *ids;                   /* (owned) of KpId: what the list holds */
  guint n_first;                 /* rows that the view got at once */
  guint n_announced;             /* splices since the first answer */
} Fixture;

static KpId
id_of (guint number)
{
  KpId id = { { 1 } };

  memcpy (id.bytes + 12, &number, sizeof number);

  return id;
}

static void
add_row (KpQueryAnswer *answer,
         const KpId *id)
{
  KpRow *row = kp_row_new (id, N_CELLS);
  guint number;

  memcpy (&number, id->bytes + 12, sizeof number);
  kp_row_take_text (row, CELL_TEXT, g_strdup_printf ("Request %u", number));
  g_ptr_array_add (answer->rows, row);
}

/* Answers at once, as a worker does a moment later. */
static void
on_asked_cb (KpQueryModel *model,
             KpQueryOrder *order,
             GCancellable *cancellable,
             gpointer user_data)
{
  Fixture *fixture = user_data;
  KpQueryAnswer *answer = g_new0 (KpQueryAnswer, 1);

  answer->generation = order->generation;
  answer->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  for (guint i = 0; i < order->wanted->len; i++)
    add_row (answer, &g_array_index (order->wanted, KpId, i));
  if (order->list)
    {
      answer->ids = g_array_copy (fixture->ids);
      answer->splices = kp_id_diff (order->shown, answer->ids, KP_QUERY_SPLICES);
      for (guint i = 0; order->first && i < MIN (answer->ids->len, KP_QUERY_PAGE); i++)
        add_row (answer, &g_array_index (answer->ids, KpId, i));
    }
  kp_query_order_free (order);
  kp_query_model_deliver (model, answer);
}

/* As the rows of the application, which look at an item only while they show it. */
static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkColumnViewCell *cell)
{
  GtkWidget *label = gtk_label_new (NULL);
  GtkExpression *item = gtk_property_expression_new (GTK_TYPE_COLUMN_VIEW_CELL, NULL, "item");
  GtkExpression *text = gtk_property_expression_new (KP_TYPE_MESSAGE, item, "text");

  gtk_column_view_cell_set_child (cell, label);
  gtk_expression_bind (text, label, "label", cell);
}

static guint
get_n_shown (Fixture *fixture)
{
  return g_list_model_get_n_items (G_LIST_MODEL (fixture->selection));
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new ("Request", factory);

  fixture->ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  for (guint i = 0; i < N_ROWS; i++)
    {
      KpId id = id_of (i + 1);

      g_array_append_val (fixture->ids, id);
    }
  fixture->model = kp_query_model_new (&KP_MESSAGE_KIND, on_asked_cb, fixture, NULL);
  fixture->status = kp_status_new ();
  if (data != NULL)
    kp_status_set_contact (fixture->status, 0, TRUE);
  fixture->table = GTK_COLUMN_VIEW (gtk_column_view_new (NULL));
  fixture->selection = gtk_single_selection_new (
    kp_list_support_begin_short (GTK_WIDGET (fixture->table), G_LIST_MODEL (fixture->model),
                                 fixture->status));
  g_signal_connect (factory, "setup", G_CALLBACK (on_setup_cb), NULL);
  gtk_column_view_append_column (fixture->table, column);
  fixture->scrolled = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (fixture->scrolled, GTK_WIDGET (fixture->table));
  kp_list_support_set_model (GTK_WIDGET (fixture->table), GTK_SELECTION_MODEL (fixture->selection));
  g_object_unref (fixture->selection);
  fixture->window = GTK_WINDOW (gtk_window_new ());
  gtk_window_set_default_size (fixture->window, 600, 500);
  gtk_window_set_child (fixture->window, GTK_WIDGET (fixture->scrolled));
  gtk_window_present (fixture->window);
  kp_query_model_restart (fixture->model);
  fixture->n_first = get_n_shown (fixture);
  kp_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (fixture->table)));
  kp_test_count (fixture->model, "items-changed", &fixture->n_announced);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  gtk_window_destroy (fixture->window);
  g_object_unref (fixture->status);
  kp_test_finalize (fixture->model);
  g_array_unref (fixture->ids);
}

static double
get_place (Fixture *fixture)
{
  return gtk_adjustment_get_value (gtk_scrolled_window_get_vadjustment (fixture->scrolled));
}

static void
test_opening (Fixture *fixture,
              gconstpointer data)
{
  g_assert_cmpuint (fixture->n_first, >, 0);
  g_assert_cmpuint (fixture->n_first, <, 50);

  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==, 0);
  g_assert_cmpfloat (get_place (fixture), ==, 0);
}

/* Rows come in above others all the time then; whoever scrolls gets the others all the same. */
static void
test_first_load (Fixture *fixture,
                 gconstpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (fixture->scrolled);

  kp_picture_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (get_n_shown (fixture), ==, fixture->n_first);

  if (g_str_equal (data, "scroll"))
    gtk_adjustment_set_value (adjustment, 1);
  else
    kp_status_set_contact (fixture->status, 1, FALSE);
  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
}

/* More than a view can show in one frame is shown in several, from above; the chosen one stays. */
static void
test_pieces (Fixture *fixture,
             gconstpointer data)
{
  const guint n_new = 400;
  g_autoptr (KpMessage) chosen = NULL;
  guint n_pieces = 0;
  guint n_before;

  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
  gtk_single_selection_set_selected (fixture->selection, 3);
  chosen = g_object_ref (gtk_single_selection_get_selected_item (fixture->selection));

  for (guint i = 0; i < n_new; i++)
    {
      KpId id = id_of (N_ROWS + 1 + i);

      g_array_insert_val (fixture->ids, 2, id);
    }
  kp_query_model_refresh (fixture->model, NULL);
  g_assert_true (kp_query_model_get_loading (fixture->model));
  n_before = kp_query_model_get_n_items (fixture->model);
  g_assert_cmpuint (n_before, >, N_ROWS);
  g_assert_cmpuint (n_before, <, N_ROWS + 50);
  kp_test_count (fixture->model, "notify::n-items", &n_pieces);
  kp_test_wait_for (!kp_query_model_get_loading (fixture->model));

  g_assert_cmpuint (n_pieces, >, 5);
  g_assert_cmpuint (get_n_shown (fixture), ==, N_ROWS + n_new);
  g_assert_true (gtk_single_selection_get_selected_item (fixture->selection) == chosen);
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==, 3 + n_new);
}

/* What comes meanwhile, an end of it all among it, finds the list as it was announced. */
static void
test_closed_meanwhile (Fixture *fixture,
                       gconstpointer data)
{
  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
  g_array_remove_range (fixture->ids, 0, 300);
  kp_query_model_refresh (fixture->model, NULL);
  g_assert_true (kp_query_model_get_loading (fixture->model));

  kp_query_model_close (fixture->model);
  g_assert_cmpuint (get_n_shown (fixture), ==, 0);
  kp_picture_settle (GTK_WIDGET (fixture->window));
}

static void
test_make_whole (Fixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GListModel) list =
    kp_list_support_begin_short (GTK_WIDGET (fixture->table), G_LIST_MODEL (fixture->model),
                                 fixture->status);
  guint n_announced = 0;

  g_assert_cmpuint (g_list_model_get_n_items (list), <, 50);
  kp_list_support_make_whole (list);
  g_assert_cmpuint (g_list_model_get_n_items (list), ==, N_ROWS);

  /* The frames that follow take nothing away. */
  kp_test_count (list, "items-changed", &n_announced);
  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
  kp_picture_settle (GTK_WIDGET (fixture->window));
  g_assert_cmpuint (n_announced, ==, 0);
}

static void
test_arriving (Fixture *fixture,
               gconstpointer data)
{
  GtkAdjustment *adjustment = gtk_scrolled_window_get_vadjustment (fixture->scrolled);
  g_autoptr (KpMessage) chosen = NULL;
  double row_height;
  double before;

  kp_test_wait_for (get_n_shown (fixture) == N_ROWS);
  kp_picture_settle (GTK_WIDGET (fixture->window));
  gtk_column_view_scroll_to (fixture->table, CHOSEN, NULL,
                             GTK_LIST_SCROLL_SELECT | GTK_LIST_SCROLL_FOCUS, NULL);
  kp_picture_settle (GTK_WIDGET (fixture->window));
  chosen = g_object_ref (gtk_single_selection_get_selected_item (fixture->selection));
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (chosen)));
  g_assert_cmpstr (kp_message_get_text (chosen), ==, "Request 12001");
  before = get_place (fixture);
  g_assert_cmpfloat (before, >, 0);
  row_height = gtk_adjustment_get_upper (adjustment) / N_ROWS;

  /* New ones come in on top, a few go, and one moves: as when others work and records arrive. */
  for (guint i = 0; i < N_ARRIVING; i++)
    {
      KpId id = id_of (N_ROWS + 1 + i);

      g_array_prepend_val (fixture->ids, id);
    }
  g_array_remove_index (fixture->ids, N_ROWS - 5);
  fixture->n_announced = 0;
  kp_query_model_refresh (fixture->model, NULL);
  kp_picture_settle (GTK_WIDGET (fixture->window));

  g_assert_cmpuint (fixture->n_announced, <=, 2);
  g_assert_true (gtk_single_selection_get_selected_item (fixture->selection) == chosen);
  g_assert_cmpuint (gtk_single_selection_get_selected (fixture->selection), ==,
                    CHOSEN + N_ARRIVING);
  g_assert_cmpfloat_with_epsilon (get_place (fixture), before + N_ARRIVING * row_height,
                                  row_height);
}

int
main (int argc,
      char *argv[])
{
  gtk_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/long-list/opening/first-screen-then-whole", Fixture, NULL, set_up, test_opening,
              tear_down);
  g_test_add ("/long-list/opening/stays-short-while-loading", Fixture, "load", set_up,
              test_first_load, tear_down);
  g_test_add ("/long-list/opening/is-whole-when-scrolled", Fixture, "scroll", set_up,
              test_first_load, tear_down);
  g_test_add ("/long-list/arriving/many-in-pieces", Fixture, NULL, set_up, test_pieces, tear_down);
  g_test_add ("/long-list/arriving/closed-meanwhile", Fixture, NULL, set_up, test_closed_meanwhile,
              tear_down);
  g_test_add ("/long-list/opening/is-whole-when-asked", Fixture, NULL, set_up, test_make_whole,
              tear_down);
  g_test_add ("/long-list/arriving/selection-and-place-stay", Fixture, NULL, set_up, test_arriving,
              tear_down);

  return g_test_run ();
}
