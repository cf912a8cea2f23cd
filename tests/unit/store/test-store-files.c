/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations that bring files: they wait until the files are there, need the person when one is not
 * taken, and files go with the last thing that names them.
 */

#include "kp-error.h"
#include "kp-store-attachments.h"
#include "kp-test.h"
#include "store-fixture.h"

#include <string.h>

#define SHA_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"

static KpId
add_file (StoreFixture *fixture,
          const char *name)
{
  KpFileRow row = { .id = store_fixture_make_id (fixture),
                    .name = (char *) name,
                    .media_type = (char *) "application/pdf",
                    .sha256 = (char *) SHA_A,
                    .size = 7 };
  g_autofree char *path = kp_file_dup_path (fixture->folder, &row.id);

  g_assert_true (kp_file_make_folder (fixture->folder, NULL));
  g_assert_true (g_file_set_contents (path, "sealed", -1, NULL));
  g_assert_true (kp_store_file_add (fixture->store, &row, NULL));

  return row.id;
}

static gboolean
has_content (StoreFixture *fixture,
             const KpId *file)
{
  g_autofree char *path = kp_file_dup_path (fixture->folder, file);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
add_element (yyjson_mut_doc *doc,
             yyjson_mut_val *list,
             const KpId *file)
{
  yyjson_mut_val *element = yyjson_mut_arr_add_obj (doc, list);
  g_autofree char *id = kp_id_dup_text (file);

  yyjson_mut_obj_add_strcpy (doc, element, "id", id);
  yyjson_mut_obj_add_str (doc, element, "name", "a.pdf");
  yyjson_mut_obj_add_str (doc, element, "media_type", "application/pdf");
  yyjson_mut_obj_add_int (doc, element, "size", 7);
  yyjson_mut_obj_add_str (doc, element, "sha256", SHA_A);
}

/* Queues a comment with files. @b: (nullable). Returns: the id of the operation */
static KpId
comment (StoreFixture *fixture,
         const KpId *request,
         const KpId *message,
         const KpId *a,
         const KpId *b)
{
  const KpOperationKind *kind = kp_operation_find_kind ("request.comment@1", 17);
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *list;
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *message_text = kp_id_dup_text (message);
  g_autoptr (GError) error = NULL;
  yyjson_doc *arguments;
  KpId id;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_strcpy (doc, root, "request", request_text);
  yyjson_mut_obj_add_strcpy (doc, root, "message", message_text);
  yyjson_mut_obj_add_str (doc, root, "text", "See this");
  list = yyjson_mut_obj_add_arr (doc, root, "attachments");
  add_element (doc, list, a);
  if (b != NULL)
    add_element (doc, list, b);
  arguments = yyjson_mut_doc_imut_copy (doc, NULL);
  kp_store_queue (fixture->store, kind, NULL, yyjson_doc_get_root (arguments), &id, &error);
  g_assert_no_error (error);
  yyjson_doc_free (arguments);
  yyjson_mut_doc_free (doc);

  return id;
}

static guint
count_offers (StoreFixture *fixture)
{
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (GError) error = NULL;
  guint n;

  kp_engine_ask (fixture->engine);
  request = store_fixture_next (fixture);
  n = request->offers->len;
  g_assert_true (kp_engine_fail (fixture->engine, KP_REACH_SENT, &error));

  return n;
}

static void
send_next (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpFileRow) row = kp_store_file_next (fixture->store, &error);

  g_assert_no_error (error);
  g_assert_nonnull (row);
  g_assert_true (kp_id_equal (&row->org, &fixture->org));
  g_assert_true (kp_store_file_set_sent (fixture->store, row, &error));
}

static void
refuse_next (StoreFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpFileRow) row = kp_store_file_next (fixture->store, &error);

  g_assert_nonnull (row);
  kp_store_file_refuse (fixture->store, row, KP_FILE_FAULT_TYPE, &error);
  g_assert_no_error (error);
}

static KpOutboxState
get_state (StoreFixture *fixture,
           const KpId *operation)
{
  g_autoptr (KpOutboxItem) item = kp_store_get_change (fixture->store, operation, NULL);

  return item->state;
}

static void
test_waits (StoreFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId file = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  g_autofree char *text = NULL;

  comment (fixture, request, &message, &file, NULL);
  store_fixture_comment (fixture, request, "Later", NULL);
  text = store_fixture_dup_field (fixture, KP_ENTITY_ATTACHMENT, &file, "message_id");
  g_assert_nonnull (text);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_ATTACHMENT, &file), ==,
                   KP_PENDING_QUEUED);

  /* What was said after it does not overtake it. */
  g_assert_cmpuint (count_offers (fixture), ==, 0);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  g_assert_cmpuint (count_offers (fixture), ==, 0);
  send_next (fixture);
  g_assert_cmpuint (count_offers (fixture), ==, 2);
}

/* The same content is sent once, however many messages bring it. */
static void
test_same_content (StoreFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId b = add_file (fixture, "b.pdf");
  KpId message = store_fixture_make_id (fixture);

  comment (fixture, request, &message, &a, &b);
  send_next (fixture);
  g_assert_null (kp_store_file_next (fixture->store, NULL));
  g_assert_cmpuint (count_offers (fixture), ==, 1);
}

static void
test_unknown (StoreFixture *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const char *text = "{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"x\",\"attachments\":["
                     "{\"id\":\"%s\",\"name\":\"a.pdf\",\"media_type\":\"application/pdf\","
                     "\"size\":1,\"sha256\":\"" SHA_A "\"}]}";
  KpId ids[] = { store_fixture_make_id (fixture), store_fixture_make_id (fixture) };
  g_autofree char *request = kp_id_dup_text (&g_array_index (requests, KpId, 0));
  g_autofree char *message = kp_id_dup_text (&ids[0]);
  g_autofree char *file = kp_id_dup_text (&ids[1]);
  g_autoptr (GError) error = NULL;
  g_autoptr (GString) json = g_string_new (text);
  yyjson_doc *arguments;

  g_string_replace (json, "%s", request, 1);
  g_string_replace (json, "%s", message, 1);
  g_string_replace (json, "%s", file, 1);
  arguments = yyjson_read (json->str, json->len, 0);
  g_assert_false (kp_store_queue (fixture->store, kp_operation_find_kind ("request.comment@1", 17),
                                  NULL, yyjson_doc_get_root (arguments), NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_FOUND);
  g_assert_cmpuint (count_offers (fixture), ==, 0);
  yyjson_doc_free (arguments);
}

static void
test_refused (StoreFixture *fixture,
              gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);
  guint n_waiting;
  guint n_needs_you;
  g_autoptr (GError) error = NULL;

  refuse_next (fixture);
  g_assert_cmpint (get_state (fixture, &operation), ==, KP_OUTBOX_NEEDS_YOU);
  g_assert_true (kp_store_count_changes (fixture->store, &n_waiting, &n_needs_you, NULL));
  g_assert_cmpuint (n_waiting, ==, 0);
  g_assert_cmpuint (n_needs_you, ==, 1);
  /* It is still in the conversation, where its way out is. */
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_NEEDS_YOU);
  g_assert_cmpuint (count_offers (fixture), ==, 0);

  kp_store_file_remove_refused (fixture->store, &operation, &error);
  g_assert_no_error (error);
  g_assert_false (has_content (fixture, &a));
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_ATTACHMENT, &a), ==, -1);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_QUEUED);
  g_assert_cmpuint (count_offers (fixture), ==, 1);
}

static void
test_refused_dropped (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);

  refuse_next (fixture);
  g_assert_true (kp_store_drop_change (fixture->store, &operation, NULL, NULL));
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==, -1);
  g_assert_cmpuint (count_offers (fixture), ==, 0);
  g_assert_true (kp_store_files_purge (fixture->store, TRUE, NULL));
  g_assert_false (has_content (fixture, &a));
}

/* Offers what waits, of which the server misses a file. */
static void
answer_later (StoreFixture *fixture,
              const KpId *operation,
              guint number)
{
  g_autofree char *id = kp_id_dup_text (operation);
  g_autofree char *line = g_strconcat (
    "{\"op\":\"", id, "\",\"r\":\"later\",\"s\":60,\"need\":[\"file:" SHA_A "\"]}", NULL);
  g_autoptr (KpSyncRequest) sent = NULL;
  KpReplyWriter *writer;

  kp_engine_ask (fixture->engine);
  sent = store_fixture_next (fixture);
  g_assert_cmpuint (sent->offers->len, ==, 1);
  writer = store_fixture_begin_reply (fixture, number, FALSE);
  kp_reply_writer_result (writer, line, strlen (line));
  store_fixture_feed (fixture, writer, FALSE);
}

/* The office lost the content, after a restore for instance: it is sent again, but not for ever. */
static void
test_asked_again (StoreFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);

  for (guint i = 0; i < 3; i++)
    {
      send_next (fixture);
      answer_later (fixture, &operation, 20 + i);
      g_assert_cmpint (get_state (fixture, &operation), ==, KP_OUTBOX_QUEUED);
      g_assert_cmpuint (count_offers (fixture), ==, 0);
    }
}

/* The office misses a file that is not here any more: waiting helps nobody. */
static void
test_asked_when_gone (StoreFixture *fixture,
                      gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);
  gboolean drops = data != NULL;
  g_autoptr (GError) error = NULL;

  send_next (fixture);
  /* As when an account was closed and opened again: what the office had was erased. */
  kp_db_run_script (kp_store_get_outbox (fixture->store), "DELETE FROM file", &error);
  g_assert_no_error (error);
  answer_later (fixture, &operation, 20);
  g_assert_cmpint (get_state (fixture, &operation), ==, KP_OUTBOX_NEEDS_YOU);
  g_assert_cmpuint (count_offers (fixture), ==, 0);

  if (drops)
    {
      g_assert_true (kp_store_drop_change (fixture->store, &operation, NULL, &error));
      g_assert_no_error (error);
      g_assert_true (kp_store_files_purge (fixture->store, TRUE, NULL));
      g_assert_null (kp_store_file_load (fixture->store, &a, NULL));
      return;
    }

  /* The words can go without the file. */
  g_assert_true (kp_store_file_remove_refused (fixture->store, &operation, &error));
  g_assert_no_error (error);
  g_assert_cmpuint (count_offers (fixture), ==, 1);
}

/* The office may still ask for the file of what it did not answer. */
static void
test_closed (StoreFixture *fixture,
             gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);
  g_autoptr (KpSyncRequest) sent = NULL;
  KpReplyWriter *writer;

  send_next (fixture);
  g_assert_true (kp_store_files_erase_sent (fixture->store, NULL));
  g_assert_true (has_content (fixture, &a));

  sent = store_fixture_next (fixture);
  writer = store_fixture_begin_reply (fixture, 20, FALSE);
  store_fixture_write_result (writer, &operation, "ok");
  store_fixture_feed (fixture, writer, TRUE);
  g_assert_true (kp_store_files_erase_sent (fixture->store, NULL));
  g_assert_false (has_content (fixture, &a));
}

static void
test_confirmed (StoreFixture *fixture,
                gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId a = add_file (fixture, "a.pdf");
  KpId chosen = add_file (fixture, "b.pdf");
  KpId message = store_fixture_make_id (fixture);
  KpId operation = comment (fixture, request, &message, &a, NULL);
  g_autoptr (KpSyncRequest) sent = NULL;
  KpReplyWriter *writer;

  send_next (fixture);
  sent = store_fixture_next (fixture);
  writer = store_fixture_begin_reply (fixture, 20, FALSE);
  store_fixture_write_result (writer, &operation, "ok");
  store_fixture_feed (fixture, writer, TRUE);
  g_assert_true (kp_store_files_purge (fixture->store, FALSE, NULL));
  g_assert_true (has_content (fixture, &a));
  g_assert_true (has_content (fixture, &chosen));

  /* The record never came, or went: nothing names the file any more. */
  g_clear_pointer (&sent, kp_sync_request_free);
  sent = store_fixture_next (fixture);
  store_fixture_feed (fixture, store_fixture_begin_reply (fixture, 21, FALSE), FALSE);
  g_assert_true (kp_store_files_purge (fixture->store, FALSE, NULL));
  g_assert_false (has_content (fixture, &a));
  g_assert_true (has_content (fixture, &chosen));
}

static void
test_purged_at_start (StoreFixture *fixture,
                      gconstpointer data)
{
  KpId forgotten = add_file (fixture, "a.pdf");
  KpId drafted = add_file (fixture, "b.pdf");
  KpId draft = store_fixture_make_id (fixture);
  g_autofree char *id = kp_id_dup_text (&drafted);
  g_autofree char *body = g_strdup_printf ("{\"answers\":{\"photo\":[\"%s\"]}}", id);
  g_autofree char *stray = g_build_filename (fixture->folder, "files", "half.part", NULL);

  g_assert_true (kp_store_draft_save (fixture->store, &draft, "request.submit", body, NULL));
  g_assert_true (g_file_set_contents (stray, "x", 1, NULL));
  g_assert_true (kp_store_files_purge (fixture->store, TRUE, NULL));
  g_assert_false (has_content (fixture, &forgotten));
  g_assert_true (has_content (fixture, &drafted));
  g_assert_false (g_file_test (stray, G_FILE_TEST_EXISTS));

  g_assert_true (kp_store_draft_delete (fixture->store, &draft, NULL));
  g_assert_true (kp_store_files_purge (fixture->store, TRUE, NULL));
  g_assert_false (has_content (fixture, &drafted));
}

/* What is kept of a damaged outbox is of use with the files that it names. */
static void
test_damaged_outbox (StoreFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GArray) requests = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (requests, KpId, 0);
  KpId message = store_fixture_make_id (fixture);
  KpId file = add_file (fixture, "a.pdf");
  g_autofree char *path = g_build_filename (fixture->folder, "outbox.db", NULL);
  g_autofree char *aside = NULL;
  g_autofree char *bytes = NULL;
  gsize length;

  comment (fixture, request, &message, &file, NULL);
  store_fixture_close (fixture);
  g_assert_true (g_file_get_contents (path, &bytes, &length, NULL));
  bytes[length / 2] ^= 4;
  g_assert_true (g_file_set_contents (path, bytes, (gssize) length, NULL));
  store_fixture_open (fixture);
  aside = kp_store_dup_damaged_outbox (fixture->store);
  g_assert_nonnull (aside);

  /* As at each start. */
  g_assert_true (kp_store_files_purge (fixture->store, TRUE, NULL));
  g_assert_true (has_content (fixture, &file));
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

#define ADD(path, function)                                                             \
  g_test_add ("/store-files/" path, StoreFixture, NULL, store_fixture_set_up, function, \
              store_fixture_tear_down)
  ADD ("queued/waits-until-its-file-is-there", test_waits);
  ADD ("queued/same-content-is-sent-once", test_same_content);
  ADD ("queued/unknown-file-is-refused", test_unknown);
  ADD ("refused/stays-in-sight-and-goes-without-it", test_refused);
  ADD ("refused/dropped-with-its-file", test_refused_dropped);
  ADD ("asked-again/sent-again-before-the-operation", test_asked_again);
  ADD ("asked-again/gone/goes-without-it", test_asked_when_gone);
  g_test_add ("/store-files/asked-again/gone/dropped", StoreFixture, "drop", store_fixture_set_up,
              test_asked_when_gone, store_fixture_tear_down);
  ADD ("account-closed/kept-until-answered", test_closed);
  ADD ("confirmed/file-goes-with-its-record", test_confirmed);
  ADD ("start/what-nothing-names-goes", test_purged_at_start);
  ADD ("start/damaged-outbox-keeps-its-files", test_damaged_outbox);

  return g_test_run ();
}
