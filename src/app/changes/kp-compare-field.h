/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One field in two values, side by side: cards to choose from. Main thread.
 *
 * Properties: "keeps-mine" (boolean), "narrow" (boolean, writable: one above the other).
 */

#pragma once

#include "kp-difference.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_COMPARE_FIELD (kp_compare_field_get_type ())
G_DECLARE_FINAL_TYPE (KpCompareField, kp_compare_field, KP, COMPARE_FIELD, GtkBox)

/**
 * kp_compare_field_new:
 * @mine_from: translated: who and when, above the own value
 * @theirs_from: likewise, above the present value, which is the one chosen at first
 */
GtkWidget *kp_compare_field_new (KpDifference *difference,
                                 const char *mine_from,
                                 const char *theirs_from);

KpDifference *kp_compare_field_get_difference (KpCompareField *self);

gboolean kp_compare_field_get_keeps_mine (KpCompareField *self);
void kp_compare_field_set_keeps_mine (KpCompareField *self,
                                      gboolean keeps_mine);

G_END_DECLS
