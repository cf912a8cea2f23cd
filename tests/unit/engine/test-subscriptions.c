/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an account subscribes to: the streams allowed, for staff the organisations pinned; whatever
 * changes while a request is under way.
 */

#include "kp-limits.h"
#include "store-fixture.h"

#include <string.h>

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
assert_have (KpSyncRequest *request,
             const char *stream,
             KpCursorState state)
{
  const KpHave *have = find_have (request, stream);

  g_assert_nonnull (have);
  g_assert_cmpint (have->cursor.state, ==, state);
}

/* Returns: (transfer full): the stream of the requests of @org */
static char *
dup_stream (const KpId *org)
{
  g_autofree char *text = kp_id_dup_text (org);

  return g_strdup_printf ("o:%s:req", text);
}

static void
pin (StoreFixture *fixture,
     const KpId *org,
     guint days)
{
  g_autoptr (GError) error = NULL;

  kp_store_pin (fixture->store, org, days, &error);
  g_assert_no_error (error);
}

/* A reply to somebody of the office who may see every organisation. */
static KpReplyWriter *
begin_reply (StoreFixture *fixture,
             gint64 number)
{
  static const char *const ALLOWED[] = { "o:*:req", "s:dir", NULL };
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, number, FALSE);

  kp_reply_writer_allowed (writer, ALLOWED);
  return writer;
}

/* Signs in somebody of the office; the directory is loaded. */
static void
begin_as_staff (StoreFixture *fixture)
{
  g_autoptr (KpSyncRequest) first = NULL;
  g_autoptr (KpSyncRequest) second = NULL;
  g_autoptr (GError) error = NULL;
  KpReplyWriter *writer;

  kp_store_set_person (fixture->store, &fixture->person, "Marieke Linde", "staff", &error);
  g_assert_no_error (error);
  first = store_fixture_next (fixture);
  store_fixture_feed (fixture, begin_reply (fixture, 10), FALSE);
  second = store_fixture_next (fixture);
  assert_have (second, "s:dir", KP_CURSOR_NOTHING);
  writer = begin_reply (fixture, 10);
  kp_reply_writer_load (writer, "s:dir", 5, 0, TRUE);
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_null (store_fixture_next (fixture));
}

static gboolean
is_more (StoreFixture *fixture)
{
  KpEngineStatus status;

  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  return status.more;
}

static void
test_pin (StoreFixture *fixture,
          gconstpointer test_data)
{
  KpId org = store_fixture_make_id (fixture);
  KpId record = store_fixture_make_id (fixture);
  g_autofree char *stream = dup_stream (&org);
  g_autofree char *title = NULL;
  g_autoptr (KpSyncRequest) request = NULL;
  KpReplyWriter *writer;

  begin_as_staff (fixture);
  pin (fixture, &org, 7);
  request = store_fixture_next (fixture);
  g_assert_nonnull (request);
  assert_have (request, stream, KP_CURSOR_NOTHING);
  assert_have (request, "s:dir", KP_CURSOR_COMPLETE);

  writer = begin_reply (fixture, 11);
  kp_reply_writer_load (writer, stream, 1, 0, TRUE);
  store_fixture_write_request (fixture, writer, &record, "Jaarrekening", "submitted");
  store_fixture_feed (fixture, writer, FALSE);
  g_assert_null (store_fixture_next (fixture));
  title = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, &record, "title");
  g_assert_cmpstr (title, ==, "Jaarrekening");
}

/* The reply to a request that left before says that there is no more: of what it was asked. */
static void
test_pin_under_way (StoreFixture *fixture,
                    gconstpointer test_data)
{
  KpId first = store_fixture_make_id (fixture);
  KpId second = store_fixture_make_id (fixture);
  g_autofree char *first_stream = dup_stream (&first);
  g_autofree char *second_stream = dup_stream (&second);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpSyncRequest) next = NULL;
  KpReplyWriter *writer;

  begin_as_staff (fixture);
  pin (fixture, &first, 7);
  request = store_fixture_next (fixture);
  pin (fixture, &second, 7);
  writer = begin_reply (fixture, 11);
  kp_reply_writer_load (writer, first_stream, 1, 0, TRUE);
  store_fixture_feed (fixture, writer, FALSE);

  next = store_fixture_next (fixture);
  g_assert_nonnull (next);
  assert_have (next, first_stream, KP_CURSOR_COMPLETE);
  assert_have (next, second_stream, KP_CURSOR_NOTHING);
  g_assert_true (is_more (fixture));
}

/* In the same moment the person may see more of every organisation than before. */
static void
test_access_under_way (StoreFixture *fixture,
                       gconstpointer test_data)
{
  static const char *const WIDER[] = { "o:*:req", "o:*:wo", "s:dir", NULL };
  KpId org = store_fixture_make_id (fixture);
  g_autofree char *stream = dup_stream (&org);
  g_autofree char *text = kp_id_dup_text (&org);
  g_autofree char *wider = g_strdup_printf ("o:%s:wo", text);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpSyncRequest) next = NULL;
  g_autoptr (KpSyncRequest) last = NULL;

  begin_as_staff (fixture);
  kp_engine_ask (fixture->engine);
  request = store_fixture_next (fixture);
  pin (fixture, &org, 7);
  {
    KpReplyWriter *writer = store_fixture_begin_reply (fixture, 11, FALSE);

    kp_reply_writer_allowed (writer, WIDER);
    store_fixture_feed (fixture, writer, FALSE);
  }

  next = store_fixture_next (fixture);
  g_assert_nonnull (next);
  assert_have (next, stream, KP_CURSOR_NOTHING);
  assert_have (next, wider, KP_CURSOR_NOTHING);

  /* "No more" says the server; but a stream that it said nothing of is not complete. */
  {
    KpReplyWriter *writer = store_fixture_begin_reply (fixture, 12, FALSE);

    kp_reply_writer_load (writer, stream, 1, 0, TRUE);
    store_fixture_feed (fixture, writer, FALSE);
  }
  last = store_fixture_next (fixture);
  g_assert_nonnull (last);
  assert_have (last, stream, KP_CURSOR_COMPLETE);
  assert_have (last, wider, KP_CURSOR_NOTHING);
}

static void
test_pin_ends (StoreFixture *fixture,
               gconstpointer test_data)
{
  KpId org = store_fixture_make_id (fixture);
  KpId record = store_fixture_make_id (fixture);
  g_autofree char *stream = dup_stream (&org);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpSyncRequest) next = NULL;
  KpReplyWriter *writer;

  begin_as_staff (fixture);
  pin (fixture, &org, 7);
  request = store_fixture_next (fixture);
  writer = begin_reply (fixture, 11);
  kp_reply_writer_load (writer, stream, 1, 0, TRUE);
  store_fixture_write_request (fixture, writer, &record, "Jaarrekening", "submitted");
  store_fixture_feed (fixture, writer, FALSE);

  kp_test_environment_advance (&fixture->environment, 8 * 24 * 3600 * G_GINT64_CONSTANT (1000));
  kp_engine_ask (fixture->engine);
  next = store_fixture_next (fixture);
  g_assert_null (find_have (next, stream));
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_REQUEST, &record), ==, -1);
}

/* As many as a request may name: those that end last. */
static void
test_many_pins (StoreFixture *fixture,
                gconstpointer test_data)
{
  KpId longest = store_fixture_make_id (fixture);
  g_autofree char *stream = dup_stream (&longest);
  g_autoptr (KpSyncRequest) request = NULL;

  begin_as_staff (fixture);
  pin (fixture, &longest, 30);
  for (guint i = 0; i < KP_LIMIT_STREAMS; i++)
    {
      KpId org = store_fixture_make_id (fixture);

      pin (fixture, &org, 7);
    }
  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->have->len, >, 500);
  g_assert_cmpuint (request->have->len, <=, KP_LIMIT_STREAMS);
  assert_have (request, stream, KP_CURSOR_NOTHING);
}

/* A customer of very many organisations: whole ones are left out, and nothing of his own. */
static void
test_many_organisations (StoreFixture *fixture,
                         gconstpointer test_data)
{
  g_autoptr (GPtrArray) allowed = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KpSyncRequest) first = store_fixture_next (fixture);
  g_autoptr (KpSyncRequest) request = NULL;
  KpReplyWriter *writer = store_fixture_begin_reply (fixture, 10, FALSE);
  KpEngineStatus status;
  guint n_parts = 0;

  for (guint i = 0; i < KP_LIMIT_STREAMS / 3 + 100; i++)
    {
      KpId org = store_fixture_make_id (fixture);
      g_autofree char *text = kp_id_dup_text (&org);

      g_ptr_array_add (allowed, g_strdup_printf ("o:%s:price", text));
      g_ptr_array_add (allowed, g_strdup_printf ("o:%s:req", text));
      g_ptr_array_add (allowed, g_strdup_printf ("o:%s:wo", text));
    }
  g_ptr_array_add (allowed, g_strdup ("p:portal"));
  g_ptr_array_add (allowed, g_strdup ("u:person"));
  g_ptr_array_add (allowed, NULL);
  kp_reply_writer_allowed (writer, (const char *const *) allowed->pdata);
  store_fixture_feed (fixture, writer, FALSE);

  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->have->len, <=, KP_LIMIT_STREAMS);
  assert_have (request, "p:portal", KP_CURSOR_NOTHING);
  assert_have (request, "u:person", KP_CURSOR_NOTHING);
  for (guint i = 0; i < request->have->len; i++)
    n_parts += ((const KpHave *) g_ptr_array_index (request->have, i))->stream[0] == 'o';
  g_assert_cmpuint (n_parts, >, KP_LIMIT_STREAMS - 10);
  g_assert_cmpuint (n_parts % 3, ==, 0);

  /* The person is told how many. */
  g_assert_true (kp_engine_get_status (fixture->engine, &status, NULL));
  g_assert_cmpuint (status.left_out, ==, KP_LIMIT_STREAMS / 3 + 100 - n_parts / 3);
}

#define ADD(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/subscriptions/pin/is-fetched-with-the-next-request", test_pin);
  ADD ("/subscriptions/pin/under-way/is-asked-for-afterwards", test_pin_under_way);
  ADD ("/subscriptions/access/wider-under-way/round-goes-on", test_access_under_way);
  ADD ("/subscriptions/pin/ends/purges", test_pin_ends);
  ADD ("/subscriptions/pin/too-many/those-that-last", test_many_pins);
  ADD ("/subscriptions/organisations/too-many/whole-ones-wait", test_many_organisations);

  return g_test_run ();
}
