/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Text of several lines, as it is written everywhere in the program: words wrap, Tab goes on to
 * the next field, Enter begins a new line, and Ctrl+Enter does what the page around is for. Main
 * thread.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* It grows with what is typed; what scrolls around it follows the place where one types.
 * @label: what a screen reader calls it; @action: of kp_text_view_set_action ().
 * Returns: (transfer floating): a GtkTextView */
GtkWidget *kp_text_view_new (const char *label, const char *action);

/* @action: name of the action, of a widget around @view, that Ctrl+Enter activates. A binding of
 * that widget would not do: the view takes Enter for itself, with or without Ctrl. */
void kp_text_view_set_action (GtkTextView *view, const char *action);

G_END_DECLS
