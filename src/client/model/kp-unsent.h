/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What a person has written about one request and not sent yet. Outlives the page it was typed in,
 * and is the same in each place where the request is shown. Main thread.
 *
 * Properties: text (string, writable, never NULL), sending (boolean, writable: it is on its way to
 * the outbox).
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_UNSENT (kp_unsent_get_type ())
G_DECLARE_FINAL_TYPE (KpUnsent, kp_unsent, KP, UNSENT, GObject)

KpUnsent *kp_unsent_new (void);

gboolean kp_unsent_get_sending (KpUnsent *self);
void kp_unsent_set_sending (KpUnsent *self,
                            gboolean sending);

/* Returns: (transfer none): of KpAttachment: what goes along */
GListStore *kp_unsent_get_files (KpUnsent *self);

/* It was sent. */
void kp_unsent_clear (KpUnsent *self);

G_END_DECLS
