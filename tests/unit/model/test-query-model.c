/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list model against a worker that the test plays itself: what it asks, what it announces and
 * what it keeps.
 */

#include "kp-query-model.h"

#include "kp-id-diff.h"
#include "kp-message.h"
#include "kp-row.h"
#include "kp-test.h"

/* The cell that the tests look at, and all of them: those of KpMessage. */
#define CELL_TEXT 6
#define N_CELLS 9

typedef struct
{
  KpQueryModel *model; /* (owned) */
  GPtrArray *orders;   /* (owned) of KpQueryOrder, not answered yet */
  GArray *splices;     /* (owned) of guint[3]: position, removed, added, as announced */
  guint n_lengths;     /* notifications of n-items */
} Fixture;

static KpId
id_of (guint number)
{
  KpId id = { { 1 } };

  memcpy (id.bytes + 12, &number, sizeof number);

  return id;
}

static void
on_asked_cb (KpQueryModel *model,
             KpQueryOrder *order,
             GCancellable *cancellable,
             gpointer user_data)
{
  Fixture *fixture = user_data;

  g_ptr_array_add (fixture->orders, order);
}

static void
on_items_changed_cb (Fixture *fixture,
                     guint position,
                     guint removed,
                     guint added)
{
  const guint splice[3] = { position, removed, added };
  guint n = g_list_model_get_n_items (G_LIST_MODEL (fixture->model));

  g_array_append_vals (fixture->splices, splice, 1);

  /* During the announcement the list must already be the one that was announced. */
  g_assert_cmpuint (position + added, <=, n);
  for (guint i = position; i < position + MIN (added, 3); i++)
    {
      g_autoptr (KpRecord) item = g_list_model_get_item (G_LIST_MODEL (fixture->model), i);

      g_assert_nonnull (item);
    }
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->orders = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_query_order_free);
  fixture->splices = g_array_new (FALSE, FALSE, sizeof (guint[3]));
  fixture->model = kp_query_model_new (&KP_MESSAGE_KIND, on_asked_cb, fixture, NULL);
  g_signal_connect_swapped (fixture->model, "items-changed", G_CALLBACK (on_items_changed_cb),
                            fixture);
  kp_test_count (fixture->model, "notify::n-items", &fixture->n_lengths);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_test_finalize (fixture->model);
  g_ptr_array_unref (fixture->orders);
  g_array_unref (fixture->splices);
}

static void
add_row (KpQueryAnswer *answer,
         const KpId *id,
         const char *text)
{
  KpRow *row = kp_row_new (id, N_CELLS);

  kp_row_set_text (row, CELL_TEXT, text);
  g_ptr_array_add (answer->rows, row);
}

/* Answers the oldest question: with this list, if it asked for one, and rows for all it wants. */
static void
answer_with (Fixture *fixture,
             GArray *ids,
             const char *text)
{
  g_autoptr (KpQueryOrder) order = g_ptr_array_steal_index (fixture->orders, 0);
  KpQueryAnswer *answer = g_new0 (KpQueryAnswer, 1);

  answer->generation = order->generation;
  answer->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  for (guint i = 0; i < order->wanted->len; i++)
    add_row (answer, &g_array_index (order->wanted, KpId, i), text);
  if (order->list)
    {
      answer->ids = g_array_ref (ids);
      answer->splices = kp_id_diff (order->shown, ids, KP_QUERY_SPLICES);
      for (guint i = 0; order->first && i < MIN (ids->len, KP_QUERY_PAGE); i++)
        add_row (answer, &g_array_index (ids, KpId, i), text);
    }
  kp_query_model_deliver (fixture->model, answer);
}

static GArray *
range (guint from,
       guint end)
{
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (KpId));

  for (guint i = from; i < end; i++)
    {
      KpId id = id_of (i);

      g_array_append_val (ids, id);
    }

  return ids;
}

static void
assert_splice (Fixture *fixture,
               guint index,
               guint position,
               guint removed,
               guint added)
{
  const guint *splice = (const guint *) (fixture->splices->data + index * sizeof (guint[3]));

  g_assert_cmpuint (splice[0], ==, position);
  g_assert_cmpuint (splice[1], ==, removed);
  g_assert_cmpuint (splice[2], ==, added);
}

static KpMessage *
get_item (Fixture *fixture,
          guint position)
{
  return g_list_model_get_item (G_LIST_MODEL (fixture->model), position);
}

static void
test_first_answer (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 501);
  g_autoptr (KpMessage) first = NULL;

  kp_query_model_restart (fixture->model);
  g_assert_true (kp_query_model_get_loading (fixture->model));
  answer_with (fixture, ids, "one");

  g_assert_false (kp_query_model_get_loading (fixture->model));
  g_assert_true (kp_query_model_get_loaded (fixture->model));
  g_assert_cmpuint (fixture->splices->len, ==, 1);
  assert_splice (fixture, 0, 0, 0, 500);
  g_assert_cmpuint (fixture->n_lengths, ==, 1);

  first = get_item (fixture, 0);
  g_assert_true (kp_record_get_ready (KP_RECORD (first)));
  g_assert_cmpstr (kp_message_get_text (first), ==, "one");
  g_assert_cmpuint (fixture->orders->len, ==, 0);
}

static void
test_far_page (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 1001);
  g_autoptr (KpMessage) far = NULL;
  g_autoptr (KpMessage) neighbour = NULL;
  guint n_ready = 0;
  const KpQueryOrder *order;

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");
  far = get_item (fixture, 650);
  neighbour = get_item (fixture, 651);
  g_assert_false (kp_record_get_ready (KP_RECORD (far)));
  kp_test_count (far, "notify::ready", &n_ready);

  /* One question for the whole page, although two rows were looked at. */
  kp_test_wait_for (fixture->orders->len > 0);
  g_assert_cmpuint (fixture->orders->len, ==, 1);
  order = fixture->orders->pdata[0];
  g_assert_false (order->list);
  g_assert_cmpuint (order->wanted->len, ==, KP_QUERY_PAGE);

  answer_with (fixture, NULL, "far");
  g_assert_cmpuint (n_ready, ==, 1);
  g_assert_cmpstr (kp_message_get_text (far), ==, "far");
  g_assert_cmpstr (kp_message_get_text (neighbour), ==, "far");
  g_assert_cmpuint (fixture->splices->len, ==, 1);
}

static void
test_passed_by (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 10001);
  g_autoptr (KpMessage) kept = NULL;

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");

  /* As a selection does that looks for its item: thousands of rows, one of them kept. */
  for (guint i = 0; i < 10000; i++)
    {
      g_autoptr (KpMessage) passing = get_item (fixture, i);

      if (i == 5000)
        g_set_object (&kept, passing);
    }
  kp_test_wait_for (fixture->orders->len > 0);
  g_assert_cmpuint (fixture->orders->len, ==, 1);
  answer_with (fixture, NULL, "kept");
  g_assert_cmpstr (kp_message_get_text (kept), ==, "kept");
}

static void
test_change (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 11);
  g_autoptr (GArray) moved = range (1, 11);
  g_autoptr (GArray) changed = range (4, 5);
  g_autoptr (KpMessage) item = NULL;
  g_autoptr (KpMessage) first = NULL;
  guint n_texts = 0;
  guint n_authors = 0;
  KpId id = id_of (4);

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");
  item = get_item (fixture, 3);
  kp_test_count (item, "notify::text", &n_texts);
  kp_test_count (item, "notify::author-name", &n_authors);

  g_array_remove_index (moved, 3);
  g_array_insert_val (moved, 0, id);
  kp_query_model_refresh (fixture->model, changed);
  answer_with (fixture, moved, "two");

  /* The same object at its new place, told exactly what differs; one splice with both places. */
  first = get_item (fixture, 0);
  g_assert_true (first == item);
  g_assert_cmpuint (n_texts, ==, 1);
  g_assert_cmpuint (n_authors, ==, 0);
  g_assert_cmpuint (fixture->splices->len, ==, 2);
  assert_splice (fixture, 1, 0, 4, 4);
  g_assert_cmpuint (fixture->n_lengths, ==, 1);
}

static void
test_changes_while_asking (Fixture *fixture,
                           gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 4);
  g_autoptr (GArray) changed = range (2, 3);

  kp_query_model_restart (fixture->model);
  kp_query_model_refresh (fixture->model, changed);
  kp_query_model_refresh (fixture->model, changed);
  g_assert_cmpuint (fixture->orders->len, ==, 1);

  /* The answer is shown, and one more question covers both changes. */
  answer_with (fixture, ids, "one");
  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 3);
  g_assert_cmpuint (fixture->orders->len, ==, 1);
  answer_with (fixture, ids, "two");
  g_assert_cmpuint (fixture->orders->len, ==, 0);
  g_assert_cmpuint (fixture->splices->len, ==, 1);
}

static void
test_restart (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) old = range (1, 4);
  g_autoptr (GArray) new = range (2, 3);

  kp_query_model_restart (fixture->model);
  kp_query_model_restart (fixture->model);
  answer_with (fixture, old, "one");
  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 0);
  answer_with (fixture, new, "two");
  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 1);
}

static void
test_failure (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 4);
  g_autoptr (GError) error = g_error_new_literal (G_IO_ERROR, G_IO_ERROR_FAILED, "injected");
  const KpQueryOrder *order;

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");
  kp_query_model_refresh (fixture->model, NULL);
  order = fixture->orders->pdata[0];
  kp_query_model_fail (fixture->model, order->generation, error);

  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 3);
  g_assert_nonnull (kp_query_model_get_error (fixture->model));
  g_assert_false (kp_query_model_get_loading (fixture->model));
}

static void
test_close (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 4);

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");
  kp_query_model_close (fixture->model);
  kp_query_model_refresh (fixture->model, NULL);

  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 0);
  g_assert_cmpuint (fixture->orders->len, ==, 0);
  assert_splice (fixture, 1, 0, 3, 0);
}

/* 100,000 rows: what the main thread does for one answer, without the worker's part. */
static void
test_hundred_thousand (Fixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GArray) ids = range (1, 100001);
  g_autoptr (GArray) moved = range (1, 100001);
  g_autoptr (KpMessage) item = NULL;
  KpId id = id_of (90000);

  kp_query_model_restart (fixture->model);
  answer_with (fixture, ids, "one");
  g_array_remove_index (moved, 89999);
  g_array_insert_val (moved, 0, id);
  kp_query_model_refresh (fixture->model, NULL);
  g_test_timer_start ();
  answer_with (fixture, moved, "two");
  g_test_minimized_result (g_test_timer_elapsed (), "difference and announcement of 100,000 rows");

  g_assert_cmpuint (kp_query_model_get_n_items (fixture->model), ==, 100000);
  item = get_item (fixture, 0);
  g_assert_true (kp_query_model_find (fixture->model, kp_record_get_id (KP_RECORD (item))) == 0);
}

#define ADD(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

/* Returns: the groups of the rows, one digit each */
static char *
dup_groups (KpQueryModel *model)
{
  GString *text = g_string_new (NULL);

  for (guint i = 0; i < kp_query_model_get_n_items (model); i++)
    g_string_append_printf (text, "%u", kp_query_model_get_group (model, i));

  return g_string_free_and_steal (text);
}

/* While a change is announced too, each row has the group that came with it. */
static void
on_grouped_items_changed_cb (KpQueryModel *model,
                             guint position,
                             guint removed,
                             guint added,
                             GString *seen)
{
  g_autofree char *groups = dup_groups (model);

  g_string_append_printf (seen, "%s ", groups);
}

static void
answer_grouped (Fixture *fixture,
                const char *numbers,
                const char *groups)
{
  g_autoptr (KpQueryOrder) order = g_ptr_array_steal_index (fixture->orders, 0);
  KpQueryAnswer *answer = g_new0 (KpQueryAnswer, 1);

  answer->generation = order->generation;
  answer->ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  answer->groups = g_array_new (FALSE, FALSE, sizeof (guint));
  answer->rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  for (guint i = 0; numbers[i] != '\0'; i++)
    {
      KpId id = id_of (numbers[i]);
      guint group = groups[i] - '0';

      g_array_append_val (answer->ids, id);
      g_array_append_val (answer->groups, group);
    }
  answer->splices = kp_id_diff (order->shown, answer->ids, KP_QUERY_SPLICES);
  kp_query_model_deliver (fixture->model, answer);
}

static void
test_groups (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (GString) seen = g_string_new (NULL);
  g_autofree char *last = NULL;
  guint n_regrouped = 0;

  g_signal_connect (fixture->model, "items-changed", G_CALLBACK (on_grouped_items_changed_cb),
                    seen);
  kp_test_count (fixture->model, "regrouped", &n_regrouped);
  kp_query_model_restart (fixture->model);
  answer_grouped (fixture, "abcd", "1122");
  g_assert_cmpstr (seen->str, ==, "1122 ");
  g_assert_cmpuint (n_regrouped, ==, 1);

  /* One goes at the front, one comes at the end, and c moves into the first group. */
  kp_query_model_restart (fixture->model);
  answer_grouped (fixture, "bcde", "1123");
  last = dup_groups (fixture->model);
  g_assert_cmpstr (last, ==, "1123");
  g_assert_cmpstr (seen->str, ==, "1122 122 1123 ");
  g_assert_cmpuint (n_regrouped, ==, 2);

  kp_query_model_restart (fixture->model);
  answer_grouped (fixture, "bcde", "1123");
  g_assert_cmpuint (n_regrouped, ==, 2);
  g_signal_handlers_disconnect_by_data (fixture->model, seen);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/query-model/first-answer/one-splice-and-a-filled-page", test_first_answer);
  ADD ("/query-model/far-row/reads-its-page-once", test_far_page);
  ADD ("/query-model/rows-passed-by/are-not-read", test_passed_by);
  ADD ("/query-model/change/same-object-exact-notifications", test_change);
  ADD ("/query-model/changes-while-asking/one-more-question", test_changes_while_asking);
  ADD ("/query-model/restart/old-answer-is-ignored", test_restart);
  ADD ("/query-model/failure/keeps-the-items", test_failure);
  ADD ("/query-model/close/empties-and-asks-no-more", test_close);
  ADD ("/query-model/groups/hold-at-every-moment", test_groups);
  ADD ("/query-model/hundred-thousand-rows/one-splice", test_hundred_thousand);

  return g_test_run ();
}
