/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The tabs on a phone, at the bottom. With more than five modules the first four are shown and the
 * rest moves to More. Main thread.
 *
 * Properties: "stack" (AdwViewStack).
 *
 * Signals: "again" (the shown module's tab was activated), "more" (More was activated).
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_MODULE_BAR (kp_module_bar_get_type ())
G_DECLARE_FINAL_TYPE (KpModuleBar, kp_module_bar, KP, MODULE_BAR, AdwBin)

G_END_DECLS
