/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A password is never queued: it is changed now or not at all.
 */

#include "kp-password-dialog.h"

#include "kp-error-text.h"
#include "kp-error.h"
#include "kp-limits.h"
#include "kp-page.h"

#include <glib/gi18n.h>

struct _KpPasswordDialog
{
  AdwDialog parent_instance;

  GtkWidget *old_row;       /* (template child) */
  GtkWidget *new_row;       /* (template child) */
  GtkWidget *again_row;     /* (template child) */
  GtkWidget *change_button; /* (template child) */
  GtkLabel *message;        /* (template child) */
  KpClient *client;         /* (owned) (nullable): NULL after dispose */
};

G_DEFINE_FINAL_TYPE (KpPasswordDialog, kp_password_dialog, ADW_TYPE_DIALOG)

static const char *
get_text (GtkWidget *row)
{
  return gtk_editable_get_text (GTK_EDITABLE (row));
}

static void
say (KpPasswordDialog *self,
     const char *text)
{
  gtk_label_set_label (self->message, text);
  gtk_widget_set_visible (GTK_WIDGET (self->message), text != NULL);
  if (text != NULL)
    gtk_accessible_announce (GTK_ACCESSIBLE (self->message), text,
                             GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
}

static void
set_busy (KpPasswordDialog *self,
          gboolean busy)
{
  gtk_widget_set_sensitive (self->change_button, !busy);
  gtk_widget_set_sensitive (self->old_row, !busy);
  gtk_widget_set_sensitive (self->new_row, !busy);
  gtk_widget_set_sensitive (self->again_row, !busy);
}

static const char *
describe (const GError *error)
{
  if (g_error_matches (error, KP_ERROR, KP_ERROR_OFFLINE))
    return _ ("Changing the password needs a connection with the office, and there is none now. "
              "Your old password still works.");
  if (g_error_matches (error, KP_ERROR, KP_ERROR_WRONG_PASSWORD))
    return _ ("The current password is not right, so nothing was changed.");

  return kp_error_text (error);
}

static void
on_password_changed_cb (GObject *source_object,
                        GAsyncResult *result,
                        gpointer user_data)
{
  g_autoptr (KpPasswordDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kp_client_change_password_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (done)
    {
      kp_page_say (GTK_WIDGET (self), _ ("Your password is changed"));
      adw_dialog_force_close (ADW_DIALOG (self));
      return;
    }

  set_busy (self, FALSE);
  say (self, describe (error));
}

static void
on_change_clicked_cb (GtkButton *button,
                      KpPasswordDialog *self)
{
  const char *fault =
    kp_password_dialog_check (get_text (self->old_row), get_text (self->new_row),
                              get_text (self->again_row));

  say (self, fault);
  if (fault != NULL)
    return;

  set_busy (self, TRUE);
  kp_client_change_password_async (self->client, get_text (self->old_row),
                                   get_text (self->new_row), on_password_changed_cb,
                                   g_object_ref (self));
}

static void
kp_password_dialog_dispose (GObject *object)
{
  KpPasswordDialog *self = KP_PASSWORD_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_PASSWORD_DIALOG);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_password_dialog_parent_class)->dispose (object);
}

static void
kp_password_dialog_class_init (KpPasswordDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_password_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-password-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpPasswordDialog, old_row);
  gtk_widget_class_bind_template_child (widget_class, KpPasswordDialog, new_row);
  gtk_widget_class_bind_template_child (widget_class, KpPasswordDialog, again_row);
  gtk_widget_class_bind_template_child (widget_class, KpPasswordDialog, change_button);
  gtk_widget_class_bind_template_child (widget_class, KpPasswordDialog, message);
  gtk_widget_class_bind_template_callback (widget_class, on_change_clicked_cb);
}

static void
kp_password_dialog_init (KpPasswordDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_password_dialog_new (KpClient *client)
{
  KpPasswordDialog *self = g_object_new (KP_TYPE_PASSWORD_DIALOG, NULL);

  self->client = g_object_ref (client);

  return ADW_DIALOG (self);
}

const char *
kp_password_dialog_check (const char *old_password,
                          const char *new_password,
                          const char *again)
{
  if (*old_password == '\0')
    return _ ("Type your current password first.");
  if (g_utf8_strlen (new_password, -1) < KP_LIMIT_PASSWORD_MIN)
    return _ ("The new password is too short: take at least 15 characters.");
  if (strlen (new_password) > KP_LIMIT_PASSWORD)
    return _ ("The new password is too long.");
  if (!g_str_equal (new_password, again))
    return _ ("The two new passwords differ. Type the same one twice.");
  if (g_str_equal (old_password, new_password))
    return _ ("The new password is the old one. Choose another.");

  return NULL;
}
