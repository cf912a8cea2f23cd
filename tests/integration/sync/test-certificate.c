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
#include <libsoup/soup.h>

typedef struct
{
  GMainLoop *loop;   /* (owned) */
  GThread *thread;   /* (owned) */
  GAsyncQueue *port; /* (owned): of one GUINT_TO_POINTER, once it listens */
  char *address;     /* (owned) */
  int requests;      /* atomic: that arrived */
} Fixture;

static void
on_request_cb (SoupServer *server,
               SoupServerMessage *message,
               const char *path,
               GHashTable *query,
               gpointer user_data)
{
  Fixture *fixture = user_data;

  g_atomic_int_inc (&fixture->requests);
  soup_server_message_set_status (message, SOUP_STATUS_OK, NULL);
}

static gpointer
run (gpointer data)
{
  Fixture *fixture = data;
  g_autoptr (SoupServer) server = NULL;
  g_autoptr (GTlsCertificate) certificate = NULL;
  g_autofree char *path = g_build_filename (g_getenv ("KP_TEST_DATA"), "tls", "self-signed.pem",
                                            NULL);
  g_autoptr (GError) error = NULL;
  GMainContext *context = g_main_loop_get_context (fixture->loop);
  GSList *uris;

  g_main_context_push_thread_default (context);
  certificate = g_tls_certificate_new_from_file (path, &error);
  g_assert_no_error (error);
  server = soup_server_new ("tls-certificate", certificate, NULL);
  soup_server_add_handler (server, NULL, on_request_cb, fixture, NULL);
  soup_server_listen_local (server, 0,
                            SOUP_SERVER_LISTEN_IPV4_ONLY | SOUP_SERVER_LISTEN_HTTPS, &error);
  g_assert_no_error (error);
  uris = soup_server_get_uris (server);
  g_async_queue_push (fixture->port, GINT_TO_POINTER (g_uri_get_port (uris->data)));
  g_slist_free_full (uris, (GDestroyNotify) g_uri_unref);
  g_main_loop_run (fixture->loop);
  soup_server_disconnect (server);
  g_clear_object (&server);
  while (g_main_context_iteration (context, FALSE))
    ;
  g_main_context_pop_thread_default (context);

  return NULL;
}

static void
set_up (Fixture *fixture,
        gconstpointer data)
{
  g_autoptr (GMainContext) context = g_main_context_new ();

  fixture->loop = g_main_loop_new (context, FALSE);
  fixture->port = g_async_queue_new ();
  fixture->thread = g_thread_new ("server", run, fixture);
  fixture->address = g_strdup_printf ("https://127.0.0.1:%d",
                                      GPOINTER_TO_INT (g_async_queue_pop (fixture->port)));
}

static void
tear_down (Fixture *fixture,
           gconstpointer data)
{
  g_main_loop_quit (fixture->loop);
  g_thread_join (fixture->thread);
  g_main_loop_unref (fixture->loop);
  g_async_queue_unref (fixture->port);
  g_free (fixture->address);
}

static void
test_discovery (Fixture *fixture,
                gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (kp_discovery_fetch_sync (fixture->address, NULL, &error));
  g_assert_error (error, KP_ERROR, KP_ERROR_INSECURE);
  g_assert_cmpint (g_atomic_int_get (&fixture->requests), ==, 0);
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
  g_assert_cmpint (g_atomic_int_get (&fixture->requests), ==, 0);
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
