/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Follows the change: icon and word from its state, menu from what is possible then.
 */

#include "kp-change-row.h"

#include "kp-change-text.h"
#include "kp-page.h"
#include "kp-sync-mark.h"

#include <glib/gi18n.h>

struct _KpChangeRow
{
  AdwActionRow parent_instance;

  GtkImage *icon;           /* (template child) */
  GtkLabel *state_label;    /* (template child) */
  GtkWidget *decide_button; /* (template child): in the place of the state */
  GtkWidget *menu_button;   /* (template child) */
  KpChange *change;         /* (owned) */
  KpClient *client;         /* (owned) */
  gint64 now;               /* UTC milliseconds */
};

typedef enum
{
  SIGNAL_DROP,
  SIGNAL_DECIDE
} KpChangeRowSignal;

static guint signals[SIGNAL_DECIDE + 1];

G_DEFINE_FINAL_TYPE (KpChangeRow, kp_change_row, ADW_TYPE_ACTION_ROW)

static gboolean
is_about_user (KpChange *change)
{
  return g_strcmp0 (kp_change_get_kind (change), "user.update") == 0;
}

static void
update_actions (KpChangeRow *self)
{
  KpSyncState sync = kp_change_get_sync (self->change);
  const char *text = kp_change_get_text (self->change);
  const char *draft = kp_change_get_draft_id (self->change);
  gboolean waits = sync == KP_SYNC_QUEUED || sync == KP_SYNC_NEEDS_YOU;

  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (self), sync == KP_SYNC_NEEDS_YOU);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "change.decide", sync == KP_SYNC_NEEDS_YOU);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "change.drop", waits);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "change.copy",
                                 text != NULL && *text != '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "change.edit",
                                 sync == KP_SYNC_NEEDS_YOU &&
                                   (draft != NULL || is_about_user (self->change)));
}

static void
update (KpChangeRow *self)
{
  KpSyncState sync = kp_change_get_sync (self->change);
  g_autofree char *title = kp_change_text_title (kp_change_get_kind (self->change),
                                                 kp_change_get_subject_title (self->change),
                                                 kp_change_get_subject_number (self->change));
  g_autofree char *subtitle = kp_change_text_subtitle (self->change, self->now);
  g_autofree char *name = g_strdup_printf (_ ("Actions for %s"), title);

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle);
  gtk_image_set_from_icon_name (self->icon, kp_sync_mark_get_icon (sync));
  if (sync == KP_SYNC_NEEDS_YOU)
    gtk_widget_add_css_class (GTK_WIDGET (self->icon), "warning");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self->icon), "warning");
  gtk_label_set_label (self->state_label, kp_sync_mark_get_word (sync));
  gtk_widget_set_visible (GTK_WIDGET (self->state_label), sync != KP_SYNC_NEEDS_YOU);
  gtk_widget_set_visible (self->decide_button, sync == KP_SYNC_NEEDS_YOU);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->menu_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  update_actions (self);
}

static void
close_dialog (KpChangeRow *self)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_DIALOG);

  if (dialog != NULL)
    adw_dialog_close (ADW_DIALOG (dialog));
}

static void
activate_show (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpChangeRow *self = KP_CHANGE_ROW (widget);

  kp_change_row_show_subject (widget, self->client, self->change);
  close_dialog (self);
}

static void
activate_edit (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpChangeRow *self = KP_CHANGE_ROW (widget);

  if (is_about_user (self->change))
    kp_page_show (widget, "administration", "details", "");
  else
    kp_page_show (widget, "requests", "drafts", kp_change_get_draft_id (self->change));
  close_dialog (self);
}

static void
activate_copy (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpChangeRow *self = KP_CHANGE_ROW (widget);

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), kp_change_get_text (self->change));
  kp_page_say (widget, _ ("Copied"));
}

static void
activate_decide (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DECIDE], 0);
}

static void
kp_change_row_activate (AdwActionRow *row)
{
  if (kp_change_get_sync (KP_CHANGE_ROW (row)->change) == KP_SYNC_NEEDS_YOU)
    g_signal_emit (row, signals[SIGNAL_DECIDE], 0);
}

static void
activate_drop (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DROP], 0);
}

static void
kp_change_row_dispose (GObject *object)
{
  KpChangeRow *self = KP_CHANGE_ROW (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_CHANGE_ROW);
  if (self->change != NULL)
    g_signal_handlers_disconnect_by_data (self->change, self);
  g_clear_object (&self->change);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_change_row_parent_class)->dispose (object);
}

static void
kp_change_row_class_init (KpChangeRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_change_row_dispose;
  ADW_ACTION_ROW_CLASS (klass)->activate = kp_change_row_activate;

  signals[SIGNAL_DROP] = g_signal_new ("drop", KP_TYPE_CHANGE_ROW, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DECIDE] = g_signal_new ("decide", KP_TYPE_CHANGE_ROW, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-change-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpChangeRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpChangeRow, state_label);
  gtk_widget_class_bind_template_child (widget_class, KpChangeRow, decide_button);
  gtk_widget_class_bind_template_child (widget_class, KpChangeRow, menu_button);

  gtk_widget_class_install_action (widget_class, "change.decide", NULL, activate_decide);
  gtk_widget_class_install_action (widget_class, "change.show", NULL, activate_show);
  gtk_widget_class_install_action (widget_class, "change.edit", NULL, activate_edit);
  gtk_widget_class_install_action (widget_class, "change.copy", NULL, activate_copy);
  gtk_widget_class_install_action (widget_class, "change.drop", NULL, activate_drop);
}

static void
kp_change_row_init (KpChangeRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_change_row_new (KpClient *client,
                   KpChange *change,
                   gint64 now)
{
  KpChangeRow *self = g_object_new (KP_TYPE_CHANGE_ROW, NULL);

  self->change = g_object_ref (change);
  self->client = g_object_ref (client);
  self->now = now;
  g_signal_connect_object (change, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);
  update (self);

  return GTK_WIDGET (self);
}

void
kp_change_row_show_subject (GtkWidget *widget,
                            KpClient *client,
                            KpChange *change)
{
  KpAccount *account;

  g_return_if_fail (GTK_IS_WIDGET (widget));
  g_return_if_fail (KP_IS_CLIENT (client) && KP_IS_CHANGE (change));

  account = kp_client_get_account (client);
  if (is_about_user (change))
    kp_page_show (widget, "administration", "details", "");
  else
    gtk_widget_activate_action (widget, "app.show", "(ss)", kp_account_get_id (account),
                                kp_change_get_subject_id (change));
}

KpChange *
kp_change_row_get_change (KpChangeRow *self)
{
  g_return_val_if_fail (KP_IS_CHANGE_ROW (self), NULL);

  return self->change;
}
