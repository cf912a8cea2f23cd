/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Something to choose from: a status or a kind of work, or an employee. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_CHOICE (kp_choice_get_type ())
G_DECLARE_FINAL_TYPE (KpChoice, kp_choice, KP, CHOICE, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_CHOICE_KIND;

/* Readers of the properties of the same names. */

const char *kp_choice_get_name (KpChoice *self);  /* what people read */
const char *kp_choice_get_value (KpChoice *self); /* for the filter or the plan */

G_END_DECLS
