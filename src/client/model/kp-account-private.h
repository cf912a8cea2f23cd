/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How the facade makes accounts. Not for the application.
 */

#pragma once

#include "kp-account.h"

G_BEGIN_DECLS

/**
 * KpAccountTexts:
 *
 * Borrowed for the time of the call.
 */
typedef struct
{
  const char *id;
  const char *address;
  const char *portal; /* (nullable) */
  const char *portal_name;
  const char *office_name;
  const char *login;
  const char *name;
  const char *kind;
  gint64 last_used; /* UTC milliseconds */
  gboolean once;
} KpAccountTexts;

KpAccount *kp_account_new (const char *id);

/* Notifies only what differs. */
void kp_account_update (KpAccount *self,
                        const KpAccountTexts *texts);

G_END_DECLS
