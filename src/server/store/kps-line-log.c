/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Appending to a log, and reading it whole.
 */

#include "kps-line-log.h"

#include "kp-error.h"
#include "kps-durable.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* What a line that a crash cut short is ended with. */
#define BROKEN " broken"

static gboolean
write_all (int fd,
           const char *text)
{
  gsize length = strlen (text);

  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;

      text += n;
      length -= (gsize) n;
    }

  return TRUE;
}

gboolean
kps_line_log_append (const char *path,
                     const char *line,
                     GError **error)
{
  g_autofd int fd = g_open (path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  g_autofree char *folder = g_path_get_dirname (path);
  struct stat info;
  char last = '\n';

  if (fd < 0)
    return kps_durable_fail ("open", path, error);

  if (fstat (fd, &info) < 0 ||
      (info.st_size > 0 && pread (fd, &last, 1, info.st_size - 1) != 1))
    return kps_durable_fail ("read", path, error);

  /* A crash may have left a line without its end: it is ended first, so that ours stands alone. */
  if ((last != '\n' && !write_all (fd, BROKEN "\n")) || !write_all (fd, line) ||
      fdatasync (fd) < 0)
    return kps_durable_fail ("write", path, error);

  return info.st_size > 0 || kps_durable_flush_folder (folder, error);
}

GStrv
kps_line_log_read (const char *path,
                   GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  g_auto (GStrv) lines = NULL;
  guint n;

  if (!g_file_get_contents (path, &text, NULL, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return g_new0 (char *, 1);
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s: %s", path, local->message);
      return NULL;
    }

  lines = g_strsplit (text, "\n", -1);
  n = g_strv_length (lines);
  /* What follows the last line feed was never finished. */
  if (n > 0)
    g_clear_pointer (&lines[n - 1], g_free);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (g_str_has_suffix (lines[i], BROKEN))
        lines[i][0] = '\0';
    }

  return g_steal_pointer (&lines);
}

gboolean
kps_line_log_refuse (const char *path,
                     guint index,
                     GError **error)
{
  g_autofree char *name = g_path_get_basename (path);

  g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "%s, line %u, is not one of ours", name,
               index + 1);
  return FALSE;
}
