/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Replies of an exchange: whatever a server sends, the reader ends, stays inside of the bytes and
 * hands out bodies that are what they seem.
 */

#include "kp-sync-codec.h"
#include "kp-value.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static void
check_record (const KpLine *line,
              const char *start,
              gsize length)
{
  g_autoptr (yyjson_doc) doc = NULL;

  g_assert_true ((line->body == NULL) == (line->value == NULL));
  if (line->body == NULL)
    return;

  g_assert_true (line->body >= start && line->body + line->body_length <= start + length);
  g_assert_null (memchr (line->body, '\n', line->body_length));
  doc = yyjson_read (line->body, line->body_length, YYJSON_READ_NOFLAG);
  g_assert_nonnull (doc);
  g_assert_true (yyjson_is_obj (line->value));
  g_assert_cmpuint (yyjson_obj_size (yyjson_doc_get_root (doc)), ==, yyjson_obj_size (line->value));
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (GBytes) body = g_bytes_new_static (bytes, length);
  g_autoptr (KpReplyReader) reader = kp_reply_reader_new (body, NULL);
  g_autoptr (GError) error = NULL;
  KpLineKind last = 0;
  KpLine line;

  if (reader == NULL)
    return 0;

  while (kp_reply_reader_next (reader, &line, &error))
    {
      last = line.kind;
      if (line.kind == KP_LINE_RECORD)
        check_record (&line, (const char *) bytes, length);
      if (line.kind == KP_LINE_RESULT)
        g_assert_true (line.result != NULL && !kp_value_equal (line.object, NULL));
    }
  g_assert_true (error != NULL || last == KP_LINE_END);

  return 0;
}
