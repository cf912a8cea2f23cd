/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One operation on the server (SYNC.md section 6): known already? too old? out of order? then
 * judged, and run or refused. As a step of a group commit: kps_ask_run() within the savepoint,
 * kps_ask_refuse() after it was rolled back.
 */

#pragma once

#include "kp-sync-codec.h"
#include "kps-access.h"
#include "kps-results.h"

G_BEGIN_DECLS

/**
 * KpsAsk:
 *
 * An operation that was offered, and what became of it.
 */
typedef struct
{
  const KpsPerson *person; /* (unowned) */
  const KpOffer *offer;    /* (unowned) */
  GPtrArray *asks;         /* (unowned) (element-type KpsAsk): all of the request, in order */
  const KpSeen *seen;      /* (unowned): the two commits that the client saw */
  KpId id;
  KpOperation *operation; /* (owned) (nullable): NULL = not one that this server understands */
  KpsResult *result;      /* (owned) (nullable): NULL = never judged */
} KpsAsk;

/**
 * kps_ask_new:
 *
 * Returns: (transfer full): fails with %KP_ERROR_INVALID if the bytes have not even an identifier
 */
KpsAsk *kps_ask_new (const KpsPerson *person,
                     const KpOffer *offer,
                     GPtrArray *asks,
                     const KpSeen *seen,
                     GError **error);
void kps_ask_free (KpsAsk *self);

/* As KpsStepFunc; data is the KpsAsk. */
gboolean kps_ask_run (KpsTx *tx,
                      gpointer data,
                      GError **error);
gboolean kps_ask_refuse (KpsTx *tx,
                         gpointer data,
                         GError **error);

/* Nothing of it was kept. */
void kps_ask_set_later (KpsAsk *self);

/**
 * kps_history_knows:
 * @seen: of two commits; number 0 = none
 * @knows: (out): whether all of them are of this history, number and nonce
 */
gboolean kps_history_knows (KpDb *db,
                            const KpSeen *seen,
                            gboolean *knows,
                            GError **error);

/* @seen: (out): the newest commit */
gboolean kps_history_get_newest (KpDb *db,
                                 KpSeen *seen,
                                 GError **error);

G_END_DECLS
