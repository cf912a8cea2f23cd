/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The record that arrived is compared with what the person saw before: what is new to him, and not
 * his own doing, and not read on another device, is news.
 */

#include "kp-store-news.h"

#include "kp-store-private.h"
#include "kp-value.h"

#include <string.h>

static const char SELECT_MARK[] = "SELECT at FROM p_read_mark WHERE subject_id = $1";

/* @at: (inout): when the subject was last read, if that is later */
static gboolean
load_mark (KpStore *store,
           const KpId *subject,
           gint64 *at,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->cache, SELECT_MARK, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, subject);
  do
    {
      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (has_row)
        *at = MAX (*at, kp_statement_get_int64 (select, 0));
    }
  while (has_row);

  return TRUE;
}

static const char *
get_text (yyjson_val *body,
          const char *name)
{
  return yyjson_get_str (yyjson_obj_get (body, name));
}

static gboolean
get_id (yyjson_val *body,
        const char *name,
        KpId *id)
{
  yyjson_val *value = yyjson_obj_get (body, name);

  return kp_id_parse (yyjson_get_str (value), yyjson_get_len (value), id);
}

static gboolean
is_reason (const char *kind)
{
  static const char *const REASONS[] = { "blocked", "cancelled", "reopened", NULL };

  return kind != NULL && g_strv_contains (REASONS, kind);
}

/* Of what others do to a request, the office is concerned by what its customers do. */
static gboolean
is_move_by_customer (const char *former,
                     const char *state)
{
  return g_strcmp0 (state, "withdrawn") == 0 || g_strcmp0 (state, "confirmed") == 0 ||
         (g_strcmp0 (former, "done") == 0 && g_strcmp0 (state, "in_progress") == 0);
}

/* Records from before the office said who it was have a name only, and names are not unique. */
static gboolean
is_own_move (yyjson_val *after,
             const KpPerson *person)
{
  const char *id = get_text (after, "state_by_id");

  return id != NULL ? g_strcmp0 (id, person->id) == 0
                    : g_strcmp0 (get_text (after, "state_by"), person->name) == 0;
}

/* A request is news to the office, and to the customer for whom the office entered it. */
static gboolean
is_new_from_others (yyjson_val *after,
                    const KpPerson *person,
                    gboolean staff)
{
  const char *entered = get_text (after, "entered_by_id");
  gboolean is_requester = g_strcmp0 (get_text (after, "requester_id"), person->id) == 0;

  if (staff)
    return !is_requester && g_strcmp0 (entered, person->id) != 0;

  return is_requester && entered != NULL;
}

/* Returns: whether somebody else did something that concerns @person; @subject and @at say about
 * what and when
 */
static gboolean
is_from_others (KpEntityType entity,
                yyjson_val *before,
                yyjson_val *after,
                const KpPerson *person,
                KpId *subject,
                gint64 *at)
{
  gboolean staff = g_strcmp0 (person->kind, "staff") == 0;
  const char *state = get_text (after, "state");
  const char *former = get_text (before, "state");

  if (entity == KP_ENTITY_MESSAGE)
    {
      /* Why a work order moved is told with the move. */
      if (is_reason (get_text (after, "kind")))
        return FALSE;

      *at = yyjson_get_sint (yyjson_obj_get (after, "created_at"));
      return before == NULL && get_id (after, "request_id", subject) &&
             g_strcmp0 (get_text (after, "author_id"), person->id) != 0 &&
             !(staff && g_strcmp0 (get_text (after, "author_kind"), "staff") == 0);
    }

  *at = yyjson_get_sint (yyjson_obj_get (after, "updated_at"));
  /* What becomes of a work order is read with its request. */
  if (entity == KP_ENTITY_WORK_ORDER)
    get_id (after, "request_id", subject);
  if (before == NULL)
    return entity == KP_ENTITY_REQUEST && is_new_from_others (after, person, staff);

  return g_strcmp0 (former, state) != 0 && !is_own_move (after, person) &&
         (!staff || is_move_by_customer (former, state));
}

static const char SELECT_PART[] =
  "SELECT 1 FROM p_request r"
  " WHERE r.id = $1 AND (r.requester_id = $2 OR EXISTS (SELECT 1 FROM p_message m"
  "                       WHERE m.request_id = r.id AND m.author_id = $2))";

/* The office serves everybody; a customer is concerned by what he asked or had a say in, not by all
 * that colleagues asked. @request: zero = a work order that nobody asked for. One that is new was
 * judged by itself, and is not projected yet.
 */
static gboolean
load_concerns (KpStore *store,
               const KpPerson *person,
               const KpId *request,
               gboolean *concerns,
               GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  KpId id;

  *concerns = g_strcmp0 (person->kind, "staff") == 0 || kp_id_is_zero (request) ||
              !kp_id_parse (person->id, strlen (person->id), &id);
  if (*concerns)
    return TRUE;

  select = kp_db_prepare (store->cache, SELECT_PART, error);
  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, request);
  kp_statement_bind_id (select, 2, &id);

  return kp_statement_step (select, concerns, NULL, error);
}

static const char SELECT_ACTIVITY[] =
  "SELECT max (r.updated_at, coalesce ((SELECT max (m.created_at) FROM p_message m"
  "                                      WHERE m.request_id = r.id), 0))"
  "  FROM p_request r"
  " WHERE r.id = $1";

/* The person read everything on a subject, perhaps on another device: what was told about it there
 * is no news any more.
 */
static gboolean
collect_mark (KpStore *store,
              yyjson_val *mark,
              KpNews *item,
              GArray *news,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->cache, SELECT_ACTIVITY, error);
  gint64 at = yyjson_get_sint (yyjson_obj_get (mark, "at"));
  gboolean has_row;

  if (select == NULL)
    return FALSE;
  if (!get_id (mark, "subject_id", &item->subject))
    return TRUE;

  kp_statement_bind_id (select, 1, &item->subject);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (has_row && at >= kp_statement_get_int64 (select, 0))
    g_array_append_vals (news, item, 1);

  return TRUE;
}

gboolean
kp_news_collect (KpStore *store,
                 KpProjector *projector,
                 const KpProjected *arrived,
                 GArray *news,
                 GError **error)
{
  const KpEntityType entity = arrived->entity;
  KpNews item = { .entity = entity, .id = arrived->id, .subject = arrived->id };
  g_autofree char *before_text = NULL;
  g_autoptr (yyjson_doc) before = NULL;
  g_auto (KpPerson) person = { 0 };
  gint64 read_at = G_MININT64;
  KpId request = { { 0 } };
  gboolean concerns;
  KpProjected row;
  gint64 at;

  if (entity == KP_ENTITY_READ_MARK)
    return collect_mark (store, arrived->value, &item, news, error);
  if ((entity != KP_ENTITY_MESSAGE && entity != KP_ENTITY_REQUEST &&
       entity != KP_ENTITY_WORK_ORDER) ||
      news->len >= KP_NEWS_MAX)
    return TRUE;

  if (!kp_store_load_person (store, &person, error) ||
      !kp_projector_load (projector, entity, &arrived->id, &row, &before_text, error))
    return FALSE;

  if (before_text != NULL)
    before = yyjson_read (before_text, strlen (before_text), YYJSON_READ_NOFLAG);
  if (!is_from_others (entity, yyjson_doc_get_root (before), arrived->value,
                       &person, &item.subject, &at))
    return TRUE;

  if (entity != KP_ENTITY_WORK_ORDER)
    request = item.subject;
  else
    get_id (arrived->value, "request_id", &request);
  concerns = entity == KP_ENTITY_REQUEST && before == NULL;
  if (!load_mark (store, &item.subject, &read_at, error) ||
      (!concerns && !load_concerns (store, &person, &request, &concerns, error)))
    return FALSE;
  if (at > read_at && concerns)
    g_array_append_val (news, item);

  return TRUE;
}
