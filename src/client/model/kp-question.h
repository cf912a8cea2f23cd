/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question of a form, or one item of its checklist. Main thread.
 *
 * Properties: key, type (KpQuestionType), label, help (nullable), required, visible, value
 * (GVariant, nullable, writable), fault (KpFault), fault-text (nullable: what the portal says about
 * a wrong pattern), options (GStrv of values), option-labels (GStrv), changed (it is not the
 * question that the draft answered). See also kp_question_get_range().
 *
 * Values: text, long_text, email, phone, iban, postcode, location, date (YYYY-MM-DD), time (HH:MM),
 * date_time (YYYY-MM-DDTHH:MM), choice, dropdown and urgency are "s"; number and amount (cents) are
 * "x"; yes_no and check are "b"; choices are "as"; file and photo are "as", the identities of
 * kp_question_get_files(); address, asset and contact are
 * KP_QUESTION_PARTS_TYPE, part → text. NULL = no answer. An "s" of any type is what somebody typed
 * that could not be read: it is kept, and at fault.
 *
 * Signals: answered, left (see kp_question_leave()).
 */

#pragma once

#include "kp-attachment.h"
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
  KP_QUESTION_CHECK,   /* an item of the checklist: ticked or not */
  KP_QUESTION_TIME,
  KP_QUESTION_DATE_TIME,
  KP_QUESTION_DROPDOWN,
  KP_QUESTION_LOCATION,
  KP_QUESTION_URGENCY,
  KP_QUESTION_ADDRESS,
  KP_QUESTION_ASSET,
  KP_QUESTION_CONTACT,
  KP_QUESTION_FILE,
  KP_QUESTION_PHOTO
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
  KP_FAULT_UNKNOWN
} KpFault;

/* Answers that have several parts, such as the house number of an address. */
#define KP_QUESTION_PARTS_TYPE ((const GVariantType *) "a{ss}")

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
const char *kp_question_get_unit (KpQuestion *self); /* (nullable): of a number */
gboolean kp_question_get_changed (KpQuestion *self);

/* Returns: whether an answer is needed, be it only under some condition */
gboolean kp_question_get_demanding (KpQuestion *self);

/* Returns: (transfer none) (nullable) (element-type GVariant): answers that can be picked, each of
 *   KP_QUESTION_PARTS_TYPE with a "name"; of an asset or contact */
GPtrArray *kp_question_get_candidates (KpQuestion *self);

/**
 * kp_question_get_range:
 * @min: (out) (optional): smallest number, %G_MININT64 = none
 * @max: (out) (optional): greatest number, %G_MAXINT64 = none
 * @max_length: (out) (optional): most characters of a text
 */
void kp_question_get_range (KpQuestion *self,
                            gint64 *min,
                            gint64 *max,
                            gint64 *max_length);

/**
 * kp_question_dup_bounds:
 * @least: (out) (transfer full) (nullable): as a person reads it
 * @most: (out) (transfer full) (nullable): likewise
 *
 * The smallest and greatest answer, of numbers, amounts, dates, times, and numbers of choices.
 */
void kp_question_dup_bounds (KpQuestion *self,
                             char **least,
                             char **most);

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

/* Returns: (transfer none) (nullable): of KpAttachment: the files that answer; %NULL for others */
GListModel *kp_question_get_files (KpQuestion *self);

/* Returns: (transfer full): media types that it takes */
GStrv kp_question_dup_media_types (KpQuestion *self);

/* Returns: (transfer full): the same as a person calls them: "PDF, JPG, PNG" */
char *kp_question_dup_type_names (KpQuestion *self);

/* Returns: how many files may be added now; the property "room" */
guint kp_question_get_room (KpQuestion *self);

/* Answers with one file more, or less. */
void kp_question_add_file (KpQuestion *self,
                           KpAttachment *file);
void kp_question_remove_file (KpQuestion *self,
                              KpAttachment *file);

/* Returns: (transfer none) (nullable): the item of the checklist that it is evidence for */
KpQuestion *kp_question_get_proven (KpQuestion *self);

/* Returns: (transfer none) (nullable): one part of the answer */
const char *kp_question_get_part (KpQuestion *self,
                                  const char *name);

/* Answers with one part changed; empty takes it away. */
void kp_question_set_part (KpQuestion *self,
                           const char *name,
                           const char *text);

/* The person went on to something else: what is wrong with the answer may be said now. */
void kp_question_leave (KpQuestion *self);

/* Returns: (transfer full): the answer as a person reads it, empty without one */
char *kp_question_dup_value_text (KpQuestion *self);

G_END_DECLS
