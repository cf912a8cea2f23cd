/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an operation does, once it may: the effects of its row in the table, with the facts that
 * only the server knows, and its audit row. Within the writer's transaction.
 */

#pragma once

#include "kps-requests.h"
#include "kps-store.h"

G_BEGIN_DECLS

/**
 * kps_effects_run:
 * @subject: (nullable): as it is before
 * @number: (out) (transfer full) (nullable): the human number that was drawn
 */
gboolean kps_effects_run (KpsTx *tx,
                          const KpsPerson *person,
                          const KpOperation *operation,
                          const KpsRecord *subject,
                          const KpsContext *context,
                          char **number,
                          GError **error);

/* Tells the office what could not be repeated after a restore, with what the person wrote. */
gboolean kps_effects_keep_lost (KpsTx *tx,
                                const KpsPerson *person,
                                const KpOperation *operation,
                                GError **error);

G_END_DECLS
