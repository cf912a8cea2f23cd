/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A demonstration: an office loaded from readable files, whose passwords are told.
 */

#pragma once

#include "kps-config.h"

G_BEGIN_DECLS

/**
 * kps_demo_prepare:
 * @config: of a demonstration
 * @data: folder of the files to import
 * @scale: for benches: how many times as many organisations and records; 0 = 1
 * @result: (out) (transfer full): with the accounts and their passwords
 *
 * Imports into an empty folder. A folder that holds an office already is left as it is; its files
 * are only read for the accounts.
 */
gboolean kps_demo_prepare (const KpsConfig *config,
                           const char *data,
                           guint scale,
                           KpsImportResult **result,
                           GError **error);

/**
 * kps_demo_write_credentials:
 * @path: written whole or not at all, readable by its owner only
 *
 * {"base_url":…,"accounts":[{"login","password","kind","portal","name"}…]}
 */
gboolean kps_demo_write_credentials (const char *path,
                                     const char *base_url,
                                     const KpsImportResult *result,
                                     GError **error);

G_END_DECLS
