/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Pictures of windows, drawn by GTK itself, and finding widgets in them. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* Lets animations end, the layout settle and answers arrive: turns until the frame is quiet. */
void kp_picture_settle (GtkWidget *window);

/* Saves what @window looks like now as @folder/@name.png, after settling. */
void kp_picture_take (GtkWidget *window,
                      const char *folder,
                      const char *name);

/* Returns: (transfer none) (nullable): the first mapped widget of @type at or below @widget */
gpointer kp_picture_find (GtkWidget *widget,
                          GType type);

G_END_DECLS
