/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row in a module's list of options. Main thread.
 */

#pragma once

#include "kp-option.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_OPTION_ROW (kp_option_row_get_type ())
G_DECLARE_FINAL_TYPE (KpOptionRow, kp_option_row, KP, OPTION_ROW, GtkListBoxRow)

GtkWidget *kp_option_row_new (KpOption *option);

/* Returns: (transfer none): */
KpOption *kp_option_row_get_option (KpOptionRow *self);

G_END_DECLS
