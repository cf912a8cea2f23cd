/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests of the exchange: a header line, then one line for each operation.
 */

#include "kp-sync-codec.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"
#include "kp-wire.h"

#include <string.h>

/* The header holds no operation, but maybe all streams. */
#define LIMIT_HEADER (KP_LIMIT_STREAMS * (KP_LIMIT_STREAM + 64))

static gboolean
fail (GError **error,
      const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "The request is malformed: %s", fault);

  return FALSE;
}

static gboolean
fail_too_large (GError **error,
                const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The request is too large: %s", fault);

  return FALSE;
}

static void
have_free (KpHave *self)
{
  g_free (self->stream);
  g_free (self);
}

static void
offer_free (KpOffer *self)
{
  g_bytes_unref (self->bytes);
  g_free (self->result);
  g_free (self);
}

KpSyncRequest *
kp_sync_request_new (void)
{
  KpSyncRequest *self = g_new0 (KpSyncRequest, 1);

  self->max = KP_LIMIT_REPLY_START;
  self->have = g_ptr_array_new_with_free_func ((GDestroyNotify) have_free);
  self->offers = g_ptr_array_new_with_free_func ((GDestroyNotify) offer_free);

  return self;
}

void
kp_sync_request_free (KpSyncRequest *self)
{
  g_return_if_fail (self != NULL);

  g_ptr_array_unref (self->have);
  g_ptr_array_unref (self->offers);
  g_free (self);
}

void
kp_sync_request_add_have (KpSyncRequest *self,
                          const char *stream,
                          KpCursor cursor)
{
  KpHave *have;

  g_return_if_fail (self != NULL && stream != NULL);

  have = g_new (KpHave, 1);
  *have = (KpHave) { .stream = g_strdup (stream), .cursor = cursor };
  g_ptr_array_add (self->have, have);
}

void
kp_sync_request_add_offer (KpSyncRequest *self,
                           GBytes *bytes,
                           gboolean again,
                           int days,
                           const char *result)
{
  KpOffer *offer;

  g_return_if_fail (self != NULL && bytes != NULL);

  offer = g_new (KpOffer, 1);
  *offer = (KpOffer) {
    .bytes = g_bytes_ref (bytes),
    .again = again,
    .days = again ? days : 0,
    .result = again ? g_strdup (result) : NULL,
  };
  g_ptr_array_add (self->offers, offer);
}

static void
append_cursor (GString *line,
               const KpCursor *cursor)
{
  switch (cursor->state)
    {
    case KP_CURSOR_NOTHING:
      g_string_append (line, "null");
      break;

    case KP_CURSOR_COMPLETE:
      g_string_append_printf (line, "%" G_GINT64_FORMAT, cursor->head);
      break;

    case KP_CURSOR_LOADING:
      g_string_append_printf (line, "[%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT "]",
                              cursor->head, cursor->low);
      break;
    }
}

static void
append_have (const KpSyncRequest *self,
             GString *line)
{
  g_string_append (line, ",\"have\":{");
  for (guint i = 0; i < self->have->len; i++)
    {
      const KpHave *have = g_ptr_array_index (self->have, i);

      if (i > 0)
        g_string_append_c (line, ',');
      kp_wire_append_text (line, have->stream);
      g_string_append_c (line, ':');
      append_cursor (line, &have->cursor);
    }
  g_string_append_c (line, '}');
}

static void
append_again (const KpSyncRequest *self,
              GString *line)
{
  const char *separator = ",\"again\":[";

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpOffer *offer = g_ptr_array_index (self->offers, i);

      if (!offer->again)
        continue;

      g_string_append_printf (line, "%s[%u,%d,", separator, i, offer->days);
      if (offer->result != NULL)
        kp_wire_append_text (line, offer->result);
      else
        g_string_append (line, "null");
      g_string_append_c (line, ']');
      separator = ",";
    }

  if (*separator == ',' && separator[1] == '\0')
    g_string_append_c (line, ']');
}

GBytes *
kp_sync_request_encode (const KpSyncRequest *self)
{
  g_autoptr (GString) body = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  body = g_string_sized_new (1024);
  g_string_append_printf (body, "{\"v\":%d,\"seen\":[", KP_WIRE_VERSION);
  for (guint i = 0, n = 0; i < G_N_ELEMENTS (self->seen); i++)
    {
      if (self->seen[i].number == 0)
        continue;
      if (n++ > 0)
        g_string_append_c (body, ',');
      kp_wire_append_seen (body, &self->seen[i]);
    }
  g_string_append_printf (body, "],\"acc\":\"%s\",\"max\":%" G_GSIZE_FORMAT, self->acc, self->max);
  if (self->push)
    g_string_append (body, ",\"push\":1");
  append_have (self, body);
  g_string_append_printf (body, ",\"n\":%u", self->offers->len);
  append_again (self, body);
  g_string_append (body, "}\n");

  for (guint i = 0; i < self->offers->len; i++)
    {
      const KpOffer *offer = g_ptr_array_index (self->offers, i);
      gsize length;
      const char *bytes = g_bytes_get_data (offer->bytes, &length);

      g_string_append_len (body, bytes, length);
      g_string_append_c (body, '\n');
    }

  return g_string_free_to_bytes (g_steal_pointer (&body));
}

static gboolean
read_cursor (yyjson_val *value,
             KpCursor *cursor)
{
  if (yyjson_is_null (value))
    {
      *cursor = (KpCursor) { .state = KP_CURSOR_NOTHING };
      return TRUE;
    }

  if (yyjson_is_arr (value))
    {
      cursor->state = KP_CURSOR_LOADING;
      return yyjson_arr_size (value) == 2 &&
             kp_wire_read_count (yyjson_arr_get_first (value), &cursor->head) &&
             kp_wire_read_count (yyjson_arr_get_last (value), &cursor->low) &&
             cursor->low <= cursor->head;
    }

  *cursor = (KpCursor) { .state = KP_CURSOR_COMPLETE };
  return kp_wire_read_count (value, &cursor->head);
}

static gboolean
read_have (KpSyncRequest *self,
           yyjson_val *have,
           GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *stream;

  if (!yyjson_is_obj (have))
    return fail (error, "have");
  if (yyjson_obj_size (have) > KP_LIMIT_STREAMS)
    return fail_too_large (error, "have");
  if (!kp_value_has_unique_names (have))
    return fail (error, "a stream twice");

  yyjson_obj_iter_init (have, &iter);
  while ((stream = yyjson_obj_iter_next (&iter)) != NULL)
    {
      KpCursor cursor;

      if (!kp_wire_is_stream (stream) || !read_cursor (yyjson_obj_iter_get_val (stream), &cursor))
        return fail (error, "a cursor");
      kp_sync_request_add_have (self, yyjson_get_str (stream), cursor);
    }

  return TRUE;
}

static gboolean
read_seen (KpSyncRequest *self,
           yyjson_val *seen)
{
  gsize n = yyjson_arr_size (seen);

  if (!yyjson_is_arr (seen) || n > G_N_ELEMENTS (self->seen))
    return FALSE;

  for (gsize i = 0; i < n; i++)
    {
      if (!kp_wire_read_seen (yyjson_arr_get (seen, i), &self->seen[i]))
        return FALSE;
    }

  return TRUE;
}

/* Marks the offers that came after a reset; they are in order and none comes twice. */
static gboolean
read_again (KpSyncRequest *self,
            yyjson_val *again)
{
  yyjson_arr_iter iter;
  yyjson_val *entry;
  gint64 expected = 0;

  if (again == NULL)
    return TRUE;
  if (!yyjson_arr_iter_init (again, &iter))
    return FALSE;

  while ((entry = yyjson_arr_iter_next (&iter)) != NULL)
    {
      yyjson_val *result = yyjson_arr_get (entry, 2);
      gint64 index;
      gint64 days;
      KpOffer *offer;

      if (yyjson_arr_size (entry) != 3 ||
          !kp_wire_read_count (yyjson_arr_get (entry, 0), &index) || index < expected ||
          index >= self->offers->len ||
          !kp_wire_read_count (yyjson_arr_get (entry, 1), &days) || days > G_MAXINT)
        return FALSE;
      if (!yyjson_is_null (result) && !yyjson_is_str (result))
        return FALSE;

      offer = g_ptr_array_index (self->offers, index);
      offer->again = TRUE;
      offer->days = days;
      offer->result = g_strdup (kp_value_get_text (result));
      expected = index + 1;
    }

  return TRUE;
}

static gboolean
read_header (KpSyncRequest *self,
             yyjson_val *header,
             GError **error)
{
  yyjson_val *push = yyjson_obj_get (header, "push");
  gint64 version;
  gint64 max;

  if (!yyjson_is_obj (header) || !kp_value_has_unique_names (header))
    return fail (error, "a member twice");
  if (!kp_value_get_int (yyjson_obj_get (header, "v"), &version))
    return fail (error, "v");
  if (version != KP_WIRE_VERSION)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_NEW, "Unknown version of the exchange");
      return FALSE;
    }

  if (!read_seen (self, yyjson_obj_get (header, "seen")))
    return fail (error, "seen");
  if (!kp_wire_read_acc (yyjson_obj_get (header, "acc"), self->acc))
    return fail (error, "acc");
  if (!kp_wire_read_count (yyjson_obj_get (header, "max"), &max))
    return fail (error, "max");
  if (push != NULL && (!yyjson_is_uint (push) || yyjson_get_uint (push) > 1))
    return fail (error, "push");

  self->max = CLAMP (max, KP_LIMIT_REPLY_MIN, KP_LIMIT_REPLY_MAX);
  self->push = yyjson_get_uint (push) == 1;

  return read_have (self, yyjson_obj_get (header, "have"), error);
}

/* Takes @n lines from @text to @end, which must be all there is. */
static gboolean
take_offers (KpSyncRequest *self,
             GBytes *body,
             const char *text,
             gint64 n,
             GError **error)
{
  gsize size;
  const char *start = g_bytes_get_data (body, &size);

  if (n > KP_LIMIT_OPERATIONS_PER_REQUEST)
    return fail_too_large (error, "n");

  for (gint64 i = 0; i < n; i++)
    {
      g_autoptr (GBytes) bytes = NULL;
      gsize length;
      const char *line = kp_wire_take_line (&text, start + size, &length);

      if (line == NULL)
        return fail (error, "fewer operations than announced");
      if (length > KP_LIMIT_OPERATION)
        return fail_too_large (error, "an operation");

      bytes = g_bytes_new_from_bytes (body, line - start, length);
      kp_sync_request_add_offer (self, bytes, FALSE, 0, NULL);
    }

  return text == start + size || fail (error, "more than the announced operations");
}

KpSyncRequest *
kp_sync_request_decode (GBytes *body,
                        GError **error)
{
  g_autoptr (KpSyncRequest) self = NULL;
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_val *header;
  const char *text;
  const char *line;
  gsize size;
  gsize length;
  gint64 n;

  g_return_val_if_fail (body != NULL, NULL);

  text = g_bytes_get_data (body, &size);
  if (size > KP_LIMIT_SYNC_REQUEST)
    {
      fail_too_large (error, "the body");
      return NULL;
    }

  line = kp_wire_take_line (&text, text + size, &length);
  if (line == NULL)
    {
      fail (error, "no header line");
      return NULL;
    }

  doc = kp_value_read (line, length, LIMIT_HEADER, NULL, error);
  if (doc == NULL)
    return NULL;

  header = yyjson_doc_get_root (doc);
  self = kp_sync_request_new ();
  if (!read_header (self, header, error))
    return NULL;
  if (!kp_wire_read_count (yyjson_obj_get (header, "n"), &n))
    {
      fail (error, "n");
      return NULL;
    }
  if (!take_offers (self, body, text, n, error))
    return NULL;
  if (!read_again (self, yyjson_obj_get (header, "again")))
    {
      fail (error, "again");
      return NULL;
    }

  return g_steal_pointer (&self);
}
