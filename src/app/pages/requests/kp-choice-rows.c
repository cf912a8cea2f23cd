/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows that are chosen from: a list that opens, options that stand open, yes or no.
 */

#include "kp-question-row.h"

#include "kp-combo-list.h"

#include <glib/gi18n.h>

/* A list of more options than one sees at a glance can be searched. */
#define SEARCHED 10

/* A list that opens. */

static void
on_choice_selected_cb (AdwComboRow *row,
                       GParamSpec *pspec,
                       KpQuestion *question)
{
  const char *const *options = kp_question_get_options (question);
  guint selected = adw_combo_row_get_selected (row);

  /* The first entry is “Choose…”. */
  if (selected == 0 || selected == GTK_INVALID_LIST_POSITION)
    kp_question_set_value (question, NULL);
  else
    kp_question_set_value (question, g_variant_new_string (options[selected - 1]));
}

static void
on_choice_value_cb (KpQuestion *question,
                    GParamSpec *pspec,
                    AdwComboRow *row)
{
  const char *const *options = kp_question_get_options (question);
  g_autofree char *text = kp_question_row_dup_text (question);
  guint selected = 0;

  for (guint i = 0; options[i] != NULL; i++)
    {
      if (g_str_equal (options[i], text))
        selected = i + 1;
    }

  if (adw_combo_row_get_selected (row) != selected)
    adw_combo_row_set_selected (row, selected);
}

GtkWidget *
kp_combo_row_make (KpQuestion *question)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Choose…"));
  gtk_string_list_splice (labels, 1, 0, kp_question_get_option_labels (question));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  if (g_list_model_get_n_items (G_LIST_MODEL (labels)) > SEARCHED)
    {
      g_autoptr (GtkExpression) words =
        gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string");

      adw_combo_row_set_expression (ADW_COMBO_ROW (row), words);
      adw_combo_row_set_search_match_mode (ADW_COMBO_ROW (row),
                                           GTK_STRING_FILTER_MATCH_MODE_SUBSTRING);
      adw_combo_row_set_enable_search (ADW_COMBO_ROW (row), TRUE);
    }
  kp_combo_list_wrap (ADW_COMBO_ROW (row));
  on_choice_value_cb (question, NULL, ADW_COMBO_ROW (row));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_choice_selected_cb), question,
                           0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_choice_value_cb), row, 0);

  return row;
}

/* Boxes to tick. */

static void
on_box_active_cb (GtkCheckButton *button,
                  GParamSpec *pspec,
                  GtkWidget *row)
{
  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_CHECKED,
                               gtk_check_button_get_active (button) ? GTK_ACCESSIBLE_TRISTATE_TRUE
                                                                    : GTK_ACCESSIBLE_TRISTATE_FALSE,
                               -1);
}

/* The whole row is the box, to the keyboard and to a screen reader, as it is in a row with a
 * switch: a box of its own would be a second stop of Tab, at which Space takes the tick away.
 */
static GtkWidget *
make_box (const char *label,
          GtkAccessibleRole role,
          GtkWidget **button)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "accessible-role", role,
                                 "use-markup", FALSE,
                                 "title", label,
                                 "title-lines", 0,
                                 NULL);

  *button = g_object_new (GTK_TYPE_CHECK_BUTTON,
                          "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION,
                          "can-focus", FALSE,
                          "valign", GTK_ALIGN_CENTER,
                          NULL);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), *button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), *button);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (*button, "notify::active", G_CALLBACK (on_box_active_cb), row, 0);
  on_box_active_cb (GTK_CHECK_BUTTON (*button), NULL, row);

  return row;
}

/* Options that stand open: a row each, under the row of the question. One of them is chosen, or
 * several. */

static gboolean
has_choice (KpQuestion *question,
            const char *option)
{
  GVariant *value = kp_question_get_value (question);
  g_autofree const char **chosen = NULL;

  if (value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING))
    return g_str_equal (g_variant_get_string (value, NULL), option);
  if (value == NULL || !g_variant_is_of_type (value, G_VARIANT_TYPE_STRING_ARRAY))
    return FALSE;

  chosen = g_variant_get_strv (value, NULL);

  return g_strv_contains (chosen, option);
}

static void
on_option_toggled_cb (GtkCheckButton *button,
                      KpQuestion *question)
{
  const char *name = gtk_widget_get_name (GTK_WIDGET (button));
  const char *const *options = kp_question_get_options (question);
  gboolean active = gtk_check_button_get_active (button);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) chosen = NULL;

  if (has_choice (question, name) == active)
    return;
  if (kp_question_get_question_type (question) == KP_QUESTION_CHOICE)
    {
      /* The one that goes out is followed by the one that goes on. */
      if (active)
        kp_question_set_value (question, g_variant_new_string (name));
      return;
    }

  for (guint i = 0; options[i] != NULL; i++)
    {
      if (g_str_equal (options[i], name) ? active : has_choice (question, options[i]))
        g_strv_builder_add (builder, options[i]);
    }

  chosen = g_strv_builder_end (builder);
  kp_question_set_value (question, chosen[0] != NULL
                                     ? g_variant_new_strv ((const char *const *) chosen, -1)
                                     : NULL);
}

static void
on_options_value_cb (KpQuestion *question,
                     GParamSpec *pspec,
                     GtkCheckButton *button)
{
  gtk_check_button_set_active (button,
                               has_choice (question, gtk_widget_get_name (GTK_WIDGET (button))));
}

GtkWidget *
kp_options_add (AdwPreferencesGroup *group,
                KpQuestion *question)
{
  const char *const *options = kp_question_get_options (question);
  const char *const *labels = kp_question_get_option_labels (question);
  gboolean one = kp_question_get_question_type (question) == KP_QUESTION_CHOICE;
  GtkAccessibleRole role = one ? GTK_ACCESSIBLE_ROLE_RADIO : GTK_ACCESSIBLE_ROLE_CHECKBOX;
  GtkWidget *group_of = NULL;
  GtkWidget *first = NULL;

  for (guint i = 0; options[i] != NULL; i++)
    {
      GtkWidget *button;
      GtkWidget *row = make_box (labels[i], role, &button);

      if (one && first != NULL)
        gtk_check_button_set_group (GTK_CHECK_BUTTON (button), GTK_CHECK_BUTTON (group_of));
      if (first == NULL)
        {
          first = row;
          group_of = button;
        }
      gtk_widget_set_name (button, options[i]);
      g_object_bind_property (question, "visible", row, "visible", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_option_toggled_cb), question, 0);
      g_signal_connect_object (question, "notify::value", G_CALLBACK (on_options_value_cb), button,
                               0);
      on_options_value_cb (question, NULL, GTK_CHECK_BUTTON (button));
      adw_preferences_group_add (group, row);
    }

  return first;
}

/* Yes or no, and items of the checklist. */

static gboolean
is_true (KpQuestion *question)
{
  GVariant *value = kp_question_get_value (question);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN) &&
         g_variant_get_boolean (value);
}

static void
on_active_cb (GObject *object,
              GParamSpec *pspec,
              KpQuestion *question)
{
  gboolean active;

  g_object_get (object, "active", &active, NULL);
  if (active != is_true (question) || kp_question_get_value (question) == NULL)
    kp_question_set_value (question, g_variant_new_boolean (active));
}

static void
on_active_value_cb (KpQuestion *question,
                    GParamSpec *pspec,
                    GObject *object)
{
  g_object_set (object, "active", is_true (question), NULL);
}

static void
follow_active (GtkWidget *widget,
               KpQuestion *question)
{
  on_active_value_cb (question, NULL, G_OBJECT (widget));
  g_signal_connect_object (widget, "notify::active", G_CALLBACK (on_active_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_active_value_cb), widget, 0);
}

GtkWidget *
kp_switch_row_make (KpQuestion *question)
{
  GtkWidget *row = adw_switch_row_new ();

  follow_active (row, question);

  return row;
}

GtkWidget *
kp_check_row_make (KpQuestion *question)
{
  GtkWidget *button;
  GtkWidget *row =
    make_box (kp_question_get_label (question), GTK_ACCESSIBLE_ROLE_CHECKBOX, &button);

  follow_active (button, question);

  return row;
}

/* A few answers beside each other, none of which is chosen at first. */

static const char *
name_of_value (KpQuestion *question)
{
  GVariant *value = kp_question_get_value (question);

  if (value == NULL)
    return NULL;
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_BOOLEAN))
    return g_variant_get_boolean (value) ? "yes" : "no";

  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING) ? g_variant_get_string (value, NULL)
                                                             : NULL;
}

static void
on_toggled_cb (AdwToggleGroup *toggles,
               GParamSpec *pspec,
               KpQuestion *question)
{
  const char *name = adw_toggle_group_get_active_name (toggles);

  if (name == NULL || g_strcmp0 (name, name_of_value (question)) == 0)
    return;

  kp_question_set_value (question, kp_question_get_question_type (question) == KP_QUESTION_YES_NO
                                     ? g_variant_new_boolean (g_str_equal (name, "yes"))
                                     : g_variant_new_string (name));
}

static void
on_toggles_value_cb (KpQuestion *question,
                     GParamSpec *pspec,
                     AdwToggleGroup *toggles)
{
  const char *name = name_of_value (question);

  if (name == NULL)
    adw_toggle_group_set_active (toggles, GTK_INVALID_LIST_POSITION);
  else if (g_strcmp0 (adw_toggle_group_get_active_name (toggles), name) != 0)
    adw_toggle_group_set_active_name (toggles, name);
}

static void
add_toggle (GtkWidget *toggles,
            const char *name,
            const char *label)
{
  AdwToggle *toggle = adw_toggle_new ();

  adw_toggle_set_name (toggle, name);
  adw_toggle_set_label (toggle, label);
  adw_toggle_group_add (ADW_TOGGLE_GROUP (toggles), toggle);
}

static GtkWidget *
make_toggles (KpQuestion *question)
{
  GtkWidget *toggles = adw_toggle_group_new ();
  const char *const *options = kp_question_get_options (question);
  const char *const *labels = kp_question_get_option_labels (question);

  if (kp_question_get_question_type (question) == KP_QUESTION_YES_NO)
    {
      add_toggle (toggles, "yes", _ ("Yes"));
      add_toggle (toggles, "no", _ ("No"));
    }
  for (guint i = 0; options[i] != NULL; i++)
    add_toggle (toggles, options[i], labels[i]);

  gtk_accessible_update_property (GTK_ACCESSIBLE (toggles), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kp_question_get_label (question), -1);
  on_toggles_value_cb (question, NULL, ADW_TOGGLE_GROUP (toggles));
  g_signal_connect_object (toggles, "notify::active-name", G_CALLBACK (on_toggled_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_toggles_value_cb), toggles, 0);

  return toggles;
}

GtkWidget *
kp_toggle_row_make (KpQuestion *question)
{
  GtkWidget *toggles = make_toggles (question);
  GtkWidget *row;

  if (kp_question_get_question_type (question) == KP_QUESTION_YES_NO)
    {
      row = adw_action_row_new ();
      gtk_widget_set_valign (toggles, GTK_ALIGN_CENTER);
      adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), toggles);
      /* Its words are the ones to choose from, and no key does anything beside them. */
      gtk_widget_set_focusable (row, FALSE);
      return row;
    }

  /* Three words need the width of a phone. */
  row = adw_preferences_row_new ();
  adw_toggle_group_set_homogeneous (ADW_TOGGLE_GROUP (toggles), TRUE);
  gtk_box_append (kp_question_row_make_box (row), toggles);

  return row;
}
