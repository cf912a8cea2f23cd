/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person can do about a change that was refused. Pure functions, main thread.
 */

#pragma once

#include "kp-change.h"

G_BEGIN_DECLS

typedef enum
{
  KP_WAY_CHOOSE = 1 << 0,  /* per field: mine or theirs */
  KP_WAY_AGAIN = 1 << 1,   /* mean it once more, on what is there now */
  KP_WAY_MESSAGE = 1 << 2, /* send what was written as a message, so that it arrives after all */
  KP_WAY_EDIT = 1 << 3,    /* complete it: the draft, or the own details */
  KP_WAY_SHOW = 1 << 4,    /* look at what it is about */
  KP_WAY_COPY = 1 << 5     /* take the own words along */
} KpChangeWay;

/**
 * KpChangeSituation:
 *
 * What is there now.
 */
typedef struct
{
  guint n_different;    /* fields in which mine and theirs differ; 0 for a step */
  gboolean here;        /* its subject is on this computer */
  gboolean may_repeat;  /* the table of operations allows the same on the subject as it is now */
  gboolean may_comment; /* likewise for a message */
} KpChangeSituation;

/* Returns: KpChangeWay flags; removing is always possible */
guint kp_change_find_ways (KpChange *change,
                           const KpChangeSituation *situation);

/**
 * kp_change_explain:
 * @theirs: (nullable): the name of the subject's present state
 * @now: UTC milliseconds
 *
 * Returns: (transfer full): what happened, who and when, in one or two sentences
 */
char *kp_change_explain (KpChange *change,
                         const char *theirs,
                         gint64 now);

/* Returns: (transfer none): what people call a field of a difference */
const char *kp_change_name_field (const char *field);

/* @value: (nullable): of the field. Returns: (transfer full): as people write it */
char *kp_change_dup_value (const char *field,
                           const char *value);

G_END_DECLS
