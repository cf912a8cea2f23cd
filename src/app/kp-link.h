/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * From outside to a record: links such as klantportaal:request/ID, and notifications. Main thread.
 */

#pragma once

#include "kp-application.h"

G_BEGIN_DECLS

/**
 * kp_link_parse:
 * @uri: as somebody else wrote it
 * @place: (out) (transfer full): "request", "work-order", or the name of a module
 * @id: (out) (transfer full) (nullable): of a record, if @place is a kind of record
 *
 * Returns: whether it is a link of ours, to whatever it may lead
 */
gboolean kp_link_parse (const char *uri,
                        char **place,
                        char **id);

/**
 * kp_link_open:
 *
 * Shows what @uri leads to in the window of the account that holds it: accounts with a window are
 * asked first, then those that open without a password. Ends in a sentence if it leads nowhere.
 */
void kp_link_open (KpApplication *application,
                   const char *uri);

/**
 * kp_link_show_record:
 * @account_id: the account that the record is in; it is opened if need be
 *
 * The same for one known account.
 */
void kp_link_show_record (KpApplication *application,
                          const char *account_id,
                          const char *id);

G_END_DECLS
