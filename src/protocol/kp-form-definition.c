/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a form can be shown and judged: what an office imports is checked before anybody meets
 * it.
 */

#include "kp-form.h"

#include "kp-condition.h"
#include "kp-error.h"
#include "kp-limits.h"
#include "kp-value.h"

#include <string.h>

/**
 * Definition:
 *
 * What was met so far.
 */
typedef struct
{
  GHashTable *keys;     /* (owned): of the questions; conditions may look back to these */
  GHashTable *sections; /* (owned): keys of the sections */
  const char *place;    /* key of the section or question being judged */
} Definition;

static gboolean
fail (const Definition *self,
      GError **error,
      const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s: %s", self->place, fault);

  return FALSE;
}

static gboolean
is_key (yyjson_val *value)
{
  const char *text = kp_value_get_text (value);

  return text != NULL && yyjson_get_len (value) >= 1 && yyjson_get_len (value) <= KP_LIMIT_KEY &&
         strspn (text, "abcdefghijklmnopqrstuvwxyz0123456789_") == yyjson_get_len (value);
}

static gboolean
is_optional_names (yyjson_val *value)
{
  return value == NULL || kp_value_is_of_kind (value, KP_FIELD_NAMES);
}

static gboolean
is_names (yyjson_val *value)
{
  return kp_value_is_of_kind (value, KP_FIELD_NAMES) && yyjson_obj_size (value) > 0;
}

static gboolean
is_optional_int (yyjson_val *value)
{
  gint64 number;

  return value == NULL || kp_value_get_int (value, &number);
}

static gboolean
check_condition (const Definition *self,
                 yyjson_val *condition,
                 GError **error)
{
  if (condition == NULL || kp_condition_check (condition, self->keys, error))
    return TRUE;

  g_prefix_error (error, "%s: ", self->place);
  return FALSE;
}

static gboolean
check_options (const Definition *self,
               yyjson_val *question,
               GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_val *options = yyjson_obj_get (question, "options");
  KpFormType type = kp_form_get_type (question);
  yyjson_arr_iter iter;
  yyjson_val *option;

  if (type != KP_FORM_TYPE_CHOICE && type != KP_FORM_TYPE_CHOICES)
    return options == NULL || fail (self, error, "options where none belong");
  if (!yyjson_arr_iter_init (options, &iter) || yyjson_arr_size (options) == 0)
    return fail (self, error, "a choice without options");
  if (yyjson_arr_size (options) > KP_LIMIT_OPTIONS)
    return fail (self, error, "too many options");

  while ((option = yyjson_arr_iter_next (&iter)) != NULL)
    {
      yyjson_val *value = yyjson_obj_get (option, "value");

      if (!yyjson_is_str (value) || yyjson_get_len (value) == 0 ||
          !is_names (yyjson_obj_get (option, "label")))
        return fail (self, error, "an option without value or label");
      if (!g_hash_table_add (values, (gpointer) yyjson_get_str (value)))
        return fail (self, error, "an option twice");
    }

  return TRUE;
}

static gboolean
check_bounds (const Definition *self,
              yyjson_val *question,
              GError **error)
{
  static const char *const BOUNDS[] = { "min", "max" };
  gboolean is_date = kp_form_get_type (question) == KP_FORM_TYPE_DATE;

  for (guint i = 0; i < G_N_ELEMENTS (BOUNDS); i++)
    {
      yyjson_val *bound = yyjson_obj_get (question, BOUNDS[i]);

      if (bound == NULL)
        continue;
      if (is_date ? !kp_value_is_of_kind (bound, KP_FIELD_DATE) : !is_optional_int (bound))
        return fail (self, error, "min or max is of the wrong kind");
    }

  return is_optional_int (yyjson_obj_get (question, "max_length")) ||
         fail (self, error, "max_length is no number");
}

static gboolean
check_pattern (const Definition *self,
               yyjson_val *question,
               GError **error)
{
  yyjson_val *pattern = yyjson_obj_get (question, "pattern");

  if (!is_optional_names (yyjson_obj_get (question, "pattern_text")))
    return fail (self, error, "pattern_text is no object of texts");

  return pattern == NULL ||
         (yyjson_is_str (pattern) && kp_pattern_is_valid (yyjson_get_str (pattern))) ||
         fail (self, error, "the pattern is malformed");
}

static gboolean
check_question (Definition *self,
                yyjson_val *question,
                GError **error)
{
  yyjson_val *key = yyjson_obj_get (question, "key");

  if (!is_key (key))
    return fail (self, error, "a question in it has no key of a-z, 0-9 and _");

  self->place = yyjson_get_str (key);
  if (kp_form_get_type (question) == KP_FORM_TYPE_UNKNOWN)
    return fail (self, error, "the type is unknown");
  if (!is_names (yyjson_obj_get (question, "label")))
    return fail (self, error, "there is no label");
  if (!is_optional_names (yyjson_obj_get (question, "help")))
    return fail (self, error, "help is no object of texts");

  if (!check_condition (self, yyjson_obj_get (question, "visible_if"), error) ||
      !check_condition (self, yyjson_obj_get (question, "required"), error) ||
      !check_options (self, question, error) || !check_bounds (self, question, error) ||
      !check_pattern (self, question, error))
    return FALSE;

  if (kp_form_check_answer (question, yyjson_obj_get (question, "default")) != 0)
    return fail (self, error, "the default is no right answer");
  if (!g_hash_table_add (self->keys, (gpointer) self->place))
    return fail (self, error, "the key occurs twice");

  return g_hash_table_size (self->keys) <= KP_LIMIT_QUESTIONS ||
         fail (self, error, "too many questions");
}

static gboolean
check_section (Definition *self,
               yyjson_val *section,
               GError **error)
{
  yyjson_val *key = yyjson_obj_get (section, "key");
  yyjson_arr_iter iter;
  yyjson_val *question;

  if (!is_key (key))
    return fail (self, error, "a section has no key of a-z, 0-9 and _");

  self->place = yyjson_get_str (key);
  if (!g_hash_table_add (self->sections, (gpointer) self->place))
    return fail (self, error, "the key occurs twice");
  if (!is_names (yyjson_obj_get (section, "title")))
    return fail (self, error, "there is no title");
  if (!is_optional_names (yyjson_obj_get (section, "help")))
    return fail (self, error, "help is no object of texts");
  if (!check_condition (self, yyjson_obj_get (section, "visible_if"), error))
    return FALSE;
  if (!yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &iter))
    return fail (self, error, "there are no questions");

  while ((question = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_question (self, question, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_form_check_definition (yyjson_val *sections,
                          GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) section_keys = g_hash_table_new (g_str_hash, g_str_equal);
  Definition self = { .keys = keys, .sections = section_keys, .place = "sections" };
  yyjson_arr_iter iter;
  yyjson_val *section;

  if (!yyjson_arr_iter_init (sections, &iter) || yyjson_arr_size (sections) == 0)
    return fail (&self, error, "no array of sections");
  if (yyjson_arr_size (sections) > KP_LIMIT_QUESTIONS)
    return fail (&self, error, "too many sections");

  while ((section = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_section (&self, section, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_form_check_items (yyjson_val *items,
                     GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  Definition self = { .keys = keys, .place = "items" };
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_arr_iter_init (items, &iter))
    return fail (&self, error, "no array of items");
  if (yyjson_arr_size (items) > KP_LIMIT_QUESTIONS)
    return fail (&self, error, "too many items");

  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      yyjson_val *key = yyjson_obj_get (item, "key");

      if (!is_key (key))
        return fail (&self, error, "an item has no key of a-z, 0-9 and _");

      self.place = yyjson_get_str (key);
      if (!g_hash_table_add (keys, (gpointer) self.place))
        return fail (&self, error, "the key occurs twice");
      if (!is_names (yyjson_obj_get (item, "text")) ||
          !yyjson_is_bool (yyjson_obj_get (item, "required")))
        return fail (&self, error, "the text is missing, or “required” is no boolean");
    }

  return TRUE;
}
