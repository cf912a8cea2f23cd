/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the overview is narrowed to: a button that says how many choices are made, and a popover
 * with them. Main thread.
 *
 * Property: "n-active" (unsigned integer): choices that narrow the list.
 * Signal: "changed": another list is wanted.
 */

#pragma once

#include "kp-client.h"

#include <adwaita.h>

G_BEGIN_DECLS

#define KP_TYPE_REQUEST_FILTERS (kp_request_filters_get_type ())
G_DECLARE_FINAL_TYPE (KpRequestFilters, kp_request_filters, KP, REQUEST_FILTERS, AdwBin)

/* Periods in which a request was made; kept in saved views, so a number is never reused. */
typedef enum
{
  KP_PERIOD_ANY = 0,
  KP_PERIOD_THIS_MONTH = 1,
  KP_PERIOD_THREE_MONTHS = 2, /* this one and the two before it */
  KP_PERIOD_THIS_YEAR = 3,
  KP_PERIOD_LAST_YEAR = 4
} KpPeriod;

/**
 * kp_period_get_range:
 * @now: UTC milliseconds
 * @from: (out): its begin in local time, UTC milliseconds; 0 = none
 * @until: (out): its end; 0 = none
 */
void kp_period_get_range (KpPeriod period,
                          gint64 now,
                          gint64 *from,
                          gint64 *until);

/* Once; the lists of choices follow the client. */
void kp_request_filters_set_client (KpRequestFilters *self,
                                    KpClient *client);

/* Returns: (transfer none): of KpOrganisation: those whose requests the person may read, by name */
GListModel *kp_request_filters_get_organisations (KpRequestFilters *self);

/* Fills in the members that are chosen here; texts are lent until the next change. */
void kp_request_filters_apply (KpRequestFilters *self,
                               KpFilter *filter);

/* Chooses nothing. Emits "changed" once, if there was something. */
void kp_request_filters_clear (KpRequestFilters *self);

guint kp_request_filters_get_n_active (KpRequestFilters *self);

/* Adds the choices to a dictionary, and takes them over from one. Other members are left alone. */
void kp_request_filters_save (KpRequestFilters *self,
                              GVariantDict *view);
void kp_request_filters_restore (KpRequestFilters *self,
                                 GVariantDict *view);

G_END_DECLS
