/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One message of the conversation on a request. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_MESSAGE (kp_message_get_type ())
G_DECLARE_FINAL_TYPE (KpMessage, kp_message, KP, MESSAGE, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_MESSAGE_KIND;

/* Readers of the properties of the same names. */

const char *kp_message_get_request_id (KpMessage *self);
const char *kp_message_get_author_id (KpMessage *self);
const char *kp_message_get_author_name (KpMessage *self);
const char *kp_message_get_author_kind (KpMessage *self); /* customer | staff */
gboolean kp_message_get_mine (KpMessage *self);
const char *kp_message_get_kind (KpMessage *self); /* comment | question | answer */
const char *kp_message_get_text (KpMessage *self);
gint64 kp_message_get_created_at (KpMessage *self);
KpSyncState kp_message_get_sync (KpMessage *self);

G_END_DECLS
