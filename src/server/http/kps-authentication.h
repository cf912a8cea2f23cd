/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Who calls, and whether the route admits him: the one place where a capability is asked. Runs on
 * the pool of the route, before its handler.
 */

#pragma once

#include "kps-route.h"

G_BEGIN_DECLS

/**
 * kps_authenticate:
 * @call: gets its session, nonce and signature
 * @refusal: (out) (transfer full) (nullable): a problem to answer with instead of calling the
 * handler
 *
 * In this order: the nonce is one of ours; the token names a session; its device signed the call;
 * the account and the device are not switched off; the access token is good; the portal is open;
 * staff routes are for staff.
 *
 * Returns: %FALSE if the database failed
 */
gboolean kps_authenticate (KpsCall *call,
                           KpDb *db,
                           KpsReply **refusal,
                           GError **error);

/* Looks again at an authenticated call, some time after: @refusal says whether the session, the
 * account, the device or the portal was switched off meanwhile. Returns: as kps_authenticate()
 */
gboolean kps_authenticate_again (KpsCall *call,
                                 KpDb *db,
                                 KpsReply **refusal,
                                 GError **error);

/* Returns: whether the holder of @public_key signed @call, whose nonce and signature are set */
gboolean kps_call_is_proven (const KpsCall *call,
                             const guint8 *public_key);

/* Returns: (transfer full) (nullable): the problem for an account, device or portal that is
 * switched off, or NULL
 */
KpsReply *kps_authenticate_standing (const KpsCall *call);

G_END_DECLS
