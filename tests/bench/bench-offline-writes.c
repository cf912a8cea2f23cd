/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A thousand operations queued without a connection, each durable before the next and all of them
 * shown at the end, against as many bare commits of the same bytes into an equal file; then all of
 * them pushed. On a disk: where files live in memory, nothing is durable and fsync costs nothing.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"
#include "kp-store-outbox.h"

#include <glib/gstdio.h>

#define OPERATIONS 1000
#define OPERATIONS_SMOKE 20

static const char INSERT_BYTES[] = "INSERT INTO operation (bytes) VALUES ($1)";

/* The folder for temporary files is often in memory. */
static void
use_disk (void)
{
  const char *folder = g_get_user_cache_dir ();

  if (g_mkdir_with_parents (folder, 0700) < 0)
    g_error ("%s cannot be made", folder);
  g_setenv ("TMPDIR", folder, TRUE);
}

static double
queue_all (KpBenchAccount *account,
           guint n)
{
  KpId request = kp_bench_account_find_request (account);
  KpBenchClock clock = { 0 };

  /* As the facade does with as many commands waiting. */
  kp_store_begin_burst (account->store);
  for (guint i = 0; i < n; i++)
    kp_bench_account_comment (account, &request, &clock);
  kp_bench_start (&clock);
  kp_store_end_burst (account->store);
  kp_bench_stop (&clock);

  return clock.seconds;
}

static double
commit_bare (KpBenchPortal *portal,
             KpBenchAccount *account,
             guint n)
{
  static const char BYTES[400] = { 'x' };
  g_autofree char *path = g_build_filename (portal->folder, "reference.db", NULL);
  const KpDbOptions options = { .key = account->sign_in->secrets->folder_key,
                                .synchronous = KP_DB_SYNCHRONOUS_FULL };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, &options, &error);
  KpBenchClock clock = { 0 };

  g_assert_no_error (error);
  kp_db_run_script (db, "CREATE TABLE operation (id INTEGER PRIMARY KEY, bytes BLOB) STRICT",
                    &error);
  g_assert_no_error (error);
  kp_bench_start (&clock);
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpTransaction) transaction = kp_db_begin (db, &error);
      g_autoptr (KpStatement) insert = kp_db_prepare (db, INSERT_BYTES, &error);

      g_assert_no_error (error);
      kp_statement_bind_blob (insert, 1, BYTES, sizeof BYTES);
      kp_statement_run (insert, NULL, &error);
      g_assert_no_error (error);
      g_clear_pointer (&insert, kp_statement_release);
      kp_transaction_commit (g_steal_pointer (&transaction), &error);
      g_assert_no_error (error);
    }
  kp_bench_stop (&clock);
  g_clear_pointer (&db, kp_db_close);
  g_remove (path);

  return clock.seconds;
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  guint n = smoke ? OPERATIONS_SMOKE : OPERATIONS;
  guint pairs = smoke ? 1 : KP_BENCH_PAIRS;
  g_autoptr (KpBenchPortal) portal = NULL;
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];
  double push[KP_BENCH_PAIRS];

  use_disk ();
  portal = kp_bench_portal_new (argv[0], 1);
  for (guint i = 0; i < pairs; i++)
    {
      g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, "staff", 0);
      KpBenchClock clock = { 0 };

      kp_bench_account_sync (account);
      ours[i] = queue_all (account, n);
      reference[i] = commit_bare (portal, account, n);
      kp_bench_start (&clock);
      kp_bench_account_sync (account);
      kp_bench_stop (&clock);
      push[i] = clock.seconds;
    }

  kp_bench_print (&(KpBenchResult) {
    .bench = "offline-writes",
    .n = n,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 1.5,
    .unit = "s",
  });
  kp_bench_print (&(KpBenchResult) {
    .bench = "offline-writes",
    .n = n,
    .ours = kp_bench_median (push, pairs),
    .target = 0.5,
    .unit = "s",
    .note = "pushing them",
  });

  return 0;
}
