/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bag of properties; property number n + 1 is the nth count.
 */

#include "kp-counts.h"

struct _KpCounts
{
  GObject parent_instance;

  guint counts[KP_N_COUNTS];
  guint open_months[KP_COUNTS_MONTHS]; /* oldest first */
  guint completed_months[KP_COUNTS_MONTHS];
  int year;  /* of the last month */
  int month; /* the last month, 1 to 12; 0 = not counted yet */
};

static GParamSpec *properties[KP_N_COUNTS + 1];
enum
{
  SIGNAL_MONTHS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (KpCounts, kp_counts, G_TYPE_OBJECT)

static void
kp_counts_get_property (GObject *object,
                        guint prop_id,
                        GValue *value,
                        GParamSpec *pspec)
{
  if (prop_id <= KP_N_COUNTS)
    g_value_set_uint (value, KP_COUNTS (object)->counts[prop_id - 1]);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, prop_id, pspec);
}

static void
kp_counts_class_init (KpCountsClass *klass)
{
  static const char *const NAMES[KP_N_COUNTS] = {
    [KP_COUNT_OPEN] = "open",
    [KP_COUNT_COMPLETED] = "completed",
    [KP_COUNT_MINE_OPEN] = "mine-open",
    [KP_COUNT_WAITING] = "waiting",
    [KP_COUNT_DRAFTS] = "drafts",
    [KP_COUNT_NEEDS_YOU] = "needs-you",
    [KP_COUNT_QUEUE] = "queue",
    [KP_COUNT_WORK_OPEN] = "work-open",
    [KP_COUNT_WORK_NEW] = "work-new",
    [KP_COUNT_WORK_PLANNED] = "work-planned",
    [KP_COUNT_WORK_IN_PROGRESS] = "work-in-progress",
    [KP_COUNT_WORK_BLOCKED] = "work-blocked",
    [KP_COUNT_WORK_DONE] = "work-done",
  };
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = kp_counts_get_property;

  for (guint i = 0; i < KP_N_COUNTS; i++)
    properties[i + 1] = g_param_spec_uint (NAMES[i], NULL, NULL, 0, G_MAXUINT, 0,
                                           G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);

  g_object_class_install_properties (object_class, G_N_ELEMENTS (properties), properties);

  signals[SIGNAL_MONTHS_CHANGED] = g_signal_new (
    "months-changed", KP_TYPE_COUNTS, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
kp_counts_init (KpCounts *self)
{
}

KpCounts *
kp_counts_new (void)
{
  return g_object_new (KP_TYPE_COUNTS, NULL);
}

guint
kp_counts_get (KpCounts *self,
               KpCount count)
{
  g_return_val_if_fail (KP_IS_COUNTS (self), 0);
  g_return_val_if_fail (count < KP_N_COUNTS, 0);

  return self->counts[count];
}

const guint *
kp_counts_get_open_months (KpCounts *self)
{
  g_return_val_if_fail (KP_IS_COUNTS (self), NULL);

  return self->open_months;
}

const guint *
kp_counts_get_completed_months (KpCounts *self)
{
  g_return_val_if_fail (KP_IS_COUNTS (self), NULL);

  return self->completed_months;
}

void
kp_counts_get_last_month (KpCounts *self,
                          int *year,
                          int *month)
{
  g_return_if_fail (KP_IS_COUNTS (self));

  *year = self->year;
  *month = self->month;
}

void
kp_counts_set (KpCounts *self,
               const guint *counts,
               const guint *open_months,
               const guint *completed_months,
               int year,
               int month)
{
  gboolean months_differ;

  g_return_if_fail (KP_IS_COUNTS (self));

  for (guint i = 0; i < KP_N_COUNTS; i++)
    {
      if (self->counts[i] == counts[i])
        continue;

      self->counts[i] = counts[i];
      g_object_notify_by_pspec (G_OBJECT (self), properties[i + 1]);
    }

  months_differ =
    memcmp (self->open_months, open_months, sizeof self->open_months) != 0 ||
    memcmp (self->completed_months, completed_months, sizeof self->completed_months) != 0 ||
    self->year != year || self->month != month;
  if (!months_differ)
    return;

  memcpy (self->open_months, open_months, sizeof self->open_months);
  memcpy (self->completed_months, completed_months, sizeof self->completed_months);
  self->year = year;
  self->month = month;
  g_signal_emit (self, signals[SIGNAL_MONTHS_CHANGED], 0);
}
