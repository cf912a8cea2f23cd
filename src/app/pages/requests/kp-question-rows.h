/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One question of a form as rows of a group: its field, and under it what is wrong. Main thread.
 */

#pragma once

#include "kp-question.h"

#include <adwaita.h>

G_BEGIN_DECLS

/**
 * kp_question_rows_add:
 *
 * Adds the rows of @question to @group. They follow the question (its value, visibility and fault)
 * and give it what a person enters.
 *
 * Returns: (transfer none): what takes the focus when the question is at fault
 */
GtkWidget *kp_question_rows_add (AdwPreferencesGroup *group,
                                 KpQuestion *question);

/* Puts the keyboard where @field, as above, is answered. */
void kp_question_rows_focus (GtkWidget *field);

/**
 * kp_question_rows_dup_fault_text:
 *
 * Returns: (transfer full): what is wrong with the answer and what to do, translated; empty if
 * nothing
 */
char *kp_question_rows_dup_fault_text (KpQuestion *question);

G_END_DECLS
