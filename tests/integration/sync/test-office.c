/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts of the demo office against the real server: what one person does the other sees, the
 * server is stopped or killed and comes back, and the office disables somebody. Runs below
 * support/with-keyring.sh.
 */

#include "kp-demo-server.h"
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-store-outbox.h"
#include "kp-sync.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define TICK_MS 5
#define HOUR_MS (3600 * 1000)

/**
 * Person:
 *
 * Somebody at a computer: an account with its KpSync and the store of the interface.
 */
typedef struct
{
  const KpDemoAccount *account;     /* (unowned) */
  const KpEnvironment *environment; /* (unowned) */
  char *data_dir;                   /* (owned) */
  char *id;                         /* (owned): of the folder */
  char *folder;                     /* (owned): its path */
  KpSync *sync;                     /* (owned) (nullable) */
  KpStore *store;                   /* (owned) (nullable) */
  guint news;                       /* news that came */
} Person;

typedef struct
{
  KpDemoServer *server; /* (owned) */
  Person customer;
  Person staff;
  guint tick;
  KpEnvironment environment; /* the real one, but for the clocks */
  gboolean is_early;         /* that clock stands an hour before the start of the computer */
  gint64 wall_off_ms;        /* how far the wall clock is ahead; constant while clients run */
} Fixture;

static gboolean
on_tick_cb (gpointer user_data)
{
  return G_SOURCE_CONTINUE;
}

static gint64
get_now (gpointer data)
{
  Fixture *fixture = data;

  return kp_environment_now (kp_environment_get_real ()) + fixture->wall_off_ms;
}

/* Read on kp-sync too. */
static gint64
get_boot_time (gpointer data)
{
  Fixture *fixture = data;

  return __atomic_load_n (&fixture->is_early, __ATOMIC_RELAXED)
           ? -HOUR_MS
           : kp_environment_boot_time (kp_environment_get_real ());
}

static void
fill (gpointer data,
      guint8 *bytes,
      gsize length)
{
  kp_environment_fill (kp_environment_get_real (), bytes, length);
}

/* So early nothing is due, not even what was asked for at once. */
static void
set_early (Fixture *fixture,
           gboolean is_early)
{
  __atomic_store_n (&fixture->is_early, is_early, __ATOMIC_RELAXED);
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->environment = (KpEnvironment) {
    .now = get_now, .boot_time = get_boot_time, .fill = fill, .data = fixture
  };
  fixture->server = kp_demo_server_new ();
  fixture->customer.account = kp_demo_server_get_account (fixture->server, FALSE);
  fixture->customer.data_dir = g_dir_make_tmp ("klantportaal-customer-XXXXXX", NULL);
  fixture->customer.environment = &fixture->environment;
  fixture->staff.environment = &fixture->environment;
  fixture->staff.account = kp_demo_server_get_account (fixture->server, TRUE);
  fixture->staff.data_dir = g_dir_make_tmp ("klantportaal-staff-XXXXXX", NULL);
  fixture->tick = g_timeout_add (TICK_MS, on_tick_cb, NULL);
}

static void
remove_all (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      remove_all (child);
    }
  g_remove (path);
}

static void
quit (Person *person)
{
  if (person->sync != NULL)
    {
      kp_sync_stop (person->sync);
      g_signal_handlers_disconnect_by_data (person->sync, person);
      kp_test_finalize (g_steal_pointer (&person->sync));
    }

  g_clear_pointer (&person->store, kp_store_close);
}

static void
clear_person (Person *person)
{
  quit (person);
  remove_all (person->data_dir);
  g_free (person->data_dir);
  g_free (person->folder);
  g_free (person->id);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  clear_person (&fixture->customer);
  clear_person (&fixture->staff);
  g_source_remove (fixture->tick);
  kp_demo_server_free (fixture->server);
  g_unlink (g_getenv ("KPS_TEST_CLOCK"));
}

static KpSyncStatus
get_status (Person *person)
{
  KpSyncStatus status;

  kp_sync_get_status (person->sync, &status);

  return status;
}

static void
on_news_cb (KpSync *sync,
            const GArray *news,
            Person *person)
{
  person->news += news->len;
}

static void
open_with (Person *person,
           KpSignIn *sign_in)
{
  g_autoptr (KpAccountFacts) facts = kp_account_folder_dup_facts (sign_in->folder);
  const KpEnvironment *environment = person->environment;
  g_autoptr (GError) error = NULL;

  g_set_str (&person->id, facts->id);
  g_set_str (&person->folder, kp_account_folder_get_path (sign_in->folder));
  person->store = kp_store_open (person->folder, sign_in->secrets->folder_key, environment, &error);
  g_assert_no_error (error);
  if (sign_in->access != NULL)
    kp_lease_renew_sync (person->store, facts, &error);
  g_assert_no_error (error);
  person->sync = kp_sync_new (sign_in, environment);
  g_signal_connect_data (person->sync, "news", G_CALLBACK (on_news_cb), person, NULL,
                         G_CONNECT_DEFAULT);
  kp_sync_start (person->sync);
}

static KpSignIn *
try_sign_in (Fixture *fixture,
             Person *person,
             GError **error)
{
  KpSignInRequest request = { .address = kp_demo_server_get_address (fixture->server),
                              .office_name = "",
                              .portal = person->account->portal,
                              .portal_name = "",
                              .login = person->account->login,
                              .password = person->account->password };

  return kp_sign_in_sync (person->data_dir, &request, kp_environment_get_real (), NULL, error);
}

static void
wait_for_phase (Person *person,
                KpSyncPhase phase)
{
  kp_test_wait_for (get_status (person).state == phase);
}

static void
sign_in (Fixture *fixture,
         Person *person)
{
  g_autoptr (GError) error = NULL;
  gint64 since = g_get_monotonic_time ();
  KpSignIn *made = try_sign_in (fixture, person, &error);

  g_assert_no_error (error);
  g_assert_no_error (made->keyring_error);
  open_with (person, made);
  wait_for_phase (person, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (get_status (person).push);
  g_test_message ("signed in and loaded in %d ms",
                  (int) ((g_get_monotonic_time () - since) / 1000));
}

static void
start_again (Person *person)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *opened = kp_sign_in_open_sync (person->data_dir, person->id, NULL, &error);

  g_assert_no_error (error);
  open_with (person, opened);
}

/* An open request that this person sees. */
static KpId
find_request (Person *person)
{
  g_autoptr (KpStatement) statement = NULL;
  g_autoptr (GError) error = NULL;
  gboolean has_row = FALSE;
  KpId id;

  statement = kp_db_prepare (kp_store_get_cache (person->store),
                             "SELECT id FROM p_request WHERE state = 'submitted' LIMIT 1", &error);
  g_assert_no_error (error);
  g_assert_true (kp_statement_step (statement, &has_row, NULL, &error));
  g_assert_true (has_row);
  g_assert_true (kp_statement_get_id (statement, 0, &id));

  return id;
}

static gboolean
has_message (Person *person,
             const KpId *id)
{
  g_autofree char *body = NULL;
  KpPending pending = KP_PENDING_NONE;

  return kp_store_dup_record (person->store, KP_ENTITY_MESSAGE, id, &body, &pending, NULL) &&
         pending == KP_PENDING_NONE;
}

/* Returns: the id of the message */
static KpId
comment (Person *person,
         const KpId *request)
{
  const char *kind = "request.comment@1";
  KpId message = kp_id_make (kp_environment_get_real ());
  g_autofree char *message_text = kp_id_dup_text (&message);
  g_autofree char *request_text = kp_id_dup_text (request);
  g_autofree char *arguments = NULL;
  g_autoptr (GError) error = NULL;
  yyjson_doc *doc;

  arguments = g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"Bijlage volgt\"}",
                               request_text, message_text);
  doc = yyjson_read (arguments, strlen (arguments), YYJSON_READ_NOFLAG);
  kp_store_queue (person->store, kp_operation_find_kind (kind, strlen (kind)), NULL,
                  yyjson_doc_get_root (doc), NULL, &error);
  yyjson_doc_free (doc);
  g_assert_no_error (error);
  kp_sync_nudge (person->sync);

  return message;
}

static void
test_live (Fixture *fixture,
           gconstpointer data)
{
  gint64 since;
  KpId request;
  KpId message;
  int took;

  sign_in (fixture, &fixture->customer);
  sign_in (fixture, &fixture->staff);
  request = find_request (&fixture->customer);
  since = g_get_monotonic_time ();
  message = comment (&fixture->customer, &request);
  kp_test_wait_for (has_message (&fixture->staff, &message));
  took = (int) ((g_get_monotonic_time () - since) / 1000);
  g_test_message ("seen by the other after %d ms", took);
  g_assert_cmpint (took, <, 1000);
  kp_test_wait_for (fixture->staff.news > 0);
  g_assert_cmpuint (fixture->customer.news, ==, 0);
}

static void
test_story (Fixture *fixture,
            gconstpointer data)
{
  Person *customer = &fixture->customer;
  gint64 since;
  KpId request;
  KpId message;

  sign_in (fixture, customer);
  request = find_request (customer);
  kp_demo_server_kill (fixture->server);
  wait_for_phase (customer, KP_SYNC_PHASE_OFFLINE);
  message = comment (customer, &request);
  quit (customer);

  start_again (customer);
  wait_for_phase (customer, KP_SYNC_PHASE_OFFLINE);
  g_assert_cmpuint (get_status (customer).queued, ==, 1);
  g_assert_false (has_message (customer, &message));

  kp_demo_server_start (fixture->server);
  since = g_get_monotonic_time ();
  kp_test_wait_for (has_message (customer, &message));
  g_test_message ("confirmed %d ms after the server listened",
                  (int) ((g_get_monotonic_time () - since) / 1000));
  g_assert_cmpint (g_get_monotonic_time () - since, <, 2 * G_USEC_PER_SEC);
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_status (customer).queued, ==, 0);
  g_assert_cmpuint (get_status (customer).needs_you, ==, 0);
}

/* Ten years behind or ahead: what was done is confirmed like anything else. */
static void
test_clock_off (Fixture *fixture,
                gconstpointer data)
{
  Person *customer = &fixture->customer;
  KpId request;
  KpId message;

  fixture->wall_off_ms = GPOINTER_TO_INT (data) * G_GINT64_CONSTANT (365) * 24 * HOUR_MS;
  sign_in (fixture, customer);
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  request = find_request (customer);
  message = comment (customer, &request);
  kp_test_wait_for (has_message (customer, &message));
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_status (customer).queued, ==, 0);
  g_assert_cmpuint (get_status (customer).needs_you, ==, 0);
}

static void
rest_in_worker (GTask *task,
                gpointer source_object,
                gpointer task_data,
                GCancellable *cancellable)
{
  g_task_return_boolean (task, TRUE);
}

/* Returns once no exchange is under way. */
static void
wait_until_at_rest (Person *person)
{
  g_autoptr (GTask) task = g_task_new (person->sync, NULL, NULL, NULL);

  kp_sync_push (person->sync, task, rest_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
}

/* The server says beforehand that it stops. Nothing is tried for that, since no attempt is due: so
 * all clients together make no storm.
 */
static void
test_planned_stop (Fixture *fixture,
                   gconstpointer data)
{
  Person *customer = &fixture->customer;
  gint64 since;

  sign_in (fixture, customer);
  set_early (fixture, TRUE);
  wait_until_at_rest (customer);
  since = g_get_monotonic_time ();
  kp_demo_server_stop (fixture->server);
  wait_for_phase (customer, KP_SYNC_PHASE_OFFLINE);
  g_test_message ("offline %d ms after the signal",
                  (int) ((g_get_monotonic_time () - since) / 1000));
  g_assert_false (get_status (customer).push);

  kp_demo_server_start (fixture->server);
  set_early (fixture, FALSE);
  kp_sync_nudge (customer->sync);
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (get_status (customer).push);
}

/* Every start refreshes at the real server, with the token that the start before kept. */
static void
test_starts (Fixture *fixture,
             gconstpointer data)
{
  Person *customer = &fixture->customer;

  sign_in (fixture, customer);
  for (int i = 0; i < 4; i++)
    {
      quit (customer);
      start_again (customer);
      wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
    }
}

static gboolean
exists (Person *person,
        const char *name)
{
  g_autofree char *path = g_build_filename (person->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_purged (Person *person)
{
  g_assert_false (exists (person, "cache.db"));
  g_assert_false (exists (person, "cache.db-wal"));
  g_assert_true (exists (person, "outbox.db"));
}

static void
test_disabled_online (Fixture *fixture,
                      gconstpointer data)
{
  gint64 since;
  int took;

  sign_in (fixture, &fixture->customer);
  kp_demo_server_run_user (fixture->server, "disable", fixture->customer.account);
  since = g_get_monotonic_time ();
  wait_for_phase (&fixture->customer, KP_SYNC_PHASE_CLOSED);
  took = (int) ((g_get_monotonic_time () - since) / 1000);
  g_test_message ("unreadable %d ms after the command ended", took);
  g_assert_cmpint (took, <, 1000);
  assert_purged (&fixture->customer);
}

static void
test_disabled_offline (Fixture *fixture,
                       gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autoptr (GError) error = NULL;
  KpSignIn *again;
  KpId request;
  KpId message;

  sign_in (fixture, customer);
  request = find_request (customer);
  kp_demo_server_stop (fixture->server);
  wait_for_phase (customer, KP_SYNC_PHASE_OFFLINE);
  message = comment (customer, &request);
  quit (customer);
  kp_demo_server_run_user (fixture->server, "disable", customer->account);

  /* Offline it is readable, until the lease ends; with the first contact no more. */
  start_again (customer);
  kp_demo_server_start (fixture->server);
  customer->account = kp_demo_server_get_account (fixture->server, FALSE);
  wait_for_phase (customer, KP_SYNC_PHASE_CLOSED);
  assert_purged (customer);
  quit (customer);
  g_assert_null (kp_sign_in_open_sync (customer->data_dir, customer->id, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_null (try_sign_in (fixture, customer, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);

  /* Enabled again: what was written then goes out now. */
  kp_demo_server_run_user (fixture->server, "enable", customer->account);
  again = try_sign_in (fixture, customer, &error);
  g_assert_no_error (error);
  open_with (customer, again);
  kp_test_wait_for (has_message (customer, &message));
}

static void
change_password_in_worker (GTask *task,
                           gpointer source_object,
                           gpointer task_data,
                           GCancellable *cancellable)
{
  Person *person = task_data;
  GError *error = NULL;

  if (kp_sync_change_password_sync (source_object, person->account->password,
                                    "een ander lang wachtwoord 7", cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
test_password (Fixture *fixture,
               gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  sign_in (fixture, customer);
  task = g_task_new (customer->sync, NULL, NULL, NULL);
  g_task_set_task_data (task, customer, NULL);
  kp_sync_push (customer->sync, task, change_password_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
  g_assert_true (g_task_propagate_boolean (task, &error));
  g_assert_no_error (error);
  g_clear_object (&task);

  /* This computer stays signed in; the old password is good for nothing any more. */
  quit (customer);
  start_again (customer);
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  quit (customer);
  g_assert_null (try_sign_in (fixture, customer, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
}

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  Person *person = task_data;
  GError *error = NULL;

  if (kp_sync_sign_in_sync (source_object, person->account->password, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* As the dialog does that asks for the password again. */
static void
sign_in_again (Person *person)
{
  g_autoptr (GTask) task = g_task_new (person->sync, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  g_task_set_task_data (task, person, NULL);
  kp_sync_push (person->sync, task, sign_in_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
  g_task_propagate_boolean (task, &error);
  g_assert_no_error (error);
}

/* @server_ahead_ms: of the real time */
static void
set_server_clock (gint64 server_ahead_ms)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT, server_ahead_ms);

  g_assert_true (g_file_set_contents (g_getenv ("KPS_TEST_CLOCK"), text, -1, NULL));
}

/* A session lasts thirty days, however often it was refreshed. Then the password is asked for, what
 * is here stays readable, and what was written meanwhile goes out.
 */
static void
test_expired (Fixture *fixture,
              gconstpointer data)
{
  Person *customer = &fixture->customer;
  KpId request;
  KpId message;

  sign_in (fixture, customer);
  request = find_request (customer);
  set_server_clock (G_GINT64_CONSTANT (31) * 24 * HOUR_MS);
  message = comment (customer, &request);
  wait_for_phase (customer, KP_SYNC_PHASE_SIGNED_OUT);
  g_assert_cmpuint (get_status (customer).queued, ==, 1);
  request = find_request (customer);

  /* Not even after the next start is anything lost. */
  quit (customer);
  start_again (customer);
  wait_for_phase (customer, KP_SYNC_PHASE_SIGNED_OUT);
  request = find_request (customer);
  sign_in_again (customer);
  kp_test_wait_for (has_message (customer, &message));
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_status (customer).needs_you, ==, 0);
}

/* Somebody got hold of the token, but not of the device's key: using it ends the session, and the
 * owner is asked for the password; nothing is lost by that.
 */
static void
test_stolen (Fixture *fixture,
             gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autoptr (KpSecrets) honest = NULL;
  g_autoptr (KpSecrets) stolen = NULL;
  KpId request;
  KpId message;

  sign_in (fixture, customer);
  request = find_request (customer);
  quit (customer);
  honest = kp_keyring_load_sync (customer->id, NULL, NULL);
  stolen = kp_keyring_load_sync (customer->id, NULL, NULL);
  stolen->device_seed[0] ^= 1;
  g_assert_true (kp_keyring_store_sync (customer->id, "Klantportaal: proef", stolen, NULL, NULL));
  start_again (customer);
  wait_for_phase (customer, KP_SYNC_PHASE_SIGNED_OUT);
  quit (customer);

  g_assert_true (kp_keyring_store_sync (customer->id, "Klantportaal: proef", honest, NULL, NULL));
  start_again (customer);
  wait_for_phase (customer, KP_SYNC_PHASE_SIGNED_OUT);
  message = comment (customer, &request);
  sign_in_again (customer);
  kp_test_wait_for (has_message (customer, &message));
}

/* The office goes back to an older file: what it had acknowledged since comes back from here, once,
 * and everybody sees it.
 */
static void
test_restored (Fixture *fixture,
               gconstpointer data)
{
  Person *customer = &fixture->customer;
  g_autofree char *copies = g_dir_make_tmp ("klantportaal-copies-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (copies, "copy", NULL);
  KpId request;
  KpId before;
  KpId after;

  sign_in (fixture, customer);
  request = find_request (customer);
  before = comment (customer, &request);
  kp_test_wait_for (has_message (customer, &before));
  kp_demo_server_run_copy (fixture->server, "backup", copy);
  after = comment (customer, &request);
  kp_test_wait_for (has_message (customer, &after));
  kp_demo_server_stop (fixture->server);
  kp_demo_server_run_copy (fixture->server, "restore", copy);
  kp_demo_server_start (fixture->server);
  customer->account = kp_demo_server_get_account (fixture->server, FALSE);
  fixture->staff.account = kp_demo_server_get_account (fixture->server, TRUE);

  sign_in (fixture, &fixture->staff);
  kp_sync_nudge (customer->sync);
  kp_test_wait_for (has_message (&fixture->staff, &after));
  g_assert_true (has_message (&fixture->staff, &before));
  wait_for_phase (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_true (has_message (customer, &after));
  g_assert_cmpuint (get_status (customer).queued, ==, 0);
  g_assert_cmpuint (get_status (customer).needs_you, ==, 0);
  remove_all (copies);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_autofree char *folder = g_dir_make_tmp ("klantportaal-clock-XXXXXX", NULL);
  g_autofree char *clock = g_build_filename (folder, "clock", NULL);
  int result;

  g_test_init (&argc, &argv, NULL);
  g_setenv ("KPS_TEST_CLOCK", clock, TRUE);
  ADD ("/office/comment/is-seen-by-the-other-within-a-second", test_live);
  ADD ("/office/killed-server/queue-survives-and-confirms", test_story);
  g_test_add ("/office/clock/ten-years-behind/is-confirmed", Fixture, GINT_TO_POINTER (-10), set_up,
              test_clock_off, tear_down);
  g_test_add ("/office/clock/ten-years-ahead/is-confirmed", Fixture, GINT_TO_POINTER (10), set_up,
              test_clock_off, tear_down);
  ADD ("/office/stopped-server/offline-without-trying", test_planned_stop);
  ADD ("/office/starts/refresh-every-time", test_starts);
  ADD ("/office/disabled/online/unreadable-within-a-second", test_disabled_online);
  ADD ("/office/disabled/offline/unreadable-at-contact", test_disabled_offline);
  ADD ("/office/session/expired/asks-for-the-password-and-loses-nothing", test_expired);
  ADD ("/office/session/stolen/ends-and-loses-nothing", test_stolen);
  ADD ("/office/restored/acknowledged-work-comes-back-once", test_restored);
  ADD ("/office/password/changes-and-keeps-this-computer", test_password);

  result = g_test_run ();
  remove_all (folder);

  return result;
}
