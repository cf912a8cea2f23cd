/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A draft as a row to go on with. Main thread.
 */

#pragma once

#include "kp-draft.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * kp_draft_row_new:
 * @action: name of the action that goes on with it; its target is the draft's id
 *
 * Returns: (transfer floating): a row for a boxed list
 */
GtkWidget *kp_draft_row_new (KpDraft *draft,
                             const char *action);

G_END_DECLS
