/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * GTK does not tell which item a row widget shows, and gives the widget to another item as the list
 * changes: something in the row carries the record, and the menu holds on to that, not to the row.
 */

#include "kp-row-menu.h"

#include "kp-page.h"
#include "kp-request.h"
#include "kp-status-pill.h"
#include "kp-task.h"
#include "kp-ticked-model.h"
#include "kp-work-order.h"

#include <glib/gi18n.h>

/**
 * KpRowMenu:
 *
 * The shortcut of its view owns it.
 */
#define KP_TYPE_ROW_MENU (kp_row_menu_get_type ())
G_DECLARE_FINAL_TYPE (KpRowMenu, kp_row_menu, KP, ROW_MENU, GObject)

struct _KpRowMenu
{
  GObject parent_instance;

  GtkWidget *view;             /* (unowned): owns this */
  GListModel *rows;            /* (owned) (nullable): what a list box shows */
  GtkWidget *popover;          /* (unowned) (nullable): the open one, beside the view */
  GMenuModel *menu;            /* (owned) */
  GSimpleActionGroup *actions; /* (owned) */
  KpRecord *record;            /* (owned) (nullable): whose menu was opened last */
};

G_DEFINE_FINAL_TYPE (KpRowMenu, kp_row_menu, G_TYPE_OBJECT)

/* Returns: (transfer none) (nullable): what the pill in @widget tells the status of */
static KpRecord *
find_record (GtkWidget *widget)
{
  KpRecord *record = NULL;

  if (KP_IS_STATUS_PILL (widget))
    return kp_status_pill_get_record (KP_STATUS_PILL (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && record == NULL;
       child = gtk_widget_get_next_sibling (child))
    record = find_record (child);

  return record;
}

/* Returns: (transfer full) (nullable): what @row shows */
static KpRecord *
dup_record (KpRowMenu *self,
            GtkWidget *row)
{
  KpRecord *record;

  if (GTK_IS_LIST_BOX_ROW (row))
    return g_list_model_get_item (self->rows,
                                  (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row)));

  record = find_record (row);

  return record != NULL ? g_object_ref (record) : NULL;
}

/* Returns: (transfer none) (nullable): the row that @widget is in */
static GtkWidget *
find_row (KpRowMenu *self,
          GtkWidget *widget)
{
  for (; widget != NULL && widget != self->view; widget = gtk_widget_get_parent (widget))
    {
      GtkWidget *parent = gtk_widget_get_parent (widget);

      if (GTK_IS_LIST_VIEW (parent) || GTK_IS_LIST_BOX (parent))
        return widget;
    }

  return NULL;
}

/* Returns: (transfer none) (nullable): the row below @widget that shows the record now */
static GtkWidget *
find_row_of_record (KpRowMenu *self,
                    GtkWidget *widget)
{
  GtkWidget *found = NULL;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL && found == NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      g_autoptr (KpRecord) record = NULL;

      if (GTK_IS_LIST_VIEW (child))
        {
          found = find_row_of_record (self, child);
          continue;
        }

      record = gtk_widget_get_mapped (child) ? dup_record (self, child) : NULL;
      if (record != NULL && record == self->record)
        found = child;
    }

  return found;
}

static const char *
get_number (KpRecord *record)
{
  if (KP_IS_REQUEST (record))
    return kp_request_get_number (KP_REQUEST (record));
  if (KP_IS_WORK_ORDER (record))
    return kp_work_order_get_number (KP_WORK_ORDER (record));
  if (KP_IS_TASK (record))
    return kp_task_get_number (KP_TASK (record));

  return NULL;
}

/* Returns: (transfer full) (nullable): what opens the record from elsewhere; a draft and a change
 *   are on this computer only */
static char *
dup_link (KpRecord *record)
{
  const char *kind;

  if (KP_IS_REQUEST (record))
    return g_strconcat ("klantportaal:request/", kp_record_get_id (record), NULL);
  if (KP_IS_WORK_ORDER (record))
    return g_strconcat ("klantportaal:work-order/", kp_record_get_id (record), NULL);
  if (!KP_IS_TASK (record))
    return NULL;

  kind = kp_task_get_kind (KP_TASK (record));
  if (g_strcmp0 (kind, KP_TASK_DRAFT) == 0 || g_strcmp0 (kind, KP_TASK_CHANGE) == 0)
    return NULL;

  return g_strconcat ("klantportaal:request/", kp_task_get_subject_id (KP_TASK (record)), NULL);
}

static void
copy (KpRowMenu *self,
      const char *text,
      const char *said)
{
  gdk_clipboard_set_text (gtk_widget_get_clipboard (self->view), text);
  kp_page_say (self->view, said);
}

static void
on_open_cb (GSimpleAction *action,
            GVariant *parameter,
            gpointer user_data)
{
  KpRowMenu *self = user_data;
  GtkWidget *row = find_row_of_record (self, self->view);

  if (row != NULL)
    gtk_widget_activate (row);
}

static void
on_copy_number_cb (GSimpleAction *action,
                   GVariant *parameter,
                   gpointer user_data)
{
  KpRowMenu *self = user_data;

  if (self->record != NULL)
    copy (self, get_number (self->record), _ ("Number copied"));
}

static void
on_copy_link_cb (GSimpleAction *action,
                 GVariant *parameter,
                 gpointer user_data)
{
  KpRowMenu *self = user_data;
  g_autofree char *link = self->record != NULL ? dup_link (self->record) : NULL;

  if (link != NULL)
    copy (self, link, _ ("Link copied"));
}

static void
enable (KpRowMenu *self,
        const char *name,
        gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

/* While several are selected, a row is not opened. */
static gboolean
selects_several (KpRowMenu *self)
{
  if (GTK_IS_COLUMN_VIEW (self->view))
    return KP_IS_TICKED_MODEL (gtk_column_view_get_model (GTK_COLUMN_VIEW (self->view)));
  if (GTK_IS_LIST_VIEW (self->view))
    return KP_IS_TICKED_MODEL (gtk_list_view_get_model (GTK_LIST_VIEW (self->view)));

  return FALSE;
}

static void
unparent_cb (gpointer data)
{
  g_autoptr (GtkWidget) popover = data;

  if (gtk_widget_get_parent (popover) != NULL)
    gtk_widget_unparent (popover);
}

static void
focus_cb (gpointer data)
{
  g_autoptr (KpRowMenu) self = data;
  GtkWidget *row = self->record != NULL ? find_row_of_record (self, self->view) : NULL;

  if (row != NULL)
    gtk_widget_grab_focus (row);
}

/* The keyboard goes back to the row that it came from, once the popover is gone, which takes the
 * focus along. What was chosen is done before. */
static void
on_closed_cb (KpRowMenu *self)
{
  g_idle_add_once (unparent_cb, g_object_ref (self->popover));
  g_clear_weak_pointer (&self->popover);
  g_idle_add_once (focus_cb, g_object_ref (self));
}

/* Beside the view: a list box takes each child for a row. What has no layout manager, such as a
 * scrolled window, would not lay out the popover. */
static GtkWidget *
find_place (GtkWidget *view)
{
  GtkWidget *place = gtk_widget_get_parent (view);

  while (gtk_widget_get_layout_manager (place) == NULL)
    place = gtk_widget_get_parent (place);

  return place;
}

static void
open_popover (KpRowMenu *self,
              const GdkRectangle *place)
{
  GtkWidget *parent = find_place (self->view);
  graphene_point_t point = GRAPHENE_POINT_INIT ((float) place->x, (float) place->y);
  GdkRectangle there = *place;
  GtkWidget *popover;

  if (self->popover != NULL)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
  if (gtk_widget_compute_point (self->view, parent, &point, &point))
    there = (GdkRectangle) { (int) point.x, (int) point.y, 1, 1 };

  popover = gtk_popover_menu_new_from_model (self->menu);
  gtk_widget_insert_action_group (popover, "row", G_ACTION_GROUP (self->actions));
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  gtk_accessible_update_property (GTK_ACCESSIBLE (popover), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Menu of the row"), -1);
  gtk_widget_set_parent (popover, parent);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &there);
  g_signal_connect_object (popover, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->popover, popover);
  gtk_popover_popup (GTK_POPOVER (popover));
}

/* Returns: whether @row has a menu */
static gboolean
show_menu (KpRowMenu *self,
           GtkWidget *row,
           const GdkRectangle *place)
{
  g_autoptr (KpRecord) record = row != NULL ? dup_record (self, row) : NULL;
  g_autofree char *link = NULL;
  const char *number;

  if (record == NULL)
    return FALSE;

  number = get_number (record);
  link = dup_link (record);
  g_set_object (&self->record, record);
  enable (self, "open", !selects_several (self));
  enable (self, "copy-number", number != NULL && *number != '\0');
  enable (self, "copy-link", link != NULL);
  open_popover (self, place);

  return TRUE;
}

static gboolean
show_menu_at (KpRowMenu *self,
              double x,
              double y)
{
  const GdkRectangle place = { (int) x, (int) y, 1, 1 };
  GtkWidget *picked = gtk_widget_pick (self->view, x, y, GTK_PICK_DEFAULT);

  return show_menu (self, find_row (self, picked), &place);
}

static void
on_pressed_cb (GtkGestureClick *click,
               int n_press,
               double x,
               double y,
               KpRowMenu *self)
{
  GdkEvent *event = gtk_event_controller_get_current_event (GTK_EVENT_CONTROLLER (click));

  if (event != NULL && gdk_event_triggers_context_menu (event) && show_menu_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (click), GTK_EVENT_SEQUENCE_CLAIMED);
}

static void
on_long_pressed_cb (GtkGestureLongPress *press,
                    double x,
                    double y,
                    KpRowMenu *self)
{
  if (show_menu_at (self, x, y))
    gtk_gesture_set_state (GTK_GESTURE (press), GTK_EVENT_SEQUENCE_CLAIMED);
}

static gboolean
on_key_cb (GtkWidget *view,
           GVariant *arguments,
           gpointer user_data)
{
  KpRowMenu *self = user_data;
  GtkRoot *root = gtk_widget_get_root (view);
  GtkWidget *row = root != NULL ? find_row (self, gtk_root_get_focus (root)) : NULL;
  graphene_rect_t bounds;
  GdkRectangle place;

  if (row == NULL || !gtk_widget_compute_bounds (row, view, &bounds))
    return FALSE;

  place = (GdkRectangle) { (int) (bounds.origin.x + bounds.size.width / 2),
                           (int) (bounds.origin.y + bounds.size.height), 1, 1 };

  return show_menu (self, row, &place);
}

static void
add_item (GMenu *menu,
          const char *label,
          const char *action)
{
  g_autoptr (GMenuItem) item = g_menu_item_new (label, action);

  g_menu_item_set_attribute (item, "hidden-when", "s", "action-disabled");
  g_menu_append_item (menu, item);
}

static GMenuModel *
make_menu (GMenuModel *more)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) open = g_menu_new ();
  g_autoptr (GMenu) copies = g_menu_new ();

  add_item (open, _ ("_Open"), "row.open");
  add_item (copies, _ ("Copy _Number"), "row.copy-number");
  add_item (copies, _ ("Copy _Link"), "row.copy-link");
  g_menu_append_section (menu, NULL, G_MENU_MODEL (open));
  if (more != NULL)
    g_menu_append_section (menu, NULL, more);
  g_menu_append_section (menu, NULL, G_MENU_MODEL (copies));

  return G_MENU_MODEL (menu);
}

static void
on_destroy_cb (KpRowMenu *self)
{
  if (self->popover == NULL)
    return;

  g_signal_handlers_disconnect_by_data (self->popover, self);
  gtk_widget_unparent (self->popover);
}

static void
kp_row_menu_dispose (GObject *object)
{
  KpRowMenu *self = KP_ROW_MENU (object);

  g_clear_weak_pointer (&self->popover);
  g_clear_object (&self->record);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->rows);

  G_OBJECT_CLASS (kp_row_menu_parent_class)->dispose (object);
}

static void
kp_row_menu_class_init (KpRowMenuClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_row_menu_dispose;
}

static void
kp_row_menu_init (KpRowMenu *self)
{
  self->actions = g_simple_action_group_new ();
}

static void
add_controllers (KpRowMenu *self)
{
  GtkGesture *click = gtk_gesture_click_new ();
  GtkGesture *press = gtk_gesture_long_press_new ();
  GtkEventController *keys = gtk_shortcut_controller_new ();
  GtkShortcutAction *action;
  GtkShortcutTrigger *trigger =
    gtk_alternative_trigger_new (gtk_keyval_trigger_new (GDK_KEY_F10, GDK_SHIFT_MASK),
                                 gtk_keyval_trigger_new (GDK_KEY_Menu, 0));

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), 0);
  g_signal_connect_object (click, "pressed", G_CALLBACK (on_pressed_cb), self, G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (click));

  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (press), TRUE);
  g_signal_connect_object (press, "pressed", G_CALLBACK (on_long_pressed_cb), self,
                           G_CONNECT_DEFAULT);
  gtk_widget_add_controller (self->view, GTK_EVENT_CONTROLLER (press));

  action = gtk_callback_action_new (on_key_cb, g_object_ref (self), g_object_unref);
  gtk_shortcut_controller_add_shortcut (GTK_SHORTCUT_CONTROLLER (keys),
                                        gtk_shortcut_new (trigger, action));
  gtk_widget_add_controller (self->view, keys);
}

void
kp_row_menu_add (GtkWidget *view,
                 GListModel *rows,
                 GMenuModel *more)
{
  static const GActionEntry ENTRIES[] = {
    { .name = "open", .activate = on_open_cb },
    { .name = "copy-number", .activate = on_copy_number_cb },
    { .name = "copy-link", .activate = on_copy_link_cb },
  };
  g_autoptr (KpRowMenu) self = NULL;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) || GTK_IS_LIST_VIEW (view) || GTK_IS_LIST_BOX (view));
  g_return_if_fail (GTK_IS_LIST_BOX (view) == (rows != NULL));

  self = g_object_new (KP_TYPE_ROW_MENU, NULL);
  self->view = view;
  self->menu = make_menu (more);
  g_set_object (&self->rows, rows);
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), ENTRIES, G_N_ELEMENTS (ENTRIES),
                                   self);
  g_signal_connect_object (view, "destroy", G_CALLBACK (on_destroy_cb), self, G_CONNECT_SWAPPED);
  add_controllers (self);
}
