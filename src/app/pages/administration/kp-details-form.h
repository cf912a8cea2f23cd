/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The person's own details with an explicit save bar. Main thread.
 *
 * Properties: "n-unsaved" (how many fields differ from what is kept).
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_DETAILS_FORM (kp_details_form_get_type ())
G_DECLARE_FINAL_TYPE (KpDetailsForm, kp_details_form, KP, DETAILS_FORM, AdwBin)

/* Called once. */
void kp_details_form_set_client (KpDetailsForm *self,
                                 KpClient *client);

/* Queues what was changed; on failure it stays in the form. Returns: FALSE if nothing is queued
 * because something is wrong with a field, which says what and has the keyboard now
 */
gboolean kp_details_form_save (KpDetailsForm *self);

/* Back to what is kept. */
void kp_details_form_undo (KpDetailsForm *self);

/* Moves focus: "language" or "password"; anything else to the first field. */
void kp_details_form_focus (KpDetailsForm *self,
                            const char *field);

G_END_DECLS
