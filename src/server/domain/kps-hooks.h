/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The two places where an executable decides: which clock the server goes by, and whether a check
 * can be switched off. klantportaal-server links kps-hooks.c, which says "the system's" and
 * "never"; the server under test links tests/support/kps-hooks-testing.c. Nothing can be switched
 * at run time in what ships. Any thread.
 */

#pragma once

#include "kp-environment.h"

G_BEGIN_DECLS

/* Returns: (transfer none): the clock and chance of the whole process */
const KpEnvironment *kps_hooks_get_environment (void);

/* Returns: whether the check numbered @n is switched off, so that the access matrix can prove that
 *   it notices
 */
gboolean kps_hooks_is_switched_off (guint n);

/**
 * KPS_ALLOW:
 * @n: a number of its own, a literal: 1 to 49 for routes, sessions and accounts, 50 and above for
 *   streams and operations
 * @expression: whether it may be
 *
 * Every single decision about who may do what. The matrix (test-access-matrix.c) finds the numbers
 * in the sources, switches them off one by one, and must fail each time.
 */
#define KPS_ALLOW(n, expression) (kps_hooks_is_switched_off (n) || (expression))

G_END_DECLS
