/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The blocking calls of libsoup, with a bounded reader around them.
 */

#include "kp-http.h"

#include "kp-address.h"
#include "kp-device-key.h"
#include "kp-error.h"
#include "kp-json.h"
#include "kp-limits.h"
#include "kp-member.h"
#include "kp-secrets.h"

#include <sodium.h>

#define TIMEOUT_S 30
#define READ_BYTES (64 * 1024)
#define RETRY_MAX_MS (60 * 60 * 1000)
#define JSON_TYPE "application/json"
/* RFC 6585; libsoup does not name it. */
#define TOO_MANY_REQUESTS 429
#define PROBLEM_TYPE "application/problem+json"

struct _KpHttp
{
  char *address;        /* (owned) */
  SoupSession *session; /* (owned) */
  char *nonce;          /* (owned): of the newest reply, or empty */
  gboolean has_device;
  guint8 device_seed[KP_SECRET_LENGTH];
};

KpHttp *
kp_http_new (const char *address)
{
  KpHttp *self = g_new0 (KpHttp, 1);

  self->address = g_strdup (address);
  self->nonce = g_strdup ("");
  self->session = soup_session_new_with_options ("timeout", TIMEOUT_S,
                                                 "user-agent", "klantportaal/" KP_VERSION,
                                                 "accept-language-auto", FALSE,
                                                 NULL);
  if (kp_address_is_loopback (address))
    soup_session_set_proxy_resolver (self->session, NULL);

  return self;
}

void
kp_http_free (KpHttp *self)
{
  if (self == NULL)
    return;

  soup_session_abort (self->session);
  g_object_unref (self->session);
  sodium_memzero (self->device_seed, sizeof self->device_seed);
  g_free (self->nonce);
  g_free (self->address);
  g_free (self);
}

void
kp_http_set_device (KpHttp *self,
                    const guint8 *seed)
{
  self->has_device = seed != NULL;
  if (seed != NULL)
    memcpy (self->device_seed, seed, sizeof self->device_seed);
}

char *
kp_http_dup_nonce (KpHttp *self)
{
  return g_strdup (self->nonce);
}

void
kp_http_set_nonce (KpHttp *self,
                   const char *nonce)
{
  g_set_str (&self->nonce, nonce);
}

void
kp_http_set_timeout (KpHttp *self,
                     guint seconds)
{
  soup_session_set_timeout (self->session, seconds);
}

SoupSession *
kp_http_get_session (KpHttp *self)
{
  return self->session;
}

char *
kp_http_dup_uri (KpHttp *self,
                 const char *target)
{
  return g_strconcat (self->address, target, NULL);
}

void
kp_reply_clear (KpReply *self)
{
  g_clear_pointer (&self->body, g_bytes_unref);
  g_clear_pointer (&self->type, g_free);
  g_clear_pointer (&self->location, g_free);
  g_clear_pointer (&self->problem, json_node_unref);
  g_clear_pointer (&self->nonce, g_free);
  *self = (KpReply) { 0 };
}

static SoupMessage *
make_message (KpHttp *self,
              const KpCall *call,
              KpReply *reply,
              GError **error)
{
  g_autofree char *uri = kp_http_dup_uri (self, call->target);
  g_autoptr (SoupMessage) message = soup_message_new (call->method, uri);
  SoupMessageHeaders *headers;

  if (message == NULL)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_ADDRESS, "The address cannot be called");
      return NULL;
    }

  soup_message_add_flags (message, SOUP_MESSAGE_NO_REDIRECT);
  headers = soup_message_get_request_headers (message);
  if (call->body != NULL)
    soup_message_set_request_body_from_bytes (message, call->type != NULL ? call->type : JSON_TYPE,
                                              call->body);
  if (call->token != NULL)
    {
      g_autofree char *value = g_strconcat ("Bearer ", call->token, NULL);

      soup_message_headers_replace (headers, "Authorization", value);
    }
  if (call->org != NULL)
    soup_message_headers_replace (headers, "Portal-Target", call->org);
  if (call->from > 0)
    {
      soup_message_headers_set_range (headers, call->from, -1);
      soup_message_headers_replace (headers, "If-Range", call->tag);
    }
  if (self->has_device)
    {
      g_autofree char *value = kp_device_key_sign_call (self->device_seed, call->method,
                                                        call->target, call->body,
                                                        call->token, self->nonce);

      soup_message_headers_replace (headers, "Portal-Proof", value);
      g_set_str (&reply->nonce, self->nonce);
    }

  return g_steal_pointer (&message);
}

/* What libsoup, GIO and TLS say becomes one of the two things that a person can act upon. */
static void
set_transport_error (GError **error,
                     const GError *cause)
{
  if (g_error_matches (cause, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    g_propagate_error (error, g_error_copy (cause));
  else if (g_error_matches (cause, G_TLS_ERROR, G_TLS_ERROR_BAD_CERTIFICATE))
    g_set_error (error, KP_ERROR, KP_ERROR_INSECURE, "%s", cause->message);
  else
    g_set_error (error, KP_ERROR, KP_ERROR_OFFLINE, "%s", cause->message);
}

/* @call: (nullable): takes the bytes itself. Reads to the end or to one byte past the limit,
 * whatever length the reply claims.
 */
static GBytes *
read_body (GInputStream *stream,
           const KpCall *call,
           gsize limit,
           gboolean *arrived,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (GByteArray) body = g_byte_array_new ();
  g_autofree guint8 *buffer = g_malloc (READ_BYTES);
  g_autoptr (GError) cause = NULL;
  gsize total = 0;
  gssize count;

  while ((count = g_input_stream_read (stream, buffer, READ_BYTES, cancellable, &cause)) > 0)
    {
      *arrived = TRUE;
      total += (gsize) count;
      if (total > limit)
        {
          g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The reply is too large");
          return NULL;
        }
      if (call == NULL)
        g_byte_array_append (body, buffer, (guint) count);
      else if (!call->take (buffer, (gsize) count, call->data, error))
        return NULL;
    }

  if (count < 0)
    {
      set_transport_error (error, cause);
      return NULL;
    }

  return g_byte_array_free_to_bytes (g_steal_pointer (&body));
}

static gint64
read_retry (SoupMessageHeaders *headers)
{
  const char *value = soup_message_headers_get_one (headers, "Retry-After");
  guint64 seconds;

  if (value == NULL || !g_ascii_string_to_unsigned (value, 10, 0, G_MAXUINT32, &seconds, NULL))
    return 0;

  return MIN ((gint64) seconds * 1000, RETRY_MAX_MS);
}

static void
read_headers (KpHttp *self,
              SoupMessage *message,
              KpReply *reply)
{
  SoupMessageHeaders *headers = soup_message_get_response_headers (message);
  const char *nonce = soup_message_headers_get_one (headers, "Portal-Nonce");

  reply->status = soup_message_get_status (message);
  g_set_str (&reply->type, soup_message_headers_get_content_type (headers, NULL));
  g_set_str (&reply->location, soup_message_headers_get_one (headers, "Location"));
  reply->retry_ms = read_retry (headers);
  if (nonce != NULL && nonce[0] != '\0')
    g_set_str (&self->nonce, nonce);
}

static void
read_problem (KpReply *reply)
{
  gsize length;
  const char *text;

  if (SOUP_STATUS_IS_SUCCESSFUL (reply->status) || g_strcmp0 (reply->type, PROBLEM_TYPE) != 0)
    return;

  text = g_bytes_get_data (reply->body, &length);
  reply->problem = kp_json_parse (text != NULL ? text : "", length, KP_LIMIT_SMALL_REPLY,
                                  KP_LIMIT_JSON_DEPTH, NULL);
  if (reply->problem != NULL && !JSON_NODE_HOLDS_OBJECT (reply->problem))
    g_clear_pointer (&reply->problem, json_node_unref);
}

/**
 * Sending:
 *
 * How much of a body is out.
 */
typedef struct
{
  const KpCall *call;
  gint64 done;
} Sending;

static void
on_wrote_body_cb (SoupMessage *message,
                  guint length,
                  gpointer user_data)
{
  Sending *sending = user_data;

  sending->done += length;
  sending->call->sent (sending->done, sending->call->data);
}

/* Connected, and about to write. */
static void
on_starting_cb (SoupMessage *message,
                gpointer user_data)
{
  KpReply *reply = user_data;

  reply->left = TRUE;
}

static gboolean
call_once (KpHttp *self,
           const KpCall *call,
           KpReply *reply,
           GCancellable *cancellable,
           GError **error)
{
  g_autoptr (SoupMessage) message = make_message (self, call, reply, error);
  g_autoptr (GInputStream) stream = NULL;
  g_autoptr (GError) cause = NULL;
  /* A problem may be larger than what the caller hopes to get. */
  gsize limit = MAX (call->limit, KP_LIMIT_SMALL_REPLY);
  Sending sending = { .call = call };
  gboolean taken;

  if (message == NULL)
    return FALSE;

  g_signal_connect_data (message, "starting", G_CALLBACK (on_starting_cb), reply, NULL, 0);
  if (call->sent != NULL)
    g_signal_connect_data (message, "wrote-body-data", G_CALLBACK (on_wrote_body_cb), &sending,
                           NULL, 0);
  stream = soup_session_send (self->session, message, cancellable, &cause);
  if (stream == NULL)
    {
      set_transport_error (error, cause);
      return FALSE;
    }

  read_headers (self, message, reply);
  taken = call->take != NULL && SOUP_STATUS_IS_SUCCESSFUL (reply->status);
  reply->body = read_body (stream, taken ? call : NULL, limit, &reply->arrived, cancellable, error);
  if (reply->body == NULL)
    return FALSE;

  read_problem (reply);

  return TRUE;
}

gboolean
kp_http_call_sync (KpHttp *self,
                   const KpCall *call,
                   KpReply *reply,
                   GCancellable *cancellable,
                   GError **error)
{
  *reply = (KpReply) { 0 };
  if (!call_once (self, call, reply, cancellable, error))
    return FALSE;

  if (reply->status != SOUP_STATUS_UNAUTHORIZED ||
      kp_reply_get_problem (reply) != KP_PROBLEM_PROOF_NONCE)
    return TRUE;

  kp_reply_clear (reply);

  return call_once (self, call, reply, cancellable, error);
}

KpProblem
kp_reply_get_problem (const KpReply *self)
{
  if (self->problem == NULL)
    return KP_PROBLEM_NONE;

  return kp_problem_find (kp_member_get_text (json_node_get_object (self->problem), "code"));
}

static int
error_of_problem (KpProblem problem)
{
  switch (problem)
    {
    case KP_PROBLEM_BAD_REQUEST:
    case KP_PROBLEM_METHOD:
    case KP_PROBLEM_FILE_TYPE:
    case KP_PROBLEM_DIGEST:
    case KP_PROBLEM_RANGE:
      return KP_ERROR_INVALID;

    case KP_PROBLEM_TOO_LARGE:
    case KP_PROBLEM_QUOTA:
      return KP_ERROR_TOO_LARGE;

    case KP_PROBLEM_NOT_FOUND:
      return KP_ERROR_NOT_FOUND;

    case KP_PROBLEM_SIGNED_OUT:
    case KP_PROBLEM_PROOF:
      return KP_ERROR_SIGNED_OUT;

    case KP_PROBLEM_WRONG_PASSWORD:
      return KP_ERROR_WRONG_PASSWORD;

    case KP_PROBLEM_WEAK_PASSWORD:
      return KP_ERROR_WEAK_PASSWORD;

    case KP_PROBLEM_INFECTED:
    case KP_PROBLEM_UNSCANNED:
      return KP_ERROR_FORBIDDEN;

    case KP_PROBLEM_TOO_MANY:
    case KP_PROBLEM_BUSY:
    case KP_PROBLEM_SCANNING:
      return KP_ERROR_TOO_MANY;

    case KP_PROBLEM_ACCOUNT_DISABLED:
      return KP_ERROR_ACCOUNT_DISABLED;

    case KP_PROBLEM_DEVICE_REVOKED:
      return KP_ERROR_DEVICE_REVOKED;

    case KP_PROBLEM_PORTAL_DISABLED:
      return KP_ERROR_PORTAL_DISABLED;

    case KP_PROBLEM_NONE:
    case KP_PROBLEM_PROOF_NONCE:
    case KP_PROBLEM_INTERNAL:
      return KP_ERROR_OFFLINE;
    }

  return KP_ERROR_OFFLINE;
}

gboolean
kp_reply_check (const KpReply *self,
                GError **error)
{
  KpProblem problem = kp_reply_get_problem (self);
  int code = error_of_problem (problem);

  if (SOUP_STATUS_IS_SUCCESSFUL (self->status))
    return TRUE;

  if (self->status == TOO_MANY_REQUESTS ||
      self->status == SOUP_STATUS_SERVICE_UNAVAILABLE)
    code = KP_ERROR_TOO_MANY;

  g_set_error (error, KP_ERROR, code, "The server answered %u %s", self->status,
               problem != KP_PROBLEM_NONE ? kp_problem_get_code (problem) : "");

  return FALSE;
}

JsonNode *
kp_reply_parse (const KpReply *self,
                GError **error)
{
  g_autoptr (GError) cause = NULL;
  g_autoptr (JsonNode) node = NULL;
  gsize length;
  const char *text;

  if (!kp_reply_check (self, error))
    return NULL;

  text = g_bytes_get_data (self->body, &length);
  node = kp_json_parse (text != NULL ? text : "", length, length, KP_LIMIT_JSON_DEPTH, &cause);
  if (node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_OFFLINE, "The reply is unreadable: %s",
                   cause != NULL ? cause->message : "no object");
      return NULL;
    }

  return g_steal_pointer (&node);
}
