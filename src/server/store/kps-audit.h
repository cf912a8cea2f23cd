/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The audit log: a row per change by a person, in the transaction of the change, chained per
 * organisation by h(n) = SHA-256 (h(n-1) ‖ canonical row). Who it was stands there as
 * SHA-256 (salt ‖ user); salt and user in a side table, so that a person can be erased without
 * breaking the chain (SECURITY.md section 10).
 */

#pragma once

#include "kps-store.h"

G_BEGIN_DECLS

/**
 * KpsAuditEntry:
 *
 * What happened. Borrowed.
 */
typedef struct
{
  const KpId *org_id; /* (nullable): whose chain; %NULL = the office's own */
  const KpId
    *actor_id;         /* (nullable): the user; %NULL = the office's administrator at the console */
  const char *verb;    /* such as "request.accept" or "account.disable" */
  KpEntityType entity; /* of the subject, or NONE */
  const KpId *subject; /* (nullable) */
  const char *before;  /* (nullable): body before; only its digest is kept */
  const char *after;   /* (nullable): body afterwards; likewise */
} KpsAuditEntry;

/**
 * kps_audit_put:
 * @entry: its org_id and after are ignored: they are those of @after
 * @after: body of the record that @entry is about
 *
 * Puts the record and appends the row of that, to the chain of its organisation.
 */
gboolean kps_audit_put (KpsTx *tx,
                        const KpsAuditEntry *entry,
                        yyjson_mut_doc *after,
                        GError **error);

/* Appends a row. Fails only as a database does. */
gboolean kps_audit_append (KpsTx *tx,
                           const KpsAuditEntry *entry,
                           GError **error);

/**
 * kps_audit_verify:
 * @n_rows: (out) (optional)
 *
 * Computes every chain again. Reads the whole log.
 *
 * Returns: %FALSE with %KP_ERROR_CORRUPT and the first row that does not fit
 */
gboolean kps_audit_verify (KpDb *db,
                           guint64 *n_rows,
                           GError **error);

/* Erases the side row of a person. The chains stay valid. */
gboolean kps_audit_forget (KpsTx *tx,
                           const KpId *user_id,
                           GError **error);

G_END_DECLS
