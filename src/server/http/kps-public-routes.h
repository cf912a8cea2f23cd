/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Handlers for whoever asks: what portals there are, and how the server is. The last two answer on
 * this machine only.
 */

#pragma once

#include "kps-route.h"

G_BEGIN_DECLS

KpsReply *kps_public_get_discovery (KpsCall *call,
                                    KpDb *db,
                                    GError **error);
KpsReply *kps_public_get_health (KpsCall *call,
                                 KpDb *db,
                                 GError **error);
KpsReply *kps_public_get_metrics (KpsCall *call,
                                  KpDb *db,
                                  GError **error);

G_END_DECLS
