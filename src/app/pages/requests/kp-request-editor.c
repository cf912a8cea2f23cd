/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The form is a model that judges itself; this file shows one step of it at a time. Next is never
 * disabled: it moves to what is missing.
 */

#include "kp-request-editor.h"

#include "kp-error-text.h"
#include "kp-form-intro.h"
#include "kp-list-support.h"
#include "kp-page.h"
#include "kp-question-group.h"
#include "kp-question-rows.h"
#include "kp-request-summary.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpRequestEditor
{
  AdwNavigationPage parent_instance;

  AdwNavigationSplitView *split; /* (template child) */
  GtkListBox *steps;             /* (template child) */
  GtkStack *pages;               /* (template child) */
  KpClient *client;              /* (owned) */
  KpRequestForm *form;           /* (owned) */
  GHashTable *fields;            /* (owned): KpQuestion → (unowned) what takes its focus */
  KpRequestSummary *summary;     /* (unowned): the last page */
  KpFormStep *filling;           /* (owned) (nullable): the step whose rows are being made */
  GtkBox *filling_box;           /* (unowned): where they go */
  AdwPreferencesGroup *group;    /* (unowned) (nullable): in filling_box, the last one */
  guint n_filled;                /* questions of filling that have their rows */
  guint filler;                  /* makes the rest; 0 = none */
  guint position;                /* of the step shown */
  guint n_seen;                  /* steps up to the last one that was ever shown */
  int keep_error;                /* KpError: why the draft is not kept; 0 = nothing hinders */
  gboolean narrow;
};

typedef enum
{
  PROP_NARROW = 1,
  PROP_FORM,
  PROP_STEP_TITLE,
  PROP_STEP_PLACE,
  PROP_KEPT_TEXT,
  PROP_NEXT_LABEL
} KpRequestEditorProperty;

static GParamSpec *properties[PROP_NEXT_LABEL + 1];

typedef enum
{
  SIGNAL_CLOSED
} KpRequestEditorSignal;

static guint signals[SIGNAL_CLOSED + 1];

G_DEFINE_FINAL_TYPE (KpRequestEditor, kp_request_editor, ADW_TYPE_NAVIGATION_PAGE)

/* Questions whose rows are there in the first frame, and those that follow in each one. */
#define FIRST_ROWS 40
#define ROWS_A_FRAME 10

static void enter_step (KpRequestEditor *self,
                        guint position);

static guint
get_n_steps (KpRequestEditor *self)
{
  return g_list_model_get_n_items (G_LIST_MODEL (self->form));
}

static gboolean
is_visible (KpRequestEditor *self,
            guint position)
{
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), position);

  return step != NULL && kp_form_step_get_visible (step);
}

/* Returns: the next visible step in the direction of @by, or the present one */
static guint
find_step (KpRequestEditor *self,
           int by)
{
  for (int i = (int) self->position + by; i >= 0 && i < (int) get_n_steps (self); i += by)
    {
      if (is_visible (self, (guint) i))
        return (guint) i;
    }

  return self->position;
}

static gboolean
is_last (KpRequestEditor *self)
{
  return find_step (self, 1) == self->position;
}

static char *
describe_place (KpRequestEditor *self)
{
  guint n_visible = 0;
  guint number = 0;

  for (guint i = 0; self->form != NULL && i < get_n_steps (self); i++)
    {
      n_visible += is_visible (self, i);
      if (i == self->position)
        number = n_visible;
    }

  return g_strdup_printf (_ ("Step %u of %u"), number, n_visible);
}

static char *
describe_kept (KpRequestEditor *self)
{
  g_autofree char *moment = NULL;

  if (self->form == NULL)
    return g_strdup ("");

  switch (kp_request_form_get_state (self->form))
    {
    case KP_FORM_UNTOUCHED:
    case KP_FORM_SUBMITTED:
      return g_strdup ("");

    case KP_FORM_CHANGED:
      return g_strdup (self->keep_error != 0 ? kp_error_text_of_draft (self->keep_error)
                                             : _ ("Keeping your draft…"));

    case KP_FORM_KEPT:
      break;
    }

  moment = kp_time_text_moment (kp_request_form_get_saved_at (self->form),
                                g_get_real_time () / 1000);

  /* Translators: the text is a time, such as “Today, 14:04” */
  return g_strdup_printf (_ ("Draft kept on this computer · %s"), moment);
}

/* Said once, also where the line below has no room for it. */
static void
say_keep_error (KpRequestEditor *self)
{
  int keep_error = kp_request_form_get_keep_error (self->form);

  if (keep_error == self->keep_error)
    return;

  self->keep_error = keep_error;
  if (keep_error != 0)
    kp_page_say (GTK_WIDGET (self), kp_error_text_of_draft (keep_error));
}

static void
on_form_cb (KpRequestEditor *self)
{
  say_keep_error (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_KEPT_TEXT]);
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.next",
                                 !kp_request_form_get_submitting (self->form));
}

/* The list of steps. */

/* The mark of a step that is done: it was looked at, and nothing is missing in it. Steps are
 * numbered as they are seen, so that a hidden one leaves no gap. */
static void
update_step_row (KpRequestEditor *self,
                 KpFormStep *step,
                 GtkWidget *row,
                 guint number)
{
  GtkWidget *box = gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (row));
  GtkWidget *stack = gtk_widget_get_first_child (box);
  guint index = (guint) gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row));
  gboolean complete = kp_form_step_get_complete (step) && index < self->n_seen &&
                      kp_form_step_get_kind (step) != KP_STEP_SEND;
  g_autofree char *text = g_strdup_printf ("%u", number);
  g_autofree char *name = NULL;

  gtk_label_set_label (GTK_LABEL (gtk_stack_get_child_by_name (GTK_STACK (stack), "number")), text);
  gtk_stack_set_visible_child_name (GTK_STACK (stack), complete ? "done" : "number");
  gtk_widget_set_visible (row, kp_form_step_get_visible (step));
  name = complete ? g_strdup_printf (_ ("%s, done"), kp_request_summary_get_step_title (step))
                  : g_strdup (kp_request_summary_get_step_title (step));
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
}

static void
update_steps (KpRequestEditor *self)
{
  guint number = 0;

  for (guint i = 0; i < get_n_steps (self); i++)
    {
      g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), i);
      GtkListBoxRow *row = gtk_list_box_get_row_at_index (self->steps, (int) i);

      number += kp_form_step_get_visible (step);
      if (row != NULL)
        update_step_row (self, step, GTK_WIDGET (row), number);
    }

  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP_PLACE]);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_NEXT_LABEL]);
}

static void
add_step_row (KpRequestEditor *self,
              KpFormStep *step)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *stack = gtk_stack_new ();
  GtkWidget *done = gtk_image_new_from_icon_name ("object-select-symbolic");
  GtkWidget *title = gtk_label_new (kp_request_summary_get_step_title (step));

  g_object_set (done, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  gtk_widget_add_css_class (done, "accent");
  gtk_stack_add_named (GTK_STACK (stack), gtk_label_new (NULL), "number");
  gtk_stack_add_named (GTK_STACK (stack), done, "done");
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_wrap (GTK_LABEL (title), TRUE);
  gtk_widget_set_hexpand (title, TRUE);
  gtk_widget_set_margin_top (title, 6);
  gtk_widget_set_margin_bottom (title, 6);
  gtk_box_append (GTK_BOX (box), stack);
  gtk_box_append (GTK_BOX (box), title);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_append (self->steps, row);
  g_signal_connect_object (step, "notify", G_CALLBACK (update_steps), self, G_CONNECT_SWAPPED);
}

static void
on_step_activated_cb (KpRequestEditor *self,
                      GtkListBoxRow *row)
{
  enter_step (self, (guint) gtk_list_box_row_get_index (row));
  adw_navigation_split_view_set_show_content (self->split, TRUE);
}

/* The page of one step. */

/* Headings of the form begin a group of their own. */
static AdwPreferencesGroup *
add_group (GtkBox *box,
           const char *title,
           const char *description)
{
  GtkWidget *group = kp_question_group_new ();

  if (title != NULL)
    adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  if (description != NULL)
    adw_preferences_group_set_description (ADW_PREFERENCES_GROUP (group), description);
  gtk_box_append (box, group);

  return ADW_PREFERENCES_GROUP (group);
}

/* Adds at most @n questions of the step that is being filled. Returns: whether there are more */
static gboolean
fill_more (KpRequestEditor *self,
           guint n)
{
  GListModel *questions = kp_form_step_get_questions (self->filling);
  guint n_questions = g_list_model_get_n_items (questions);

  for (; n > 0 && self->n_filled < n_questions; n--)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, self->n_filled++);

      if (kp_question_get_question_type (question) == KP_QUESTION_HEADING)
        {
          self->group = add_group (self->filling_box, kp_question_get_label (question),
                                   kp_question_get_help (question));
          g_object_bind_property (question, "visible", self->group, "visible",
                                  G_BINDING_SYNC_CREATE);
          continue;
        }

      if (self->group == NULL)
        self->group = add_group (self->filling_box, NULL, NULL);
      g_hash_table_insert (self->fields, question, kp_question_rows_add (self->group, question));
    }

  return self->n_filled < n_questions;
}

static void
finish_filling (KpRequestEditor *self)
{
  if (self->filler != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->filler);
  self->filler = 0;
  if (self->filling != NULL)
    fill_more (self, G_MAXUINT);
  g_clear_object (&self->filling);
}

static gboolean
on_fill_cb (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer user_data)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (widget);

  if (fill_more (self, ROWS_A_FRAME))
    return G_SOURCE_CONTINUE;

  self->filler = 0;
  g_clear_object (&self->filling);

  return G_SOURCE_REMOVE;
}

/* More questions than a screen holds are added in the frames after the first one. */
static void
fill_questions (KpRequestEditor *self,
                KpFormStep *step,
                GtkBox *box)
{
  finish_filling (self);
  self->filling = g_object_ref (step);
  self->filling_box = box;
  self->group = NULL;
  self->n_filled = 0;
  if (fill_more (self, FIRST_ROWS))
    self->filler = gtk_widget_add_tick_callback (GTK_WIDGET (self), on_fill_cb, NULL, NULL);
  else
    g_clear_object (&self->filling);
}

static void
on_jump_cb (KpRequestEditor *self,
            guint position,
            KpQuestion *question)
{
  GtkWidget *field = NULL;

  enter_step (self, position);
  finish_filling (self);
  if (question != NULL)
    field = g_hash_table_lookup (self->fields, question);
  if (field != NULL)
    kp_question_rows_focus (field);
}

/* A step is made when it is entered first: nobody looks at all of a long form at once. */
static void
ensure_step_page (KpRequestEditor *self,
                  KpFormStep *step,
                  guint position)
{
  GtkWidget *scroller = NULL;
  GtkWidget *clamp = NULL;
  GtkWidget *box = NULL;
  g_autofree char *name = g_strdup_printf ("%u", position);

  if (gtk_stack_get_child_by_name (self->pages, name) != NULL)
    return;

  scroller = gtk_scrolled_window_new ();
  clamp = adw_clamp_new ();
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);
  adw_clamp_set_maximum_size (ADW_CLAMP (clamp), 640);
  adw_clamp_set_tightening_threshold (ADW_CLAMP (clamp), 560);
  gtk_widget_add_css_class (box, "kp-step");
  if (kp_form_step_get_kind (step) == KP_STEP_SEND)
    {
      self->summary = KP_REQUEST_SUMMARY (kp_request_summary_new (self->form));
      g_signal_connect_object (self->summary, "jump", G_CALLBACK (on_jump_cb), self,
                               G_CONNECT_SWAPPED);
      gtk_box_append (GTK_BOX (box), GTK_WIDGET (self->summary));
    }
  else
    {
      gtk_box_append (GTK_BOX (box), kp_form_intro_new (self->form, step));
      fill_questions (self, step, GTK_BOX (box));
    }

  adw_clamp_set_child (ADW_CLAMP (clamp), box);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), clamp);
  gtk_stack_add_named (self->pages, scroller, name);
}

static void
show_step (KpRequestEditor *self,
           guint position)
{
  g_autofree char *name = g_strdup_printf ("%u", position);
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), position);

  ensure_step_page (self, step, position);
  self->position = position;
  kp_request_form_set_step (self->form, position);
  self->n_seen = MAX (self->n_seen, position + 1);
  if (kp_form_step_get_kind (step) == KP_STEP_SEND)
    kp_request_summary_update (self->summary, NULL);
  gtk_stack_set_visible_child_name (self->pages, name);
  gtk_list_box_select_row (self->steps,
                           gtk_list_box_get_row_at_index (self->steps, (int) position));
  gtk_widget_action_set_enabled (GTK_WIDGET (self), "editor.previous",
                                 find_step (self, -1) != position);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_STEP_TITLE]);
  update_steps (self);
}

/* Goes to a step and into its first field, where the person goes on typing. */
static void
enter_step (KpRequestEditor *self,
            guint position)
{
  GtkWidget *page;

  show_step (self, position);
  page = gtk_stack_get_visible_child (self->pages);
  /* From within the step before, the stack has taken the focus along; once more is one too far. */
  if (gtk_widget_get_focus_child (page) == NULL)
    gtk_widget_child_focus (page, GTK_DIR_TAB_FORWARD);
}

/* What the person does. */

static void
on_submitted_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpRequestEditor) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_submit_form_finish (KP_CLIENT (source_object), result, &error);

  if (id == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0, id);
}

static void
submit (KpRequestEditor *self)
{
  g_autoptr (GPtrArray) missing = kp_request_form_check (self->form);

  if (missing->len > 0)
    {
      kp_request_summary_update (self->summary, missing);
      gtk_accessible_announce (
        GTK_ACCESSIBLE (self),
        _ ("The request cannot be sent yet. What is missing is listed on top."),
        GTK_ACCESSIBLE_ANNOUNCEMENT_PRIORITY_HIGH);
      kp_request_summary_focus_missing (self->summary);
      return;
    }

  kp_client_submit_form_async (self->client, self->form, on_submitted_cb, g_object_ref (self));
}

static void
activate_next (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (widget);
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), self->position);
  KpQuestion *faulty = NULL;
  GtkWidget *field = NULL;

  if (is_last (self))
    {
      submit (self);
      return;
    }

  finish_filling (self);
  faulty = kp_request_form_check_step (self->form, step);
  if (faulty == NULL)
    {
      enter_step (self, find_step (self, 1));
      return;
    }

  field = g_hash_table_lookup (self->fields, faulty);
  if (field != NULL)
    kp_question_rows_focus (field);
}

static void
activate_previous (GtkWidget *widget,
                   const char *action_name,
                   GVariant *parameter)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (widget);

  enter_step (self, find_step (self, -1));
}

static void
on_saved_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  g_autoptr (KpRequestEditor) self = user_data;
  g_autoptr (GError) error = NULL;

  /* What could not be kept stays on the screen. */
  if (!kp_client_save_form_finish (KP_CLIENT (source_object), result, &error))
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0, NULL);
}

static void
activate_close (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (widget);

  kp_client_save_form_async (self->client, self->form, on_saved_cb, g_object_ref (self));
}

static void
on_deleted_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  g_autoptr (KpRequestEditor) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_delete_draft_finish (KP_CLIENT (source_object), result, &error))
    {
      kp_page_say_error (GTK_WIDGET (self), error);
      return;
    }

  kp_page_offer_undo (GTK_WIDGET (self), _ ("Draft deleted"), "win.restore-draft",
                      kp_request_form_get_draft_id (self->form));
  g_signal_emit (self, signals[SIGNAL_CLOSED], 0, NULL);
}

/* What was typed last is kept first, so that undoing brings back all of it. */
static void
on_saved_to_delete_cb (GObject *source_object,
                       GAsyncResult *result,
                       gpointer user_data)
{
  g_autoptr (KpRequestEditor) self = user_data;
  g_autoptr (GError) error = NULL;

  if (!kp_client_save_form_finish (KP_CLIENT (source_object), result, &error))
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    kp_client_delete_draft_async (self->client, kp_request_form_get_draft_id (self->form),
                                  on_deleted_cb, g_object_ref (self));
}

static void
activate_discard (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (widget);

  if (kp_request_form_get_state (self->form) == KP_FORM_UNTOUCHED)
    g_signal_emit (self, signals[SIGNAL_CLOSED], 0, NULL);
  else
    kp_client_save_form_async (self->client, self->form, on_saved_to_delete_cb,
                               g_object_ref (self));
}

static char *
describe_for_cb (KpRequestEditor *self,
                 const char *org_name)
{
  const char *user = self->form != NULL ? kp_request_form_get_user_name (self->form) : NULL;

  /* Translators: the person, and the organisation, that something is requested for */
  if (user != NULL)
    return g_strdup_printf (_ ("For %s, %s"), user, org_name != NULL ? org_name : "");

  /* Translators: the organisation that something is requested for */
  return g_strdup_printf (_ ("For %s"), org_name != NULL ? org_name : "");
}

/* Closure of the template: @text is something else than what stands above it already. */
static gboolean
is_other_cb (gpointer object,
             const char *text,
             const char *above)
{
  return text != NULL && *text != '\0' && g_strcmp0 (text, above) != 0;
}

static void
kp_request_editor_shown (AdwNavigationPage *page)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (page);

  enter_step (self, self->position);
}

static void
kp_request_editor_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (object);
  g_autoptr (KpFormStep) step = NULL;

  switch ((KpRequestEditorProperty) prop_id)
    {
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;

    case PROP_FORM:
      g_value_set_object (value, self->form);
      break;

    case PROP_STEP_TITLE:
      if (self->form != NULL)
        step = g_list_model_get_item (G_LIST_MODEL (self->form), self->position);
      g_value_set_string (value,
                          step != NULL ? kp_request_summary_get_step_title (step) : _ ("Step"));
      break;

    case PROP_STEP_PLACE:
      g_value_take_string (value, describe_place (self));
      break;

    case PROP_KEPT_TEXT:
      g_value_take_string (value, describe_kept (self));
      break;

    case PROP_NEXT_LABEL:
      g_value_set_string (value,
                          self->form != NULL && is_last (self) ? _ ("Send Request") : _ ("Next"));
      break;

    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
    }
}

static void
kp_request_editor_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (object);

  if (prop_id != PROP_NARROW)
    {
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
      return;
    }

  if (self->narrow != g_value_get_boolean (value))
    {
      self->narrow = g_value_get_boolean (value);
      kp_list_support_set_collapsed (self->split, self->narrow);
      g_object_notify_by_pspec (object, pspec);
    }
}

static void
kp_request_editor_dispose (GObject *object)
{
  KpRequestEditor *self = KP_REQUEST_EDITOR (object);

  adw_navigation_page_set_child (ADW_NAVIGATION_PAGE (self), NULL);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_REQUEST_EDITOR);
  g_clear_object (&self->filling);
  g_clear_pointer (&self->fields, g_hash_table_unref);
  g_clear_object (&self->form);
  g_clear_object (&self->client);

  G_OBJECT_CLASS (kp_request_editor_parent_class)->dispose (object);
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags flags = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;

  properties[PROP_NARROW] =
    g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                          G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS);
  properties[PROP_FORM] = g_param_spec_object ("form", NULL, NULL, KP_TYPE_REQUEST_FORM, flags);
  properties[PROP_STEP_TITLE] = g_param_spec_string ("step-title", NULL, NULL, NULL, flags);
  properties[PROP_STEP_PLACE] = g_param_spec_string ("step-place", NULL, NULL, NULL, flags);
  properties[PROP_KEPT_TEXT] = g_param_spec_string ("kept-text", NULL, NULL, NULL, flags);
  properties[PROP_NEXT_LABEL] = g_param_spec_string ("next-label", NULL, NULL, NULL, flags);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);
}

static void
kp_request_editor_class_init (KpRequestEditorClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_request_editor_get_property;
  object_class->set_property = kp_request_editor_set_property;
  object_class->dispose = kp_request_editor_dispose;
  ADW_NAVIGATION_PAGE_CLASS (klass)->shown = kp_request_editor_shown;
  install_properties (object_class);

  signals[SIGNAL_CLOSED] = g_signal_new ("closed", KP_TYPE_REQUEST_EDITOR, G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);

  g_type_ensure (KP_TYPE_REQUEST_FORM);
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-request-editor.ui");
  gtk_widget_class_bind_template_child (widget_class, KpRequestEditor, split);
  gtk_widget_class_bind_template_child (widget_class, KpRequestEditor, steps);
  gtk_widget_class_bind_template_child (widget_class, KpRequestEditor, pages);
  gtk_widget_class_bind_template_callback (widget_class, on_step_activated_cb);
  gtk_widget_class_bind_template_callback (widget_class, is_other_cb);
  gtk_widget_class_bind_template_callback (widget_class, describe_for_cb);

  gtk_widget_class_install_action (widget_class, "editor.next", NULL, activate_next);
  gtk_widget_class_install_action (widget_class, "editor.previous", NULL, activate_previous);
  gtk_widget_class_install_action (widget_class, "editor.close", NULL, activate_close);
  gtk_widget_class_install_action (widget_class, "editor.discard", NULL, activate_discard);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Return, GDK_CONTROL_MASK,
                                       "editor.next", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Left, GDK_ALT_MASK,
                                       "editor.previous", NULL);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "editor.close", NULL);
}

static void
kp_request_editor_init (KpRequestEditor *self)
{
  self->fields = g_hash_table_new (NULL, NULL);
  gtk_widget_init_template (GTK_WIDGET (self));
}

/* A draft that came back is opened where something is missing, another where it was left, unless
 * the questions are not what they were. */
static guint
find_start (KpRequestEditor *self)
{
  g_autoptr (GPtrArray) missing = NULL;
  guint left = kp_request_form_get_step (self->form);

  if (!kp_request_form_get_refused (self->form))
    return !kp_request_form_get_renewed (self->form) && is_visible (self, left) ? left : 0;

  missing = kp_request_form_check (self->form);

  return missing->len > 0 ? ((KpFormMissing *) g_ptr_array_index (missing, 0))->step : 0;
}

AdwNavigationPage *
kp_request_editor_new (KpClient *client,
                       KpRequestForm *form)
{
  KpRequestEditor *self;

  g_return_val_if_fail (KP_IS_CLIENT (client) && KP_IS_REQUEST_FORM (form), NULL);

  self = g_object_new (KP_TYPE_REQUEST_EDITOR, NULL);
  self->client = g_object_ref (client);
  self->form = g_object_ref (form);
  for (guint i = 0; i < get_n_steps (self); i++)
    {
      g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (form), i);

      add_step_row (self, step);
    }

  g_signal_connect_object (form, "notify", G_CALLBACK (on_form_cb), self, G_CONNECT_SWAPPED);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_FORM]);
  on_form_cb (self);
  if (kp_request_form_get_state (form) == KP_FORM_KEPT)
    self->n_seen = kp_request_form_get_refused (form) ? get_n_steps (self)
                                                      : kp_request_form_get_step (form) + 1;
  show_step (self, find_start (self));

  return ADW_NAVIGATION_PAGE (self);
}
