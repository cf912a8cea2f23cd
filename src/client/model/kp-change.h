/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One change of this person in the journal of this computer. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

/* Reasons of a change that needs this person; each is a sentence in kp-error-text.c. */
#define KP_REASON_CONFLICT "conflict" /* somebody else changed the same thing first */
#define KP_REASON_NEED "need"         /* something is missing: see reason-detail */
#define KP_REASON_DENIED "denied"     /* a rule of the office forbids it */
#define KP_REASON_GONE "gone"         /* the subject is gone, or no longer for this person */
#define KP_REASON_UPGRADE "upgrade"   /* this version of the program is too old */
#define KP_REASON_LOST "lost"         /* could not be repeated after the server was restored */
#define KP_REASON_BYTES "bytes"       /* the office holds something else under this identity */
#define KP_REASON_FILE "file"         /* a file is not taken: KpAttachmentFault, then its name */

#define KP_TYPE_CHANGE (kp_change_get_type ())
G_DECLARE_FINAL_TYPE (KpChange, kp_change, KP, CHANGE, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_CHANGE_KIND;

/* Readers of the properties of the same names. */

const char *kp_change_get_kind (KpChange *self); /* request.accept … without a version */
const char *kp_change_get_subject_id (KpChange *self);
/* NULL when the subject is no longer here */
const char *kp_change_get_subject_title (KpChange *self);
const char *kp_change_get_subject_number (KpChange *self);
KpSyncState kp_change_get_sync (KpChange *self);
const char *kp_change_get_reason (KpChange *self); /* code, see kp-change.h; NULL = none */
/* what the reason is about: keys, one per line */
const char *kp_change_get_reason_detail (KpChange *self);
const char *kp_change_get_reason_by (KpChange *self); /* conflict: who was first */
gint64 kp_change_get_reason_at (KpChange *self);      /* conflict: when */
const char *kp_change_get_text (KpChange *self);      /* what the person wrote */
gint64 kp_change_get_created_at (KpChange *self);
gint64 kp_change_get_finished_at (KpChange *self);   /* 0 = not yet */
const char *kp_change_get_draft_id (KpChange *self); /* draft that holds what was refused */

G_END_DECLS
