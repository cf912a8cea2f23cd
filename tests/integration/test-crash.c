/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The server killed at any moment, and its disk full (short forms of R2, R4 and R7): what was
 * acknowledged is there, nothing happened twice, and reading goes on.
 */

#include "kp-id.h"
#include "kp-portal-client.h"
#include "kp-small-office.h"
#include "kp-test-environment.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): signed in, patient */
  KpTestEnvironment environment;
} Fixture;

/* What became of an operation. */
typedef enum
{
  OUTCOME_UNKNOWN = 0, /* the line broke */
  OUTCOME_OK,
  OUTCOME_LATER,
  OUTCOME_OTHER
} Outcome;

#define KILLS 25
#define LATEST_US 6000
#define RESTART_US (300 * 1000)

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  kp_test_environment_init (&fixture->environment, (guint32) g_test_rand_int ());
  fixture->server = kp_server_process_new ();
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  fixture->anna->patient = TRUE;
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_free (fixture->server);
  kp_test_environment_clear (&fixture->environment);
}

static void
restart (Fixture *fixture)
{
  kp_server_process_kill (fixture->server);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
}

/* Returns: (transfer full): the frozen bytes of the @n-th change, which follows on the one before
 */
static char *
make_operation (Fixture *fixture,
                guint n)
{
  KpId id = kp_id_make (&fixture->environment.environment);
  char text[KP_ID_SIZE];
  g_autofree char *before = n > 0 ? g_strdup_printf ("\"+31 6 %08u\"", n - 1) : g_strdup ("null");

  kp_id_format (&id, text);

  return g_strdup_printf (
    "{\"id\":\"%s\",\"after\":null,\"k\":\"user.update@1\",\"at\":%" G_GINT64_FORMAT ","
    "\"was\":{\"phone\":%s},\"a\":{\"user\":\"%s\",\"phone\":\"+31 6 %08u\"}}",
    text, g_get_real_time () / 1000, before, fixture->anna->user, n);
}

static Outcome
send_operation (Fixture *fixture,
                const char *operation)
{
  g_autofree char *body = g_strdup_printf (
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":1}\n%s\n", operation);
  g_autoptr (KpAnswer) answer = kp_portal_client_call (fixture->anna, "POST", "/v1/sync",
                                                       fixture->anna->access, body);

  if (answer == NULL || answer->status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    return OUTCOME_UNKNOWN;

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  if (strstr (answer->text, "\"r\":\"ok\"") != NULL)
    return OUTCOME_OK;

  g_test_message ("%s", answer->text);

  return strstr (answer->text, "\"r\":\"later\"") != NULL ? OUTCOME_LATER : OUTCOME_OTHER;
}

/* What the server holds now. */
static void
expect_phone (Fixture *fixture,
              guint n)
{
  g_autofree char *stream = g_strdup_printf ("u:%s", fixture->anna->user);
  g_autofree char *phone = g_strdup_printf ("\"phone\":\"+31 6 %08u\"", n);
  g_autoptr (KpAnswer) answer = kp_portal_client_sync (fixture->anna, stream, FALSE);

  g_assert_nonnull (answer);
  if (strstr (answer->text, phone) == NULL)
    g_error ("No %s in %s", phone, answer->text);
}

/* Waits for a number of microseconds, then kills; until it gets a negative one. */
static gpointer
kill_in_thread (gpointer data)
{
  GAsyncQueue *orders = ((gpointer *) data)[0];
  pid_t pid = (pid_t) g_ascii_strtoll (((gpointer *) data)[1], NULL, 10);
  guint64 wait_us = GPOINTER_TO_UINT (g_async_queue_pop (orders));

  g_async_queue_timeout_pop (orders, wait_us);
  kill (pid, SIGKILL);

  return NULL;
}

static int
compare_times (gconstpointer a,
               gconstpointer b)
{
  gint64 difference = *(const gint64 *) a - *(const gint64 *) b;

  return difference < 0 ? -1 : difference > 0;
}

static void
test_killed (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (GAsyncQueue) orders = g_async_queue_new ();
  gint64 starts_us[KILLS];
  guint n = 0;

  for (guint i = 0; i < KILLS; i++)
    {
      gpointer target[] = { orders, (gpointer) kp_server_process_get_pid (fixture->server) };
      GThread *killer = g_thread_new ("killer", kill_in_thread, target);
      g_autofree char *operation = make_operation (fixture, n);
      gint64 began;

      g_async_queue_push (orders, GUINT_TO_POINTER ((guint) g_test_rand_int_range (1, LATEST_US)));
      while (send_operation (fixture, operation) == OUTCOME_OK)
        {
          n++;
          g_free (operation);
          operation = make_operation (fixture, n);
        }
      g_thread_join (killer);

      began = g_get_monotonic_time ();
      restart (fixture);
      starts_us[i] = g_get_monotonic_time () - began;

      /* Whether it had been done or not: the same bytes again, once and for all. */
      for (guint again = 0; again < 3; again++)
        g_assert_cmpint (send_operation (fixture, operation), ==, OUTCOME_OK);
      expect_phone (fixture, n);
      n++;
    }

  qsort (starts_us, KILLS, sizeof *starts_us, compare_times);
  g_test_message ("%u operations, %d kills, starts: half within %" G_GINT64_FORMAT
                  " ms, slowest %" G_GINT64_FORMAT " ms",
                  n, KILLS, starts_us[KILLS / 2] / 1000, starts_us[KILLS - 1] / 1000);
  /* Kept by the median, since the machine may have other things to do. */
  g_assert_cmpint (starts_us[KILLS / 2], <=, RESTART_US);
}

static void
test_same_id_other_bytes (Fixture *fixture,
                          gconstpointer data)
{
  g_autofree char *first = make_operation (fixture, 0);
  g_autofree char *other = g_strdup (first);
  char *digit = strstr (other, "+31 6");

  memcpy (digit, "+32 6", strlen ("+32 6"));
  g_assert_cmpint (send_operation (fixture, first), ==, OUTCOME_OK);
  g_assert_cmpint (send_operation (fixture, other), ==, OUTCOME_OTHER);
  g_assert_cmpint (send_operation (fixture, first), ==, OUTCOME_OK);
  expect_phone (fixture, 0);
}

/* No file may grow: changes wait, and everything that is there can be read. */
static void
test_full_disk (Fixture *fixture,
                gconstpointer data)
{
  g_autofree char *operation = NULL;
  Outcome outcome = OUTCOME_OK;
  guint n;

  kp_server_process_stop (fixture->server);
  kp_server_process_limit_files (fixture->server, 256 * 1024);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));

  for (n = 0; outcome == OUTCOME_OK; n++)
    {
      g_assert_cmpuint (n, <, 10000);
      g_free (operation);
      operation = make_operation (fixture, n);
      outcome = send_operation (fixture, operation);
    }
  n--;
  g_assert_cmpuint (n, >, 0);
  g_assert_cmpint (outcome, ==, OUTCOME_LATER);
  g_assert_cmpint (send_operation (fixture, operation), ==, OUTCOME_LATER);
  expect_phone (fixture, n - 1);

  kp_server_process_limit_files (fixture->server, 0);
  restart (fixture);
  g_assert_cmpint (send_operation (fixture, operation), ==, OUTCOME_OK);
  expect_phone (fixture, n);
}

#define ADD_TEST(path, function) g_test_add (path, Fixture, NULL, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/crash/killed/nothing-lost-nothing-twice", test_killed);
  ADD_TEST ("/crash/same-id/other-bytes-are-refused", test_same_id_other_bytes);
  ADD_TEST ("/crash/full-disk/changes-wait-and-reading-goes-on", test_full_disk);

  return g_test_run ();
}
