/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drawn by snapshot in the colours of the theme; nothing is cached but the numbers.
 */

#include "kp-month-chart.h"

#include <glib/gi18n.h>

struct _KpMonthChart
{
  GtkWidget parent_instance;

  guint open[KP_MONTH_CHART_MONTHS]; /* oldest first */
  guint completed[KP_MONTH_CHART_MONTHS];
  int year;  /* of the last month */
  int month; /* the last month, 1 to 12; 0 = no numbers yet */
};

G_DEFINE_FINAL_TYPE (KpMonthChart, kp_month_chart, GTK_TYPE_WIDGET)

#define HEIGHT 160
#define MIN_COLUMN 44 /* narrower and the names of the months touch */
#define MAX_SHOWN 12
#define MIN_SHOWN 3
#define LABEL_HEIGHT 20
#define MAX_BAR 26

/* Returns: (transfer full): the first day of the month at @index */
static GDateTime *
dup_month (KpMonthChart *self,
           guint index)
{
  g_autoptr (GDateTime) last = g_date_time_new_local (self->year, self->month, 1, 0, 0, 0);

  return g_date_time_add_months (last, (int) index - (KP_MONTH_CHART_MONTHS - 1));
}

static guint
count_made (KpMonthChart *self,
            guint index)
{
  return self->open[index] + self->completed[index];
}

static guint
count_shown (int width)
{
  return (guint) CLAMP (width / MIN_COLUMN, MIN_SHOWN, MAX_SHOWN);
}

static void
draw_text (KpMonthChart *self,
           GtkSnapshot *snapshot,
           const char *text,
           float center,
           float top,
           const GdkRGBA *color)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), text);
  PangoAttrList *attributes = pango_attr_list_new ();
  int width;

  pango_attr_list_insert (attributes, pango_attr_scale_new (0.82));
  pango_layout_set_attributes (layout, attributes);
  pango_attr_list_unref (attributes);
  pango_layout_get_pixel_size (layout, &width, NULL);

  gtk_snapshot_save (snapshot);
  gtk_snapshot_translate (snapshot, &GRAPHENE_POINT_INIT (center - (float) width / 2, top));
  gtk_snapshot_append_layout (snapshot, layout, color);
  gtk_snapshot_restore (snapshot);
}

/* What is completed below, in the tint of the accent colour; what is open on top, in full. */
static void
draw_bar (KpMonthChart *self,
          GtkSnapshot *snapshot,
          guint index,
          const graphene_rect_t *bar)
{
  AdwStyleManager *style = adw_style_manager_get_default ();
  g_autoptr (GdkRGBA) accent = adw_style_manager_get_accent_color_rgba (style);
  const graphene_size_t round = GRAPHENE_SIZE_INIT (4, 4);
  const graphene_size_t square = GRAPHENE_SIZE_INIT (0, 0);
  float open =
    bar->size.height * (float) self->open[index] / (float) count_made (self, index);
  GskRoundedRect shape;

  gsk_rounded_rect_init (&shape, bar, &round, &round, &square, &square);
  gtk_snapshot_push_rounded_clip (snapshot, &shape);
  gtk_snapshot_append_color (
    snapshot, accent, &GRAPHENE_RECT_INIT (bar->origin.x, bar->origin.y, bar->size.width, open));
  accent->alpha = 0.38f;
  gtk_snapshot_append_color (snapshot, accent,
                             &GRAPHENE_RECT_INIT (bar->origin.x, bar->origin.y + open,
                                                  bar->size.width, bar->size.height - open));
  gtk_snapshot_pop (snapshot);
}

static void
draw_month (KpMonthChart *self,
            GtkSnapshot *snapshot,
            guint index,
            const graphene_rect_t *column,
            guint most)
{
  g_autoptr (GDateTime) month = dup_month (self, index);
  g_autofree char *name = g_date_time_format (month, "%b");
  g_autofree char *number = g_strdup_printf ("%u", count_made (self, index));
  float width = MIN (column->size.width * 0.6f, MAX_BAR);
  float center = column->origin.x + column->size.width / 2;
  float bottom = column->origin.y + column->size.height - LABEL_HEIGHT;
  float room = column->size.height - 2 * LABEL_HEIGHT;
  float height = most > 0 ? room * (float) count_made (self, index) / (float) most : 0;
  GdkRGBA text;
  GdkRGBA faint;

  gtk_widget_get_color (GTK_WIDGET (self), &text);
  faint = text;
  faint.alpha *= 0.7f;

  if (count_made (self, index) > 0)
    draw_bar (self, snapshot, index,
              &GRAPHENE_RECT_INIT (center - width / 2, bottom - height, width, height));
  draw_text (self, snapshot, number, center, bottom - height - LABEL_HEIGHT + 2, &text);
  draw_text (self, snapshot, name, center, bottom + 4, &faint);
}

static void
kp_month_chart_snapshot (GtkWidget *widget,
                         GtkSnapshot *snapshot)
{
  KpMonthChart *self = KP_MONTH_CHART (widget);
  int width = gtk_widget_get_width (widget);
  guint n_shown = count_shown (width);
  float step = (float) width / (float) n_shown;
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  guint most = 0;
  GdkRGBA line;

  if (self->month == 0)
    return;

  for (guint i = KP_MONTH_CHART_MONTHS - n_shown; i < KP_MONTH_CHART_MONTHS; i++)
    most = MAX (most, count_made (self, i));

  for (guint i = 0; i < n_shown; i++)
    {
      guint place = mirrored ? n_shown - 1 - i : i;

      draw_month (self, snapshot, KP_MONTH_CHART_MONTHS - n_shown + i,
                  &GRAPHENE_RECT_INIT ((float) place * step, 0, step, HEIGHT), most);
    }

  gtk_widget_get_color (widget, &line);
  line.alpha *= 0.15f;
  gtk_snapshot_append_color (snapshot, &line,
                             &GRAPHENE_RECT_INIT (0, HEIGHT - LABEL_HEIGHT, (float) width, 1));
}

static void
kp_month_chart_measure (GtkWidget *widget,
                        GtkOrientation orientation,
                        int for_size,
                        int *minimum,
                        int *natural,
                        int *minimum_baseline,
                        int *natural_baseline)
{
  gboolean horizontal = orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = horizontal ? MIN_SHOWN * MIN_COLUMN : HEIGHT;
  *natural = horizontal ? MAX_SHOWN * MIN_COLUMN : HEIGHT;
}

/* The numbers as a table, the newest month on top. */

static void
on_cell_setup_cb (GtkSignalListItemFactory *factory,
                  GtkColumnViewCell *cell)
{
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "numeric");
  gtk_column_view_cell_set_child (cell, label);
}

static void
on_cell_bind_cb (GtkSignalListItemFactory *factory,
                 GtkColumnViewCell *cell,
                 GtkStringList *texts)
{
  guint position = gtk_column_view_cell_get_position (cell);

  gtk_label_set_label (GTK_LABEL (gtk_column_view_cell_get_child (cell)),
                       gtk_string_list_get_string (texts, position));
}

static void
on_texts_unused_cb (gpointer texts,
                    GClosure *closure)
{
  g_object_unref (texts);
}

static void
add_column (GtkColumnView *table,
            const char *title,
            GtkStringList *texts)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  g_autoptr (GtkColumnViewColumn) column = gtk_column_view_column_new (title, factory);

  g_signal_connect_object (factory, "setup", G_CALLBACK (on_cell_setup_cb), table,
                           G_CONNECT_DEFAULT);
  g_signal_connect_data (factory, "bind", G_CALLBACK (on_cell_bind_cb), g_object_ref (texts),
                         on_texts_unused_cb, G_CONNECT_DEFAULT);
  gtk_column_view_column_set_expand (column, TRUE);
  gtk_column_view_append_column (table, column);
}

static void
take_number (GtkStringList *texts,
             guint number)
{
  gtk_string_list_take (texts, g_strdup_printf ("%u", number));
}

/* Returns: (transfer floating): a GtkColumnView */
static GtkWidget *
make_table (KpMonthChart *self)
{
  GtkWidget *table = gtk_column_view_new (NULL);
  g_autoptr (GtkStringList) months = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) open = gtk_string_list_new (NULL);
  g_autoptr (GtkStringList) completed = gtk_string_list_new (NULL);
  g_autoptr (GtkSelectionModel) rows = NULL;

  for (guint i = KP_MONTH_CHART_MONTHS; self->month != 0 && i > 0; i--)
    {
      g_autoptr (GDateTime) month = dup_month (self, i - 1);

      gtk_string_list_take (months, g_date_time_format (month, "%B %Y"));
      take_number (open, self->open[i - 1]);
      take_number (completed, self->completed[i - 1]);
    }

  rows = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (months))));
  gtk_column_view_set_model (GTK_COLUMN_VIEW (table), rows);
  add_column (GTK_COLUMN_VIEW (table), _ ("Month"), months);
  add_column (GTK_COLUMN_VIEW (table), _ ("Open"), open);
  add_column (GTK_COLUMN_VIEW (table), _ ("Completed"), completed);
  gtk_widget_add_css_class (table, "kp-list");
  gtk_accessible_update_property (GTK_ACCESSIBLE (table), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Requests per month"), -1);

  return table;
}

static void
activate_numbers (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *table = make_table (KP_MONTH_CHART (widget));

  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), table);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_title (dialog, _ ("Requests per month"));
  adw_dialog_set_content_width (dialog, 480);
  adw_dialog_set_content_height (dialog, 560);
  adw_dialog_set_child (dialog, view);
  adw_dialog_set_focus (dialog, table);
  adw_dialog_present (dialog, widget);
}

static void
on_clicked_cb (GtkGestureClick *gesture,
               int n_press,
               double x,
               double y,
               KpMonthChart *self)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  gtk_widget_activate_action (GTK_WIDGET (self), "chart.numbers", NULL);
}

static void
kp_month_chart_class_init (KpMonthChartClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->snapshot = kp_month_chart_snapshot;
  widget_class->measure = kp_month_chart_measure;

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name (widget_class, "monthchart");
  gtk_widget_class_install_action (widget_class, "chart.numbers", NULL, activate_numbers);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, 0, "chart.numbers", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_KP_Enter, 0, "chart.numbers", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_space, 0, "chart.numbers", NULL);
}

static void
kp_month_chart_init (KpMonthChart *self)
{
  GtkGesture *gesture = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (gesture));
  g_signal_connect_object (gesture, "released", G_CALLBACK (on_clicked_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (adw_style_manager_get_default (), "notify",
                           G_CALLBACK (gtk_widget_queue_draw), self, G_CONNECT_SWAPPED);
}

void
kp_month_chart_set_numbers (KpMonthChart *self,
                            const guint *open,
                            const guint *completed,
                            int year,
                            int month)
{
  g_autofree char *text = NULL;

  g_return_if_fail (KP_IS_MONTH_CHART (self));

  memcpy (self->open, open, sizeof self->open);
  memcpy (self->completed, completed, sizeof self->completed);
  self->year = year;
  self->month = month;
  text = kp_month_chart_dup_text (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), _ ("Show the numbers"));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

char *
kp_month_chart_dup_text (KpMonthChart *self)
{
  g_autoptr (GString) text = NULL;

  g_return_val_if_fail (KP_IS_MONTH_CHART (self), NULL);

  text = g_string_new (_ ("Requests per month"));
  for (guint i = 0; self->month != 0 && i < KP_MONTH_CHART_MONTHS; i++)
    {
      g_autoptr (GDateTime) month = dup_month (self, i);
      g_autofree char *name = g_date_time_format (month, "%B");

      g_string_append (text, i == 0 ? ": " : ", ");
      /* Translators: a month, how many requests were made in it, how many of those are open */
      if (self->open[i] > 0)
        g_string_append_printf (text, _ ("%s %u (%u open)"), name, count_made (self, i),
                                self->open[i]);
      else
        g_string_append_printf (text, "%s %u", name, count_made (self, i));
    }

  return g_string_free_and_steal (g_steal_pointer (&text));
}
