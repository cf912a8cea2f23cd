/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The deposited keys of account folders. Without its key, what a person wrote on a computer is lost
 * for good, so a key must outlive a restore: it is appended to keys.log and flushed *before* the
 * transaction that uses it commits, sealed as in the database, and comes back from there at every
 * start.
 */

#pragma once

#include "kps-secrets.h"
#include "kps-store.h"

G_BEGIN_DECLS

#define KPS_SEALED_KEY_SIZE (KPS_KEY_SIZE + KPS_SEAL_OVERHEAD)

/**
 * KpsFolderKey:
 */
typedef struct
{
  KpId user_id;
  KpId folder;
  guint8 sealed[KPS_SEALED_KEY_SIZE]; /* kps_secrets_seal() */
  gint64 at;                          /* UTC milliseconds: when it was deposited */
} KpsFolderKey;

/**
 * kps_folder_key_deposit:
 * @log_path: of keys.log
 * @key: (inout): what is offered; becomes the one that holds
 *
 * The first key of a user's folder holds, whether the database or only the log still knows it.
 */
gboolean kps_folder_key_deposit (KpsTx *tx,
                                 const char *log_path,
                                 KpsFolderKey *key,
                                 GError **error);

/**
 * kps_folder_keys_replay:
 *
 * At start: deposits each key of the log that the database lacks and whose user has an account. A
 * last line without its end (a crash while appending) is left out; any other malformed one fails
 * with %KP_ERROR_CORRUPT.
 */
gboolean kps_folder_keys_replay (KpsTx *tx,
                                 const char *log_path,
                                 GError **error);

G_END_DECLS
