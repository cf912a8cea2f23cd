/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * While the change is under way the widget may have gone: it is held, and then it says nothing.
 */

#include "kp-office-command.h"

#include "kp-page.h"

typedef struct
{
  GtkWidget *widget;    /* (owned) */
  GtkTextBuffer *typed; /* (owned) */
  GListStore *chosen;   /* (owned) (nullable) */
  const char *said;     /* (unowned) */
} Command;

static void
command_free (Command *self)
{
  g_object_unref (self->widget);
  g_object_unref (self->typed);
  g_clear_object (&self->chosen);
  g_free (self);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (Command, command_free)

static void
on_performed_cb (GObject *source_object,
                 GAsyncResult *result,
                 gpointer user_data)
{
  g_autoptr (Command) command = user_data;
  g_autoptr (GError) error = NULL;
  g_autofree char *id = kp_client_perform_finish (KP_CLIENT (source_object), result, &error);

  if (id == NULL)
    {
      kp_page_say_error (command->widget, error);
      return;
    }

  gtk_text_buffer_set_text (command->typed, "", -1);
  if (command->chosen != NULL)
    g_list_store_remove_all (command->chosen);
  kp_page_say (command->widget, command->said);
}

void
kp_office_command_perform (GtkWidget *widget,
                           KpClient *client,
                           const char *kind,
                           GVariant *arguments,
                           GtkTextBuffer *typed,
                           GListStore *chosen,
                           const char *said)
{
  Command *command = NULL;

  g_return_if_fail (GTK_IS_WIDGET (widget) && KP_IS_CLIENT (client));
  g_return_if_fail (GTK_IS_TEXT_BUFFER (typed) && kind != NULL && said != NULL);

  command = g_new (Command, 1);
  *command = (Command) {
    .widget = g_object_ref (widget),
    .typed = g_object_ref (typed),
    .chosen = chosen != NULL ? g_object_ref (chosen) : NULL,
    .said = said,
  };
  kp_client_perform_async (client, kind, arguments, on_performed_cb, command);
}

typedef struct
{
  GtkWidget *buttons; /* (owned) */
  guint *source;      /* (unowned) */
} Hold;

static void
hold_free (gpointer data)
{
  Hold *self = data;

  g_object_unref (self->buttons);
  g_free (self);
}

static gboolean
on_released_cb (gpointer user_data)
{
  Hold *hold = user_data;

  *hold->source = 0;
  gtk_widget_set_can_target (hold->buttons, TRUE);

  return G_SOURCE_REMOVE;
}

void
kp_office_hold_buttons (GtkWidget *buttons,
                        guint *source)
{
  Hold *hold = NULL;
  int double_click_ms = 0;

  g_return_if_fail (GTK_IS_WIDGET (buttons) && source != NULL);

  hold = g_new (Hold, 1);
  *hold = (Hold) { .buttons = g_object_ref (buttons), .source = source };
  g_object_get (gtk_widget_get_settings (buttons), "gtk-double-click-time", &double_click_ms, NULL);
  g_clear_handle_id (source, g_source_remove);
  *source = g_timeout_add_full (G_PRIORITY_DEFAULT, (guint) double_click_ms, on_released_cb, hold,
                                hold_free);
  gtk_widget_set_can_target (buttons, FALSE);
}
