/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The library reads nested values by recursion, so the depth is judged before it sees the text.
 */

#include "kp-json.h"

#include "kp-error.h"

#include <stdio.h>

/* Setting this bit makes '{' of '[', and of no other byte. */
#define BRACKET_BIT 0x20
#define BLOCK 64

/* Asked of every record, so in blocks of a fixed size, which compilers turn into a few vector
 * instructions.
 */
static gsize
count_openings (const char *text,
                gsize length)
{
  gsize n = 0;

  for (; length >= BLOCK; text += BLOCK, length -= BLOCK)
    {
      guint8 n_in_block = 0;

      for (guint i = 0; i < BLOCK; i++)
        n_in_block += (text[i] | BRACKET_BIT) == '{';
      n += n_in_block;
    }
  for (gsize i = 0; i < length; i++)
    n += (text[i] | BRACKET_BIT) == '{';

  return n;
}

gboolean
kp_json_is_within_depth (const char *text,
                         gsize length,
                         guint max_depth)
{
  gboolean in_string = FALSE;
  guint depth = 0;

  g_return_val_if_fail (text != NULL || length == 0, FALSE);

  if (count_openings (text, length) <= max_depth)
    return TRUE;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string)
        {
          if (text[i] == '\\')
            i++;
          else if (text[i] == '"')
            in_string = FALSE;
        }
      else if (text[i] == '"')
        in_string = TRUE;
      else if (text[i] == '{' || text[i] == '[')
        {
          if (++depth > max_depth)
            return FALSE;
        }
      else if ((text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;
    }

  return TRUE;
}

/* json-glib tells the place in its message only: "<data>:2:3: Parse error: …". */
static void
set_fault (GError **error,
           const char *message)
{
  guint line = 1;
  guint column = 1;
  int n_used = 0;

  if (sscanf (message, "<data>:%u:%u: %n", &line, &column, &n_used) == 2)
    message += n_used;

  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "Line %u, column %u: %s", line, column, message);
}

JsonNode *
kp_json_parse (const char *text,
               gsize length,
               gsize max_length,
               guint max_depth,
               GError **error)
{
  g_autoptr (JsonParser) parser = NULL;
  g_autoptr (GError) fault = NULL;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > max_length)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " bytes of JSON, at most %" G_GSIZE_FORMAT " are taken",
                   length, max_length);
      return NULL;
    }
  if (!g_utf8_validate_len (text, length, NULL))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "The JSON is not UTF-8");
      return NULL;
    }
  if (!kp_json_is_within_depth (text, length, max_depth))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "The JSON nests deeper than %u", max_depth);
      return NULL;
    }

  parser = json_parser_new_immutable ();
  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, length, &fault))
    {
      set_fault (error, fault->message);
      return NULL;
    }
  if (json_parser_get_root (parser) == NULL)
    {
      set_fault (error, "There is no value");
      return NULL;
    }

  return json_parser_steal_root (parser);
}
