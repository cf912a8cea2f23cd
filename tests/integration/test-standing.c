/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Backups, restores, and who stays switched off through all of it.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): signed in */
  char *backup;            /* (owned): folder, not made yet */
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_server_process_new ();
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->backup =
    g_build_filename (kp_server_process_get_folder (fixture->server), "backup", NULL);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_free (fixture->server);
  g_free (fixture->backup);
}

static void
run (Fixture *fixture,
     const char *command,
     const char *argument,
     int status)
{
  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, command, argument, NULL), ==,
                   status);
}

static void
switch_anna (Fixture *fixture,
             const char *verb)
{
  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "user", verb, "anna",
                                          "--portal", "north", NULL),
                   ==, 0);
}

static void
start (Fixture *fixture)
{
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
}

static void
remove_from (const char *folder,
             const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);

  g_assert_no_errno (g_remove (path));
}

static void
assert_private (const char *folder,
                const char *name)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  struct stat status;

  g_assert_no_errno (stat (path, &status));
  g_assert_cmpuint (status.st_mode & 077, ==, 0);
}

static void
test_restore_revives_nobody (Fixture *fixture,
                             gconstpointer data)
{
  run (fixture, "backup", fixture->backup, 0);
  switch_anna (fixture, "disable");
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_FORBIDDEN,
                    "account-disabled");

  kp_server_process_stop (fixture->server);
  run (fixture, "restore", fixture->backup, 0);
  start (fixture);

  /* The database of the backup knows her as enabled. */
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_FORBIDDEN,
                    "account-disabled");
  kp_answer_expect (kp_portal_client_try_sign_in (fixture->anna), SOUP_STATUS_UNAUTHORIZED,
                    "wrong-password");

  switch_anna (fixture, "enable");
  kp_portal_client_sign_in (fixture->anna);
}

static void
test_restore_disables_nobody (Fixture *fixture,
                              gconstpointer data)
{
  switch_anna (fixture, "disable");
  run (fixture, "backup", fixture->backup, 0);
  switch_anna (fixture, "enable");

  kp_server_process_stop (fixture->server);
  run (fixture, "restore", fixture->backup, 0);
  start (fixture);
  kp_portal_client_refresh (fixture->anna);
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
}

static void
test_backup_holds (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GDir) folder = NULL;
  const char *name;
  guint count = 0;

  run (fixture, "backup", fixture->backup, 0);
  run (fixture, "backup", fixture->backup, 1);
  folder = g_dir_open (fixture->backup, 0, NULL);
  while ((name = g_dir_read_name (folder)) != NULL)
    {
      g_assert_cmpstr (name, !=, "rights.log");
      g_assert_cmpstr (name, !=, "keys.log");
      assert_private (fixture->backup, name);
      count++;
    }
  g_assert_cmpuint (count, ==, 4);
  assert_private (kp_server_process_get_folder (fixture->server), "server.key");
  assert_private (kp_server_process_get_folder (fixture->server), "rights.log");
  assert_private (kp_server_process_get_folder (fixture->server), "keys.log");
}

static void
test_restore_is_careful (Fixture *fixture,
                         gconstpointer data)
{
  g_autofree char *key = g_build_filename (fixture->backup, "server.key", NULL);
  g_autofree char *database = g_build_filename (fixture->backup, "office.db", NULL);
  g_autoptr (GError) error = NULL;

  run (fixture, "backup", fixture->backup, 0);

  /* Not under a running server. */
  run (fixture, "restore", fixture->backup, 1);
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
  kp_server_process_stop (fixture->server);

  /* Not with the key of another office. */
  g_file_set_contents (key, "0123456789012345678901234567890x", 32, &error);
  g_assert_no_error (error);
  run (fixture, "restore", fixture->backup, 1);
  remove_from (fixture->backup, "server.key");
  run (fixture, "restore", fixture->backup, 0);

  /* Not from a file that is damaged; the present one stays. */
  g_file_set_contents (database, "SQLite format 3", -1, &error);
  g_assert_no_error (error);
  run (fixture, "restore", fixture->backup, 1);
  start (fixture);
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
}

static void
test_new_machine (Fixture *fixture,
                  gconstpointer data)
{
  const char *folder = kp_server_process_get_folder (fixture->server);
  g_autofree char *server_key = g_strdup (fixture->anna->server_key);

  run (fixture, "backup", fixture->backup, 0);
  kp_server_process_stop (fixture->server);
  remove_from (folder, "office.db");
  remove_from (folder, "server.key");
  remove_from (folder, "rights.log");
  remove_from (folder, "keys.log");
  run (fixture, "restore", fixture->backup, 0);
  start (fixture);

  /* Passwords, sessions, folder keys and the pinned key are those of before. */
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
  kp_portal_client_sign_in (fixture->anna);
  g_assert_cmpstr (fixture->anna->server_key, ==, server_key);
}

/* The clients' cursors are of a history that the restored server does not know. */
static void
test_history_forks (Fixture *fixture,
                    gconstpointer data)
{
  const char *head = "{\"v\":1,\"seen\":[[9999,\"0123456789abcdef\"]],\"acc\":\"\",\"max\":65536,"
                     "\"have\":{},\"n\":0}\n";
  g_autoptr (KpAnswer) answer =
    kp_portal_client_call (fixture->anna, "POST", "/v1/sync", fixture->anna->access, head);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_nonnull (strstr (answer->text, "{\"reset\":1"));
}

static void
test_torn_log (Fixture *fixture,
               gconstpointer data)
{
  g_autofree char *path =
    g_build_filename (kp_server_process_get_folder (fixture->server), "rights.log", NULL);
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GFileOutputStream) stream = NULL;
  g_autoptr (GError) error = NULL;

  switch_anna (fixture, "disable");
  kp_server_process_kill (fixture->server);

  /* A line that was being written when the power went. */
  stream = g_file_append_to (file, G_FILE_CREATE_NONE, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_write_all (G_OUTPUT_STREAM (stream), "acc", 3, NULL, NULL, &error);
  g_assert_no_error (error);
  g_output_stream_close (G_OUTPUT_STREAM (stream), NULL, NULL);
  start (fixture);
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_FORBIDDEN,
                    "account-disabled");

  /* What is appended next stands on a line of its own. */
  switch_anna (fixture, "enable");
  kp_server_process_kill (fixture->server);
  start (fixture);
  kp_answer_expect (kp_portal_client_sync (fixture->anna, NULL, FALSE), SOUP_STATUS_OK, NULL);
}

#define ADD_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/standing/restore/revives-nobody", test_restore_revives_nobody);
  ADD_TEST ("/standing/restore/disables-nobody", test_restore_disables_nobody);
  ADD_TEST ("/standing/restore/is-careful", test_restore_is_careful);
  ADD_TEST ("/standing/restore/on-a-new-machine", test_new_machine);
  ADD_TEST ("/standing/restore/history-forks", test_history_forks);
  ADD_TEST ("/standing/backup/holds-what-a-restore-needs", test_backup_holds);
  ADD_TEST ("/standing/log/torn-line-is-left-out", test_torn_log);

  return g_test_run ();
}
