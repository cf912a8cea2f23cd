/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Follows the change and its subject: what is possible is asked of the table of operations each
 * time one of them moves. Once the change needs nobody any more, the dialog closes.
 */

#include "kp-compare-dialog.h"

#include "kp-change-row.h"
#include "kp-change-text.h"
#include "kp-change-ways.h"
#include "kp-compare-field.h"
#include "kp-page.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

struct _KpCompareDialog
{
  AdwDialog parent_instance;

  AdwToastOverlay *toasts;      /* (template child) */
  AdwWindowTitle *window_title; /* (template child) */
  GtkLabel *sentence;           /* (template child) */
  GtkWidget *choice;            /* (template child) */
  GtkLabel *summary;            /* (template child) */
  GtkBox *fields;               /* (template child) */
  GtkWidget *same_group;        /* (template child) */
  AdwExpanderRow *same_row;     /* (template child) */
  GtkWidget *step_group;        /* (template child) */
  AdwActionRow *step_mine;      /* (template child) */
  AdwActionRow *step_theirs;    /* (template child) */
  GtkWidget *words_box;         /* (template child) */
  GtkLabel *words;              /* (template child) */
  KpClient *client;             /* (owned) (nullable): NULL after dispose */
  KpChange *change;             /* (owned) */
  KpRecord *subject;            /* (owned) (nullable): the request or work order it is about */
  KpQueryModel *differences;    /* (owned) */
  GPtrArray *same_rows;         /* (owned): unowned rows of same_row */
  gint64 now;                   /* UTC milliseconds, when it was opened */
  gboolean narrow;
};

typedef enum
{
  PROP_NARROW = 1
} KpCompareDialogProperty;

static GParamSpec *properties[PROP_NARROW + 1];

typedef enum
{
  SIGNAL_DROP,
  SIGNAL_DONE,
  SIGNAL_SHOWN
} KpCompareDialogSignal;

static guint signals[SIGNAL_SHOWN + 1];

G_DEFINE_FINAL_TYPE (KpCompareDialog, kp_compare_dialog, ADW_TYPE_DIALOG)

static gboolean
is_about_user (KpCompareDialog *self)
{
  return g_strcmp0 (kp_change_get_kind (self->change), "user.update") == 0;
}

static gboolean
is_state (KpDifference *difference)
{
  return g_strcmp0 (kp_difference_get_field (difference), "state") == 0;
}

static gboolean
is_same (KpDifference *difference)
{
  return g_strcmp0 (kp_difference_get_mine (difference), kp_difference_get_theirs (difference)) ==
         0;
}

/* Returns: (transfer full) (nullable): the step of a request or work order; its fields follow */
static KpDifference *
dup_state (KpCompareDialog *self)
{
  GListModel *list = G_LIST_MODEL (self->differences);
  g_autoptr (KpDifference) first = g_list_model_get_item (list, 0);

  return first != NULL && is_state (first) ? g_steal_pointer (&first) : NULL;
}

static KpChangeSituation
look_around (KpCompareDialog *self)
{
  GListModel *list = G_LIST_MODEL (self->differences);
  g_autoptr (KpDifference) state = dup_state (self);
  gboolean here = self->subject != NULL && kp_record_get_ready (self->subject);
  const char *kind = kp_change_get_kind (self->change);
  KpChangeSituation situation = {
    .here = here,
    .may_repeat =
      is_about_user (self) || (here && kp_client_can (self->client, self->subject, kind)),
    .may_comment = here && kp_client_can (self->client, self->subject, "request.comment"),
  };

  /* A step is taken as a whole: there is nothing to choose per field. */
  for (guint i = 0; state == NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpDifference) difference = g_list_model_get_item (list, i);

      if (!is_same (difference))
        situation.n_different++;
    }

  return situation;
}

/* Fields. */

static void
clear_fields (KpCompareDialog *self)
{
  GtkWidget *child;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->fields))) != NULL)
    gtk_box_remove (self->fields, child);
  for (guint i = 0; i < self->same_rows->len; i++)
    adw_expander_row_remove (self->same_row, self->same_rows->pdata[i]);
  g_ptr_array_set_size (self->same_rows, 0);
}

static void
add_field (KpCompareDialog *self,
           KpDifference *difference)
{
  g_autofree char *when =
    kp_time_text_moment_within (kp_change_get_created_at (self->change), self->now);
  g_autofree char *mine_from = g_strdup_printf (_ ("Yours · here, %s"), when);
  GtkWidget *field = kp_compare_field_new (difference, mine_from, _ ("At the office, now"));

  g_object_bind_property (self, "narrow", field, "narrow", G_BINDING_SYNC_CREATE);
  gtk_box_append (self->fields, field);
}

static void
add_same (KpCompareDialog *self,
          KpDifference *difference)
{
  GtkWidget *row = adw_action_row_new ();

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row),
                                 kp_change_name_field (kp_difference_get_field (difference)));
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), kp_difference_get_mine_text (difference));
  gtk_widget_add_css_class (row, "property");
  adw_expander_row_add_row (self->same_row, row);
  g_ptr_array_add (self->same_rows, row);
}

static void
show_fields (KpCompareDialog *self)
{
  GListModel *list = G_LIST_MODEL (self->differences);
  guint n_different = 0;
  g_autofree char *same = NULL;
  g_autofree char *different = NULL;
  g_autofree char *summary = NULL;

  clear_fields (self);
  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpDifference) difference = g_list_model_get_item (list, i);

      if (is_state (difference) || !kp_record_get_ready (KP_RECORD (difference)))
        continue;

      if (is_same (difference))
        {
          add_same (self, difference);
        }
      else
        {
          add_field (self, difference);
          n_different++;
        }
    }

  different = g_strdup_printf (ngettext ("%u field differs", "%u fields differ", n_different),
                               n_different);
  same = g_strdup_printf (ngettext ("%u is the same", "%u are the same", self->same_rows->len),
                          self->same_rows->len);
  summary = self->same_rows->len > 0 ? g_strdup_printf ("%s · %s", different, same)
                                     : g_strdup (different);
  gtk_label_set_label (self->summary, summary);
  gtk_widget_set_visible (self->same_group, self->same_rows->len > 0);
}

static void
set_all (KpCompareDialog *self,
         gboolean mine)
{
  for (GtkWidget *field = gtk_widget_get_first_child (GTK_WIDGET (self->fields)); field != NULL;
       field = gtk_widget_get_next_sibling (field))
    kp_compare_field_set_keeps_mine (KP_COMPARE_FIELD (field), mine);
}

/* Returns: (transfer full): a line for the state, and one for each field in which the two differ */
static char *
dup_side (KpCompareDialog *self,
          gboolean mine)
{
  GListModel *list = G_LIST_MODEL (self->differences);
  g_autoptr (GString) side = g_string_new (NULL);

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpDifference) difference = g_list_model_get_item (list, i);
      const char *field = kp_difference_get_field (difference);
      g_autofree char *value =
        kp_change_dup_value (field, mine ? kp_difference_get_mine_text (difference)
                                         : kp_difference_get_theirs_text (difference));

      if (is_state (difference))
        g_string_append (side, value);
      else if (!is_same (difference))
        g_string_append_printf (side, "\n%s: %s", kp_change_name_field (field), value);
    }

  return g_string_free_and_steal (g_steal_pointer (&side));
}

/* A step of a request or work order: what was meant, and what it is now. */
static void
show_step (KpCompareDialog *self,
           KpDifference *state)
{
  g_autofree char *made =
    kp_time_text_moment_within (kp_change_get_created_at (self->change), self->now);
  g_autofree char *when = kp_time_text_moment (kp_change_get_reason_at (self->change), self->now);
  const char *by = kp_change_get_reason_by (self->change);
  g_autofree char *mine = NULL;
  g_autofree char *theirs = NULL;
  g_autofree char *my_side = NULL;
  g_autofree char *their_side = NULL;

  gtk_widget_set_visible (self->step_group, state != NULL);
  if (state == NULL)
    return;

  mine = g_strdup_printf (_ ("Yours · here, %s"), made);
  theirs = by != NULL && *by != '\0' ? g_strdup_printf ("%s · %s", by, when)
                                     : g_strdup (_ ("At the office, now"));
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->step_mine), mine);
  my_side = dup_side (self, TRUE);
  their_side = dup_side (self, FALSE);
  adw_action_row_set_subtitle (self->step_mine, my_side);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->step_theirs), theirs);
  adw_action_row_set_subtitle (self->step_theirs, their_side);
}

/* Returns: (transfer full): everything of the person's own */
static char *
dup_own_text (KpCompareDialog *self)
{
  GListModel *list = G_LIST_MODEL (self->differences);
  const char *text = kp_change_get_text (self->change);
  g_autoptr (KpDifference) state = dup_state (self);
  g_autoptr (GString) own = g_string_new (text);

  for (guint i = 0; state == NULL && i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpDifference) difference = g_list_model_get_item (list, i);

      g_string_append_printf (own, "%s%s: %s", own->len > 0 ? "\n" : "",
                              kp_change_name_field (kp_difference_get_field (difference)),
                              kp_difference_get_mine_text (difference));
    }

  return g_string_free_and_steal (g_steal_pointer (&own));
}

static void
enable (KpCompareDialog *self,
        const char *action,
        gboolean enabled)
{
  gtk_widget_action_set_enabled (GTK_WIDGET (self), action, enabled);
}

static void
show (KpCompareDialog *self)
{
  g_autoptr (KpDifference) state = NULL;
  g_autofree char *title = NULL;
  g_autofree char *sentence = NULL;
  KpChangeSituation situation;
  g_autofree char *own = NULL;
  gboolean choosing;
  guint ways;

  if (self->client == NULL)
    return;

  state = dup_state (self);
  situation = look_around (self);
  ways = kp_change_find_ways (self->change, &situation);
  title = kp_change_text_title (kp_change_get_kind (self->change),
                                kp_change_get_subject_title (self->change),
                                kp_change_get_subject_number (self->change));
  sentence = kp_change_explain (
    self->change, state != NULL ? kp_difference_get_theirs_text (state) : NULL, self->now);
  choosing = (ways & KP_WAY_CHOOSE) != 0;
  own = choosing ? g_strdup (kp_change_get_text (self->change)) : dup_own_text (self);

  adw_window_title_set_title (self->window_title,
                              choosing ? _ ("Two Versions") : _ ("Not Carried Out"));
  adw_window_title_set_subtitle (self->window_title, title);
  gtk_label_set_label (self->sentence, sentence);
  show_step (self, state);
  gtk_label_set_label (self->words, own);
  gtk_widget_set_visible (self->words_box, own != NULL && *own != '\0');
  gtk_widget_set_visible (self->choice, choosing);
  enable (self, "compare.save", choosing);
  enable (self, "compare.again", (ways & KP_WAY_AGAIN) != 0);
  enable (self, "compare.message", (ways & KP_WAY_MESSAGE) != 0);
  enable (self, "compare.edit", (ways & KP_WAY_EDIT) != 0);
  enable (self, "compare.show", (ways & KP_WAY_SHOW) != 0);
  enable (self, "compare.copy", (ways & KP_WAY_COPY) != 0);
}

static void
on_differences_changed_cb (KpCompareDialog *self)
{
  if (self->client == NULL)
    return;

  show_fields (self);
  show (self);
}

static void
on_change_notify_cb (KpCompareDialog *self)
{
  if (self->client == NULL)
    return;

  if (kp_change_get_sync (self->change) == KP_SYNC_NEEDS_YOU)
    show (self);
  else
    adw_dialog_close (ADW_DIALOG (self));
}

/* Ways out. */

static void
finish_way (KpCompareDialog *self,
            gboolean done,
            const GError *error,
            const char *said)
{
  if (self->client == NULL)
    return;

  if (!done)
    {
      kp_page_say_error (GTK_WIDGET (self), error);
      return;
    }

  g_signal_emit (self, signals[SIGNAL_DONE], 0, said);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
on_repeated_cb (GObject *source_object,
                GAsyncResult *result,
                gpointer user_data)
{
  g_autoptr (KpCompareDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kp_client_repeat_change_finish (KP_CLIENT (source_object), result, &error);

  finish_way (self, done, error, _ ("It will be sent once more"));
}

static void
repeat (KpCompareDialog *self,
        GVariant *seen)
{
  kp_client_repeat_change_async (self->client, kp_record_get_id (KP_RECORD (self->change)), seen,
                                 on_repeated_cb, g_object_ref (self));
}

static void
activate_save (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  KpCompareDialog *self = KP_COMPARE_DIALOG (widget);
  GVariantBuilder seen = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sms}"));
  guint n_mine = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (GTK_WIDGET (self->fields)); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      KpCompareField *field = KP_COMPARE_FIELD (child);
      KpDifference *difference = kp_compare_field_get_difference (field);

      if (!kp_compare_field_get_keeps_mine (field))
        continue;

      n_mine++;
      g_variant_builder_add (&seen, "{sms}", kp_difference_get_field (difference),
                             kp_difference_get_theirs (difference));
    }

  if (n_mine > 0)
    {
      repeat (self, g_variant_builder_end (&seen));
      return;
    }

  /* All from the office: nothing of the change is wanted any more. */
  g_variant_builder_clear (&seen);
  g_signal_emit (self, signals[SIGNAL_DROP], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
activate_again (GtkWidget *widget,
                const char *action_name,
                GVariant *parameter)
{
  KpCompareDialog *self = KP_COMPARE_DIALOG (widget);
  GListModel *list = G_LIST_MODEL (self->differences);
  GVariantBuilder seen = G_VARIANT_BUILDER_INIT (G_VARIANT_TYPE ("a{sms}"));

  for (guint i = 0; i < g_list_model_get_n_items (list); i++)
    {
      g_autoptr (KpDifference) difference = g_list_model_get_item (list, i);

      g_variant_builder_add (&seen, "{sms}", kp_difference_get_field (difference),
                             kp_difference_get_theirs (difference));
    }
  repeat (self, g_variant_builder_end (&seen));
}

static void
on_dropped_after_cb (GObject *source_object,
                     GAsyncResult *result,
                     gpointer user_data)
{
  g_autoptr (KpCompareDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  gboolean done = kp_client_drop_change_finish (KP_CLIENT (source_object), result, &error);

  finish_way (self, done, error, _ ("It will be sent as a message"));
}

static void
on_commented_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (KpCompareDialog) self = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (self->client == NULL)
    return;

  if (id == NULL)
    kp_page_say_error (GTK_WIDGET (self), error);
  else
    kp_client_drop_change_async (self->client, kp_record_get_id (KP_RECORD (self->change)),
                                 on_dropped_after_cb, g_object_ref (self));
}

static void
activate_message (GtkWidget *widget,
                  const char *action_name,
                  GVariant *parameter)
{
  KpCompareDialog *self = KP_COMPARE_DIALOG (widget);
  GVariantDict arguments;

  g_variant_dict_init (&arguments, NULL);
  g_variant_dict_insert (&arguments, "request", "s", kp_change_get_subject_id (self->change));
  g_variant_dict_insert (&arguments, "text", "s", kp_change_get_text (self->change));
  kp_client_perform_async (self->client, "request.comment@1", g_variant_dict_end (&arguments),
                           on_commented_cb, g_object_ref (self));
}

/* Both dialogs make room for the page. */
static void
go (KpCompareDialog *self,
    const char *action)
{
  const char *draft = kp_change_get_draft_id (self->change);
  GtkWidget *widget = GTK_WIDGET (self);

  if (g_str_equal (action, "compare.edit") && draft != NULL)
    kp_page_show (widget, "requests", "drafts", draft);
  else
    kp_change_row_show_subject (widget, self->client, self->change);
  g_signal_emit (self, signals[SIGNAL_SHOWN], 0);
  adw_dialog_close (ADW_DIALOG (self));
}

static void
activate_go (GtkWidget *widget,
             const char *action_name,
             GVariant *parameter)
{
  go (KP_COMPARE_DIALOG (widget), action_name);
}

static void
activate_copy (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  g_autofree char *own = dup_own_text (KP_COMPARE_DIALOG (widget));

  gdk_clipboard_set_text (gtk_widget_get_clipboard (widget), own);
  kp_page_say (widget, _ ("Copied"));
}

static void
activate_drop (GtkWidget *widget,
               const char *action_name,
               GVariant *parameter)
{
  g_signal_emit (widget, signals[SIGNAL_DROP], 0);
  adw_dialog_close (ADW_DIALOG (widget));
}

/* In place of the window, whose toasts are behind the dialog. */
static void
activate_say (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  AdwToast *toast = adw_toast_new (g_variant_get_string (parameter, NULL));

  adw_toast_set_use_markup (toast, FALSE);
  adw_toast_overlay_add_toast (KP_COMPARE_DIALOG (widget)->toasts, toast);
}

static void
activate_all (GtkWidget *widget,
              const char *action_name,
              GVariant *parameter)
{
  set_all (KP_COMPARE_DIALOG (widget), g_str_equal (action_name, "compare.all-mine"));
}

static void
kp_compare_dialog_get_property (GObject *object,
                                guint prop_id,
                                GValue *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    g_value_set_boolean (value, KP_COMPARE_DIALOG (object)->narrow);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_compare_dialog_set_property (GObject *object,
                                guint prop_id,
                                const GValue *value,
                                GParamSpec *pspec)
{
  if (prop_id == PROP_NARROW)
    KP_COMPARE_DIALOG (object)->narrow = g_value_get_boolean (value);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_compare_dialog_dispose (GObject *object)
{
  KpCompareDialog *self = KP_COMPARE_DIALOG (object);

  g_clear_object (&self->client);
  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_COMPARE_DIALOG);
  g_clear_pointer (&self->same_rows, g_ptr_array_unref);
  g_clear_object (&self->differences);
  g_clear_object (&self->subject);
  g_clear_object (&self->change);

  G_OBJECT_CLASS (kp_compare_dialog_parent_class)->dispose (object);
}

static void
bind_template (GtkWidgetClass *widget_class)
{
  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-compare-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, toasts);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, window_title);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, sentence);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, choice);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, summary);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, fields);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, same_group);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, same_row);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, step_group);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, step_mine);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, step_theirs);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, words_box);
  gtk_widget_class_bind_template_child (widget_class, KpCompareDialog, words);
}

static void
kp_compare_dialog_class_init (KpCompareDialogClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->get_property = kp_compare_dialog_get_property;
  object_class->set_property = kp_compare_dialog_set_property;
  object_class->dispose = kp_compare_dialog_dispose;

  properties[PROP_NARROW] = g_param_spec_boolean ("narrow", NULL, NULL, FALSE,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_SHOWN] = g_signal_new ("shown", KP_TYPE_COMPARE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_DONE] = g_signal_new ("done", KP_TYPE_COMPARE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[SIGNAL_DROP] = g_signal_new ("drop", KP_TYPE_COMPARE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 0);

  bind_template (widget_class);
  gtk_widget_class_install_action (widget_class, "compare.save", NULL, activate_save);
  gtk_widget_class_install_action (widget_class, "compare.all-mine", NULL, activate_all);
  gtk_widget_class_install_action (widget_class, "compare.all-theirs", NULL, activate_all);
  gtk_widget_class_install_action (widget_class, "compare.again", NULL, activate_again);
  gtk_widget_class_install_action (widget_class, "compare.message", NULL, activate_message);
  gtk_widget_class_install_action (widget_class, "compare.edit", NULL, activate_go);
  gtk_widget_class_install_action (widget_class, "compare.show", NULL, activate_go);
  gtk_widget_class_install_action (widget_class, "compare.copy", NULL, activate_copy);
  gtk_widget_class_install_action (widget_class, "compare.drop", NULL, activate_drop);
  gtk_widget_class_install_action (widget_class, "win.say", "s", activate_say);
}

static void
kp_compare_dialog_init (KpCompareDialog *self)
{
  self->same_rows = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_compare_dialog_new (KpClient *client,
                       KpChange *change,
                       gint64 now)
{
  KpCompareDialog *self = g_object_new (KP_TYPE_COMPARE_DIALOG, NULL);
  const char *kind = kp_change_get_kind (change);
  const char *subject = kp_change_get_subject_id (change);

  self->client = g_object_ref (client);
  self->change = g_object_ref (change);
  self->now = now;
  self->differences =
    kp_client_list_differences (client, kp_record_get_id (KP_RECORD (change)));
  if (kind != NULL && g_str_has_prefix (kind, "request."))
    self->subject = KP_RECORD (kp_client_get_request (client, subject));
  else if (kind != NULL && g_str_has_prefix (kind, "work_order."))
    self->subject = KP_RECORD (kp_client_get_work_order (client, subject));

  g_signal_connect_object (self->differences, "items-changed",
                           G_CALLBACK (on_differences_changed_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (change, "notify", G_CALLBACK (on_change_notify_cb), self,
                           G_CONNECT_SWAPPED);
  if (self->subject != NULL)
    g_signal_connect_object (self->subject, "notify", G_CALLBACK (show), self, G_CONNECT_SWAPPED);
  on_differences_changed_cb (self);

  return ADW_DIALOG (self);
}
