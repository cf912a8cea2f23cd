/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What stands above the questions of a step. Main thread.
 */

#pragma once

#include "kp-request-form.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer floating): where the answers come from, the help of the step, and what a star
 *   means as soon as there is one
 */
GtkWidget *kp_form_intro_new (KpRequestForm *form,
                              KpFormStep *step);

G_END_DECLS
