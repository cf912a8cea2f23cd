/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the program is. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

AdwDialog *kp_about_new (void);

G_END_DECLS
