/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-answer.h"

#include "kp-record-private.h"

struct _KpAnswer
{
  KpRecord parent_instance;
};

typedef enum
{
  SECTION,
  LABEL,
  VALUE,
  KEY,
  QUESTION_TYPE
} Column;

/* In the order of Column, and of the cells in kp-store-answers.c. */
static const KpProperty TABLE[] = {
  { "section", KP_PROPERTY_TEXT },
  { "label", KP_PROPERTY_TEXT },
  { "value", KP_PROPERTY_TEXT },
  { "key", KP_PROPERTY_TEXT },
  { "question-type", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpAnswer, kp_answer, KP_TYPE_RECORD)

const KpItemKind KP_ANSWER_KIND = {
  .get_type = kp_answer_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_answer_class_init (KpAnswerClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_answer_init (KpAnswer *self)
{
}

const char *
kp_answer_get_section (KpAnswer *self)
{
  return kp_record_get_text (KP_RECORD (self), SECTION);
}

const char *
kp_answer_get_label (KpAnswer *self)
{
  return kp_record_get_text (KP_RECORD (self), LABEL);
}

const char *
kp_answer_get_value (KpAnswer *self)
{
  return kp_record_get_text (KP_RECORD (self), VALUE);
}

const char *
kp_answer_get_key (KpAnswer *self)
{
  return kp_record_get_text (KP_RECORD (self), KEY);
}

const char *
kp_answer_get_question_type (KpAnswer *self)
{
  return kp_record_get_text (KP_RECORD (self), QUESTION_TYPE);
}
