/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A list, a button, and the picker behind it.
 */

#include "kp-files-field.h"

#include "kp-attachment-list.h"
#include "kp-file-picker.h"
#include "kp-limits.h"

#include <glib/gi18n.h>

struct _KpFilesField
{
  AdwBin parent_instance;

  KpClient *client;     /* (owned) (nullable) */
  GListStore *chosen;   /* (owned) (nullable): of KpAttachment */
  KpFilePicker *picker; /* (owned) */
  GtkWidget *button;    /* (unowned): a child */
};

typedef enum
{
  PROP_BUSY = 1
} KpFilesFieldProperty;

static GParamSpec *properties[PROP_BUSY + 1];

G_DEFINE_FINAL_TYPE (KpFilesField, kp_files_field, ADW_TYPE_BIN)

static void
update_room (KpFilesField *self)
{
  const guint room =
    KP_LIMIT_ATTACHMENTS - g_list_model_get_n_items (G_LIST_MODEL (self->chosen));

  kp_file_picker_set_room (self->picker, room);
  gtk_widget_set_sensitive (self->button, room > 0);
}

static void
on_added_cb (KpFilesField *self,
             KpAttachment *file)
{
  g_list_store_append (self->chosen, file);
}

static void
on_removed_cb (KpFilesField *self,
               KpAttachment *file)
{
  guint position;

  if (!g_list_store_find (self->chosen, file, &position))
    return;

  kp_client_drop_file (self->client, kp_record_get_id (KP_RECORD (file)));
  g_list_store_remove (self->chosen, position);
  gtk_widget_grab_focus (self->button);
}

static void
on_busy_cb (KpFilesField *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

static void
kp_files_field_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  switch ((KpFilesFieldProperty) prop_id)
    {
    case PROP_BUSY:
      g_object_get_property (G_OBJECT (KP_FILES_FIELD (object)->picker), "busy", value);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_files_field_dispose (GObject *object)
{
  KpFilesField *self = KP_FILES_FIELD (object);

  g_clear_object (&self->client);
  g_clear_object (&self->chosen);
  g_clear_object (&self->picker);

  G_OBJECT_CLASS (kp_files_field_parent_class)->dispose (object);
}

static void
kp_files_field_class_init (KpFilesFieldClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = kp_files_field_dispose;
  object_class->get_property = kp_files_field_get_property;
  properties[PROP_BUSY] = g_param_spec_boolean ("busy", NULL, NULL, FALSE,
                                                G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_files_field_init (KpFilesField *self)
{
  self->picker = kp_file_picker_new (GTK_WIDGET (self));
  kp_file_picker_accept_drops (self->picker, GTK_WIDGET (self));
  g_signal_connect_object (self->picker, "added", G_CALLBACK (on_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "notify::busy", G_CALLBACK (on_busy_cb), self,
                           G_CONNECT_SWAPPED);
}

GtkWidget *
kp_files_field_new (KpClient *client,
                    GListStore *chosen)
{
  KpFilesField *self = g_object_new (KP_TYPE_FILES_FIELD, NULL);
  KpAttachmentList *list = g_object_new (KP_TYPE_ATTACHMENT_LIST, NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);

  self->client = g_object_ref (client);
  self->chosen = g_object_ref (chosen);
  self->button = gtk_button_new_with_mnemonic (_ ("_Add File…"));
  gtk_widget_set_halign (self->button, GTK_ALIGN_START);
  kp_file_picker_set_client (self->picker, client);
  kp_attachment_list_show (list, client, G_LIST_MODEL (chosen));
  gtk_box_append (GTK_BOX (box), GTK_WIDGET (list));
  gtk_box_append (GTK_BOX (box), self->button);
  adw_bin_set_child (ADW_BIN (self), box);
  g_signal_connect_object (self->button, "clicked", G_CALLBACK (kp_file_picker_choose),
                           self->picker, G_CONNECT_SWAPPED);
  g_signal_connect_object (list, "removed", G_CALLBACK (on_removed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (chosen, "items-changed", G_CALLBACK (update_room), self,
                           G_CONNECT_SWAPPED);
  update_room (self);

  return GTK_WIDGET (self);
}
