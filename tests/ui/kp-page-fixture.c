/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Widgets are found by what is mapped, because that is what a person sees.
 */

#include "kp-page-fixture.h"

#include "kp-picture.h"
#include "kp-test.h"

static void
on_say_cb (GSimpleAction *action,
           GVariant *parameter,
           gpointer user_data)
{
  PageFixture *self = user_data;

  g_set_str (&self->said, g_variant_get_string (parameter, NULL));
}

/* What the window of the application does for its pages. */
static void
add_window_actions (PageFixture *self)
{
  const GActionEntry ENTRIES[] = { { .name = "say",
                                     .activate = on_say_cb,
                                     .parameter_type = "s" } };
  g_autoptr (GSimpleActionGroup) group = g_simple_action_group_new ();

  g_action_map_add_action_entries (G_ACTION_MAP (group), ENTRIES, G_N_ELEMENTS (ENTRIES), self);
  gtk_widget_insert_action_group (GTK_WIDGET (self->window), "win", G_ACTION_GROUP (group));
}

/* What the application loads by its name. */
static void
add_resources (void)
{
  GdkDisplay *display = gdk_display_get_default ();
  g_autoptr (GtkCssProvider) style = gtk_css_provider_new ();

  gtk_icon_theme_add_resource_path (gtk_icon_theme_get_for_display (display),
                                    "/org/klantportaal/Klantportaal/icons");
  gtk_css_provider_load_from_resource (style, "/org/klantportaal/Klantportaal/style.css");
  gtk_style_context_add_provider_for_display (display, GTK_STYLE_PROVIDER (style),
                                              GTK_STYLE_PROVIDER_PRIORITY_APPLICATION);
}

void
page_fixture_set_up (PageFixture *self,
                     GType page_type,
                     const char *kind)
{
  gboolean narrow = g_getenv ("KP_TEST_NARROW") != NULL;
  GtkWidget *toasts;

  client_fixture_set_up (&self->client, kind);
  /* Pages come and go at once: GTK loses the picture of a page that is destroyed amid its way out.
   */
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
  self->page = g_object_ref_sink (g_object_new (page_type, "client", self->client.client, "narrow",
                                                narrow, "compact", narrow, NULL));
  add_resources ();
  self->window = GTK_WINDOW (adw_window_new ());
  gtk_window_set_default_size (self->window, narrow ? 360 : 1100, 700);
  toasts = adw_toast_overlay_new ();
  adw_toast_overlay_set_child (ADW_TOAST_OVERLAY (toasts), GTK_WIDGET (self->page));
  adw_window_set_content (ADW_WINDOW (self->window), toasts);
  add_window_actions (self);
  gtk_window_present (self->window);
  kp_test_wait_for (gtk_widget_get_mapped (GTK_WIDGET (self->page)));
}

void
page_fixture_tear_down (PageFixture *self,
                        gconstpointer data)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  gtk_window_destroy (self->window);
  kp_test_finalize (self->page);
  client_fixture_tear_down (&self->client, data);
  g_clear_pointer (&self->said, g_free);
}

gpointer
page_fixture_wait (PageFixture *self,
                   GType type)
{
  kp_test_wait_for (kp_picture_find (GTK_WIDGET (self->window), type) != NULL);

  return kp_picture_find (GTK_WIDGET (self->window), type);
}

void
page_fixture_drop (gpointer widget,
                   GdkFileList *files)
{
  g_autoptr (GListModel) controllers = gtk_widget_observe_controllers (widget);
  g_auto (GValue) value = G_VALUE_INIT;
  gboolean taken = FALSE;

  g_value_init (&value, GDK_TYPE_FILE_LIST);
  g_value_take_boxed (&value, files);
  for (guint i = 0; i < g_list_model_get_n_items (controllers); i++)
    {
      g_autoptr (GObject) controller = g_list_model_get_item (controllers, i);

      if (GTK_IS_DROP_TARGET (controller))
        g_signal_emit_by_name (controller, "drop", &value, 0.0, 0.0, &taken);
    }
  g_assert_true (taken);
}

GdkFileList *
page_fixture_make_portrait (void)
{
  g_autofree char *path =
    g_build_filename (g_getenv ("KP_TEST_DATA"), "files", "portrait.png", NULL);
  GFile *files[] = { g_file_new_for_path (path) };
  GdkFileList *list = gdk_file_list_new_from_array (files, 1);

  g_object_unref (files[0]);

  return list;
}

gboolean
page_fixture_click (GtkWidget *widget,
                    const char *label)
{
  if (GTK_IS_BUTTON (widget) && gtk_widget_get_mapped (widget) &&
      g_strcmp0 (gtk_button_get_label (GTK_BUTTON (widget)), label) == 0)
    {
      g_signal_emit_by_name (widget, "clicked");
      return TRUE;
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (page_fixture_click (child, label))
        return TRUE;
    }

  return FALSE;
}

static gboolean
shows (GtkWidget *widget,
       const char *text,
       gboolean anywhere)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget))
    {
      const char *label = gtk_label_get_label (GTK_LABEL (widget));

      return anywhere ? strstr (label, text) != NULL : g_str_has_prefix (label, text);
    }

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (shows (child, text, anywhere))
        return TRUE;
    }

  return FALSE;
}

guint
page_fixture_get_n_rows (PageFixture *self)
{
  GtkColumnView *table = kp_picture_find (GTK_WIDGET (self->window), GTK_TYPE_COLUMN_VIEW);

  return table != NULL ? g_list_model_get_n_items (G_LIST_MODEL (gtk_column_view_get_model (table)))
                       : 0;
}

gboolean
page_fixture_shows (PageFixture *self,
                    const char *text)
{
  return shows (GTK_WIDGET (self->window), text, FALSE);
}

gboolean
page_fixture_says (PageFixture *self,
                   const char *text)
{
  return shows (GTK_WIDGET (self->window), text, TRUE);
}

static gboolean
has_label_inside (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return FALSE;
  if (GTK_IS_LABEL (widget) && *gtk_label_get_text (GTK_LABEL (widget)) != '\0')
    return TRUE;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      if (has_label_inside (child))
        return TRUE;
    }

  return FALSE;
}

static gboolean
has_name (GtkWidget *widget)
{
  GtkAccessible *accessible = GTK_ACCESSIBLE (widget);
  const char *tooltip = gtk_widget_get_tooltip_text (widget);

  return gtk_test_accessible_has_property (accessible, GTK_ACCESSIBLE_PROPERTY_LABEL) ||
         gtk_test_accessible_has_relation (accessible, GTK_ACCESSIBLE_RELATION_LABELLED_BY) ||
         (tooltip != NULL && *tooltip != '\0') || has_label_inside (widget);
}

static gboolean
needs_name (GtkWidget *widget)
{
  static const GtkAccessibleRole ROLES[] = {
    GTK_ACCESSIBLE_ROLE_BUTTON,
    GTK_ACCESSIBLE_ROLE_CHECKBOX,
    GTK_ACCESSIBLE_ROLE_COMBO_BOX,
    GTK_ACCESSIBLE_ROLE_LIST,
    GTK_ACCESSIBLE_ROLE_LIST_ITEM,
    GTK_ACCESSIBLE_ROLE_RADIO,
    GTK_ACCESSIBLE_ROLE_RADIO_GROUP,
    GTK_ACCESSIBLE_ROLE_SEARCH_BOX,
    GTK_ACCESSIBLE_ROLE_SWITCH,
    GTK_ACCESSIBLE_ROLE_TAB,
    GTK_ACCESSIBLE_ROLE_TABLE,
    GTK_ACCESSIBLE_ROLE_TEXT_BOX,
    GTK_ACCESSIBLE_ROLE_TREE_GRID,
    GTK_ACCESSIBLE_ROLE_TOGGLE_BUTTON,
  };
  GtkAccessibleRole role = gtk_accessible_get_accessible_role (GTK_ACCESSIBLE (widget));

  for (guint i = 0; i < G_N_ELEMENTS (ROLES); i++)
    {
      if (ROLES[i] == role)
        return TRUE;
    }

  return FALSE;
}

static void
check_names (GtkWidget *widget)
{
  if (!gtk_widget_get_mapped (widget))
    return;
  if (needs_name (widget) && !has_name (widget))
    g_test_fail_printf ("A %s has no name", G_OBJECT_TYPE_NAME (widget));

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    check_names (child);
}

void
page_fixture_check_names (PageFixture *self)
{
  kp_picture_settle (GTK_WIDGET (self->window));
  check_names (GTK_WIDGET (self->page));
}

void
page_fixture_take_picture (PageFixture *self,
                           const char *name)
{
  const char *folder = g_getenv ("KP_TEST_PICTURES");
  g_autofree char *file =
    g_strconcat (name, kp_page_get_narrow (self->page) ? "-narrow" : "", NULL);

  if (folder != NULL)
    kp_picture_take (GTK_WIDGET (self->window), folder, file);
}

void
page_fixture_act (PageFixture *self,
                  GType type,
                  const char *action,
                  GVariant *target)
{
  g_autoptr (GVariant) sunk = target != NULL ? g_variant_ref_sink (target) : NULL;
  GtkWidget *widget = page_fixture_wait (self, type);

  g_assert_true (gtk_widget_activate_action_variant (widget, action, sunk));
}
