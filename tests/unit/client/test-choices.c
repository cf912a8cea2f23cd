/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What becomes of a change that the office refused: both values are there, each way out is one call
 * and nothing that was written is lost.
 */

#include "client-fixture.h"

#include "kp-store-outbox.h"
#include "kp-test.h"

static gpointer
get_item (KpQueryModel *list,
          guint position)
{
  gpointer item = NULL;

  kp_test_wait_for (kp_query_model_get_n_items (list) > position);
  item = g_list_model_get_item (G_LIST_MODEL (list), position);
  kp_test_wait_for (kp_record_get_ready (item));

  return item;
}

/* Returns: (transfer full): the one change, once it stands as @sync says */
static KpChange *
wait_for_change (KpQueryModel *changes,
                 KpSyncState sync)
{
  for (;;)
    {
      g_autoptr (KpChange) change = get_item (changes, 0);

      if (kp_change_get_sync (change) == sync)
        return g_steal_pointer (&change);
      g_main_context_iteration (NULL, TRUE);
    }
}

/* The office answers while the program is closed. */
static void
answer (ClientFixture *fixture,
        KpQueryModel **changes,
        const char *rest,
        KpEntityType entity,
        const KpId *id,
        const char *body)
{
  g_autoptr (KpChange) change = get_item (*changes, 0);
  g_autofree char *line =
    g_strdup_printf ("{\"op\":\"%s\",%s}", kp_record_get_id (KP_RECORD (change)), rest);

  g_clear_object (changes);
  g_clear_object (&change);
  client_fixture_close (fixture);
  client_fixture_answer (fixture, line, entity, id, body);
  client_fixture_open (fixture);
  *changes = kp_client_list_changes (fixture->client);
}

/* Returns: (transfer full): changes, of which the only one was refused because the name differs */
static KpQueryModel *
refuse_details (ClientFixture *fixture)
{
  KpQueryModel *changes = kp_client_list_changes (fixture->client);
  g_autofree char *id =
    client_fixture_perform (fixture, "user.update@1",
                            g_variant_new_parsed ("{'display_name': <'Jan de Wit'>,"
                                                  " 'phone': <'030 555 01 21'>}"));

  answer (fixture, &changes,
          "\"r\":\"conflict\",\"now\":{\"display_name\":\"Jan Wit\",\"phone\":null}",
          KP_ENTITY_USER, &fixture->person,
          "{\"login\":\"jan\",\"email\":\"jan@example.org\",\"display_name\":\"Jan Wit\","
          "\"kind\":\"customer\"}");

  return changes;
}

static void
wait_done (GAsyncResult **result)
{
  kp_test_wait_for (*result != NULL);
}

static void
test_both_values (ClientFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = refuse_details (fixture);
  g_autoptr (KpChange) change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_autoptr (KpQueryModel) differences =
    kp_client_list_differences (fixture->client, kp_record_get_id (KP_RECORD (change)));
  g_autoptr (KpDifference) name = get_item (differences, 0);
  g_autoptr (KpDifference) phone = get_item (differences, 1);

  g_assert_cmpstr (kp_change_get_reason (change), ==, KP_REASON_CONFLICT);
  g_assert_cmpstr (kp_difference_get_field (name), ==, "display_name");
  g_assert_cmpstr (kp_difference_get_mine (name), ==, "Jan de Wit");
  g_assert_cmpstr (kp_difference_get_theirs (name), ==, "Jan Wit");
  g_assert_cmpstr (kp_difference_get_field (phone), ==, "phone");
  g_assert_cmpstr (kp_difference_get_mine (phone), ==, "030 555 01 21");
  g_assert_null (kp_difference_get_theirs (phone));
  g_assert_cmpstr (kp_client_get_user_name (fixture->client), ==, "Jan Wit");
}

static void
test_keep_mine (ClientFixture *fixture,
                gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = refuse_details (fixture);
  g_autoptr (KpChange) refused = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_autofree char *id = g_strdup (kp_record_get_id (KP_RECORD (refused)));
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GAsyncResult) again = NULL;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) items = NULL;
  const KpOperation *repeated;

  kp_client_repeat_change_async (fixture->client, id,
                                 g_variant_new_parsed ("@a{sms} {'display_name': 'Jan Wit'}"),
                                 client_fixture_keep_result_cb, &result);
  wait_done (&result);
  g_assert_true (kp_client_repeat_change_finish (fixture->client, result, &error));
  g_assert_no_error (error);
  kp_test_wait_for (g_strcmp0 (kp_client_get_user_name (fixture->client), "Jan de Wit") == 0);
  kp_test_wait_for (kp_query_model_find (changes, id) == G_MAXUINT);
  g_assert_cmpuint (kp_query_model_get_n_items (changes), ==, 1);

  /* Decided is decided: a second answer to the same question does nothing. */
  kp_client_repeat_change_async (fixture->client, id,
                                 g_variant_new_parsed ("@a{sms} {'display_name': 'Jan Wit'}"),
                                 client_fixture_keep_result_cb, &again);
  wait_done (&again);
  g_assert_false (kp_client_repeat_change_finish (fixture->client, again, NULL));

  /* Only what was chosen travels, and it is compared with what the person saw. */
  g_clear_object (&changes);
  g_clear_object (&refused);
  g_clear_object (&result);
  g_clear_object (&again);
  client_fixture_close (fixture);
  store = client_fixture_open_store (fixture);
  items = kp_store_list_changes (store, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (items->len, ==, 2);
  repeated = ((const KpOutboxItem *) items->pdata[0])->operation;
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (repeated->was, "display_name")), ==, "Jan Wit");
  g_assert_cmpuint (yyjson_obj_size (repeated->was), ==, 1);
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (repeated->arguments, "display_name")), ==,
                   "Jan de Wit");
  g_assert_null (yyjson_obj_get (repeated->arguments, "phone"));
}

/* Meant once more or still refused, never both. */
static void
test_cut_short (ClientFixture *fixture,
                gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = refuse_details (fixture);
  g_autoptr (KpChange) refused = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) items = NULL;

  client_fixture_run_sql (fixture, TRUE,
                          "CREATE TRIGGER cut BEFORE UPDATE ON operation WHEN new.state = 5"
                          " BEGIN SELECT RAISE (ABORT, 'cut'); END");
  kp_client_repeat_change_async (fixture->client, kp_record_get_id (KP_RECORD (refused)),
                                 g_variant_new_parsed ("@a{sms} {'display_name': 'Jan Wit'}"),
                                 client_fixture_keep_result_cb, &result);
  wait_done (&result);
  g_assert_false (kp_client_repeat_change_finish (fixture->client, result, NULL));
  store = client_fixture_open_store (fixture);
  items = kp_store_list_changes (store, 0, NULL);
  g_assert_cmpuint (items->len, ==, 1);
  g_assert_cmpint (((const KpOutboxItem *) items->pdata[0])->state, ==, KP_OUTBOX_NEEDS_YOU);
}

static void
test_undo (ClientFixture *fixture,
           gconstpointer data)
{
  g_autoptr (KpQueryModel) changes = refuse_details (fixture);
  g_autoptr (KpChange) change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_autofree char *id = g_strdup (kp_record_get_id (KP_RECORD (change)));
  g_autoptr (GAsyncResult) dropped = NULL;
  g_autoptr (GAsyncResult) reopened = NULL;
  g_autoptr (GAsyncResult) twice = NULL;

  kp_client_drop_change_async (fixture->client, id, client_fixture_keep_result_cb, &dropped);
  wait_done (&dropped);
  g_assert_true (kp_client_drop_change_finish (fixture->client, dropped, NULL));
  kp_test_wait_for (kp_query_model_get_n_items (changes) == 0);

  kp_client_reopen_change_async (fixture->client, id, client_fixture_keep_result_cb, &reopened);
  wait_done (&reopened);
  g_assert_true (kp_client_reopen_change_finish (fixture->client, reopened, NULL));
  kp_test_wait_for (kp_query_model_find (changes, id) == 0);

  kp_client_reopen_change_async (fixture->client, id, client_fixture_keep_result_cb, &twice);
  wait_done (&twice);
  g_assert_false (kp_client_reopen_change_finish (fixture->client, twice, NULL));
}

static void
test_step (ClientFixture *fixture,
           gconstpointer data)
{
  const KpId *subject = &g_array_index (fixture->requests, KpId, 1);
  g_autofree char *request = kp_id_dup_text (subject);
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  g_autofree char *body = g_strdup_printf (
    "{\"org_id\":\"%s\",\"number\":\"R-2026-00001\",\"title\":\"Request 1\","
    "\"state\":\"declined\",\"state_by\":\"Fatima\",\"state_at\":1795000009000}",
    org);
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client);
  g_autoptr (KpQueryModel) differences = NULL;
  g_autoptr (KpDifference) state = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autofree char *id = NULL;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  id = client_fixture_perform (fixture, "request.withdraw@1", g_variant_dict_end (&arguments));
  answer (fixture, &changes,
          "\"r\":\"conflict\",\"now\":{\"state\":\"declined\"},\"by\":\"Fatima\","
          "\"at\":1795000009000",
          KP_ENTITY_REQUEST, subject, body);

  change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  g_assert_cmpstr (kp_change_get_reason_by (change), ==, "Fatima");
  g_assert_cmpint (kp_change_get_reason_at (change), ==, G_GINT64_CONSTANT (1795000009000));
  differences =
    kp_client_list_differences (fixture->client, kp_record_get_id (KP_RECORD (change)));
  state = get_item (differences, 0);
  g_assert_cmpstr (kp_difference_get_mine (state), ==, "withdrawn");
  g_assert_cmpstr (kp_difference_get_mine_text (state), ==, "Withdrawn");
  g_assert_cmpstr (kp_difference_get_theirs (state), ==, "declined");
  g_assert_cmpstr (kp_difference_get_theirs_text (state), ==, "Declined");
}

/* Whoever plans again what a colleague planned has to see whose work it moves, and where to. */
static void
test_two_plannings (ClientFixture *fixture,
                    gconstpointer data)
{
  static const char *const EXPECTED[][3] = {
    { "state", "planned", "planned" },
    { "planned_on", "2026-12-08", "2026-12-10" },
    { "engineer", "Priya Nair", "Hans Meijer" },
  };
  g_autofree char *order = kp_id_dup_text (&fixture->order);
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  g_autofree char *body = g_strdup_printf (
    "{\"org_id\":\"%s\",\"number\":\"W-2026-00001\",\"title\":\"Request 1\","
    "\"state\":\"planned\",\"planned_on\":\"2026-12-10\",\"engineer\":\"Hans Meijer\"}",
    org);
  g_autoptr (KpQueryModel) changes = kp_client_list_changes (fixture->client);
  g_autoptr (KpQueryModel) differences = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) items = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  const KpOperation *repeated;
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", order);
  g_variant_dict_insert (&arguments, "planned_on", "s", "2026-12-08");
  g_variant_dict_insert (&arguments, "engineer", "s", "Priya Nair");
  id = client_fixture_perform (fixture, "work_order.plan@1", g_variant_dict_end (&arguments));
  answer (fixture, &changes,
          "\"r\":\"conflict\",\"now\":{\"state\":\"planned\",\"planned_on\":\"2026-12-10\","
          "\"engineer\":\"Hans Meijer\"},\"by\":\"Marieke\",\"at\":1795000009000",
          KP_ENTITY_WORK_ORDER, &fixture->order, body);

  change = wait_for_change (changes, KP_SYNC_NEEDS_YOU);
  differences =
    kp_client_list_differences (fixture->client, kp_record_get_id (KP_RECORD (change)));
  for (guint i = 0; i < G_N_ELEMENTS (EXPECTED); i++)
    {
      g_autoptr (KpDifference) difference = get_item (differences, i);

      g_assert_cmpstr (kp_difference_get_field (difference), ==, EXPECTED[i][0]);
      g_assert_cmpstr (kp_difference_get_mine (difference), ==, EXPECTED[i][1]);
      g_assert_cmpstr (kp_difference_get_theirs (difference), ==, EXPECTED[i][2]);
    }
  g_assert_cmpuint (kp_query_model_get_n_items (differences), ==, G_N_ELEMENTS (EXPECTED));

  /* Once more: only if all of it is still as it was seen. */
  kp_client_repeat_change_async (
    fixture->client, kp_record_get_id (KP_RECORD (change)),
    g_variant_new_parsed ("@a{sms} {'state': 'planned', 'planned_on': '2026-12-10',"
                          " 'engineer': 'Hans Meijer'}"),
    client_fixture_keep_result_cb, &result);
  wait_done (&result);
  g_assert_true (kp_client_repeat_change_finish (fixture->client, result, &error));
  g_assert_no_error (error);
  store = client_fixture_open_store (fixture);
  items = kp_store_list_changes (store, 1, &error);
  g_assert_no_error (error);
  repeated = ((const KpOutboxItem *) items->pdata[0])->operation;
  g_assert_cmpuint (yyjson_obj_size (repeated->was), ==, 3);
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (repeated->was, "planned_on")), ==,
                   "2026-12-10");
  g_assert_cmpstr (yyjson_get_str (yyjson_obj_get (repeated->arguments, "planned_on")), ==,
                   "2026-12-08");
}

#define ADD(path, function) \
  g_test_add (path, ClientFixture, NULL, client_fixture_set_up, function, client_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/client/choices/conflict/shows-both-values", test_both_values);
  ADD ("/client/choices/keep-mine/compares-with-what-was-seen", test_keep_mine);
  ADD ("/client/choices/keep-mine/cut-short/one-of-the-two", test_cut_short);
  ADD ("/client/choices/let-go/comes-back-by-undo", test_undo);
  ADD ("/client/choices/step/says-who-and-both-states", test_step);
  g_test_add ("/client/choices/plan/shows-both-days-and-employees", ClientFixture, "worked",
              client_fixture_set_up, test_two_plannings, client_fixture_tear_down);

  return g_test_run ();
}
