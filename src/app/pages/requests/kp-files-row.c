/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A question that is answered with files or photos: what was chosen, and the ways to choose more.
 * The limits stand there before anybody meets them.
 */

#include "kp-attachment-list.h"
#include "kp-file-picker.h"
#include "kp-file-text.h"
#include "kp-page.h"
#include "kp-question-row.h"

#include <glib/gi18n.h>

#define KP_TYPE_FILES_ROW (kp_files_row_get_type ())
G_DECLARE_FINAL_TYPE (KpFilesRow, kp_files_row, KP, FILES_ROW, AdwPreferencesRow)

struct _KpFilesRow
{
  AdwPreferencesRow parent_instance;

  KpQuestion *question;   /* (owned) (nullable) */
  KpClient *client;       /* (owned) (nullable): of the page, once the row is on one */
  KpFilePicker *picker;   /* (owned) */
  KpAttachmentList *list; /* (unowned): a child */
  GtkWidget *button;      /* (unowned): a child */
};

G_DEFINE_FINAL_TYPE (KpFilesRow, kp_files_row, ADW_TYPE_PREFERENCES_ROW)

static void
on_room_cb (KpFilesRow *self)
{
  guint room = kp_question_get_room (self->question);

  kp_file_picker_set_room (self->picker, room);
  gtk_widget_set_sensitive (self->button, room > 0);
}

static void
on_added_cb (KpFilesRow *self,
             KpAttachment *file)
{
  g_auto (GStrv) types = kp_question_dup_media_types (self->question);

  /* What is dropped has passed no filter. */
  if (!g_strv_contains ((const char *const *) types, kp_attachment_get_media_type (file)))
    {
      kp_client_drop_file (self->client, kp_record_get_id (KP_RECORD (file)));
      kp_page_say (GTK_WIDGET (self), kp_file_text_wrong_type (self->question));
      return;
    }

  kp_question_add_file (self->question, file);
}

/* A file that was taken away, as long as it can be brought back. Counted references. */
typedef struct
{
  KpQuestion *question; /* (owned) */
  KpClient *client;     /* (owned) */
  KpAttachment *file;   /* (owned) */
  gboolean is_back;
} Removal;

static void
removal_clear (gpointer data)
{
  Removal *self = data;

  g_object_unref (self->question);
  g_object_unref (self->client);
  g_object_unref (self->file);
}

static void
removal_unref (gpointer data,
               GClosure *closure)
{
  g_rc_box_release_full (data, removal_clear);
}

static void
on_undo_cb (AdwToast *toast,
            Removal *removal)
{
  removal->is_back = kp_question_get_room (removal->question) > 0;
  if (removal->is_back)
    kp_question_add_file (removal->question, removal->file);
}

static void
on_dismissed_cb (AdwToast *toast,
                 Removal *removal)
{
  if (!removal->is_back)
    kp_client_drop_file (removal->client, kp_record_get_id (KP_RECORD (removal->file)));
}

static void
offer_undo (KpFilesRow *self,
            KpAttachment *file)
{
  GtkWidget *toasts = gtk_widget_get_ancestor (GTK_WIDGET (self), ADW_TYPE_TOAST_OVERLAY);
  AdwToast *toast = adw_toast_new (_ ("File removed"));
  Removal *removal = g_rc_box_new (Removal);

  *removal = (Removal) {
    .question = g_object_ref (self->question),
    .client = g_object_ref (self->client),
    .file = g_object_ref (file),
  };
  adw_toast_set_button_label (toast, _ ("Undo"));
  g_signal_connect_data (toast, "button-clicked", G_CALLBACK (on_undo_cb), removal, removal_unref,
                         G_CONNECT_DEFAULT);
  g_signal_connect_data (toast, "dismissed", G_CALLBACK (on_dismissed_cb),
                         g_rc_box_acquire (removal), removal_unref, G_CONNECT_DEFAULT);
  adw_toast_overlay_add_toast (ADW_TOAST_OVERLAY (toasts), toast);
}

static void
on_removed_cb (KpFilesRow *self,
               KpAttachment *file)
{
  kp_question_remove_file (self->question, file);
  offer_undo (self, file);
  gtk_widget_grab_focus (self->button);
}

static void
on_clicked_cb (KpFilesRow *self)
{
  kp_file_picker_choose (self->picker);
}

static gboolean
on_paste_cb (GtkWidget *widget,
             GVariant *arguments,
             gpointer user_data)
{
  return kp_file_picker_paste (KP_FILES_ROW (widget)->picker);
}

/* The page knows the client. */
static void
kp_files_row_root (GtkWidget *widget)
{
  KpFilesRow *self = KP_FILES_ROW (widget);
  GtkWidget *page;

  GTK_WIDGET_CLASS (kp_files_row_parent_class)->root (widget);

  page = gtk_widget_get_ancestor (widget, KP_TYPE_PAGE);
  if (page == NULL || self->client != NULL)
    return;

  g_set_object (&self->client, kp_page_get_client (KP_PAGE (page)));
  kp_file_picker_set_client (self->picker, self->client);
  kp_attachment_list_show (self->list, self->client, kp_question_get_files (self->question));
}

static void
kp_files_row_dispose (GObject *object)
{
  KpFilesRow *self = KP_FILES_ROW (object);

  g_clear_object (&self->question);
  g_clear_object (&self->client);
  g_clear_object (&self->picker);

  G_OBJECT_CLASS (kp_files_row_parent_class)->dispose (object);
}

static void
kp_files_row_class_init (KpFilesRowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_files_row_dispose;
  widget_class->root = kp_files_row_root;
  gtk_widget_class_add_binding (widget_class, GDK_KEY_v, GDK_CONTROL_MASK, on_paste_cb, NULL);
}

static void
kp_files_row_init (KpFilesRow *self)
{
  self->picker = kp_file_picker_new (GTK_WIDGET (self));
  kp_file_picker_accept_drops (self->picker, GTK_WIDGET (self));
  g_signal_connect_object (self->picker, "added", G_CALLBACK (on_added_cb), self,
                           G_CONNECT_SWAPPED);
}

static GtkWidget *
make_button (KpFilesRow *self)
{
  gboolean photo = kp_question_get_question_type (self->question) == KP_QUESTION_PHOTO;
  GtkWidget *button = gtk_button_new ();
  GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *icon = gtk_image_new_from_icon_name ("mail-attachment-symbolic");
  GtkWidget *label = gtk_label_new_with_mnemonic (photo ? _ ("_Add Photo…") : _ ("_Add File…"));
  g_autofree char *name = NULL;

  /* Not an AdwButtonContent: that gives the button its own words for a name. */
  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_box_append (GTK_BOX (content), icon);
  gtk_box_append (GTK_BOX (content), label);
  gtk_button_set_child (GTK_BUTTON (button), content);
  gtk_widget_set_halign (button, GTK_ALIGN_START);
  /* Translators: a button for a screen reader: what it does, and for which question */
  name = g_strdup_printf (_ ("%s: %s"), photo ? _ ("Add photo") : _ ("Add file"),
                          kp_question_get_label (self->question));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_signal_connect_object (button, "clicked", G_CALLBACK (on_clicked_cb), self,
                           G_CONNECT_SWAPPED);

  return button;
}

static GtkWidget *
make_limits (const char *text)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_widget_add_css_class (label, "caption");
  gtk_widget_add_css_class (label, "dimmed");

  return label;
}

GtkWidget *
kp_files_row_make (KpQuestion *question)
{
  KpFilesRow *self = g_object_new (KP_TYPE_FILES_ROW, NULL);
  GtkBox *box = kp_question_row_make_box (GTK_WIDGET (self));
  g_auto (GStrv) types = kp_question_dup_media_types (question);
  g_autofree char *limits = kp_file_text_question_limits (question);

  self->question = g_object_ref (question);
  self->list = g_object_new (KP_TYPE_ATTACHMENT_LIST, NULL);
  self->button = make_button (self);
  kp_file_picker_set_types (self->picker, (const char *const *) types);
  kp_file_picker_set_limits (self->picker, limits);
  gtk_box_append (box, GTK_WIDGET (self->list));
  gtk_box_append (box, self->button);
  gtk_box_append (box, make_limits (limits));
  g_signal_connect_object (self->list, "removed", G_CALLBACK (on_removed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (question, "notify::room", G_CALLBACK (on_room_cb), self,
                           G_CONNECT_SWAPPED);
  on_room_cb (self);

  return GTK_WIDGET (self);
}
