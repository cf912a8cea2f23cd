/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One step of a form. Main thread.
 *
 * Properties: kind (KpStepKind), key, title (nullable for Checklist and Check and send: the
 * application names those), help (nullable), visible, complete (nothing required is missing or
 * wrong), questions (GListModel of KpQuestion, visible or not).
 */

#pragma once

#include "kp-model-enums.h"
#include "kp-question.h"

G_BEGIN_DECLS

typedef enum
{
  KP_STEP_SECTION = 0, /* questions of the flow */
  KP_STEP_CHECKLIST,   /* questions of the type check */
  KP_STEP_SEND         /* explanation, terms, what is missing; no questions of its own */
} KpStepKind;

#define KP_TYPE_FORM_STEP (kp_form_step_get_type ())
G_DECLARE_FINAL_TYPE (KpFormStep, kp_form_step, KP, FORM_STEP, GObject)

KpStepKind kp_form_step_get_kind (KpFormStep *self);
const char *kp_form_step_get_key (KpFormStep *self);
const char *kp_form_step_get_title (KpFormStep *self);
const char *kp_form_step_get_help (KpFormStep *self);
gboolean kp_form_step_get_visible (KpFormStep *self);
gboolean kp_form_step_get_complete (KpFormStep *self);

/* Returns: (transfer none) */
GListModel *kp_form_step_get_questions (KpFormStep *self);

G_END_DECLS
