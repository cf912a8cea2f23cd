/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A calendar says nothing when the day that it already shows is clicked, and that day is often the
 * one that is meant: a button below takes it. Another one takes the answer away again.
 */

#include "kp-date-row.h"

#include "kp-time-text.h"

#include <glib/gi18n.h>

static const char *
get_date (KpQuestion *question)
{
  GVariant *value = kp_question_get_value (question);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
           ? g_variant_get_string (value, NULL)
           : "";
}

static void
on_value_cb (KpQuestion *question,
             GParamSpec *pspec,
             AdwActionRow *row)
{
  const char *date = get_date (question);
  g_autofree char *shown = *date != '\0' ? kp_time_text_date (date) : g_strdup (_ ("No date yet"));

  adw_action_row_set_subtitle (row, shown);
}

static void
take_day (GtkCalendar *calendar,
          KpQuestion *question)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (calendar);
  g_autofree char *text = g_date_time_format (day, "%Y-%m-%d");
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (calendar), GTK_TYPE_POPOVER);

  kp_question_set_value (question, g_variant_new_string (text));
  gtk_popover_popdown (GTK_POPOVER (popover));
}

static void
on_day_selected_cb (GtkCalendar *calendar,
                    KpQuestion *question)
{
  /* Only what a person clicks is an answer, not the day that the calendar opens with. */
  if (gtk_widget_get_mapped (GTK_WIDGET (calendar)))
    take_day (calendar, question);
}

/* Returns: the calendar, which is the first thing in the popover */
static GtkCalendar *
get_calendar (GtkWidget *popover)
{
  GtkWidget *box = gtk_popover_get_child (GTK_POPOVER (popover));

  return GTK_CALENDAR (gtk_widget_get_first_child (box));
}

static void
on_choose_cb (GtkButton *button,
              KpQuestion *question)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  take_day (get_calendar (popover), question);
}

static void
on_clear_cb (GtkButton *button,
             KpQuestion *question)
{
  GtkWidget *popover = gtk_widget_get_ancestor (GTK_WIDGET (button), GTK_TYPE_POPOVER);

  kp_question_set_value (question, NULL);
  gtk_popover_popdown (GTK_POPOVER (popover));
}

/* The calendar opens at the answer, or else at today. */
static void
on_show_cb (GtkWidget *popover,
            KpQuestion *question)
{
  GtkCalendar *calendar = get_calendar (popover);
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autofree char *midnight = g_strconcat (get_date (question), "T00:00:00", NULL);
  g_autoptr (GDateTime) day = g_date_time_new_from_iso8601 (midnight, local);

  if (day == NULL)
    day = g_date_time_new_now (local);
  gtk_calendar_select_day (calendar, day);
}

static GtkWidget *
make_popover (KpQuestion *question)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *calendar = gtk_calendar_new ();
  GtkWidget *clear = gtk_button_new_with_label (_ ("No Date"));
  GtkWidget *choose = gtk_button_new_with_label (_ ("Choose"));

  gtk_widget_add_css_class (choose, "suggested-action");
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons), clear);
  gtk_box_append (GTK_BOX (buttons), choose);
  gtk_box_append (GTK_BOX (box), calendar);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (GTK_POPOVER (popover), box);

  g_signal_connect_object (calendar, "day-selected", G_CALLBACK (on_day_selected_cb), question, 0);
  g_signal_connect_object (choose, "clicked", G_CALLBACK (on_choose_cb), question, 0);
  g_signal_connect_object (clear, "clicked", G_CALLBACK (on_clear_cb), question, 0);
  g_signal_connect_object (popover, "show", G_CALLBACK (on_show_cb), question, 0);

  return popover;
}

GtkWidget *
kp_date_row_new (KpQuestion *question)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: opens a calendar; the text is a question, such as “Starts on” */
  g_autofree char *name =
    g_strdup_printf (_ ("Choose a Date: %s"), kp_question_get_label (question));

  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), make_popover (question));
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_value_cb), row, 0);
  on_value_cb (question, NULL, ADW_ACTION_ROW (row));

  return row;
}
