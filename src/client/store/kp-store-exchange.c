/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Periods of days are counted on the server's clock, as far as its replies told it: this computer's
 * may be years off. Only the wait after "later" is this computer's.
 */

#include "kp-store-exchange.h"

#include "kp-limits.h"
#include "kp-store-attachments-private.h"
#include "kp-store-outbox.h"
#include "kp-store-pending.h"
#include "kp-store-private.h"

#include <string.h>

#define SEEN_FACT "store.seen"
#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define KEEP_MS (KP_OUTBOX_KEEP_DAYS * DAY_MS)

/* What one request carries at most of operations; the rest goes with the next. */
#define OFFERED_BYTES (1024 * 1024)

/* Bounds of what the server may ask to wait. */
#define LATER_MIN_S 1
#define LATER_MAX_S 3600

struct _KpResults
{
  KpStore *store;             /* (unowned) */
  KpTransaction *transaction; /* (owned) (nullable) */
  GHashTable *records;        /* (unowned) */
  KpSeen seen;
  gint64 server_now; /* UTC milliseconds; 0 = not said */
  gboolean changed;
};

gboolean
kp_outbox_get_seen (KpStore *store,
                    KpSeen *seen,
                    GError **error)
{
  g_autoptr (GError) local_error = NULL;
  g_autofree char *text = kp_store_dup_fact (store, SEEN_FACT, &local_error);
  char *end;

  *seen = (KpSeen) { 0 };
  if (local_error != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local_error));
      return FALSE;
    }
  if (text == NULL)
    return TRUE;

  seen->number = g_ascii_strtoll (text, &end, 10);
  if (*end == ' ')
    g_strlcpy (seen->nonce, end + 1, sizeof seen->nonce);
  return TRUE;
}

static gboolean
set_seen (KpStore *store,
          const KpSeen *seen,
          GError **error)
{
  g_autofree char *text = g_strdup_printf ("%" G_GINT64_FORMAT " %s", seen->number, seen->nonce);

  return kp_store_set_fact (store, SEEN_FACT, text, error);
}

/* Adds the records of the operation in the row: columns @first to @first + 3. */
static void
add_records (KpStatement *row,
             int first,
             GHashTable *records)
{
  KpId id;

  if (kp_statement_get_id (row, first + 1, &id))
    kp_pending_records_add (records, kp_statement_get_int64 (row, first), &id);
  if (kp_statement_get_id (row, first + 3, &id))
    kp_pending_records_add (records, kp_statement_get_int64 (row, first + 2), &id);
}

static const char SELECT_OFFERS[] =
  "SELECT no, id, after, bytes, again, again_at, result, retry_at, state,"
  "       subject_ent, subject, added_ent, added,"
  "       EXISTS (SELECT 1 FROM file f WHERE f.operation = operation.id AND f.state IN (2, 4)),"
  "       left_here"
  "  FROM operation WHERE offer = 1 ORDER BY no";
static const char MARK_SENT[] =
  "UPDATE operation SET state = 2, left_here = 1 WHERE no = $1 AND state = 1";
static const char MARK_LEFT[] =
  "UPDATE operation SET left_here = 1 WHERE no = $1 AND left_here = 0";

/**
 * Taking:
 *
 * Choosing the operations of one request.
 */
typedef struct
{
  KpStore *store;
  KpSyncRequest *request;
  gint64 now;
  gint64 server_now;
  GHashTable *records;  /* (nullable) */
  GHashTable *left_out; /* (owned): set of KpId, whose successors cannot go either */
  GArray *taken;        /* (owned): of gint64 no */
  GArray *fresh;        /* (nullable): of gint64 no: those of them that never left before */
  guint n_due;
  gsize bytes;
} Taking;

/* A wait that began on a clock that was set back since would never end: it is not waited for. */
static gboolean
is_due (const Taking *taking,
        gint64 retry_at)
{
  return retry_at <= taking->now || retry_at > taking->now + 2 * LATER_MAX_S * 1000;
}

static void
add_offer (Taking *taking,
           KpStatement *row,
           gconstpointer bytes,
           gsize length)
{
  g_autoptr (GBytes) frozen = g_bytes_new (bytes, length);
  gint64 no = kp_statement_get_int64 (row, 0);
  gboolean again = kp_statement_get_int64 (row, 4) != 0;
  gint64 since = kp_statement_get_int64 (row, 5);
  gint64 days = since != 0 ? MAX (taking->server_now - since, 0) / DAY_MS : 0;

  kp_sync_request_add_offer (taking->request, frozen, again, days,
                             again ? kp_statement_get_text (row, 6) : NULL);
  g_array_append_val (taking->taken, no);
  if (taking->fresh != NULL && kp_statement_get_int64 (row, 14) == 0)
    g_array_append_val (taking->fresh, no);
  if (kp_statement_get_int64 (row, 8) == KP_OUTBOX_QUEUED)
    add_records (row, 9, taking->records);
}

/* Returns: %FALSE when no more can be taken */
static gboolean
take_row (Taking *taking,
          KpStatement *row)
{
  gconstpointer bytes;
  gsize length;
  gboolean due;
  KpId after;
  KpId id;

  kp_statement_get_id (row, 1, &id);
  due = is_due (taking, kp_statement_get_int64 (row, 7)) && kp_statement_get_int64 (row, 13) == 0 &&
        !(kp_statement_get_id (row, 2, &after) && g_hash_table_contains (taking->left_out, &after));
  if (!due)
    {
      g_hash_table_add (taking->left_out, g_memdup2 (&id, sizeof id));
      return TRUE;
    }

  taking->n_due++;
  if (taking->records == NULL)
    return FALSE;

  bytes = kp_statement_get_blob (row, 3, &length);
  if (taking->taken->len == KP_LIMIT_OPERATIONS_PER_REQUEST ||
      (taking->bytes > 0 && taking->bytes + length > OFFERED_BYTES))
    return FALSE;

  taking->bytes += length;
  add_offer (taking, row, bytes, length);
  return TRUE;
}

static gboolean
choose_offers (Taking *taking,
               GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (taking->store->outbox, SELECT_OFFERS, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  do
    {
      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
    }
  while (has_row && take_row (taking, select));

  return TRUE;
}

static gboolean
mark_taken (Taking *taking,
            GError **error)
{
  g_autoptr (KpStatement) sent = kp_db_prepare (taking->store->outbox, MARK_SENT, error);
  g_autoptr (KpStatement) left = kp_db_prepare (taking->store->outbox, MARK_LEFT, error);

  if (sent == NULL || left == NULL)
    return FALSE;

  for (guint i = 0; i < taking->taken->len; i++)
    {
      gint64 no = g_array_index (taking->taken, gint64, i);

      kp_statement_bind_int64 (sent, 1, no);
      kp_statement_bind_int64 (left, 1, no);
      if (!kp_statement_run (sent, NULL, error) || !kp_statement_run (left, NULL, error))
        return FALSE;
      kp_statement_reset (sent);
      kp_statement_reset (left);
    }

  return TRUE;
}

gboolean
kp_outbox_take_offers (KpStore *store,
                       KpSyncRequest *request,
                       gint64 now,
                       GHashTable *records,
                       GArray *fresh,
                       guint *n_due,
                       GError **error)
{
  g_autoptr (GHashTable) left_out = g_hash_table_new_full (kp_id_hash, kp_id_equal, g_free, NULL);
  g_autoptr (GArray) taken = g_array_new (FALSE, FALSE, sizeof (gint64));
  g_autoptr (KpTransaction) transaction = NULL;
  Taking taking = {
    .store = store,
    .request = request,
    .now = now,
    .records = records,
    .left_out = left_out,
    .taken = taken,
    .fresh = fresh,
  };

  /* A look costs no transaction: most often there is nothing. */
  if (records != NULL && (transaction = kp_db_begin (store->outbox, error)) == NULL)
    return FALSE;

  if (!kp_store_get_server_now (store, &taking.server_now, error) ||
      !choose_offers (&taking, error))
    return FALSE;

  *n_due = taking.n_due;
  if (transaction == NULL)
    return TRUE;

  return mark_taken (&taking, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

static const char SELECT_SENT[] =
  "SELECT subject_ent, subject, added_ent, added FROM operation WHERE state = 2";
static const char TAKE_BACK[] = "UPDATE operation SET state = 1 WHERE state = 2";
static const char NEVER_LEFT[] = "UPDATE operation SET left_here = 0 WHERE no = $1";

static gboolean
note_never_left (KpStore *store,
                 GArray *fresh,
                 GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->outbox, error);
  g_autoptr (KpStatement) never =
    transaction != NULL ? kp_db_prepare (store->outbox, NEVER_LEFT, error) : NULL;

  if (never == NULL)
    return FALSE;

  for (guint i = 0; i < fresh->len; i++)
    {
      kp_statement_bind_int64 (never, 1, g_array_index (fresh, gint64, i));
      if (!kp_statement_run (never, NULL, error))
        return FALSE;
      kp_statement_reset (never);
    }

  return kp_store_run (store->outbox, TAKE_BACK, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
kp_outbox_take_back (KpStore *store,
                     GHashTable *records,
                     GArray *fresh,
                     GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->outbox, SELECT_SENT, error);
  gboolean any = FALSE;
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  do
    {
      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      any |= has_row;
      if (has_row)
        add_records (select, 0, records);
    }
  while (has_row);

  if (fresh != NULL && fresh->len > 0)
    return note_never_left (store, fresh, error);

  /* No commit, and no flush to disk, for nothing. */
  return !any || kp_store_run (store->outbox, TAKE_BACK, error);
}

static const char SELECT_RETRY[] =
  "SELECT coalesce (min (nullif (retry_at, 0)), 0), coalesce (max (again), 0)"
  "  FROM operation WHERE offer = 1";

gboolean
kp_outbox_get_next_retry (KpStore *store,
                          gint64 *at,
                          gboolean *restored,
                          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->outbox, SELECT_RETRY, error);
  gboolean has_row;

  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *at = has_row ? kp_statement_get_int64 (select, 0) : 0;
  *restored = has_row && kp_statement_get_int64 (select, 1) != 0;
  return TRUE;
}

KpResults *
kp_results_new (KpStore *store,
                GHashTable *records)
{
  KpResults *self = g_new0 (KpResults, 1);

  self->store = store;
  self->records = records;

  return self;
}

void
kp_results_free (KpResults *self)
{
  g_clear_pointer (&self->transaction, kp_transaction_abandon);
  g_free (self);
}

/* Most replies say nothing of operations: they need no commit, and no flush to disk. */
static gboolean
begin (KpResults *self,
       GError **error)
{
  if (self->transaction == NULL)
    self->transaction = kp_db_begin (self->store->outbox, error);

  return self->transaction != NULL;
}

void
kp_results_seen (KpResults *self,
                 const KpSeen *seen,
                 gint64 server_now)
{
  self->seen = *seen;
  self->server_now = server_now;
}

static const char OFFER_AGAIN[] =
  "UPDATE operation SET offer = 1, again = 1, again_at = 0, retry_at = 0,"
  " state = CASE WHEN state IN (2, 3) THEN 1 ELSE state END";

gboolean
kp_results_reset (KpResults *self,
                  const KpSeen *seen,
                  GError **error)
{
  self->seen = *seen;
  self->changed = TRUE;

  return begin (self, error) &&
         kp_store_run (self->store->outbox, OFFER_AGAIN, error) &&
         set_seen (self->store, seen, error);
}

static const char SELECT_OPERATION[] = "SELECT no, offer, state, kind, subject_ent, subject, "
                                       "added_ent, added FROM operation WHERE id = $1";
static const char SET_LATER[] = "UPDATE operation SET state = $2, retry_at = $3 WHERE no = $1";
static const char SET_RESULT[] =
  "UPDATE operation SET offer = 0, again = 0, again_at = 0, retry_at = 0, state = $2, result = $3,"
  " reply = $4, ok_number = $5, ended_at = $6 WHERE no = $1";

static gboolean
set_later (KpResults *self,
           const KpLine *line,
           gint64 no,
           KpOutboxState state,
           gint64 now,
           GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->outbox, SET_LATER, error);
  gint64 seconds = yyjson_get_sint (yyjson_obj_get (line->object, "s"));

  if (set == NULL)
    return FALSE;

  kp_statement_bind_int64 (set, 1, no);
  kp_statement_bind_int64 (set, 2, state == KP_OUTBOX_SENT ? KP_OUTBOX_QUEUED : state);
  kp_statement_bind_int64 (set, 3, now + CLAMP (seconds, LATER_MIN_S, LATER_MAX_S) * 1000);
  return kp_statement_run (set, NULL, error);
}

static gboolean
set_result (KpResults *self,
            const KpLine *line,
            gint64 no,
            KpOutboxState state,
            gint64 now,
            GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->outbox, SET_RESULT, error);
  g_autofree char *reply = NULL;

  if (set == NULL)
    return FALSE;

  reply = yyjson_val_write (line->object, YYJSON_WRITE_NOFLAG, NULL);
  kp_statement_bind_int64 (set, 1, no);
  kp_statement_bind_int64 (set, 2, state);
  kp_statement_bind_text (set, 3, line->result);
  kp_statement_bind_text (set, 4, reply);
  kp_statement_bind_int64 (set, 5, state == KP_OUTBOX_CONFIRMED ? self->seen.number : 0);
  kp_statement_bind_int64 (set, 6, self->server_now != 0 ? self->server_now : now);
  return kp_statement_run (set, NULL, error);
}

static const char SET_WAITING[] = "UPDATE operation SET state = $2, retry_at = 0"
                                  " WHERE no = $1 AND result IS NOT '" KP_RESULT_FILE "'";

#define NEEDED_FILE "file:"

/* The server misses files of the operation. @waits: (out): whether the operation waits for them */
static gboolean
ask_for_files (KpResults *self,
               const KpLine *line,
               gboolean *waits,
               GError **error)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (line->object, "need"));
  yyjson_val *need;

  *waits = FALSE;
  while ((need = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const char *text = yyjson_get_str (need);
      gboolean found;

      if (text == NULL || !g_str_has_prefix (text, NEEDED_FILE))
        continue;
      if (!kp_files_need (self->store, &line->id, text + strlen (NEEDED_FILE), &found, error))
        return FALSE;
      *waits |= found;
    }

  return TRUE;
}

/* It goes as soon as its files are there, not when the server said. */
static gboolean
set_waiting (KpResults *self,
             gint64 no,
             KpOutboxState state,
             GError **error)
{
  g_autoptr (KpStatement) set = kp_db_prepare (self->store->outbox, SET_WAITING, error);

  if (set == NULL)
    return FALSE;

  kp_statement_bind_int64 (set, 1, no);
  kp_statement_bind_int64 (set, 2, state == KP_OUTBOX_SENT ? KP_OUTBOX_QUEUED : state);
  return kp_statement_run (set, NULL, error);
}

static gboolean
put_off (KpResults *self,
         const KpLine *line,
         gint64 no,
         KpOutboxState state,
         gint64 now,
         GError **error)
{
  gboolean waits;

  if (!ask_for_files (self, line, &waits, error))
    return FALSE;

  return waits ? set_waiting (self, no, state, error)
               : set_later (self, line, no, state, now, error);
}

/* A refused reading mark is nothing that a person wrote, and one that he has closed stays closed.
 */
static KpOutboxState
final_state (const char *result,
             KpOutboxState before,
             const char *kind)
{
  if (g_str_equal (result, "ok"))
    return KP_OUTBOX_CONFIRMED;

  return before == KP_OUTBOX_CLOSED || g_str_has_prefix (kind, "read.") ? KP_OUTBOX_CLOSED
                                                                        : KP_OUTBOX_NEEDS_YOU;
}

gboolean
kp_results_add (KpResults *self,
                const KpLine *line,
                gint64 now,
                GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  KpOutboxState before;
  KpOutboxState after;
  gboolean has_row;
  gint64 no;

  if (!begin (self, error) ||
      (select = kp_db_prepare (self->store->outbox, SELECT_OPERATION, error)) == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, &line->id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  /* Dropped meanwhile, or answered by an earlier reply. */
  if (!has_row || kp_statement_get_int64 (select, 1) == 0)
    return TRUE;

  no = kp_statement_get_int64 (select, 0);
  before = kp_statement_get_int64 (select, 2);
  after = final_state (line->result, before, kp_statement_get_text (select, 3));
  add_records (select, 4, self->records);
  kp_statement_reset (select);
  self->changed = TRUE;
  if (g_str_equal (line->result, "later"))
    return put_off (self, line, no, before, now, error);

  return set_result (self, line, no, after, now, error);
}

/* What ended well, or was taken note of, 35 days ago, and is not named by what still waits. */
static const char PRUNE[] =
  "DELETE FROM operation WHERE offer = 0 AND ended_at < $1 AND state IN (3, 5)"
  " AND NOT EXISTS (SELECT 1 FROM operation AS later WHERE later.after = operation.id AND "
  "later.offer = 1)";

static gboolean
prune (KpResults *self,
       GError **error)
{
  g_autoptr (KpStatement) delete = NULL;
  guint n_deleted;

  if (self->server_now == 0)
    return TRUE;

  delete = kp_db_prepare (self->store->outbox, PRUNE, error);
  if (delete == NULL)
    return FALSE;

  kp_statement_bind_int64 (delete, 1, self->server_now - KEEP_MS);
  if (!kp_statement_run (delete, &n_deleted, error))
    return FALSE;

  self->changed = self->changed || n_deleted > 0;
  return TRUE;
}

static const char BEGIN_COUNTING[] =
  "UPDATE operation SET again_at = $1 WHERE offer = 1 AND again = 1 AND again_at = 0";

/* What the reply says of the server itself. */
static gboolean
put_seen (KpResults *self,
          GError **error)
{
  g_autoptr (KpStatement) count = kp_db_prepare (self->store->outbox, BEGIN_COUNTING, error);

  if (count == NULL)
    return FALSE;

  kp_statement_bind_int64 (count, 1, self->server_now);

  return kp_statement_run (count, NULL, error) &&
         set_seen (self->store, &self->seen, error) &&
         kp_store_put_contact (self->store, self->server_now, error);
}

static const char SELECT_DUE[] =
  "SELECT EXISTS (SELECT 1 FROM operation WHERE state = 2)"
  "    OR EXISTS (SELECT 1 FROM operation WHERE offer = 1 AND again = 1 AND again_at = 0)";

/* An older commit that was seen is as good as the newest, as long as nothing was answered since:
 * the server knows it, and with the one in the cache it tells a restored server just as well.
 */
static gboolean
must_write (KpResults *self,
            gboolean *due,
            GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;
  KpSeen before;

  *due = TRUE;
  if (self->transaction != NULL)
    return TRUE;

  select = kp_db_prepare (self->store->outbox, SELECT_DUE, error);
  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error) ||
      !kp_outbox_get_seen (self->store, &before, error))
    return FALSE;
  if (kp_statement_get_int64 (select, 0) != 0 || before.number == 0)
    return TRUE;

  return kp_store_is_contact_due (self->store, self->server_now, due, error);
}

gboolean
kp_results_finish (KpResults *self,
                   gboolean *changed,
                   GError **error)
{
  guint n_before = g_hash_table_size (self->records);
  gboolean due;

  *changed = FALSE;
  if (!must_write (self, &due, error))
    return FALSE;
  if (!due)
    return TRUE;

  /* Sent, but the reply says nothing of it: it waits again. */
  if (!begin (self, error) || (self->server_now != 0 && !put_seen (self, error)) ||
      !kp_outbox_take_back (self->store, self->records, NULL, error) || !prune (self, error))
    return FALSE;

  *changed = self->changed || g_hash_table_size (self->records) != n_before;
  return kp_transaction_commit (g_steal_pointer (&self->transaction), error);
}
