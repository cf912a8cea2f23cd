/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files through the facade, without a network: what was chosen is the account's own from then on.
 */

#include "client-fixture.h"

#include "kp-client-files.h"
#include "kp-error.h"
#include "kp-limits.h"
#include "kp-test.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CANARY "canary-51c0ffee"
#define PNG "\x89PNG\r\n\x1a\n\0\0\0\rIHDR"

static char *
write_file (const char *name,
            const char *content,
            gsize length)
{
  g_autofree char *path = kp_test_dup_path (name);

  g_assert_true (g_file_set_contents (path, content, (gssize) length, NULL));

  return g_steal_pointer (&path);
}

static KpAttachment *
add (ClientFixture *fixture,
     const char *path,
     GError **error)
{
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;

  kp_client_add_file_async (fixture->client, file, NULL, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);

  return kp_client_add_file_finish (fixture->client, result, error);
}

static KpAttachment *
add_text (ClientFixture *fixture,
          const char *name)
{
  g_autofree char *path = write_file (name, CANARY, strlen (CANARY));
  g_autoptr (GError) error = NULL;
  KpAttachment *attachment = add (fixture, path, &error);

  g_assert_no_error (error);
  /* From now on it may go. */
  g_assert_cmpint (g_unlink (path), ==, 0);

  return attachment;
}

static char *
comment (ClientFixture *fixture,
         KpAttachment *attachment)
{
  g_autofree char *request = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 0));
  GVariantBuilder files;
  GVariantDict arguments;

  g_variant_builder_init (&files, G_VARIANT_TYPE ("aa{sv}"));
  g_variant_builder_add_value (&files, kp_attachment_to_variant (attachment, NULL));
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", request);
  g_variant_dict_insert (&arguments, "text", "s", "See this");
  g_variant_dict_insert_value (&arguments, "attachments", g_variant_builder_end (&files));

  return client_fixture_perform (fixture, "request.comment@1", g_variant_dict_end (&arguments));
}

static GFile *
open_file (ClientFixture *fixture,
           const char *id,
           GError **error)
{
  g_autoptr (GAsyncResult) result = NULL;

  kp_client_open_file_async (fixture->client, id, NULL, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);

  return kp_client_open_file_finish (fixture->client, result, error);
}

static void
assert_canary (GFile *file)
{
  g_autofree char *content = NULL;

  g_assert_true (g_file_load_contents (file, NULL, &content, NULL, NULL, NULL));
  g_assert_cmpstr (content, ==, CANARY);
}

/* Looks for the canary in every file below @path. */
static void
assert_no_canary (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      assert_no_canary (child);
      if (!g_file_test (child, G_FILE_TEST_IS_REGULAR) ||
          !g_file_get_contents (child, &content, &length, NULL))
        continue;
      if (memmem (content, length, CANARY, strlen (CANARY)) != NULL)
        g_error ("%s is readable", child);
    }
}

static void
test_kept (ClientFixture *fixture,
           gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "Offerte mei.txt");
  g_autofree char *id = g_strdup (kp_record_get_id (KP_RECORD (attachment)));
  g_autofree char *message = comment (fixture, attachment);
  g_autofree char *request = kp_id_dup_text (&g_array_index (fixture->requests, KpId, 0));
  g_autoptr (KpQueryModel) list = kp_client_list_attachments (fixture->client, request);
  g_autoptr (KpAttachment) shown = NULL;
  g_autoptr (GFile) copy = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_cmpstr (kp_attachment_get_name (attachment), ==, "Offerte mei.txt");
  g_assert_cmpstr (kp_attachment_get_media_type (attachment), ==, "text/plain");
  g_assert_cmpint (kp_attachment_get_size (attachment), ==, (gint64) strlen (CANARY));
  kp_test_wait_for (kp_query_model_get_n_items (list) == 1);
  shown = g_list_model_get_item (G_LIST_MODEL (list), 0);
  kp_test_wait_for (kp_record_get_ready (KP_RECORD (shown)));
  g_assert_cmpstr (kp_attachment_get_message_id (shown), ==, message);
  g_assert_cmpint (kp_attachment_get_state (shown), ==, KP_ATTACHMENT_WAITING);

  g_clear_object (&shown);
  g_clear_object (&list);
  client_fixture_close (fixture);
  client_fixture_open (fixture);
  copy = open_file (fixture, id, &error);
  g_assert_no_error (error);
  assert_canary (copy);
}

static void
test_encrypted (ClientFixture *fixture,
                gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "a.txt");
  g_autofree char *message = comment (fixture, attachment);

  assert_no_canary (fixture->data_dir);
  client_fixture_close (fixture);
  assert_no_canary (fixture->data_dir);
  client_fixture_open (fixture);
}

/* Only for this person, and only while the account is open. */
static void
test_copy (ClientFixture *fixture,
           gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "a.txt");
  g_autoptr (GFile) copy =
    open_file (fixture, kp_record_get_id (KP_RECORD (attachment)), NULL);
  g_autoptr (GFile) folder = g_file_get_parent (copy);
  g_autoptr (GFile) top = g_file_get_parent (folder);
  GStatBuf info;

  assert_canary (copy);
  g_assert_cmpint (g_stat (g_file_peek_path (copy), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0600);
  g_assert_cmpint (g_stat (g_file_peek_path (top), &info), ==, 0);
  g_assert_cmpint (info.st_mode & 0777, ==, 0700);

  client_fixture_close (fixture);
  g_assert_false (g_file_query_exists (top, NULL));
  client_fixture_open (fixture);
}

static void
test_saved (ClientFixture *fixture,
            gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "a.txt");
  g_autofree char *path = write_file ("saved.txt", "old", 3);
  g_autoptr (GFile) destination = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  kp_client_save_file_async (fixture->client, kp_record_get_id (KP_RECORD (attachment)),
                             destination, NULL, client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  g_assert_true (kp_client_save_file_finish (fixture->client, result, &error));
  g_assert_no_error (error);
  assert_canary (destination);
}

static void
test_forgotten (ClientFixture *fixture,
                gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "a.txt");
  g_autofree char *id = g_strdup (kp_record_get_id (KP_RECORD (attachment)));
  g_autoptr (GError) error = NULL;

  client_fixture_close (fixture);
  client_fixture_open (fixture);
  g_assert_null (open_file (fixture, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
}

static void
test_dropped (ClientFixture *fixture,
              gconstpointer data)
{
  g_autoptr (KpAttachment) attachment = add_text (fixture, "a.txt");
  const char *id = kp_record_get_id (KP_RECORD (attachment));
  g_autoptr (GError) error = NULL;

  kp_client_drop_file (fixture->client, id);
  g_assert_null (open_file (fixture, id, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
}

static void
assert_refused (ClientFixture *fixture,
                const char *path,
                int code)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (add (fixture, path, &error));
  g_assert_error (error, KP_ERROR, code);
}

static void
test_not_taken (ClientFixture *fixture,
                gconstpointer data)
{
  g_autofree char *program = write_file ("setup.exe", "MZ", 2);
  g_autofree char *lying = write_file ("factuur.jpg", PNG, sizeof PNG - 1);
  g_autofree char *folder = kp_test_dup_path (".");
  g_autofree char *absent = kp_test_dup_path ("absent.pdf");
  g_autofree char *whole = g_malloc0 (KP_LIMIT_FILE + 1);
  g_autofree char *large = write_file ("large.txt", whole, KP_LIMIT_FILE + 1);
  g_autofree char *fits = write_file ("fits.txt", whole, KP_LIMIT_FILE);
  g_autoptr (KpAttachment) attachment = NULL;

  assert_refused (fixture, program, KP_ERROR_INVALID);
  assert_refused (fixture, lying, KP_ERROR_CORRUPT);
  assert_refused (fixture, folder, KP_ERROR_NOT_FOUND);
  assert_refused (fixture, absent, KP_ERROR_NOT_FOUND);
  assert_refused (fixture, large, KP_ERROR_TOO_LARGE);
  attachment = add (fixture, fits, NULL);
  g_assert_nonnull (attachment);
}

/* A picture from the clipboard has no file; one from a phone may have a name without an end. */
static void
test_named (ClientFixture *fixture,
            gconstpointer data)
{
  g_autofree char *path = write_file ("IMG 001", PNG, sizeof PNG - 1);
  g_autoptr (KpAttachment) named = add (fixture, path, NULL);
  g_autoptr (GBytes) bytes = g_bytes_new_static (PNG, sizeof PNG - 1);
  g_autoptr (KpAttachment) pasted = NULL;
  g_autoptr (GAsyncResult) result = NULL;

  g_assert_cmpstr (kp_attachment_get_name (named), ==, "IMG 001.png");
  g_assert_cmpstr (kp_attachment_get_media_type (named), ==, "image/png");

  kp_client_add_bytes_async (fixture->client, bytes, "Picture.png", NULL,
                             client_fixture_keep_result_cb, &result);
  kp_test_wait_for (result != NULL);
  pasted = kp_client_add_file_finish (fixture->client, result, NULL);
  g_assert_cmpstr (kp_attachment_get_name (pasted), ==, "Picture.png");
}

/* Returns: how many files of the account are there, whole or not */
static guint
count_files (ClientFixture *fixture)
{
  g_autofree char *path =
    g_build_filename (fixture->data_dir, fixture->account_id, "files", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* A file on a disk that does not answer, played by a FIFO, keeps nobody from leaving. */
static void
test_slow_disk (ClientFixture *fixture,
                gconstpointer data)
{
  g_autofree char *path = kp_test_dup_path ("slow.png");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (GAsyncResult) closed = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int disk = -1;

  g_assert_no_errno (mkfifo (path, 0600));
  kp_client_add_file_async (fixture->client, file, NULL, client_fixture_keep_result_cb, &added);
  /* Until it is read from. */
  while ((disk = open (path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0)
    g_assert_cmpint (errno, ==, ENXIO);
  g_assert_cmpuint (count_files (fixture), ==, 1);

  alarm (5); /* in case the main thread does not come back */
  kp_client_close_async (fixture->client, client_fixture_keep_result_cb, &closed);
  kp_test_wait_for (closed != NULL);
  alarm (0);
  kp_test_wait_for (added != NULL);
  g_assert_null (kp_client_add_file_finish (fixture->client, added, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_clear_object (&added);
  g_clear_object (&closed);
  kp_test_finalize (g_steal_pointer (&fixture->client));

  /* It answers after all: nothing is left of the file. */
  g_assert_cmpint (write (disk, PNG, sizeof PNG), ==, sizeof PNG);
  kp_test_wait_for (count_files (fixture) == 0);
}

/* Files that are chosen together stand in that order. */
static void
test_in_order (ClientFixture *fixture,
               gconstpointer data)
{
  g_autofree char *large = g_strnfill (4 * 1024 * 1024, 'x');
  g_autoptr (GBytes) first = g_bytes_new (large, strlen (large));
  g_autoptr (GBytes) second = g_bytes_new_static (CANARY, strlen (CANARY));
  g_autoptr (GAsyncResult) first_added = NULL;
  g_autoptr (GAsyncResult) second_added = NULL;

  kp_client_add_bytes_async (fixture->client, first, "a.txt", NULL, client_fixture_keep_result_cb,
                             &first_added);
  kp_client_add_bytes_async (fixture->client, second, "b.txt", NULL,
                             client_fixture_keep_result_cb, &second_added);
  kp_test_wait_for (second_added != NULL);
  g_assert_nonnull (first_added);
  g_object_unref (kp_client_add_file_finish (fixture->client, first_added, NULL));
  g_object_unref (kp_client_add_file_finish (fixture->client, second_added, NULL));
}

/* Who gives up on a file is told so, and the next one is taken. */
static void
test_given_up (ClientFixture *fixture,
               gconstpointer data)
{
  g_autofree char *path = kp_test_dup_path ("slow.png");
  g_autoptr (GFile) file = g_file_new_for_path (path);
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) added = NULL;
  g_autoptr (KpAttachment) next = NULL;
  g_autoptr (GError) error = NULL;
  g_autofd int disk = -1;

  g_assert_no_errno (mkfifo (path, 0600));
  kp_client_add_file_async (fixture->client, file, cancellable, client_fixture_keep_result_cb,
                            &added);
  while ((disk = open (path, O_WRONLY | O_NONBLOCK | O_CLOEXEC)) < 0)
    g_assert_cmpint (errno, ==, ENXIO);
  g_cancellable_cancel (cancellable);
  g_assert_cmpint (write (disk, PNG, sizeof PNG), ==, sizeof PNG);
  kp_test_wait_for (added != NULL);
  g_assert_null (kp_client_add_file_finish (fixture->client, added, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);

  next = add_text (fixture, "next.txt");
  g_assert_cmpuint (count_files (fixture), ==, 1);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function)                                                                \
  g_test_add ("/client-files/" path, ClientFixture, NULL, client_fixture_set_up, function, \
              client_fixture_tear_down)
  ADD ("queued/kept-over-a-restart-without-the-original", test_kept);
  ADD ("queued/nothing-in-clear", test_encrypted);
  ADD ("opened/copy-is-private-and-goes", test_copy);
  ADD ("saved/where-the-person-wants-it", test_saved);
  ADD ("chosen/forgotten-with-the-program", test_forgotten);
  ADD ("chosen/dropped", test_dropped);
  ADD ("chosen/slow-disk/closed-all-the-same", test_slow_disk);
  ADD ("chosen/slow-disk/given-up", test_given_up);
  ADD ("chosen/together/in-order", test_in_order);
  ADD ("chosen/what-the-office-does-not-take-is-said", test_not_taken);
  ADD ("chosen/named-by-content", test_named);

  return g_test_run ();
}
