/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys of raw rows rise, so one number says how far the index has come. A row that is written at or
 * below it is marked as stale by a trigger: loading afresh writes above it and pays for one
 * comparison a row. Rows that are gone need no mark, because they no longer join.
 */

#include "kp-store-search.h"

#include "kp-limits.h"
#include "kp-store-private.h"

#include <string.h>

/* The index knows nothing of shorter texts. */
#define SHORTEST 3

/* The SQL of one index, by what its table p_… is called after. */
#define CREATE_OF(name)                                                                         \
  "CREATE VIRTUAL TABLE search_" name " USING fts5"                                             \
  " (words, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');\n" \
  "CREATE TABLE search_state_" name                                                             \
  " (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), done INTEGER NOT NULL) STRICT;\n"        \
  "INSERT INTO search_state_" name " (one, done) VALUES (1, 0);\n"                              \
  "CREATE TABLE search_stale_" name " (key INTEGER NOT NULL PRIMARY KEY) STRICT;\n"             \
  "CREATE TRIGGER search_" name "_put AFTER INSERT ON p_" name                                  \
  " WHEN new.raw_key <= (SELECT done FROM search_state_" name " WHERE one = 1)"                 \
  " BEGIN INSERT OR IGNORE INTO search_stale_" name " (key) VALUES (new.raw_key); END;\n"
#define DROP_OF(name)                             \
  "DROP TRIGGER IF EXISTS search_" name "_put;\n" \
  "DROP TABLE IF EXISTS search_" name ";\n"       \
  "DROP TABLE IF EXISTS search_state_" name ";\n" \
  "DROP TABLE IF EXISTS search_stale_" name ";\n"
#define EMPTY_OF(name)                                                     \
  "INSERT INTO search_" name " (search_" name ") VALUES ('delete-all');\n" \
  "UPDATE search_state_" name " SET done = 0;\n"                           \
  "DELETE FROM search_stale_" name ";\n"
#define HITS_OF(name)                                                                       \
  "WITH hit (key, sure) AS MATERIALIZED ("                                                  \
  " SELECT s.rowid, 1 FROM search_" name " s"                                               \
  "  WHERE search_" name " MATCH $5 AND s.rowid NOT IN (SELECT key FROM search_stale_" name \
  ")"                                                                                       \
  " UNION ALL SELECT key, 0 FROM search_stale_" name                                        \
  " UNION ALL SELECT raw_key, 0 FROM p_" name                                               \
  "  WHERE raw_key > (SELECT done FROM search_state_" name " WHERE one = 1))"

static const char CREATE[] = CREATE_OF ("request") CREATE_OF ("work_order");
/* The first two are of caches in which only requests had an index. */
static const char DROP[] =
  "DROP TABLE IF EXISTS search_state;\n"
  "DROP TABLE IF EXISTS search_stale;\n" DROP_OF ("request")
    DROP_OF ("work_order");
static const char EMPTY[] = EMPTY_OF ("request") EMPTY_OF ("work_order");
static const char REQUEST_HITS[] = HITS_OF ("request");
static const char WORK_ORDER_HITS[] = HITS_OF ("work_order");

const char *
kp_search_get_create (void)
{
  return CREATE;
}

const char *
kp_search_get_drop (void)
{
  return DROP;
}

const char *
kp_search_get_empty (void)
{
  return EMPTY;
}

const char *
kp_search_get_hits (KpEntityType entity)
{
  return entity == KP_ENTITY_WORK_ORDER ? WORK_ORDER_HITS : REQUEST_HITS;
}

char *
kp_search_dup_match (const char *search)
{
  g_autoptr (GString) match = g_string_new ("\"");
  gsize length = search != NULL ? strnlen (search, KP_LIMIT_QUERY) : 0;

  /* Text of people, so it may be anything; what is no text is not in the index either. */
  if (!g_utf8_validate_len (search != NULL ? search : "", length, NULL) ||
      g_utf8_strlen (search != NULL ? search : "", length) < SHORTEST)
    return NULL;

  for (gsize i = 0; i < length; i++)
    {
      if (search[i] == '"')
        g_string_append_c (match, '"');
      g_string_append_c (match, search[i]);
    }
  g_string_append_c (match, '"');

  return g_string_free_and_steal (g_steal_pointer (&match));
}

/* Filling. */

/* The statements that fill one index. */
typedef struct
{
  const char *list_stale;
  const char *list_next;
  const char *remove;
  const char *add;
  const char *refreshed;
  const char *set_done;
} Filling;

/* @field: the fourth thing that it is found by, beside title, number and organisation */
#define WORDS_OF(field)                                            \
  "coalesce (r.title, '') || char (10) || coalesce (r.number, '')" \
  " || char (10) || coalesce (r.org_name, '') || char (10)"        \
  " || coalesce (r." field ", '')"
#define LIST_STALE_OF(name, words)                        \
  "SELECT s.key, r.raw_key, " words                       \
  "  FROM search_stale_" name " s LEFT JOIN p_" name " r" \
  "    ON r.raw_key = s.key"                              \
  " ORDER BY s.key LIMIT $1"
#define LIST_NEXT_OF(name, words)                                 \
  "SELECT r.raw_key, r.raw_key, " words                           \
  "  FROM p_" name " r"                                           \
  " WHERE r.raw_key >"                                            \
  "       (SELECT done FROM search_state_" name " WHERE one = 1)" \
  " ORDER BY r.raw_key LIMIT $1"
#define REMOVE_OF(name) "DELETE FROM search_" name " WHERE rowid = $1"
#define ADD_OF(name) "INSERT INTO search_" name " (rowid, words) VALUES ($1, $2)"
#define REFRESHED_OF(name) "DELETE FROM search_stale_" name " WHERE key = $1"
#define SET_DONE_OF(name) "UPDATE search_state_" name " SET done = max (done, $1) WHERE one = 1"

static const Filling FILLINGS[] = {
  {
    .list_stale = LIST_STALE_OF ("request", WORDS_OF ("requester_name")),
    .list_next = LIST_NEXT_OF ("request", WORDS_OF ("requester_name")),
    .remove = REMOVE_OF ("request"),
    .add = ADD_OF ("request"),
    .refreshed = REFRESHED_OF ("request"),
    .set_done = SET_DONE_OF ("request"),
  },
  {
    .list_stale = LIST_STALE_OF ("work_order", WORDS_OF ("engineer")),
    .list_next = LIST_NEXT_OF ("work_order", WORDS_OF ("engineer")),
    .remove = REMOVE_OF ("work_order"),
    .add = ADD_OF ("work_order"),
    .refreshed = REFRESHED_OF ("work_order"),
    .set_done = SET_DONE_OF ("work_order"),
  },
};

static gboolean
run_with_key (KpDb *db,
              const char *sql,
              gint64 key,
              const char *words,
              GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_int64 (statement, 1, key);
  if (words != NULL)
    kp_statement_bind_text (statement, 2, words);

  return kp_statement_run (statement, NULL, error);
}

/* @after: run for each key once its row is in the index */
static gboolean
index_rows (KpDb *db,
            const Filling *filling,
            const char *list,
            const char *after,
            guint limit,
            guint *n,
            GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (db, list, error);
  g_autoptr (GArray) keys = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row;

  if (query == NULL)
    return FALSE;

  /* Read to the end first: what follows writes to the tables that are read. */
  kp_statement_bind_int64 (query, 1, limit);
  do
    {
      gint64 key;

      if (!kp_statement_step (query, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        continue;

      key = kp_statement_get_int64 (query, 0);
      g_array_append_val (keys, key);
      g_ptr_array_add (words, kp_statement_is_null (query, 1)
                                ? NULL
                                : g_strdup (kp_statement_get_text (query, 2)));
    }
  while (has_row);
  kp_statement_reset (query);

  for (guint i = 0; i < keys->len; i++)
    {
      gint64 key = g_array_index (keys, gint64, i);
      const char *text = words->pdata[i];

      if (!run_with_key (db, filling->remove, key, NULL, error) ||
          (text != NULL && !run_with_key (db, filling->add, key, text, error)) ||
          !run_with_key (db, after, key, NULL, error))
        return FALSE;
    }
  *n = keys->len;

  return TRUE;
}

/* What is stale first: until it is right again each search looks at it. */
static gboolean
fill (KpDb *db,
      const Filling *filling,
      guint limit,
      guint *n,
      GError **error)
{
  guint n_next = 0;

  if (!index_rows (db, filling, filling->list_stale, filling->refreshed, limit, n, error))
    return FALSE;
  if (*n < limit && !index_rows (db, filling, filling->list_next, filling->set_done, limit - *n,
                                 &n_next, error))
    return FALSE;

  *n += n_next;

  return TRUE;
}

gboolean
kp_store_fill_search_sync (KpStore *self,
                           guint limit,
                           gboolean *more,
                           GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  guint left = limit;

  g_return_val_if_fail (self != NULL && limit > 0 && more != NULL, FALSE);

  transaction = kp_db_begin (self->cache, error);
  if (transaction == NULL)
    return FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (FILLINGS) && left > 0; i++)
    {
      guint n = 0;

      if (!fill (self->cache, &FILLINGS[i], left, &n, error))
        return FALSE;
      left -= n;
    }
  if (!kp_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;

  *more = left == 0;

  return TRUE;
}
