/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts and failing disks under the two files of an account (STRENGTH.md R3, R4): what was
 * queued is there, the cache is a prefix of history or begins anew, and there is always reading.
 */

#include "kp-crash-vfs.h"
#include "kp-error.h"
#include "kp-store-replica.h"
#include "kp-test.h"
#include "kp-value.h"
#include "store-fixture.h"

#include <glib/gstdio.h>
#include <string.h>

#define N_ROUNDS 4
#define N_REQUESTS 3
#define N_SAMPLES 2
#define MAX_CALLS 500
/* Where the stream stands after store_fixture_load(). */
#define LOADED_TO N_REQUESTS

/* What was done: in each round a reply is applied, then a comment queued. */
typedef struct
{
  StoreFixture *fixture;
  GArray *requests;          /* (owned) of KpId */
  KpId operations[N_ROUNDS]; /* queued */
  guint n_renewed;           /* states whose cache began anew */
} History;

/* How a call fails. */
typedef struct
{
  KpCrashFault fault;
  gboolean for_good;
} Failing;

/* The reply that gives all requests the title "v<version>". */
static GBytes *
make_reply (StoreFixture *fixture,
            GArray *requests,
            guint version)
{
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 10 + version, FALSE);
  g_autofree char *title = g_strdup_printf ("v%u", version);

  kp_reply_writer_delta (writer, fixture->stream, LOADED_TO, LOADED_TO + N_REQUESTS * version);
  for (guint i = 0; i < requests->len; i++)
    store_fixture_write_request (fixture, writer, &g_array_index (requests, KpId, i), title,
                                 "submitted");

  return kp_reply_writer_end (writer, FALSE, NULL);
}

static gboolean
feed (StoreFixture *fixture,
      GBytes *reply,
      GError **error)
{
  g_auto (KpFeedResult) result = { 0 };

  if (!kp_engine_feed (fixture->engine, reply, fixture->environment.now, &result, error))
    return FALSE;

  g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
  return TRUE;
}

/* The engine applies replies only to what it asked. */
static void
ask (StoreFixture *fixture)
{
  g_autoptr (KpSyncRequest) request = NULL;

  kp_engine_ask (fixture->engine);
  request = store_fixture_next (fixture);
  g_assert_nonnull (request);
}

static gboolean
queue_comment (StoreFixture *fixture,
               const KpId *request,
               KpId *id,
               GError **error)
{
  static const char KIND[] = "request.comment@1";
  KpId message = store_fixture_make_id (fixture);
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *message_text = kp_id_dup_text (&message);
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Goed\"}", request_text,
                     message_text);
  g_autoptr (yyjson_doc) doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);

  return kp_store_queue (fixture->store, kp_operation_find_kind (KIND, strlen (KIND)), NULL,
                         yyjson_doc_get_root (doc), id, error);
}

static gboolean
has_operation (KpStore *store,
               const KpId *id)
{
  g_autoptr (GError) error = NULL;
  KpOutboxItem *item = kp_store_get_change (store, id, &error);
  gboolean found = item != NULL;

  g_assert_no_error (error);
  g_clear_pointer (&item, kp_outbox_item_free);

  return found;
}

/* Returns: (transfer full) (nullable): the title of a request; NULL = it is not there */
static char *
dup_title (KpStore *store,
           const KpId *id,
           GError **error)
{
  g_autofree char *body = NULL;
  g_autoptr (yyjson_doc) doc = NULL;

  if (!kp_store_dup_record (store, KP_ENTITY_REQUEST, id, &body, NULL, error))
    return NULL;

  doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  return g_strdup (yyjson_get_str (yyjson_obj_get (yyjson_doc_get_root (doc), "title")));
}

/* Returns: (transfer full) (nullable): what is wrong with the cache: titles of two replies */
static char *
check_titles (KpStore *store,
              GArray *requests)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *first = dup_title (store, &g_array_index (requests, KpId, 0), &error);

  for (guint i = 1; i < requests->len && error == NULL; i++)
    {
      g_autofree char *title = dup_title (store, &g_array_index (requests, KpId, i), &error);

      if (g_strcmp0 (first, title) != 0)
        return g_strdup_printf ("titles %s and %s together", first, title);
    }
  if (error != NULL)
    return g_strdup (error->message);

  return first != NULL ? NULL : g_strdup ("the requests are not there");
}

static char *
check_outbox (KpStore *store,
              const History *history,
              guint n_acknowledged)
{
  g_autofree char *damaged = kp_store_dup_damaged_outbox (store);
  g_autoptr (GError) error = NULL;
  gboolean has_ended = FALSE;

  if (damaged != NULL)
    return g_strdup ("the outbox was moved aside");
  if (!kp_db_check (kp_store_get_outbox (store), &error))
    return g_strdup (error->message);

  for (guint i = 0; i < N_ROUNDS; i++)
    {
      gboolean found = !kp_id_is_zero (&history->operations[i]) &&
                       has_operation (store, &history->operations[i]);

      if (!found && i < n_acknowledged)
        return g_strdup_printf ("operation %u was acknowledged and is lost", i);
      if (found && has_ended)
        return g_strdup_printf ("operation %u is there without the one before", i);
      has_ended |= !found;
    }

  return NULL;
}

static char *
check_account (const char *folder,
               guint n_marks,
               gpointer data)
{
  History *history = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStore) store = kp_store_open (
    folder, history->fixture->key, &history->fixture->environment.environment, &error);
  char *fault;

  if (store == NULL)
    return g_strdup (error->message);

  fault = check_outbox (store, history, n_marks);
  if (fault != NULL)
    return fault;

  if (kp_store_get_cache_state (store) == KP_STORE_FILE_RENEWED)
    {
      history->n_renewed++;
      return NULL;
    }

  if (!kp_db_check (kp_store_get_cache (store), &error))
    return g_strdup (error->message);

  return check_titles (store, history->requests);
}

static void
test_power_cut (StoreFixture *fixture,
                gconstpointer test_data)
{
  g_autofree char *folder = kp_test_dup_path ("account-after");
  g_autoptr (GArray) requests = store_fixture_load (fixture, N_REQUESTS);
  g_autoptr (GBytes) first = make_reply (fixture, requests, 1);
  History history = { .fixture = fixture, .requests = requests };
  g_autoptr (GError) error = NULL;
  KpCrashVfs *vfs;
  guint n_states;

  ask (fixture);
  g_assert_true (feed (fixture, first, NULL));
  store_fixture_close (fixture);
  vfs = kp_crash_vfs_new ();
  kp_crash_vfs_record (vfs, fixture->folder);
  store_fixture_open (fixture);
  for (guint i = 0; i < N_ROUNDS; i++)
    {
      g_autoptr (GBytes) reply = make_reply (fixture, requests, i + 2);

      ask (fixture);
      feed (fixture, reply, &error);
      g_assert_no_error (error);
      queue_comment (fixture, &g_array_index (requests, KpId, 0), &history.operations[i], &error);
      g_assert_no_error (error);
      kp_crash_vfs_mark (vfs);
    }
  store_fixture_close (fixture);

  n_states = kp_crash_vfs_check_states (vfs, folder, N_SAMPLES, 1, check_account, &history);
  g_test_message ("%u states opened, in %u the cache began anew", n_states, history.n_renewed);
  g_assert_true (n_states > 100 || g_test_failed ());
  kp_crash_vfs_free (vfs);
  store_fixture_open (fixture);
}

/* So that the path of each commit goes through the checkpoint too. */
static void
checkpoint_always (StoreFixture *fixture)
{
  static const char ALWAYS[] = "PRAGMA wal_autocheckpoint = 1";

  g_assert_true (kp_db_run_script (kp_store_get_outbox (fixture->store), ALWAYS, NULL));
  g_assert_true (kp_db_run_script (kp_store_get_cache (fixture->store), ALWAYS, NULL));
}

/* Asks for all that can be read, and fails the test if something is wrong. */
static void
check_readable (StoreFixture *fixture,
                GArray *requests,
                GArray *operations)
{
  g_autofree char *fault = check_titles (fixture->store, requests);

  g_assert_cmpstr (fault, ==, NULL);
  for (guint i = 0; i < operations->len; i++)
    g_assert_true (has_operation (fixture->store, &g_array_index (operations, KpId, i)));
}

static void
check_reopened (StoreFixture *fixture,
                KpCrashVfs *vfs,
                GArray *requests,
                GArray *operations)
{
  g_autofree char *damaged = NULL;

  store_fixture_close (fixture);
  kp_crash_vfs_free (vfs);
  store_fixture_open (fixture);
  damaged = kp_store_dup_damaged_outbox (fixture->store);
  g_assert_null (damaged);
  g_assert_cmpint (kp_store_get_cache_state (fixture->store), ==, KP_STORE_FILE_KEPT);
  g_assert_true (kp_db_check (kp_store_get_cache (fixture->store), NULL));
  check_readable (fixture, requests, operations);
}

static void
test_queue (StoreFixture *fixture,
            gconstpointer test_data)
{
  const Failing *failing = test_data;
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GArray) requests = store_fixture_load (fixture, N_REQUESTS);
  guint n_failed = 1;
  guint n_all = 0;
  KpCrashVfs *vfs;
  guint k;

  store_fixture_close (fixture);
  vfs = kp_crash_vfs_new ();
  store_fixture_open (fixture);
  checkpoint_always (fixture);
  for (k = 1; n_failed > 0 && k < MAX_CALLS; k++)
    {
      g_autoptr (GError) error = NULL;
      KpId id;

      kp_crash_vfs_fail (vfs, k, failing->fault, failing->for_good);
      if (queue_comment (fixture, &g_array_index (requests, KpId, k % N_REQUESTS), &id, &error))
        g_array_append_val (operations, id);
      else
        g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
      check_readable (fixture, requests, operations);
      n_failed = kp_crash_vfs_heal (vfs);
      n_all += n_failed;
    }
  g_assert_cmpuint (k, <, MAX_CALLS);
  g_test_message ("%u calls in the path, %u failures", k - 2, n_all);
  check_reopened (fixture, vfs, requests, operations);
}

static void
test_reply (StoreFixture *fixture,
            gconstpointer test_data)
{
  const Failing *failing = test_data;
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GArray) requests = store_fixture_load (fixture, N_REQUESTS);
  guint n_failed = 1;
  guint n_all = 0;
  KpCrashVfs *vfs;
  KpId id;
  guint k;

  store_fixture_close (fixture);
  vfs = kp_crash_vfs_new ();
  store_fixture_open (fixture);
  checkpoint_always (fixture);
  g_assert_true (queue_comment (fixture, &g_array_index (requests, KpId, 0), &id, NULL));
  g_array_append_val (operations, id);
  for (k = 1; n_failed > 0 && k < MAX_CALLS; k++)
    {
      g_autoptr (GBytes) reply = make_reply (fixture, requests, k);
      g_autoptr (GError) error = NULL;

      ask (fixture);
      kp_crash_vfs_fail (vfs, k, failing->fault, failing->for_good);
      if (!feed (fixture, reply, &error))
        g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
      check_readable (fixture, requests, operations);
      n_failed = kp_crash_vfs_heal (vfs);
      n_all += n_failed;

      /* The same reply again, once the disk is well. */
      g_clear_error (&error);
      ask (fixture);
      feed (fixture, reply, &error);
      g_assert_no_error (error);
      check_readable (fixture, requests, operations);
    }
  g_assert_cmpuint (k, <, MAX_CALLS);
  g_test_message ("%u calls in the path, %u failures", k - 2, n_all);
  check_reopened (fixture, vfs, requests, operations);
}

/* Copies the databases with their logs, as they stand while a store has them open: what a program
 * that was killed leaves.
 */
static void
copy_files (const char *from,
            const char *to)
{
  static const char *const NAMES[] = { "outbox.db", "outbox.db-wal", "cache.db", "cache.db-wal" };

  for (guint i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      g_autofree char *source = g_build_filename (from, NAMES[i], NULL);
      g_autofree char *target = g_build_filename (to, NAMES[i], NULL);
      g_autofree char *content = NULL;
      gsize length;
      g_autoptr (GError) error = NULL;

      g_file_get_contents (source, &content, &length, &error);
      g_assert_no_error (error);
      g_file_set_contents (target, content, (gssize) length, &error);
      g_assert_no_error (error);
    }
}

/* Opens the account while calls fail: it opens, or says that it is the disk. */
static void
open_failing (StoreFixture *fixture,
              GArray *requests,
              GArray *operations)
{
  g_autoptr (GError) error = NULL;

  fixture->store =
    kp_store_open (fixture->folder, fixture->key, &fixture->environment.environment, &error);
  if (fixture->store == NULL)
    {
      g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
      return;
    }

  check_readable (fixture, requests, operations);
  g_clear_pointer (&fixture->store, kp_store_close);
}

/* A disk that fails while an account opens damages nothing, and nothing is taken for damaged. */
static void
test_open (StoreFixture *fixture,
           gconstpointer test_data)
{
  const Failing *failing = test_data;
  g_autofree char *killed = kp_test_dup_path ("account-killed");
  g_autoptr (GArray) operations = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (GArray) requests = store_fixture_load (fixture, N_REQUESTS);
  const KpId *request = &g_array_index (requests, KpId, 0);
  /* Reads are many, since the outbox is read whole: one in eleven. */
  guint step = failing->fault == KP_CRASH_READ_ERROR ? 11 : 1;
  guint n_failed = 1;
  guint n_all = 0;
  KpCrashVfs *vfs;
  KpId id;
  guint k;

  /* So that only the last change is in the logs. */
  g_assert_true (kp_db_checkpoint_truncate (kp_store_get_outbox (fixture->store), NULL));
  g_assert_true (kp_db_checkpoint_truncate (kp_store_get_cache (fixture->store), NULL));
  g_assert_true (queue_comment (fixture, request, &id, NULL));
  g_array_append_val (operations, id);
  g_assert_true (kp_store_note_log (fixture->store, NULL));
  g_assert_no_errno (g_mkdir_with_parents (killed, 0700));
  copy_files (fixture->folder, killed);
  store_fixture_close (fixture);
  vfs = kp_crash_vfs_new ();
  for (k = 1; n_failed > 0 && k < MAX_CALLS; k += step)
    {
      g_autofree char *damaged = NULL;

      copy_files (killed, fixture->folder);
      kp_crash_vfs_fail (vfs, k, failing->fault, failing->for_good);
      open_failing (fixture, requests, operations);
      n_failed = kp_crash_vfs_heal (vfs);
      n_all += n_failed;

      store_fixture_open (fixture);
      damaged = kp_store_dup_damaged_outbox (fixture->store);
      g_assert_null (damaged);
      g_assert_cmpint (kp_store_get_cache_state (fixture->store), ==, KP_STORE_FILE_KEPT);
      check_readable (fixture, requests, operations);
      g_assert_true (queue_comment (fixture, request, &id, NULL));
      store_fixture_close (fixture);
    }
  g_assert_cmpuint (k, <, MAX_CALLS);
  g_test_message ("%u calls in the path, %u failures", k - 1 - step, n_all);
  store_fixture_open (fixture);
  check_reopened (fixture, vfs, requests, operations);
}

static const Failing ERROR_ONCE = { KP_CRASH_IO_ERROR, FALSE };
static const Failing ERROR_FOR_GOOD = { KP_CRASH_IO_ERROR, TRUE };
static const Failing FULL_ONCE = { KP_CRASH_DISK_FULL, FALSE };
static const Failing FULL_FOR_GOOD = { KP_CRASH_DISK_FULL, TRUE };
static const Failing UNREADABLE_ONCE = { KP_CRASH_READ_ERROR, FALSE };
static const Failing UNREADABLE_FOR_GOOD = { KP_CRASH_READ_ERROR, TRUE };

#define ADD(path, data, func)                                                        \
  g_test_add ("/store-faults/" path, StoreFixture, data, store_fixture_set_up, func, \
              store_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("power-cut/queued-is-kept-cache-is-prefix-of-history", NULL, test_power_cut);
  ADD ("kth-call/queue/io-error/once", &ERROR_ONCE, test_queue);
  ADD ("kth-call/queue/io-error/for-good", &ERROR_FOR_GOOD, test_queue);
  ADD ("kth-call/queue/disk-full/once", &FULL_ONCE, test_queue);
  ADD ("kth-call/queue/disk-full/for-good", &FULL_FOR_GOOD, test_queue);
  ADD ("kth-call/reply/io-error/once", &ERROR_ONCE, test_reply);
  ADD ("kth-call/reply/io-error/for-good", &ERROR_FOR_GOOD, test_reply);
  ADD ("kth-call/reply/disk-full/once", &FULL_ONCE, test_reply);
  ADD ("kth-call/reply/disk-full/for-good", &FULL_FOR_GOOD, test_reply);
  ADD ("kth-call/open/io-error/once", &ERROR_ONCE, test_open);
  ADD ("kth-call/open/io-error/for-good", &ERROR_FOR_GOOD, test_open);
  ADD ("kth-call/open/disk-full/once", &FULL_ONCE, test_open);
  ADD ("kth-call/open/disk-full/for-good", &FULL_FOR_GOOD, test_open);
  ADD ("kth-call/open/unreadable/once", &UNREADABLE_ONCE, test_open);
  ADD ("kth-call/open/unreadable/for-good", &UNREADABLE_FOR_GOOD, test_open);

  return g_test_run ();
}
