/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers, counted from indexes: no body of a record is read.
 */

#include "kp-store-lists.h"

#include "kp-store-outbox.h"

/* In the queries $1 is an organisation or a person, for the index. */
#define BY_STATE "SELECT " KP_LIST_SHOWN_STATE ", count (*) FROM p_request r WHERE "

static const char ALL_BY_STATE[] = BY_STATE "$1 IS NULL";
static const char ORGANISATION_BY_STATE[] = BY_STATE "r.org_id = $1";
static const char MINE_BY_STATE[] =
  BY_STATE "r.requester_id = $1 AND ($2 IS NULL OR r.org_id = $2)";

/* Returns: (transfer full) (nullable): over what the portal lists */
static KpStatement *
prepare_shown (KpReader *reader,
               const char *head,
               const char *tail,
               GError **error)
{
  g_autoptr (GString) sql = g_string_new (head);
  KpStatement *query;

  kp_shown_append (reader, sql);
  g_string_append (sql, tail);
  query = kp_db_prepare (kp_reader_get_db (reader), sql->str, error);
  if (query != NULL)
    kp_shown_bind (reader, query);

  return query;
}

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
  guint to_decide; /* for a decision of the office, whoever is to speak first */
} StateCounts;

/* @org: zero = all */
static gboolean
count_states (KpReader *reader,
              const KpId *org,
              gboolean mine,
              StateCounts *counts,
              GCancellable *cancellable,
              GError **error)
{
  const char *sql = kp_id_is_zero (org) ? ALL_BY_STATE : ORGANISATION_BY_STATE;
  g_autoptr (KpStatement) query =
    prepare_shown (reader, mine ? MINE_BY_STATE : sql, " GROUP BY 1", error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_id (query, 1, mine ? kp_reader_get_person (reader) : org);
  if (mine)
    kp_statement_bind_id (query, 2, org);

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
      if (strstr (KP_LIST_STATES_TO_DECIDE, quoted) != NULL)
        counts->to_decide += n;
    }
}

static const char WORK_BY_STATE[] =
  "SELECT state, count (*) FROM p_work_order"
  " WHERE state IN (SELECT value FROM json_each ($1)) AND ($2 IS NULL OR org_id = $2)"
  " GROUP BY state";

/* Done is completed to the customer, and to the office something that waits for his answer. */
static const char COUNTED_WORK[] =
  "[\"new\",\"planned\",\"in_progress\",\"blocked\",\"done\"]";

static void
add_work (KpCountsRow *counts,
          const char *state,
          guint n)
{
  const struct
  {
    const char *state;
    guint *count;
  } COUNTS[] = {
    { "new", &counts->work_new },
    { "planned", &counts->work_planned },
    { "in_progress", &counts->work_in_progress },
    { "blocked", &counts->work_blocked },
    { "done", &counts->work_done },
  };

  for (guint i = 0; i < G_N_ELEMENTS (COUNTS); i++)
    {
      if (g_str_equal (state, COUNTS[i].state))
        *COUNTS[i].count += n;
    }
  if (!g_str_equal (state, "done"))
    counts->work_open += n;
}

static gboolean
count_work (KpReader *reader,
            const KpId *org,
            KpCountsRow *counts,
            GCancellable *cancellable,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), WORK_BY_STATE, error);

  if (query == NULL)
    return FALSE;

  kp_statement_bind_text (query, 1, COUNTED_WORK);
  kp_statement_bind_id (query, 2, org);
  for (;;)
    {
      gboolean has_row;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      add_work (counts, kp_statement_get_text (query, 0),
                (guint) kp_statement_get_int64 (query, 1));
    }
}

/* When it was made, and whether it is completed: $3 are the states that are. */
#define CREATED                               \
  "SELECT r.created_at, " KP_LIST_SHOWN_STATE \
  " IN (SELECT value FROM json_each ($3)) FROM p_request r "

static const char ALL_CREATED[] = CREATED "WHERE r.created_at >= $1 AND $2 IS NULL";
static const char ORGANISATION_CREATED[] = CREATED "WHERE r.org_id = $2 AND r.created_at >= $1";

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
  g_autoptr (KpStatement) query =
    prepare_shown (reader, kp_id_is_zero (org) ? ALL_CREATED : ORGANISATION_CREATED, "", error);
  gint64 begins[13]; /* UTC milliseconds at which the months begin, and the end of the last */

  if (query == NULL)
    return FALSE;

  counts->year = g_date_time_get_year (now);
  counts->month = g_date_time_get_month (now);
  first = g_date_time_new_local (counts->year, counts->month, 1, 0, 0, 0);
  for (int i = 0; i < 13; i++)
    {
      g_autoptr (GDateTime) begin = g_date_time_add_months (first, i - 11);

      begins[i] = g_date_time_to_unix (begin) * 1000;
    }

  kp_statement_bind_int64 (query, 1, begins[0]);
  kp_statement_bind_id (query, 2, org);
  kp_statement_bind_text (query, 3, kp_reader_get_states (reader, TRUE));
  for (;;)
    {
      guint *months;
      gboolean has_row;
      int month = 11;

      if (!kp_statement_step (query, &has_row, cancellable, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      months = kp_statement_get_int64 (query, 1) ? counts->completed_months : counts->open_months;
      while (month > 0 && kp_statement_get_int64 (query, 0) < begins[month])
        month--;
      if (kp_statement_get_int64 (query, 0) < begins[12])
        months[month]++;
    }
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
      !count_work (reader, org, counts, cancellable, error) ||
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
  counts->queue = kp_reader_is_staff (reader) ? all.to_decide : 0;
  counts->waiting =
    kp_reader_is_staff (reader) ? all.to_decide - all.waiting : mine.waiting;

  return TRUE;
}
