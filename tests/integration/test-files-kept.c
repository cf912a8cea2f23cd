/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that are kept: backup, restore, check and verify, a restore that lacks some, and scanning
 * again.
 */

#include "kp-file-client.h"
#include "kp-id.h"
#include "kp-small-office.h"

#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned) */
  char *north;             /* (owned): identifier of her organisation */
  char *backup;            /* (owned): folder, not made yet */
  GBytes *content;         /* (owned) */
  char *path;              /* (owned): of the content, on the server */
} Fixture;

#define TEXT "text/plain"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define SHA "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"
#define DIGITS_SHA "84d89877f0d4041efb6bf91a16f0248f2fd573e6af05c19f96bedb9f882f7882"

/* @data: lines of the configuration */
static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  const char *folder;

  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server, data);
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  folder = kp_server_process_get_folder (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  fixture->north = kp_small_office_dup_id ("organisation", "N-1");
  fixture->backup = g_build_filename (folder, "backup", NULL);
  fixture->content = g_bytes_new_static (LETTERS, strlen (LETTERS));
  fixture->path = g_build_filename (folder, "blobs", "71", SHA, NULL);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_free (fixture->server);
  g_free (fixture->north);
  g_free (fixture->backup);
  g_free (fixture->path);
  g_bytes_unref (fixture->content);
}

/* @says: (nullable): part of what it must say */
static void
run (Fixture *fixture,
     int status,
     const char *says,
     const char *command,
     const char *argument)
{
  g_autofree char *output = NULL;
  const int ended =
    kp_server_process_run (fixture->server, NULL, &output, command, argument, NULL);

  g_test_message ("%s: %s", command, output);
  g_assert_cmpint (ended, ==, status);
  if (says != NULL)
    g_assert_nonnull (strstr (output, says));
}

static void
start (Fixture *fixture)
{
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
}

static void
test_backup (Fixture *fixture,
             gconstpointer data)
{
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT,
                                                      fixture->content);
  g_autofree char *saved = g_build_filename (fixture->backup, "blobs", "71", SHA, NULL);
  g_autofree char *text = NULL;

  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 200, NULL);
  run (fixture, 0, "1 files", "check", NULL);
  run (fixture, 0, "1 files are whole", "verify", NULL);
  run (fixture, 0, NULL, "backup", fixture->backup);
  g_assert_true (g_file_get_contents (saved, &text, NULL, NULL));
  g_assert_cmpstr (text, ==, LETTERS);

  /* Damaged: verify notices; lost: check does too. */
  g_assert_true (g_file_set_contents (fixture->path, "damaged", -1, NULL));
  run (fixture, 0, NULL, "check", NULL);
  run (fixture, 1, SHA, "verify", NULL);
  g_assert_no_errno (g_unlink (fixture->path));
  run (fixture, 1, SHA, "check", NULL);
  kp_answer_expect (kp_file_client_get (fixture->anna, attachment, NULL), 404, "not-found");

  kp_server_process_stop (fixture->server);
  run (fixture, 0, "Restored", "restore", fixture->backup);
  run (fixture, 0, "1 files are whole", "verify", NULL);
  start (fixture);
  kp_answer_expect (kp_file_client_get (fixture->anna, attachment, NULL), 200, NULL);
}

/* A backup without a file that it should have says so, and has everything else. */
static void
test_backup_of_damaged (Fixture *fixture,
                        gconstpointer data)
{
  g_autoptr (GBytes) digits = g_bytes_new_static ("0123456789", 10);
  g_autofree char *first =
    kp_file_client_bring (fixture->anna, "a.txt", TEXT, fixture->content);
  g_autofree char *second = kp_file_client_bring (fixture->anna, "b.txt", TEXT, digits);
  g_autofree char *saved = g_build_filename (fixture->backup, "blobs", "84", DIGITS_SHA, NULL);
  g_autofree char *key = g_build_filename (fixture->backup, "server.key", NULL);

  g_assert_true (g_file_set_contents (fixture->path, "damaged", -1, NULL));
  run (fixture, 1, SHA, "backup", fixture->backup);
  g_assert_true (g_file_test (saved, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (key, G_FILE_TEST_EXISTS));
}

/* What no backup has is asked for, of whoever sent it; the answer of before comes after that. */
static void
test_lost (Fixture *fixture,
           gconstpointer data)
{
  const KpId id = kp_id_make (kp_environment_get_real ());
  g_autofree char *attachment = kp_id_dup_text (&id);
  g_autofree char *files =
    g_strdup_printf ("[{\"id\":\"%s\",\"name\":\"a.txt\",\"media_type\":\"" TEXT
                     "\",\"size\":26,\"sha256\":\"" SHA "\"}]",
                     attachment);
  g_autofree char *operation = kp_file_client_make_submit ("N-1", "files", files);
  g_autofree char *saved = g_build_filename (fixture->backup, "blobs", "71", SHA, NULL);
  g_autofree char *first = NULL;
  g_autofree char *without = NULL;
  g_autofree char *with = NULL;
  g_autofree char *plain = NULL;

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, fixture->content), 201,
                    NULL);
  first = kp_file_client_offer (fixture->anna, operation, -1);
  g_assert_nonnull (strstr (first, "\"r\":\"ok\""));
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 200, NULL);
  run (fixture, 0, NULL, "backup", fixture->backup);

  kp_server_process_stop (fixture->server);
  g_assert_no_errno (g_unlink (fixture->path));
  g_assert_no_errno (g_unlink (saved));
  run (fixture, 0, "1 files are in no backup", "restore", fixture->backup);
  start (fixture);

  plain = kp_file_client_offer (fixture->anna, operation, -1);
  g_assert_cmpstr (plain, ==, first);
  without = kp_file_client_offer (fixture->anna, operation, 1);
  g_assert_nonnull (strstr (without, "\"r\":\"later\""));
  g_assert_nonnull (strstr (without, "\"need\":[\"file:" SHA "\"]"));

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, fixture->content), 201,
                    NULL);
  with = kp_file_client_offer (fixture->anna, operation, 1);
  g_assert_cmpstr (with, ==, first);
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 200, NULL);
}

/* A scanner that comes later, or learns something, looks again. */
static void
test_rescan (Fixture *fixture,
             gconstpointer data)
{
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT,
                                                      fixture->content);

  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 403, "unscanned");
  kp_server_process_stop (fixture->server);
  kp_server_process_configure (fixture->server, "[files]\nscanner=simulator\n");
  run (fixture, 0, "1 files", "rescan", NULL);
  start (fixture);

  for (;;)
    {
      g_autoptr (KpAnswer) answer = kp_file_client_get_scanned (fixture->anna, attachment);

      /* What was known before holds until more is known. */
      if (answer->status == SOUP_STATUS_OK)
        break;
      g_assert_cmpstr (answer->code, ==, "unscanned");
    }
}

/* Starts again as if @days had passed since the beginning. */
static void
come_back_after (Fixture *fixture,
                 gint64 days)
{
  kp_server_process_stop (fixture->server);
  kp_server_process_set_clock (fixture->server, days * 24 * 60 * 60 * 1000);
  start (fixture);
  kp_portal_client_sign_in (fixture->anna);
}

/* The server sweeps when it can: asks it something else until the file is gone. */
static void
wait_until_gone (Fixture *fixture,
                 const char *path)
{
  const gint64 deadline = g_get_monotonic_time () + 20 * G_TIME_SPAN_SECOND;

  while (g_file_test (path, G_FILE_TEST_EXISTS))
    {
      kp_answer_expect (kp_portal_client_call (fixture->anna, "GET", "/healthz", NULL, NULL), 200,
                        NULL);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

/* Sends a content that no attachment has. Returns: (transfer full): where it is */
static char *
send_unused (Fixture *fixture,
             GBytes *content)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  const char shelf[] = { sha256[0], sha256[1], '\0' };

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);

  return g_build_filename (kp_server_process_get_folder (fixture->server), "blobs", shelf, sha256,
                           NULL);
}

/* What nothing uses goes after 35 days, and nothing else; who needs it is asked for it. */
static void
test_unused (Fixture *fixture,
             gconstpointer data)
{
  g_autofree char *used = kp_file_client_bring (fixture->anna, "a.txt", TEXT, fixture->content);
  g_autoptr (GBytes) other = g_bytes_new_static ("never named", 11);
  g_autoptr (GBytes) late = g_bytes_new_static ("sent later", 10);
  g_autofree char *unused = send_unused (fixture, other);
  g_autofree char *later = NULL;
  g_autofree char *attachment = NULL;
  g_autofree char *again = NULL;
  g_autofree char *line = NULL;

  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, used), 200, NULL);
  come_back_after (fixture, 34);
  later = send_unused (fixture, late);
  g_assert_true (g_file_test (unused, G_FILE_TEST_EXISTS));
  come_back_after (fixture, 36);
  wait_until_gone (fixture, unused);
  g_assert_true (g_file_test (later, G_FILE_TEST_EXISTS));
  kp_answer_expect (kp_file_client_get (fixture->anna, used, NULL), 200, NULL);
  run (fixture, 0, "2 files are whole", "verify", NULL);

  /* An operation that waited for all that time. */
  line = kp_file_client_submit (fixture->anna, "N-1", "files", "b.txt", TEXT, other, &attachment);
  g_assert_nonnull (strstr (line, "\"r\":\"later\""));
  g_assert_nonnull (strstr (line, "\"need\":[\"file:"));
  g_free (g_steal_pointer (&line));
  g_free (g_steal_pointer (&attachment));
  again = send_unused (fixture, other);
  line = kp_file_client_submit (fixture->anna, "N-1", "files", "b.txt", TEXT, other, &attachment);
  g_assert_nonnull (strstr (line, "\"r\":\"ok\""));

  /* Used now, however long ago it came. */
  come_back_after (fixture, 100);
  wait_until_gone (fixture, later);
  kp_answer_expect (kp_file_client_get (fixture->anna, attachment, NULL), 200, NULL);
  run (fixture, 0, NULL, "backup", fixture->backup);
  kp_server_process_stop (fixture->server);
  run (fixture, 0, "Restored", "restore", fixture->backup);
  run (fixture, 0, "2 files are whole", "verify", NULL);
  start (fixture);
}

/* A file without a row, as a crash leaves it, goes when it is as old; a younger one may be on its
 * way to its row. */
static void
test_stray (Fixture *fixture,
            gconstpointer data)
{
  g_autofree char *used = kp_file_client_bring (fixture->anna, "a.txt", TEXT, fixture->content);
  g_autofree char *shelf = g_path_get_dirname (fixture->path);
  g_autofree char *name = g_strconcat ("71", &SHA[2], NULL);
  g_autofree char *stray = NULL;

  name[63] = name[63] == '0' ? '1' : '0';
  stray = g_build_filename (shelf, name, NULL);
  g_assert_true (g_file_set_contents (stray, "stray", -1, NULL));
  come_back_after (fixture, 34);
  kp_answer_expect (kp_file_client_get (fixture->anna, used, NULL), 200, NULL);
  g_assert_true (g_file_test (stray, G_FILE_TEST_EXISTS));
  come_back_after (fixture, 36);
  wait_until_gone (fixture, stray);
  kp_answer_expect (kp_file_client_get (fixture->anna, used, NULL), 200, NULL);
}

#define ADD_TEST(path, scanner, function) \
  g_test_add (path, Fixture, "[files]\nscanner=" scanner "\n", set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/files-kept/backup/brings-them-back", "simulator", test_backup);
  ADD_TEST ("/files-kept/backup/of-damaged/says-so", "simulator", test_backup_of_damaged);
  ADD_TEST ("/files-kept/restore/asks-for-what-is-lost", "simulator", test_lost);
  ADD_TEST ("/files-kept/unused/goes-after-35-days", "simulator", test_unused);
  ADD_TEST ("/files-kept/stray/goes-when-old", "simulator", test_stray);
  ADD_TEST ("/files-kept/rescan/looks-again", "none", test_rescan);

  return g_test_run ();
}
