/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An alert dialog with a text view: the buffer is the caller's and outlives it.
 */

#include "kp-reason-dialog.h"

#include "kp-files-field.h"
#include "kp-text-view.h"

#include <glib/gi18n.h>

static void
on_typed_cb (GtkTextBuffer *typed,
             AdwAlertDialog *dialog)
{
  g_autofree char *words = g_strstrip (kp_reason_dialog_dup_text (typed));

  adw_alert_dialog_set_response_enabled (dialog, KP_REASON_GO, *words != '\0');
}

/* @text: (out): the view itself */
static GtkWidget *
make_text (GtkTextBuffer *typed,
           const char *label,
           GtkWidget **text)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *caption = gtk_label_new (label);
  GtkWidget *scroller = gtk_scrolled_window_new ();
  GtkWidget *view = kp_text_view_new (label, "default.activate");

  gtk_label_set_xalign (GTK_LABEL (caption), 0);
  gtk_widget_add_css_class (caption, "caption-heading");
  gtk_text_view_set_buffer (GTK_TEXT_VIEW (view), typed);
  gtk_text_view_set_left_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_right_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_top_margin (GTK_TEXT_VIEW (view), 9);
  gtk_text_view_set_bottom_margin (GTK_TEXT_VIEW (view), 9);
  gtk_accessible_update_property (GTK_ACCESSIBLE (view), GTK_ACCESSIBLE_PROPERTY_REQUIRED, TRUE,
                                  -1);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroller), view);
  gtk_scrolled_window_set_min_content_height (GTK_SCROLLED_WINDOW (scroller), 110);
  gtk_widget_add_css_class (scroller, "kp-composer");
  gtk_box_append (GTK_BOX (box), caption);
  gtk_box_append (GTK_BOX (box), scroller);
  *text = view;

  return box;
}

AdwAlertDialog *
kp_reason_dialog_new (const KpReasonTexts *texts,
                      GtkTextBuffer *typed,
                      GtkWidget *above)
{
  AdwAlertDialog *dialog =
    ADW_ALERT_DIALOG (adw_alert_dialog_new (texts->heading, texts->body));
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *text = NULL;

  if (above != NULL)
    gtk_box_append (GTK_BOX (box), above);
  gtk_box_append (GTK_BOX (box), make_text (typed, texts->label, &text));
  adw_alert_dialog_set_extra_child (dialog, box);
  adw_alert_dialog_add_responses (dialog, "cancel", _ ("Cancel"), KP_REASON_GO, texts->go, NULL);
  adw_alert_dialog_set_response_appearance (
    dialog, KP_REASON_GO,
    texts->destructive ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  adw_alert_dialog_set_close_response (dialog, "cancel");
  adw_alert_dialog_set_default_response (dialog, KP_REASON_GO);
  adw_dialog_set_focus (ADW_DIALOG (dialog), text);
  adw_alert_dialog_set_prefer_wide_layout (dialog, TRUE);
  g_signal_connect_object (typed, "changed", G_CALLBACK (on_typed_cb), dialog, 0);
  on_typed_cb (typed, dialog);

  return dialog;
}

/* Whether words are still enough to go on. */
static gboolean
is_open (AdwAlertDialog *dialog,
         GtkTextBuffer *typed)
{
  return g_signal_handler_find (typed, G_SIGNAL_MATCH_FUNC | G_SIGNAL_MATCH_DATA, 0, 0, NULL,
                                (gpointer) on_typed_cb, dialog) != 0;
}

/* What is being copied goes along, so nobody goes on, nor types, before it is there. */
static void
on_busy_cb (GtkWidget *field,
            GParamSpec *pspec,
            GtkTextBuffer *typed)
{
  GtkWidget *dialog = gtk_widget_get_ancestor (field, ADW_TYPE_ALERT_DIALOG);
  gboolean is_busy;

  if (dialog == NULL)
    return;

  g_object_get (field, "busy", &is_busy, NULL);
  gtk_widget_set_sensitive (adw_alert_dialog_get_extra_child (ADW_ALERT_DIALOG (dialog)), !is_busy);
  if (is_busy)
    adw_alert_dialog_set_response_enabled (ADW_ALERT_DIALOG (dialog), KP_REASON_GO, FALSE);
  else if (is_open (ADW_ALERT_DIALOG (dialog), typed))
    on_typed_cb (typed, ADW_ALERT_DIALOG (dialog));
}

void
kp_reason_dialog_add_files (AdwAlertDialog *dialog,
                            GtkTextBuffer *typed,
                            KpClient *client,
                            GListStore *chosen)
{
  GtkWidget *box = adw_alert_dialog_get_extra_child (dialog);
  GtkWidget *field = kp_files_field_new (client, chosen);

  gtk_box_append (GTK_BOX (box), field);
  g_signal_connect_object (field, "notify::busy", G_CALLBACK (on_busy_cb), typed, 0);
}

void
kp_reason_dialog_overtake (AdwAlertDialog *dialog,
                           GtkTextBuffer *typed)
{
  g_return_if_fail (ADW_IS_ALERT_DIALOG (dialog) && GTK_IS_TEXT_BUFFER (typed));

  if (!is_open (dialog, typed))
    return;

  g_signal_handlers_disconnect_by_func (typed, on_typed_cb, dialog);
  adw_alert_dialog_set_body (dialog, _ ("Somebody else was first: this is no longer possible. What "
                                        "you typed is still here, to copy it."));
  adw_alert_dialog_set_response_enabled (dialog, KP_REASON_GO, FALSE);
}

char *
kp_reason_dialog_dup_text (GtkTextBuffer *typed)
{
  GtkTextIter start;
  GtkTextIter end;

  gtk_text_buffer_get_bounds (typed, &start, &end);

  return gtk_text_buffer_get_text (typed, &start, &end, FALSE);
}
