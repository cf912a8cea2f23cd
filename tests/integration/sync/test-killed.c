/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client that is killed again and again while it works, against the real server: whatever it had
 * said to be kept arrives, and once. The client is this program, started with --work. Runs below
 * support/with-keyring.sh.
 */

#include "kp-demo-person.h"
#include "kp-test.h"

#include <stdio.h>
#include <string.h>

#define KILLS 12
#define MOST_MESSAGES 16
#define EACH_MS 2

/* ---- The client that is killed ---- */

typedef struct
{
  KpDemoPerson person;
  KpId request;
} Work;

/* What is printed lies on the disk: that is the promise. */
static gboolean
on_write_cb (gpointer user_data)
{
  Work *work = user_data;
  KpId message = kp_demo_person_comment (&work->person, &work->request);
  g_autofree char *text = kp_id_dup_text (&message);

  printf ("%s\n", text);
  fflush (stdout);

  return G_SOURCE_CONTINUE;
}

static int
work_until_killed (char **argv)
{
  Work work = { .person = { .environment = kp_environment_get_real () } };
  g_autoptr (GMainLoop) loop = g_main_loop_new (NULL, FALSE);

  work.person.data_dir = g_strdup (argv[2]);
  work.person.id = g_strdup (argv[3]);
  g_assert_true (kp_id_parse (argv[4], strlen (argv[4]), &work.request));
  kp_demo_person_start_again (&work.person);
  printf ("open\n");
  fflush (stdout);
  g_timeout_add (EACH_MS, on_write_cb, &work);
  g_main_loop_run (loop);

  return 1;
}

/* ---- The test ---- */

static const char *program;

/* Starts the client, and kills it after @n messages.
 * @messages: of id as text; those that the client said to be kept are added */
static void
kill_one (KpDemoPerson *customer,
          const char *request,
          guint n,
          GPtrArray *messages)
{
  const gint64 since = g_get_monotonic_time ();
  g_autoptr (GError) error = NULL;
  g_autoptr (GSubprocess) client =
    g_subprocess_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE, &error, program, "--work",
                      customer->data_dir, customer->id, request, NULL);
  g_autoptr (GDataInputStream) lines = NULL;
  char *line;

  g_assert_no_error (error);
  lines = g_data_input_stream_new (g_subprocess_get_stdout_pipe (client));
  line = g_data_input_stream_read_line (lines, NULL, NULL, &error);
  g_assert_cmpstr (line, ==, "open");
  g_free (line);
  g_test_message ("open after %d ms", (int) ((g_get_monotonic_time () - since) / 1000));

  for (guint i = 0; (line = g_data_input_stream_read_line (lines, NULL, NULL, &error)) != NULL; i++)
    {
      if (i == n)
        g_subprocess_force_exit (client);
      g_ptr_array_add (messages, line);
    }
  g_assert_no_error (error);
  g_subprocess_wait (client, NULL, NULL);
  g_assert_true (g_subprocess_get_if_signaled (client));
}

/* Returns: how many messages this person sees */
static gint64
count_messages (KpDemoPerson *customer)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (customer->store),
                   "SELECT count(*) FROM p_message", &error);
  gboolean has_row = FALSE;

  g_assert_no_error (error);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error));

  return kp_statement_get_int64 (select, 0);
}

static void
test_killed (void)
{
  KpDemoServer *server = kp_demo_server_new ();
  KpDemoPerson customer = { .environment = kp_environment_get_real (),
                            .account = kp_demo_server_get_account (server, FALSE),
                            .data_dir = g_dir_make_tmp ("klantportaal-killed-XXXXXX", NULL) };
  g_autoptr (GPtrArray) messages = g_ptr_array_new_with_free_func (g_free);
  g_autofree char *request = NULL;
  gint64 n_before;
  gint64 n_new;
  KpId id;

  kp_demo_person_sign_in (&customer, server);
  n_before = count_messages (&customer);
  id = kp_demo_person_find_request (&customer);
  request = kp_id_dup_text (&id);
  kp_demo_person_quit (&customer);

  for (guint i = 0; i < KILLS; i++)
    kill_one (&customer, request, (guint) g_test_rand_int_range (0, MOST_MESSAGES), messages);

  kp_demo_person_start_again (&customer);
  kp_demo_person_wait_for (&customer, KP_SYNC_PHASE_UP_TO_DATE);
  kp_test_wait_for (kp_demo_person_get_status (&customer).queued == 0);
  for (guint i = 0; i < messages->len; i++)
    {
      const char *text = g_ptr_array_index (messages, i);

      g_assert_true (kp_id_parse (text, strlen (text), &id));
      kp_test_wait_for (kp_demo_person_has_message (&customer, &id));
    }

  /* Beside those, each client may have kept one that it was killed before it could tell of it. */
  g_test_message ("%u messages over %d kills", messages->len, KILLS);
  n_new = count_messages (&customer) - n_before;
  g_assert_cmpint (n_new, >=, messages->len);
  g_assert_cmpint (n_new, <=, messages->len + KILLS);
  g_assert_cmpuint (kp_demo_person_get_status (&customer).needs_you, ==, 0);
  kp_demo_person_clear (&customer);
  kp_demo_server_free (server);
}

int
main (int argc,
      char **argv)
{
  if (argc == 5 && g_str_equal (argv[1], "--work"))
    return work_until_killed (argv);

  program = argv[0];
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/killed/client/what-was-kept-arrives-once", test_killed);

  return g_test_run ();
}
