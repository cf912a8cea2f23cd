/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Desktop notifications of what others did. Main thread.
 */

#pragma once

#include "kp-window.h"

G_BEGIN_DECLS

/**
 * kp_news_watch:
 *
 * From now on, tells the news of whatever client @window has, as long as the settings allow it.
 */
void kp_news_watch (KpApplication *application,
                    KpWindow *window);

/* The same for a client that has no window yet. */
void kp_news_listen (KpApplication *application,
                     KpClient *client);

/* Returns: (transfer full): what the notification about a subject is known by */
char *kp_news_dup_id (const char *account_id,
                      const char *subject_id);

/**
 * kp_news_make_notification:
 * @account_id: of the account that the news is for
 * @kind: see "news" of KpClient
 * @title: of the subject
 * @body: in the words of a person; may be empty
 *
 * Returns: (transfer full): a notification that opens the subject when it is activated
 */
GNotification *kp_news_make_notification (const char *account_id,
                                          const char *subject_id,
                                          const char *kind,
                                          const char *title,
                                          const char *body);

G_END_DECLS
