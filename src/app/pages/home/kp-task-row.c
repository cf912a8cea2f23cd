/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Follows its task.
 */

#include "kp-task-row.h"

#include "kp-task-text.h"
#include "kp-time-text.h"

struct _KpTaskRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;        /* (template child) */
  GtkLabel *since_label; /* (template child) */
  KpTask *task;          /* (owned) */
  gint64 now;            /* UTC milliseconds */
};

G_DEFINE_FINAL_TYPE (KpTaskRow, kp_task_row, ADW_TYPE_ACTION_ROW)

/* Returns: (transfer full): organisation and number, as far as there are any */
static char *
dup_subtitle (KpTask *task)
{
  const char *organisation = kp_task_get_org_name (task);
  const char *number = kp_task_get_number (task);

  if (organisation == NULL || *organisation == '\0')
    return g_strdup (number != NULL ? number : "");
  if (number == NULL || *number == '\0')
    return g_strdup (organisation);

  return g_strdup_printf ("%s · %s", organisation, number);
}

static void
update (KpTaskRow *self)
{
  const char *kind = kp_task_get_kind (self->task);
  g_autofree char *title = kp_task_text_title (kind, kp_task_get_title (self->task));
  g_autofree char *subtitle = dup_subtitle (self->task);
  g_autofree char *since = kp_time_text_day (kp_task_get_since (self->task), self->now);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon, kp_task_text_icon (kind));
  gtk_label_set_label (self->since_label, since);
}

static void
kp_task_row_activate (AdwActionRow *row)
{
  kp_task_open (GTK_WIDGET (row), KP_TASK_ROW (row)->task);
}

static void
kp_task_row_dispose (GObject *object)
{
  KpTaskRow *self = KP_TASK_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_TASK_ROW);
  if (self->task != NULL)
    g_signal_handlers_disconnect_by_data (self->task, self);
  g_clear_object (&self->task);

  G_OBJECT_CLASS (kp_task_row_parent_class)->dispose (object);
}

static void
kp_task_row_class_init (KpTaskRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_task_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = kp_task_row_activate;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-task-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpTaskRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpTaskRow, since_label);
}

static void
kp_task_row_init (KpTaskRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_task_row_new (KpTask *task,
                 gint64 now)
{
  KpTaskRow *self = g_object_new (KP_TYPE_TASK_ROW, NULL);

  self->task = g_object_ref (task);
  self->now = now;
  g_signal_connect_object (task, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

KpTask *
kp_task_row_get_task (KpTaskRow *self)
{
  g_return_val_if_fail (KP_IS_TASK_ROW (self), NULL);

  return self->task;
}
