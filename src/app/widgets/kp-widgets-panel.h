/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The four widgets at the end of the window: My details, Selected, To do, Information. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_WIDGETS_PANEL (kp_widgets_panel_get_type ())
G_DECLARE_FINAL_TYPE (KpWidgetsPanel, kp_widgets_panel, KP, WIDGETS_PANEL, AdwBin)

/* @client: (nullable): */
void kp_widgets_panel_set_client (KpWidgetsPanel *self,
                                  KpClient *client);

/**
 * kp_widgets_panel_set_page:
 * @page: (nullable): what Information is about
 * @module: its registered name
 */
void kp_widgets_panel_set_page (KpWidgetsPanel *self,
                                KpPage *page,
                                const char *module);

G_END_DECLS
