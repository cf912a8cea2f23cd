/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The options of the back office: portal requests first, then the life of a work order, one option
 * for each state. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

/* Returns: (transfer container) (element-type KpOption): those added to @page */
GPtrArray *kp_work_options_add (KpPage *page);

/* Shows those whose lists @client can fill. @options: of kp_work_options_add() */
void kp_work_options_show_allowed (GPtrArray *options,
                                   KpClient *client);

/* @options: of kp_work_options_add() */
void kp_work_options_show_counts (GPtrArray *options,
                                  KpCounts *counts);

/**
 * kp_work_options_find_state:
 * @option: (nullable): name of an option
 * @state: (out) (optional) (nullable): of the work orders in it, %NULL = all of them
 *
 * Returns: whether the option shows work orders
 */
gboolean kp_work_options_find_state (const char *option,
                                     const char **state);

G_END_DECLS
