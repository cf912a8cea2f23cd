/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * There are at most a few files, so the rows are made anew whenever the list changes; objects that
 * stay keep their rows.
 */

#include "kp-attachment-list.h"

#include "kp-attachment-row.h"
#include "kp-conversation.h"

struct _KpAttachmentList
{
  AdwBin parent_instance;

  GtkBox *box;        /* (unowned): the child */
  KpClient *client;   /* (owned) (nullable) */
  GListModel *source; /* (owned) (nullable): of KpAttachment */
  char *message;      /* (owned) (nullable) */
};

typedef enum
{
  PROP_MESSAGE = 1
} KpAttachmentListProperty;

static GParamSpec *properties[PROP_MESSAGE + 1];

enum
{
  SIGNAL_REMOVED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpAttachmentList, kp_attachment_list, ADW_TYPE_BIN)

static void
on_removed_cb (KpAttachmentList *self,
               KpAttachmentRow *row)
{
  g_signal_emit (self, signals[SIGNAL_REMOVED], 0, kp_attachment_row_get_attachment (row));
}

/* Returns: (nullable): the row of @attachment from @child on */
static GtkWidget *
find_row (GtkWidget *child,
          KpAttachment *attachment)
{
  while (child != NULL &&
         kp_attachment_row_get_attachment (KP_ATTACHMENT_ROW (child)) != attachment)
    child = gtk_widget_get_next_sibling (child);

  return child;
}

static GtkWidget *
make_row (KpAttachmentList *self,
          KpAttachment *attachment)
{
  GtkWidget *row = kp_attachment_row_new (self->client, attachment);

  g_signal_connect_object (row, "removed", G_CALLBACK (on_removed_cb), self, G_CONNECT_SWAPPED);

  return row;
}

static gboolean
is_shown (KpAttachmentList *self,
          KpAttachment *attachment)
{
  /* Rows come before what they show. */
  if (!kp_record_get_ready (KP_RECORD (attachment)))
    return FALSE;

  return self->message == NULL ||
         g_strcmp0 (kp_attachment_get_message_id (attachment), self->message) == 0;
}

/* Keeps the rows of what stays, so that neither focus nor progress is lost. */
static void
fill (KpAttachmentList *self)
{
  guint n = self->source != NULL ? g_list_model_get_n_items (self->source) : 0;
  GtkWidget *last = NULL;
  GtkWidget *next;

  for (guint i = 0; i < n; i++)
    {
      g_autoptr (KpAttachment) attachment = g_list_model_get_item (self->source, i);
      GtkWidget *row;

      if (!is_shown (self, attachment))
        continue;

      row = find_row (gtk_widget_get_first_child (GTK_WIDGET (self->box)), attachment);
      if (row == NULL)
        {
          row = make_row (self, attachment);
          gtk_box_append (self->box, row);
        }
      gtk_box_reorder_child_after (self->box, row, last);
      last = row;
    }

  next = last != NULL ? gtk_widget_get_next_sibling (last)
                      : gtk_widget_get_first_child (GTK_WIDGET (self->box));
  while (next != NULL)
    {
      GtkWidget *gone = next;

      next = gtk_widget_get_next_sibling (gone);
      gtk_box_remove (self->box, gone);
    }

  gtk_widget_set_visible (GTK_WIDGET (self->box), last != NULL);
}

static void
on_items_changed_cb (KpAttachmentList *self)
{
  fill (self);
}

static void
on_item_ready_cb (KpAttachmentList *self)
{
  fill (self);
}

static void
watch_items (KpAttachmentList *self,
             guint position,
             guint n_added)
{
  for (guint i = 0; i < n_added; i++)
    {
      g_autoptr (KpRecord) record = g_list_model_get_item (self->source, position + i);

      if (!kp_record_get_ready (record))
        g_signal_connect_object (record, "notify::ready", G_CALLBACK (on_item_ready_cb), self,
                                 G_CONNECT_SWAPPED);
    }
}

static void
on_source_changed_cb (GListModel *source,
                      guint position,
                      guint n_removed,
                      guint n_added,
                      KpAttachmentList *self)
{
  watch_items (self, position, n_added);
  on_items_changed_cb (self);
}

static void
take_conversation (KpAttachmentList *self)
{
  GtkWidget *conversation = gtk_widget_get_ancestor (GTK_WIDGET (self), KP_TYPE_CONVERSATION);

  if (conversation != NULL && self->message != NULL)
    kp_attachment_list_show (self, kp_conversation_get_client (KP_CONVERSATION (conversation)),
                             kp_conversation_get_files (KP_CONVERSATION (conversation)));
}

static void
kp_attachment_list_root (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kp_attachment_list_parent_class)->root (widget);

  take_conversation (KP_ATTACHMENT_LIST (widget));
}

static void
kp_attachment_list_get_property (GObject *object,
                                 guint prop_id,
                                 GValue *value,
                                 GParamSpec *pspec)
{
  switch ((KpAttachmentListProperty) prop_id)
    {
    case PROP_MESSAGE:
      g_value_set_string (value, KP_ATTACHMENT_LIST (object)->message);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_attachment_list_set_property (GObject *object,
                                 guint prop_id,
                                 const GValue *value,
                                 GParamSpec *pspec)
{
  KpAttachmentList *self = KP_ATTACHMENT_LIST (object);

  if (prop_id != PROP_MESSAGE)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (!g_set_str (&self->message, g_value_get_string (value)))
    return;

  take_conversation (self);
  fill (self);
}

static void
kp_attachment_list_dispose (GObject *object)
{
  KpAttachmentList *self = KP_ATTACHMENT_LIST (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->source);
  g_clear_object (&self->client);
  g_clear_pointer (&self->message, g_free);

  G_OBJECT_CLASS (kp_attachment_list_parent_class)->dispose (object);
}

static void
kp_attachment_list_class_init (KpAttachmentListClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_attachment_list_get_property;
  object_class->set_property = kp_attachment_list_set_property;
  object_class->dispose = kp_attachment_list_dispose;
  GTK_WIDGET_CLASS (klass)->root = kp_attachment_list_root;

  properties[PROP_MESSAGE] =
    g_param_spec_string ("message", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_REMOVED] = g_signal_new ("removed", KP_TYPE_ATTACHMENT_LIST, G_SIGNAL_RUN_LAST, 0,
                                          NULL, NULL, NULL, G_TYPE_NONE, 1, KP_TYPE_ATTACHMENT);
}

static void
kp_attachment_list_init (KpAttachmentList *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 3);

  self->box = GTK_BOX (box);
  gtk_widget_set_visible (box, FALSE);
  adw_bin_set_child (ADW_BIN (self), box);
}

void
kp_attachment_list_show (KpAttachmentList *self,
                         KpClient *client,
                         GListModel *files)
{
  g_return_if_fail (KP_IS_ATTACHMENT_LIST (self));

  if (self->source == files)
    return;

  if (self->source != NULL)
    g_signal_handlers_disconnect_by_func (self->source, on_source_changed_cb, self);
  g_set_object (&self->client, client);
  g_set_object (&self->source, files);
  if (files != NULL)
    {
      g_signal_connect_object (files, "items-changed", G_CALLBACK (on_source_changed_cb), self, 0);
      watch_items (self, 0, g_list_model_get_n_items (files));
    }

  fill (self);
}
