/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Calls to one server, one at a time, on the thread that made the object: proofs, nonces, bounded
 * bodies, and what each failure means. It knows HTTP and nothing of accounts.
 */

#pragma once

#include "kp-problem.h"

#include <json-glib/json-glib.h>
#include <libsoup/soup.h>

G_BEGIN_DECLS

typedef struct _KpHttp KpHttp;

/**
 * kp_http_new:
 * @address: of the office, normalised
 *
 * A proxy is never used for this computer itself; certificates are never overridden; redirects are
 * not followed.
 */
KpHttp *kp_http_new (const char *address);
void kp_http_free (KpHttp *self);

/* @seed: (nullable): 32 bytes, copied: proofs are made with this device key; %NULL = no proof */
void kp_http_set_device (KpHttp *self,
                         const guint8 *seed);

/* Returns: (transfer full): the newest nonce of the server, for another object of the device */
char *kp_http_dup_nonce (KpHttp *self);
void kp_http_set_nonce (KpHttp *self,
                        const char *nonce);

/* @seconds: of silence until a call fails as offline; default 30 */
void kp_http_set_timeout (KpHttp *self,
                          guint seconds);

/* Returns: (transfer none): for the push socket */
SoupSession *kp_http_get_session (KpHttp *self);

/* Returns: (transfer full): the whole address of a target of this server */
char *kp_http_dup_uri (KpHttp *self,
                       const char *target);

/* @done: bytes of the body that are out so far */
typedef void (*KpSentFunc) (gint64 done,
                            gpointer user_data);

/* @data: lent: the next bytes of the body. Returns: whether to go on */
typedef gboolean (*KpArrivedFunc) (gconstpointer data,
                                   gsize length,
                                   gpointer user_data,
                                   GError **error);

/**
 * KpCall:
 *
 * One request. Lent for the time of the call.
 */
typedef struct
{
  const char *method;
  const char *target; /* path and query from the office's address on */
  const char *type;   /* (nullable): of the body; %NULL = JSON */
  GBytes *body;       /* (nullable) */
  const char *token;  /* (nullable): access token */
  const char *org;    /* (nullable): where what is sent belongs, "Portal-Target" */
  gint64 from;        /* the first byte of the reply's body that is wanted; 0 = all of it */
  const char *tag;    /* (nullable): which the rest must have, or all of it comes; with `from` */
  gsize limit;        /* bytes that the body of the reply may have */
  KpSentFunc sent;    /* (nullable): told of progress, on the thread of the call */
  KpArrivedFunc take; /* (nullable): takes the body of a success instead of the reply */
  gpointer data;      /* of both functions */
} KpCall;

/**
 * KpReply:
 *
 * What came back, whatever its status. All zero before the call.
 */
typedef struct
{
  guint status;      /* of HTTP; 0 = nothing came */
  GBytes *body;      /* (owned) (nullable): decoded, whole */
  char *type;        /* (owned) (nullable): media type of the body */
  char *location;    /* (owned) (nullable): of a redirect */
  JsonNode *problem; /* (owned) (nullable): of a problem body */
  char *nonce;       /* (owned) (nullable): that the proof was made over */
  gint64 retry_ms;   /* the server's delay; 0 = none given */
  gboolean left;     /* a connection was there for the call, which may have arrived */
  gboolean arrived;  /* some bytes of a body came, though maybe not all */
} KpReply;

void kp_reply_clear (KpReply *self);

/**
 * kp_http_call_sync:
 * @reply: (out caller-allocates): to be cleared, also after a failure
 *
 * Sends @call; a 401 proof-nonce is answered once, silently, with the new nonce.
 *
 * Returns: whether a whole reply came, whatever its status. Fails with %KP_ERROR_OFFLINE,
 *   %KP_ERROR_INSECURE, %KP_ERROR_TOO_LARGE or %G_IO_ERROR_CANCELLED
 */
gboolean kp_http_call_sync (KpHttp *self,
                            const KpCall *call,
                            KpReply *reply,
                            GCancellable *cancellable,
                            GError **error);

/* Returns: %KP_PROBLEM_NONE if the reply is none, or not from our server */
KpProblem kp_reply_get_problem (const KpReply *self);

/**
 * kp_reply_check:
 *
 * Returns: whether the status is 2xx; else the code of KP_ERROR that the status and problem stand
 *   for. What is not from our server (no problem body) is %KP_ERROR_OFFLINE: some box in between
 */
gboolean kp_reply_check (const KpReply *self,
                         GError **error);

/* Returns: (transfer full): the body as a JSON object of 2xx; fails with %KP_ERROR_OFFLINE */
JsonNode *kp_reply_parse (const KpReply *self,
                          GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpHttp, kp_http_free)
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpReply, kp_reply_clear)

G_END_DECLS
