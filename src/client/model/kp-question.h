/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question of a form, or one item of its checklist. Main thread.
 *
 * Properties: key, type (KpQuestionType), label, help (nullable), required, visible, value
 * (GVariant, nullable, writable), fault (KpFault), fault-text (nullable: what the portal says about
 * a wrong pattern), options (GStrv of values), option-labels (GStrv), min, max, max-length (int64;
 * see kp_question_get_range()).
 *
 * Values: text, long_text, email, phone, iban, postcode, date (YYYY-MM-DD) and choice are "s";
 * number and amount (cents) are "x"; yes_no and check are "b"; choices are "as". NULL = no answer.
 */

#pragma once

#include "kp-model-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KP_QUESTION_TEXT = 1,
  KP_QUESTION_LONG_TEXT,
  KP_QUESTION_NUMBER,
  KP_QUESTION_AMOUNT,
  KP_QUESTION_EMAIL,
  KP_QUESTION_PHONE,
  KP_QUESTION_IBAN,
  KP_QUESTION_POSTCODE,
  KP_QUESTION_DATE,
  KP_QUESTION_CHOICE,
  KP_QUESTION_CHOICES,
  KP_QUESTION_YES_NO,
  KP_QUESTION_HEADING, /* only a label and help, never answered */
  KP_QUESTION_CHECK    /* an item of the checklist: ticked or not */
} KpQuestionType;

/* What is wrong with an answer; the numbers are those of KpFormFault. */
typedef enum
{
  KP_FAULT_NONE = 0,
  KP_FAULT_MISSING,
  KP_FAULT_WRONG_KIND,
  KP_FAULT_TOO_LONG,
  KP_FAULT_OUT_OF_RANGE,
  KP_FAULT_NOT_AN_OPTION,
  KP_FAULT_MALFORMED,
  KP_FAULT_UNKNOWN,
  KP_FAULT_CHANGED /* none, but it is asked in another way than when it was answered */
} KpFault;

#define KP_TYPE_QUESTION (kp_question_get_type ())
G_DECLARE_FINAL_TYPE (KpQuestion, kp_question, KP, QUESTION, GObject)

const char *kp_question_get_key (KpQuestion *self);
KpQuestionType kp_question_get_question_type (KpQuestion *self);
const char *kp_question_get_label (KpQuestion *self);
const char *kp_question_get_help (KpQuestion *self);
gboolean kp_question_get_required (KpQuestion *self);
gboolean kp_question_get_visible (KpQuestion *self);
KpFault kp_question_get_fault (KpQuestion *self);
const char *kp_question_get_fault_text (KpQuestion *self);
const char *const *kp_question_get_options (KpQuestion *self);
const char *const *kp_question_get_option_labels (KpQuestion *self);

/**
 * kp_question_get_range:
 * @min: (out) (optional): smallest number, %G_MININT64 = none
 * @max: (out) (optional): greatest number, %G_MAXINT64 = none
 * @max_length: (out) (optional): most characters of a text, 0 = none
 */
void kp_question_get_range (KpQuestion *self,
                            gint64 *min,
                            gint64 *max,
                            gint64 *max_length);

/* Returns: (transfer none) (nullable): the answer */
GVariant *kp_question_get_value (KpQuestion *self);

/**
 * kp_question_set_value:
 * @value: (nullable): floating is sunk; of the type above
 *
 * Answers. The form then shows and hides what depends on it.
 */
void kp_question_set_value (KpQuestion *self,
                            GVariant *value);

/* Returns: (transfer full): the answer as a person reads it, empty without one */
char *kp_question_dup_value_text (KpQuestion *self);

G_END_DECLS
