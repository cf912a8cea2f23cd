/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * For whom the office can enter a request: the people of an organisation, as far as that is kept on
 * this computer, and the portals.
 */

#include "kp-store-lists.h"

static const char LIST_CUSTOMERS[] =
  "SELECT m.id FROM p_membership m"
  " WHERE m.org_id = $1 AND m.body ->> '$.user_name' IS NOT NULL"
  " ORDER BY m.body ->> '$.user_name' COLLATE NOCASE, m.id";

static GArray *
list_customers (KpReader *reader,
                const KpListFilter *filter,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), LIST_CUSTOMERS, error);

  if (query == NULL)
    return NULL;

  kp_statement_bind_id (query, 1, &filter->org);

  return kp_reader_list_ids (query, cancellable, error);
}

static const char FETCH_CUSTOMER[] =
  "SELECT m.id, m.body ->> '$.user_name', m.body ->> '$.user_id', m.body ->> '$.portal_id'"
  "  FROM p_membership m"
  " WHERE m.id = $1 AND ($2 IS NULL OR TRUE)";

static GPtrArray *
fetch_customers (KpReader *reader,
                 const KpListFilter *filter,
                 GArray *ids,
                 GCancellable *cancellable,
                 GError **error)
{
  return kp_reader_fetch (reader, FETCH_CUSTOMER, "ttt", ids, NULL, cancellable, error);
}

const KpList KP_LIST_CUSTOMERS = {
  .list = list_customers,
  .fetch = fetch_customers,
  .own = KP_LIST_ENTITY (KP_ENTITY_MEMBERSHIP),
};

static const char LIST_PORTALS[] = "SELECT p.id FROM p_portal p ORDER BY p.body -> '$.name', p.id";

static GArray *
list_portals (KpReader *reader,
              const KpListFilter *filter,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), LIST_PORTALS, error);

  return query != NULL ? kp_reader_list_ids (query, cancellable, error) : NULL;
}

static const char FETCH_PORTAL[] =
  "SELECT p.id, p.body -> '$.name', NULL FROM p_portal p WHERE p.id = $1 AND ($2 IS NULL OR TRUE)";

/* As choices: the value is the identity. */
static GPtrArray *
fetch_portals (KpReader *reader,
               const KpListFilter *filter,
               GArray *ids,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) rows =
    kp_reader_fetch (reader, FETCH_PORTAL, "jt", ids, NULL, cancellable, error);

  for (guint i = 0; rows != NULL && i < rows->len; i++)
    {
      KpRow *row = rows->pdata[i];

      kp_row_take_text (row, 1, kp_id_dup_text (&row->id));
    }

  return g_steal_pointer (&rows);
}

const KpList KP_LIST_PORTALS = {
  .list = list_portals,
  .fetch = fetch_portals,
  .own = KP_LIST_ENTITY (KP_ENTITY_PORTAL),
};
