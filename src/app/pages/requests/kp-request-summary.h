/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The last step of a form: what was answered, an explanation, the terms, and what is still missing.
 * Main thread.
 */

#pragma once

#include "kp-request-form.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_SUMMARY (kp_request_summary_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestSummary, kp_request_summary, KP, REQUEST_SUMMARY, AdwBin)

/**
 * kp_request_summary_new:
 *
 * Signals: "jump" (guint step, KpQuestion nullable): the person wants to change something there.
 *
 * Returns: (transfer full): shows nothing until kp_request_summary_update()
 */
GtkWidget *kp_request_summary_new (KpRequestForm *form);

/* Shows the answers as they are now, and @missing (element-type KpFormMissing) (nullable) above
 * them. */
void kp_request_summary_update (KpRequestSummary *self,
                                GPtrArray *missing);

/* Moves to the first of what is missing. */
void kp_request_summary_focus_missing (KpRequestSummary *self);

/* Returns: the title of @step; those that the application adds to a flow have one of its own */
const char *kp_request_summary_get_step_title (KpFormStep *step);

G_END_DECLS
