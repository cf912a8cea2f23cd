/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The files that go with what is written in a dialog: what was chosen, and the button to choose
 * more. Main thread.
 */

#pragma once

#include "kp-client-files.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_FILES_FIELD (kp_files_field_get_type ())
G_DECLARE_FINAL_TYPE (KpFilesField, kp_files_field, KP, FILES_FIELD, AdwBin)

/*
 * Property "busy": files are being copied, so that what is sent now would go without them.
 */

/**
 * kp_files_field_new:
 * @chosen: of KpAttachment: what was chosen, which the caller keeps until it is durable
 *
 * Returns: (transfer floating)
 */
GtkWidget *kp_files_field_new (KpClient *client,
                               GListStore *chosen);

G_END_DECLS
