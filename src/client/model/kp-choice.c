/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-choice.h"

#include "kp-record-private.h"

struct _KpChoice
{
  KpRecord parent_instance;
};

typedef enum
{
  NAME,
  VALUE
} Column;

/* In the order of Column, and of the cells in kp-store-choosing.c. */
static const KpProperty TABLE[] = {
  { "name", KP_PROPERTY_TEXT },
  { "value", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpChoice, kp_choice, KP_TYPE_RECORD)

const KpItemKind KP_CHOICE_KIND = {
  .get_type = kp_choice_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_choice_class_init (KpChoiceClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_choice_init (KpChoice *self)
{
}

const char *
kp_choice_get_name (KpChoice *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

const char *
kp_choice_get_value (KpChoice *self)
{
  return kp_record_get_text (KP_RECORD (self), VALUE);
}
