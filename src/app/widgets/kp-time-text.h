/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Times as people read them: the nearer, the fewer facts. Pure functions, any thread.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/**
 * kp_time_text_moment:
 * @at: UTC milliseconds; 0 gives an empty text
 * @now: likewise
 *
 * Returns: (transfer full): "Today, 11:20", "Yesterday, 11:20", "10 June, 11:20", "10 June 2024"
 */
char *kp_time_text_moment (gint64 at,
                           gint64 now);

/* The same in the middle of a sentence: "today, 11:20". */
char *kp_time_text_moment_within (gint64 at,
                                  gint64 now);

/* Returns: (transfer full): a moment that is read later too, such as on paper; "" for 0 */
char *kp_time_text_whole (gint64 at);

/**
 * kp_time_text_day:
 *
 * Returns: (transfer full): "Today, 11:20", "Yesterday", "10 June", "10 June 2024"
 */
char *kp_time_text_day (gint64 at,
                        gint64 now);

/**
 * kp_time_text_date:
 * @date: YYYY-MM-DD
 *
 * Returns: (transfer full): "Tuesday 1 July 2025"; @date itself if it is no date
 */
char *kp_time_text_date (const char *date);

/* The same with names in short, for a column: Sat 12 Dec 2026. */
char *kp_time_text_short_date (const char *date);

/* Returns: (transfer full): @text as it stands at the beginning of a line */
char *kp_time_text_capitalise (const char *text);

G_END_DECLS
