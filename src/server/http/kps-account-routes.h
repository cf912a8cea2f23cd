/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handlers for signing in and out, and what a signed-in person asks outside of the exchange. The
 * shapes of requests and replies stand in PROTOCOL.md.
 */

#pragma once

#include "kps-route.h"

G_BEGIN_DECLS

KpsReply *kps_account_post_sign_in (KpsCall *call,
                                    KpDb *db,
                                    GError **error);
KpsReply *kps_account_post_refresh (KpsCall *call,
                                    KpDb *db,
                                    GError **error);
KpsReply *kps_account_post_sign_out (KpsCall *call,
                                     KpDb *db,
                                     GError **error);
KpsReply *kps_account_post_password (KpsCall *call,
                                     KpDb *db,
                                     GError **error);
KpsReply *kps_account_get_find (KpsCall *call,
                                KpDb *db,
                                GError **error);

G_END_DECLS
