/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stories with files have in common.
 */

#pragma once

#include "kp-client.h"

G_BEGIN_DECLS

/* Says something with a file, whose original goes. Returns: (transfer full): identity of the
 * attachment
 */
char *kp_send_file (KpClient *client,
                    const char *request,
                    const char *name,
                    const char *content);

/* Waits until the person sees the attachment, and that the office judged it. */
void kp_wait_for_file (KpClient *client,
                       const char *request,
                       const char *id,
                       const char *scan_state);

/* Returns: (transfer full) (nullable): the content of an attachment, as a text */
char *kp_read_file (KpClient *client,
                    const char *id,
                    GError **error);

G_END_DECLS
