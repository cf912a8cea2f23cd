/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How models fill records. Not for the application.
 */

#pragma once

#include "kp-record.h"
#include "kp-row.h"

G_BEGIN_DECLS

/* Gives a new record its identity; once. */
void kp_record_set_id (KpRecord *self,
                       const KpId *id);

/* Returns: (transfer none): zero if none was given */
const KpId *kp_record_get_key (KpRecord *self);

/**
 * kp_record_update:
 * @row: of the same identity, as many cells as the class has properties
 *
 * Makes the record show the row and notifies exactly what differs.
 *
 * Returns: whether anything did
 */
gboolean kp_record_update (KpRecord *self,
                           const KpRow *row);

G_END_DECLS
