/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The module Back office, for staff. Options: requests, work-orders. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_BACKOFFICE_PAGE (kp_backoffice_page_get_type ())
G_DECLARE_FINAL_TYPE (KpBackofficePage, kp_backoffice_page, KP, BACKOFFICE_PAGE, KpPage)

G_END_DECLS
