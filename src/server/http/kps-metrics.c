/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Counters under one mutex. The number of series is bounded by routes times statuses.
 */

#include "kps-metrics.h"

#include <string.h>

/* Upper bounds of the histogram, in microseconds. */
static const gint64 BOUNDS_US[] = {
  1000,
  2500,
  5000,
  10000,
  25000,
  50000,
  100000,
  250000,
  500000,
  1000000,
  2500000,
};

#define N_BOUNDS G_N_ELEMENTS (BOUNDS_US)

struct _KpsMetrics
{
  GMutex mutex;                    /* guards the fields below */
  GHashTable *requests;            /* (owned): labels → guint64* */
  guint64 exchanges[N_BOUNDS + 1]; /* per bucket; the last one is everything slower */
  guint64 exchange_sum_us;
  guint in_flight;
};

KpsMetrics *
kps_metrics_new (void)
{
  KpsMetrics *self = g_new0 (KpsMetrics, 1);

  g_mutex_init (&self->mutex);
  self->requests = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);

  return self;
}

void
kps_metrics_free (KpsMetrics *self)
{
  g_hash_table_unref (self->requests);
  g_mutex_clear (&self->mutex);
  g_free (self);
}

static void
observe_exchange (KpsMetrics *self,
                  gint64 duration_us)
{
  guint i = 0;

  while (i < N_BOUNDS && duration_us > BOUNDS_US[i])
    i++;
  self->exchanges[i]++;
  self->exchange_sum_us += duration_us;
}

void
kps_metrics_count (KpsMetrics *self,
                   const char *method,
                   const char *route,
                   guint status,
                   gint64 duration_us,
                   gboolean is_exchange)
{
  g_autofree char *labels =
    g_strdup_printf ("method=\"%s\",route=\"%s\",status=\"%u\"", method, route, status);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint64 *count = g_hash_table_lookup (self->requests, labels);

  if (count == NULL)
    {
      count = g_new0 (guint64, 1);
      g_hash_table_insert (self->requests, g_steal_pointer (&labels), count);
    }
  (*count)++;

  if (is_exchange)
    observe_exchange (self, duration_us);
}

void
kps_metrics_set_in_flight (KpsMetrics *self,
                           guint in_flight)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  self->in_flight = in_flight;
}

static void
append_head (GString *text,
             const char *name,
             const char *type,
             const char *help)
{
  g_string_append_printf (text, "# HELP klantportaal_%s %s\n# TYPE klantportaal_%s %s\n", name,
                          help, name, type);
}

static void
append_number (GString *text,
               const char *name,
               const char *type,
               const char *help,
               guint64 value)
{
  append_head (text, name, type, help);
  g_string_append_printf (text, "klantportaal_%s %" G_GUINT64_FORMAT "\n", name, value);
}

static void
append_requests (KpsMetrics *self,
                 GString *text)
{
  g_autoptr (GPtrArray) labels = g_hash_table_get_keys_as_ptr_array (self->requests);

  g_ptr_array_sort_values (labels, (GCompareFunc) strcmp);
  append_head (text, "requests_total", "counter", "Requests answered.");
  for (guint i = 0; i < labels->len; i++)
    {
      const char *label = g_ptr_array_index (labels, i);
      const guint64 *count = g_hash_table_lookup (self->requests, label);

      g_string_append_printf (text, "klantportaal_requests_total{%s} %" G_GUINT64_FORMAT "\n",
                              label, *count);
    }
}

static void
append_exchanges (KpsMetrics *self,
                  GString *text)
{
  guint64 sum = 0;

  append_head (text, "exchange_seconds", "histogram",
               "From the headers of an exchange to its reply.");
  for (guint i = 0; i < N_BOUNDS; i++)
    {
      char bound[G_ASCII_DTOSTR_BUF_SIZE];

      sum += self->exchanges[i];
      g_string_append_printf (
        text, "klantportaal_exchange_seconds_bucket{le=\"%s\"} %" G_GUINT64_FORMAT "\n",
        g_ascii_formatd (bound, sizeof bound, "%g", BOUNDS_US[i] / 1e6), sum);
    }
  sum += self->exchanges[N_BOUNDS];
  g_string_append_printf (
    text,
    "klantportaal_exchange_seconds_bucket{le=\"+Inf\"} %" G_GUINT64_FORMAT "\n"
    "klantportaal_exchange_seconds_sum %" G_GUINT64_FORMAT ".%06u\n"
    "klantportaal_exchange_seconds_count %" G_GUINT64_FORMAT "\n",
    sum, self->exchange_sum_us / 1000000, (guint) (self->exchange_sum_us % 1000000), sum);
}

static void
append_outcome (const char *outcome,
                guint64 n,
                gpointer data)
{
  g_string_append_printf (data, "klantportaal_files_total{outcome=\"%s\"} %" G_GUINT64_FORMAT "\n",
                          outcome, n);
}

char *
kps_metrics_format (KpsMetrics *self,
                    const KpsGauges *gauges)
{
  g_autoptr (GString) text = g_string_new (NULL);
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);

  append_requests (self, text);
  append_exchanges (self, text);
  append_number (text, "calls_in_flight", "gauge", "Requests admitted and not answered yet.",
                 self->in_flight);
  append_number (text, "commits_total", "counter", "Group commits.", gauges->writer.commits);
  append_number (text, "steps_total", "counter",
                 "Changes in group commits; divided by commits it is the size of a batch.",
                 gauges->writer.steps);
  append_number (text, "commits_lost_total", "counter", "Group commits run again or failed.",
                 gauges->writer.lost);
  append_number (text, "writer_queue", "gauge", "Jobs that wait for the writer.",
                 gauges->writer.queued);
  append_number (text, "push_sockets", "gauge", "Push sockets open.", gauges->sockets);
  append_number (text, "push_sockets_refused_total", "counter",
                 "Push sockets refused for want of room.", gauges->sockets_refused);
  append_number (text, "push_hints_total", "counter", "Hints sent.", gauges->hints);
  append_number (text, "push_hints_joined_total", "counter",
                 "Commits that joined a hint on its way.", gauges->hints_joined);
  append_head (text, "files_total", "counter",
               "Contents that were taken, refused (by reason) or scanned (by finding).");
  kps_files_for_each_outcome (gauges->files, append_outcome, text);

  return g_string_free_and_steal (g_steal_pointer (&text));
}
