/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an office says of itself before anybody has signed in. Main thread.
 *
 * Properties of KpOffice: address, name, portals (GListModel of KpPortalChoice), portal (nullable:
 * url-name that the address named), password-min (uint). Of KpPortalChoice: url-name, name.
 */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

#define KP_TYPE_PORTAL_CHOICE (kp_portal_choice_get_type ())
G_DECLARE_FINAL_TYPE (KpPortalChoice, kp_portal_choice, KP, PORTAL_CHOICE, GObject)

KpPortalChoice *kp_portal_choice_new (const char *url_name,
                                      const char *name);
const char *kp_portal_choice_get_url_name (KpPortalChoice *self);
const char *kp_portal_choice_get_name (KpPortalChoice *self);

#define KP_TYPE_OFFICE (kp_office_get_type ())
G_DECLARE_FINAL_TYPE (KpOffice, kp_office, KP, OFFICE, GObject)

/* @languages: NULL-terminated; @portal: (nullable) */
KpOffice *kp_office_new (const char *address,
                         const char *name,
                         const char *portal,
                         const char *const *languages,
                         guint password_min);

/* For the facade, before the office is handed out. */
void kp_office_add_portal (KpOffice *self,
                           const char *url_name,
                           const char *name);

const char *kp_office_get_address (KpOffice *self);
const char *kp_office_get_name (KpOffice *self);
const char *kp_office_get_portal (KpOffice *self);
const char *const *kp_office_get_languages (KpOffice *self);
guint kp_office_get_password_min (KpOffice *self);

/* Returns: (transfer none): of KpPortalChoice */
GListModel *kp_office_get_portals (KpOffice *self);

/* Returns: (transfer none) (nullable): the name of that portal */
const char *kp_office_find_portal_name (KpOffice *self,
                                        const char *url_name);

G_END_DECLS
