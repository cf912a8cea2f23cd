/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The life of a work order through the facade, without a network: what staff may do with it, which
 * list and which count it is in, and the steps that its request shows.
 */

#include "client-fixture.h"

#include "kp-test.h"

/* Performs an operation on a work order; @name and @value: (nullable): one more argument */
static void
move (ClientFixture *fixture,
      KpWorkOrder *order,
      const char *kind,
      const char *name,
      const char *value)
{
  g_autofree char *made = NULL;
  GVariantDict arguments;

  g_assert_true (kp_client_can (fixture->client, KP_RECORD (order), kind));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", kp_record_get_id (KP_RECORD (order)));
  if (name != NULL)
    g_variant_dict_insert (&arguments, name, "s", value);
  made = client_fixture_perform (fixture, kind, g_variant_dict_end (&arguments));
  g_assert_nonnull (made);
}

static void
wait_for_state (KpWorkOrder *order,
                const char *state)
{
  kp_test_wait_for (g_strcmp0 (kp_work_order_get_state (order), state) == 0);
}

/* Returns: (transfer full): the new work order of request 1 */
static KpWorkOrder *
accept (ClientFixture *fixture)
{
  g_autofree char *request = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 1));
  g_autofree char *id = NULL;
  KpWorkOrder *order;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  id = client_fixture_perform (fixture, "request.accept@1", g_variant_dict_end (&arguments));
  order = kp_client_get_work_order (fixture->client, id);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (order)));

  return order;
}

/* What was accepted leaves the queue; the journal still says what that was. */
static void
test_accepted_name (ClientFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (KpWorkOrder) order = accept (fixture);
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpChange) change = NULL;

  client_fixture_run_sql (fixture, FALSE, "DELETE FROM p_request WHERE title = 'Request 1'");
  changes = kp_client_list_changes (fixture->client);
  kp_test_wait_for (kp_query_model_get_n_items (changes) == 1);
  change = g_list_model_get_item (G_LIST_MODEL (changes), 0);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (change)));
  g_assert_cmpstr (kp_change_get_subject_title (change), ==, "Request 1");
}

/* Returns: (transfer full): names of the steps and the reasons in them, the present step last */
static char *
dup_steps (KpQueryModel *steps)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < kp_query_model_get_n_items (steps); i++)
    {
      g_autoptr (KpStep) step = g_list_model_get_item (G_LIST_MODEL (steps), i);
      const char *words = kp_step_get_text (step);

      g_string_append_printf (text, "%s%s%s%s%s", i > 0 ? ", " : "", kp_step_get_name (step),
                              words != NULL && *words != '\0' ? ": " : "",
                              words != NULL ? words : "",
                              g_str_equal (kp_step_get_phase (step), "now") ? " (now)" : "");
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static gboolean
shows (KpQueryModel *steps,
       const char *expected)
{
  g_autofree char *text = dup_steps (steps);

  return g_str_equal (text, expected);
}

static void
test_life (ClientFixture *fixture,
           gconstpointer data)
{
  g_autoptr (KpWorkOrder) order = accept (fixture);
  g_autoptr (KpQueryModel) steps =
    kp_client_list_steps (fixture->client, kp_work_order_get_request_id (order));

  g_assert_false (kp_client_can (fixture->client, KP_RECORD (order), "work_order.start"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (order), "work_order.confirm"));
  kp_test_wait_for (shows (steps, "Got it, Accepted (now)"));

  move (fixture, order, "work_order.plan@1", "planned_on", "2026-12-01");
  wait_for_state (order, "planned");
  g_assert_cmpstr (kp_work_order_get_planned_on (order), ==, "2026-12-01");
  move (fixture, order, "work_order.start@1", NULL, NULL);
  wait_for_state (order, "in_progress");
  move (fixture, order, "work_order.block@1", "text", "No parts");
  wait_for_state (order, "blocked");
  g_assert_cmpstr (kp_work_order_get_reason (order), ==, "No parts");
  kp_test_wait_for (
    shows (steps, "Got it, Accepted, Planned, In progress, On hold: No parts (now)"));

  move (fixture, order, "work_order.resume@1", NULL, NULL);
  wait_for_state (order, "in_progress");
  g_assert_cmpstr (kp_work_order_get_reason (order), ==, "");
  move (fixture, order, "work_order.complete@1", NULL, NULL);
  wait_for_state (order, "done");
  kp_test_wait_for (
    shows (steps, "Got it, Accepted, Planned, In progress, On hold: No parts, Done (now)"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (order), "work_order.cancel"));
}

static guint
get_count (ClientFixture *fixture,
           KpCount count)
{
  return kp_counts_get (kp_client_get_counts (fixture->client), count);
}

/* A list of one state, in the order of the day, is left with the state; the counts say the same. */
static void
test_lists (ClientFixture *fixture,
            gconstpointer data)
{
  const KpFilter new_ones = { .scope = KP_SCOPE_ALL, .state = "new" };
  const KpFilter planned = { .scope = KP_SCOPE_ALL, .state = "planned", .sort = KP_SORT_PLANNED };
  const KpFilter by_piet = { .scope = KP_SCOPE_ALL, .search = "piet", .sort = KP_SORT_ENGINEER };
  g_autoptr (KpQueryModel) to_plan = kp_client_list_work_orders (fixture->client, &new_ones);
  g_autoptr (KpQueryModel) list = kp_client_list_work_orders (fixture->client, &planned);
  g_autoptr (KpQueryModel) of_piet = kp_client_list_work_orders (fixture->client, &by_piet);
  g_autoptr (KpWorkOrder) order = accept (fixture);
  g_autofree char *made = NULL;
  GVariantDict arguments;

  kp_test_wait_for (kp_query_model_get_n_items (to_plan) == 1);
  kp_test_wait_for (get_count (fixture, KP_COUNT_WORK_NEW) == 1);
  g_assert_cmpuint (kp_query_model_get_n_items (list), ==, 0);

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", kp_record_get_id (KP_RECORD (order)));
  g_variant_dict_insert (&arguments, "planned_on", "s", "2026-12-01");
  g_variant_dict_insert (&arguments, "engineer", "s", "Piet");
  made = client_fixture_perform (fixture, "work_order.plan@1", g_variant_dict_end (&arguments));
  kp_test_wait_for (kp_query_model_get_n_items (list) == 1);
  kp_test_wait_for (kp_query_model_get_n_items (to_plan) == 0);
  kp_test_wait_for (kp_query_model_get_n_items (of_piet) == 1);
  kp_test_wait_for (get_count (fixture, KP_COUNT_WORK_PLANNED) == 1);
  g_assert_cmpuint (get_count (fixture, KP_COUNT_WORK_NEW), ==, 0);
  g_assert_cmpuint (get_count (fixture, KP_COUNT_WORK_OPEN), ==, 1);
}

static void
test_customer (ClientFixture *fixture,
               gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&fixture->order);
  g_autoptr (KpWorkOrder) order = kp_client_get_work_order (fixture->client, id);
  g_autofree char *request_id = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 1));
  g_autoptr (KpRequest) request = kp_client_get_request (fixture->client, request_id);
  g_autoptr (KpQueryModel) steps = kp_client_list_steps (fixture->client, request_id);

  kp_test_wait_for (kp_record_get_ready (KP_RECORD (order)));
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_cmpstr (kp_request_get_state (request), ==, "done");
  g_assert_cmpint (kp_request_get_bucket (request), ==, KP_BUCKET_COMPLETED);
  g_assert_true (kp_request_get_unread (request));
  g_assert_true (kp_client_can (fixture->client, KP_RECORD (order), "work_order.confirm"));
  g_assert_false (kp_client_can (fixture->client, KP_RECORD (order), "work_order.cancel"));

  move (fixture, order, "work_order.reopen@1", "text", "Still drips");
  wait_for_state (order, "in_progress");
  kp_test_wait_for (g_strcmp0 (kp_request_get_state (request), "in_progress") == 0);
  g_assert_cmpint (kp_request_get_bucket (request), ==, KP_BUCKET_OPEN);
  kp_test_wait_for (shows (steps, "Got it, Accepted, Planned, In progress, Done, "
                                  "In progress: Still drips (now)"));
}

/* An answer brings a request back to where it began; it does not tell that it began again. */
static void
test_answered (ClientFixture *fixture,
               gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 0));
  g_autoptr (KpQueryModel) steps = kp_client_list_steps (fixture->client, id);
  g_autofree char *made = NULL;
  GVariantDict arguments;

  kp_test_wait_for (shows (steps, "Got it, Waiting for you (now)"));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", id);
  g_variant_dict_insert (&arguments, "text", "s", "The left one");
  made = client_fixture_perform (fixture, "request.answer@1", g_variant_dict_end (&arguments));
  kp_test_wait_for (shows (steps, "Got it, Answered, not sent yet (now)"));
}

static void
test_notes (ClientFixture *fixture,
            gconstpointer data)
{
  g_autofree char *request = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 1));
  g_autoptr (KpQueryModel) notes = kp_client_list_notes (fixture->client, request);
  g_autoptr (KpMessage) note = NULL;
  g_autofree char *made = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  g_variant_dict_insert (&arguments, "text", "s", "Pays late");
  made = client_fixture_perform (fixture, "request.note@1", g_variant_dict_end (&arguments));
  kp_test_wait_for (kp_query_model_get_n_items (notes) == 1);
  note = g_list_model_get_item (G_LIST_MODEL (notes), 0);
  g_assert_cmpstr (kp_message_get_text (note), ==, "Pays late");
  g_assert_cmpstr (kp_message_get_author_name (note), ==, "Jan");
  g_assert_true (kp_message_get_mine (note));
}

/* The form is that of today: what it no longer asks is left out, what it asks in another way is
 * marked until it is answered, and nothing is agreed to by itself.
 */
static void
test_repeat (ClientFixture *fixture,
             gconstpointer data)
{
  g_autofree char *id = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 1));
  g_autofree char *flow = kp_id_dup_text (&fixture->flow);
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpRequestForm) form = NULL;
  g_autofree char *made = NULL;
  KpQuestion *subject = NULL;

  kp_client_repeat_async (fixture->client, id, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  form = kp_client_repeat_finish (fixture->client, result, NULL);
  g_assert_nonnull (form);
  g_assert_cmpstr (kp_request_form_get_flow_id (form), ==, flow);
  g_assert_cmpstr (kp_request_form_get_org_id (form), ==, org);
  g_assert_cmpstr (kp_request_form_get_explanation (form), ==, "As always");
  g_assert_cmpint (kp_request_form_get_state (form), ==, KP_FORM_UNTOUCHED);
  g_assert_false (kp_request_form_get_refused (form));
  g_assert_true (kp_request_form_get_repeated (form));
  g_assert_true (kp_request_form_get_renewed (form));
  g_assert_false (kp_request_form_get_terms_accepted (form));
  g_assert_null (kp_request_form_find_question (form, "floor"));
  subject = kp_request_form_find_question (form, "subject");
  g_assert_cmpstr (g_variant_get_string (kp_question_get_value (subject), NULL), ==,
                   "Leaking tap");
  g_assert_true (kp_question_get_changed (subject));

  kp_question_set_value (kp_request_form_find_question (form, "checklist.photo"),
                         g_variant_new_boolean (TRUE));
  g_assert_true (kp_question_get_changed (subject));
  client_fixture_fill (form, "Leaking tap again");
  g_assert_false (kp_question_get_changed (subject));
  made = client_fixture_submit (fixture, form);
  g_assert_nonnull (made);
  g_assert_cmpstr (made, !=, id);
}

/* Returns: how many of the directory the member of staff may enter requests for */
static guint
count_served (ClientFixture *fixture,
              const char *search)
{
  g_autoptr (KpQueryModel) list =
    kp_client_list_served_organisations (fixture->client, search);

  kp_test_wait_for (!kp_query_model_get_loading (list));

  return kp_query_model_get_n_items (list);
}

/* The directory names every customer of the office; the office refuses requests for those of
 * others.
 */
static void
test_served (ClientFixture *fixture,
             gconstpointer data)
{
  GListModel *directory = kp_client_get_organisations (fixture->client);

  kp_test_wait_for (g_list_model_get_n_items (directory) == 1);
  g_assert_cmpuint (count_served (fixture, NULL), ==, 1);
  g_assert_cmpuint (count_served (fixture, "bak"), ==, 1);
  g_assert_cmpuint (count_served (fixture, "butcher"), ==, 0);

  client_fixture_run_sql (fixture, FALSE, "UPDATE replica SET allowed = '[\"s:dir\"]'");
  g_assert_cmpuint (count_served (fixture, NULL), ==, 0);
  g_assert_cmpuint (g_list_model_get_n_items (directory), ==, 1);

  client_fixture_run_sql (fixture, FALSE,
                          "UPDATE replica SET allowed = '[\"s:dir\",\"o:*:req\"]'");
  g_assert_cmpuint (count_served (fixture, NULL), ==, 1);
}

#define ADD(path, data, test)                                         \
  g_test_add (path, ClientFixture, data, client_fixture_set_up, test, \
              client_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/work-orders/staff/from-new-to-done", "staff", test_life);
  ADD ("/work-orders/staff/lists-and-counts-follow-the-state", "staff", test_lists);
  ADD ("/work-orders/staff/notes-are-kept", "staff", test_notes);
  ADD ("/work-orders/staff/enters-for-those-served", "staff", test_served);
  ADD ("/work-orders/staff/journal-names-what-was-accepted", "staff", test_accepted_name);
  ADD ("/work-orders/customer/answer-is-told-as-such", NULL, test_answered);
  ADD ("/work-orders/customer/repeats-on-the-newest-version", "worked", test_repeat);
  ADD ("/work-orders/customer/reopens-what-is-done", "worked", test_customer);

  return g_test_run ();
}
