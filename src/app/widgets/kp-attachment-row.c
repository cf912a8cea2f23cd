/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A file that is away is fetched when it is opened or saved; what came so far is lost when the
 * person gives up, and nothing else.
 */

#include "kp-attachment-row.h"

#include "kp-file-text.h"
#include "kp-page.h"

#include <glib/gi18n.h>

/* Of a picture that was chosen, in pixels of the application. */
#define THUMBNAIL_SIZE 48

struct _KpAttachmentRow
{
  AdwBin parent_instance;

  GtkWidget *open_button;       /* (template child) */
  GtkWidget *save_button;       /* (template child) */
  GtkWidget *remove_button;     /* (template child) */
  GtkWidget *cancel_button;     /* (template child) */
  GtkImage *icon;               /* (template child) */
  GtkLabel *name_label;         /* (template child) */
  GtkLabel *detail_label;       /* (template child) */
  GtkProgressBar *progress_bar; /* (template child) */
  KpClient *client;             /* (owned) (nullable) */
  KpAttachment *attachment;     /* (owned) (nullable) */
  GCancellable *fetching;       /* (owned) (nullable): of what is under way */
  GdkPaintable *thumbnail;      /* (owned) (nullable): of a picture that was chosen */
};

enum
{
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpAttachmentRow, kp_attachment_row, ADW_TYPE_BIN)

/* Whether there is something to open or save. */
static gboolean
is_readable (KpAttachmentRow *self)
{
  return kp_attachment_get_state (self->attachment) != KP_ATTACHMENT_AWAY ||
         g_strcmp0 (kp_attachment_get_scan_state (self->attachment), "infected") != 0;
}

static void
show (KpAttachmentRow *self)
{
  KpAttachmentState state = kp_attachment_get_state (self->attachment);
  const char *name = kp_attachment_get_name (self->attachment);
  g_autofree char *detail = kp_file_text_describe (self->attachment);
  g_autofree char *label = NULL;
  gboolean may_open = is_readable (self) && self->fetching == NULL;
  gboolean chosen = state == KP_ATTACHMENT_CHOSEN;
  gboolean refused = state == KP_ATTACHMENT_REFUSED;

  /* Translators: the button that opens a file, for a screen reader: name, then size and state */
  label = g_strdup_printf (_ ("Open %s, %s"), name != NULL ? name : "", detail);
  gtk_label_set_label (self->name_label, name);
  gtk_label_set_label (self->detail_label, detail);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->name_label), name);
  if (self->thumbnail == NULL)
    gtk_image_set_from_icon_name (self->icon, kp_file_text_icon (self->attachment));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->open_button),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attachment.open", may_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attachment.save", may_open);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "attachment.remove", chosen || refused);
  gtk_widget_set_visible (self->save_button, !chosen && !refused && self->fetching == NULL);
  gtk_widget_set_visible (self->remove_button, chosen || refused);
  gtk_widget_set_visible (self->cancel_button, self->fetching != NULL);
  gtk_widget_set_tooltip_text (self->remove_button,
                               refused ? _ ("Send Without This File") : _ ("Remove"));
  if (self->fetching == NULL && state != KP_ATTACHMENT_WAITING)
    gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), FALSE);
}

static void
on_attachment_changed_cb (KpAttachmentRow *self)
{
  show (self);
}

static void
on_progress_cb (KpClient *client,
                const char *id,
                double part,
                KpAttachmentRow *self)
{
  gtk_widget_set_visible (GTK_WIDGET (self->progress_bar), part < 1);
  gtk_progress_bar_set_fraction (self->progress_bar, part);
}

/* A picture that the person chose himself is shown small; those of others are not decoded here. */

static void
on_decoded_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GdkPixbuf) pixbuf = gdk_pixbuf_new_from_stream_finish (result, NULL);

  /* What cannot be decoded has its icon. */
  if (pixbuf == NULL || self->attachment == NULL)
    return;

  self->thumbnail = GDK_PAINTABLE (gdk_texture_new_for_pixbuf (pixbuf));
  gtk_image_set_pixel_size (self->icon, THUMBNAIL_SIZE);
  gtk_image_set_from_paintable (self->icon, self->thumbnail);
}

static void
on_read_cb (GObject *source_object,
            GAsyncResult *result,
            gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GFileInputStream) stream =
    g_file_read_finish (G_FILE (source_object), result, NULL);
  int size = THUMBNAIL_SIZE * gtk_widget_get_scale_factor (GTK_WIDGET (self));

  if (stream != NULL && self->attachment != NULL)
    gdk_pixbuf_new_from_stream_at_scale_async (G_INPUT_STREAM (stream), size, size, TRUE, NULL,
                                               on_decoded_cb, g_object_ref (self));
}

static void
on_copied_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GFile) file = kp_client_open_file_finish (KP_CLIENT (source_object), result, NULL);

  if (file != NULL && self->attachment != NULL)
    g_file_read_async (file, G_PRIORITY_LOW, NULL, on_read_cb, g_object_ref (self));
}

static void
load_thumbnail (KpAttachmentRow *self)
{
  const char *type = kp_attachment_get_media_type (self->attachment);

  if (kp_attachment_get_state (self->attachment) == KP_ATTACHMENT_CHOSEN &&
      (g_strcmp0 (type, "image/jpeg") == 0 || g_strcmp0 (type, "image/png") == 0))
    kp_client_open_file_async (self->client, kp_record_get_id (KP_RECORD (self->attachment)), NULL,
                               on_copied_cb, g_object_ref (self));
}

/* Under way: fetching, opening, saving. */

static void
begin (KpAttachmentRow *self)
{
  self->fetching = g_cancellable_new ();
  show (self);
}

static void
end (KpAttachmentRow *self,
     const GError *error)
{
  g_clear_object (&self->fetching);
  if (self->attachment == NULL)
    return;

  show (self);
  if (error != NULL && !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    kp_page_say (GTK_WIDGET (self), kp_file_text_open_error (error));
}

static void
on_launched_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!gtk_file_launcher_launch_finish (GTK_FILE_LAUNCHER (source_object), result, &error) &&
      !g_error_matches (error, GTK_DIALOG_ERROR, GTK_DIALOG_ERROR_DISMISSED) &&
      self->attachment != NULL)
    kp_page_say (GTK_WIDGET (self),
                 _ ("No program on this computer opens such a file. Save it instead."));
}

static void
on_opened_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GFile) file =
    kp_client_open_file_finish (KP_CLIENT (source_object), result, &error);
  g_autoptr (GtkFileLauncher) launcher = NULL;

  end (self, error);
  if (file == NULL || self->attachment == NULL)
    return;

  launcher = gtk_file_launcher_new (file);
  gtk_file_launcher_launch (launcher, GTK_WINDOW (gtk_widget_get_root (GTK_WIDGET (self))), NULL,
                            on_launched_cb, g_object_ref (self));
}

static void
activate_open (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpAttachmentRow *self = KP_ATTACHMENT_ROW (widget);

  begin (self);
  kp_client_open_file_async (self->client, kp_record_get_id (KP_RECORD (self->attachment)),
                             self->fetching, on_opened_cb, g_object_ref (self));
}

static void
on_saved_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean saved = kp_client_save_file_finish (KP_CLIENT (source_object), result, &error);

  end (self, error);
  if (saved && self->attachment != NULL)
    kp_page_say (GTK_WIDGET (self), _ ("The file is saved."));
}

static void
on_destination_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source_object), result, NULL);

  if (file == NULL || self->attachment == NULL || self->fetching != NULL)
    return;

  begin (self);
  kp_client_save_file_async (self->client, kp_record_get_id (KP_RECORD (self->attachment)), file,
                             self->fetching, on_saved_cb, g_object_ref (self));
}

static void
activate_save (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpAttachmentRow *self = KP_ATTACHMENT_ROW (widget);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();

  gtk_file_dialog_set_title (dialog, _ ("Save As"));
  gtk_file_dialog_set_initial_name (dialog, kp_attachment_get_name (self->attachment));
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        on_destination_cb, g_object_ref (self));
}

static void
activate_cancel (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  g_cancellable_cancel (KP_ATTACHMENT_ROW (widget)->fetching);
}

static void
on_refused_removed_cb (GObject *source_object,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (KpAttachmentRow) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_remove_refused_files_finish (KP_CLIENT (source_object), result, &error) &&
      self->attachment != NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
activate_remove (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpAttachmentRow *self = KP_ATTACHMENT_ROW (widget);

  if (kp_attachment_get_state (self->attachment) == KP_ATTACHMENT_CHOSEN)
    g_signal_emit (self, signals[SIGNAL_REMOVED], 0);
  else
    kp_client_remove_refused_files_async (self->client,
                                          kp_record_get_id (KP_RECORD (self->attachment)),
                                          on_refused_removed_cb, g_object_ref (self));
}

static void
kp_attachment_row_dispose (GObject *object)
{
  KpAttachmentRow *self = KP_ATTACHMENT_ROW (object);

  if (self->fetching != NULL)
    g_cancellable_cancel (self->fetching);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_ATTACHMENT_ROW);
  g_clear_object (&self->attachment);
  g_clear_object (&self->client);
  g_clear_object (&self->thumbnail);

  G_OBJECT_CLASS (kp_attachment_row_parent_class)->dispose (object);
}

static void
kp_attachment_row_class_init (KpAttachmentRowClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = kp_attachment_row_dispose;
  signals[SIGNAL_REMOVED] = g_signal_new ("removed", KP_TYPE_ATTACHMENT_ROW, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-attachment-row.ui");
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, open_button);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, save_button);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, remove_button);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, cancel_button);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, icon);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, name_label);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, detail_label);
  gtk_widget_class_bind_template_child (widget_class, KpAttachmentRow, progress_bar);
  gtk_widget_class_install_action (widget_class, "attachment.open", NULL, activate_open);
  gtk_widget_class_install_action (widget_class, "attachment.save", NULL, activate_save);
  gtk_widget_class_install_action (widget_class, "attachment.cancel", NULL, activate_cancel);
  gtk_widget_class_install_action (widget_class, "attachment.remove", NULL, activate_remove);
}

static void
kp_attachment_row_init (KpAttachmentRow *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
kp_attachment_row_new (KpClient *client,
                       KpAttachment *attachment)
{
  KpAttachmentRow *self = g_object_new (KP_TYPE_ATTACHMENT_ROW, NULL);
  g_autofree char *progress =
    g_strconcat ("file-progress::", kp_record_get_id (KP_RECORD (attachment)), NULL);

  self->client = g_object_ref (client);
  self->attachment = g_object_ref (attachment);
  g_signal_connect_object (attachment, "notify", G_CALLBACK (on_attachment_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (client, progress, G_CALLBACK (on_progress_cb), self, 0);
  show (self);
  load_thumbnail (self);

  return GTK_WIDGET (self);
}

KpAttachment *
kp_attachment_row_get_attachment (KpAttachmentRow *self)
{
  g_return_val_if_fail (KP_IS_ATTACHMENT_ROW (self), NULL);

  return self->attachment;
}
