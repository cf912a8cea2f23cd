/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a group commit collects. Bumps of a step wait until its savepoint is released; those of the
 * group commit until it ends.
 */

#include "kps-tx-private.h"

#include "kps-publications.h"

#include <string.h>

/* One record in one stream, to be given a new number. */
typedef struct
{
  char stream[KPS_STREAM_SIZE];
  KpEntityType entity;
  KpId id;
  gboolean gone;
  guint order; /* of the first change; keeps a whole before its parts */
} KpsBump;

struct _KpsTx
{
  KpDb *db;                         /* (unowned) */
  const KpEnvironment *environment; /* (unowned) */
  gint64 now;                       /* UTC milliseconds */
  gint64 commit_number;             /* 0 = not asked for yet */
  gboolean is_marked;               /* a step that was kept asked for the number */
  gboolean is_step_marked;          /* the present step did */
  GHashTable *step;                 /* (owned): set of KpsBump of the present step */
  GHashTable *kept;                 /* (owned): set of KpsBump of all steps that were kept */
  GHashTable *step_words;           /* (owned): row number → words, of the present step */
  GHashTable *kept_words;           /* (owned): of all steps that were kept */
  guint order;                      /* of the last bump */
};

#define NONCE_SIZE 8

static guint
hash_bump (gconstpointer data)
{
  const KpsBump *bump = data;

  return g_str_hash (bump->stream) * 31 + kp_id_hash (&bump->id) + bump->entity;
}

static gboolean
equal_bumps (gconstpointer a,
             gconstpointer b)
{
  const KpsBump *one = a;
  const KpsBump *other = b;

  return one->entity == other->entity && kp_id_equal (&one->id, &other->id) &&
         g_str_equal (one->stream, other->stream);
}

/* By stream, then in the order in which they happened. */
static int
compare_bumps (gconstpointer a,
               gconstpointer b)
{
  const KpsBump *one = *(const KpsBump *const *) a;
  const KpsBump *other = *(const KpsBump *const *) b;
  int result = strcmp (one->stream, other->stream);

  if (result != 0)
    return result;

  return one->order < other->order ? -1 : one->order > other->order;
}

KpsTx *
kps_tx_new (KpDb *db,
            const KpEnvironment *environment)
{
  KpsTx *self = g_new0 (KpsTx, 1);

  self->db = db;
  self->environment = environment;
  self->now = kp_environment_now (environment);
  self->step = g_hash_table_new_full (hash_bump, equal_bumps, g_free, NULL);
  self->kept = g_hash_table_new_full (hash_bump, equal_bumps, g_free, NULL);
  self->step_words = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  self->kept_words = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);

  return self;
}

void
kps_tx_free (KpsTx *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->step);
  g_hash_table_unref (self->kept);
  g_hash_table_unref (self->step_words);
  g_hash_table_unref (self->kept_words);
  g_free (self);
}

KpDb *
kps_tx_get_db (KpsTx *self)
{
  return self->db;
}

const KpEnvironment *
kps_tx_get_environment (KpsTx *self)
{
  return self->environment;
}

gint64
kps_tx_get_now (KpsTx *self)
{
  return self->now;
}

static const char SELECT_NEWEST_NUMBER[] = "SELECT max (no) FROM commit_log";

/* The number that this group commit will have, whether or not it is going to be logged. */
static gboolean
ensure_commit_number (KpsTx *self,
                      GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  if (self->commit_number != 0)
    return TRUE;

  select = kp_db_prepare (self->db, SELECT_NEWEST_NUMBER, error);
  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  self->commit_number = kp_statement_get_int64 (select, 0) + 1;

  return TRUE;
}

gint64
kps_tx_get_commit_number (KpsTx *self,
                          GError **error)
{
  if (!ensure_commit_number (self, error))
    return 0;

  self->is_step_marked = TRUE;

  return self->commit_number;
}

void
kps_tx_bump (KpsTx *self,
             const char *stream,
             KpEntityType entity,
             const KpId *id,
             gboolean gone)
{
  KpsBump *bump = g_new0 (KpsBump, 1);
  KpsBump *known;

  g_assert (strlen (stream) < sizeof bump->stream);
  strcpy (bump->stream, stream);
  bump->entity = entity;
  bump->id = *id;
  bump->gone = gone;
  bump->order = ++self->order;

  known = g_hash_table_lookup (self->step, bump);
  if (known == NULL)
    {
      g_hash_table_add (self->step, bump);
      return;
    }

  known->gone = gone;
  g_free (bump);
}

void
kps_tx_set_words (KpsTx *self,
                  gint64 number,
                  const char *words)
{
  g_hash_table_replace (self->step_words, g_memdup2 (&number, sizeof number), g_strdup (words));
}

void
kps_tx_keep_step (KpsTx *self)
{
  GHashTableIter iter;
  gpointer key;
  gpointer words;

  g_hash_table_iter_init (&iter, self->step_words);
  while (g_hash_table_iter_next (&iter, &key, &words))
    {
      g_hash_table_iter_steal (&iter);
      g_hash_table_replace (self->kept_words, key, words);
    }

  g_hash_table_iter_init (&iter, self->step);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      KpsBump *known = g_hash_table_lookup (self->kept, key);

      g_hash_table_iter_steal (&iter);
      if (known == NULL)
        {
          g_hash_table_add (self->kept, key);
          continue;
        }
      known->gone = ((KpsBump *) key)->gone;
      g_free (key);
    }

  self->is_marked = self->is_marked || self->is_step_marked;
  self->is_step_marked = FALSE;
}

void
kps_tx_drop_step (KpsTx *self)
{
  g_hash_table_remove_all (self->step);
  g_hash_table_remove_all (self->step_words);
  self->is_step_marked = FALSE;
}

static const char SELECT_STREAM[] = "SELECT no, head FROM stream WHERE id = $1";

static gboolean
find_stream (KpDb *db,
             const char *id,
             gint64 *number,
             gint64 *head,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_STREAM, error);
  gboolean has_row;

  *number = 0;
  *head = 0;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_text (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    {
      *number = kp_statement_get_int64 (select, 0);
      *head = kp_statement_get_int64 (select, 1);
    }

  return TRUE;
}

static const char INSERT_STREAM[] = "INSERT INTO stream (id, head, floor) VALUES ($1, 0, 0)";

static gboolean
add_stream (KpDb *db,
            const char *id,
            gint64 *number,
            GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (db, INSERT_STREAM, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_text (insert, 1, id);
  if (!kp_statement_run (insert, NULL, error))
    return FALSE;

  *number = kp_db_get_last_insert_rowid (db);

  return TRUE;
}

static const char UPDATE_STREAM[] = "UPDATE stream SET head = $2 WHERE no = $1";

static gboolean
set_head (KpDb *db,
          gint64 number,
          gint64 head,
          GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (db, UPDATE_STREAM, error);

  if (update == NULL)
    return FALSE;

  kp_statement_bind_int64 (update, 1, number);
  kp_statement_bind_int64 (update, 2, head);

  return kp_statement_run (update, NULL, error);
}

static const char UPSERT_PUB[] =
  "INSERT INTO pub (stream, ent, id, seq, gone, at) VALUES ($1, $2, $3, $4, $5, $6)"
  "    ON CONFLICT (stream, ent, id)"
  "    DO UPDATE SET seq = excluded.seq, gone = excluded.gone, at = excluded.at";

/* Gives numbers to the @n bumps of one stream, all at @bumps. */
static gboolean
write_stream (KpsTx *self,
              KpsBump *const *bumps,
              guint n,
              GError **error)
{
  g_autoptr (KpStatement) upsert = NULL;
  gint64 number;
  gint64 head;

  if (!find_stream (self->db, bumps[0]->stream, &number, &head, error))
    return FALSE;
  if (number == 0 && !add_stream (self->db, bumps[0]->stream, &number, error))
    return FALSE;
  if (!set_head (self->db, number, head + n, error))
    return FALSE;

  upsert = kp_db_prepare (self->db, UPSERT_PUB, error);
  if (upsert == NULL)
    return FALSE;

  for (guint i = 0; i < n; i++)
    {
      kp_statement_reset (upsert);
      kp_statement_bind_int64 (upsert, 1, number);
      kp_statement_bind_int64 (upsert, 2, bumps[i]->entity);
      kp_statement_bind_id (upsert, 3, &bumps[i]->id);
      kp_statement_bind_int64 (upsert, 4, head + 1 + i);
      kp_statement_bind_int64 (upsert, 5, bumps[i]->gone);
      kp_statement_bind_int64 (upsert, 6, self->now);
      if (!kp_statement_run (upsert, NULL, error))
        return FALSE;
    }

  return TRUE;
}

static int
compare_numbers (gconstpointer a,
                 gconstpointer b)
{
  gint64 one = **(const gint64 *const *) a;
  gint64 other = **(const gint64 *const *) b;

  return (one > other) - (one < other);
}

static const char DELETE_WORDS[] = "DELETE FROM find WHERE rowid = $1";
static const char INSERT_WORDS[] = "INSERT INTO find (rowid, words) VALUES ($1, $2)";

static gboolean
run_words (KpDb *db,
           const char *sql,
           gint64 number,
           const char *words,
           GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_int64 (statement, 1, number);
  if (words != NULL)
    kp_statement_bind_text (statement, 2, words);

  return kp_statement_run (statement, NULL, error);
}

/* Nothing may be written between these, see kps_tx_set_words(). */
static gboolean
write_words (KpsTx *self,
             GError **error)
{
  g_autoptr (GPtrArray) numbers = g_hash_table_get_keys_as_ptr_array (self->kept_words);

  g_ptr_array_sort (numbers, compare_numbers);
  for (guint i = 0; i < numbers->len; i++)
    {
      gint64 number = *(const gint64 *) numbers->pdata[i];
      const char *words = g_hash_table_lookup (self->kept_words, &number);

      if (!run_words (self->db, DELETE_WORDS, number, NULL, error) ||
          (words != NULL && !run_words (self->db, INSERT_WORDS, number, words, error)))
        return FALSE;
    }

  return TRUE;
}

static const char INSERT_COMMIT[] = "INSERT INTO commit_log (no, nonce, at) VALUES ($1, $2, $3)";

static gboolean
log_commit (KpsTx *self,
            GError **error)
{
  guint8 nonce[NONCE_SIZE];
  g_autoptr (KpStatement) insert = NULL;

  if (!ensure_commit_number (self, error))
    return FALSE;

  insert = kp_db_prepare (self->db, INSERT_COMMIT, error);
  if (insert == NULL)
    return FALSE;

  kp_environment_fill (self->environment, nonce, sizeof nonce);
  kp_statement_bind_int64 (insert, 1, self->commit_number);
  kp_statement_bind_blob (insert, 2, nonce, sizeof nonce);
  kp_statement_bind_int64 (insert, 3, self->now);

  return kp_statement_run (insert, NULL, error);
}

gboolean
kps_tx_flush (KpsTx *self,
              char ***streams,
              GError **error)
{
  g_autoptr (GPtrArray) bumps = g_hash_table_get_keys_as_ptr_array (self->kept);
  g_autoptr (GPtrArray) moved = g_ptr_array_new_null_terminated (8, g_free, TRUE);

  g_ptr_array_sort (bumps, compare_bumps);
  for (guint i = 0; i < bumps->len;)
    {
      KpsBump *first = bumps->pdata[i];
      guint n = 1;

      while (i + n < bumps->len &&
             g_str_equal (((KpsBump *) bumps->pdata[i + n])->stream, first->stream))
        n++;
      if (!write_stream (self, (KpsBump *const *) &bumps->pdata[i], n, error))
        return FALSE;

      g_ptr_array_add (moved, g_strdup (first->stream));
      i += n;
    }

  if ((bumps->len > 0 || self->is_marked) && !log_commit (self, error))
    return FALSE;
  if (!write_words (self, error))
    return FALSE;

  *streams = (char **) g_ptr_array_free (g_steal_pointer (&moved), FALSE);

  return TRUE;
}
