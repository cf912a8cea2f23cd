/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the form check share.
 */

#pragma once

#include "kp-form.h"

G_BEGIN_DECLS

#define KP_FORM_CHECKLIST_PLACE "checklist."

/* @place: (transfer full) */
void kp_form_add_problem (GPtrArray *problems,
                          char *place,
                          KpFormFault fault);

/* Returns: what is wrong with a list of identifiers of files, which is not empty, or 0 */
KpFormFault kp_form_check_file_ids (yyjson_val *ids);

/* Returns: what is wrong with the state of one item of a checklist, or 0 */
KpFormFault kp_form_check_item (yyjson_val *item,
                                yyjson_val *state);

G_END_DECLS
