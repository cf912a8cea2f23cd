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

/* Sends a content to the organisation of anna and submits a request with it, which must work.
 * Returns: (transfer full): the attachment
 */
char *kp_file_client_bring (KpPortalClient *anna,
                            const char *name,
                            const char *media_type,
                            GBytes *content);

/* @headers: (nullable): as of kp_portal_client_call_with() */
KpAnswer *kp_file_client_get (KpPortalClient *client,
                              const char *attachment,
                              const char *const *headers);

/* Asks until the content was scanned; the test fails if that takes ten seconds. */
KpAnswer *kp_file_client_get_scanned (KpPortalClient *client,
                                      const char *attachment);

/**
 * kp_file_client_make_submit:
 * @files: JSON of "attachments"
 *
 * Returns: (transfer full): the bytes of an operation
 */
char *kp_file_client_make_submit (const char *organisation,
                                  const char *flow,
                                  const char *files);

/* Offers @operation; @days: since the reset, -1 = for the first time. Returns: (transfer full): the
 * line of its result
 */
char *kp_file_client_offer (KpPortalClient *client,
                            const char *operation,
                            int days);

G_END_DECLS
