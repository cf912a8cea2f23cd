/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * An account that this computer knows, open or not. Main thread.
 *
 * Properties: id, address, portal (nullable: NULL = staff), portal-name, office-name, login, name,
 * kind ("customer" or "staff"), last-used (int64, UTC milliseconds).
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_ACCOUNT (kp_account_get_type ())
G_DECLARE_FINAL_TYPE (KpAccount, kp_account, KP, ACCOUNT, GObject)

const char *kp_account_get_id (KpAccount *self);
const char *kp_account_get_address (KpAccount *self);
const char *kp_account_get_portal (KpAccount *self);
const char *kp_account_get_portal_name (KpAccount *self);
const char *kp_account_get_office_name (KpAccount *self);
const char *kp_account_get_login (KpAccount *self);
const char *kp_account_get_name (KpAccount *self);
const char *kp_account_get_kind (KpAccount *self);
gint64 kp_account_get_last_used (KpAccount *self);

/* Returns: whether the last sign-in with a password was for one time, until the program ends */
gboolean kp_account_get_once (KpAccount *self);
gboolean kp_account_is_staff (KpAccount *self);

G_END_DECLS
