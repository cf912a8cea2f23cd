/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the buttons of the office do: one change, and a word about what came of it. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/**
 * kp_office_command_perform:
 * @arguments: floating is sunk
 * @typed: emptied once the change is kept; until then nothing that was typed is lost
 * @chosen: (nullable): of KpAttachment: likewise
 * @said: translated, lives on: said once the change is kept
 */
void kp_office_command_perform (GtkWidget *widget,
                                KpClient *client,
                                const char *kind,
                                GVariant *arguments,
                                GtkTextBuffer *typed,
                                GListStore *chosen,
                                const char *said);

/**
 * kp_office_hold_buttons:
 * @source: (inout): lives as long as @buttons, or is removed before; 0 = they are not held
 *
 * What takes the place of a button that was pressed is not pressed by the same double click: for as
 * long as one takes, @buttons takes no clicks.
 */
void kp_office_hold_buttons (GtkWidget *buttons,
                             guint *source);

G_END_DECLS
