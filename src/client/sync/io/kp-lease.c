/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contact begins the lease anew, and so does a full sign-in: that is how a locked account opens.
 */

#include "kp-lease.h"

#include "kp-error.h"

#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))

/* What a server may ask for (office-settable 1 to 90); outside of it the default counts. */
#define LEASE_DAYS 30
#define LEASE_DAYS_MAX 90

gboolean
kp_lease_check_sync (KpStore *store,
                     const KpAccountFacts *facts,
                     GError **error)
{
  gint64 days = facts->lease_days;
  gint64 server_ms;
  gint64 age_ms;

  if (days < 1 || days > LEASE_DAYS_MAX)
    days = LEASE_DAYS;

  if (!kp_store_get_last_contact (store, &server_ms, &age_ms, error))
    return FALSE;

  /* Never in contact: the sign-in that made the folder was just now. */
  if (server_ms == 0 || age_ms <= days * DAY_MS)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_LEASE_EXPIRED, "The account was offline too long");

  return FALSE;
}

gboolean
kp_lease_renew_sync (KpStore *store,
                     const KpAccountFacts *facts,
                     GError **error)
{
  gint64 now = kp_environment_now (kp_store_get_environment (store));
  KpId id;

  if (!kp_id_parse (facts->user_id, strlen (facts->user_id), &id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "account.json names no person");
      return FALSE;
    }

  return kp_store_set_person (store, &id, facts->name, facts->kind, error) &&
         kp_store_note_contact (store, now, error);
}
