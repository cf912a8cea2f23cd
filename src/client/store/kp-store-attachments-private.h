/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the outbox needs of the files that its operations name. Within a transaction of the outbox.
 */

#pragma once

#include "kp-operation.h"
#include "kp-store-attachments.h"

G_BEGIN_DECLS

/* The result of an operation that does not leave this computer because of a file. */
#define KP_RESULT_FILE "file"

/* The operation was queued: its files wait to be sent before it. Fails with %KP_ERROR_NOT_FOUND if
 * one of them is not here.
 */
gboolean kp_files_bind (KpStore *self,
                        const KpOperation *operation,
                        GError **error);

/**
 * kp_files_need:
 * @sha256: of the content that the office does not have
 * @found: (out): whether the operation names the file: it waits until that is sent again, or for
 *   the person if the office asks too often, or for what is not here any more
 */
gboolean kp_files_need (KpStore *self,
                        const KpId *operation,
                        const char *sha256,
                        gboolean *found,
                        GError **error);

G_END_DECLS
