/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The table of its properties; everything else is in the base class.
 */

#include "kp-customer.h"

#include "kp-record-private.h"

struct _KpCustomer
{
  KpRecord parent_instance;
};

typedef enum
{
  NAME,
  USER_ID,
  PORTAL_ID
} Column;

/* In the order of Column, and of the cells in kp-store-customers.c. */
static const KpProperty TABLE[] = {
  { "name", KP_PROPERTY_TEXT },
  { "user-id", KP_PROPERTY_TEXT },
  { "portal-id", KP_PROPERTY_TEXT },
};

G_DEFINE_FINAL_TYPE (KpCustomer, kp_customer, KP_TYPE_RECORD)

const KpItemKind KP_CUSTOMER_KIND = {
  .get_type = kp_customer_get_type,
  .n_cells = G_N_ELEMENTS (TABLE),
};

static void
kp_customer_class_init (KpCustomerClass *klass)
{
  kp_record_class_set_table (KP_RECORD_CLASS (klass), TABLE, G_N_ELEMENTS (TABLE));
}

static void
kp_customer_init (KpCustomer *self)
{
}

const char *
kp_customer_get_name (KpCustomer *self)
{
  return kp_record_get_text (KP_RECORD (self), NAME);
}

const char *
kp_customer_get_user_id (KpCustomer *self)
{
  return kp_record_get_text (KP_RECORD (self), USER_ID);
}

const char *
kp_customer_get_portal_id (KpCustomer *self)
{
  return kp_record_get_text (KP_RECORD (self), PORTAL_ID);
}
