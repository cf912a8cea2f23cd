/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Accounts of the demo office against the real server: what one person does the other sees, the
 * server is stopped or killed and comes back, and the office disables somebody. Runs below
 * support/with-keyring.sh.
 */

#include "kp-demo-person.h"
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-store-outbox.h"
#include "kp-sync.h"
#include "kp-test.h"

#include <glib/gstdio.h>
#include <string.h>

#define TICK_MS 5
#define HOUR_MS (3600 * 1000)

typedef struct
{
  KpDemoServer *server; /* (owned) */
  KpDemoPerson customer;
  KpDemoPerson staff;
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
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_demo_person_clear (&fixture->customer);
  kp_demo_person_clear (&fixture->staff);
  g_source_remove (fixture->tick);
  kp_demo_server_free (fixture->server);
  g_unlink (g_getenv ("KPS_TEST_CLOCK"));
}

static void
test_live (Fixture *fixture,
           gconstpointer data)
{
  gint64 since;
  KpId request;
  KpId message;
  int took;

  kp_demo_person_sign_in (&fixture->customer, fixture->server);
  kp_demo_person_sign_in (&fixture->staff, fixture->server);
  request = kp_demo_person_find_request (&fixture->customer);
  since = g_get_monotonic_time ();
  message = kp_demo_person_comment (&fixture->customer, &request);
  kp_test_wait_for (kp_demo_person_has_message (&fixture->staff, &message));
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
  KpDemoPerson *customer = &fixture->customer;
  gint64 since;
  KpId request;
  KpId message;

  kp_demo_person_sign_in (customer, fixture->server);
  request = kp_demo_person_find_request (customer);
  kp_demo_server_kill (fixture->server);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_OFFLINE);
  message = kp_demo_person_comment (customer, &request);
  kp_demo_person_quit (customer);

  kp_demo_person_start_again (customer);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_OFFLINE);
  g_assert_cmpuint (kp_demo_person_get_status (customer).queued, ==, 1);
  g_assert_false (kp_demo_person_has_message (customer, &message));

  kp_demo_server_start (fixture->server);
  since = g_get_monotonic_time ();
  kp_test_wait_for (kp_demo_person_has_message (customer, &message));
  g_test_message ("confirmed %d ms after the server listened",
                  (int) ((g_get_monotonic_time () - since) / 1000));
  g_assert_cmpint (g_get_monotonic_time () - since, <, 2 * G_USEC_PER_SEC);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (kp_demo_person_get_status (customer).queued, ==, 0);
  g_assert_cmpuint (kp_demo_person_get_status (customer).needs_you, ==, 0);
}

/* Ten years behind or ahead: what was done is confirmed like anything else. */
static void
test_clock_off (Fixture *fixture,
                gconstpointer data)
{
  KpDemoPerson *customer = &fixture->customer;
  KpId request;
  KpId message;

  fixture->wall_off_ms = GPOINTER_TO_INT (data) * G_GINT64_CONSTANT (365) * 24 * HOUR_MS;
  kp_demo_person_sign_in (customer, fixture->server);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  request = kp_demo_person_find_request (customer);
  message = kp_demo_person_comment (customer, &request);
  kp_test_wait_for (kp_demo_person_has_message (customer, &message));
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (kp_demo_person_get_status (customer).queued, ==, 0);
  g_assert_cmpuint (kp_demo_person_get_status (customer).needs_you, ==, 0);
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
wait_until_at_rest (KpDemoPerson *person)
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
  KpDemoPerson *customer = &fixture->customer;
  gint64 since;

  kp_demo_person_sign_in (customer, fixture->server);
  set_early (fixture, TRUE);
  wait_until_at_rest (customer);
  since = g_get_monotonic_time ();
  kp_demo_server_stop (fixture->server);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_OFFLINE);
  g_test_message ("offline %d ms after the signal",
                  (int) ((g_get_monotonic_time () - since) / 1000));
  g_assert_false (kp_demo_person_get_status (customer).push);

  kp_demo_server_start (fixture->server);
  set_early (fixture, FALSE);
  kp_sync_nudge (customer->sync);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (kp_demo_person_get_status (customer).push);
}

/* Every start refreshes at the real server, with the token that the start before kept. */
static void
test_starts (Fixture *fixture,
             gconstpointer data)
{
  KpDemoPerson *customer = &fixture->customer;

  kp_demo_person_sign_in (customer, fixture->server);
  for (int i = 0; i < 4; i++)
    {
      kp_demo_person_quit (customer);
      kp_demo_person_start_again (customer);
      kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
    }
}

static gboolean
exists (KpDemoPerson *person,
        const char *name)
{
  g_autofree char *path = g_build_filename (person->folder, name, NULL);

  return g_file_test (path, G_FILE_TEST_EXISTS);
}

static void
assert_purged (KpDemoPerson *person)
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

  kp_demo_person_sign_in (&fixture->customer, fixture->server);
  kp_demo_server_run_user (fixture->server, "disable", fixture->customer.account);
  since = g_get_monotonic_time ();
  kp_demo_person_wait_for (&fixture->customer, KP_SYNC_PHASE_CLOSED);
  took = (int) ((g_get_monotonic_time () - since) / 1000);
  g_test_message ("unreadable %d ms after the command ended", took);
  g_assert_cmpint (took, <, 1000);
  assert_purged (&fixture->customer);
}

static void
test_disabled_offline (Fixture *fixture,
                       gconstpointer data)
{
  KpDemoPerson *customer = &fixture->customer;
  g_autoptr (GError) error = NULL;
  KpSignIn *again;
  KpId request;
  KpId message;

  kp_demo_person_sign_in (customer, fixture->server);
  request = kp_demo_person_find_request (customer);
  kp_demo_server_stop (fixture->server);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_OFFLINE);
  message = kp_demo_person_comment (customer, &request);
  kp_demo_person_quit (customer);
  kp_demo_server_run_user (fixture->server, "disable", customer->account);

  /* Offline it is readable, until the lease ends; with the first contact no more. */
  kp_demo_person_start_again (customer);
  kp_demo_server_start (fixture->server);
  customer->account = kp_demo_server_get_account (fixture->server, FALSE);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_CLOSED);
  assert_purged (customer);
  kp_demo_person_quit (customer);
  g_assert_null (kp_sign_in_open_sync (customer->data_dir, customer->id, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);
  g_assert_null (kp_demo_person_try_sign_in (customer, fixture->server, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
  g_clear_error (&error);

  /* Enabled again: what was written then goes out now. */
  kp_demo_server_run_user (fixture->server, "enable", customer->account);
  again = kp_demo_person_try_sign_in (customer, fixture->server, &error);
  g_assert_no_error (error);
  kp_demo_person_open (customer, again);
  kp_test_wait_for (kp_demo_person_has_message (customer, &message));
}

static void
change_password_in_worker (GTask *task,
                           gpointer source_object,
                           gpointer task_data,
                           GCancellable *cancellable)
{
  KpDemoPerson *person = task_data;
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
  KpDemoPerson *customer = &fixture->customer;
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  kp_demo_person_sign_in (customer, fixture->server);
  task = g_task_new (customer->sync, NULL, NULL, NULL);
  g_task_set_task_data (task, customer, NULL);
  kp_sync_push (customer->sync, task, change_password_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
  g_assert_true (g_task_propagate_boolean (task, &error));
  g_assert_no_error (error);
  g_clear_object (&task);

  /* This computer stays signed in; the old password is good for nothing any more. */
  kp_demo_person_quit (customer);
  kp_demo_person_start_again (customer);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  kp_demo_person_quit (customer);
  g_assert_null (kp_demo_person_try_sign_in (customer, fixture->server, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD);
}

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  KpDemoPerson *person = task_data;
  GError *error = NULL;

  if (kp_sync_sign_in_sync (source_object, person->account->password, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/* As the dialog does that asks for the password again. */
static void
sign_in_again (KpDemoPerson *person)
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
  KpDemoPerson *customer = &fixture->customer;
  KpId request;
  KpId message;

  kp_demo_person_sign_in (customer, fixture->server);
  request = kp_demo_person_find_request (customer);
  set_server_clock (G_GINT64_CONSTANT (31) * 24 * HOUR_MS);
  message = kp_demo_person_comment (customer, &request);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_SIGNED_OUT);
  g_assert_cmpuint (kp_demo_person_get_status (customer).queued, ==, 1);
  request = kp_demo_person_find_request (customer);

  /* Not even after the next start is anything lost. */
  kp_demo_person_quit (customer);
  kp_demo_person_start_again (customer);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_SIGNED_OUT);
  request = kp_demo_person_find_request (customer);
  sign_in_again (customer);
  kp_test_wait_for (kp_demo_person_has_message (customer, &message));
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (kp_demo_person_get_status (customer).needs_you, ==, 0);
}

/* Somebody got hold of the token, but not of the device's key: using it ends the session, and the
 * owner is asked for the password; nothing is lost by that.
 */
static void
test_stolen (Fixture *fixture,
             gconstpointer data)
{
  KpDemoPerson *customer = &fixture->customer;
  g_autoptr (KpSecrets) honest = NULL;
  g_autoptr (KpSecrets) stolen = NULL;
  KpId request;
  KpId message;

  kp_demo_person_sign_in (customer, fixture->server);
  request = kp_demo_person_find_request (customer);
  kp_demo_person_quit (customer);
  honest = kp_keyring_load_sync (customer->id, NULL, NULL);
  stolen = kp_keyring_load_sync (customer->id, NULL, NULL);
  stolen->device_seed[0] ^= 1;
  g_assert_true (kp_keyring_store_sync (customer->id, "Klantportaal: proef", stolen, NULL, NULL));
  kp_demo_person_start_again (customer);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_SIGNED_OUT);
  kp_demo_person_quit (customer);

  g_assert_true (kp_keyring_store_sync (customer->id, "Klantportaal: proef", honest, NULL, NULL));
  kp_demo_person_start_again (customer);
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_SIGNED_OUT);
  message = kp_demo_person_comment (customer, &request);
  sign_in_again (customer);
  kp_test_wait_for (kp_demo_person_has_message (customer, &message));
}

/* The office goes back to an older file: what it had acknowledged since comes back from here, once,
 * and everybody sees it.
 */
static void
test_restored (Fixture *fixture,
               gconstpointer data)
{
  KpDemoPerson *customer = &fixture->customer;
  g_autofree char *copies = g_dir_make_tmp ("klantportaal-copies-XXXXXX", NULL);
  g_autofree char *copy = g_build_filename (copies, "copy", NULL);
  KpId request;
  KpId before;
  KpId after;

  kp_demo_person_sign_in (customer, fixture->server);
  request = kp_demo_person_find_request (customer);
  before = kp_demo_person_comment (customer, &request);
  kp_test_wait_for (kp_demo_person_has_message (customer, &before));
  kp_demo_server_run_copy (fixture->server, "backup", copy);
  after = kp_demo_person_comment (customer, &request);
  kp_test_wait_for (kp_demo_person_has_message (customer, &after));
  kp_demo_server_stop (fixture->server);
  kp_demo_server_run_copy (fixture->server, "restore", copy);
  kp_demo_server_start (fixture->server);
  customer->account = kp_demo_server_get_account (fixture->server, FALSE);
  fixture->staff.account = kp_demo_server_get_account (fixture->server, TRUE);

  kp_demo_person_sign_in (&fixture->staff, fixture->server);
  kp_sync_nudge (customer->sync);
  kp_test_wait_for (kp_demo_person_has_message (&fixture->staff, &after));
  g_assert_true (kp_demo_person_has_message (&fixture->staff, &before));
  kp_demo_person_wait_for (customer, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_true (kp_demo_person_has_message (customer, &after));
  g_assert_cmpuint (kp_demo_person_get_status (customer).queued, ==, 0);
  g_assert_cmpuint (kp_demo_person_get_status (customer).needs_you, ==, 0);
  kp_demo_person_remove_folder (copies);
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
  kp_demo_person_remove_folder (folder);

  return result;
}
