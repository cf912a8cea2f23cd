/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Organisations: a customer's own, by membership; the directory of the office for staff, where most
 * are only an entry until somebody opens them. And the flows that one can choose from.
 */

#include "kp-store-lists.h"

#include "kp-names.h"
#include "kp-store-replica.h"

#include <string.h>

/* Cells of a flow, see KpFlow. */
enum
{
  CELL_FLOW_KEY = 0,
  CELL_WORK_TYPE = 7,
  CELL_USED_AT
};

static const char LIST_OWN[] =
  "SELECT m.org_id"
  "  FROM p_membership m LEFT JOIN p_organisation o ON o.id = m.org_id"
  " WHERE m.user_id = $1 AND coalesce (o.name, m.body ->> '$.org_name', '') LIKE $5 ESCAPE '\\'"
  " ORDER BY coalesce (o.name, m.body ->> '$.org_name') COLLATE NOCASE, m.org_id";

static const char LIST_DIRECTORY[] =
  "SELECT e.id"
  "  FROM p_organisation_entry e"
  " WHERE $1 IS NOT NULL AND (e.name LIKE $5 ESCAPE '\\' OR e.number LIKE $5 ESCAPE '\\')"
  " ORDER BY e.name COLLATE NOCASE, e.id";

/* The organisations that a customer belongs to, and those linked to them. */
static const char LIST_HELD[] =
  "SELECT o.id"
  "  FROM p_organisation o"
  " WHERE $1 IS NOT NULL AND o.name LIKE $5 ESCAPE '\\'"
  " ORDER BY o.name COLLATE NOCASE, o.id";

static gboolean
may_hold_requests (GHashTable *allowed,
                   const KpId *organisation,
                   const char *person)
{
  g_autofree char *org = kp_id_dup_text (organisation);
  g_autofree char *all = g_strdup_printf ("o:%s:req", org);
  g_autofree char *own = g_strdup_printf ("o:%s:req:own:%s", org, person);

  return g_hash_table_contains (allowed, all) || g_hash_table_contains (allowed, own);
}

/* Staff see the directory of the whole office, and may hold the records of those they serve;
 * customers know of linked organisations, and may see their requests if the portal shows them. */
static gboolean
keep_served (KpReader *reader,
             GArray *ids,
             GError **error)
{
  g_autoptr (GHashTable) allowed = NULL;
  g_autofree char *person = kp_id_dup_text (kp_reader_get_person (reader));
  gint64 epoch;
  guint n = 0;

  allowed = kp_replica_load_allowed (kp_reader_get_db (reader), &epoch, error);
  if (allowed == NULL)
    return FALSE;
  if (g_hash_table_contains (allowed, "o:*:req"))
    return TRUE;

  for (guint i = 0; i < ids->len; i++)
    {
      const KpId *id = &g_array_index (ids, KpId, i);

      if (may_hold_requests (allowed, id, person))
        g_array_index (ids, KpId, n++) = *id;
    }
  g_array_set_size (ids, n);

  return TRUE;
}

static GArray *
list_organisations (KpReader *reader,
                    const KpListFilter *filter,
                    GCancellable *cancellable,
                    GError **error)
{
  const char *sql = kp_reader_is_staff (reader) ? LIST_DIRECTORY
                    : filter->served            ? LIST_HELD
                                                : LIST_OWN;
  g_autofree char *pattern = kp_reader_dup_pattern (filter->search);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);
  g_autoptr (GArray) ids = NULL;

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  kp_statement_bind_text (query, 5, pattern != NULL ? pattern : "%");
  ids = kp_reader_list_ids (query, cancellable, error);
  if (ids == NULL || (filter->served && !keep_served (reader, ids, error)))
    return NULL;

  return g_steal_pointer (&ids);
}

static const char FETCH_ORGANISATION[] =
  "SELECT coalesce (o.id, e.id, m.org_id), coalesce (o.name, e.name, m.body ->> '$.org_name'),"
  "       coalesce (o.number, e.number), coalesce (o.body ->> '$.city', e.city),"
  "       coalesce (o.body ->> '$.responsible', e.responsible), o.body ->> '$.legal_form',"
  "       o.body ->> '$.kvk_number', o.body ->> '$.vat_number', o.body ->> '$.street',"
  "       o.body ->> '$.postcode', m.body ->> '$.role', o.id IS NOT NULL"
  "  FROM (SELECT $1 AS id) AS wanted"
  "       LEFT JOIN p_organisation o ON o.id = wanted.id"
  "       LEFT JOIN p_organisation_entry e ON e.id = wanted.id"
  "       LEFT JOIN p_membership m ON m.org_id = wanted.id AND m.user_id = $2";

static GPtrArray *
fetch_organisations (KpReader *reader,
                     const KpListFilter *filter,
                     GArray *ids,
                     GCancellable *cancellable,
                     GError **error)
{
  return kp_reader_fetch (reader, FETCH_ORGANISATION, "ttttttttttn", ids, NULL, cancellable,
                          error);
}

const KpList KP_LIST_ORGANISATIONS = {
  .list = list_organisations,
  .fetch = fetch_organisations,
  .own = KP_LIST_ENTITY (KP_ENTITY_ORGANISATION) | KP_LIST_ENTITY (KP_ENTITY_ORGANISATION_ENTRY),
  .related = KP_LIST_ENTITY (KP_ENTITY_MEMBERSHIP),
};

static const char LIST_FLOWS[] =
  "SELECT id FROM p_request_flow WHERE state = 'published' ORDER BY position, id";

static GArray *
list_flows (KpReader *reader,
            const KpListFilter *filter,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), LIST_FLOWS, error);

  return query != NULL ? kp_reader_list_ids (query, cancellable, error) : NULL;
}

/* One step per section, one for the checklist, one to check and send. */
static const char FETCH_FLOW[] =
  "SELECT f.id, f.\"key\", f.body -> '$.name', f.body -> '$.summary', f.body ->> '$.icon',"
  "       f.body ->> '$.minutes',"
  "       coalesce (json_array_length (f.body -> '$.sections'), 0) + 1"
  "       + (f.body ->> '$.checklist_id' IS NOT NULL),"
  "       f.portal_id, f.body ->> '$.work_type_id', 0"
  "  FROM p_request_flow f"
  " WHERE f.id = $1 AND ($2 IS NULL OR TRUE)";

/* Which flows this person used lately, by their key: a later version is the same kind. */
static const char USED_FLOWS[] =
  "SELECT f.\"key\", max (r.created_at)"
  "  FROM (SELECT flow_id, created_at FROM p_request WHERE requester_id = $1"
  "         ORDER BY updated_at DESC LIMIT 200) r"
  "       JOIN p_request_flow f ON f.id = r.flow_id"
  " GROUP BY f.\"key\"";

/* Returns: (transfer full) (nullable) (element-type utf8 gint64): key → when */
static GHashTable *
load_used_flows (KpReader *reader,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (GHashTable) used = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), USED_FLOWS, error);

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  for (;;)
    {
      gint64 at;
      gboolean has_row;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&used);

      at = kp_statement_get_int64 (query, 1);
      g_hash_table_insert (used, g_strdup (kp_statement_get_text (query, 0)),
                           g_memdup2 (&at, sizeof at));
    }
}

static const char WORK_TYPE[] = "SELECT body -> '$.name' FROM p_work_type WHERE id = $1";

/* Puts the name of the work type in the place of its identity. */
static gboolean
name_work_type (KpReader *reader,
                KpRow *row,
                GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), WORK_TYPE, error);
  const char *text = row->cells[CELL_WORK_TYPE].text;
  gboolean has_row = FALSE;
  KpId id;

  if (query == NULL)
    return FALSE;
  if (text != NULL && kp_id_parse (text, strlen (text), &id))
    {
      kp_statement_bind_id (query, 1, &id);
      if (!kp_statement_step (query, &has_row, NULL, error))
        return FALSE;
    }
  kp_row_take_text (row, CELL_WORK_TYPE,
                    has_row ? kp_names_pick_json (kp_statement_get_text (query, 0),
                                                  kp_reader_get_language (reader))
                            : NULL);

  return TRUE;
}

static GPtrArray *
fetch_flows (KpReader *reader,
             const KpListFilter *filter,
             GArray *ids,
             GCancellable *cancellable,
             GError **error)
{
  g_autoptr (GPtrArray) rows =
    kp_reader_fetch (reader, FETCH_FLOW, "tjjtnnitn", ids, NULL, cancellable, error);
  g_autoptr (GHashTable) used = NULL;

  if (rows != NULL)
    used = load_used_flows (reader, cancellable, error);
  if (used == NULL)
    return NULL;

  for (guint i = 0; i < rows->len; i++)
    {
      KpRow *row = rows->pdata[i];
      const char *key = row->cells[CELL_FLOW_KEY].text;
      const gint64 *at = key != NULL ? g_hash_table_lookup (used, key) : NULL;

      if (at != NULL)
        kp_row_set_number (row, CELL_USED_AT, *at);
      if (!name_work_type (reader, row, error))
        return NULL;
    }

  return g_steal_pointer (&rows);
}

const KpList KP_LIST_FLOWS = {
  .list = list_flows,
  .fetch = fetch_flows,
  .own = KP_LIST_ENTITY (KP_ENTITY_REQUEST_FLOW),
  .related = KP_LIST_ENTITY (KP_ENTITY_WORK_TYPE) | KP_LIST_ENTITY (KP_ENTITY_REQUEST),
};
