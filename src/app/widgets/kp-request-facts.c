/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rebuilt from the request whenever it changes: a dozen labels, and no state of their own.
 */

#include "kp-request-facts.h"

#include "kp-attachment-list.h"
#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-reason-dialog.h"
#include "kp-request-progress.h"
#include "kp-status-pill.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpRequestFacts
{
  AdwBin parent_instance;

  KpStatusPill *pill;           /* (template child) */
  GtkLabel *sentence;           /* (template child) */
  GtkLabel *declined;           /* (template child) */
  KpRequestProgress *progress;  /* (template child) */
  AdwPreferencesGroup *details; /* (template child) */
  GtkBox *answers;              /* (template child) */
  GtkWidget *missing;           /* (template child) */
  GtkBox *groups;               /* (template child): holds all of them */
  GtkWidget *state_group;       /* (template child) */
  GPtrArray *detail_rows;       /* (owned): unowned rows of details */
  KpClient *client;             /* (owned) (nullable) */
  KpRequest *request;           /* (owned) (nullable) */
  KpWorkOrder *order;           /* (owned) (nullable): of the request */
  GtkTextBuffer *typed;         /* (owned): why it is reopened, until that is durable */
  KpQueryModel *answer_list;    /* (owned) (nullable) */
  GtkWidget *files_group;       /* (template child) */
  KpAttachmentList *file_list;  /* (template child) */
  KpQueryModel *files;          /* (owned) (nullable): of the request and its messages */
};

typedef enum
{
  PROP_MAY_WITHDRAW = 1,
  PROP_MAY_CONFIRM,
  PROP_MAY_REOPEN
} KpRequestFactsProperty;

static GParamSpec *properties[PROP_MAY_REOPEN + 1];

G_DEFINE_FINAL_TYPE (KpRequestFacts, kp_request_facts, ADW_TYPE_BIN)

static gboolean
is_known (const char *text)
{
  return text != NULL && *text != '\0';
}

static gboolean
is_sent (KpRequest *request)
{
  return is_known (kp_request_get_number (request)) ||
         kp_request_get_sync (request) == KP_SYNC_CONFIRMED;
}

/* What the state means for whoever reads it; states are open sets, so an unknown one says nothing.
 */
static const char *
get_sentence (KpRequest *request)
{
  static const char *const SENTENCES[][2] = {
    { "submitted", N_ ("The office has received it and will look at it.") },
    { "in_review", N_ ("The office is looking at it.") },
    { "needs_information", N_ ("The office needs an answer from you before it can go on.") },
    { "accepted", N_ ("The office made a work order of it.") },
    { "new", N_ ("The office made a work order of it.") },
    { "planned", N_ ("The work is planned.") },
    { "in_progress", N_ ("The work is in progress.") },
    { "blocked", N_ ("The work has stopped for a while.") },
    { "done", N_ ("The work is done. Confirm it, or say what is not right yet.") },
    { "confirmed", N_ ("The work is done, and that was confirmed.") },
    { "declined", N_ ("The office will not carry it out.") },
    { "withdrawn", N_ ("It was withdrawn. Nothing more happens with it.") },
    { "cancelled", N_ ("It was cancelled. Nothing more happens with it.") },
  };

  if (!is_sent (request))
    return _ (
      "It is kept on this computer and goes to the office as soon as there is a connection.");

  for (gsize i = 0; i < G_N_ELEMENTS (SENTENCES); i++)
    {
      if (g_strcmp0 (SENTENCES[i][0], kp_request_get_state (request)) == 0)
        return _ (SENTENCES[i][1]);
    }

  return "";
}

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static void
show_files (KpRequestFacts *self)
{
  gtk_widget_set_visible (self->files_group,
                          g_list_model_get_n_items (G_LIST_MODEL (self->files)) > 0);
}

/* The work order. */

static gboolean
can_order (KpRequestFacts *self,
           const char *kind)
{
  return self->order != NULL && kp_record_get_ready (KP_RECORD (self->order)) &&
         kp_client_can (self->client, KP_RECORD (self->order), kind);
}

static void
tell_may (KpRequestFacts *self)
{
  for (guint i = PROP_MAY_WITHDRAW; i < G_N_ELEMENTS (properties); i++)
    g_object_notify_by_pspec (G_OBJECT (self), properties[i]);
}

static void
let_go_of_order (KpRequestFacts *self)
{
  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, tell_may, self);
  g_clear_object (&self->order);
}

static void
follow_order (KpRequestFacts *self)
{
  const char *id = kp_request_get_work_order_id (self->request);

  if (self->order != NULL && g_strcmp0 (kp_record_get_id (KP_RECORD (self->order)), id) == 0)
    return;

  let_go_of_order (self);
  if (!is_known (id))
    return;

  self->order = kp_client_get_work_order (self->client, id);
  g_signal_connect_object (self->order, "notify", G_CALLBACK (tell_may), self, G_CONNECT_SWAPPED);
}

static void
on_order_moved_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (KpRequestFacts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (id == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    gtk_text_buffer_set_text (self->typed, "", -1);
}

/* @text: (nullable): the reason */
static void
move_order (KpRequestFacts *self,
            const char *kind,
            const char *text)
{
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "work_order", "s", kp_record_get_id (KP_RECORD (self->order)));
  if (text != NULL)
    g_variant_dict_insert (&arguments, "text", "s", text);
  kp_client_perform_async (self->client, kind, g_variant_dict_end (&arguments), on_order_moved_cb,
                           g_object_ref (self));
}

static void
activate_confirm (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpRequestFacts *self = KP_REQUEST_FACTS (widget);

  if (can_order (self, "work_order.confirm"))
    move_order (self, "work_order.confirm@1", NULL);
}

static void
on_reopen_answered_cb (KpRequestFacts *self,
                       const char *response)
{
  g_autofree char *text = kp_reason_dialog_dup_text (self->typed);

  if (g_str_equal (response, KP_REASON_GO) && can_order (self, "work_order.reopen"))
    move_order (self, "work_order.reopen@1", text);
}

static void
activate_reopen (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  const KpReasonTexts texts = {
    .heading = _ ("Reopen This Request?"),
    .body = _ ("The office reads what is not right yet, and goes on with the work."),
    .go = _ ("Reopen"),
    .label = _ ("What is not right yet"),
  };
  KpRequestFacts *self = KP_REQUEST_FACTS (widget);
  AdwAlertDialog *dialog = kp_reason_dialog_new (&texts, self->typed, NULL);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_reopen_answered_cb), self,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (ADW_DIALOG (dialog), widget);
}

/* Details and answers. */

static void
add_property (KpRequestFacts *self,
              const char *title,
              const char *value)
{
  GtkWidget *row = NULL;

  if (!is_known (value))
    return;

  row = adw_action_row_new ();
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), value);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (self->details, row);
  g_ptr_array_add (self->detail_rows, row);
}

static void
show_details (KpRequestFacts *self)
{
  KpRequest *request = self->request;
  g_autofree char *sent = kp_time_text_moment (kp_request_get_created_at (request),
                                               g_get_real_time () / 1000);

  for (guint i = 0; i < self->detail_rows->len; i++)
    adw_preferences_group_remove (self->details, g_ptr_array_index (self->detail_rows, i));
  g_ptr_array_set_size (self->detail_rows, 0);

  add_property (self, _ ("Number"), kp_request_get_number (request));
  add_property (self, _ ("Work order"), kp_request_get_work_order_number (request));
  add_property (self, _ ("Kind"), kp_request_get_flow_name (request));
  add_property (self, _ ("Organisation"), kp_request_get_org_name (request));
  add_property (self, _ ("Requested by"), kp_request_get_requester_name (request));
  add_property (self, _ ("Entered by the office"), kp_request_get_entered_by (request));
  add_property (self, _ ("Requested on"), sent);
  add_property (self, _ ("Explanation"), kp_request_get_explanation (request));
}

static void
add_answer (AdwPreferencesGroup *group,
            KpAnswer *answer)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), kp_answer_get_label (answer));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), kp_answer_get_value (answer));
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
}

static void
show_answers (KpRequestFacts *self)
{
  GListModel *list = G_LIST_MODEL (self->answer_list);
  const char *section = NULL;
  GtkWidget *group = NULL;

  clear (self->answers);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpAnswer) answer = g_list_model_get_item (list, i);

      if (!kp_record_get_ready (KP_RECORD (answer)) || !is_known (kp_answer_get_label (answer)))
        continue;

      if (group == NULL || g_strcmp0 (section, kp_answer_get_section (answer)) != 0)
        {
          section = kp_answer_get_section (answer);
          group = adw_preferences_group_new ();
          adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group),
                                           section != NULL ? section : "");
          gtk_box_append (self->answers, group);
        }

      add_answer (ADW_PREFERENCES_GROUP (group), answer);
    }
}

/* The office reads its own words in the pill, as in its lists. */
static void
show_state (KpRequestFacts *self)
{
  KpRequest *request = self->request;
  const char *state = kp_request_get_state (request);
  const char *own = kp_client_get_is_staff (self->client)
                      ? kp_list_support_name_request_state (state)
                      : NULL;
  const char *text = own != NULL ? own : kp_request_get_status_text (request);
  const char *tone = kp_status_pill_get_tone_of_state (state);

  if (own != NULL && g_str_equal (state, "submitted"))
    tone = "accent";
  if (!is_sent (request))
    text = _ ("Not sent yet");
  g_object_set (self->pill, "text", text, "tone", is_sent (request) ? tone : "neutral", NULL);
}

static gboolean
is_here (KpRequestFacts *self)
{
  return self->request != NULL && kp_record_get_ready (KP_RECORD (self->request));
}

static void
show (KpRequestFacts *self)
{
  KpRequest *request = self->request;
  const char *decline_text = NULL;
  g_autofree char *sentence = NULL;

  /* Nothing of the request before it is shown for one that is not here. */
  gtk_widget_set_visible (GTK_WIDGET (self->groups), is_here (self));
  gtk_widget_set_visible (self->missing, !is_here (self));
  if (!is_here (self))
    return;

  /* Sentences are for the customer; staff want to know what he reads. */
  if (kp_client_get_is_staff (self->client))
    sentence = g_strdup_printf (_ ("Customer sees: “%s”"), kp_request_get_status_text (request));
  else
    sentence = g_strdup (get_sentence (request));

  decline_text = kp_request_get_decline_text (request);
  show_state (self);
  gtk_label_set_label (self->sentence, sentence);
  gtk_label_set_label (self->declined, decline_text);
  gtk_widget_set_visible (GTK_WIDGET (self->declined), is_known (decline_text));
  follow_order (self);
  show_details (self);
  tell_may (self);
}

/* Withdrawing. */

static void
on_withdrawn_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpRequestFacts) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (id == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
}

static void
on_withdraw_answered_cb (KpRequestFacts *self,
                         const char *response)
{
  GVariantDict arguments;

  if (!g_str_equal (response, "withdraw") || self->request == NULL)
    return;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", kp_record_get_id (KP_RECORD (self->request)));
  kp_client_perform_async (self->client, "request.withdraw@1", g_variant_dict_end (&arguments),
                           on_withdrawn_cb, g_object_ref (self));
}

static void
activate_withdraw (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  AdwDialog *dialog = adw_alert_dialog_new (
    _ ("Withdraw This Request?"),
    _ ("The office then does nothing with it. You can always make a new one."));

  adw_alert_dialog_add_responses (ADW_ALERT_DIALOG (dialog), "cancel", _ ("Keep Request"),
                                  "withdraw", _ ("Withdraw"), NULL);
  adw_alert_dialog_set_response_appearance (ADW_ALERT_DIALOG (dialog), "withdraw",
                                            ADW_RESPONSE_DESTRUCTIVE);
  adw_alert_dialog_set_default_response (ADW_ALERT_DIALOG (dialog), "cancel");
  adw_alert_dialog_set_close_response (ADW_ALERT_DIALOG (dialog), "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_withdraw_answered_cb), widget,
                           G_CONNECT_SWAPPED);
  adw_dialog_present (dialog, widget);
}

static void
kp_request_facts_get_property (GObject *object,
                               guint prop_id,
                               GValue *value,
                               GParamSpec *pspec)
{
  KpRequestFacts *self = KP_REQUEST_FACTS (object);

  switch ((KpRequestFactsProperty) prop_id)
    {
    case PROP_MAY_WITHDRAW:
      g_value_set_boolean (value, self->request != NULL &&
                                    kp_record_get_ready (KP_RECORD (self->request)) &&
                                    kp_client_can (self->client, KP_RECORD (self->request),
                                                   "request.withdraw"));
      break;

    case PROP_MAY_CONFIRM:
      g_value_set_boolean (value, can_order (self, "work_order.confirm"));
      break;

    case PROP_MAY_REOPEN:
      g_value_set_boolean (value, can_order (self, "work_order.reopen"));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_facts_dispose (GObject *object)
{
  KpRequestFacts *self = KP_REQUEST_FACTS (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_FACTS);
  g_clear_pointer (&self->detail_rows, g_ptr_array_unref);
  let_go_of_order (self);
  g_clear_object (&self->typed);
  g_clear_object (&self->answer_list);
  g_clear_object (&self->files);
  g_clear_object (&self->request);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_facts_parent_class)->dispose (object);
}

static void
kp_request_facts_class_init (KpRequestFactsClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_facts_get_property;
  object_class->dispose = kp_request_facts_dispose;

  properties[PROP_MAY_WITHDRAW] = g_param_spec_boolean ("may-withdraw", NULL, NULL, FALSE,
                                                        G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAY_CONFIRM] = g_param_spec_boolean ("may-confirm", NULL, NULL, FALSE,
                                                       G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MAY_REOPEN] = g_param_spec_boolean ("may-reopen", NULL, NULL, FALSE,
                                                      G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_REQUEST_PROGRESS);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  g_type_ensure (KP_TYPE_ATTACHMENT_LIST);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-facts.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, missing);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, files_group);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, file_list);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, pill);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, sentence);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, declined);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, progress);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, details);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, answers);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, groups);
  gtk_widget_class_bind_template_child (widget_class, KpRequestFacts, state_group);

  gtk_widget_class_install_action (widget_class, "facts.withdraw", NULL, activate_withdraw);
  gtk_widget_class_install_action (widget_class, "facts.confirm", NULL, activate_confirm);
  gtk_widget_class_install_action (widget_class, "facts.reopen", NULL, activate_reopen);
}

static void
kp_request_facts_init (KpRequestFacts *self)
{
  self->detail_rows = g_ptr_array_new ();
  self->typed = gtk_text_buffer_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

void
kp_request_facts_set_request (KpRequestFacts *self,
                              KpClient *client,
                              KpRequest *request)
{
  g_return_if_fail (KP_IS_REQUEST_FACTS (self));

  if (self->request == request)
    return;

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, show, self);
  g_set_object (&self->client, client);
  g_set_object (&self->request, request);
  let_go_of_order (self);
  gtk_text_buffer_set_text (self->typed, "", -1);
  g_clear_object (&self->answer_list);
  g_clear_object (&self->files);
  clear (self->answers);
  kp_request_progress_set_request (self->progress, client,
                                   request != NULL ? kp_record_get_id (KP_RECORD (request)) : NULL);

  if (request == NULL)
    {
      show (self);
      return;
    }

  /* The office reads what is asked, the customer how far it is. */
  if (kp_client_get_is_staff (client))
    gtk_box_reorder_child_after (self->groups, GTK_WIDGET (self->answers), self->state_group);

  self->files = kp_client_list_attachments (client, kp_record_get_id (KP_RECORD (request)));
  g_signal_connect_object (self->files, "items-changed", G_CALLBACK (show_files), self,
                           G_CONNECT_SWAPPED);
  kp_attachment_list_show (self->file_list, client, G_LIST_MODEL (self->files));
  show_files (self);
  self->answer_list = kp_client_list_answers (client, kp_record_get_id (KP_RECORD (request)));
  g_signal_connect_object (self->answer_list, "items-changed", G_CALLBACK (show_answers), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (request, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  show (self);
  show_answers (self);
}
