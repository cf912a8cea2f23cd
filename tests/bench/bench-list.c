/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Searching at the office: pages of 50 among 100,000 records, over 8 connections at once, against
 * as many static replies of the same server with a proof (smaller ones, so that the reference is
 * rather too fast than too slow).
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"

#define CONNECTIONS 8
#define SCALE 140
#define SCALE_SMOKE 1
#define PAGES 100
#define PAGES_SMOKE 5

#define STATIC "/.well-known/klantportaal"

/* What each connection does, one call after the other. */
typedef struct
{
  KpBenchAccount *account; /* (unowned) */
  gboolean searches;
  guint n;
} Caller;

static const char *const WORDS[] = { "factuur", "koelcel", "gymzaal", "R-2026" };

static gsize
call (KpBenchAccount *account,
      const char *target)
{
  KpCall get = { .method = "GET",
                 .target = target,
                 .token = account->sign_in->access,
                 .limit = 256 * 1024 };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;

  kp_http_call_sync (account->http, &get, &reply, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (reply.status, ==, 200);

  return g_bytes_get_size (reply.body);
}

static gpointer
call_all (gpointer data)
{
  const Caller *caller = data;

  for (guint i = 0; i < caller->n; i++)
    {
      g_autofree char *target =
        g_strdup_printf ("/v1/find?q=%s&limit=50", WORDS[i % G_N_ELEMENTS (WORDS)]);

      call (caller->account, caller->searches ? target : STATIC);
    }

  return NULL;
}

/* Returns: calls a second */
static double
measure (KpBenchAccount *const *accounts,
         gboolean searches,
         guint n)
{
  Caller callers[CONNECTIONS];
  GThread *threads[CONNECTIONS];
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  for (guint i = 0; i < CONNECTIONS; i++)
    {
      callers[i] = (Caller) { .account = accounts[i], .searches = searches, .n = n };
      threads[i] = g_thread_new ("caller", call_all, &callers[i]);
    }
  for (guint i = 0; i < CONNECTIONS; i++)
    g_thread_join (threads[i]);
  kp_bench_stop (&clock);

  return CONNECTIONS * n / clock.seconds;
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (argv[0], smoke ? SCALE_SMOKE : SCALE);
  guint pages = smoke ? PAGES_SMOKE : PAGES;
  guint pairs = smoke ? 1 : KP_BENCH_PAIRS;
  KpBenchAccount *accounts[CONNECTIONS];
  g_autofree char *note = NULL;
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];

  for (guint i = 0; i < CONNECTIONS; i++)
    accounts[i] = kp_bench_account_new (portal, "staff", 0);
  note = g_strdup_printf ("page of %zu bytes, reference of %zu",
                          call (accounts[0], "/v1/find?q=factuur&limit=50"),
                          call (accounts[0], STATIC));

  for (guint i = 0; i < pairs; i++)
    {
      ours[i] = measure (accounts, TRUE, pages);
      reference[i] = measure (accounts, FALSE, pages);
    }
  for (guint i = 0; i < CONNECTIONS; i++)
    kp_bench_account_free (accounts[i]);

  kp_bench_print (&(KpBenchResult) {
    .bench = "list",
    .n = CONNECTIONS * pages,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 0.7,
    .at_least = TRUE,
    .unit = "1/s",
    .note = note,
  });

  return 0;
}
