/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The switchers do not tell of a press on the tab that is in front, so presses are watched: the
 * module before the press is compared with the one after the tab has acted on the release.
 */

#include "kp-window-private.h"

static gboolean
on_released_cb (gpointer user_data)
{
  KpWindow *self = KP_WINDOW (user_data);
  KpPage *page = kp_window_get_page (self);

  self->tab_source = 0;
  if (page != NULL &&
      g_strcmp0 (self->pressed_module,
                 adw_view_stack_get_visible_child_name (self->modules)) == 0)
    kp_page_focus_options (page);

  return G_SOURCE_REMOVE;
}

static gboolean
on_tabs_event_cb (GtkEventController *controller,
                  GdkEvent *event,
                  KpWindow *self)
{
  GdkEventType type = gdk_event_get_event_type (event);

  if (type == GDK_BUTTON_PRESS || type == GDK_TOUCH_BEGIN)
    g_set_str (&self->pressed_module, adw_view_stack_get_visible_child_name (self->modules));
  else if ((type == GDK_BUTTON_RELEASE || type == GDK_TOUCH_END) && self->tab_source == 0)
    self->tab_source = g_idle_add (on_released_cb, self);

  return GDK_EVENT_PROPAGATE;
}

static void
watch (KpWindow *self,
       GtkWidget *tabs)
{
  GtkEventController *controller = gtk_event_controller_legacy_new ();

  /* A gesture would be cancelled as soon as the tab claims the press. */
  gtk_event_controller_set_propagation_phase (controller, GTK_PHASE_CAPTURE);
  g_signal_connect_object (controller, "event", G_CALLBACK (on_tabs_event_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (tabs, controller);
}

void
kp_window_watch_tabs (KpWindow *self)
{
  watch (self, self->tabs_wide);
  watch (self, self->tabs_narrow);
}
