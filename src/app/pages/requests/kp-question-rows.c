/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A row writes to its question on every key, and reads it back only when the two differ, so that
 * the cursor stays where the person is typing.
 */

#include "kp-question-rows.h"

#include "kp-date-row.h"
#include "kp-money.h"

#include <glib/gi18n.h>

/* Returns: (transfer full): the label, with the mark of what is required */
static char *
make_title (KpQuestion *question)
{
  gboolean required = kp_question_get_required (question);

  return g_strconcat (kp_question_get_label (question), required ? " *" : NULL, NULL);
}

static void
on_required_cb (KpQuestion *question,
                GParamSpec *pspec,
                GtkWidget *row)
{
  g_autofree char *title = make_title (question);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_REQUIRED,
                                  kp_question_get_required (question), -1);
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

/* Titles are plain text: a form may ask about “R&D”. */
static void
follow (GtkWidget *row,
        KpQuestion *question)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_signal_connect_object (question, "notify::required", G_CALLBACK (on_required_cb), row, 0);
  g_signal_connect_object (question, "notify::fault", G_CALLBACK (on_fault_cb), row, 0);
  g_object_bind_property (question, "visible", row, "visible", G_BINDING_SYNC_CREATE);
  on_required_cb (question, NULL, row);
  on_fault_cb (question, NULL, row);
}

/* Texts. */

static char *
text_of_value (KpQuestion *question)
{
  GVariant *value = kp_question_get_value (question);

  if (value == NULL)
    return g_strdup ("");
  if (g_variant_is_of_type (value, G_VARIANT_TYPE_INT64))
    return kp_question_get_question_type (question) == KP_QUESTION_AMOUNT
             ? kp_money_format (g_variant_get_int64 (value), NULL)
             : g_strdup_printf ("%" G_GINT64_FORMAT, g_variant_get_int64 (value));

  return g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
           ? g_variant_dup_string (value, NULL)
           : g_strdup ("");
}

/* What cannot be read as a number goes on as text: the question then says what is wrong with it. */
static GVariant *
value_of_text (KpQuestion *question,
               const char *text)
{
  KpQuestionType type = kp_question_get_question_type (question);
  gint64 number = 0;
  gboolean known = FALSE;

  if (*text == '\0')
    return NULL;
  if (type == KP_QUESTION_AMOUNT)
    known = kp_money_parse (text, &number);
  else if (type == KP_QUESTION_NUMBER)
    known = g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL);

  return known ? g_variant_new_int64 (number) : g_variant_new_string (text);
}

static void
on_text_changed_cb (GtkEditable *editable,
                    KpQuestion *question)
{
  kp_question_set_value (question, value_of_text (question, gtk_editable_get_text (editable)));
}

static void
on_text_value_cb (KpQuestion *question,
                  GParamSpec *pspec,
                  GtkEditable *editable)
{
  g_autoptr (GVariant) shown = value_of_text (question, gtk_editable_get_text (editable));
  GVariant *value = kp_question_get_value (question);
  g_autofree char *text = NULL;

  if (shown != NULL)
    g_variant_ref_sink (shown);
  if (shown == value || (shown != NULL && value != NULL && g_variant_equal (shown, value)))
    return;

  text = text_of_value (question);
  gtk_editable_set_text (editable, text);
}

static GtkInputPurpose
purpose_of_type (KpQuestionType type)
{
  if (type == KP_QUESTION_EMAIL)
    return GTK_INPUT_PURPOSE_EMAIL;
  if (type == KP_QUESTION_PHONE)
    return GTK_INPUT_PURPOSE_PHONE;
  if (type == KP_QUESTION_NUMBER || type == KP_QUESTION_AMOUNT)
    return GTK_INPUT_PURPOSE_NUMBER;

  return GTK_INPUT_PURPOSE_FREE_FORM;
}

static GtkWidget *
make_entry (KpQuestion *question)
{
  GtkWidget *row = adw_entry_row_new ();
  g_autofree char *text = text_of_value (question);

  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row),
                                   purpose_of_type (kp_question_get_question_type (question)));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  g_signal_connect_object (row, "changed", G_CALLBACK (on_text_changed_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_text_value_cb), row, 0);

  return row;
}

static char *
dup_buffer_text (GtkTextBuffer *buffer)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

static void
on_buffer_changed_cb (GtkTextBuffer *buffer,
                      KpQuestion *question)
{
  g_autofree char *text = dup_buffer_text (buffer);

  kp_question_set_value (question, value_of_text (question, text));
}

static void
on_buffer_value_cb (KpQuestion *question,
                    GParamSpec *pspec,
                    GtkTextBuffer *buffer)
{
  g_autofree char *shown = dup_buffer_text (buffer);
  g_autofree char *text = text_of_value (question);

  if (g_strcmp0 (shown, text) != 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

static GtkWidget *
make_text_view (KpQuestion *question)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *view = gtk_text_view_new ();
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *text = text_of_value (question);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  g_object_bind_property (row, "title", label, "label", G_BINDING_SYNC_CREATE);
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (view), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (view), FALSE);
  gtk_widget_set_size_request (view, -1, 96);
  gtk_widget_add_css_class (view, "inline");
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  kp_question_get_label (question), -1);
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), view);
  gtk_widget_add_css_class (box, "kp-text-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_buffer_changed_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_buffer_value_cb), buffer, 0);

  return row;
}

/* Choices. */

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
  g_autofree char *text = text_of_value (question);
  guint selected = 0;

  for (guint i = 0; options[i] != NULL; i++)
    {
      if (g_str_equal (options[i], text))
        selected = i + 1;
    }

  if (adw_combo_row_get_selected (row) != selected)
    adw_combo_row_set_selected (row, selected);
}

static GtkWidget *
make_choice (KpQuestion *question)
{
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, _ ("Choose…"));
  gtk_string_list_splice (labels, 1, 0, kp_question_get_option_labels (question));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (labels));
  on_choice_value_cb (question, NULL, ADW_COMBO_ROW (row));
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (on_choice_selected_cb), question,
                           0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_choice_value_cb), row, 0);

  return row;
}

/* Several choices: a row per option under the row of the question. */

static gboolean
has_choice (KpQuestion *question,
            const char *option)
{
  GVariant *value = kp_question_get_value (question);
  g_autofree const char **chosen = NULL;

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

/* ---- Boxes to tick ---- */

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
          GtkWidget **button)
{
  GtkWidget *row = g_object_new (ADW_TYPE_ACTION_ROW,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_CHECKBOX,
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

static void
add_options (AdwPreferencesGroup *group,
             KpQuestion *question)
{
  const char *const *options = kp_question_get_options (question);
  const char *const *labels = kp_question_get_option_labels (question);

  for (guint i = 0; options[i] != NULL; i++)
    {
      GtkWidget *button;
      GtkWidget *row = make_box (labels[i], &button);

      gtk_widget_set_name (button, options[i]);
      g_object_bind_property (question, "visible", row, "visible", G_BINDING_SYNC_CREATE);
      g_signal_connect_object (button, "toggled", G_CALLBACK (on_option_toggled_cb), question, 0);
      g_signal_connect_object (question, "notify::value", G_CALLBACK (on_options_value_cb), button,
                               0);
      on_options_value_cb (question, NULL, GTK_CHECK_BUTTON (button));
      adw_preferences_group_add (group, row);
    }
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

static GtkWidget *
make_switch (KpQuestion *question)
{
  GtkWidget *row = adw_switch_row_new ();

  follow_active (row, question);

  return row;
}

static GtkWidget *
make_check (KpQuestion *question)
{
  GtkWidget *button;
  GtkWidget *row = make_box (kp_question_get_label (question), &button);

  follow_active (button, question);

  return row;
}

static GtkWidget *
make_row (KpQuestion *question)
{
  switch (kp_question_get_question_type (question))
    {
    case KP_QUESTION_LONG_TEXT:
      return make_text_view (question);

    case KP_QUESTION_DATE:
      return kp_date_row_new (question);

    case KP_QUESTION_CHOICE:
      return make_choice (question);

    case KP_QUESTION_YES_NO:
      return make_switch (question);

    case KP_QUESTION_CHECK:
      return make_check (question);

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
      break;
    }

  return make_entry (question);
}

/* What is wrong stands directly under the field, in words. */

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

static char *
describe_range (KpQuestion *question)
{
  gint64 min;
  gint64 max;
  gboolean amount = kp_question_get_question_type (question) == KP_QUESTION_AMOUNT;
  g_autofree char *least = NULL;
  g_autofree char *most = NULL;

  kp_question_get_range (question, &min, &max, NULL);
  least = amount ? kp_money_format (min, "EUR")
                 : g_strdup_printf ("%" G_GINT64_FORMAT, min);
  most = amount ? kp_money_format (max, "EUR")
                : g_strdup_printf ("%" G_GINT64_FORMAT, max);

  if (min == G_MININT64)
    return g_strdup_printf (_ ("This may be at most %s."), most);
  if (max == G_MAXINT64)
    return g_strdup_printf (_ ("This must be at least %s."), least);

  return g_strdup_printf (_ ("This must be between %s and %s."), least, most);
}

static const char *
describe_shape (KpQuestionType type)
{
  switch (type)
    {
    case KP_QUESTION_EMAIL:
      return _ ("This is not a whole e-mail address. Fill in one such as name@example.nl.");

    case KP_QUESTION_PHONE:
      return _ ("This is not a phone number. Use digits, spaces and a + at the start.");

    case KP_QUESTION_IBAN:
      return _ ("This account number is not right. Check it against your bank card.");

    case KP_QUESTION_POSTCODE:
      return _ ("This is not a postcode. Fill in one such as 1234 AB.");

    case KP_QUESTION_TEXT:
    case KP_QUESTION_LONG_TEXT:
    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
    case KP_QUESTION_DATE:
    case KP_QUESTION_CHOICE:
    case KP_QUESTION_CHOICES:
    case KP_QUESTION_YES_NO:
    case KP_QUESTION_HEADING:
    case KP_QUESTION_CHECK:
      break;
    }

  return _ ("This does not have the form that is asked for.");
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
      return g_strdup (type == KP_QUESTION_CHECK
                         ? _ ("This must be done before you can send the request.")
                         : _ ("An answer is needed here."));

    case KP_FAULT_WRONG_KIND:
      if (type == KP_QUESTION_NUMBER)
        return g_strdup (_ ("Fill in a whole number."));
      if (type == KP_QUESTION_AMOUNT)
        return g_strdup (_ ("Fill in an amount, such as 12,50."));
      return g_strdup (_ ("This answer does not fit the question. Fill it in again."));

    case KP_FAULT_TOO_LONG:
      return g_strdup (
        _ ("This is too long. Make it shorter, or put the rest in the explanation."));

    case KP_FAULT_OUT_OF_RANGE:
      return describe_range (question);

    case KP_FAULT_NOT_AN_OPTION:
      return g_strdup (_ ("This choice no longer exists. Choose another one."));

    case KP_FAULT_MALFORMED:
      if (kp_question_get_fault_text (question) != NULL)
        return g_strdup (kp_question_get_fault_text (question));
      return g_strdup (describe_shape (type));

    case KP_FAULT_UNKNOWN:
      return g_strdup (_ ("This question was removed by the office."));

    case KP_FAULT_CHANGED:
      return g_strdup (_ ("This question has changed. See whether your answer still fits."));
    }

  return g_strdup ("");
}

GtkWidget *
kp_question_rows_add (AdwPreferencesGroup *group,
                      KpQuestion *question)
{
  GtkWidget *row = make_row (question);
  GtkWidget *fault = make_fault (question);
  const char *help = kp_question_get_help (question);

  follow (row, question);
  if (help != NULL && ADW_IS_ACTION_ROW (row) &&
      kp_question_get_question_type (question) != KP_QUESTION_DATE)
    {
      adw_action_row_set_subtitle (ADW_ACTION_ROW (row), help);
      adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
    }
  else if (help != NULL)
    {
      gtk_widget_set_tooltip_text (row, help);
    }

  adw_preferences_group_add (group, row);
  if (kp_question_get_question_type (question) == KP_QUESTION_CHOICES)
    add_options (group, question);
  adw_preferences_group_add (group, fault);
  gtk_accessible_update_relation (GTK_ACCESSIBLE (row),
                                  GTK_ACCESSIBLE_RELATION_DESCRIBED_BY, fault, NULL, -1);

  return row;
}
