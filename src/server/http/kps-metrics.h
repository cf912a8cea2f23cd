/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the server counts, as Prometheus reads it (text format 0.0.4). Names of routes are those of
 * the table, never what somebody asked for. Any thread.
 */

#pragma once

#include "kps-files.h"
#include "kps-office.h"

G_BEGIN_DECLS

typedef struct _KpsMetrics KpsMetrics;

/**
 * KpsGauges:
 *
 * What is asked of others at the moment of reading.
 */
typedef struct
{
  KpsWriterFigures writer;
  guint sockets;
  guint64 hints;
  guint64 hints_joined;
  guint64 sockets_refused;
  KpsFiles *files; /* (unowned): what became of contents */
} KpsGauges;

KpsMetrics *kps_metrics_new (void);
void kps_metrics_free (KpsMetrics *self);

/**
 * kps_metrics_count:
 * @route: a constant: template of the path, or "none"
 * @duration_us: from the headers to the reply
 * @is_exchange: whether it belongs into the histogram of exchanges
 */
void kps_metrics_count (KpsMetrics *self,
                        const char *method,
                        const char *route,
                        guint status,
                        gint64 duration_us,
                        gboolean is_exchange);

/* A call begins or ends being in flight. */
void kps_metrics_set_in_flight (KpsMetrics *self,
                                guint in_flight);

/* Returns: (transfer full): the whole text */
char *kps_metrics_format (KpsMetrics *self,
                          const KpsGauges *gauges);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (KpsMetrics, kps_metrics_free)

G_END_DECLS
