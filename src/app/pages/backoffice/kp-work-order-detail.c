/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A button is there if the table of operations allows its move now. What is typed as a reason stays
 * until it is durable or another work order is shown.
 */

#include "kp-work-order-detail.h"

#include "kp-conversation.h"
#include "kp-list-support.h"
#include "kp-office-command.h"
#include "kp-page.h"
#include "kp-plan-dialog.h"
#include "kp-reason-dialog.h"
#include "kp-request-facts.h"
#include "kp-request-progress.h"
#include "kp-status-pill.h"
#include "kp-sync-mark.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

/* The moves that staff make, what follows from each state first. */
typedef enum
{
  MOVE_START = 0,
  MOVE_COMPLETE,
  MOVE_RESUME,
  MOVE_PLAN,
  MOVE_BLOCK,
  MOVE_CANCEL,
  N_MOVES
} Move;

static const struct
{
  const char *kind;
  const char *action;
  const char *label;
  const char *said; /* once it is durable */
} MOVES[N_MOVES] = {
  [MOVE_START] = { "work_order.start@1", "order.start", N_ ("Start"), N_ ("The work has started") },
  [MOVE_COMPLETE] = { "work_order.complete@1", "order.complete", N_ ("Mark as Done"),
                      N_ ("The customer is asked to confirm") },
  [MOVE_RESUME] = { "work_order.resume@1", "order.resume", N_ ("Resume"), N_ ("The work goes on") },
  [MOVE_PLAN] = { "work_order.plan@1", "order.plan", N_ ("Plan…"), N_ ("The work is planned") },
  [MOVE_BLOCK] = { "work_order.block@1", "order.block", N_ ("Put on Hold…"),
                   N_ ("The customer reads why it is on hold") },
  [MOVE_CANCEL] = { "work_order.cancel@1", "order.cancel", N_ ("Cancel Work Order…"),
                    N_ ("The customer reads why it is cancelled") },
};

struct _KpWorkOrderDetail
{
  AdwBin parent_instance;

  AdwViewStack *views;          /* (template child) */
  GtkBox *actions;              /* (template child) */
  KpRequestProgress *progress;  /* (template child) */
  KpRequestFacts *facts;        /* (template child) */
  KpConversation *conversation; /* (template child) */
  KpConversation *notes;        /* (template child) */
  GtkWidget *buttons[N_MOVES];  /* (unowned): in actions */
  KpClient *client;             /* (owned) (nullable) */
  KpWorkOrder *order;           /* (owned) (nullable) */
  KpRequest *request;           /* (owned) (nullable): of the order */
  GtkTextBuffer *typed;         /* (owned): a reason, for this order */
  AdwDialog *dialog;            /* (unowned) (nullable): the open one, about the order */
  Move dialog_move;             /* what it asks about */
  guint pressed;                /* until a second click cannot belong to the first any more */
};

typedef enum
{
  PROP_ORDER = 1,
  PROP_REQUEST
} KpWorkOrderDetailProperty;

static GParamSpec *properties[PROP_REQUEST + 1];

G_DEFINE_FINAL_TYPE (KpWorkOrderDetail, kp_work_order_detail, ADW_TYPE_BIN)

static gboolean
can (KpWorkOrderDetail *self,
     Move move)
{
  return self->order != NULL && kp_record_get_ready (KP_RECORD (self->order)) &&
         kp_client_can (self->client, KP_RECORD (self->order), MOVES[move].kind);
}

static void
mark_read (KpWorkOrderDetail *self)
{
  if (self->request != NULL && kp_page_is_read (GTK_WIDGET (self)) &&
      kp_request_get_unread (self->request) &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "conversation") == 0)
    kp_client_mark_read (self->client, kp_record_get_id (KP_RECORD (self->request)));
}

/* The office's queue holds work orders; what belongs to them comes with their organisation. */
static void
on_view_changed_cb (KpWorkOrderDetail *self)
{
  if (self->order != NULL &&
      g_strcmp0 (adw_view_stack_get_visible_child_name (self->views), "order") != 0)
    kp_client_pin_async (self->client, kp_work_order_get_org_id (self->order), NULL, NULL);
  mark_read (self);
}

/* A colleague may change the work order while a dialog about it is open. */
static void
show_in_dialog (KpWorkOrderDetail *self)
{
  if (KP_IS_PLAN_DIALOG (self->dialog))
    kp_plan_dialog_follow (KP_PLAN_DIALOG (self->dialog), can (self, MOVE_PLAN));
  else if (self->dialog != NULL && !can (self, self->dialog_move))
    kp_reason_dialog_overtake (ADW_ALERT_DIALOG (self->dialog), self->typed);
}

static void
present (KpWorkOrderDetail *self,
         AdwDialog *dialog,
         Move move)
{
  g_set_weak_pointer (&self->dialog, dialog);
  self->dialog_move = move;
  adw_dialog_present (dialog, GTK_WIDGET (self));
}

/* The first that is possible is what comes next, and stands out. */
static void
update (KpWorkOrderDetail *self)
{
  GtkWidget *focused = gtk_widget_get_focus_child (GTK_WIDGET (self->actions));
  gboolean any = FALSE;
  gboolean changed = FALSE;

  for (Move move = 0; move < N_MOVES; move++)
    {
      gboolean possible = can (self, move);

      changed |= possible != gtk_widget_get_visible (self->buttons[move]);
      gtk_widget_set_visible (self->buttons[move], possible);
      gtk_widget_action_set_enabled (GTK_WIDGET (self), MOVES[move].action, possible);
      if (possible && !any && move != MOVE_CANCEL)
        gtk_widget_add_css_class (self->buttons[move], "suggested-action");
      else
        gtk_widget_remove_css_class (self->buttons[move], "suggested-action");
      any |= possible;
    }
  gtk_widget_set_visible (GTK_WIDGET (self->actions), any);
  show_in_dialog (self);
  if (changed)
    kp_office_hold_buttons (GTK_WIDGET (self->actions), &self->pressed);
  /* Whoever pressed a button that is gone now stays with the work order; not on the next button,
   * which a second Enter would press. */
  if (focused != NULL && !gtk_widget_get_visible (focused))
    gtk_widget_child_focus (GTK_WIDGET (self->views), GTK_DIR_TAB_FORWARD);
}

/* @arguments: (transfer none): those beside the work order itself */
static void
perform (KpWorkOrderDetail *self,
         Move move,
         GVariantDict *arguments)
{
  g_variant_dict_insert (arguments, "work_order", "s", kp_record_get_id (KP_RECORD (self->order)));
  kp_office_command_perform (GTK_WIDGET (self), self->client, MOVES[move].kind,
                             g_variant_dict_end (arguments), self->typed, NULL,
                             _ (MOVES[move].said));
}

static void
activate_plain (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (widget);
  GVariantDict arguments;

  for (Move move = 0; move < N_MOVES; move++)
    {
      if (!g_str_equal (MOVES[move].action, action_name))
        continue;

      kp_office_hold_buttons (GTK_WIDGET (self->actions), &self->pressed);
      g_variant_dict_init (&arguments, NULL);
      perform (self, move, &arguments);
    }
}

static void
on_planned_cb (KpWorkOrderDetail *self,
               const char *day,
               const char *engineer)
{
  GVariantDict arguments;

  g_clear_weak_pointer (&self->dialog);
  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "planned_on", "s", day);
  g_variant_dict_insert (&arguments, "engineer", "s", engineer);
  perform (self, MOVE_PLAN, &arguments);
}

static void
activate_plan (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (widget);
  AdwDialog *dialog = kp_plan_dialog_new (self->client, self->order);

  g_signal_connect_object (dialog, "planned", G_CALLBACK (on_planned_cb), self, G_CONNECT_SWAPPED);
  present (self, dialog, MOVE_PLAN);
}

static void
move_for_a_reason (KpWorkOrderDetail *self,
                   Move move,
                   const char *response)
{
  g_autofree char *text = kp_reason_dialog_dup_text (self->typed);
  GVariantDict arguments;

  g_clear_weak_pointer (&self->dialog);
  if (!g_str_equal (response, KP_REASON_GO) || self->order == NULL)
    return;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "text", "s", text);
  perform (self, move, &arguments);
}

static void
on_block_answered_cb (KpWorkOrderDetail *self,
                      const char *response)
{
  move_for_a_reason (self, MOVE_BLOCK, response);
}

static void
activate_block (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  const KpReasonTexts texts = {
    .heading = _ ("Put Work on Hold?"),
    .body = _ ("The customer sees that the work has stopped, and reads why."),
    .go = _ ("Put on Hold"),
    .label = _ ("Reason for the customer"),
  };
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (widget);
  AdwAlertDialog *dialog = kp_reason_dialog_new (&texts, self->typed, NULL);

  g_signal_connect_object (dialog, "response", G_CALLBACK (on_block_answered_cb), self,
                           G_CONNECT_SWAPPED);
  present (self, ADW_DIALOG (dialog), MOVE_BLOCK);
}

static void
on_cancel_answered_cb (KpWorkOrderDetail *self,
                       const char *response)
{
  move_for_a_reason (self, MOVE_CANCEL, response);
}

static void
activate_cancel (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  const KpReasonTexts texts = {
    .heading = _ ("Cancel Work Order?"),
    .body = _ ("It ends here for good. The customer reads why."),
    .go = _ ("Cancel Work Order"),
    .label = _ ("Reason for the customer"),
    .destructive = TRUE,
  };
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (widget);
  AdwAlertDialog *dialog = kp_reason_dialog_new (&texts, self->typed, NULL);

  /* “Cancel” would be read as the act itself. */
  adw_alert_dialog_set_response_label (dialog, "cancel", _ ("Keep Work Order"));
  g_signal_connect_object (dialog, "response", G_CALLBACK (on_cancel_answered_cb), self,
                           G_CONNECT_SWAPPED);
  present (self, ADW_DIALOG (dialog), MOVE_CANCEL);
}

/* Closures of the template. */

static gboolean
is_known_cb (gpointer object,
             const char *text)
{
  return text != NULL && *text != '\0';
}

static char *
describe_date_cb (gpointer object,
                  const char *date)
{
  return is_known_cb (object, date) ? kp_time_text_date (date) : g_strdup (_ ("Not planned yet"));
}

static char *
describe_engineer_cb (gpointer object,
                      const char *name)
{
  return g_strdup (is_known_cb (object, name) ? name : _ ("Nobody yet"));
}

static void
kp_work_order_detail_get_property (GObject *object,
                                   guint prop_id,
                                   GValue *value,
                                   GParamSpec *pspec)
{
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (object);

  switch ((KpWorkOrderDetailProperty) prop_id)
    {
    case PROP_ORDER:
      g_value_set_object (value, self->order);
      break;

    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_work_order_detail_dispose (GObject *object)
{
  KpWorkOrderDetail *self = KP_WORK_ORDER_DETAIL (object);

  g_clear_handle_id (&self->pressed, g_source_remove);
  adw_bin_set_child (ADW_BIN (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_WORK_ORDER_DETAIL);
  g_clear_weak_pointer (&self->dialog);
  g_clear_object (&self->typed);
  g_clear_object (&self->request);
  g_clear_object (&self->order);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_work_order_detail_parent_class)->dispose (object);
}

static void
install_actions (GtkWidgetClass *widget_class)
{
  gtk_widget_class_install_action (widget_class, "order.start", NULL, activate_plain);
  gtk_widget_class_install_action (widget_class, "order.complete", NULL, activate_plain);
  gtk_widget_class_install_action (widget_class, "order.resume", NULL, activate_plain);
  gtk_widget_class_install_action (widget_class, "order.plan", NULL, activate_plan);
  gtk_widget_class_install_action (widget_class, "order.block", NULL, activate_block);
  gtk_widget_class_install_action (widget_class, "order.cancel", NULL, activate_cancel);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-work-order-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, views);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, actions);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, progress);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, facts);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpWorkOrderDetail, notes);
  gtk_widget_class_bind_template_callback (widget_class, is_known_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_date_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_engineer_cb);
  kp_list_support_bind_closures (widget_class);
}

static void
kp_work_order_detail_class_init (KpWorkOrderDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  object_class->get_property = kp_work_order_detail_get_property;
  object_class->dispose = kp_work_order_detail_dispose;

  properties[PROP_ORDER] =
    g_param_spec_object ("order", NULL, NULL, KP_TYPE_WORK_ORDER, flags);
  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, KP_TYPE_REQUEST, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  g_type_ensure (KP_TYPE_CONVERSATION);
  g_type_ensure (KP_TYPE_REQUEST);
  g_type_ensure (KP_TYPE_REQUEST_FACTS);
  g_type_ensure (KP_TYPE_REQUEST_PROGRESS);
  g_type_ensure (KP_TYPE_STATUS_PILL);
  g_type_ensure (KP_TYPE_SYNC_MARK);
  g_type_ensure (KP_TYPE_WORK_ORDER);
  bind_template (widget_class);
  install_actions (widget_class);
}

static void
add_buttons (KpWorkOrderDetail *self)
{
  for (Move move = 0; move < N_MOVES; move++)
    {
      self->buttons[move] = gtk_button_new_with_label (_ (MOVES[move].label));
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->buttons[move]), MOVES[move].action);
      gtk_box_append (self->actions, self->buttons[move]);
    }
}

static void
on_window_cb (gpointer user_data)
{
  mark_read (KP_WORK_ORDER_DETAIL (user_data));
}

static void
kp_work_order_detail_init (KpWorkOrderDetail *self)
{
  self->typed = gtk_text_buffer_new (NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
  add_buttons (self);
  g_signal_connect_object (self->views, "notify::visible-child", G_CALLBACK (on_view_changed_cb),
                           self, G_CONNECT_SWAPPED);
  update (self);
  kp_page_watch_window (GTK_WIDGET (self), on_window_cb);
}

/* What was asked, once it is known which request that is. */
static void
follow_request (KpWorkOrderDetail *self)
{
  const char *id = self->order != NULL ? kp_work_order_get_request_id (self->order) : NULL;

  if (self->request != NULL && g_strcmp0 (kp_record_get_id (KP_RECORD (self->request)), id) == 0)
    return;

  if (self->request != NULL)
    g_signal_handlers_disconnect_by_func (self->request, mark_read, self);
  g_clear_object (&self->request);
  if (id != NULL && *id != '\0')
    {
      self->request = kp_client_get_request (self->client, id);
      g_signal_connect_object (self->request, "notify::unread", G_CALLBACK (mark_read), self,
                               G_CONNECT_SWAPPED);
    }

  kp_request_facts_set_request (self->facts, self->client, self->request);
  kp_conversation_set_request (self->conversation, self->client, self->request);
  kp_conversation_set_request (self->notes, self->client, self->request);
  kp_request_progress_set_request (self->progress, self->client, self->request != NULL ? id : NULL);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUEST]);
}

static void
on_order_changed_cb (KpWorkOrderDetail *self)
{
  follow_request (self);
  update (self);
}

void
kp_work_order_detail_set_order (KpWorkOrderDetail *self,
                                KpClient *client,
                                KpWorkOrder *order)
{
  g_return_if_fail (KP_IS_WORK_ORDER_DETAIL (self));

  if (self->order == order)
    return;

  if (self->order != NULL)
    g_signal_handlers_disconnect_by_func (self->order, on_order_changed_cb, self);
  /* A dialog never answers for another work order than it asked about. */
  if (self->dialog != NULL)
    adw_dialog_force_close (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  g_set_object (&self->client, client);
  g_set_object (&self->order, order);
  gtk_text_buffer_set_text (self->typed, "", -1);
  if (order != NULL)
    g_signal_connect_object (order, "notify", G_CALLBACK (on_order_changed_cb), self,
                             G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ORDER]);
  on_order_changed_cb (self);
}

KpWorkOrder *
kp_work_order_detail_get_order (KpWorkOrderDetail *self)
{
  g_return_val_if_fail (KP_IS_WORK_ORDER_DETAIL (self), NULL);

  return self->order;
}
