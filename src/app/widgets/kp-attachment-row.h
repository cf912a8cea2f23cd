/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One file with its size, where it is, and what can be done with it: open, save, remove. Main
 * thread.
 */

#pragma once

#include "kp-client-files.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ATTACHMENT_ROW (kp_attachment_row_get_type ())
G_DECLARE_FINAL_TYPE (KpAttachmentRow, kp_attachment_row, KP, ATTACHMENT_ROW, AdwBin)

/*
 * Signal "removed": the person takes a chosen file away; the owner of the list does so.
 */

GtkWidget *kp_attachment_row_new (KpClient *client,
                                  KpAttachment *attachment);

KpAttachment *kp_attachment_row_get_attachment (KpAttachmentRow *self);

G_END_DECLS
