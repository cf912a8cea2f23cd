/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A hash over what is there finds doubles; sets are small, and big ones become "all".
 */

#include "kp-change-merge.h"

static guint
hash_changed (gconstpointer data)
{
  const KpChanged *changed = data;

  return kp_id_hash (&changed->id) ^ (guint) changed->entity;
}

static gboolean
equal_changed (gconstpointer a,
               gconstpointer b)
{
  const KpChanged *first = a;
  const KpChanged *second = b;

  return first->entity == second->entity && kp_id_equal (&first->id, &second->id);
}

KpChangeSet *
kp_change_merge (KpChangeSet *self,
                 const KpChangeSet *added)
{
  g_autoptr (GHashTable) known = NULL;
  guint n_before;

  if (self == NULL)
    return kp_change_set_copy (added);

  self->outbox |= added->outbox;
  self->all |= added->all || self->records->len + added->records->len > KP_CHANGE_MERGE_MAX;
  if (self->all)
    {
      g_array_set_size (self->records, 0);
      return self;
    }

  /* The array moves while it grows, so the hash looks into @added and a copy of what was there. */
  n_before = self->records->len;
  known = g_hash_table_new (hash_changed, equal_changed);
  for (guint i = 0; i < added->records->len; i++)
    g_hash_table_add (known, &g_array_index (added->records, KpChanged, i));
  for (guint i = n_before; i > 0; i--)
    if (g_hash_table_contains (known, &g_array_index (self->records, KpChanged, i - 1)))
      g_array_remove_index_fast (self->records, i - 1);
  g_array_append_vals (self->records, added->records->data, added->records->len);

  return self;
}
