/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A handler of the log for the one sentence, and the same judgement for what ends a test.
 */

#include "kp-library-log.h"

#include <string.h>

static gboolean
is_hung_up (const char *message)
{
  return strstr (message, "could not get remote address") != NULL;
}

static void
on_library_log_cb (const char *domain,
                   GLogLevelFlags level,
                   const char *message,
                   gpointer user_data)
{
  if (!is_hung_up (message))
    g_log_default_handler (domain, level, message, user_data);
}

static gboolean
is_fatal (const char *domain,
          GLogLevelFlags level,
          const char *message,
          gpointer user_data)
{
  return g_strcmp0 (domain, "libsoup") != 0 || !is_hung_up (message);
}

void
kp_library_log_let_clients_hang_up (void)
{
  g_log_set_handler ("libsoup", G_LOG_LEVEL_WARNING | G_LOG_FLAG_FATAL, on_library_log_cb, NULL);
  g_test_log_set_fatal_handler (is_fatal, NULL);
}
