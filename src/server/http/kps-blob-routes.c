/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A content comes in through quarantine and goes out only by an attachment that the person sees.
 */

#include "kps-blob-routes.h"

#include "kp-error.h"
#include "kp-value.h"
#include "kps-access.h"
#include "kps-hooks.h"
#include "kps-problem.h"
#include "kps-range.h"

#include <libsoup/soup.h>
#include <string.h>

#define SCANNING_RETRY_S 2
#define SERVED_TYPE "application/octet-stream"

/* --- Coming in --- */

/* Whether the person may bring a file for the organisation: one whose requests they make or handle.
 */
static gboolean
may_bring (const KpsPerson *person,
           const KpsAccess *access,
           const KpsRecord *organisation)
{
  static const char *const KINDS[] = { "request.submit@1", "request.comment@1" };

  if (organisation == NULL)
    return FALSE;
  if (person->staff)
    return kps_access_sees (access, organisation);

  for (guint i = 0; i < G_N_ELEMENTS (KINDS); i++)
    {
      const KpOperationKind *kind = kp_operation_find_kind (KINDS[i], strlen (KINDS[i]));

      if (kps_may (person, access, kind, organisation) == KPS_MAY_YES)
        return TRUE;
    }

  return FALSE;
}

static gboolean
load_target (const KpsCall *call,
             KpDb *db,
             KpId *org_id,
             GError **error)
{
  const char *target = kps_call_get_header (call, "Portal-Target");
  g_autoptr (KpsAccess) access = NULL;
  g_autoptr (KpsRecord) organisation = NULL;

  if (target == NULL || !kp_id_parse (target, strlen (target), org_id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "The target is no organisation");
      return FALSE;
    }

  access = kps_access_load (db, call->session->person, error);
  if (access == NULL ||
      !kps_record_load (db, KP_ENTITY_ORGANISATION, org_id, &organisation, error))
    return FALSE;

  if (KPS_ALLOW (20, may_bring (call->session->person, access, organisation)))
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "Not an organisation of theirs");

  return FALSE;
}

/* Returns: (transfer full) (nullable): NULL without an error if the bytes may come */
static KpsReply *
make_answer (KpsReceived received,
             const char *reason)
{
  switch (received)
    {
    case KPS_RECEIVED_FAILED:
    case KPS_RECEIVED_AWAITED:
      break;

    case KPS_RECEIVED_NEW:
      return kps_reply_new (SOUP_STATUS_CREATED, NULL, NULL);

    case KPS_RECEIVED_KNOWN:
      return kps_reply_new (SOUP_STATUS_NO_CONTENT, NULL, NULL);

    case KPS_RECEIVED_REFUSED:
      return kps_problem_new_file_type (reason);

    case KPS_RECEIVED_TOO_LARGE:
      return kps_problem_new (KP_PROBLEM_TOO_LARGE, 0);

    case KPS_RECEIVED_NO_ROOM:
      return kps_problem_new (KP_PROBLEM_QUOTA, 0);

    case KPS_RECEIVED_FULL:
      return kps_problem_new (KP_PROBLEM_QUOTA, KPS_DISK_FULL_RETRY_S);

    case KPS_RECEIVED_OTHER:
      return kps_problem_new (KP_PROBLEM_DIGEST, 0);
    }

  return NULL;
}

KpsReply *
kps_blob_put (KpsCall *call,
              KpDb *db,
              GError **error)
{
  KpsFiles *files = call->surroundings->files;
  const char *length = kps_call_get_header (call, "Content-Length");
  g_autofree char *reason = NULL;
  KpsReceived received;
  KpId org_id;
  const KpsArrival arrival = {
    .org_id = &org_id,
    .user_id = &call->session->user_id,
    .sha256 = g_hash_table_lookup (call->params, "sha256"),
    .media_type = kps_call_get_header (call, "Content-Type"),
    .size = length != NULL ? g_ascii_strtoull (length, NULL, 10) : 0,
  };

  if (length == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INVALID, "No length");
      return NULL;
    }

  if (!load_target (call, db, &org_id, error))
    return NULL;

  if (call->incoming == NULL)
    received = kps_files_expect (files, db, &arrival, &call->incoming, &reason, error);
  else
    received = kps_files_receive (files, &arrival, call->incoming, &reason, error);

  return make_answer (received, reason);
}

/* --- Going out --- */

static gboolean
fail_not_found (GError **error)
{
  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "No such attachment");
  return FALSE;
}

/* @attachment: (out) (transfer full): one that the person sees */
static gboolean
load_attachment (const KpsCall *call,
                 KpDb *db,
                 KpsRecord **attachment,
                 GError **error)
{
  const char *text = g_hash_table_lookup (call->params, "attachment");
  g_autoptr (KpsAccess) access = NULL;
  KpId id;

  if (!kp_id_parse (text, strlen (text), &id))
    return fail_not_found (error);

  access = kps_access_load (db, call->session->person, error);
  if (access == NULL || !kps_record_load (db, KP_ENTITY_ATTACHMENT, &id, attachment, error))
    return FALSE;

  return (*attachment != NULL && KPS_ALLOW (21, kps_access_sees (access, *attachment))) ||
         fail_not_found (error);
}

/* Returns: (transfer full) (nullable): why the content stays in quarantine */
static KpsReply *
judge_state (const KpsCall *call,
             const char *state)
{
  if (g_strcmp0 (state, "clean") == 0)
    return NULL;
  if (g_strcmp0 (state, "infected") == 0)
    return kps_problem_new (KP_PROBLEM_INFECTED, 0);
  if (g_strcmp0 (state, "unscannable") != 0)
    return kps_problem_new (KP_PROBLEM_SCANNING, SCANNING_RETRY_S);

  return kps_files_serves_unscanned (call->surroundings->files)
           ? NULL
           : kps_problem_new (KP_PROBLEM_UNSCANNED, 0);
}

/* RFC 6266 and 8187: a plain name for old programs, and the real one. */
static char *
make_disposition (const char *name)
{
  g_autofree char *encoded = g_uri_escape_string (name, "!#$&+^`|", FALSE);
  g_autofree char *plain = g_strdup (name);

  for (char *at = plain; *at != '\0'; at++)
    {
      if (!g_ascii_isalnum (*at) && strchr ("-_. ", *at) == NULL)
        *at = '_';
    }

  return g_strdup_printf ("attachment; filename=\"%s\"; filename*=UTF-8''%s", plain, encoded);
}

static void
set_headers (KpsReply *reply,
             const char *name,
             const char *tag)
{
  kps_reply_set_header (reply, "ETag", g_strdup (tag));
  kps_reply_set_header (reply, "Accept-Ranges", g_strdup ("bytes"));
  kps_reply_set_header (reply, "Content-Security-Policy", g_strdup ("sandbox; default-src 'none'"));
  kps_reply_set_header (reply, "Content-Disposition", make_disposition (name));
}

static KpsReply *
make_part (const KpsCall *call,
           GBytes *content,
           const char *tag)
{
  const char *if_range = kps_call_get_header (call, "If-Range");
  gboolean is_same = if_range == NULL || g_str_equal (if_range, tag);
  guint64 size = g_bytes_get_size (content);
  guint64 first = 0;
  guint64 last = 0;
  KpsReply *reply;

  switch (kps_range_parse (is_same ? kps_call_get_header (call, "Range") : NULL, size, &first,
                           &last))
    {
    case KPS_RANGE_WHOLE:
      break;

    case KPS_RANGE_UNSATISFIABLE:
      reply = kps_problem_new (KP_PROBLEM_RANGE, 0);
      kps_reply_set_header (reply, "Content-Range",
                            g_strdup_printf ("bytes */%" G_GUINT64_FORMAT, size));
      return reply;

    case KPS_RANGE_PART:
      reply = kps_reply_new (SOUP_STATUS_PARTIAL_CONTENT, SERVED_TYPE,
                             g_bytes_new_from_bytes (content, first, last - first + 1));
      kps_reply_set_header (reply, "Content-Range",
                            g_strdup_printf ("bytes %" G_GUINT64_FORMAT "-%" G_GUINT64_FORMAT
                                             "/%" G_GUINT64_FORMAT,
                                             first, last, size));
      return reply;
    }

  return kps_reply_new (SOUP_STATUS_OK, SERVED_TYPE, g_bytes_ref (content));
}

KpsReply *
kps_blob_get (KpsCall *call,
              KpDb *db,
              GError **error)
{
  g_autoptr (KpsRecord) attachment = NULL;
  g_autoptr (GBytes) content = NULL;
  g_autofree char *tag = NULL;
  const char *sha256;
  KpsReply *reply;

  if (!load_attachment (call, db, &attachment, error))
    return NULL;

  reply = judge_state (call, kps_record_get_text (attachment, "scan_state"));
  if (reply != NULL)
    return reply;

  sha256 = kps_record_get_text (attachment, "sha256");
  content = kps_files_load (call->surroundings->files, sha256, error);
  if (content == NULL)
    return NULL;

  tag = g_strdup_printf ("\"%s\"", sha256);
  reply = make_part (call, content, tag);
  set_headers (reply, kps_record_get_text (attachment, "name"), tag);

  return reply;
}
