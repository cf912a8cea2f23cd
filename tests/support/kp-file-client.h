/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A client that sends and fetches files, for tests of the small office.
 */

#pragma once

#include "kp-portal-client.h"

G_BEGIN_DECLS

/* @target: (nullable): of Portal-Target */
KpAnswer *kp_file_client_put (KpPortalClient *client,
                              const char *target,
                              const char *media_type,
                              GBytes *content);

/* Another content than the address says. */
KpAnswer *kp_file_client_put_as (KpPortalClient *client,
                                 const char *target,
                                 const char *media_type,
                                 const char *sha256,
                                 GBytes *content);

/**
 * kp_file_client_submit:
 * @flow: "files" or "south-files"
 * @attachment: (out) (transfer full): identifier of the new one
 *
 * Submits a request that brings one file, without sending its content.
 *
 * Returns: (transfer full): the line of the result
 */
char *kp_file_client_submit (KpPortalClient *client,
                             const char *organisation,
                             const char *flow,
                             const char *name,
                             const char *media_type,
                             GBytes *content,
                             char **attachment);

/* @headers: (nullable): as of kp_portal_client_call_with() */
KpAnswer *kp_file_client_get (KpPortalClient *client,
                              const char *attachment,
                              const char *const *headers);

/* Asks until the content was scanned; the test fails if that takes ten seconds. */
KpAnswer *kp_file_client_get_scanned (KpPortalClient *client,
                                      const char *attachment);

G_END_DECLS
