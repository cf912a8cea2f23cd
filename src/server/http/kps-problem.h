/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Refusals as the client reads them: application/problem+json (RFC 9457) with a code of ours. Any
 * thread.
 */

#pragma once

#include "kp-problem.h"
#include "kps-route.h"

G_BEGIN_DECLS

/* When a file may come again that found the disk full. */
#define KPS_DISK_FULL_RETRY_S 60

/* @retry_s: when to come back; 0 = not said */
KpsReply *kps_problem_new (KpProblem problem,
                           guint retry_s);

/**
 * kps_problem_new_purge:
 * @problem: %KP_PROBLEM_ACCOUNT_DISABLED or %KP_PROBLEM_DEVICE_REVOKED
 * @call: with the session and nonce that authentication found
 *
 * Returns: (transfer full): signed by the server, so that clients may believe it
 */
KpsReply *kps_problem_new_purge (const KpsCall *call,
                                 KpProblem problem);

/* Returns: (transfer full): what @error is to a client; its message stays here */
KpsReply *kps_problem_new_for_error (const KpsCall *call,
                                     const GError *error);

/* Why a file is not taken. @reason: as in PROTOCOL.md */
KpsReply *kps_problem_new_file_type (const char *reason);

G_END_DECLS
