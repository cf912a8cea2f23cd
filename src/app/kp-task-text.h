/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How tasks read, and where they lead. Main thread.
 */

#pragma once

#include "kp-task.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* Returns: (transfer none): such as "Questions to answer", translated; NULL kind gives "" */
const char *kp_task_text_kind (const char *kind);

const char *kp_task_text_icon (const char *kind);

/* Returns: (transfer full): the title as a sentence, such as "Answer: New employee" */
char *kp_task_text_title (const char *kind,
                          const char *title);

/* Brings the subject of @task to the front of the window that @widget is in. */
void kp_task_open (GtkWidget *widget,
                   KpTask *task);

G_END_DECLS
