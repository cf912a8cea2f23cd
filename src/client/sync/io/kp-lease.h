/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The offline lease (SECURITY.md section 7): how long an account may be read without contact. On
 * the thread of the store.
 */

#pragma once

#include "kp-account-facts.h"
#include "kp-store.h"

G_BEGIN_DECLS

/**
 * kp_lease_check_sync:
 *
 * Returns: whether the account may be shown. Fails with %KP_ERROR_LEASE_EXPIRED: close the store
 *   and sign in; or as the store does
 */
gboolean kp_lease_check_sync (KpStore *store,
                              const KpAccountFacts *facts,
                              GError **error);

/**
 * kp_lease_renew_sync:
 *
 * After a full sign-in, before anything is shown: the lease begins anew, and the store learns who
 * the person is.
 */
gboolean kp_lease_renew_sync (KpStore *store,
                              const KpAccountFacts *facts,
                              GError **error);

G_END_DECLS
