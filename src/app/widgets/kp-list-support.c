/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first argument of a closure is the template's object or that of a list item.
 */

#include "kp-list-support.h"

#include "kp-status-pill.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

/* Rows that are made in one frame: a usual window has fewer. */
#define ROWS_AT_ONCE 20

/* As many as GTK makes widgets of; then the list costs the same, however long it is. */
#define ROWS_MADE 200

/* A list that has begun short. */
typedef struct
{
  GtkSliceListModel *slice; /* (owned) */
  gboolean painted;         /* whether a frame shows its first rows */
} Growing;

static char *
describe_day_cb (gpointer object,
                 gint64 at)
{
  return kp_time_text_day (at, g_get_real_time () / 1000);
}

static char *
choose_tone_cb (gpointer object,
                const char *state,
                const char *number)
{
  if (number == NULL || *number == '\0')
    return g_strdup ("neutral");

  return g_strdup (kp_status_pill_get_tone_of_state (state));
}

const char *
kp_list_support_name_work_state (const char *state)
{
  static const char *const NAMES[][2] = {
    { "new", N_ ("To plan") },
    { "planned", N_ ("Planned") },
    { "in_progress", N_ ("In progress") },
    { "blocked", N_ ("On hold") },
    { "done", N_ ("Done") },
    { "confirmed", N_ ("Confirmed") },
    { "sent", N_ ("Sent to administration") },
    { "archived", N_ ("Archived") },
    { "cancelled", N_ ("Cancelled") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (NAMES); i++)
    {
      if (g_strcmp0 (state, NAMES[i][0]) == 0)
        return _ (NAMES[i][1]);
    }

  return state;
}

const char *
kp_list_support_name_request_state (const char *state)
{
  if (g_strcmp0 (state, "submitted") == 0)
    return C_ ("portal request", "New");
  if (g_strcmp0 (state, "needs_information") == 0)
    return C_ ("portal request", "Waiting");
  if (g_strcmp0 (state, "in_review") == 0)
    return C_ ("portal request", "In review");

  return NULL;
}

static char *
name_work_state_cb (gpointer object,
                    const char *state)
{
  return g_strdup (kp_list_support_name_work_state (state));
}

static GtkOrientation
choose_orientation_cb (gpointer object,
                       gboolean narrow)
{
  return narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

/* Whose it is, after its number once it has one. */
static char *
describe_number_cb (gpointer object,
                    const char *number,
                    const char *org_name)
{
  if (number == NULL || *number == '\0')
    return g_strdup (org_name);

  return g_strdup_printf ("%s · %s", number, org_name != NULL ? org_name : "");
}

/* How much of the width the record beside a list takes. */
static float
choose_fraction_cb (gpointer object,
                    gboolean narrow)
{
  return narrow ? 1.0f : 0.4f;
}

static char *
choose_view_cb (gpointer object,
                gboolean narrow)
{
  return g_strdup (narrow ? "rows" : "table");
}

/* Beside an open record the titles need what the last columns take. */
static gboolean
has_room_cb (gpointer object,
             gboolean compact,
             gboolean record_open)
{
  return !compact && !record_open;
}

static gboolean
make_online_cb (GBinding *binding,
                const GValue *from,
                GValue *to,
                gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_enum (from) != KP_STATUS_OFFLINE);

  return TRUE;
}

static GtkListItemFactory *
get_header_factory (GtkWidget *view)
{
  return GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_header_factory (GTK_COLUMN_VIEW (view))
                                   : gtk_list_view_get_header_factory (GTK_LIST_VIEW (view));
}

/* Scrolling to the first row leaves the heading of its group above the view. In the frame after the
 * next one that has happened. */
static gboolean
show_heading_cb (GtkWidget *view,
                 GdkFrameClock *frame_clock,
                 gpointer user_data)
{
  guint *n_frames = user_data;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), 0);

  return G_SOURCE_REMOVE;
}

static void
on_items_changed_cb (GtkWidget *view,
                     guint position,
                     guint removed,
                     guint added)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  if (position > 0 || added == 0 || adjustment == NULL || gtk_adjustment_get_value (adjustment) > 0)
    return;

  if (GTK_IS_COLUMN_VIEW (view))
    gtk_column_view_scroll_to (GTK_COLUMN_VIEW (view), 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  else
    gtk_list_view_scroll_to (GTK_LIST_VIEW (view), 0, GTK_LIST_SCROLL_NONE, NULL);
  if (get_header_factory (view) != NULL)
    gtk_widget_add_tick_callback (view, show_heading_cb, g_new0 (guint, 1), g_free);
}

static gboolean
on_grow_tick_cb (GtkWidget *view,
                 GdkFrameClock *frame_clock,
                 gpointer user_data)
{
  Growing *self = user_data;
  guint size = gtk_slice_list_model_get_size (self->slice);

  /* The first frame is for the rows that are there already. */
  if (!self->painted)
    {
      self->painted = TRUE;
      return G_SOURCE_CONTINUE;
    }

  size = size < ROWS_MADE ? size + ROWS_AT_ONCE : G_MAXUINT;
  gtk_slice_list_model_set_size (self->slice, size);

  return size < G_MAXUINT ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static void
growing_free (gpointer data)
{
  Growing *self = data;

  g_object_unref (self->slice);
  g_free (self);
}

static void
on_short_changed_cb (GtkSliceListModel *slice,
                     guint position,
                     guint removed,
                     guint added,
                     GtkWidget *view)
{
  Growing *growing;

  if (g_list_model_get_n_items (G_LIST_MODEL (slice)) < ROWS_AT_ONCE)
    return;

  g_signal_handlers_disconnect_by_func (slice, on_short_changed_cb, view);
  growing = g_new (Growing, 1);
  *growing = (Growing) { .slice = g_object_ref (slice) };
  gtk_widget_add_tick_callback (view, on_grow_tick_cb, growing, growing_free);
}

void
kp_list_support_bind_closures (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, describe_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_tone_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_orientation_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_fraction_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, has_room_cb);
  gtk_widget_class_bind_template_callback (widget_class, name_work_state_cb);
}

void
kp_list_support_follow_online (GtkWidget *frame,
                               KpClient *client)
{
  g_return_if_fail (GTK_IS_WIDGET (frame) && KP_IS_CLIENT (client));

  g_object_bind_property_full (kp_client_get_status (client), "state", frame, "online",
                               G_BINDING_SYNC_CREATE, make_online_cb, NULL, NULL, NULL);
  g_object_bind_property (kp_client_get_status (client), "first-load", frame, "arriving",
                          G_BINDING_SYNC_CREATE);
}

void
kp_list_support_stay_on_top (GtkWidget *view)
{
  GtkSelectionModel *model;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) || GTK_IS_LIST_VIEW (view));

  model = GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_model (GTK_COLUMN_VIEW (view))
                                    : gtk_list_view_get_model (GTK_LIST_VIEW (view));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), view,
                           G_CONNECT_SWAPPED);
}

GListModel *
kp_list_support_begin_short (GtkWidget *view,
                             GListModel *rows)
{
  GtkSliceListModel *slice;

  g_return_val_if_fail (GTK_IS_WIDGET (view) && G_IS_LIST_MODEL (rows), NULL);

  slice = gtk_slice_list_model_new (g_object_ref (rows), 0, ROWS_AT_ONCE);
  g_signal_connect_object (slice, "items-changed", G_CALLBACK (on_short_changed_cb), view, 0);
  on_short_changed_cb (slice, 0, 0, 0, view);

  return G_LIST_MODEL (slice);
}

void
kp_list_support_make_whole (GListModel *list)
{
  gtk_slice_list_model_set_size (GTK_SLICE_LIST_MODEL (list), G_MAXUINT);
}

void
kp_list_support_name_menu (GtkWidget *menu_button,
                           const char *name)
{
  GtkWidget *inside = gtk_widget_get_first_child (menu_button);

  g_return_if_fail (GTK_IS_MENU_BUTTON (menu_button) && name != NULL);

  gtk_accessible_update_property (GTK_ACCESSIBLE (inside), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

/* Once the panes stand where they belong; a pane is not to be seen before that. */
static gboolean
give_keyboard_cb (gpointer user_data)
{
  if (gtk_widget_get_mapped (user_data))
    gtk_widget_grab_focus (user_data);

  return G_SOURCE_REMOVE;
}

void
kp_list_support_set_collapsed (AdwNavigationSplitView *split,
                               gboolean collapsed)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (split));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;

  g_return_if_fail (ADW_IS_NAVIGATION_SPLIT_VIEW (split));

  if (focus == NULL || !gtk_widget_is_ancestor (focus, GTK_WIDGET (split)))
    {
      adw_navigation_split_view_set_collapsed (split, collapsed);
      return;
    }

  gtk_root_set_focus (root, NULL);
  adw_navigation_split_view_set_collapsed (split, collapsed);
  g_idle_add_full (G_PRIORITY_DEFAULT_IDLE, give_keyboard_cb, g_object_ref (focus),
                   g_object_unref);
}
