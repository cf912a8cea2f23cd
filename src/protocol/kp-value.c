/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Values without the freedoms of JSON: bounded depth, no zero inside of a string, no floating
 * point.
 */

#include "kp-value.h"

#include "kp-error.h"
#include "kp-json.h"
#include "kp-limits.h"
#include "kp-time.h"

#include <string.h>

/* Above this many members, a set is quicker than comparing each with the first of its name. */
#define MANY_MEMBERS 32

/* A zero can only come from an escape, and hardly any text holds one. */
static gboolean
may_hold_zero (const char *text,
               gsize length)
{
  const char *escape = length > 0 ? memchr (text, '\\', length) : NULL;

  return escape != NULL &&
         memmem (escape, text + length - escape, "\\u0000", strlen ("\\u0000")) != NULL;
}

/* yyjson keeps the values of a document in one row, names among them. */
static gboolean
holds_zero (yyjson_doc *doc)
{
  yyjson_val *value = yyjson_doc_get_root (doc);
  gsize n = yyjson_doc_get_val_count (doc);

  for (gsize i = 0; i < n; i++)
    {
      if (yyjson_is_str (&value[i]) &&
          strlen (yyjson_get_str (&value[i])) != yyjson_get_len (&value[i]))
        return TRUE;
    }

  return FALSE;
}

/* Fewer lists and objects than the limit cannot nest deeper, and hardly any text holds more. */
static gboolean
is_within_depth (yyjson_doc *doc,
                 const char *text,
                 gsize length)
{
  yyjson_val *value = yyjson_doc_get_root (doc);
  gsize n = yyjson_doc_get_val_count (doc);
  guint n_containers = 0;

  for (gsize i = 0; i < n; i++)
    n_containers += yyjson_is_ctn (&value[i]);

  return n_containers <= KP_LIMIT_JSON_DEPTH ||
         kp_json_is_within_depth (text, length, KP_LIMIT_JSON_DEPTH);
}

yyjson_doc *
kp_value_read (const char *text,
               gsize length,
               gsize limit,
               const yyjson_alc *allocator,
               GError **error)
{
  g_autoptr (yyjson_doc) doc = NULL;
  yyjson_read_err fault;

  g_return_val_if_fail (text != NULL || length == 0, NULL);

  if (length > limit)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE,
                   "%" G_GSIZE_FORMAT " bytes of JSON, at most %" G_GSIZE_FORMAT " are taken",
                   length, limit);
      return NULL;
    }
  /* The text is const to yyjson unless it is asked to read in place. */
  doc = yyjson_read_opts ((char *) text, length, YYJSON_READ_NOFLAG, allocator, &fault);
  if (doc == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "Byte %" G_GSIZE_FORMAT ": %s",
                   fault.pos, fault.msg);
      return NULL;
    }
  /* Afterwards, because yyjson reads without recursion: depth costs it no stack. */
  if (!is_within_depth (doc, text, length))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "The JSON nests deeper than %d",
                   KP_LIMIT_JSON_DEPTH);
      return NULL;
    }
  if (may_hold_zero (text, length) && holds_zero (doc))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "A string holds a zero");
      return NULL;
    }

  return g_steal_pointer (&doc);
}

char *
kp_value_write (yyjson_val *value,
                gsize *length)
{
  g_autofree char *copy = NULL;
  size_t written = 0;
  char *text;

  g_return_val_if_fail (value != NULL, NULL);

  text = yyjson_val_write (value, YYJSON_WRITE_NOFLAG, &written);
  g_assert (text != NULL); /* our values are valid; out of memory ends the program anyway */
  copy = g_strndup (text, written);
  free (text);
  if (length != NULL)
    *length = written;

  return g_steal_pointer (&copy);
}

gboolean
kp_value_get_int (yyjson_val *value,
                  gint64 *number)
{
  gint64 found;

  g_return_val_if_fail (number != NULL, FALSE);

  if (!yyjson_is_int (value))
    return FALSE;
  if (yyjson_is_uint (value) && yyjson_get_uint (value) > (guint64) KP_VALUE_INT_MAX)
    return FALSE;

  found = yyjson_get_sint (value);
  if (found < -KP_VALUE_INT_MAX)
    return FALSE;

  *number = found;
  return TRUE;
}

gboolean
kp_value_get_id (yyjson_val *value,
                 KpId *id)
{
  return yyjson_is_str (value) && kp_id_parse (yyjson_get_str (value), yyjson_get_len (value), id);
}

const char *
kp_value_get_text (yyjson_val *value)
{
  return yyjson_get_str (value);
}

static gboolean
are_names (yyjson_val *value)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  if (!yyjson_obj_iter_init (value, &iter))
    return FALSE;

  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (!yyjson_is_str (yyjson_obj_iter_get_val (name)))
        return FALSE;
    }

  return TRUE;
}

gboolean
kp_value_is_of_kind (yyjson_val *value,
                     KpFieldKind kind)
{
  gint64 number;
  KpId id;

  if (value == NULL || yyjson_is_null (value))
    return FALSE;

  switch (kind)
    {
    case KP_FIELD_TEXT:
      return yyjson_is_str (value);

    case KP_FIELD_INT:
      return kp_value_get_int (value, &number);

    case KP_FIELD_BOOL:
      return yyjson_is_bool (value);

    case KP_FIELD_ID:
      return kp_value_get_id (value, &id);

    case KP_FIELD_TIME:
      return kp_value_get_int (value, &number) && kp_time_is_valid (number);

    case KP_FIELD_DATE:
      return yyjson_is_str (value) &&
             kp_date_is_valid (yyjson_get_str (value), yyjson_get_len (value));

    case KP_FIELD_NAMES:
      return are_names (value);

    case KP_FIELD_JSON:
      return TRUE;
    }

  return FALSE;
}

gboolean
kp_value_equal (yyjson_val *a,
                yyjson_val *b)
{
  gboolean a_is_null = a == NULL || yyjson_is_null (a);
  gboolean b_is_null = b == NULL || yyjson_is_null (b);

  if (a_is_null || b_is_null)
    return a_is_null && b_is_null;

  return yyjson_equals (a, b);
}

gboolean
kp_value_has_unique_names (yyjson_val *object)
{
  g_autoptr (GHashTable) names = NULL;
  yyjson_obj_iter iter;
  yyjson_val *name;

  g_return_val_if_fail (yyjson_is_obj (object), FALSE);

  if (yyjson_obj_size (object) > MANY_MEMBERS)
    names = g_hash_table_new (g_str_hash, g_str_equal);

  yyjson_obj_iter_init (object, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const char *text = yyjson_get_str (name);
      gboolean is_first =
        names != NULL
          ? g_hash_table_add (names, (gpointer) text)
          : yyjson_obj_getn (object, text, yyjson_get_len (name)) == yyjson_obj_iter_get_val (name);

      if (!is_first)
        return FALSE;
    }

  return TRUE;
}
