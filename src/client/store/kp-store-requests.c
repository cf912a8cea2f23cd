/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests. Once there is a work order, its state is the truth, so the state that is shown comes
 * from it. The text of the list's query is put together from the constants below, values are
 * parameters: $1 the person, $2 an organisation, $3 states, $4 a request, $5 a pattern.
 */

#include "kp-store-lists.h"

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
#define FORMAT "ttijt--ititnnnntntttitn"
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
static const char BY_PATTERN[] =
  " AND (r.title LIKE $5 ESCAPE '\\' OR r.number LIKE $5 ESCAPE '\\'"
  "      OR r.org_name LIKE $5 ESCAPE '\\')";
static const char BY_SUBJECT[] = " AND r.id = $4";

static char *
compose (const KpListFilter *filter)
{
  g_autoptr (GString) sql = g_string_new ("SELECT r.id FROM p_request r WHERE TRUE");

  if (filter->mine)
    g_string_append (sql, BY_PERSON);
  if (!kp_id_is_zero (&filter->org))
    g_string_append (sql, BY_ORGANISATION);
  if (filter->show == KP_LIST_SHOW_TO_DECIDE)
    g_string_append (sql, BY_STATE);
  else if (filter->show == KP_LIST_SHOW_SUBJECT)
    g_string_append (sql, BY_SUBJECT);
  else if (filter->show != KP_LIST_SHOW_ANY)
    g_string_append (sql, BY_BUCKET);
  if (filter->search != NULL && *filter->search != '\0')
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
  g_autofree char *sql = compose (filter);
  g_autofree char *pattern = kp_reader_dup_pattern (filter->search);
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), sql, error);
  gboolean by_bucket =
    filter->show == KP_LIST_SHOW_OPEN || filter->show == KP_LIST_SHOW_COMPLETED;
  const char *states;

  if (query == NULL)
    return NULL;

  states = kp_reader_get_states (reader, filter->show == KP_LIST_SHOW_COMPLETED);
  if (filter->mine)
    kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  if (!kp_id_is_zero (&filter->org))
    kp_statement_bind_id (query, 2, &filter->org);
  if (filter->show == KP_LIST_SHOW_TO_DECIDE)
    kp_statement_bind_text (query, 3, KP_LIST_STATES_TO_DECIDE);
  if (filter->show == KP_LIST_SHOW_SUBJECT)
    kp_statement_bind_id (query, 4, &filter->subject);
  if (by_bucket)
    kp_statement_bind_text (query, 3, states);
  if (pattern != NULL)
    kp_statement_bind_text (query, 5, pattern);

  return kp_reader_list_ids (query, cancellable, error);
}

/* What somebody else did last counts as unread until the person's mark has passed it. A request
 * that a customer made counts for staff, because its submission is somebody else's deed.
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
  "            CASE WHEN r.body ->> '$.state_by'"
  "                      IS NOT (SELECT u.display_name FROM p_user u WHERE u.id = $2)"
  "                 THEN coalesce (r.body ->> '$.state_at', 0) ELSE 0 END,"
  "            CASE WHEN w.body ->> '$.state_by'"
  "                      IS NOT (SELECT u.display_name FROM p_user u WHERE u.id = $2)"
  "                 THEN coalesce (w.body ->> '$.state_at', 0) ELSE 0 END)"
  "       > coalesce ((SELECT max (k.at) FROM p_read_mark k"
  "                     WHERE k.subject_id = r.id AND k.user_id = $2), 0),"
  "       r.portal_id"
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
             KP_LIST_ENTITY (KP_ENTITY_READ_MARK) | KP_LIST_ENTITY (KP_ENTITY_PORTAL),
};
