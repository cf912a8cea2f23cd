/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Account folders: list, lock, and account.json under kills and damage. Other processes are real
 * ones: this program, started again with a task.
 */

#include "kp-account-folder.h"

#include "kp-error.h"
#include "kp-test-environment.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <unistd.h>

typedef struct
{
  KpTestEnvironment environment;
  char *data_dir; /* (owned) */
} Fixture;

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  kp_test_environment_init (&fixture->environment, 3);
  fixture->data_dir = g_dir_make_tmp ("klantportaal-folder-XXXXXX", NULL);
  g_assert_nonnull (fixture->data_dir);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_autoptr (GPtrArray) list = kp_account_folder_list_sync (fixture->data_dir, NULL);

  for (guint i = 0; i < list->len; i++)
    {
      KpAccountFacts *facts = g_ptr_array_index (list, i);
      g_autoptr (KpAccountFolder) folder = NULL;

      folder = kp_account_folder_open_sync (fixture->data_dir, facts->id, NULL);

      g_assert_true (kp_account_folder_remove_sync (folder, NULL));
    }

  g_assert_cmpint (g_rmdir (fixture->data_dir), ==, 0);
  g_free (fixture->data_dir);
  kp_test_environment_clear (&fixture->environment);
}

static KpAccountFacts *
make_facts (KpAccountFolder *folder,
            const char *login)
{
  KpAccountFacts *facts = kp_account_facts_new ();

  g_set_str (&facts->id, kp_account_folder_get_id (folder));
  g_set_str (&facts->address, "https://portaal.kantoor.nl");
  g_set_str (&facts->portal, "groen");
  g_set_str (&facts->login, login);
  facts->lease_days = 30;

  return facts;
}

static KpAccountFolder *
make_account (Fixture *fixture,
              const char *login)
{
  g_autoptr (KpAccountFolder) folder = NULL;
  g_autoptr (KpAccountFacts) facts = NULL;
  g_autoptr (GError) error = NULL;

  folder = kp_account_folder_create_sync (fixture->data_dir, &fixture->environment.environment,
                                          &error);
  g_assert_no_error (error);
  facts = make_facts (folder, login);
  g_assert_true (kp_account_folder_set_facts_sync (folder, facts, &error));
  kp_test_environment_advance (&fixture->environment, 1);

  return g_steal_pointer (&folder);
}

static void
test_list (Fixture *fixture,
           gconstpointer data)
{
  g_autoptr (KpAccountFolder) first = make_account (fixture, "jan@voorbeeld.nl");
  g_autoptr (KpAccountFolder) second = make_account (fixture, "piet@voorbeeld.nl");
  g_autoptr (GPtrArray) list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  KpAccountFacts *facts;

  g_assert_cmpuint (list->len, ==, 2);
  facts = g_ptr_array_index (list, 0);
  g_assert_cmpstr (facts->login, ==, "jan@voorbeeld.nl");
  g_assert_cmpstr (facts->portal, ==, "groen");
  g_assert_null (facts->portal_id);
  g_assert_cmpint (facts->lease_days, ==, 30);
}

static void
test_no_data_dir (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) list = kp_account_folder_list_sync ("/nonexistent/klantportaal", &error);

  g_assert_no_error (error);
  g_assert_cmpuint (list->len, ==, 0);
}

static void
test_second_opener (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autofree char *id = g_strdup (kp_account_folder_get_id (folder));
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_account_folder_open_sync (fixture->data_dir, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_IN_USE);
  g_clear_error (&error);

  g_clear_pointer (&folder, kp_account_folder_unref);
  folder = kp_account_folder_open_sync (fixture->data_dir, id, &error);
  g_assert_no_error (error);
}

static GSubprocess *
spawn (const char *task,
       const char *data_dir,
       const char *id)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe",
                                           task, data_dir, id, NULL);

  g_assert_no_error (error);

  return process;
}

/* Waits for the line that the other process writes when it is where the test wants it. */
static void
wait_for_line (GSubprocess *process)
{
  GInputStream *stream = g_subprocess_get_stdout_pipe (process);
  char byte;

  g_assert_cmpint (g_input_stream_read (stream, &byte, 1, NULL, NULL), ==, 1);
}

static void
test_other_process (Fixture *fixture,
                    gconstpointer data)
{
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autofree char *id = g_strdup (kp_account_folder_get_id (folder));
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;

  g_clear_pointer (&folder, kp_account_folder_unref);
  process = spawn ("--hold", fixture->data_dir, id);
  wait_for_line (process);
  g_assert_null (kp_account_folder_open_sync (fixture->data_dir, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_IN_USE);
  g_clear_error (&error);

  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
  folder = kp_account_folder_open_sync (fixture->data_dir, id, &error);
  g_assert_no_error (error);
}

/* Killed at any moment of rewriting account.json, the file is one that was written whole. */
static void
test_killed (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autofree char *id = g_strdup (kp_account_folder_get_id (folder));

  g_clear_pointer (&folder, kp_account_folder_unref);
  for (int i = 0; i < 12; i++)
    {
      g_autoptr (GSubprocess) process = spawn ("--write", fixture->data_dir, id);
      g_autoptr (GPtrArray) list = NULL;
      KpAccountFacts *facts;

      for (int written = 0; written <= i; written++)
        wait_for_line (process);
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);

      list = kp_account_folder_list_sync (fixture->data_dir, NULL);
      g_assert_cmpuint (list->len, ==, 1);
      facts = g_ptr_array_index (list, 0);
      g_assert_true (g_str_has_suffix (facts->login, "@voorbeeld.nl"));
    }
}

static void
test_damaged (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autofree char *id = g_strdup (kp_account_folder_get_id (folder));
  const char *where = kp_account_folder_get_path (folder);
  g_autofree char *path = g_build_filename (where, "account.json", NULL);
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (folder);
  g_autoptr (GPtrArray) list = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_true (g_file_set_contents (path, "{\"v\":1,\"id\":[", -1, NULL));
  list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_EXISTS));

  g_clear_pointer (&folder, kp_account_folder_unref);
  g_assert_null (kp_account_folder_open_sync (fixture->data_dir, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);

  g_assert_true (g_file_set_contents (path, "", 0, NULL));
  g_clear_error (&error);
  g_assert_null (kp_account_folder_open_sync (fixture->data_dir, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);

  {
    g_autofree char *text = kp_account_facts_format (facts);

    g_assert_true (g_file_set_contents (path, text, -1, NULL));
  }
}

static void
test_leftover (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (KpAccountFolder) unfinished = NULL;
  g_autofree char *path = NULL;
  g_autoptr (GPtrArray) list = NULL;

  unfinished = kp_account_folder_create_sync (fixture->data_dir, &fixture->environment.environment,
                                              NULL);
  path = g_strdup (kp_account_folder_get_path (unfinished));

  /* While it is being signed in, it is nobody else's business. */
  list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_cmpuint (list->len, ==, 0);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_DIR));
  g_clear_pointer (&list, g_ptr_array_unref);

  g_clear_pointer (&unfinished, kp_account_folder_unref);
  list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

static void
test_expired (Fixture *fixture,
              gconstpointer data)
{
  const gint64 day = 24 * 60 * 60 * G_GINT64_CONSTANT (1000);
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autoptr (KpAccountFolder) open = make_account (fixture, "piet@voorbeeld.nl");
  g_autoptr (KpAccountFacts) facts = make_facts (folder, "jan@voorbeeld.nl");
  g_autoptr (GPtrArray) sealed = NULL;
  g_autoptr (GPtrArray) expired = NULL;
  gint64 now = fixture->environment.now;

  facts->closed_at = now;
  g_assert_true (kp_account_folder_set_facts_sync (folder, facts, NULL));
  g_clear_pointer (&folder, kp_account_folder_unref);

  kp_account_folder_expire_sync (fixture->data_dir, now + 89 * day);
  sealed = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_cmpuint (sealed->len, ==, 2);
  kp_account_folder_expire_sync (fixture->data_dir, now + 90 * day);
  expired = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_cmpuint (expired->len, ==, 1);

  /* For the fixture. */
  g_clear_pointer (&open, kp_account_folder_unref);
}

static void
test_refused_ids (Fixture *fixture,
                  gconstpointer data)
{
  static const char *const IDS[] = { "", ".", "..", "../../etc", "0123456789012345678901" };

  for (gsize i = 0; i < G_N_ELEMENTS (IDS); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_account_folder_open_sync (fixture->data_dir, IDS[i], &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
    }
}

/* The other process: takes the lock, says so, and waits to be killed. */
static int
hold (const char *data_dir,
      const char *id,
      gboolean writes)
{
  g_autoptr (KpAccountFolder) folder = kp_account_folder_open_sync (data_dir, id, NULL);

  g_assert_nonnull (folder);
  if (write (STDOUT_FILENO, "x", 1) != 1)
    return 1;

  for (guint i = 0; i < (writes ? G_MAXUINT : 0); i++)
    {
      g_autofree char *login = g_strdup_printf ("%u@voorbeeld.nl", i);
      g_autoptr (KpAccountFacts) facts = make_facts (folder, login);

      kp_account_folder_set_facts_sync (folder, facts, NULL);
      if (write (STDOUT_FILENO, "x", 1) != 1)
        return 1;
    }
  pause ();

  return 0;
}

/* Attachments have a folder of their own. */
static void
test_removed (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpAccountFolder) folder = make_account (fixture, "jan@voorbeeld.nl");
  g_autofree char *path = g_strdup (kp_account_folder_get_path (folder));
  g_autofree char *files = g_build_filename (path, "files", NULL);
  g_autofree char *file = g_build_filename (files, "one", NULL);
  g_autoptr (GError) error = NULL;

  g_assert_cmpint (g_mkdir (files, 0700), ==, 0);
  g_assert_true (g_file_set_contents (file, "sealed", -1, NULL));
  kp_account_folder_remove_sync (folder, &error);
  g_assert_no_error (error);
  g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  if (argc == 4 && g_str_has_prefix (argv[1], "--"))
    return hold (argv[2], argv[3], strcmp (argv[1], "--write") == 0);

  g_test_init (&argc, &argv, NULL);
  ADD ("/account-folder/list/names-every-account", test_list);
  g_test_add_func ("/account-folder/list/no-folder-yet/is-empty", test_no_data_dir);
  ADD ("/account-folder/list/removes-what-never-became-an-account", test_leftover);
  ADD ("/account-folder/closed/is-kept-ninety-days", test_expired);
  ADD ("/account-folder/removed/with-its-files", test_removed);
  ADD ("/account-folder/open/second-time/is-in-use", test_second_opener);
  ADD ("/account-folder/open/other-process/is-in-use-until-it-ends", test_other_process);
  ADD ("/account-folder/open/damaged/is-refused-and-kept", test_damaged);
  ADD ("/account-folder/open/no-id/is-not-found", test_refused_ids);
  ADD ("/account-folder/facts/killed-while-writing/are-old-or-new", test_killed);

  return g_test_run ();
}
