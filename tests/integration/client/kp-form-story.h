/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stories with forms have in common.
 */

#pragma once

#include "kp-client.h"

G_BEGIN_DECLS

/* Returns: (transfer full): a complete form of the first flow, of the first organisation */
KpRequestForm *kp_fill_form (KpClient *client);

/* Sends @form, which is complete. Returns: (transfer full): identity of the request */
char *kp_submit_form (KpClient *client,
                      KpRequestForm *form);

/* Both. */
char *kp_submit_filled_form (KpClient *client);

G_END_DECLS
