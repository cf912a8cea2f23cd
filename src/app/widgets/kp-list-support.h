/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the lists of requests and work orders share: the closures of their templates, and how they
 * follow the connection. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * kp_list_support_bind_closures:
 *
 * Lets the template of @widget_class use $describe_day_cb(time), $choose_tone_cb(state, number) and
 * $describe_number_cb(number, org_name) as string, $choose_orientation_cb(narrow) as
 * Gtk.Orientation, and $choose_fraction_cb(narrow) as float, the part of the width for the record
 * beside the list. A record without a number is not judged yet, so that its tone is neutral.
 */
void kp_list_support_bind_closures (GtkWidgetClass *widget_class);

/**
 * kp_list_support_follow_online:
 * @frame: a KpStatusFrame
 *
 * Keeps the properties "online" and "arriving" of @frame as the status of @client is.
 */
void kp_list_support_follow_online (GtkWidget *frame,
                                    KpClient *client);

/**
 * kp_list_support_set_model:
 * @view: a GtkListView or GtkColumnView
 *
 * Gives the view its model when it is first seen. Of the two views of a list one is hidden, and GTK
 * makes and fills the rows of that one too.
 */
void kp_list_support_set_model (GtkWidget *view,
                                GtkSelectionModel *model);

/**
 * kp_list_support_stay_on_top:
 * @view: a GtkListView or GtkColumnView
 * @model: that it shows, or will
 *
 * As long as its first row is in view, what comes in above that is in view too; GTK holds on to
 * the row that was the first. Whoever has scrolled down stays where he is.
 */
void kp_list_support_stay_on_top (GtkWidget *view,
                                  GtkSelectionModel *model);

/**
 * kp_list_support_begin_short:
 * @view: the view that will show it, or what holds both views of which one is shown
 * @rows: (transfer none): all of the list
 * @status: of the account
 *
 * GTK makes the widgets of the first two hundred rows before it paints the first of them. What is
 * returned begins with as many as fit on a screen, and has the others as soon as those have been
 * painted; a list that nobody looks at stays short, and so does one that nobody has scrolled while
 * everything is loaded for the first time. Positions are those of @rows.
 *
 * Returns: (transfer full): a GtkSliceListModel
 */
GListModel *kp_list_support_begin_short (GtkWidget *view,
                                         GListModel *rows,
                                         KpStatus *status);

/* Makes a list that began short whole at once, before a row is chosen that may be further down. */
void kp_list_support_make_whole (GListModel *list);

/**
 * kp_list_support_set_collapsed:
 *
 * Shows one of the two panes of @split at a time, or both. The keyboard stays where it is, if that
 * is still to be seen. libadwaita 1.7 would keep panes for ever between which the keyboard went.
 */
void kp_list_support_set_collapsed (AdwNavigationSplitView *split,
                                    gboolean collapsed);

/* Returns: (transfer none) (nullable): what the office calls a state of a request that it has not
 *   decided on; %NULL for the others, which it calls as the customer does
 */
const char *kp_list_support_name_request_state (const char *state);

/* Returns: (transfer none) (nullable): what the office calls a state of a work order; @state itself
 *   if a later version made it up */
const char *kp_list_support_name_work_state (const char *state);

/* Gives the button inside of a menu button, which is what the keyboard meets, its name as well. */
void kp_list_support_name_menu (GtkWidget *menu_button,
                                const char *name);

G_END_DECLS
