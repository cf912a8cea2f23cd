/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a filter owns.
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
