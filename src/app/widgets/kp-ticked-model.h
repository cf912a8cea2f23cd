/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A selection of several rows as if each had a box to tick: moving about in the list by keyboard
 * leaves it alone, and Space, a click or a tap adds a row or takes it away again. Main thread.
 */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_TICKED_MODEL (kp_ticked_model_get_type ())
G_DECLARE_FINAL_TYPE (KpTickedModel, kp_ticked_model, KP, TICKED_MODEL, GObject)

KpTickedModel *kp_ticked_model_new (GListModel *rows);

/* Learns from @view whether it is the pointer or the keyboard that moves. */
void kp_ticked_model_watch (KpTickedModel *self,
                            GtkWidget *view);

/* What the last event was; kp_ticked_model_watch() calls it. */
void kp_ticked_model_set_by_pointer (KpTickedModel *self,
                                     gboolean by_pointer);

G_END_DECLS
