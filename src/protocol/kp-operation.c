/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Operations as bytes: made, frozen, read and judged against the rows of the table. What they do is
 * in kp-operation-apply.c.
 */

#include "kp-operation.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-time.h"
#include "kp-value.h"

#include <string.h>

/* The members of an operation, in the order in which they are frozen. */
static const char *const MEMBERS[] = { "id", "after", "k", "at", "was", "a" };

static gboolean
fail (GError **error,
      const char *place,
      const char *fault)
{
  g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "“%s” %s", place, fault);

  return FALSE;
}

const KpOperationKind *
kp_operation_find_kind (const char *name,
                        gsize length)
{
  const char *at = name != NULL ? memchr (name, '@', length) : NULL;
  guint64 version = 0;
  gsize base;

  if (at == NULL)
    return NULL;

  /* Canonical digits only: "@01" would be the same row by another name. */
  base = at - name;
  for (const char *c = at + 1; c < name + length; c++)
    {
      if (!g_ascii_isdigit (*c) || (version == 0 && *c == '0') || version > G_MAXINT)
        return NULL;
      version = 10 * version + (*c - '0');
    }

  for (const KpOperationKind *kind = kp_operation_get_kinds (); kind->name != NULL; kind++)
    {
      if (strlen (kind->name) == base && memcmp (kind->name, name, base) == 0 &&
          (guint64) kind->version == version)
        return kind;
    }

  return NULL;
}

gboolean
kp_operation_kind_allows (const KpOperationKind *self,
                          const char *state,
                          guint who,
                          const char *const *rights)
{
  g_return_val_if_fail (self != NULL, FALSE);

  if ((who & self->who) == 0)
    return FALSE;
  if (self->from != NULL && (state == NULL || !g_strv_contains (self->from, state)))
    return FALSE;

  return self->right == NULL || (rights != NULL && g_strv_contains (rights, self->right));
}

static const KpArgument *
find_argument (const KpArgument *arguments,
               const char *name)
{
  for (const KpArgument *argument = arguments; argument->name != NULL; argument++)
    {
      if (g_str_equal (argument->name, name))
        return argument;
    }

  return NULL;
}

/* Returns: the bytes that count against the limit; 0 if @kind limits its values itself */
static gsize
measure (yyjson_val *value,
         KpFieldKind kind)
{
  gsize length = 0;

  if (kind == KP_FIELD_TEXT)
    return yyjson_get_len (value);

  if (kind == KP_FIELD_NAMES || kind == KP_FIELD_JSON)
    g_free (kp_value_write (value, &length));

  return length;
}

static gboolean
check_argument (const KpArgument *argument,
                yyjson_val *value,
                GError **error)
{
  gsize limit = argument->limit != 0 ? argument->limit : KP_LIMIT_TEXT;
  KpId id;

  if (value == NULL || yyjson_is_null (value))
    return !argument->required || fail (error, argument->name, "is missing");

  if (!kp_value_is_of_kind (value, argument->kind))
    return fail (error, argument->name, "is of the wrong kind");

  if (argument->kind == KP_FIELD_ID && kp_value_get_id (value, &id) && kp_id_is_zero (&id))
    return fail (error, argument->name, "is the zero identifier");
  if (argument->required && argument->kind == KP_FIELD_TEXT && yyjson_get_len (value) == 0)
    return fail (error, argument->name, "is empty");

  if (measure (value, argument->kind) > limit)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE,
                   "“%s” has more than %" G_GSIZE_FORMAT " bytes", argument->name, limit);
      return FALSE;
    }

  return argument->is_valid == NULL || argument->is_valid (value) ||
         fail (error, argument->name, "is malformed");
}

/* Returns: whether @object has exactly the members that @arguments allow and require */
static gboolean
check_object (yyjson_val *object,
              const char *place,
              const KpArgument *arguments,
              GError **error)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  if (!yyjson_is_obj (object) || !kp_value_has_unique_names (object))
    return fail (error, place, "is no object of distinct names");

  yyjson_obj_iter_init (object, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      if (find_argument (arguments, yyjson_get_str (name)) == NULL)
        return fail (error, yyjson_get_str (name), "is no argument of this operation");
    }

  for (const KpArgument *argument = arguments; argument->name != NULL; argument++)
    {
      if (!check_argument (argument, yyjson_obj_get (object, argument->name), error))
        return FALSE;
    }

  return TRUE;
}

/* Each record is made once, and none is another one of the same operation. */
static gboolean
take_listed_id (KpOperation *self,
                yyjson_val *element,
                GError **error)
{
  const KpListed *listed = self->kind->listed;
  const char *member = listed->members[0].name;
  KpId id = { 0 };

  kp_value_get_id (yyjson_obj_get (element, member), &id);
  if (kp_id_equal (&id, &self->subject) || kp_id_equal (&id, &self->added))
    return fail (error, listed->argument, "names a record that the operation has already");
  for (guint i = 0; i < self->n_listed; i++)
    {
      if (kp_id_equal (&id, &self->listed[i]))
        return fail (error, listed->argument, "names a record twice");
    }

  self->listed[self->n_listed++] = id;
  return TRUE;
}

static gboolean
check_listed (KpOperation *self,
              GError **error)
{
  const KpListed *listed = self->kind->listed;
  yyjson_val *list = listed != NULL ? yyjson_obj_get (self->arguments, listed->argument) : NULL;
  yyjson_arr_iter iter;
  yyjson_val *element;

  if (list == NULL || yyjson_is_null (list))
    return TRUE;
  if (!yyjson_arr_iter_init (list, &iter))
    return fail (error, listed->argument, "is no array");
  if (yyjson_arr_size (list) > listed->limit)
    return fail (error, listed->argument, "has too many elements");

  self->listed = g_new0 (KpId, yyjson_arr_size (list));
  while ((element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!check_object (element, listed->argument, listed->members, error) ||
          !take_listed_id (self, element, error))
        return FALSE;
      if (listed->is_valid != NULL && !listed->is_valid (element))
        return fail (error, listed->argument, "contradicts itself");
    }

  return TRUE;
}

static gboolean
check_arguments (KpOperation *self,
                 GError **error)
{
  if (!check_object (self->arguments, "a", self->kind->arguments, error))
    return FALSE;

  kp_value_get_id (yyjson_obj_get (self->arguments, self->kind->subject_argument), &self->subject);
  if (self->kind->added_argument != NULL)
    kp_value_get_id (yyjson_obj_get (self->arguments, self->kind->added_argument), &self->added);

  if (kp_id_equal (&self->subject, &self->added))
    return fail (error, self->kind->added_argument, "is the subject itself");

  return check_listed (self, error);
}

/* The old values are compared with those of the record, so they must be of its fields and kinds. */
static gboolean
check_was (KpOperation *self,
           GError **error)
{
  const KpEntity *entity = kp_entity_get (self->kind->subject);
  yyjson_obj_iter iter;
  yyjson_val *name;

  if (!yyjson_is_obj (self->was) || !kp_value_has_unique_names (self->was))
    return fail (error, "was", "is no object of distinct names");

  yyjson_obj_iter_init (self->was, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      const KpField *field = kp_entity_find_field (entity, yyjson_get_str (name));
      yyjson_val *value = yyjson_obj_iter_get_val (name);

      if (field == NULL)
        return fail (error, yyjson_get_str (name), "is no field of the subject");
      if (!yyjson_is_null (value) && !kp_value_is_of_kind (value, field->kind))
        return fail (error, yyjson_get_str (name), "was never of that kind");
    }

  return TRUE;
}

/* Returns: whether @root is an object of exactly the members of an operation */
static gboolean
check_members (yyjson_val *root,
               GError **error)
{
  if (!yyjson_is_obj (root))
    return fail (error, "operation", "is no object");

  for (guint i = 0; i < G_N_ELEMENTS (MEMBERS); i++)
    {
      if (yyjson_obj_get (root, MEMBERS[i]) == NULL)
        return fail (error, MEMBERS[i], "is missing");
    }

  return yyjson_obj_size (root) == G_N_ELEMENTS (MEMBERS) ||
         fail (error, "operation", "has unknown members");
}

static gboolean
read_head (KpOperation *self,
           yyjson_val *root,
           GError **error)
{
  yyjson_val *after = yyjson_obj_get (root, "after");
  yyjson_val *kind = yyjson_obj_get (root, "k");

  if (!kp_value_get_id (yyjson_obj_get (root, "id"), &self->id) || kp_id_is_zero (&self->id))
    return fail (error, "id", "is no identifier");
  if (!yyjson_is_null (after) &&
      (!kp_value_get_id (after, &self->after) || kp_id_is_zero (&self->after)))
    return fail (error, "after", "is no identifier");
  if (kp_id_equal (&self->id, &self->after))
    return fail (error, "after", "names the operation itself");
  if (!kp_value_get_int (yyjson_obj_get (root, "at"), &self->at) || !kp_time_is_valid (self->at))
    return fail (error, "at", "is no time");
  if (!yyjson_is_str (kind))
    return fail (error, "k", "is no text");

  self->kind = kp_operation_find_kind (yyjson_get_str (kind), yyjson_get_len (kind));
  if (self->kind == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_NEW, "The kind of operation is unknown");
      return FALSE;
    }

  self->was = yyjson_obj_get (root, "was");
  self->arguments = yyjson_obj_get (root, "a");
  return TRUE;
}

KpOperation *
kp_operation_parse (GBytes *bytes,
                    GError **error)
{
  g_autoptr (KpOperation) self = NULL;
  yyjson_val *root;
  const char *text;
  gsize length;

  g_return_val_if_fail (bytes != NULL, NULL);

  text = g_bytes_get_data (bytes, &length);
  self = g_new0 (KpOperation, 1);
  self->bytes = g_bytes_ref (bytes);
  self->doc = kp_value_read (text, length, KP_LIMIT_OPERATION, NULL, error);
  if (self->doc == NULL)
    return NULL;

  /* It travels as a line. */
  if (memchr (text, '\n', length) != NULL)
    {
      fail (error, "operation", "is more than one line");
      return NULL;
    }

  root = yyjson_doc_get_root (self->doc);
  if (!check_members (root, error) || !read_head (self, root, error) ||
      !check_arguments (self, error) || !check_was (self, error))
    return NULL;

  return g_steal_pointer (&self);
}

KpOperation *
kp_operation_new (const KpOperationKind *kind,
                  const KpId *id,
                  const KpId *after,
                  gint64 at,
                  yyjson_val *was,
                  yyjson_val *arguments,
                  GError **error)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (GBytes) bytes = NULL;
  g_autofree char *name = NULL;
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char id_text[KP_ID_SIZE];
  char after_text[KP_ID_SIZE];
  size_t length;
  char *text;

  g_return_val_if_fail (kind != NULL && id != NULL && arguments != NULL, NULL);

  name = g_strdup_printf ("%s@%d", kind->name, kind->version);
  kp_id_format (id, id_text);

  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_str (doc, root, "id", id_text);
  if (after == NULL || kp_id_is_zero (after))
    yyjson_mut_obj_add_null (doc, root, "after");
  else
    {
      kp_id_format (after, after_text);
      yyjson_mut_obj_add_str (doc, root, "after", after_text);
    }
  yyjson_mut_obj_add_str (doc, root, "k", name);
  yyjson_mut_obj_add_sint (doc, root, "at", at);
  yyjson_mut_obj_add_val (doc, root, "was",
                          was != NULL ? yyjson_val_mut_copy (doc, was) : yyjson_mut_obj (doc));
  yyjson_mut_obj_add_val (doc, root, "a", yyjson_val_mut_copy (doc, arguments));

  text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, &length);
  if (text == NULL)
    {
      fail (error, "operation", "cannot be written as JSON");
      return NULL;
    }
  bytes = g_bytes_new_with_free_func (text, length, free, text);

  return kp_operation_parse (bytes, error);
}

void
kp_operation_free (KpOperation *self)
{
  g_return_if_fail (self != NULL);

  yyjson_doc_free (self->doc);
  g_clear_pointer (&self->bytes, g_bytes_unref);
  g_free (self->listed);
  g_free (self);
}

gboolean
kp_operation_matches_was (const KpOperation *self,
                          yyjson_val *subject)
{
  yyjson_obj_iter iter;
  yyjson_val *name;

  g_return_val_if_fail (self != NULL, FALSE);

  yyjson_obj_iter_init (self->was, &iter);
  while ((name = yyjson_obj_iter_next (&iter)) != NULL)
    {
      yyjson_val *current = yyjson_obj_get (subject, yyjson_get_str (name));

      if (!kp_value_equal (yyjson_obj_iter_get_val (name), current))
        return FALSE;
    }

  return TRUE;
}
