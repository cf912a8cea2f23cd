/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request of the engine, one reply to it, and what every kind of failure means for the account.
 * On kp-sync.
 */

#include "kp-sync-private.h"

#include "kp-error.h"
#include "kp-keyring.h"
#include "kp-limits.h"
#include "kp-store-attachments.h"

#define EXCHANGE_TYPE "application/x-ndjson"

static gint64
get_boot_time (KpSync *self)
{
  return kp_environment_boot_time (self->environment);
}

/* The end of a round sets the schedule anew, so a wish within it has to reach the engine. */
void
kp_sync_ask (KpSync *self)
{
  self->files_due = 0;
  kp_schedule_ask (&self->schedule);
  if (self->in_round && self->engine != NULL)
    kp_engine_ask (self->engine);
}

static void
on_push_opened_cb (gpointer user_data)
{
  KpSync *self = user_data;

  kp_schedule_push_opened (&self->schedule, get_boot_time (self));
  /* What was committed between the exchange and this moment caused no hint. */
  kp_sync_ask (self);
}

static void
on_push_hint_cb (gpointer user_data)
{
  KpSync *self = user_data;

  kp_sync_ask (self);
}

static void
on_push_ended_cb (gint64 delay,
                  gpointer user_data)
{
  KpSync *self = user_data;
  gboolean is_announced = delay >= 0 && self->schedule.push_open;

  kp_schedule_push_closed (&self->schedule, get_boot_time (self), delay);
  g_clear_object (&self->socket);

  /* A server that says that it goes away need not be tried: all its clients would do so at once. */
  if (is_announced)
    {
      self->in_contact = FALSE;
      self->error_code = KP_ERROR_OFFLINE;
    }
  /* One that just went should be noticed now, not in a quarter of an hour. */
  else if (delay < 0 && self->mode == KP_MODE_RUNNING && self->in_contact)
    kp_sync_ask (self);
}

static void
open_socket (KpSync *self,
             const char *ticket)
{
  KpPushFuncs funcs = { .opened = on_push_opened_cb,
                        .hint = on_push_hint_cb,
                        .ended = on_push_ended_cb,
                        .data = self };

  if (ticket == NULL || self->socket != NULL)
    return;

  kp_schedule_push_opening (&self->schedule);
  self->socket = kp_push_socket_new (self->http, ticket, &funcs);
}

void
kp_sync_close_socket (KpSync *self)
{
  if (self->socket != NULL)
    kp_push_socket_close (self->socket);
  g_clear_object (&self->socket);
  self->schedule.push_opening = FALSE;
  self->schedule.push_open = FALSE;
}

/* The cache and its key go; the outbox stays, sealed, and opens again with the key that the server
 * keeps, should the office open the account again.
 */
static void
close_account (KpSync *self)
{
  g_autoptr (KpAccountFacts) known = kp_account_folder_dup_facts (self->folder);
  g_autoptr (KpAccountFacts) facts = kp_account_facts_copy (known);

  kp_sync_close_socket (self);
  if (self->store != NULL)
    kp_store_files_erase_sent (self->store, NULL);
  if (self->engine != NULL)
    kp_engine_close_account (self->engine, NULL);
  kp_sync_close_store (self);
  kp_store_erase_cache (kp_account_folder_get_path (self->folder), NULL);
  kp_keyring_clear_sync (kp_account_folder_get_id (self->folder), self->stop, NULL);
  kp_secrets_set_refresh (self->secrets, NULL);
  kp_sync_drop_access (self);
  self->keyring_kept = FALSE;
  facts->closed_at = kp_environment_now (self->environment);
  kp_account_folder_set_facts_sync (self->folder, facts, NULL);
}

static void
report_damage (KpSync *self,
               const GError *error)
{
  if (self->store == NULL || !kp_store_report_damage (self->store, error))
    return;

  kp_sync_close_store (self);
  self->mode = KP_MODE_DAMAGED;
  kp_sync_tell_damage (self);
}

static void
suspend (KpSync *self,
         KpMode mode)
{
  self->mode = mode;
  kp_sync_close_socket (self);
  kp_schedule_suspend (&self->schedule);
}

static gboolean
has_work (KpSync *self)
{
  KpEngineStatus status;

  return self->engine != NULL && kp_engine_get_status (self->engine, &status, NULL) &&
         status.waiting > 0;
}

/* The failures that end something. Returns: whether @error was one of them */
static gboolean
take_verdict (KpSync *self,
              const GError *error)
{
  if (g_error_matches (error, KP_ERROR, KP_ERROR_SIGNED_OUT))
    {
      kp_sync_drop_access (self);
      suspend (self, KP_MODE_SIGNED_OUT);
      return TRUE;
    }

  if (g_error_matches (error, KP_ERROR, KP_ERROR_ACCOUNT_DISABLED) ||
      g_error_matches (error, KP_ERROR, KP_ERROR_DEVICE_REVOKED))
    {
      close_account (self);
      suspend (self, KP_MODE_CLOSED);
      return TRUE;
    }

  if (g_error_matches (error, KP_ERROR, KP_ERROR_LEASE_EXPIRED))
    {
      suspend (self, KP_MODE_LOCKED);
      kp_sync_close_store (self);
      return TRUE;
    }

  if (g_error_matches (error, KP_ERROR, KP_ERROR_CORRUPT))
    {
      report_damage (self, error);
      return self->mode == KP_MODE_DAMAGED;
    }

  return FALSE;
}

void
kp_sync_take_failure (KpSync *self,
                      const GError *error)
{
  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;

  self->in_round = FALSE;
  self->error_code = error->domain == KP_ERROR ? error->code : KP_ERROR_INTERNAL;
  if (take_verdict (self, error))
    return;

  switch ((KpError) self->error_code)
    {
    case KP_ERROR_TOO_MANY:
      /* kp_sync_call() has told the schedule. */
      self->in_contact = TRUE;
      break;

    case KP_ERROR_STORAGE:
    case KP_ERROR_BUSY:
      kp_schedule_failed (&self->schedule, get_boot_time (self), FALSE);
      break;

    case KP_ERROR_OFFLINE:
      self->in_contact = FALSE;
      kp_schedule_failed (&self->schedule, get_boot_time (self), has_work (self));
      break;

    case KP_ERROR_INTERNAL:
    case KP_ERROR_CORRUPT:
    case KP_ERROR_TOO_NEW:
    case KP_ERROR_NOT_FOUND:
    case KP_ERROR_INVALID:
    case KP_ERROR_CONFLICT:
    case KP_ERROR_FORBIDDEN:
    case KP_ERROR_SIGNED_OUT:
    case KP_ERROR_TOO_LARGE:
    case KP_ERROR_WRONG_PASSWORD:
    case KP_ERROR_WEAK_PASSWORD:
    case KP_ERROR_ACCOUNT_DISABLED:
    case KP_ERROR_DEVICE_REVOKED:
    case KP_ERROR_PORTAL_DISABLED:
    case KP_ERROR_WRONG_ACCOUNT:
    case KP_ERROR_ADDRESS:
    case KP_ERROR_INSECURE:
    case KP_ERROR_NOT_A_PORTAL:
    case KP_ERROR_IN_USE:
    case KP_ERROR_KEYRING_ABSENT:
    case KP_ERROR_KEYRING_LOCKED:
    case KP_ERROR_KEYRING_UNAVAILABLE:
    case KP_ERROR_LEASE_EXPIRED:
    default:
      /* Repeating helps only if somebody else changes something: slowly. */
      self->in_contact = FALSE;
      kp_schedule_failed (&self->schedule, get_boot_time (self), FALSE);
      break;
    }
}

/* The engine has nothing more: the round is over. */
static void
end_round (KpSync *self)
{
  gint64 boot = get_boot_time (self);
  gint64 now = kp_environment_now (self->environment);
  KpEngineStatus status = { 0 };
  gint64 next = -1;

  self->in_round = FALSE;
  self->error_code = 0;
  if (self->is_push_asked && self->socket == NULL)
    kp_schedule_push_closed (&self->schedule, boot, KP_SCHEDULE_POLL_MS);
  self->is_push_asked = FALSE;
  if (kp_engine_get_status (self->engine, &status, NULL) && status.next_retry > 0)
    next = boot + MAX (status.next_retry - now, 1000);

  /* Housekeeping: what fails now is done after the next round. */
  kp_store_files_purge (self->store, FALSE, NULL);
  kp_schedule_succeeded (&self->schedule, boot, next);
}

static void
take_reply (KpSync *self,
            const KpReply *reply)
{
  g_auto (KpFeedResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  if (!kp_engine_feed (self->engine, reply->body, kp_environment_now (self->environment), &result,
                       &error))
    {
      kp_sync_take_failure (self, error);
      return;
    }

  /* Whole as far as HTTP can tell, and yet not a reply of ours. */
  if (result.fed == KP_FED_CUT)
    {
      g_set_error_literal (&error, KP_ERROR, KP_ERROR_OFFLINE, "The reply was cut");
      kp_sync_take_failure (self, error);
      return;
    }

  self->was_tried = TRUE;
  self->in_contact = TRUE;
  self->error_code = 0;
  kp_sync_tell_news (self, result.news);
  open_socket (self, result.push);
}

static KpReach
find_reach (const KpReply *reply)
{
  if (!reply->left)
    return KP_REACH_NOWHERE;

  return reply->status == SOUP_STATUS_OK && reply->arrived ? KP_REACH_ANSWERED : KP_REACH_SENT;
}

static void
send_request (KpSync *self,
              GBytes *request)
{
  KpCall call = { .method = "POST",
                  .target = "/v1/sync",
                  .type = EXCHANGE_TYPE,
                  .body = request,
                  .limit = KP_LIMIT_REPLY_MAX + KP_LIMIT_REPLY_SLACK };
  g_auto (KpReply) reply = { 0 };
  g_autoptr (GError) error = NULL;
  g_autoptr (GError) storing = NULL;
  gboolean done = kp_sync_call (self, &call, &reply, NULL, &error);

  if (done && g_strcmp0 (reply.type, EXCHANGE_TYPE) != 0)
    {
      g_set_error_literal (&error, KP_ERROR, KP_ERROR_OFFLINE, "Somebody else answered");
      done = FALSE;
    }

  if (done)
    {
      take_reply (self, &reply);
      return;
    }

  self->was_tried |= !g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  kp_sync_take_failure (self, error);

  /* Unless the failure has closed the store. */
  if (self->engine != NULL && !kp_engine_fail (self->engine, find_reach (&reply), &storing))
    kp_sync_take_failure (self, storing);
}

void
kp_sync_exchange (KpSync *self)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = NULL;
  gboolean wants_push;

  if (self->engine == NULL && !kp_sync_open_store (self))
    return;

  if (!self->in_round)
    kp_engine_ask (self->engine);
  self->in_round = TRUE;
  wants_push = kp_schedule_wants_push (&self->schedule, get_boot_time (self));
  kp_engine_set_push_wanted (self->engine, wants_push);
  request = kp_engine_next (self->engine, kp_environment_now (self->environment), &error);
  if (error != NULL)
    kp_sync_take_failure (self, error);
  else if (request == NULL)
    end_round (self);
  else
    {
      self->is_push_asked = wants_push;
      kp_sync_publish (self);
      send_request (self, request);
    }
}
