/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the office will fill in is shown as far as it is known here, and as long: names come and go
 * while a request that was entered waits.
 */

#include "store-fixture.h"

#include "kp-store-outbox.h"
#include "kp-value.h"

#include <string.h>

/* Queues what a customer asked by telephone. Returns: the id of the request */
static KpId
enter (StoreFixture *fixture,
       const KpId *user,
       KpId *operation)
{
  const KpOperationKind *kind =
    kp_operation_find_kind ("request.enter@1", strlen ("request.enter@1"));
  KpId request = store_fixture_make_id (fixture);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *user_text = kp_id_dup_text (user);
  g_autofree char *text =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"user\":\"%s\",\"flow\":\"%s\","
                     "\"title\":\"Oven\",\"answers\":{}}",
                     request_text, fixture->org_text, user_text, user_text);
  g_autoptr (yyjson_doc) arguments = yyjson_read (text, strlen (text), 0);
  g_autoptr (GError) error = NULL;

  kp_store_queue (fixture->store, kind, NULL, yyjson_doc_get_root (arguments), operation, &error);
  g_assert_no_error (error);

  return request;
}

/* The office has the request; then the name comes, in a stream that was empty before. */
static void
load_name (StoreFixture *fixture,
           const char *stream,
           KpEntityType entity,
           const KpId *id,
           const char *body,
           const KpId *operation)
{
  const char *const allowed[] = { "q:requests", stream, NULL };
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 10, FALSE);
  g_autoptr (KpSyncRequest) second = NULL;

  kp_reply_writer_allowed (writer, allowed);
  store_fixture_write_result (writer, operation, "ok");
  kp_reply_writer_load (writer, stream, 1, 0, TRUE);
  kp_reply_writer_load (writer, "q:requests", 1, 0, TRUE);
  g_assert_cmpint (store_fixture_feed (fixture, writer, TRUE), ==, KP_FED_APPLIED);

  second = store_fixture_next (fixture);
  g_assert_nonnull (second);
  writer = store_fixture_begin_reply (fixture, 11, FALSE);
  kp_reply_writer_delta (writer, stream, 1, 2);
  kp_reply_writer_record (writer, kp_entity_get (entity), id, body, strlen (body));
  g_assert_cmpint (store_fixture_feed (fixture, writer, TRUE), ==, KP_FED_APPLIED);
}

/* What may not be held any more is not shown any more. */
static void
lose_name (StoreFixture *fixture,
           const char *stream,
           const KpId *request,
           const char *field)
{
  const char *const gone[] = { stream, NULL };
  g_autoptr (KpSyncRequest) third = store_fixture_next (fixture);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 12, FALSE);
  g_autofree char *name = NULL;

  g_assert_nonnull (third);
  kp_reply_writer_gone (writer, gone);
  g_assert_cmpint (store_fixture_feed (fixture, writer, TRUE), ==, KP_FED_APPLIED);
  name = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, request, field);
  g_assert_null (name);
}

static KpId
begin (StoreFixture *fixture,
       const KpId *user,
       const char *field,
       KpId *operation)
{
  g_autofree char *before = NULL;
  g_autoptr (KpSyncRequest) first = NULL;
  KpId request;

  g_assert_true (kp_store_set_person (fixture->store, &fixture->person, "Eva", "staff", NULL));
  g_assert_true (kp_store_pin (fixture->store, &fixture->org, 0, NULL));
  request = enter (fixture, user, operation);
  before = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, &request, field);
  g_assert_null (before);
  first = store_fixture_next (fixture);
  g_assert_nonnull (first);

  return request;
}

static void
test_organisation (StoreFixture *fixture,
                   gconstpointer test_data)
{
  const KpId user = store_fixture_make_id (fixture);
  KpId operation;
  const KpId request = begin (fixture, &user, "org_name", &operation);
  g_autofree char *name = NULL;

  load_name (fixture, "s:dir", KP_ENTITY_ORGANISATION_ENTRY, &fixture->org,
             "{\"name\":\"Bakkerij\",\"number\":\"1\"}", &operation);
  name = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, &request, "org_name");
  g_assert_cmpstr (name, ==, "Bakkerij");
  lose_name (fixture, "s:dir", &request, "org_name");
}

static void
test_customer (StoreFixture *fixture,
               gconstpointer test_data)
{
  const KpId user = store_fixture_make_id (fixture);
  const KpId membership = store_fixture_make_id (fixture);
  KpId operation;
  const KpId request = begin (fixture, &user, "requester_name", &operation);
  g_autofree char *general = g_strdup_printf ("o:%s:gen", fixture->org_text);
  g_autofree char *user_text = kp_id_dup_text (&user);
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"%s\",\"org_id\":\"%s\",\"user_name\":\"Kim\"}", user_text,
                     fixture->org_text);
  g_autofree char *name = NULL;

  load_name (fixture, general, KP_ENTITY_MEMBERSHIP, &membership, body, &operation);
  name = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, &request, "requester_name");
  g_assert_cmpstr (name, ==, "Kim");
  lose_name (fixture, general, &request, "requester_name");
}

#define ADD(path, test)                                             \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, test, \
              store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/store-facts/organisation/named-as-long-as-known", test_organisation);
  ADD ("/store-facts/customer/named-as-long-as-known", test_customer);

  return g_test_run ();
}
