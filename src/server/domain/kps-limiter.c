/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A table of buckets under one mutex. Tokens are counted in thousandths, so that a bucket fills
 * smoothly. Full buckets are forgotten. The table is bounded, and when there are more names than
 * it holds, those go whose buckets are full soonest: whoever was refused stays refused, and nobody
 * shares a bucket with somebody else.
 */

#include "kps-limiter.h"

#include <sodium.h>
#include <string.h>

#define KEY_SIZE 16
/* How many go at once, so that sorting them is rare. */
#define MAKE_ROOM (KPS_MAX_BUCKETS / 10)
#define MILLI 1000

typedef struct
{
  guint8 key[KEY_SIZE]; /* keyed hash of kind and name */
  gint64 tokens;        /* thousandths */
  gint64 at;            /* UTC milliseconds; when that was true */
  gint64 full_at;       /* UTC milliseconds; when it will be full if nobody takes any more */
  gboolean changed;     /* since it was stored */
} Bucket;

struct _KpsLimiter
{
  const KpEnvironment *environment; /* (unowned) */
  guint8 secret[32];
  GMutex mutex;        /* guards the table */
  GHashTable *buckets; /* (owned): Bucket, by key */
};

static guint
hash_key (gconstpointer key)
{
  guint hash;

  memcpy (&hash, key, sizeof hash);

  return hash;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  return memcmp (a, b, KEY_SIZE) == 0;
}

static void
make_key (KpsLimiter *self,
          const char *kind,
          const char *name,
          guint8 *key)
{
  crypto_generichash_state state;

  crypto_generichash_init (&state, self->secret, sizeof self->secret, KEY_SIZE);
  crypto_generichash_update (&state, (const guint8 *) kind, strlen (kind) + 1);
  crypto_generichash_update (&state, (const guint8 *) name, strlen (name));
  crypto_generichash_final (&state, key, KEY_SIZE);
}

/* Brings a bucket to the present. A clock that was set back gives nothing and takes nothing. */
static void
fill (Bucket *bucket,
      const KpsLimit *limit,
      gint64 now)
{
  gint64 most = (gint64) limit->burst * MILLI;
  gint64 every_ms = MAX (limit->every_ms, 1);
  gint64 passed = now - bucket->at;
  gint64 gained;

  if (passed <= 0)
    {
      bucket->at = now;
      return;
    }

  /* More than enough to be full; also keeps the product from overflowing. */
  gained = passed / every_ms >= limit->burst ? most : passed * MILLI / every_ms;
  if (bucket->tokens + gained >= most)
    {
      bucket->tokens = most;
      bucket->at = now;
      return;
    }

  /* Only the time that was turned into thousandths is used up. */
  bucket->tokens += gained;
  bucket->at += gained * every_ms / MILLI;
}

/* Gives or takes @tokens, in thousandths. */
static void
change (Bucket *bucket,
        const KpsLimit *limit,
        gint64 tokens)
{
  gint64 most = (gint64) limit->burst * MILLI;
  gint64 every_ms = MAX (limit->every_ms, 1);

  bucket->tokens = MIN (bucket->tokens + tokens, most);
  bucket->full_at = bucket->at + ((most - bucket->tokens) * every_ms + MILLI - 1) / MILLI;
  bucket->changed = TRUE;
}

static int
compare_full_at (gconstpointer a,
                 gconstpointer b)
{
  const Bucket *first = a;
  const Bucket *second = b;

  return (first->full_at > second->full_at) - (first->full_at < second->full_at);
}

/* Lets go of the buckets that are full, and of those that are so soonest. */
static void
make_room (KpsLimiter *self,
           gint64 now)
{
  g_autoptr (GPtrArray) buckets = g_hash_table_get_values_as_ptr_array (self->buckets);

  g_ptr_array_sort_values (buckets, compare_full_at);
  for (guint i = 0; i < buckets->len; i++)
    {
      const Bucket *bucket = buckets->pdata[i];

      if (i >= MAKE_ROOM && bucket->full_at > now)
        return;
      g_hash_table_remove (self->buckets, bucket->key);
    }
}

static Bucket *
ensure_bucket (KpsLimiter *self,
               const char *kind,
               const char *name,
               const KpsLimit *limit,
               gint64 now)
{
  guint8 key[KEY_SIZE];
  Bucket *bucket;

  make_key (self, kind, name, key);
  bucket = g_hash_table_lookup (self->buckets, key);
  if (bucket == NULL)
    {
      if (g_hash_table_size (self->buckets) >= KPS_MAX_BUCKETS)
        make_room (self, now);

      bucket = g_new0 (Bucket, 1);
      memcpy (bucket->key, key, KEY_SIZE);
      bucket->tokens = (gint64) limit->burst * MILLI;
      bucket->at = now;
      bucket->full_at = now;
      g_hash_table_insert (self->buckets, bucket->key, bucket);
    }
  fill (bucket, limit, now);

  return bucket;
}

KpsLimiter *
kps_limiter_new (const KpEnvironment *environment,
                 const guint8 *key)
{
  KpsLimiter *self = g_new0 (KpsLimiter, 1);

  self->environment = environment;
  memcpy (self->secret, key, sizeof self->secret);
  g_mutex_init (&self->mutex);
  self->buckets = g_hash_table_new_full (hash_key, equal_keys, NULL, g_free);

  return self;
}

void
kps_limiter_free (KpsLimiter *self)
{
  g_hash_table_unref (self->buckets);
  g_mutex_clear (&self->mutex);
  sodium_memzero (self->secret, sizeof self->secret);
  g_free (self);
}

guint
kps_limiter_take (KpsLimiter *self,
                  const char *kind,
                  const char *name,
                  const KpsLimit *limit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Bucket *bucket = ensure_bucket (self, kind, name, limit,
                                  kp_environment_now (self->environment));
  gint64 wait_ms;

  if (bucket->tokens >= MILLI)
    {
      change (bucket, limit, -MILLI);
      return 0;
    }

  wait_ms = (MILLI - bucket->tokens) * limit->every_ms / MILLI;

  return (guint) MAX (1, (wait_ms + 999) / 1000);
}

void
kps_limiter_give_back (KpsLimiter *self,
                       const char *kind,
                       const char *name,
                       const KpsLimit *limit)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  Bucket *bucket = ensure_bucket (self, kind, name, limit,
                                  kp_environment_now (self->environment));

  change (bucket, limit, MILLI);
}

/* Returns: (transfer full) (element-type Bucket): copies of what changed */
static GArray *
collect_changed (KpsLimiter *self)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  GArray *changed = g_array_new (FALSE, FALSE, sizeof (Bucket));
  GHashTableIter iter;
  gpointer value;

  g_hash_table_iter_init (&iter, self->buckets);
  while (g_hash_table_iter_next (&iter, NULL, &value))
    {
      Bucket *bucket = value;

      if (!bucket->changed)
        continue;

      bucket->changed = FALSE;
      g_array_append_val (changed, *bucket);
    }

  return changed;
}

static const char UPSERT_BUCKET[] =
  "INSERT INTO bucket (key, tokens, at, full_at) VALUES ($1, $2, $3, $4)"
  "    ON CONFLICT (key) DO UPDATE SET tokens = excluded.tokens, at = excluded.at,"
  "       full_at = excluded.full_at";

static gboolean
store (KpDb *db,
       const GArray *changed,
       GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (db, UPSERT_BUCKET, error);

  if (upsert == NULL)
    return FALSE;

  for (guint i = 0; i < changed->len; i++)
    {
      const Bucket *bucket = &g_array_index (changed, Bucket, i);

      kp_statement_bind_blob (upsert, 1, bucket->key, KEY_SIZE);
      kp_statement_bind_int64 (upsert, 2, bucket->tokens);
      kp_statement_bind_int64 (upsert, 3, bucket->at);
      kp_statement_bind_int64 (upsert, 4, bucket->full_at);
      if (!kp_statement_run (upsert, NULL, error))
        return FALSE;
      kp_statement_reset (upsert);
    }

  return TRUE;
}

static const char DELETE_FULL[] = "DELETE FROM bucket WHERE full_at <= $1";

static gboolean
forget_full (KpDb *db,
             gint64 now,
             GError **error)
{
  g_autoptr (KpStatement) delete = kp_db_prepare (db, DELETE_FULL, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_int64 (delete, 1, now);

  return kp_statement_run (delete, NULL, error);
}

gboolean
kps_limiter_save (KpsLimiter *self,
                  KpsTx *tx,
                  GError **error)
{
  g_autoptr (GArray) changed = collect_changed (self);
  KpDb *db = kps_tx_get_db (tx);

  /* One that was not full when it was stored last, and is now, goes too. */
  return store (db, changed, error) &&
         forget_full (db, kp_environment_now (self->environment), error);
}

static const char SELECT_BUCKETS[] =
  "SELECT key, tokens, at, full_at FROM bucket WHERE full_at > $1 ORDER BY full_at DESC LIMIT $2";

gboolean
kps_limiter_load (KpsLimiter *self,
                  KpDb *db,
                  GError **error)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_BUCKETS, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, kp_environment_now (self->environment));
  kp_statement_bind_int64 (select, 2, KPS_MAX_BUCKETS);
  while (kp_statement_step (select, &has_row, NULL, error))
    {
      Bucket *bucket;
      gsize length;
      gconstpointer key;

      if (!has_row)
        return TRUE;

      key = kp_statement_get_blob (select, 0, &length);
      if (length != KEY_SIZE)
        continue;

      bucket = g_new0 (Bucket, 1);
      memcpy (bucket->key, key, KEY_SIZE);
      bucket->tokens = kp_statement_get_int64 (select, 1);
      bucket->at = kp_statement_get_int64 (select, 2);
      bucket->full_at = kp_statement_get_int64 (select, 3);
      g_hash_table_replace (self->buckets, bucket->key, bucket);
    }

  return FALSE;
}
