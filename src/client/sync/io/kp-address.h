/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Addresses of offices as people type them. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_address_normalise:
 * @typed: untrusted, such as "portaal.kantoor.nl/groen"
 *
 * Adds https:// where no scheme is given, or http:// for this computer itself (localhost,
 * 127.0.0.0/8, ::1); drops the query, fragment, default port and last slash; host in lower case and
 * punycode.
 *
 * Returns: (transfer full): fails with %KP_ERROR_ADDRESS (not an address, another scheme, user
 *   information in it) or %KP_ERROR_INSECURE (plain http to another computer)
 */
char *kp_address_normalise (const char *typed,
                            GError **error);

/* Returns: whether @address, as normalised, is this computer itself */
gboolean kp_address_is_loopback (const char *address);

G_END_DECLS
