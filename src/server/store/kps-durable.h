/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What files of the server need wherever they are written. Any thread; blocks.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Sets %KP_ERROR_STORAGE from errno. @what: a verb. Returns: %FALSE */
gboolean kps_durable_fail (const char *what,
                           const char *path,
                           GError **error);

/* Makes the names in a folder durable: a name is only as durable as its folder. */
gboolean kps_durable_flush_folder (const char *path,
                                   GError **error);

G_END_DECLS
