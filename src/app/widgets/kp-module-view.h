/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The inside of a module: its options at the left, its content beside it. On a phone one of the
 * two. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_MODULE_VIEW (kp_module_view_get_type ())
G_DECLARE_FINAL_TYPE (KpModuleView, kp_module_view, KP, MODULE_VIEW, AdwBin)

/*
 * Properties, for templates: "options" (GListModel of KpOption), "option" (name of the selected
 * one, to be bound in both directions), "content" (an AdwNavigationView), "collapsed", "title" (of
 * the list, as a phone shows it).
 *
 * Signal "chosen" (name): the person activated an option, also the one that was selected already.
 */

/* Moves focus to the list of options; on a phone the list comes back. */
void kp_module_view_focus_options (KpModuleView *self);

/* On a phone, brings the content to the front. */
void kp_module_view_show_content (KpModuleView *self);

G_END_DECLS
