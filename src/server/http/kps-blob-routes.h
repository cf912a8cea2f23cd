/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Contents of files over HTTP (PROTOCOL.md, "Contents"). See KpsHandler.
 */

#pragma once

#include "kps-route.h"

G_BEGIN_DECLS

KpsReply *kps_blob_put (KpsCall *call,
                        KpDb *db,
                        GError **error);
KpsReply *kps_blob_get (KpsCall *call,
                        KpDb *db,
                        GError **error);

G_END_DECLS
