/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What people read about files: sizes, where a file is, why it is not taken. Pure functions, main
 * thread.
 */

#pragma once

#include "kp-attachment.h"
#include "kp-question.h"

G_BEGIN_DECLS

/* Returns: (transfer full): "1.2 MB · being checked by the office" */
char *kp_file_text_describe (KpAttachment *attachment);

/* Returns: (transfer none): why the office does not take a file, and what to do */
const char *kp_file_text_fault (KpAttachmentFault fault);

/* Returns: (transfer none): what became of choosing a file; of opening or saving one */
const char *kp_file_text_error (const GError *error);
const char *kp_file_text_open_error (const GError *error);

/* Returns: (transfer none): name of a symbolic icon */
const char *kp_file_text_icon (KpAttachment *attachment);

/* Returns: (transfer full): how many files of what size may be chosen */
char *kp_file_text_limits (void);

/* Returns: (transfer full): what may answer @question, before anybody meets the limit */
char *kp_file_text_question_limits (KpQuestion *question);

/* Returns: (transfer none): a file that came another way than by the dialog is of another type */
const char *kp_file_text_wrong_type (KpQuestion *question);

G_END_DECLS
