/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One line per kind of operation; a kind of a later version reads as "Change".
 */

#include "kp-change-text.h"

#include "kp-error-text.h"
#include "kp-file-text.h"
#include "kp-time-text.h"

#include <glib/gi18n.h>

typedef struct
{
  const char *kind;
  const char *title; /* %s = what it is about */
} KpChangeText;

static const KpChangeText TEXTS[] = {
  { "request.submit", N_ ("New request: %s") },
  { "request.enter", N_ ("New request: %s") },
  { "request.withdraw", N_ ("Withdraw: %s") },
  { "request.comment", N_ ("Message in %s") },
  { "request.answer", N_ ("Answer in %s") },
  { "request.ask", N_ ("Question in %s") },
  { "request.review", N_ ("Take into review: %s") },
  { "request.accept", N_ ("Accept as work order: %s") },
  { "request.decline", N_ ("Decline: %s") },
  { "request.note", N_ ("Internal note in %s") },
  { "work_order.plan", N_ ("Plan: %s") },
  { "work_order.start", N_ ("Start: %s") },
  { "work_order.block", N_ ("Put on hold: %s") },
  { "work_order.resume", N_ ("Resume: %s") },
  { "work_order.complete", N_ ("Done: %s") },
  { "work_order.cancel", N_ ("Cancel: %s") },
  { "work_order.confirm", N_ ("Confirm as done: %s") },
  { "work_order.reopen", N_ ("Reopen: %s") },
  { "user.update", N_ ("My details") },
};

static const char *
find_title (const char *kind)
{
  for (guint i = 0; i < G_N_ELEMENTS (TEXTS); i++)
    if (g_strcmp0 (TEXTS[i].kind, kind) == 0)
      return _ (TEXTS[i].title);

  return _ ("Change: %s");
}

char *
kp_change_text_title (const char *kind,
                      const char *subject,
                      const char *number)
{
  g_auto (GStrv) parts = NULL;

  if (subject == NULL || *subject == '\0')
    subject = number != NULL && *number != '\0' ? number : _ ("something no longer here");
  parts = g_strsplit (find_title (kind), "%s", 2);

  return g_strjoinv (subject, parts);
}

const char *
kp_change_text_reason (KpChange *change)
{
  if (g_strcmp0 (kp_change_get_reason (change), KP_REASON_NEED) == 0)
    return kp_error_text_of_need (kp_change_get_reason_detail (change),
                                  kp_change_get_draft_id (change) != NULL);

  if (g_strcmp0 (kp_change_get_reason (change), KP_REASON_FILE) == 0)
    return kp_file_text_fault (
      (KpAttachmentFault) g_ascii_strtoll (kp_change_get_reason_detail (change), NULL, 10));

  return kp_error_text_of_reason (kp_change_get_reason (change));
}

char *
kp_change_text_subtitle (KpChange *change,
                         gint64 now)
{
  gint64 finished = kp_change_get_finished_at (change);
  g_autofree char *made = kp_time_text_moment (kp_change_get_created_at (change), now);
  g_autofree char *done = kp_time_text_moment (finished, now);
  g_autofree char *then = kp_time_text_moment_within (finished, now);
  const char *by = kp_change_get_reason_by (change);
  const char *reason = kp_change_text_reason (change);

  switch (kp_change_get_sync (change))
    {
    case KP_SYNC_NEEDS_YOU:
      if (by != NULL && *by != '\0')
        /* Translators: when, why it was not accepted, and who was first */
        return g_strdup_printf (_ ("%s · %s (%s)"), made, reason != NULL ? reason : "", by);
      return g_strdup_printf ("%s · %s", made, reason != NULL ? reason : "");

    case KP_SYNC_CONFIRMED:
      if (finished == 0 || g_str_equal (made, done))
        break;
      /* Translators: when it was made, and when the office confirmed it */
      return g_strdup_printf (_ ("%s · confirmed: %s"), made, then);

    case KP_SYNC_SENT:
      return g_strdup_printf (_ ("%s · the office has not confirmed it yet"), made);

    case KP_SYNC_QUEUED:
    case KP_SYNC_ONLY_HERE:
      break;
    }

  return g_steal_pointer (&made);
}

KpChangeGroup
kp_change_text_group (KpSyncState sync)
{
  switch (sync)
    {
    case KP_SYNC_NEEDS_YOU:
      return KP_CHANGE_GROUP_CHOICE;

    case KP_SYNC_QUEUED:
    case KP_SYNC_SENT:
    case KP_SYNC_ONLY_HERE:
      return KP_CHANGE_GROUP_QUEUE;

    case KP_SYNC_CONFIRMED:
      break;
    }

  return KP_CHANGE_GROUP_SENT;
}
