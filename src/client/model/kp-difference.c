/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-difference.h"

#include "kp-record-private.h"

struct _KpDifference
{
  KpRecord parent_instance;
};

typedef enum
{
  FIELD,
  MINE,
  THEIRS,
  MINE_TEXT,
  THEIRS_TEXT
} Column;

/* In the order of Column, and of the cells in kp-store-differences.c. */
static const KpProperty TABLE[] = {
  { "field", KP_PROPERTY_TEXT },
  { "mine", KP_PROPERTY_TEXT },
  { "theirs", KP_PROPERTY_TEXT },
  { "mine-text", KP_PROPERTY_TEXT },
  { "theirs-text", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpDifference, kp_difference, KP_TYPE_RECORD)

const KpItemKind KP_DIFFERENCE_KIND = {
  .get_type = kp_difference_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_difference_class_init (KpDifferenceClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_difference_init (KpDifference *self)
{
}

const char *
kp_difference_get_field (KpDifference *self)
{
  return kp_record_get_text (KP_RECORD (self), FIELD);
}

const char *
kp_difference_get_mine (KpDifference *self)
{
  return kp_record_get_text (KP_RECORD (self), MINE);
}

const char *
kp_difference_get_theirs (KpDifference *self)
{
  return kp_record_get_text (KP_RECORD (self), THEIRS);
}

const char *
kp_difference_get_mine_text (KpDifference *self)
{
  return kp_record_get_text (KP_RECORD (self), MINE_TEXT);
}

const char *
kp_difference_get_theirs_text (KpDifference *self)
{
  return kp_record_get_text (KP_RECORD (self), THEIRS_TEXT);
}
