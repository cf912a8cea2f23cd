/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How a form makes its questions and steps. Not for the application.
 */

#pragma once

#include "kp-form-step.h"

#include <yyjson.h>

G_BEGIN_DECLS

/**
 * kp_question_new:
 * @definition: of the flow; outlives the question
 * @language: of texts
 */
KpQuestion *kp_question_new (yyjson_val *definition,
                             const char *language);

/* @item: of the checklist; the key becomes "checklist.<key>" */
KpQuestion *kp_question_new_check (yyjson_val *item,
                                   const char *language);

/* Returns: (nullable): %NULL for an item of the checklist */
yyjson_val *kp_question_get_definition (KpQuestion *self);

void kp_question_set_visible (KpQuestion *self,
                              gboolean visible);
void kp_question_set_required (KpQuestion *self,
                               gboolean required);
void kp_question_set_fault (KpQuestion *self,
                            KpFault fault);

void kp_question_set_changed (KpQuestion *self,
                              gboolean changed);
/* @candidates: (transfer none) (nullable) */
void kp_question_set_candidates (KpQuestion *self,
                                 GPtrArray *candidates);

/* Returns: a number that another definition of the same question hardly shares */
guint kp_question_get_fingerprint (KpQuestion *self);

/* Sets the value without "answered": for drafts and defaults. Nonsense is left out. */
void kp_question_load_value (KpQuestion *self,
                             yyjson_val *value);

/**
 * kp_question_fill:
 * @value: (nullable): floating is sunk
 *
 * Sets the value without "answered", if there is none or it was filled like this before: what a
 * person typed stays.
 */
void kp_question_fill (KpQuestion *self,
                       GVariant *value);

/* Returns: the answer as JSON in @doc, %NULL if there is none */
yyjson_mut_val *kp_question_save_value (KpQuestion *self,
                                        yyjson_mut_doc *doc);

/* The type of right answers. */
const GVariantType *kp_question_value_get_type (KpQuestionType type);

/* Returns: (transfer floating) (nullable): NULL for what is no answer to a question of @type */
GVariant *kp_question_value_read (KpQuestionType type,
                                  yyjson_val *value);
yyjson_mut_val *kp_question_value_write (GVariant *value,
                                         yyjson_mut_doc *doc);
/* Returns: whether it says nothing: no text, no choice, no part */
gboolean kp_question_value_is_empty (GVariant *value);

/* Returns: (nullable): a value of KP_FORM_URGENCIES as a person reads it */
const char *kp_answer_get_urgency (const char *value);

/* Returns: a type by its name on the wire, KP_QUESTION_TEXT if unknown */
KpQuestionType kp_question_type_from_name (const char *name);

/**
 * kp_answer_dup_text:
 * @definition: of the question
 * @answer: (nullable)
 *
 * Returns: (transfer full): an answer as a person reads it; any thread
 */
char *kp_answer_dup_text (yyjson_val *definition,
                          yyjson_val *answer,
                          const char *language);

KpFormStep *kp_form_step_new (KpStepKind kind,
                              const char *key,
                              const char *title,
                              const char *help);
void kp_form_step_add (KpFormStep *self,
                       KpQuestion *question);
void kp_form_step_set_visible (KpFormStep *self,
                               gboolean visible);
void kp_form_step_set_complete (KpFormStep *self,
                                gboolean complete);

G_END_DECLS
