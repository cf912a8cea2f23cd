/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was typed leaves the field only when it is durable in the outbox.
 */

#include "kp-conversation.h"

#include "kp-attachment-list.h"
#include "kp-file-picker.h"
#include "kp-limits.h"
#include "kp-page.h"
#include "kp-sync-mark.h"
#include "kp-text-view.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpConversation
{
  AdwBin parent_instance;

  GtkTextView *text;             /* (template child) */
  GtkWidget *placeholder;        /* (template child) */
  GtkWidget *scroller;           /* (template child) */
  GtkWidget *attach_button;      /* (template child) */
  KpAttachmentList *chosen_list; /* (template child) */
  KpFilePicker *picker;          /* (owned) */
  KpClient *client;              /* (owned) (nullable) */
  KpRequest *request;            /* (owned) (nullable) */
  KpQueryModel *messages;        /* (owned) (nullable) */
  KpQueryModel *files;           /* (owned) (nullable): of KpAttachment */
  KpUnsent *unsent;              /* (owned) (nullable): what will be sent next */
  GBinding *typed;               /* (unowned) (nullable): its text is that of the field */
  gboolean internal;             /* notes of the office instead of messages */
};

typedef enum
{
  PROP_MESSAGES = 1,
  PROP_MAY_WRITE,
  PROP_PLACEHOLDER,
  PROP_SEND_LABEL,
  PROP_EMPTY_TITLE,
  PROP_EMPTY_TEXT,
  PROP_INTERNAL,
  PROP_MAY_ATTACH
} KpConversationProperty;

static GParamSpec *properties[PROP_MAY_ATTACH + 1];

G_DEFINE_FINAL_TYPE (KpConversation, kp_conversation, ADW_TYPE_BIN)

static gboolean
can (KpConversation *self,
     const char *kind)
{
  return self->request != NULL && kp_record_get_ready (KP_RECORD (self->request)) &&
         kp_client_can (self->client, KP_RECORD (self->request), kind);
}

static gboolean
answers (KpConversation *self)
{
  return !self->internal && can (self, "request.answer");
}

/* Returns: what sending queues */
static const char *
choose_kind (KpConversation *self)
{
  if (self->internal)
    return "request.note@1";

  return answers (self) ? "request.answer@1" : "request.comment@1";
}

static char *
dup_typed (KpConversation *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);

  return gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
}

/* Returns: (transfer none) (nullable): of KpAttachment: what goes along */
static GListModel *
get_chosen (KpConversation *self)
{
  return self->unsent != NULL ? G_LIST_MODEL (kp_unsent_get_files (self->unsent)) : NULL;
}

static void
update (KpConversation *self)
{
  g_autofree char *typed = dup_typed (self);
  g_autofree char *words = g_strstrip (g_strdup (typed));
  guint n_chosen = self->unsent != NULL ? g_list_model_get_n_items (get_chosen (self)) : 0;
  gboolean sending = self->unsent != NULL && kp_unsent_get_sending (self->unsent);
  gboolean copying;

  g_object_get (self->picker, "busy", &copying, NULL);
  gtk_widget_set_visible (self->placeholder, *typed == '\0');
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.send",
                                 (*words != '\0' || n_chosen > 0) && !sending && !copying);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "conversation.attach",
                                 n_chosen < KP_LIMIT_ATTACHMENTS && !sending);
  kp_file_picker_set_room (self->picker, KP_LIMIT_ATTACHMENTS - n_chosen);
  gtk_text_view_set_editable (self->text, !sending);
}

/* Returns: (transfer full): what the button says, and the keys that do the same */
static char *
describe_send_cb (GObject *object,
                  const char *label)
{
  return g_strdup_printf (_ ("%s (Ctrl+Enter)"), label);
}

static void
on_typed_cb (KpConversation *self)
{
  update (self);
}

static void
on_file_added_cb (KpConversation *self,
                  KpAttachment *attachment)
{
  if (self->unsent != NULL)
    g_list_store_append (kp_unsent_get_files (self->unsent), attachment);
}

static void
on_file_removed_cb (KpConversation *self,
                    KpAttachment *attachment)
{
  GListStore *chosen = self->unsent != NULL ? kp_unsent_get_files (self->unsent) : NULL;
  guint position;

  if (chosen == NULL || !g_list_store_find (chosen, attachment, &position))
    return;

  kp_client_drop_file (self->client, kp_record_get_id (KP_RECORD (attachment)));
  g_list_store_remove (chosen, position);
  gtk_widget_grab_focus (self->attach_button);
}

static void
on_paste_cb (KpConversation *self,
             GtkTextView *text)
{
  if (!self->internal && kp_file_picker_paste (self->picker))
    g_signal_stop_emission_by_name (text, "paste-clipboard");
}

static void
on_request_changed_cb (KpConversation *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAY_WRITE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLACEHOLDER]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_SEND_LABEL]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
}

/* A conversation is read from its newest message. */
static void
on_messages_changed_cb (KpConversation *self)
{
  GtkAdjustment *adjustment =
    gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));

  gtk_adjustment_set_value (adjustment, gtk_adjustment_get_upper (adjustment));
}

static void
on_upper_cb (GtkAdjustment *adjustment,
             GParamSpec *pspec,
             KpConversation *self)
{
  on_messages_changed_cb (self);
}

/* Words on their way to the outbox; the page may show another request, or be gone, by then. */
typedef struct
{
  KpConversation *conversation; /* (owned) */
  KpUnsent *unsent;             /* (owned) */
} Sending;

static void
on_sent_cb (GObject *source_object,
            GAsyncResult *result,
            gpointer user_data)
{
  Sending *sending = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (id != NULL)
    kp_unsent_clear (sending->unsent);
  else if (gtk_widget_get_root (GTK_WIDGET (sending->conversation)) != NULL)
    kp_page_say_error (GTK_WIDGET (sending->conversation), error);
  kp_unsent_set_sending (sending->unsent, FALSE);

  g_object_unref (sending->unsent);
  g_object_unref (sending->conversation);
  g_free (sending);
}

/* What a message says that has files and no words. */
static const char *
choose_words (KpConversation *self,
              const char *typed)
{
  g_autofree char *words = g_strstrip (g_strdup (typed));

  if (*words != '\0')
    return typed;

  /* Translators: the words of a message whose author wrote none */
  return ngettext ("See the attached file.", "See the attached files.",
                   g_list_model_get_n_items (get_chosen (self)));
}

static void
activate_attach (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  kp_file_picker_choose (KP_CONVERSATION (widget)->picker);
}

static void
activate_send (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpConversation *self = KP_CONVERSATION (widget);
  g_autofree char *typed = dup_typed (self);
  Sending *sending = NULL;
  GVariantDict arguments;
  GVariant *files;

  if (self->request == NULL)
    return;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", kp_record_get_id (KP_RECORD (self->request)));
  g_variant_dict_insert (&arguments, "text", "s", choose_words (self, typed));
  files = kp_file_picker_make_argument (get_chosen (self));
  if (files != NULL)
    g_variant_dict_insert_value (&arguments, "attachments", files);

  sending = g_new0 (Sending, 1);
  sending->conversation = g_object_ref (self);
  sending->unsent = g_object_ref (self->unsent);
  kp_unsent_set_sending (self->unsent, TRUE);
  kp_client_perform_async (self->client, choose_kind (self), g_variant_dict_end (&arguments),
                           on_sent_cb, sending);
}

/* Closures of the template. */

static char *
choose_view_cb (gpointer object,
                guint n_items)
{
  return g_strdup (n_items > 0 ? "messages" : "empty");
}

static gboolean
negate_cb (gpointer object,
           gboolean value)
{
  return !value;
}

static GtkAlign
choose_side_cb (gpointer object,
                gboolean mine)
{
  return mine ? GTK_ALIGN_END : GTK_ALIGN_START;
}

static GStrv
choose_classes_cb (gpointer object,
                   gboolean mine)
{
  const char *classes[] = { "kp-bubble", mine ? "mine" : NULL, NULL };

  return g_strdupv ((GStrv) classes);
}

/* Returns: (transfer none) (nullable): what the author did with these words, beside saying them */
static const char *
find_deed (const char *kind)
{
  static const char *const DEEDS[][2] = {
    { "blocked", N_ ("put on hold") },
    { "cancelled", N_ ("cancelled") },
    { "reopened", N_ ("reopened") },
  };

  for (gsize i = 0; i < G_N_ELEMENTS (DEEDS); i++)
    {
      if (g_strcmp0 (kind, DEEDS[i][0]) == 0)
        return _ (DEEDS[i][1]);
    }

  return NULL;
}

static char *
describe_author_cb (gpointer object,
                    gboolean mine,
                    const char *name,
                    const char *kind)
{
  const char *author = mine ? _ ("You") : name;
  const char *deed = find_deed (kind);

  if (deed == NULL)
    return g_strdup (author);

  return g_strdup_printf ("%s · %s", author != NULL ? author : "", deed);
}

static char *
describe_moment_cb (gpointer object,
                    gint64 at)
{
  return kp_time_text_moment (at, g_get_real_time () / 1000);
}

static char *
describe_message_cb (gpointer object,
                     gboolean mine,
                     const char *name,
                     gint64 at,
                     const char *text,
                     const char *kind)
{
  g_autofree char *moment = describe_moment_cb (object, at);
  g_autofree char *author = describe_author_cb (object, mine, name, kind);

  /* Translators: a message for a screen reader: author, time, words */
  return g_strdup_printf (_ ("%s, %s: %s"), author != NULL ? author : "", moment,
                          text != NULL ? text : "");
}

static void
kp_conversation_get_property (GObject *object,
                              guint prop_id,
                              GValue *value,
                              GParamSpec *pspec)
{
  KpConversation *self = KP_CONVERSATION (object);

  switch ((KpConversationProperty) prop_id)
    {
    case PROP_MESSAGES:
      g_value_set_object (value, self->messages);
      break;

    case PROP_MAY_WRITE:
      g_value_set_boolean (value, can (self, self->internal ? "request.note" : "request.comment"));
      break;

    case PROP_PLACEHOLDER:
      if (self->internal)
        g_value_set_string (value, _ ("Write a note…"));
      else
        g_value_set_string (value,
                            answers (self) ? _ ("Answer the office…") : _ ("Write a message…"));
      break;

    case PROP_SEND_LABEL:
      if (self->internal)
        g_value_set_string (value, _ ("Add Note"));
      else
        g_value_set_string (value, answers (self) ? _ ("Send Answer") : _ ("Send"));
      break;

    case PROP_EMPTY_TITLE:
      g_value_set_string (value, self->internal ? _ ("No Notes Yet") : _ ("No Messages Yet"));
      break;

    case PROP_EMPTY_TEXT:
      if (self->internal)
        g_value_set_string (value, _ ("What the office notes here is never shown to customers."));
      else if (self->client != NULL && kp_client_get_is_staff (self->client))
        g_value_set_string (value, _ ("What you and the customer write to each other about this "
                                      "request appears here."));
      else if (can (self, "request.comment"))
        g_value_set_string (value, _ ("What you and the office write to each other about this "
                                      "request appears here."));
      else
        g_value_set_string (value, _ ("What is written about this request appears here."));
      break;

    case PROP_INTERNAL:
      g_value_set_boolean (value, self->internal);
      break;

    case PROP_MAY_ATTACH:
      g_value_set_boolean (value, !self->internal);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_conversation_set_property (GObject *object,
                              guint prop_id,
                              const GValue *value,
                              GParamSpec *pspec)
{
  if (prop_id != PROP_INTERNAL)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  /* The template has asked for what depends on it before it is set. */
  KP_CONVERSATION (object)->internal = g_value_get_boolean (value);
  for (guint i = PROP_PLACEHOLDER; i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (object, properties[i]);
}

static void
kp_conversation_constructed (GObject *object)
{
  KpConversation *self = KP_CONVERSATION (object);

  G_OBJECT_CLASS (kp_conversation_parent_class)->constructed (object);

  if (!self->internal)
    kp_file_picker_accept_drops (self->picker, GTK_WIDGET (self));
}

static void
kp_conversation_dispose (GObject *object)
{
  KpConversation *self = KP_CONVERSATION (object);

  g_clear_pointer (&self->typed, g_binding_unbind);
  if (self->unsent != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->unsent, update, self);
      g_signal_handlers_disconnect_by_func (get_chosen (self), update, self);
    }
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_CONVERSATION);
  g_clear_object (&self->picker);
  g_clear_object (&self->unsent);
  g_clear_object (&self->files);
  g_clear_object (&self->messages);
  g_clear_object (&self->request);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_conversation_parent_class)->dispose (object);
}

static void
kp_conversation_class_init (KpConversationClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_conversation_get_property;
  object_class->set_property = kp_conversation_set_property;
  object_class->constructed = kp_conversation_constructed;
  object_class->dispose = kp_conversation_dispose;

  properties[PROP_MESSAGES] =
    g_param_spec_object ("messages", NULL, NULL, KP_TYPE_QUERY_MODEL, flags);
  properties[PROP_MAY_WRITE] = g_param_spec_boolean ("may-write", NULL, NULL, FALSE, flags);
  properties[PROP_PLACEHOLDER] = g_param_spec_string ("placeholder", NULL, NULL, NULL, flags);
  properties[PROP_SEND_LABEL] = g_param_spec_string ("send-label", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TITLE] = g_param_spec_string ("empty-title", NULL, NULL, NULL, flags);
  properties[PROP_EMPTY_TEXT] = g_param_spec_string ("empty-text", NULL, NULL, NULL, flags);
  properties[PROP_INTERNAL] =
    g_param_spec_boolean ("internal", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAY_ATTACH] = g_param_spec_boolean ("may-attach", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_ATTACHMENT_LIST);
  g_type_ensure (KP_TYPE_MESSAGE);
  g_type_ensure (KP_TYPE_SYNC_MARK);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-conversation.ui");
  gtk_widget_class_bind_template_child (widget_class, KpConversation, text);
  gtk_widget_class_bind_template_child (widget_class, KpConversation, placeholder);
  gtk_widget_class_bind_template_child (widget_class, KpConversation, scroller);
  gtk_widget_class_bind_template_child (widget_class, KpConversation, attach_button);
  gtk_widget_class_bind_template_child (widget_class, KpConversation, chosen_list);
  gtk_widget_class_bind_template_callback (widget_class, on_file_removed_cb);
  gtk_widget_class_bind_template_callback (widget_class, on_paste_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_send_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_view_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_side_cb);
  gtk_widget_class_bind_template_callback (widget_class, negate_cb);
  gtk_widget_class_bind_template_callback (widget_class, choose_classes_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_author_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_moment_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_message_cb);

  gtk_widget_class_install_action (widget_class, "conversation.attach", NULL, activate_attach);
  gtk_widget_class_install_action (widget_class, "conversation.send", NULL, activate_send);
}

static void
kp_conversation_init (KpConversation *self)
{
  GtkAdjustment *adjustment;

  self->picker = kp_file_picker_new (GTK_WIDGET (self));
  g_signal_connect_object (self->picker, "added", G_CALLBACK (on_file_added_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->picker, "notify::busy", G_CALLBACK (on_typed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_text_view_set_action (self->text, "conversation.send");

  g_signal_connect_object (gtk_text_view_get_buffer (self->text), "changed",
                           G_CALLBACK (on_typed_cb), self, G_CONNECT_SWAPPED);
  adjustment = gtk_scrolled_window_get_vadjustment (GTK_SCROLLED_WINDOW (self->scroller));
  g_signal_connect_object (adjustment, "notify::upper", G_CALLBACK (on_upper_cb), self, 0);
  update (self);
}

/* What was typed and chosen for a request stays with the client, and comes back with it. */
static void
exchange_unsent (KpConversation *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (self->text);

  g_clear_pointer (&self->typed, g_binding_unbind);
  if (self->unsent != NULL)
    {
      g_signal_handlers_disconnect_by_func (self->unsent, update, self);
      g_signal_handlers_disconnect_by_func (get_chosen (self), update, self);
      g_clear_object (&self->unsent);
    }
  if (self->request == NULL)
    {
      gtk_text_buffer_set_text (buffer, "", -1);
      return;
    }

  self->unsent = g_object_ref (kp_client_get_unsent (
    self->client, kp_record_get_id (KP_RECORD (self->request)), self->internal));
  self->typed = g_object_bind_property (self->unsent, "text", buffer, "text",
                                        G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_object (self->unsent, "notify::sending", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (get_chosen (self), "items-changed", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
}

void
kp_conversation_set_request (KpConversation *self,
                             KpClient *client,
                             KpRequest *request)
{
  g_return_if_fail (KP_IS_CONVERSATION (self));

  if (self->request == request)
    return;

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, on_request_changed_cb, self);
  g_set_object (&self->client, client);
  g_set_object (&self->request, request);
  g_clear_object (&self->messages);
  g_clear_object (&self->files);
  kp_file_picker_set_client (self->picker, client);
  exchange_unsent (self);
  kp_attachment_list_show (self->chosen_list, client, get_chosen (self));

  if (request != NULL)
    {
      if (!self->internal)
        self->files =
          kp_client_list_attachments (client, kp_record_get_id (KP_RECORD (request)));
      self->messages =
        (self->internal ? kp_client_list_notes
                        : kp_client_list_messages) (client, kp_record_get_id (KP_RECORD (request)));
      g_signal_connect_object (request, "notify", G_CALLBACK (on_request_changed_cb), self,
                               G_CONNECT_SWAPPED);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MESSAGES]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_EMPTY_TEXT]);
  on_request_changed_cb (self);
}

KpClient *
kp_conversation_get_client (KpConversation *self)
{
  g_return_val_if_fail (KP_IS_CONVERSATION (self), NULL);

  return self->client;
}

GListModel *
kp_conversation_get_files (KpConversation *self)
{
  g_return_val_if_fail (KP_IS_CONVERSATION (self), NULL);

  return G_LIST_MODEL (self->files);
}

void
kp_conversation_attach (KpConversation *self,
                        GFile *file)
{
  g_return_if_fail (KP_IS_CONVERSATION (self));

  kp_file_picker_add (self->picker, file);
}

gboolean
kp_conversation_write (KpConversation *self)
{
  g_return_val_if_fail (KP_IS_CONVERSATION (self), FALSE);

  return can (self, "request.comment") && gtk_widget_grab_focus (GTK_WIDGET (self->text));
}
