/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows with GtkShortcutLabel, as the libadwaita of our floor has no dialog of its own for it.
 */

#include "kp-shortcuts-dialog.h"

#include <glib/gi18n.h>

struct _KpShortcutsDialog
{
  AdwDialog parent_instance;

  AdwPreferencesPage *page; /* (template child) */
};

G_DEFINE_FINAL_TYPE (KpShortcutsDialog, kp_shortcuts_dialog, ADW_TYPE_DIALOG)

typedef struct
{
  const char *title;
  const char *accelerators; /* NULL = the title begins a group */
} KpShortcut;

static const KpShortcut SHORTCUTS[] = {
  { N_ ("Everywhere"), NULL },
  { N_ ("Module"), "<Alt>1...7" },
  { N_ ("Previous module"), "<Control>Page_Up" },
  { N_ ("Next module"), "<Control>Page_Down" },
  { N_ ("Next pane"), "F6" },
  { N_ ("Show or hide widgets"), "F9" },
  { N_ ("Main menu"), "F10" },
  { N_ ("Search"), "<Control>f" },
  { N_ ("New request"), "<Control>n" },
  { N_ ("Choose an organisation"), "<Control><Shift>o" },
  { N_ ("Changes"), "<Control>j" },
  { N_ ("Synchronise now"), "F5" },
  { N_ ("Back"), "<Alt>Left Escape" },
  { N_ ("Forms"), NULL },
  { N_ ("Send or next"), "<Control>Return" },
  { N_ ("Save"), "<Control>s" },
  { N_ ("Lists"), NULL },
  { N_ ("Open"), "Return" },
  { N_ ("Menu of the row"), "<Shift>F10" },
  { N_ ("Back office"), NULL },
  { N_ ("Accept as work order"), "<Control>Return" },
  { N_ ("Ask for information"), "<Control>i" },
  { N_ ("Program"), NULL },
  { N_ ("Preferences"), "<Control>comma" },
  { N_ ("Keyboard shortcuts"), "<Control>question" },
  { N_ ("Help"), "F1" },
  { N_ ("Close the window"), "<Control>w" },
  { N_ ("Quit"), "<Control>q" },
};

static void
kp_shortcuts_dialog_dispose (GObject *object)
{
  gtk_widget_dispose_template (GTK_WIDGET (object), KP_TYPE_SHORTCUTS_DIALOG);

  G_OBJECT_CLASS (kp_shortcuts_dialog_parent_class)->dispose (object);
}

static void
kp_shortcuts_dialog_class_init (KpShortcutsDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = kp_shortcuts_dialog_dispose;

  gtk_widget_class_set_template_from_resource (
    widget_class, "/org/klantportaal/Klantportaal/ui/kp-shortcuts-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, KpShortcutsDialog, page);
}

static void
kp_shortcuts_dialog_init (KpShortcutsDialog *self)
{
  AdwPreferencesGroup *group = NULL;

  gtk_widget_init_template (GTK_WIDGET (self));

  for (guint i = 0; i < G_N_ELEMENTS (SHORTCUTS); i++)
    {
      GtkWidget *row;
      GtkWidget *keys;

      if (SHORTCUTS[i].accelerators == NULL)
        {
          group = ADW_PREFERENCES_GROUP (adw_preferences_group_new ());
          adw_preferences_group_set_title (group, _ (SHORTCUTS[i].title));
          adw_preferences_page_add (self->page, group);
          continue;
        }

      g_assert (group != NULL);
      row = adw_action_row_new ();
      keys = gtk_shortcut_label_new (SHORTCUTS[i].accelerators);
      gtk_widget_set_valign (keys, GTK_ALIGN_CENTER);
      adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), _ (SHORTCUTS[i].title));
      adw_action_row_add_suffix (ADW_ACTION_ROW (row), keys);
      adw_preferences_group_add (group, row);
    }
}

AdwDialog *
kp_shortcuts_dialog_new (void)
{
  return g_object_new (KP_TYPE_SHORTCUTS_DIALOG, NULL);
}
