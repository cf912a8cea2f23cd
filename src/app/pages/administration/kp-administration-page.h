/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Administration: the person's own details. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_ADMINISTRATION_PAGE (kp_administration_page_get_type ())
G_DECLARE_FINAL_TYPE (
  KpAdministrationPage, kp_administration_page, KP, ADMINISTRATION_PAGE, KpPage)

G_END_DECLS
