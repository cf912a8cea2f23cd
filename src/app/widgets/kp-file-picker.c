/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Whatever way a file comes, it ends in one call of the facade. No more are copied at once than
 * there is room for; the others wait, since one of the first may be refused. What is too much is
 * not copied, and the person is told once.
 */

#include "kp-file-picker.h"

#include "kp-file-text.h"
#include "kp-limits.h"
#include "kp-page.h"

#include <glib/gi18n.h>

struct _KpFilePicker
{
  GObject parent_instance;

  GtkWidget *widget; /* (weak) (nullable) */
  KpClient *client;  /* (owned) (nullable) */
  char **types;      /* (owned) (nullable) */
  char *limits;      /* (owned): the sentence for what is too much */
  GQueue waiting;    /* (owned) of GFile */
  guint room;
  guint n_copying;
};

typedef enum
{
  PROP_BUSY = 1
} KpFilePickerProperty;

static GParamSpec *properties[PROP_BUSY + 1];

enum
{
  SIGNAL_ADDED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpFilePicker, kp_file_picker, G_TYPE_OBJECT)

static void
say (KpFilePicker *self,
     const char *text)
{
  if (self->widget != NULL && gtk_widget_get_root (self->widget) != NULL)
    kp_page_say (self->widget, text);
}

/* A file on its way in. */
typedef struct
{
  KpFilePicker *picker; /* (owned) */
  char *name;           /* (owned) (nullable): it was pasted and has none */
} Adding;

static Adding *
adding_new (KpFilePicker *picker,
            const char *name)
{
  Adding *self = g_new0 (Adding, 1);

  self->picker = g_object_ref (picker);
  self->name = g_strdup (name);

  return self;
}

static void
adding_free (Adding *self)
{
  g_object_unref (self->picker);
  g_free (self->name);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Adding, adding_free)

/* Several may be chosen at once, and only one of them be refused: say which. */
static void
say_refused (const Adding *adding,
             const GError *error)
{
  const char *text = kp_file_text_error (error);
  g_autofree char *named =
    adding->name != NULL ? g_strdup_printf ("%s: %s", adding->name, text) : g_strdup (text);

  say (adding->picker, named);
}

static void go_on (KpFilePicker *self);

static void
on_added_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (Adding) adding = user_data;
  KpFilePicker *self = adding->picker;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpAttachment) attachment =
    kp_client_add_file_finish (KP_CLIENT (source_object), result, &error);

  self->n_copying--;
  if (attachment != NULL)
    g_signal_emit (self, signals[SIGNAL_ADDED], 0, attachment);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    say_refused (adding, error);
  go_on (self);
  if (self->n_copying == 0)
    g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
}

/* Returns: whether one more may come */
static gboolean
take_room (KpFilePicker *self)
{
  if (self->client == NULL || self->widget == NULL)
    return FALSE;
  if (self->n_copying < self->room)
    {
      self->n_copying++;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_BUSY]);
      return TRUE;
    }

  say (self, self->limits);
  return FALSE;
}

static void
add_file (KpFilePicker *self,
          GFile *file)
{
  g_autofree char *base = g_file_get_basename (file);
  g_autofree char *name = base != NULL ? g_filename_display_name (base) : NULL;

  if (take_room (self))
    kp_client_add_file_async (self->client, file, NULL, on_added_cb, adding_new (self, name));
}

/* Adds those that wait, as far as there is room; if there is none left, that is said. */
static void
go_on (KpFilePicker *self)
{
  while (!g_queue_is_empty (&self->waiting) &&
         (self->n_copying < self->room || self->n_copying == 0))
    {
      g_autoptr (GFile) file = g_queue_pop_head (&self->waiting);
      gboolean fits = self->room > 0;

      add_file (self, file);
      if (!fits || self->client == NULL)
        g_queue_clear_full (&self->waiting, g_object_unref);
    }
}

static void
add_files (KpFilePicker *self,
           GdkFileList *list)
{
  g_autoptr (GSList) files = gdk_file_list_get_files (list);

  for (GSList *node = files; node != NULL; node = node->next)
    g_queue_push_tail (&self->waiting, g_object_ref (node->data));
  go_on (self);
}

void
kp_file_picker_add (KpFilePicker *self,
                    GFile *file)
{
  g_return_if_fail (KP_IS_FILE_PICKER (self));
  g_return_if_fail (G_IS_FILE (file));

  g_queue_push_tail (&self->waiting, g_object_ref (file));
  go_on (self);
}

/* The dialog. */

static void
on_chosen_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpFilePicker) self = user_data;
  g_autoptr (GListModel) files =
    gtk_file_dialog_open_multiple_finish (GTK_FILE_DIALOG (source_object), result, NULL);
  guint n = files != NULL ? g_list_model_get_n_items (files) : 0;

  for (guint i = 0; i < n; i++)
    g_queue_push_tail (&self->waiting, g_list_model_get_item (files, i));
  go_on (self);
}

static GListModel *
make_filters (KpFilePicker *self)
{
  GListStore *filters = g_list_store_new (GTK_TYPE_FILE_FILTER);
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();

  gtk_file_filter_set_name (filter, _ ("Files for This Question"));
  for (guint i = 0; self->types[i] != NULL; i++)
    gtk_file_filter_add_mime_type (filter, self->types[i]);
  g_list_store_append (filters, filter);

  return G_LIST_MODEL (filters);
}

void
kp_file_picker_choose (KpFilePicker *self)
{
  g_autoptr (GtkFileDialog) dialog = NULL;
  g_autoptr (GListModel) filters = NULL;

  g_return_if_fail (KP_IS_FILE_PICKER (self));
  g_return_if_fail (self->widget != NULL);

  dialog = gtk_file_dialog_new ();
  gtk_file_dialog_set_title (dialog, _ ("Attach Files"));
  gtk_file_dialog_set_accept_label (dialog, _ ("_Attach"));
  if (self->types != NULL)
    filters = make_filters (self);
  gtk_file_dialog_set_filters (dialog, filters);
  gtk_file_dialog_open_multiple (dialog, GTK_WINDOW (gtk_widget_get_root (self->widget)), NULL,
                                 on_chosen_cb, g_object_ref (self));
}

/* Dropping. */

static gboolean
on_drop_cb (KpFilePicker *self,
            const GValue *value)
{
  if (!G_VALUE_HOLDS (value, GDK_TYPE_FILE_LIST))
    return FALSE;

  add_files (self, g_value_get_boxed (value));
  return TRUE;
}

void
kp_file_picker_accept_drops (KpFilePicker *self,
                             GtkWidget *target)
{
  GtkDropTarget *drop;

  g_return_if_fail (KP_IS_FILE_PICKER (self));
  g_return_if_fail (GTK_IS_WIDGET (target));

  drop = gtk_drop_target_new (GDK_TYPE_FILE_LIST, GDK_ACTION_COPY);
  g_signal_connect_object (drop, "drop", G_CALLBACK (on_drop_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_add_controller (target, GTK_EVENT_CONTROLLER (drop));
}

/* Pasting. */

static void
on_files_read_cb (GObject *source_object,
                  GAsyncResult *result,
                  gpointer user_data)
{
  g_autoptr (KpFilePicker) self = user_data;
  const GValue *value =
    gdk_clipboard_read_value_finish (GDK_CLIPBOARD (source_object), result, NULL);

  if (value != NULL)
    add_files (self, g_value_get_boxed (value));
}

static void
on_picture_read_cb (GObject *source_object,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (KpFilePicker) self = user_data;
  GMemoryOutputStream *memory = G_MEMORY_OUTPUT_STREAM (source_object);
  g_autoptr (GBytes) bytes = NULL;

  if (g_output_stream_splice_finish (G_OUTPUT_STREAM (memory), result, NULL) <= 0 ||
      !take_room (self))
    return;

  bytes = g_memory_output_stream_steal_as_bytes (memory);
  /* Translators: name of a picture that was pasted; keep the end “.png” */
  kp_client_add_bytes_async (self->client, bytes, _ ("Picture.png"), NULL, on_added_cb,
                             adding_new (self, NULL));
}

/* As it lies in the clipboard: nothing is encoded here. */
static void
on_stream_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  g_autoptr (KpFilePicker) self = user_data;
  g_autoptr (GInputStream) stream =
    gdk_clipboard_read_finish (GDK_CLIPBOARD (source_object), result, NULL, NULL);
  g_autoptr (GOutputStream) memory = g_memory_output_stream_new_resizable ();

  if (stream != NULL)
    g_output_stream_splice_async (memory, stream,
                                  G_OUTPUT_STREAM_SPLICE_CLOSE_SOURCE |
                                    G_OUTPUT_STREAM_SPLICE_CLOSE_TARGET,
                                  G_PRIORITY_DEFAULT, NULL, on_picture_read_cb,
                                  g_object_ref (self));
}

gboolean
kp_file_picker_paste (KpFilePicker *self)
{
  static const char *const PICTURE[] = { "image/png", NULL };
  GdkClipboard *clipboard;
  GdkContentFormats *formats;

  g_return_val_if_fail (KP_IS_FILE_PICKER (self) && self->widget != NULL, FALSE);

  clipboard = gtk_widget_get_clipboard (self->widget);
  formats = gdk_clipboard_get_formats (clipboard);
  if (gdk_content_formats_contain_gtype (formats, GDK_TYPE_FILE_LIST) ||
      gdk_content_formats_contain_mime_type (formats, "text/uri-list"))
    {
      gdk_clipboard_read_value_async (clipboard, GDK_TYPE_FILE_LIST, G_PRIORITY_DEFAULT, NULL,
                                      on_files_read_cb, g_object_ref (self));
      return TRUE;
    }

  /* Words that were copied with a picture of them are still words. */
  if (gdk_content_formats_contain_gtype (formats, G_TYPE_STRING) ||
      gdk_content_formats_contain_mime_type (formats, "text/plain;charset=utf-8") ||
      (!gdk_content_formats_contain_gtype (formats, GDK_TYPE_TEXTURE) &&
       !gdk_content_formats_contain_mime_type (formats, PICTURE[0])))
    return FALSE;

  gdk_clipboard_read_async (clipboard, (const char **) PICTURE, G_PRIORITY_DEFAULT, NULL,
                            on_stream_cb, g_object_ref (self));
  return TRUE;
}

static void
kp_file_picker_get_property (GObject *object,
                             guint prop_id,
                             GValue *value,
                             GParamSpec *pspec)
{
  switch ((KpFilePickerProperty) prop_id)
    {
    case PROP_BUSY:
      g_value_set_boolean (value, KP_FILE_PICKER (object)->n_copying > 0);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_file_picker_finalize (GObject *object)
{
  KpFilePicker *self = KP_FILE_PICKER (object);

  g_clear_weak_pointer (&self->widget);
  g_clear_object (&self->client);
  g_clear_pointer (&self->types, g_strfreev);
  g_free (self->limits);
  g_queue_clear_full (&self->waiting, g_object_unref);

  G_OBJECT_CLASS (kp_file_picker_parent_class)->finalize (object);
}

static void
kp_file_picker_class_init (KpFilePickerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_file_picker_get_property;
  object_class->finalize = kp_file_picker_finalize;

  properties[PROP_BUSY] =
    g_param_spec_boolean ("busy", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_ADDED] = g_signal_new ("added", KP_TYPE_FILE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                        NULL, NULL, G_TYPE_NONE, 1, KP_TYPE_ATTACHMENT);
}

static void
kp_file_picker_init (KpFilePicker *self)
{
  self->room = KP_LIMIT_ATTACHMENTS;
  self->limits = kp_file_text_limits ();
}

KpFilePicker *
kp_file_picker_new (GtkWidget *widget)
{
  KpFilePicker *self = g_object_new (KP_TYPE_FILE_PICKER, NULL);

  g_set_weak_pointer (&self->widget, widget);

  return self;
}

void
kp_file_picker_set_client (KpFilePicker *self,
                           KpClient *client)
{
  g_return_if_fail (KP_IS_FILE_PICKER (self));

  g_set_object (&self->client, client);
}

void
kp_file_picker_set_types (KpFilePicker *self,
                          const char *const *types)
{
  g_return_if_fail (KP_IS_FILE_PICKER (self));

  g_strfreev (self->types);
  self->types = g_strdupv ((char **) types);
}

void
kp_file_picker_set_limits (KpFilePicker *self,
                           const char *limits)
{
  g_return_if_fail (KP_IS_FILE_PICKER (self));
  g_return_if_fail (limits != NULL);

  g_set_str (&self->limits, limits);
}

void
kp_file_picker_set_room (KpFilePicker *self,
                         guint room)
{
  g_return_if_fail (KP_IS_FILE_PICKER (self));

  self->room = room;
}

GVariant *
kp_file_picker_make_argument (GListModel *chosen)
{
  const guint n = g_list_model_get_n_items (chosen);
  GVariantBuilder builder;

  if (n == 0)
    return NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("aa{sv}"));
  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpAttachment) file = g_list_model_get_item (chosen, i);

      g_variant_builder_add_value (&builder, kp_attachment_to_variant (file, NULL));
    }

  return g_variant_builder_end (&builder);
}
