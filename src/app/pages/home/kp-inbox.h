/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What waits for the person, what waited longest on top; and what is completed. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_INBOX (kp_inbox_get_type ())
G_DECLARE_FINAL_TYPE (KpInbox, kp_inbox, KP, INBOX, AdwBin)

/* Called once. */
void kp_inbox_set_client (KpInbox *self,
                          KpClient *client);

/* @kind: a KP_TASK_…; empty or %NULL shows all kinds */
void kp_inbox_set_kind (KpInbox *self,
                        const char *kind);

/* Returns: the name of the page that the shown heap is at, see kp_status_frame_get_page() */
const char *kp_inbox_get_page (KpInbox *self);

/* When something began to wait, seen from today. */
typedef enum
{
  KP_INBOX_EARLIER = 0, /* more than 7 days ago */
  KP_INBOX_WEEK,        /* within 7 days */
  KP_INBOX_TODAY        /* on the same day */
} KpInboxGroup;

/* Both UTC milliseconds; days are local. */
KpInboxGroup kp_inbox_group_of (gint64 since,
                                gint64 now);

G_END_DECLS
