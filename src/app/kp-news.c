/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One notification per account and subject: news about the same request replaces what was told
 * before, and goes when the request was read.
 */

#include "kp-news.h"

#include <glib/gi18n.h>

/* The frame around @title, by what happened. */
static char *
dup_frame (const char *kind,
           const char *title)
{
  if (g_str_equal (kind, "question"))
    return g_strdup_printf (_ ("Question about “%s”"), title);
  if (g_str_equal (kind, "answer"))
    return g_strdup_printf (_ ("Answer about “%s”"), title);
  if (g_str_equal (kind, "comment"))
    return g_strdup_printf (_ ("Message about “%s”"), title);
  if (g_str_equal (kind, "request"))
    return g_strdup_printf (_ ("New request: “%s”"), title);
  if (g_str_equal (kind, "entered"))
    return g_strdup_printf (_ ("The office entered for you: “%s”"), title);
  if (g_str_equal (kind, "accepted"))
    return g_strdup_printf (_ ("Accepted: “%s”"), title);
  if (g_str_equal (kind, "declined"))
    return g_strdup_printf (_ ("Declined: “%s”"), title);

  return g_strdup_printf (_ ("Changed: “%s”"), title);
}

static void
on_news_cb (KpClient *client,
            const char *subject_id,
            const char *kind,
            const char *title,
            const char *body,
            KpApplication *application)
{
  const char *account_id = kp_account_get_id (kp_client_get_account (client));
  g_autofree char *id = kp_news_dup_id (account_id, subject_id);
  g_autoptr (GNotification) notification = NULL;

  if (g_str_equal (kind, "read"))
    {
      g_application_withdraw_notification (G_APPLICATION (application), id);
      return;
    }

  if (!g_settings_get_boolean (kp_application_get_settings (application), "notifications"))
    return;

  notification = kp_news_make_notification (account_id, subject_id, kind, title, body);
  g_application_send_notification (G_APPLICATION (application), id, notification);
}

static void
on_client_notify_cb (KpWindow *window,
                     GParamSpec *pspec,
                     KpApplication *application)
{
  KpClient *client = kp_window_get_client (window);

  if (client != NULL)
    kp_news_listen (application, client);
}

void
kp_news_watch (KpApplication *application,
               KpWindow *window)
{
  g_signal_connect_object (window, "notify::client",
                           G_CALLBACK (on_client_notify_cb), application, G_CONNECT_DEFAULT);
}

void
kp_news_listen (KpApplication *application,
                KpClient *client)
{
  /* A window may take over a client that was listened to before. */
  g_signal_handlers_disconnect_by_func (client, on_news_cb, application);
  g_signal_connect_object (client, "news", G_CALLBACK (on_news_cb), application,
                           G_CONNECT_DEFAULT);
}

char *
kp_news_dup_id (const char *account_id,
                const char *subject_id)
{
  return g_strconcat (account_id, "/", subject_id, NULL);
}

GNotification *
kp_news_make_notification (const char *account_id,
                           const char *subject_id,
                           const char *kind,
                           const char *title,
                           const char *body)
{
  g_autofree char *frame = dup_frame (kind, title);
  GNotification *notification = g_notification_new (frame);

  if (body != NULL && *body != '\0')
    g_notification_set_body (notification, body);
  g_notification_set_default_action_and_target (notification, "app.show", "(ss)", account_id,
                                                subject_id);

  return notification;
}
