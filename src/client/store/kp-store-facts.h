/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a record that was made here shows before the server has filled it in: the name of the
 * organisation, the flow and its portal. On the thread of the connection.
 */

#pragma once

#include "kp-db.h"
#include "kp-operation.h"

G_BEGIN_DECLS

/**
 * kp_fact_look_up:
 * @name: the value of a KP_SOURCE_SERVER effect of the subject
 *
 * Returns: (transfer full) (nullable): text or JSON, as KpServerFact wants it; %NULL = not known
 *   here
 */
char *kp_fact_look_up (KpDb *cache,
                       const KpOperation *operation,
                       const char *name);

G_END_DECLS
