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

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add ("/store-counts/months/by-when-made-and-what-it-is-now", StoreFixture, NULL,
              store_fixture_set_up, test_months, store_fixture_tear_down);

  return g_test_run ();
}
