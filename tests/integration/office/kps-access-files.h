/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells of the access matrix about operations that bring files.
 */

#pragma once

#include "kps-test-office.h"

G_BEGIN_DECLS

/**
 * kps_access_check_files:
 * @n_cells: (inout): raised by what was looked at
 *
 * Every operation that brings files, with a content that another organisation sent and with the
 * identifier of its attachment: who knows a hash has not the content, and whose identifier is taken
 * learns nothing of it.
 *
 * Returns: how many cells are wrong
 */
guint kps_access_check_files (KpsTestOffice *office,
                              guint *n_cells);

G_END_DECLS
