/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A group of questions through which Tab goes to each field. A GtkListBox ends its order at the
 * first row that takes no keyboard: here those are what is wrong with an answer, help, and the
 * question above its options. Main thread.
 */

#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_QUESTION_GROUP (kp_question_group_get_type ())

G_DECLARE_FINAL_TYPE (KpQuestionGroup, kp_question_group, KP, QUESTION_GROUP, AdwPreferencesGroup)

/* Returns: (transfer floating): an empty group */
GtkWidget *kp_question_group_new (void);

G_END_DECLS
