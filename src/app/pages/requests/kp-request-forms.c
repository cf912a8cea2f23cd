/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While a command was under way the page may have gone, so it is only held weakly.
 */

#include "kp-request-forms.h"

#include "kp-error-text.h"
#include "kp-flow-chooser.h"
#include "kp-request-editor.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpRequestForms
{
  GObject parent_instance;

  KpPage *page;               /* (weak) (nullable) */
  AdwNavigationView *whole;   /* (unowned): of the page */
  AdwNavigationView *content; /* (unowned): of the page */
  char *deleted;              /* (owned) (nullable): the draft that is being deleted */
  GPtrArray *unkept;          /* (owned) of KpRequestForm: cannot be kept now */
  gboolean opening;           /* a form is on its way: it is not asked for twice */
};

typedef enum
{
  SIGNAL_SENT
} KpRequestFormsSignal;

static guint signals[SIGNAL_SENT + 1];

G_DEFINE_FINAL_TYPE (KpRequestForms, kp_request_forms, G_TYPE_OBJECT)

/* Returns: (nullable): NULL once the page is gone */
static KpClient *
get_client (KpRequestForms *self)
{
  return self->page != NULL ? kp_page_get_client (self->page) : NULL;
}

static void
on_closed_cb (KpRequestForms *self,
              const char *request_id)
{
  adw_navigation_view_pop_to_tag (self->whole, "lists");
  if (request_id != NULL)
    g_signal_emit (self, signals[SIGNAL_SENT], 0, request_id);
}

/* The window asks before what is on the screen only would be lost, also once its form was left. */
static void
show_unkept (KpRequestForms *self)
{
  KpRequestForm *form = self->unkept->len > 0 ? self->unkept->pdata[0] : NULL;
  gint64 saved_at = form != NULL ? kp_request_form_get_saved_at (form) : 0;
  g_autofree char *when = NULL;
  g_autofree char *safe = NULL;
  g_autofree char *reason = NULL;

  if (self->page == NULL)
    return;

  kp_page_set_n_unsaved (self->page, self->unkept->len);
  if (form == NULL)
    {
      kp_page_set_unsaved_reason (self->page, NULL);
      return;
    }

  when = kp_time_text_moment_within (saved_at, g_get_real_time () / 1000);
  if (saved_at != 0)
    /* Translators: the text is a time in the middle of a sentence, such as “today, 14:04” */
    safe = g_strdup_printf (_ ("What was kept of it until %s is safe, and so is everything that "
                               "you sent. Only what you typed after that would be lost."),
                            when);
  else
    safe = g_strdup (_ ("Everything that you sent is safe, and so are your other drafts. Only what "
                        "you typed here would be lost."));
  reason = g_strdup_printf (
    "%s\n\n%s", kp_error_text_of_draft (kp_request_form_get_keep_error (form)), safe);
  kp_page_set_unsaved_reason (self->page, reason);
}

static void
on_kept_cb (KpRequestForms *self,
            GParamSpec *pspec,
            KpRequestForm *form)
{
  gboolean unkept = kp_request_form_get_keep_error (form) != 0 &&
                    kp_request_form_get_state (form) != KP_FORM_SUBMITTED;

  g_ptr_array_remove (self->unkept, form);
  if (unkept)
    g_ptr_array_insert (self->unkept, 0, g_object_ref (form));
  show_unkept (self);
}

/* @form: (nullable) (transfer full): what came of asking for it */
static void
show_form (KpRequestForms *self,
           KpRequestForm *form,
           const GError *error)
{
  g_autoptr (KpRequestForm) shown = form;
  AdwNavigationPage *editor = NULL;

  self->opening = FALSE;
  if (get_client (self) == NULL)
    return;
  if (shown == NULL)
    {
      kp_page_say_error (GTK_WIDGET (self->page), error);
      return;
    }

  g_signal_connect_object (shown, "notify", G_CALLBACK (on_kept_cb), self, G_CONNECT_SWAPPED);
  editor = kp_request_editor_new (get_client (self), shown);
  g_signal_connect_object (editor, "closed", G_CALLBACK (on_closed_cb), self, G_CONNECT_SWAPPED);
  g_object_bind_property (self->page, "narrow", editor, "narrow", G_BINDING_SYNC_CREATE);
  adw_navigation_view_push (self->whole, editor);
}

static void
on_form_made_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpRequestForms) self = user_data;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form = kp_client_new_form_finish (KP_CLIENT (source_object), result, &error);

  show_form (self, form, error);
}

static void
on_draft_opened_cb (GObject *source_object,
                    GAsyncResult *result,
                    gpointer user_data)
{
  g_autoptr (KpRequestForms) self = user_data;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form = kp_client_open_draft_finish (KP_CLIENT (source_object), result, &error);

  show_form (self, form, error);
}

static void
on_repeated_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpRequestForms) self = user_data;
  g_autoptr (GError) error = NULL;
  KpRequestForm *form = kp_client_repeat_finish (KP_CLIENT (source_object), result, &error);

  show_form (self, form, error);
}

static void
on_flow_chosen_cb (KpRequestForms *self,
                   const char *flow_id,
                   const char *org_id)
{
  if (self->opening)
    return;

  self->opening = TRUE;
  kp_client_new_form_async (get_client (self), flow_id, org_id, on_form_made_cb,
                            g_object_ref (self));
}

static void
on_draft_deleted_cb (GObject *source_object,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (KpRequestForms) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean deleted = kp_client_delete_draft_finish (KP_CLIENT (source_object), result, &error);

  if (get_client (self) == NULL)
    return;
  if (deleted)
    kp_page_offer_undo (GTK_WIDGET (self->page), _ ("Draft deleted"), "win.restore-draft",
                        self->deleted);
  else
    kp_page_say_error (GTK_WIDGET (self->page), error);
}

static void
kp_request_forms_finalize (GObject *object)
{
  KpRequestForms *self = KP_REQUEST_FORMS (object);

  g_clear_weak_pointer (&self->page);
  g_free (self->deleted);
  g_ptr_array_unref (self->unkept);

  G_OBJECT_CLASS (kp_request_forms_parent_class)->finalize (object);
}

static void
kp_request_forms_class_init (KpRequestFormsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = kp_request_forms_finalize;

  signals[SIGNAL_SENT] = g_signal_new ("sent", KP_TYPE_REQUEST_FORMS, G_SIGNAL_RUN_LAST, 0, NULL,
                                       NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
kp_request_forms_init (KpRequestForms *self)
{
  self->unkept = g_ptr_array_new_with_free_func (g_object_unref);
}

KpRequestForms *
kp_request_forms_new (KpPage *page,
                      AdwNavigationView *whole,
                      AdwNavigationView *content)
{
  KpRequestForms *self = g_object_new (KP_TYPE_REQUEST_FORMS, NULL);

  g_set_weak_pointer (&self->page, page);
  self->whole = whole;
  self->content = content;

  return self;
}

void
kp_request_forms_begin (KpRequestForms *self,
                        const char *like)
{
  AdwNavigationPage *chooser = NULL;

  adw_navigation_view_pop_to_tag (self->whole, "lists");
  if (like != NULL && *like != '\0')
    {
      kp_client_repeat_async (get_client (self), like, on_repeated_cb, g_object_ref (self));
      return;
    }
  chooser = adw_navigation_view_find_page (self->content, "chooser");
  if (chooser != NULL)
    {
      adw_navigation_view_pop_to_tag (self->content, "chooser");
      kp_flow_chooser_restart (KP_FLOW_CHOOSER (chooser));
      return;
    }

  chooser = kp_flow_chooser_new (get_client (self));
  g_signal_connect_object (chooser, "chosen", G_CALLBACK (on_flow_chosen_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (chooser, "continued", G_CALLBACK (kp_request_forms_continue), self,
                           G_CONNECT_SWAPPED);
  adw_navigation_view_push (self->content, chooser);
}

void
kp_request_forms_continue (KpRequestForms *self,
                           const char *id)
{
  if (self->opening)
    return;

  self->opening = TRUE;
  kp_client_open_draft_async (get_client (self), id, on_draft_opened_cb, g_object_ref (self));
}

void
kp_request_forms_delete (KpRequestForms *self,
                         const char *id)
{
  g_set_str (&self->deleted, id);
  kp_client_delete_draft_async (get_client (self), id, on_draft_deleted_cb, g_object_ref (self));
}
