/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people read about files: sizes, where a file is, why it is not taken. Pure functions, main
 * thread.
 */

#pragma once

#include "kp-attachment.h"

G_BEGIN_DECLS

/* Returns: (transfer full): "1.2 MB · being checked by the office" */
char *kp_file_text_describe (KpAttachment *attachment);

/* Returns: (transfer none): why the office does not take a file, and what to do */
const char *kp_file_text_fault (KpAttachmentFault fault);

/* Returns: (transfer none): what became of choosing, opening or saving a file */
const char *kp_file_text_error (const GError *error);

/* Returns: (transfer none): name of a symbolic icon */
const char *kp_file_text_icon (KpAttachment *attachment);

/* Returns: (transfer full): how many files of what size may be chosen */
char *kp_file_text_limits (void);

G_END_DECLS
