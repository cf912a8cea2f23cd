/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A few files below each other: those of one message, those of a request, or those that were
 * chosen. Invisible while there are none. Main thread.
 */

#pragma once

#include "kp-client-files.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ATTACHMENT_LIST (kp_attachment_list_get_type ())
G_DECLARE_FINAL_TYPE (KpAttachmentList, kp_attachment_list, KP, ATTACHMENT_LIST, AdwBin)

/*
 * Property "message" (string): shows only the files of that message; within a KpConversation it
 * takes client and files from there.
 *
 * Signal "removed" (KpAttachment): the person takes a chosen file away.
 */

/* @files: (nullable): of KpAttachment */
void kp_attachment_list_show (KpAttachmentList *self,
                              KpClient *client,
                              GListModel *files);

G_END_DECLS
