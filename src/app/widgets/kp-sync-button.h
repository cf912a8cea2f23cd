/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Says in the header bar how the account stands with its office, and opens Changes. Main thread.
 *
 * Properties: "status" (KpStatus, nullable).
 */

#pragma once

#include "kp-status.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_SYNC_BUTTON (kp_sync_button_get_type ())
G_DECLARE_FINAL_TYPE (KpSyncButton, kp_sync_button, KP, SYNC_BUTTON, AdwBin)

G_END_DECLS
