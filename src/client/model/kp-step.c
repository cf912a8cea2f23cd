/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-step.h"

#include "kp-record-private.h"

struct _KpStep
{
  KpRecord parent_instance;
};

typedef enum
{
  STATE,
  NAME,
  AT,
  BY,
  WORDS,
  PLANNED_ON,
  ENGINEER,
  PHASE
} Column;

/* In the order of Column, and of the cells in kp-store-steps.c. */
static const KpProperty TABLE[] = {
  { "state", KP_PROPERTY_TEXT },
  { "name", KP_PROPERTY_TEXT },
  { "at", KP_PROPERTY_NUMBER },
  { "by", KP_PROPERTY_TEXT },
  { "text", KP_PROPERTY_TEXT },
  { "planned-on", KP_PROPERTY_TEXT },
  { "engineer", KP_PROPERTY_TEXT },
  { "phase", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpStep, kp_step, KP_TYPE_RECORD)

const KpItemKind KP_STEP_KIND = {
  .get_type = kp_step_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_step_class_init (KpStepClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_step_init (KpStep *self)
{
}

const char *
kp_step_get_state (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), STATE);
}

const char *
kp_step_get_name (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

gint64
kp_step_get_at (KpStep *self)
{
  return kp_record_get_number (KP_RECORD (self), AT);
}

const char *
kp_step_get_by (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), BY);
}

const char *
kp_step_get_text (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), WORDS);
}

const char *
kp_step_get_planned_on (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), PLANNED_ON);
}

const char *
kp_step_get_engineer (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), ENGINEER);
}

const char *
kp_step_get_phase (KpStep *self)
{
  return kp_record_get_text (KP_RECORD (self), PHASE);
}
