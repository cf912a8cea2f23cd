/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A window is settled after a number of frames without a change of its picture.
 */

#include "kp-picture.h"

#include "kp-test.h"

#define QUIET_FRAMES 8
#define MAX_FRAMES 240

/* Returns: (transfer full) (nullable): what @window looks like; NULL until it is laid out */
static GskRenderNode *
dup_node (GtkWidget *window)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (window);
  GtkSnapshot *snapshot = gtk_snapshot_new ();

  gdk_paintable_snapshot (paintable, snapshot,
                          gtk_widget_get_width (window), gtk_widget_get_height (window));

  return gtk_snapshot_free_to_node (snapshot);
}

static GBytes *
dup_bytes (GtkWidget *window)
{
  g_autoptr (GskRenderNode) node = dup_node (window);

  return node != NULL ? gsk_render_node_serialize (node) : NULL;
}

typedef struct
{
  guint n_frames; /* so far */
  guint n_quiet;  /* in a row without a change */
  GBytes *former; /* (owned) (nullable): the last picture */
} Frames;

static gboolean
on_tick_cb (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer user_data)
{
  Frames *frames = user_data;
  g_autoptr (GBytes) now = dup_bytes (widget);

  frames->n_frames++;
  if (now != NULL && frames->former != NULL && g_bytes_equal (now, frames->former))
    frames->n_quiet++;
  else
    frames->n_quiet = 0;
  g_clear_pointer (&frames->former, g_bytes_unref);
  frames->former = g_steal_pointer (&now);

  return G_SOURCE_CONTINUE;
}

void
kp_picture_settle (GtkWidget *window)
{
  Frames frames = { 0 };
  guint tick = gtk_widget_add_tick_callback (window, on_tick_cb, &frames, NULL);

  /* A spinner never rests, so there is an end to waiting. */
  kp_test_wait_for (frames.n_quiet >= QUIET_FRAMES || frames.n_frames >= MAX_FRAMES);
  gtk_widget_remove_tick_callback (window, tick);
  g_clear_pointer (&frames.former, g_bytes_unref);
}

void
kp_picture_take (GtkWidget *window,
                 const char *folder,
                 const char *name)
{
  GskRenderer *renderer = gtk_native_get_renderer (GTK_NATIVE (window));
  g_autofree char *path = g_strdup_printf ("%s/%s.png", folder, name);
  g_autoptr (GskRenderNode) node = NULL;
  g_autoptr (GdkTexture) texture = NULL;

  kp_picture_settle (window);
  kp_test_wait_for ((node = dup_node (window)) != NULL);
  texture = gsk_renderer_render_texture (renderer, node, NULL);
  g_assert_cmpint (g_mkdir_with_parents (folder, 0755), ==, 0);
  g_assert_true (gdk_texture_save_to_png (texture, path));
}

gpointer
kp_picture_find (GtkWidget *widget,
                 GType type)
{
  if (gtk_widget_get_mapped (widget) && G_TYPE_CHECK_INSTANCE_TYPE (widget, type))
    return widget;

  for (GtkWidget *child = gtk_widget_get_first_child (widget);
       child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      gpointer found = kp_picture_find (child, type);

      if (found != NULL)
        return found;
    }

  return NULL;
}
