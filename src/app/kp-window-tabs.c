/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The switchers do not tell of a press on the tab that is in front, so presses are watched: the
 * module before the press is compared with the one after the tab has acted on the release. A tab is
 * an empty place until its page is needed, because pages are most of what a start takes.
 */

#include "kp-window-private.h"

#include "kp-page-registry.h"

/* After this the first frame with rows has been painted, and the badges of other tabs are due. */
#define OTHERS_MS 500

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

/* A panel beside the page takes as much as is missing from a wide window when the name of the
 * organisation goes. */
static gboolean
is_compact (KpWindow *self)
{
  return adw_overlay_split_view_get_collapsed (self->widgets) ||
         (adw_overlay_split_view_get_show_sidebar (self->widgets) &&
          !gtk_widget_get_visible (GTK_WIDGET (self->organisation_label)));
}

static void
on_room_changed_cb (KpWindow *self)
{
  GHashTableIter iter;
  gpointer page;

  /* The breakpoints are let go of while the window goes. */
  if (gtk_widget_in_destruction (GTK_WIDGET (self)))
    return;

  g_hash_table_iter_init (&iter, self->pages);
  while (g_hash_table_iter_next (&iter, NULL, &page))
    g_object_set (page, "compact", is_compact (self), NULL);
}

void
kp_window_watch_tabs (KpWindow *self)
{
  g_signal_connect_object (self->widgets, "notify::collapsed", G_CALLBACK (on_room_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->widgets, "notify::show-sidebar", G_CALLBACK (on_room_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->organisation_label, "notify::visible",
                           G_CALLBACK (on_room_changed_cb), self, G_CONNECT_SWAPPED);
  watch (self, self->tabs_wide);
  watch (self, self->tabs_narrow);
}

KpPage *
kp_window_ensure_page (KpWindow *self,
                       const char *name)
{
  const KpPageKind *kind = kp_page_registry_find (name);
  GtkWidget *place = adw_view_stack_get_child_by_name (self->modules, name);
  KpPage *page = g_hash_table_lookup (self->pages, name);

  if (kind == NULL || place == NULL || self->client == NULL)
    return NULL;

  if (page == NULL)
    {
      page = kp_page_registry_make_page (kind, self->client);
      g_hash_table_insert (self->pages, g_strdup (name), g_object_ref_sink (page));
      g_object_bind_property (self->phone_bar, "visible", page, "narrow", G_BINDING_SYNC_CREATE);
      g_object_set (page, "compact", is_compact (self), NULL);
    }
  if (adw_bin_get_child (ADW_BIN (place)) == NULL)
    {
      adw_bin_set_child (ADW_BIN (place), GTK_WIDGET (page));
      g_object_bind_property (page, "n-waiting", adw_view_stack_get_page (self->modules, place),
                              "badge-number", G_BINDING_SYNC_CREATE);
    }

  return page;
}

/* One at a time, so that what the person does meanwhile does not wait for all. */
static gboolean
on_make_others_cb (gpointer user_data)
{
  KpWindow *self = KP_WINDOW (user_data);

  for (const KpPageKind *kind = kp_page_registry_get_kinds (); kind->name != NULL; kind++)
    {
      GtkWidget *place = adw_view_stack_get_child_by_name (self->modules, kind->name);

      if (place == NULL || adw_bin_get_child (ADW_BIN (place)) != NULL)
        continue;

      kp_window_ensure_page (self, kind->name);
      return G_SOURCE_CONTINUE;
    }
  self->page_source = 0;

  return G_SOURCE_REMOVE;
}

/* The page was not there yet when the window looked for what takes the keyboard. */
static void
focus_first_page (KpWindow *self)
{
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (self->modules)))
    gtk_widget_child_focus (GTK_WIDGET (self->modules), GTK_DIR_TAB_FORWARD);
}

static gboolean
on_make_first_cb (gpointer user_data)
{
  KpWindow *self = KP_WINDOW (user_data);

  kp_window_follow_module (self);
  focus_first_page (self);
  self->page_source = g_timeout_add_full (G_PRIORITY_LOW, OTHERS_MS, on_make_others_cb, self, NULL);

  return G_SOURCE_REMOVE;
}

/* Whoever fills the tabs may go on to another one at once, so the first is not made before. */
void
kp_window_make_pages (KpWindow *self)
{
  g_clear_handle_id (&self->page_source, g_source_remove);
  self->page_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, on_make_first_cb, self, NULL);
}
