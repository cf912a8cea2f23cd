/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Nothing here depends on who asks; only discovery is for strangers.
 */

#include "kps-public-routes.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-problem.h"
#include "kps-push.h"

#include <libsoup/soup.h>
#include <string.h>

/* The languages of the program; portals say which of them theirs has. */
static const char *const LANGUAGES[] = { "nl", "en" };

/* Returns: whether the call came from this machine and not through the proxy for somebody else */
static gboolean
is_local (const KpsCall *call)
{
  g_autoptr (GInetAddress) address = g_inet_address_new_from_string (call->address);

  return address == NULL || g_inet_address_get_is_loopback (address);
}

static gboolean
refuse_remote (GError **error)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "For this machine only");
  return FALSE;
}

static void
add_text (JsonBuilder *builder,
          const char *name,
          const char *value)
{
  json_builder_set_member_name (builder, name);
  if (value != NULL)
    json_builder_add_string_value (builder, value);
  else
    json_builder_add_null_value (builder);
}

static void
add_languages (JsonBuilder *builder)
{
  json_builder_set_member_name (builder, "languages");
  json_builder_begin_array (builder);
  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    json_builder_add_string_value (builder, LANGUAGES[i]);
  json_builder_end_array (builder);
}

static void
add_names (JsonBuilder *builder,
           yyjson_val *names)
{
  yyjson_obj_iter iter = yyjson_obj_iter_with (names);
  yyjson_val *key;

  json_builder_set_member_name (builder, "name");
  json_builder_begin_object (builder);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const char *text = yyjson_get_str (yyjson_obj_iter_get_val (key));

      if (text != NULL)
        add_text (builder, yyjson_get_str (key), text);
    }
  json_builder_end_object (builder);
}

/* What strangers may know of a portal: its name and address. */
static void
add_portal (JsonBuilder *builder,
            const KpsRecord *portal)
{
  json_builder_begin_object (builder);
  add_text (builder, "url_name", kps_record_get_text (portal, "url_name"));
  add_names (builder, yyjson_obj_get (portal->root, "name"));
  add_languages (builder);
  json_builder_end_object (builder);
}

/* Returns: FALSE if the portal asked for is not there or not open */
static gboolean
judge_portal (GPtrArray *portals,
              const char *wanted,
              GError **error)
{
  for (guint i = 0; i < portals->len; i++)
    {
      const KpsRecord *portal = g_ptr_array_index (portals, i);

      if (g_strcmp0 (kps_record_get_text (portal, "url_name"), wanted) != 0)
        continue;

      if (kps_record_get_bool (portal, "enabled"))
        return TRUE;

      g_set_error_literal (error, KP_ERROR, KP_ERROR_PORTAL_DISABLED, "The portal is closed");
      return FALSE;
    }

  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "No such portal");
  return FALSE;
}

/* The office's name is the configuration's, else what its portals say. */
static const char *
find_office_name (const KpsCall *call,
                  GPtrArray *portals)
{
  if (call->surroundings->office_name != NULL)
    return call->surroundings->office_name;

  for (guint i = 0; i < portals->len; i++)
    {
      const char *name = kps_record_get_text (g_ptr_array_index (portals, i), "office_name");

      if (name != NULL)
        return name;
    }

  return "Klantportaal";
}

KpsReply *
kps_public_get_discovery (KpsCall *call,
                          KpDb *db,
                          GError **error)
{
  const char *wanted = g_hash_table_lookup (call->params, "portal");
  g_autoptr (GPtrArray) portals = kps_account_load_portals (db, error);
  g_autoptr (JsonBuilder) builder = NULL;

  if (portals == NULL || (wanted != NULL && !judge_portal (portals, wanted, error)))
    return NULL;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "v");
  json_builder_add_int_value (builder, 1);
  json_builder_set_member_name (builder, "office");
  json_builder_begin_object (builder);
  add_text (builder, "name", find_office_name (call, portals));
  json_builder_end_object (builder);
  add_text (builder, "base_url", call->base_url);
  json_builder_set_member_name (builder, "portals");
  json_builder_begin_array (builder);
  for (guint i = 0; i < portals->len; i++)
    {
      if (kps_record_get_bool (g_ptr_array_index (portals, i), "enabled"))
        add_portal (builder, g_ptr_array_index (portals, i));
    }
  json_builder_end_array (builder);
  add_text (builder, "portal", wanted);
  add_languages (builder);
  json_builder_set_member_name (builder, "password_min");
  json_builder_add_int_value (builder, KP_LIMIT_PASSWORD_MIN);
  json_builder_end_object (builder);

  return kps_reply_new_json (SOUP_STATUS_OK, builder);
}

static const char SELECT_NEWEST_COMMIT[] = "SELECT max (no) FROM commit_log";

/* Answers when the database does. */
KpsReply *
kps_public_get_health (KpsCall *call,
                       KpDb *db,
                       GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  g_autoptr (JsonBuilder) builder = NULL;
  gboolean has_row;

  if (!is_local (call) && !refuse_remote (error))
    return NULL;

  select = kp_db_prepare (db, SELECT_NEWEST_COMMIT, error);
  if (select == NULL || !kp_statement_step (select, &has_row, call->cancellable, error))
    return NULL;

  builder = json_builder_new ();
  json_builder_begin_object (builder);
  add_text (builder, "status", "ok");
  add_text (builder, "version", KP_VERSION);
  json_builder_set_member_name (builder, "commit");
  json_builder_add_int_value (builder, kp_statement_get_int64 (select, 0));
  json_builder_end_object (builder);

  return kps_reply_new_json (SOUP_STATUS_OK, builder);
}

KpsReply *
kps_public_get_metrics (KpsCall *call,
                        KpDb *db,
                        GError **error)
{
  const KpsSurroundings *surroundings = call->surroundings;
  KpsPushFigures push = { 0 };
  KpsGauges gauges = { 0 };
  char *text;

  if (!is_local (call) && !refuse_remote (error))
    return NULL;

  kps_writer_get_figures (kps_office_get_writer (surroundings->office), &gauges.writer);
  kps_push_get_figures (surroundings->push, &push);
  gauges.sockets = push.sockets;
  gauges.sockets_refused = push.refused;
  gauges.hints = push.hints;
  gauges.hints_joined = push.coalesced;
  gauges.files = surroundings->files;
  text = kps_metrics_format (surroundings->metrics, &gauges);

  return kps_reply_new (SOUP_STATUS_OK, "text/plain; version=0.0.4",
                        g_bytes_new_take (text, strlen (text)));
}
