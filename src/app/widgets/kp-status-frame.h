/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Shows its content, or why there is none, so that no page has to. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_STATUS_FRAME (kp_status_frame_get_type ())
G_DECLARE_FINAL_TYPE (KpStatusFrame, kp_status_frame, KP, STATUS_FRAME, AdwBin)

/*
 * Properties, for templates: "model" (KpQueryModel), "content" (shown while the model has items),
 * "online" (whether the office can be reached), "arriving" (whether the first data are still to
 * come, so that an empty list proves nothing), "allowed" (FALSE = the reader lacks the right),
 * "compact" (in a pane), "empty-icon", "empty-title", "empty-description", "empty-action-label",
 * "empty-action" (name of an action; no button without it).
 */

/**
 * kp_status_frame_choose_page:
 * @allowed: whether the reader may see the page at all
 * @n_items: how many items the model has
 * @loading: whether the model awaits an answer
 * @error: (nullable): why the last query failed
 * @online: whether the server can be reached
 * @arriving: whether the first data are still to come
 *
 * Pure, so that the rule can be tested without a display: whatever is known is shown, and only then
 * comes the most specific reason for an empty page.
 *
 * Returns: the name of the page to show
 */
const char *kp_status_frame_choose_page (gboolean allowed,
                                         guint n_items,
                                         gboolean loading,
                                         const GError *error,
                                         gboolean online,
                                         gboolean arriving);

/**
 * kp_status_frame_get_page:
 *
 * Returns: the name of the page shown: content, loading, empty, offline, error or no-rights
 */
const char *kp_status_frame_get_page (KpStatusFrame *self);

G_END_DECLS
