/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A record as the server keeps it: one row of one entity, its body exactly as it is sent. Any
 * thread, one object per thread.
 */

#pragma once

#include "kp-db.h"
#include "kp-entity.h"

#include <yyjson.h>

G_BEGIN_DECLS

/**
 * KpsRecord:
 *
 * A copy; it does not change when the row does.
 */
typedef struct
{
  KpEntityType entity;
  KpId id;
  gint64 rev;       /* 1 when made, one more with each change; for display only */
  char *body;       /* (owned): a JSON object, terminated */
  gsize length;     /* of body */
  char **streams;   /* (owned): where it is published, in ascending order */
  yyjson_doc *doc;  /* (owned): of body */
  yyjson_val *root; /* (unowned): the object in doc */
} KpsRecord;

/**
 * kps_record_load:
 * @record: (out) (transfer full) (nullable): %NULL if there is none
 *
 * Returns: %FALSE on failure; that there is no such record is none
 */
gboolean kps_record_load (KpDb *db,
                          KpEntityType entity,
                          const KpId *id,
                          KpsRecord **record,
                          GError **error);

/**
 * kps_record_load_by_parent:
 * @parent: the request of a message or note, the work order of a price, the user of a membership or
 *   read mark, the child of an organisation link
 *
 * Returns: (transfer full) (element-type KpsRecord): in the order of their ids
 */
GPtrArray *kps_record_load_by_parent (KpDb *db,
                                      KpEntityType entity,
                                      const KpId *parent,
                                      GError **error);

/**
 * kps_record_load_by_organisation:
 *
 * Returns: (transfer full) (element-type KpsRecord): whose "org_id" is @org_id (for organisations
 *   and their entries: the id itself), in the order of their ids
 */
GPtrArray *kps_record_load_by_organisation (KpDb *db,
                                            KpEntityType entity,
                                            const KpId *org_id,
                                            GError **error);

/**
 * kps_record_load_all:
 *
 * Returns: (transfer full) (element-type KpsRecord): every record of a kind of which there are few,
 *   such as portals
 */
GPtrArray *kps_record_load_all (KpDb *db,
                                KpEntityType entity,
                                GError **error);

/* Returns: (nullable): the text of a member; %NULL if it is absent or no text */
const char *kps_record_get_text (const KpsRecord *self,
                                 const char *field);

/* Returns: whether the member is an identifier; @id is zero otherwise */
gboolean kps_record_get_id (const KpsRecord *self,
                            const char *field,
                            KpId *id);

/* As kps_record_get_id(), of any object. */
gboolean kps_json_get_id (yyjson_val *object,
                          const char *field,
                          KpId *id);

/* Returns: the number, or 0 */
gint64 kps_record_get_int (const KpsRecord *self,
                           const char *field);

gboolean kps_record_get_bool (const KpsRecord *self,
                              const char *field);

void kps_record_free (KpsRecord *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsRecord, kps_record_free)

G_END_DECLS
