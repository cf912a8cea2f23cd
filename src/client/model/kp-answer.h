/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One answer of a request, ready to read. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_ANSWER (kp_answer_get_type ())
G_DECLARE_FINAL_TYPE (KpAnswer, kp_answer, KP, ANSWER, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_ANSWER_KIND;

/* Readers of the properties of the same names. */

const char *kp_answer_get_section (KpAnswer *self); /* title of its section */
const char *kp_answer_get_label (KpAnswer *self);   /* the question */
const char *kp_answer_get_value (KpAnswer *self);   /* the answer as text */
const char *kp_answer_get_key (KpAnswer *self);
const char *kp_answer_get_question_type (KpAnswer *self); /* of the question, see kp-question.h */

G_END_DECLS
