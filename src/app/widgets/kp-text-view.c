/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GtkTextView with the settings and the one shortcut that all of ours share.
 */

#include "kp-text-view.h"

#define MARGIN 36 /* pixels that are kept free above and below the place where one types */

/* A text that grows with what is typed does not scroll by itself, and what is around it does so
 * only when the focus moves. */
static void
show_caret (GtkTextView *view)
{
  GtkWidget *scroller = gtk_widget_get_ancestor (GTK_WIDGET (view), GTK_TYPE_SCROLLED_WINDOW);
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (view);
  GtkAdjustment *adjustment;
  GtkTextIter iter;
  GdkRectangle caret;
  graphene_point_t point;
  double top;
  int y;

  if (scroller == NULL || gtk_widget_get_parent (GTK_WIDGET (view)) == scroller)
    return;

  gtk_text_buffer_get_iter_at_mark (buffer, &iter, gtk_text_buffer_get_insert (buffer));
  gtk_text_view_get_iter_location (view, &iter, &caret);
  gtk_text_view_buffer_to_window_coords (view, GTK_TEXT_WINDOW_WIDGET, 0, caret.y, NULL, &y);
  if (!gtk_widget_compute_point (GTK_WIDGET (view), scroller,
                                 &GRAPHENE_POINT_INIT (0, (float) y), &point))
    return;

  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (scroller));
  top = gtk_adjustment_get_value (adjustment) + (double) point.y;
  gtk_adjustment_clamp_page (adjustment, top - MARGIN, top + caret.height + MARGIN);
}

/* In the frame after the next one the text has its new height. */
static gboolean
show_caret_cb (GtkWidget *view,
               GdkFrameClock *clock,
               gpointer data)
{
  guint *n_frames = data;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;
  if (gtk_widget_has_focus (view))
    show_caret (GTK_TEXT_VIEW (view));

  return G_SOURCE_REMOVE;
}

static void
on_caret_moved_cb (GtkTextBuffer *buffer,
                   GParamSpec *pspec,
                   GtkWidget *view)
{
  if (gtk_widget_has_focus (view))
    gtk_widget_add_tick_callback (view, show_caret_cb, g_new0 (guint, 1), g_free);
}

GtkWidget *
kp_text_view_new (const char *label,
                  const char *action)
{
  GtkWidget *view = gtk_text_view_new ();

  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  kp_text_view_set_action (GTK_TEXT_VIEW (view), action);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (view)),
                           "notify::cursor-position", G_CALLBACK (on_caret_moved_cb), view,
                           G_CONNECT_DEFAULT);

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
