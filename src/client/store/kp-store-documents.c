/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the office shared lately.
 */

#include "kp-store-lists.h"

/* Home shows the last few; the dossier will have them all. */
static const char LIST[] =
  "SELECT d.id FROM p_document d ORDER BY d.shared_at DESC, d.id DESC LIMIT 5";

static GArray *
list (KpReader *reader,
      const KpListFilter *filter,
      GCancellable *cancellable,
      GError **error)
{
  g_autoptr (KpStatement) query = kp_db_prepare (kp_reader_get_db (reader), LIST, error);

  return query != NULL ? kp_reader_list_ids (query, cancellable, error) : NULL;
}

static const char FETCH[] =
  "SELECT d.id, d.title, d.kind, d.period, d.org_id, d.org_name, d.shared_at"
  "  FROM p_document d"
  " WHERE d.id = $1 AND ($2 IS NULL OR TRUE)";

static GPtrArray *
fetch (KpReader *reader,
       const KpListFilter *filter,
       GArray *ids,
       GCancellable *cancellable,
       GError **error)
{
  return kp_reader_fetch (reader, FETCH, "tttitn", ids, NULL, cancellable, error);
}

const KpList KP_LIST_DOCUMENTS = {
  .list = list,
  .fetch = fetch,
  .own = KP_LIST_ENTITY (KP_ENTITY_DOCUMENT),
};
