/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands there depends on where the form came from and what is asked.
 */

#include "kp-form-intro.h"

#include <glib/gi18n.h>

static GtkWidget *
make_dimmed (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "dimmed");

  return label;
}

static GtkWidget *
make_intro (KpRequestForm *form,
            KpFormStep *step)
{
  const char *help = kp_form_step_get_help (step);
  g_autoptr (GStrvBuilder) lines = g_strv_builder_new ();
  g_auto (GStrv) texts = NULL;
  g_autofree char *text = NULL;
  GtkWidget *label = NULL;

  if (kp_request_form_get_repeated (form))
    g_strv_builder_add (lines, _ ("These are the answers of the earlier request. See whether they "
                                  "still fit."));
  if (kp_request_form_get_renewed (form))
    g_strv_builder_add (lines, kp_request_form_get_repeated (form)
                                 ? _ ("The office changed this form since. Questions that are not "
                                      "the same are marked “changed”.")
                                 : _ ("The office changed this form since you kept the draft. "
                                      "Questions that are not the same are marked “changed”."));
  if (help != NULL && *help != '\0')
    g_strv_builder_add (lines, help);
  texts = g_strv_builder_end (lines);
  text = g_strjoinv ("\n", texts);

  label = make_dimmed (text);
  gtk_widget_set_visible (label, *text != '\0');

  return label;
}

static void
on_required_cb (KpQuestion *question,
                GParamSpec *pspec,
                GtkWidget *legend)
{
  if (kp_question_get_required (question))
    gtk_widget_set_visible (legend, TRUE);
}

/* Says what the stars mean, once there is one: an answer may make another one required. */
static GtkWidget *
make_legend (KpFormStep *step)
{
  GListModel *questions = kp_form_step_get_questions (step);
  GtkWidget *legend = make_dimmed (_ ("Fields marked with * are required."));

  gtk_widget_set_visible (legend, FALSE);
  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      g_signal_connect_object (question, "notify::required", G_CALLBACK (on_required_cb), legend,
                               G_CONNECT_DEFAULT);
      on_required_cb (question, NULL, legend);
    }

  return legend;
}

GtkWidget *
kp_form_intro_new (KpRequestForm *form,
                   KpFormStep *step)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_box_append (GTK_BOX (box), make_intro (form, step));
  gtk_box_append (GTK_BOX (box), make_legend (step));

  return box;
}
