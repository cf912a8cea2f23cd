/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What befalls the two files of an account: crashes, damage, wrong keys, a full disk, a look at the
 * bytes. Nothing queued is ever lost, and nothing wrong is ever shown.
 */

#include "kp-error.h"
#include "kp-store-pending.h"
#include "kp-store-replica.h"
#include "kp-value.h"
#include "store-fixture.h"

#include <fcntl.h>
#include <glib-unix.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define CANARY "kanariegeel"
#define DAY_MS (24 * 3600 * G_GINT64_CONSTANT (1000))

static gboolean
contains (const GByteArray *bytes,
          gconstpointer text,
          gsize length)
{
  for (gsize at = 0; at + length <= bytes->len; at++)
    {
      if (memcmp (bytes->data + at, text, length) == 0)
        return TRUE;
    }

  return FALSE;
}

static GByteArray *
read_file (StoreFixture *fixture,
           const char *name)
{
  g_autofree char *path = store_fixture_dup_path (fixture, name);
  g_autoptr (GError) error = NULL;
  char *bytes;
  gsize length;

  g_file_get_contents (path, &bytes, &length, &error);
  g_assert_no_error (error);
  return g_byte_array_new_take ((guint8 *) bytes, length);
}

static void
write_file (StoreFixture *fixture,
            const char *name,
            const guint8 *bytes,
            gsize length)
{
  g_autofree char *path = store_fixture_dup_path (fixture, name);
  g_autoptr (GError) error = NULL;

  g_file_set_contents_full (path, (const char *) bytes, length, G_FILE_SET_CONTENTS_NONE, 0600,
                            &error);
  g_assert_no_error (error);
}

static gboolean
has_file (StoreFixture *fixture,
          const char *name)
{
  g_autofree char *path = store_fixture_dup_path (fixture, name);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static guint
count_waiting (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  guint n_waiting = 0;
  guint n_needs_you = 0;

  kp_store_count_changes (fixture->store, &n_waiting, &n_needs_you, &error);
  g_assert_no_error (error);
  return n_waiting;
}

/* Reads what there is. Returns: whether all of it could be read; what is there is right */
static gboolean
read_titles (StoreFixture *fixture,
             GArray *ids)
{
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < ids->len; i++)
    {
      g_autofree char *body = NULL;

      if (kp_store_dup_record (fixture->store, KP_ENTITY_REQUEST, &g_array_index (ids, KpId, i),
                               &body, NULL, &error))
        g_assert_nonnull (strstr (body, "\"title\":\"Jaarrekening\""));
      else if (error != NULL)
        {
          g_assert_true (kp_store_report_damage (fixture->store, error));
          return FALSE;
        }
    }

  return TRUE;
}

static void
test_canary (StoreFixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 3);
  KpId draft = store_fixture_make_id (fixture);
  g_autoptr (GDir) dir = NULL;
  const char *name;

  store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), CANARY, NULL);
  g_assert_true (
    kp_store_draft_save (fixture->store, &draft, "request.submit", "\"" CANARY "\"", NULL));
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      static const char *const SECRETS[] = { CANARY, "Jaarrekening", "Sanne", "request.comment" };
      g_autoptr (GByteArray) bytes = read_file (fixture, name);

      for (guint i = 0; i < G_N_ELEMENTS (SECRETS); i++)
        g_assert_false (contains (bytes, SECRETS[i], strlen (SECRETS[i])));
      g_assert_false (contains (bytes, fixture->key, sizeof fixture->key));
      g_assert_false (contains (bytes, fixture->org_text, strlen (fixture->org_text)));
    }
}

static void
test_wrong_key (StoreFixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStore) store = NULL;

  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  store_fixture_close (fixture);
  fixture->key[7] ^= 1;
  store = kp_store_open (fixture->folder, fixture->key, &fixture->environment.environment, &error);
  g_assert_null (store);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);

  fixture->key[7] ^= 1;
  store_fixture_open (fixture);
  g_assert_cmpint (kp_store_get_cache_state (fixture->store), ==, KP_STORE_FILE_KEPT);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
}

static void
test_change_key (StoreFixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  guint8 key[KP_DB_KEY_SIZE];
  g_autoptr (GError) error = NULL;

  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  store_fixture_close (fixture);
  memset (key, 9, sizeof key);
  kp_store_change_key (fixture->folder, fixture->key, key, &error);
  g_assert_no_error (error);

  g_assert_null (
    kp_store_open (fixture->folder, fixture->key, &fixture->environment.environment, NULL));
  memcpy (fixture->key, key, sizeof key);
  store_fixture_open (fixture);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
}

/* However the cache is damaged: nothing wrong is shown, the queue is whole, and it mends. */
static void
check_after_damage (StoreFixture *fixture,
                    GArray *ids)
{
  gboolean readable;

  store_fixture_open (fixture);
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  readable = read_titles (fixture, ids);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  if (!readable)
    g_assert_cmpint (kp_store_get_cache_state (fixture->store), ==, KP_STORE_FILE_RENEWED);
  g_assert_true (read_titles (fixture, ids));
  g_assert_cmpuint (count_waiting (fixture), ==, 1);
  store_fixture_close (fixture);
}

static GArray *
load_and_queue (StoreFixture *fixture)
{
  GArray *ids = store_fixture_load (fixture, 40);

  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  store_fixture_close (fixture);

  return ids;
}

static void
test_bit_flips (StoreFixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GArray) ids = load_and_queue (fixture);
  g_autoptr (GByteArray) whole = read_file (fixture, "cache.db");
  g_autoptr (GRand) rand = g_rand_new_with_seed (11);

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (GByteArray) flipped = g_byte_array_new ();
      guint at = g_rand_int_range (rand, 0, whole->len);

      g_byte_array_append (flipped, whole->data, whole->len);
      flipped->data[at] ^= 1 << g_rand_int_range (rand, 0, 8);
      write_file (fixture, "cache.db", flipped->data, flipped->len);
      check_after_damage (fixture, ids);
    }
}

static void
test_truncation (StoreFixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GArray) ids = load_and_queue (fixture);
  g_autoptr (GByteArray) whole = read_file (fixture, "cache.db");
  g_autoptr (GRand) rand = g_rand_new_with_seed (12);

  for (guint i = 0; i < 15; i++)
    {
      guint length = i == 0 ? 0 : g_rand_int_range (rand, 1, whole->len);

      write_file (fixture, "cache.db", whole->data, length);
      check_after_damage (fixture, ids);
    }
}

static void
test_deleted_cache (StoreFixture *fixture,
                    gconstpointer test_data)
{
  g_autoptr (GArray) ids = load_and_queue (fixture);
  g_autofree char *path = store_fixture_dup_path (fixture, "cache.db");

  g_assert_no_errno (g_unlink (path));
  check_after_damage (fixture, ids);
}

static const char COUNT_STALE[] =
  "SELECT count(*) FROM raw JOIN p_request ON p_request.raw_key = raw.key"
  " WHERE p_request.pending = 0 AND p_request.body <> raw.body";

static void
feed_changes (StoreFixture *fixture,
              GArray *ids,
              gint64 number,
              guint n_new)
{
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, number, FALSE);

  kp_reply_writer_delta (writer, fixture->stream, 40, number * 100);
  for (guint i = 1; i < ids->len; i++)
    store_fixture_write_request (fixture, writer, &g_array_index (ids, KpId, i), "Jaarrekening",
                                 number % 2 == 0 ? "in_review" : "submitted");
  for (guint i = 0; i < n_new; i++)
    {
      KpId id = store_fixture_make_id (fixture);

      store_fixture_write_request (fixture, writer, &id, "Jaarrekening", "in_review");
    }
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_null (store_fixture_next (fixture));
}

/* A log of yesterday beside the file of today: pages of two times, each of them authentic. */
static void
test_swapped_log (StoreFixture *fixture,
                  gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 40);
  g_autoptr (GByteArray) old_log = NULL;
  g_autoptr (KpStatement) count = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row;

  g_assert_true (kp_db_checkpoint_truncate (kp_store_get_cache (fixture->store), NULL));
  feed_changes (fixture, ids, 11, 0);
  old_log = read_file (fixture, "cache.db-wal");
  g_assert_cmpuint (old_log->len, >, 0);
  for (gint64 number = 12; number < 20; number++)
    feed_changes (fixture, ids, number, 100);
  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  store_fixture_close (fixture);

  write_file (fixture, "cache.db-wal", old_log->data, old_log->len);
  check_after_damage (fixture, ids);

  store_fixture_open (fixture);
  kp_db_check (kp_store_get_cache (fixture->store), &error);
  g_assert_no_error (error);
  count = kp_db_prepare (kp_store_get_cache (fixture->store), COUNT_STALE, NULL);
  g_assert_true (kp_statement_step (count, &has_row, NULL, NULL) && has_row);
  g_assert_cmpint (kp_statement_get_int64 (count, 0), ==, 0);
}

static void
test_later_version (StoreFixture *fixture,
                    gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  g_autoptr (GError) error = NULL;

  store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  kp_db_run_script (kp_store_get_cache (fixture->store),
                    "INSERT INTO migration (name, sha256) VALUES ('9999-later.sql', 'x')", &error);
  g_assert_no_error (error);
  store_fixture_close (fixture);

  store_fixture_open (fixture);
  g_assert_cmpint (kp_store_get_cache_state (fixture->store), ==, KP_STORE_FILE_RENEWED);
  g_assert_true (has_file (fixture, "cache.aside"));
  g_assert_cmpuint (count_waiting (fixture), ==, 1);

  /* Kept until the new one is whole. */
  g_array_unref (store_fixture_load (fixture, 2));
  g_assert_false (has_file (fixture, "cache.aside"));
}

static void
test_damaged_outbox (StoreFixture *fixture,
                     gconstpointer test_data)
{
  g_autoptr (GArray) ids = load_and_queue (fixture);
  g_autoptr (GByteArray) bytes = read_file (fixture, "outbox.db");
  g_autoptr (GByteArray) aside = NULL;
  g_autofree char *path = NULL;
  g_autofree char *name = NULL;

  bytes->data[bytes->len / 2] ^= 4;
  write_file (fixture, "outbox.db", bytes->data, bytes->len);
  store_fixture_open (fixture);
  g_assert_cmpuint (count_waiting (fixture), ==, 0);
  path = kp_store_dup_damaged_outbox (fixture->store);
  g_assert_nonnull (path);

  /* Whole, to the byte. */
  name = g_path_get_basename (path);
  aside = read_file (fixture, name);
  g_assert_cmpmem (aside->data, aside->len, bytes->data, bytes->len);

  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_clear_pointer (&path, g_free);
  path = kp_store_dup_damaged_outbox (fixture->store);
  g_assert_nonnull (path);
}

static void
test_lost_cache (StoreFixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  KpId draft = store_fixture_make_id (fixture);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (GPtrArray) drafts = NULL;
  const KpDraftRow *row;

  g_assert_true (kp_store_draft_save (fixture->store, &draft, "request.submit", "{\"a\":1}", NULL));
  kp_test_environment_advance (&fixture->environment, 1000);
  g_assert_true (kp_store_draft_save (fixture->store, &draft, "request.submit", "{\"a\":2}", NULL));
  store_fixture_close (fixture);
  g_assert_true (kp_store_erase_cache (fixture->folder, NULL));
  store_fixture_open (fixture);

  /* What the outbox saw still tells a restored server apart. */
  request = store_fixture_next (fixture);
  g_assert_cmpint (request->seen[0].number, ==, 10);
  g_assert_cmpuint (request->have->len, ==, 0);

  drafts = kp_store_draft_list (fixture->store, NULL);
  g_assert_cmpuint (drafts->len, ==, 1);
  row = g_ptr_array_index (drafts, 0);
  g_assert_cmpstr (row->body, ==, "{\"a\":2}");
  g_assert_cmpint (row->updated_at - row->created_at, ==, 1000);
  g_assert_true (kp_store_draft_delete (fixture->store, &draft, NULL));
  g_assert_null (kp_store_draft_load (fixture->store, &draft, NULL));
}

/* Queues until it is killed; says on @report how many are durable. */
static void
queue_for_ever (StoreFixture *fixture,
                const KpId *request,
                int report)
{
  guint8 done = 1;

  for (;;)
    {
      store_fixture_comment (fixture, request, "Nog iets", NULL);
      if (write (report, &done, 1) != 1)
        _exit (1);
    }
}

static void
test_killed (StoreFixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (ids, KpId, 0);
  guint n_before = 0;

  store_fixture_close (fixture);
  for (guint round = 0; round < 4; round++)
    {
      int ends[2];
      pid_t child;
      guint8 done;
      guint n = 0;

      g_assert_true (g_unix_open_pipe (ends, O_CLOEXEC, NULL));
      child = fork ();
      g_assert_no_errno (child);
      if (child == 0)
        {
          g_rand_set_seed (fixture->environment.rand, 100 + round);
          store_fixture_open (fixture);
          queue_for_ever (fixture, request, ends[1]);
        }

      close (ends[1]);
      while (n < 5 + 7 * round && read (ends[0], &done, 1) == 1)
        n++;
      g_assert_no_errno (kill (child, SIGKILL));
      while (read (ends[0], &done, 1) == 1)
        n++;
      close (ends[0]);
      g_assert_no_errno (waitpid (child, NULL, 0));

      /* All that was said to be durable, and at most the one that was under way. */
      store_fixture_open (fixture);
      g_assert_cmpuint (count_waiting (fixture), >=, n_before + n);
      g_assert_cmpuint (count_waiting (fixture), <=, n_before + n + 1);
      n_before = count_waiting (fixture);
      store_fixture_close (fixture);
    }
  store_fixture_open (fixture);
}

static void
test_full_disk (StoreFixture *fixture,
                gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (ids, KpId, 0);
  g_autofree char *request_text = kp_id_dup_text (request);
  KpDb *outbox = kp_store_get_outbox (fixture->store);
  const KpOperationKind *kind =
    kp_operation_find_kind ("request.comment@1", strlen ("request.comment@1"));
  guint n = 0;
  gboolean full = FALSE;

  g_assert_true (kp_db_run_script (outbox, "PRAGMA max_page_count = 60", NULL));
  while (!full)
    {
      KpId message = store_fixture_make_id (fixture);
      g_autofree char *message_text = kp_id_dup_text (&message);
      g_autofree char *text = g_strnfill (4000, 'x');
      g_autofree char *arguments =
        g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"%s\"}", request_text,
                         message_text, text);
      g_autoptr (yyjson_doc) doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
      g_autoptr (GError) error = NULL;

      if (kp_store_queue (fixture->store, kind, NULL, yyjson_doc_get_root (doc), NULL, &error))
        n++;
      else
        {
          g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
          full = TRUE;
        }
      g_assert_cmpuint (n, <, 100);
    }

  g_assert_cmpuint (n, >, 0);
  g_assert_cmpuint (count_waiting (fixture), ==, n);
  g_assert_true (read_titles (fixture, ids)); /* still reads */

  g_assert_true (kp_db_run_script (outbox, "PRAGMA max_page_count = 6000", NULL));
  store_fixture_comment (fixture, request, "Weer ruimte", NULL);
  g_assert_cmpuint (count_waiting (fixture), ==, n + 1);
}

static void
test_full_cache (StoreFixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  KpDb *cache = kp_store_get_cache (fixture->store);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (KpFeedResult) result = { 0 };

  g_assert_true (kp_db_run_script (cache, "PRAGMA max_page_count = 1", NULL));
  kp_reply_writer_delta (writer, fixture->stream, 1, 2);
  for (guint i = 0; i < 400; i++)
    {
      KpId id = store_fixture_make_id (fixture);

      store_fixture_write_request (fixture, writer, &id, "Jaarrekening", "submitted");
    }
  reply = kp_reply_writer_end (writer, FALSE, NULL);
  g_assert_false (
    kp_engine_feed (fixture->engine, reply, fixture->environment.now, &result, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_STORAGE);
  g_assert_true (read_titles (fixture, ids));

  /* The same reply again, once there is room. */
  g_clear_error (&error);
  g_assert_true (kp_db_run_script (cache, "PRAGMA max_page_count = 60000", NULL));
  g_assert_true (
    kp_engine_feed (fixture->engine, reply, fixture->environment.now, &result, &error));
  g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
}

static void
test_projected_again (StoreFixture *fixture,
                      gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 5);
  const KpId *request = &g_array_index (ids, KpId, 1);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  KpId message;

  store_fixture_comment (fixture, request, "Een", &message);
  store_fixture_withdraw (fixture, request);
  g_assert_true (
    kp_store_dup_record (fixture->store, KP_ENTITY_REQUEST, request, &before, NULL, NULL));
  g_assert_true (kp_pending_project_again (fixture->store, changes, NULL));
  g_assert_cmpuint (changes->records->len, ==, 0);
  g_assert_false (changes->all);

  /* As after an upgrade of the program that wants other columns. */
  g_assert_true (kp_replica_set_shape (kp_store_get_cache (fixture->store), "another", NULL));
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_assert_true (
    kp_store_dup_record (fixture->store, KP_ENTITY_REQUEST, request, &after, NULL, NULL));
  g_assert_cmpstr (after, ==, before);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_QUEUED);
}

static void
test_drop (StoreFixture *fixture,
           gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  const KpId *request = &g_array_index (ids, KpId, 0);
  KpId first = store_fixture_comment (fixture, request, "Een", NULL);
  KpId second = store_fixture_comment (fixture, request, "Twee", NULL);
  KpId other = store_fixture_comment (fixture, &g_array_index (ids, KpId, 1), "Drie", NULL);
  g_autoptr (KpSyncRequest) unsent = NULL;
  g_autoptr (KpSyncRequest) sent = NULL;
  g_autoptr (KpSyncRequest) again = NULL;
  g_autoptr (GError) error = NULL;
  guint n_dropped = 0;

  g_assert_true (kp_store_drop_change (fixture->store, &first, &n_dropped, &error));
  g_assert_cmpuint (n_dropped, ==, 2);
  g_assert_null (kp_store_get_change (fixture->store, &second, NULL));
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_REQUEST, request), ==,
                   KP_PENDING_NONE);

  /* Offered to an office that was not there: nobody has it. */
  unsent = store_fixture_next (fixture);
  g_assert_cmpuint (unsent->offers->len, ==, 1);
  g_assert_false (kp_store_drop_change (fixture->store, &other, NULL, NULL));
  g_assert_true (kp_engine_fail (fixture->engine, KP_REACH_NOWHERE, &error));
  g_assert_true (kp_store_drop_change (fixture->store, &other, NULL, &error));
  g_assert_no_error (error);

  /* One that left the computer may have been done: it is not for the person to forget, however
   * often the office is not there afterwards.
   */
  other = store_fixture_comment (fixture, &g_array_index (ids, KpId, 1), "Vier", NULL);
  sent = store_fixture_next (fixture);
  g_assert_true (kp_engine_fail (fixture->engine, KP_REACH_SENT, NULL));
  again = store_fixture_next (fixture);
  g_assert_cmpuint (again->offers->len, ==, 1);
  g_assert_true (kp_engine_fail (fixture->engine, KP_REACH_NOWHERE, NULL));
  g_assert_false (kp_store_drop_change (fixture->store, &other, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_CONFLICT);
}

static void
test_lease (StoreFixture *fixture,
            gconstpointer test_data)
{
  gint64 server_ms;
  gint64 age_ms;

  g_assert_true (kp_store_get_last_contact (fixture->store, &server_ms, &age_ms, NULL));
  g_assert_cmpint (server_ms, ==, 0);
  g_assert_true (kp_store_note_contact (fixture->store, 1763770000000, NULL));
  kp_test_environment_advance (&fixture->environment, 3 * DAY_MS);
  g_assert_true (kp_store_get_last_contact (fixture->store, &server_ms, &age_ms, NULL));
  g_assert_cmpint (server_ms, ==, 1763770000000);
  g_assert_cmpint (age_ms, ==, 3 * DAY_MS);

  /* The clock is set back and the computer started again: what was counted stays. */
  fixture->environment.now -= 10 * DAY_MS;
  fixture->environment.boot_time = 1000;
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_assert_true (kp_store_get_last_contact (fixture->store, &server_ms, &age_ms, NULL));
  g_assert_cmpint (age_ms, ==, 3 * DAY_MS + 1000);
  fixture->environment.boot_time += DAY_MS;
  g_assert_true (kp_store_get_last_contact (fixture->store, &server_ms, &age_ms, NULL));
  g_assert_cmpint (age_ms, ==, 4 * DAY_MS + 1000);
}

static gint64
get_claimed_time (StoreFixture *fixture)
{
  gint64 at = 0;

  g_assert_true (kp_store_get_claimed_time (fixture->store, &at, NULL));

  return at;
}

static void
test_claimed_time (StoreFixture *fixture,
                   gconstpointer test_data)
{
  const gint64 server_now = 1763770000000;

  /* Before the first contact there is the wall clock only. */
  fixture->environment.now = 1000;
  g_assert_cmpint (get_claimed_time (fixture), ==, 1000);

  /* Right, or off by less than anybody minds. */
  fixture->environment.now = server_now;
  g_assert_true (kp_store_note_contact (fixture->store, server_now, NULL));
  fixture->environment.now -= 60 * 1000;
  g_assert_cmpint (get_claimed_time (fixture), ==, server_now - 60 * 1000);

  /* Switched off for a month: the boot clock has not counted it. */
  fixture->environment.now = server_now + 30 * DAY_MS;
  g_assert_cmpint (get_claimed_time (fixture), ==, server_now + 30 * DAY_MS);

  /* Off by years, either way. */
  fixture->environment.now = server_now - 3650 * DAY_MS;
  fixture->environment.boot_time += 5000;
  g_assert_cmpint (get_claimed_time (fixture), ==, server_now + 5000);
  fixture->environment.now = server_now + 3650 * DAY_MS;
  g_assert_cmpint (get_claimed_time (fixture), ==, server_now + 5000);
}

static void
test_unknown_kind (StoreFixture *fixture,
                   gconstpointer test_data)
{
  static const char LINES[] =
    "{\"seen\":[10,\"0000000000000001\"],\"acc\":\"0123456789abcdef\",\"now\":1763770000000}\n"
    "{\"allowed\":[\"p:x\"]}\n"
    "{\"s\":\"p:x\",\"h0\":1,\"low\":0,\"new\":1}\n"
    "{\"e\":\"invoice\",\"id\":\"AZqbHFSRcAC-IxIvNzo7Yw\",\"v\":{\"cents\":100}}\n"
    "{\"end\":{\"more\":0}}\n";
  g_autoptr (KpSyncRequest) first = store_fixture_next (fixture);
  g_autoptr (GBytes) reply = g_bytes_new_static (LINES, strlen (LINES));
  g_autoptr (GError) error = NULL;
  g_auto (KpFeedResult) result = { 0 };
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  kp_engine_feed (fixture->engine, reply, fixture->environment.now, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
  select =
    kp_db_prepare (kp_store_get_cache (fixture->store),
                   "SELECT raw.body, kind.name FROM raw JOIN kind ON kind.ent = raw.ent", NULL);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);
  g_assert_cmpstr (kp_statement_get_text (select, 0), ==, "{\"cents\":100}");
  g_assert_cmpstr (kp_statement_get_text (select, 1), ==, "invoice");
}

/* What one change costs does not depend on how much is held. */
static void
test_no_scans (StoreFixture *fixture,
               gconstpointer test_data)
{
  guint64 steps[2];

  for (guint run = 0; run < 2; run++)
    {
      g_autoptr (GArray) ids = store_fixture_load (fixture, run == 0 ? 5 : 200);
      KpDb *cache = kp_store_get_cache (fixture->store);
      guint64 before = kp_db_get_scan_steps (cache);
      KpId operation = store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Een", NULL);
      KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);

      store_fixture_write_result (writer, &operation, "ok");
      kp_reply_writer_delta (writer, fixture->stream, 200, 201);
      store_fixture_write_request (fixture, writer, &g_array_index (ids, KpId, 1), "Nieuw",
                                   "in_review");
      store_fixture_feed (fixture, writer, FALSE);
      steps[run] = kp_db_get_scan_steps (cache) - before;
      kp_engine_ask (fixture->engine);
    }

  g_assert_cmpuint (steps[1], ==, steps[0]);
}

#define ADD(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/store/files/nothing-readable", test_canary);
  ADD ("/store/key/wrong-one-moves-nothing", test_wrong_key);
  ADD ("/store/key/changed", test_change_key);
  ADD ("/store/cache/bit-flips", test_bit_flips);
  ADD ("/store/cache/truncated", test_truncation);
  ADD ("/store/cache/deleted", test_deleted_cache);
  ADD ("/store/cache/swapped-log", test_swapped_log);
  ADD ("/store/cache/of-a-later-version", test_later_version);
  ADD ("/store/cache/lost-keeps-drafts-and-history", test_lost_cache);
  ADD ("/store/cache/full-disk", test_full_cache);
  ADD ("/store/outbox/damaged-is-kept-aside", test_damaged_outbox);
  ADD ("/store/outbox/killed-keeps-what-was-queued", test_killed);
  ADD ("/store/outbox/full-disk", test_full_disk);
  ADD ("/store/outbox/drop", test_drop);
  ADD ("/store/projection/again-is-the-same", test_projected_again);
  ADD ("/store/projection/unknown-kind-is-kept", test_unknown_kind);
  ADD ("/store/lease/counts-over-restarts", test_lease);
  ADD ("/store/claimed-time/clock-off-by-years/is-not-believed", test_claimed_time);
  ADD ("/store/apply/no-scans", test_no_scans);

  return g_test_run ();
}
