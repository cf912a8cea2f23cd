/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An empty encrypted cache filled from a real server over HTTP, against copying the same raw rows,
 * memberships, projections and indexes into an equal file with bare SQLCipher in one transaction.
 * Also: how soon the first page of a list could be painted, a delta, and an idle exchange.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"

#include <glib/gstdio.h>
#include <sodium.h>

/* The demo's records times this. */
#define SCALE_SMALL 14
#define SCALE_LARGE 160
#define SCALE_SMOKE 2

/* Without what the search is made of: that is filled when there is nothing else to do. */
static const char LIST_TABLES[] =
  "SELECT name, sql FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' "
  "AND name NOT GLOB 'search_*' ORDER BY rowid";
static const char LIST_INDEXES[] =
  "SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND sql IS NOT NULL ORDER BY rowid";

static void
run_script (KpDb *db,
            const char *script)
{
  g_autoptr (GError) error = NULL;

  if (!kp_db_run_script (db, script, &error))
    g_error ("%s: %s", script, error->message);
}

/* Returns: (element-type utf8): names and definitions, one after the other */
static GPtrArray *
list_schema (KpDb *db,
             const char *sql)
{
  GPtrArray *texts = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, &error);
  gboolean has_row;

  g_assert_no_error (error);
  while (kp_statement_step (select, &has_row, NULL, &error) && has_row)
    {
      g_ptr_array_add (texts, g_strdup (kp_statement_get_text (select, 0)));
      g_ptr_array_add (texts, g_strdup (kp_statement_get_text (select, 1)));
    }
  g_assert_no_error (error);

  return texts;
}

static char *
fill_in (const char *template,
         const char *name)
{
  GString *text = g_string_new (template);

  g_string_replace (text, "@", name, 0);

  return g_string_free_and_steal (text);
}

/* The definitions name no file, so they are run on a connection of their own. */
static void
make_schema (KpDb *db,
             GPtrArray *texts)
{
  for (guint i = 1; i < texts->len; i += 2)
    run_script (db, g_ptr_array_index (texts, i));
}

static double
copy_with_bare_sqlcipher (KpBenchAccount *account,
                          KpBenchPortal *portal)
{
  KpDb *source = kp_store_get_cache (account->store);
  g_autoptr (GPtrArray) tables = list_schema (source, LIST_TABLES);
  g_autoptr (GPtrArray) indexes = list_schema (source, LIST_INDEXES);
  g_autofree char *path = g_build_filename (portal->folder, "reference.db", NULL);
  const KpDbOptions options = {
    .key = account->sign_in->secrets->folder_key,
    .synchronous = KP_DB_SYNCHRONOUS_NORMAL,
    .cache_kib = 64 * 1024,
    .busy_ms = 1000,
    .secure_delete = TRUE,
  };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) target = kp_db_open (path, &options, &error);
  g_autofree char *cache = g_build_filename (kp_account_folder_get_path (account->sign_in->folder),
                                             "cache.db", NULL);
  char key[2 * KP_DB_KEY_SIZE + 1];
  KpBenchClock clock = { 0 };

  g_assert_no_error (error);
  sodium_bin2hex (key, sizeof key, account->sign_in->secrets->folder_key, KP_DB_KEY_SIZE);
  /* The rows are read beforehand: the reference only writes. */
  run_script (target, "ATTACH ':memory:' AS mem KEY ''");
  {
    g_autoptr (GString) attach = g_string_new ("ATTACH '@' AS ours KEY \"x'#'\"");

    g_string_replace (attach, "@", cache, 0);
    g_string_replace (attach, "#", key, 0);
    run_script (target, attach->str);
  }
  for (guint i = 0; i < tables->len; i += 2)
    {
      g_autofree char *copy = fill_in ("CREATE TABLE mem.\"@\" AS SELECT * FROM ours.\"@\"",
                                       g_ptr_array_index (tables, i));

      run_script (target, copy);
    }
  run_script (target, "DETACH ours");

  kp_bench_start (&clock);
  run_script (target, "BEGIN IMMEDIATE");
  make_schema (target, tables);
  make_schema (target, indexes);
  for (guint i = 0; i < tables->len; i += 2)
    {
      g_autofree char *insert = fill_in ("INSERT INTO main.\"@\" SELECT * FROM mem.\"@\"",
                                         g_ptr_array_index (tables, i));

      run_script (target, insert);
    }
  run_script (target, "COMMIT");
  kp_bench_stop (&clock);

  g_clear_pointer (&target, kp_db_close);
  g_remove (path);

  return clock.seconds;
}

/* The list of requests can be painted when the first exchange is applied: newest rows come first.
 */
static double
sync_first_page (KpBenchAccount *account)
{
  const KpEnvironment *environment = kp_environment_get_real ();
  KpBenchClock clock = { 0 };

  kp_bench_start (&clock);
  kp_engine_ask (account->engine);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) request =
        kp_engine_next (account->engine, kp_environment_now (environment), &error);
      g_autoptr (GBytes) reply = NULL;
      g_auto (KpFeedResult) result = { 0 };

      g_assert_no_error (error);
      if (request == NULL)
        break;
      reply = kp_bench_account_send (account, request);
      kp_engine_feed (account->engine, reply, kp_environment_now (environment), &result, &error);
      g_assert_no_error (error);
      if (kp_bench_account_count (account) > 50)
        break;
    }
  kp_bench_stop (&clock);

  return clock.seconds;
}

static void
measure (const char *program,
         guint scale,
         guint pairs)
{
  g_autoptr (KpBenchPortal) portal = kp_bench_portal_new (program, scale);
  double ours[KP_BENCH_PAIRS];
  double reference[KP_BENCH_PAIRS];
  double first[KP_BENCH_PAIRS];
  gint64 n = 0;

  for (guint i = 0; i < pairs; i++)
    {
      g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, "staff", 0);
      KpBenchClock clock = { 0 };

      first[i] = sync_first_page (account);
      kp_bench_start (&clock);
      kp_bench_account_sync (account);
      kp_bench_stop (&clock);
      kp_bench_account_pin_all (account);
      kp_bench_start (&clock);
      kp_bench_account_sync (account);
      kp_bench_stop (&clock);
      ours[i] = clock.seconds + first[i];
      n = kp_bench_account_count (account);
      reference[i] = copy_with_bare_sqlcipher (account, portal);
    }

  kp_bench_print (&(KpBenchResult) {
    .bench = "first-sync",
    .n = n,
    .ours = kp_bench_median (ours, pairs),
    .reference = kp_bench_median (reference, pairs),
    .target = 1.4,
    .unit = "s",
  });
  kp_bench_print (&(KpBenchResult) {
    .bench = "first-screen",
    .n = n,
    .ours = kp_bench_median (first, pairs),
    .reference = kp_bench_median (ours, pairs),
    .target = 0.15,
    .unit = "s",
  });
}

int
main (int argc,
      char **argv)
{
  if (kp_bench_is_smoke (argc, argv))
    {
      measure (argv[0], SCALE_SMOKE, 1);
      return 0;
    }

  measure (argv[0], SCALE_SMALL, KP_BENCH_PAIRS);
  measure (argv[0], SCALE_LARGE, KP_BENCH_PAIRS);

  return 0;
}
