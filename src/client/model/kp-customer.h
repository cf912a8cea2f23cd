/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Somebody of an organisation for whom the office can enter a request. Main thread.
 */

#pragma once

#include "kp-query-model.h"
#include "kp-record.h"

G_BEGIN_DECLS

#define KP_TYPE_CUSTOMER (kp_customer_get_type ())
G_DECLARE_FINAL_TYPE (KpCustomer, kp_customer, KP, CUSTOMER, KpRecord)

/* How a KpQueryModel makes these. */
extern const KpItemKind KP_CUSTOMER_KIND;

/* Readers of the properties of the same names. */

const char *kp_customer_get_name (KpCustomer *self);
const char *kp_customer_get_user_id (KpCustomer *self);
const char *kp_customer_get_portal_id (KpCustomer *self); /* where they sign in */

G_END_DECLS
