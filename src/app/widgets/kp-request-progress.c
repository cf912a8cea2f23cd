/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rebuilt whenever the list of steps changes: a handful of labels, and no state of their own.
 */

#include "kp-request-progress.h"

#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpRequestProgress
{
  AdwBin parent_instance;

  GtkBox *list;        /* (unowned): the child */
  KpQueryModel *steps; /* (owned) (nullable) */
};

G_DEFINE_FINAL_TYPE (KpRequestProgress, kp_request_progress, ADW_TYPE_BIN)

static gboolean
is_known (const char *text)
{
  return text != NULL && *text != '\0';
}

static void
add_line (GtkWidget *lines,
          const char *text,
          const char *style)
{
  GtkWidget *label = NULL;

  if (!is_known (text))
    return;

  label = gtk_label_new (text);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_add_css_class (label, style);
  if (g_str_equal (style, "caption"))
    gtk_widget_add_css_class (label, "dimmed");
  gtk_box_append (GTK_BOX (lines), label);
}

static GtkWidget *
make_marker (const char *phase,
             gboolean last)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);
  GtkWidget *dot = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *line = NULL;

  gtk_widget_add_css_class (dot, "kp-dot");
  gtk_widget_add_css_class (dot, phase);
  gtk_widget_set_halign (dot, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request (box, 14, -1);
  gtk_widget_set_margin_top (box, 4);
  gtk_box_append (GTK_BOX (box), dot);
  if (last)
    return box;

  line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (line, "kp-line");
  gtk_widget_add_css_class (line, phase);
  gtk_widget_set_halign (line, GTK_ALIGN_CENTER);
  gtk_widget_set_vexpand (line, TRUE);
  gtk_box_append (GTK_BOX (box), line);

  return box;
}

/* Returns: (transfer full): such as "Today, 11:20 · Eva" */
static char *
describe_moment (KpStep *step)
{
  g_autofree char *moment = kp_time_text_moment (kp_step_get_at (step), g_get_real_time () / 1000);

  if (!is_known (kp_step_get_by (step)))
    return g_steal_pointer (&moment);

  return g_strdup_printf ("%s · %s", moment, kp_step_get_by (step));
}

/* Returns: (transfer full) (nullable): such as "For Tuesday 1 December 2026, by Piet" */
static char *
describe_plan (KpStep *step)
{
  const char *engineer = kp_step_get_engineer (step);
  g_autofree char *day = NULL;

  if (!is_known (kp_step_get_planned_on (step)))
    return NULL;

  day = kp_time_text_date (kp_step_get_planned_on (step));
  if (!is_known (engineer))
    /* Translators: the day that work is planned for */
    return g_strdup_printf (_ ("For %s"), day);

  /* Translators: the day that work is planned for, and who comes */
  return g_strdup_printf (_ ("For %s, by %s"), day, engineer);
}

static void
add_step (KpRequestProgress *self,
          KpStep *step)
{
  const char *phase = kp_step_get_phase (step);
  gboolean last = g_strcmp0 (phase, "done") != 0;
  GtkWidget *row = g_object_new (GTK_TYPE_BOX, "spacing", 12,
                                 "accessible-role", GTK_ACCESSIBLE_ROLE_LIST_ITEM, NULL);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *moment = describe_moment (step);
  g_autofree char *plan = describe_plan (step);
  g_autofree char *name = g_strdup_printf (last ? _ ("%s, %s, now") : _ ("%s, %s, done"),
                                           kp_step_get_name (step), moment);

  gtk_widget_set_margin_bottom (lines, 12);
  gtk_widget_set_hexpand (lines, TRUE);
  add_line (lines, kp_step_get_name (step), last ? "heading" : "body");
  add_line (lines, moment, "caption");
  add_line (lines, plan, "caption");
  add_line (lines, kp_step_get_text (step), "body");
  gtk_box_append (GTK_BOX (row), make_marker (phase != NULL ? phase : "done", last));
  gtk_box_append (GTK_BOX (row), lines);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_box_append (self->list, row);
}

static void
show_steps (KpRequestProgress *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_box_remove (self->list, child);

  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->steps)); i++)
    {
      g_autoptr (KpStep) step = g_list_model_get_item (G_LIST_MODEL (self->steps), i);

      if (kp_record_get_ready (KP_RECORD (step)))
        add_step (self, step);
    }
}

static void
let_go (KpRequestProgress *self)
{
  if (self->steps != NULL)
    g_signal_handlers_disconnect_by_func (self->steps, show_steps, self);
  g_clear_object (&self->steps);
}

static void
kp_request_progress_dispose (GObject *object)
{
  let_go (KP_REQUEST_PROGRESS (object));

  G_OBJECT_CLASS (kp_request_progress_parent_class)->dispose (object);
}

static void
kp_request_progress_class_init (KpRequestProgressClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = kp_request_progress_dispose;
}

static void
kp_request_progress_init (KpRequestProgress *self)
{
  self->list = g_object_new (GTK_TYPE_BOX, "orientation", GTK_ORIENTATION_VERTICAL,
                             "accessible-role", GTK_ACCESSIBLE_ROLE_LIST, NULL);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Progress"), -1);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->list));
}

void
kp_request_progress_set_request (KpRequestProgress *self,
                                 KpClient *client,
                                 const char *request_id)
{
  g_return_if_fail (KP_IS_REQUEST_PROGRESS (self));

  let_go (self);
  if (request_id == NULL)
    return;

  self->steps = kp_client_list_steps (client, request_id);
  g_signal_connect_object (self->steps, "items-changed", G_CALLBACK (show_steps), self,
                           G_CONNECT_SWAPPED);
  show_steps (self);
}
