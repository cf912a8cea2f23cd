/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files of a running account, in both directions, against a line and a server with faults: an
 * operation waits for its file or says why not, nothing is lost, and nothing is there twice.
 */

#include "kp-error.h"
#include "kp-store-attachments.h"
#include "kp-sync-fixture.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define SIZE (300 * 1000)

static KpFaultyBlobFigures
get_files (KpSyncFixture *fixture)
{
  KpFaultyBlobFigures figures;

  kp_faulty_blobs_get_figures (kp_faulty_server_get_blobs (fixture->server), &figures);

  return figures;
}

static guint
count_operations (KpSyncFixture *fixture)
{
  KpFaultyFigures figures;

  kp_faulty_server_get_figures (fixture->server, &figures);
  g_assert_cmpuint (figures.doubles, ==, 0);
  g_assert_cmpuint (figures.bad_proofs, ==, 0);

  return figures.operations;
}

static void
set_fault (KpSyncFixture *fixture,
           KpBlobFault fault,
           gsize argument,
           int times)
{
  kp_faulty_blobs_set_fault (kp_faulty_server_get_blobs (fixture->server), fault, argument, times);
}

/* A content of @size bytes like no other. */
static GBytes *
make_content (gsize size)
{
  guint8 *data = g_malloc (size);

  kp_environment_fill (kp_environment_get_real (), data, size);

  return g_bytes_new_take (data, size);
}

/* --- Sending --- */

/* Chooses a file, as the facade does. @facts: (out) */
static KpId
choose (KpSyncFixture *fixture,
        GBytes *content,
        KpSealedFacts *facts)
{
  const KpId id = kp_id_make (&fixture->environment);
  g_autofree char *path = kp_file_dup_path (fixture->folder, &id);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSealedWriter) writer = NULL;
  KpFileRow row = {
    .id = id, .name = "a.pdf", .media_type = "application/pdf", .state = KP_FILE_CHOSEN
  };

  g_assert_true (kp_file_make_folder (fixture->folder, &error));
  writer = kp_sealed_writer_new (path, &fixture->environment, &error);
  g_assert_no_error (error);
  kp_sealed_writer_write (writer, g_bytes_get_data (content, NULL), g_bytes_get_size (content),
                          &error);
  g_assert_true (kp_sealed_writer_finish (writer, NULL, facts, &error));
  row.sha256 = facts->sha256;
  row.size = facts->size;
  memcpy (row.key, facts->key, sizeof row.key);
  g_assert_true (kp_store_file_add (fixture->store, &row, &error));

  return id;
}

/* Queues a request with one file. Returns: (transfer full): the hash of its content */
static char *
queue_with_file (KpSyncFixture *fixture,
                 GBytes *content)
{
  const char *kind = "request.submit@1";
  KpSealedFacts facts;
  const KpId file = choose (fixture, content, &facts);
  const KpId request = kp_id_make (&fixture->environment);
  g_autofree char *file_text = kp_id_dup_text (&file);
  g_autofree char *request_text = kp_id_dup_text (&request);
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"Files\",\"answers\":{},"
    "\"attachments\":[{\"id\":\"%s\",\"name\":\"a.pdf\",\"media_type\":\"application/pdf\","
    "\"size\":%" G_GINT64_FORMAT ",\"sha256\":\"%s\"}]}",
    request_text, fixture->org, request_text, file_text, facts.size, facts.sha256);
  yyjson_doc *doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  g_autoptr (GError) error = NULL;

  kp_store_queue (fixture->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), NULL, &error);
  yyjson_doc_free (doc);
  g_assert_no_error (error);
  kp_sync_nudge (fixture->sync);

  return g_strdup (facts.sha256);
}

static void
expect_there (KpSyncFixture *fixture,
              const char *sha256,
              GBytes *content)
{
  g_autoptr (GBytes) there =
    kp_faulty_blobs_dup_content (kp_faulty_server_get_blobs (fixture->server), sha256);

  g_assert_nonnull (there);
  g_assert_true (g_bytes_equal (there, content));
}

/* The waits between tries are over at once. */
static void
wait_for_operations (KpSyncFixture *fixture,
                     guint n)
{
  while (count_operations (fixture) < n)
    {
      kp_sync_fixture_advance (fixture, 60 * 1000);
      kp_sync_nudge (fixture->sync);
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
test_send_cut (KpSyncFixture *fixture,
               gconstpointer data)
{
  static const gsize CUTS[] = { 0, 1, 65536, SIZE / 2, SIZE - 1 };

  kp_sync_fixture_begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (CUTS); i++)
    {
      g_autoptr (GBytes) content = make_content (SIZE);
      g_autofree char *sha256 = NULL;

      set_fault (fixture, KP_BLOB_FAULT_CUT, CUTS[i], 2);
      sha256 = queue_with_file (fixture, content);
      wait_for_operations (fixture, i + 1);
      expect_there (fixture, sha256, content);
      g_assert_cmpuint (get_files (fixture).taken, ==, i + 1);
    }
  g_assert_cmpuint (get_files (fixture).bare, ==, 0);
  g_assert_cmpuint (get_files (fixture).puts, >=, 3 * G_N_ELEMENTS (CUTS));
}

/* The office has it and the answer was lost: sent once more, and there once. */
static void
test_send_swallowed (KpSyncFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = NULL;

  kp_sync_fixture_begin (fixture);
  set_fault (fixture, KP_BLOB_FAULT_SWALLOW, 0, 1);
  sha256 = queue_with_file (fixture, content);
  wait_for_operations (fixture, 1);
  expect_there (fixture, sha256, content);
  g_assert_cmpuint (get_files (fixture).taken, ==, 1);
  g_assert_cmpuint (get_files (fixture).bare, ==, 0);
}

/* The office had it and let go of it before the operation came: it is asked for, and sent again. */
static void
test_send_forgotten (KpSyncFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = NULL;

  kp_sync_fixture_begin (fixture);
  set_fault (fixture, KP_BLOB_FAULT_FORGET, 0, 1);
  sha256 = queue_with_file (fixture, content);
  wait_for_operations (fixture, 1);
  expect_there (fixture, sha256, content);
  g_assert_cmpuint (get_files (fixture).bare, ==, 1);
  g_assert_cmpuint (get_files (fixture).puts, ==, 2);
}

/* A disk that is full for now: it waits as it was told, and then goes. */
static void
test_send_full (KpSyncFixture *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = NULL;
  guint puts;

  kp_sync_fixture_begin (fixture);
  set_fault (fixture, KP_BLOB_FAULT_FULL, 60, -1);
  sha256 = queue_with_file (fixture, content);
  kp_test_wait_for (get_files (fixture).puts > 0);
  puts = get_files (fixture).puts;
  g_assert_cmpuint (puts, ==, 1);
  g_assert_cmpuint (count_operations (fixture), ==, 0);

  set_fault (fixture, KP_BLOB_FAULT_NONE, 0, 0);
  wait_for_operations (fixture, 1);
  expect_there (fixture, sha256, content);
}

/* No room for good: said so, and nothing is tried behind the person's back. */
static void
test_send_no_room (KpSyncFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = NULL;

  kp_sync_fixture_begin (fixture);
  set_fault (fixture, KP_BLOB_FAULT_FULL, 0, -1);
  sha256 = queue_with_file (fixture, content);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).needs_you == 1);
  g_assert_cmpuint (get_files (fixture).puts, ==, 1);
  g_assert_cmpuint (count_operations (fixture), ==, 0);
}

/* Silence: others go on meanwhile, and quitting waits for nothing. */
static void
test_send_stalled (KpSyncFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autofree char *sha256 = NULL;
  KpId published;

  kp_sync_fixture_begin (fixture);
  set_fault (fixture, KP_BLOB_FAULT_STALL, 0, 1);
  sha256 = queue_with_file (fixture, content);
  kp_test_wait_for (get_files (fixture).puts == 1);
  published = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &published));
  kp_sync_fixture_queue (fixture, "Without a file");
  kp_test_wait_for (count_operations (fixture) == 1);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 1);

  kp_faulty_server_stop (fixture->server);
  kp_faulty_server_start (fixture->server);
  wait_for_operations (fixture, 2);
  expect_there (fixture, sha256, content);
}

/* --- Fetching --- */

/* A file that is fetched. */
typedef struct
{
  KpSync *sync; /* (unowned) */
  KpId id;
  char *sha256; /* (owned) */
  gint64 size;
} Fetch;

static void
fetch_in_sync (GTask *task,
               gpointer source_object,
               gpointer task_data,
               GCancellable *cancellable)
{
  const Fetch *fetch = task_data;

  kp_sync_fetch (fetch->sync, task, &fetch->id, fetch->sha256, fetch->size);
}

static void
on_fetched_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  *(gboolean *) user_data = TRUE;
}

static gboolean
has_attachment (KpSyncFixture *fixture,
                const KpId *id)
{
  g_autofree char *body = NULL;

  return kp_store_dup_record (fixture->store, KP_ENTITY_ATTACHMENT, id, &body, NULL, NULL);
}

static Fetch
offer (KpSyncFixture *fixture,
       GBytes *content)
{
  Fetch fetch = {
    .sync = fixture->sync,
    .id = kp_faulty_server_publish_file (fixture->server, content),
    .sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content),
    .size = (gint64) g_bytes_get_size (content),
  };

  kp_test_wait_for (has_attachment (fixture, &fetch.id));

  return fetch;
}

static gboolean
run_fetch (Fetch *fetch,
           GError **error)
{
  gboolean is_done = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_fetched_cb, &is_done);

  g_task_set_task_data (task, fetch, NULL);
  kp_sync_push (fetch->sync, task, fetch_in_sync);
  kp_test_wait_for (is_done);

  return g_task_propagate_boolean (task, error);
}

static void
expect_here (KpSyncFixture *fixture,
             const Fetch *fetch,
             GBytes *content)
{
  g_autofree char *path = kp_file_dup_path (fixture->folder, &fetch->id);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpFileRow) row = kp_store_file_load (fixture->store, &fetch->id, &error);
  g_autoptr (GBytes) here = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (row);
  here = kp_sealed_file_load (path, row->key, 10 * SIZE, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (g_bytes_equal (here, content));
}

/* A line that breaks again and again: what came is not asked for again. */
static void
test_fetch_cut (KpSyncFixture *fixture,
                gconstpointer data)
{
  static const gsize CUTS[] = { 1, 65536, 100 * 1000, SIZE - 1 };
  guint64 given = 0;

  kp_sync_fixture_begin (fixture);
  for (guint i = 0; i < G_N_ELEMENTS (CUTS); i++)
    {
      g_autoptr (GBytes) content = make_content (SIZE);
      Fetch fetch = offer (fixture, content);
      g_autoptr (GError) error = NULL;

      set_fault (fixture, KP_BLOB_FAULT_CUT, CUTS[i], 2);
      run_fetch (&fetch, &error);
      g_assert_no_error (error);
      expect_here (fixture, &fetch, content);
      given += SIZE;
      g_assert_cmpuint (get_files (fixture).given, ==, given);
      g_free (fetch.sha256);
    }
}

/* Away in the middle: it says so, and goes on later where it stopped. */
static void
test_fetch_resumed (KpSyncFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autoptr (GError) error = NULL;
  Fetch fetch;

  kp_sync_fixture_begin (fixture);
  fetch = offer (fixture, content);
  /* The second try brings nothing. */
  set_fault (fixture, KP_BLOB_FAULT_CUT, SIZE / 3, 1);
  kp_faulty_blobs_set_next_fault (kp_faulty_server_get_blobs (fixture->server), KP_BLOB_FAULT_CUT,
                                  0, 1);
  g_assert_false (run_fetch (&fetch, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_OFFLINE);
  g_clear_error (&error);
  g_assert_cmpuint (get_files (fixture).given, ==, SIZE / 3);

  run_fetch (&fetch, &error);
  g_assert_no_error (error);
  expect_here (fixture, &fetch, content);
  g_assert_cmpuint (get_files (fixture).given, ==, SIZE);
  g_free (fetch.sha256);
}

/* A server that knows no parts: all of it comes again, and is right. */
static void
test_fetch_whole (KpSyncFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autoptr (GError) error = NULL;
  Fetch fetch;

  kp_sync_fixture_begin (fixture);
  fetch = offer (fixture, content);
  set_fault (fixture, KP_BLOB_FAULT_CUT, SIZE / 3, 1);
  kp_faulty_blobs_set_next_fault (kp_faulty_server_get_blobs (fixture->server),
                                  KP_BLOB_FAULT_WHOLE, 0, 1);
  run_fetch (&fetch, &error);
  g_assert_no_error (error);
  expect_here (fixture, &fetch, content);
  g_free (fetch.sha256);
}

/* Other bytes, of the whole or of the rest: nobody gets to see them, and the next try is clean. */
static void
test_fetch_wrong (KpSyncFixture *fixture,
                  gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  for (guint is_rest = 0; is_rest < 2; is_rest++)
    {
      KpFaultyBlobs *blobs = kp_faulty_server_get_blobs (fixture->server);
      g_autoptr (GBytes) content = make_content (SIZE);
      Fetch fetch = offer (fixture, content);
      g_autofree char *path = kp_file_dup_path (fixture->folder, &fetch.id);
      g_autoptr (GError) error = NULL;

      if (is_rest)
        set_fault (fixture, KP_BLOB_FAULT_CUT, SIZE / 2, 1);
      kp_faulty_blobs_set_next_fault (blobs, KP_BLOB_FAULT_WRONG, 0, 1);
      g_assert_false (run_fetch (&fetch, &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
      g_clear_error (&error);
      g_assert_false (g_file_test (path, G_FILE_TEST_EXISTS));

      run_fetch (&fetch, &error);
      g_assert_no_error (error);
      expect_here (fixture, &fetch, content);
      g_free (fetch.sha256);
    }
}

/* Silence in the middle, until the line is dropped. */
static void
test_fetch_stalled (KpSyncFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autoptr (GError) error = NULL;
  gboolean is_done = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_fetched_cb, &is_done);
  Fetch fetch;
  KpId published;

  kp_sync_fixture_begin (fixture);
  fetch = offer (fixture, content);
  set_fault (fixture, KP_BLOB_FAULT_STALL, 0, 1);
  g_task_set_task_data (task, &fetch, NULL);
  kp_sync_push (fixture->sync, task, fetch_in_sync);
  kp_test_wait_for (get_files (fixture).gets == 1);
  published = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &published));

  kp_faulty_server_stop (fixture->server);
  kp_test_wait_for (is_done);
  g_assert_false (g_task_propagate_boolean (task, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_OFFLINE);
  g_clear_error (&error);
  kp_faulty_server_start (fixture->server);
  run_fetch (&fetch, &error);
  g_assert_no_error (error);
  expect_here (fixture, &fetch, content);
  g_free (fetch.sha256);
}

/* --- Killed --- */

/* The other process: opens the account, and is killed while a file travels. */
G_NORETURN static void
run_until_killed (char **arguments)
{
  KpSyncFixture fixture = { .data_dir = arguments[0], .org = arguments[2] };
  g_autoptr (GError) error = NULL;
  KpSignIn *opened = kp_sign_in_open_sync (arguments[0], arguments[1], NULL, &error);
  g_autoptr (GBytes) content = make_content (SIZE);
  gboolean is_done = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_fetched_cb, &is_done);
  Fetch fetch = { .sha256 = arguments[4], .size = SIZE };

  g_assert_no_error (error);
  kp_sync_fixture_prepare (&fixture);
  kp_sync_fixture_start (&fixture, opened);
  fetch.sync = fixture.sync;
  if (kp_id_parse (arguments[3], strlen (arguments[3]), &fetch.id))
    {
      g_task_set_task_data (task, &fetch, NULL);
      kp_sync_push (fixture.sync, task, fetch_in_sync);
    }
  else
    g_free (queue_with_file (&fixture, content));

  while (TRUE)
    g_main_context_iteration (NULL, TRUE);
}

/* @id, @sha256: of what it is to fetch; empty = it sends. Returns: the process */
static GSubprocess *
begin_process (KpSyncFixture *fixture,
               const char *id,
               const char *sha256)
{
  g_autoptr (GError) error = NULL;
  GSubprocess *process =
    g_subprocess_new (G_SUBPROCESS_FLAGS_NONE, &error, "/proc/self/exe", "--travel",
                      fixture->data_dir, fixture->id, fixture->org, id, sha256, NULL);

  g_assert_no_error (error);

  return process;
}

static void
kill_process (GSubprocess *process)
{
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);
}

static void
open_account (KpSyncFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *opened = kp_sign_in_open_sync (fixture->data_dir, fixture->id, NULL, &error);

  g_assert_no_error (error);
  kp_sync_fixture_start (fixture, opened);
}

/* As when a file is added from a disk that takes its time. */
static void
be_slow_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  gint64 until = g_get_monotonic_time () + G_TIME_SPAN_SECOND / 2;
  GMutex mutex;
  GCond cond;

  g_mutex_init (&mutex);
  g_cond_init (&cond);
  g_mutex_lock (&mutex);
  while (g_cond_wait_until (&cond, &mutex, until))
    ;
  g_mutex_unlock (&mutex);
  g_mutex_clear (&mutex);
  g_cond_clear (&cond);

  g_task_return_boolean (task, TRUE);
}

static void
pass_in_sync (GTask *task,
              gpointer source_object,
              gpointer task_data,
              GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* Whoever waits for a file is told when the account is closed meanwhile, though kp-files has
 * something else to do just then.
 */
static void
test_fetch_closed (KpSyncFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  gboolean is_done = FALSE;
  gboolean has_passed = FALSE;
  g_autoptr (GTask) task = g_task_new (NULL, NULL, on_fetched_cb, &is_done);
  g_autoptr (GTask) slow = g_task_new (NULL, NULL, NULL, NULL);
  g_autoptr (GTask) pass = g_task_new (NULL, NULL, on_fetched_cb, &has_passed);
  g_autoptr (GError) error = NULL;
  Fetch fetch;

  kp_sync_fixture_begin (fixture);
  fetch = offer (fixture, content);
  kp_worker_push (kp_sync_get_files_worker (fixture->sync), KP_PRIORITY_WRITE, slow,
                  be_slow_in_worker);
  g_task_set_task_data (task, &fetch, NULL);
  kp_sync_push (fixture->sync, task, fetch_in_sync);
  /* Once this one is through, kp-files has the other. */
  kp_sync_push (fixture->sync, pass, pass_in_sync);
  kp_test_wait_for (has_passed);

  kp_sync_fixture_stop (fixture);
  kp_test_wait_for (is_done);
  g_assert_false (g_task_propagate_boolean (task, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_free (fetch.sha256);
}

/* Returns: the files of the account, whole or not */
static guint
count_files (KpSyncFixture *fixture)
{
  const KpId any = { 0 };
  g_autofree char *path = kp_file_dup_path (fixture->folder, &any);
  g_autofree char *folder = g_path_get_dirname (path);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_send_killed (KpSyncFixture *fixture,
                  gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  kp_sync_fixture_stop (fixture);
  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (GSubprocess) process = NULL;
      const KpFaultyBlobFigures before = get_files (fixture);

      /* In turns: nothing of it came, or all of it and the answer did not. */
      set_fault (fixture, i % 2 == 0 ? KP_BLOB_FAULT_STALL : KP_BLOB_FAULT_SWALLOW, 0, 1);
      process = begin_process (fixture, "", "");
      kp_test_wait_for (i % 2 == 0 ? get_files (fixture).puts > before.puts
                                   : get_files (fixture).taken > before.taken);
      kill_process (process);
    }

  open_account (fixture);
  wait_for_operations (fixture, 4);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_files (fixture).taken, ==, 4);
  g_assert_cmpuint (get_files (fixture).bare, ==, 0);
  g_assert_cmpuint (kp_sync_fixture_get_status (fixture).needs_you, ==, 0);
  g_assert_cmpuint (kp_sync_fixture_get_status (fixture).queued, ==, 0);
}

static void
test_fetch_killed (KpSyncFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) content = make_content (SIZE);
  g_autoptr (GSubprocess) process = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  Fetch fetch;

  kp_sync_fixture_begin (fixture);
  fetch = offer (fixture, content);
  id = kp_id_dup_text (&fetch.id);
  kp_sync_fixture_stop (fixture);
  set_fault (fixture, KP_BLOB_FAULT_CUT, SIZE / 2, 1);
  kp_faulty_blobs_set_next_fault (kp_faulty_server_get_blobs (fixture->server), KP_BLOB_FAULT_STALL,
                                  0, 1);
  process = begin_process (fixture, id, fetch.sha256);
  kp_test_wait_for (get_files (fixture).gets == 2);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  kill_process (process);

  /* Its key was in memory only, so what came is swept away, as at each start. */
  open_account (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_true (kp_store_files_purge (fixture->store, TRUE, &error));
  g_assert_cmpuint (count_files (fixture), ==, 0);
  fetch.sync = fixture->sync;
  run_fetch (&fetch, &error);
  g_assert_no_error (error);
  expect_here (fixture, &fetch, content);
  g_assert_cmpuint (count_files (fixture), ==, 1);
  g_free (fetch.sha256);
}

#define ADD(path, func) \
  g_test_add (path, KpSyncFixture, NULL, kp_sync_fixture_set_up, func, kp_sync_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  if (argc == 7 && strcmp (argv[1], "--travel") == 0)
    run_until_killed (&argv[2]);

  g_test_init (&argc, &argv, NULL);
  ADD ("/file-faults/send/cut-at-any-byte/there-once", test_send_cut);
  ADD ("/file-faults/send/answer-lost/there-once", test_send_swallowed);
  ADD ("/file-faults/send/forgotten/sent-again", test_send_forgotten);
  ADD ("/file-faults/send/full-for-now/waits-as-told", test_send_full);
  ADD ("/file-faults/send/no-room/says-so", test_send_no_room);
  ADD ("/file-faults/send/stalled/others-go-on", test_send_stalled);
  ADD ("/file-faults/send/killed/there-once", test_send_killed);
  ADD ("/file-faults/fetch/cut-at-any-byte/not-asked-for-again", test_fetch_cut);
  ADD ("/file-faults/fetch/closed/whoever-waits-is-told", test_fetch_closed);
  ADD ("/file-faults/fetch/away/goes-on-where-it-stopped", test_fetch_resumed);
  ADD ("/file-faults/fetch/no-parts/comes-whole", test_fetch_whole);
  ADD ("/file-faults/fetch/wrong-bytes/nobody-sees-them", test_fetch_wrong);
  ADD ("/file-faults/fetch/stalled/others-go-on", test_fetch_stalled);
  ADD ("/file-faults/fetch/killed/nothing-left-and-fetched", test_fetch_killed);

  return g_test_run ();
}
