/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first argument of a closure is the template's object or that of a list item.
 */

#include "kp-list-support.h"

#include "kp-status-pill.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

/* Rows that the first frame has: a usual window has fewer. */
#define ROWS_AT_ONCE 20

/* Rows that are made together after that, and for how long in one frame. */
#define ROWS_A_STEP 2
#define STEPS_US 2000

/* As many as GTK makes widgets of; then the list costs the same, however long it is. */
#define ROWS_MADE 200

/* For how long a grouped list that was at its top is held there after a change. */
#define FRAMES_TO_TOP 4

/* A list that has not begun to grow. Lives as long as that. */
typedef struct
{
  GtkWidget *view;  /* (unowned) (nullable): where the frames are; NULL = it is gone */
  KpStatus *status; /* (owned) */
} Short;

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
 * next one that has happened. What changes until then finds the view scrolled, and moves it along
 * with its rows in the frame that follows. */
static gboolean
show_heading_cb (GtkWidget *view,
                 GdkFrameClock *frame_clock,
                 gpointer user_data)
{
  guint *n_frames = user_data;

  if ((*n_frames)++ == 0)
    return G_SOURCE_CONTINUE;

  gtk_adjustment_set_value (gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view)), 0);

  return *n_frames < FRAMES_TO_TOP ? G_SOURCE_CONTINUE : G_SOURCE_REMOVE;
}

static GtkSelectionModel *
get_model (GtkWidget *view)
{
  return GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_model (GTK_COLUMN_VIEW (view))
                                   : gtk_list_view_get_model (GTK_LIST_VIEW (view));
}

static void
on_items_changed_cb (GtkWidget *view,
                     guint position,
                     guint removed,
                     guint added)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  if (position > 0 || added == 0 || get_model (view) == NULL || adjustment == NULL ||
      gtk_adjustment_get_value (adjustment) > 0)
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
  gint64 end = g_get_monotonic_time () + STEPS_US;

  /* The first frame is for the rows that are there already. */
  if (!self->painted)
    {
      self->painted = TRUE;
      return G_SOURCE_CONTINUE;
    }

  do
    {
      size = size < ROWS_MADE ? size + ROWS_A_STEP : G_MAXUINT;
      gtk_slice_list_model_set_size (self->slice, size);
    }
  while (size < G_MAXUINT && g_get_monotonic_time () < end);

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
short_free (gpointer data,
            GClosure *closure)
{
  Short *self = data;

  g_clear_weak_pointer (&self->view);
  g_object_unref (self->status);
  g_free (self);
}

/* While everything is loaded for the first time, rows come in above others all the time, and each
 * one costs as much as there are rows below it. So the list stays short then, unless somebody
 * scrolls. */
static void
on_short_changed_cb (GtkSliceListModel *slice,
                     guint position,
                     guint removed,
                     guint added,
                     Short *self)
{
  gboolean waits = gtk_slice_list_model_get_size (slice) == ROWS_AT_ONCE &&
                   kp_status_get_first_load (self->status);
  Growing *growing;

  if (waits || self->view == NULL || g_list_model_get_n_items (G_LIST_MODEL (slice)) < ROWS_AT_ONCE)
    return;

  growing = g_new (Growing, 1);
  *growing = (Growing) { .slice = g_object_ref (slice) };
  gtk_widget_add_tick_callback (self->view, on_grow_tick_cb, growing, growing_free);
  g_signal_handlers_disconnect_by_func (slice, on_short_changed_cb, self);
}

/* Nothing changes but whether it may grow. */
static void
on_first_load_cb (GtkSliceListModel *slice)
{
  g_list_model_items_changed (G_LIST_MODEL (slice), 0, 0, 0);
}

/* Whoever scrolls gets more, and then all. */
static void
on_scrolled_cb (GtkSelectionModel *model,
                GParamSpec *pspec,
                GtkAdjustment *adjustment)
{
  g_autoptr (GListModel) list = NULL;

  g_object_get (model, "model", &list, NULL);
  if (GTK_IS_SLICE_LIST_MODEL (list) && gtk_adjustment_get_value (adjustment) > 0 &&
      gtk_slice_list_model_get_size (GTK_SLICE_LIST_MODEL (list)) == ROWS_AT_ONCE)
    gtk_slice_list_model_set_size (GTK_SLICE_LIST_MODEL (list), ROWS_AT_ONCE + ROWS_A_STEP);
}

static void
give_model (GtkWidget *view,
            GtkSelectionModel *model)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  if (GTK_IS_COLUMN_VIEW (view))
    gtk_column_view_set_model (GTK_COLUMN_VIEW (view), model);
  else
    gtk_list_view_set_model (GTK_LIST_VIEW (view), model);
  if (adjustment != NULL)
    g_signal_connect_object (adjustment, "notify::value", G_CALLBACK (on_scrolled_cb), model,
                             G_CONNECT_SWAPPED);
}

static void
on_first_seen_cb (GtkWidget *view,
                  GtkSelectionModel *model)
{
  give_model (view, model);
  g_signal_handlers_disconnect_by_func (view, on_first_seen_cb, model);
}

static void
let_go (gpointer data,
        GClosure *closure)
{
  g_object_unref (data);
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
kp_list_support_set_model (GtkWidget *view,
                           GtkSelectionModel *model)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) || GTK_IS_LIST_VIEW (view));
  g_return_if_fail (GTK_IS_SELECTION_MODEL (model));

  if (gtk_widget_get_mapped (view) || get_model (view) != NULL)
    {
      give_model (view, model);
      return;
    }

  g_signal_handlers_disconnect_matched (view, G_SIGNAL_MATCH_FUNC, 0, 0, NULL, on_first_seen_cb,
                                        NULL);
  g_signal_connect_data (view, "map", G_CALLBACK (on_first_seen_cb), g_object_ref (model), let_go,
                         0);
}

void
kp_list_support_stay_on_top (GtkWidget *view,
                             GtkSelectionModel *model)
{
  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) || GTK_IS_LIST_VIEW (view));
  g_return_if_fail (GTK_IS_SELECTION_MODEL (model));

  /* After the view, which hears of it only since it was first seen. */
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), view,
                           G_CONNECT_SWAPPED | G_CONNECT_AFTER);
}

GListModel *
kp_list_support_begin_short (GtkWidget *view,
                             GListModel *rows,
                             KpStatus *status)
{
  GtkSliceListModel *slice;
  Short *self;

  g_return_val_if_fail (GTK_IS_WIDGET (view) && G_IS_LIST_MODEL (rows), NULL);
  g_return_val_if_fail (KP_IS_STATUS (status), NULL);

  slice = gtk_slice_list_model_new (g_object_ref (rows), 0, ROWS_AT_ONCE);
  self = g_new0 (Short, 1);
  self->status = g_object_ref (status);
  g_set_weak_pointer (&self->view, view);
  g_signal_connect_data (slice, "items-changed", G_CALLBACK (on_short_changed_cb), self, short_free,
                         0);
  g_signal_connect_object (status, "notify::first-load", G_CALLBACK (on_first_load_cb), slice,
                           G_CONNECT_SWAPPED);
  on_first_load_cb (slice);

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
