/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The projections: one table p_<entity> per row of the table of entities, with a column for each
 * field that is marked as one, the record as JSON (body) and how far the person's own changes of it
 * have come (pending). All their SQL is made here, from constant tables only. On the thread of the
 * connection, inside its caller's transaction.
 */

#pragma once

#include "kp-db.h"
#include "kp-entity.h"
#include "kp-operation.h"

G_BEGIN_DECLS

/**
 * KpProjectionTexts:
 *
 * The SQL. Must outlive the connections that prepared it.
 */
typedef struct _KpProjectionTexts KpProjectionTexts;

KpProjectionTexts *kp_projection_texts_new (void);
void kp_projection_texts_free (KpProjectionTexts *self);

/* Returns: which shape the tables have; another text than that of the cache = make them again */
const char *kp_projection_texts_get_shape (const KpProjectionTexts *self);

/* Drops what is there and makes the tables, empty. */
gboolean kp_projection_create_tables (const KpProjectionTexts *texts,
                                      KpDb *db,
                                      GError **error);

/* Empties the tables. */
gboolean kp_projection_delete_all (const KpProjectionTexts *texts,
                                   KpDb *db,
                                   GError **error);

/**
 * KpProjector:
 *
 * Writes projections during one transaction; holds its statements, so that rows cost no look-up.
 */
typedef struct _KpProjector KpProjector;

KpProjector *kp_projector_new (const KpProjectionTexts *texts,
                               KpDb *db);
void kp_projector_free (KpProjector *self);

/**
 * KpProjected:
 *
 * One row of a projection. Borrowed throughout.
 */
typedef struct
{
  KpEntityType entity;
  KpId id;
  gint64 key;        /* of the raw row; 0 = there is none, the record exists here only */
  const char *body;  /* JSON text */
  gsize length;      /* of body */
  yyjson_val *value; /* (nullable): body as a value; NULL = it is read again */
  int pending;       /* KpPending */
  gboolean is_new;   /* most likely there is no such row yet */
} KpProjected;

/* Makes or replaces a row. */
gboolean kp_projector_put (KpProjector *self,
                           const KpProjected *row,
                           GError **error);

gboolean kp_projector_delete (KpProjector *self,
                              KpEntityType entity,
                              const KpId *id,
                              GError **error);

/**
 * kp_projector_load:
 * @row: (out): "key" may be negative: a record that exists here only
 * @body: (out) (transfer full) (nullable): what row->body points to; NULL = it is not projected
 */
gboolean kp_projector_load (KpProjector *self,
                            KpEntityType entity,
                            const KpId *id,
                            KpProjected *row,
                            char **body,
                            GError **error);

gboolean kp_projector_set_pending (KpProjector *self,
                                   KpEntityType entity,
                                   const KpId *id,
                                   int pending,
                                   GError **error);

/* Appends to @ids (element-type KpId) the records that are marked as pending. */
gboolean kp_projector_list_pending (KpProjector *self,
                                    KpEntityType entity,
                                    GArray *ids,
                                    GError **error);

/* Projects every raw record of a known kind as it is. */
gboolean kp_projector_put_all (KpProjector *self,
                               GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpProjectionTexts, kp_projection_texts_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpProjector, kp_projector_free)

G_END_DECLS
