/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's list of requests stands open while the account loads for the first time: the worst
 * frame from the first painted rows to the end of the loading, against the worst one of the same
 * window at rest. Window, threads, server and protocol are the real ones.
 *
 * A frame is all that the main thread computes from one painting to the next, changes of the list
 * among it, for which nobody else draws. On a busy machine the worst of thousands of frames by the
 * wall's clock is one that waited for a processor.
 */

#include "kp-bench-window.h"
#include "kp-bench.h"
#include "kp-client-private.h"
#include "kp-language.h"
#include "kp-places.h"
#include "kp-window.h"

#include <glib/gstdio.h>
#include <stdio.h>
#include <unistd.h>

#define APPLICATION_ID "org.klantportaal.Bench"

/* The demo's records times this: about 100,000 of them in the cache of one account. */
#define SCALE 140
#define SCALE_SMOKE 2

#define REST_FRAMES 120
#define SETTLE_FRAMES 60 /* what the end of the loading brings is shown in the first of them */

/* A frame of a display of 60 Hz, milliseconds: what loading may cost more than resting. */
#define FRAME_MS 16.7

typedef struct
{
  KpBenchPortal *portal;      /* (owned) */
  char *data_dir;             /* (owned) */
  gint64 n;                   /* records of the account */
  KpAccounts *accounts;       /* (owned) */
  KpApplication *application; /* (owned) */
  KpClient *client;           /* (owned) (nullable) */
  GtkWindow *window;          /* (unowned) (nullable) */
  guint n_frames;             /* painted so far */
  gint64 painted;             /* microseconds of the thread; 0 = the next frame is not counted */
  double worst;               /* milliseconds */
} Bench;

static void
on_after_paint_cb (GdkFrameClock *clock,
                   Bench *self)
{
  gint64 now = kp_bench_get_thread_time ();

  if (self->painted != 0)
    self->worst = MAX (self->worst, (double) (now - self->painted) / G_TIME_SPAN_MILLISECOND);
  self->painted = now;
  self->n_frames++;
}

/* The same page is drawn again in each frame. */
static gboolean
on_tick_cb (GtkWidget *widget,
            GdkFrameClock *clock,
            gpointer user_data)
{
  gtk_widget_queue_draw (widget);

  return G_SOURCE_CONTINUE;
}

/* What was before does not count. */
static void
begin_frames (Bench *self)
{
  self->painted = 0;
  self->worst = 0;
  self->n_frames = 0;
}

static void
wait_for_frames (Bench *self,
                 guint n)
{
  for (guint end = self->n_frames + n; self->n_frames < end;)
    g_main_context_iteration (NULL, TRUE);
}

/* Fills the account once, so that it holds every organisation and the records are counted. */
static void
prepare (Bench *self)
{
  g_autoptr (KpBenchAccount) account = kp_bench_account_new (self->portal, "staff", 0);

  kp_bench_account_sync (account);
  kp_bench_account_pin_all (account);
  kp_bench_account_sync (account);
  self->n = kp_bench_account_count (account);
  self->data_dir = g_path_get_dirname (kp_account_folder_get_path (account->sign_in->folder));
}

/* Returns: (transfer full): the account with everything but its cache */
static KpSignIn *
open_empty (Bench *self)
{
  static const char *const FILES[] = { "cache.db", "cache.db-wal", "cache.db-shm" };
  KpSignIn *sign_in = kp_bench_portal_sign_in (self->portal, self->data_dir, "staff", 0);

  for (guint i = 0; i < G_N_ELEMENTS (FILES); i++)
    {
      g_autofree char *path =
        g_build_filename (kp_account_folder_get_path (sign_in->folder), FILES[i], NULL);

      g_remove (path);
    }

  return sign_in;
}

static void
on_started_cb (GObject *source_object,
               GAsyncResult *result,
               gpointer user_data)
{
  Bench *self = user_data;
  g_autoptr (GError) error = NULL;

  self->client = kp_client_start_finish (result, &error);
  if (self->client == NULL)
    g_error ("Opening the account: %s", error->message);
}

static void
on_closed_cb (GObject *source_object,
              GAsyncResult *result,
              gpointer user_data)
{
  kp_client_close_finish (KP_CLIENT (source_object), result, NULL);
  *(gboolean *) user_data = TRUE;
}

/* A new window on the account, whose list is shown as soon as it can be. */
static void
open_window (Bench *self)
{
  GdkFrameClock *frames;

  self->window = GTK_WINDOW (kp_window_new (self->application));
  gtk_window_set_default_size (self->window, KP_BENCH_WINDOW_WIDTH, KP_BENCH_WINDOW_HEIGHT);
  kp_client_start_async (self->accounts, open_empty (self), on_started_cb, self);
  gtk_window_present (self->window);
  frames = gtk_widget_get_frame_clock (GTK_WIDGET (self->window));
  g_signal_connect (frames, "after-paint", G_CALLBACK (on_after_paint_cb), self);
  gtk_widget_add_tick_callback (GTK_WIDGET (self->window), on_tick_cb, NULL, NULL);

  while (self->client == NULL)
    g_main_context_iteration (NULL, TRUE);
  kp_window_set_client (KP_WINDOW (self->window), self->client);
  kp_window_show (KP_WINDOW (self->window), "backoffice", "requests", "");
  while (kp_bench_window_count_rows (GTK_WIDGET (self->window)) == 0)
    g_main_context_iteration (NULL, TRUE);
  wait_for_frames (self, 1);
}

static void
close_window (Bench *self)
{
  gboolean closed = FALSE;

  kp_window_set_client (KP_WINDOW (self->window), NULL);
  gtk_window_destroy (self->window);
  self->window = NULL;
  kp_client_close_async (self->client, on_closed_cb, &closed);
  while (!closed)
    g_main_context_iteration (NULL, TRUE);
  g_clear_object (&self->client);
}

/* Returns: milliseconds of the worst frame while loading. @n_frames: (out): painted meanwhile */
static double
find_worst_loading (Bench *self,
                    guint *n_frames)
{
  KpStatus *status = kp_client_get_status (self->client);

  begin_frames (self);
  while (kp_status_get_first_load (status))
    g_main_context_iteration (NULL, TRUE);
  wait_for_frames (self, SETTLE_FRAMES);
  *n_frames = self->n_frames;

  return self->worst;
}

static double
find_worst_resting (Bench *self)
{
  begin_frames (self);
  wait_for_frames (self, REST_FRAMES);

  return self->worst;
}

static void
measure (Bench *self,
         guint runs)
{
  double loading[KP_BENCH_PAIRS];
  double resting[KP_BENCH_PAIRS];
  double more[KP_BENCH_PAIRS];
  guint n_frames = 0;
  g_autofree char *note = NULL;

  for (guint i = 0; i < runs; i++)
    {
      open_window (self);
      loading[i] = find_worst_loading (self, &n_frames);
      resting[i] = find_worst_resting (self);
      more[i] = loading[i] - resting[i];
      close_window (self);
    }

  note = g_strdup_printf ("worst frame while loading (%.1f ms, of %u) above that at rest (%.1f ms)",
                          kp_bench_median (loading, runs), n_frames,
                          kp_bench_median (resting, runs));
  kp_bench_print (&(KpBenchResult) {
    .bench = "frames",
    .n = self->n,
    .ours = kp_bench_median (more, runs),
    .target = FRAME_MS,
    .unit = "ms",
    .note = note,
  });
}

static void
start_application (Bench *self)
{
  g_autoptr (GSettings) settings = NULL;

  kp_language_set_up ("en");
  settings = kp_places_make_settings (APPLICATION_ID);
  self->accounts = kp_accounts_new (self->data_dir, kp_environment_get_real ());
  self->application = kp_application_new (APPLICATION_ID, settings, self->accounts);
  g_application_set_flags (G_APPLICATION (self->application), G_APPLICATION_NON_UNIQUE);
  if (!g_application_register (G_APPLICATION (self->application), NULL, NULL))
    g_error ("The application does not start");
  g_object_set (gtk_settings_get_default (), "gtk-enable-animations", FALSE, NULL);
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  Bench self = { 0 };

  g_setenv ("DBUS_SESSION_BUS_ADDRESS", "disabled:", TRUE);
  g_setenv ("GIO_USE_VFS", "local", TRUE);
  g_setenv ("GSETTINGS_BACKEND", "memory", TRUE);
  g_setenv ("GSK_RENDERER", "cairo", FALSE);
  g_setenv ("GTK_A11Y", "none", TRUE);

  self.portal = kp_bench_portal_new (argv[0], smoke ? SCALE_SMOKE : SCALE);
  prepare (&self);
  start_application (&self);
  measure (&self, smoke ? 1 : KP_BENCH_PAIRS);
  kp_bench_portal_free (self.portal);
  fflush (stdout);

  /* As the windows of the other benches end: exit() takes libraries away under threads. */
  _exit (0);
}
