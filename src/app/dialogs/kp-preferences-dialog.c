/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows are bound to the settings.
 */

#include "kp-preferences-dialog.h"

struct _KpPreferencesDialog
{
  AdwPreferencesDialog parent_instance;

  AdwComboRow *language_row;    /* (template child) */
  GtkWidget *notifications_row; /* (template child) */
  GtkWidget *open_last_row;     /* (template child) */
  GSettings *settings;          /* (owned) (nullable): NULL until it is filled */
};

G_DEFINE_FINAL_TYPE (KpPreferencesDialog, kp_preferences_dialog, ADW_TYPE_PREFERENCES_DIALOG)

/* In the order of the rows. */
static const char *const LANGUAGES[] = { "", "en", "nl" };

static void
on_language_selected_cb (AdwComboRow *row,
                         GParamSpec *pspec,
                         KpPreferencesDialog *self)
{
  guint selected = adw_combo_row_get_selected (row);

  if (self->settings != NULL && selected < G_N_ELEMENTS (LANGUAGES))
    gtk_widget_activate_action (GTK_WIDGET (self), "app.language", "s", LANGUAGES[selected]);
}

static void
kp_preferences_dialog_dispose (GObject *object)
{
  KpPreferencesDialog *self = KP_PREFERENCES_DIALOG (object);

  gtk_widget_dispose_template (GTK_WIDGET (self), KP_TYPE_PREFERENCES_DIALOG);
  g_clear_object (&self->settings);

  G_OBJECT_CLASS (kp_preferences_dialog_parent_class)->dispose (object);
}

static void
kp_preferences_dialog_class_init (KpPreferencesDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_preferences_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-preferences-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesDialog, language_row);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesDialog, notifications_row);
  gtk_widget_class_bind_template_child (widget_class, KpPreferencesDialog, open_last_row);
  gtk_widget_class_bind_template_callback (widget_class, on_language_selected_cb);
}

static void
kp_preferences_dialog_init (KpPreferencesDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
}

AdwDialog *
kp_preferences_dialog_new (KpApplication *application)
{
  KpPreferencesDialog *self = g_object_new (KP_TYPE_PREFERENCES_DIALOG, NULL);
  GSettings *settings = kp_application_get_settings (application);
  g_autofree char *language = g_settings_get_string (settings, "language");

  for (guint i = 0; i < G_N_ELEMENTS (LANGUAGES); i++)
    if (g_str_equal (LANGUAGES[i], language))
      adw_combo_row_set_selected (self->language_row, i);
  g_settings_bind (settings, "notifications", self->notifications_row, "active",
                   G_SETTINGS_BIND_DEFAULT);
  g_settings_bind (settings, "open-last", self->open_last_row, "active", G_SETTINGS_BIND_DEFAULT);
  self->settings = g_object_ref (settings);

  return ADW_DIALOG (self);
}
