/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An ordered list of identities on its way from one answer to the next: its beginning is already
 * the new one, the rest still the old one. So nothing is moved in memory, whatever the length, and
 * the way may be gone in as many steps as one likes. Pure.
 */

#pragma once

#include "kp-id-diff.h"

G_BEGIN_DECLS

/**
 * KpIdSeam:
 *
 * To be zeroed before kp_id_seam_init(). The lists are never changed, only replaced.
 */
typedef struct
{
  GArray *ids;        /* (owned) (element-type KpId): what it is, or is becoming */
  GArray *groups;     /* (owned) (nullable) (element-type guint): of @ids */
  GArray *old;        /* (owned) (nullable): what it was; NULL = there is no seam */
  GArray *old_groups; /* (owned) (nullable): of @old */
  GArray *splices;    /* (owned) (nullable) (element-type KpSplice): from @old to @ids */
  guint seam;         /* rows of @ids that already count; the rest comes from @old */
  guint old_rest;     /* first row of @old that still counts */
  guint n_spliced;    /* splices that are gone */
  guint n_removed;    /* rows of the splice after those, that are gone */
  guint n_added;      /* rows of it that have come */
} KpIdSeam;

void kp_id_seam_init (KpIdSeam *self);
void kp_id_seam_clear (KpIdSeam *self);

guint kp_id_seam_count (const KpIdSeam *self);

/* Returns: (transfer none): of a row that there is */
const KpId *kp_id_seam_get (const KpIdSeam *self,
                            guint position);

/* Returns: 0 = there are none */
guint kp_id_seam_get_group (const KpIdSeam *self,
                            guint position);

gboolean kp_id_seam_is_open (const KpIdSeam *self);

/**
 * kp_id_seam_open:
 * @ids: (transfer full): what it becomes
 * @groups: (transfer full) (nullable)
 * @splices: (transfer full): from what it is to @ids
 */
void kp_id_seam_open (KpIdSeam *self,
                      GArray *ids,
                      GArray *groups,
                      GArray *splices);

/**
 * kp_id_seam_find_next:
 * @next: (out): rows [new_start, new_start + removed) of the list as it is become as many as added
 *
 * Returns: whether something differs still
 */
gboolean kp_id_seam_find_next (const KpIdSeam *self,
                               KpSplice *next);

/**
 * kp_id_seam_step:
 * @most: rows to remove and to add; a splice in which something moves is gone as a whole
 * @step: (out): as the next one; what the list has done now
 */
void kp_id_seam_step (KpIdSeam *self,
                      guint most,
                      KpSplice *step);

/**
 * kp_id_seam_close:
 *
 * Forgets the old list, when there is nothing left of it.
 *
 * Returns: whether rows that stayed where they are may be in other groups now
 */
gboolean kp_id_seam_close (KpIdSeam *self);

G_END_DECLS
