/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The socket on which the server says that there is something new (SYNC.md section 5). It carries
 * no data. Lives in the thread-default main context of the thread that opened it.
 */

#pragma once

#include "kp-http.h"

G_BEGIN_DECLS

#define KP_TYPE_PUSH_SOCKET (kp_push_socket_get_type ())
G_DECLARE_FINAL_TYPE (KpPushSocket, kp_push_socket, KP, PUSH_SOCKET, GObject)

/* Hints arrive from now on; also called for each one, since one may have come before. */
typedef void (*KpPushHintFunc) (gpointer data);

/* The socket ended, or never opened. @delay: milliseconds that the server asked for; -1 = none. The
 * last reference may be dropped from here.
 */
typedef void (*KpPushEndFunc) (gint64 delay,
                               gpointer data);

typedef struct
{
  KpPushHintFunc opened;
  KpPushHintFunc hint;
  KpPushEndFunc ended; /* at most once */
  gpointer data;
} KpPushFuncs;

/* Returns: (transfer full): connecting. @ticket: of the last exchange */
KpPushSocket *kp_push_socket_new (KpHttp *http,
                                  const char *ticket,
                                  const KpPushFuncs *funcs);

/* Closes; nothing is called back from now on. */
void kp_push_socket_close (KpPushSocket *self);

G_END_DECLS
