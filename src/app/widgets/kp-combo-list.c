/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * As the list of AdwComboRow, a label and a mark at what is chosen.
 */

#include "kp-combo-list.h"

#define MAX_WIDTH 34 /* characters of a line */

static char *
dup_text (AdwComboRow *row,
          gpointer item)
{
  GtkExpression *expression = adw_combo_row_get_expression (row);
  g_auto (GValue) value = G_VALUE_INIT;

  if (GTK_IS_STRING_OBJECT (item))
    return g_strdup (gtk_string_object_get_string (item));
  if (expression == NULL || !gtk_expression_evaluate (expression, item, &value))
    return g_strdup ("");

  return g_value_dup_string (&value);
}

static void
update_mark (GtkListItem *list_item,
             GParamSpec *pspec,
             AdwComboRow *row)
{
  GtkWidget *box = gtk_list_item_get_child (list_item);
  gboolean chosen = gtk_list_item_get_position (list_item) == adw_combo_row_get_selected (row);

  gtk_widget_set_opacity (gtk_widget_get_last_child (box), chosen ? 1 : 0);
}

static void
on_setup_cb (GtkSignalListItemFactory *factory,
             GtkListItem *list_item,
             AdwComboRow *row)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new (NULL);
  GtkWidget *mark =
    g_object_new (GTK_TYPE_IMAGE, "icon-name", "object-select-symbolic", "accessible-role",
                  GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (label), MAX_WIDTH);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), mark);
  gtk_list_item_set_child (list_item, box);
}

static void
on_bind_cb (GtkSignalListItemFactory *factory,
            GtkListItem *list_item,
            AdwComboRow *row)
{
  GtkWidget *label = gtk_widget_get_first_child (gtk_list_item_get_child (list_item));
  g_autofree char *text = dup_text (row, gtk_list_item_get_item (list_item));

  gtk_label_set_label (GTK_LABEL (label), text);
  gtk_list_item_set_accessible_label (list_item, text);
  g_signal_connect_object (row, "notify::selected", G_CALLBACK (update_mark), list_item,
                           G_CONNECT_SWAPPED);
  update_mark (list_item, NULL, row);
}

static void
on_unbind_cb (GtkSignalListItemFactory *factory,
              GtkListItem *list_item,
              AdwComboRow *row)
{
  g_signal_handlers_disconnect_by_func (row, update_mark, list_item);
}

void
kp_combo_list_wrap (AdwComboRow *row)
{
  g_autoptr (GtkListItemFactory) factory = gtk_signal_list_item_factory_new ();

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_setup_cb), row, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "bind", G_CALLBACK (on_bind_cb), row, G_CONNECT_DEFAULT);
  g_signal_connect_object (factory, "unbind", G_CALLBACK (on_unbind_cb), row, G_CONNECT_DEFAULT);
  adw_combo_row_set_list_factory (row, factory);
}
