/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person, the portal, the terms in force and the rights.
 */

#include "kp-store-profile.h"

#include "kp-names.h"
#include "kp-value.h"

static char *
dup_text (KpStatement *query,
          int column)
{
  return g_strdup (kp_statement_get_text (query, column));
}

/* Returns: (transfer full): the strings of a JSON array, none if it is not one */
static GStrv
read_strings (const char *json)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autoptr (yyjson_doc) doc = json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
  size_t index;
  size_t length;
  yyjson_val *text;

  yyjson_arr_foreach (yyjson_doc_get_root (doc), index, length, text)
  {
    if (yyjson_is_str (text))
      g_strv_builder_add (builder, yyjson_get_str (text));
  }

  return g_strv_builder_end (builder);
}

static const char USER[] =
  "SELECT display_name, body ->> '$.email', body ->> '$.phone', body ->> '$.locale',"
  "       body -> '$.rights', body -> '$.queues'"
  "  FROM p_user"
  " WHERE id = $1";

/* @queues: (nullable): JSON, those of which the person is staff */
static gboolean
lacks_work (const char *queues)
{
  g_auto (GStrv) names = read_strings (queues);

  return queues != NULL && !g_strv_contains ((const char *const *) names, "work");
}

static gboolean
load_user (KpReader *reader,
           KpProfile *profile,
           GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), USER, error);
  gboolean has_row;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  profile->user_name = dup_text (query, 0);
  profile->user_email = dup_text (query, 1);
  profile->user_phone = dup_text (query, 2);
  profile->user_locale = dup_text (query, 3);
  if (kp_reader_is_staff (reader))
    {
      g_strfreev (profile->staff_rights);
      profile->staff_rights = read_strings (kp_statement_get_text (query, 4));
      profile->lacks_work = lacks_work (kp_statement_get_text (query, 5));
    }

  return TRUE;
}

static const char MEMBERSHIPS[] =
  "SELECT org_id, body -> '$.rights' FROM p_membership WHERE user_id = $1";

static gboolean
load_memberships (KpReader *reader,
                  KpProfile *profile,
                  GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), MEMBERSHIPS, error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  for (;;)
    {
      gboolean has_row;
      KpId org;

      if (!kp_statement_step (query, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      if (kp_statement_get_id (query, 0, &org))
        g_hash_table_insert (profile->rights, kp_id_dup_text (&org),
                             read_strings (kp_statement_get_text (query, 1)));
    }
}

/* @json: (nullable): texts by language by page */
static void
read_help (KpReader *reader,
           const char *json,
           GHashTable *help)
{
  g_autoptr (yyjson_doc) doc = json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
  size_t index;
  size_t length;
  yyjson_val *page;
  yyjson_val *names;

  yyjson_obj_foreach (yyjson_doc_get_root (doc), index, length, page, names)
  {
    const char *text = kp_names_pick (names, kp_reader_get_language (reader));

    if (text != NULL && *text != '\0')
      g_hash_table_insert (help, g_strdup (yyjson_get_str (page)), g_strdup (text));
  }
}

/* Staff hold several portals; the names of their office are the same in all. */
static const char PORTAL[] =
  "SELECT p.body -> '$.name', p.body ->> '$.office_name', p.body ->> '$.office_email',"
  "       p.body ->> '$.office_phone', p.body ->> '$.terms_required', p.id,"
  "       p.body -> '$.help', p.body ->> '$.help_url',"
  "       p.body ->> '$.visibility.request' IN ('organisation', 'group')"
  "  FROM p_portal p"
  " ORDER BY p.id"
  " LIMIT 1";
static const char TERMS[] =
  "SELECT id, body -> '$.text', version FROM p_terms"
  " WHERE portal_id = $1 AND state = 'published'"
  " ORDER BY version DESC"
  " LIMIT 1";

static gboolean
load_terms (KpReader *reader,
            const KpId *portal,
            KpProfile *profile,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), TERMS, error);
  gboolean has_row;
  KpId id;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, portal);
  if (!kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (!has_row || !kp_statement_get_id (query, 0, &id))
    return TRUE;

  profile->terms_id = kp_id_dup_text (&id);
  profile->terms_text =
    kp_names_pick_json (kp_statement_get_text (query, 1), kp_reader_get_language (reader));
  profile->terms_version = kp_statement_get_int64 (query, 2);
  profile->terms_portal = kp_id_dup_text (portal);

  return TRUE;
}

static gboolean
load_portal (KpReader *reader,
             KpProfile *profile,
             GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), PORTAL, error);
  gboolean has_row;
  KpId id;

  if (query == NULL || !kp_statement_step (query, &has_row, NULL, error))
    return FALSE;
  if (!has_row || !kp_statement_get_id (query, 5, &id))
    return TRUE;

  profile->portal_name =
    kp_names_pick_json (kp_statement_get_text (query, 0), kp_reader_get_language (reader));
  profile->office_name = dup_text (query, 1);
  profile->office_email = dup_text (query, 2);
  profile->office_phone = dup_text (query, 3);
  profile->terms_required = kp_statement_get_int64 (query, 4) != 0;
  /* What a portal says about its pages is meant for its customers. */
  if (!kp_reader_is_staff (reader))
    read_help (reader, kp_statement_get_text (query, 6), profile->help);
  profile->help_url = dup_text (query, 7);
  profile->shares_requests = kp_statement_get_int64 (query, 8) != 0;
  profile->shown_days = kp_reader_get_shown (reader)->completed_days;
  profile->shows_some_kinds = kp_reader_get_shown (reader)->work_types != NULL;

  return load_terms (reader, &id, profile, error);
}

KpProfile *
kp_store_load_profile_sync (KpReader *reader,
                            GError **error)
{
  g_autoptr (KpProfile) profile = g_new0 (KpProfile, 1);

  profile->rights =
    g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  profile->help = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  if (!kp_id_is_zero (kp_reader_get_person (reader)))
    profile->user_id = kp_id_dup_text (kp_reader_get_person (reader));
  if (kp_reader_is_staff (reader))
    profile->staff_rights = g_new0 (char *, 1);

  if (!load_user (reader, profile, error) || !load_memberships (reader, profile, error) ||
      !load_portal (reader, profile, error))
    return NULL;

  return g_steal_pointer (&profile);
}

void
kp_profile_free (KpProfile *self)
{
  g_free (self->user_id);
  g_free (self->user_name);
  g_free (self->user_email);
  g_free (self->user_phone);
  g_free (self->user_locale);
  g_strfreev (self->staff_rights);
  g_clear_pointer (&self->rights, g_hash_table_unref);
  g_free (self->portal_name);
  g_free (self->office_name);
  g_free (self->office_email);
  g_free (self->office_phone);
  g_clear_pointer (&self->help, g_hash_table_unref);
  g_free (self->help_url);
  g_free (self->terms_id);
  g_free (self->terms_text);
  g_free (self->terms_portal);
  g_free (self);
}
