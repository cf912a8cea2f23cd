/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows are tried one after the other; GTK tries the next one only.
 */

#include "kp-question-group.h"

struct _KpQuestionGroup
{
  AdwPreferencesGroup parent_instance;
};

G_DEFINE_FINAL_TYPE (KpQuestionGroup, kp_question_group, ADW_TYPE_PREFERENCES_GROUP)

static GtkWidget *
find_list (GtkWidget *widget)
{
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      GtkWidget *list = GTK_IS_LIST_BOX (child) ? child : find_list (child);

      if (list != NULL)
        return list;
    }

  return NULL;
}

static gboolean
kp_question_group_focus (GtkWidget *widget,
                         GtkDirectionType direction)
{
  GtkWidget *list = find_list (widget);
  gboolean forward = direction == GTK_DIR_TAB_FORWARD;
  GtkWidget *row = NULL;

  if (list == NULL || (!forward && direction != GTK_DIR_TAB_BACKWARD))
    return GTK_WIDGET_CLASS (kp_question_group_parent_class)->focus (widget, direction);

  /* From the row that has the keyboard, which may hold more than one field, or into the group. */
  row = gtk_widget_get_focus_child (list);
  if (row == NULL)
    row = forward ? gtk_widget_get_first_child (list) : gtk_widget_get_last_child (list);
  while (row != NULL)
    {
      if (gtk_widget_get_mapped (row) && gtk_widget_child_focus (row, direction))
        return TRUE;
      row = forward ? gtk_widget_get_next_sibling (row) : gtk_widget_get_prev_sibling (row);
    }

  return FALSE;
}

static void
kp_question_group_class_init (KpQuestionGroupClass *klass)
{
  GTK_WIDGET_CLASS (klass)->focus = kp_question_group_focus;
}

static void
kp_question_group_init (KpQuestionGroup *self)
{
}

GtkWidget *
kp_question_group_new (void)
{
  return g_object_new (KP_TYPE_QUESTION_GROUP, NULL);
}
