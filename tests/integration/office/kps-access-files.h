/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The cells of the access matrix about operations that bring files.
 */

#pragma once

#include "kps-test-office.h"

G_BEGIN_DECLS

#define KPS_ACCESS_FILES_CELLS 3

/* Returns: how many cells are wrong: who knows a hash has not the content, and whose identifier is
 *   taken learns nothing of it
 */
guint kps_access_check_files (KpsTestOffice *office);

G_END_DECLS
