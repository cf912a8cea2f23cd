/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Listening sockets, made by us because libsoup's backlog of 10 stalls bursts. Any thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Connections that may wait to be accepted. */
#define KPS_SOCKET_BACKLOG 1024

/**
 * kps_socket_listen:
 * @address: "HOST:PORT" with a numeric host, or "unix:PATH" (a socket left there is replaced)
 * @allow_remote: whether addresses beyond this machine are taken
 *
 * Returns: (transfer full): listening; fails with %KP_ERROR_INVALID or a #GIOErrorEnum
 */
GSocket *kps_socket_listen (const char *address,
                            gboolean allow_remote,
                            GError **error);

/* Returns: (transfer full): "http://127.0.0.1:8080" or "unix:/run/klantportaal/socket" */
char *kps_socket_describe (GSocket *socket,
                           GError **error);

G_END_DECLS
