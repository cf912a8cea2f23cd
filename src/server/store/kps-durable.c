/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Errors of files, and folders that are flushed.
 */

#include "kps-durable.h"

#include "kp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <unistd.h>

gboolean
kps_durable_fail (const char *what,
                  const char *path,
                  GError **error)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Can't %s %s: %s", what, path,
               g_strerror (errno));
  return FALSE;
}

gboolean
kps_durable_flush_folder (const char *path,
                          GError **error)
{
  g_autofd int folder = g_open (path, O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);

  return (folder >= 0 && fsync (folder) == 0) || kps_durable_fail ("flush", path, error);
}
