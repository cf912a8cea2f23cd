/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is typed in a question or a reason stays until it is durable or another request is selected,
 * so that neither Cancel nor a full disk costs it.
 */

#include "kp-request-review.h"

#include "kp-conversation.h"
#include "kp-file-picker.h"
#include "kp-list-support.h"
#include "kp-office-command.h"
#include "kp-page.h"
#include "kp-reason-dialog.h"
#include "kp-request-facts.h"
#include "kp-status-frame.h"

#include <glib/gi18n.h>

struct _KpRequestReview
{
  AdwBin parent_instance;

  GtkStack *pages;              /* (template child) */
  GtkWidget *frame;             /* (template child) */
  AdwViewStack *views;          /* (template child) */
  GtkWidget *buttons;           /* (template child) */
  KpRequestFacts *facts;        /* (template child) */
  KpConversation *conversation; /* (template child) */
  KpConversation *notes;        /* (template child) */
  KpClient *client;             /* (owned) (nullable) */
  KpRequest *request;           /* (owned) (nullable) */
  KpQueryModel *presence;       /* (owned) (nullable): of the request, as long as it is here */
  GtkTextBuffer *typed;         /* (owned): of the dialog, for this request */
  GListStore *chosen;           /* (owned): of KpAttachment, that go with a question, likewise */
  AdwComboRow *reason;          /* (owned) (nullable): of the last dialog to decline */
  AdwAlertDialog *dialog;       /* (unowned) (nullable): the open one, about the request */
  const char *dialog_kind;      /* what it asks about */
  guint pressed;                /* source: the buttons are held; 0 = they are not */
  gboolean decided;             /* this person accepted or declined the request just now */
  gboolean could_decide;        /* whether there was something to decide, when it was last here */
  gboolean notes_fetched;       /* asked for, with the organisation of the request */
  gboolean gone;                /* it was here, and is not */
  gboolean compact;
};

typedef enum
{
  PROP_REQUEST = 1,
  PROP_MAY_DECIDE,
  PROP_COMPACT
} KpRequestReviewProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_FINAL_TYPE (KpRequestReview, kp_request_review, ADW_TYPE_BIN)

/* Reasons to decline, in the order of the list. Codes travel, texts are for the reader. */
static const char *const REASONS[][2] = {
  { "not_ours", N_ ("Not our service") },
  { "incomplete", N_ ("Too little is known") },
  { "duplicate", N_ ("Requested before") },
  { "other", N_ ("Another reason") },
};

static gboolean
can (KpRequestReview *self,
     const char *kind)
{
  return self->request != NULL && !self->gone && kp_record_get_ready (KP_RECORD (self->request)) &&
         kp_client_can (self->client, KP_RECORD (self->request), kind);
}

static void
mark_read (KpRequestReview *self)
{
  if (self->request != NULL && kp_page_is_read (GTK_WIDGET (self)) &&
      kp_request_get_unread (self->request) &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "conversation") == 0)
    kp_client_mark_read (self->client, kp_record_get_id (KP_RECORD (self->request)));
}

/* Notes are with their organisation, not in the queue. Of which that is, the record tells. */
static void
fetch_notes (KpRequestReview *self)
{
  if (self->notes_fetched || self->request == NULL ||
      !kp_record_get_ready (KP_RECORD (self->request)) ||
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "notes") != 0)
    return;

  self->notes_fetched = TRUE;
  kp_client_pin_async (self->client, kp_request_get_org_id (self->request), NULL, NULL);
}

static gboolean
may_decide (KpRequestReview *self)
{
  return can (self, "request.accept") || can (self, "request.ask") || can (self, "request.decline");
}

/* What a colleague decided on leaves the queue, and often this computer with it, until its
 * organisation is here. */
static void
tell_of_colleague (KpRequestReview *self)
{
  gboolean possible = may_decide (self);

  if (self->gone)
    return;

  if (self->could_decide && !possible && !self->decided)
    kp_page_say (GTK_WIDGET (self),
                 g_strcmp0 (kp_request_get_state (self->request), "withdrawn") == 0
                   ? _ ("The customer has withdrawn this request")
                   : _ ("A colleague has decided on this request"));
  self->could_decide = possible;
}

static void
update (KpRequestReview *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.accept", can (self, "request.accept"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.ask", can (self, "request.ask"));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "review.decline",
                                 can (self, "request.decline"));
  if (self->dialog != NULL && !can (self, self->dialog_kind))
    kp_reason_dialog_overtake (self->dialog, self->typed);
  tell_of_colleague (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MAY_DECIDE]);
  mark_read (self);
  fetch_notes (self);
}

/* @reason, @text, @files: (nullable): arguments of the operation; @said: to the person, then */
static void
perform (KpRequestReview *self,
         const char *kind,
         const char *reason,
         const char *text,
         GVariant *files,
         const char *said)
{
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", kp_record_get_id (KP_RECORD (self->request)));
  if (reason != NULL)
    g_variant_dict_insert (&arguments, "reason", "s", reason);
  if (text != NULL)
    g_variant_dict_insert (&arguments, "text", "s", text);
  if (files != NULL)
    g_variant_dict_insert_value (&arguments, "attachments", files);

  kp_office_command_perform (GTK_WIDGET (self), self->client, kind,
                             g_variant_dict_end (&arguments), self->typed,
                             files != NULL ? self->chosen : NULL, said);
}

static void
activate_accept (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (widget);
  gboolean held = self->pressed != 0;

  /* Nor is the next request accepted by a key that is held down. */
  kp_office_hold_buttons (self->buttons, &self->pressed);
  if (held)
    return;

  self->decided = TRUE;
  perform (self, "request.accept@1", NULL, NULL, NULL, _ ("The request becomes a work order"));
}

/* The dialogs: a text that the customer reads, and for declining a reason. */

static void
present (KpRequestReview *self,
         AdwAlertDialog *dialog,
         const char *kind)
{
  g_set_weak_pointer (&self->dialog, dialog);
  self->dialog_kind = kind;
  adw_dialog_present (ADW_DIALOG (dialog), GTK_WIDGET (self));
}

static void
on_ask_answered_cb (KpRequestReview *self,
                    const char *response)
{
  g_autofree char *text = kp_reason_dialog_dup_text (self->typed);

  g_clear_weak_pointer (&self->dialog);
  if (g_str_equal (response, KP_REASON_GO) && self->request != NULL)
    perform (self, "request.ask@1", NULL, text,
             kp_file_picker_make_argument (G_LIST_MODEL (self->chosen)),
             _ ("Your question goes to the customer"));
}

static void
activate_ask (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (widget);
  const KpReasonTexts texts = {
    .heading = _ ("Ask for Information"),
    .body = _ ("The customer is told, and answers in the portal."),
    .go = _ ("Ask"),
    .label = _ ("Your question"),
  };
  AdwAlertDialog *dialog = kp_reason_dialog_new (&texts, self->typed, NULL);

  kp_reason_dialog_add_files (dialog, self->typed, self->client, self->chosen);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_ask_answered_cb), self,
                           G_CONNECT_SWAPPED);
  present (self, dialog, "request.ask");
}

static void
on_decline_answered_cb (KpRequestReview *self,
                        const char *response)
{
  guint selected = adw_combo_row_get_selected (self->reason);
  g_autofree char *text = kp_reason_dialog_dup_text (self->typed);

  g_clear_weak_pointer (&self->dialog);
  if (!g_str_equal (response, KP_REASON_GO) || self->request == NULL ||
      selected >= G_N_ELEMENTS (REASONS))
    return;

  self->decided = TRUE;
  perform (self, "request.decline@1", REASONS[selected][0], text, NULL,
           _ ("The customer is told that it is declined"));
}

static void
activate_decline (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (widget);
  const KpReasonTexts texts = {
    .heading = _ ("Decline This Request?"),
    .body = _ ("The customer reads the reason and your explanation."),
    .go = _ ("Decline"),
    .label = _ ("Explanation for the customer"),
    .destructive = TRUE,
  };
  AdwAlertDialog *dialog = NULL;
  GtkWidget *group = adw_preferences_group_new ();
  GtkWidget *row = adw_combo_row_new ();
  g_autoptr (GtkStringList) reasons = gtk_string_list_new (NULL);

  for (gsize i = 0; i < G_N_ELEMENTS (REASONS); i++)
    gtk_string_list_append (reasons, _ (REASONS[i][1]));
  g_set_object (&self->reason, ADW_COMBO_ROW (row));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Reason"));
  adw_combo_row_set_model (ADW_COMBO_ROW (row), G_LIST_MODEL (reasons));
  adw_preferences_group_add (ADW_PREFERENCES_GROUP (group), row);
  dialog = kp_reason_dialog_new (&texts, self->typed, group);
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_decline_answered_cb), self,
                           G_CONNECT_SWAPPED);
  present (self, dialog, "request.decline");
}

static void
kp_request_review_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (object);

  switch ((KpRequestReviewProperty) prop_id)
    {
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;

    case PROP_MAY_DECIDE:
      g_value_set_boolean (value, may_decide (self));
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_review_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (object);

  if (prop_id != PROP_COMPACT)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (self->compact != g_value_get_boolean (value))
    {
      self->compact = g_value_get_boolean (value);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
kp_request_review_dispose (GObject *object)
{
  KpRequestReview *self = KP_REQUEST_REVIEW (object);

  g_clear_handle_id (&self->pressed, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_REVIEW);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->reason);
  g_clear_object (&self->typed);
  g_clear_object (&self->chosen);
  g_clear_object (&self->presence);
  g_clear_object (&self->request);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_review_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "review.accept", NULL, activate_accept);
  gtk_widget_class_install_action (widget_class, "review.ask", NULL, activate_ask);
  gtk_widget_class_install_action (widget_class, "review.decline", NULL, activate_decline);
}

static void
kp_request_review_class_init (KpRequestReviewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_review_get_property;
  object_class->set_property = kp_request_review_set_property;
  object_class->dispose = kp_request_review_dispose;

  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, KP_TYPE_REQUEST,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAY_DECIDE] = g_param_spec_boolean ("may-decide", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_COMPACT] =
    g_param_spec_boolean ("compact", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_REQUEST);
  g_type_ensure (KP_TYPE_REQUEST_FACTS);
  g_type_ensure (KP_TYPE_STATUS_FRAME);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-review.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, pages);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, frame);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, buttons);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, views);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, facts);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpRequestReview, notes);
  kp_list_support_bind_closures (widget_class);
  install_actions (widget_class);
}

static void
on_window_cb (gpointer user_data)
{
  mark_read (KP_REQUEST_REVIEW (user_data));
}

static void
kp_request_review_init (KpRequestReview *self)
{
  self->typed = gtk_text_buffer_new (NULL);
  self->chosen = g_list_store_new (KP_TYPE_ATTACHMENT);
  gtk_widget_init_template (GTK_WIDGET (self));
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (update), self,
                           G_CONNECT_SWAPPED);
  update (self);
  kp_page_watch_window (GTK_WIDGET (self), on_window_cb);
}

/* The office's queue holds what is undecided; what a colleague decided on comes back with its
 * organisation, so that one can read what he did. */
static void
on_presence_changed_cb (KpRequestReview *self,
                        guint position,
                        guint removed,
                        guint added)
{
  self->gone = added == 0 && removed > 0;
  if (self->gone && !self->decided)
    kp_client_pin_async (self->client, kp_request_get_org_id (self->request), NULL, NULL);
  update (self);
}

/* A request that was decided on may leave this computer while it is being read. */
static void
show_presence (KpRequestReview *self)
{
  const char *id = self->request != NULL ? kp_record_get_id (KP_RECORD (self->request)) : NULL;

  if (self->presence != NULL)
    g_signal_handlers_disconnect_by_func (self->presence, on_presence_changed_cb, self);
  g_clear_object (&self->presence);
  if (id != NULL)
    {
      self->presence = kp_client_list_request (self->client, id);
      g_signal_connect_object (self->presence, "items-changed",
                               G_CALLBACK (on_presence_changed_cb), self, G_CONNECT_SWAPPED);
    }
  g_object_set (self->frame, "model", self->presence, NULL);
}

/* What was chosen for another request goes, as what was typed for it does. */
static void
drop_chosen (KpRequestReview *self)
{
  for (guint i = 0; i < g_list_model_get_n_items (G_LIST_MODEL (self->chosen)); i++)
    {
      g_autoptr (KpRecord) file = g_list_model_get_item (G_LIST_MODEL (self->chosen), i);

      kp_client_drop_file (self->client, kp_record_get_id (file));
    }
  g_list_store_remove_all (self->chosen);
}

void
kp_request_review_set_request (KpRequestReview *self,
                               KpClient *client,
                               KpRequest *request)
{
  g_return_if_fail (KP_IS_REQUEST_REVIEW (self));

  if (self->request == request)
    return;

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, update, self);
  /* A dialog never answers for another request than it asked about. */
  if (self->dialog != NULL)
    adw_dialog_force_close (ADW_DIALOG (self->dialog));
  self->decided = FALSE;
  self->could_decide = FALSE;
  self->notes_fetched = FALSE;
  self->gone = FALSE;
  drop_chosen (self);
  if (g_set_object (&self->client, client))
    kp_list_support_follow_online (self->frame, client);
  /* Another one is read before anything is written to its customer, or decided. */
  if (request != NULL &&
      (self->request == NULL || g_strcmp0 (kp_record_get_id (KP_RECORD (self->request)),
                                           kp_record_get_id (KP_RECORD (request))) != 0))
    adw_view_stack_set_visible_child_name (self->views, "facts");
  g_set_object (&self->request, request);
  gtk_text_buffer_set_text (self->typed, "", -1);
  kp_request_facts_set_request (self->facts, client, request);
  kp_conversation_set_request (self->conversation, client, request);
  kp_conversation_set_request (self->notes, client, request);
  gtk_stack_set_visible_child_name (self->pages, request != NULL ? "request" : "none");
  show_presence (self);
  if (request != NULL)
    g_signal_connect_object (request, "notify", G_CALLBACK (update), self, G_CONNECT_SWAPPED);

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUEST]);
  update (self);
}

KpRequest *
kp_request_review_get_request (KpRequestReview *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_REVIEW (self), NULL);

  return self->request;
}

gboolean
kp_request_review_get_decided (KpRequestReview *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_REVIEW (self), FALSE);

  return self->decided;
}

void
kp_request_review_set_decided (KpRequestReview *self,
                               const char *request_id)
{
  g_return_if_fail (KP_IS_REQUEST_REVIEW (self));

  if (self->request != NULL &&
      g_strcmp0 (kp_record_get_id (KP_RECORD (self->request)), request_id) == 0)
    self->decided = TRUE;
}

gboolean
kp_request_review_get_shows_facts (KpRequestReview *self)
{
  g_return_val_if_fail (KP_IS_REQUEST_REVIEW (self), FALSE);

  return g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "facts") == 0;
}
