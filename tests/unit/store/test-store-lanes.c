/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lanes (SYNC.md section 6) that go from one record to the next: a request is accepted, and its
 * work order planned, before the server knows of either.
 */

#include "kp-value.h"
#include "store-fixture.h"

#include <string.h>

static KpId queue (StoreFixture *fixture,
                   const char *kind,
                   const char *format,
                   ...) G_GNUC_PRINTF (3, 4);

/* Queues an operation of @kind whose arguments are @format. Returns: its identity */
static KpId
queue (StoreFixture *fixture,
       const char *kind,
       const char *format,
       ...)
{
  g_autofree char *arguments = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  g_autoptr (GError) error = NULL;
  va_list list;
  KpId id;

  va_start (list, format);
  arguments = g_strdup_vprintf (format, list);
  va_end (list);
  doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  g_assert_nonnull (doc);
  kp_store_queue (fixture->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), &id, &error);
  g_assert_no_error (error);

  return id;
}

/* Accepts the first request, plans and replans its work order, all of it here only. */
static void
accept_and_plan (StoreFixture *fixture,
                 KpId *order,
                 KpId operations[3])
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  g_autofree char *request = kp_id_dup_text (&g_array_index (ids, KpId, 0));
  g_autofree char *order_text = NULL;

  *order = store_fixture_make_id (fixture);
  order_text = kp_id_dup_text (order);
  operations[0] = queue (fixture, "request.accept@1",
                         "{\"request\":\"%s\",\"work_order\":\"%s\"}", request, order_text);
  operations[1] = queue (fixture, "work_order.plan@1",
                         "{\"work_order\":\"%s\",\"planned_on\":\"2026-12-01\"}", order_text);
  operations[2] = queue (fixture, "work_order.plan@1",
                         "{\"work_order\":\"%s\",\"planned_on\":\"2026-12-02\"}", order_text);
}

static char *
dup_was (StoreFixture *fixture,
         const KpId *operation)
{
  g_autoptr (KpOutboxItem) item = kp_store_get_change (fixture->store, operation, NULL);

  return kp_value_write (item->operation->was, NULL);
}

/* What is done to a record waits for what made it; the old day travels with a new one. */
static void
test_lane_of_added (StoreFixture *fixture,
                    gconstpointer test_data)
{
  KpId operations[3];
  KpId order;
  g_autofree char *state = NULL;
  g_autofree char *day = NULL;
  g_autofree char *first = NULL;
  g_autofree char *second = NULL;

  accept_and_plan (fixture, &order, operations);
  state = store_fixture_dup_field (fixture, KP_ENTITY_WORK_ORDER, &order, "state");
  day = store_fixture_dup_field (fixture, KP_ENTITY_WORK_ORDER, &order, "planned_on");
  g_assert_cmpstr (state, ==, "planned");
  g_assert_cmpstr (day, ==, "2026-12-02");

  for (guint i = 1; i < 3; i++)
    {
      g_autoptr (KpOutboxItem) item = kp_store_get_change (fixture->store, &operations[i], NULL);

      g_assert_true (kp_id_equal (&item->operation->after, &operations[i - 1]));
    }
  first = dup_was (fixture, &operations[1]);
  second = dup_was (fixture, &operations[2]);
  g_assert_cmpstr (first, ==, "{\"state\":\"new\"}");
  g_assert_cmpstr (second, ==, "{\"state\":\"planned\",\"planned_on\":\"2026-12-01\"}");
}

static void
test_drop_maker (StoreFixture *fixture,
                 gconstpointer test_data)
{
  KpId operations[3];
  KpId order;
  guint n_dropped = 0;

  accept_and_plan (fixture, &order, operations);
  g_assert_true (kp_store_drop_change (fixture->store, &operations[0], &n_dropped, NULL));
  g_assert_cmpuint (n_dropped, ==, 3);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_WORK_ORDER, &order), ==, -1);
}

#define ADD(path, test) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, test, store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/store/outbox/lane/follows-what-made-the-subject", test_lane_of_added);
  ADD ("/store/outbox/drop/what-made-a-record-takes-its-lane-along", test_drop_maker);

  return g_test_run ();
}
