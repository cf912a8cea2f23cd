/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Where a new request begins: the kinds that the portal offers, and drafts to go on with. Main
 * thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_FLOW_CHOOSER (kp_flow_chooser_get_type ())
G_DECLARE_FINAL_TYPE (KpFlowChooser, kp_flow_chooser, KP, FLOW_CHOOSER, AdwNavigationPage)

/**
 * kp_flow_chooser_new:
 *
 * Signals: "chosen" (flow id, organisation id), "continued" (draft id).
 */
AdwNavigationPage *kp_flow_chooser_new (KpClient *client);

/* For a dialog of somebody of the office, which it can close: the kinds of @portal_id only, without
 * drafts. @whose: the customer, as one reads it.
 */
AdwNavigationPage *kp_flow_chooser_new_for (KpClient *client,
                                            const char *portal_id,
                                            const char *whose);

/* Begins anew: nothing is looked for, and the keyboard is where one does. */
void kp_flow_chooser_restart (KpFlowChooser *self);

G_END_DECLS
