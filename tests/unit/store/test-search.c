/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The search index against what it stands for: whatever was written, changed and removed, and
 * however far it is filled, it finds what reading every title would find.
 */

#include "store-fixture.h"

#include "kp-store-lists.h"
#include "kp-store-search.h"

#define N_REQUESTS 60

static const char *const WORDS[] = {
  "Verwarming",
  "verwarming boven",
  "Zoë’s oven",
  "100% \\\"spoed\\\"",
  "Kraan_lekt",
  "Ölketel",
};
static const char *const SEARCHES[] = {
  "verwarming",
  "WARMING B",
  "oven",
  "100%",
  "\"spoed\"",
  "kraan_l",
  "R-2026",
  "kk",
  "000",
  "nergens te vinden",
  "*",
  "bakkerij",
};

/* Returns: (transfer full): what the list finds */
static GArray *
find (StoreFixture *fixture,
      const char *search)
{
  KpReader *reader = kp_reader_new (fixture->store, "nl");
  const KpListFilter filter = { .search = (char *) search };
  g_autoptr (GError) error = NULL;
  GArray *ids = KP_LIST_REQUESTS.list (reader, &filter, NULL, &error);

  g_assert_no_error (error);
  kp_reader_free (reader);

  return ids;
}

static const char EVERY[] =
  "SELECT id FROM p_request"
  " WHERE instr (lower (title || char (10) || coalesce (number, '') || char (10)"
  " || coalesce (org_name, '') || char (10) || coalesce (requester_name, '')), lower ($1)) > 0"
  " ORDER BY updated_at DESC, id DESC";

/* The same by reading everything. */
static GArray *
find_plainly (StoreFixture *fixture,
              const char *search)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) query =
    kp_db_prepare (kp_store_get_cache (fixture->store), EVERY, &error);
  GArray *ids;

  g_assert_no_error (error);
  kp_statement_bind_text (query, 1, search);
  ids = kp_reader_list_ids (query, NULL, &error);
  g_assert_no_error (error);

  return ids;
}

static void
assert_finds_all (StoreFixture *fixture)
{
  for (guint i = 0; i < G_N_ELEMENTS (SEARCHES); i++)
    {
      g_autoptr (GArray) found = find (fixture, SEARCHES[i]);
      g_autoptr (GArray) expected = find_plainly (fixture, SEARCHES[i]);

      g_assert_cmpmem (found->data, found->len * sizeof (KpId), expected->data,
                       expected->len * sizeof (KpId));
    }
}

/* Returns: whether rows are left */
static gboolean
fill (StoreFixture *fixture,
      guint limit)
{
  g_autoptr (GError) error = NULL;
  gboolean more = FALSE;

  kp_store_fill_search_sync (fixture->store, limit, &more, &error);
  g_assert_no_error (error);

  return more;
}

static void
change_some (StoreFixture *fixture,
             GArray *ids,
             gint64 number,
             guint shift)
{
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, number, FALSE);

  kp_engine_ask (fixture->engine);
  kp_reply_writer_delta (writer, fixture->stream, number == 11 ? N_REQUESTS : N_REQUESTS + 1,
                         number == 11 ? N_REQUESTS + 1 : N_REQUESTS + 2);
  for (guint i = 0; i < ids->len; i += 3)
    store_fixture_write_request (fixture, writer, &g_array_index (ids, KpId, i),
                                 WORDS[(i + shift) % G_N_ELEMENTS (WORDS)], "in_review");
  g_assert_cmpint (store_fixture_feed (fixture, writer, FALSE), ==, KP_FED_APPLIED);
}

static void
test_same (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);

  assert_finds_all (fixture);
  g_assert_true (fill (fixture, 25));
  assert_finds_all (fixture);

  /* What changes afterwards is right at once, and stays so once the index has come along. */
  change_some (fixture, ids, 11, 0);
  assert_finds_all (fixture);
  while (fill (fixture, 7))
    assert_finds_all (fixture);
  assert_finds_all (fixture);
  change_some (fixture, ids, 12, 2);
  store_fixture_submit (fixture, "Verwarming op zolder");
  assert_finds_all (fixture);
  while (fill (fixture, 100))
    continue;
  assert_finds_all (fixture);
}

/* Filled, the index reads what it finds and not what there is. */
static void
test_no_scan (StoreFixture *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);
  KpDb *cache = kp_store_get_cache (fixture->store);
  g_autoptr (GArray) found = NULL;
  guint64 before;

  change_some (fixture, ids, 11, 0);
  while (fill (fixture, 100))
    continue;
  before = kp_db_get_scan_steps (cache);
  found = find (fixture, "spoed");
  g_assert_cmpuint (found->len, >, 0);
  g_assert_cmpuint (found->len, <, N_REQUESTS / 4);
  g_assert_cmpuint (kp_db_get_scan_steps (cache) - before, <, N_REQUESTS / 2);
}

static void
test_gone (StoreFixture *fixture,
           gconstpointer data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, N_REQUESTS);
  g_autoptr (GArray) found = NULL;
  const char *const streams[] = { fixture->stream, fixture->own_stream, NULL };
  KpReplyWriter *writer;

  while (fill (fixture, 100))
    continue;
  writer = store_fixture_begin_reply (fixture, 11, FALSE);
  kp_engine_ask (fixture->engine);
  kp_reply_writer_gone (writer, streams);
  store_fixture_feed (fixture, writer, FALSE);
  found = find (fixture, "Jaarrekening");
  g_assert_cmpuint (found->len, ==, 0);
  assert_finds_all (fixture);
}

static void
write_order (StoreFixture *fixture,
             KpReplyWriter *writer,
             const KpId *id,
             const char *title,
             const char *engineer)
{
  g_autofree char *body =
    g_strdup_printf ("{\"org_id\":\"%s\",\"org_name\":\"Bakkerij\",\"number\":\"W-1\","
                     "\"title\":\"%s\",\"engineer\":\"%s\",\"state\":\"new\"}",
                     fixture->org_text, title, engineer);

  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_WORK_ORDER), id, body, strlen (body));
}

/* Returns: how many work orders are found */
static guint
count_orders (StoreFixture *fixture,
              const char *search)
{
  KpReader *reader = kp_reader_new (fixture->store, "nl");
  const KpListFilter filter = { .search = (char *) search };
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = KP_LIST_WORK_ORDERS.list (reader, &filter, NULL, &error);

  g_assert_no_error (error);
  kp_reader_free (reader);

  return ids->len;
}

/* Work orders have an index of their own, by who does the work as well. */
static void
test_work_orders (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  KpDb *cache = kp_store_get_cache (fixture->store);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  guint64 before;

  kp_engine_ask (fixture->engine);
  kp_reply_writer_delta (writer, fixture->stream, 1, 2);
  for (guint i = 0; i < N_REQUESTS; i++)
    {
      KpId id = store_fixture_make_id (fixture);

      g_array_append_val (ids, id);
      write_order (fixture, writer, &id, i % 20 == 0 ? "Ölketel" : "Kraan",
                   i % 30 == 0 ? "Zoë" : "Piet");
    }
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_cmpuint (count_orders (fixture, "lketel"), ==, 3);
  g_assert_cmpuint (count_orders (fixture, "Zoë"), ==, 2);

  while (fill (fixture, 100))
    continue;
  before = kp_db_get_scan_steps (cache);
  g_assert_cmpuint (count_orders (fixture, "ketel"), ==, 3);
  g_assert_cmpuint (count_orders (fixture, "Zoë"), ==, 2);
  g_assert_cmpuint (kp_db_get_scan_steps (cache) - before, <, N_REQUESTS / 2);
  g_assert_cmpuint (count_orders (fixture, "bakkerij"), ==, N_REQUESTS);

  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  kp_engine_ask (fixture->engine);
  kp_reply_writer_delta (writer, fixture->stream, 2, 3);
  write_order (fixture, writer, &g_array_index (ids, KpId, 0), "Kraan", "Anja");
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_cmpuint (count_orders (fixture, "ketel"), ==, 2);
  g_assert_cmpuint (count_orders (fixture, "anja"), ==, 1);
  while (fill (fixture, 100))
    continue;
  g_assert_cmpuint (count_orders (fixture, "ketel"), ==, 2);
  g_assert_cmpuint (count_orders (fixture, "anja"), ==, 1);
}

#define ADD(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/store-search/index/finds-what-reading-finds", test_same);
  ADD ("/store-search/index/reads-only-what-it-finds", test_no_scan);
  ADD ("/store-search/work-orders/found-by-who-does-them-too", test_work_orders);
  ADD ("/store-search/purged/finds-nothing", test_gone);

  return g_test_run ();
}
