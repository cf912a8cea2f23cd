/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers about the requests and work orders of the selected organisation, kept fresh. Main thread.
 *
 * Properties (uint): open, completed (requests by the portal's buckets), mine-open, waiting (for
 * this person: answers owed, or for staff portal requests and replies), drafts, needs-you, queue
 * (staff: as KP_SHOW_TO_DECIDE lists), work-open (work orders). Signal: months-changed.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_COUNTS_MONTHS 12

#define KP_TYPE_COUNTS (kp_counts_get_type ())
G_DECLARE_FINAL_TYPE (KpCounts, kp_counts, KP, COUNTS, GObject)

typedef enum
{
  KP_COUNT_OPEN = 0,
  KP_COUNT_COMPLETED,
  KP_COUNT_MINE_OPEN,
  KP_COUNT_WAITING,
  KP_COUNT_DRAFTS,
  KP_COUNT_NEEDS_YOU,
  KP_COUNT_QUEUE,
  KP_COUNT_WORK_OPEN,
  KP_COUNT_WORK_NEW,
  KP_COUNT_WORK_PLANNED,
  KP_COUNT_WORK_IN_PROGRESS,
  KP_COUNT_WORK_BLOCKED,
  KP_COUNT_WORK_DONE,
  KP_N_COUNTS
} KpCount;

KpCounts *kp_counts_new (void);

guint kp_counts_get (KpCounts *self,
                     KpCount count);

/* Returns: (transfer none): of %KP_COUNTS_MONTHS months, oldest first, how many of the requests
 * that were made then are open, or completed, now */
const guint *kp_counts_get_open_months (KpCounts *self);
const guint *kp_counts_get_completed_months (KpCounts *self);

/* @year, @month: (out): the last of the months, 1 to 12: the present one, local time; 0 = not
 * counted yet */
void kp_counts_get_last_month (KpCounts *self,
                               int *year,
                               int *month);

/* For the facade. Notifies only what differs. */
void kp_counts_set (KpCounts *self,
                    const guint *counts,
                    const guint *open_months,
                    const guint *completed_months,
                    int year,
                    int month);

G_END_DECLS
