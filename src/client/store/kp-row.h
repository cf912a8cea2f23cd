/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row of a list on its way from a worker to the models: an identity and its cells, in the order
 * of the properties that they become. Immutable once handed over. Any thread.
 */

#pragma once

#include "kp-id.h"

G_BEGIN_DECLS

/**
 * KpCell:
 *
 * One value; which member counts is known from the list's table of properties.
 */
typedef struct
{
  char *text;    /* (owned) (nullable) */
  gint64 number; /* whole number, flag, enumeration or UTC milliseconds */
} KpCell;

/**
 * KpRow:
 */
typedef struct
{
  KpId id;
  guint n_cells;
  KpCell cells[];
} KpRow;

/* Returns: (transfer full): a row whose cells are all empty */
KpRow *kp_row_new (const KpId *id,
                   guint n_cells);

void kp_row_free (KpRow *self);

void kp_row_set_text (KpRow *self,
                      guint index,
                      const char *text);
void kp_row_take_text (KpRow *self,
                       guint index,
                       char *text);
void kp_row_set_number (KpRow *self,
                        guint index,
                        gint64 number);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpRow, kp_row_free)

G_END_DECLS
