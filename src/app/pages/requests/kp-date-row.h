/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The row of a question that asks for a day: the day in words, and a calendar to choose it from.
 * Main thread.
 */

#pragma once

#include "kp-question.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_DATE_ROW (kp_date_row_get_type ())
G_DECLARE_FINAL_TYPE (KpDateRow, kp_date_row, KP, DATE_ROW, AdwActionRow)

/* Returns: (transfer floating): an AdwActionRow that follows and sets the value of @question, an
 * ISO date such as "2026-07-01", or one with a time; its title is the caller's */
GtkWidget *kp_date_row_new (KpQuestion *question);

G_END_DECLS
