/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A calendar says nothing when the day that it already shows is clicked, and that day is often the
 * one that is meant: a button below takes it. Another one takes the answer away again. Days and
 * times can be typed as well.
 */

#include "kp-date-row.h"

#include "kp-time-text.h"
#include "kp-time.h"
#include "kp-typed-text.h"

#include <glib/gi18n.h>
#include <string.h>

/* When somebody chooses a day and no time. */
#define USUAL_TIME "09:00"

struct _KpDateRow
{
  AdwActionRow parent_instance;

  KpQuestion *question;  /* (owned) */
  GtkPopover *popover;   /* (unowned): in button */
  GtkCalendar *calendar; /* (unowned): in popover */
  GtkEditable *day;      /* (unowned): in popover */
  GtkEditable *time;     /* (unowned) (nullable): in popover, for a day with a time */
  gboolean showing;      /* the popover is being filled */
  gboolean typed;        /* something was typed that is not the answer yet */
};

G_DEFINE_FINAL_TYPE (KpDateRow, kp_date_row, ADW_TYPE_ACTION_ROW)

/* Returns: the answer; what cannot be read is in it as it was typed */
static const char *
get_text (KpDateRow *self)
{
  GVariant *value = kp_question_get_value (self->question);

  return value != NULL && g_variant_is_of_type (value, G_VARIANT_TYPE_STRING)
           ? g_variant_get_string (value, NULL)
           : "";
}

/* Returns: whether @text is a day and a time, or what was typed in its place */
static gboolean
has_time (KpDateRow *self,
          const char *text)
{
  return kp_question_get_question_type (self->question) == KP_QUESTION_DATE_TIME &&
         strlen (text) > KP_DATE_LENGTH + 1 && text[KP_DATE_LENGTH] == 'T';
}

/* Returns: (transfer full): the day of the answer, "" without one */
static char *
dup_day (KpDateRow *self)
{
  const char *text = get_text (self);

  return has_time (self, text) ? g_strndup (text, KP_DATE_LENGTH) : g_strdup (text);
}

/* Returns: (nullable): the time of the answer */
static const char *
get_time (KpDateRow *self)
{
  const char *text = get_text (self);

  return has_time (self, text) ? text + KP_DATE_LENGTH + 1 : NULL;
}

static void
on_value_cb (KpDateRow *self)
{
  g_autofree char *day = dup_day (self);
  g_autofree char *date = *day != '\0' ? kp_time_text_date (day) : g_strdup (_ ("No date yet"));
  g_autofree char *shown =
    get_time (self) != NULL ? g_strdup_printf ("%s, %s", date, get_time (self)) : NULL;

  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), shown != NULL ? shown : date);
}

/* Answers with what the popover says; what cannot be read is kept as it was typed, and is at fault
 * there. */
static void
take (KpDateRow *self)
{
  g_autofree char *day = kp_typed_parse_date (gtk_editable_get_text (self->day));
  g_autofree char *time = NULL;
  g_autofree char *typed = NULL;

  self->typed = FALSE;
  if (day == NULL)
    {
      kp_question_set_value (self->question,
                             g_variant_new_string (gtk_editable_get_text (self->day)));
      return;
    }
  if (self->time == NULL)
    {
      kp_question_set_value (self->question, g_variant_new_string (day));
      return;
    }

  typed = g_strstrip (g_strdup (gtk_editable_get_text (self->time)));
  time = *typed != '\0' ? kp_typed_parse_time (typed) : g_strdup (USUAL_TIME);
  if (time == NULL)
    time = g_strdup (typed);
  kp_question_set_value (self->question,
                         g_variant_new_take_string (g_strconcat (day, "T", time, NULL)));
}

static void
finish (KpDateRow *self)
{
  gtk_popover_popdown (self->popover);
  kp_question_leave (self->question);
}

static void
show_day (KpDateRow *self)
{
  g_autoptr (GDateTime) day = gtk_calendar_get_date (self->calendar);
  g_autofree char *text = g_date_time_format (day, "%d-%m-%Y");

  gtk_editable_set_text (self->day, text);
}

/* Only what a person clicks is an answer, not the day that the calendar opens with. */
static void
on_day_selected_cb (KpDateRow *self)
{
  if (self->showing || !gtk_widget_get_mapped (GTK_WIDGET (self->calendar)))
    return;

  show_day (self);
  take (self);
  if (self->time == NULL)
    finish (self);
}

/* Leafing on selects a day of the other month: what was typed before says something else now. */
static void
on_leafed_cb (KpDateRow *self)
{
  if (self->showing || *gtk_editable_get_text (self->day) == '\0')
    return;

  self->showing = TRUE;
  show_day (self);
  self->showing = FALSE;
}

static void
on_choose_cb (KpDateRow *self)
{
  if (*gtk_editable_get_text (self->day) == '\0')
    show_day (self);
  take (self);
  finish (self);
}

static void
on_clear_cb (KpDateRow *self)
{
  self->typed = FALSE;
  kp_question_set_value (self->question, NULL);
  finish (self);
}

/* Whoever types and clicks elsewhere has answered. */
static void
on_closed_cb (KpDateRow *self)
{
  if (!self->typed || *gtk_editable_get_text (self->day) == '\0')
    return;

  take (self);
  kp_question_leave (self->question);
}

/* A day that was typed is shown in the calendar. */
static void
on_typed_cb (KpDateRow *self)
{
  g_autofree char *date = kp_typed_parse_date (gtk_editable_get_text (self->day));
  g_autoptr (GTimeZone) local = g_time_zone_new_local ();
  g_autoptr (GDateTime) day = NULL;
  g_autofree char *midnight = NULL;

  self->typed = self->typed || !self->showing;
  if (date == NULL || self->showing)
    return;

  midnight = g_strconcat (date, "T00:00:00", NULL);
  day = g_date_time_new_from_iso8601 (midnight, local);
  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, day);
  self->showing = FALSE;
}

/* The calendar opens at the answer, or else at today. */
static void
on_show_cb (KpDateRow *self)
{
  g_autofree char *date = dup_day (self);
  g_autofree char *text = kp_typed_format_date (date);
  g_autoptr (GDateTime) today = g_date_time_new_now_local ();

  self->showing = TRUE;
  gtk_calendar_select_day (self->calendar, today);
  gtk_editable_set_text (self->day, text);
  if (self->time != NULL)
    gtk_editable_set_text (self->time, get_time (self) != NULL ? get_time (self) : "");
  self->showing = FALSE;
  on_typed_cb (self);
  self->typed = FALSE;
}

static GtkEditable *
make_entry (KpDateRow *self,
            const char *label,
            const char *example)
{
  GtkWidget *entry = gtk_entry_new ();

  gtk_entry_set_placeholder_text (GTK_ENTRY (entry), example);
  gtk_editable_set_width_chars (GTK_EDITABLE (entry), 10);
  gtk_widget_set_hexpand (entry, TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_signal_connect_object (entry, "activate", G_CALLBACK (on_choose_cb), self, G_CONNECT_SWAPPED);

  return GTK_EDITABLE (entry);
}

static GtkWidget *
make_button (KpDateRow *self,
             const char *label,
             GCallback clicked)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  g_signal_connect_object (button, "clicked", clicked, self, G_CONNECT_SWAPPED);

  return button;
}

/* Made when it is opened first: a long form may ask for many days. */
static void
fill_popover (GtkMenuButton *button,
              gpointer user_data)
{
  KpDateRow *self = KP_DATE_ROW (user_data);
  GtkWidget *box = NULL;
  GtkWidget *entries = NULL;
  GtkWidget *buttons = NULL;
  GtkWidget *choose = NULL;

  if (self->popover != NULL)
    return;

  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  entries = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  self->popover = GTK_POPOVER (gtk_popover_new ());
  self->calendar = GTK_CALENDAR (gtk_calendar_new ());
  self->day = make_entry (self, _ ("Date"), _ ("22-11-2026"));
  gtk_box_append (GTK_BOX (entries), GTK_WIDGET (self->day));
  if (kp_question_get_question_type (self->question) == KP_QUESTION_DATE_TIME)
    {
      self->time = make_entry (self, _ ("Time"), _ ("14:30"));
      gtk_box_append (GTK_BOX (entries), GTK_WIDGET (self->time));
    }

  choose = make_button (self, _ ("Choose"), G_CALLBACK (on_choose_cb));
  gtk_widget_add_css_class (choose, "suggested-action");
  gtk_box_set_homogeneous (GTK_BOX (buttons), TRUE);
  gtk_box_append (GTK_BOX (buttons),
                  make_button (self, _ ("No Date"), G_CALLBACK (on_clear_cb)));
  gtk_box_append (GTK_BOX (buttons), choose);
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->calendar));
  gtk_box_append (GTK_BOX (box), entries);
  gtk_box_append (GTK_BOX (box), buttons);
  gtk_popover_set_child (self->popover, box);

  g_signal_connect_object (self->calendar, "day-selected", G_CALLBACK (on_day_selected_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calendar, "notify::month", G_CALLBACK (on_leafed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->calendar, "notify::year", G_CALLBACK (on_leafed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->day, "changed", G_CALLBACK (on_typed_cb), self, G_CONNECT_SWAPPED);
  if (self->time != NULL)
    g_signal_connect_object (self->time, "changed", G_CALLBACK (on_typed_cb), self,
                             G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "show", G_CALLBACK (on_show_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->popover, "closed", G_CALLBACK (on_closed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_menu_button_set_popover (button, GTK_WIDGET (self->popover));
}

static void
kp_date_row_dispose (GObject *object)
{
  g_clear_object (&KP_DATE_ROW (object)->question);

  G_OBJECT_CLASS (kp_date_row_parent_class)->dispose (object);
}

static void
kp_date_row_class_init (KpDateRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_date_row_dispose;
}

static void
kp_date_row_init (KpDateRow *self)
{
}

GtkWidget *
kp_date_row_new (KpQuestion *question)
{
  KpDateRow *self = g_object_new (KP_TYPE_DATE_ROW, NULL);
  GtkWidget *button = gtk_menu_button_new ();
  /* Translators: opens a calendar; the text is a question, such as “Starts on” */
  g_autofree char *name =
    g_strdup_printf (_ ("Choose a Date: %s"), kp_question_get_label (question));

  self->question = g_object_ref (question);
  gtk_menu_button_set_create_popup_func (GTK_MENU_BUTTON (button), fill_popover, self, NULL);
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "x-office-calendar-symbolic");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (button, "flat");
  /* The row opens the calendar too: one stop for the keyboard, as in a list to choose from. */
  gtk_widget_set_can_focus (gtk_widget_get_first_child (button), FALSE);
  gtk_widget_set_tooltip_text (button, name);
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (self), button);
  g_signal_connect_object (question, "notify::value", G_CALLBACK (on_value_cb), self,
                           G_CONNECT_SWAPPED);
  on_value_cb (self);

  return GTK_WIDGET (self);
}
