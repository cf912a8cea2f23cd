/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of the exchange, read where they lie. Nearly all lines are records, and nearly all of
 * those begin in the one way our writer knows; then only the body is parsed, once, and its bytes
 * are those between that beginning and the last bracket. Any other spelling is read the long way.
 */

#include "kp-sync-codec.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kp-wire.h"

#include <string.h>

#define RECORD_HEAD "{\"e\":\""
#define RECORD_ID "\",\"id\":\""
#define RECORD_VALUE "\",\"v\":"

/* Members around a body, in front of it and after it. */
#define RECORD_OVERHEAD 256
#define ENTITY_SIZE 64

struct _KpReplyReader
{
  GBytes *body;     /* (owned) */
  const char *text; /* the rest of @body */
  const char *end;
  yyjson_doc *doc;          /* (owned) (nullable): of the line last read */
  yyjson_alc allocator;     /* hands out @pool again for each line */
  char *pool;               /* (owned) */
  gsize pool_size;          /* bytes */
  char entity[ENTITY_SIZE]; /* name in the line last read */
  guint n_lines;            /* read so far */
  gboolean was_reset;       /* the first line was RESET */
  gboolean in_stream;       /* a DELTA or LOAD has been met */
};

static gboolean
fail (KpReplyReader *self,
      GError **error,
      const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "Line %u of the reply: %s", self->n_lines, fault);

  return FALSE;
}

/* Returns: whether @text is a value; it stays until the next line is read */
static gboolean
parse (KpReplyReader *self,
       const char *text,
       gsize length,
       gsize limit,
       GError **error)
{
  gsize need = yyjson_read_max_memory_usage (length, YYJSON_READ_NOFLAG);

  /* One block for all lines; what is in it is forgotten by starting over. */
  if (need > self->pool_size)
    {
      g_free (self->pool);
      self->pool = g_malloc (need);
      self->pool_size = need;
    }
  if (!yyjson_alc_pool_init (&self->allocator, self->pool, self->pool_size))
    return fail (self, error, "no memory");

  self->doc = kp_value_read (text, length, limit, &self->allocator, error);
  if (self->doc == NULL)
    g_prefix_error (error, "Line %u of the reply: ", self->n_lines);

  return self->doc != NULL;
}

/* Returns: the byte after the string that begins at @text, which is valid JSON */
static const char *
skip_string (const char *text)
{
  for (text++; *text != '"'; text++)
    {
      if (*text == '\\')
        text++;
    }

  return text + 1;
}

/* Returns: the byte after the value that begins at @text, which is valid JSON */
static const char *
skip_value (const char *text)
{
  guint depth = 0;

  for (;;)
    {
      if (*text == '"')
        {
          text = skip_string (text);
          if (depth == 0)
            return text;
          continue;
        }
      if (*text == '{' || *text == '[')
        depth++;
      else if (*text == '}' || *text == ']')
        {
          /* A bracket too many closes what the value lies in: a number or word has ended. */
          if (depth == 0)
            return text;
          if (--depth == 0)
            return text + 1;
        }
      else if (*text == ',' && depth == 0)
        return text;
      text++;
    }
}

static const char *
skip_spaces (const char *text)
{
  return text + strspn (text, " \t\r");
}

/* Finds the bytes of member "v" of @line, a valid object that holds it once. Names with escapes are
 * not looked for: our own servers write none.
 */
static gboolean
find_body (const char *line,
           KpLine *found)
{
  const char *text = skip_spaces (line) + 1;

  for (;;)
    {
      const char *name = skip_spaces (text);
      const char *after = skip_string (name);
      const char *value = skip_spaces (skip_spaces (after) + 1);
      const char *value_end = skip_value (value);

      if (after - name == strlen ("\"v\"") && name[1] == 'v')
        {
          while (value_end > value && strchr (" \t\r", value_end[-1]) != NULL)
            value_end--;
          found->body = value;
          found->body_length = value_end - value;
          return TRUE;
        }

      text = skip_spaces (value_end);
      if (*text != ',')
        return FALSE;
      text++;
    }
}

static gboolean
read_streams (yyjson_val *streams)
{
  yyjson_arr_iter iter;
  yyjson_val *stream;

  if (!yyjson_arr_iter_init (streams, &iter))
    return FALSE;

  while ((stream = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!kp_wire_is_stream (stream))
        return FALSE;
    }

  return TRUE;
}

static gboolean
read_flag (yyjson_val *value)
{
  return yyjson_is_uint (value) && yyjson_get_uint (value) == 1;
}

static gboolean
read_stream_line (yyjson_val *object,
                  KpLine *line)
{
  yyjson_val *stream = yyjson_obj_get (object, "s");
  yyjson_val *h0 = yyjson_obj_get (object, "h0");

  if (!kp_wire_is_stream (stream))
    return FALSE;

  line->stream = yyjson_get_str (stream);
  line->kind = h0 != NULL ? KP_LINE_LOAD : KP_LINE_DELTA;
  line->is_new = read_flag (yyjson_obj_get (object, "new"));

  if (h0 != NULL)
    return kp_wire_read_count (h0, &line->h0) &&
           kp_wire_read_count (yyjson_obj_get (object, "low"), &line->low) &&
           line->low <= line->h0;

  return kp_wire_read_count (yyjson_obj_get (object, "from"), &line->from) &&
         kp_wire_read_count (yyjson_obj_get (object, "to"), &line->to) && line->from <= line->to;
}

static gboolean
set_entity (KpReplyReader *self,
            const char *name,
            gsize length,
            KpLine *line)
{
  if (length == 0 || length >= ENTITY_SIZE)
    return FALSE;

  memcpy (self->entity, name, length);
  self->entity[length] = '\0';
  line->entity = self->entity;
  return TRUE;
}

/* The long way to a record: the whole line was parsed, @text are its bytes. */
static gboolean
read_record_line (KpReplyReader *self,
                  const char *text,
                  yyjson_val *object,
                  KpLine *line)
{
  yyjson_val *entity = yyjson_obj_get (object, "e");

  line->kind = read_flag (yyjson_obj_get (object, "x")) ? KP_LINE_RECORD_GONE : KP_LINE_RECORD;
  line->value = yyjson_obj_get (object, "v");
  if (!yyjson_is_str (entity) ||
      !set_entity (self, yyjson_get_str (entity), yyjson_get_len (entity), line) ||
      !kp_value_get_id (yyjson_obj_get (object, "id"), &line->id))
    return FALSE;

  if (line->value == NULL)
    return TRUE;

  return line->kind == KP_LINE_RECORD && yyjson_is_obj (line->value) &&
         kp_value_has_unique_names (object) && find_body (text, line) &&
         line->body_length <= KP_LIMIT_RECORD;
}

static gboolean
read_end_line (yyjson_val *end,
               KpLine *line)
{
  yyjson_val *push = yyjson_obj_get (end, "push");
  gint64 more;

  line->kind = KP_LINE_END;
  if (!kp_wire_read_count (yyjson_obj_get (end, "more"), &more) || more > 1 ||
      (push != NULL && !yyjson_is_str (push)))
    return FALSE;

  line->more = more == 1;
  line->push = kp_value_get_text (push);
  return TRUE;
}

static gboolean
read_result_line (yyjson_val *object,
                  KpLine *line)
{
  line->kind = KP_LINE_RESULT;
  line->object = object;
  line->result = kp_value_get_text (yyjson_obj_get (object, "r"));

  return line->result != NULL && kp_value_get_id (yyjson_obj_get (object, "op"), &line->id);
}

static gboolean
read_head_line (yyjson_val *object,
                KpLine *line)
{
  gboolean is_reset = yyjson_obj_get (object, "reset") != NULL;

  line->kind = is_reset ? KP_LINE_RESET : KP_LINE_SEEN;
  if (!kp_wire_read_seen (yyjson_obj_get (object, "seen"), &line->seen))
    return FALSE;
  if (is_reset)
    return read_flag (yyjson_obj_get (object, "reset"));

  return kp_wire_read_acc (yyjson_obj_get (object, "acc"), line->acc) &&
         kp_wire_read_count (yyjson_obj_get (object, "now"), &line->now);
}

static gboolean
read_streams_line (yyjson_val *streams,
                   KpLineKind kind,
                   KpLine *line)
{
  line->kind = kind;
  line->streams = streams;

  return read_streams (streams);
}

/* A line is known by the one member that only its kind has. */
static gboolean
read_object (KpReplyReader *self,
             const char *text,
             yyjson_val *object,
             KpLine *line)
{
  yyjson_val *value;

  if (yyjson_obj_get (object, "e") != NULL)
    return read_record_line (self, text, object, line);
  if (yyjson_obj_get (object, "op") != NULL)
    return read_result_line (object, line);
  if (yyjson_obj_get (object, "s") != NULL)
    return read_stream_line (object, line);
  if (yyjson_obj_get (object, "seen") != NULL)
    return read_head_line (object, line);
  if ((value = yyjson_obj_get (object, "allowed")) != NULL)
    return read_streams_line (value, KP_LINE_ALLOWED, line);
  if ((value = yyjson_obj_get (object, "gone")) != NULL)
    return read_streams_line (value, KP_LINE_GONE, line);
  if ((value = yyjson_obj_get (object, "end")) != NULL)
    return read_end_line (value, line);

  line->kind = KP_LINE_UNKNOWN;
  return yyjson_is_obj (object);
}

/* The short way to a record with its body.
 *
 * Returns: FALSE if the line is spelt otherwise; nothing is changed then
 */
static gboolean
match_record (KpReplyReader *self,
              const char *text,
              gsize length,
              KpLine *line)
{
  const gsize after_name = strlen (RECORD_ID) + KP_ID_LENGTH + strlen (RECORD_VALUE);
  const char *name = text + strlen (RECORD_HEAD);
  const char *name_end;
  const char *id;

  if (length <= strlen (RECORD_HEAD) + after_name + strlen ("}") || text[length - 1] != '}' ||
      memcmp (text, RECORD_HEAD, strlen (RECORD_HEAD)) != 0)
    return FALSE;

  name_end = memchr (name, '"', MIN (length - strlen (RECORD_HEAD), ENTITY_SIZE));
  if (name_end == NULL || memchr (name, '\\', name_end - name) != NULL ||
      name_end + after_name >= text + length - 1 ||
      memcmp (name_end, RECORD_ID, strlen (RECORD_ID)) != 0)
    return FALSE;

  id = name_end + strlen (RECORD_ID);
  if (memcmp (id + KP_ID_LENGTH, RECORD_VALUE, strlen (RECORD_VALUE)) != 0 ||
      !kp_id_parse (id, KP_ID_LENGTH, &line->id) ||
      !set_entity (self, name, name_end - name, line))
    return FALSE;

  line->body = name_end + after_name;
  line->body_length = text + length - 1 - line->body;
  return TRUE;
}

static gboolean
read_line (KpReplyReader *self,
           const char *text,
           gsize length,
           KpLine *line,
           GError **error)
{
  if (match_record (self, text, length, line) && line->body_length <= KP_LIMIT_RECORD &&
      parse (self, line->body, line->body_length, KP_LIMIT_RECORD, NULL))
    {
      line->kind = KP_LINE_RECORD;
      line->value = yyjson_doc_get_root (self->doc);
      return yyjson_is_obj (line->value) || fail (self, error, "the body is no object");
    }

  /* Members may follow the body: then the short way has just failed, and nothing of it counts. */
  *line = (KpLine) { 0 };
  if (!parse (self, text, length, KP_LIMIT_REPLY_MAX + KP_LIMIT_REPLY_SLACK, error))
    return FALSE;
  if (!read_object (self, text, yyjson_doc_get_root (self->doc), line))
    return fail (self, error, "a member is missing or wrong");
  if (line->kind == KP_LINE_RECORD && length > KP_LIMIT_RECORD + RECORD_OVERHEAD)
    return fail (self, error, "the record is too large");

  return TRUE;
}

/* Order is part of the format: whoever applies a reply relies on it. */
static gboolean
check_order (KpReplyReader *self,
             KpLineKind kind,
             gboolean is_last,
             GError **error)
{
  switch (kind)
    {
    case KP_LINE_SEEN:
    case KP_LINE_RESET:
      self->was_reset = kind == KP_LINE_RESET;
      return self->n_lines == 1 || fail (self, error, "begins again");

    case KP_LINE_ALLOWED:
    case KP_LINE_GONE:
    case KP_LINE_RESULT:
      return (!self->was_reset && !self->in_stream) || fail (self, error, "comes too late");

    case KP_LINE_DELTA:
    case KP_LINE_LOAD:
      self->in_stream = TRUE;
      return !self->was_reset || fail (self, error, "comes after a reset");

    case KP_LINE_RECORD:
    case KP_LINE_RECORD_GONE:
      return self->in_stream || fail (self, error, "is a record of no stream");

    case KP_LINE_END:
      return is_last || fail (self, error, "ends before the end");

    case KP_LINE_UNKNOWN:
      return TRUE;
    }

  return FALSE;
}

static void
forget_line (KpReplyReader *self)
{
  /* Its memory is the pool's. */
  g_clear_pointer (&self->doc, yyjson_doc_free);
}

/* Returns: whether the first line is a head and the last one an end, whatever is in between */
static gboolean
check_frame (KpReplyReader *self,
             GError **error)
{
  const char *text = self->text;
  const char *last;
  KpLine line = { 0 };
  gsize length;

  if (text == self->end || self->end[-1] != '\n')
    return fail (self, error, "the reply was cut");

  for (last = self->end - 1; last > text && last[-1] != '\n'; last--)
    ;
  if (!read_line (self, last, self->end - 1 - last, &line, error))
    return FALSE;
  if (line.kind != KP_LINE_END)
    return fail (self, error, "the reply was cut");

  forget_line (self);
  text = kp_wire_take_line (&text, self->end, &length);
  line = (KpLine) { 0 };
  if (!read_line (self, text, length, &line, error))
    return FALSE;
  forget_line (self);

  return line.kind == KP_LINE_SEEN || line.kind == KP_LINE_RESET ||
         fail (self, error, "the reply does not begin");
}

KpReplyReader *
kp_reply_reader_new (GBytes *body,
                     GError **error)
{
  g_autoptr (KpReplyReader) self = NULL;
  gsize size;

  g_return_val_if_fail (body != NULL, NULL);

  self = g_new0 (KpReplyReader, 1);
  self->body = g_bytes_ref (body);
  self->text = g_bytes_get_data (body, &size);
  self->end = self->text + size;
  if (size > KP_LIMIT_REPLY_MAX + KP_LIMIT_REPLY_SLACK)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The reply is too large");
      return NULL;
    }
  if (!check_frame (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

gboolean
kp_reply_reader_next (KpReplyReader *self,
                      KpLine *line,
                      GError **error)
{
  const char *text;
  gsize length;

  g_return_val_if_fail (self != NULL && line != NULL, FALSE);

  forget_line (self);
  *line = (KpLine) { 0 };
  text = kp_wire_take_line (&self->text, self->end, &length);
  if (text == NULL)
    return FALSE;

  self->n_lines++;

  return read_line (self, text, length, line, error) &&
         check_order (self, line->kind, self->text == self->end, error);
}

void
kp_reply_reader_free (KpReplyReader *self)
{
  g_return_if_fail (self != NULL);

  forget_line (self);
  g_free (self->pool);
  g_bytes_unref (self->body);
  g_free (self);
}
