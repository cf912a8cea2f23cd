/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which form is wanted, and how all that it is made of is read: for kp-client-forms.c only. On a
 * worker.
 */

#pragma once

#include "kp-form-definition.h"
#include "kp-reader.h"

G_BEGIN_DECLS

/**
 * KpFormWish:
 *
 * Which form is wanted: a new one of a flow or of an earlier request, or a draft.
 */
typedef struct
{
  char *flow_id; /* (owned) (nullable) */
  char *org_id;  /* (owned) (nullable) */
  char *user_id; /* (owned) (nullable): for whom the office fills it in */
  KpId draft_id; /* zero = a new form */
  KpId request;  /* zero = of none, else an earlier request to repeat */
} KpFormWish;

void kp_form_wish_free (gpointer data);

/* Returns: (transfer full): fails with %KP_ERROR_NOT_FOUND if a part of it is not here */
KpFormDefinition *kp_form_wish_load_sync (KpFormWish *self,
                                          KpReader *reader,
                                          GError **error);

G_END_DECLS
