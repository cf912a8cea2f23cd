/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What one chooses from: for a list of requests statuses as the portal calls them and kinds of
 * work, for a plan who did such work before.
 */

#include "kp-store-lists.h"

/* A status has no identity of its own, so it gets one from its place. Cells: name, value. */
static GPtrArray *
fetch_statuses (KpReader *reader,
                const KpListFilter *filter,
                GArray *ids,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (GPtrArray) rows = g_ptr_array_new_with_free_func ((GDestroyNotify) kp_row_free);
  g_autoptr (GPtrArray) names = NULL;
  g_autoptr (GPtrArray) states = NULL;

  kp_reader_list_statuses (reader, &names, &states);
  for (guint i = 0; i < names->len; i++)
    {
      KpId id = { .bytes[15] = (guint8) (i + 1) };
      KpRow *row = kp_row_new (&id, 2);

      kp_row_set_text (row, 0, names->pdata[i]);
      kp_row_set_text (row, 1, states->pdata[i]);
      g_ptr_array_add (rows, row);
    }

  return g_steal_pointer (&rows);
}

static GArray *
list_statuses (KpReader *reader,
               const KpListFilter *filter,
               GCancellable *cancellable,
               GError **error)
{
  g_autoptr (GPtrArray) rows = fetch_statuses (reader, filter, NULL, cancellable, error);

  return kp_list_ids_of_rows (rows);
}

const KpList KP_LIST_STATUSES = {
  .list = list_statuses,
  .fetch = fetch_statuses,
  .related = KP_LIST_ENTITY (KP_ENTITY_PORTAL),
};

/* Also those that are no longer offered: there may be requests of them. */
static const char LIST_WORK_TYPES[] = "SELECT t.id FROM p_work_type t ORDER BY t.body -> '$.name'";

static GArray *
list_work_types (KpReader *reader,
                 const KpListFilter *filter,
                 GCancellable *cancellable,
                 GError **error)
{
  g_autoptr (KpStatement) query =
    kp_db_prepare (kp_reader_get_db (reader), LIST_WORK_TYPES, error);

  return query != NULL ? kp_reader_list_ids (query, cancellable, error) : NULL;
}

static const char FETCH_WORK_TYPE[] =
  "SELECT t.id, t.body -> '$.name', t.id FROM p_work_type t WHERE t.id = $1 AND"
  " ($2 IS NULL OR TRUE)";

static GPtrArray *
fetch_work_types (KpReader *reader,
                  const KpListFilter *filter,
                  GArray *ids,
                  GCancellable *cancellable,
                  GError **error)
{
  return kp_reader_fetch (reader, FETCH_WORK_TYPE, "ji", ids, NULL, cancellable, error);
}

const KpList KP_LIST_WORK_TYPES = {
  .list = list_work_types,
  .fetch = fetch_work_types,
  .own = KP_LIST_ENTITY (KP_ENTITY_WORK_TYPE),
};

/* Of the work orders that changed last; each name by one of those that have it. */
static const char LIST_EMPLOYEES[] =
  "SELECT max (w.id)"
  "  FROM (SELECT id, engineer FROM p_work_order ORDER BY updated_at DESC, id LIMIT 1000) w"
  " WHERE w.engineer <> ''"
  " GROUP BY w.engineer COLLATE NOCASE ORDER BY w.engineer COLLATE NOCASE LIMIT 50";

static GArray *
list_employees (KpReader *reader,
                const KpListFilter *filter,
                GCancellable *cancellable,
                GError **error)
{
  g_autoptr (KpStatement) query =
    kp_db_prepare (kp_reader_get_db (reader), LIST_EMPLOYEES, error);

  return query != NULL ? kp_reader_list_ids (query, cancellable, error) : NULL;
}

static const char FETCH_EMPLOYEE[] =
  "SELECT w.id, w.engineer, w.engineer FROM p_work_order w WHERE w.id = $1 AND"
  " ($2 IS NULL OR TRUE)";

static GPtrArray *
fetch_employees (KpReader *reader,
                 const KpListFilter *filter,
                 GArray *ids,
                 GCancellable *cancellable,
                 GError **error)
{
  return kp_reader_fetch (reader, FETCH_EMPLOYEE, "tt", ids, NULL, cancellable, error);
}

const KpList KP_LIST_EMPLOYEES = {
  .list = list_employees,
  .fetch = fetch_employees,
  .own = KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER),
};
