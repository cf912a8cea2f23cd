/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Proportional set sizes: of the server, idle and at its highest while an account synchronises all
 * there is; of the application at rest after loading, against a bare window with a column view of
 * as many rows.
 */

#include "kp-bench-window.h"
#include "kp-bench.h"

/* The demo's records times this: about 100,000 of them in the cache of one account. */
#define SCALE 140
#define SCALE_SMOKE 2

#define TARGET_IDLE 15
#define TARGET_LOADED 30

/* How often the server is looked at while it works. */
#define LOOK_MS 10

typedef struct
{
  GSubprocess *server; /* (unowned) */
  GMutex mutex;
  GCond cond;
  gboolean ended;
  double highest; /* MB */
} Watch;

static gpointer
watch (gpointer data)
{
  Watch *self = data;

  g_mutex_lock (&self->mutex);
  while (!self->ended)
    {
      self->highest = MAX (self->highest, kp_bench_measure_pss (self->server));
      g_cond_wait_until (&self->cond, &self->mutex,
                         g_get_monotonic_time () + LOOK_MS * G_TIME_SPAN_MILLISECOND);
    }
  g_mutex_unlock (&self->mutex);

  return NULL;
}

/* Returns: MB at the highest while @account, which is empty, fetches everything */
static double
load_server (KpBenchPortal *portal,
             KpBenchAccount *account)
{
  Watch self = { .server = portal->server };
  GThread *thread;

  g_mutex_init (&self.mutex);
  g_cond_init (&self.cond);
  thread = g_thread_new ("watch", watch, &self);

  kp_bench_account_sync (account);
  kp_bench_account_pin_all (account);
  kp_bench_account_sync (account);

  g_mutex_lock (&self.mutex);
  self.ended = TRUE;
  g_cond_signal (&self.cond);
  g_mutex_unlock (&self.mutex);
  g_thread_join (thread);
  g_mutex_clear (&self.mutex);
  g_cond_clear (&self.cond);

  return self.highest;
}

static void
print_server (const char *bench,
              gint64 n,
              double size,
              double target)
{
  kp_bench_print (&(KpBenchResult) {
    .bench = bench,
    .n = n,
    .ours = size,
    .target = target,
    .unit = "MB",
    .note = "server",
  });
}

/* The account has signed in before, because hashing a password needs memory of its own. */
static void
measure_server (const char *program,
                KpBenchPortal *portal)
{
  g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, "staff", 1);
  double idle;
  double loaded;
  gint64 n;

  kp_bench_portal_serve_again (portal, program);
  idle = kp_bench_measure_pss (portal->server);
  loaded = load_server (portal, account);
  n = kp_bench_account_count (account);
  print_server ("memory-idle", n, idle, TARGET_IDLE);
  print_server ("memory-loaded", n, loaded, TARGET_LOADED);
}

static double
measure_window (const char *program,
                const KpBenchCache *cache,
                gint64 n,
                gint64 *n_rows)
{
  g_autoptr (KpBenchWindow) window = kp_bench_window_new (program, cache, n);

  kp_bench_window_rest (window);
  *n_rows = window->n_rows;

  return kp_bench_measure_pss (window->process);
}

static void
measure_application (const char *program,
                     const KpBenchCache *cache,
                     guint pairs)
{
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];
  g_autofree char *note = NULL;
  gint64 n_rows = 0;
  gint64 n_bare;

  for (guint i = 0; i < pairs; i++)
    {
      ours[i] = measure_window (program, cache, 0, &n_rows);
      reference[i] = measure_window (program, NULL, cache->n, &n_bare);
    }

  note = g_strdup_printf ("%" G_GINT64_FORMAT " rows in the list", n_rows);
  kp_bench_print (&(KpBenchResult) {
    .bench = "memory",
    .n = cache->n,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 1.5,
    .unit = "MB",
    .note = note,
  });
}

int
main (int argc,
      char **argv)
{
  g_autoptr (KpBenchPortal) portal = NULL;
  g_autoptr (KpBenchCache) cache = NULL;
  gboolean smoke;

  if (kp_bench_window_is_asked (argc, argv))
    return kp_bench_window_run (argc, argv);

  smoke = kp_bench_is_smoke (argc, argv);
  portal = kp_bench_portal_new (argv[0], smoke ? SCALE_SMOKE : SCALE);
  cache = kp_bench_cache_new (portal);
  measure_server (argv[0], portal);
  g_free (kp_bench_portal_stop (portal));
  measure_application (argv[0], cache, smoke ? 1 : KP_BENCH_PAIRS);

  return 0;
}
