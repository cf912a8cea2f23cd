/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The first argument of a closure is the template's object or that of a list item.
 */

#include "kp-list-support.h"

#include "kp-status-pill.h"
#include "kp-time-text.h"

static char *
describe_day_cb (gpointer object,
                 gint64 at)
{
  return kp_time_text_day (at, g_get_real_time () / 1000);
}

static char *
choose_tone_cb (gpointer object,
                const char *state,
                const char *number)
{
  if (number == NULL || *number == '\0')
    return g_strdup ("neutral");

  return g_strdup (kp_status_pill_get_tone_of_state (state));
}

static GtkOrientation
choose_orientation_cb (gpointer object,
                       gboolean narrow)
{
  return narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL;
}

static gboolean
make_online_cb (GBinding *binding,
                const GValue *from,
                GValue *to,
                gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_enum (from) != KP_STATUS_OFFLINE);

  return TRUE;
}

static void
on_items_changed_cb (GtkWidget *view,
                     guint position,
                     guint removed,
                     guint added)
{
  GtkAdjustment *adjustment = gtk_scrollable_get_vadjustment (GTK_SCROLLABLE (view));

  if (position > 0 || added == 0 || adjustment == NULL || gtk_adjustment_get_value (adjustment) > 0)
    return;

  if (GTK_IS_COLUMN_VIEW (view))
    gtk_column_view_scroll_to (GTK_COLUMN_VIEW (view), 0, NULL, GTK_LIST_SCROLL_NONE, NULL);
  else
    gtk_list_view_scroll_to (GTK_LIST_VIEW (view), 0, GTK_LIST_SCROLL_NONE, NULL);
}

void
kp_list_support_bind_closures (GtkWidgetClass *widget_class)
{
  gtk_widget_class_bind_template_callback (widget_class, describe_day_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_tone_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_orientation_cb);
}

void
kp_list_support_follow_online (GtkWidget *frame,
                               KpClient *client)
{
  g_return_if_fail (GTK_IS_WIDGET (frame) && KP_IS_CLIENT (client));

  g_object_bind_property_full (kp_client_get_status (client), "state", frame, "online",
                               G_BINDING_SYNC_CREATE, make_online_cb, NULL, NULL, NULL);
  g_object_bind_property (kp_client_get_status (client), "first-load", frame, "arriving",
                          G_BINDING_SYNC_CREATE);
}

void
kp_list_support_stay_on_top (GtkWidget *view)
{
  GtkSelectionModel *model;

  g_return_if_fail (GTK_IS_COLUMN_VIEW (view) || GTK_IS_LIST_VIEW (view));

  model = GTK_IS_COLUMN_VIEW (view) ? gtk_column_view_get_model (GTK_COLUMN_VIEW (view))
                                    : gtk_list_view_get_model (GTK_LIST_VIEW (view));
  g_signal_connect_object (model, "items-changed", G_CALLBACK (on_items_changed_cb), view,
                           G_CONNECT_SWAPPED);
}
