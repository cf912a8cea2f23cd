/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files that call SQLite share.
 */

#pragma once

#include "kp-db.h"

G_BEGIN_DECLS

/* Returns: (nullable): the name of the layer that reaches the file; %NULL = the default */
const char *kp_db_choose_vfs (const KpDbOptions *options);

G_END_DECLS
