/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What was switched off, and on again: accounts, memberships, devices. Each switch is appended to
 * rights.log and flushed *before* the transaction that uses it commits; at every start the last
 * line per subject wins. So a database restored from a backup revives nobody (SYNC.md section 4).
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

typedef enum
{
  KPS_STANDING_ACCOUNT = 1, /* subject: the user */
  KPS_STANDING_MEMBERSHIP,  /* subject: the membership record */
  KPS_STANDING_DEVICE       /* subject: the device */
} KpsStandingKind;

/**
 * kps_standing_set:
 * @log_path: of rights.log
 *
 * Appends a line and flushes it, then keeps the fact within the transaction of @tx. If the
 * transaction is lost afterwards, the line holds from the next start on: switching off errs on the
 * safe side, and switching on is what was asked for.
 */
gboolean kps_standing_set (KpsTx *tx,
                           const char *log_path,
                           KpsStandingKind kind,
                           const KpId *subject,
                           gboolean is_on,
                           GError **error);

/* @is_on: (out): what was never switched is on */
gboolean kps_standing_load (KpDb *db,
                            KpsStandingKind kind,
                            const KpId *subject,
                            gboolean *is_on,
                            GError **error);

/**
 * kps_standing_replay:
 * @n_applied: (out) (optional): how many facts the log changed
 *
 * At start: makes the database agree with the last line per subject. A last line without its end
 * (a crash while appending) is left out; any other malformed one fails with %KP_ERROR_CORRUPT.
 */
gboolean kps_standing_replay (KpsTx *tx,
                              const char *log_path,
                              guint *n_applied,
                              GError **error);

G_END_DECLS
