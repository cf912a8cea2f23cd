/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What tests of the back office do again and again, on its page with five requests. Main thread.
 */

#pragma once

#include "kp-page-fixture.h"
#include "kp-work-order-detail.h"

G_BEGIN_DECLS

GtkSelectionModel *backoffice_get_model (PageFixture *self);

/* Returns: by how many pixels the table that is to be seen is scrolled */
double backoffice_get_scrolled (PageFixture *self);

const char *backoffice_get_shown (PageFixture *self);

void backoffice_open_row (PageFixture *self,
                          guint position,
                          const char *title);

GtkTextBuffer *backoffice_get_typed (gpointer dialog);

/* Accepts a request and selects its work order in the list of those to plan. */
KpWorkOrderDetail *backoffice_open_order (PageFixture *self);

gboolean backoffice_is_in (KpWorkOrderDetail *detail,
                           const char *state);

void backoffice_act (PageFixture *self,
                     const char *action);

/* Accepts request @i for @engineer. */
void backoffice_accept_for (PageFixture *self,
                            guint i,
                            const char *engineer);

G_END_DECLS
