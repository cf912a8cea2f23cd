/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Wanted language, English, any.
 */

#include "kp-names.h"

const char *
kp_names_pick (yyjson_val *names,
               const char *language)
{
  yyjson_obj_iter iter;
  yyjson_val *text;

  if (yyjson_is_str (names))
    return yyjson_get_str (names);
  if (!yyjson_is_obj (names))
    return NULL;

  text = yyjson_obj_get (names, language);
  if (!yyjson_is_str (text))
    text = yyjson_obj_get (names, "en");
  if (yyjson_is_str (text))
    return yyjson_get_str (text);

  yyjson_obj_iter_init (names, &iter);
  for (yyjson_val *key = yyjson_obj_iter_next (&iter); key != NULL;
       key = yyjson_obj_iter_next (&iter))
    {
      if (yyjson_is_str (yyjson_obj_iter_get_val (key)))
        return yyjson_get_str (yyjson_obj_iter_get_val (key));
    }

  return NULL;
}

char *
kp_names_pick_json (const char *json,
                    const char *language)
{
  yyjson_doc *doc = json != NULL ? yyjson_read (json, strlen (json), 0) : NULL;
  char *text;

  if (doc == NULL)
    return NULL;

  text = g_strdup (kp_names_pick (yyjson_doc_get_root (doc), language));
  yyjson_doc_free (doc);

  return text;
}

char *
kp_names_dup_language (void)
{
  const char *name = g_get_language_names ()[0];

  return g_strndup (name, strcspn (name, "_.@-"));
}
