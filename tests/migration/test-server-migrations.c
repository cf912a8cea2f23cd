/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Databases of the server, as earlier versions left them: brought up to date with everything in
 * them, and left alone when they come from a later version or were tampered with.
 */

#include "kp-error.h"
#include "kp-test.h"
#include "kps-blobs.h"
#include "kps-office.h"
#include "kps-resources.h"

#include <string.h>

/* Returns: (transfer full): the names of all migrations, in order */
static char **
list_migrations (void)
{
  g_autoptr (GError) error = NULL;
  char **names = g_resource_enumerate_children (kps_get_resource (), KPS_MIGRATIONS,
                                                G_RESOURCE_LOOKUP_FLAGS_NONE, &error);

  g_assert_no_error (error);

  return names;
}

static void
run (KpDb *db,
     const char *script)
{
  g_autoptr (GError) error = NULL;

  kp_db_run_script (db, script, &error);
  g_assert_no_error (error);
}

/* Of the migrations themselves. */
static const char TABLE[] =
  "CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL) STRICT";

/* Runs one migration as the version that brought it did. */
static void
migrate (KpDb *db,
         const char *name)
{
  static const char INSERT[] = "INSERT INTO migration (name, sha256) VALUES ($1, $2)";
  g_autoptr (GError) error = NULL;
  g_autofree char *resource = g_strconcat (KPS_MIGRATIONS, name, NULL);
  g_autoptr (GBytes) script =
    g_resources_lookup_data (resource, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autofree char *text = NULL;
  g_autofree char *sha256 = NULL;
  g_autoptr (KpStatement) insert = NULL;

  g_assert_no_error (error);
  text = g_strndup (g_bytes_get_data (script, NULL), g_bytes_get_size (script));
  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, script);
  run (db, text);
  insert = kp_db_prepare (db, INSERT, &error);
  kp_statement_bind_text (insert, 1, name);
  kp_statement_bind_text (insert, 2, sha256);
  g_assert_true (kp_statement_run (insert, NULL, &error));
}

/* Makes a database as the version that had only the first migration did. */
static void
make_first (const char *path)
{
  static const char LOG[] =
    "INSERT INTO record (ent, id, rev, body, streams, created_at, updated_at)"
    " VALUES (6, x'0193a7b00000700080000000000000aa', 1, '{\"name\":\"Kept\"}', 'o:x:gen', 1, 1);"
    "INSERT INTO record (ent, id, rev, body, streams, created_at, updated_at)"
    " VALUES (3, x'0193a7b00000700080000000000000bb', 1, '{\"version\":4}', 'p:x', 1, 1);"
    "INSERT INTO import_key (ent, key, id, source)"
    " VALUES (3, 'p/form', x'0193a7b00000700080000000000000bb', x'00'),"
    "        (4, 'p/list', x'0193a7b00000700080000000000000cc', x'00'),"
    "        (6, 'o-1', x'0193a7b00000700080000000000000aa', x'00');"
    "INSERT INTO commit_log (no, nonce, at) VALUES (7, x'0011223344556677', 1);";
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, NULL, &error);

  g_assert_no_error (error);
  run (db, TABLE);
  migrate (db, "0001-store.sql");
  run (db, LOG);
}

static void
assert_key (KpDb *db,
            gint64 entity,
            const char *key)
{
  static const char SELECT[] = "SELECT key FROM import_key WHERE ent = $1";
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT, NULL);
  gboolean has_row;

  kp_statement_bind_int64 (select, 1, entity);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);
  g_assert_cmpstr (kp_statement_get_text (select, 0), ==, key);
}

static void
test_first (void)
{
  g_autofree char *path = kp_test_dup_path ("first.db");
  g_autoptr (KpDb) db = NULL;
  g_autoptr (KpsRecord) record = NULL;
  g_autoptr (GError) error = NULL;
  KpId id = { { 0x01, 0x93, 0xa7, 0xb0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, 0, 0xaa } };

  make_first (path);
  db = kps_office_open_db (path, &error);
  g_assert_no_error (error);
  g_assert_true (kp_db_check (db, &error));
  g_assert_true (kps_record_load (db, KP_ENTITY_ORGANISATION, &id, &record, &error));
  g_assert_cmpstr (kps_record_get_text (record, "name"), ==, "Kept");

  /* The next import knows which version of a flow it brought before. */
  assert_key (db, KP_ENTITY_REQUEST_FLOW, "p/form/4");
  assert_key (db, KP_ENTITY_CHECKLIST, "p/list/1");
  assert_key (db, KP_ENTITY_ORGANISATION, "o-1");
}

/* Contents of before the fifth migration: those that nothing uses are as old as they are. */
static void
test_contents (void)
{
  static const char *const EARLIER[] = { "0001-store.sql", "0002-accounts.sql", "0003-blobs.sql",
                                         "0004-versions.sql" };
  static const char CONTENTS[] =
    "INSERT INTO blob (sha256, size, state, added_at) VALUES"
    " ('71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73', 26, 'clean', 1000),"
    " ('275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f', 68, 'clean', 1000);"
    "INSERT INTO blob_use (sha256, attachment_id) VALUES"
    " ('71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73',"
    "  x'0193a7b00000700080000000000000aa');";
  g_autofree char *path = kp_test_dup_path ("contents.db");
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, NULL, &error);
  g_autoptr (GPtrArray) younger = NULL;
  g_autoptr (GPtrArray) unused = NULL;

  g_assert_no_error (error);
  run (db, TABLE);
  for (guint i = 0; i < G_N_ELEMENTS (EARLIER); i++)
    migrate (db, EARLIER[i]);
  run (db, CONTENTS);
  g_clear_pointer (&db, kp_db_close);

  db = kps_office_open_db (path, &error);
  g_assert_no_error (error);
  younger = kps_blob_list_unused (db, 1000, 10, &error);
  g_assert_cmpuint (younger->len, ==, 0);
  unused = kps_blob_list_unused (db, 1001, 10, &error);
  g_assert_cmpuint (unused->len, ==, 1);
  g_assert_true (g_str_has_prefix (unused->pdata[0], "275a"));
}

static void
test_twice (void)
{
  g_autofree char *path = kp_test_dup_path ("twice.db");
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (KpDb) db = kps_office_open_db (path, &error);

      g_assert_no_error (error);
      g_assert_true (kp_db_check (db, &error));
    }
}

static void
test_refused (gconstpointer data)
{
  g_autofree char *path = kp_test_dup_path ("refused.db");
  const char *script = data;
  gboolean is_newer = strstr (script, "INSERT") != NULL;
  g_autoptr (KpDb) db = NULL;
  g_autoptr (GError) error = NULL;

  make_first (path);
  db = kp_db_open (path, NULL, &error);
  run (db, script);
  g_clear_pointer (&db, kp_db_close);
  db = kps_office_open_db (path, &error);
  g_assert_null (db);
  g_assert_nonnull (error);
  g_assert_cmpint (error->code, ==, is_newer ? KP_ERROR_TOO_NEW : KP_ERROR_CORRUPT);
}

/* Names sort as they are numbered, without a gap: otherwise one could be skipped. */
static void
test_names (void)
{
  g_auto (GStrv) names = list_migrations ();

  for (guint i = 0; names[i] != NULL; i++)
    {
      g_autofree char *start = g_strdup_printf ("%04u-", i + 1);
      gboolean found = FALSE;

      for (guint j = 0; names[j] != NULL; j++)
        found = found || g_str_has_prefix (names[j], start);
      g_assert_true (found);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add_func ("/server-migrations/first-version/brought-up-to-date", test_first);
  g_test_add_func ("/server-migrations/contents/unused-since-they-came", test_contents);
  g_test_add_func ("/server-migrations/twice/changes-nothing", test_twice);
  g_test_add_data_func ("/server-migrations/later-version/left-alone",
                        "INSERT INTO migration (name, sha256) VALUES ('9999-later.sql', 'x')",
                        test_refused);
  g_test_add_data_func ("/server-migrations/edited/left-alone",
                        "UPDATE migration SET sha256 = 'x'", test_refused);
  g_test_add_func ("/server-migrations/names/without-a-gap", test_names);

  return g_test_run ();
}
