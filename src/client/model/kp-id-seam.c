/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Two lists and two numbers: where the new one ends, and where the rest of the old one begins.
 */

#include "kp-id-seam.h"

void
kp_id_seam_init (KpIdSeam *self)
{
  self->ids = g_array_new (FALSE, FALSE, sizeof (KpId));
}

void
kp_id_seam_clear (KpIdSeam *self)
{
  g_clear_pointer (&self->ids, g_array_unref);
  g_clear_pointer (&self->groups, g_array_unref);
  g_clear_pointer (&self->old, g_array_unref);
  g_clear_pointer (&self->old_groups, g_array_unref);
  g_clear_pointer (&self->splices, g_array_unref);
}

guint
kp_id_seam_count (const KpIdSeam *self)
{
  return self->old == NULL ? self->ids->len : self->seam + self->old->len - self->old_rest;
}

const KpId *
kp_id_seam_get (const KpIdSeam *self,
                guint position)
{
  if (self->old == NULL || position < self->seam)
    return &g_array_index (self->ids, KpId, position);

  return &g_array_index (self->old, KpId, self->old_rest + position - self->seam);
}

guint
kp_id_seam_get_group (const KpIdSeam *self,
                      guint position)
{
  const GArray *groups = self->groups;

  if (self->old != NULL && position >= self->seam)
    {
      groups = self->old_groups;
      position = self->old_rest + position - self->seam;
    }

  return groups != NULL ? g_array_index (groups, guint, position) : 0;
}

gboolean
kp_id_seam_is_open (const KpIdSeam *self)
{
  return self->old != NULL;
}

void
kp_id_seam_open (KpIdSeam *self,
                 GArray *ids,
                 GArray *groups,
                 GArray *splices)
{
  g_assert (self->old == NULL);

  self->old = self->ids;
  self->old_groups = self->groups;
  self->ids = ids;
  self->groups = groups;
  self->splices = splices;
  self->seam = 0;
  self->old_rest = 0;
  self->n_spliced = 0;
  self->n_removed = 0;
  self->n_added = 0;
}

gboolean
kp_id_seam_find_next (const KpIdSeam *self,
                      KpSplice *next)
{
  if (self->old == NULL || self->n_spliced == self->splices->len)
    return FALSE;

  *next = g_array_index (self->splices, KpSplice, self->n_spliced);
  next->old_start += self->n_removed;
  next->removed -= self->n_removed;
  next->new_start += self->n_added;
  next->added -= self->n_added;

  return TRUE;
}

void
kp_id_seam_step (KpIdSeam *self,
                 guint most,
                 KpSplice *step)
{
  gboolean is_some = kp_id_seam_find_next (self, step);
  guint removed = step->removed;
  guint added = step->added;

  g_assert (is_some);

  if (!step->moves)
    {
      step->removed = MIN (removed, most);
      step->added = MIN (added, most);
    }
  self->seam = step->new_start + step->added;
  self->old_rest = step->old_start + step->removed;
  if (step->removed < removed || step->added < added)
    {
      self->n_removed += step->removed;
      self->n_added += step->added;
      return;
    }

  self->n_spliced++;
  self->n_removed = 0;
  self->n_added = 0;
}

/* @before, @after: (nullable) */
static gboolean
have_changed (const GArray *before,
              const GArray *after)
{
  if (before == NULL || after == NULL)
    return before != after;

  return before->len != after->len ||
         memcmp (before->data, after->data, before->len * sizeof (guint)) != 0;
}

gboolean
kp_id_seam_close (KpIdSeam *self)
{
  gboolean is_regrouped = have_changed (self->old_groups, self->groups);

  g_assert (self->old != NULL && self->n_spliced == self->splices->len);

  g_clear_pointer (&self->old, g_array_unref);
  g_clear_pointer (&self->old_groups, g_array_unref);
  g_clear_pointer (&self->splices, g_array_unref);

  return is_regrouped;
}
