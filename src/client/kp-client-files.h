/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of the facade that has to do with files: choosing them for something that will be sent,
 * and reading those that are attached. A chosen file is copied at once, so that it may change or go
 * afterwards. Main thread.
 *
 * Signal of KpClient:
 * file-progress::<id> (id, part): how much of a file has travelled, from 0 to 1.
 */

#pragma once

#include "kp-attachment.h"
#include "kp-client.h"

G_BEGIN_DECLS

/**
 * kp_client_add_file_async:
 * @file: what the person chose; read once, now
 *
 * Copies a file into the account, encrypted. It stays while a draft names it, and is forgotten with
 * the program's end if nothing does.
 */
void kp_client_add_file_async (KpClient *self,
                               GFile *file,
                               GCancellable *cancellable,
                               GAsyncReadyCallback callback,
                               gpointer user_data);

/* The same for what has no file: a pasted picture. @name: with the extension of its type */
void kp_client_add_bytes_async (KpClient *self,
                                GBytes *bytes,
                                const char *name,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: (transfer full): fails with %KP_ERROR_TOO_LARGE, with %KP_ERROR_INVALID if the office
 *   takes no such files, with %KP_ERROR_CORRUPT if it is not what its name says, with
 *   %KP_ERROR_NOT_FOUND if it cannot be read, or with %KP_ERROR_STORAGE
 */
KpAttachment *kp_client_add_file_finish (KpClient *self,
                                         GAsyncResult *result,
                                         GError **error);

/* Forgets a chosen file. Harmless once something that was queued names it. */
void kp_client_drop_file (KpClient *self,
                          const char *id);

/* Returns: (transfer full): of KpAttachment: what is attached to a request and its messages, oldest
 *   first
 */
KpQueryModel *kp_client_list_attachments (KpClient *self,
                                          const char *request_id);

/* Reads the chosen files @ids of a form that was opened again; those that are gone are left out. */
void kp_client_load_files_async (KpClient *self,
                                 const char *const *ids,
                                 GAsyncReadyCallback callback,
                                 gpointer user_data);

/* Returns: (transfer full) (element-type KpAttachment) */
GPtrArray *kp_client_load_files_finish (KpClient *self,
                                        GAsyncResult *result,
                                        GError **error);

/**
 * kp_client_open_file_async:
 * @id: of an attachment
 *
 * Fetches a file if it is not here, and puts a copy into a folder that only this person can read
 * and that goes with the program.
 */
void kp_client_open_file_async (KpClient *self,
                                const char *id,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

/* Returns: (transfer full): fails with %KP_ERROR_OFFLINE, %KP_ERROR_FORBIDDEN if it was not found
 *   to be safe, %KP_ERROR_NOT_FOUND, %KP_ERROR_INVALID if another content came, or with
 *   %KP_ERROR_STORAGE
 */
GFile *kp_client_open_file_finish (KpClient *self,
                                   GAsyncResult *result,
                                   GError **error);

/* The same, with the copy where the person wants it. */
void kp_client_save_file_async (KpClient *self,
                                const char *id,
                                GFile *destination,
                                GCancellable *cancellable,
                                GAsyncReadyCallback callback,
                                gpointer user_data);

gboolean kp_client_save_file_finish (KpClient *self,
                                     GAsyncResult *result,
                                     GError **error);

/* @id: of a file that the office did not take: its change is sent without it, and without others
 * that were refused with it
 */
void kp_client_remove_refused_files_async (KpClient *self,
                                           const char *id,
                                           GAsyncReadyCallback callback,
                                           gpointer user_data);
gboolean kp_client_remove_refused_files_finish (KpClient *self,
                                                GAsyncResult *result,
                                                GError **error);

G_END_DECLS
