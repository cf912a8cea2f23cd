/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The part of the access matrix about accounts and portals that are closed. For the test of the
 * matrix only.
 */

#pragma once

#include "kps-test-office.h"

G_BEGIN_DECLS

/* @n_cells: (inout): raised by what was looked at. Returns: how many cells are wrong */
guint kps_access_check_doors (KpsTestOffice *office,
                              guint *n_cells);

G_END_DECLS
