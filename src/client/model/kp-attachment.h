/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file: chosen by the person for something that is not sent yet, or attached to a request or
 * message. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_ATTACHMENT (kp_attachment_get_type ())
G_DECLARE_FINAL_TYPE (KpAttachment, kp_attachment, KP, ATTACHMENT, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_ATTACHMENT_KIND;

/* Where the content is; the property "state" is one of these. */
typedef enum
{
  KP_ATTACHMENT_AWAY = 0, /* at the office only */
  KP_ATTACHMENT_CHOSEN,   /* here, for something that is not sent yet */
  KP_ATTACHMENT_WAITING,  /* here, to be sent */
  KP_ATTACHMENT_HERE,     /* here and at the office */
  KP_ATTACHMENT_REFUSED   /* here, and the office does not take it: see "fault" */
} KpAttachmentState;

/* Why the office does not take it; each is a sentence in kp-error-text.c. */
typedef enum
{
  KP_ATTACHMENT_FAULT_NONE = 0,
  KP_ATTACHMENT_FAULT_TYPE,
  KP_ATTACHMENT_FAULT_SIZE,
  KP_ATTACHMENT_FAULT_SPACE,
  KP_ATTACHMENT_FAULT_GONE,
  KP_ATTACHMENT_FAULT_DENIED
} KpAttachmentFault;

/* Readers of the properties of the same names. */

const char *kp_attachment_get_request_id (KpAttachment *self);
const char *kp_attachment_get_message_id (KpAttachment *self);
/* key of a question, or "checklist." and the key of an item; NULL = of the whole */
const char *kp_attachment_get_place (KpAttachment *self);
const char *kp_attachment_get_name (KpAttachment *self);
const char *kp_attachment_get_media_type (KpAttachment *self);
gint64 kp_attachment_get_size (KpAttachment *self); /* bytes */
/* pending | clean | infected | unscannable; NULL while the office does not have it */
const char *kp_attachment_get_scan_state (KpAttachment *self);
const char *kp_attachment_get_author_name (KpAttachment *self);
const char *kp_attachment_get_author_kind (KpAttachment *self); /* customer | staff */
gint64 kp_attachment_get_created_at (KpAttachment *self);
KpAttachmentState kp_attachment_get_state (KpAttachment *self);
KpAttachmentFault kp_attachment_get_fault (KpAttachment *self);
const char *kp_attachment_get_sha256 (KpAttachment *self); /* 64 hexadecimal digits */
KpSyncState kp_attachment_get_sync (KpAttachment *self);

/**
 * kp_attachment_to_variant:
 * @place: (nullable): what it answers
 *
 * Returns: (transfer floating): "a{sv}", one element of the argument "attachments" of an operation
 */
GVariant *kp_attachment_to_variant (KpAttachment *self,
                                    const char *place);

G_END_DECLS
