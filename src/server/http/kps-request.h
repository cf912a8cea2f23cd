/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What is read from a message of libsoup, and what is not believed. Main thread.
 */

#pragma once

#include <libsoup/soup.h>

G_BEGIN_DECLS

/**
 * kps_request_check_framing:
 * @limit: bytes of the body
 *
 * A body must state its length, so that it can be refused before it is read; a request with two
 * kinds of framing, or two lengths, is one that a proxy may read differently.
 *
 * Returns: %FALSE with %KP_ERROR_INVALID or %KP_ERROR_TOO_LARGE
 */
gboolean kps_request_check_framing (SoupServerMessage *message,
                                    gsize limit,
                                    GError **error);

/* Returns: whether a body follows the headers */
gboolean kps_request_has_body (SoupServerMessage *message);

/**
 * kps_request_make_base_url:
 *
 * Returns: (transfer full) (nullable): scheme and host as the client sees them; the scheme of a
 *   proxy on this machine is believed. %NULL if the host is none
 */
char *kps_request_make_base_url (SoupServerMessage *message);

/**
 * kps_request_dup_address:
 *
 * Returns: (transfer full): of the caller, for limits: an IPv4 address, the first 64 bits of an
 * IPv6 address, or "local". That of a proxy on this machine is believed
 */
char *kps_request_dup_address (SoupServerMessage *message);

/* Returns: (transfer full): path and query as sent */
char *kps_request_dup_target (SoupServerMessage *message);

/* Returns: (transfer full) (nullable): of "Authorization: Bearer …" */
char *kps_request_dup_token (SoupServerMessage *message);

/* Returns: (transfer full) (nullable): name → value, decoded; %NULL without a query */
GHashTable *kps_request_parse_query (SoupServerMessage *message);

G_END_DECLS
