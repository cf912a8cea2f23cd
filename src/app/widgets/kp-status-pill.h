/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The office's status of a thing, as a word on a coloured ground. Main thread.
 */

#pragma once

#include "kp-record.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_STATUS_PILL (kp_status_pill_get_type ())
G_DECLARE_FINAL_TYPE (KpStatusPill, kp_status_pill, KP, STATUS_PILL, AdwBin)

/**
 * kp_status_pill_new:
 *
 * Properties: "text" (the word, as customers read it), "tone" (neutral, accent, success, warning or
 * error; anything else is neutral), "record" (what has the status; rows of lists say
 * it for their menu).
 */
GtkWidget *kp_status_pill_new (void);

/**
 * kp_status_pill_get_tone_of_state:
 * @state: (nullable): of a request or work order; an unknown one is neutral, as states are open
 * sets
 *
 * Returns: (transfer none): the tone that belongs to it
 */
const char *kp_status_pill_get_tone_of_state (const char *state);

/* Returns: (transfer none) (nullable): what has the status, where a list says so */
KpRecord *kp_status_pill_get_record (KpStatusPill *self);

G_END_DECLS
