/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an account's status reads. Pure functions, main thread.
 */

#pragma once

#include "kp-status.h"

G_BEGIN_DECLS

/**
 * kp_status_text_banner:
 * @code: the KpError that explains @state; 0 = none
 * @last_contact: UTC milliseconds, 0 = never
 * @n_changes: how many changes wait here
 * @now: UTC milliseconds
 *
 * Returns: (transfer full) (nullable): %NULL = nothing to say
 */
char *kp_status_text_banner (KpStatusState state,
                             int code,
                             gint64 last_contact,
                             guint n_changes,
                             gint64 now);

/* Returns: (transfer full) (nullable): what is worth a banner although all is well: that the office
 * was @restored from an older copy, or that @n_left_out organisations are not shown; %NULL for none
 */
char *kp_status_text_notice (gboolean restored,
                             guint n_left_out);

/**
 * kp_status_text_button:
 * @n_needs_you: how many changes need this person
 *
 * Returns: (transfer full): the whole state in words, for the sync button's name
 */
char *kp_status_text_button (KpStatusState state,
                             guint n_changes,
                             guint n_needs_you);

/* Returns: (transfer none): an icon for @state; %NULL = a spinner */
const char *kp_status_text_icon (KpStatusState state,
                                 guint n_changes,
                                 guint n_needs_you);

/* Returns: (transfer full): "14:05", with the day before it when it was another day */
char *kp_status_text_time (gint64 at,
                           gint64 now);

G_END_DECLS
