/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step of a request on its way: what happened, when, by whom. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_STEP (kp_step_get_type ())
G_DECLARE_FINAL_TYPE (KpStep, kp_step, KP, STEP, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_STEP_KIND;

/* Readers of the properties of the same names. */

const char *kp_step_get_state (KpStep *self);
const char *kp_step_get_name (KpStep *self); /* the portal's, for customers */
gint64 kp_step_get_at (KpStep *self);
const char *kp_step_get_by (KpStep *self);         /* empty = not known */
const char *kp_step_get_text (KpStep *self);       /* why, in somebody's own words */
const char *kp_step_get_planned_on (KpStep *self); /* YYYY-MM-DD */
const char *kp_step_get_engineer (KpStep *self);
const char *kp_step_get_phase (KpStep *self); /* done | now | failed */

G_END_DECLS
