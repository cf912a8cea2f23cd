/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The running server: office, accounts, push and listener, put together and taken apart in the
 * right order. Main thread.
 */

#pragma once

#include "kps-config.h"

G_BEGIN_DECLS

#define KPS_TYPE_SERVICE (kps_service_get_type ())
G_DECLARE_FINAL_TYPE (KpsService, kps_service, KPS, SERVICE, GObject)

/**
 * kps_service_new:
 * @config: outlives it
 * @environment: outlives it
 *
 * Takes the folder (another process that serves it fails with %KP_ERROR_IN_USE), migrates, applies
 * rights.log and starts the threads.
 *
 * Returns: (transfer full): not listening yet
 */
KpsService *kps_service_new (const KpsConfig *config,
                             const KpEnvironment *environment,
                             GError **error);

/**
 * kps_service_listen:
 * @address: (out) (transfer full) (optional): the first one, as clients write it
 *
 * Takes the sockets that systemd handed over, or else opens those of the configuration.
 */
gboolean kps_service_listen (KpsService *self,
                             char **address,
                             GError **error);

/* Tells the push sockets to come back later; they are told while the main loop still turns. */
void kps_service_say_goodbye (KpsService *self);

/* Takes no more connections, ends what is under way, closes everything. */
void kps_service_close (KpsService *self);

/**
 * kps_service_lock:
 * @folder: made if missing
 *
 * Held by whoever serves a folder or replaces its database, until the descriptor is closed.
 *
 * Returns: a descriptor; -1 with %KP_ERROR_IN_USE if somebody else holds it
 */
int kps_service_lock (const char *folder,
                      GError **error);

G_END_DECLS
