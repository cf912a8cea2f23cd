/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From starting the process to the first painted rows of the office's list of requests, from the
 * cache and without a network, against a bare window with a column view of as many rows. The
 * keyring is left out: its daemon is not ours.
 */

#include "kp-bench-window.h"
#include "kp-bench.h"

/* The demo's records times this: about 10,000 and 100,000 of them in the cache of one account. */
#define SCALE_SMALL 14
#define SCALE_LARGE 140
#define SCALE_SMOKE 2

/* "The same at both sizes", as flat as the bench `scale` has to be. */
#define TARGET_FLAT 1.2

static double
start (const char *program,
       const KpBenchCache *cache,
       gint64 n,
       gint64 *n_rows)
{
  g_autoptr (KpBenchWindow) window = NULL;
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  window = kp_bench_window_new (program, cache, n);
  kp_bench_stop (&clock);
  *n_rows = window->n_rows;

  return clock.seconds;
}

/* Returns: seconds of ours */
static double
measure (const char *program,
         guint scale,
         guint pairs,
         gint64 *n)
{
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (program, scale);
  g_autoptr (KpBenchCache) cache = kp_bench_cache_new (portal);
  g_autofree char *folder = kp_bench_portal_stop (portal);
  g_autofree char *note = NULL;
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];
  gint64 n_rows = 0;
  gint64 n_bare;

  /* The first start of either reads programs and files from the disk. */
  start (program, NULL, cache->n, &n_bare);
  start (program, cache, 0, &n_rows);
  for (guint i = 0; i < pairs; i++)
    {
      ours[i] = start (program, cache, 0, &n_rows);
      reference[i] = start (program, NULL, cache->n, &n_bare);
    }

  note = g_strdup_printf ("%" G_GINT64_FORMAT " rows in the list", n_rows);
  kp_bench_print (&(KpBenchResult) {
    .bench = "start",
    .n = cache->n,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 1.5,
    .unit = "s",
    .note = note,
  });
  *n = cache->n;

  return kp_bench_median (ours, pairs);
}

int
main (int argc,
      char **argv)
{
  double small;
  double large;
  gint64 n;

  if (kp_bench_window_is_asked (argc, argv))
    return kp_bench_window_run (argc, argv);

  if (kp_bench_is_smoke (argc, argv))
    {
      measure (argv[0], SCALE_SMOKE, 1, &n);
      return 0;
    }

  small = measure (argv[0], SCALE_SMALL, KP_BENCH_PAIRS, &n);
  large = measure (argv[0], SCALE_LARGE, KP_BENCH_PAIRS, &n);
  kp_bench_print (&(KpBenchResult) {
    .bench = "start-sizes",
    .n = n,
    .ours = large,
    .reference = small,
    .target = TARGET_FLAT,
    .unit = "s",
    .note = "the large cache against the small one",
  });

  return 0;
}
