/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person chooses about a change that was refused: to mean it once more, knowing what is
 * there now, or to take it up again after letting go of it. The refused operation itself never
 * changes.
 */

#include "kp-store-outbox.h"

#include "kp-error.h"
#include "kp-store-private.h"
#include "kp-value.h"

/* Returns: whether the person still wants what @argument says */
static gboolean
is_wanted (const KpOperationKind *kind,
           const char *argument,
           yyjson_val *seen)
{
  if (kind->to != NULL || g_str_equal (argument, kind->subject_argument))
    return TRUE;

  for (const KpEffect *effect = kind->effects; effect->field != NULL; effect++)
    {
      if (effect->source == KP_SOURCE_ARGUMENT && g_str_equal (effect->value, argument))
        return yyjson_obj_get (seen, effect->field) != NULL;
    }

  return TRUE;
}

/* Returns: (transfer full): the arguments again; what is made gets an identity of its own */
static yyjson_doc *
make_arguments (KpStore *self,
                const KpOperation *operation,
                yyjson_val *seen)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  const char *added = operation->kind->added_argument;
  size_t index;
  size_t length;
  yyjson_val *key;
  yyjson_val *value;

  yyjson_mut_doc_set_root (doc, root);
  yyjson_obj_foreach (operation->arguments, index, length, key, value)
  {
    const char *name = yyjson_get_str (key);
    yyjson_mut_val *copy = NULL;
    char text[KP_ID_SIZE];
    KpId id;

    if (g_strcmp0 (name, added) == 0)
      {
        id = kp_id_make (self->environment);
        kp_id_format (&id, text);
        copy = yyjson_mut_strcpy (doc, text);
      }
    else if (is_wanted (operation->kind, name, seen))
      {
        copy = yyjson_val_mut_copy (doc, value);
      }
    if (copy != NULL)
      yyjson_mut_obj_add (root, yyjson_mut_strcpy (doc, name), copy);
  }

  return yyjson_mut_doc_imut_copy (doc, NULL);
}

gboolean
kp_store_repeat_change (KpStore *self,
                        const KpId *id,
                        yyjson_val *seen,
                        GError **error)
{
  g_autoptr (KpOutboxItem) item = NULL;
  g_autoptr (yyjson_doc) arguments = NULL;
  g_autoptr (GError) local = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && seen != NULL, FALSE);

  item = kp_store_get_change (self, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }
  if (item == NULL || item->operation->kind == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "There is no such change");
      return FALSE;
    }
  if (item->state != KP_OUTBOX_NEEDS_YOU || item->operation->kind->use != KP_SUBJECT_CHANGES)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "This change cannot be repeated");
      return FALSE;
    }

  arguments = make_arguments (self, item->operation, seen);

  return kp_store_queue_instead (self, id, item->operation->kind, seen,
                                 yyjson_doc_get_root (arguments), error);
}

static const char REOPEN[] = "UPDATE operation SET state = 4 WHERE id = $1 AND state = 5";

gboolean
kp_store_reopen_change (KpStore *self,
                        const KpId *id,
                        GError **error)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (KpStatement) reopen = NULL;
  guint n_changed = 0;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  reopen = kp_db_prepare (self->outbox, REOPEN, error);
  if (reopen == NULL)
    return FALSE;

  kp_statement_bind_id (reopen, 1, id);
  if (!kp_statement_run (reopen, &n_changed, error))
    return FALSE;
  if (n_changed == 0)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "Nobody let go of such a change");
      return FALSE;
    }

  changes->outbox = TRUE;
  kp_store_emit (self, changes);

  return TRUE;
}
