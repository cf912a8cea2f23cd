/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * In which streams a record is published: one function per entity (DOMAIN.md, "Who sees what"). It
 * may read the record and its parent, nothing else. An entity without a function never leaves the
 * server.
 */

#pragma once

#include "kps-record.h"

G_BEGIN_DECLS

/* A stream's id as text, with the final zero. */
#define KPS_STREAM_SIZE 80

/* How long ended work orders stay in the staff's list. */
#define KPS_WORK_LIST_DAYS 30

/**
 * kps_streams_of:
 * @body: of the record
 * @now: UTC milliseconds; a work order leaves the staff's list some time after it ended
 *
 * Returns: (transfer full): the ids of the streams in ascending order, without doubles
 */
char **kps_streams_of (KpDb *db,
                       KpEntityType entity,
                       const KpId *id,
                       yyjson_val *body,
                       gint64 now,
                       GError **error);

/**
 * kps_get_keys:
 * @org_id: (out): the organisation it belongs to, or zero
 * @parent_id: (out): what it is found by, or zero
 *
 * By which other records the table can be asked for this one.
 */
void kps_get_keys (KpEntityType entity,
                   const KpId *id,
                   yyjson_val *body,
                   KpId *org_id,
                   KpId *parent_id);

G_END_DECLS
