/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One allocation per row, plus its texts.
 */

#include "kp-row.h"

KpRow *
kp_row_new (const KpId *id,
            guint n_cells)
{
  KpRow *self;

  g_return_val_if_fail (id != NULL, NULL);

  self = g_malloc0 (sizeof (KpRow) + n_cells * sizeof (KpCell));
  self->id = *id;
  self->n_cells = n_cells;

  return self;
}

void
kp_row_free (KpRow *self)
{
  for (guint i = 0; i < self->n_cells; i++)
    g_free (self->cells[i].text);

  g_free (self);
}

void
kp_row_set_text (KpRow *self,
                 guint index,
                 const char *text)
{
  kp_row_take_text (self, index, g_strdup (text));
}

void
kp_row_take_text (KpRow *self,
                  guint index,
                  char *text)
{
  g_return_if_fail (self != NULL && index < self->n_cells);

  g_free (self->cells[index].text);
  self->cells[index].text = text;
}

void
kp_row_set_number (KpRow *self,
                   guint index,
                   gint64 number)
{
  g_return_if_fail (self != NULL && index < self->n_cells);

  self->cells[index].number = number;
}
