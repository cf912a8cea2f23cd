/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Lines and shared shapes of the exchange.
 */

#include "kp-wire.h"

#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

#define HEX_LENGTH 16

void
kp_wire_append_text (GString *line,
                     const char *text)
{
  g_string_append_c (line, '"');
  for (const char *c = text; *c != '\0'; c++)
    {
      if (*c == '"' || *c == '\\')
        g_string_append_c (line, '\\');
      if ((guchar) *c < 0x20)
        g_string_append_printf (line, "\\u%04x", (guint) *c);
      else
        g_string_append_c (line, *c);
    }
  g_string_append_c (line, '"');
}

void
kp_wire_append_seen (GString *line,
                     const KpSeen *seen)
{
  g_string_append_printf (line, "[%" G_GINT64_FORMAT ",\"%s\"]", seen->number, seen->nonce);
}

const char *
kp_wire_take_line (const char **text,
                   const char *end,
                   gsize *length)
{
  const char *line = *text;
  const char *line_end = line < end ? memchr (line, '\n', end - line) : NULL;

  if (line_end == NULL)
    return NULL;

  *length = line_end - line;
  *text = line_end + 1;
  return line;
}

static gboolean
is_hex (yyjson_val *value)
{
  const char *text = yyjson_get_str (value);

  if (text == NULL || yyjson_get_len (value) != HEX_LENGTH)
    return FALSE;

  return strspn (text, "0123456789abcdef") == HEX_LENGTH;
}

gboolean
kp_wire_read_seen (yyjson_val *value,
                   KpSeen *seen)
{
  KpSeen found = { 0 };

  if (!yyjson_is_arr (value) || yyjson_arr_size (value) != 2 ||
      !kp_value_get_int (yyjson_arr_get_first (value), &found.number) || found.number < 1 ||
      !is_hex (yyjson_arr_get_last (value)))
    return FALSE;

  memcpy (found.nonce, yyjson_get_str (yyjson_arr_get_last (value)), HEX_LENGTH);
  *seen = found;
  return TRUE;
}

gboolean
kp_wire_read_acc (yyjson_val *value,
                  char *acc)
{
  if (!yyjson_is_str (value) || (yyjson_get_len (value) != 0 && !is_hex (value)))
    return FALSE;

  g_strlcpy (acc, yyjson_get_str (value), HEX_LENGTH + 1);
  return TRUE;
}

gboolean
kp_wire_read_count (yyjson_val *value,
                    gint64 *count)
{
  gint64 found;

  if (!kp_value_get_int (value, &found) || found < 0)
    return FALSE;

  *count = found;
  return TRUE;
}

gboolean
kp_wire_is_stream (yyjson_val *value)
{
  return yyjson_is_str (value) && yyjson_get_len (value) >= 1 &&
         yyjson_get_len (value) <= KP_LIMIT_STREAM;
}
