/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The rows about contents.
 */

#include "kps-blobs.h"

#include "kp-value.h"
#include "kps-audit.h"

#include <string.h>

#define SYSTEM_VERB "attachment.scan"

void
kps_blob_free (KpsBlob *self)
{
  g_free (self->sha256);
  g_free (self->state);
  g_free (self);
}

static KpsBlob *
read_row (KpStatement *select)
{
  KpsBlob *blob = g_new (KpsBlob, 1);

  *blob = (KpsBlob) {
    .sha256 = g_strdup (kp_statement_get_text (select, 0)),
    .size = kp_statement_get_int64 (select, 1),
    .state = g_strdup (kp_statement_get_text (select, 2)),
  };

  return blob;
}

/* Returns: (transfer full) (element-type utf8) (nullable) */
static GPtrArray *
read_hashes (KpStatement *select,
             GError **error)
{
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  gboolean has_row = TRUE;

  while (kp_statement_step (select, &has_row, NULL, error))
    {
      if (!has_row)
        return g_steal_pointer (&hashes);
      g_ptr_array_add (hashes, g_strdup (kp_statement_get_text (select, 0)));
    }

  return NULL;
}

static const char SELECT_BLOB[] =
  "SELECT sha256, size, state FROM blob WHERE sha256 = $1";

gboolean
kps_blob_load (KpDb *db,
               const char *sha256,
               KpsBlob **blob,
               GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_BLOB, error);
  gboolean has_row;

  *blob = NULL;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_text (select, 1, sha256);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (has_row)
    *blob = read_row (select);

  return TRUE;
}

static const char SELECT_OWNER[] =
  "SELECT 1 FROM blob_owner WHERE org_id = $1 AND sha256 = $2 AND media_type = $3";

gboolean
kps_blob_is_known (KpDb *db,
                   const KpId *org_id,
                   const char *sha256,
                   const char *media_type,
                   gboolean *is_known,
                   GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_OWNER, error);

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, org_id);
  kp_statement_bind_text (select, 2, sha256);
  kp_statement_bind_text (select, 3, media_type);

  return kp_statement_step (select, is_known, NULL, error);
}

static const char SELECT_SUM[] =
  "SELECT coalesce (sum (size), 0) FROM"
  " (SELECT DISTINCT sha256, size FROM blob_owner WHERE org_id = $1)";

gboolean
kps_blob_sum (KpDb *db,
              const KpId *org_id,
              gint64 *sum,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_SUM, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, org_id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *sum = kp_statement_get_int64 (select, 0);

  return TRUE;
}

static const char INSERT_BLOB[] =
  "INSERT INTO blob (sha256, size, state, added_at, unused_since)"
  " VALUES ($1, $2, 'pending', $3, $3)"
  " ON CONFLICT DO UPDATE SET unused_since = $3 WHERE unused_since IS NOT NULL";

static gboolean
insert_blob (KpsTx *tx,
             const char *sha256,
             gint64 size,
             GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_BLOB, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_text (insert, 1, sha256);
  kp_statement_bind_int64 (insert, 2, size);
  kp_statement_bind_int64 (insert, 3, kps_tx_get_now (tx));

  return kp_statement_run (insert, NULL, error);
}

static const char INSERT_OWNER[] =
  "INSERT INTO blob_owner (org_id, sha256, media_type, size, added_at) VALUES ($1, $2, $3, $4, $5)"
  " ON CONFLICT DO NOTHING";

gboolean
kps_blob_add (KpsTx *tx,
              const KpId *org_id,
              const char *sha256,
              const char *media_type,
              gint64 size,
              GError **error)
{
  g_autoptr (KpStatement) insert = NULL;

  if (!insert_blob (tx, sha256, size, error))
    return FALSE;

  insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_OWNER, error);
  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, org_id);
  kp_statement_bind_text (insert, 2, sha256);
  kp_statement_bind_text (insert, 3, media_type);
  kp_statement_bind_int64 (insert, 4, size);
  kp_statement_bind_int64 (insert, 5, kps_tx_get_now (tx));

  return kp_statement_run (insert, NULL, error);
}

/* Runs a statement about one content. */
static gboolean
run_on (KpDb *db,
        const char *sql,
        const char *sha256,
        GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_text (statement, 1, sha256);

  return kp_statement_run (statement, NULL, error);
}

/* Gives an attachment the state of its content, as a change of the system. */
static gboolean
publish_state (KpsTx *tx,
               const KpId *attachment_id,
               const char *state,
               GError **error)
{
  g_autoptr (KpsRecord) record = NULL;
  g_autoptr (yyjson_mut_doc) doc = NULL;
  g_autofree char *after = NULL;
  yyjson_mut_val *root;
  KpsAuditEntry entry = { .verb = SYSTEM_VERB, .entity = KP_ENTITY_ATTACHMENT };
  KpId org_id;
  char *text;

  if (!kps_record_load (kps_tx_get_db (tx), KP_ENTITY_ATTACHMENT, attachment_id, &record, error))
    return FALSE;
  if (record == NULL || g_strcmp0 (kps_record_get_text (record, "scan_state"), state) == 0)
    return TRUE;

  doc = yyjson_doc_mut_copy (record->doc, NULL);
  root = yyjson_mut_doc_get_root (doc);
  yyjson_mut_obj_replace (root, yyjson_mut_str (doc, "scan_state"),
                          yyjson_mut_strcpy (doc, state));
  text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  after = g_strdup (text);
  free (text);

  kps_record_get_id (record, "org_id", &org_id);
  entry.org_id = &org_id;
  entry.subject = attachment_id;
  entry.before = record->body;
  entry.after = after;

  return kps_tx_put_doc (tx, KP_ENTITY_ATTACHMENT, attachment_id, doc, error) &&
         kps_audit_append (tx, &entry, error);
}

static const char INSERT_USE[] =
  "INSERT INTO blob_use (sha256, attachment_id) VALUES ($1, $2) ON CONFLICT DO NOTHING";
static const char SET_USED[] = "UPDATE blob SET unused_since = NULL WHERE sha256 = $1";

gboolean
kps_blob_use (KpsTx *tx,
              const char *sha256,
              const KpId *attachment_id,
              GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) insert = kp_db_prepare (db, INSERT_USE, error);
  g_autoptr (KpsBlob) blob = NULL;

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_text (insert, 1, sha256);
  kp_statement_bind_id (insert, 2, attachment_id);
  if (!kp_statement_run (insert, NULL, error) || !run_on (db, SET_USED, sha256, error) ||
      !kps_blob_load (db, sha256, &blob, error))
    return FALSE;

  return blob == NULL || publish_state (tx, attachment_id, blob->state, error);
}

static const char DELETE_USE[] =
  "DELETE FROM blob_use WHERE sha256 = $1 AND attachment_id = $2";
static const char SET_UNUSED[] =
  "UPDATE blob SET unused_since = $2 WHERE sha256 = $1 AND unused_since IS NULL"
  " AND NOT EXISTS (SELECT 1 FROM blob_use WHERE blob_use.sha256 = $1)";

gboolean
kps_blob_disuse (KpsTx *tx,
                 const char *sha256,
                 const KpId *attachment_id,
                 GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) delete = kp_db_prepare (db, DELETE_USE, error);
  g_autoptr (KpStatement) update = kp_db_prepare (db, SET_UNUSED, error);

  if (delete == NULL || update == NULL)
    return FALSE;

  kp_statement_bind_text (delete, 1, sha256);
  kp_statement_bind_id (delete, 2, attachment_id);
  kp_statement_bind_text (update, 1, sha256);
  kp_statement_bind_int64 (update, 2, kps_tx_get_now (tx));

  return kp_statement_run (delete, NULL, error) && kp_statement_run (update, NULL, error);
}

static const char SELECT_USES[] = "SELECT attachment_id FROM blob_use WHERE sha256 = $1";

/* Returns: (transfer full) (element-type KpId) */
static GArray *
load_ids (KpDb *db,
          const char *sql,
          const char *sha256,
          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  gboolean has_row = TRUE;

  if (select == NULL)
    return NULL;

  kp_statement_bind_text (select, 1, sha256);
  while (kp_statement_step (select, &has_row, NULL, error))
    {
      KpId id;

      if (!has_row)
        return g_steal_pointer (&ids);
      kp_statement_get_id (select, 0, &id);
      g_array_append_val (ids, id);
    }

  return NULL;
}

gboolean
kps_blob_audit_refusal (KpsTx *tx,
                        const KpId *org_id,
                        const KpId *actor_id,
                        const char *sha256,
                        const char *reason,
                        GError **error)
{
  g_autofree char *verb = g_strconcat ("file.refuse.", reason, NULL);
  const KpsAuditEntry entry = {
    .org_id = org_id,
    .actor_id = actor_id,
    .verb = verb,
    .entity = KP_ENTITY_ATTACHMENT,
    .after = sha256,
  };

  return kps_audit_append (tx, &entry, error);
}

static const char SELECT_ORGANISATIONS[] =
  "SELECT DISTINCT org_id FROM blob_owner WHERE sha256 = $1 ORDER BY org_id";

/* Whoever sent it reads in their own chain what became of it. */
static gboolean
audit_infected (KpsTx *tx,
                const char *sha256,
                GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (GArray) organisations = load_ids (db, SELECT_ORGANISATIONS, sha256, error);

  for (guint i = 0; organisations != NULL && i < organisations->len; i++)
    {
      if (!kps_blob_audit_refusal (tx, &g_array_index (organisations, KpId, i), NULL, sha256,
                                   "infected", error))
        return FALSE;
    }

  return organisations != NULL;
}

static const char UPDATE_STATE[] =
  "UPDATE blob SET state = $2, finding = $3, scanned_at = $4 WHERE sha256 = $1";

gboolean
kps_blob_set_state (KpsTx *tx,
                    const char *sha256,
                    const char *state,
                    const char *finding,
                    GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) update = kp_db_prepare (db, UPDATE_STATE, error);
  g_autoptr (GArray) uses = NULL;

  if (update == NULL)
    return FALSE;

  kp_statement_bind_text (update, 1, sha256);
  kp_statement_bind_text (update, 2, state);
  if (finding != NULL)
    kp_statement_bind_text (update, 3, finding);
  kp_statement_bind_int64 (update, 4, kps_tx_get_now (tx));
  if (!kp_statement_run (update, NULL, error))
    return FALSE;

  if (g_str_equal (state, "infected") && !audit_infected (tx, sha256, error))
    return FALSE;

  uses = load_ids (db, SELECT_USES, sha256, error);
  if (uses == NULL)
    return FALSE;

  for (guint i = 0; i < uses->len; i++)
    {
      if (!publish_state (tx, &g_array_index (uses, KpId, i), state, error))
        return FALSE;
    }

  return TRUE;
}

static const char SELECT_WAITING[] =
  "SELECT sha256 FROM blob WHERE state = 'pending' AND added_at > 0 ORDER BY added_at, sha256";

GPtrArray *
kps_blob_list_waiting (KpDb *db,
                       GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_WAITING, error);

  return select != NULL ? read_hashes (select, error) : NULL;
}

static const char UPDATE_AGAIN[] =
  "UPDATE blob SET state = 'pending' WHERE added_at >= $1 AND state <> 'pending'";

gboolean
kps_blob_rescan (KpsTx *tx,
                 gint64 since,
                 guint *n,
                 GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (kps_tx_get_db (tx), UPDATE_AGAIN, error);
  guint changed = 0;

  if (update == NULL)
    return FALSE;

  kp_statement_bind_int64 (update, 1, since);
  if (!kp_statement_run (update, &changed, error))
    return FALSE;

  *n = changed;

  return TRUE;
}

static const char SELECT_ALL[] =
  "SELECT sha256, size, state FROM blob WHERE sha256 > '' ORDER BY sha256";

gboolean
kps_blob_for_each (KpDb *db,
                   KpsBlobFunc func,
                   gpointer data,
                   GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_ALL, error);
  gboolean has_row = TRUE;

  while (select != NULL && kp_statement_step (select, &has_row, NULL, error))
    {
      g_autoptr (KpsBlob) blob = NULL;

      if (!has_row)
        return TRUE;
      blob = read_row (select);
      if (!func (blob, data, error))
        return FALSE;
    }

  return FALSE;
}

/* What is lost, while all are looked at. */
typedef struct
{
  const char *folder;
  GPtrArray *hashes; /* (owned) (element-type utf8) */
} Lost;

static gboolean
collect_lost (const KpsBlob *blob,
              gpointer data,
              GError **error)
{
  Lost *self = data;

  if (!kps_blobs_has_file (self->folder, blob->sha256))
    g_ptr_array_add (self->hashes, g_strdup (blob->sha256));

  return TRUE;
}

static const char DELETE_OWNERS[] = "DELETE FROM blob_owner WHERE sha256 = $1";
static const char LET_WAIT[] = "UPDATE blob SET state = 'pending' WHERE sha256 = $1";
static const char DELETE_UNUSED[] =
  "DELETE FROM blob WHERE sha256 = $1 AND unused_since IS NOT NULL";

/* Nobody sent it, as far as anybody knows, and when it comes it is looked at again. */
static gboolean
forget_content (KpDb *db,
                const char *sha256,
                GError **error)
{
  return run_on (db, DELETE_OWNERS, sha256, error) && run_on (db, LET_WAIT, sha256, error) &&
         run_on (db, DELETE_UNUSED, sha256, error);
}

gboolean
kps_blob_forget_lost (KpsTx *tx,
                      const char *folder,
                      guint *n,
                      GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (GPtrArray) hashes = g_ptr_array_new_with_free_func (g_free);
  Lost lost = { .folder = folder, .hashes = hashes };

  if (!kps_blob_for_each (db, collect_lost, &lost, error))
    return FALSE;

  for (guint i = 0; i < hashes->len; i++)
    {
      if (!forget_content (db, hashes->pdata[i], error))
        return FALSE;
    }

  *n = hashes->len;

  return TRUE;
}

static const char SELECT_UNUSED[] =
  "SELECT sha256 FROM blob WHERE unused_since < $1 ORDER BY unused_since, sha256 LIMIT $2";

GPtrArray *
kps_blob_list_unused (KpDb *db,
                      gint64 before,
                      guint limit,
                      GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_UNUSED, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_int64 (select, 1, before);
  kp_statement_bind_int64 (select, 2, limit);

  return read_hashes (select, error);
}

gboolean
kps_blob_forget_unused (KpsTx *tx,
                        gint64 before,
                        guint limit,
                        GPtrArray **hashes,
                        GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (GPtrArray) unused = kps_blob_list_unused (db, before, limit, error);

  if (unused == NULL)
    return FALSE;

  for (guint i = 0; i < unused->len; i++)
    {
      if (!forget_content (db, unused->pdata[i], error))
        return FALSE;
    }

  g_clear_pointer (hashes, g_ptr_array_unref);
  *hashes = g_steal_pointer (&unused);

  return TRUE;
}
