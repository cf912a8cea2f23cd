/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The menu of a row in a list of records: by the right button, Shift+F10, the Menu key, or a long
 * press. Main thread.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * kp_row_menu_add:
 * @view: a GtkColumnView or GtkListView, whose rows have a KpStatusPill that knows their record;
 *   or a GtkListBox
 * @rows: (transfer none) (nullable): the records that the list box is bound to
 * @more: (transfer none) (nullable): what the list offers beside what each list does; items whose
 *   action is not possible are left out
 *
 * Gives the rows of @view their menu.
 */
void kp_row_menu_add (GtkWidget *view,
                      GListModel *rows,
                      GMenuModel *more);

G_END_DECLS
