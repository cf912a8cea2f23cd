/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests. Once there is a work order, its state is the truth, so the state that is shown comes
 * from it. The text of the list's query is put together from the constants below, values are
 * parameters: $1 the person, $2 an organisation, $3 states, $4 a pattern, $5 a match of the search
 * index, $6 a kind of work, $7 and $8 a period, $9 a request.
 */

#include "kp-store-lists.h"

#include "kp-store-search.h"

#include <glib/gi18n-lib.h>

/* Cells that are not columns, see KpRequest. */
enum
{
  CELL_NUMBER = 0,
  CELL_STATE = 4,
  CELL_STATUS_TEXT = 5,
  CELL_BUCKET = 6,
  CELL_SYNC = 14
};

/* The column after the cells: the portal. */
#define FORMAT "ttijt--ititnnnntntttitntt"
#define N_CELLS ((int) strlen (FORMAT))

static const char *const ORDERS[KP_LIST_N_SORTS] = {
  [KP_LIST_SORT_UPDATED] = "r.updated_at DESC, r.id DESC",
  [KP_LIST_SORT_CREATED] = "r.created_at DESC, r.id DESC",
  [KP_LIST_SORT_OLDEST] = "r.created_at, r.id",
  [KP_LIST_SORT_TITLE] = "r.title COLLATE NOCASE, r.id",
  [KP_LIST_SORT_ORGANISATION] = "r.org_name COLLATE NOCASE, r.updated_at DESC, r.id",
  [KP_LIST_SORT_STATUS] = "r.state, r.updated_at DESC, r.id",
  [KP_LIST_SORT_PLANNED] = "r.updated_at DESC, r.id DESC",
  [KP_LIST_SORT_ENGINEER] = "r.updated_at DESC, r.id DESC",
};
static const char *const REVERSED_ORDERS[KP_LIST_N_SORTS] = {
  [KP_LIST_SORT_UPDATED] = "r.updated_at, r.id",
  [KP_LIST_SORT_CREATED] = "r.created_at, r.id",
  [KP_LIST_SORT_OLDEST] = "r.created_at DESC, r.id DESC",
  [KP_LIST_SORT_TITLE] = "r.title COLLATE NOCASE DESC, r.id DESC",
  [KP_LIST_SORT_ORGANISATION] = "r.org_name COLLATE NOCASE DESC, r.updated_at, r.id DESC",
  [KP_LIST_SORT_STATUS] = "r.state DESC, r.updated_at, r.id DESC",
  [KP_LIST_SORT_PLANNED] = "r.updated_at, r.id",
  [KP_LIST_SORT_ENGINEER] = "r.updated_at, r.id",
};

/* From an index alone, but for the work orders of those that have one. */
static const char BY_BUCKET[] =
  " AND " KP_LIST_SHOWN_STATE " IN (SELECT value FROM json_each ($3))";
static const char BY_STATE[] = " AND r.state IN (SELECT value FROM json_each ($3))";
static const char BY_PERSON[] = " AND r.requester_id = $1";
static const char BY_ORGANISATION[] = " AND r.org_id = $2";
static const char BY_WORK_TYPE[] = " AND r.work_type_id = $6";
static const char BY_PERIOD[] = " AND r.created_at >= $7 AND r.created_at < $8";
static const char BY_PATTERN[] =
  " AND (r.title LIKE $4 ESCAPE '\\' OR r.number LIKE $4 ESCAPE '\\'"
  "      OR r.org_name LIKE $4 ESCAPE '\\' OR r.requester_name LIKE $4 ESCAPE '\\')";
/* What the index is sure of needs no second look. */
static const char BY_HIT[] =
  " AND (hit.sure = 1 OR r.title LIKE $4 ESCAPE '\\' OR r.number LIKE $4 ESCAPE '\\'"
  "      OR r.org_name LIKE $4 ESCAPE '\\' OR r.requester_name LIKE $4 ESCAPE '\\')";
static const char FROM_ALL[] = "SELECT r.id FROM p_request r WHERE TRUE";
static const char FROM_HITS[] =
  " SELECT r.id FROM hit CROSS JOIN p_request r ON r.raw_key = hit.key WHERE TRUE";
static const char BY_SUBJECT[] = " AND r.id = $9";

static gboolean
has_search (const KpListFilter *filter)
{
  return filter->search != NULL && *filter->search != '\0';
}

static gboolean
has_period (const KpListFilter *filter)
{
  return filter->from != 0 || filter->until != 0;
}

/* Returns: (transfer none) (nullable): JSON array of states, or NULL for any */
static const char *
get_states (KpReader *reader,
            const KpListFilter *filter)
{
  if (filter->status != NULL)
    return filter->status;

  switch (filter->show)
    {
    case KP_LIST_SHOW_OPEN:
    case KP_LIST_SHOW_COMPLETED:
      return kp_reader_get_states (reader, filter->show == KP_LIST_SHOW_COMPLETED);

    case KP_LIST_SHOW_TO_DECIDE:
      return KP_LIST_STATES_TO_DECIDE;

    case KP_LIST_SHOW_SUBJECT:
    case KP_LIST_SHOW_ANY:
      break;
    }

  return NULL;
}

static char *
compose (KpReader *reader,
         const KpListFilter *filter,
         const char *match)
{
  const char *head = match != NULL ? kp_search_get_hits (KP_ENTITY_REQUEST) : FROM_ALL;
  g_autoptr (GString) sql = g_string_new (head);

  if (match != NULL)
    g_string_append (sql, FROM_HITS);
  if (filter->mine)
    g_string_append (sql, BY_PERSON);
  if (!kp_id_is_zero (&filter->org))
    g_string_append (sql, BY_ORGANISATION);
  if (!kp_id_is_zero (&filter->work_type))
    g_string_append (sql, BY_WORK_TYPE);
  if (has_period (filter))
    g_string_append (sql, BY_PERIOD);
  if (filter->status == NULL && filter->show == KP_LIST_SHOW_TO_DECIDE)
    g_string_append (sql, BY_STATE);
  else if (filter->show == KP_LIST_SHOW_SUBJECT)
    g_string_append (sql, BY_SUBJECT);
  else if (filter->status != NULL || filter->show != KP_LIST_SHOW_ANY)
    g_string_append (sql, BY_BUCKET);
  if (match != NULL)
    g_string_append (sql, BY_HIT);
  else if (has_search (filter))
    g_string_append (sql, BY_PATTERN);
  if (filter->show != KP_LIST_SHOW_SUBJECT)
    kp_shown_append (reader, sql);
  g_string_append (sql, " ORDER BY ");
  g_string_append (sql, (filter->reversed ? REVERSED_ORDERS : ORDERS)[filter->sort]);

  return g_string_free_and_steal (g_steal_pointer (&sql));
}

static void
bind_values (KpReader *reader,
             KpStatement *query,
             const KpListFilter *filter,
             const char *match)
{
  g_autofree char *pattern = kp_reader_dup_pattern (filter->search);
  const char *states = get_states (reader, filter);

  if (filter->mine)
    kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  if (!kp_id_is_zero (&filter->org))
    kp_statement_bind_id (query, 2, &filter->org);
  if (states != NULL)
    kp_statement_bind_text (query, 3, states);
  if (pattern != NULL)
    kp_statement_bind_text (query, 4, pattern);
  if (match != NULL)
    kp_statement_bind_text (query, 5, match);
  if (!kp_id_is_zero (&filter->work_type))
    kp_statement_bind_id (query, 6, &filter->work_type);
  if (filter->show == KP_LIST_SHOW_SUBJECT)
    kp_statement_bind_id (query, 9, &filter->subject);
  if (has_period (filter))
    {
      kp_statement_bind_int64 (query, 7, filter->from);
      kp_statement_bind_int64 (query, 8, filter->until != 0 ? filter->until : G_MAXINT64);
    }
}

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autofree char *match = kp_search_dup_match (filter->search);
  g_autofree char *sql = compose (reader, filter, match);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);

  if (query == NULL)
    return NULL;

  bind_values (reader, query, filter, match);
  if (filter->show != KP_LIST_SHOW_SUBJECT)
    kp_shown_bind (reader, query);

  return kp_reader_list_ids (query, cancellable, error);
}

/* Of where it comes from only what is not clear by itself.
 *
 * What somebody else did last counts as unread until the person's mark has passed it. A request
 * that a customer made counts for staff, because its submission is somebody else's deed. What was
 * moved before the office said who it was has a name only.
 */
static const char FETCH[] =
  "SELECT r.id, r.number, r.title, r.flow_id, r.body -> '$.flow_name',"
  "       CASE WHEN r.state = 'accepted' THEN coalesce (w.state, r.state) ELSE r.state END,"
  "       NULL, NULL, r.org_id, r.org_name, r.requester_id, r.body ->> '$.requester_name',"
  "       r.requester_id IS $2, r.created_at, r.updated_at, r.pending,"
  "       r.body ->> '$.state_by', r.body ->> '$.state_at',"
  "       r.body ->> '$.decline_reason', r.body ->> '$.decline_text',"
  "       r.body ->> '$.explanation', r.work_order_id, w.number,"
  "       max (coalesce ((SELECT max (m.created_at) FROM p_message m"
  "                        WHERE m.request_id = r.id AND m.author_id IS NOT $2), 0),"
  "            CASE WHEN coalesce (r.state_by_id <> $2, r.body ->> '$.state_by'"
  "                      IS NOT (SELECT u.display_name FROM p_user u WHERE u.id = $2))"
  "                 THEN coalesce (r.body ->> '$.state_at', 0) ELSE 0 END,"
  "            CASE WHEN coalesce (w.state_by_id <> $2, w.body ->> '$.state_by'"
  "                      IS NOT (SELECT u.display_name FROM p_user u WHERE u.id = $2))"
  "                 THEN coalesce (w.body ->> '$.state_at', 0) ELSE 0 END)"
  "       > coalesce ((SELECT max (k.at) FROM p_read_mark k"
  "                     WHERE k.subject_id = r.id AND k.user_id = $2), 0),"
  "       r.body ->> '$.entered_by',"
  "       nullif (concat_ws (' · ', CASE WHEN r.requester_id IS NOT $2"
  "                                     THEN r.body ->> '$.requester_name' END,"
  "                          CASE WHEN EXISTS (SELECT 1 FROM p_organisation LIMIT 1 OFFSET 1)"
  "                               THEN r.org_name END), ''), r.portal_id"
  "  FROM p_request r LEFT JOIN p_work_order w ON w.id = r.work_order_id"
  " WHERE r.id = $1";

static void
complete (KpReader *reader,
          KpStatement *query,
          KpRow *row)
{
  g_autofree char *portal = NULL;
  gboolean completed = FALSE;
  const char *state = row->cells[CELL_STATE].text;
  const char *text;
  KpId id;

  if (kp_statement_get_id (query, N_CELLS + 1, &id))
    portal = kp_id_dup_text (&id);

  text = kp_reader_name_state (reader, portal, state != NULL ? state : "", &completed);
  if (row->cells[CELL_SYNC].number != KP_PENDING_NONE && row->cells[CELL_NUMBER].text == NULL)
    text = _ ("Not sent yet");
  kp_row_set_text (row, CELL_STATUS_TEXT, text);
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

const KpList KP_LIST_REQUESTS = {
  .list = list,
  .fetch = fetch,
  .own = KP_LIST_ENTITY (KP_ENTITY_REQUEST),
  .related = KP_LIST_ENTITY (KP_ENTITY_WORK_ORDER) | KP_LIST_ENTITY (KP_ENTITY_MESSAGE) |
             KP_LIST_ENTITY (KP_ENTITY_READ_MARK) | KP_LIST_ENTITY (KP_ENTITY_PORTAL) |
             KP_LIST_ENTITY (KP_ENTITY_ORGANISATION),
};
