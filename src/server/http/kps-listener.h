/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * HTTP on one side, calls and replies on the other. Main thread.
 */

#pragma once

#include "kps-push.h"
#include "kps-route.h"

G_BEGIN_DECLS

#define KPS_TYPE_LISTENER (kps_listener_get_type ())
G_DECLARE_FINAL_TYPE (KpsListener, kps_listener, KPS, LISTENER, GObject)

/**
 * KpsListenerOptions:
 */
typedef struct
{
  guint max_in_flight;   /* calls admitted and not answered; more get 503 */
  guint hash_threads;    /* that hash passwords; each takes the memory of one hash */
  guint hash_queue;      /* calls that wait for them; more get 503 */
  KpsLimit per_address;  /* tries of passwords */
  KpsLimit public_rate;  /* questions of strangers, per address */
  gboolean log_requests; /* a line per answer, not only per failure */
} KpsListenerOptions;

/* The shipped values. */
void kps_listener_options_init (KpsListenerOptions *options);

/**
 * kps_listener_new:
 * @surroundings: copied; what it points to outlives the listener
 *
 * Returns: (transfer full): a listener that does not listen yet; fails if a connection to the
 *   database can't be opened
 */
KpsListener *kps_listener_new (const KpsSurroundings *surroundings,
                               const KpsListenerOptions *options,
                               GError **error);

/**
 * kps_listener_listen:
 * @address: "HOST:PORT" with a numeric host ("127.0.0.1:8080", "[::1]:8080"; port 0 = any free
 * one), or "unix:PATH"
 * @allow_remote: whether addresses other than those of this machine are taken
 *
 * Returns: (transfer full): the address as a client writes it, such as "http://127.0.0.1:8080";
 *   fails with %KP_ERROR_INVALID or a #GIOErrorEnum
 */
char *kps_listener_listen (KpsListener *self,
                           const char *address,
                           gboolean allow_remote,
                           GError **error);

/**
 * kps_listener_adopt:
 * @fd: a listening socket, such as systemd's; taken over
 *
 * Returns: as kps_listener_listen()
 */
char *kps_listener_adopt (KpsListener *self,
                          int fd,
                          GError **error);

/* Takes no more connections, ends those that are open, waits for the threads. */
void kps_listener_shutdown (KpsListener *self);

G_END_DECLS
