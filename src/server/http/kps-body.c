/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The parser is json-glib's; what it would let pass is looked for before and after.
 */

#include "kps-body.h"

#include "kp-error.h"
#include "kp-limits.h"

#include <string.h>

static gboolean
fail (const char *message,
      GError **error)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, message);
  return FALSE;
}

/* Counts brackets outside of strings, before the parser recurses into them. */
static gboolean
check_depth (const char *text,
             gsize length,
             GError **error)
{
  guint depth = 0;
  gboolean in_string = FALSE;

  for (gsize i = 0; i < length; i++)
    {
      if (in_string && text[i] == '\\')
        i++;
      else if (text[i] == '"')
        in_string = !in_string;
      else if (!in_string && (text[i] == '{' || text[i] == '['))
        depth++;
      else if (!in_string && (text[i] == '}' || text[i] == ']') && depth > 0)
        depth--;

      if (depth > KP_LIMIT_JSON_DEPTH)
        return fail ("Nested too deep", error);
    }

  return TRUE;
}

JsonObject *
kps_body_parse (GBytes *body,
                GError **error)
{
  g_autoptr (JsonParser) parser = json_parser_new_immutable ();
  g_autoptr (GError) cause = NULL;
  gsize length = 0;
  const char *text = body != NULL ? g_bytes_get_data (body, &length) : NULL;
  JsonNode *root;

  if (text == NULL || !g_utf8_validate_len (text, length, NULL))
    {
      fail ("Not UTF-8", error);
      return NULL;
    }

  if (!check_depth (text, length, error))
    return NULL;

  json_parser_set_strict (parser, TRUE);
  if (!json_parser_load_from_data (parser, text, length, &cause))
    {
      fail ("Not JSON", error);
      return NULL;
    }

  root = json_parser_get_root (parser);
  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    {
      fail ("Not an object", error);
      return NULL;
    }

  return json_object_ref (json_node_get_object (root));
}

gboolean
kps_body_get_optional_text (JsonObject *self,
                            const char *name,
                            gsize limit,
                            const char **text,
                            GError **error)
{
  JsonNode *node = json_object_get_member (self, name);

  *text = NULL;
  if (node == NULL || JSON_NODE_HOLDS_NULL (node))
    return TRUE;

  if (!JSON_NODE_HOLDS_VALUE (node) || json_node_get_value_type (node) != G_TYPE_STRING)
    return fail ("A member is no text", error);

  *text = json_node_get_string (node);
  if (**text == '\0' || strlen (*text) > limit)
    return fail ("A text is empty or too long", error);

  return TRUE;
}

const char *
kps_body_get_text (JsonObject *self,
                   const char *name,
                   gsize limit,
                   GError **error)
{
  const char *text;

  if (!kps_body_get_optional_text (self, name, limit, &text, error))
    return NULL;

  if (text == NULL)
    fail ("A member is missing", error);

  return text;
}
