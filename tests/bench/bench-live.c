/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From the moment at which one device sends a change until another, woken by the push socket, has
 * it in its projection; less one round trip on the loopback.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"
#include "kp-push-socket.h"

#define ROUNDS 50
#define ROUNDS_SMOKE 3

typedef struct
{
  KpBenchAccount *reader; /* (unowned) */
  gboolean opened;
  gboolean hinted;
} Watch;

static void
on_opened (gpointer data)
{
  ((Watch *) data)->opened = TRUE;
}

static void
on_hint (gpointer data)
{
  ((Watch *) data)->hinted = TRUE;
}

static void
on_ended (gint64 delay,
          gpointer data)
{
  g_error ("The push socket ended");
}

static double
fetch_static (KpBenchAccount *account)
{
  KpCall call = { .method = "GET", .target = "/healthz", .limit = 64 * 1024 };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  kp_http_call_sync (account->http, &call, &reply, NULL, &error);
  kp_bench_stop (&clock);
  g_assert_no_error (error);

  return clock.seconds * 1000;
}

/* Returns: (transfer full): a socket that is open */
static KpPushSocket *
open_socket (Watch *watch)
{
  const KpPushFuncs funcs = {
    .opened = on_opened, .hint = on_hint, .ended = on_ended, .data = watch
  };
  g_autofree char *ticket = kp_bench_account_fetch_ticket (watch->reader);
  KpPushSocket *socket = kp_push_socket_new (watch->reader->http, ticket, &funcs);

  while (!watch->opened)
    g_main_context_iteration (NULL, TRUE);

  return socket;
}

int
main (int argc,
      char **argv)
{
  guint rounds = kp_bench_is_smoke (argc, argv) ? ROUNDS_SMOKE : ROUNDS;
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (argv[0], 1);
  g_autoptr (KpBenchAccount) writer = kp_bench_account_new (portal, "staff", 0);
  g_autoptr (KpBenchAccount) reader = kp_bench_account_new (portal, "staff", 1);
  Watch watch = { .reader = reader };
  g_autoptr (KpPushSocket) socket = NULL;
  double *ours = g_new (double, rounds);
  double *reference = g_new (double, rounds);
  KpId request;

  kp_bench_account_sync (writer);
  kp_bench_account_sync (reader);
  request = kp_bench_account_find_request (writer);
  socket = open_socket (&watch);

  for (guint i = 0; i < rounds; i++)
    {
      g_autoptr (GBytes) change = kp_bench_make_request (&request, 1);
      KpBenchClock clock = { 0 };

      watch.hinted = FALSE;
      kp_bench_start (&clock);
      g_bytes_unref (kp_bench_account_send (writer, change));
      while (!watch.hinted)
        g_main_context_iteration (NULL, TRUE);
      kp_bench_account_sync (reader);
      kp_bench_stop (&clock);
      ours[i] = clock.seconds * 1000;
      reference[i] = fetch_static (reader);
    }

  kp_push_socket_close (socket);
  kp_bench_print (&(KpBenchResult) {
    .bench = "live",
    .n = rounds,
    .ours = kp_bench_median (ours, rounds) - kp_bench_median (reference, rounds),
    .target = 20,
    .unit = "ms",
    .note = "less one round trip",
  });
  g_free (ours);
  g_free (reference);

  return 0;
}
