/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The listener hears loopback and a Unix socket; whoever comes from further away came through the
 * proxy in front, which replaces the X-Forwarded headers.
 */

#include "kps-request.h"

#include "kp-error.h"

#include <string.h>

#define BEARER "Bearer "
#define MAX_HOST 255
#define IPV6_PREFIX_BYTES 8

static gboolean
fail_invalid (const char *message,
              GError **error)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, message);
  return FALSE;
}

gboolean
kps_request_check_framing (SoupServerMessage *message,
                           gsize limit,
                           GError **error)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *length = soup_message_headers_get_list (headers, "Content-Length");

  if (soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL)
    return fail_invalid ("The body does not state its length", error);

  if (length == NULL)
    return TRUE;

  if (strspn (length, "0123456789") != strlen (length) || strlen (length) > 18)
    return fail_invalid ("The length is no number", error);

  if (g_ascii_strtoull (length, NULL, 10) > limit)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE, "More than %" G_GSIZE_FORMAT " bytes",
                   limit);
      return FALSE;
    }

  return TRUE;
}

gboolean
kps_request_has_body (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);

  return soup_message_headers_get_list (headers, "Transfer-Encoding") != NULL ||
         soup_message_headers_get_content_length (headers) > 0;
}

/* Returns: (transfer none) (nullable): the peer's address; NULL on a Unix socket */
static GInetAddress *
get_peer (SoupServerMessage *message)
{
  GSocketAddress *address = soup_server_message_get_remote_address (message);

  return G_IS_INET_SOCKET_ADDRESS (address)
           ? g_inet_socket_address_get_address (G_INET_SOCKET_ADDRESS (address))
           : NULL;
}

/* Returns: (transfer none) (nullable): a header that only a proxy on this machine may set */
static const char *
get_forwarded (SoupServerMessage *message,
               const char *name)
{
  GInetAddress *peer = get_peer (message);

  if (peer != NULL && !g_inet_address_get_is_loopback (peer))
    return NULL;

  return soup_message_headers_get_one (soup_server_message_get_request_headers (message), name);
}

char *
kps_request_make_base_url (SoupServerMessage *message)
{
  SoupMessageHeaders *headers = soup_server_message_get_request_headers (message);
  const char *scheme = get_forwarded (message, "X-Forwarded-Proto");
  const char *host = get_forwarded (message, "X-Forwarded-Host");

  if (host == NULL)
    host = soup_message_headers_get_one (headers, "Host");
  if (host == NULL || *host == '\0' || strlen (host) > MAX_HOST)
    return NULL;

  for (const char *at = host; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr (".-_:[]", *at) == NULL)
        return NULL;
    }

  return g_strdup_printf ("%s://%s", g_strcmp0 (scheme, "https") == 0 ? "https" : "http", host);
}

char *
kps_request_dup_address (SoupServerMessage *message)
{
  const char *forwarded = get_forwarded (message, "X-Forwarded-For");
  g_autoptr (GInetAddress) proxied =
    forwarded != NULL ? g_inet_address_new_from_string (forwarded) : NULL;
  GInetAddress *address = proxied != NULL ? proxied : get_peer (message);
  g_autoptr (GInetAddress) network = NULL;
  guint8 bytes[16];

  if (address == NULL)
    return g_strdup ("local");

  if (g_inet_address_get_family (address) != G_SOCKET_FAMILY_IPV6 ||
      g_inet_address_get_is_loopback (address))
    return g_inet_address_to_string (address);

  /* One customer has at least that many addresses. */
  memset (bytes, 0, sizeof bytes);
  memcpy (bytes, g_inet_address_to_bytes (address), IPV6_PREFIX_BYTES);
  network = g_inet_address_new_from_bytes (bytes, G_SOCKET_FAMILY_IPV6);

  return g_inet_address_to_string (network);
}

char *
kps_request_dup_target (SoupServerMessage *message)
{
  GUri *uri = soup_server_message_get_uri (message);
  const char *query = g_uri_get_query (uri);

  return query != NULL ? g_strconcat (g_uri_get_path (uri), "?", query, NULL)
                       : g_strdup (g_uri_get_path (uri));
}

char *
kps_request_dup_token (SoupServerMessage *message)
{
  const char *authorization = soup_message_headers_get_one (
    soup_server_message_get_request_headers (message), "Authorization");

  if (authorization == NULL || !g_str_has_prefix (authorization, BEARER))
    return NULL;

  return g_strdup (authorization + strlen (BEARER));
}

GHashTable *
kps_request_parse_query (SoupServerMessage *message)
{
  const char *query = g_uri_get_query (soup_server_message_get_uri (message));

  return query != NULL ? soup_form_decode (query) : NULL;
}
