/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field that a refused change would have set, beside what it is now. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_DIFFERENCE (kp_difference_get_type ())
G_DECLARE_FINAL_TYPE (KpDifference, kp_difference, KP, DIFFERENCE, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_DIFFERENCE_KIND;

/* Readers of the properties of the same names. */

const char *kp_difference_get_field (KpDifference *self);  /* display_name, state … */
const char *kp_difference_get_mine (KpDifference *self);   /* what this person meant */
const char *kp_difference_get_theirs (KpDifference *self); /* what it is now; NULL = nothing */
/* the same as people read them: names of states, else the values */
const char *kp_difference_get_mine_text (KpDifference *self);
const char *kp_difference_get_theirs_text (KpDifference *self);

G_END_DECLS
