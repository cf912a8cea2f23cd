/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is wrong stands directly under its field, in words.
 */

#include "kp-question-rows.h"

#include "kp-date-row.h"
#include "kp-error-text.h"
#include "kp-question-row.h"

#include <glib/gi18n.h>

/* A choice of at most so many options stands open; a longer one is a list that opens. */
#define MAX_OPEN_OPTIONS 6

/* Returns: (transfer full): the label, with what must be known of the question at a glance */
static char *
make_title (KpQuestion *question)
{
  g_autofree char *title =
    g_strconcat (kp_question_get_label (question),
                 kp_question_get_question_type (question) == KP_QUESTION_AMOUNT ? " (€)" : "",
                 /* A star alone on the next line would say nothing. */
                 kp_question_get_required (question) ? "\302\240*" : "", NULL);

  if (!kp_question_get_changed (question))
    return g_steal_pointer (&title);

  /* Translators: a question of a form that is not the same as when it was answered */
  return g_strdup_printf (_ ("%s (changed)"), title);
}

static void
on_title_cb (KpQuestion *question,
             GParamSpec *pspec,
             GtkWidget *row)
{
  g_autofree char *title = make_title (question);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  kp_question_get_required (question), -1);
  /* The keyboard meets the text inside of the row, which has no name of its own. */
  if (ADW_IS_ENTRY_ROW (row))
    gtk_accessible_update_property (
      GTK_ACCESSIBLE (gtk_editable_get_delegate (GTK_EDITABLE (row))),
      GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
}

static void
on_fault_cb (KpQuestion *question,
             GParamSpec *pspec,
             GtkWidget *row)
{
  gboolean faulty = kp_question_get_fault (question) != KP_FAULT_NONE;

  if (faulty)
    gtk_widget_add_css_class (row, "error");
  else
    gtk_widget_remove_css_class (row, "error");

  gtk_accessible_update_state (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_STATE_INVALID,
                               faulty ? GTK_ACCESSIBLE_INVALID_TRUE : GTK_ACCESSIBLE_INVALID_FALSE,
                               -1);
}

static void
on_left_cb (KpQuestion *question)
{
  kp_question_leave (question);
}

/* Titles are plain text: a form may ask about “R&D”. */
void
kp_question_row_follow (GtkWidget *row,
                        KpQuestion *question)
{
  GtkEventController *focus = gtk_event_controller_focus_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_add_controller (row, focus);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_left_cb), question, G_CONNECT_SWAPPED);
  g_signal_connect_object (question, "notify::required", G_CALLBACK (on_title_cb), row, 0);
  g_signal_connect_object (question, "notify::changed", G_CALLBACK (on_title_cb), row, 0);
  g_signal_connect_object (question, "notify::fault", G_CALLBACK (on_fault_cb), row, 0);
  g_object_bind_property (question, "visible", row, "visible", G_BINDING_SYNC_CREATE);
  on_title_cb (question, NULL, row);
  if (kp_question_get_fault (question) != KP_FAULT_NONE)
    on_fault_cb (question, NULL, row);
}

static GtkWidget *
make_row (KpQuestion *question)
{
  switch (kp_question_get_question_type (question))
    {
    case KP_QUESTION_LONG_TEXT:
      return kp_text_row_make (question);

    case KP_QUESTION_DATE:
    case KP_QUESTION_DATE_TIME:
      return kp_date_row_new (question);

    case KP_QUESTION_DROPDOWN:
      return kp_combo_row_make (question);

    case KP_QUESTION_CHOICE:
      return g_strv_length ((char **) kp_question_get_options (question)) > MAX_OPEN_OPTIONS
               ? kp_combo_row_make (question)
               : adw_action_row_new ();

    case KP_QUESTION_URGENCY:
      return kp_toggle_row_make (question);

    case KP_QUESTION_YES_NO:
      /* A switch that is off looks like an answer; where one is needed, both stand there. */
      return kp_question_get_demanding (question) ? kp_toggle_row_make (question)
                                                  : kp_switch_row_make (question);

    case KP_QUESTION_CHECK:
      return kp_check_row_make (question);

    case KP_QUESTION_ADDRESS:
    case KP_QUESTION_ASSET:
    case KP_QUESTION_CONTACT:
      return kp_parts_row_make (question);

    case KP_QUESTION_FILE:
    case KP_QUESTION_PHOTO:
      return kp_files_row_make (question);

    case KP_QUESTION_CHOICES:
    case KP_QUESTION_HEADING:
      return adw_action_row_new ();

    case KP_QUESTION_TEXT:
    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
    case KP_QUESTION_EMAIL:
    case KP_QUESTION_PHONE:
    case KP_QUESTION_IBAN:
    case KP_QUESTION_POSTCODE:
    case KP_QUESTION_TIME:
    case KP_QUESTION_LOCATION:
      break;
    }

  return kp_entry_row_make (question);
}

static void
on_fault_text_cb (KpQuestion *question,
                  GParamSpec *pspec,
                  GtkWidget *row)
{
  g_autofree char *text = kp_question_rows_dup_fault_text (question);
  gboolean shown = kp_question_get_fault (question) != KP_FAULT_NONE &&
                   kp_question_get_visible (question);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), text);
  gtk_widget_set_visible (row, shown);
}

static GtkWidget *
make_fault (KpQuestion *question)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-error-symbolic");

  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 0);
  gtk_widget_add_css_class (row, "error");
  gtk_widget_add_css_class (row, "kp-fault");
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_object (question, "notify::fault", G_CALLBACK (on_fault_text_cb), row, 0);
  g_signal_connect_object (question, "notify::fault-text", G_CALLBACK (on_fault_text_cb), row, 0);
  g_signal_connect_object (question, "notify::visible", G_CALLBACK (on_fault_text_cb), row, 0);
  on_fault_text_cb (question, NULL, row);

  return row;
}

/* Most answers are right, so the row that says what is wrong is made when it is needed. */
static void
on_first_fault_cb (KpQuestion *question,
                   GParamSpec *pspec,
                   GtkWidget *last)
{
  GtkListBox *list = GTK_LIST_BOX (gtk_widget_get_parent (last));
  GtkWidget *fault = NULL;

  if (kp_question_get_fault (question) == KP_FAULT_NONE || list == NULL)
    return;

  g_signal_handlers_disconnect_by_func (question, on_first_fault_cb, last);
  fault = make_fault (question);
  gtk_list_box_insert (list, fault,
                       gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (last)) + 1);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (last), GTK_ACCESSIBLE_RELATION_DESCRIBED_BY,
                                  fault, NULL, -1);
}

static char *
describe_range (KpQuestion *question)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  kp_question_dup_bounds (question, &least, &most);
  if (least == NULL)
    return g_strdup_printf (_ ("This may be at most %s."), most);
  if (most == NULL)
    return g_strdup_printf (_ ("This must be at least %s."), least);

  return g_strdup_printf (_ ("This must be between %s and %s."), least, most);
}

/* The answer is as many as are ticked. */
static char *
describe_number (KpQuestion *question)
{
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  kp_question_dup_bounds (question, &least, &most);
  if (least == NULL)
    return g_strdup_printf (_ ("Choose at most %s."), most);
  if (most == NULL)
    return g_strdup_printf (_ ("Choose at least %s."), least);

  return g_strdup_printf (_ ("Choose at least %s and at most %s."), least, most);
}

/* Choices have a number of them, dates an order. */
static char *
describe_out_of_range (KpQuestion *question)
{
  KpQuestionType type = kp_question_get_question_type (question);
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  if (type == KP_QUESTION_CHOICES)
    return describe_number (question);
  if (type != KP_QUESTION_DATE && type != KP_QUESTION_TIME && type != KP_QUESTION_DATE_TIME)
    return describe_range (question);

  kp_question_dup_bounds (question, &least, &most);
  if (least == NULL)
    return g_strdup_printf (_ ("This may be %s at the latest."), most);
  if (most == NULL)
    return g_strdup_printf (_ ("This may be %s at the earliest."), least);

  return g_strdup_printf (_ ("This must be between %s and %s."), least, most);
}

static const char *
describe_missing (KpQuestionType type)
{
  if (type == KP_QUESTION_CHECK)
    return _ ("This must be done before you can send the request.");
  if (type == KP_QUESTION_PHOTO)
    return _ ("A photo is needed here.");
  if (type == KP_QUESTION_FILE)
    return _ ("A file is needed here.");

  return _ ("An answer is needed here.");
}

char *
kp_question_rows_dup_fault_text (KpQuestion *question)
{
  KpQuestionType type = kp_question_get_question_type (question);

  switch (kp_question_get_fault (question))
    {
    case KP_FAULT_NONE:
      break;

    case KP_FAULT_MISSING:
      return g_strdup (describe_missing (type));

    case KP_FAULT_WRONG_KIND:
      if (type == KP_QUESTION_NUMBER)
        return g_strdup (_ ("Fill in a whole number."));
      if (type == KP_QUESTION_AMOUNT)
        return g_strdup (_ ("Fill in an amount, such as 12,50."));
      if (type == KP_QUESTION_TIME)
        return g_strdup (_ ("Fill in a time, such as 14:30."));
      if (type == KP_QUESTION_DATE_TIME)
        return g_strdup (_ ("Fill in a date and a time, such as 22-11-2026 and 14:30."));
      if (type == KP_QUESTION_DATE)
        return g_strdup (_ ("Fill in a date, such as 22-11-2026."));
      return g_strdup (_ ("This answer does not fit the question. Fill it in again."));

    case KP_FAULT_TOO_LONG:
      return g_strdup (
        _ ("This is too long. Make it shorter, or put the rest in the explanation at the end."));

    case KP_FAULT_OUT_OF_RANGE:
      return describe_out_of_range (question);

    case KP_FAULT_NOT_AN_OPTION:
      return g_strdup (_ ("This choice no longer exists. Choose another one."));

    case KP_FAULT_MALFORMED:
      if (kp_question_get_fault_text (question) != NULL)
        return g_strdup (kp_question_get_fault_text (question));
      return g_strdup (kp_error_text_of_shape (type));

    case KP_FAULT_UNKNOWN:
      return g_strdup (_ ("This question was removed by the office."));
    }

  return g_strdup ("");
}

/* Under a field that has no room for it. A plain row of a list would be put below all fields. */
static GtkWidget *
make_help (KpQuestion *question)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *label = gtk_label_new (kp_question_get_help (question));

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");
  gtk_widget_add_css_class (label, "kp-text-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), label);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_object_bind_property (question, "visible", row, "visible", G_BINDING_SYNC_CREATE);

  return row;
}

static void
add_help (AdwPreferencesGroup *group,
          KpQuestion *question,
          GtkWidget *row)
{
  const char *help = kp_question_get_help (question);
  KpQuestionType type = kp_question_get_question_type (question);

  if (help == NULL)
    return;

  if (ADW_IS_ACTION_ROW (row) && type != KP_QUESTION_DATE && type != KP_QUESTION_DATE_TIME)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), help);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    }
  else
    {
      adw_preferences_group_add (group, make_help (question));
    }
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, help,
                                  -1);
}

/* Returns: whether its options stand open, below the row */
static gboolean
is_open (KpQuestion *question,
         GtkWidget *row)
{
  KpQuestionType type = kp_question_get_question_type (question);

  return type == KP_QUESTION_CHOICES || (type == KP_QUESTION_CHOICE && !ADW_IS_COMBO_ROW (row));
}

GtkWidget *
kp_question_rows_add (AdwPreferencesGroup *group,
                      KpQuestion *question)
{
  GtkWidget *row = make_row (question);
  GtkWidget *field = row;
  GtkWidget *last;

  kp_question_row_follow (row, question);
  adw_preferences_group_add (group, row);
  add_help (group, question, row);
  if (is_open (question, row))
    {
      gtk_widget_set_focusable (row, FALSE);
      field = kp_options_add (group, question);
    }

  last = gtk_widget_get_last_child (gtk_widget_get_parent (row));
  g_signal_connect_object (question, "notify::fault", G_CALLBACK (on_first_fault_cb), last, 0);
  on_first_fault_cb (question, NULL, last);

  return field;
}

void
kp_question_rows_focus (GtkWidget *field)
{
  g_return_if_fail (GTK_IS_WIDGET (field));

  /* A row around a box cannot have the keyboard itself. */
  if (!gtk_widget_grab_focus (field))
    gtk_widget_child_focus (field, GTK_DIR_TAB_FORWARD);
}
