/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Several operations queued one right behind the other: each is durable at once, and all are shown
 * together.
 */

#include "kp-change-set.h"
#include "kp-store-pending.h"
#include "store-fixture.h"

#include <string.h>

/* Counts how often changes of records were told. */
static void
on_changed_cb (KpStore *store,
               const KpChangeSet *changes,
               gpointer user_data)
{
  guint *n_shown = user_data;

  *n_shown += changes->records->len > 0;
}

static void
assert_shown (StoreFixture *fixture,
              const KpId *message,
              int pending)
{
  g_assert_cmpint (store_fixture_get_pending (fixture, KP_ENTITY_MESSAGE, message), ==, pending);
}

/* Returns: how many operations the outbox holds */
static guint
count_queued (StoreFixture *fixture)
{
  g_autoptr (GPtrArray) changes = kp_store_list_changes (fixture->store, 0, NULL);

  return changes->len;
}

static void
test_together (StoreFixture *fixture,
               gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  KpId messages[3];
  guint n_shown = 0;

  kp_store_set_changed_func (fixture->store, on_changed_cb, &n_shown);
  kp_store_begin_burst (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    {
      store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Nog iets", &messages[i]);
      g_assert_cmpuint (count_queued (fixture), ==, i + 1);
      assert_shown (fixture, &messages[i], -1);
    }
  g_assert_cmpuint (n_shown, ==, 0);

  kp_store_end_burst (fixture->store);
  for (guint i = 0; i < G_N_ELEMENTS (messages); i++)
    assert_shown (fixture, &messages[i], KP_PENDING_QUEUED);
  g_assert_cmpuint (n_shown, ==, 1);

  kp_store_end_burst (fixture->store);
  g_assert_cmpuint (n_shown, ==, 1);
  kp_store_set_changed_func (fixture->store, NULL, NULL);
}

static void
test_killed (StoreFixture *fixture,
             gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  KpId message;

  kp_store_begin_burst (fixture->store);
  store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Nog iets", &message);
  store_fixture_close (fixture);
  store_fixture_open (fixture);
  assert_shown (fixture, &message, KP_PENDING_QUEUED);
}

static char *
dup_was (StoreFixture *fixture,
         const KpId *operation)
{
  g_autoptr (KpOutboxItem) item = kp_store_get_change (fixture->store, operation, NULL);
  g_autoptr (GString) bytes = NULL;
  const char *was;
  const char *data;
  gsize length;

  data = g_bytes_get_data (item->operation->bytes, &length);
  bytes = g_string_new_len (data, length);
  was = strstr (bytes->str, "\"was\":");
  return g_strndup (was, strchr (was, '}') + 1 - was);
}

/* What the second one does begins with what the first one made of it. */
static void
test_builds_upon (StoreFixture *fixture,
                  gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  const KpId *old = &g_array_index (ids, KpId, 0);
  g_autofree char *state = NULL;
  g_autofree char *old_state = NULL;
  g_autofree char *was = NULL;
  KpId request;
  KpId message;
  KpId withdrawal;

  kp_store_begin_burst (fixture->store);
  store_fixture_comment (fixture, old, "Niet meer nodig", &message);
  store_fixture_withdraw (fixture, old);
  request = store_fixture_submit (fixture, "Loonadministratie");
  withdrawal = store_fixture_withdraw (fixture, &request);
  kp_store_end_burst (fixture->store);

  was = dup_was (fixture, &withdrawal);
  g_assert_cmpstr (was, ==, "\"was\":{\"state\":\"submitted\"}");
  state = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, &request, "state");
  g_assert_cmpstr (state, ==, "withdrawn");
  old_state = store_fixture_dup_field (fixture, KP_ENTITY_REQUEST, old, "state");
  g_assert_cmpstr (old_state, ==, "withdrawn");
  assert_shown (fixture, &message, KP_PENDING_QUEUED);
}

/* The thread that sends looks into the outbox, not at what is shown. */
static void
test_sent_meanwhile (StoreFixture *fixture,
                     gconstpointer test_data)
{
  g_autoptr (GArray) ids = store_fixture_load (fixture, 1);
  g_autoptr (KpSyncRequest) request = NULL;
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  KpReplyWriter *writer;
  KpId message;
  KpId other;
  KpId operation;

  kp_store_begin_burst (fixture->store);
  operation = store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Een", &message);
  request = store_fixture_next (fixture);
  g_assert_cmpuint (request->offers->len, ==, 1);
  store_fixture_comment (fixture, &g_array_index (ids, KpId, 0), "Twee", &other);
  kp_store_end_burst (fixture->store);
  assert_shown (fixture, &message, KP_PENDING_SENT);
  assert_shown (fixture, &other, KP_PENDING_QUEUED);

  writer = store_fixture_begin_reply (fixture, 12, FALSE);
  store_fixture_write_result (writer, &operation, "ok");
  store_fixture_feed (fixture, writer, TRUE);
  assert_shown (fixture, &message, KP_PENDING_NONE);
  g_assert_true (kp_pending_project_again (fixture->store, changes, NULL));
  g_assert_cmpuint (changes->records->len, ==, 0);
}

#define ADD(path, function) \
  g_test_add (path, StoreFixture, NULL, store_fixture_set_up, function, store_fixture_tear_down)

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  ADD ("/store/burst/durable-one-by-one/shown-together", test_together);
  ADD ("/store/burst/killed/next-start-shows-it", test_killed);
  ADD ("/store/burst/builds-upon-itself", test_builds_upon);
  ADD ("/store/burst/sent-meanwhile/shown-as-it-is", test_sent_meanwhile);

  return g_test_run ();
}
