/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkTextView with the settings and the one shortcut that all of ours share.
 */

#include "kp-text-view.h"

GtkWidget *
kp_text_view_new (const char *label,
                  const char *action)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  kp_text_view_set_action (GTK_TEXT_VIEW (view), action);

  return view;
}

void
kp_text_view_set_action (GtkTextView *view,
                         const char *action)
{
  GtkEventController *controller = gtk_shortcut_controller_new ();

  gtk_shortcut_controller_add_shortcut (
    GTK_SHORTCUT_CONTROLLER (controller),
    gtk_shortcut_new (gtk_keyval_trigger_new (GDK_KEY_Return, GDK_CONTROL_MASK),
                      gtk_named_action_new (action)));
  gtk_widget_add_controller (GTK_WIDGET (view), controller);
}
