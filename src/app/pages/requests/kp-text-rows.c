/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows that are typed in: one line, and several. What was typed is set in order when the field is
 * left, as the Dutch write it; never while typing.
 */

#include "kp-check.h"
#include "kp-money.h"
#include "kp-question-row.h"
#include "kp-text-view.h"
#include "kp-typed-text.h"

#include <glib/gi18n.h>

char *
kp_question_row_dup_text (KpQuestion *question)
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

/* What cannot be read as a number or time goes on as text: the question then says what is wrong
 * with it, and the draft keeps it. */
static GVariant *
value_of_text (KpQuestion *question,
               const char *text)
{
  KpQuestionType type = kp_question_get_question_type (question);
  gint64 number = 0;
  gboolean known = FALSE;

  if (*text == '\0')
    return NULL;
  if (type == KP_QUESTION_TIME)
    {
      char *time = kp_typed_parse_time (text);

      return time != NULL ? g_variant_new_take_string (time) : g_variant_new_string (text);
    }
  if (type == KP_QUESTION_AMOUNT)
    known = kp_typed_parse_amount (text, &number);
  else if (type == KP_QUESTION_NUMBER)
    known = g_ascii_string_to_signed (text, 10, G_MININT64, G_MAXINT64, &number, NULL);

  return known ? g_variant_new_int64 (number) : g_variant_new_string (text);
}

GtkWidget *
kp_count_label_new (void)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 1);
  gtk_widget_set_visible (label, FALSE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "numeric");
  gtk_widget_add_css_class (label, "dimmed");

  return label;
}

void
kp_count_label_update (GtkWidget *label,
                       const char *text,
                       gint64 max_length)
{
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *shown = NULL;

  /* The limit is told before it is reached, and to nobody who is far from it. */
  gtk_widget_set_visible (label, length > max_length * 3 / 4);
  if (length <= max_length * 3 / 4)
    return;

  if (length <= max_length)
    /* Translators: characters that were typed, and how many may be */
    shown = g_strdup_printf (_ ("%'ld of %'ld characters"), length, (glong) max_length);
  else
    shown = g_strdup_printf (ngettext ("%'ld character too many", "%'ld characters too many",
                                       (gulong) (length - max_length)),
                             length - (glong) max_length);
  gtk_label_set_label (GTK_LABEL (label), shown);
  if (length > max_length)
    gtk_widget_add_css_class (label, "error");
  else
    gtk_widget_remove_css_class (label, "error");
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

  text = kp_question_row_dup_text (question);
  gtk_editable_set_text (editable, text);
}

static void
on_count_cb (KpQuestion *question,
             GParamSpec *pspec,
             GtkWidget *label)
{
  g_autofree char *text = kp_question_row_dup_text (question);
  gint64 max_length;

  kp_question_get_range (question, NULL, NULL, &max_length);
  kp_count_label_update (label, text, max_length);
}

static GtkWidget *
make_count (KpQuestion *question)
{
  GtkWidget *label = kp_count_label_new ();

  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_count_cb), label, 0);
  on_count_cb (question, NULL, label);

  return label;
}

/* The field is left: what was understood is shown as it is written. */
static void
on_entry_left_cb (GtkEventControllerFocus *controller,
                  KpQuestion *question)
{
  GtkWidget *row = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (controller));
  g_autofree char *text = kp_question_row_dup_text (question);
  g_autofree char *shown = NULL;

  switch (kp_question_get_question_type (question))
    {
    case KP_QUESTION_POSTCODE:
      shown = kp_check_postcode (text) ? kp_typed_format_postcode (text) : NULL;
      break;

    case KP_QUESTION_IBAN:
      shown = kp_check_iban (text) ? kp_typed_format_iban (text) : NULL;
      break;

    case KP_QUESTION_NUMBER:
    case KP_QUESTION_AMOUNT:
    case KP_QUESTION_TIME:
      shown = g_steal_pointer (&text);
      break;

    case KP_QUESTION_TEXT:
    case KP_QUESTION_LONG_TEXT:
    case KP_QUESTION_EMAIL:
    case KP_QUESTION_PHONE:
    case KP_QUESTION_DATE:
    case KP_QUESTION_CHOICE:
    case KP_QUESTION_CHOICES:
    case KP_QUESTION_YES_NO:
    case KP_QUESTION_HEADING:
    case KP_QUESTION_CHECK:
    case KP_QUESTION_DATE_TIME:
    case KP_QUESTION_DROPDOWN:
    case KP_QUESTION_LOCATION:
    case KP_QUESTION_URGENCY:
    case KP_QUESTION_ADDRESS:
    case KP_QUESTION_ASSET:
    case KP_QUESTION_CONTACT:
    case KP_QUESTION_FILE:
    case KP_QUESTION_PHOTO:
      break;
    }

  if (shown == NULL || g_str_equal (gtk_editable_get_text (GTK_EDITABLE (row)), shown))
    return;

  gtk_editable_set_text (GTK_EDITABLE (row), shown);
  /* What is typed takes a fault away, and this is not typed. */
  kp_question_leave (question);
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

GtkWidget *
kp_entry_row_make (KpQuestion *question)
{
  GtkWidget *row = adw_entry_row_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  const char *unit = kp_question_get_unit (question);
  g_autofree char *text = kp_question_row_dup_text (question);

  adw_entry_row_set_input_purpose (ADW_ENTRY_ROW (row),
                                   purpose_of_type (kp_question_get_question_type (question)));
  gtk_editable_set_text (GTK_EDITABLE (row), text);
  if (unit != NULL)
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), gtk_label_new (unit));
  else if (kp_question_get_question_type (question) == KP_QUESTION_TEXT ||
           kp_question_get_question_type (question) == KP_QUESTION_LOCATION)
    adw_entry_row_add_suffix (ADW_ENTRY_ROW (row), make_count (question));
  gtk_widget_add_controller (row, focus);
  g_signal_connect_object (focus, "leave", G_CALLBACK (on_entry_left_cb), question, 0);
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
  g_autofree char *text = kp_question_row_dup_text (question);

  if (g_strcmp0 (shown, text) != 0)
    gtk_text_buffer_set_text (buffer, text, -1);
}

GtkBox *
kp_question_row_make_box (GtkWidget *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_add_css_class (label, "caption");
  g_object_bind_property (row, "title", label, "label", G_BINDING_SYNC_CREATE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_widget_add_css_class (box, "kp-text-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);

  return GTK_BOX (box);
}

GtkWidget *
kp_text_row_make (KpQuestion *question)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkBox *box = kp_question_row_make_box (row);
  GtkWidget *view = kp_text_view_new (kp_question_get_label (question), "editor.next");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  g_autofree char *text = kp_question_row_dup_text (question);

  gtk_widget_set_size_request (view, -1, 96);
  gtk_widget_add_css_class (view, "inline");
  gtk_widget_add_css_class (row, "kp-written");
  gtk_text_buffer_set_text (buffer, text, -1);
  gtk_box_append (box, view);
  gtk_box_append (box, make_count (question));
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_buffer_changed_cb), question, 0);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_buffer_value_cb), buffer, 0);

  return row;
}
