/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A set that is small by construction: a list that would be long is replaced by "all".
 */

#include "kp-change-set.h"

guint
kp_changed_hash (gconstpointer changed)
{
  const KpChanged *self = changed;

  return kp_id_hash (&self->id) * 31 + self->entity;
}

gboolean
kp_changed_equal (gconstpointer a,
                  gconstpointer b)
{
  const KpChanged *first = a;
  const KpChanged *second = b;

  return first->entity == second->entity && kp_id_equal (&first->id, &second->id);
}

KpChangeSet *
kp_change_set_new (void)
{
  KpChangeSet *self = g_new0 (KpChangeSet, 1);

  self->records = g_array_new (FALSE, FALSE, sizeof (KpChanged));

  return self;
}

void
kp_change_set_add (KpChangeSet *self,
                   KpEntityType entity,
                   const KpId *id)
{
  KpChanged changed = { .entity = entity, .id = *id };

  if (self->all)
    return;

  for (guint i = 0; i < self->records->len; i++)
    {
      if (kp_changed_equal (&g_array_index (self->records, KpChanged, i), &changed))
        return;
    }

  if (self->records->len == KP_CHANGE_SET_MAX)
    kp_change_set_add_all (self);
  else
    g_array_append_val (self->records, changed);
}

void
kp_change_set_add_all (KpChangeSet *self)
{
  self->all = TRUE;
  g_array_set_size (self->records, 0);
}

KpChangeSet *
kp_change_set_copy (const KpChangeSet *self)
{
  KpChangeSet *copy = kp_change_set_new ();

  copy->all = self->all;
  copy->outbox = self->outbox;
  if (self->records != NULL)
    g_array_append_vals (copy->records, self->records->data, self->records->len);

  return copy;
}

void
kp_change_set_free (KpChangeSet *self)
{
  g_array_unref (self->records);
  g_free (self);
}
