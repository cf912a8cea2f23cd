/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hints: who is told, how often, and how soon somebody who was disabled is cut off.
 */

#include "kp-portal-client.h"
#include "kp-small-office.h"
#include "kp-test.h"

#include <string.h>

typedef struct
{
  KpServerProcess *server; /* (owned) */
} Fixture;

/* One socket, and what came over it. */
typedef struct
{
  SoupSession *session;                /* (owned) */
  SoupWebsocketConnection *connection; /* (owned) (nullable) */
  GPtrArray *texts;                    /* (owned) */
  guint status;                        /* of the handshake, if it failed */
  gboolean settled;
  gboolean closed;
} Line;

static void
set_up (Fixture *fixture,
        gconstpointer configuration)
{
  fixture->server = kp_server_process_new ();
  kp_server_process_configure (fixture->server, configuration);
  kp_small_office_make (fixture->server);
  kp_server_process_start (fixture->server);
}

static void
tear_down (Fixture *fixture,
           gconstpointer configuration)
{
  kp_server_process_free (fixture->server);
}

/* Returns: (transfer full) (nullable): the ticket of an exchange that asked for one */
static char *
ask_ticket (KpPortalClient *client)
{
  g_autoptr (KpAnswer) answer = kp_portal_client_sync (client, NULL, TRUE);
  const char *start = strstr (answer->text, "\"push\":\"");

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  if (start == NULL)
    return NULL;

  start += strlen ("\"push\":\"");

  return g_strndup (start, strcspn (start, "\""));
}

static void
on_message_cb (Line *line,
               int type,
               GBytes *message)
{
  g_ptr_array_add (line->texts,
                   g_strndup (g_bytes_get_data (message, NULL), g_bytes_get_size (message)));
}

static void
on_closed_cb (Line *line)
{
  line->closed = TRUE;
}

static void
on_connected_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  Line *line = user_data;

  line->connection =
    soup_session_websocket_connect_finish (SOUP_SESSION (source_object), result, NULL);
  line->settled = TRUE;
  if (line->connection == NULL)
    return;

  g_signal_connect_swapped (line->connection, "message", G_CALLBACK (on_message_cb), line);
  g_signal_connect_swapped (line->connection, "closed", G_CALLBACK (on_closed_cb), line);
}

static void
connect_line (Line *line,
              KpPortalClient *client,
              const char *ticket)
{
  g_autofree char *uri = g_strdup_printf ("%s/v1/push?ticket=%s", client->address, ticket);
  g_autoptr (SoupMessage) message = soup_message_new ("GET", uri);

  *line = (Line) {
    .session = soup_session_new_with_options ("proxy-resolver", NULL, NULL),
    .texts = g_ptr_array_new_with_free_func (g_free),
  };
  soup_session_websocket_connect_async (line->session, message, NULL, NULL, G_PRIORITY_DEFAULT,
                                        NULL, on_connected_cb, line);
  kp_test_wait_for (line->settled);
  line->status = soup_message_get_status (message);
}

static void
open_line (Line *line,
           KpPortalClient *client)
{
  g_autofree char *ticket = ask_ticket (client);

  g_assert_nonnull (ticket);
  connect_line (line, client, ticket);
  g_assert_nonnull (line->connection);
}

static void
line_clear (Line *line)
{
  if (line->connection != NULL)
    g_signal_handlers_disconnect_by_data (line->connection, line);
  g_clear_object (&line->connection);
  g_clear_object (&line->session);
  g_clear_pointer (&line->texts, g_ptr_array_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Line, line_clear)

/* A change that is published to its author and the author's organisation. */
static void
change_something (KpPortalClient *client)
{
  g_autofree char *body = g_strdup_printf (
    "{\"v\":1,\"seen\":[],\"acc\":\"\",\"max\":65536,\"have\":{},\"n\":1}\n"
    "{\"id\":\"%s\",\"after\":null,\"k\":\"user.update@1\",\"at\":%" G_GINT64_FORMAT ","
    "\"was\":{\"phone\":null},\"a\":{\"user\":\"%s\",\"phone\":\"+31 6 1234 5678\"}}\n",
    client->device, g_get_real_time () / 1000, client->user);
  g_autoptr (KpAnswer) answer =
    kp_portal_client_call (client, "POST", "/v1/sync", client->access, body);

  g_assert_cmpuint (answer->status, ==, SOUP_STATUS_OK);
  if (strstr (answer->text, "\"r\":\"ok\"") == NULL)
    g_error ("%s", answer->text);
}

static gint64
read_hints (KpPortalClient *client)
{
  const char *name = "\nklantportaal_push_hints_total ";
  g_autoptr (KpAnswer) answer = kp_portal_client_call (client, "GET", "/metrics", NULL, NULL);
  const char *at = strstr (answer->text, name);

  g_assert_nonnull (at);

  return g_ascii_strtoll (at + strlen (name), NULL, 10);
}

/* Asks until the server has sent that many hints. */
static void
wait_for_hints (KpPortalClient *client,
                gint64 expected)
{
  gint64 deadline = g_get_monotonic_time () + 10 * G_USEC_PER_SEC;

  while (read_hints (client) < expected)
    {
      if (g_get_monotonic_time () > deadline)
        g_error ("Only %" G_GINT64_FORMAT " hints of %" G_GINT64_FORMAT, read_hints (client),
                 expected);
    }
  g_assert_cmpint (read_hints (client), ==, expected);
}

static void
test_hint (Fixture *fixture,
           gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  g_autoptr (KpPortalClient) bert = kp_small_office_sign_in (fixture->server, "south", "bert");
  g_auto (Line) annas = { 0 };
  g_auto (Line) berts = { 0 };

  /* Each is told once to begin with, because something may have happened since the ticket. */
  open_line (&annas, anna);
  open_line (&berts, bert);
  wait_for_hints (anna, 2);

  change_something (anna);
  wait_for_hints (anna, 3);
  kp_test_wait_for (annas.texts->len >= 1);
  g_assert_cmpstr (g_ptr_array_index (annas.texts, 0), ==, "sync");

  /* What bert is told next is the goodbye: anna's change was none of his business. */
  kp_server_process_stop (fixture->server);
  kp_test_wait_for (annas.closed && berts.closed);
  g_assert_cmpstr (g_ptr_array_index (berts.texts, berts.texts->len - 1), ==, "closing 5");
}

static void
test_ticket (Fixture *fixture,
             gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  g_autofree char *used = ask_ticket (anna);
  g_autofree char *old = ask_ticket (anna);
  g_auto (Line) first = { 0 };
  g_auto (Line) again = { 0 };
  g_auto (Line) late = { 0 };
  g_auto (Line) forged = { 0 };

  connect_line (&first, anna, used);
  g_assert_nonnull (first.connection);
  connect_line (&again, anna, used);
  g_assert_null (again.connection);
  g_assert_cmpuint (again.status, ==, SOUP_STATUS_NOT_FOUND);
  connect_line (&forged, anna, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA");
  g_assert_cmpuint (forged.status, ==, SOUP_STATUS_NOT_FOUND);

  kp_server_process_set_clock (fixture->server, 61 * 1000);
  connect_line (&late, anna, old);
  g_assert_cmpuint (late.status, ==, SOUP_STATUS_NOT_FOUND);
}

static void
test_room (Fixture *fixture,
           gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  g_autofree char *spare = ask_ticket (anna);
  g_autofree char *none = NULL;
  g_auto (Line) first = { 0 };
  g_auto (Line) second = { 0 };
  g_auto (Line) third = { 0 };

  open_line (&first, anna);
  open_line (&second, anna);
  connect_line (&third, anna, spare);
  g_assert_cmpuint (third.status, ==, SOUP_STATUS_SERVICE_UNAVAILABLE);

  /* No ticket is given for a socket that would not be opened. */
  none = ask_ticket (anna);
  g_assert_null (none);
}

static void
test_disabled (Fixture *fixture,
               gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  g_autoptr (KpPortalClient) bert = kp_small_office_sign_in (fixture->server, "south", "bert");
  g_auto (Line) annas = { 0 };
  g_auto (Line) berts = { 0 };
  gint64 began;

  open_line (&annas, anna);
  open_line (&berts, bert);
  g_assert_cmpint (kp_server_process_run (fixture->server, NULL, NULL, "user", "disable", "anna",
                                          "--portal", "north", NULL),
                   ==, 0);
  began = g_get_monotonic_time ();
  kp_test_wait_for (annas.closed);
  g_assert_cmpint (g_get_monotonic_time () - began, <, G_USEC_PER_SEC);
  g_assert_false (berts.closed);
}

static void
test_password_changed (Fixture *fixture,
                       gconstpointer configuration)
{
  g_autoptr (KpPortalClient) anna = kp_small_office_sign_in (fixture->server, "north", "anna");
  g_auto (Line) line = { 0 };

  open_line (&line, anna);
  kp_answer_expect (kp_portal_client_call (anna, "POST", "/v1/password", anna->access,
                                           "{\"old\":\"" KP_OFFICE_PASSWORD
                                           "\",\"new\":\"violet umbrella ticket\"}"),
                    SOUP_STATUS_NO_CONTENT, NULL);
  kp_test_wait_for (line.closed);
}

#define TWO_SOCKETS "[server]\nmax-sockets=2\n"
#define ADD_TEST(path, configuration, function) \
  g_test_add (path, Fixture, configuration, set_up, function, tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  ADD_TEST ("/push/hint/only-to-whom-it-concerns", NULL, test_hint);
  ADD_TEST ("/push/ticket/once-and-for-a-minute", NULL, test_ticket);
  ADD_TEST ("/push/room/is-bounded", TWO_SOCKETS, test_room);
  ADD_TEST ("/push/disabled/is-cut-off-within-a-second", NULL, test_disabled);
  ADD_TEST ("/push/password-changed/closes-sockets", NULL, test_password_changed);

  return g_test_run ();
}
