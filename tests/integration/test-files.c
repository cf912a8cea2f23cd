/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files through the server that ships: who may bring and fetch them, every header and refusal, what
 * a scan changes, and what a crash leaves behind.
 */

#include "kp-file-client.h"
#include "kp-limits.h"
#include "kp-small-office.h"

#include <gio/gio.h>
#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
  KpPortalClient *anna;    /* (owned): of north */
  KpPortalClient *bert;    /* (owned): of south */
  KpPortalClient *eva;     /* (owned): of the office */
  char *north;             /* (owned): identifier of its organisation */
  char *south;             /* (owned) */
} Fixture;

#define TEXT "text/plain"
#define LETTERS "abcdefghijklmnopqrstuvwxyz"
#define LETTERS_SHA "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"
#define UNKNOWN_ID "AZr3kZ0HcgCBAgMEBQYHCA"

/* @data: lines of the configuration */
static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server,
                               data != NULL ? data : "[files]\nscanner=simulator\n");
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  fixture->anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  fixture->bert = kp_small_office_sign_in (fixture->server, "south", "bert");
  fixture->eva = kp_small_office_sign_in (fixture->server, NULL, "eva");
  fixture->north = kp_small_office_dup_id ("organisation", "N-1");
  fixture->south = kp_small_office_dup_id ("organisation", "S-1");
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  kp_portal_client_free (fixture->anna);
  kp_portal_client_free (fixture->bert);
  kp_portal_client_free (fixture->eva);
  kp_server_process_free (fixture->server);
  g_free (fixture->north);
  g_free (fixture->south);
}

static GBytes *
make_text (const char *text)
{
  return g_bytes_new (text, strlen (text));
}

static GBytes *
read_sample (const char *name)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_SOURCE"), "tests/data/files", name, NULL);
  g_autoptr (GError) error = NULL;
  char *data;
  gsize length;

  g_file_get_contents (path, &data, &length, &error);
  g_assert_no_error (error);

  return g_bytes_new_take (data, length);
}

static void
assert_header (const KpAnswer *answer,
               const char *name,
               const char *value)
{
  g_assert_cmpstr (soup_message_headers_get_one (answer->headers, name), ==, value);
}

static void
test_there_and_back (Fixture *fixture,
                     gconstpointer data)
{
  g_autoptr (GBytes) photo = read_sample ("portrait.png");
  g_autofree char *attachment =
    kp_file_client_bring (fixture->anna, "Pas\xc3\xb3 \\\"1\\\".png", "image/png", photo);
  g_autoptr (KpAnswer) answer = kp_file_client_get_scanned (fixture->anna, attachment);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, photo);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", sha256);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_true (g_bytes_equal (answer->bytes, photo));
  assert_header (answer, "ETag", tag);
  assert_header (answer, "Accept-Ranges", "bytes");
  assert_header (answer, "Content-Type", "application/octet-stream");
  assert_header (answer, "X-Content-Type-Options", "nosniff");
  assert_header (answer, "Content-Security-Policy", "sandbox; default-src 'none'");
  assert_header (answer, "Cache-Control", "no-store");
  assert_header (answer, "Content-Disposition",
                 "attachment; filename=\"Pas__ _1_.png\"; "
                 "filename*=UTF-8''Pas%C3%B3%20%221%22.png");
  g_assert_nonnull (soup_message_headers_get_one (answer->headers, "Portal-Nonce"));
}

/* Parts, and the whole where a part makes no sense. */
static void
test_ranges (Fixture *fixture,
             gconstpointer data)
{
  static const struct
  {
    const char *range;
    const char *if_range; /* (nullable): "same" = the right tag */
    guint status;
    const char *body;
    const char *content_range; /* (nullable) */
  } CASES[] = {
    { "bytes=0-2", NULL, 206, "abc", "bytes 0-2/26" },
    { "bytes=23-", NULL, 206, "xyz", "bytes 23-25/26" },
    { "bytes=-2", NULL, 206, "yz", "bytes 24-25/26" },
    { "bytes=24-99", NULL, 206, "yz", "bytes 24-25/26" },
    { "bytes=0-2", "same", 206, "abc", "bytes 0-2/26" },
    { "bytes=0-2", "\"other\"", 200, LETTERS, NULL },
    { "bytes=0-2", "W/\"other\"", 200, LETTERS, NULL },
    { "bytes=0-1,3-4", NULL, 200, LETTERS, NULL },
    { "bytes=9-3", NULL, 200, LETTERS, NULL },
    { "lines=1-2", NULL, 200, LETTERS, NULL },
    { "bytes=26-", NULL, 416, NULL, "bytes */26" },
    { "bytes=-0", NULL, 416, NULL, "bytes */26" },
  };
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *tag = g_strdup_printf ("\"%s\"", sha256);
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT, content);

  kp_answer_free (kp_file_client_get_scanned (fixture->anna, attachment));
  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      const char *if_range = g_strcmp0 (CASES[i].if_range, "same") == 0 ? tag : CASES[i].if_range;
      const char *const headers[] = { "Range", CASES[i].range,
                                      if_range != NULL ? "If-Range" : NULL, if_range, NULL };
      g_autoptr (KpAnswer) answer = kp_file_client_get (fixture->anna, attachment, headers);

      g_test_message ("%s %s", CASES[i].range, CASES[i].if_range);
      g_assert_cmpuint (answer->status, ==, CASES[i].status);
      assert_header (answer, "Content-Range", CASES[i].content_range);
      if (CASES[i].body != NULL)
        g_assert_cmpstr (answer->text, ==, CASES[i].body);
      else
        g_assert_cmpstr (answer->code, ==, "range");
    }
}

/* libsoup would cut any answer: what is no file comes whole. */
static void
test_no_range (Fixture *fixture,
               gconstpointer data)
{
  const char *const headers[] = { "Range", "bytes=0-1", NULL };
  g_autoptr (KpAnswer) answer =
    kp_portal_client_call_with (fixture->anna, "GET", "/healthz", NULL, headers);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_nonnull (answer->body);
}

static void
test_refusals (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autoptr (GBytes) other = make_text ("other");
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, content);
  g_autofree char *filling = g_strnfill (KP_LIMIT_FILE, 'x');
  g_autoptr (GBytes) large = make_text (filling);
  KpPortalClient *anna = fixture->anna;

  kp_answer_expect (kp_file_client_put (anna, NULL, TEXT, content), 400, "bad-request");
  kp_answer_expect (kp_file_client_put (anna, "x", TEXT, content), 400, "bad-request");
  kp_answer_expect (kp_file_client_put_as (anna, fixture->north, TEXT, "ABC", content), 400,
                    "bad-request");
  kp_answer_expect (kp_file_client_put (anna, fixture->south, TEXT, content), 404, "not-found");
  kp_answer_expect (kp_file_client_put (anna, UNKNOWN_ID, TEXT, content), 404, "not-found");
  kp_answer_expect (kp_file_client_put_as (anna, fixture->north, TEXT, sha256, other), 422,
                    "digest");
  kp_answer_expect (kp_file_client_put (anna, fixture->north, "text/html", content), 415,
                    "file-type");
  kp_answer_expect (kp_file_client_put (anna, fixture->north, "application/pdf", content), 415,
                    "file-type");
  /* Exactly the limit is taken. */
  kp_answer_expect (kp_file_client_put (anna, fixture->north, TEXT, large), 201, NULL);
}

/* Asked again 204, and never anything of what another organisation sent. */
static void
test_known (Fixture *fixture,
            gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autofree char *attachment = NULL;
  g_autofree char *stolen = NULL;
  g_autofree char *line = NULL;
  g_autofree char *later = NULL;

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 201, NULL);
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, content), 204, NULL);
  kp_answer_expect (kp_file_client_put (fixture->eva, fixture->north, TEXT, content), 204, NULL);

  /* A hash is no key to what somebody else sent. */
  later = kp_file_client_submit (fixture->bert, "S-1", "south-files", "a.txt", TEXT, content,
                                 &stolen);
  g_assert_nonnull (strstr (later, "\"r\":\"later\""));
  g_assert_nonnull (strstr (later, "\"need\":[\"file:" LETTERS_SHA "\"]"));
  kp_answer_expect (kp_file_client_get (fixture->bert, stolen, NULL), 404, "not-found");
  kp_answer_expect (kp_file_client_put (fixture->bert, fixture->south, TEXT, content), 201, NULL);
  line = kp_file_client_submit (fixture->bert, "S-1", "south-files", "a.txt", TEXT, content,
                                &attachment);
  g_assert_nonnull (strstr (line, "\"r\":\"ok\""));

  /* The same letters are also a table, but only once they were sent as one. */
  g_free (g_steal_pointer (&line));
  g_free (g_steal_pointer (&attachment));
  line = kp_file_client_submit (fixture->anna, "N-1", "files", "a.csv", "text/csv", content,
                                &attachment);
  g_assert_nonnull (strstr (line, "\"r\":\"later\""));
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, "text/csv", content), 201,
                    NULL);
}

static void
test_others (Fixture *fixture,
             gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT, content);

  kp_answer_expect (kp_file_client_get_scanned (fixture->eva, attachment), 200, NULL);
  kp_answer_expect (kp_file_client_get (fixture->bert, attachment, NULL), 404, "not-found");
  kp_answer_expect (kp_file_client_get (fixture->anna, UNKNOWN_ID, NULL), 404, "not-found");
  kp_answer_expect (kp_file_client_get (fixture->anna, "x", NULL), 404, "not-found");
  kp_answer_expect (kp_file_client_get (fixture->anna, "..%2f..%2foffice.db", NULL), 404,
                    "not-found");
}

static GBytes *
make_eicar (void)
{
  g_autofree char *text = g_strconcat ("X5O!P%@AP[4\\PZX54(P^)7CC)7}$",
                                       "EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", NULL);
  g_autoptr (GBytes) bytes = make_text (text);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, bytes);

  g_assert_cmpstr (sha256, ==, "275a021bbfb6489e54d471899f7db9d1663fc695ec2fe2a2c4538aabf651fd0f");

  return g_steal_pointer (&bytes);
}

/* Nobody gets it, and everybody who sees the request is told. */
static void
test_infected (Fixture *fixture,
               gconstpointer data)
{
  g_autoptr (GBytes) eicar = make_eicar ();
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "eicar.txt", TEXT, eicar);
  g_autofree char *stream = g_strdup_printf ("o:%s:req", fixture->north);
  g_autoptr (KpAnswer) sync = NULL;
  const char *const range[] = { "Range", "bytes=0-1", NULL };

  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 403, "infected");
  kp_answer_expect (kp_file_client_get (fixture->eva, attachment, NULL), 403, "infected");
  kp_answer_expect (kp_file_client_get (fixture->anna, attachment, range), 403, "infected");

  sync = kp_portal_client_sync (fixture->anna, stream, FALSE);
  g_assert_nonnull (strstr (sync->text, "\"scan_state\":\"infected\""));
}

/* Without a scanner nothing is clean; the office decides what becomes of it. */
static void
test_unscanned (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT, content);
  gboolean serves = strstr (data, "serve-unscanned=true") != NULL;

  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), serves ? 200 : 403,
                    serves ? NULL : "unscanned");
}

/* A clamd in a thread, which hangs up without a word on what holds "poison", as one does that
 * crashes on it.
 */
typedef struct
{
  GSocketListener *listener; /* (owned) */
  GCancellable *stop;        /* (owned) */
  GThread *thread;           /* (owned) */
  char *path;                /* (owned): of the socket */
  int is_cured;              /* atomic: whether it answers always */
  int n_poisons;             /* atomic: times it was asked about that */
} Clamd;

#define COMMAND "zINSTREAM"
#define POISON "poison"

static gboolean
read_exactly (GInputStream *in,
              gpointer data,
              gsize length)
{
  gsize n;

  return g_input_stream_read_all (in, data, length, &n, NULL, NULL) && n == length;
}

static GByteArray *
read_content (GInputStream *in)
{
  GByteArray *content = g_byte_array_new ();
  char command[sizeof COMMAND];
  guint32 head = 0;

  g_assert_true (read_exactly (in, command, sizeof command));
  while (read_exactly (in, &head, sizeof head) && head != 0)
    {
      const guint length = GUINT32_FROM_BE (head);

      g_byte_array_set_size (content, content->len + length);
      g_assert_true (read_exactly (in, content->data + content->len - length, length));
    }

  return content;
}

static gpointer
run_clamd (gpointer data)
{
  static const char OK[] = "stream: OK";
  Clamd *self = data;

  for (;;)
    {
      g_autoptr (GSocketConnection) connection =
        g_socket_listener_accept (self->listener, NULL, self->stop, NULL);
      g_autoptr (GByteArray) content = NULL;
      gboolean is_poison;

      if (connection == NULL)
        return NULL;

      content = read_content (g_io_stream_get_input_stream (G_IO_STREAM (connection)));
      is_poison = memmem (content->data, content->len, POISON, strlen (POISON)) != NULL;
      if (is_poison)
        g_atomic_int_inc (&self->n_poisons);
      if (!is_poison || g_atomic_int_get (&self->is_cured))
        g_output_stream_write_all (g_io_stream_get_output_stream (G_IO_STREAM (connection)), OK,
                                   sizeof OK, NULL, NULL, NULL);
    }
}

static void
clamd_start (Clamd *self,
             const char *folder)
{
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  self->path = g_build_filename (folder, "clamd.ctl", NULL);
  self->listener = g_socket_listener_new ();
  self->stop = g_cancellable_new ();
  address = g_unix_socket_address_new (self->path);
  g_socket_listener_add_address (self->listener, address, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_DEFAULT, NULL, NULL, &error);
  g_assert_no_error (error);
  self->thread = g_thread_new ("clamd", run_clamd, self);
}

static void
clamd_clear (Clamd *self)
{
  g_cancellable_cancel (self->stop);
  g_thread_join (self->thread);
  g_object_unref (self->listener);
  g_object_unref (self->stop);
  g_free (self->path);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Clamd, clamd_clear)

static char *
bring_text (Fixture *fixture,
            const char *text)
{
  g_autoptr (GBytes) content = make_text (text);

  return kp_file_client_bring (fixture->anna, "a.txt", TEXT, content);
}

/* It waits by itself, and is scanned when the scanner can. */
static void
test_one_hangs (Fixture *fixture,
                gconstpointer data)
{
  g_auto (Clamd) clamd = { 0 };
  g_autofree char *lines = NULL;
  g_autofree char *poison = NULL;
  g_autofree char *good = NULL;
  g_autofree char *later = NULL;

  clamd_start (&clamd, kp_server_process_get_folder (fixture->server));
  lines = g_strdup_printf ("[files]\nscanner=clamd:%s\n", clamd.path);
  kp_server_process_stop (fixture->server);
  kp_server_process_configure (fixture->server, lines);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));

  poison = bring_text (fixture, "all " POISON);
  good = bring_text (fixture, "a good text");
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, good), 200, NULL);
  kp_answer_expect (kp_file_client_get (fixture->anna, poison, NULL), 409, "scanning");

  /* Not with every file that comes, but after a minute. */
  later = bring_text (fixture, "another good text");
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, later), 200, NULL);
  g_assert_cmpint (g_atomic_int_get (&clamd.n_poisons), ==, 1);
  g_atomic_int_set (&clamd.is_cured, TRUE);
  kp_server_process_set_clock (fixture->server, 61 * 1000);
  g_clear_pointer (&later, g_free);
  later = bring_text (fixture, "a text that wakes the scanner");
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, poison), 200, NULL);
}

static void
test_quota (Fixture *fixture,
            gconstpointer data)
{
  g_autofree char *filling = g_strnfill (700 * 1024, 'x');
  g_autoptr (GBytes) first = make_text (filling);
  g_autoptr (GBytes) second = NULL;

  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, first), 201, NULL);
  filling[0] = 'y';
  second = make_text (filling);
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, second), 507, "quota");
  kp_answer_expect (kp_file_client_put (fixture->anna, fixture->north, TEXT, first), 204, NULL);
  kp_answer_expect (kp_file_client_put (fixture->bert, fixture->south, TEXT, second), 201, NULL);
}

static guint
count_files (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  guint n = 0;

  g_assert_nonnull (dir);
  while (g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

/* What an upload left that did not end is swept away, and what waits is scanned. */
static void
test_crash (Fixture *fixture,
            gconstpointer data)
{
  g_autofree char *incoming = g_build_filename (kp_server_process_get_folder (fixture->server),
                                                "blobs", "incoming", NULL);
  g_autofree char *orphan = g_build_filename (incoming, "orphan", NULL);
  g_autoptr (GBytes) content = make_text (LETTERS);
  g_autofree char *attachment = kp_file_client_bring (fixture->anna, "a.txt", TEXT, content);

  g_assert_true (g_file_set_contents (orphan, "half", -1, NULL));
  kp_server_process_kill (fixture->server);
  kp_server_process_start (fixture->server);
  g_set_str (&fixture->anna->address, kp_server_process_get_address (fixture->server));

  g_assert_cmpuint (count_files (incoming), ==, 0);
  kp_answer_expect (kp_file_client_get_scanned (fixture->anna, attachment), 200, NULL);
}

/* Nothing that was refused is left anywhere, and nothing has a name that somebody chose. */
static void
test_quarantine (Fixture *fixture,
                 gconstpointer data)
{
  static const struct
  {
    const char *name;
    const char *media_type;
    const char *reason;
  } CASES[] = {
    { "own-high-ratio-20MiB-zeros.zip", "application/zip", "bomb" },
    { "own-path-traversal-names.zip", "application/zip", "names" },
    { "own-nested-six-deep.zip", "application/zip", "nested" },
    { "own-truncated.zip", "application/zip", "damaged" },
    { "one-entry-encrypted.zip", "application/zip", "encrypted" },
    { "bad-five-bytes.pdf", "application/pdf", "disagrees" },
    { "portrait.png", "image/jpeg", "disagrees" },
    { "portrait.png", "application/pdf", "disagrees" },
    { "portrait.png", "text/plain", "disagrees" },
    { "portrait.png", "image/svg+xml", "type" },
    { "nt20-doctype-not-allowed.xbrl", "application/xml", "entities" },
  };
  const char *folder = kp_server_process_get_folder (fixture->server);
  g_autofree char *blobs = g_build_filename (folder, "blobs", NULL);
  g_autofree char *incoming = g_build_filename (blobs, "incoming", NULL);

  for (guint i = 0; i < G_N_ELEMENTS (CASES); i++)
    {
      g_autoptr (GBytes) content = read_sample (CASES[i].name);
      g_autoptr (KpAnswer) answer =
        kp_file_client_put (fixture->anna, fixture->north, CASES[i].media_type, content);

      g_test_message ("%s as %s", CASES[i].name, CASES[i].media_type);
      g_assert_cmpuint (answer->status, ==, 415);
      g_assert_cmpstr (answer->code, ==, "file-type");
      g_assert_cmpstr (json_object_get_string_member (answer->body, "reason"), ==, CASES[i].reason);
    }

  g_assert_cmpuint (count_files (incoming), ==, 0);
  g_assert_cmpuint (count_files (blobs), ==, 1);
}

#define ADD_TEST(path, data, function) \
  g_test_add (path, Fixture, data, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/files/there-and-back/with-every-header", NULL, test_there_and_back);
  ADD_TEST ("/files/ranges/parts-and-wholes", NULL, test_ranges);
  ADD_TEST ("/files/ranges/of-files-only", NULL, test_no_range);
  ADD_TEST ("/files/refusals/each-by-its-name", NULL, test_refusals);
  ADD_TEST ("/files/known/per-organisation-only", NULL, test_known);
  ADD_TEST ("/files/others/get-what-they-see", NULL, test_others);
  ADD_TEST ("/files/infected/nobody-gets-it", NULL, test_infected);
  ADD_TEST ("/files/unscanned/stays", "[files]\nscanner=none\n", test_unscanned);
  ADD_TEST ("/files/unscanned/is-served-where-the-office-says-so",
            "[files]\nscanner=none\nserve-unscanned=true\n", test_unscanned);
  ADD_TEST ("/files/scan/one-that-hangs-holds-up-nobody", NULL, test_one_hangs);
  ADD_TEST ("/files/quota/of-each-organisation", "[files]\nscanner=simulator\nquota-mib=1\n",
            test_quota);
  ADD_TEST ("/files/crash/swept-and-scanned", NULL, test_crash);
  ADD_TEST ("/files/quarantine/nothing-escapes", NULL, test_quarantine);

  return g_test_run ();
}
