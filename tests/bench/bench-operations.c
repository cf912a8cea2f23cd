/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Durable operations a second: 16 in a request over 8 connections, against the same exchanges run
 * in this process one after the other, 16 to a commit, without HTTP. And the slowest of a hundred
 * single ones.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"
#include "kps-access.h"
#include "kps-exchange.h"

#include <string.h>

#define CONNECTIONS 8
#define PER_REQUEST 16
#define REQUESTS 40
#define REQUESTS_SMOKE 2
#define SINGLES 300
#define SINGLES_SMOKE 10

typedef struct
{
  KpBenchAccount *account; /* (owned) */
  GPtrArray *requests;     /* (owned) (element-type GBytes): made beforehand */
} Sender;

static GPtrArray *
make_requests (const KpId *subject,
               guint n,
               guint per_request)
{
  GPtrArray *requests = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);

  for (guint i = 0; i < n; i++)
    g_ptr_array_add (requests, kp_bench_make_request (subject, per_request));

  return requests;
}

static void
check_taken (GBytes *reply)
{
  gsize length;
  const char *text = g_bytes_get_data (reply, &length);

  g_assert_nonnull (g_strstr_len (text, (gssize) length, "\"r\":\"ok\""));
  g_assert_null (g_strstr_len (text, (gssize) length, "\"r\":\"later\""));
}

static gpointer
send_all (gpointer data)
{
  Sender *sender = data;

  for (guint i = 0; i < sender->requests->len; i++)
    {
      g_autoptr (GBytes) reply =
        kp_bench_account_send (sender->account, g_ptr_array_index (sender->requests, i));

      check_taken (reply);
    }

  return NULL;
}

/* Returns: operations a second */
static double
measure_server (KpBenchPortal *portal,
                const KpId *subject,
                guint n_requests)
{
  Sender senders[CONNECTIONS];
  GThread *threads[CONNECTIONS];
  KpBenchClock clock = { 0 };

  for (guint i = 0; i < CONNECTIONS; i++)
    senders[i] = (Sender) { .account = kp_bench_account_new (portal, "staff", 0),
                            .requests = make_requests (subject, n_requests, PER_REQUEST) };

  kp_bench_start (&clock);
  for (guint i = 0; i < CONNECTIONS; i++)
    threads[i] = g_thread_new ("sender", send_all, &senders[i]);
  for (guint i = 0; i < CONNECTIONS; i++)
    g_thread_join (threads[i]);
  kp_bench_stop (&clock);

  for (guint i = 0; i < CONNECTIONS; i++)
    {
      kp_bench_account_free (senders[i].account);
      g_ptr_array_unref (senders[i].requests);
    }

  return CONNECTIONS * n_requests * PER_REQUEST / clock.seconds;
}

static void
measure_singles (KpBenchAccount *account,
                 const KpId *subject,
                 guint n)
{
  g_autoptr (GPtrArray) requests = make_requests (subject, n, 1);
  double *seconds = g_new (double, n);

  for (guint i = 0; i < n; i++)
    {
      KpBenchClock clock = { 0 };
      g_autoptr (GBytes) reply = NULL;

      kp_bench_start (&clock);
      reply = kp_bench_account_send (account, g_ptr_array_index (requests, i));
      kp_bench_stop (&clock);
      check_taken (reply);
      seconds[i] = clock.seconds * 1000;
    }

  /* The median sorts them. */
  kp_bench_median (seconds, n);
  kp_bench_print (&(KpBenchResult) {
    .bench = "operations",
    .n = n,
    .ours = seconds[n * 99 / 100],
    .target = 25,
    .unit = "ms",
    .note = "single, 99th percentile",
  });
  g_free (seconds);
}

/* Returns: operations a second without HTTP, by the same code on the same data */
static double
measure_bare (const char *folder,
              const char *user,
              const KpId *subject,
              guint n_requests)
{
  g_autoptr (GError) error = NULL;
  KpsOffice *office = kps_office_open (folder, 0, kp_environment_get_real (), NULL, &error);
  g_autoptr (GPtrArray) requests = make_requests (subject, n_requests, PER_REQUEST);
  g_autoptr (KpsPerson) person = NULL;
  KpBenchClock clock = { 0 };
  KpId id;

  g_assert_no_error (error);
  g_assert_true (kp_id_parse (user, strlen (user), &id));
  kps_person_load (kps_office_get_read_db (office), &id, &person, &error);
  g_assert_no_error (error);

  kp_bench_start (&clock);
  for (guint i = 0; i < n_requests; i++)
    {
      g_autoptr (GBytes) reply =
        kps_exchange_run (office, person, g_ptr_array_index (requests, i), &error);

      g_assert_no_error (error);
      check_taken (reply);
    }
  kp_bench_stop (&clock);
  kps_office_close (office);

  return n_requests * PER_REQUEST / clock.seconds;
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  guint n_requests = smoke ? REQUESTS_SMOKE : REQUESTS;
  guint pairs = smoke ? 1 : KP_BENCH_PAIRS;
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];

  for (guint i = 0; i < pairs; i++)
    {
      g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (argv[0], 1);
      g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, "staff", 0);
      g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (account->sign_in->folder);
      g_autofree char *folder = NULL;
      KpId subject;

      kp_bench_account_sync (account);
      subject = kp_bench_account_find_request (account);
      ours[i] = measure_server (portal, &subject, n_requests);
      if (i == 0)
        measure_singles (account, &subject, smoke ? SINGLES_SMOKE : SINGLES);
      folder = kp_bench_portal_stop (portal);
      reference[i] = measure_bare (folder, facts->user_id, &subject, n_requests * 2);
    }

  kp_bench_print (&(KpBenchResult) {
    .bench = "operations",
    .n = CONNECTIONS * n_requests * PER_REQUEST,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 0.5,
    .at_least = TRUE,
    .unit = "1/s",
  });

  return 0;
}
