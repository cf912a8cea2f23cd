/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Home: what waits for the person, and how many requests there were. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_HOME_PAGE (kp_home_page_get_type ())
G_DECLARE_FINAL_TYPE (KpHomePage, kp_home_page, KP, HOME_PAGE, KpPage)

/**
 * kp_home_page_dup_greeting:
 * @hour: 0 to 23, local
 * @name: (nullable): of the person; its first word is used
 *
 * Returns: (transfer full): such as "Good afternoon, Sanne"
 */
char *kp_home_page_dup_greeting (int hour,
                                 const char *name);

G_END_DECLS
