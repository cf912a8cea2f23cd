/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A key that was deposited once comes back, whatever becomes of the database.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"

#include <glib/gstdio.h>
#include <string.h>

#define OTHER_KEY "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): signed in, after the backup */
  char *backup;            /* (owned): folder */
  char *log;               /* (owned): path of keys.log */
} Fixture;

static int
run (Fixture *fixture,
     const char *command,
     char **output)
{
  return kp_server_process_run (fixture->server, NULL, output, command, fixture->backup, NULL);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  const char *folder;

  fixture->server = kp_server_process_new ();
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  folder = kp_server_process_get_folder (fixture->server);
  fixture->backup = g_build_filename (folder, "backup", NULL);
  fixture->log = g_build_filename (folder, "keys.log", NULL);
  g_assert_cmpint (run (fixture, "backup", NULL), ==, 0);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_free (fixture->server);
  g_free (fixture->backup);
  g_free (fixture->log);
}

static void
start (Fixture *fixture)
{
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
}

static void
restore (Fixture *fixture)
{
  kp_server_process_kill (fixture->server);
  g_assert_cmpint (run (fixture, "restore", NULL), ==, 0);
  start (fixture);
}

static char *
read_log (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;
  char *text = NULL;

  g_file_get_contents (fixture->log, &text, NULL, &error);
  g_assert_no_error (error);

  return text;
}

static void
write_log (Fixture *fixture,
           const char *text)
{
  g_autoptr (GError) error = NULL;

  g_file_set_contents (fixture->log, text, -1, &error);
  g_assert_no_error (error);
}

static guint
count_lines (Fixture *fixture)
{
  g_autofree char *text = read_log (fixture);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  return g_strv_length (lines) - 1;
}

/* As a computer does that has forgotten its key. @is_known: whether it is told that key */
static void
sign_in_again (Fixture *fixture,
               gboolean is_known)
{
  g_autofree char *former = g_strdup (fixture->anna->folder_key);
  g_autoptr (KpAnswer) answer = NULL;

  g_set_str (&fixture->anna->folder_key, OTHER_KEY);
  answer = kp_portal_client_try_sign_in (fixture->anna);
  g_set_str (&fixture->anna->folder_key, former);
  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_cmpstr (json_object_get_string_member_with_default (answer->body, "folder_key", NULL),
                   ==, is_known ? former : NULL);
}

static void
test_restored (Fixture *fixture,
               gconstpointer data)
{
  restore (fixture);
  sign_in_again (fixture, TRUE);
  /* Nothing was deposited since. */
  g_assert_cmpuint (count_lines (fixture), ==, 1);
}

/* Without the log it is a folder that nobody knows, as on a new machine. */
static void
test_log_gone (Fixture *fixture,
               gconstpointer data)
{
  g_assert_no_errno (g_unlink (fixture->log));
  restore (fixture);
  sign_in_again (fixture, FALSE);
  g_assert_cmpuint (count_lines (fixture), ==, 1);
}

/* Deposits the key of another folder. Returns: (transfer full): what the log has since */
static char *
append_other (Fixture *fixture)
{
  g_autofree char *first = read_log (fixture);
  g_autofree char *folder = g_strdup (fixture->anna->folder);
  g_autofree char *both = NULL;

  g_set_str (&fixture->anna->folder, "AZqo3EgAfWK3nPZ_ONeCiA");
  sign_in_again (fixture, FALSE);
  g_set_str (&fixture->anna->folder, folder);
  both = read_log (fixture);
  g_assert_true (g_str_has_prefix (both, first));

  return g_strdup (both + strlen (first));
}

static void
test_first_wins (Fixture *fixture,
                 gconstpointer data)
{
  g_autofree char *first = read_log (fixture);
  g_autofree char *other = append_other (fixture);
  g_autofree char *second = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) words = g_strsplit (other, " ", -1);

  /* The other folder's sealed key, as if it were a second one of the first folder. */
  second = g_strdup_printf ("%s %s %s %s", words[0], fixture->anna->folder, words[2], words[3]);
  text = g_strconcat (first, second, NULL);
  write_log (fixture, text);
  restore (fixture);
  sign_in_again (fixture, TRUE);
}

/* A line that was being written when the power went. */
static void
test_torn (Fixture *fixture,
           gconstpointer data)
{
  g_autofree char *first = read_log (fixture);
  g_autofree char *text = g_strconcat (first, "AZqo3EgAfWK3nPZ_ONeCiA AZqo3EgAfW", NULL);
  g_autofree char *other = NULL;

  write_log (fixture, text);
  restore (fixture);
  sign_in_again (fixture, TRUE);

  /* What is deposited next stands on a line of its own. */
  other = append_other (fixture);
  g_assert_nonnull (strstr (other, " broken\n"));
  restore (fixture);
  sign_in_again (fixture, TRUE);
  g_assert_cmpuint (count_lines (fixture), ==, 3);
}

/* A person of whom the backup knows nothing. */
static void
test_unknown_user (Fixture *fixture,
                   gconstpointer data)
{
  g_autofree char *first = read_log (fixture);
  g_autofree char *text = NULL;
  g_auto (GStrv) words = g_strsplit (first, " ", 2);

  text = g_strdup_printf ("AZqo3EgAfWK3nPZ_ONeCiA %s%s", words[1], first);
  write_log (fixture, text);
  restore (fixture);
  sign_in_again (fixture, TRUE);
}

/* The log is asked even when the database was never told: what it says was promised. */
static void
test_uncommitted (Fixture *fixture,
                  gconstpointer data)
{
  g_autofree char *text = read_log (fixture);

  g_assert_no_errno (g_unlink (fixture->log));
  restore (fixture);
  write_log (fixture, text);
  sign_in_again (fixture, TRUE);
  g_assert_cmpuint (count_lines (fixture), ==, 1);
}

static void
test_malformed (Fixture *fixture,
                gconstpointer data)
{
  g_autofree char *first = read_log (fixture);
  g_auto (GStrv) words = g_strsplit (first, " ", -1);
  const char *const keys[] = { "", "00", "zz", "5f3" };

  kp_server_process_kill (fixture->server);
  for (guint i = 0; i < G_N_ELEMENTS (keys); i++)
    {
      g_autofree char *text =
        g_strdup_printf ("%s%s %s %s %s", first, words[0], words[1], keys[i], words[3]);
      g_autofree char *output = NULL;

      write_log (fixture, text);
      g_assert_cmpint (run (fixture, "restore", &output), ==, 1);
      g_assert_nonnull (strstr (output, "keys.log, line 2,"));
    }
}

#define ADD_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/folder-keys/restore/knows-those-since", test_restored);
  ADD_TEST ("/folder-keys/restore/on-a-new-machine", test_log_gone);
  ADD_TEST ("/folder-keys/log/first-wins", test_first_wins);
  ADD_TEST ("/folder-keys/log/torn-line-is-left-out", test_torn);
  ADD_TEST ("/folder-keys/log/unknown-user-is-left-out", test_unknown_user);
  ADD_TEST ("/folder-keys/log/holds-without-a-commit", test_uncommitted);
  ADD_TEST ("/folder-keys/log/malformed-line-is-named", test_malformed);

  return g_test_run ();
}
