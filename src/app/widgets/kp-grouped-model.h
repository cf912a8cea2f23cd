/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A KpQueryModel as views want it that show headings: its groups as the sections of a
 * GtkSectionModel. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_GROUPED_MODEL (kp_grouped_model_get_type ())
G_DECLARE_FINAL_TYPE (KpGroupedModel, kp_grouped_model, KP, GROUPED_MODEL, GObject)

KpGroupedModel *kp_grouped_model_new (KpQueryModel *model);

G_END_DECLS
