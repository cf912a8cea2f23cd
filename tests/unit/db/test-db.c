/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The database layer, run against both libraries: values, transactions, savepoints, snapshots,
 * backups, interruption.
 */

#include "kp-db.h"
#include "kp-error.h"
#include "kp-test-environment.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  char *path; /* (owned) */
  KpDb *db;   /* (owned) */
} Fixture;

static const char CREATE[] =
  "CREATE TABLE note"
  "("
  "  id   INTEGER PRIMARY KEY,"
  "  text TEXT NOT NULL UNIQUE,"
  "  blob BLOB,"
  "  n    INTEGER"
  ") STRICT;";
static const char INSERT[] = "INSERT INTO note (blob, text) VALUES ($2, $1)";
static const char INSERT_ALL[] = "INSERT INTO note (text, blob, n) VALUES ($1, $2, $3)";
static const char COUNT[] = "SELECT count(*) FROM note";
static const char SELECT[] = "SELECT text, blob, n FROM note WHERE id = $1";
static const char SCAN[] = "SELECT id FROM note WHERE n = $1";
static const char ENDLESS[] =
  "WITH RECURSIVE c (n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c) SELECT max (n) FROM c";

static void
set_up (Fixture *fixture,
        gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  fixture->path = kp_test_dup_path ("test.db");
  fixture->db = kp_db_open (fixture->path, &(KpDbOptions) { .busy_ms = 1 }, &error);
  g_assert_no_error (error);
  g_assert_true (kp_db_run_script (fixture->db, CREATE, &error));
}

static void
tear_down (Fixture *fixture,
           gconstpointer test_data)
{
  g_clear_pointer (&fixture->db, kp_db_close);
  g_unlink (fixture->path);
  g_free (fixture->path);
}

static gboolean
insert (KpDb *db,
        const char *text,
        GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, INSERT, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_text (statement, 1, text);
  return kp_statement_run (statement, NULL, error);
}

static gint64
count (KpDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) statement = kp_db_prepare (db, COUNT, &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (kp_statement_step (statement, &has_row, NULL, &error) && has_row);

  return kp_statement_get_int64 (statement, 0);
}

static void
test_values (Fixture *fixture,
             gconstpointer test_data)
{
  static const char TEXT[] = "één regel\nen nog een";
  g_auto (KpTestEnvironment) test = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) insert_all = kp_db_prepare (fixture->db, INSERT_ALL, &error);
  g_autoptr (KpStatement) select = kp_db_prepare (fixture->db, SELECT, &error);
  gboolean has_row;
  guint n_changed;
  KpId id;
  KpId found;
  gsize length;

  kp_test_environment_init (&test, 1);
  id = kp_id_make (&test.environment);

  kp_statement_bind_text_n (insert_all, 1, TEXT, strlen (TEXT));
  kp_statement_bind_id (insert_all, 2, &id);
  kp_statement_bind_int64 (insert_all, 3, G_MININT64);
  g_assert_true (kp_statement_run (insert_all, &n_changed, &error));
  g_assert_cmpuint (n_changed, ==, 1);
  kp_statement_reset (insert_all);
  kp_statement_bind_text (insert_all, 1, "x");
  g_assert_true (kp_statement_run (insert_all, NULL, &error));
  g_assert_cmpint (kp_db_get_last_insert_rowid (fixture->db), ==, 2);

  kp_statement_bind_int64 (select, 1, 1);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && has_row);
  g_assert_cmpstr (kp_statement_get_text (select, 0), ==, TEXT);
  g_assert_cmpuint (kp_statement_get_length (select, 0), ==, strlen (TEXT));
  g_assert_true (kp_statement_get_id (select, 1, &found));
  g_assert_true (kp_id_equal (&id, &found));
  g_assert_cmpmem (kp_statement_get_blob (select, 1, &length), 16, id.bytes, 16);
  g_assert_cmpuint (length, ==, 16);
  g_assert_cmpint (kp_statement_get_int64 (select, 2), ==, G_MININT64);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && !has_row);

  /* What was bound before the reset is forgotten. */
  kp_statement_reset (select);
  kp_statement_bind_int64 (select, 1, 2);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && has_row);
  g_assert_true (kp_statement_is_null (select, 1));
  g_assert_false (kp_statement_get_id (select, 1, &found));
  g_assert_true (kp_id_is_zero (&found));
  g_assert_no_error (error);
}

static void
test_constraint (Fixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_true (insert (fixture->db, "a", &error));
  g_assert_false (insert (fixture->db, "a", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_CONFLICT);
}

static void
test_rollback (Fixture *fixture,
               gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  {
    g_autoptr (KpTransaction) transaction = kp_db_begin (fixture->db, &error);

    g_assert_true (kp_db_is_in_transaction (fixture->db));
    g_assert_true (insert (fixture->db, "a", &error));
  }
  g_assert_false (kp_db_is_in_transaction (fixture->db));
  g_assert_cmpint (count (fixture->db), ==, 0);

  {
    g_autoptr (KpTransaction) transaction = kp_db_begin (fixture->db, &error);

    g_assert_true (insert (fixture->db, "a", &error));
    g_assert_true (kp_transaction_commit (g_steal_pointer (&transaction), &error));
  }
  g_assert_cmpint (count (fixture->db), ==, 1);
  g_assert_no_error (error);
}

/* One failed part must not take the others with it. */
static void
test_savepoint (Fixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpTransaction) transaction = kp_db_begin (fixture->db, &error);

  g_assert_true (kp_db_savepoint (fixture->db, &error));
  g_assert_true (insert (fixture->db, "kept", &error));
  g_assert_true (kp_db_release (fixture->db, &error));

  g_assert_true (kp_db_savepoint (fixture->db, &error));
  g_assert_true (insert (fixture->db, "undone", &error));
  g_assert_false (insert (fixture->db, "kept", NULL));
  g_assert_true (kp_db_rollback_to (fixture->db, &error));

  g_assert_true (kp_db_savepoint (fixture->db, &error));
  g_assert_true (insert (fixture->db, "kept too", &error));
  g_assert_true (kp_db_release (fixture->db, &error));

  g_assert_true (kp_transaction_commit (g_steal_pointer (&transaction), &error));
  g_assert_no_error (error);
  g_assert_cmpint (count (fixture->db), ==, 2);
}

/* A full disk: SQLite rolls back by itself, and whoever goes on must be able to tell. */
static void
test_full_disk (Fixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpTransaction) transaction = NULL;
  g_autofree char *large = g_strnfill (64 * 1024, 'x');

  g_assert_true (kp_db_run_script (fixture->db, "PRAGMA max_page_count = 10", &error));
  transaction = kp_db_begin (fixture->db, &error);
  g_assert_no_error (error);

  g_assert_false (insert (fixture->db, large, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
  g_assert_cmpint (kp_error_get_disposition (error), ==, KP_DISPOSITION_RETRY);
  if (!kp_db_is_in_transaction (fixture->db))
    g_assert_false (kp_transaction_commit (g_steal_pointer (&transaction), NULL));
}

static void
test_busy (Fixture *fixture,
           gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) other = kp_db_open (fixture->path, &(KpDbOptions) { .busy_ms = 1 }, &error);
  g_autoptr (KpTransaction) transaction = kp_db_begin (fixture->db, &error);
  g_autoptr (KpTransaction) refused = NULL;

  g_assert_no_error (error);
  refused = kp_db_begin (other, &error);
  g_assert_null (refused);
  g_assert_error (error, KP_ERROR, KP_ERROR_BUSY);
}

/* A reader's statements all see the same moment, whatever others commit meanwhile. */
static void
test_snapshot (Fixture *fixture,
               gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  const KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) reader = kp_db_open (fixture->path, &options, &error);

  g_assert_no_error (error);
  {
    g_autoptr (KpTransaction) transaction = kp_db_begin_read (reader, &error);

    g_assert_no_error (error);
    g_assert_true (insert (fixture->db, "a", &error));
    g_assert_cmpint (count (reader), ==, 0);
    g_assert_false (kp_db_checkpoint_truncate (fixture->db, NULL));
  }
  g_assert_cmpint (count (reader), ==, 1);
  g_assert_false (insert (reader, "b", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
}

static void
test_checkpoint (Fixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *wal = g_strconcat (fixture->path, "-wal", NULL);
  GStatBuf facts;

  g_assert_true (insert (fixture->db, "a", &error));
  g_assert_true (kp_db_checkpoint_truncate (fixture->db, &error));
  g_assert_no_error (error);
  g_assert_cmpint (g_stat (wal, &facts), ==, 0);
  g_assert_cmpint (facts.st_size, ==, 0);
}

static void
test_backup (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kp_test_dup_path ("backup.db");
  g_autoptr (KpDb) copy = NULL;

  g_assert_true (insert (fixture->db, "a", &error));
  g_assert_true (kp_db_backup (fixture->db, path, &error));
  g_assert_no_error (error);
  g_assert_true (insert (fixture->db, "b", &error));

  copy = kp_db_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count (copy), ==, 1);
  g_assert_true (kp_db_check (copy, &error));

  /* It never overwrites. */
  g_assert_false (kp_db_backup (fixture->db, path, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
  g_unlink (path);
}

static void
test_cancelled (Fixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (KpStatement) endless = kp_db_prepare (fixture->db, ENDLESS, &error);
  gboolean has_row;

  g_cancellable_cancel (cancellable);
  g_assert_false (kp_statement_step (endless, &has_row, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  /* The connection is as good as before. */
  g_clear_error (&error);
  g_assert_true (insert (fixture->db, "a", &error));
  g_assert_cmpint (count (fixture->db), ==, 1);
}

static void
test_scan_steps (Fixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  guint64 before;

  for (guint i = 0; i < 10; i++)
    {
      g_autofree char *text = g_strdup_printf ("%u", i);

      g_assert_true (insert (fixture->db, text, &error));
    }

  before = kp_db_get_scan_steps (fixture->db);
  {
    g_autoptr (KpStatement) select = kp_db_prepare (fixture->db, SELECT, &error);
    gboolean has_row;

    kp_statement_bind_int64 (select, 1, 5);
    g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && has_row);
  }
  g_assert_cmpuint (kp_db_get_scan_steps (fixture->db), ==, before);
  {
    g_autoptr (KpStatement) scan = kp_db_prepare (fixture->db, SCAN, &error);
    gboolean has_row;

    kp_statement_bind_int64 (scan, 1, 5);
    g_assert_true (kp_statement_step (scan, &has_row, NULL, &error) && !has_row);
  }
  g_assert_cmpuint (kp_db_get_scan_steps (fixture->db), >, before);
}

static void
test_not_a_database (void)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kp_test_dup_path ("letter.db");
  g_autofree char *text = g_strnfill (8192, 'x');
  g_autoptr (KpDb) db = NULL;

  g_assert_true (g_file_set_contents (path, text, -1, &error));
  db = kp_db_open (path, NULL, &error);
  g_assert_null (db);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
  g_unlink (path);
}

static void
test_damage (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *contents = NULL;
  gsize length;

  for (guint i = 0; i < 200; i++)
    {
      g_autofree char *text = g_strdup_printf ("a text to fill a few pages with, number %u", i);

      g_assert_true (insert (fixture->db, text, &error));
    }
  g_clear_pointer (&fixture->db, kp_db_close);

  g_assert_true (g_file_get_contents (fixture->path, &contents, &length, &error));
  memset (contents + length - 3000, 0x55, 2000);
  g_assert_true (g_file_set_contents (fixture->path, contents, length, &error));

  fixture->db = kp_db_open (fixture->path, NULL, &error);
  g_assert_no_error (error);
  g_assert_false (kp_db_check (fixture->db, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/db/values/round-trip", test_values);
  ADD ("/db/constraint/is-a-conflict", test_constraint);
  ADD ("/db/transaction/freed/is-rolled-back", test_rollback);
  ADD ("/db/transaction/full-disk/is-storage", test_full_disk);
  ADD ("/db/transaction/second-writer/is-busy", test_busy);
  ADD ("/db/savepoint/undoes-its-part-only", test_savepoint);
  ADD ("/db/snapshot/stands-still", test_snapshot);
  ADD ("/db/checkpoint/empties-the-log", test_checkpoint);
  ADD ("/db/backup/is-one-snapshot", test_backup);
  ADD ("/db/step/cancelled", test_cancelled);
  ADD ("/db/scan-steps/tell-a-missing-index", test_scan_steps);
  ADD ("/db/check/finds-damage", test_damage);
  g_test_add_func ("/db/open/not-a-database", test_not_a_database);

  return g_test_run ();
}
