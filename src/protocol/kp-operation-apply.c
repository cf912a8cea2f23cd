/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an operation makes of its subject and adds to it: the effects of its row, one field each.
 */

#include "kp-operation.h"

#include "kp-value.h"

#include <string.h>

/**
 * Change:
 *
 * One application of one operation. Borrowed throughout.
 */
typedef struct
{
  const KpOperation *operation;
  yyjson_val *subject; /* (nullable): as it was before */
  const KpActor *actor;
  gint64 now;
  KpServerFact fact; /* (nullable) */
  gpointer data;
  const char *subject_id;
  yyjson_val *element; /* (nullable): that a record is being made of */
} Change;

static gboolean
is_plain_text (const KpEntity *entity,
               const char *name)
{
  const KpField *field = kp_entity_find_field (entity, name);

  g_assert (field != NULL); /* a test checks the whole table */

  return field->kind == KP_FIELD_TEXT || field->kind == KP_FIELD_ID || field->kind == KP_FIELD_DATE;
}

static yyjson_mut_val *
make_fact (const Change *change,
           yyjson_mut_doc *doc,
           const KpEntity *entity,
           const KpEffect *effect,
           gboolean added)
{
  g_autoptr (yyjson_doc) parsed = NULL;
  const char *text = NULL;

  if (change->fact != NULL)
    text = change->fact (change->operation, effect->source, effect->value, added, change->data);
  if (text == NULL)
    return yyjson_mut_null (doc);
  if (is_plain_text (entity, effect->field))
    return yyjson_mut_strcpy (doc, text);

  parsed = yyjson_read (text, strlen (text), YYJSON_READ_NOFLAG);
  g_return_val_if_fail (parsed != NULL, yyjson_mut_null (doc));

  return yyjson_val_mut_copy (doc, yyjson_doc_get_root (parsed));
}

static yyjson_mut_val *
copy_or_null (yyjson_mut_doc *doc,
              yyjson_val *value)
{
  return value != NULL ? yyjson_val_mut_copy (doc, value) : yyjson_mut_null (doc);
}

static yyjson_mut_val *
copy_text (yyjson_mut_doc *doc,
           const char *text)
{
  return text != NULL ? yyjson_mut_strcpy (doc, text) : yyjson_mut_null (doc);
}

/* Returns: (nullable): the new value; NULL = the field stays as it is */
static yyjson_mut_val *
make_argument (const Change *change,
               yyjson_mut_doc *doc,
               yyjson_mut_val *body,
               const KpEffect *effect)
{
  yyjson_val *value = yyjson_obj_get (change->operation->arguments, effect->value);
  yyjson_mut_val *held = yyjson_mut_obj_get (body, effect->field);

  if (value == NULL)
    return NULL;
  if (effect->source == KP_SOURCE_ARGUMENT_MAX && yyjson_mut_is_int (held) &&
      yyjson_mut_get_sint (held) >= yyjson_get_sint (value))
    return NULL;

  return yyjson_val_mut_copy (doc, value);
}

static yyjson_mut_val *
make_added_id (const Change *change,
               yyjson_mut_doc *doc)
{
  char text[KP_ID_SIZE];

  if (kp_id_is_zero (&change->operation->added))
    return yyjson_mut_null (doc);

  kp_id_format (&change->operation->added, text);

  return yyjson_mut_strcpy (doc, text);
}

/* Returns: (nullable): the value of the effect, owned by @doc; NULL = the field stays as it is */
static yyjson_mut_val *
make_value (const Change *change,
            yyjson_mut_doc *doc,
            yyjson_mut_val *body,
            const KpEntity *entity,
            const KpEffect *effect,
            gboolean added)
{
  switch (effect->source)
    {
    case KP_SOURCE_ARGUMENT:
    case KP_SOURCE_ARGUMENT_MAX:
      return make_argument (change, doc, body, effect);

    case KP_SOURCE_CONSTANT:
      return yyjson_mut_strcpy (doc, effect->value);

    case KP_SOURCE_ACTOR_ID:
      return copy_text (doc, change->actor->id);

    case KP_SOURCE_ACTOR_NAME:
      return copy_text (doc, change->actor->name);

    case KP_SOURCE_ACTOR_KIND:
      return copy_text (doc, change->actor->kind);

    case KP_SOURCE_NOW:
      return yyjson_mut_sint (doc, change->now);

    case KP_SOURCE_SUBJECT_ID:
      return yyjson_mut_strcpy (doc, change->subject_id);

    case KP_SOURCE_ADDED_ID:
      return make_added_id (change, doc);

    case KP_SOURCE_ELEMENT:
      return copy_or_null (doc, yyjson_obj_get (change->element, effect->value));

    case KP_SOURCE_SUBJECT_FIELD:
      return copy_or_null (doc, yyjson_obj_get (change->subject, effect->value));

    case KP_SOURCE_NUMBER:
    case KP_SOURCE_SERVER:
      return make_fact (change, doc, entity, effect, added);
    }

  return NULL;
}

/* Replaces in place, so that a body keeps the order of its members. */
static void
set_member (yyjson_mut_doc *doc,
            yyjson_mut_val *body,
            const char *name,
            yyjson_mut_val *value)
{
  yyjson_mut_val *key;

  if (yyjson_mut_obj_get (body, name) == NULL)
    {
      yyjson_mut_obj_add (body, yyjson_mut_strcpy (doc, name), value);
      return;
    }

  key = yyjson_mut_strcpy (doc, name);
  yyjson_mut_obj_replace (body, key, value);
}

static void
apply_effects (const Change *change,
               yyjson_mut_doc *doc,
               const KpEntity *entity,
               const KpEffect *effects,
               gboolean added)
{
  yyjson_mut_val *body = yyjson_mut_doc_get_root (doc);

  for (const KpEffect *effect = effects; effect->field != NULL; effect++)
    {
      yyjson_mut_val *value = make_value (change, doc, body, entity, effect, added);

      if (value != NULL)
        set_member (doc, body, effect->field, value);
    }
}

/* Returns: (transfer full): a body with the members of @old, or none */
static yyjson_mut_doc *
new_body (yyjson_val *old)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);

  yyjson_mut_doc_set_root (doc, old != NULL ? yyjson_val_mut_copy (doc, old)
                                            : yyjson_mut_obj (doc));

  return doc;
}

static void
apply_listed (Change *change,
              const KpListed *listed,
              KpApplied *applied)
{
  yyjson_arr_iter iter;

  applied->listed = g_ptr_array_new_with_free_func ((GDestroyNotify) yyjson_mut_doc_free);
  yyjson_arr_iter_init (yyjson_obj_get (change->operation->arguments, listed->argument), &iter);
  while ((change->element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      yyjson_mut_doc *doc = new_body (NULL);

      apply_effects (change, doc, kp_entity_get (listed->entity), listed->effects, TRUE);
      g_ptr_array_add (applied->listed, doc);
    }
}

/* Whether the table lets the subject be touched, given that it exists or not. */
static gboolean
is_applicable (KpSubjectUse use,
               gboolean exists)
{
  switch (use)
    {
    case KP_SUBJECT_CHANGES:
      return exists;

    case KP_SUBJECT_CREATED:
      return !exists;

    case KP_SUBJECT_UPSERTED:
      return TRUE;
    }

  return FALSE;
}

void
kp_operation_apply (const KpOperation *self,
                    yyjson_val *subject,
                    const KpActor *actor,
                    gint64 now,
                    KpServerFact fact,
                    gpointer data,
                    KpApplied *applied)
{
  const KpOperationKind *kind;
  char subject_id[KP_ID_SIZE];
  Change change;

  g_return_if_fail (self != NULL && actor != NULL && applied != NULL);
  g_return_if_fail (subject == NULL || yyjson_is_obj (subject));

  *applied = (KpApplied) { 0 };
  kind = self->kind;
  if (!is_applicable (kind->use, subject != NULL))
    return;

  kp_id_format (&self->subject, subject_id);
  change = (Change) {
    .operation = self,
    .subject = subject,
    .actor = actor,
    .now = now,
    .fact = fact,
    .data = data,
    .subject_id = subject_id,
  };

  if (kind->effects->field != NULL || kind->to != NULL || subject == NULL)
    {
      applied->subject = new_body (subject);
      apply_effects (&change, applied->subject, kp_entity_get (kind->subject), kind->effects,
                     FALSE);
      if (kind->to != NULL)
        set_member (applied->subject, yyjson_mut_doc_get_root (applied->subject), "state",
                    yyjson_mut_strcpy (applied->subject, kind->to));
    }

  if (kind->added != KP_ENTITY_NONE && !kp_id_is_zero (&self->added))
    {
      applied->added = new_body (NULL);
      apply_effects (&change, applied->added, kp_entity_get (kind->added), kind->added_effects,
                     TRUE);
    }

  if (self->n_listed > 0)
    apply_listed (&change, kind->listed, applied);
}

void
kp_applied_clear (KpApplied *self)
{
  g_return_if_fail (self != NULL);

  g_clear_pointer (&self->subject, yyjson_mut_doc_free);
  g_clear_pointer (&self->added, yyjson_mut_doc_free);
  g_clear_pointer (&self->listed, g_ptr_array_unref);
}
