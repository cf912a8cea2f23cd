/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One entry in a module's list of options. Main thread.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_OPTION (kp_option_get_type ())
G_DECLARE_FINAL_TYPE (KpOption, kp_option, KP, OPTION, GObject)

/**
 * kp_option_new:
 * @title: translated
 * @group: (nullable): translated heading above the first option of the group
 *
 * Properties: "name", "title", "icon-name", "group" (constant), "count" (0 hides it), "visible".
 */
KpOption *kp_option_new (const char *name,
                         const char *title,
                         const char *icon_name,
                         const char *group);

const char *kp_option_get_name (KpOption *self);
const char *kp_option_get_title (KpOption *self);
const char *kp_option_get_icon_name (KpOption *self);

/* Returns: (nullable): */
const char *kp_option_get_group (KpOption *self);

guint kp_option_get_count (KpOption *self);

void kp_option_set_count (KpOption *self,
                          guint count);

gboolean kp_option_get_visible (KpOption *self);

void kp_option_set_visible (KpOption *self,
                            gboolean visible);

G_END_DECLS
