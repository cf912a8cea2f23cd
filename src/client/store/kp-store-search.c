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

static const char CREATE[] =
  "CREATE VIRTUAL TABLE search_request USING fts5"
  " (words, content = '', contentless_delete = 1, tokenize = 'trigram remove_diacritics 1');\n"
  "CREATE TABLE search_state"
  " (one INTEGER NOT NULL PRIMARY KEY CHECK (one = 1), done INTEGER NOT NULL) STRICT;\n"
  "INSERT INTO search_state (one, done) VALUES (1, 0);\n"
  "CREATE TABLE search_stale (key INTEGER NOT NULL PRIMARY KEY) STRICT;\n"
  "CREATE TRIGGER search_request_put AFTER INSERT ON p_request"
  " WHEN new.raw_key <= (SELECT done FROM search_state WHERE one = 1)"
  " BEGIN INSERT OR IGNORE INTO search_stale (key) VALUES (new.raw_key); END;\n";
static const char DROP[] =
  "DROP TRIGGER IF EXISTS search_request_put;\n"
  "DROP TABLE IF EXISTS search_request;\n"
  "DROP TABLE IF EXISTS search_state;\n"
  "DROP TABLE IF EXISTS search_stale;\n";
static const char EMPTY[] =
  "INSERT INTO search_request (search_request) VALUES ('delete-all');\n"
  "UPDATE search_state SET done = 0;\n"
  "DELETE FROM search_stale;\n";
static const char HITS[] =
  "WITH hit (key, sure) AS MATERIALIZED ("
  " SELECT s.rowid, 1 FROM search_request s"
  "  WHERE search_request MATCH $5 AND s.rowid NOT IN (SELECT key FROM search_stale)"
  " UNION ALL SELECT key, 0 FROM search_stale"
  " UNION ALL SELECT raw_key, 0 FROM p_request"
  "  WHERE raw_key > (SELECT done FROM search_state WHERE one = 1))";

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
kp_search_get_hits (void)
{
  return HITS;
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

#define WORDS                                                      \
  "coalesce (r.title, '') || char (10) || coalesce (r.number, '')" \
  " || char (10) || coalesce (r.org_name, '') || char (10)"        \
  " || coalesce (r.requester_name, '')"

static const char LIST_STALE[] =
  "SELECT s.key, r.raw_key, " WORDS
  "  FROM search_stale s LEFT JOIN p_request r ON r.raw_key = s.key ORDER BY s.key LIMIT $1";
static const char LIST_NEXT[] =
  "SELECT r.raw_key, r.raw_key, " WORDS
  "  FROM p_request r WHERE r.raw_key > (SELECT done FROM search_state WHERE one = 1)"
  " ORDER BY r.raw_key LIMIT $1";
static const char REMOVE[] = "DELETE FROM search_request WHERE rowid = $1";
static const char ADD[] = "INSERT INTO search_request (rowid, words) VALUES ($1, $2)";
static const char REFRESHED[] = "DELETE FROM search_stale WHERE key = $1";
static const char SET_DONE[] = "UPDATE search_state SET done = max (done, $1) WHERE one = 1";

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

      if (!run_with_key (db, REMOVE, key, NULL, error) ||
          (words->pdata[i] != NULL && !run_with_key (db, ADD, key, words->pdata[i], error)) ||
          !run_with_key (db, after, key, NULL, error))
        return FALSE;
    }
  *n = keys->len;

  return TRUE;
}

gboolean
kp_store_fill_search_sync (KpStore *self,
                           guint limit,
                           gboolean *more,
                           GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  guint n_stale = 0;
  guint n_next = 0;

  g_return_val_if_fail (self != NULL && limit > 0 && more != NULL, FALSE);

  transaction = kp_db_begin (self->cache, error);
  if (transaction == NULL ||
      !index_rows (self->cache, LIST_STALE, REFRESHED, limit, &n_stale, error) ||
      (n_stale < limit &&
       !index_rows (self->cache, LIST_NEXT, SET_DONE, limit - n_stale, &n_next, error)) ||
      !kp_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;

  *more = n_stale + n_next == limit;

  return TRUE;
}
