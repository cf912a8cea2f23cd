/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hints over WebSockets (SYNC.md section 5): `sync` and `closing N`, never data. A socket is opened
 * with a one-use ticket from the last exchange. Before each hint the access of its person is
 * computed again; who is disabled by then is cut off instead.
 */

#pragma once

#include "kps-office.h"

#include <libsoup/soup.h>

G_BEGIN_DECLS

#define KPS_TYPE_PUSH (kps_push_get_type ())
G_DECLARE_FINAL_TYPE (KpsPush, kps_push, KPS, PUSH, GObject)

/* Why a socket is not opened. */
typedef enum
{
  KPS_PUSH_OPENED = 0,
  KPS_PUSH_NO_TICKET, /* unknown, used, or older than 60 s */
  KPS_PUSH_FULL       /* max-sockets are open: ask every 30 s */
} KpsPushRefusal;

typedef struct
{
  guint sockets;     /* open now */
  guint64 hints;     /* sent */
  guint64 refused;   /* for want of room */
  guint64 coalesced; /* commits that went into a hint already on its way */
} KpsPushFigures;

/**
 * kps_push_new:
 * @max_sockets: how many may be open at once
 *
 * Main thread. Hands its hooks to the office before that is opened.
 *
 * Returns: (transfer full): without an office yet
 */
KpsPush *kps_push_new (const KpEnvironment *environment,
                       guint max_sockets);

/* @office: (nullable): outlives its use here; %NULL closes every socket with "closing 5" */
void kps_push_set_office (KpsPush *self,
                          KpsOffice *office);

/**
 * kps_push_issue_ticket:
 * @self: (type KpsPush): of KpsOfficeHooks
 *
 * Any thread.
 *
 * Returns: (transfer full) (nullable): 32 random bytes as base64url, for one socket within 60 s;
 *   %NULL when no socket would be opened anyway
 */
char *kps_push_issue_ticket (const KpsPerson *person,
                             gpointer self);

/**
 * kps_push_hint:
 * @streams: whose counters moved
 * @self: (type KpsPush): of KpsOfficeHooks
 *
 * After COMMIT; any thread. Hints that wait are joined.
 */
void kps_push_hint (const char *const *streams,
                    gpointer self);

/**
 * kps_push_judge_ticket:
 *
 * Main thread. Uses the ticket up.
 *
 * Returns: %KPS_PUSH_OPENED with @person if a socket may follow
 */
KpsPushRefusal kps_push_judge_ticket (KpsPush *self,
                                      const char *ticket,
                                      KpsPerson **person);

/* Takes a socket over. @person: (transfer full). Main thread. */
void kps_push_add_socket (KpsPush *self,
                          SoupWebsocketConnection *socket,
                          KpsPerson *person);

/**
 * kps_push_review:
 *
 * Asks the access of every open socket's person again and closes those of the disabled; after a
 * change that came from elsewhere, such as a subcommand. Main thread.
 */
void kps_push_review (KpsPush *self);

/* Closes the sockets of one user, such as after a change of password. Any thread. */
void kps_push_drop_user (KpsPush *self,
                         const KpId *user_id);

void kps_push_get_figures (KpsPush *self,
                           KpsPushFigures *figures);

G_END_DECLS
