/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * One request on paper: what was asked, how far it is, and the conversation, in the language of the
 * program. Main thread.
 */

#pragma once

#include "kp-client.h"

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_PRINT (kp_request_print_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestPrint, kp_request_print, KP, REQUEST_PRINT, GtkPrintOperation)

/* Returns: (transfer full): for kp_request_print_run() */
KpRequestPrint *kp_request_print_new (KpClient *client,
                                      KpRequest *request);

/**
 * kp_request_print_run:
 * @parent: (nullable): of the dialog
 * @pdf: (nullable): writes this file instead of asking for a printer
 *
 * Begins once everything that belongs on the paper is here, and keeps itself alive until then; the
 * signal "done" tells how it went.
 */
void kp_request_print_run (KpRequestPrint *self,
                           GtkWindow *parent,
                           GFile *pdf);

/* Returns: (transfer full): what stands on the paper, as Pango markup */
char *kp_request_print_dup_markup (KpRequestPrint *self);

G_END_DECLS
