/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Encryption at rest: nothing readable in any file, and only the right key opens it.
 */

#include "kp-db.h"
#include "kp-error.h"
#include "kp-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

#define CANARY "kanarie-in-de-kolenmijn"

typedef struct
{
  char *path; /* (owned) */
  KpDbOptions options;
  guint8 key[KP_DB_KEY_SIZE];
} Fixture;

static const char CREATE[] = "CREATE TABLE note (text TEXT NOT NULL) STRICT";
static const char INSERT[] = "INSERT INTO note (text) VALUES ($1)";
static const char COUNT[] = "SELECT count(*) FROM note WHERE text = $1";

static void
set_up (Fixture *fixture,
        gconstpointer test_data)
{
  fixture->path = kp_test_dup_path ("keyed.db");
  for (guint i = 0; i < sizeof fixture->key; i++)
    fixture->key[i] = 3 * i + 1;
  fixture->options = (KpDbOptions) { .key = fixture->key, .secure_delete = TRUE };
}

static void
remove_file (const char *path,
             const char *suffix)
{
  g_autofree char *name = g_strconcat (path, suffix, NULL);

  g_unlink (name);
}

static void
tear_down (Fixture *fixture,
           gconstpointer test_data)
{
  remove_file (fixture->path, "");
  remove_file (fixture->path, "-wal");
  remove_file (fixture->path, "-shm");
  g_free (fixture->path);
}

static KpDb *
open_and_fill (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (fixture->path, &fixture->options, &error);
  g_autoptr (KpStatement) insert = NULL;

  g_assert_no_error (error);
  g_assert_true (kp_db_run_script (db, CREATE, &error));
  insert = kp_db_prepare (db, INSERT, &error);
  for (guint i = 0; i < 100; i++)
    {
      kp_statement_bind_text (insert, 1, CANARY);
      g_assert_true (kp_statement_run (insert, NULL, &error));
      kp_statement_reset (insert);
    }
  g_assert_no_error (error);
  g_clear_pointer (&insert, kp_statement_release);

  return g_steal_pointer (&db);
}

static gint64
count_canaries (KpDb *db)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select = kp_db_prepare (db, COUNT, &error);
  gboolean has_row;

  g_assert_no_error (error);
  kp_statement_bind_text (select, 1, CANARY);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error) && has_row);

  return kp_statement_get_int64 (select, 0);
}

/* Returns: the files beside @fixture's, the database and its log among them, that were looked at */
static guint
assert_no_canary (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = g_path_get_dirname (fixture->path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, &error);
  const char *name;
  guint n_files = 0;

  g_assert_no_error (error);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autofree char *contents = NULL;
      gsize length = 0;

      g_file_get_contents (path, &contents, &length, NULL);
      if (contents == NULL || length == 0)
        continue;
      n_files++;
      g_assert_null (memmem (contents, length, CANARY, strlen (CANARY)));
      g_assert_null (memmem (contents, length, "SQLite format 3", 15));
    }

  return n_files;
}

static void
test_canary (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (KpDb) db = open_and_fill (fixture);

  g_assert_cmpuint (assert_no_canary (fixture), >=, 2);
  g_assert_cmpint (count_canaries (db), ==, 100);
  g_clear_pointer (&db, kp_db_close);
  g_assert_cmpuint (assert_no_canary (fixture), >=, 1);
}

static void
test_reopened (Fixture *fixture,
               gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = open_and_fill (fixture);

  g_clear_pointer (&db, kp_db_close);
  fixture->options.synchronous = KP_DB_SYNCHRONOUS_NORMAL;
  db = kp_db_open (fixture->path, &fixture->options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_canaries (db), ==, 100);
  g_assert_true (kp_db_check (db, &error));
}

static void
test_wrong_key (Fixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (KpDb) db = open_and_fill (fixture);

  g_clear_pointer (&db, kp_db_close);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (GError) error = NULL;

      /* One bit off; another one; no key at all. */
      fixture->key[i * 31 % KP_DB_KEY_SIZE] ^= 1;
      if (i == 2)
        fixture->options.key = NULL;
      db = kp_db_open (fixture->path, &fixture->options, &error);
      g_assert_null (db);
      g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
    }
}

static void
test_backup (Fixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *path = kp_test_dup_path ("copy.db");
  g_autoptr (KpDb) db = open_and_fill (fixture);
  g_autoptr (KpDb) copy = NULL;

  g_assert_true (kp_db_backup (db, path, &error));
  g_assert_no_error (error);
  assert_no_canary (fixture);

  copy = kp_db_open (path, &fixture->options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_canaries (copy), ==, 100);
  g_clear_pointer (&copy, kp_db_close);
  g_unlink (path);
}

static void
test_change_key (Fixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = open_and_fill (fixture);
  guint8 key[KP_DB_KEY_SIZE] = { 7, 7, 7 };

  g_assert_true (kp_db_change_key (db, key, &error));
  g_assert_no_error (error);
  g_assert_cmpint (count_canaries (db), ==, 100);
  g_clear_pointer (&db, kp_db_close);
  assert_no_canary (fixture);

  db = kp_db_open (fixture->path, &fixture->options, &error);
  g_assert_null (db);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
  g_clear_error (&error);

  fixture->options.key = key;
  db = kp_db_open (fixture->path, &fixture->options, &error);
  g_assert_no_error (error);
  g_assert_cmpint (count_canaries (db), ==, 100);
}

/* Changes a bit of the file, or changes it back. */
static void
flip_bit (int fd,
          off_t at,
          guint8 bit)
{
  guint8 byte;

  g_assert_cmpint (pread (fd, &byte, 1, at), ==, 1);
  byte ^= bit;
  g_assert_cmpint (pwrite (fd, &byte, 1, at), ==, 1);
}

/* Every page carries an authentication code: a thief who cannot read must not be able to write.
 * Bits that chance chooses; 10⁵ with KP_TEST_LONG (SECURITY.md section 7). */
static void
test_tampered (Fixture *fixture,
               gconstpointer test_data)
{
  const guint n = kp_test_is_long () ? 100000 : 200;
  g_autoptr (GRand) rand = g_rand_new_with_seed (5);
  g_autofd int fd = -1;
  GStatBuf info;

  kp_db_close (open_and_fill (fixture));
  fd = g_open (fixture->path, O_RDWR | O_CLOEXEC, 0);
  g_assert_cmpint (g_stat (fixture->path, &info), ==, 0);
  for (guint i = 0; i < n; i++)
    {
      const off_t at = g_rand_int_range (rand, 0, (gint32) info.st_size);
      const guint8 bit = (guint8) (1 << (i % 8));
      g_autoptr (GError) error = NULL;
      g_autoptr (KpDb) db = NULL;

      flip_bit (fd, at, bit);
      db = kp_db_open (fixture->path, &fixture->options, &error);
      g_assert_true (db == NULL || !kp_db_check (db, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
      g_clear_pointer (&db, kp_db_close);
      flip_bit (fd, at, bit);
    }

  g_test_message ("%u bits of %d bytes, all noticed", n, (int) info.st_size);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/db-cipher/canary/in-no-file", test_canary);
  ADD ("/db-cipher/reopened/is-whole", test_reopened);
  ADD ("/db-cipher/wrong-key/is-refused", test_wrong_key);
  ADD ("/db-cipher/backup/has-the-same-key", test_backup);
  ADD ("/db-cipher/change-key/only-the-new-one-opens", test_change_key);
  ADD ("/db-cipher/tampered/is-found", test_tampered);

  return g_test_run ();
}
