/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the office shared lately with any of the person's organisations; hidden if that is nothing.
 * Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_SHARED_LIST (kp_shared_list_get_type ())
G_DECLARE_FINAL_TYPE (KpSharedList, kp_shared_list, KP, SHARED_LIST, AdwBin)

/* Once. */
void kp_shared_list_set_client (KpSharedList *self,
                                KpClient *client);

G_END_DECLS
