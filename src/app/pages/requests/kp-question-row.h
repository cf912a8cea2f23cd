/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the makers of rows share. A row writes to its question on every key, and reads it back only
 * when the two differ, so that the cursor stays where the person is typing. Main thread.
 */

#pragma once

#include "kp-question.h"

#include <adwaita.h>

G_BEGIN_DECLS

/* Makers. Each returns (transfer floating) a row without title, see kp_question_row_follow(). */
GtkWidget *kp_entry_row_make (KpQuestion *question);
GtkWidget *kp_text_row_make (KpQuestion *question);
GtkWidget *kp_combo_row_make (KpQuestion *question);
GtkWidget *kp_toggle_row_make (KpQuestion *question);
GtkWidget *kp_switch_row_make (KpQuestion *question);
GtkWidget *kp_check_row_make (KpQuestion *question);
GtkWidget *kp_parts_row_make (KpQuestion *question);
GtkWidget *kp_files_row_make (KpQuestion *question);

/**
 * kp_options_add:
 *
 * Adds a row per option, of which one can be chosen, or several.
 *
 * Returns: (transfer none): the first option
 */
GtkWidget *kp_options_add (AdwPreferencesGroup *group,
                           KpQuestion *question);

/* Shows title, whether an answer is required, visibility and fault; tells when it was left. */
void kp_question_row_follow (GtkWidget *row,
                             KpQuestion *question);

/**
 * kp_question_row_make_box:
 * @row: an AdwPreferencesRow
 *
 * Returns: (transfer none): the vertical box in @row, with its title as a caption
 */
GtkBox *kp_question_row_make_box (GtkWidget *row);

/* Returns: (transfer full): a text as it is typed, empty without an answer */
char *kp_question_row_dup_text (KpQuestion *question);

/* Returns: (transfer floating): how many of the characters were used, once it is most of them */
GtkWidget *kp_count_label_new (void);
void kp_count_label_update (GtkWidget *label,
                            const char *text,
                            gint64 max_length);

G_END_DECLS
