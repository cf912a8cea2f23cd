/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Offline is a state, not an error: the sentences say what is shown and what will happen.
 */

#include "kp-status-text.h"

#include "kp-error-text.h"
#include "kp-error.h"

#include <glib/gi18n.h>

static char *
count_changes (guint n_changes)
{
  return g_strdup_printf (g_dngettext (NULL,
                                       "%u change will be sent",
                                       "%u changes will be sent",
                                       n_changes),
                          n_changes);
}

static char *
banner_offline (gint64 last_contact,
                guint n_changes,
                gint64 now)
{
  g_autofree char *changes = count_changes (n_changes);
  g_autofree char *time = NULL;

  if (last_contact == 0)
    return n_changes > 0
             /* Translators: %s is such as “2 changes will be sent” */
             ? g_strdup_printf (_ ("Offline – %s"), changes)
             : g_strdup (_ ("Offline – data appears as soon as there is a connection"));

  time = kp_status_text_time (last_contact, now);
  if (n_changes == 0)
    /* Translators: %s is a time such as 14:05 */
    return g_strdup_printf (_ ("Offline – showing data as of %s"), time);

  /* Translators: a time such as 14:05, then such as “2 changes will be sent” */
  return g_strdup_printf (_ ("Offline – showing data as of %s; %s"), time, changes);
}

char *
kp_status_text_time (gint64 at,
                     gint64 now)
{
  g_autoptr (GDateTime) then = g_date_time_new_from_unix_local (at / 1000);
  g_autoptr (GDateTime) today = g_date_time_new_from_unix_local (now / 1000);

  if (then == NULL || today == NULL)
    return g_strdup ("");

  if (g_date_time_get_year (then) == g_date_time_get_year (today) &&
      g_date_time_get_day_of_year (then) == g_date_time_get_day_of_year (today))
    return g_date_time_format (then, "%H:%M");

  /* Translators: day, month and time, see strftime */
  return g_date_time_format (then, _ ("%-d %B, %H:%M"));
}

/* Returns: (nullable): the sentence of what waiting for a connection does not mend */
static const char *
explain (KpStatusState state,
         int code)
{
  if (state != KP_STATUS_OFFLINE && state != KP_STATUS_QUEUED)
    return NULL;

  switch (code)
    {
    case KP_ERROR_STORAGE:
    case KP_ERROR_CORRUPT:
    case KP_ERROR_TOO_NEW:
    case KP_ERROR_INVALID:
    case KP_ERROR_INSECURE:
    case KP_ERROR_PORTAL_DISABLED:
    case KP_ERROR_INTERNAL:
      return kp_error_text_of_code (code);

    default:
      return NULL;
    }
}

char *
kp_status_text_notice (gboolean restored,
                       guint n_left_out)
{
  if (restored)
    return g_strdup (_ ("The office went back to an older copy of its data. What it misses of "
                        "yours is sent again; nothing is lost."));
  if (n_left_out == 0)
    return NULL;

  return g_strdup_printf (g_dngettext (NULL,
                                       "You may see more than this computer can fetch: %u "
                                       "organisation is not shown. Ask the office for an account "
                                       "with fewer.",
                                       "You may see more than this computer can fetch: %u "
                                       "organisations are not shown. Ask the office for an account "
                                       "with fewer.",
                                       n_left_out),
                          n_left_out);
}

char *
kp_status_text_banner (KpStatusState state,
                       int code,
                       gint64 last_contact,
                       guint n_changes,
                       gint64 now)
{
  const char *reason = explain (state, code);

  if (reason != NULL)
    return g_strdup (reason);

  switch (state)
    {
    case KP_STATUS_OFFLINE:
      return banner_offline (last_contact, n_changes, now);

    case KP_STATUS_SIGNED_OUT:
      return g_strdup (_ ("The office asks you to sign in again. Your data and changes are kept."));

    case KP_STATUS_UP_TO_DATE:
    case KP_STATUS_SENDING:
    case KP_STATUS_QUEUED:
    case KP_STATUS_LOCKED:
    case KP_STATUS_CLOSED:
      break;
    }

  return NULL;
}

static const char *
name_state (KpStatusState state)
{
  switch (state)
    {
    case KP_STATUS_UP_TO_DATE:
      return _ ("Up to date.");

    case KP_STATUS_SENDING:
      return _ ("Exchanging data with the office.");

    case KP_STATUS_QUEUED:
      return _ ("Waiting for the office.");

    case KP_STATUS_OFFLINE:
      return _ ("Offline.");

    case KP_STATUS_SIGNED_OUT:
      return _ ("Signed out.");

    case KP_STATUS_LOCKED:
    case KP_STATUS_CLOSED:
      return _ ("Closed.");
    }

  return "";
}

char *
kp_status_text_button (KpStatusState state,
                       guint n_changes,
                       guint n_needs_you)
{
  g_autoptr (GString) text = g_string_new (name_state (state));

  if (n_changes > 0)
    {
      g_autofree char *changes = count_changes (n_changes);

      g_string_append_printf (text, " %s.", changes);
    }
  if (n_needs_you > 0)
    {
      g_string_append_c (text, ' ');
      g_string_append_printf (text,
                              g_dngettext (NULL,
                                           "%u change needs you.",
                                           "%u changes need you.",
                                           n_needs_you),
                              n_needs_you);
    }
  g_string_append_c (text, ' ');
  g_string_append (text, _ ("Open changes"));

  return g_string_free_and_steal (g_steal_pointer (&text));
}

const char *
kp_status_text_icon (KpStatusState state,
                     guint n_changes,
                     guint n_needs_you)
{
  switch (state)
    {
    case KP_STATUS_OFFLINE:
    case KP_STATUS_SIGNED_OUT:
    case KP_STATUS_LOCKED:
    case KP_STATUS_CLOSED:
      return "kp-offline-symbolic";

    case KP_STATUS_SENDING:
      return NULL;

    case KP_STATUS_UP_TO_DATE:
    case KP_STATUS_QUEUED:
      break;
    }

  if (n_needs_you > 0)
    return "dialog-warning-symbolic";

  return n_changes > 0 ? "kp-queued-symbolic" : "kp-confirmed-symbolic";
}
