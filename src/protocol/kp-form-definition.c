/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whether a form can be shown and judged: what an office imports is checked before anybody meets
 * it.
 */

#include "kp-form.h"

#include "kp-condition.h"
#include "kp-error.h"
#include "kp-file.h"
#include "kp-limits.h"
#include "kp-time.h"
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
  GHashTable *types;    /* (owned): key of a question → its KpFormType */
  const char *place;    /* key of the section or question being judged */
  yyjson_val *where;    /* (nullable): what is at fault, or what holds it */
} Definition;

/* Returns: (nullable): the name itself, as only texts know their place in a file */
static yyjson_val *
at (yyjson_val *object,
    const char *name)
{
  yyjson_obj_iter iter;
  yyjson_val *key;

  yyjson_obj_iter_init (object, &iter);
  while ((key = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (g_str_equal (yyjson_get_str (key), name))
        return key;
    }

  return NULL;
}

/* @where: (nullable): what is at fault, NULL if it is not there at all */
static gboolean
fail (Definition *self,
      yyjson_val *where,
      GError **error,
      const char *fault)
{
  if (where != NULL)
    self->where = where;
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

/* A name that nobody knows is a slip of the pen: “requierd”, and nobody would have to answer. */
static gboolean
check_members (Definition *self,
               yyjson_val *object,
               const char *const *known,
               GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  yyjson_obj_iter_init (object, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (!g_strv_contains (known, yyjson_get_str (name)))
        {
          self->where = name;
          g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "%s: “%s” is unknown", self->place,
                       yyjson_get_str (name));
          return FALSE;
        }
    }

  return yyjson_get_type (object) != YYJSON_TYPE_OBJ || kp_value_has_unique_names (object) ||
         fail (self, object, error, "a name occurs twice");
}

static gboolean
check_condition (Definition *self,
                 yyjson_val *object,
                 const char *name,
                 GError **error)
{
  yyjson_val *condition = yyjson_obj_get (object, name);

  if (condition == NULL || kp_condition_check (condition, self->keys, error))
    return TRUE;

  self->where = at (object, name);
  g_prefix_error (error, "%s: ", self->place);
  return FALSE;
}

static gboolean
has_options (KpFormType type)
{
  return type == KP_FORM_TYPE_CHOICE || type == KP_FORM_TYPE_CHOICES ||
         type == KP_FORM_TYPE_DROPDOWN;
}

static gboolean
check_option (Definition *self,
              yyjson_val *option,
              GHashTable *values,
              GError **error)
{
  static const char *const KNOWN[] = { "value", "label", NULL };
  yyjson_val *value = yyjson_obj_get (option, "value");

  if (!check_members (self, option, KNOWN, error))
    return FALSE;
  if (!yyjson_is_str (value) || yyjson_get_len (value) == 0 ||
      !is_names (yyjson_obj_get (option, "label")))
    return fail (self, option, error, "an option without value or label");

  return g_hash_table_add (values, (gpointer) yyjson_get_str (value)) ||
         fail (self, value, error, "an option twice");
}

static gboolean
check_options (Definition *self,
               yyjson_val *question,
               GError **error)
{
  g_autoptr (GHashTable) values = g_hash_table_new (g_str_hash, g_str_equal);
  yyjson_val *options = yyjson_obj_get (question, "options");
  yyjson_arr_iter iter;
  yyjson_val *option;

  if (!has_options (kp_form_get_type (question)))
    return options == NULL ||
           fail (self, at (question, "options"), error, "options where none belong");
  if (!yyjson_arr_iter_init (options, &iter) || yyjson_arr_size (options) == 0)
    return fail (self, at (question, "options"), error, "a choice without options");
  if (yyjson_arr_size (options) > KP_LIMIT_OPTIONS)
    return fail (self, at (question, "options"), error, "too many options");

  while ((option = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_option (self, option, values, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
is_bound (KpFormType type,
          yyjson_val *bound)
{
  const char *text = kp_value_get_text (bound);
  gsize length = yyjson_get_len (bound);

  if (type == KP_FORM_TYPE_DATE)
    return text != NULL && kp_date_is_valid (text, length);
  if (type == KP_FORM_TYPE_TIME)
    return text != NULL && kp_clock_is_valid (text, length);
  if (type == KP_FORM_TYPE_DATE_TIME)
    return text != NULL && kp_local_is_valid (text, length);

  return is_optional_int (bound);
}

static gboolean
check_bounds (Definition *self,
              yyjson_val *question,
              GError **error)
{
  static const char *const BOUNDS[] = { "min", "max" };
  yyjson_val *max_length = yyjson_obj_get (question, "max_length");
  KpFormType type = kp_form_get_type (question);
  gint64 length = 1;

  for (guint i = 0; i < G_N_ELEMENTS (BOUNDS); i++)
    {
      yyjson_val *bound = yyjson_obj_get (question, BOUNDS[i]);

      if (bound != NULL && !is_bound (type, bound))
        return fail (self, at (question, BOUNDS[i]), error, "min or max is of the wrong kind");
    }
  if (max_length == NULL)
    return TRUE;

  return (kp_value_get_int (max_length, &length) && length > 0 &&
          length <= KP_LIMIT_ANSWER_CHARACTERS) ||
         fail (self, at (question, "max_length"), error, "max_length is no number, or too large");
}

static gboolean
is_of_files (KpFormType type)
{
  return type == KP_FORM_TYPE_FILE || type == KP_FORM_TYPE_PHOTO;
}

/* Which files a question takes, and how many: all of it is for questions about files only. */
static gboolean
check_types (Definition *self,
             yyjson_val *question,
             GError **error)
{
  yyjson_val *types = yyjson_obj_get (question, "types");
  KpFormType type = kp_form_get_type (question);
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (types == NULL)
    return TRUE;
  if (!is_of_files (type))
    return fail (self, at (question, "types"), error, "types where none belong");
  if (!yyjson_arr_iter_init (types, &iter) || yyjson_arr_size (types) == 0)
    return fail (self, at (question, "types"), error, "types is no list of media types");

  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      const KpFileType *known = kp_file_type_find (kp_value_get_text (item));

      if (known == NULL)
        return fail (self, item, error, "files of this type are not taken");
      if (type == KP_FORM_TYPE_PHOTO && !known->is_photo)
        return fail (self, item, error, "a photo of this type is not taken");
    }

  return TRUE;
}

static gboolean
check_count (Definition *self,
             yyjson_val *question,
             GError **error)
{
  gint64 min = 0;
  gint64 max = KP_LIMIT_ATTACHMENTS;

  if (!is_of_files (kp_form_get_type (question)))
    return TRUE;

  kp_value_get_int (yyjson_obj_get (question, "min"), &min);
  kp_value_get_int (yyjson_obj_get (question, "max"), &max);
  if (min < 0 || max < 1 || min > max || max > KP_LIMIT_ATTACHMENTS)
    return fail (self, at (question, "max"), error, "that many files cannot be sent");

  return yyjson_obj_get (question, "default") == NULL ||
         fail (self, at (question, "default"), error, "a file has no default");
}

static gboolean
check_texts (Definition *self,
             yyjson_val *question,
             GError **error)
{
  yyjson_val *pattern = yyjson_obj_get (question, "pattern");
  yyjson_val *unit = yyjson_obj_get (question, "unit");

  if (!is_names (yyjson_obj_get (question, "label")))
    return fail (self, at (question, "label"), error, "there is no label");
  if (!is_optional_names (yyjson_obj_get (question, "help")))
    return fail (self, at (question, "help"), error, "help is no object of texts");
  if (!is_optional_names (yyjson_obj_get (question, "pattern_text")))
    return fail (self, at (question, "pattern_text"), error,
                 "pattern_text is no object of texts");
  if (unit != NULL && (!is_names (unit) || kp_form_get_type (question) != KP_FORM_TYPE_NUMBER))
    return fail (self, at (question, "unit"), error,
                 "unit is no object of texts, or not of a number");

  return pattern == NULL ||
         (yyjson_is_str (pattern) && kp_pattern_is_valid (yyjson_get_str (pattern))) ||
         fail (self, at (question, "pattern"), error, "the pattern is malformed");
}

/* Sources outside of the form. */
static const char *const SOURCES[] = {
  "user.name",
  "user.email",
  "user.phone",
  "organisation.name",
  "organisation.street",
  "organisation.postcode",
  "organisation.city",
  "organisation.kvk_number",
  "organisation.address",
  "earlier",
  NULL,
};

static gboolean
has_part (KpFormType type,
          const char *name)
{
  const KpFormPart *parts = kp_form_get_parts (type);

  for (guint i = 0; parts != NULL && parts[i].name != NULL; i++)
    {
      if (g_str_equal (parts[i].name, name))
        return TRUE;
    }

  return FALSE;
}

gboolean
kp_form_is_source (const char *source,
                   GHashTable *types)
{
  const char *dot = strchr (source, '.');
  g_autofree char *key = NULL;

  if (g_strv_contains (SOURCES, source))
    return TRUE;
  if (dot == NULL || types == NULL)
    return FALSE;

  key = g_strndup (source, dot - source);

  return has_part (GPOINTER_TO_INT (g_hash_table_lookup (types, key)), dot + 1);
}

static gboolean
check_source (Definition *self,
              yyjson_val *question,
              GError **error)
{
  yyjson_val *source = yyjson_obj_get (question, "prefill_from");

  return source == NULL ||
         (yyjson_is_str (source) && !is_of_files (kp_form_get_type (question)) &&
          kp_form_is_source (yyjson_get_str (source), self->types)) ||
         fail (self, at (question, "prefill_from"), error,
               "prefill_from names nothing that is known");
}

static gboolean
check_question (Definition *self,
                yyjson_val *question,
                GError **error)
{
  static const char *const KNOWN[] = {
    "key",
    "type",
    "label",
    "help",
    "required",
    "visible_if",
    "options",
    "min",
    "max",
    "max_length",
    "pattern",
    "pattern_text",
    "unit",
    "default",
    "prefill_from",
    "types",
    NULL,
  };
  yyjson_val *key = yyjson_obj_get (question, "key");
  yyjson_val *given = yyjson_obj_get (question, "default");

  if (yyjson_obj_size (question) > 0)
    self->where = question;
  if (!is_key (key))
    return fail (self, key, error, "a question in it has no key of a-z, 0-9 and _");

  self->where = key;
  self->place = yyjson_get_str (key);
  if (kp_form_get_type (question) == KP_FORM_TYPE_UNKNOWN)
    return fail (self, at (question, "type"), error, "the type is unknown");

  if (!check_members (self, question, KNOWN, error) || !check_texts (self, question, error) ||
      !check_condition (self, question, "visible_if", error) ||
      !check_condition (self, question, "required", error) ||
      !check_options (self, question, error) || !check_bounds (self, question, error) ||
      !check_types (self, question, error) || !check_count (self, question, error) ||
      !check_source (self, question, error))
    return FALSE;

  if (kp_form_check_answer (question, given) != 0)
    return fail (self, at (question, "default"), error, "the default is no right answer");
  if (!g_hash_table_add (self->keys, (gpointer) self->place))
    return fail (self, key, error, "the key occurs twice");
  g_hash_table_insert (self->types, (gpointer) self->place,
                       GINT_TO_POINTER (kp_form_get_type (question)));

  return g_hash_table_size (self->keys) <= KP_LIMIT_QUESTIONS ||
         fail (self, key, error, "too many questions");
}

static gboolean
check_section (Definition *self,
               yyjson_val *section,
               GError **error)
{
  static const char *const KNOWN[] = { "key", "title", "help", "visible_if", "questions", NULL };
  yyjson_val *key = yyjson_obj_get (section, "key");
  yyjson_arr_iter iter;
  yyjson_val *question;

  if (yyjson_obj_size (section) > 0)
    self->where = section;
  if (!is_key (key))
    return fail (self, key, error, "a section has no key of a-z, 0-9 and _");

  self->where = key;
  self->place = yyjson_get_str (key);
  if (!g_hash_table_add (self->sections, (gpointer) self->place))
    return fail (self, key, error, "the key occurs twice");
  if (!check_members (self, section, KNOWN, error))
    return FALSE;
  if (!is_names (yyjson_obj_get (section, "title")))
    return fail (self, at (section, "title"), error, "there is no title");
  if (!is_optional_names (yyjson_obj_get (section, "help")))
    return fail (self, at (section, "help"), error, "help is no object of texts");
  if (!check_condition (self, section, "visible_if", error))
    return FALSE;
  if (!yyjson_arr_iter_init (yyjson_obj_get (section, "questions"), &iter))
    return fail (self, at (section, "questions"), error, "there are no questions");

  while ((question = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_question (self, question, error))
        return FALSE;
    }

  return TRUE;
}

static gboolean
check_sections (Definition *self,
                yyjson_val *sections,
                GError **error)
{
  yyjson_arr_iter iter;
  yyjson_val *section;

  if (!yyjson_arr_iter_init (sections, &iter) || yyjson_arr_size (sections) == 0)
    return fail (self, NULL, error, "no array of sections");
  if (yyjson_arr_size (sections) > KP_LIMIT_QUESTIONS)
    return fail (self, NULL, error, "too many sections");

  while ((section = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_section (self, section, error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_form_check_definition (yyjson_val *sections,
                          yyjson_val **where,
                          GError **error)
{
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) section_keys = g_hash_table_new (g_str_hash, g_str_equal);
  g_autoptr (GHashTable) types = g_hash_table_new (g_str_hash, g_str_equal);
  Definition self = {
    .keys = keys,
    .sections = section_keys,
    .types = types,
    .place = "sections",
  };

  if (check_sections (&self, sections, error))
    return TRUE;

  if (where != NULL)
    *where = self.where;

  return FALSE;
}

gboolean
kp_form_check_items (yyjson_val *items,
                     GError **error)
{
  static const char *const KNOWN[] = { "key", "text", "required", "evidence", NULL };
  g_autoptr (GHashTable) keys = g_hash_table_new (g_str_hash, g_str_equal);
  Definition self = { .keys = keys, .place = "items" };
  yyjson_arr_iter iter;
  yyjson_val *item;

  if (!yyjson_arr_iter_init (items, &iter))
    return fail (&self, NULL, error, "no array of items");
  if (yyjson_arr_size (items) > KP_LIMIT_QUESTIONS)
    return fail (&self, NULL, error, "too many items");

  while ((item = yyjson_arr_iter_next (&iter)) != NULL)
    {
      yyjson_val *key = yyjson_obj_get (item, "key");

      if (!is_key (key))
        return fail (&self, key, error, "an item has no key of a-z, 0-9 and _");

      self.place = yyjson_get_str (key);
      if (!g_hash_table_add (keys, (gpointer) self.place))
        return fail (&self, key, error, "the key occurs twice");
      if (!is_names (yyjson_obj_get (item, "text")) ||
          !yyjson_is_bool (yyjson_obj_get (item, "required")))
        return fail (&self, key, error, "the text is missing, or “required” is no boolean");
      if (kp_form_get_evidence (item) == KP_FORM_EVIDENCE_UNKNOWN)
        return fail (&self, key, error, "the evidence is unknown");
      if (!check_members (&self, item, KNOWN, error))
        return FALSE;
    }

  return TRUE;
}
