/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Answers as variants, for the application, and as JSON, for the wire. Pure, any thread.
 */

#include "kp-question-private.h"

const GVariantType *
kp_question_value_get_type (KpQuestionType type)
{
  switch (type)
    {
    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
      return G_VARIANT_TYPE_INT64;

    case KP_QUESTION_YES_NO:
    case KP_QUESTION_CHECK:
      return G_VARIANT_TYPE_BOOLEAN;

    case KP_QUESTION_CHOICES:
    case KP_QUESTION_FILE:
    case KP_QUESTION_PHOTO:
      return G_VARIANT_TYPE_STRING_ARRAY;

    case KP_QUESTION_ADDRESS:
    case KP_QUESTION_ASSET:
    case KP_QUESTION_CONTACT:
      return KP_QUESTION_PARTS_TYPE;

    case KP_QUESTION_TEXT:
    case KP_QUESTION_LONG_TEXT:
    case KP_QUESTION_EMAIL:
    case KP_QUESTION_PHONE:
    case KP_QUESTION_IBAN:
    case KP_QUESTION_POSTCODE:
    case KP_QUESTION_DATE:
    case KP_QUESTION_TIME:
    case KP_QUESTION_DATE_TIME:
    case KP_QUESTION_CHOICE:
    case KP_QUESTION_DROPDOWN:
    case KP_QUESTION_LOCATION:
    case KP_QUESTION_URGENCY:
    case KP_QUESTION_HEADING:
      break;
    }

  return G_VARIANT_TYPE_STRING;
}

static GVariant *
read_strings (yyjson_val *value)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  size_t index;
  size_t length;
  yyjson_val *text;

  yyjson_arr_foreach (value, index, length, text)
  {
    if (yyjson_is_str (text))
      g_strv_builder_add (builder, yyjson_get_str (text));
  }
  texts = g_strv_builder_end (builder);

  return g_variant_new_strv ((const char *const *) texts, -1);
}

static GVariant *
read_parts (yyjson_val *value)
{
  g_auto (GVariantBuilder) builder = G_VARIANT_BUILDER_INIT (KP_QUESTION_PARTS_TYPE);
  size_t index;
  size_t length;
  yyjson_val *name;
  yyjson_val *text;

  yyjson_obj_foreach (value, index, length, name, text)
  {
    if (yyjson_is_str (text) && yyjson_get_len (text) > 0)
      g_variant_builder_add (&builder, "{ss}", yyjson_get_str (name), yyjson_get_str (text));
  }

  return g_variant_builder_end (&builder);
}

GVariant *
kp_question_value_read (KpQuestionType type,
                        yyjson_val *value)
{
  const GVariantType *wanted = kp_question_value_get_type (type);

  /* What could not be read as a number or date was kept as it was typed. */
  if (yyjson_is_str (value))
    return g_variant_new_string (yyjson_get_str (value));
  if (g_variant_type_equal (wanted, G_VARIANT_TYPE_INT64))
    return yyjson_is_int (value) ? g_variant_new_int64 (yyjson_get_sint (value)) : NULL;
  if (g_variant_type_equal (wanted, G_VARIANT_TYPE_BOOLEAN))
    return yyjson_is_bool (value) ? g_variant_new_boolean (yyjson_get_bool (value)) : NULL;
  if (g_variant_type_equal (wanted, G_VARIANT_TYPE_STRING_ARRAY))
    return yyjson_is_arr (value) ? read_strings (value) : NULL;

  return g_variant_type_equal (wanted, KP_QUESTION_PARTS_TYPE) && yyjson_is_obj (value)
           ? read_parts (value)
           : NULL;
}

static yyjson_mut_val *
write_parts (GVariant *value,
             yyjson_mut_doc *doc)
{
  yyjson_mut_val *object = yyjson_mut_obj (doc);
  GVariantIter iter;
  const char *name;
  const char *text;

  g_variant_iter_init (&iter, value);
  while (g_variant_iter_next (&iter, "{&s&s}", &name, &text))
    yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, name), yyjson_mut_strcpy (doc, text));

  return object;
}

yyjson_mut_val *
kp_question_value_write (GVariant *value,
                         yyjson_mut_doc *doc)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return yyjson_mut_sint (doc, g_variant_get_int64 (value));
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return yyjson_mut_bool (doc, g_variant_get_boolean (value));
  if (g_variant_is_of_type (value, KP_QUESTION_PARTS_TYPE))
    return write_parts (value, doc);
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    {
      g_autofree const char **texts = g_variant_get_strv (value, NULL);
      yyjson_mut_val *array = yyjson_mut_arr (doc);

      for (guint i = 0; texts[i] != NULL; i++)
        yyjson_mut_arr_add_strcpy (doc, array, texts[i]);

      return array;
    }

  return yyjson_mut_strcpy (doc, g_variant_get_string (value, NULL));
}

gboolean
kp_question_value_is_empty (GVariant *value)
{
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return *g_variant_get_string (value, NULL) == '\0';

  return g_variant_is_container (value) && g_variant_n_children (value) == 0;
}
