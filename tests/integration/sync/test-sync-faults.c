/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A running account against a server with faults: offline and back, cut and false replies,
 * overload, lost sessions, and the office closing the account. There is no keyring here, so every
 * start needs the password.
 */

#include "kp-db.h"
#include "kp-error.h"
#include "kp-sync-fixture.h"
#include "kp-test.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static KpFaultyFigures
get_figures (KpSyncFixture *fixture)
{
  KpFaultyFigures figures;

  kp_faulty_server_get_figures (fixture->server, &figures);

  return figures;
}

static void
publish_and_wait (KpSyncFixture *fixture)
{
  KpId id = kp_faulty_server_publish (fixture->server);

  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
}

static void
test_sign_in (KpSyncFixture *fixture,
              gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpSignIn) sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_autoptr (KpAccountFacts) facts = NULL;
  g_autoptr (GPtrArray) list = NULL;

  g_assert_no_error (error);
  g_assert_error (sign_in->keyring_error, KP_ERROR, KP_ERROR_KEYRING_UNAVAILABLE);
  facts = kp_account_folder_dup_facts (sign_in->folder);
  g_assert_cmpstr (facts->login, ==, KP_FAULTY_LOGIN);
  g_assert_cmpstr (facts->portal, ==, "groen");
  g_assert_cmpint (facts->lease_days, ==, 30);
  g_assert_cmpuint (get_figures (fixture).bad_proofs, ==, 0);

  /* A second sign-in of the same account while it is open. */
  g_assert_null (kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_IN_USE);
  list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  g_assert_cmpuint (list->len, ==, 1);
}

static void
test_wrong_password (KpSyncFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GDir) dir = NULL;

  g_assert_null (kp_sync_fixture_sign_in (fixture, "iets anders", &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  dir = g_dir_open (fixture->data_dir, 0, NULL);
  g_assert_null (g_dir_read_name (dir));
}

static void
test_unreachable (KpSyncFixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  kp_faulty_server_stop (fixture->server);
  g_assert_null (kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_OFFLINE);
}

static void
test_discovery (KpSyncFixture *fixture,
                gconstpointer data)
{
  g_autofree char *typed = g_strconcat (kp_faulty_server_get_address (fixture->server), "/", NULL);
  g_autofree char *elsewhere = g_strconcat (typed, "nothing", NULL);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDiscovery) discovery = kp_discovery_fetch_sync (typed, NULL, &error);
  const KpDiscoveryPortal *portal;

  g_assert_no_error (error);
  g_assert_cmpstr (discovery->address, ==, kp_faulty_server_get_address (fixture->server));
  g_assert_cmpstr (discovery->office_name, ==, "Kantoor Proef");
  g_assert_cmpuint (discovery->password_min, ==, 15);
  portal = kp_discovery_find (discovery, "groen");
  g_assert_cmpstr (kp_discovery_portal_get_name (portal, "nl"), ==, "Groen");
  g_assert_cmpstr (kp_discovery_portal_get_name (portal, "fy"), ==, "Green");
  g_assert_null (kp_discovery_find (discovery, "blauw"));

  g_assert_null (kp_discovery_fetch_sync (elsewhere, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_NOT_A_PORTAL);
}

static void
test_load (KpSyncFixture *fixture,
           gconstpointer data)
{
  KpId ids[25];

  kp_faulty_server_set_page (fixture->server, 4);
  for (int i = 0; i < 25; i++)
    ids[i] = kp_faulty_server_publish (fixture->server);
  kp_sync_fixture_begin (fixture);

  for (int i = 0; i < 25; i++)
    g_assert_true (kp_sync_fixture_has_request (fixture, &ids[i]));
  g_assert_false (kp_sync_fixture_get_status (fixture).loading);
  kp_test_wait_for (fixture->changes > 0);
  g_assert_cmpuint (get_figures (fixture).bad_proofs, ==, 0);
}

static void
test_push (KpSyncFixture *fixture,
           gconstpointer data)
{
  gint64 since;

  kp_sync_fixture_begin (fixture);
  since = g_get_monotonic_time ();
  publish_and_wait (fixture);
  g_test_message ("visible after %d us",
                  (int) (g_get_monotonic_time () - since));
}

/* Returns: whether the next attempt is planned, and not under way */
static gboolean
is_waiting (KpSyncFixture *fixture)
{
  gint64 now = g_get_real_time () / 1000;

  return kp_sync_fixture_get_status (fixture).next_attempt > now + 100;
}

static void
test_offline_and_back (KpSyncFixture *fixture,
                       gconstpointer data)
{
  gint64 since;
  int took;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).error_code, ==, KP_ERROR_OFFLINE);

  kp_sync_fixture_queue (fixture, "Onderweg geschreven");
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 1);
  kp_test_wait_for (is_waiting (fixture));
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).state, ==, KP_SYNC_PHASE_OFFLINE);

  since = g_get_monotonic_time ();
  kp_faulty_server_start (fixture->server);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 0);
  took = (int) ((g_get_monotonic_time () - since) / 1000);
  g_test_message ("confirmed %d ms after the server came back", took);
  g_assert_cmpint (took, <, 2000);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

/* Returns: whether the only change can be dropped */
static gboolean
drop_only_change (KpSyncFixture *fixture)
{
  g_autoptr (GPtrArray) items = kp_store_list_changes (fixture->store, 0, NULL);
  const KpOutboxItem *item;

  g_assert_cmpuint (items->len, ==, 1);
  item = items->pdata[0];
  g_assert_cmpint (item->state, ==, KP_OUTBOX_QUEUED);

  return kp_store_drop_change (fixture->store, &item->operation->id, NULL, NULL);
}

static gint64
get_next_attempt (KpSyncFixture *fixture)
{
  return kp_sync_fixture_get_status (fixture).next_attempt;
}

/* The server sees nothing of what is tried while it is away, so the person may take it back. */
static void
test_offline_drop (KpSyncFixture *fixture,
                   gconstpointer data)
{
  gint64 planned;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  planned = get_next_attempt (fixture);
  kp_sync_fixture_queue (fixture, "Toch maar niet");
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 1);
  kp_test_wait_for (get_next_attempt (fixture) != planned && is_waiting (fixture));
  g_assert_true (drop_only_change (fixture));

  kp_faulty_server_start (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 0);
}

/* It may have arrived: what came back says nothing of it. */
static void
test_sent_drop (KpSyncFixture *fixture,
                gconstpointer data)
{
  guint attempts;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_ERROR, 0, -1);
  kp_sync_nudge (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  attempts = get_figures (fixture).attempts;
  kp_sync_fixture_queue (fixture, "Misschien al daar");
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 1);
  kp_test_wait_for (get_figures (fixture).attempts >= attempts + 2 && is_waiting (fixture));
  g_assert_false (drop_only_change (fixture));
}

/* While it stays away, the status does not move: one change to offline, and that is all. */
static void
test_offline_is_calm (KpSyncFixture *fixture,
                      gconstpointer data)
{
  guint before;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_test_wait_for (!kp_sync_fixture_get_status (fixture).push);
  while (g_main_context_iteration (NULL, FALSE))
    ;
  before = fixture->status_changes;
  for (int i = 0; i < 5; i++)
    {
      gint64 planned = kp_sync_fixture_get_status (fixture).next_attempt;

      kp_sync_nudge (fixture->sync);
      kp_test_wait_for (kp_sync_fixture_get_status (fixture).next_attempt != planned);
    }
  g_assert_cmpuint (fixture->status_changes, ==, before);
}

static void
test_queue_survives (KpSyncFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *id = NULL;
  KpSignIn *sign_in;

  kp_sync_fixture_begin (fixture);
  id = g_strdup (fixture->id);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_queue (fixture, "Blijft bewaard");
  kp_sync_fixture_stop (fixture);

  /* No keyring: without the server the account does not open, and nothing is lost. */
  g_assert_null (kp_sign_in_open_sync (fixture->data_dir, id, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_UNAVAILABLE);
  g_clear_error (&error);

  kp_faulty_server_start (fixture->server);
  sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (kp_account_folder_get_id (sign_in->folder), ==, id);
  kp_sync_fixture_start (fixture, sign_in);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

/* I9: a reply may be cut at any byte with no effect but delay. */
static void
test_cut (KpSyncFixture *fixture,
          gconstpointer data)
{
  guint n_operations = 0;

  kp_sync_fixture_begin (fixture);
  for (int at = 0; at < 420; at += 37)
    {
      KpId id;
      guint attempts = get_figures (fixture).attempts;

      kp_faulty_server_set_fault (fixture->server, KP_FAULT_CUT, at, 1);
      id = kp_faulty_server_publish (fixture->server);
      kp_sync_fixture_queue (fixture, "Afgebroken");
      kp_test_wait_for (get_figures (fixture).attempts > attempts);
      kp_sync_nudge (fixture->sync);
      kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
      /* Nothing is queued either before the queue was counted. */
      n_operations++;
      kp_test_wait_for (get_figures (fixture).operations == n_operations);
      kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 0);
    }
  g_assert_cmpuint (get_figures (fixture).doubles, ==, 0);
}

static void
test_false_replies (KpSyncFixture *fixture,
                    gconstpointer data)
{
  static const KpFault FAULTS[] = { KP_FAULT_GARBAGE, KP_FAULT_WEB_PAGE, KP_FAULT_ERROR };

  kp_sync_fixture_begin (fixture);
  for (gsize i = 0; i < G_N_ELEMENTS (FAULTS); i++)
    {
      kp_faulty_server_set_fault (fixture->server, FAULTS[i], 0, -1);
      kp_sync_nudge (fixture->sync);
      kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
      kp_faulty_server_set_fault (fixture->server, KP_FAULT_NONE, 0, -1);
      kp_sync_nudge (fixture->sync);
      kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
    }
  publish_and_wait (fixture);
}

static void
test_busy (KpSyncFixture *fixture,
           gconstpointer data)
{
  guint attempts;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_BUSY, 1, 1);
  kp_sync_fixture_queue (fixture, "Even geduld");
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).error_code == KP_ERROR_TOO_MANY);
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).state, ==, KP_SYNC_PHASE_QUEUED);

  /* Nudging does not help, waiting does. */
  attempts = get_figures (fixture).attempts;
  kp_sync_nudge (fixture->sync);
  kp_sync_nudge (fixture->sync);
  g_assert_cmpuint (get_figures (fixture).attempts, ==, attempts);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 0);
}

static void
test_old_nonce (KpSyncFixture *fixture,
                gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  for (int i = 0; i < 3; i++)
    {
      kp_faulty_server_turn_nonce (fixture->server);
      publish_and_wait (fixture);
    }
  g_assert_cmpuint (get_figures (fixture).bad_proofs, ==, 0);
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).state, ==, KP_SYNC_PHASE_UP_TO_DATE);
}

static void
test_old_access (KpSyncFixture *fixture,
                 gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  for (guint i = 1; i <= 3; i++)
    {
      kp_faulty_server_set_fault (fixture->server, KP_FAULT_OLD_ACCESS, 0, 1);
      publish_and_wait (fixture);
      g_assert_cmpuint (get_figures (fixture).refreshes, ==, i);
    }
  g_assert_cmpuint (get_figures (fixture).old_refreshes, ==, 0);
}

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;

  if (kp_sync_sign_in_sync (source_object, task_data, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
run_task (KpSync *sync,
          GTask *task,
          GTaskThreadFunc func)
{
  kp_sync_push (sync, task, func);
  kp_test_wait_for (g_task_get_completed (task));
}

static void
test_signed_out (KpSyncFixture *fixture,
                 gconstpointer data)
{
  g_autoptr (GTask) wrong = NULL;
  g_autoptr (GTask) right = NULL;
  g_autoptr (GError) error = NULL;
  KpId id;

  kp_sync_fixture_begin (fixture);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_SIGNED_OUT, 0, -1);
  kp_sync_fixture_queue (fixture, "Wacht op aanmelden");
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_SIGNED_OUT);
  g_assert_true (kp_sync_fixture_has_request (fixture, &id));
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_NONE, 0, -1);

  wrong = g_task_new (fixture->sync, NULL, NULL, NULL);
  g_task_set_task_data (wrong, g_strdup ("iets anders"), g_free);
  run_task (fixture->sync, wrong, sign_in_in_worker);
  g_assert_false (g_task_propagate_boolean (wrong, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).state, ==, KP_SYNC_PHASE_SIGNED_OUT);

  right = g_task_new (fixture->sync, NULL, NULL, NULL);
  g_task_set_task_data (right, g_strdup (KP_FAULTY_PASSWORD), g_free);
  run_task (fixture->sync, right, sign_in_in_worker);
  g_assert_true (g_task_propagate_boolean (right, NULL));
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).queued == 0);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

static gboolean
exists (KpSyncFixture *fixture,
        const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_purged (KpSyncFixture *fixture)
{
  g_autoptr (GPtrArray) list = NULL;
  KpAccountFacts *facts;

  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_CLOSED);
  g_assert_false (exists (fixture, "cache.db"));
  g_assert_false (exists (fixture, "cache.db-wal"));
  g_assert_true (exists (fixture, "outbox.db"));
  list = kp_account_folder_list_sync (fixture->data_dir, NULL);
  facts = g_ptr_array_index (list, 0);
  g_assert_cmpint (facts->closed_at, >, 0);
}

static void
test_revoked_online (KpSyncFixture *fixture,
                     gconstpointer data)
{
  gint64 since;

  kp_sync_fixture_begin (fixture);
  publish_and_wait (fixture);
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_REVOKED, 0, -1);
  since = g_get_monotonic_time ();
  kp_faulty_server_say (fixture->server, "closing 5");
  kp_faulty_server_say (fixture->server, "sync");
  assert_purged (fixture);
  g_test_message ("unreadable after %d ms", (int) ((g_get_monotonic_time () - since) / 1000));
}

static void
test_revoked_mid_sync (KpSyncFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in;

  kp_faulty_server_set_page (fixture->server, 1);
  for (int i = 0; i < 60; i++)
    kp_faulty_server_publish (fixture->server);
  sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_assert_no_error (error);
  kp_sync_fixture_start (fixture, sign_in);
  kp_test_wait_for (get_figures (fixture).syncs >= 5);
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_REVOKED, 0, -1);
  assert_purged (fixture);
  g_assert_cmpuint (get_figures (fixture).syncs, <, 60);
}

/* The queue of a closed account is sealed; after enabling it goes out with the next sign-in. */
static void
test_revoked_and_back (KpSyncFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_queue (fixture, "Voor het afsluiten");
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_REVOKED, 0, -1);
  kp_faulty_server_start (fixture->server);
  assert_purged (fixture);
  kp_sync_fixture_stop (fixture);

  kp_faulty_server_set_fault (fixture->server, KP_FAULT_NONE, 0, -1);
  sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_assert_no_error (error);
  kp_sync_fixture_start (fixture, sign_in);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

static void
test_forged (KpSyncFixture *fixture,
             gconstpointer data)
{
  KpId id;

  kp_sync_fixture_begin (fixture);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_FORGED, 0, 1);
  kp_sync_nudge (fixture->sync);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).error_code == KP_ERROR_FORBIDDEN);
  g_assert_true (exists (fixture, "cache.db"));
  g_assert_true (kp_sync_fixture_has_request (fixture, &id));
  kp_sync_nudge (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
}

static void
test_stop_in_request (KpSyncFixture *fixture,
                      gconstpointer data)
{
  gint64 since;
  guint attempts;
  int took;

  kp_sync_fixture_begin (fixture);
  attempts = get_figures (fixture).attempts;
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_STALL, 0, -1);
  kp_sync_nudge (fixture->sync);
  kp_test_wait_for (get_figures (fixture).attempts > attempts);
  since = g_get_monotonic_time ();
  kp_sync_stop (fixture->sync);
  took = (int) ((g_get_monotonic_time () - since) / 1000);
  g_test_message ("stopped in %d ms", took);
  g_assert_cmpint (took, <, 500);
}

/* The file-size limit of the process stands for a full disk: nothing can grow any more. */
static void
set_disk_full (gboolean full)
{
  struct rlimit limit;

  g_assert_no_errno (getrlimit (RLIMIT_FSIZE, &limit));
  limit.rlim_cur = full ? 1024 : limit.rlim_max;
  g_assert_no_errno (setrlimit (RLIMIT_FSIZE, &limit));
}

static void
test_disk_full (KpSyncFixture *fixture,
                gconstpointer data)
{
  KpId id;

  signal (SIGXFSZ, SIG_IGN);
  kp_sync_fixture_begin (fixture);
  set_disk_full (TRUE);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).error_code == KP_ERROR_STORAGE);
  g_assert_false (kp_sync_fixture_has_request (fixture, &id));

  set_disk_full (FALSE);
  kp_sync_nudge (fixture->sync);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
}

/* Overwrites all but the first page, as a dying disk might. */
static void
damage (KpSyncFixture *fixture,
        const char *name)
{
  g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
  g_autofree char *content = NULL;
  gsize length;
  g_autofd int file = -1;

  if (!g_file_get_contents (path, &content, &length, NULL))
    return;

  file = g_open (path, O_WRONLY | O_CLOEXEC);
  g_assert_cmpint (file, >=, 0);
  for (gsize at = 4096; at < length; at += 64)
    g_assert_cmpint (pwrite (file, "damaged", 7, at), ==, 7);
}

/* Writes to the file, so that no connection trusts the pages that it has in memory. */
static void
touch_cache (KpSyncFixture *fixture,
             const guint8 *key)
{
  g_autofree char *path = g_build_filename (fixture->folder, "cache.db", NULL);
  KpDbOptions options = { .key = key };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, &options, &error);

  g_assert_no_error (error);
  kp_db_run_script (db, "CREATE TABLE touched (id INTEGER) STRICT; DROP TABLE touched;", &error);
  g_assert_no_error (error);
}

/* What the facade does: its store goes first, then the other may open again. */
static void
on_store_damaged_cb (KpSync *sync,
                     KpSyncFixture *fixture)
{
  g_clear_pointer (&fixture->store, kp_store_close);
  kp_sync_reopen (sync);
}

static void
test_damaged_cache (KpSyncFixture *fixture,
                    gconstpointer data)
{
  g_autoptr (KpSignIn) sign_in = NULL;
  g_autoptr (GError) error = NULL;
  guint8 key[KP_SECRET_LENGTH];
  guint syncs;

  kp_faulty_server_set_page (fixture->server, 10);
  for (int i = 0; i < 40; i++)
    kp_faulty_server_publish (fixture->server);
  sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_assert_no_error (error);
  memcpy (key, sign_in->secrets->folder_key, sizeof key);
  kp_sync_fixture_start (fixture, g_steal_pointer (&sign_in));
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_signal_connect_data (fixture->sync, "store-damaged", G_CALLBACK (on_store_damaged_cb), fixture,
                         NULL, G_CONNECT_DEFAULT);

  syncs = get_figures (fixture).syncs;
  touch_cache (fixture, key);
  damage (fixture, "cache.db");
  damage (fixture, "cache.db-wal");
  kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (fixture->store == NULL);
  kp_test_wait_for (get_figures (fixture).syncs > syncs + 4);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  fixture->store = kp_store_open (fixture->folder, key, &fixture->environment, &error);
  g_assert_no_error (error);
  publish_and_wait (fixture);
}

static void
find_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  GError *error = NULL;
  char *next = NULL;
  GPtrArray *found = kp_sync_find_sync (source_object, "jaar & rekening", NULL, &next, cancellable,
                                        &error);

  g_assert_null (next);
  if (found != NULL)
    g_task_return_pointer (task, found, (GDestroyNotify) g_ptr_array_unref);
  else
    g_task_return_error (task, error);
}

static void
change_password_in_worker (GTask *task,
                           gpointer source_object,
                           gpointer task_data,
                           GCancellable *cancellable)
{
  GError *error = NULL;

  if (kp_sync_change_password_sync (source_object, task_data, "een nieuw lang wachtwoord",
                                    cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
test_online_calls (KpSyncFixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GTask) find = NULL;
  g_autoptr (GTask) change = NULL;
  g_autoptr (GTask) late = NULL;
  g_autoptr (GPtrArray) found = NULL;
  g_autoptr (GError) error = NULL;
  KpFound *row;

  kp_sync_fixture_begin (fixture);
  find = g_task_new (fixture->sync, NULL, NULL, NULL);
  run_task (fixture->sync, find, find_in_worker);
  found = g_task_propagate_pointer (find, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (found->len, ==, 1);
  row = g_ptr_array_index (found, 0);
  g_assert_cmpstr (row->title, ==, "Gevonden");

  change = g_task_new (fixture->sync, NULL, NULL, NULL);
  g_task_set_task_data (change, g_strdup ("verkeerd"), g_free);
  run_task (fixture->sync, change, change_password_in_worker);
  g_assert_false (g_task_propagate_boolean (change, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);

  kp_sync_stop (fixture->sync);
  late = g_task_new (fixture->sync, NULL, NULL, NULL);
  run_task (fixture->sync, late, find_in_worker);
  g_assert_null (g_task_propagate_pointer (late, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
}

static void
test_closing (KpSyncFixture *fixture,
              gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_test_wait_for (!kp_sync_fixture_get_status (fixture).push);
  kp_faulty_server_start (fixture->server);
  kp_sync_nudge (fixture->sync);
  kp_test_wait_for (kp_sync_fixture_get_status (fixture).push);
  publish_and_wait (fixture);
}

#define ADD(path, func) \
  g_test_add (path, KpSyncFixture, NULL, kp_sync_fixture_set_up, func, kp_sync_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/sync/discovery/names-office-and-portals", test_discovery);
  ADD ("/sync/sign-in/makes-one-locked-account", test_sign_in);
  ADD ("/sync/sign-in/wrong-password/leaves-nothing", test_wrong_password);
  ADD ("/sync/sign-in/unreachable/is-offline", test_unreachable);
  ADD ("/sync/load/pages/are-all-there", test_load);
  ADD ("/sync/push/hint/brings-what-is-new", test_push);
  ADD ("/sync/push/server-restarts/opens-again", test_closing);
  ADD ("/sync/offline/and-back/confirms-within-a-second", test_offline_and_back);
  ADD ("/sync/offline/queue/can-be-taken-back", test_offline_drop);
  ADD ("/sync/reply/unknown/queue-cannot-be-taken-back", test_sent_drop);
  ADD ("/sync/offline/stays/does-not-flicker", test_offline_is_calm);
  ADD ("/sync/offline/quit-without-keyring/queue-survives", test_queue_survives);
  ADD ("/sync/reply/cut-at-any-byte/only-delays", test_cut);
  ADD ("/sync/reply/not-ours/is-offline-and-recovers", test_false_replies);
  ADD ("/sync/reply/busy/waits-as-told", test_busy);
  ADD ("/sync/session/old-nonce/is-renewed-silently", test_old_nonce);
  ADD ("/sync/session/old-access/refreshes-once", test_old_access);
  ADD ("/sync/session/signed-out/keeps-everything", test_signed_out);
  ADD ("/sync/revoked/online/purges-the-cache", test_revoked_online);
  ADD ("/sync/revoked/mid-sync/purges-the-cache", test_revoked_mid_sync);
  ADD ("/sync/revoked/enabled-again/sends-the-queue", test_revoked_and_back);
  ADD ("/sync/revoked/forged/purges-nothing", test_forged);
  ADD ("/sync/disk-full/waits-and-recovers", test_disk_full);
  ADD ("/sync/damaged-cache/is-loaded-afresh", test_damaged_cache);
  ADD ("/sync/stop/in-a-request/is-quick", test_stop_in_request);
  ADD ("/sync/calls/online-only/answer-their-caller", test_online_calls);

  return g_test_run ();
}
