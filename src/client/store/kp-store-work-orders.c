/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Work orders. The text of the list's query is put together from the constants below, values are
 * parameters: $1 the person, $2 an organisation, $3 states, $4 one state, $5 a match of the search
 * index, $6 a pattern.
 */

#include "kp-store-lists.h"

#include "kp-store-search.h"

/* Cells that are not columns, see KpWorkOrder. */
enum
{
  CELL_STATE = 2,
  CELL_STATUS_TEXT = 3,
  CELL_BUCKET = 4
};

#define FORMAT "ttt--ititnittt" \
               "nnn"            \
               "nntttn"

static const char *const ORDERS[KP_LIST_N_SORTS] = {
  [KP_LIST_SORT_UPDATED] = "w.updated_at DESC, w.id DESC",
  [KP_LIST_SORT_CREATED] = "w.created_at DESC, w.id DESC",
  [KP_LIST_SORT_OLDEST] = "w.created_at, w.id",
  [KP_LIST_SORT_TITLE] = "w.title COLLATE NOCASE, w.id",
  [KP_LIST_SORT_ORGANISATION] = "w.org_name COLLATE NOCASE, w.planned_on, w.id",
  [KP_LIST_SORT_STATUS] = "w.state, w.updated_at DESC, w.id",
  [KP_LIST_SORT_PLANNED] = "w.planned_on, w.id",
  [KP_LIST_SORT_ENGINEER] = "w.engineer COLLATE NOCASE, w.planned_on, w.id",
};
static const char *const REVERSED_ORDERS[KP_LIST_N_SORTS] = {
  [KP_LIST_SORT_UPDATED] = "w.updated_at, w.id",
  [KP_LIST_SORT_CREATED] = "w.created_at, w.id",
  [KP_LIST_SORT_OLDEST] = "w.created_at DESC, w.id DESC",
  [KP_LIST_SORT_TITLE] = "w.title COLLATE NOCASE DESC, w.id DESC",
  [KP_LIST_SORT_ORGANISATION] = "w.org_name COLLATE NOCASE DESC, w.planned_on DESC, w.id DESC",
  [KP_LIST_SORT_STATUS] = "w.state DESC, w.updated_at, w.id DESC",
  [KP_LIST_SORT_PLANNED] = "w.planned_on DESC, w.id DESC",
  [KP_LIST_SORT_ENGINEER] = "w.engineer COLLATE NOCASE DESC, w.planned_on DESC, w.id DESC",
};

static const char BY_PERSON[] = " AND w.requester_id = $1";
static const char BY_ORGANISATION[] = " AND w.org_id = $2";
static const char BY_ONE_STATE[] = " AND w.state = $4";
static const char BY_STATE[] = " AND w.state IN (SELECT value FROM json_each ($3))";
static const char BY_PATTERN[] =
  " AND (w.title LIKE $6 ESCAPE '\\' OR w.number LIKE $6 ESCAPE '\\'"
  "      OR w.org_name LIKE $6 ESCAPE '\\' OR w.engineer LIKE $6 ESCAPE '\\')";
/* What the index is sure of needs no second look. */
static const char BY_HIT[] =
  " AND (hit.sure = 1 OR w.title LIKE $6 ESCAPE '\\' OR w.number LIKE $6 ESCAPE '\\'"
  "      OR w.org_name LIKE $6 ESCAPE '\\' OR w.engineer LIKE $6 ESCAPE '\\')";
static const char FROM_ALL[] = "SELECT w.id FROM p_work_order w WHERE TRUE";
static const char FROM_HITS[] =
  " SELECT w.id FROM hit CROSS JOIN p_work_order w ON w.raw_key = hit.key WHERE TRUE";

static char *
compose (const KpListFilter *filter,
         const char *match)
{
  g_autoptr (GString) sql = g_string_new (
    match != NULL ? kp_search_get_hits (KP_ENTITY_WORK_ORDER) : FROM_ALL);

  if (match != NULL)
    g_string_append (sql, FROM_HITS);
  if (filter->mine)
    g_string_append (sql, BY_PERSON);
  if (!kp_id_is_zero (&filter->org))
    g_string_append (sql, BY_ORGANISATION);
  if (filter->state != NULL)
    g_string_append (sql, BY_ONE_STATE);
  else if (filter->show != KP_LIST_SHOW_ANY)
    g_string_append (sql, BY_STATE);
  if (match != NULL)
    g_string_append (sql, BY_HIT);
  else if (filter->search != NULL && *filter->search != '\0')
    g_string_append (sql, BY_PATTERN);
  g_string_append (sql, " ORDER BY ");
  g_string_append (sql, (filter->reversed ? REVERSED_ORDERS : ORDERS)[filter->sort]);

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *match = kp_search_dup_match (filter->search);
  g_autofree char *sql = compose (filter, match);
  g_autofree char *pattern = kp_reader_dup_pattern (filter->search);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);
  gboolean completed = filter->show == KP_LIST_SHOW_COMPLETED;

  if (query == NULL)
    return NULL;

  if (filter->mine)
    kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  if (!kp_id_is_zero (&filter->org))
    kp_statement_bind_id (query, 2, &filter->org);
  if (filter->state != NULL)
    kp_statement_bind_text (query, 4, filter->state);
  else if (filter->show != KP_LIST_SHOW_ANY)
    kp_statement_bind_text (query, 3, kp_reader_get_states (reader, completed));
  if (match != NULL)
    kp_statement_bind_text (query, 5, match);
  if (pattern != NULL)
    kp_statement_bind_text (query, 6, pattern);

  return kp_reader_list_ids (query, cancellable, error);
}

static const char GROUP_BY_DAY[] = "SELECT planned_on FROM p_work_order WHERE id = $1";
static const char GROUP_BY_ENGINEER[] = "SELECT engineer FROM p_work_order WHERE id = $1";
static const char GROUP_BY_ORGANISATION[] = "SELECT org_name FROM p_work_order WHERE id = $1";

/* Rows have a group in common if they have the text in common that they are sorted by. */
static GArray *
group (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GError **error)
{
  static const char *const TEXTS[KP_LIST_N_SORTS] = {
    [KP_LIST_SORT_PLANNED] = GROUP_BY_DAY,
    [KP_LIST_SORT_ENGINEER] = GROUP_BY_ENGINEER,
    [KP_LIST_SORT_ORGANISATION] = GROUP_BY_ORGANISATION,
  };
  const char *sql = TEXTS[filter->sort];
  g_autoptr (GArray) groups = NULL;
  g_autoptr (KpStatement) query = NULL;

  if (sql == NULL)
    return NULL;

  query = kp_db_prepare (kp_reader_get_db (reader), sql, error);
  if (query == NULL)
    return NULL;

  groups = g_array_sized_new (FALSE, FALSE, sizeof (guint), ids->len);
  for (guint i = 0; i < ids->len; i++)
    {
      const char *text;
      gboolean has_row;
      guint number;

      kp_statement_reset (query);
      kp_statement_bind_id (query, 1, &g_array_index (ids, KpId, i));
      if (!kp_statement_step (query, &has_row, NULL, error))
        return NULL;

      text = has_row ? kp_statement_get_text (query, 0) : NULL;
      number = text != NULL && *text != '\0' ? MAX (g_str_hash (text), 2) : 1;
      g_array_append_val (groups, number);
    }

  return g_steal_pointer (&groups);
}

static const char FETCH[] =
  "SELECT w.id, w.number, w.title, w.state, NULL, NULL, w.org_id, w.org_name, w.requester_id,"
  "       w.body ->> '$.requester_name', w.requester_id IS $2, w.request_id, r.number,"
  "       w.engineer, w.planned_on,"
  "       w.created_at, w.updated_at, w.pending,"
  "       p.id IS NOT NULL, p.body ->> '$.cents', p.body ->> '$.currency',"
  "       w.body ->> '$.state_by', w.body ->> '$.reason', w.body ->> '$.state_at',"
  "       w.portal_id"
  "  FROM p_work_order w LEFT JOIN p_request r ON r.id = w.request_id"
  "       LEFT JOIN p_work_order_price p ON p.work_order_id = w.id"
  " WHERE w.id = $1";

static void
complete (KpReader *reader,
          KpStatement *query,
          KpRow *row)
{
  g_autofree char *portal = NULL;
  const char *state = row->cells[CELL_STATE].text;
  gboolean completed = FALSE;
  KpId id;

  if (kp_statement_get_id (query, (int) row->n_cells + 1, &id))
    portal = kp_id_dup_text (&id);

  kp_row_set_text (row, CELL_STATUS_TEXT,
                   kp_reader_name_state (reader, portal, state != NULL ? state : "", &completed));
  kp_row_set_number (row, CELL_BUCKET, completed);
}

static GPtrArray *
fetch (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GCancellable *cancellable,
       GError **error)
{
  return kp_reader_fetch (reader, FETCH, FORMAT, ids, complete, cancellable, error);
}

const KpList KP_LIST_WORK_ORDERS = {
  .list = list,
  .fetch = fetch,
  .group = group,
  .own = KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER),
  .related = KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER_PRICE) | KP_LIST_ENTITY (KP_ENTITY_REQUEST) |
             KP_LIST_ENTITY (KP_ENTITY_PORTAL),
};
