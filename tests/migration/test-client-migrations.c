/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of every released version open with everything that the person had in them. The cache needs
 * no such test: it is rebuilt.
 */

#include "kp-migrator.h"
#include "kp-store-exchange.h"
#include "kp-store-outbox.h"
#include "kp-store-resources.h"
#include "kp-test-environment.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define MIGRATIONS "/org/klantportaal/store/migrations/outbox/"

static const char CREATE_LOG[] =
  "CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;";
static const char INSERT_LOG[] = "INSERT INTO migration (name, sha256) VALUES ($1, $2)";

static void
run_migration (KpDb *db,
               const char *name)
{
  g_autofree char *path = g_strconcat (MIGRATIONS, name, NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) script =
    g_resource_lookup_data (kp_store_get_resource (), path, G_RESOURCE_LOOKUP_FLAGS_NONE, &error);
  g_autofree char *sha256 = NULL;
  g_autoptr (KpStatement) insert = NULL;

  g_assert_no_error (error);
  kp_db_run_script (db, g_bytes_get_data (script, NULL), &error);
  g_assert_no_error (error);

  sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, script);
  insert = kp_db_prepare (db, INSERT_LOG, &error);
  g_assert_no_error (error);
  kp_statement_bind_text (insert, 1, name);
  kp_statement_bind_text (insert, 2, sha256);
  g_assert_true (kp_statement_run (insert, NULL, NULL));
}

/* Makes the outbox of version 1 as that version made it, and fills it. */
static void
make_first_outbox (const char *folder,
                   const guint8 *key)
{
  g_autofree char *path = g_build_filename (folder, "outbox.db", NULL);
  g_autofree char *data =
    g_build_filename (g_getenv ("KP_TEST_DATA"), "migration", "outbox-0001.sql", NULL);
  const KpDbOptions options = { .key = key };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, &options, &error);
  g_autofree char *rows = NULL;

  g_assert_no_error (error);
  g_assert_true (kp_db_run_script (db, CREATE_LOG, NULL));
  run_migration (db, "0001-outbox.sql");
  g_file_get_contents (data, &rows, NULL, &error);
  g_assert_no_error (error);
  kp_db_run_script (db, rows, &error);
  g_assert_no_error (error);
}

static void
assert_change (const KpOutboxItem *item,
               const char *kind,
               KpOutboxState state,
               const char *result)
{
  g_assert_cmpstr (item->operation->kind->name, ==, kind);
  g_assert_cmpint (item->state, ==, state);
  g_assert_cmpstr (item->result, ==, result);
}

static void
test_first_outbox (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autofree char *folder = kp_test_dup_path ("account");
  const guint8 key[KP_DB_KEY_SIZE] = { 1, 2, 3 };
  g_autoptr (KpStore) store = NULL;
  g_autoptr (GPtrArray) changes = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  g_autoptr (GPtrArray) pins = NULL;
  g_autofree char *fact = NULL;
  g_autoptr (GError) error = NULL;
  KpSeen seen;

  kp_test_environment_init (&environment, 1);
  g_assert_no_errno (g_mkdir_with_parents (folder, 0700));
  make_first_outbox (folder, key);

  store = kp_store_open (folder, key, &environment.environment, &error);
  g_assert_no_error (error);
  changes = kp_store_list_changes (store, 0, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (changes->len, ==, 3);
  assert_change (g_ptr_array_index (changes, 2), "request.comment", KP_OUTBOX_CONFIRMED, "ok");
  assert_change (g_ptr_array_index (changes, 1), "request.withdraw", KP_OUTBOX_QUEUED, NULL);
  assert_change (g_ptr_array_index (changes, 0), "request.withdraw", KP_OUTBOX_NEEDS_YOU,
                 "conflict");

  drafts = kp_store_draft_list (store, NULL);
  g_assert_cmpuint (drafts->len, ==, 1);
  g_assert_cmpstr (((KpDraftRow *) g_ptr_array_index (drafts, 0))->body, ==,
                   "{\"title\":\"Half af\"}");
  pins = kp_store_list_pins (store, NULL);
  g_assert_cmpuint (pins->len, ==, 1);
  fact = kp_store_dup_fact (store, "server-key", NULL);
  g_assert_cmpstr (fact, ==, "c2xldXRlbA");
  g_assert_true (kp_store_get_person_id (store, NULL));
  g_assert_true (kp_outbox_get_seen (store, &seen, NULL));
  g_assert_cmpint (seen.number, ==, 7);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/client-migrations/first-outbox/opens-whole", test_first_outbox);

  return g_test_run ();
}
