/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The calendar holds the day; the row below it says it in words, with the weekday.
 */

#include "kp-plan-dialog.h"

#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpPlanDialog
{
  AdwDialog parent_instance;

  GtkCalendar *calendar;           /* (template child) */
  AdwActionRow *day_row;           /* (template child) */
  GtkEditable *engineer;           /* (template child) */
  GtkMenuButton *employees_button; /* (template child) */
  AdwBanner *overtaken;            /* (template child) */
  KpQueryModel *employees;         /* (owned): of KpChoice */
  KpWorkOrder *order;              /* (owned) */
  char *was_on;                    /* (owned) (nullable): planned for, when the dialog opened */
  char *was_by;                    /* (owned) (nullable): likewise, by whom */
};

enum
{
  SIGNAL_PLANNED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpPlanDialog, kp_plan_dialog, ADW_TYPE_DIALOG)

/* Returns: (transfer full): YYYY-MM-DD */
static char *
dup_day (KpPlanDialog *self)
{
  g_autoptr (GDateTime) date = gtk_calendar_get_date (self->calendar);

  return g_date_time_format (date, "%Y-%m-%d");
}

static void
on_day_changed_cb (KpPlanDialog *self)
{
  g_autofree char *day = dup_day (self);
  g_autofree char *words = kp_time_text_date (day);

  adw_action_row_set_subtitle (self->day_row, words);
}

static void
activate_go (GtkWidget *widget,
             const char *action_name,
             GVariant *parameter)
{
  KpPlanDialog *self = KP_PLAN_DIALOG (widget);
  g_autofree char *day = dup_day (self);
  g_autofree char *engineer = g_strstrip (g_strdup (gtk_editable_get_text (self->engineer)));

  g_signal_emit (self, signals[SIGNAL_PLANNED], 0, day, engineer);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
activate_by (GtkWidget *widget,
             const char *action_name,
             GVariant *parameter)
{
  KpPlanDialog *self = KP_PLAN_DIALOG (widget);

  gtk_editable_set_text (self->engineer, g_variant_get_string (parameter, NULL));
  gtk_widget_grab_focus (GTK_WIDGET (self->engineer));
}

/* A menu takes what follows an underscore for a key. */
static char *
escape_label (const char *name)
{
  g_auto (GStrv) parts = g_strsplit (name, "_", -1);

  return g_strjoinv ("__", parts);
}

static void
fill_employees (KpPlanDialog *self)
{
  GListModel *employees = G_LIST_MODEL (self->employees);
  guint n_items = g_list_model_get_n_items (employees);
  g_autoptr (GMenu) menu = g_menu_new ();

  for (guint i = 0; i < n_items; i++)
    {
      g_autoptr (KpChoice) employee = g_list_model_get_item (employees, i);
      const char *name = kp_choice_get_name (employee);
      g_autofree char *label = NULL;
      g_autoptr (GMenuItem) item = NULL;

      if (name == NULL)
        continue;

      label = escape_label (name);
      item = g_menu_item_new (label, NULL);
      g_menu_item_set_action_and_target (item, "plan.by", "s", name);
      g_menu_append_item (menu, item);
    }
  gtk_menu_button_set_menu_model (self->employees_button, G_MENU_MODEL (menu));
  gtk_widget_set_visible (GTK_WIDGET (self->employees_button), n_items > 0);
}

static void
kp_plan_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_PLAN_DIALOG);
  g_clear_object (&KP_PLAN_DIALOG (object)->order);
  g_clear_object (&KP_PLAN_DIALOG (object)->employees);

  G_OBJECT_CLASS (kp_plan_dialog_parent_class)->dispose (object);
}

static void
kp_plan_dialog_finalize (GObject *object)
{
  KpPlanDialog *self = KP_PLAN_DIALOG (object);

  g_free (self->was_on);
  g_free (self->was_by);

  G_OBJECT_CLASS (kp_plan_dialog_parent_class)->finalize (object);
}

static void
kp_plan_dialog_class_init (KpPlanDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_plan_dialog_dispose;
  G_OBJECT_CLASS (klass)->finalize = kp_plan_dialog_finalize;

  signals[SIGNAL_PLANNED] = g_signal_new ("planned", KP_TYPE_PLAN_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_STRING,
                                          G_TYPE_STRING);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-plan-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpPlanDialog, calendar);
  gtk_widget_class_bind_template_child (widget_class, KpPlanDialog, day_row);
  gtk_widget_class_bind_template_child (widget_class, KpPlanDialog, engineer);
  gtk_widget_class_bind_template_child (widget_class, KpPlanDialog, employees_button);
  gtk_widget_class_bind_template_child (widget_class, KpPlanDialog, overtaken);
  gtk_widget_class_bind_template_callback (widget_class, on_day_changed_cb);
  gtk_widget_class_install_action (widget_class, "plan.go", NULL, activate_go);
  gtk_widget_class_install_action (widget_class, "plan.by", "s", activate_by);
}

static void
kp_plan_dialog_init (KpPlanDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* Returns: (transfer full): the day in @date, tomorrow if it is none */
static GDateTime *
read_day (const char *date)
{
  g_autofree char *noon = g_strconcat (date != NULL ? date : "", "T12:00:00", NULL);
  g_autoptr (GTimeZone) here = g_time_zone_new_local ();
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  GDateTime *day = g_date_time_new_from_iso8601 (noon, here);

  return day != NULL ? day : g_date_time_add_days (now, 1);
}

AdwDialog *
kp_plan_dialog_new (KpClient *client,
                    KpWorkOrder *order)
{
  KpPlanDialog *self;
  g_autoptr (GDateTime) day = NULL;
  const char *engineer;

  g_return_val_if_fail (KP_IS_CLIENT (client) && KP_IS_WORK_ORDER (order), NULL);

  self = g_object_new (KP_TYPE_PLAN_DIALOG, NULL);
  self->order = g_object_ref (order);
  self->was_on = g_strdup (kp_work_order_get_planned_on (order));
  self->was_by = g_strdup (kp_work_order_get_engineer (order));
  day = read_day (kp_work_order_get_planned_on (order));
  engineer = kp_work_order_get_engineer (order);
  gtk_calendar_select_day (self->calendar, day);
  gtk_editable_set_text (self->engineer, engineer != NULL ? engineer : "");
  on_day_changed_cb (self);
  self->employees = kp_client_list_employees (client);
  g_signal_connect_object (self->employees, "items-changed", G_CALLBACK (fill_employees), self,
                           G_CONNECT_SWAPPED);
  fill_employees (self);

  return ADW_DIALOG (self);
}

void
kp_plan_dialog_follow (KpPlanDialog *self,
                       gboolean possible)
{
  const char *on;
  const char *by;
  g_autofree char *day = NULL;
  g_autofree char *text = NULL;

  g_return_if_fail (KP_IS_PLAN_DIALOG (self));

  on = kp_work_order_get_planned_on (self->order);
  by = kp_work_order_get_engineer (self->order);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "plan.go", possible);
  if (possible && g_strcmp0 (on, self->was_on) == 0 && g_strcmp0 (by, self->was_by) == 0)
    return;

  if (!possible)
    text = g_strdup (_ ("A colleague was first: this work can no longer be planned."));
  else
    {
      day = kp_time_text_date (on);
      text = g_strdup_printf (_ ("A colleague planned this in the meantime: %s, %s. Planning it "
                                 "again replaces that."),
                              day, by != NULL && *by != '\0' ? by : _ ("nobody yet"));
    }
  if (adw_banner_get_revealed (self->overtaken) &&
      g_str_equal (adw_banner_get_title (self->overtaken), text))
    return;

  adw_banner_set_title (self->overtaken, text);
  adw_banner_set_revealed (self->overtaken, TRUE);
  gtk_accessible_announce (GTK_ACCESSIBLE (self), text,
                           GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_MEDIUM);
}
