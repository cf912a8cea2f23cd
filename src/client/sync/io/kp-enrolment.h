/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * POST /v1/sign-in as a call: what is sent, what comes back. Used by the first sign-in and by a
 * running account that signs in again. On the thread of the KpHttp.
 */

#pragma once

#include "kp-account-facts.h"
#include "kp-environment.h"
#include "kp-http.h"
#include "kp-secrets.h"

G_BEGIN_DECLS

/**
 * KpEnrolment:
 *
 * A sign-in under way: whose it is, and what the server answered.
 */
typedef struct
{
  KpAccountFacts *facts; /* (unowned): not shared yet. id, address, portal and login are sent; the
                            rest is filled in */
  KpSecrets *secrets;    /* (unowned): keys are sent; the deposited folder key and the new refresh
                            token are put in */
  char *access;          /* (owned) (nullable): access token */
  gint64 access_until;   /* boot milliseconds */
  GBytes *former_key;    /* (owned) (nullable): our folder key, where another one was deposited */
} KpEnrolment;

void kp_enrolment_clear (KpEnrolment *self);

/**
 * kp_enrolment_call_sync:
 * @self: its facts and secrets are set
 *
 * Fails as kp_sign_in_sync() does, with %KP_ERROR_WRONG_ACCOUNT if the facts already name another
 * user, and then changes nothing.
 */
gboolean kp_enrolment_call_sync (KpEnrolment *self,
                                 KpHttp *http,
                                 const char *password,
                                 const KpEnvironment *environment,
                                 GCancellable *cancellable,
                                 GError **error);

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (KpEnrolment, kp_enrolment_clear)

G_END_DECLS
