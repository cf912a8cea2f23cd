/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Organisations: a customer's own, by membership; the directory of the office for staff, where most
 * are only an entry until somebody opens them. And the flows that one can choose from.
 */

#include "kp-store-lists.h"

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

static GArray *
list_organisations (KpReader *reader,
                    const KpListFilter *filter,
                    GCancellable *cancellable,
                    GError **error)
{
  const char *sql = kp_reader_is_staff (reader) ? LIST_DIRECTORY : LIST_OWN;
  g_autofree char *pattern = kp_reader_dup_pattern (filter->search);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  kp_statement_bind_text (query, 5, pattern != NULL ? pattern : "%");

  return kp_reader_list_ids (query, cancellable, error);
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
  "       f.portal_id"
  "  FROM p_request_flow f"
  " WHERE f.id = $1 AND ($2 IS NULL OR TRUE)";

static GPtrArray *
fetch_flows (KpReader *reader,
             const KpListFilter *filter,
             GArray *ids,
             GCancellable *cancellable,
             GError **error)
{
  return kp_reader_fetch (reader, FETCH_FLOW, "tjjtnni", ids, NULL, cancellable, error);
}

const KpList KP_LIST_FLOWS = {
  .list = list_flows,
  .fetch = fetch_flows,
  .own = KP_LIST_ENTITY (KP_ENTITY_REQUEST_FLOW),
};
