/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that a person gathers for what he is about to send: chosen in a dialog, dropped, or pasted.
 * Used by whatever can have attachments. Main thread.
 */

#pragma once

#include "kp-client-files.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_FILE_PICKER (kp_file_picker_get_type ())
G_DECLARE_FINAL_TYPE (KpFilePicker, kp_file_picker, KP, FILE_PICKER, GObject)

/*
 * Signal "added" (KpAttachment): a file was copied into the account.
 *
 * Property "busy": files are being copied.
 */

/**
 * kp_file_picker_new:
 * @widget: (not nullable): where dialogs and sentences belong
 */
KpFilePicker *kp_file_picker_new (GtkWidget *widget);

/* @client: (nullable) */
void kp_file_picker_set_client (KpFilePicker *self,
                                KpClient *client);

/* What may be chosen: @types: (nullable): media types; %NULL = all that the office takes */
void kp_file_picker_set_types (KpFilePicker *self,
                               const char *const *types);

/* The sentence for what is more than that; of all that the office takes to begin with. */
void kp_file_picker_set_limits (KpFilePicker *self,
                                const char *limits);

/* How many more may be chosen now. */
void kp_file_picker_set_room (KpFilePicker *self,
                              guint room);

/* Copies one file, as if it had been chosen. */
void kp_file_picker_add (KpFilePicker *self,
                         GFile *file);

/* Shows the dialog. */
void kp_file_picker_choose (KpFilePicker *self);

/* Takes what is dropped on @target. */
void kp_file_picker_accept_drops (KpFilePicker *self,
                                  GtkWidget *target);

/* Takes files or a picture from the clipboard. Returns: whether there are any */
gboolean kp_file_picker_paste (KpFilePicker *self);

/**
 * kp_file_picker_make_argument:
 * @chosen: of KpAttachment
 *
 * Returns: (transfer floating) (nullable): "attachments" of an operation; %NULL if there are none
 */
GVariant *kp_file_picker_make_argument (GListModel *chosen);

G_END_DECLS
