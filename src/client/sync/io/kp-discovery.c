/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reads what an office says of itself. Its own idea of its address is not believed: what was typed
 * and proved by the certificate is the address.
 */

#include "kp-discovery.h"

#include "kp-error.h"
#include "kp-http.h"
#include "kp-limits.h"
#include "kp-member.h"

#define WELL_KNOWN "/.well-known/klantportaal"
#define VERSION 1
#define REDIRECTS_MAX 3

static void
free_portal (gpointer data)
{
  KpDiscoveryPortal *portal = data;

  g_hash_table_unref (portal->names);
  g_free (portal->url_name);
  g_free (portal);
}

static KpDiscovery *
new_empty (void)
{
  KpDiscovery *self = g_new0 (KpDiscovery, 1);

  self->portals = g_ptr_array_new_with_free_func (free_portal);

  return self;
}

static void
add_portal (KpDiscovery *self,
            JsonObject *object)
{
  const char *url_name = kp_member_get_text (object, "url_name");
  JsonObject *names = kp_member_get_object (object, "name");
  KpDiscoveryPortal *portal;
  g_autoptr (GList) languages = names != NULL ? json_object_get_members (names) : NULL;

  if (url_name[0] == '\0' || strlen (url_name) > KP_LIMIT_URL_NAME)
    return;

  portal = g_new0 (KpDiscoveryPortal, 1);
  portal->url_name = g_strdup (url_name);
  portal->names = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  for (GList *language = languages; language != NULL; language = language->next)
    g_hash_table_insert (portal->names, g_strdup (language->data),
                         g_strdup (kp_member_get_text (names, language->data)));
  g_ptr_array_add (self->portals, portal);
}

static GStrv
read_languages (JsonArray *array)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();

  for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
    {
      JsonNode *node = json_array_get_element (array, i);

      if (JSON_NODE_HOLDS_VALUE (node) && json_node_get_value_type (node) == G_TYPE_STRING)
        g_strv_builder_add (builder, json_node_get_string (node));
    }

  return g_strv_builder_end (builder);
}

/* Takes the portal's part, which the reply names, off the address that was asked. */
static void
set_address (KpDiscovery *self,
             const char *asked)
{
  g_autofree char *suffix = NULL;

  self->address = g_strdup (asked);
  if (self->portal == NULL)
    return;

  suffix = g_strconcat ("/", self->portal, NULL);
  if (g_str_has_suffix (self->address, suffix))
    self->address[strlen (self->address) - strlen (suffix)] = '\0';
}

static KpDiscovery *
read_reply (JsonObject *object,
            const char *asked,
            GError **error)
{
  g_autoptr (KpDiscovery) self = NULL;
  JsonObject *office = kp_member_get_object (object, "office");
  JsonArray *portals = kp_member_get_array (object, "portals");
  const char *portal = kp_member_get_text (object, "portal");
  gint64 password_min = kp_member_get_int (object, "password_min");

  if (kp_member_get_int (object, "v") != VERSION || office == NULL || portals == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_A_PORTAL,
                           "The discovery has another shape");
      return NULL;
    }

  self = new_empty ();
  self->office_name = g_strdup (kp_member_get_text (office, "name"));
  self->portal = portal[0] != '\0' ? g_strdup (portal) : NULL;
  self->languages = read_languages (kp_member_get_array (object, "languages"));
  self->password_min = (guint) CLAMP (password_min, 1, KP_LIMIT_PASSWORD);
  set_address (self, asked);
  for (guint i = 0; i < json_array_get_length (portals); i++)
    {
      JsonNode *node = json_array_get_element (portals, i);

      if (JSON_NODE_HOLDS_OBJECT (node))
        add_portal (self, json_node_get_object (node));
    }

  return g_steal_pointer (&self);
}

/* Returns: (transfer full) (nullable): the next address; the rules of the first apply again */
static char *
follow (const char *address,
        const char *location,
        GError **error)
{
  g_autofree char *from = g_strconcat (address, WELL_KNOWN, NULL);
  g_autofree char *to = NULL;

  if (location != NULL)
    to = g_uri_resolve_relative (from, location, G_URI_FLAGS_ENCODED, NULL);

  if (to == NULL || !g_str_has_suffix (to, WELL_KNOWN) ||
      (g_str_has_prefix (address, "https:") && !g_str_has_prefix (to, "https:")))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_A_PORTAL, "The address leads elsewhere");
      return NULL;
    }

  to[strlen (to) - strlen (WELL_KNOWN)] = '\0';

  return kp_address_normalise (to, error);
}

static gboolean
ask (const char *address,
     KpReply *reply,
     GCancellable *cancellable,
     GError **error)
{
  g_autoptr (KpHttp) http = kp_http_new (address);
  KpCall call = { .method = "GET", .target = WELL_KNOWN, .limit = KP_LIMIT_DISCOVERY };

  if (kp_http_call_sync (http, &call, reply, cancellable, error))
    return TRUE;

  /* Too much to be a discovery. */
  if (error != NULL && g_error_matches (*error, KP_ERROR, KP_ERROR_TOO_LARGE))
    (*error)->code = KP_ERROR_NOT_A_PORTAL;

  return FALSE;
}

static KpDiscovery *
judge (const KpReply *reply,
       const char *address,
       GError **error)
{
  g_autoptr (JsonNode) node = NULL;
  g_autoptr (GError) cause = NULL;

  /* Our own problems and overload keep their meaning; anything else there is somebody else. */
  if (!kp_reply_check (reply, &cause) &&
      (reply->problem != NULL || cause->code == KP_ERROR_TOO_MANY || reply->status >= 500))
    {
      if (cause->code == KP_ERROR_NOT_FOUND)
        cause->code = KP_ERROR_NOT_A_PORTAL;
      g_propagate_error (error, g_steal_pointer (&cause));
      return NULL;
    }

  node = cause == NULL ? kp_reply_parse (reply, NULL) : NULL;
  if (node == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_NOT_A_PORTAL, "No discovery, status %u",
                   reply->status);
      return NULL;
    }

  return read_reply (json_node_get_object (node), address, error);
}

KpDiscovery *
kp_discovery_fetch_sync (const char *typed,
                         GCancellable *cancellable,
                         GError **error)
{
  g_autofree char *address = kp_address_normalise (typed, error);

  for (int redirects = 0; address != NULL; redirects++)
    {
      g_auto (KpReply) reply = { 0 };
      char *next;

      if (!ask (address, &reply, cancellable, error))
        return NULL;

      if (!SOUP_STATUS_IS_REDIRECTION (reply.status) || redirects == REDIRECTS_MAX)
        return judge (&reply, address, error);

      next = follow (address, reply.location, error);
      g_free (address);
      address = next;
    }

  return NULL;
}

KpDiscovery *
kp_discovery_copy (const KpDiscovery *self)
{
  KpDiscovery *copy = new_empty ();

  copy->address = g_strdup (self->address);
  copy->office_name = g_strdup (self->office_name);
  copy->portal = g_strdup (self->portal);
  copy->languages = g_strdupv (self->languages);
  copy->password_min = self->password_min;
  for (guint i = 0; i < self->portals->len; i++)
    {
      const KpDiscoveryPortal *from = g_ptr_array_index (self->portals, i);
      KpDiscoveryPortal *to = g_new0 (KpDiscoveryPortal, 1);

      to->url_name = g_strdup (from->url_name);
      to->names = g_hash_table_ref (from->names); /* never changed after it was read */
      g_ptr_array_add (copy->portals, to);
    }

  return copy;
}

void
kp_discovery_free (KpDiscovery *self)
{
  if (self == NULL)
    return;

  g_ptr_array_unref (self->portals);
  g_strfreev (self->languages);
  g_free (self->portal);
  g_free (self->office_name);
  g_free (self->address);
  g_free (self);
}

const KpDiscoveryPortal *
kp_discovery_find (const KpDiscovery *self,
                   const char *url_name)
{
  for (guint i = 0; i < self->portals->len; i++)
    {
      const KpDiscoveryPortal *portal = g_ptr_array_index (self->portals, i);

      if (strcmp (portal->url_name, url_name) == 0)
        return portal;
    }

  return NULL;
}

const char *
kp_discovery_portal_get_name (const KpDiscoveryPortal *self,
                              const char *language)
{
  const char *name = g_hash_table_lookup (self->names, language);
  GHashTableIter iter;
  gpointer any;

  if (name == NULL)
    name = g_hash_table_lookup (self->names, "en");

  g_hash_table_iter_init (&iter, self->names);
  if (name == NULL && g_hash_table_iter_next (&iter, NULL, &any))
    name = any;

  return name != NULL && name[0] != '\0' ? name : self->url_name;
}
