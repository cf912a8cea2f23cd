/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The list that an AdwComboRow opens. libadwaita's own cuts what is longer than twenty characters;
 * this one wraps it. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Makes the list of @row show the whole of each text. The text of an item is what the expression of
 * the row gives, or its string where there is none. */
void kp_combo_list_wrap (AdwComboRow *row);

G_END_DECLS
