/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The exchange from the client's side, reply by reply: what is asked, what a reply changes, what a
 * person sees of an operation on its way.
 */

#include "kp-change-set.h"
#include "kp-limits.h"
#include "kp-store-exchange.h"
#include "kp-store-pending.h"
#include "store-fixture.h"

#include <string.h>

static void
assert_field (StoreFixture *fixture,
              const KpId *id,
              const char *field,
              const char *expected)
{
  g_autofree char *value = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, id, field);

  g_assert_cmpstr (value, ==, expected);
}

static void
assert_state (StoreFixture *fixture,
              const KpId *operation,
              KpOutboxState state,
              const char *result)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpOutboxItem) item = kp_store_get_change (fixture->store, operation, &error);

  g_assert_no_error (error);
  g_assert_nonnull (item);
  g_assert_cmpint (item->state, ==, state);
  g_assert_cmpstr (item->result, ==, result);
}

static const KpHave *
find_have (KpSyncRequest *request,
           const char *stream)
{
  for (guint i = 0; i < request->have->len; i++)
    {
      const KpHave *have = g_ptr_array_index (request->have, i);

      if (g_str_equal (have->stream, stream))
        return have;
    }

  return NULL;
}

static void
test_first_request (StoreFixture *fixture,
                    gconstpointer test_data)
{
  g_autoptr (KpSyncRequest) request = store_fixture_next (fixture);

  g_assert_nonnull (request);
  g_assert_cmpint (request->seen[0].number, ==, 0);
  g_assert_cmpstr (request->acc, ==, "");
  g_assert_cmpuint (request->have->len, ==, 0);
  g_assert_cmpuint (request->offers->len, ==, 0);
  g_assert_cmpuint (request->max, ==, KP_LIMIT_REPLY_START);
}

static void
test_load (StoreFixture *fixture,
           gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 3);
  g_autoptr (KpSyncRequest) request = NULL;
  KpEngineStatus status;

  for (guint i = 0; i < ids->len; i++)
    assert_field (fixture, &g_array_index (ids, KpId, i), "title", "Jaarrekening");
  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  g_assert_true (status.complete);
  g_assert_false (status.more);
  g_assert_null (store_fixture_next (fixture));

  kp_engine_ask (fixture->engine);
  request = store_fixture_next (fixture);
  g_assert_cmpint (request->seen[0].number, ==, 10);
  g_assert_cmpint (request->seen[1].number, ==, 0);
  g_assert_cmpstr (request->acc, ==, "0123456789abcdef");
  g_assert_cmpuint (request->have->len, ==, 2);
  g_assert_cmpint (find_have (request, fixture->stream)->cursor.state, ==, KP_CURSOR_COMPLETE);
  g_assert_cmpint (find_have (request, fixture->stream)->cursor.head, ==, 3);
}

static void
test_resume (StoreFixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (KpSyncRequest) first = store_fixture_next (fixture);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 10, TRUE);
  g_autoptr (KpSyncRequest) second = NULL;
  KpId id = store_fixture_make_id (fixture);
  const KpHave *have;

  kp_reply_writer_load (writer, fixture->stream, 40, 20, TRUE);
  store_fixture_write_request (fixture, writer, &id, "Nieuwste", "submitted");
  store_fixture_feed (fixture, writer, TRUE);
  assert_field (fixture, &id, "title", "Nieuwste");

  store_fixture_close (fixture);
  store_fixture_open (fixture);
  second = store_fixture_next (fixture);
  have = find_have (second, fixture->stream);
  g_assert_cmpint (have->cursor.state, ==, KP_CURSOR_LOADING);
  g_assert_cmpint (have->cursor.head, ==, 40);
  g_assert_cmpint (have->cursor.low, ==, 20);
  g_assert_cmpint (find_have (second, fixture->own_stream)->cursor.state, ==, KP_CURSOR_NOTHING);
}

static void
test_delta_and_sweep (StoreFixture *fixture,
                      gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  const KpId *changed = &g_array_index (ids, KpId, 0);
  const KpId *removed = &g_array_index (ids, KpId, 1);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);

  kp_reply_writer_delta (writer, fixture->stream, 2, 4);
  store_fixture_write_request (fixture, writer, changed, "Jaarrekening 2025", "in_review");
  kp_reply_writer_record_gone (writer, kp_entity_get (KP_ENTITY_REQUEST), removed);
  store_fixture_feed (fixture, writer, TRUE);
  assert_field (fixture, changed, "state", "in_review");
  assert_field (fixture, removed, "state", "submitted"); /* until the round ends */

  writer = store_fixture_begin_reply (fixture, 11, FALSE);
  kp_reply_writer_delta (writer, fixture->own_stream, 2, 4);
  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), changed, NULL, 0);
  kp_reply_writer_record_gone (writer, kp_entity_get (KP_ENTITY_REQUEST), removed);
  store_fixture_feed (fixture, writer, FALSE);
  assert_field (fixture, changed, "title", "Jaarrekening 2025");
  assert_field (fixture, removed, "state", NULL);
}

static void
test_gone (StoreFixture *fixture,
           gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  const char *allowed[] = { NULL };
  const char *gone[] = { fixture->own_stream, fixture->stream, NULL };

  kp_reply_writer_allowed (writer, allowed);
  kp_reply_writer_gone (writer, gone);
  store_fixture_feed (fixture, writer, FALSE);
  assert_field (fixture, &g_array_index (ids, KpId, 0), "title", NULL);
  assert_field (fixture, &g_array_index (ids, KpId, 1), "title", NULL);
}

static void
test_comment (StoreFixture *fixture,
              gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request_id = &g_array_index (ids, KpId, 0);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpSyncRequest) again = NULL;
  g_autofree char *text = NULL;
  KpReplyWriter *writer;
  KpId message;
  KpId operation = store_fixture_comment (fixture, request_id, "Bijlage volgt", &message);

  text = store_fixture_dup_field (fixture, KP_ENTITY_MESSAGE, &message, "text");
  g_assert_cmpstr (text, ==, "Bijlage volgt");
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_QUEUED);

  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->offers->len, ==, 1);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_SENT);

  /* No answer: the same bytes again, and it waits again meanwhile. */
  g_assert_true (kp_engine_fail (fixture->engine, KP_REACH_SENT, NULL));
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_QUEUED);
  again = store_fixture_next (fixture);
  g_assert_true (g_bytes_equal (((KpOffer *) g_ptr_array_index (request->offers, 0))->bytes,
                                ((KpOffer *) g_ptr_array_index (again->offers, 0))->bytes));

  /* Acknowledged before its record comes: it stays on screen. */
  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_write_result (writer, &operation, "ok");
  store_fixture_feed (fixture, writer, TRUE);
  assert_state (fixture, &operation, KP_OUTBOX_CONFIRMED, "ok");
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==,
                   KP_PENDING_NONE);

  /* The round ends without it: somebody removed it. */
  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, &message), ==, -1);
}

static void
assert_kept (StoreFixture *fixture,
             gint64 number)
{
  KpSeen seen;

  g_assert_true (kp_outbox_get_seen (fixture->store, &seen, NULL));
  g_assert_cmpint (seen.number, ==, number);
}

/* Each commit of the outbox waits for the disk. */
static void
test_nothing_answered (StoreFixture *fixture,
                       gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpSyncRequest) sent = NULL;
  KpReplyWriter *writer;
  KpId operation;

  assert_kept (fixture, 10);
  store_fixture_feed (fixture, store_fixture_begin_reply (fixture, 11, FALSE), FALSE);
  assert_kept (fixture, 10);
  kp_engine_ask (fixture->engine);
  request = store_fixture_next (fixture);
  g_assert_cmpint (request->seen[0].number, ==, 11);
  g_assert_cmpint (request->seen[1].number, ==, 10);

  operation = store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Bijlage volgt", NULL);
  sent = store_fixture_next (fixture);
  g_assert_cmpuint (sent->offers->len, ==, 1);
  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_write_result (writer, &operation, "ok");
  store_fixture_feed (fixture, writer, FALSE);
  assert_kept (fixture, 12);

  /* The time of the last contact is kept, to the minute. */
  kp_test_environment_advance (&fixture->environment, 59 * 1000);
  store_fixture_feed (fixture, store_fixture_begin_reply (fixture, 13, FALSE), FALSE);
  assert_kept (fixture, 12);
  kp_test_environment_advance (&fixture->environment, 1000);
  store_fixture_feed (fixture, store_fixture_begin_reply (fixture, 14, FALSE), FALSE);
  assert_kept (fixture, 14);
}

static void
test_conflict (StoreFixture *fixture,
               gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request_id = &g_array_index (ids, KpId, 0);
  KpId operation = store_fixture_withdraw (fixture, request_id);
  g_autoptr (KpSyncRequest) request = NULL;
  KpReplyWriter *writer;
  guint n_dropped;

  assert_field (fixture, request_id, "state", "withdrawn");
  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->offers->len, ==, 1);

  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_write_result (writer, &operation, "conflict");
  kp_reply_writer_delta (writer, fixture->stream, 1, 2);
  store_fixture_write_request (fixture, writer, request_id, "Jaarrekening", "in_review");
  store_fixture_feed (fixture, writer, FALSE);

  assert_state (fixture, &operation, KP_OUTBOX_NEEDS_YOU, "conflict");
  assert_field (fixture, request_id, "state", "in_review");
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_REQUEST, request_id), ==,
                   KP_PENDING_NEEDS_YOU);

  g_assert_true (kp_store_drop_change (fixture->store, &operation, &n_dropped, NULL));
  assert_state (fixture, &operation, KP_OUTBOX_CLOSED, "conflict");
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_REQUEST, request_id), ==,
                   KP_PENDING_NONE);
}

static void
test_submit (StoreFixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 0);
  KpId request_id = store_fixture_submit (fixture, "Loonadministratie");
  KpId comment = store_fixture_comment (fixture, &request_id, "Met spoed", NULL);
  g_autoptr (KpSyncRequest) request = NULL;

  assert_field (fixture, &request_id, "state", "submitted");
  assert_field (fixture, &request_id, "requester_name", "Sanne de Vries");
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  assert_field (fixture, &request_id, "title", "Loonadministratie");
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_REQUEST, &request_id), ==,
                   KP_PENDING_QUEUED);

  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->offers->len, ==, 2);
  assert_state (fixture, &comment, KP_OUTBOX_SENT, NULL);
}

static void
test_later (StoreFixture *fixture,
            gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  KpId first = store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Een", NULL);
  KpId second = store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Twee", NULL);
  g_autofree char *id = kp_id_dup_text (&first);
  g_autofree char *line = g_strdup_printf ("{\"op\":\"%s\",\"r\":\"later\",\"s\":30}", id);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 12, FALSE);
  g_autoptr (KpSyncRequest) sent = store_fixture_next (fixture);
  g_autoptr (KpSyncRequest) after = NULL;
  KpEngineStatus status;

  g_assert_cmpuint (sent->offers->len, ==, 2);
  kp_reply_writer_result (writer, line, strlen (line));
  store_fixture_write_result (writer, &second, "later");
  store_fixture_feed (fixture, writer, FALSE);

  /* The second is due sooner, but never before its predecessor. */
  kp_test_environment_advance (&fixture->environment, 10 * 1000);
  g_assert_null (store_fixture_next (fixture));
  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  g_assert_cmpuint (status.waiting, ==, 2);
  g_assert_cmpint (status.next_retry, >, 0);
  kp_test_environment_advance (&fixture->environment, 21 * 1000);
  after = store_fixture_next (fixture);
  g_assert_cmpuint (after->offers->len, ==, 2);
}

static void
test_reset (StoreFixture *fixture,
            gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request_id = &g_array_index (ids, KpId, 0);
  KpId confirmed = store_fixture_withdraw (fixture, request_id);
  KpReplyWriter *writer = kp_reply_writer_new ();
  KpSeen seen = { .number = 4, .nonce = "00000000000000aa" };
  g_autoptr (KpSyncRequest) sent = store_fixture_next (fixture);
  g_autoptr (KpSyncRequest) again = NULL;
  g_autoptr (KpSyncRequest) later = NULL;
  const KpOffer *offer;
  KpEngineStatus status;

  g_assert_cmpuint (sent->offers->len, ==, 1);
  kp_reply_writer_free (writer);
  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_write_result (writer, &confirmed, "ok");
  store_fixture_feed (fixture, writer, FALSE);

  kp_engine_ask (fixture->engine);
  g_clear_pointer (&sent, kp_sync_request_free);
  sent = store_fixture_next (fixture);
  writer = kp_reply_writer_new ();
  kp_reply_writer_reset (writer, &seen);
  g_assert_cmpint (store_fixture_feed (fixture, writer, TRUE), ==, KP_FED_RESET);
  assert_field (fixture, request_id, "state", "withdrawn");
  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  g_assert_true (status.restored);

  again = store_fixture_next (fixture);
  g_assert_cmpint (again->seen[0].number, ==, 4);
  g_assert_cmpstr (again->acc, ==, "");
  g_assert_cmpint (find_have (again, fixture->stream)->cursor.state, ==, KP_CURSOR_NOTHING);
  g_assert_cmpuint (again->offers->len, ==, 1);
  offer = g_ptr_array_index (again->offers, 0);
  g_assert_true (offer->again);
  g_assert_cmpint (offer->days, ==, 0);
  g_assert_cmpstr (offer->result, ==, "ok");

  /* Days are those of the server's clock. */
  writer = store_fixture_begin_reply (fixture, 5, FALSE);
  store_fixture_feed (fixture, writer, TRUE);
  kp_test_environment_advance (&fixture->environment, 15 * 24 * 3600 * G_GINT64_CONSTANT (1000));
  writer = store_fixture_begin_reply (fixture, 5, FALSE);
  store_fixture_feed (fixture, writer, TRUE);
  later = store_fixture_next (fixture);
  g_assert_cmpint (((KpOffer *) g_ptr_array_index (later->offers, 0))->days, ==, 15);

  /* The office has it again: there is nothing more to say about it. */
  writer = store_fixture_begin_reply (fixture, 6, FALSE);
  store_fixture_write_result (writer, &confirmed, "ok");
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  g_assert_false (status.restored);
}

/* Cut at every byte, a reply changes nothing but the size of the next one. */
static void
test_cut (StoreFixture *fixture,
          gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request_id = &g_array_index (ids, KpId, 0);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  g_autoptr (GBytes) reply = NULL;

  kp_reply_writer_delta (writer, fixture->stream, 1, 2);
  store_fixture_write_request (fixture, writer, request_id, "Anders", "in_review");
  reply = kp_reply_writer_end (writer, FALSE, "ticket");
  for (gsize length = 0; length + 1 < g_bytes_get_size (reply); length++)
    {
      g_autoptr (GBytes) cut = g_bytes_new_from_bytes (reply, 0, length);
      g_auto (KpFeedResult) result = { 0 };

      g_assert_true (
        kp_engine_feed (fixture->engine, cut, fixture->environment.now, &result, NULL));
      g_assert_cmpint (result.fed, ==, KP_FED_CUT);
    }
  assert_field (fixture, request_id, "title", "Jaarrekening");

  {
    g_auto (KpFeedResult) result = { 0 };
    g_autoptr (KpSyncRequest) request = store_fixture_next (fixture);

    g_assert_cmpuint (request->max, ==, KP_LIMIT_REPLY_MIN);
    g_assert_true (
      kp_engine_feed (fixture->engine, reply, fixture->environment.now, &result, NULL));
    g_assert_cmpint (result.fed, ==, KP_FED_APPLIED);
    g_assert_cmpstr (result.push, ==, "ticket");
  }
  assert_field (fixture, request_id, "title", "Anders");
}

static void
test_close_account (StoreFixture *fixture,
                    gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  KpId operation = store_fixture_withdraw (fixture, &g_array_index (ids, KpId, 0));
  g_autoptr (GError) error = NULL;

  kp_engine_close_account (fixture->engine, &error);
  g_assert_no_error (error);
  assert_field (fixture, &g_array_index (ids, KpId, 1), "title", NULL);
  store_fixture_close (fixture);
  g_assert_true (kp_store_erase_cache (fixture->folder, &error));

  store_fixture_open (fixture);
  assert_state (fixture, &operation, KP_OUTBOX_QUEUED, NULL);
}

static void
test_news (StoreFixture *fixture,
           gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  const KpId *mine = &g_array_index (ids, KpId, 0);
  const KpId *theirs = &g_array_index (ids, KpId, 1);

  g_assert_null (fixture->news); /* loading afresh tells nothing */
  store_fixture_withdraw (fixture, mine);
  kp_reply_writer_delta (writer, fixture->stream, 2, 4);
  store_fixture_write_request (fixture, writer, mine, "Jaarrekening", "withdrawn");
  store_fixture_write_request (fixture, writer, theirs, "Jaarrekening", "in_review");
  store_fixture_feed (fixture, writer, FALSE);

  g_assert_nonnull (fixture->news);
  g_assert_cmpuint (fixture->news->len, ==, 1);
  g_assert_true (kp_id_equal (&g_array_index (fixture->news, KpNews, 0).id, theirs));
}

static void
write_message (StoreFixture *fixture,
               KpReplyWriter *writer,
               const KpId *request,
               const char *author_kind,
               gint64 at)
{
  g_autofree char *request_text = kp_id_dup_text (request);
  KpId id = store_fixture_make_id (fixture);
  KpId author = store_fixture_make_id (fixture);
  g_autofree char *author_text = kp_id_dup_text (&author);
  g_autofree char *body =
    g_strdup_printf ("{\"request_id\":\"%s\",\"author_id\":\"%s\",\"author_name\":\"Jan\","
                     "\"author_kind\":\"%s\",\"kind\":\"comment\",\"text\":\"Dag\","
                     "\"created_at\":%" G_GINT64_FORMAT "}",
                     request_text, author_text, author_kind, at);

  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_MESSAGE), &id, body, strlen (body));
}

static void
write_mark (StoreFixture *fixture,
            KpReplyWriter *writer,
            const KpId *subject,
            gint64 at)
{
  g_autofree char *subject_text = kp_id_dup_text (subject);
  KpId id = store_fixture_make_id (fixture);
  g_autofree char *body =
    g_strdup_printf ("{\"user_id\":\"%s\",\"subject_id\":\"%s\",\"at\":%" G_GINT64_FORMAT "}",
                     fixture->person_text, subject_text, at);

  kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_READ_MARK), &id, body, strlen (body));
}

static void
assert_news (StoreFixture *fixture,
             guint n_news,
             KpEntityType last)
{
  if (n_news == 0)
    {
      g_assert_null (fixture->news);
      return;
    }

  g_assert_nonnull (fixture->news);
  g_assert_cmpuint (fixture->news->len, ==, n_news);
  g_assert_cmpint (g_array_index (fixture->news, KpNews, n_news - 1).entity, ==, last);
}

/* Two messages; read on another device up to the first, which is not all, then up to the last. */
static void
test_news_read (StoreFixture *fixture,
                gconstpointer test_data)
{
  const gint64 first = 1763770001000;
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *request = &g_array_index (ids, KpId, 0);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);

  kp_reply_writer_delta (writer, fixture->stream, 1, 3);
  write_message (fixture, writer, request, "staff", first);
  write_message (fixture, writer, request, "staff", first + 1000);
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 2, KP_ENTITY_MESSAGE);

  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  kp_reply_writer_delta (writer, fixture->stream, 3, 4);
  write_mark (fixture, writer, request, first);
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 0, KP_ENTITY_NONE);

  writer = store_fixture_begin_reply (fixture, 13, FALSE);
  kp_reply_writer_delta (writer, fixture->stream, 4, 6);
  write_mark (fixture, writer, request, first + 1000);
  write_message (fixture, writer, request, "staff", first + 1000);
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 1, KP_ENTITY_READ_MARK);
  g_assert_true (kp_id_equal (&g_array_index (fixture->news, KpNews, 0).subject, request));
}

/* A colleague's request is no news to a customer until he says something in it. */
static void
test_news_colleague (StoreFixture *fixture,
                     gconstpointer test_data)
{
  const gint64 now = 1763770001000;
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);
  g_autofree char *person = g_steal_pointer (&fixture->person_text);
  const KpId colleague = store_fixture_make_id (fixture);
  const KpId request = store_fixture_make_id (fixture);

  fixture->person_text = kp_id_dup_text (&colleague);
  kp_reply_writer_delta (writer, fixture->stream, 1, 3);
  store_fixture_write_request (fixture, writer, &request, "Jaarrekening", "submitted");
  write_message (fixture, writer, &request, "staff", now);
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 0, KP_ENTITY_NONE);

  store_fixture_comment (fixture, &request, "Dag", NULL);
  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  kp_reply_writer_delta (writer, fixture->stream, 3, 4);
  write_message (fixture, writer, &request, "staff", now + 1000);
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 1, KP_ENTITY_MESSAGE);
  g_free (g_steal_pointer (&fixture->person_text));
  fixture->person_text = g_steal_pointer (&person);
}

/* What colleagues at the office do is no news there; what customers do is. */
static void
test_news_office (StoreFixture *fixture,
                  gconstpointer test_data)
{
  const gint64 now = 1763770001000;
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = store_fixture_load (fixture, 2);
  const KpId *request = &g_array_index (ids, KpId, 0);
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);

  kp_store_set_person (fixture->store, &fixture->person, "Marieke Linde", "staff", &error);
  g_assert_no_error (error);
  kp_reply_writer_delta (writer, fixture->stream, 2, 4);
  write_message (fixture, writer, request, "staff", now);
  store_fixture_write_request (fixture, writer, request, "Jaarrekening", "in_review");
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 0, KP_ENTITY_NONE);

  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  kp_reply_writer_delta (writer, fixture->stream, 4, 6);
  write_message (fixture, writer, request, "customer", now);
  store_fixture_write_request (fixture, writer, request, "Jaarrekening", "withdrawn");
  store_fixture_feed (fixture, writer, FALSE);
  assert_news (fixture, 2, KP_ENTITY_REQUEST);
}

/* The office enters a request for a customer who called: news to him, not to whoever entered it. */
static void
test_news_entered (StoreFixture *fixture,
                   gconstpointer test_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId staff = store_fixture_make_id (fixture);
  g_autofree char *staff_text = kp_id_dup_text (&staff);
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  g_autofree char *body =
    g_strdup_printf ("{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"entered_by_id\":\"%s\","
                     "\"entered_by\":\"Eva\",\"title\":\"T\",\"state\":\"submitted\","
                     "\"updated_at\":1763770001000}",
                     org, fixture->person_text, staff_text);

  for (guint i = 0; i < 2; i++)
    {
      KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11 + i, FALSE);
      KpId id = store_fixture_make_id (fixture);

      kp_reply_writer_delta (writer, fixture->stream, 1 + i, 2 + i);
      kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST), &id, body, strlen (body));
      store_fixture_feed (fixture, writer, FALSE);
      assert_news (fixture, i == 0 ? 1 : 0, KP_ENTITY_REQUEST);

      kp_store_set_person (fixture->store, &staff, "Eva", "staff", &error);
      g_assert_no_error (error);
    }
}

/* Two people of one name: what the namesake does is news, what oneself does is not. */
static void
test_news_namesake (StoreFixture *fixture,
                    gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId namesake = store_fixture_make_id (fixture);
  g_autofree char *theirs = kp_id_dup_text (&namesake);
  g_autofree char *org = kp_id_dup_text (&fixture->org);
  const char *const movers[] = { fixture->person_text, theirs };

  for (guint i = 0; i < 2; i++)
    {
      KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11 + i, FALSE);
      g_autofree char *body = g_strdup_printf (
        "{\"org_id\":\"%s\",\"requester_id\":\"%s\",\"title\":\"T\",\"state\":\"%s\","
        "\"state_by\":\"Sanne de Vries\",\"state_by_id\":\"%s\",\"updated_at\":%d}",
        org, fixture->person_text, i == 0 ? "withdrawn" : "in_review", movers[i],
        1763770001 + (int) i);

      kp_reply_writer_delta (writer, fixture->stream, 1 + i, 2 + i);
      kp_reply_writer_record (writer, kp_entity_get (KP_ENTITY_REQUEST),
                              &g_array_index (ids, KpId, 0), body, strlen (body));
      store_fixture_feed (fixture, writer, FALSE);
      assert_news (fixture, i, KP_ENTITY_REQUEST);
    }
}

/**
 * Writer:
 *
 * The interface's side of an account: a second store on a thread of its own.
 */
typedef struct
{
  StoreFixture *fixture;
  KpId request;
  guint n;
  gint stop; /* atomic */
} Writer;

static gpointer
write_on_thread (gpointer data)
{
  Writer *writer = data;
  StoreFixture other = { .folder = writer->fixture->folder };

  kp_test_environment_init (&other.environment, 99);
  memcpy (other.key, writer->fixture->key, sizeof other.key);
  other.person = writer->fixture->person;
  other.changes = kp_change_set_new ();
  store_fixture_open (&other);
  while (!g_atomic_int_get (&writer->stop) || writer->n == 0)
    {
      store_fixture_comment (&other, &writer->request, "Van de andere kant", NULL);
      writer->n++;
    }
  store_fixture_close (&other);
  kp_change_set_free (other.changes);
  kp_test_environment_clear (&other.environment);

  return NULL;
}

/* Whoever writes last has seen everything: what is shown is what would be shown if made anew. */
static void
test_two_stores (StoreFixture *fixture,
                 gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 3);
  Writer writer = { .fixture = fixture, .request = g_array_index (ids, KpId, 0) };
  GThread *thread = g_thread_new ("kp-store", write_on_thread, &writer);
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (GError) error = NULL;

  for (guint i = 0; i < 40; i++)
    {
      g_autoptr (KpSyncRequest) request = NULL;
      KpReplyWriter *reply = store_fixture_begin_reply (fixture, 20 + i, FALSE);

      kp_engine_ask (fixture->engine);
      request = store_fixture_next (fixture);
      for (guint k = 0; k < request->offers->len; k++)
        {
          const KpOffer *offer = g_ptr_array_index (request->offers, k);
          g_autoptr (KpOperation) operation = kp_operation_parse (offer->bytes, NULL);

          store_fixture_write_result (reply, &operation->id, k % 3 == 0 ? "denied" : "ok");
        }
      kp_reply_writer_delta (reply, fixture->stream, 3 + i, 4 + i);
      store_fixture_write_request (fixture, reply, &writer.request, i % 2 == 0 ? "Even" : "Oneven",
                                   "submitted");
      g_assert_cmpint (store_fixture_feed (fixture, reply, FALSE), ==, KP_FED_APPLIED);
    }
  g_atomic_int_set (&writer.stop, 1);
  g_thread_join (thread);

  g_assert_true (kp_pending_project_again (fixture->store, changes, &error));
  g_assert_cmpuint (changes->records->len, ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/engine/first-request/asks-for-what-is-allowed", test_first_request);
  ADD ("/engine/load/shows-and-completes", test_load);
  ADD ("/engine/load/resumes-after-restart", test_resume);
  ADD ("/engine/delta/ended-membership-goes-with-the-round", test_delta_and_sweep);
  ADD ("/engine/gone/purges-at-once", test_gone);
  ADD ("/engine/operation/stays-on-screen-until-its-round-ends", test_comment);
  ADD ("/engine/outbox/nothing-answered/is-not-written", test_nothing_answered);
  ADD ("/engine/operation/refused-needs-the-person", test_conflict);
  ADD ("/engine/operation/new-request-survives-restart", test_submit);
  ADD ("/engine/operation/later-keeps-the-lane-in-order", test_later);
  ADD ("/engine/reset/offers-everything-again", test_reset);
  ADD ("/engine/cut/changes-nothing-at-any-byte", test_cut);
  ADD ("/engine/close-account/empties-cache-and-keeps-outbox", test_close_account);
  ADD ("/engine/two-stores/agree", test_two_stores);
  ADD ("/engine/news/tells-of-others-only", test_news);
  ADD ("/engine/news/read-elsewhere/is-no-news-any-more", test_news_read);
  ADD ("/engine/news/colleague/concerns-who-takes-part", test_news_colleague);
  ADD ("/engine/news/entered/tells-the-customer-not-who-entered", test_news_entered);
  ADD ("/engine/news/namesake/own-act-is-known-by-identity", test_news_namesake);
  ADD ("/engine/news/office/tells-of-customers-only", test_news_office);

  return g_test_run ();
}
