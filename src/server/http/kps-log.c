/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One write per line, so that lines of different threads do not mix.
 */

#include "kps-log.h"

#include <string.h>
#include <unistd.h>

static void
append_value (GString *line,
              const char *value)
{
  gboolean quoted = *value == '\0' || strpbrk (value, " \"=\n\t") != NULL;

  if (quoted)
    g_string_append_c (line, '"');
  for (const char *at = value; *at != '\0'; at++)
    {
      if (*at == '"' || *at == '\\')
        g_string_append_c (line, '\\');
      g_string_append_c (line, g_ascii_iscntrl (*at) ? ' ' : *at);
    }
  if (quoted)
    g_string_append_c (line, '"');
}

static void
append_pair (GString *line,
             const char *key,
             const char *value)
{
  g_string_append_c (line, ' ');
  g_string_append (line, key);
  g_string_append_c (line, '=');
  append_value (line, value);
}

static GString *
begin_line (const char *event)
{
  g_autoptr (GDateTime) now = g_date_time_new_now_utc ();
  g_autofree char *at = g_date_time_format (now, "%Y-%m-%dT%H:%M:%S");
  GString *line = g_string_new (NULL);

  g_string_append_printf (line, "at=%s.%03dZ", at, g_date_time_get_microsecond (now) / 1000);
  append_pair (line, "event", event);

  return line;
}

static void
write_line (GString *line)
{
  gssize written;

  g_string_append_c (line, '\n');
  /* A log that is full or closed must not stop the server. */
  written = write (STDERR_FILENO, line->str, line->len);
  (void) written;
}

void
kps_log (const char *event,
         ...)
{
  g_autoptr (GString) line = begin_line (event);
  const char *key;
  va_list pairs;

  va_start (pairs, event);
  while ((key = va_arg (pairs, const char *)) != NULL)
    {
      const char *value = va_arg (pairs, const char *);

      if (value != NULL)
        append_pair (line, key, value);
    }
  va_end (pairs);

  write_line (line);
}

static gboolean
is_of_libsoup (const GLogField *fields,
               gsize n_fields)
{
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && fields[i].length < 0)
        return g_str_equal (fields[i].value, "libsoup");
    }

  return FALSE;
}

static GLogWriterOutput
write_library_log (GLogLevelFlags level,
                   const GLogField *fields,
                   gsize n_fields,
                   gpointer user_data)
{
  g_autoptr (GString) line = NULL;

  /* What is not asked for by G_MESSAGES_DEBUG stays silent, as everywhere. */
  if ((level & (G_LOG_LEVEL_DEBUG | G_LOG_LEVEL_INFO)) != 0)
    return g_log_writer_default (level, fields, n_fields, user_data);

  /* It warns of each connection that died before it was accepted: strangers would fill the log. */
  if ((level & G_LOG_LEVEL_WARNING) != 0 && is_of_libsoup (fields, n_fields))
    return G_LOG_WRITER_HANDLED;

  line = begin_line ((level & (G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_ERROR)) != 0 ? "bug" : "warning");
  for (gsize i = 0; i < n_fields; i++)
    {
      if (g_str_equal (fields[i].key, "GLIB_DOMAIN") && fields[i].length < 0)
        append_pair (line, "domain", fields[i].value);
      else if (g_str_equal (fields[i].key, "MESSAGE") && fields[i].length < 0)
        append_pair (line, "message", fields[i].value);
    }
  write_line (line);

  return G_LOG_WRITER_HANDLED;
}

void
kps_log_take_over (void)
{
  g_log_set_writer_func (write_library_log, NULL, NULL);
}
