/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The menu of a row, in the list of requests; the other lists use the same.
 */

#include "kp-backoffice-page.h"
#include "kp-page-fixture.h"
#include "kp-picture.h"
#include "kp-request-detail.h"
#include "kp-request-inbox.h"
#include "kp-requests-page.h"
#include "kp-test.h"

static void
set_up (PageFixture *self,
        gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_REQUESTS_PAGE, NULL);
}

static GtkWidget *
find_menu_item (GtkWidget *widget,
                const char *text)
{
  g_autofree char *label = NULL;

  if (!gtk_widget_get_mapped (widget))
    return NULL;
  if (g_strcmp0 (G_OBJECT_TYPE_NAME (widget), "GtkModelButton") == 0)
    {
      g_object_get (widget, "text", &label, NULL);
      return g_strcmp0 (label, text) == 0 ? widget : NULL;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *found = find_menu_item (child, text);

      if (found != NULL)
        return found;
    }

  return NULL;
}

/* The keys that the window of shortcuts promises, at the row that has the keyboard. */
static void
press_menu_key (GtkWidget *list)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (list);

  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GtkEventController) controller = g_list_model_get_item (controllers, i);

      for (guint k = 0; GTK_IS_SHORTCUT_CONTROLLER (controller) &&
                        k < g_list_model_get_n_items (G_LIST_MODEL (controller));
           k++)
        {
          g_autoptr (GtkShortcut) shortcut = g_list_model_get_item (G_LIST_MODEL (controller), k);
          GtkShortcutTrigger *trigger = gtk_shortcut_get_trigger (shortcut);
          g_autofree char *keys = gtk_shortcut_trigger_to_string (trigger);

          if (strstr (keys, "F10") != NULL)
            gtk_shortcut_action_activate (gtk_shortcut_get_action (shortcut), 0, list, NULL);
        }
    }
}

static void
open_row_menu (PageFixture *self,
               const char *item)
{
  GtkColumnView *table = page_fixture_wait (self, GTK_TYPE_COLUMN_VIEW);

  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  kp_test_wait_for (page_fixture_shows (self, "Request 4"));
  gtk_column_view_scroll_to (table, 0, NULL, GTK_LIST_SCROLL_FOCUS, NULL);
  gtk_widget_grab_focus (GTK_WIDGET (table));
  press_menu_key (GTK_WIDGET (table));
  kp_test_wait_for (find_menu_item (GTK_WIDGET (self->window), item) != NULL);
}

static void
test_row_menu (PageFixture *self,
               gconstpointer data)
{
  g_autoptr (KpRequest) first = NULL;
  g_autofree char *link = NULL;
  GtkWidget *item;
  GdkContentProvider *content;
  g_auto (GValue) value = G_VALUE_INIT;

  open_row_menu (self, "Open");
  first = g_list_model_get_item (
    G_LIST_MODEL (gtk_column_view_get_model (page_fixture_wait (self, GTK_TYPE_COLUMN_VIEW))), 0);
  item = find_menu_item (GTK_WIDGET (self->window), "Copy Link");
  g_assert_nonnull (item);
  gtk_widget_activate (item);
  kp_test_wait_for (g_strcmp0 (self->said, "Link copied") == 0);
  content = gdk_clipboard_get_content (gtk_widget_get_clipboard (GTK_WIDGET (self->page)));
  g_value_init (&value, G_TYPE_STRING);
  g_assert_true (gdk_content_provider_get_value (content, &value, NULL));
  link = g_strconcat ("klantportaal:request/", kp_record_get_id (KP_RECORD (first)), NULL);
  g_assert_cmpstr (g_value_get_string (&value), ==, link);

  kp_test_wait_for (find_menu_item (GTK_WIDGET (self->window), "Open") == NULL);
  open_row_menu (self, "Open");
  gtk_widget_activate (find_menu_item (GTK_WIDGET (self->window), "Open"));
  page_fixture_wait (self, KP_TYPE_REQUEST_DETAIL);
  kp_test_wait_for (find_menu_item (GTK_WIDGET (self->window), "Open") == NULL);
}

static void
set_up_staff (PageFixture *self,
              gconstpointer data)
{
  page_fixture_set_up (self, KP_TYPE_BACKOFFICE_PAGE, "staff");
}

/* While several are selected, the menu does for them what the bar does. */
static void
test_several (PageFixture *self,
              gconstpointer data)
{
  GtkSelectionModel *model;

  kp_page_open (self->page, "requests", "");
  kp_test_wait_for (page_fixture_get_n_rows (self) == 5);
  g_object_set (page_fixture_wait (self, KP_TYPE_REQUEST_INBOX), "several", TRUE, NULL);
  model = gtk_column_view_get_model (page_fixture_wait (self, GTK_TYPE_COLUMN_VIEW));
  gtk_selection_model_select_item (model, 1, FALSE);
  gtk_selection_model_select_item (model, 3, FALSE);
  open_row_menu (self, "Accept All Selected");
  g_assert_null (find_menu_item (GTK_WIDGET (self->window), "Open"));
  gtk_widget_activate (find_menu_item (GTK_WIDGET (self->window), "Accept All Selected"));
  kp_test_wait_for (page_fixture_get_n_rows (self) == 3);
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  adw_init ();

  g_test_add ("/row-menu/by-keyboard/copies-and-opens", PageFixture, NULL, set_up, test_row_menu,
              page_fixture_tear_down);
  g_test_add ("/row-menu/several/acts-for-the-selection", PageFixture, NULL, set_up_staff,
              test_several, page_fixture_tear_down);

  return g_test_run ();
}
