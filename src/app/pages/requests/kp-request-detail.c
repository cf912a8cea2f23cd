/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Opening it is reading it: what others did up to now is marked as seen while the page is shown.
 */

#include "kp-request-detail.h"

#include "kp-conversation.h"
#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-request-facts.h"
#include "kp-request-print.h"
#include "kp-status-frame.h"

#include <glib/gi18n.h>

struct _KpRequestDetail
{
  AdwNavigationPage parent_instance;

  GtkWidget *frame;             /* (template child) */
  GtkWidget *more_button;       /* (template child) */
  AdwBanner *banner;            /* (template child) */
  KpConversation *conversation; /* (template child) */
  KpRequestFacts *facts;        /* (template child) */
  KpClient *client;             /* (owned) */
  KpRequest *request;           /* (owned) */
  KpQueryModel *presence;       /* (owned): of the request, as long as it is here */
  gboolean compact;
  gboolean wants_keyboard; /* from being shown until one may write */
};

typedef enum
{
  PROP_REQUEST = 1,
  PROP_HERE,
  PROP_COMPACT
} KpRequestDetailProperty;

static GParamSpec *properties[PROP_COMPACT + 1];

G_DEFINE_FINAL_TYPE (KpRequestDetail, kp_request_detail, ADW_TYPE_NAVIGATION_PAGE)

static void
mark_read (KpRequestDetail *self)
{
  if (kp_page_is_read (GTK_WIDGET (self)) && kp_request_get_unread (self->request))
    kp_client_mark_read (self->client, kp_record_get_id (KP_RECORD (self->request)));
}

/* Something of this person's about it was refused: what, and the ways out, are in Changes. */
static void
show_banner (KpRequestDetail *self)
{
  adw_banner_set_revealed (self->banner,
                           kp_request_get_sync (self->request) == KP_SYNC_NEEDS_YOU);
}

/* Printing. */

static void
on_printed_cb (GtkPrintOperation *operation,
               GtkPrintOperationResult result,
               KpRequestDetail *self)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *file = NULL;

  if (self->client == NULL)
    return;

  g_object_get (operation, "export-filename", &file, NULL);
  if (result == GTK_PRINT_OPERATION_RESULT_ERROR)
    kp_page_say (GTK_WIDGET (self), _ ("It was not printed. Nothing is lost; please try again."));
  else if (result == GTK_PRINT_OPERATION_RESULT_APPLY && file != NULL)
    kp_page_say (GTK_WIDGET (self), _ ("Saved as PDF"));
}

/* @pdf: (nullable) */
static void
print (KpRequestDetail *self,
       GFile *pdf)
{
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  g_autoptr (KpRequestPrint) operation = kp_request_print_new (self->client, self->request);

  g_signal_connect_object (operation, "done", G_CALLBACK (on_printed_cb), self, G_CONNECT_DEFAULT);
  kp_request_print_run (operation, GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL, pdf);
}

static void
activate_print (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  print (KP_REQUEST_DETAIL (widget), NULL);
}

static void
on_file_chosen_cb (GObject *source_object,
                   GAsyncResult *result,
                   gpointer user_data)
{
  g_autoptr (KpRequestDetail) self = user_data;
  g_autoptr (GFile) file =
    gtk_file_dialog_save_finish (GTK_FILE_DIALOG (source_object), result, NULL);

  /* No file: the person thought better of it. */
  if (file != NULL && self->client != NULL)
    print (self, file);
}

static void
activate_save_pdf (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (widget);
  const char *number = kp_request_get_number (self->request);
  g_autoptr (GtkFileDialog) dialog = gtk_file_dialog_new ();
  g_autofree char *name =
    g_strdup_printf ("%s.pdf", number != NULL && *number != '\0' ? number : _ ("Request"));

  gtk_file_dialog_set_title (dialog, _ ("Save as PDF"));
  gtk_file_dialog_set_initial_name (dialog, name);
  gtk_file_dialog_save (dialog, GTK_WINDOW (gtk_widget_get_root (widget)), NULL,
                        on_file_chosen_cb, g_object_ref (widget));
}

/* A page must have a title while its request is still on its way. */
static char *
describe_title_cb (gpointer object,
                   const char *title)
{
  return g_strdup (title != NULL && *title != '\0' ? title : _ ("Request"));
}

static char *
describe_number_cb (gpointer object,
                    gboolean ready,
                    const char *number)
{
  if (!ready)
    return g_strdup ("");
  if (number == NULL || *number == '\0')
    return g_strdup (_ ("Number follows"));

  return g_strdup_printf (_ ("Request %s"), number);
}

/* The page shows the form. */
static void
activate_repeat (GtkWidget *widget,
                 const char *action_name,
                 GVariant *parameter)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (widget);

  kp_page_show (widget, "requests", "new", kp_record_get_id (KP_RECORD (self->request)));
}

static void
allow_repeat (KpRequestDetail *self)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "detail.repeat",
                                 kp_record_get_ready (KP_RECORD (self->request)) &&
                                   kp_client_has_right (self->client, "request.submit",
                                                        kp_request_get_org_id (self->request)));
}

static gboolean
belongs_to (KpRequestDetail *self,
            const char *org_id)
{
  GListModel *organisations = kp_client_get_organisations (self->client);

  for (guint i = 0; i < g_list_model_get_n_items (organisations); i++)
    {
      g_autoptr (KpRecord) organisation = g_list_model_get_item (organisations, i);

      if (g_strcmp0 (kp_record_get_id (organisation), org_id) == 0)
        return TRUE;
    }

  return FALSE;
}

/* The widget Information says why this person sees the request. */
static void
inform (KpRequestDetail *self)
{
  GtkWidget *page = gtk_widget_get_ancestor (GTK_WIDGET (self), KP_TYPE_PAGE);
  const char *org_id = kp_request_get_org_id (self->request);
  g_autofree char *text = NULL;

  if (page == NULL || !gtk_widget_get_mapped (GTK_WIDGET (self)) ||
      !kp_record_get_ready (KP_RECORD (self->request)))
    return;

  text = kp_request_detail_explain (self->request, belongs_to (self, org_id));
  kp_page_set_information (KP_PAGE (page), text);
}

static void
on_presence_cb (KpRequestDetail *self)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HERE]);
}

static void
kp_request_detail_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (kp_request_detail_parent_class)->map (widget);

  mark_read (KP_REQUEST_DETAIL (widget));
  inform (KP_REQUEST_DETAIL (widget));
}

static void
kp_request_detail_unmap (GtkWidget *widget)
{
  GtkWidget *page = gtk_widget_get_ancestor (widget, KP_TYPE_PAGE);

  if (page != NULL)
    kp_page_set_information (KP_PAGE (page), NULL);

  GTK_WIDGET_CLASS (kp_request_detail_parent_class)->unmap (widget);
}

/* Only once it is known of the request whether one may write about it. */
static void
on_may_write_cb (KpRequestDetail *self)
{
  if (self->wants_keyboard && kp_conversation_write (self->conversation))
    self->wants_keyboard = FALSE;
}

/* Whoever came here from a notification, a task or a form has the keyboard somewhere else. */
static void
kp_request_detail_shown (AdwNavigationPage *page)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (page);

  self->wants_keyboard = TRUE;
  gtk_widget_child_focus (GTK_WIDGET (self), GTK_DIR_TAB_FORWARD);
  on_may_write_cb (self);
}

static void
kp_request_detail_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (object);

  switch ((KpRequestDetailProperty) prop_id)
    {
    case PROP_REQUEST:
      g_value_set_object (value, self->request);
      break;

    case PROP_HERE:
      g_value_set_boolean (value, self->presence != NULL &&
                                    kp_query_model_get_n_items (self->presence) > 0);
      break;

    case PROP_COMPACT:
      g_value_set_boolean (value, self->compact);
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_detail_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (object);

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
kp_request_detail_dispose (GObject *object)
{
  KpRequestDetail *self = KP_REQUEST_DETAIL (object);

  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_DETAIL);
  g_clear_object (&self->presence);
  g_clear_object (&self->request);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_detail_parent_class)->dispose (object);
}

static void
kp_request_detail_class_init (KpRequestDetailClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_detail_get_property;
  object_class->set_property = kp_request_detail_set_property;
  object_class->dispose = kp_request_detail_dispose;
  widget_class->map = kp_request_detail_map;
  widget_class->unmap = kp_request_detail_unmap;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = kp_request_detail_shown;

  properties[PROP_REQUEST] = g_param_spec_object ("request", NULL, NULL, KP_TYPE_REQUEST,
                                                  G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_HERE] = g_param_spec_boolean ("here", NULL, NULL, FALSE,
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
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-detail.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestDetail, frame);
  gtk_widget_class_bind_template_child (widget_class, KpRequestDetail, more_button);
  gtk_widget_class_bind_template_child (widget_class, KpRequestDetail, banner);
  gtk_widget_class_bind_template_child (widget_class, KpRequestDetail, conversation);
  gtk_widget_class_bind_template_child (widget_class, KpRequestDetail, facts);
  gtk_widget_class_bind_template_callback (widget_class, describe_number_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_title_cb);
  gtk_widget_class_install_action (widget_class, "detail.print", NULL, activate_print);
  gtk_widget_class_install_action (widget_class, "detail.save-pdf", NULL, activate_save_pdf);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_p, GDK_CONTROL_MASK, "detail.print",
                                       NULL);
  gtk_widget_class_bind_template_callback (widget_class, on_may_write_cb);
  gtk_widget_class_install_action (widget_class, "detail.repeat", NULL, activate_repeat);
}

static void
on_window_cb (gpointer user_data)
{
  mark_read (KP_REQUEST_DETAIL (user_data));
}

static void
kp_request_detail_init (KpRequestDetail *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  kp_list_support_name_menu (self->more_button, _ ("More actions for this request"));
  kp_page_watch_window (GTK_WIDGET (self), on_window_cb);
}

AdwNavigationPage *
kp_request_detail_new (KpClient *client,
                       const char *id)
{
  KpRequestDetail *self;

  g_return_val_if_fail (KP_IS_CLIENT (client) && id != NULL, NULL);

  self = g_object_new (KP_TYPE_REQUEST_DETAIL, NULL);
  self->client = g_object_ref (client);
  self->request = kp_client_get_request (client, id);
  g_signal_connect_object (self->request, "notify::unread", G_CALLBACK (mark_read), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->request, "notify::ready", G_CALLBACK (allow_repeat), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->request, "notify::sync", G_CALLBACK (show_banner), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->request, "notify::ready", G_CALLBACK (inform), self,
                           G_CONNECT_SWAPPED);
  show_banner (self);
  kp_conversation_set_request (self->conversation, client, self->request);
  kp_request_facts_set_request (self->facts, client, self->request);
  self->presence = kp_client_list_request (client, id);
  g_object_set (self->frame, "model", self->presence, NULL);
  kp_list_support_follow_online (self->frame, client);
  g_signal_connect_object (self->presence, "notify::n-items", G_CALLBACK (on_presence_cb), self,
                           G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_REQUEST]);
  allow_repeat (self);

  return ADW_NAVIGATION_PAGE (self);
}

char *
kp_request_detail_explain (KpRequest *request,
                           gboolean is_member)
{
  const char *name = kp_request_get_org_name (request);

  if (kp_request_get_mine (request))
    return g_strdup (_ ("You see this request because you made it. The office sees it too."));
  if (is_member)
    return g_strdup_printf (_ ("You see this request because it is of %s, and your portal shows "
                               "the requests of colleagues."),
                            name != NULL ? name : "");

  return g_strdup_printf (_ ("You see this request because %s is linked to your organisation, and "
                             "your portal shows the requests of the whole group."),
                          name != NULL ? name : "");
}
