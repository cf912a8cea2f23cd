/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A server whose certificate nobody vouches for: neither discovery nor a sign-in sends it anything,
 * and there is no way around it.
 */

#include "kp-discovery.h"
#include "kp-error.h"
#include "kp-sign-in.h"

#include <glib/gstdio.h>

/* What came over a connection once it was encrypted. */
typedef enum
{
  SAID_NOTHING = 1, /* a queue holds no 0 */
  SAID_SOMETHING
} Said;

/* Not a SoupServer: libsoup 3.6 trips over its own assertion when a handshake is given up. */
typedef struct
{
  GSocketListener *listener; /* (owned) */
  GTlsCertificate *identity; /* (owned) */
  GCancellable *stopping;    /* (owned) */
  GThread *thread;           /* (owned) */
  GAsyncQueue *said;         /* (owned): a Said of each connection, once it has ended */
  char *address;             /* (owned) */
} Fixture;

/* Waits until the client has gone or said something. */
static void
serve (Fixture *fixture,
       GSocketConnection *connection)
{
  g_autoptr (GIOStream) tls = g_tls_server_connection_new (G_IO_STREAM (connection),
                                                           fixture->identity, NULL);
  GInputStream *input = g_io_stream_get_input_stream (tls);
  char byte;
  Said said = SAID_NOTHING;

  if (g_input_stream_read (input, &byte, 1, fixture->stopping, NULL) > 0)
    said = SAID_SOMETHING;
  g_async_queue_push (fixture->said, GINT_TO_POINTER (said));
}

static gpointer
run (gpointer data)
{
  Fixture *fixture = data;

  while (!g_cancellable_is_cancelled (fixture->stopping))
    {
      g_autoptr (GSocketConnection) connection = g_socket_listener_accept (
        fixture->listener, NULL, fixture->stopping, NULL);

      if (connection != NULL)
        serve (fixture, connection);
    }

  return NULL;
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_TEST_DATA"), "tls", "self-signed.pem",
                                            NULL);
  g_autoptr (GInetAddress) loopback = g_inet_address_new_loopback (G_SOCKET_FAMILY_IPV4);
  g_autoptr (GSocketAddress) any_port = g_inet_socket_address_new (loopback, 0);
  g_autoptr (GSocketAddress) address = NULL;
  g_autoptr (GError) error = NULL;

  fixture->identity = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  fixture->listener = g_socket_listener_new ();
  g_socket_listener_add_address (fixture->listener, any_port, G_SOCKET_TYPE_STREAM,
                                 G_SOCKET_PROTOCOL_TCP, NULL, &address, &error);
  g_assert_no_error (error);
  fixture->address = g_strdup_printf (
    "https://127.0.0.1:%d", g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (address)));
  fixture->stopping = g_cancellable_new ();
  fixture->said = g_async_queue_new ();
  fixture->thread = g_thread_new ("server", run, fixture);
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_cancellable_cancel (fixture->stopping);
  g_thread_join (fixture->thread);
  g_async_queue_unref (fixture->said);
  g_object_unref (fixture->stopping);
  g_object_unref (fixture->listener);
  g_object_unref (fixture->identity);
  g_free (fixture->address);
}

/* The client knocked, and said nothing that it would not say to a stranger. */
static void
assert_nothing_was_sent (Fixture *fixture)
{
  gpointer said = g_async_queue_timeout_pop (fixture->said, 10 * G_USEC_PER_SEC);

  g_assert_nonnull (said);
  for (; said != NULL; said = g_async_queue_try_pop (fixture->said))
    g_assert_cmpint (GPOINTER_TO_INT (said), ==, SAID_NOTHING);
}

static void
test_discovery (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_discovery_fetch_sync (fixture->address, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INSECURE);
  assert_nothing_was_sent (fixture);
}

static void
test_sign_in (Fixture *fixture,
              gconstpointer data)
{
  g_autofree char *data_dir = g_dir_make_tmp ("klantportaal-certificate-XXXXXX", NULL);
  KpSignInRequest request = { .address = fixture->address,
                              .office_name = "",
                              .portal = "groen",
                              .portal_name = "",
                              .login = "sanne",
                              .password = "geheim" };
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_sign_in_sync (data_dir, &request, kp_environment_get_real (), NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INSECURE);
  assert_nothing_was_sent (fixture);
  g_assert_cmpint (g_rmdir (data_dir), ==, 0);
}

#define ADD(path, func) g_test_add (path, Fixture, NULL, set_up, func, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("/certificate/discovery/is-refused-before-a-request", test_discovery);
  ADD ("/certificate/sign-in/is-refused-before-the-password", test_sign_in);

  return g_test_run ();
}
