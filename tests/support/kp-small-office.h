/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The smallest office in which people can be told apart, written into a folder before the server
 * starts: two open portals and a closed one, two organisations, two customers, a disabled one, and
 * one of the staff.
 */

#pragma once

#include "kp-portal-client.h"
#include "kp-server-process.h"

G_BEGIN_DECLS

#define KP_OFFICE_PASSWORD "paper bicycle lantern"

/* Logins: "anna" and "dora" (disabled) in portal "north", "bert" in "south", "cor" in the closed
 * portal "west", "eva" of the office. "anna" is also the login of somebody else in "south", and
 * "mole" has an account among the staff although the person is a customer of "north".
 */
void kp_small_office_make (KpServerProcess *server);

/* Signs in with the password of all of them; the server must run.
 * @portal: (nullable): NULL = staff
 *
 * Returns: (transfer full)
 */
KpPortalClient *kp_small_office_sign_in (KpServerProcess *server,
                                         const char *portal,
                                         const char *login);

/* Returns: (transfer full): the identifier of an "organisation" ("N-1", "S-1") or a "flow": "files"
 * of "north", which asks for a photo and papers, and "south-files" of "south", the same
 */
char *kp_small_office_dup_id (const char *kind,
                              const char *name);

/* Writes a device's standing as the office does; the server must not run. */
void kp_small_office_switch_device (KpServerProcess *server,
                                    const char *device,
                                    gboolean is_on);

/* Opens or closes a portal; the server must not run. */
void kp_small_office_switch_portal (KpServerProcess *server,
                                    const char *portal,
                                    gboolean is_open);

G_END_DECLS
