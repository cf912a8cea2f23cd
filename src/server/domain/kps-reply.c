/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Server.reply () of the executable model. A stream's line stands before its records but is known
 * after them, so it is inserted.
 */

#include "kps-reply.h"

#include "kp-limits.h"

#include <string.h>

#define TIME_BOUND_MS 250

/* A record that this reply holds already. */
typedef struct
{
  gint64 entity;
  KpId id;
} Key;

/* While a reply is written. */
typedef struct
{
  KpDb *db;
  const KpEnvironment *environment;
  KpReplyWriter *writer;
  GHashTable *sent; /* (owned): set of Key */
  guint n_written;  /* lines of records, and of streams that are loaded */
  gsize start;      /* of the streams in the reply */
  gsize max;
  gint64 until; /* boot time at which to stop */
  gboolean is_full;
} Writing;

/* A stream's numbers. */
typedef struct
{
  gint64 number; /* of the row; 0 = nothing was ever published there */
  gint64 head;
  gint64 floor;
} Stream;

static void
writing_clear (Writing *self)
{
  g_clear_pointer (&self->sent, g_hash_table_unref);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Writing, writing_clear)

static guint
hash_key (gconstpointer data)
{
  const Key *key = data;

  return kp_id_hash (&key->id) + (guint) key->entity;
}

static gboolean
equal_keys (gconstpointer a,
            gconstpointer b)
{
  const Key *one = a;
  const Key *other = b;

  return one->entity == other->entity && kp_id_equal (&one->id, &other->id);
}

static const char SELECT_STREAM[] = "SELECT no, head, floor FROM stream WHERE id = $1";

static gboolean
find_stream (KpDb *db,
             const char *id,
             Stream *stream,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_STREAM, error);
  gboolean has_row;

  *stream = (Stream) { 0 };
  if (select == NULL)
    return FALSE;

  kp_statement_bind_text (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    *stream = (Stream) {
      .number = kp_statement_get_int64 (select, 0),
      .head = kp_statement_get_int64 (select, 1),
      .floor = kp_statement_get_int64 (select, 2),
    };

  return TRUE;
}

/* Whether there is room and time for one more; the first line has both. */
static gboolean
has_room (Writing *self)
{
  gsize length = kp_reply_writer_get_length (self->writer) - self->start;

  if (self->n_written == 0)
    return TRUE;

  return length < self->max && kp_environment_boot_time (self->environment) < self->until;
}

/* Writes what the row of: seq, ent, id, gone, body says. Returns: FALSE if it is one too many */
static gboolean
mention (Writing *self,
         KpStatement *row)
{
  gsize before = kp_reply_writer_get_length (self->writer);
  gboolean is_gone = kp_statement_get_int64 (row, 3) != 0;
  Key key = { .entity = kp_statement_get_int64 (row, 1) };
  const KpEntity *entity = kp_entity_get ((KpEntityType) key.entity);

  if (!has_room (self))
    return FALSE;

  kp_statement_get_id (row, 2, &key.id);
  if (is_gone)
    kp_reply_writer_record_gone (self->writer, entity, &key.id);
  else if (g_hash_table_contains (self->sent, &key))
    kp_reply_writer_record (self->writer, entity, &key.id, NULL, 0);
  else
    {
      const char *body = kp_statement_get_text (row, 4);

      kp_reply_writer_record (self->writer, entity, &key.id, body,
                              kp_statement_get_length (row, 4));
    }

  if (self->n_written > 0 && kp_reply_writer_get_length (self->writer) - self->start > self->max)
    {
      kp_reply_writer_truncate (self->writer, before);
      return FALSE;
    }

  /* What left one stream may still be in another, which then has to say what it holds. */
  self->n_written++;
  if (!is_gone)
    g_hash_table_add (self->sent, g_memdup2 (&key, sizeof key));

  return TRUE;
}

/* Mentions rows until there is no room, or none left.
 * @last: (out): seq of the last that was written, 0 = none
 */
static gboolean
mention_rows (Writing *self,
              KpStatement *select,
              gint64 *last,
              GError **error)
{
  *last = 0;
  for (;;)
    {
      gboolean has_row;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        return TRUE;

      if (!mention (self, select))
        {
          self->is_full = TRUE;
          return TRUE;
        }
      *last = kp_statement_get_int64 (select, 0);
    }
}

static const char SELECT_DELTA[] =
  "SELECT p.seq, p.ent, p.id, p.gone, r.body"
  "  FROM pub p LEFT JOIN record r ON r.ent = p.ent AND r.id = p.id"
  " WHERE p.stream = $1 AND p.seq > $2 ORDER BY p.seq";

static gboolean
write_delta (Writing *self,
             const char *id,
             const Stream *stream,
             gint64 from,
             GError **error)
{
  gsize at = kp_reply_writer_get_length (self->writer);
  g_autoptr (KpStatement) select = NULL;
  gint64 last;

  if (from == stream->head)
    return TRUE;

  select = kp_db_prepare (self->db, SELECT_DELTA, error);
  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, stream->number);
  kp_statement_bind_int64 (select, 2, from);
  if (!mention_rows (self, select, &last, error))
    return FALSE;

  if (!self->is_full)
    last = stream->head;
  if (last > from)
    kp_reply_writer_insert_delta (self->writer, at, id, from, last);

  return TRUE;
}

static const char SELECT_BACKWARDS[] =
  "SELECT p.seq, p.ent, p.id, p.gone, r.body"
  "  FROM pub p JOIN record r ON r.ent = p.ent AND r.id = p.id"
  " WHERE p.stream = $1 AND p.seq <= $2 AND p.gone = 0 ORDER BY p.seq DESC";

static gboolean
write_load (Writing *self,
            const char *id,
            const Stream *stream,
            const KpCursor *cursor,
            GError **error)
{
  gsize at = kp_reply_writer_get_length (self->writer);
  gboolean is_new = cursor->state != KP_CURSOR_LOADING || cursor->head < stream->floor ||
                    cursor->head > stream->head;
  gint64 h0 = is_new ? stream->head : cursor->head;
  gint64 low = is_new ? stream->head : MIN (cursor->low, h0);
  g_autoptr (KpStatement) select = kp_db_prepare (self->db, SELECT_BACKWARDS, error);
  gint64 last;

  if (select == NULL)
    return FALSE;

  /* Of streams without a record there may be thousands, and each has its line. */
  if (!has_room (self))
    {
      self->is_full = TRUE;
      return TRUE;
    }

  kp_statement_bind_int64 (select, 1, stream->number);
  kp_statement_bind_int64 (select, 2, low);
  if (!mention_rows (self, select, &last, error))
    return FALSE;

  if (last != 0)
    low = last - 1;
  if (!self->is_full)
    low = 0;
  kp_reply_writer_insert_load (self->writer, at, id, h0, low, is_new);
  self->n_written++;

  /* What changed meanwhile comes next, as a delta from h0. */
  if (low == 0 && stream->head > h0)
    self->is_full = TRUE;

  return TRUE;
}

/* Complete streams first: what a person looks at is most likely among them. */
static int
compare_have (gconstpointer a,
              gconstpointer b)
{
  const KpHave *one = *(const KpHave *const *) a;
  const KpHave *other = *(const KpHave *const *) b;
  gboolean one_loads = one->cursor.state != KP_CURSOR_COMPLETE;
  gboolean other_loads = other->cursor.state != KP_CURSOR_COMPLETE;

  return one_loads != other_loads ? (one_loads ? 1 : -1) : strcmp (one->stream, other->stream);
}

static gboolean
write_stream (Writing *self,
              const KpHave *have,
              GError **error)
{
  const KpCursor *cursor = &have->cursor;
  Stream stream;

  if (!find_stream (self->db, have->stream, &stream, error))
    return FALSE;

  if (cursor->state == KP_CURSOR_COMPLETE && stream.floor <= cursor->head &&
      cursor->head <= stream.head)
    return write_delta (self, have->stream, &stream, cursor->head, error);

  return write_load (self, have->stream, &stream, cursor, error);
}

gboolean
kps_reply_write_streams (KpDb *db,
                         const KpEnvironment *environment,
                         const KpsAccess *access,
                         const KpSyncRequest *request,
                         KpReplyWriter *writer,
                         gboolean *more,
                         GError **error)
{
  g_autoptr (GPtrArray) sorted = g_ptr_array_new ();
  g_auto (Writing) writing = {
    .db = db,
    .environment = environment,
    .writer = writer,
    .sent = g_hash_table_new_full (hash_key, equal_keys, g_free, NULL),
    .start = kp_reply_writer_get_length (writer),
    .max = CLAMP (request->max, KP_LIMIT_REPLY_MIN, KP_LIMIT_REPLY_MAX),
    .until = kp_environment_boot_time (environment) + TIME_BOUND_MS,
  };

  for (guint i = 0; i < request->have->len; i++)
    {
      const KpHave *next = request->have->pdata[i];

      if (kps_access_allows (access, next->stream))
        g_ptr_array_add (sorted, request->have->pdata[i]);
    }
  g_ptr_array_sort (sorted, compare_have);

  for (guint i = 0; i < sorted->len && !writing.is_full; i++)
    {
      if (!write_stream (&writing, sorted->pdata[i], error))
        return FALSE;
    }

  *more = writing.is_full;

  return TRUE;
}
