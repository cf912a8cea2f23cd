/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A bar for each of the last months: the requests made in it, by what they are now, open or
 * completed. Enter or a click opens the numbers as a table; a screen reader hears them as one
 * sentence. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_MONTH_CHART (kp_month_chart_get_type ())
G_DECLARE_FINAL_TYPE (KpMonthChart, kp_month_chart, KP, MONTH_CHART, GtkWidget)

/* Most months that it keeps; a narrow one shows the last that fit. */
#define KP_MONTH_CHART_MONTHS 12

/**
 * kp_month_chart_set_numbers:
 * @open: %KP_MONTH_CHART_MONTHS numbers, oldest month first
 * @completed: as many
 * @year: of the last month
 * @month: the last month, 1 to 12
 */
void kp_month_chart_set_numbers (KpMonthChart *self,
                                 const guint *open,
                                 const guint *completed,
                                 int year,
                                 int month);

/* Returns: (transfer full): such as "Requests per month: May 6, June 2 (1 open)" */
char *kp_month_chart_dup_text (KpMonthChart *self);

G_END_DECLS
