/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of the exchange, written line by line into one buffer. Stored bodies are copied, never
 * parsed: a reply costs hardly more than reading its rows.
 */

#include "kp-sync-codec.h"

#include "kp-wire.h"

#include <string.h>

struct _KpReplyWriter
{
  GString *text; /* (owned): whole lines */
};

KpReplyWriter *
kp_reply_writer_new (void)
{
  KpReplyWriter *self = g_new (KpReplyWriter, 1);

  *self = (KpReplyWriter) { .text = g_string_sized_new (4096) };

  return self;
}

void
kp_reply_writer_free (KpReplyWriter *self)
{
  g_return_if_fail (self != NULL);

  g_string_free (self->text, TRUE);
  g_free (self);
}

void
kp_reply_writer_seen (KpReplyWriter *self,
                      const KpSeen *seen,
                      const char *acc,
                      gint64 now)
{
  g_return_if_fail (self != NULL && seen != NULL && acc != NULL);

  g_string_append (self->text, "{\"seen\":");
  kp_wire_append_seen (self->text, seen);
  g_string_append (self->text, ",\"acc\":");
  kp_wire_append_text (self->text, acc);
  g_string_append_printf (self->text, ",\"now\":%" G_GINT64_FORMAT "}\n", now);
}

void
kp_reply_writer_reset (KpReplyWriter *self,
                       const KpSeen *seen)
{
  g_return_if_fail (self != NULL && seen != NULL);

  g_string_append (self->text, "{\"reset\":1,\"seen\":");
  kp_wire_append_seen (self->text, seen);
  g_string_append (self->text, "}\n");
}

static void
append_streams (KpReplyWriter *self,
                const char *name,
                const char *const *streams)
{
  g_string_append_printf (self->text, "{\"%s\":[", name);
  for (gsize i = 0; streams[i] != NULL; i++)
    {
      if (i > 0)
        g_string_append_c (self->text, ',');
      kp_wire_append_text (self->text, streams[i]);
    }
  g_string_append (self->text, "]}\n");
}

void
kp_reply_writer_allowed (KpReplyWriter *self,
                         const char *const *streams)
{
  g_return_if_fail (self != NULL && streams != NULL);

  append_streams (self, "allowed", streams);
}

void
kp_reply_writer_gone (KpReplyWriter *self,
                      const char *const *streams)
{
  g_return_if_fail (self != NULL && streams != NULL);

  append_streams (self, "gone", streams);
}

void
kp_reply_writer_result (KpReplyWriter *self,
                        const char *result,
                        gsize length)
{
  g_return_if_fail (self != NULL && result != NULL);
  g_return_if_fail (memchr (result, '\n', length) == NULL);

  g_string_append_len (self->text, result, length);
  g_string_append_c (self->text, '\n');
}

static void
append_delta (GString *line,
              const char *stream,
              gint64 from,
              gint64 to)
{
  g_string_append (line, "{\"s\":");
  kp_wire_append_text (line, stream);
  g_string_append_printf (line, ",\"from\":%" G_GINT64_FORMAT ",\"to\":%" G_GINT64_FORMAT "}\n",
                          from, to);
}

static void
append_load (GString *line,
             const char *stream,
             gint64 h0,
             gint64 low,
             gboolean is_new)
{
  g_string_append (line, "{\"s\":");
  kp_wire_append_text (line, stream);
  g_string_append_printf (line, ",\"h0\":%" G_GINT64_FORMAT ",\"low\":%" G_GINT64_FORMAT "%s}\n",
                          h0, low, is_new ? ",\"new\":1" : "");
}

void
kp_reply_writer_delta (KpReplyWriter *self,
                       const char *stream,
                       gint64 from,
                       gint64 to)
{
  g_return_if_fail (self != NULL && stream != NULL);

  append_delta (self->text, stream, from, to);
}

void
kp_reply_writer_load (KpReplyWriter *self,
                      const char *stream,
                      gint64 h0,
                      gint64 low,
                      gboolean is_new)
{
  g_return_if_fail (self != NULL && stream != NULL);

  append_load (self->text, stream, h0, low, is_new);
}

/* The beginning that every record line shares; the reader knows it by heart. */
static void
append_record_head (KpReplyWriter *self,
                    const KpEntity *entity,
                    const KpId *id)
{
  char text[KP_ID_SIZE];

  kp_id_format (id, text);
  g_string_append (self->text, "{\"e\":\"");
  g_string_append (self->text, entity->name);
  g_string_append (self->text, "\",\"id\":\"");
  g_string_append_len (self->text, text, KP_ID_LENGTH);
  g_string_append_c (self->text, '"');
}

void
kp_reply_writer_record (KpReplyWriter *self,
                        const KpEntity *entity,
                        const KpId *id,
                        const char *body,
                        gsize length)
{
  g_return_if_fail (self != NULL && entity != NULL && id != NULL);
  g_return_if_fail (body == NULL || memchr (body, '\n', length) == NULL);

  append_record_head (self, entity, id);
  if (body != NULL)
    {
      g_string_append (self->text, ",\"v\":");
      g_string_append_len (self->text, body, length);
    }
  g_string_append (self->text, "}\n");
}

void
kp_reply_writer_record_gone (KpReplyWriter *self,
                             const KpEntity *entity,
                             const KpId *id)
{
  g_return_if_fail (self != NULL && entity != NULL && id != NULL);

  append_record_head (self, entity, id);
  g_string_append (self->text, ",\"x\":1}\n");
}

gsize
kp_reply_writer_get_length (KpReplyWriter *self)
{
  g_return_val_if_fail (self != NULL, 0);

  return self->text->len;
}

void
kp_reply_writer_truncate (KpReplyWriter *self,
                          gsize length)
{
  g_return_if_fail (self != NULL && length <= self->text->len);

  g_string_truncate (self->text, length);
}

static void
insert (KpReplyWriter *self,
        gsize at,
        GString *line)
{
  g_string_insert_len (self->text, at, line->str, line->len);
}

void
kp_reply_writer_insert_delta (KpReplyWriter *self,
                              gsize at,
                              const char *stream,
                              gint64 from,
                              gint64 to)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_if_fail (self != NULL && stream != NULL && at <= self->text->len);

  append_delta (line, stream, from, to);
  insert (self, at, line);
}

void
kp_reply_writer_insert_load (KpReplyWriter *self,
                             gsize at,
                             const char *stream,
                             gint64 h0,
                             gint64 low,
                             gboolean is_new)
{
  g_autoptr (GString) line = g_string_new (NULL);

  g_return_if_fail (self != NULL && stream != NULL && at <= self->text->len);

  append_load (line, stream, h0, low, is_new);
  insert (self, at, line);
}

GBytes *
kp_reply_writer_end (KpReplyWriter *self,
                     gboolean more,
                     const char *push)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  text = g_steal_pointer (&self->text);
  g_free (self);

  g_string_append_printf (text, "{\"end\":{\"more\":%d", more ? 1 : 0);
  if (push != NULL)
    {
      g_string_append (text, ",\"push\":");
      kp_wire_append_text (text, push);
    }
  g_string_append (text, "}}\n");

  return g_string_free_to_bytes (g_steal_pointer (&text));
}
