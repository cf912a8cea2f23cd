/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One record changed among many cached: the exchange that brings it, to the committed projection,
 * against a static reply of the same server over the same connection with a proof. It must cost the
 * same however many records are cached.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"

/* The demo's records times this. */
#define SCALE_SMALL 14
#define SCALE_LARGE 140
#define SCALE_SMOKE 1
#define ROUNDS 50
#define ROUNDS_SMOKE 3

static const char COUNT_RAW[] = "SELECT count(*) FROM raw";

static gint64
count_raw (KpBenchAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (account->store), COUNT_RAW, &error);
  gboolean has_row;

  g_assert_no_error (error);
  kp_statement_step (select, &has_row, NULL, &error);
  g_assert_no_error (error);

  return kp_statement_get_int64 (select, 0);
}

static double
fetch_static (KpBenchAccount *account)
{
  KpCall call = { .method = "GET",
                  .target = "/.well-known/klantportaal",
                  .token = account->sign_in->access,
                  .limit = 64 * 1024 };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  kp_http_call_sync (account->http, &call, &reply, NULL, &error);
  kp_bench_stop (&clock);
  g_assert_no_error (error);

  return clock.seconds;
}

static void
measure (const char *program,
         guint scale,
         guint rounds)
{
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (program, scale);
  g_autoptr (KpBenchAccount) writer = kp_bench_account_new (portal, "staff", 0);
  g_autoptr (KpBenchAccount) reader = kp_bench_account_new (portal, "staff", 1);
  double *ours = g_new (double, rounds);
  double *reference = g_new (double, rounds);
  double total = 0;
  g_autofree char *note = NULL;
  KpId request;

  kp_bench_account_sync (writer);
  kp_bench_account_sync (reader);
  request = kp_bench_account_find_request (writer);
  reader->sending.seconds = 0;
  reader->feeding.seconds = 0;

  for (guint i = 0; i < rounds; i++)
    {
      KpBenchClock clock = { 0 };

      kp_bench_account_comment (writer, &request, NULL);
      kp_bench_account_sync (writer);
      kp_bench_start (&clock);
      kp_bench_account_sync (reader);
      kp_bench_stop (&clock);
      ours[i] = clock.seconds;
      total += clock.seconds;
      reference[i] = fetch_static (reader);
    }

  note = g_strdup_printf ("means: %.2f ms until the reply, %.2f ms applying it, %.2f ms else",
                          reader->sending.seconds / rounds * 1000,
                          reader->feeding.seconds / rounds * 1000,
                          (total - reader->sending.seconds - reader->feeding.seconds) / rounds *
                            1000);
  kp_bench_print (&(KpBenchResult) {
    .bench = "delta",
    .n = count_raw (reader),
    .ours = kp_bench_median (ours, rounds),
    .reference = kp_bench_median (reference, rounds),
    .target = 1.5,
    .unit = "s",
    .note = note,
  });
  g_free (ours);
  g_free (reference);
}

int
main (int argc,
      char **argv)
{
  if (kp_bench_is_smoke (argc, argv))
    {
      measure (argv[0], SCALE_SMOKE, ROUNDS_SMOKE);
      return 0;
    }

  measure (argv[0], SCALE_SMALL, ROUNDS);
  measure (argv[0], SCALE_LARGE, ROUNDS);

  return 0;
}
