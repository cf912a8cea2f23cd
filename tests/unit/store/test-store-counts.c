/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers about the requests of an account.
 */

#include "store-fixture.h"

#include "kp-store-lists.h"

#define N_REQUESTS 5
#define MADE G_GINT64_CONSTANT (1763770000000) /* when the fixture makes them */
#define DAYS(n) ((gint64) (n) * 24 * 3600 * 1000)

/* Returns: (transfer none): what is counted, over all organisations */
static KpCountsRow
count (StoreFixture *fixture)
{
  const KpId all = { 0 };
  KpReader *reader = kp_reader_new (fixture->store, "nl");
  KpCountsRow counts;
  g_autoptr (GError) error = NULL;

  kp_store_count_sync (reader, &all, &counts, NULL, &error);
  g_assert_no_error (error);
  kp_reader_free (reader);

  return counts;
}

static void
assert_months (const KpCountsRow *counts,
               guint index,
               guint open,
               guint completed)
{
  for (guint i = 0; i < G_N_ELEMENTS (counts->open_months); i++)
    {
      g_assert_cmpuint (counts->open_months[i], ==, i == index ? open : 0);
      g_assert_cmpuint (counts->completed_months[i], ==, i == index ? completed : 0);
    }
}

static void
test_months (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);
  g_autoptr (GDateTime) now = g_date_time_new_from_unix_local (MADE / 1000);
  KpCountsRow counts;

  fixture->environment.now = MADE;
  counts = count (fixture);
  g_assert_cmpint (counts.year, ==, g_date_time_get_year (now));
  g_assert_cmpint (counts.month, ==, g_date_time_get_month (now));
  assert_months (&counts, 11, N_REQUESTS, 0);

  /* Counted by what they are now, not by what they were when they were made. */
  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 1));
  counts = count (fixture);
  assert_months (&counts, 11, N_REQUESTS - 2, 2);

  /* Later they stand further back, and after a year they are gone. */
  fixture->environment.now = MADE + DAYS (92);
  counts = count (fixture);
  assert_months (&counts, 8, N_REQUESTS - 2, 2);
  fixture->environment.now = MADE + DAYS (392);
  counts = count (fixture);
  assert_months (&counts, 11, 0, 0);
}

/* Returns: how many requests the list holds */
static guint
count_listed (StoreFixture *fixture,
              const KpListFilter *filter)
{
  KpReader *reader = kp_reader_new (fixture->store, "nl");
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = KP_LIST_REQUESTS.list (reader, filter, NULL, &error);

  g_assert_no_error (error);
  kp_reader_free (reader);

  return ids->len;
}

static void
write_record (KpReplyWriter *writer,
              KpEntityType entity,
              const KpId *id,
              const char *body)
{
  kp_reply_writer_record (writer, kp_entity_get (entity), id, body, strlen (body));
}

/* A portal with @filters, two kinds of work; request 0 was withdrawn, request 1 is of kind B. */
static void
set_filters (StoreFixture *fixture,
             GArray *ids,
             const char *filters)
{
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  KpId portal = store_fixture_make_id (fixture);
  KpId kind_a = store_fixture_make_id (fixture);
  KpId kind_b = store_fixture_make_id (fixture);
  g_autofree char *kind = kp_id_dup_text (&kind_b);
  g_autofree char *portal_text = kp_id_dup_text (&portal);
  g_autofree char *portal_body =
    g_strdup_printf ("{\"url_name\":\"p\",\"request_filters\":%s}", filters);
  g_autofree char *a_body =
    g_strdup_printf ("{\"portal_id\":\"%s\",\"code\":\"A\"}", portal_text);
  g_autofree char *b_body =
    g_strdup_printf ("{\"portal_id\":\"%s\",\"code\":\"B\"}", portal_text);
  g_autofree char *of_kind_b =
    g_strdup_printf ("{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"title\":\"B\","
                     "\"number\":\"R-2\",\"work_type_id\":\"%s\",\"state\":\"submitted\","
                     "\"created_at\":1763770000000,\"updated_at\":1763770000000}",
                     fixture->org_text, fixture->person_text, kind);

  kp_engine_ask (fixture->engine);
  kp_reply_writer_delta (writer, fixture->stream, N_REQUESTS, N_REQUESTS + 1);
  write_record (writer, KP_ENTITY_PORTAL, &portal, portal_body);
  write_record (writer, KP_ENTITY_WORK_TYPE, &kind_a, a_body);
  write_record (writer, KP_ENTITY_WORK_TYPE, &kind_b, b_body);
  store_fixture_write_request (fixture, writer, &g_array_index (ids, KpId, 0), "Old", "withdrawn");
  write_record (writer, KP_ENTITY_REQUEST, &g_array_index (ids, KpId, 1), of_kind_b);
  g_assert_cmpint (store_fixture_feed (fixture, writer, FALSE), ==, KP_FED_APPLIED);
}

static void
test_completed_days (StoreFixture *fixture,
                     gconstpointer data)
{
  const KpListFilter any = { 0 };
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);
  const KpListFilter one = { .show = KP_LIST_SHOW_SUBJECT,
                             .subject = g_array_index (ids, KpId, 0) };
  KpCountsRow counts;

  fixture->environment.now = MADE + DAYS (10);
  set_filters (fixture, ids, "{\"completed_days\":30}");
  g_assert_cmpuint (count_listed (fixture, &any), ==, N_REQUESTS);
  g_assert_cmpuint (count (fixture).completed, ==, 1);

  fixture->environment.now = MADE + DAYS (40);
  g_assert_cmpuint (count_listed (fixture, &any), ==, N_REQUESTS - 1);
  counts = count (fixture);
  g_assert_cmpuint (counts.completed, ==, 0);
  g_assert_cmpuint (counts.open, ==, N_REQUESTS - 1);
  assert_months (&counts, 9, N_REQUESTS - 1, 0);

  /* It is still here, and what is done here now is listed until the office has it. */
  g_assert_cmpuint (count_listed (fixture, &one), ==, 1);
  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 2));
  g_assert_cmpuint (count_listed (fixture, &any), ==, N_REQUESTS - 1);
}

static void
test_kinds_of_work (StoreFixture *fixture,
                    gconstpointer data)
{
  const KpListFilter any = { 0 };
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);

  set_filters (fixture, ids, "{\"work_types\":[\"A\"]}");
  g_assert_cmpuint (count_listed (fixture, &any), ==, N_REQUESTS - 1);
  g_assert_cmpuint (count (fixture).open, ==, N_REQUESTS - 2);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/store-counts/months/by-when-made-and-what-it-is-now", StoreFixture, NULL,
              store_fixture_set_up, test_months, store_fixture_tear_down);

  g_test_add ("/store-counts/portal-filters/completed-requests-of-so-many-days", StoreFixture, NULL,
              store_fixture_set_up, test_completed_days, store_fixture_tear_down);
  g_test_add ("/store-counts/portal-filters/some-kinds-of-work", StoreFixture, NULL,
              store_fixture_set_up, test_kinds_of_work, store_fixture_tear_down);

  return g_test_run ();
}
