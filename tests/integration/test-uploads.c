/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files on their way into the server, byte by byte: judged before the first, written as they come,
 * gone without a trace when they end too early, and never larger in memory than a piece.
 */

#include "kp-file-client.h"
#include "kp-limits.h"
#include "kp-small-office.h"
#include "kp-test.h"
#include "kps-store.h"

#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <unistd.h>

typedef struct
{
  KpServerProcess *server;         /* (owned) */
  KpPortalClient *anna;            /* (owned): of north */
  char *north;                     /* (owned): identifier of her organisation */
  char *south;                     /* (owned) */
  GSocketConnectable *connectable; /* (owned) */
} Fixture;

#define TEXT "text/plain"
#define PATIENCE_S 20
#define MIB (1024 * 1024)
/* What the server writes at once. */
#define PIECE (64 * 1024)

static void
find_address (Fixture *fixture)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&fixture->connectable);
  fixture->connectable = g_network_address_parse_uri (
    kp_server_process_get_address (fixture->server), 80, &error);
  g_assert_no_error (error);
}

/* @data: lines of the configuration */
static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server, data);
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  fixture->north = kp_small_office_dup_id ("organisation", "N-1");
  fixture->south = kp_small_office_dup_id ("organisation", "S-1");
  find_address (fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_server_process_free (fixture->server);
  g_object_unref (fixture->connectable);
  g_free (fixture->north);
  g_free (fixture->south);
}

/* --- A caller who decides what goes over the line, and when --- */

static GSocketConnection *
connect_to (Fixture *fixture)
{
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GError) error = NULL;
  GSocketConnection *connection;

  g_socket_client_set_timeout (client, PATIENCE_S);
  connection = g_socket_client_connect (client, fixture->connectable, NULL, &error);
  g_assert_no_error (error);

  return connection;
}

/* Returns: whether the server still listens */
static gboolean
send_bytes (GSocketConnection *connection,
            gconstpointer data,
            gsize length)
{
  return g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), data,
                                    length, NULL, NULL, NULL);
}

/* Reads until it has seen @status and then @word. */
static void
expect_answer (GSocketConnection *connection,
               const char *status,
               const char *word)
{
  GInputStream *stream = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  g_autoptr (GString) text = g_string_new (NULL);
  g_autofree char *start = g_strdup_printf ("HTTP/1.1 %s ", status);

  while (strstr (text->str, "\r\n\r\n") == NULL || strstr (text->str, word) == NULL)
    {
      char buffer[8192];
      g_autoptr (GError) error = NULL;
      gssize length = g_input_stream_read (stream, buffer, sizeof buffer, NULL, &error);

      g_assert_no_error (error);
      if (length == 0)
        g_error ("%s %s expected, and there came: %s", status, word, text->str);
      g_string_append_len (text, buffer, length);
    }

  g_test_message ("%s", text->str);
  g_assert_true (g_str_has_prefix (text->str, start));
}

/* What a request says of the file that follows. */
typedef struct
{
  const char *target;     /* Portal-Target */
  const char *media_type; /* (nullable) */
  const char *sha256;
  guint64 size;
  gboolean asks; /* whether it waits for a word before it sends */
} Head;

static void
send_head (Fixture *fixture,
           GSocketConnection *connection,
           const Head *head)
{
  KpPortalClient *anna = fixture->anna;
  g_autofree char *path = g_strconcat ("/v1/blob/", head->sha256, NULL);
  g_autofree char *proof = kp_portal_client_prove (anna, "PUT", path, anna->access, NULL);
  g_autofree char *text = g_strdup_printf (
    "PUT %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\nPortal-Proof: %s\r\n"
    "Portal-Target: %s\r\nContent-Type: %s\r\nContent-Length: %" G_GUINT64_FORMAT "\r\n%s\r\n",
    path, anna->access, proof, head->target, head->media_type, head->size,
    head->asks ? "Expect: 100-continue\r\n" : "");

  g_assert_true (send_bytes (connection, text, strlen (text)));
}

/* Returns: (transfer full): a text of @size bytes that no other test sends */
static GBytes *
make_text (gsize size,
           char letter)
{
  return g_bytes_new_take (g_strnfill (size, letter), size);
}

static GSocketConnection *
begin (Fixture *fixture,
       GBytes *content,
       gsize count)
{
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  const Head head = { fixture->north, TEXT, sha256, g_bytes_get_size (content), FALSE };
  GSocketConnection *connection = connect_to (fixture);

  send_head (fixture, connection, &head);
  g_assert_true (send_bytes (connection, g_bytes_get_data (content, NULL), count));

  return connection;
}

/* --- What the server has --- */

/* @n: (out): how many files; Returns: the bytes of all of them */
static guint64
measure_incoming (Fixture *fixture,
                  guint *n)
{
  g_autofree char *folder = g_build_filename (kp_server_process_get_folder (fixture->server),
                                              "blobs", "incoming", NULL);
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;
  guint64 sum = 0;

  *n = 0;
  g_assert_nonnull (dir);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (GFile) file = g_file_new_for_path (path);
      g_autoptr (GFileInfo) info =
        g_file_query_info (file, G_FILE_ATTRIBUTE_STANDARD_SIZE, 0, NULL, NULL);

      (*n)++;
      sum += info != NULL ? (guint64) g_file_info_get_size (info) : 0;
    }

  return sum;
}

/* The server takes what it is sent when it can: asks it something else until it has. */
static void
expect_incoming (Fixture *fixture,
                 guint n_wanted,
                 guint64 least)
{
  const gint64 deadline = g_get_monotonic_time () + PATIENCE_S * G_TIME_SPAN_SECOND;
  guint n = G_MAXUINT;

  while (measure_incoming (fixture, &n) < least || n != n_wanted)
    {
      kp_answer_expect (kp_portal_client_call (fixture->anna, "GET", "/healthz", NULL, NULL), 200,
                        NULL);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
    }
}

/* Lets get_peak() count from now on: hashing passwords takes more than files do. */
static void
forget_peak (Fixture *fixture)
{
  g_autofree char *path =
    g_build_filename ("/proc", kp_server_process_get_pid (fixture->server), "clear_refs", NULL);
  g_autofd int file = g_open (path, O_WRONLY | O_CLOEXEC, 0);

  g_assert_cmpint (write (file, "5", 1), ==, 1);
}

/* Returns: KiB that the process had in memory at most */
static guint64
get_peak (Fixture *fixture)
{
  g_autofree char *path =
    g_build_filename ("/proc", kp_server_process_get_pid (fixture->server), "status", NULL);
  g_autofree char *text = NULL;
  const char *line;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  line = strstr (text, "VmHWM:");
  g_assert_nonnull (line);

  return g_ascii_strtoull (g_strchug ((char *) line + strlen ("VmHWM:")), NULL, 10);
}

static gint64
count_audit (Fixture *fixture,
             const char *reason)
{
  g_autofree char *verb = g_strconcat ("file.refuse.", reason, NULL);
  g_autofree char *path =
    g_build_filename (kp_server_process_get_folder (fixture->server), "office.db", NULL);
  KpDbOptions options = { .read_only = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (path, &options, &error);
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  g_assert_no_error (error);
  select = kp_db_prepare (db, "SELECT count (*) FROM audit WHERE verb = $1", &error);
  g_assert_no_error (error);
  kp_statement_bind_text (select, 1, verb);
  g_assert_true (kp_statement_step (select, &has_row, NULL, &error));

  return kp_statement_get_int64 (select, 0);
}

static void
expect_metric (Fixture *fixture,
               const char *outcome,
               guint n)
{
  g_autoptr (KpAnswer) answer =
    kp_portal_client_call (fixture->anna, "GET", "/metrics", NULL, NULL);
  g_autofree char *line =
    g_strdup_printf ("klantportaal_files_total{outcome=\"%s\"} %u\n", outcome, n);

  g_test_message ("%s", answer->text);
  g_assert_nonnull (strstr (answer->text, line));
}

/* --- The tests --- */

/* Whoever waits for a word gets it, and need not send a byte of what is not taken. */
static void
test_headers (Fixture *fixture,
              gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (1000, 'k');
  g_autofree char *known = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *fresh = g_strnfill (64, 'a');
  const struct
  {
    Head head;
    const char *status;
    const char *code;
    const char *audit; /* (nullable): as what it is written down */
  } CASES[] = {
    { { fixture->north, TEXT, fresh, 1000 }, "100", "", NULL },
    { { fixture->north, TEXT, known, 1000 }, "204", "", NULL },
    { { fixture->south, TEXT, known, 1000 }, "404", "not-found", NULL },
    { { fixture->north, "text/html", fresh, 1000 }, "415", "\"reason\":\"type\"", "type" },
    { { fixture->north, TEXT, fresh, KP_LIMIT_FILE + 1 }, "413", "too-large", "too-large" },
    { { fixture->north, TEXT, fresh, 5000000000 }, "413", "too-large", "too-large" },
    { { fixture->north, TEXT, fresh, 2 * MIB }, "507", "quota", "quota" },
    { { fixture->north, TEXT, "abc", 1000 }, "400", "bad-request", NULL },
  };

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GSocketConnection) connection = connect_to (fixture);
      const gint64 before = CASES[i].audit != NULL ? count_audit (fixture, CASES[i].audit) : 0;
      Head head = CASES[i].head;

      head.asks = TRUE;
      send_head (fixture, connection, &head);
      expect_answer (connection, CASES[i].status, CASES[i].code);
      if (CASES[i].audit != NULL)
        g_assert_cmpint (count_audit (fixture, CASES[i].audit), ==, before + 1);
    }

  expect_metric (fixture, "too-large", 2);
  expect_metric (fixture, "quota", 1);
  expect_metric (fixture, "known", 1);
  expect_metric (fixture, "taken", 1);
  expect_incoming (fixture, 0, 0);
}

/* A stranger learns nothing of what a file may be, and sends none. */
static void
test_stranger (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (GSocketConnection) connection = connect_to (fixture);
  g_autofree char *hash = g_strnfill (64, 'a');
  const Head head = { fixture->north, "text/html", hash, 5000, TRUE };

  kp_portal_client_change_key (fixture->anna);
  send_head (fixture, connection, &head);
  expect_answer (connection, "401", "\"code\":\"proof\"");
  expect_incoming (fixture, 0, 0);
}

/* Almost whole, many at once, and the server is not larger by one of them. */
static void
test_memory (Fixture *fixture,
             gconstpointer data)
{
  enum
  {
    N = 4
  };
  g_autoptr (GBytes) content = make_text (KP_LIMIT_FILE, 'm');
  g_autoptr (GBytes) warm = make_text (1000, 'w');
  GSocketConnection *connections[N];
  g_autoptr (GSocketConnection) more = NULL;
  g_autofree char *hash = g_strnfill (64, 'a');
  const Head head = { fixture->north, TEXT, hash, 5000, TRUE };
  guint64 before;

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, warm), 201, NULL);
  forget_peak (fixture);
  before = get_peak (fixture);
  for (guint i = 0; i < N; i++)
    connections[i] = begin (fixture, content, KP_LIMIT_FILE - 1);
  expect_incoming (fixture, N, (guint64) N * (KP_LIMIT_FILE - 128 * 1024));
  g_test_message ("%u files of %d MiB under way: %" G_GUINT64_FORMAT " KiB more than before", N,
                  KP_LIMIT_FILE / MIB, get_peak (fixture) - before);
#ifndef __SANITIZE_ADDRESS__
  /* The sanitizer keeps what was freed. */
  g_assert_cmpuint (get_peak (fixture) - before, <, KP_LIMIT_FILE / 1024 / 2);
#endif

  /* One more of this address has to wait. */
  more = connect_to (fixture);
  send_head (fixture, more, &head);
  expect_answer (more, "503", "busy");

  for (guint i = 0; i < N; i++)
    {
      g_io_stream_close (G_IO_STREAM (connections[i]), NULL, NULL);
      g_object_unref (connections[i]);
    }
  expect_incoming (fixture, 0, 0);
}

/* Wherever it ends too early, nothing is left, and it can come again. */
static void
test_cut (Fixture *fixture,
          gconstpointer data)
{
  static const gsize CUTS[] = { 0, 1, 8191, 8192, 65535, 65536, 65537, 150000, 199999 };
  g_autoptr (GBytes) content = make_text (200000, 'c');

  for (guint i = 0; i < G_N_ELEMENTS (CUTS); i++)
    {
      g_autoptr (GSocketConnection) connection = begin (fixture, content, CUTS[i]);

      /* What is held back is less than two pieces. */
      expect_incoming (fixture, 1, CUTS[i] > 2 * PIECE ? CUTS[i] - 2 * PIECE : 0);
      g_io_stream_close (G_IO_STREAM (connection), NULL, NULL);
      expect_incoming (fixture, 0, 0);
    }

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);
}

static void
test_other_bytes (Fixture *fixture,
                  gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (100000, 'o');
  g_autoptr (GBytes) other = make_text (100000, 'p');
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);

  kp_answer_expect (
    kp_file_client_put_as (fixture->anna, fixture->north, TEXT, sha256, other), 422, "digest");
  g_assert_cmpint (count_audit (fixture, "digest"), ==, 1);
  expect_metric (fixture, "digest", 1);
  expect_incoming (fixture, 0, 0);
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);
}

/* The disk is full in the middle: said as it is, with when to come back, and all else goes on. */
static void
test_disk_full (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (9 * MIB, 'f');
  g_autoptr (GBytes) small = make_text (1000, 'f');
  g_autoptr (KpAnswer) answer = NULL;

  kp_server_process_stop (fixture->server);
  kp_server_process_limit_files (fixture->server, 6 * MIB);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
  answer = kp_file_client_put (fixture->anna, fixture->north, TEXT, content);
  g_assert_cmpuint (answer->status, ==, 507);
  g_assert_cmpstr (answer->code, ==, "quota");
  g_assert_cmpuint (answer->retry_s, >, 0);
  expect_incoming (fixture, 0, 0);
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, small), 201, NULL);

  kp_server_process_stop (fixture->server);
  kp_server_process_limit_files (fixture->server, 0);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);
}

/* Who is switched off while the file comes has not sent it. */
static void
test_switched_off (Fixture *fixture,
                   gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (4 * PIECE, 's');
  g_autoptr (GSocketConnection) connection = begin (fixture, content, 3 * PIECE);

  expect_incoming (fixture, 1, PIECE);
  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "user", "disable", "anna",
                                          "--portal", "north", NULL),
                   ==, 0);
  g_assert_true (send_bytes (connection, g_bytes_get_data (content, NULL), PIECE));
  expect_answer (connection, "403", "account-disabled");
  expect_incoming (fixture, 0, 0);
}

#define ADD_TEST(path, lines, function) \
  g_test_add (path, Fixture, lines, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/uploads/headers/refused-before-the-body", "[files]\nquota-mib=1\n", test_headers);
  ADD_TEST ("/uploads/stranger/sends-nothing", "", test_stranger);
  ADD_TEST ("/uploads/many/not-in-memory", "", test_memory);
  ADD_TEST ("/uploads/cut/nothing-left", "", test_cut);
  ADD_TEST ("/uploads/other-bytes/refused-at-the-end", "", test_other_bytes);
  ADD_TEST ("/uploads/disk-full/said-and-tried-again", "", test_disk_full);
  ADD_TEST ("/uploads/switched-off-meanwhile/not-taken", "", test_switched_off);

  return g_test_run ();
}
