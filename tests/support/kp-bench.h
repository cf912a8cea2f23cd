/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What benches share: alternating pairs of ours and a reference in one run, medians of both, and
 * one line of JSON (STRENGTH.md, "Speed"). A bench is never a test: it fails only when it cannot
 * measure.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* Pairs of ours and reference; odd, so that the median is one of them. */
#define KP_BENCH_PAIRS 5

/**
 * KpBenchFunc:
 *
 * Does the work once. Preparation is not measured when it is done before kp_bench_start().
 */
typedef void (*KpBenchFunc) (gpointer data);

/* The clock of a measurement, seconds. */
typedef struct
{
  gint64 started; /* monotonic microseconds; 0 = not running */
  double seconds; /* measured so far */
} KpBenchClock;

void kp_bench_start (KpBenchClock *clock);
void kp_bench_stop (KpBenchClock *clock);

/* Returns: microseconds that the calling thread has computed so far. For single moments of which
 * the worst counts: a median takes no notice of a busy machine, a maximum is made of it.
 */
gint64 kp_bench_get_thread_time (void);

/* Returns: whether the program was asked for its short form (--smoke) */
gboolean kp_bench_is_smoke (int argc,
                            char **argv);

/* Returns: the median; @values is sorted */
double kp_bench_median (double *values,
                        gsize n);

/**
 * KpBenchResult:
 */
typedef struct
{
  const char *bench;
  gint64 n;          /* records, operations …; 0 = none */
  double ours;       /* in @unit */
  double reference;  /* in @unit; 0 = there is none */
  double target;     /* of the ratio, or of ours when there is no reference; 0 = none */
  gboolean at_least; /* the target is a least, not a most */
  const char *unit;
  const char *note; /* (nullable) */
} KpBenchResult;

/* Prints the line. Ratio and met are computed here and nowhere else. */
void kp_bench_print (const KpBenchResult *result);

G_END_DECLS
