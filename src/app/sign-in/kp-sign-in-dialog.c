/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed is dropped only when it was right.
 */

#include "kp-sign-in-dialog.h"

#include "kp-error-text.h"

struct _KpSignInDialog
{
  AdwDialog parent_instance;

  GtkWidget *password_row;   /* (template child) */
  GtkWidget *sign_in_button; /* (template child) */
  GtkLabel *message;         /* (template child) */
  KpClient *client;          /* (owned) (nullable): NULL after dispose */
};

G_DEFINE_FINAL_TYPE (KpSignInDialog, kp_sign_in_dialog, ADW_TYPE_DIALOG)

static void
set_busy (KpSignInDialog *self,
          gboolean busy)
{
  gtk_widget_set_sensitive (self->sign_in_button, !busy);
  gtk_widget_set_sensitive (self->password_row, !busy);
}

static void
on_signed_in_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpSignInDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kp_client_sign_in_again_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (done)
    {
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  set_busy (self, FALSE);
  gtk_label_set_label (self->message, kp_error_text (error));
  gtk_widget_set_visible (GTK_WIDGET (self->message), TRUE);
  gtk_widget_grab_focus (self->password_row);
}

static void
on_sign_in_clicked_cb (GtkButton *button,
                       KpSignInDialog *self)
{
  const char *password = gtk_editable_get_text (GTK_EDITABLE (self->password_row));

  if (*password == '\0')
    {
      gtk_widget_grab_focus (self->password_row);
      return;
    }

  set_busy (self, TRUE);
  gtk_widget_set_visible (GTK_WIDGET (self->message), FALSE);
  kp_client_sign_in_again_async (self->client, password, on_signed_in_cb, g_object_ref (self));
}

static void
kp_sign_in_dialog_dispose (GObject *object)
{
  KpSignInDialog *self = KP_SIGN_IN_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_SIGN_IN_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_sign_in_dialog_parent_class)->dispose (object);
}

static void
kp_sign_in_dialog_class_init (KpSignInDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_sign_in_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-sign-in-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpSignInDialog, password_row);
  gtk_widget_class_bind_template_child (widget_class, KpSignInDialog, sign_in_button);
  gtk_widget_class_bind_template_child (widget_class, KpSignInDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, on_sign_in_clicked_cb);
}

static void
kp_sign_in_dialog_init (KpSignInDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_sign_in_dialog_new (KpClient *client)
{
  KpSignInDialog *self = g_object_new (KP_TYPE_SIGN_IN_DIALOG, NULL);

  self->client = g_object_ref (client);

  return ADW_DIALOG (self);
}
