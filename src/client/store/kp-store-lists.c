/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a filter owns, and what lists share.
 */

#include "kp-store-lists.h"

void
kp_list_filter_clear (KpListFilter *self)
{
  g_clear_pointer (&self->search, g_free);
  g_clear_pointer (&self->state, g_free);
  g_clear_pointer (&self->status, g_free);
}

void
kp_list_filter_copy (const KpListFilter *self,
                     KpListFilter *copy)
{
  *copy = *self;
  copy->search = g_strdup (self->search);
  copy->state = g_strdup (self->state);
  copy->status = g_strdup (self->status);
}

GArray *
kp_list_ids_of_rows (const GPtrArray *rows)
{
  GArray *ids = g_array_sized_new (FALSE, FALSE, sizeof (KpId), rows->len);

  for (guint i = 0; i < rows->len; i++)
    g_array_append_val (ids, ((const KpRow *) g_ptr_array_index (rows, i))->id);

  return ids;
}
