/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table, and how a request finds its row. To add a route, add a row; there is no other place.
 */

#include "kps-route.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-account-routes.h"
#include "kps-blob-routes.h"
#include "kps-public-routes.h"

#include <string.h>

const char *const KPS_CALL_HEADERS[] = {
  "Content-Length",
  "Content-Type",
  "If-Range",
  "Portal-Target",
  "Range",
  NULL,
};

const KpsRoute KPS_ROUTES[] = {
  { "GET", "/healthz", KPS_CAPABILITY_PUBLIC, 0, KPS_RATE_NONE, KPS_POOL_READ,
    kps_public_get_health, KPS_SPECIAL_NONE },
  { "GET", "/metrics", KPS_CAPABILITY_PUBLIC, 0, KPS_RATE_NONE, KPS_POOL_READ,
    kps_public_get_metrics, KPS_SPECIAL_NONE },
  { "GET", "/.well-known/klantportaal", KPS_CAPABILITY_PUBLIC, 0, KPS_RATE_PUBLIC, KPS_POOL_READ,
    kps_public_get_discovery, KPS_SPECIAL_NONE },
  { "GET", "/{portal}/.well-known/klantportaal", KPS_CAPABILITY_PUBLIC, 0, KPS_RATE_PUBLIC,
    KPS_POOL_READ, kps_public_get_discovery, KPS_SPECIAL_NONE },
  { "POST", "/v1/sign-in", KPS_CAPABILITY_DEVICE, KP_LIMIT_SMALL_REQUEST, KPS_RATE_SIGN_IN,
    KPS_POOL_HASH, kps_account_post_sign_in, KPS_SPECIAL_NONE },
  { "POST", "/v1/refresh", KPS_CAPABILITY_DEVICE, KP_LIMIT_SMALL_REQUEST, KPS_RATE_PUBLIC,
    KPS_POOL_CHANGE, kps_account_post_refresh, KPS_SPECIAL_NONE },
  { "POST", "/v1/sign-out", KPS_CAPABILITY_SIGNED_IN, KP_LIMIT_SMALL_REQUEST, KPS_RATE_NONE,
    KPS_POOL_CHANGE, kps_account_post_sign_out, KPS_SPECIAL_NONE },
  { "POST", "/v1/password", KPS_CAPABILITY_SIGNED_IN, KP_LIMIT_SMALL_REQUEST, KPS_RATE_SIGN_IN,
    KPS_POOL_HASH, kps_account_post_password, KPS_SPECIAL_NONE },
  { "POST", "/v1/sync", KPS_CAPABILITY_SIGNED_IN, KP_LIMIT_SYNC_REQUEST, KPS_RATE_NONE,
    KPS_POOL_READ, NULL, KPS_SPECIAL_EXCHANGE },
  { "PUT", "/v1/blob/{sha256}", KPS_CAPABILITY_SIGNED_IN, KP_LIMIT_FILE, KPS_RATE_NONE,
    KPS_POOL_FILES, kps_blob_put, KPS_SPECIAL_UPLOAD },
  { "GET", "/v1/blob/{attachment}", KPS_CAPABILITY_SIGNED_IN, 0, KPS_RATE_NONE, KPS_POOL_READ,
    kps_blob_get, KPS_SPECIAL_NONE },
  { "GET", "/v1/push", KPS_CAPABILITY_TICKET, 0, KPS_RATE_PUBLIC, KPS_POOL_READ, NULL,
    KPS_SPECIAL_PUSH },
  { "GET", "/v1/find", KPS_CAPABILITY_STAFF, 0, KPS_RATE_NONE, KPS_POOL_READ, kps_account_get_find,
    KPS_SPECIAL_NONE },
  { NULL },
};

/* Returns: whether @given (one encoded segment) fits @wanted; a parameter is kept decoded */
static gboolean
match_segment (const char *wanted,
               const char *given,
               GHashTable *params)
{
  g_autofree char *value = NULL;

  if (wanted[0] != '{')
    return g_str_equal (wanted, given);

  /* An encoded slash or zero stays out of names. */
  value = g_uri_unescape_string (given, "/");
  if (value == NULL || *value == '\0' || !g_utf8_validate (value, -1, NULL))
    return FALSE;

  g_hash_table_insert (params, g_strndup (wanted + 1, strlen (wanted) - 2),
                       g_steal_pointer (&value));

  return TRUE;
}

/* Returns: (transfer full) (nullable): the parameters of @path, or NULL if it does not match */
static GHashTable *
match (const char *template,
       const char *path)
{
  g_autoptr (GHashTable) params = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_auto (GStrv) wanted = g_strsplit (template, "/", -1);
  g_auto (GStrv) given = g_strsplit (path, "/", -1);

  if (g_strv_length (wanted) != g_strv_length (given))
    return NULL;

  for (guint i = 0; wanted[i] != NULL; i++)
    {
      if (!match_segment (wanted[i], given[i], params))
        return NULL;
    }

  return g_steal_pointer (&params);
}

const KpsRoute *
kps_route_resolve (const KpsRoute *routes,
                   const char *method,
                   const char *path,
                   GHashTable **params,
                   GError **error)
{
  gboolean found = FALSE;

  for (const KpsRoute *route = routes; route->method != NULL; route++)
    {
      g_autoptr (GHashTable) matched = match (route->path, path);

      if (matched == NULL || route->capability == 0)
        continue;

      found = TRUE;
      if (!g_str_equal (route->method, method))
        continue;

      *params = g_steal_pointer (&matched);

      return route;
    }

  if (found)
    g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "The path takes another method");
  else
    g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "No such route");

  return NULL;
}

void
kps_call_free (KpsCall *self)
{
  g_clear_pointer (&self->params, g_hash_table_unref);
  g_clear_pointer (&self->query, g_hash_table_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_free (self->method);
  g_free (self->target);
  g_free (self->base_url);
  g_free (self->token);
  g_free (self->proof);
  g_free (self->address);
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->incoming, kps_incoming_free);
  g_clear_object (&self->cancellable);
  g_clear_pointer (&self->session, kps_session_free);
  g_free (self);
}

const char *
kps_call_get_header (const KpsCall *self,
                     const char *name)
{
  return g_hash_table_lookup (self->headers, name);
}

void
kps_reply_set_header (KpsReply *self,
                      const char *name,
                      char *value)
{
  if (self->headers == NULL)
    self->headers = g_hash_table_new_full (g_str_hash, g_str_equal, NULL, g_free);

  g_hash_table_insert (self->headers, (gpointer) name, value);
}

KpsReply *
kps_reply_new (guint status,
               const char *content_type,
               GBytes *body)
{
  KpsReply *reply = g_new (KpsReply, 1);

  *reply = (KpsReply) { .status = status, .content_type = content_type, .body = body };

  return reply;
}

KpsReply *
kps_reply_new_json (guint status,
                    JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = json_builder_get_root (builder);
  char *text = json_to_string (root, FALSE);

  return kps_reply_new (status, "application/json", g_bytes_new_take (text, strlen (text)));
}

void
kps_reply_free (KpsReply *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->headers, g_hash_table_unref);
  g_free (self);
}
