/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A WebSocket with pings: a peer that does not answer them is gone, whatever TCP believes.
 */

#include "kp-push-socket.h"

#include "kp-limits.h"

#define PING_S 25
#define PONG_S 20
#define POLL_DELAY_MS (30 * 1000)

struct _KpPushSocket
{
  GObject parent_instance;

  KpPushFuncs funcs;
  GCancellable *cancellable;           /* (owned): of connecting */
  SoupMessage *message;                /* (owned) */
  SoupWebsocketConnection *connection; /* (owned) (nullable): NULL until it is open */
  gint64 delay;                        /* milliseconds that "closing" named; -1 = none */
};

G_DEFINE_FINAL_TYPE (KpPushSocket, kp_push_socket, G_TYPE_OBJECT)

/* The last thing that any function here does, because @self may be gone afterwards. */
static void
end (KpPushSocket *self,
     gint64 delay)
{
  KpPushEndFunc ended = g_steal_pointer (&self->funcs.ended);

  if (ended != NULL)
    ended (delay, self->funcs.data);
}

static void
on_message_cb (SoupWebsocketConnection *connection,
               int type,
               GBytes *message,
               KpPushSocket *self)
{
  g_autofree char *text = NULL;
  gsize length;
  const char *data = g_bytes_get_data (message, &length);
  guint64 seconds;

  if (type != SOUP_WEBSOCKET_DATA_TEXT)
    return;

  text = g_strndup (data, length);
  if (strcmp (text, "sync") == 0)
    self->funcs.hint (self->funcs.data);
  else if (g_str_has_prefix (text, "closing ") &&
           g_ascii_string_to_unsigned (text + strlen ("closing "), 10, 0, 3600, &seconds, NULL))
    self->delay = (gint64) seconds * 1000;
}

static void
on_closed_cb (SoupWebsocketConnection *connection,
              KpPushSocket *self)
{
  end (self, self->delay);
}

static void
take_connection (KpPushSocket *self,
                 SoupWebsocketConnection *connection)
{
  self->connection = connection;
  soup_websocket_connection_set_keepalive_interval (connection, PING_S);
  soup_websocket_connection_set_keepalive_pong_timeout (connection, PONG_S);
  soup_websocket_connection_set_max_incoming_payload_size (connection, KP_LIMIT_HINT);
  g_signal_connect_object (connection, "message", G_CALLBACK (on_message_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (connection, "closed", G_CALLBACK (on_closed_cb), self,
                           G_CONNECT_DEFAULT);
  self->funcs.opened (self->funcs.data);
}

static void
on_connected_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (SoupWebsocketConnection) connection = NULL;
  g_autoptr (KpPushSocket) self = user_data;
  guint status;

  connection = soup_session_websocket_connect_finish (SOUP_SESSION (source_object), result, &error);
  if (g_cancellable_is_cancelled (self->cancellable))
    return;

  if (connection != NULL)
    {
      take_connection (self, g_steal_pointer (&connection));
      return;
    }

  /* Full: whoever has no socket asks every 30 s. */
  status = soup_message_get_status (self->message);
  end (self, status == SOUP_STATUS_SERVICE_UNAVAILABLE ? POLL_DELAY_MS : -1);
}

static void
kp_push_socket_finalize (GObject *object)
{
  KpPushSocket *self = KP_PUSH_SOCKET (object);

  g_clear_object (&self->connection);
  g_clear_object (&self->message);
  g_clear_object (&self->cancellable);

  G_OBJECT_CLASS (kp_push_socket_parent_class)->finalize (object);
}

static void
kp_push_socket_class_init (KpPushSocketClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_push_socket_finalize;
}

static void
kp_push_socket_init (KpPushSocket *self)
{
  self->delay = -1;
  self->cancellable = g_cancellable_new ();
}

KpPushSocket *
kp_push_socket_new (KpHttp *http,
                    const char *ticket,
                    const KpPushFuncs *funcs)
{
  KpPushSocket *self = g_object_new (KP_TYPE_PUSH_SOCKET, NULL);
  g_autofree char *escaped = g_uri_escape_string (ticket, NULL, FALSE);
  g_autofree char *target = g_strconcat ("/v1/push?ticket=", escaped, NULL);
  g_autofree char *uri = kp_http_dup_uri (http, target);

  self->funcs = *funcs;
  self->message = soup_message_new ("GET", uri);
  soup_session_websocket_connect_async (kp_http_get_session (http), self->message, NULL, NULL,
                                        G_PRIORITY_DEFAULT, self->cancellable, on_connected_cb,
                                        g_object_ref (self));

  return self;
}

void
kp_push_socket_close (KpPushSocket *self)
{
  g_return_if_fail (KP_IS_PUSH_SOCKET (self));

  self->funcs.ended = NULL;
  g_cancellable_cancel (self->cancellable);
  if (self->connection == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->connection, self);
  if (soup_websocket_connection_get_state (self->connection) == SOUP_WEBSOCKET_STATE_OPEN)
    soup_websocket_connection_close (self->connection, SOUP_WEBSOCKET_CLOSE_GOING_AWAY, NULL);
}
