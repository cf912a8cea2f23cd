/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One query, seen through a filter per group. Changes move between the groups while the dialog is
 * open.
 */

#include "kp-changes-dialog.h"

#include "kp-change-row.h"
#include "kp-change-text.h"
#include "kp-compare-dialog.h"
#include "kp-error.h"
#include "kp-page.h"
#include "kp-status-frame.h"
#include "kp-status-text.h"

#include <glib/gi18n.h>

#define N_GROUPS (KP_CHANGE_GROUP_SENT + 1)

struct _KpChangesDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;      /* (template child) */
  AdwWindowTitle *title;        /* (template child) */
  KpStatusFrame *frame;         /* (template child) */
  GtkWidget *choice_group;      /* (template child) */
  GtkWidget *queue_group;       /* (template child) */
  GtkWidget *sent_group;        /* (template child) */
  GtkListBox *choice_list;      /* (template child) */
  GtkListBox *queue_list;       /* (template child) */
  GtkListBox *sent_list;        /* (template child) */
  KpClient *client;             /* (owned) (nullable): NULL after dispose */
  KpQueryModel *changes;        /* (owned) (nullable) */
  GtkFilter *filters[N_GROUPS]; /* (owned) (nullable) */
  gint64 now;                   /* UTC milliseconds, when it was opened */
};

G_DEFINE_FINAL_TYPE (KpChangesDialog, kp_changes_dialog, ADW_TYPE_DIALOG)

static gboolean
is_in_group_cb (gpointer item,
                gpointer user_data)
{
  return kp_change_text_group (kp_change_get_sync (item)) == GPOINTER_TO_UINT (user_data);
}

static void
update_title (KpChangesDialog *self)
{
  KpStatus *status = kp_client_get_status (self->client);
  gint64 contact = kp_status_get_last_contact (status);
  g_autofree char *time = kp_status_text_time (contact, self->now);
  g_autofree char *text = NULL;

  if (contact == 0)
    text = g_strdup ("");
  else if (kp_status_get_state (status) == KP_STATUS_OFFLINE)
    text = g_strdup_printf (_ ("Offline since %s"), time);
  else
    text = g_strdup_printf (_ ("Last contact %s"), time);
  adw_window_title_set_subtitle (self->title, text);
}

/* In place of the window, whose toasts are behind the dialog. */
static void
say (KpChangesDialog *self,
     const char *text)
{
  AdwToast *toast = adw_toast_new (text);

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
activate_say (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  say (KP_CHANGES_DIALOG (widget), g_variant_get_string (parameter, NULL));
}

static void
on_dropped_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (KpChangesDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kp_client_drop_change_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (done)
    say (self, _ ("Removed from the queue"));
  else if (g_error_matches (error, KP_ERROR, KP_ERROR_CONFLICT))
    say (self, _ ("The office may have this already, so it cannot be removed any more."));
  else
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
on_let_go_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpChangesDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_drop_change_finish (KP_CLIENT (source_object), result, &error) &&
      self->client != NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

/* A refused change stays in the journal, so letting go of it can be taken back. */

static void
on_reopened_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpChangesDialog) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_reopen_change_finish (KP_CLIENT (source_object), result, &error) &&
      self->client != NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
activate_undo (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpChangesDialog *self = KP_CHANGES_DIALOG (widget);

  kp_client_reopen_change_async (self->client, g_variant_get_string (parameter, NULL),
                                 on_reopened_cb, g_object_ref (self));
}

static void
let_go (KpChangesDialog *self,
        KpChange *change)
{
  const char *id = kp_record_get_id (KP_RECORD (change));
  AdwToast *toast = adw_toast_new (_ ("Removed"));

  kp_client_drop_change_async (self->client, id, on_let_go_cb, g_object_ref (self));
  adw_toast_set_button_label (toast, _ ("Undo"));
  adw_toast_set_action_name (toast, "changes.undo");
  adw_toast_set_action_target (toast, "s", id);
  adw_toast_overlay_add_toast (self->toasts, toast);
}

static void
on_compare_drop_cb (KpCompareDialog *dialog,
                    KpChangeRow *row)
{
  KpChangesDialog *self =
    KP_CHANGES_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (row), KP_TYPE_CHANGES_DIALOG));

  if (self != NULL)
    let_go (self, kp_change_row_get_change (row));
}

static void
on_compare_done_cb (KpCompareDialog *dialog,
                    const char *text,
                    KpChangesDialog *self)
{
  say (self, text);
}

static void
on_row_decide_cb (KpChangeRow *row,
                  KpChangesDialog *self)
{
  AdwDialog *dialog =
    kp_compare_dialog_new (self->client, kp_change_row_get_change (row), self->now);

  g_signal_connect_object (dialog, "drop", G_CALLBACK (on_compare_drop_cb), row, G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "done", G_CALLBACK (on_compare_done_cb), self,
                           G_CONNECT_DEFAULT);
  g_signal_connect_object (dialog, "shown", G_CALLBACK (adw_dialog_close), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static void
on_drop_chosen_cb (AdwAlertDialog *dialog,
                   const char *response,
                   KpChangeRow *row)
{
  KpChangesDialog *self =
    KP_CHANGES_DIALOG (gtk_widget_get_ancestor (GTK_WIDGET (row), KP_TYPE_CHANGES_DIALOG));

  if (self != NULL && g_str_equal (response, "remove"))
    kp_client_drop_change_async (self->client,
                                 kp_record_get_id (KP_RECORD (kp_change_row_get_change (row))),
                                 on_dropped_cb, g_object_ref (self));
}

static void
on_row_drop_cb (KpChangeRow *row,
                KpChangesDialog *self)
{
  KpChange *change = kp_change_row_get_change (row);
  const char *text = kp_change_get_text (change);
  AdwDialog *dialog;

  if (kp_change_get_sync (change) == KP_SYNC_NEEDS_YOU)
    {
      let_go (self, change);
      return;
    }

  dialog = adw_alert_dialog_new (_ ("Remove From Queue?"),
                                 _ ("It will not be sent, and this cannot be undone."));
  if (text != NULL && *text != '\0')
    {
      GtkWidget *label = gtk_label_new (text);

      gtk_label_set_wrap (GTK_LABEL (label), TRUE);
      gtk_label_set_selectable (GTK_LABEL (label), TRUE);
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "kp-value");
      adw_alert_dialog_set_extra_child (ADW_ALERT_DIALOG (dialog), label);
    }
  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog),
                                  "keep", _ ("_Keep"),
                                  "remove", _ ("_Remove"),
                                  NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "remove",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "keep");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "keep");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_drop_chosen_cb), row,
                           G_CONNECT_DEFAULT);
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

static GtkWidget *
create_row_cb (gpointer item,
               gpointer user_data)
{
  KpChangesDialog *self = KP_CHANGES_DIALOG (user_data);
  GtkWidget *row =
    kp_change_row_new (self->client, KP_CHANGE (item), self->now);

  g_signal_connect_object (row, "drop", G_CALLBACK (on_row_drop_cb), self, G_CONNECT_DEFAULT);
  g_signal_connect_object (row, "decide", G_CALLBACK (on_row_decide_cb), self, G_CONNECT_DEFAULT);

  return row;
}

static gboolean
transform_to_visible (GBinding *binding,
                      const GValue *from,
                      GValue *to,
                      gpointer user_data)
{
  g_value_set_boolean (to, g_value_get_uint (from) > 0);

  return TRUE;
}

static void
add_group (KpChangesDialog *self,
           KpChangeGroup group,
           GtkWidget *widget,
           GtkListBox *list)
{
  GtkFilter *filter =
    GTK_FILTER (gtk_custom_filter_new (is_in_group_cb, GUINT_TO_POINTER (group), NULL));
  g_autoptr (GtkFilterListModel) model =
    gtk_filter_list_model_new (g_object_ref (G_LIST_MODEL (self->changes)), g_object_ref (filter));

  self->filters[group] = filter;
  g_object_bind_property_full (model, "n-items", widget, "visible", G_BINDING_SYNC_CREATE,
                               transform_to_visible, NULL, NULL, NULL);
  gtk_list_box_bind_model (list, G_LIST_MODEL (model), create_row_cb, self, NULL);
}

static void
on_change_notify_cb (KpChange *change,
                     GParamSpec *pspec,
                     KpChangesDialog *self)
{
  for (guint i = 0; i < N_GROUPS; i++)
    if (self->filters[i] != NULL)
      gtk_filter_changed (self->filters[i], GTK_FILTER_CHANGE_DIFFERENT);
}

static void
on_changes_changed_cb (GListModel *changes,
                       guint position,
                       guint removed,
                       guint added,
                       KpChangesDialog *self)
{
  for (guint i = position; i < position + added; i++)
    {
      g_autoptr (KpChange) change = g_list_model_get_item (changes, i);

      g_signal_handlers_disconnect_by_func (change, on_change_notify_cb, self);
      g_signal_connect_object (change, "notify::sync", G_CALLBACK (on_change_notify_cb), self,
                               G_CONNECT_DEFAULT);
    }
}

/* The name that every page has, because the frame's button for an error asks for it. */
static void
activate_refresh (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  kp_client_sync_now (KP_CHANGES_DIALOG (widget)->client);
}

static void
kp_changes_dialog_dispose (GObject *object)
{
  KpChangesDialog *self = KP_CHANGES_DIALOG (object);

  if (self->choice_list != NULL)
    {
      gtk_list_box_bind_model (self->choice_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->queue_list, NULL, NULL, NULL, NULL);
      gtk_list_box_bind_model (self->sent_list, NULL, NULL, NULL, NULL);
    }
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_CHANGES_DIALOG);
  for (guint i = 0; i < N_GROUPS; i++)
    g_clear_object (&self->filters[i]);
  g_clear_object (&self->changes);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_changes_dialog_parent_class)->dispose (object);
}

static void
kp_changes_dialog_class_init (KpChangesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_changes_dialog_dispose;

  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-changes-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, title);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, frame);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, choice_group);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, queue_group);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, sent_group);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, choice_list);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, queue_list);
  gtk_widget_class_bind_template_child (widget_class, KpChangesDialog, sent_list);
  gtk_widget_class_install_action (widget_class, "page.refresh", NULL, activate_refresh);
  gtk_widget_class_install_action (widget_class, "changes.undo", "s", activate_undo);
  gtk_widget_class_install_action (widget_class, "win.say", "s", activate_say);
}

static void
kp_changes_dialog_init (KpChangesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_changes_dialog_new (KpClient *client,
                       gint64 now)
{
  KpChangesDialog *self = g_object_new (KP_TYPE_CHANGES_DIALOG, NULL);

  self->client = g_object_ref (client);
  self->now = now;
  self->changes = kp_client_list_changes (client);
  add_group (self, KP_CHANGE_GROUP_CHOICE, self->choice_group, self->choice_list);
  add_group (self, KP_CHANGE_GROUP_QUEUE, self->queue_group, self->queue_list);
  add_group (self, KP_CHANGE_GROUP_SENT, self->sent_group, self->sent_list);
  /* After the lists: only their rows hold on to a change, so that its signals are not lost. */
  g_signal_connect_object (self->changes, "items-changed",
                           G_CALLBACK (on_changes_changed_cb), self, G_CONNECT_DEFAULT);
  on_changes_changed_cb (G_LIST_MODEL (self->changes), 0, 0,
                         kp_query_model_get_n_items (self->changes), self);
  g_object_set (self->frame, "model", self->changes, NULL);
  g_signal_connect_object (kp_client_get_status (client), "notify",
                           G_CALLBACK (update_title), self, G_CONNECT_SWAPPED);
  update_title (self);

  return ADW_DIALOG (self);
}
