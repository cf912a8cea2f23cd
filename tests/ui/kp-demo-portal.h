/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The real server with the demo's data as a child process, for windows to talk to. Environment:
 * KP_SERVER names the program, KP_DEMO the folder with the data. The main loop turns while it
 * waits.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

typedef struct _KpDemoPortal KpDemoPortal;

/* Returns: (transfer full): running, on a port of its own */
KpDemoPortal *kp_demo_portal_new (void);

/* Ends the server, keeping its data. */
void kp_demo_portal_stop (KpDemoPortal *self);

/* Starts it again on the same port. */
void kp_demo_portal_start (KpDemoPortal *self);

void kp_demo_portal_free (KpDemoPortal *self);

/* Returns: (transfer none): a folder that goes with it, for what belongs to a test */
const char *kp_demo_portal_get_folder (KpDemoPortal *self);

/* Returns: (transfer none): of the office, without a portal */
const char *kp_demo_portal_get_address (KpDemoPortal *self);

/**
 * kp_demo_portal_dup_password:
 * @login: of an account of the demo
 *
 * Returns: (transfer full): its password, as the server wrote it down
 */
char *kp_demo_portal_dup_password (KpDemoPortal *self,
                                   const char *login);

/* @verb: "disable" or "enable", as the office's administrator would; @portal: of a customer */
void kp_demo_portal_switch_user (KpDemoPortal *self,
                                 const char *verb,
                                 const char *login,
                                 const char *portal);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpDemoPortal, kp_demo_portal_free)

G_END_DECLS
