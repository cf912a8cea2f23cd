/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rebuilt each time the step is opened: a summary is short, and a form changes everywhere.
 */

#include "kp-request-summary.h"

#include "kp-limits.h"
#include "kp-question-row.h"
#include "kp-question-rows.h"
#include "kp-text-view.h"

#include <glib/gi18n.h>

struct _KpRequestSummary
{
  AdwBin parent_instance;

  KpRequestForm *form;              /* (owned) */
  GtkBox *box;                      /* (unowned): the groups that are rebuilt */
  AdwPreferencesGroup *explanation; /* (unowned): stays, because it is typed in */
  AdwPreferencesGroup *terms;       /* (unowned): likewise */
  GtkBox *top;                      /* (unowned): what is missing */
  GtkWidget *first_missing;         /* (unowned) (nullable): in top */
  GtkWidget *agree;                 /* (unowned) (nullable): in terms */
  GtkWidget *text;                  /* (unowned): in explanation */
  GtkWidget *count;                 /* (unowned): under text */
};

typedef enum
{
  SIGNAL_JUMP
} KpRequestSummarySignal;

static guint signals[SIGNAL_JUMP + 1];

G_DEFINE_FINAL_TYPE (KpRequestSummary, kp_request_summary, ADW_TYPE_BIN)

const char *
kp_request_summary_get_step_title (KpFormStep *step)
{
  const char *title;

  g_return_val_if_fail (KP_IS_FORM_STEP (step), "");

  title = kp_form_step_get_title (step);
  if (title != NULL && *title != '\0')
    return title;

  return kp_form_step_get_kind (step) == KP_STEP_SEND ? _ ("Check and send") : _ ("Checklist");
}

static gboolean
is_send_step (KpRequestSummary *self,
              guint position)
{
  g_autoptr (KpFormStep) step = g_list_model_get_item (G_LIST_MODEL (self->form), position);

  return step != NULL && kp_form_step_get_kind (step) == KP_STEP_SEND;
}

static void
activate_jump (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpRequestSummary *self = KP_REQUEST_SUMMARY (widget);
  guint step;
  const char *key;
  KpQuestion *question = NULL;

  g_variant_get (parameter, "(u&s)", &step, &key);
  if (*key != '\0')
    question = kp_request_form_find_question (self->form, key);
  else if (is_send_step (self, step))
    {
      gboolean too_long = gtk_widget_has_css_class (self->count, "error");

      gtk_widget_grab_focus (too_long || self->agree == NULL ? self->text : self->agree);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_JUMP], 0, step, question);
}

static void
clear (GtkBox *box)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (box))) != NULL)
    gtk_box_remove (box, child);
}

static GtkWidget *
make_edit_button (guint step,
                  const char *title)
{
  GtkWidget *button = gtk_button_new_with_label (_ ("Edit"));
  /* Translators: the text is the title of a step, such as “Contract” */
  g_autofree char *name = g_strdup_printf (_ ("Edit %s"), title);

  gtk_widget_add_css_class (button, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "summary.jump");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "(us)", step, "");
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);

  return button;
}

static void
add_property (AdwPreferencesGroup *group,
              const char *title,
              const char *text)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_set_subtitle_selectable (ADW_ACTION_ROW (row), TRUE);
  gtk_widget_add_css_class (row, "property");
  adw_preferences_group_add (group, row);
}

static void
add_answer (AdwPreferencesGroup *group,
            KpQuestion *question)
{
  gboolean check = kp_question_get_question_type (question) == KP_QUESTION_CHECK;
  const char *none = check ? _ ("Not done") : _ ("Not filled in");
  g_autofree char *text = kp_question_dup_value_text (question);

  add_property (group, kp_question_get_label (question), *text != '\0' ? text : none);
}

/* Whose request it will be: somebody who acts for several must see which one. */
static void
add_organisation (KpRequestSummary *self)
{
  const char *name = kp_request_form_get_org_name (self->form);
  GtkWidget *group = NULL;

  if (name == NULL || *name == '\0')
    return;

  group = adw_preferences_group_new ();
  if (kp_request_form_get_user_name (self->form) != NULL)
    add_property (ADW_PREFERENCES_GROUP (group), _ ("You enter this for"),
                  kp_request_form_get_user_name (self->form));
  add_property (ADW_PREFERENCES_GROUP (group),
                kp_request_form_get_entered (self->form) ? _ ("Organisation")
                                                         : _ ("You request this for"),
                name);
  gtk_box_append (self->box, group);
}

/* What somebody wrote before the office took the question away is not lost, and not sent. */
static void
add_strays (KpRequestSummary *self)
{
  g_auto (GStrv) strays = kp_request_form_dup_strays (self->form);
  GtkWidget *group = NULL;

  if (*strays == NULL)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("No longer asked"));
  adw_preferences_group_set_description (
    ADW_PREFERENCES_GROUP (group),
    _ ("These answers are kept in your draft and are not sent. Copy what still matters into the "
       "explanation."));
  for (guint i = 0; strays[i] != NULL; i++)
    add_property (ADW_PREFERENCES_GROUP (group), _ ("Your answer"), strays[i]);
  gtk_box_append (self->box, group);
}

static void
add_step (KpRequestSummary *self,
          guint position,
          KpFormStep *step)
{
  GListModel *questions = kp_form_step_get_questions (step);
  const char *title = kp_request_summary_get_step_title (step);
  GtkWidget *group = adw_preferences_group_new ();

  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), title);
  adw_preferences_group_set_header_suffix (ADW_PREFERENCES_GROUP (group),
                                           make_edit_button (position, title));
  for (guint i = 0; i < g_list_model_get_n_items (questions); i++)
    {
      g_autoptr (KpQuestion) question = g_list_model_get_item (questions, i);

      if (kp_question_get_visible (question) &&
          kp_question_get_question_type (question) != KP_QUESTION_HEADING)
        add_answer (ADW_PREFERENCES_GROUP (group), question);
    }

  gtk_box_append (self->box, group);
}

static GtkWidget *
add_missing (AdwPreferencesGroup *group,
             const KpFormMissing *missing)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("dialog-warning-symbolic");
  GtkWidget *arrow = gtk_image_new_from_icon_name ("go-next-symbolic");
  g_autofree char *text = NULL;

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  g_object_set (arrow, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  if (missing->question != NULL)
    {
      text = kp_question_rows_dup_fault_text (missing->question);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                     kp_question_get_label (missing->question));
    }
  else if (missing->fault == KP_FAULT_TOO_LONG)
    {
      text = g_strdup (_ ("Make it shorter at the end of this page."));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Explanation"));
    }
  else
    {
      text = g_strdup (_ ("Agree to them at the end of this page."));
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("The terms of the office"));
    }

  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), text);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (row), 0);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), arrow);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (row), "summary.jump");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (row), "(us)", missing->step,
                                    missing->question != NULL
                                      ? kp_question_get_key (missing->question)
                                      : "");
  adw_preferences_group_add (group, row);

  return row;
}

static void
show_missing (KpRequestSummary *self,
              GPtrArray *missing)
{
  GtkWidget *group = NULL;

  clear (self->top);
  self->first_missing = NULL;
  gtk_widget_set_visible (GTK_WIDGET (self->top), missing != NULL && missing->len > 0);
  if (missing == NULL || missing->len == 0)
    return;

  group = adw_preferences_group_new ();
  adw_preferences_group_set_title (ADW_PREFERENCES_GROUP (group), _ ("Still to do before sending"));
  for (guint i = 0; i < missing->len; i++)
    {
      GtkWidget *row = add_missing (ADW_PREFERENCES_GROUP (group), g_ptr_array_index (missing, i));

      if (i == 0)
        self->first_missing = row;
    }

  gtk_box_append (self->top, group);
}

static void
on_explanation_changed_cb (GtkTextBuffer *buffer,
                           KpRequestSummary *self)
{
  GtkTextIter start;
  GtkTextIter end;
  g_autofree char *text = NULL;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  text = gtk_text_buffer_get_text (buffer, &start, &end, FALSE);
  kp_request_form_set_explanation (self->form, text);
  kp_count_label_update (self->count, text, KP_LIMIT_EXPLANATION_CHARACTERS);
}

static void
add_explanation (KpRequestSummary *self)
{
  GtkWidget *row = adw_preferences_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *view = kp_text_view_new (_ ("Explanation"), "editor.next");
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (view));
  const char *text = kp_request_form_get_explanation (self->form);

  gtk_widget_set_size_request (view, -1, 84);
  gtk_widget_add_css_class (view, "inline");
  gtk_widget_add_css_class (box, "kp-text-row");
  if (text != NULL)
    gtk_text_buffer_set_text (buffer, text, -1);
  self->text = view;
  self->count = kp_count_label_new ();
  kp_count_label_update (self->count, text != NULL ? text : "", KP_LIMIT_EXPLANATION_CHARACTERS);
  gtk_box_append (GTK_BOX (box), view);
  gtk_box_append (GTK_BOX (box), self->count);
  g_signal_connect_object (buffer, "changed", G_CALLBACK (on_explanation_changed_cb), self, 0);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ ("Explanation"));
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "kp-written");
  adw_preferences_group_set_title (self->explanation, _ ("Explanation"));
  adw_preferences_group_set_description (
    self->explanation, _ ("Anything else that the office should know. Optional."));
  adw_preferences_group_add (self->explanation, row);
}

static void
activate_read_terms (GtkWidget *widget,
                     const char *action_name,
                     GVariant *parameter)
{
  KpRequestSummary *self = KP_REQUEST_SUMMARY (widget);
  KpTerms *terms = kp_request_form_get_terms (self->form);
  AdwDialog *dialog = adw_dialog_new ();
  GtkWidget *view = adw_toolbar_view_new ();
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *label = gtk_label_new (terms != NULL ? kp_terms_get_text (terms) : "");

  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_set_valign (label, GTK_ALIGN_START);
  gtk_widget_add_css_class (label, "kp-text-row");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), label);
  gtk_scrolled_window_set_policy (GTK_SCROLLED_WINDOW (scroller), GTK_POLICY_NEVER,
                                  GTK_POLICY_AUTOMATIC);
  adw_toolbar_view_add_top_bar (ADW_TOOLBAR_VIEW (view), adw_header_bar_new ());
  adw_toolbar_view_set_content (ADW_TOOLBAR_VIEW (view), scroller);
  adw_dialog_set_title (dialog, _ ("Terms"));
  adw_dialog_set_content_width (dialog, 560);
  adw_dialog_set_content_height (dialog, 520);
  adw_dialog_set_child (dialog, view);
  adw_dialog_present (dialog, widget);
}

static void
add_terms (KpRequestSummary *self)
{
  KpTerms *terms = kp_request_form_get_terms (self->form);
  GtkWidget *row = NULL;
  GtkWidget *check = NULL;
  GtkWidget *read = NULL;
  g_autofree char *version = NULL;

  gtk_widget_set_visible (GTK_WIDGET (self->terms), terms != NULL);
  if (terms == NULL)
    return;

  row = adw_action_row_new ();
  check = gtk_check_button_new ();
  read = gtk_button_new_with_label (_ ("Read Terms"));
  version = g_strdup_printf (_ ("Version %d"), (int) kp_terms_get_version (terms));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 _ ("I agree to the terms of the office *"));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), version);
  gtk_widget_set_valign (check, GTK_ALIGN_CENTER);
  gtk_widget_set_valign (read, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (read, "flat");
  gtk_actionable_set_action_name (GTK_ACTIONABLE (read), "summary.read-terms");
  gtk_accessible_update_property (GTK_ACCESSIBLE (check), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("I agree to the terms of the office"),
                                  GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE, -1);
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), check);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), read);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), check);
  g_object_bind_property (self->form, "terms-accepted", check, "active",
                          G_BINDING_SYNC_CREATE | G_BINDING_BIDIRECTIONAL);
  self->agree = check;
  adw_preferences_group_add (self->terms, row);
}

static void
kp_request_summary_dispose (GObject *object)
{
  KpRequestSummary *self = KP_REQUEST_SUMMARY (object);

  adw_bin_set_child (ADW_BIN (self), NULL);
  g_clear_object (&self->form);

  G_OBJECT_CLASS (kp_request_summary_parent_class)->dispose (object);
}

static void
kp_request_summary_class_init (KpRequestSummaryClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_request_summary_dispose;

  signals[SIGNAL_JUMP] =
    g_signal_new ("jump", KP_TYPE_REQUEST_SUMMARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                  G_TYPE_NONE, 2, G_TYPE_UINT, KP_TYPE_QUESTION);

  gtk_widget_class_install_action (widget_class, "summary.jump", "(us)", activate_jump);
  gtk_widget_class_install_action (widget_class, "summary.read-terms", NULL, activate_read_terms);
}

static void
kp_request_summary_init (KpRequestSummary *self)
{
  GtkWidget *outer = gtk_box_new (GTK_ORIENTATION_VERTICAL, 24);

  self->top = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  self->box = GTK_BOX (gtk_box_new (GTK_ORIENTATION_VERTICAL, 24));
  self->explanation = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  self->terms = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->top));
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->box));
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->explanation));
  gtk_box_append (GTK_BOX (outer), GTK_WIDGET (self->terms));
  adw_bin_set_child (ADW_BIN (self), outer);
}

GtkWidget *
kp_request_summary_new (KpRequestForm *form)
{
  KpRequestSummary *self = g_object_new (KP_TYPE_REQUEST_SUMMARY, NULL);

  self->form = g_object_ref (form);
  add_explanation (self);
  add_terms (self);

  return GTK_WIDGET (self);
}

void
kp_request_summary_update (KpRequestSummary *self,
                           GPtrArray *missing)
{
  GListModel *steps = G_LIST_MODEL (self->form);

  g_return_if_fail (KP_IS_REQUEST_SUMMARY (self));

  show_missing (self, missing);
  clear (self->box);
  add_organisation (self);
  for (guint i = 0; i < g_list_model_get_n_items (steps); i++)
    {
      g_autoptr (KpFormStep) step = g_list_model_get_item (steps, i);

      if (kp_form_step_get_visible (step) && kp_form_step_get_kind (step) != KP_STEP_SEND)
        add_step (self, i, step);
    }
  add_strays (self);
}

void
kp_request_summary_focus_missing (KpRequestSummary *self)
{
  g_return_if_fail (KP_IS_REQUEST_SUMMARY (self));

  if (self->first_missing != NULL)
    gtk_widget_grab_focus (self->first_missing);
}
