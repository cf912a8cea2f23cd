/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What comes over the line when it does not come from a client of ours: malformed, oversize, cut
 * off at any place, too much at once. The server answers or hangs up, and keeps nothing.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"
#include "kp-test.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

typedef struct
{
  KpServerProcess *server;     /* (owned) */
  GSocketAddress *connectable; /* (owned) */
} Fixture;

/* How a connection ends. */
typedef enum
{
  END_CLOSED,   /* in order */
  END_RESET,    /* at once, with what was not read thrown away */
  END_ANSWERED, /* after the answer */
  END_HALF      /* nothing more is sent; what comes is read to its end */
} End;

#define HASH "71c480df93d6ae2f1efad1447c66c9525e316218cf51fc8d9ed832f2daf18b73"
#define PATIENCE_S 20

static void
set_up (Fixture *fixture,
        gconstpointer configuration)
{
  g_autoptr (GUri) uri = NULL;

  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server, configuration);
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
  uri = g_uri_parse (kp_server_process_get_address (fixture->server), G_URI_FLAGS_NONE, NULL);
  fixture->connectable =
    g_inet_socket_address_new_from_string (g_uri_get_host (uri), g_uri_get_port (uri));
}

static void
tear_down (Fixture *fixture,
           gconstpointer configuration)
{
  g_object_unref (fixture->connectable);
  kp_server_process_stop (fixture->server);
  kp_server_process_free (fixture->server);
}

static GSocket *
connect_to (GSocketAddress *address)
{
  g_autoptr (GError) error = NULL;
  GSocket *socket = g_socket_new (g_socket_address_get_family (address), G_SOCKET_TYPE_STREAM,
                                  G_SOCKET_PROTOCOL_DEFAULT, &error);

  g_assert_no_error (error);
  g_socket_set_timeout (socket, PATIENCE_S);
  g_socket_connect (socket, address, NULL, &error);
  g_assert_no_error (error);

  return socket;
}

/* The server may have hung up by then: that is an answer too. */
static void
send_text (GSocket *socket,
           const char *text)
{
  gsize length = strlen (text);

  for (gsize sent = 0; sent < length;)
    {
      gssize n = g_socket_send (socket, text + sent, length - sent, NULL, NULL);

      if (n < 0)
        return;

      sent += (gsize) n;
    }
}

/* Returns: (transfer full): everything until the server closes */
static char *
receive_all (GSocket *socket)
{
  g_autoptr (GString) text = g_string_new (NULL);
  char buffer[4096];
  gssize n;

  while ((n = g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL)) > 0)
    g_string_append_len (text, buffer, n);

  return g_string_free_and_steal (g_steal_pointer (&text));
}

static void
expect_raw (Fixture *fixture,
            const char *request,
            const char *status)
{
  g_autoptr (GSocket) socket = connect_to (fixture->connectable);
  g_autofree char *answer = NULL;

  send_text (socket, request);
  g_socket_shutdown (socket, FALSE, TRUE, NULL);
  answer = receive_all (socket);
  g_test_message ("%.60s -> %.40s", request, answer);
  if (status == NULL)
    g_assert_false (g_str_has_prefix (answer, "HTTP/1.1 2"));
  else if (!g_str_has_prefix (answer + strlen ("HTTP/1.1 "), status))
    g_error ("%s\n-> %s", request, answer);
}

static void
expect_alive (Fixture *fixture)
{
  g_autoptr (KpPortalClient) client = kp_portal_client_new (
    kp_server_process_get_address (fixture->server), NULL, "eva", KP_OFFICE_PASSWORD);

  kp_answer_expect (kp_portal_client_call (client, "GET", "/healthz", NULL, NULL), SOUP_STATUS_OK,
                    NULL);
}

static void
test_malformed (Fixture *fixture,
                gconstpointer configuration)
{
  g_autofree char *long_line = g_strnfill (200000, 'x');
  g_autofree char *long_request =
    g_strconcat ("GET /", long_line, " HTTP/1.1\r\nHost: a\r\n\r\n", NULL);
  const struct
  {
    const char *request;
    const char *status; /* (nullable): NULL = anything but success */
  } cases[] = {
    { "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /v1/ HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /v1/sync/ HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET //v1/find HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /%2e%2e/v1/find HTTP/1.1\r\nHost: a\r\n\r\n", NULL },
    { "GET /v1/push/x HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /v1/push HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /%00/.well-known/klantportaal HTTP/1.1\r\nHost: a\r\n\r\n", "404" },
    { "GET /v1/sync HTTP/1.1\r\nHost: a\r\n\r\n", "405" },
    { "DELETE /v1/sync HTTP/1.1\r\nHost: a\r\n\r\n", "405" },
    { "BREW /v1/sync HTTP/1.1\r\nHost: a\r\n\r\n", "405" },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}", "401" },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 99999999\r\n\r\n{}", NULL },
    { "POST /v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 16385\r\n\r\n{}", NULL },
    { "PUT /v1/blob/a HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", "400" },
    { "PUT /v1/blob/" HASH " HTTP/1.1\r\nHost: a\r\nContent-Length: 10485761\r\n\r\nx", NULL },
    { "PUT /v1/blob/" HASH " HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", "401" },
    { "GET /v1/find HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\n\r\nx", "413" },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}x",
      NULL },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
      "400" },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n"
      "2\r\n{}\r\n0\r\n\r\n",
      "400" },
    { "POST /v1/sync HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\nContent-Length: "
      "12\r\n\r\n"
      "0\r\n\r\nGET /x H",
      "400" },
    { "GET /healthz HTTP/1.1\r\nHost: a\"b\r\n\r\n", NULL },
    { "GET /healthz HTTP/1.1\r\n\r\n", NULL },
    { "GET /healthz\r\n\r\n", NULL },
    { "\r\n\r\n\r\n", NULL },
    { "\x16\x03\x01\x02\x01\x01", NULL },
    { long_request, NULL },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    expect_raw (fixture, cases[i].request, cases[i].status);
  expect_alive (fixture);
}

/* Refused by its headers; nobody has to send the rest, and who does is cut off. */
static void
test_oversize (Fixture *fixture,
               gconstpointer configuration)
{
  g_autoptr (GSocket) waiting = connect_to (fixture->connectable);
  g_autoptr (GSocket) pushing = connect_to (fixture->connectable);
  g_autofree char *answer = NULL;
  g_autofree char *megabyte = g_strnfill (1024 * 1024, 'x');
  g_autofree char *rest = NULL;

  send_text (waiting, "POST /v1/sync HTTP/1.1\r\nHost: a\r\nExpect: "
                      "100-continue\r\nContent-Length: 5000000000\r\n\r\n");
  answer = receive_all (waiting);
  g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 413 "));

  send_text (pushing, "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 5000000000\r\n\r\n");
  for (guint i = 0; i < 64; i++)
    send_text (pushing, megabyte);
  rest = receive_all (pushing);
  g_assert_false (g_str_has_prefix (rest, "HTTP/1.1 2"));
  expect_alive (fixture);
}

static void
die (Fixture *fixture,
     const char *text,
     End end)
{
  GSocket *socket = connect_to (fixture->connectable);
  const struct linger reset = { .l_onoff = 1, .l_linger = 0 };
  char buffer[256];

  send_text (socket, text);
  if (end == END_ANSWERED)
    g_socket_receive (socket, buffer, sizeof buffer, NULL, NULL);
  if (end == END_HALF)
    {
      g_autofree char *rest = NULL;

      g_socket_shutdown (socket, FALSE, TRUE, NULL);
      rest = receive_all (socket);
    }
  if (end == END_RESET)
    setsockopt (g_socket_get_fd (socket), SOL_SOCKET, SO_LINGER, &reset, sizeof reset);
  g_socket_close (socket, NULL);
  g_object_unref (socket);
}

/* A short form of R17. */
static void
test_dying_connections (Fixture *fixture,
                        gconstpointer configuration)
{
  const char *const texts[] = {
    "",
    "GE",
    "GET /healthz HTTP/1.1\r\nHo",
    "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /nothing HTTP/1.1\r\nHost: a\r\n\r\n",
    "GET /healthz HTTP/1.1\r\nHost: a\r\n\r\nGET /metrics HTTP/1.1\r\nHost: a\r\n\r\nGET /hea",
    "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 1000\r\n\r\n{\"v\":1",
    "POST /v1/sign-in HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\n{}",
    "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 90000000\r\n\r\n{}",
    "PUT /v1/blob/" HASH " HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{}",
    ("GET /v1/push?ticket=x HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
     "Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==\r\nSec-WebSocket-Version: 13\r\n\r\n"),
  };
  /* A round opens 2 × 10 connections and 4 more. */
  guint n_rounds = kp_test_is_long () ? 100000 / 24 + 1 : 100;
  guint before;
  guint after = G_MAXUINT;

  expect_alive (fixture);
  before = kp_server_process_count_descriptors (fixture->server);
  for (guint round = 0; round < n_rounds; round++)
    {
      for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
        {
          die (fixture, texts[i], END_CLOSED);
          die (fixture, texts[i], END_RESET);
        }
      die (fixture, texts[3], END_ANSWERED);
      die (fixture, texts[4], END_ANSWERED);
      die (fixture, texts[3], END_HALF);
      die (fixture, texts[6], END_HALF);
    }

  /* Each answer comes after the server has looked at what was closed before it. */
  for (guint i = 0; i < 1000 && after > before; i++)
    {
      expect_alive (fixture);
      after = kp_server_process_count_descriptors (fixture->server);
    }
  g_assert_cmpuint (after, <=, before);
}

static void
test_burst (Fixture *fixture,
            gconstpointer configuration)
{
  g_autoptr (GPtrArray) sockets = g_ptr_array_new_with_free_func (g_object_unref);

  for (guint i = 0; i < 300; i++)
    g_ptr_array_add (sockets, connect_to (fixture->connectable));
  for (guint i = 0; i < sockets->len; i++)
    send_text (g_ptr_array_index (sockets, i),
               "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
  for (guint i = 0; i < sockets->len; i++)
    {
      g_autofree char *answer = receive_all (g_ptr_array_index (sockets, i));

      /* More than may be in flight are asked to come back, none is left without an answer. */
      if (!g_str_has_prefix (answer, "HTTP/1.1 200 "))
        {
          g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 503 "));
          g_assert_nonnull (strstr (answer, "\r\nRetry-After: 1\r\n"));
          g_assert_nonnull (strstr (answer, "\"code\":\"busy\""));
        }
    }
  expect_alive (fixture);
}

/* Bodies that never end hold their places; whoever comes then is told when to come back. */
static void
test_full (Fixture *fixture,
           gconstpointer configuration)
{
  g_autoptr (GPtrArray) holders = g_ptr_array_new_with_free_func (g_object_unref);
  gboolean is_full = FALSE;

  for (guint i = 0; i < 8; i++)
    {
      GSocket *holder = connect_to (fixture->connectable);

      send_text (holder, "POST /v1/sync HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\n{");
      g_ptr_array_add (holders, holder);
    }

  for (guint i = 0; i < 1000 && !is_full; i++)
    {
      g_autoptr (GSocket) socket = connect_to (fixture->connectable);
      g_autofree char *answer = NULL;

      send_text (socket, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      answer = receive_all (socket);
      is_full = g_str_has_prefix (answer, "HTTP/1.1 503 ");
    }
  g_assert_true (is_full);

  g_ptr_array_set_size (holders, 0);
  for (guint i = 0; i < 1000 && is_full; i++)
    {
      g_autoptr (GSocket) socket = connect_to (fixture->connectable);
      g_autofree char *answer = NULL;

      send_text (socket, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      answer = receive_all (socket);
      is_full = g_str_has_prefix (answer, "HTTP/1.1 503 ");
    }
  g_assert_false (is_full);
}

static void
test_forwarded (Fixture *fixture,
                gconstpointer configuration)
{
  g_autoptr (GSocket) socket = connect_to (fixture->connectable);
  g_autoptr (GSocket) stranger = connect_to (fixture->connectable);
  g_autofree char *answer = NULL;
  g_autofree char *metrics = NULL;

  send_text (socket,
             "GET /.well-known/klantportaal HTTP/1.1\r\nHost: inside\r\nConnection: close\r\n"
             "X-Forwarded-Proto: https\r\nX-Forwarded-Host: portal.example\r\n"
             "X-Forwarded-For: 192.0.2.7\r\n\r\n");
  answer = receive_all (socket);
  g_assert_nonnull (strstr (answer, "\"base_url\":\"https://portal.example\""));

  /* What the server counts is not for those who come through the proxy. */
  send_text (stranger, "GET /metrics HTTP/1.1\r\nHost: inside\r\nConnection: "
                       "close\r\nX-Forwarded-For: 192.0.2.7\r\n\r\n");
  metrics = receive_all (stranger);
  g_assert_true (g_str_has_prefix (metrics, "HTTP/1.1 404 "));
}

static void
test_metrics (Fixture *fixture,
              gconstpointer configuration)
{
  g_autoptr (KpPortalClient) eva = kp_portal_client_new (
    kp_server_process_get_address (fixture->server), NULL, "eva", KP_OFFICE_PASSWORD);
  g_autoptr (KpAnswer) answer = NULL;

  kp_portal_client_sign_in (eva);
  kp_answer_expect (kp_portal_client_sync (eva, NULL, FALSE), SOUP_STATUS_OK, NULL);
  answer = kp_portal_client_call (eva, "GET", "/metrics", NULL, NULL);
  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  g_assert_nonnull (strstr (
    answer->text,
    "\nklantportaal_requests_total{method=\"POST\",route=\"/v1/sync\",status=\"200\"} 1\n"));
  g_assert_nonnull (strstr (answer->text, "\nklantportaal_exchange_seconds_count 1\n"));
  g_assert_nonnull (strstr (answer->text, "\nklantportaal_push_sockets 0\n"));
  g_assert_nonnull (strstr (answer->text, "\nklantportaal_writer_queue "));
  g_assert_null (strstr (answer->text, "eva"));
}

static void
test_unix_socket (void)
{
  g_autoptr (KpServerProcess) server = kp_server_process_new ();
  g_autofree char *path = g_build_filename (kp_server_process_get_folder (server), "socket", NULL);
  g_autofree char *lines = g_strdup_printf ("[server]\nlisten=unix:%s\n", path);
  g_autoptr (GSocketAddress) address = g_unix_socket_address_new (path);

  kp_server_process_configure (server, lines);
  kp_small_office_make (server);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSocket) socket = NULL;
      g_autofree char *answer = NULL;

      kp_server_process_start (server);
      socket = connect_to (address);
      send_text (socket, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      answer = receive_all (socket);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));

      /* A socket that a killed server left behind is replaced. */
      kp_server_process_kill (server);
    }
}

/* The socket is held by somebody else, so that connections wait while the server is replaced. */
static void
test_handed_over (void)
{
  g_autoptr (KpServerProcess) server = kp_server_process_new ();
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocket) listening = g_socket_new (G_SOCKET_FAMILY_IPV4, G_SOCKET_TYPE_STREAM,
                                                G_SOCKET_PROTOCOL_DEFAULT, NULL);
  g_autoptr (GSocketAddress) address = NULL;

  g_assert_true (g_socket_bind (listening, any, TRUE, NULL));
  g_assert_true (g_socket_listen (listening, NULL));
  address = g_socket_get_local_address (listening, NULL);
  kp_small_office_make (server);
  for (guint i = 0; i < 2; i++)
    {
      g_autoptr (GSocket) early = connect_to (address);
      g_autofree char *answer = NULL;

      send_text (early, "GET /healthz HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
      kp_server_process_hand_over (server, dup (g_socket_get_fd (listening)));
      kp_server_process_start (server);
      answer = receive_all (early);
      g_assert_true (g_str_has_prefix (answer, "HTTP/1.1 200 "));
      kp_server_process_stop (server);
    }
}

static void
test_configuration (void)
{
  const struct
  {
    const char *lines;
    const char *complaint;
  } cases[] = {
    { "[server]\nlisten=0.0.0.0:0\n", "allow-remote" },
    { "[server]\nlisten=somewhere\n", "neither HOST:PORT" },
    { "[limits]\nlogin-trys=3\n", "server.conf:8: there is no key login-trys in [limits]" },
    { "[limit]\nlogin-tries=3\n", "server.conf:7: there is no group [limit]" },
    { "[limits]\nlogin-tries=many\n", "server.conf:8: login-tries must be a number from 1 to 100" },
    { "[passwords]\nmemory-kib=64\n", "memory-kib must be a number from 19456" },
    { "[server]\nlog-requests=perhaps\n", "log-requests must be true or false" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (KpServerProcess) server = kp_server_process_new ();
      g_autofree char *output = NULL;

      kp_server_process_configure (server, cases[i].lines);
      g_assert_cmpint (kp_server_process_run (server, NULL, &output, "serve", NULL), ==, 1);
      if (strstr (output, cases[i].complaint) == NULL)
        g_error ("%s: %s", cases[i].lines, output);
    }
}

static void
test_second_server (Fixture *fixture,
                    gconstpointer configuration)
{
  g_autofree char *output = NULL;

  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, &output, "serve", NULL), ==, 1);
  g_assert_nonnull (strstr (output, "A server is running"));
}

#define FEW_IN_FLIGHT "[server]\nmax-in-flight=5\n"
#define ADD_TEST(path, configuration, function) \
  g_test_add (path, Fixture, configuration, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/listener/malformed/is-refused", NULL, test_malformed);
  ADD_TEST ("/listener/oversize/is-refused-by-its-headers", NULL, test_oversize);
  ADD_TEST ("/listener/dying-connections/leave-no-descriptor", NULL, test_dying_connections);
  ADD_TEST ("/listener/burst/everybody-is-answered", NULL, test_burst);
  ADD_TEST ("/listener/full/asks-to-come-back", FEW_IN_FLIGHT, test_full);
  ADD_TEST ("/listener/forwarded/is-believed-on-this-machine", NULL, test_forwarded);
  ADD_TEST ("/listener/metrics/count-and-name-nobody", NULL, test_metrics);
  g_test_add_func ("/listener/unix-socket/is-taken-over", test_unix_socket);
  g_test_add_func ("/listener/handed-over/connections-wait", test_handed_over);
  g_test_add_func ("/listener/configuration/faults-are-named", test_configuration);
  ADD_TEST ("/listener/second-server/is-refused", NULL, test_second_server);

  return g_test_run ();
}
