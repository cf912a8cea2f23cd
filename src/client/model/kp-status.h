/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How an account stands with its office: one object per client, always the same. Main thread.
 *
 * Properties: state (KpStatusState), queued (uint), needs-you (uint), last-contact (int64, UTC
 * milliseconds, 0 = never), detail (string, nullable: a code for error-text), first-load (boolean:
 * not everything has come yet, so what is missing here may exist), left-out (uint: organisations
 * that never come, because they are more than one computer fetches), restored (boolean: work is
 * offered again, because the office went back to an older copy).
 */

#pragma once

#include "kp-model-enums.h"

#include <gio/gio.h>

G_BEGIN_DECLS

typedef enum
{
  KP_STATUS_UP_TO_DATE = 0,
  KP_STATUS_SENDING,
  KP_STATUS_QUEUED, /* something waits, although the office can be reached */
  KP_STATUS_OFFLINE,
  KP_STATUS_SIGNED_OUT, /* the office wants the password again; everything stays usable */
  KP_STATUS_LOCKED,     /* too long without contact: opens with the password, nothing is shown */
  KP_STATUS_CLOSED      /* by the office, or because the client was closed */
} KpStatusState;

#define KP_TYPE_STATUS (kp_status_get_type ())
G_DECLARE_FINAL_TYPE (KpStatus, kp_status, KP, STATUS, GObject)

KpStatus *kp_status_new (void);

KpStatusState kp_status_get_state (KpStatus *self);
guint kp_status_get_queued (KpStatus *self);
guint kp_status_get_needs_you (KpStatus *self);
guint kp_status_get_left_out (KpStatus *self);
gboolean kp_status_get_restored (KpStatus *self);
gint64 kp_status_get_last_contact (KpStatus *self);
const char *kp_status_get_detail (KpStatus *self);
gboolean kp_status_get_first_load (KpStatus *self);

/* For the facade. Notifies only what differs. */
void kp_status_set_state (KpStatus *self,
                          KpStatusState state);
void kp_status_set_counts (KpStatus *self,
                           guint queued,
                           guint needs_you);
void kp_status_set_left_out (KpStatus *self,
                             guint left_out);
void kp_status_set_restored (KpStatus *self,
                             gboolean restored);
void kp_status_set_contact (KpStatus *self,
                            gint64 last_contact,
                            gboolean first_load);
void kp_status_set_detail (KpStatus *self,
                           const char *detail);

G_END_DECLS
