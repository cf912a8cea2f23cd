/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The messages of one request and the place to write the next. Used by customers and by staff. Main
 * thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_CONVERSATION (kp_conversation_get_type ())
G_DECLARE_FINAL_TYPE (KpConversation, kp_conversation, KP, CONVERSATION, AdwBin)

/*
 * Properties, for templates: "messages" (KpQueryModel), "may-write", "placeholder", "send-label",
 * "empty-title", "empty-text" (all read only but for the object itself), "internal" (construct
 * only: notes that only the office has, instead of messages).
 */

/**
 * kp_conversation_set_request:
 * @request: (nullable): whose messages to show; what was typed and chosen for another request is
 *   kept for it while the account is open
 *
 * What is sent answers the office's question if there is one, and is a comment otherwise; an
 * internal one is a note.
 */
void kp_conversation_set_request (KpConversation *self,
                                  KpClient *client,
                                  KpRequest *request);

/* For the files below each message. Returns: (transfer none) (nullable) */
KpClient *kp_conversation_get_client (KpConversation *self);

/* Returns: (transfer none) (nullable): of KpAttachment: of the request and all its messages */
GListModel *kp_conversation_get_files (KpConversation *self);

/* Adds a file to what will be sent next, as if the person had chosen it. */
void kp_conversation_attach (KpConversation *self,
                             GFile *file);

/* Puts the cursor where one writes. Returns: FALSE if nobody may write now */
gboolean kp_conversation_write (KpConversation *self);

G_END_DECLS
