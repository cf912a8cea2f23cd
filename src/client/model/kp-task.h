/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Something that waits for this person; computed, never a record. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

/* Kinds of tasks. */
#define KP_TASK_ANSWER "answer"   /* customer: the office asked something about a request */
#define KP_TASK_DRAFT "draft"     /* customer: a draft that was not sent */
#define KP_TASK_CHANGE "change"   /* a change was refused and needs this person */
#define KP_TASK_REQUEST "request" /* staff: a portal request nobody has decided on */
#define KP_TASK_REPLY "reply"     /* staff: a customer answered a question */

#define KP_TYPE_TASK (kp_task_get_type ())
G_DECLARE_FINAL_TYPE (KpTask, kp_task, KP, TASK, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_TASK_KIND;

/* Readers of the properties of the same names. */

/* answer | draft | change | request | reply, see kp-task.h */
const char *kp_task_get_kind (KpTask *self);
const char *kp_task_get_subject_id (KpTask *self); /* of the request, draft or change */
const char *kp_task_get_title (KpTask *self);
const char *kp_task_get_number (KpTask *self);
const char *kp_task_get_org_id (KpTask *self);
const char *kp_task_get_org_name (KpTask *self);
gint64 kp_task_get_since (KpTask *self); /* when it began to wait */

G_END_DECLS
