/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Migrations: each once, all or nothing, and never on a database that somebody else has changed.
 */

#include "kp-error.h"
#include "kp-migrator.h"
#include "test-migrations-resources.h"

#define FOLDER "/org/klantportaal/test/"

typedef struct
{
  KpDb *db;            /* (owned) */
  GResource *resource; /* (unowned) */
} Fixture;

static const char COUNT_LOG[] = "SELECT count(*) FROM migration";
static const char SELECT_COLOUR[] = "SELECT colour FROM thing";
static const char SELECT_HALF[] = "SELECT count(*) FROM half";

static void
set_up (Fixture *fixture,
        gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  fixture->resource = test_migrations_get_resource ();
  fixture->db = kp_db_open (":memory:", NULL, &error);
  g_assert_no_error (error);
}

static void
tear_down (Fixture *fixture,
           gconstpointer test_data)
{
  kp_db_close (fixture->db);
}

static void
migrate (Fixture *fixture,
         const char *folder)
{
  g_autoptr (GError) error = NULL;

  kp_migrator_run (fixture->db, fixture->resource, folder, &error);
  g_assert_no_error (error);
}

static gint64
count_log (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select = kp_db_prepare (fixture->db, COUNT_LOG, &error);
  gboolean has_row;

  g_assert_no_error (error);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && has_row);

  return kp_statement_get_int64 (select, 0);
}

static gboolean
works (Fixture *fixture,
       const char *sql)
{
  g_autoptr (KpStatement) select = kp_db_prepare (fixture->db, sql, NULL);

  return select != NULL;
}

static void
test_once (Fixture *fixture,
           gconstpointer test_data)
{
  migrate (fixture, FOLDER "old/");
  g_assert_cmpint (count_log (fixture), ==, 1);
  g_assert_false (works (fixture, SELECT_COLOUR));

  migrate (fixture, FOLDER "new/");
  migrate (fixture, FOLDER "new/");
  g_assert_cmpint (count_log (fixture), ==, 2);
  g_assert_true (works (fixture, SELECT_COLOUR));
}

static void
test_too_new (Fixture *fixture,
              gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  migrate (fixture, FOLDER "new/");
  g_assert_false (kp_migrator_run (fixture->db, fixture->resource, FOLDER "old/", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_TOO_NEW);
}

static void
test_edited (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  migrate (fixture, FOLDER "old/");
  g_assert_false (kp_migrator_run (fixture->db, fixture->resource, FOLDER "edited/", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
}

/* The second of two statements fails: nothing of the first remains. */
static void
test_broken (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kp_migrator_run (fixture->db, fixture->resource, FOLDER "broken/", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INTERNAL);
  g_assert_false (works (fixture, SELECT_HALF));
  g_assert_cmpint (count_log (fixture), ==, 0);
  g_assert_false (kp_db_is_in_transaction (fixture->db));
}

static void
test_orphan (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (kp_migrator_run (fixture->db, fixture->resource, FOLDER "orphan/", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
  g_assert_cmpint (count_log (fixture), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  ADD ("/migrator/run/applies-each-once", test_once);
  ADD ("/migrator/run/unknown-migration/refused", test_too_new);
  ADD ("/migrator/run/edited-migration/refused", test_edited);
  ADD ("/migrator/run/broken-migration/leaves-nothing", test_broken);
  ADD ("/migrator/run/orphan/refused", test_orphan);

  return g_test_run ();
}
