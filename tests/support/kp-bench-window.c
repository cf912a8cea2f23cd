/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The bench's side: it starts the process, reads its lines and looks at its memory.
 */

#include "kp-bench-window.h"

#include "kp-bench-window-private.h"

#include <sodium.h>
#include <string.h>

static void
end_on_error (const GError *error,
              const char *what)
{
  if (error != NULL)
    g_error ("%s: %s", what, error->message);
}

static char *
dup_hex (const guint8 *secret)
{
  char text[2 * KP_SECRET_LENGTH + 1];

  return g_strdup (sodium_bin2hex (text, sizeof text, secret, KP_SECRET_LENGTH));
}

KpBenchCache *
kp_bench_cache_new (KpBenchPortal *portal)
{
  KpBenchCache *self = g_new0 (KpBenchCache, 1);
  g_autoptr (KpBenchAccount) account = kp_bench_account_new (portal, "staff", 0);

  kp_bench_account_sync (account);
  kp_bench_account_pin_all (account);
  kp_bench_account_sync (account);

  self->n = kp_bench_account_count (account);
  self->data_dir = g_path_get_dirname (kp_account_folder_get_path (account->sign_in->folder));
  self->id = g_strdup (kp_account_folder_get_id (account->sign_in->folder));
  self->key = dup_hex (account->sign_in->secrets->folder_key);
  self->seed = dup_hex (account->sign_in->secrets->device_seed);

  return self;
}

void
kp_bench_cache_free (KpBenchCache *self)
{
  g_free (self->data_dir);
  g_free (self->id);
  g_free (self->key);
  g_free (self->seed);
  g_free (self);
}

/* Returns: the number after @word; the process must say @word and nothing else */
static gint64
await_word (KpBenchWindow *self,
            const char *word)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *line = g_data_input_stream_read_line (self->log, NULL, NULL, &error);

  end_on_error (error, "The window's log");
  if (line == NULL || !g_str_has_prefix (line, word))
    g_error ("The window said %s, not %s", line != NULL ? line : "nothing", word);

  return g_ascii_strtoll (line + strlen (word), NULL, 10);
}

static GSubprocessLauncher *
make_launcher (void)
{
  GSubprocessLauncher *launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);

  g_subprocess_launcher_setenv (launcher, "DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_subprocess_launcher_setenv (launcher, "GIO_USE_VFS", "local", TRUE);
  g_subprocess_launcher_setenv (launcher, "GSETTINGS_BACKEND", "memory", TRUE);
  g_subprocess_launcher_setenv (launcher, "GSK_RENDERER", "cairo", FALSE);
  g_subprocess_launcher_setenv (launcher, "GTK_A11Y", "none", TRUE);

  return launcher;
}

KpBenchWindow *
kp_bench_window_new (const char *program,
                     const KpBenchCache *cache,
                     gint64 n)
{
  KpBenchWindow *self = g_new0 (KpBenchWindow, 1);
  g_autoptr (GSubprocessLauncher) launcher = make_launcher ();
  g_autofree char *rows = g_strdup_printf ("%" G_GINT64_FORMAT, n);
  g_autoptr (GError) error = NULL;

  if (cache != NULL)
    self->process =
      g_subprocess_launcher_spawn (launcher, &error, program, KP_BENCH_WINDOW_CACHE,
                                   cache->data_dir, cache->id, cache->key, cache->seed, NULL);
  else
    self->process =
      g_subprocess_launcher_spawn (launcher, &error, program, KP_BENCH_WINDOW_BARE, rows, NULL);
  end_on_error (error, program);

  self->log = g_data_input_stream_new (g_subprocess_get_stdout_pipe (self->process));
  self->n_rows = await_word (self, KP_BENCH_WINDOW_PAINTED);

  return self;
}

void
kp_bench_window_free (KpBenchWindow *self)
{
  g_subprocess_send_signal (self->process, SIGTERM);
  g_subprocess_wait (self->process, NULL, NULL);
  g_object_unref (self->process);
  g_object_unref (self->log);
  g_free (self);
}

void
kp_bench_window_rest (KpBenchWindow *self)
{
  await_word (self, KP_BENCH_WINDOW_RESTS);
}

double
kp_bench_measure_pss (GSubprocess *process)
{
  g_autofree char *path =
    g_build_filename ("/proc", g_subprocess_get_identifier (process), "smaps_rollup", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GError) error = NULL;
  const char *line;

  g_file_get_contents (path, &text, NULL, &error);
  end_on_error (error, path);
  line = strstr (text, "\nPss:");
  g_assert_nonnull (line);

  return g_ascii_strtod (line + strlen ("\nPss:"), NULL) * 1024 / 1e6;
}
