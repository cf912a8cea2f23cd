/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the facade makes chosen files. Not for the application.
 */

#pragma once

#include "kp-attachment.h"
#include "kp-store-attachments.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a file that was chosen for something that is not sent yet */
KpAttachment *kp_attachment_new_chosen (const KpFileRow *row);

G_END_DECLS
