/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers, counted from indexes: no body of a record is read.
 */

#include "kp-store-lists.h"

#include "kp-store-outbox.h"

/* $1 the person, $2 an organisation or NULL, $3 whether only the person's own. */
static const char BY_STATE[] =
  "SELECT r.state, count (*)"
  "  FROM p_request r"
  " WHERE r.state <> 'accepted' AND ($2 IS NULL OR r.org_id = $2)"
  "   AND ($3 = 0 OR r.requester_id = $1)"
  " GROUP BY r.state"
  " UNION ALL "
  "SELECT coalesce (w.state, 'new'), count (*)"
  "  FROM p_request r LEFT JOIN p_work_order w ON w.id = r.work_order_id"
  " WHERE r.state = 'accepted' AND ($2 IS NULL OR r.org_id = $2)"
  "   AND ($3 = 0 OR r.requester_id = $1)"
  " GROUP BY 1";

/**
 * StateCounts:
 *
 * Sums over the rows of BY_STATE.
 */
typedef struct
{
  guint open;
  guint completed;
  guint waiting;   /* for an answer of the customer */
  guint undecided; /* submitted or in review */
} StateCounts;

static gboolean
count_states (KpReader *reader,
              const KpId *org,
              gboolean mine,
              StateCounts *counts,
              GCancellable *cancellable,
              GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), BY_STATE, error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, kp_reader_get_person (reader));
  kp_statement_bind_id (query, 2, org);
  kp_statement_bind_int64 (query, 3, mine);

  for (;;)
    {
      g_autofree char *quoted = NULL;
      const char *state;
      gboolean has_row;
      guint n;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      state = kp_statement_get_text (query, 0);
      n = (guint) kp_statement_get_int64 (query, 1);
      quoted = g_strconcat ("\"", state, "\"", NULL);
      if (strstr (kp_reader_get_states (reader, TRUE), quoted) != NULL)
        counts->completed += n;
      else
        counts->open += n;
      if (g_strcmp0 (state, "needs_information") == 0)
        counts->waiting += n;
      if (g_strcmp0 (state, "submitted") == 0 || g_strcmp0 (state, "in_review") == 0)
        counts->undecided += n;
    }
}

static const char OPEN_WORK[] =
  "SELECT count (*) FROM p_work_order"
  " WHERE state IN (SELECT value FROM json_each ($1)) AND ($2 IS NULL OR org_id = $2)";

static gboolean
count_work (KpReader *reader,
            const KpId *org,
            guint *n,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), OPEN_WORK, error);
  gboolean has_row;

  if (query == NULL)
    return FALSE;

  kp_statement_bind_text (query, 1, kp_reader_get_states (reader, FALSE));
  kp_statement_bind_id (query, 2, org);
  if (!kp_statement_step (query, &has_row, cancellable, error))
    return FALSE;

  *n = has_row ? (guint) kp_statement_get_int64 (query, 0) : 0;

  return TRUE;
}

static const char MONTH[] =
  "SELECT count (*) FROM p_request"
  " WHERE created_at >= $1 AND created_at < $2 AND ($3 IS NULL OR org_id = $3)";

static gboolean
count_months (KpReader *reader,
              const KpId *org,
              KpCountsRow *counts,
              GCancellable *cancellable,
              GError **error)
{
  const KpEnvironment *environment = kp_store_get_environment (kp_reader_get_store (reader));
  g_autoptr (GDateTime) now =
    g_date_time_new_from_unix_local (kp_environment_now (environment) / 1000);
  g_autoptr (GDateTime) first = NULL;
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), MONTH, error);

  if (query == NULL)
    return FALSE;

  counts->year = g_date_time_get_year (now);
  counts->month = g_date_time_get_month (now);
  first = g_date_time_new_local (counts->year, counts->month, 1, 0, 0, 0);

  for (int i = 0; i < 12; i++)
    {
      g_autoptr (GDateTime) begin = g_date_time_add_months (first, i - 11);
      g_autoptr (GDateTime) end = g_date_time_add_months (first, i - 10);
      gboolean has_row;

      kp_statement_reset (query);
      kp_statement_bind_int64 (query, 1, g_date_time_to_unix (begin) * 1000);
      kp_statement_bind_int64 (query, 2, g_date_time_to_unix (end) * 1000);
      kp_statement_bind_id (query, 3, org);
      if (!kp_statement_step (query, &has_row, cancellable, error))
        return FALSE;

      counts->months[i] = has_row ? (guint) kp_statement_get_int64 (query, 0) : 0;
    }

  return TRUE;
}

gboolean
kp_store_count_sync (KpReader *reader,
                     const KpId *org,
                     KpCountsRow *counts,
                     GCancellable *cancellable,
                     GError **error)
{
  KpStore *store = kp_reader_get_store (reader);
  StateCounts all = { 0 };
  StateCounts mine = { 0 };
  g_autoptr (GArray) drafts = NULL;
  const KpListFilter any = { 0 };
  guint n_waiting;

  *counts = (KpCountsRow) { 0 };
  if (!count_states (reader, org, FALSE, &all, cancellable, error) ||
      !count_states (reader, org, TRUE, &mine, cancellable, error) ||
      !count_work (reader, org, &counts->work_open, cancellable, error) ||
      !count_months (reader, org, counts, cancellable, error) ||
      !kp_store_count_changes (store, &n_waiting, &counts->needs_you, error))
    return FALSE;

  drafts = KP_LIST_DRAFTS.list (reader, &any, cancellable, error);
  if (drafts == NULL)
    return FALSE;

  counts->open = all.open;
  counts->completed = all.completed;
  counts->mine_open = mine.open;
  counts->drafts = drafts->len;
  counts->queue = kp_reader_is_staff (reader) ? all.undecided : 0;
  counts->waiting = kp_reader_is_staff (reader) ? all.undecided : mine.waiting;

  return TRUE;
}
