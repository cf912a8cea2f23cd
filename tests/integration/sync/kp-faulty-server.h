/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A small office on the loopback for the faults that the real server never shows: replies cut at a
 * byte, silence, garbage, forged signatures. It checks every proof, keeps operations by id, and has
 * one stream of requests. It lives on a thread of its own; functions may be called on any thread.
 */

#pragma once

#include "kp-faulty-blobs.h"

G_BEGIN_DECLS

#define KP_FAULTY_LOGIN "sanne@voorbeeld.nl"
#define KP_FAULTY_PASSWORD "een lang wachtwoord"

/* What happens to calls from now on. Unless said otherwise: to POST /v1/sync. */
typedef enum
{
  KP_FAULT_NONE = 0,
  KP_FAULT_CUT,        /* argument: bytes of the raw reply that still arrive */
  KP_FAULT_STALL,      /* never answered */
  KP_FAULT_GARBAGE,    /* 200 of the right type with something else in it */
  KP_FAULT_WEB_PAGE,   /* 200 text/html, as a hotel's network answers */
  KP_FAULT_ERROR,      /* 500 without a problem */
  KP_FAULT_BUSY,       /* 503, argument: seconds of Retry-After */
  KP_FAULT_OLD_ACCESS, /* 401 signed-out, while refreshing works */
  KP_FAULT_SIGNED_OUT, /* 401 signed-out, for refreshing too */
  KP_FAULT_REVOKED,    /* 403 device-revoked, signed by this server; for refreshing too */
  KP_FAULT_FORGED      /* 403 device-revoked, signed by somebody else */
} KpFault;

typedef struct _KpFaultyServer KpFaultyServer;

KpFaultyServer *kp_faulty_server_new (void);
void kp_faulty_server_free (KpFaultyServer *self);

/* Returns: (transfer none): http://127.0.0.1:port */
const char *kp_faulty_server_get_address (KpFaultyServer *self);

/* @times: how many calls it happens to; -1 = until the next one is set */
void kp_faulty_server_set_fault (KpFaultyServer *self,
                                 KpFault fault,
                                 int argument,
                                 int times);

/* Stops listening and drops every connection; starts again on the same port. */
void kp_faulty_server_stop (KpFaultyServer *self);
void kp_faulty_server_start (KpFaultyServer *self);

/* Every nonce given so far is old. */
void kp_faulty_server_turn_nonce (KpFaultyServer *self);

/* A new request is in the stream, and sockets are told. Returns: its id */
KpId kp_faulty_server_publish (KpFaultyServer *self);

/* The same of an attachment. Returns: its id */
KpId kp_faulty_server_publish_file (KpFaultyServer *self,
                                    GBytes *content);

/* @count: records that a reply brings at most */
void kp_faulty_server_set_page (KpFaultyServer *self,
                                guint count);

/* Sends a text on every push socket. */
void kp_faulty_server_say (KpFaultyServer *self,
                           const char *text);

/* Returns: (transfer none): its files */
KpFaultyBlobs *kp_faulty_server_get_blobs (KpFaultyServer *self);

/* Figures since the start. */
typedef struct
{
  guint syncs;      /* exchanges answered whole */
  guint attempts;   /* exchanges that arrived */
  guint refreshes;  /* tokens refreshed */
  guint operations; /* different operations that arrived */
  guint doubles;    /* operations that arrived with other bytes than before */
  guint sockets;    /* open now */
  guint bad_proofs;
  guint old_refreshes; /* refresh tokens older than the predecessor */
} KpFaultyFigures;

void kp_faulty_server_get_figures (KpFaultyServer *self,
                                   KpFaultyFigures *figures);

/* Returns: (transfer full): the stream's organisation as text */
char *kp_faulty_server_dup_org (KpFaultyServer *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpFaultyServer, kp_faulty_server_free)

G_END_DECLS
