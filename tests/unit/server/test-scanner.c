/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The scanners: the simulator, and ours as a client of a small clamd that speaks the real protocol
 * on a Unix socket.
 */

#include "kp-error.h"
#include "kps-scanner.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

/* A clamd in a thread: takes INSTREAM as it is specified, and gives one answer. */
typedef struct
{
  GSocketService *service; /* (owned) */
  char *socket;            /* (owned): its path */
  const char *answer;      /* what it says, with its zero */
  gsize limit;             /* StreamMaxLength */
  GByteArray *received;    /* (owned): without the framing */
} Clamd;

#define COMMAND "zINSTREAM"

static gboolean
read_exactly (GInputStream *in,
              gpointer data,
              gsize length)
{
  gsize n;

  return g_input_stream_read_all (in, data, length, &n, NULL, NULL) && n == length;
}

/* Returns: FALSE if the stream is longer than the limit */
static gboolean
read_stream (Clamd *self,
             GInputStream *in)
{
  for (;;)
    {
      guint32 head;
      guint length;

      g_assert_true (read_exactly (in, &head, sizeof head));
      length = GUINT32_FROM_BE (head);
      if (length == 0)
        return TRUE;
      if (self->received->len + length > self->limit)
        return FALSE;

      g_byte_array_set_size (self->received, self->received->len + length);
      g_assert_true (
        read_exactly (in, self->received->data + self->received->len - length, length));
    }
}

static gboolean
on_run_cb (GThreadedSocketService *service,
           GSocketConnection *connection,
           GObject *source_object,
           gpointer user_data)
{
  Clamd *self = user_data;
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  GOutputStream *out = g_io_stream_get_output_stream (G_IO_STREAM (connection));
  const char *answer = self->answer;
  char command[sizeof COMMAND];

  g_assert_true (read_exactly (in, command, sizeof command));
  g_assert_cmpmem (command, sizeof command, COMMAND, sizeof COMMAND);
  if (!read_stream (self, in))
    answer = "INSTREAM size limit exceeded. ERROR";
  g_output_stream_write_all (out, answer, strlen (answer) + 1, NULL, NULL, NULL);
  g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);

  return TRUE;
}

static void
clamd_start (Clamd *self,
             const char *answer,
             gsize limit)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  g_assert_no_errno (g_mkdir_with_parents (g_get_user_runtime_dir (), 0700));
  self->socket = g_build_filename (g_get_user_runtime_dir (), "clamd.ctl", NULL);
  g_unlink (self->socket);
  self->answer = answer;
  self->limit = limit;
  self->received = g_byte_array_new ();
  self->service = g_threaded_socket_service_new (1);
  address = g_unix_socket_address_new (self->socket);
  g_socket_listener_add_address (G_SOCKET_LISTENER (self->service), address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  g_signal_connect (self->service, "run", G_CALLBACK (on_run_cb), self);
  g_socket_service_start (self->service);
}

static void
clamd_stop (Clamd *self)
{
  g_socket_service_stop (self->service);
  g_object_unref (self->service);
  g_byte_array_unref (self->received);
  g_unlink (self->socket);
  g_free (self->socket);
}

/* What one scan in another thread finds, while the main loop accepts. */
typedef struct
{
  KpsScanner *scanner;
  char *path;
  gboolean worked;
  KpsVerdict verdict;
  char *finding;
  GError *error;
  int is_done;
} Scan;

static gpointer
scan_in_thread (gpointer data)
{
  Scan *self = data;

  self->worked =
    kps_scanner_scan (self->scanner, self->path, &self->verdict, &self->finding, &self->error);
  g_atomic_int_set (&self->is_done, TRUE);
  g_main_context_wakeup (NULL);

  return NULL;
}

static void
scan_clear (Scan *self)
{
  kps_scanner_free (self->scanner);
  g_free (self->path);
  g_free (self->finding);
  g_clear_error (&self->error);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Scan, scan_clear)

static void
scan (Scan *self,
      const char *what,
      const char *content,
      gsize length)
{
  g_autoptr (GError) error = NULL;
  GThread *thread;

  g_assert_no_errno (g_mkdir_with_parents (g_get_user_data_dir (), 0700));
  self->path = g_build_filename (g_get_user_data_dir (), "content", NULL);
  g_assert_true (g_file_set_contents (self->path, content, (gssize) length, NULL));
  self->scanner = kps_scanner_new (what, &error);
  g_assert_no_error (error);

  thread = g_thread_new ("scan", scan_in_thread, self);
  while (!g_atomic_int_get (&self->is_done))
    g_main_context_iteration (NULL, TRUE);
  g_thread_join (thread);
}

static void
test_clamd (void)
{
  static const struct
  {
    const char *answer;
    gsize limit;
    KpsVerdict verdict; /* 0 = it could not be asked */
    const char *finding;
  } CASES[] = {
    { "stream: OK", G_MAXSIZE, KPS_VERDICT_CLEAN, NULL },
    { "stream: Win.Test.EICAR_HDB-1 FOUND", G_MAXSIZE, KPS_VERDICT_INFECTED,
      "Win.Test.EICAR_HDB-1" },
    { "stream: OK", 100000, KPS_VERDICT_UNSCANNABLE, "INSTREAM size limit exceeded. ERROR" },
    { "COMMAND READ TIMED OUT ERROR", G_MAXSIZE, KPS_VERDICT_UNSCANNABLE,
      "COMMAND READ TIMED OUT ERROR" },
    { "PONG", G_MAXSIZE, 0, NULL },
    { "", G_MAXSIZE, 0, NULL },
    { "stream: OK FOUND OK", G_MAXSIZE, 0, NULL },
  };
  g_autofree char *content = g_strnfill (200000, 'x');

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_auto (Scan) found = { 0 };
      g_autofree char *what = NULL;
      Clamd clamd = { 0 };

      g_test_message ("%s", CASES[i].answer);
      clamd_start (&clamd, CASES[i].answer, CASES[i].limit);
      what = g_strconcat ("clamd:", clamd.socket, NULL);
      scan (&found, what, content, 200000);

      g_assert_cmpint (found.worked, ==, CASES[i].verdict != 0);
      if (found.worked)
        g_assert_cmpint (found.verdict, ==, CASES[i].verdict);
      else
        {
          g_assert_nonnull (found.error);
          g_assert_false (g_error_matches (found.error, KP_ERROR, KP_ERROR_OFFLINE));
        }
      g_assert_cmpstr (found.finding, ==, CASES[i].finding);
      if (CASES[i].limit == G_MAXSIZE)
        g_assert_cmpmem (clamd.received->data, clamd.received->len, content, 200000);
      clamd_stop (&clamd);
    }
}

/* Not there is no verdict: it is asked again. */
static void
test_clamd_absent (void)
{
  g_auto (Scan) found = { 0 };

  scan (&found, "clamd:/nonexistent/clamd.ctl", "x", 1);
  g_assert_false (found.worked);
  g_assert_error (found.error, KP_ERROR, KP_ERROR_OFFLINE);
}

static void
test_simulator (void)
{
  g_autofree char *eicar = g_strconcat ("before X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
                                        "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H* after", NULL);
  g_auto (Scan) infected = { 0 };
  g_auto (Scan) clean = { 0 };
  g_auto (Scan) empty = { 0 };
  g_auto (Scan) none = { 0 };

  scan (&infected, "simulator", eicar, strlen (eicar));
  g_assert_cmpint (infected.verdict, ==, KPS_VERDICT_INFECTED);
  scan (&clean, "simulator", eicar, strlen (eicar) - 8);
  g_assert_cmpint (clean.verdict, ==, KPS_VERDICT_CLEAN);
  scan (&empty, "simulator", "", 0);
  g_assert_cmpint (empty.verdict, ==, KPS_VERDICT_CLEAN);
  scan (&none, "none", "x", 1);
  g_assert_cmpint (none.verdict, ==, KPS_VERDICT_UNSCANNABLE);
}

static void
test_unknown (void)
{
  static const char *const WHATS[] = { "", "norton", "clamd", "clamd:", "clamd:relative" };

  for (guint i = 0; i < G_N_ELEMENTS (WHATS); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kps_scanner_new (WHATS[i], &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/scanner/clamd/says-what-it-found", test_clamd);
  g_test_add_func ("/scanner/clamd/absent-is-no-verdict", test_clamd_absent);
  g_test_add_func ("/scanner/simulator/knows-one-file", test_simulator);
  g_test_add_func ("/scanner/unknown/is-refused", test_unknown);

  return g_test_run ();
}
