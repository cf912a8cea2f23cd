/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Windows in processes of their own, for benches of the application: the real window on a filled
 * account folder, and a bare window with a column view. Both with the same renderer, without
 * animations (whose first frame shows nothing yet), keyring, session bus and network. Whatever
 * fails ends the bench.
 */

#pragma once

#include "kp-bench-portal.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Both windows are as large as the application's is at first. */
#define KP_BENCH_WINDOW_WIDTH 1280
#define KP_BENCH_WINDOW_HEIGHT 800

/**
 * KpBenchCache:
 *
 * The account folder of an office employee, with everything of the portal in it, and what opens
 * it. The portal must outlive it, its server need not.
 */
typedef struct
{
  char *data_dir; /* (owned) */
  char *id;       /* (owned): of the folder */
  char *key;      /* (owned): hexadecimal */
  char *seed;     /* (owned): hexadecimal */
  gint64 n;       /* records */
} KpBenchCache;

KpBenchCache *kp_bench_cache_new (KpBenchPortal *portal);
void kp_bench_cache_free (KpBenchCache *self);

/* Returns: whether this process is to show a window and nothing else */
gboolean kp_bench_window_is_asked (int argc,
                                   char **argv);

/* Shows the window that the arguments ask for, until SIGTERM. Returns: the exit status */
int kp_bench_window_run (int argc,
                         char **argv);

/**
 * KpBenchWindow:
 *
 * Such a process, seen from the bench.
 */
typedef struct
{
  GSubprocess *process;  /* (owned) */
  GDataInputStream *log; /* (owned) */
  gint64 n_rows;         /* of the list that was painted */
} KpBenchWindow;

/**
 * kp_bench_window_new:
 * @program: argv[0] of the bench, which must begin with kp_bench_window_is_asked()
 * @cache: (nullable): to open; %NULL = a bare window
 * @n: rows of the bare window
 *
 * Starts the process; returns when the first frame with rows in it is painted.
 */
KpBenchWindow *kp_bench_window_new (const char *program,
                                    const KpBenchCache *cache,
                                    gint64 n);

/* Ends the process and waits for it. */
void kp_bench_window_free (KpBenchWindow *self);

/* Waits until the process has nothing left to do. */
void kp_bench_window_rest (KpBenchWindow *self);

/* Returns: how many rows the first list in @widget has that is to be seen */
guint kp_bench_window_count_rows (GtkWidget *widget);

/* Returns: the proportional set size, in MB of 10⁶ bytes */
double kp_bench_measure_pss (GSubprocess *process);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBenchCache, kp_bench_cache_free)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpBenchWindow, kp_bench_window_free)

G_END_DECLS
