/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody of the office enters a request for a customer who called, without a network.
 */

#include "client-fixture.h"

#include "kp-question.h"
#include "kp-test.h"

/* Returns: (transfer full): the only item, once its values are here */
static gpointer
wait_for_one (KpQueryModel *list)
{
  gpointer item = NULL;

  kp_test_wait_for (g_list_model_get_n_items (G_LIST_MODEL (list)) == 1);
  item = g_list_model_get_item (G_LIST_MODEL (list), 0);
  kp_test_wait_for (kp_record_get_ready (item));

  return item;
}

/* Returns: (transfer full): a form for Kim of the bakery */
static KpRequestForm *
enter (ClientFixture *fixture)
{
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  g_autofree char *flow = kp_id_dup_text (&fixture->flow);
  g_autofree char *portal = kp_id_dup_text (&fixture->portal);
  g_autoptr (KpQueryModel) customers = kp_client_list_customers (fixture->client, org);
  g_autoptr (KpQueryModel) portals = kp_client_list_portals (fixture->client);
  g_autoptr (KpCustomer) kim = wait_for_one (customers);
  g_autoptr (KpChoice) choice = wait_for_one (portals);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form;

  g_assert_cmpstr (kp_customer_get_name (kim), ==, "Kim");
  g_assert_cmpstr (kp_customer_get_portal_id (kim), ==, portal);
  g_assert_cmpstr (kp_choice_get_name (choice), ==, "Green");
  g_assert_cmpstr (kp_choice_get_value (choice), ==, portal);
  kp_client_enter_form_async (fixture->client, flow, org, kp_customer_get_user_id (kim),
                              client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  form = kp_client_enter_form_finish (fixture->client, result, &error);
  g_assert_no_error (error);

  return form;
}

/* Nothing of whoever types is taken for the customer's, and nobody agrees for him. */
static void
test_entry (ClientFixture *fixture,
            gconstpointer data)
{
  g_autoptr (KpRequestForm) form = NULL;
  g_autoptr (KpRequest) request = NULL;
  g_autofree char *kim = kp_id_dup_text (&fixture->customer);
  g_autofree char *id = NULL;

  form = enter (fixture);
  g_assert_true (kp_request_form_get_entered (form));
  g_assert_cmpstr (kp_request_form_get_user_name (form), ==, "Kim");
  g_assert_cmpstr (kp_request_form_get_org_name (form), ==, "Bakery");
  g_assert_null (kp_request_form_get_terms (form));

  client_fixture_fill (form, "Oven");
  id = client_fixture_submit (fixture, form);
  request = kp_client_get_request (fixture->client, id);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (request)));
  g_assert_cmpstr (kp_request_get_requester_id (request), ==, kim);
  g_assert_cmpstr (kp_request_get_requester_name (request), ==, "Kim");
  g_assert_cmpstr (kp_request_get_entered_by (request), ==, "Jan");
  g_assert_cmpstr (kp_request_get_org_name (request), ==, "Bakery");
  g_assert_false (kp_request_get_unread (request));
}

static void
test_refused (ClientFixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpRequestForm) form = NULL;
  g_autoptr (KpRequestForm) again = NULL;
  g_autoptr (KpQueryModel) changes = NULL;
  g_autoptr (KpChange) change = NULL;
  g_autoptr (GAsyncResult) result = NULL;
  g_autofree char *id = NULL;
  g_autofree char *operation = NULL;

  form = enter (fixture);
  client_fixture_fill (form, "Oven");
  id = client_fixture_submit (fixture, form);
  changes = kp_client_list_changes (fixture->client);
  change = wait_for_one (changes);
  g_assert_cmpstr (kp_change_get_kind (change), ==, "request.enter");
  operation = g_strdup (kp_record_get_id (KP_RECORD (change)));
  client_fixture_close (fixture);
  client_fixture_refuse (fixture, operation, "\"flow\"");

  client_fixture_open (fixture);
  g_clear_object (&changes);
  g_clear_object (&change);
  changes = kp_client_list_changes (fixture->client);
  change = wait_for_one (changes);
  kp_test_wait_for (kp_change_get_draft_id (change) != NULL);
  kp_client_open_draft_async (fixture->client, kp_change_get_draft_id (change),
                              client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  again = kp_client_open_draft_finish (fixture->client, result, NULL);
  g_assert_true (kp_request_form_get_refused (again));
  g_assert_true (kp_request_form_get_entered (again));
  g_assert_cmpstr (kp_request_form_get_user_name (again), ==, "Kim");
  g_assert_cmpstr (kp_request_form_get_title (again), ==, "Oven");
}

#define ADD(path, test)                                                  \
  g_test_add (path, ClientFixture, "staff", client_fixture_set_up, test, \
              client_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/entry/sent/is-the-customers-and-says-who-entered-it", test_entry);
  ADD ("/entry/refused/comes-back-for-the-same-customer", test_refused);

  return g_test_run ();
}
