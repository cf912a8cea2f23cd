/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Brings addresses into one form, and keeps passwords off lines that anybody can read.
 */

#include "kp-address.h"

#include "kp-error.h"
#include "kp-limits.h"

#include <gio/gio.h>

static gboolean
is_loopback_host (const char *host)
{
  g_autoptr (GInetAddress) address = NULL;

  if (strcmp (host, "localhost") == 0 || g_str_has_suffix (host, ".localhost"))
    return TRUE;

  address = g_inet_address_new_from_string (host);

  return address != NULL && g_inet_address_get_is_loopback (address);
}

/* Returns: (transfer full) (nullable): as the name travels in certificates and headers */
static char *
normalise_host (const char *host)
{
  g_autofree char *lower = NULL;

  if (host == NULL || host[0] == '\0')
    return NULL;

  /* An address in brackets arrives without them; a name with a colon is none. */
  if (strchr (host, ':') != NULL)
    return g_hostname_is_ip_address (host) ? g_ascii_strdown (host, -1) : NULL;

  lower = g_hostname_to_ascii (host);
  if (lower == NULL)
    return NULL;

  for (const char *at = lower; *at != '\0'; at++)
    if (!g_ascii_isalnum (*at) && *at != '-' && *at != '.' && *at != '_')
      return NULL;

  return g_ascii_strdown (lower, -1);
}

static char *
strip_path (const char *path)
{
  gsize length = strlen (path);

  while (length > 0 && path[length - 1] == '/')
    length--;

  return g_strndup (path, length);
}

static char *
fail (GError **error,
      int code,
      const char *message)
{
  g_set_error_literal (error, KP_ERROR, code, message);

  return NULL;
}

/* A scheme is only taken for one where "://" follows: "localhost:8080" has none. */
static GUri *
parse (const char *typed,
       gboolean *has_scheme)
{
  g_autofree char *trimmed = g_strstrip (g_strdup (typed));
  g_autofree char *text = NULL;

  *has_scheme = strstr (trimmed, "://") != NULL;
  text = *has_scheme ? g_strdup (trimmed) : g_strconcat ("https://", trimmed, NULL);

  return g_uri_parse (text, G_URI_FLAGS_ENCODED_PATH, NULL);
}

char *
kp_address_normalise (const char *typed,
                      GError **error)
{
  g_autoptr (GUri) uri = NULL;
  g_autofree char *host = NULL;
  g_autofree char *path = NULL;
  gboolean has_scheme;
  gboolean loopback;
  gboolean plain;
  int port;

  if (strlen (typed) > KP_LIMIT_ADDRESS || !g_utf8_validate (typed, -1, NULL))
    return fail (error, KP_ERROR_ADDRESS, "The address is too long or no text");

  uri = parse (typed, &has_scheme);
  host = uri != NULL ? normalise_host (g_uri_get_host (uri)) : NULL;
  if (host == NULL || g_uri_get_userinfo (uri) != NULL || g_uri_get_port (uri) == 0)
    return fail (error, KP_ERROR_ADDRESS, "This is no address");

  if (strcmp (g_uri_get_scheme (uri), "https") != 0 && strcmp (g_uri_get_scheme (uri), "http") != 0)
    return fail (error, KP_ERROR_ADDRESS, "The address has a foreign scheme");

  loopback = is_loopback_host (host);
  plain = has_scheme ? strcmp (g_uri_get_scheme (uri), "http") == 0 : loopback;
  if (plain && !loopback)
    return fail (error, KP_ERROR_INSECURE, "Plain http is for this computer only");

  port = g_uri_get_port (uri);
  if (port == (plain ? 80 : 443))
    port = -1;
  path = strip_path (g_uri_get_path (uri));

  return g_uri_join (G_URI_FLAGS_ENCODED_PATH, plain ? "http" : "https", NULL, host, port, path,
                     NULL, NULL);
}

gboolean
kp_address_is_loopback (const char *address)
{
  g_autoptr (GUri) uri = g_uri_parse (address, G_URI_FLAGS_NONE, NULL);

  return uri != NULL && g_uri_get_host (uri) != NULL && is_loopback_host (g_uri_get_host (uri));
}
