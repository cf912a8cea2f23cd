/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Secrets in a real keyring, and the account whose key and tokens they are: absent, locked, reset,
 * and a crash between receiving a token and keeping it. Runs below support/with-keyring.sh.
 */

#define _GNU_SOURCE
#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-sync-fixture.h"
#include "kp-test.h"

#include <string.h>
#include <unistd.h>

#define FOLDER "AZAAAAAAAAAAAAAAAAAAAA"

static void
store (const char *folder,
       const char *refresh)
{
  g_autoptr (KpSecrets) secrets = kp_secrets_new (kp_environment_get_real ());
  g_autoptr (GError) error = NULL;

  kp_secrets_set_refresh (secrets, refresh);
  kp_keyring_store_sync (folder, "Klantportaal: proef", secrets, NULL, &error);
  g_assert_no_error (error);
}

#define SERVICE "org.freedesktop.secrets"
#define SERVICE_PATH "/org/freedesktop/secrets"
#define COLLECTION "/org/freedesktop/secrets/collection/login"

/* What the keyring was made with: with-keyring.sh. */
#define MASTER_PASSWORD "\n"

static GVariant *
call_service (const char *interface,
              const char *method,
              GVariant *parameters)
{
  g_autoptr (GDBusConnection) bus = g_bus_get_sync (G_BUS_TYPE_SESSION, NULL, NULL);
  g_autoptr (GError) error = NULL;
  GVariant *reply;

  reply = g_dbus_connection_call_sync (bus, SERVICE, SERVICE_PATH, interface, method, parameters,
                                       NULL, G_DBUS_CALL_FLAGS_NONE, -1, NULL, &error);
  g_assert_no_error (error);

  return reply;
}

/* Locks the collection, as a session that goes to sleep may do. */
static void
lock (void)
{
  const char *const collections[] = { COLLECTION, NULL };
  g_autoptr (GVariant) reply = NULL;

  reply = call_service ("org.freedesktop.Secret.Service", "Lock",
                        g_variant_new ("(^ao)", collections));
}

/* As signing in to the session does, without a dialog. */
static void
unlock (void)
{
  g_autoptr (GVariant) opened = NULL;
  g_autoptr (GVariant) reply = NULL;
  GVariant *no_bytes = g_variant_new_array (G_VARIANT_TYPE_BYTE, NULL, 0);
  GVariant *password = g_variant_new_fixed_array (G_VARIANT_TYPE_BYTE, MASTER_PASSWORD,
                                                  strlen (MASTER_PASSWORD), 1);
  const char *session;

  opened = call_service ("org.freedesktop.Secret.Service", "OpenSession",
                         g_variant_new ("(sv)", "plain", g_variant_new_string ("")));
  g_variant_get (opened, "(v&o)", NULL, &session);
  reply = call_service ("org.gnome.keyring.InternalUnsupportedGuiltRiddenInterface",
                        "UnlockWithMasterPassword",
                        g_variant_new ("(o(o@ay@ays))", COLLECTION, session, no_bytes, password,
                                       "text/plain"));
}

static void
test_item (void)
{
  g_autoptr (KpSecrets) secrets = NULL;
  g_autoptr (GError) error = NULL;

  store (FOLDER, "first");
  store (FOLDER, "second");
  secrets = kp_keyring_load_sync (FOLDER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secrets->refresh, ==, "second");
  g_clear_pointer (&secrets, kp_secrets_free);

  g_assert_true (kp_keyring_clear_sync (FOLDER, NULL, &error));
  g_assert_true (kp_keyring_clear_sync (FOLDER, NULL, &error));
  g_assert_null (kp_keyring_load_sync (FOLDER, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);
}

static void
test_locked (void)
{
  g_autoptr (KpSecrets) secrets = NULL;
  g_autoptr (GError) error = NULL;

  store (FOLDER, "kept");
  lock ();
  g_assert_null (kp_keyring_load_sync (FOLDER, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_LOCKED);
  g_clear_error (&error);

  unlock ();
  secrets = kp_keyring_load_sync (FOLDER, NULL, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (secrets->refresh, ==, "kept");
  kp_keyring_clear_sync (FOLDER, NULL, NULL);
}

static void
open_account (KpSyncFixture *fixture)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in = kp_sign_in_open_sync (fixture->data_dir, fixture->id, NULL, &error);

  g_assert_no_error (error);
  kp_sync_fixture_start (fixture, sign_in);
}

static KpFaultyFigures
get_figures (KpSyncFixture *fixture)
{
  KpFaultyFigures figures;

  kp_faulty_server_get_figures (fixture->server, &figures);

  return figures;
}

/* The story: a request written offline, quit, started again offline: there, queued; then confirmed.
 */
static void
test_offline_start (KpSyncFixture *fixture,
                    gconstpointer data)
{
  KpId id;

  kp_sync_fixture_begin (fixture);
  g_assert_true (kp_sync_fixture_get_status (fixture).keyring);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_queue (fixture, "Zonder verbinding");
  kp_sync_fixture_stop (fixture);

  open_account (fixture);
  g_assert_true (kp_sync_fixture_has_request (fixture, &id));
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  g_assert_cmpuint (kp_sync_fixture_get_status (fixture).queued, ==, 1);

  kp_faulty_server_start (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
  g_assert_cmpuint (get_figures (fixture).refreshes, ==, 1);
}

/* Each start uses the token that the one before kept. */
static void
test_rotation (KpSyncFixture *fixture,
               gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  for (guint i = 1; i <= 5; i++)
    {
      kp_sync_fixture_stop (fixture);
      open_account (fixture);
      kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
      g_assert_cmpuint (get_figures (fixture).refreshes, ==, i);
    }
  g_assert_cmpuint (get_figures (fixture).old_refreshes, ==, 0);
}

/* Killed after the server gave a successor and before the keyring had it: the predecessor works. */
static void
test_crash_in_between (KpSyncFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (KpSecrets) before = NULL;

  kp_sync_fixture_begin (fixture);
  kp_sync_fixture_stop (fixture);
  before = kp_keyring_load_sync (fixture->id, NULL, NULL);
  open_account (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  kp_sync_fixture_stop (fixture);

  g_assert_true (kp_keyring_store_sync (fixture->id, "Klantportaal: proef", before, NULL, NULL));
  open_account (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).old_refreshes, ==, 0);
}

/* Locked while the program runs: it goes on, and the next start still has a token that works. */
static void
test_locked_while_running (KpSyncFixture *fixture,
                           gconstpointer data)
{
  KpId id;

  kp_sync_fixture_begin (fixture);
  lock ();
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_OLD_ACCESS, 0, 1);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  g_assert_cmpuint (get_figures (fixture).refreshes, ==, 1);
  kp_faulty_server_set_fault (fixture->server, KP_FAULT_OLD_ACCESS, 0, 1);
  id = kp_faulty_server_publish (fixture->server);
  kp_test_wait_for (kp_sync_fixture_has_request (fixture, &id));
  kp_sync_fixture_stop (fixture);

  unlock ();
  open_account (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).old_refreshes, ==, 0);
}

/* A reset keyring must not cost work: the server keeps the folder's key. */
static void
test_reset (KpSyncFixture *fixture,
            gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  KpSignIn *sign_in;

  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_queue (fixture, "Overleeft de sleutelbos");
  kp_sync_fixture_stop (fixture);
  g_assert_true (kp_keyring_clear_sync (fixture->id, NULL, NULL));
  g_assert_null (kp_sign_in_open_sync (fixture->data_dir, fixture->id, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);
  g_clear_error (&error);

  kp_faulty_server_start (fixture->server);
  sign_in = kp_sync_fixture_sign_in (fixture, KP_FAULTY_PASSWORD, &error);
  g_assert_no_error (error);
  kp_sync_fixture_start (fixture, sign_in);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

/* The other process: opens the account, queues one thing after the other, and says so. */
static int
queue_until_killed (char **arguments)
{
  KpSyncFixture fixture = { .data_dir = arguments[0], .id = NULL, .org = arguments[2] };
  g_autoptr (GError) error = NULL;
  KpSignIn *opened = kp_sign_in_open_sync (arguments[0], arguments[1], NULL, &error);

  g_assert_no_error (error);
  kp_sync_fixture_prepare (&fixture);
  kp_sync_fixture_start (&fixture, opened);
  while (TRUE)
    {
      kp_sync_fixture_queue (&fixture, "Tot de stroom uitvalt");
      if (write (STDOUT_FILENO, "q", 1) != 1)
        return 1;

      g_main_context_iteration (NULL, TRUE);
    }
}

/* Returns: how many operations the process said were queued before it was killed */
static guint
run_and_kill (KpSyncFixture *fixture,
              guint after)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) process = NULL;
  GInputStream *output;
  char bytes[64];

  process = g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, "/proc/self/exe", "--queue",
                              fixture->data_dir, fixture->id, fixture->org, NULL);
  g_assert_no_error (error);
  output = g_subprocess_get_stdout_pipe (process);
  for (guint i = 0; i < after; i++)
    g_assert_cmpint (g_input_stream_read (output, bytes, 1, NULL, NULL), ==, 1);
  g_subprocess_force_exit (process);
  g_subprocess_wait (process, NULL, NULL);

  return after;
}

/* Whatever was queued goes out once, and no kill costs the session. */
static void
test_killed (KpSyncFixture *fixture,
             gconstpointer data)
{
  guint queued = 0;

  kp_sync_fixture_begin (fixture);
  kp_sync_fixture_stop (fixture);
  for (guint i = 1; i <= 10; i++)
    queued += run_and_kill (fixture, i);

  open_account (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (kp_sync_fixture_get_status (fixture).queued, ==, 0);
  g_assert_cmpuint (kp_sync_fixture_get_status (fixture).needs_you, ==, 0);
  g_assert_cmpuint (get_figures (fixture).operations, >=, queued);
  g_assert_cmpuint (get_figures (fixture).doubles, ==, 0);
  g_assert_cmpuint (get_figures (fixture).old_refreshes, ==, 0);
}

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

static void
sign_in_in_worker (GTask *task,
                   gpointer source_object,
                   gpointer task_data,
                   GCancellable *cancellable)
{
  GError *error = NULL;

  if (kp_sync_sign_in_sync (source_object, KP_FAULTY_PASSWORD, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
sign_in_again (KpSyncFixture *fixture)
{
  g_autoptr (GTask) task = g_task_new (fixture->sync, NULL, NULL, NULL);
  g_autoptr (GError) error = NULL;

  kp_sync_push (fixture->sync, task, sign_in_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
  g_task_propagate_boolean (task, &error);
  g_assert_no_error (error);
}

/* Thirty days without contact lock an account that is open, even if it sleeps through them; contact
 * by itself opens it no more, the password does.
 */
static void
test_lease_while_running (KpSyncFixture *fixture,
                          gconstpointer data)
{
  kp_sync_fixture_begin (fixture);
  kp_faulty_server_stop (fixture->server);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_queue (fixture, "Voor de vakantie");
  kp_sync_fixture_advance (fixture, 29 * DAY_MS);
  kp_sync_nudge (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_OFFLINE);
  kp_sync_fixture_advance (fixture, 2 * DAY_MS);
  kp_sync_nudge (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_LOCKED);
  kp_faulty_server_start (fixture->server);
  kp_sync_nudge (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_LOCKED);

  sign_in_again (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  g_assert_cmpuint (get_figures (fixture).operations, ==, 1);
}

static void
test_lease_at_start (KpSyncFixture *fixture,
                     gconstpointer data)
{
  g_autoptr (KpSignIn) opened = NULL;
  g_autoptr (KpAccountFacts) facts = NULL;
  g_autoptr (KpStore) locked = NULL;
  g_autoptr (GError) error = NULL;

  kp_sync_fixture_begin (fixture);
  kp_sync_fixture_stop (fixture);
  kp_sync_fixture_advance (fixture, 31 * DAY_MS);
  opened = kp_sign_in_open_sync (fixture->data_dir, fixture->id, NULL, &error);
  g_assert_no_error (error);
  facts = kp_account_folder_dup_facts (opened->folder);
  locked =
    kp_store_open (fixture->folder, opened->secrets->folder_key, &fixture->environment, &error);
  g_assert_no_error (error);
  g_assert_false (kp_lease_check_sync (locked, facts, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_LEASE_EXPIRED);
  g_clear_error (&error);
  g_clear_pointer (&locked, kp_store_close);

  fixture->sync = kp_sync_new (g_steal_pointer (&opened), &fixture->environment);
  kp_sync_start (fixture->sync);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_LOCKED);
  sign_in_again (fixture);
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
}

static void
sign_out_in_worker (GTask *task,
                    gpointer source_object,
                    gpointer task_data,
                    GCancellable *cancellable)
{
  GError *error = NULL;

  if (kp_sync_sign_out_sync (source_object, cancellable, &error))
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

static void
test_sign_out (KpSyncFixture *fixture,
               gconstpointer data)
{
  g_autoptr (GTask) task = NULL;
  g_autoptr (GError) error = NULL;

  kp_sync_fixture_begin (fixture);
  task = g_task_new (fixture->sync, NULL, NULL, NULL);
  kp_sync_push (fixture->sync, task, sign_out_in_worker);
  kp_test_wait_for (g_task_get_completed (task));
  g_assert_true (g_task_propagate_boolean (task, &error));
  g_assert_no_error (error);
  g_assert_cmpint (kp_sync_fixture_get_status (fixture).state, ==, KP_SYNC_PHASE_SIGNED_OUT);
  g_clear_object (&task); /* it holds the KpSync */
  kp_sync_fixture_stop (fixture);

  g_assert_null (kp_sign_in_open_sync (fixture->data_dir, fixture->id, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_KEYRING_ABSENT);
}

/* No secret is in any file of the account: neither key nor token, in no spelling. */
static void
test_nothing_in_clear (KpSyncFixture *fixture,
                       gconstpointer data)
{
  g_autoptr (KpSecrets) secrets = NULL;
  g_autoptr (GDir) dir = NULL;
  const char *name;

  kp_sync_fixture_begin (fixture);
  kp_sync_fixture_queue (fixture, "Geheim onderwerp");
  kp_sync_fixture_wait_for (fixture, KP_SYNC_PHASE_UP_TO_DATE);
  secrets = kp_keyring_load_sync (fixture->id, NULL, NULL);
  dir = g_dir_open (fixture->folder, 0, NULL);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->folder, name, NULL);
      g_autofree char *content = NULL;
      gsize length;

      g_assert_true (g_file_get_contents (path, &content, &length, NULL));
      g_assert_null (memmem (content, length, secrets->folder_key, KP_SECRET_LENGTH));
      g_assert_null (memmem (content, length, secrets->device_seed, KP_SECRET_LENGTH));
      g_assert_null (memmem (content, length, secrets->refresh, strlen (secrets->refresh)));
      g_assert_null (memmem (content, length, "Geheim", strlen ("Geheim")));
    }
}

#define ADD(path, func) \
  g_test_add (path, KpSyncFixture, NULL, kp_sync_fixture_set_up, func, kp_sync_fixture_tear_down)

int
main (int argc,
      char *argv[])
{
  if (argc == 5 && strcmp (argv[1], "--queue") == 0)
    return queue_until_killed (&argv[2]);

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/keyring/item/is-replaced-and-removed", test_item);
  g_test_add_func ("/keyring/locked/is-told-from-absent", test_locked);
  ADD ("/keyring/account/starts-offline", test_offline_start);
  ADD ("/keyring/account/refresh/is-kept-for-the-next-start", test_rotation);
  ADD ("/keyring/account/refresh/crash-in-between/stays-signed-in", test_crash_in_between);
  ADD ("/keyring/account/killed-at-any-moment/loses-nothing", test_killed);
  ADD ("/keyring/account/locked-while-running/goes-on", test_locked_while_running);
  ADD ("/keyring/account/reset/opens-after-the-next-sign-in", test_reset);
  ADD ("/keyring/lease/ends-while-running/locks-until-the-password", test_lease_while_running);
  ADD ("/keyring/lease/ended-before-start/locks-until-the-password", test_lease_at_start);
  ADD ("/keyring/account/signed-out/needs-the-password", test_sign_out);
  ADD ("/keyring/account/files/hold-nothing-in-clear", test_nothing_in_clear);

  return g_test_run ();
}
