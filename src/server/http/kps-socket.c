/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From an address in the configuration to a socket, and back to an address for people.
 */

#include "kps-socket.h"

#include "kp-error.h"

#include <gio/gunixsocketaddress.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>

#define UNIX "unix:"
/* Owner and group: nginx is in the group. */
#define UNIX_MODE 0660

static GSocketAddress *
fail_address (const char *address,
              GError **error)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID,
               "%s is neither HOST:PORT with a numeric host nor unix:PATH", address);
  return NULL;
}

static GSocketAddress *
parse_inet (const char *address,
            gboolean allow_remote,
            GError **error)
{
  const char *colon = strrchr (address, ':');
  g_autofree char *host = NULL;
  g_autoptr (GInetAddress) inet = NULL;
  guint64 port;

  if (colon == NULL || !g_ascii_string_to_unsigned (colon + 1, 10, 0, G_MAXUINT16, &port, NULL))
    return fail_address (address, error);

  host = *address == '[' && colon > address + 1 && colon[-1] == ']'
           ? g_strndup (address + 1, colon - address - 2)
           : g_strndup (address, colon - address);
  inet = g_inet_address_new_from_string (g_str_equal (host, "localhost") ? "127.0.0.1" : host);
  if (inet == NULL)
    return fail_address (address, error);

  if (!allow_remote && !g_inet_address_get_is_loopback (inet))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID,
                   "%s can be reached from other machines: put nginx in front, or set allow-remote",
                   address);
      return NULL;
    }

  return g_inet_socket_address_new (inet, (guint16) port);
}

static GSocketAddress *
parse_unix (const char *path,
            GError **error)
{
  GStatBuf status;

  if (!g_path_is_absolute (path))
    return fail_address (path, error);

  /* A server that was killed leaves its socket behind. */
  if (g_lstat (path, &status) == 0 && S_ISSOCK (status.st_mode))
    g_unlink (path);

  return g_unix_socket_address_new (path);
}

GSocket *
kps_socket_listen (const char *address,
                   gboolean allow_remote,
                   GError **error)
{
  gboolean is_unix = g_str_has_prefix (address, UNIX);
  g_autoptr (GSocketAddress) parsed = is_unix ? parse_unix (address + strlen (UNIX), error)
                                              : parse_inet (address, allow_remote, error);
  g_autoptr (GSocket) socket = NULL;

  if (parsed == NULL)
    return NULL;

  socket = g_socket_new (g_socket_address_get_family (parsed), G_SOCKET_TYPE_STREAM,
                         G_SOCKET_PROTOCOL_DEFAULT, error);
  if (socket == NULL)
    return NULL;

  g_socket_set_listen_backlog (socket, KPS_SOCKET_BACKLOG);
  if (!g_socket_bind (socket, parsed, TRUE, error) || !g_socket_listen (socket, error))
    return NULL;

  if (is_unix)
    g_chmod (address + strlen (UNIX), UNIX_MODE);

  return g_steal_pointer (&socket);
}

char *
kps_socket_describe (GSocket *socket,
                     GError **error)
{
  g_autoptr (GSocketAddress) local = g_socket_get_local_address (socket, error);
  g_autofree char *host = NULL;
  GInetAddress *inet;

  if (local == NULL)
    return NULL;

  if (G_IS_UNIX_SOCKET_ADDRESS (local))
    return g_strconcat (UNIX, g_unix_socket_address_get_path (G_UNIX_SOCKET_ADDRESS (local)), NULL);

  inet = g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (local));
  host = g_inet_address_to_string (inet);

  return g_strdup_printf (
    g_inet_address_get_family (inet) == G_SOCKET_FAMILY_IPV6 ? "http://[%s]:%u" : "http://%s:%u",
    host, g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (local)));
}
