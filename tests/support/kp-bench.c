/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Clock, median and the line of JSON.
 */

#include "kp-bench.h"

#include <json-glib/json-glib.h>
#include <stdlib.h>
#include <time.h>

void
kp_bench_start (KpBenchClock *clock)
{
  g_assert (clock->started == 0);

  clock->started = g_get_monotonic_time ();
}

void
kp_bench_stop (KpBenchClock *clock)
{
  g_assert (clock->started != 0);

  clock->seconds += (double) (g_get_monotonic_time () - clock->started) / G_USEC_PER_SEC;
  clock->started = 0;
}

gint64
kp_bench_get_thread_time (void)
{
  struct timespec time;

  clock_gettime (CLOCK_THREAD_CPUTIME_ID, &time);

  return time.tv_sec * G_USEC_PER_SEC + time.tv_nsec / 1000;
}

gboolean
kp_bench_is_smoke (int argc,
                   char **argv)
{
  for (int i = 1; i < argc; i++)
    {
      if (g_str_equal (argv[i], "--smoke"))
        return TRUE;
    }

  return FALSE;
}

static int
compare_doubles (gconstpointer a,
                 gconstpointer b)
{
  double difference = *(const double *) a - *(const double *) b;

  return (difference > 0) - (difference < 0);
}

double
kp_bench_median (double *values,
                 gsize n)
{
  g_assert (n > 0);

  qsort (values, n, sizeof *values, compare_doubles);

  return values[n / 2];
}

static void
add_double (JsonBuilder *builder,
            const char *name,
            double value)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_double_value (builder, value);
}

void
kp_bench_print (const KpBenchResult *result)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *line = NULL;
  double judged = result->ours;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "bench");
  json_builder_add_string_value (builder, result->bench);
  json_builder_set_member_name (builder, "n");
  json_builder_add_int_value (builder, result->n);
  add_double (builder, "ours", result->ours);
  if (result->reference > 0)
    {
      judged = result->ours / result->reference;
      add_double (builder, "reference", result->reference);
      add_double (builder, "ratio", judged);
    }
  json_builder_set_member_name (builder, "unit");
  json_builder_add_string_value (builder, result->unit);
  if (result->target > 0)
    {
      add_double (builder, "target", result->target);
      json_builder_set_member_name (builder, "met");
      json_builder_add_boolean_value (builder, result->at_least ? judged >= result->target
                                                                : judged <= result->target);
    }
  if (result->note != NULL)
    {
      json_builder_set_member_name (builder, "note");
      json_builder_add_string_value (builder, result->note);
    }
  json_builder_end_object (builder);

  root = json_builder_get_root (builder);
  line = json_to_string (root, FALSE);
  g_print ("%s\n", line);
}
