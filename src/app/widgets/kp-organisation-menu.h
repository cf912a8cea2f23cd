/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The popover of the organisation button: all, or one of them, with a search where there are many.
 * Choosing activates "win.organisation". Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_ORGANISATION_MENU (kp_organisation_menu_get_type ())
G_DECLARE_FINAL_TYPE (KpOrganisationMenu, kp_organisation_menu, KP, ORGANISATION_MENU, GtkPopover)

/* @client: (nullable): */
void kp_organisation_menu_set_client (KpOrganisationMenu *self,
                                      KpClient *client);

G_END_DECLS
