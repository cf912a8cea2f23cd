/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The streams of a reply (SYNC.md section 3): changes since a cursor, or loading afresh backwards,
 * within a number of bytes and a quarter of a second. On a connection with an open snapshot.
 */

#pragma once

#include "kp-sync-codec.h"
#include "kps-access.h"

G_BEGIN_DECLS

/**
 * kps_reply_write_streams:
 * @request: whose streams are meant, those that are not allowed left out, and whose "max" bytes may
 *   be written; the first record always fits
 * @more: (out): whether the client should ask again at once
 */
gboolean kps_reply_write_streams (KpDb *db,
                                  const KpEnvironment *environment,
                                  const KpsAccess *access,
                                  const KpSyncRequest *request,
                                  KpReplyWriter *writer,
                                  gboolean *more,
                                  GError **error);

G_END_DECLS
