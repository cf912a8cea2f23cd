/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Follows its draft, whose values may arrive after the row is shown.
 */

#include "kp-draft-row.h"

#include "kp-time-text.h"

#include <glib/gi18n.h>

/* Returns: (transfer full): what it is and for whom, as far as the title does not say so */
static char *
dup_about (KpDraft *draft,
           gboolean has_title)
{
  const char *flow_name = has_title ? kp_draft_get_flow_name (draft) : NULL;
  const char *org_name = kp_draft_get_org_name (draft);

  if (flow_name == NULL || org_name == NULL)
    return g_strdup (flow_name != NULL ? flow_name : org_name);

  return g_strdup_printf ("%s · %s", flow_name, org_name);
}

static void
on_draft_cb (KpDraft *draft,
             GParamSpec *pspec,
             AdwActionRow *row)
{
  g_autofree char *moment = kp_time_text_moment (kp_draft_get_saved_at (draft),
                                                 g_get_real_time () / 1000);
  const char *title = kp_draft_get_title (draft);
  const char *flow_name = kp_draft_get_flow_name (draft);
  gboolean has_title = title != NULL && *title != '\0';
  g_autofree char *about = dup_about (draft, has_title);
  g_autofree char *state = NULL;
  g_autofree char *subtitle = NULL;

  if (kp_draft_get_refused (draft))
    /* Translators: a draft; the text is a time, such as “Today, 14:04” */
    state = g_strdup_printf (_ ("Came back from the office · %s"), moment);
  else
    /* Translators: a draft; the text is a time, such as “Today, 14:04” */
    state = g_strdup_printf (_ ("Draft · %s · only on this computer"), moment);

  subtitle = about != NULL ? g_strdup_printf ("%s\n%s", about, state) : g_strdup (state);
  if (!has_title)
    title = flow_name;
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), title != NULL ? title : _ ("Draft"));
  adw_action_row_set_subtitle (row, subtitle);
}

GtkWidget *
kp_draft_row_new (KpDraft *draft,
                  const char *action)
{
  GtkWidget *row = adw_action_row_new ();
  GtkWidget *icon = gtk_image_new_from_icon_name ("document-edit-symbolic");
  GtkWidget *button = gtk_button_new_with_label (_ ("Continue"));
  GtkWidget *delete = gtk_button_new_from_icon_name ("user-trash-symbolic");

  g_return_val_if_fail (KP_IS_DRAFT (draft) && action != NULL, NULL);

  g_object_set (icon, "accessible-role", GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), action);
  gtk_actionable_set_action_target (GTK_ACTIONABLE (button), "s",
                                    kp_record_get_id (KP_RECORD (draft)));
  gtk_widget_set_valign (delete, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (delete, "flat");
  gtk_widget_set_tooltip_text (delete, _ ("Delete Draft"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (delete), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Delete this draft"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (delete), "requests.delete-draft");
  gtk_actionable_set_action_target (GTK_ACTIONABLE (delete), "s",
                                    kp_record_get_id (KP_RECORD (draft)));
  adw_action_row_add_prefix (ADW_ACTION_ROW (row), icon);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), delete);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), button);
  adw_action_row_set_activatable_widget (ADW_ACTION_ROW (row), button);
  g_signal_connect_object (draft, "notify", G_CALLBACK (on_draft_cb), row, 0);
  on_draft_cb (draft, NULL, ADW_ACTION_ROW (row));

  return row;
}
