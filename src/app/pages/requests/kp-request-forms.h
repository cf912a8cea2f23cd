/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The way to a form: from the chooser or from a draft, and back when it is done. Main thread.
 */

#pragma once

#include "kp-page.h"

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_FORMS (kp_request_forms_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestForms, kp_request_forms, KP, REQUEST_FORMS, GObject)

/**
 * kp_request_forms_new:
 * @whole: shows the forms over its page "lists"
 * @content: shows the chooser
 *
 * Signal "sent" (request id): a form was queued, and its page is gone.
 */
KpRequestForms *kp_request_forms_new (KpPage *page,
                                      AdwNavigationView *whole,
                                      AdwNavigationView *content);

/* @like: (nullable): an earlier request, whose form is begun anew; without one asks what is to be
 *   requested
 */
void kp_request_forms_begin (KpRequestForms *self,
                             const char *like);

/* Goes on with the draft @id. */
void kp_request_forms_continue (KpRequestForms *self,
                                const char *id);

/* Deletes the draft @id, once the person has confirmed it. */
void kp_request_forms_delete (KpRequestForms *self,
                              const char *id);

G_END_DECLS
