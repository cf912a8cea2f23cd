/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refusals as the client reads them: application/problem+json (RFC 9457) with a code of ours. Any
 * thread.
 */

#pragma once

#include "kps-route.h"

G_BEGIN_DECLS

/**
 * kps_problem_new:
 * @code: a constant of PROTOCOL.md, "Problems", such as "too-many"
 * @retry_s: when to come back; 0 = not said
 *
 * Returns: (transfer full)
 */
KpsReply *kps_problem_new (guint status,
                           const char *code,
                           guint retry_s);

/* Returns: (transfer full): 429 (RFC 6585, section 4), which libsoup has no name for */
KpsReply *kps_problem_new_too_many (guint wait_s);

/**
 * kps_problem_new_purge:
 * @code: "account-disabled" or "device-revoked"
 * @call: with the session and nonce that authentication found
 *
 * Returns: (transfer full): signed by the server, so that clients may believe it
 */
KpsReply *kps_problem_new_purge (const KpsCall *call,
                                 const char *code);

/* Returns: (transfer full): what @error is to a client; its message stays here */
KpsReply *kps_problem_new_for_error (const KpsCall *call,
                                     const GError *error);

G_END_DECLS
