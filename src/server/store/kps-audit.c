/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The canonical row is its columns as text, each ended by a line feed, digests in hexadecimal: so
 * anybody can compute the chain again with a few lines in any language.
 */

#include "kps-audit.h"

#include "kp-error.h"

#include <stdlib.h>
#include <string.h>

#define DIGEST_SIZE 32
#define SALT_SIZE 16

/* A row of the log, as it is hashed. */
typedef struct
{
  KpId org_id;
  gint64 number;
  gint64 at;
  guint8 actor[DIGEST_SIZE];
  char *verb; /* (owned) */
  gint64 entity;
  KpId subject;
  guint8 before[DIGEST_SIZE];
  guint8 after[DIGEST_SIZE];
  gint64 commit_number;
  guint8 hash[DIGEST_SIZE];
} Row;

static void
row_clear (Row *self)
{
  g_clear_pointer (&self->verb, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Row, row_clear)

static void
digest (guint8 *out,
        gconstpointer first,
        gsize first_length,
        gconstpointer second,
        gsize second_length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  gsize length = DIGEST_SIZE;

  g_checksum_update (checksum, first, (gssize) first_length);
  g_checksum_update (checksum, second, (gssize) second_length);
  g_checksum_get_digest (checksum, out, &length);
}

/* Zero for what was not there. */
static void
digest_body (guint8 *out,
             const char *body)
{
  if (body == NULL)
    memset (out, 0, DIGEST_SIZE);
  else
    digest (out, body, strlen (body), "", 0);
}

static void
append_hex (GString *line,
            const guint8 *bytes)
{
  for (guint i = 0; i < DIGEST_SIZE; i++)
    g_string_append_printf (line, "%02x", bytes[i]);
  g_string_append_c (line, '\n');
}

/* @previous: hash of the row before, zero for the first */
static void
compute_hash (const Row *self,
              const guint8 *previous,
              guint8 *hash)
{
  g_autoptr (GString) line = g_string_new (NULL);
  char org[KP_ID_SIZE];
  char subject[KP_ID_SIZE];

  kp_id_format (&self->org_id, org);
  kp_id_format (&self->subject, subject);
  g_string_append_printf (line, "%s\n%" G_GINT64_FORMAT "\n%" G_GINT64_FORMAT "\n",
                          org, self->number, self->at);
  append_hex (line, self->actor);
  g_string_append_printf (line, "%s\n%" G_GINT64_FORMAT "\n%s\n", self->verb, self->entity,
                          subject);
  append_hex (line, self->before);
  append_hex (line, self->after);
  g_string_append_printf (line, "%" G_GINT64_FORMAT "\n", self->commit_number);

  digest (hash, previous, DIGEST_SIZE, line->str, line->len);
}

static const char SELECT_PERSON[] = "SELECT digest FROM audit_person WHERE user_id = $1";

static gboolean
find_person (KpDb *db,
             const KpId *user_id,
             guint8 *out,
             gboolean *found,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_PERSON, error);
  gconstpointer data;
  gsize length;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, user_id);
  if (!kp_statement_step (select, found, NULL, error))
    return FALSE;
  if (!*found)
    return TRUE;

  data = kp_statement_get_blob (select, 0, &length);
  if (length == DIGEST_SIZE)
    memcpy (out, data, DIGEST_SIZE);

  return TRUE;
}

static const char INSERT_PERSON[] =
  "INSERT INTO audit_person (user_id, salt, digest) VALUES ($1, $2, $3)";

/* @out: digest of the user under a salt of its own */
static gboolean
ensure_person (KpsTx *tx,
               const KpId *user_id,
               guint8 *out,
               GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) insert = NULL;
  guint8 salt[SALT_SIZE];
  gboolean found = FALSE;

  if (!find_person (db, user_id, out, &found, error))
    return FALSE;
  if (found)
    return TRUE;

  insert = kp_db_prepare (db, INSERT_PERSON, error);
  if (insert == NULL)
    return FALSE;

  kp_environment_fill (kps_tx_get_environment (tx), salt, sizeof salt);
  digest (out, salt, sizeof salt, user_id->bytes, sizeof user_id->bytes);
  kp_statement_bind_id (insert, 1, user_id);
  kp_statement_bind_blob (insert, 2, salt, sizeof salt);
  kp_statement_bind_blob (insert, 3, out, DIGEST_SIZE);

  return kp_statement_run (insert, NULL, error);
}

static const char SELECT_LAST[] =
  "SELECT n, hash FROM audit WHERE org_id = $1 ORDER BY n DESC LIMIT 1";

static gboolean
load_last (KpDb *db,
           const KpId *org_id,
           gint64 *number,
           guint8 *hash,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_LAST, error);
  gconstpointer data;
  gboolean has_row;
  gsize length;

  *number = 0;
  memset (hash, 0, DIGEST_SIZE);
  if (select == NULL)
    return FALSE;

  kp_statement_bind_blob (select, 1, org_id->bytes, sizeof org_id->bytes);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *number = kp_statement_get_int64 (select, 0);
  data = kp_statement_get_blob (select, 1, &length);
  if (length == DIGEST_SIZE)
    memcpy (hash, data, DIGEST_SIZE);

  return TRUE;
}

static const char INSERT_ROW[] =
  "INSERT INTO audit (org_id, n, at, actor, verb, ent, subject, before_sha, after_sha, commit_no,"
  "                   hash)"
  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)";

static gboolean
insert_row (KpDb *db,
            const Row *row,
            GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (db, INSERT_ROW, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_blob (insert, 1, row->org_id.bytes, sizeof row->org_id.bytes);
  kp_statement_bind_int64 (insert, 2, row->number);
  kp_statement_bind_int64 (insert, 3, row->at);
  kp_statement_bind_blob (insert, 4, row->actor, DIGEST_SIZE);
  kp_statement_bind_text (insert, 5, row->verb);
  kp_statement_bind_int64 (insert, 6, row->entity);
  kp_statement_bind_blob (insert, 7, row->subject.bytes, sizeof row->subject.bytes);
  kp_statement_bind_blob (insert, 8, row->before, DIGEST_SIZE);
  kp_statement_bind_blob (insert, 9, row->after, DIGEST_SIZE);
  kp_statement_bind_int64 (insert, 10, row->commit_number);
  kp_statement_bind_blob (insert, 11, row->hash, DIGEST_SIZE);

  return kp_statement_run (insert, NULL, error);
}

gboolean
kps_audit_append (KpsTx *tx,
                  const KpsAuditEntry *entry,
                  GError **error)
{
  KpDb *db = kps_tx_get_db (tx);
  g_auto (Row) row = {
    .at = kps_tx_get_now (tx),
    .verb = g_strdup (entry->verb),
    .entity = entry->entity,
  };
  guint8 previous[DIGEST_SIZE];

  if (entry->org_id != NULL)
    row.org_id = *entry->org_id;
  if (entry->subject != NULL)
    row.subject = *entry->subject;
  digest_body (row.before, entry->before);
  digest_body (row.after, entry->after);

  if ((entry->actor_id != NULL && !ensure_person (tx, entry->actor_id, row.actor, error)) ||
      !load_last (db, &row.org_id, &row.number, previous, error))
    return FALSE;

  row.commit_number = kps_tx_get_commit_number (tx, error);
  if (row.commit_number == 0)
    return FALSE;

  row.number++;
  compute_hash (&row, previous, row.hash);

  return insert_row (db, &row, error);
}

/* Returns: the organisation that a record is of, zero for the office's own */
static KpId
find_org (const KpsAuditEntry *entry,
          yyjson_mut_doc *body)
{
  yyjson_mut_val *org = yyjson_mut_obj_get (yyjson_mut_doc_get_root (body), "org_id");
  KpId id = { 0 };

  if (entry->entity == KP_ENTITY_ORGANISATION)
    return *entry->subject;

  if (yyjson_mut_is_str (org))
    kp_id_parse (yyjson_mut_get_str (org), yyjson_mut_get_len (org), &id);

  return id;
}

gboolean
kps_audit_put (KpsTx *tx,
               const KpsAuditEntry *entry,
               yyjson_mut_doc *after,
               GError **error)
{
  KpId org_id = find_org (entry, after);
  KpsAuditEntry whole = *entry;
  size_t length;
  char *body = yyjson_mut_write (after, YYJSON_WRITE_NOFLAG, &length);
  gboolean result;

  if (body == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "A %s is not in UTF-8",
                   kp_entity_get (entry->entity)->name);
      return FALSE;
    }

  whole.org_id = &org_id;
  whole.after = body;
  result = kps_tx_put (tx, entry->entity, entry->subject, body, length, error) &&
           kps_audit_append (tx, &whole, error);
  free (body);

  return result;
}

static const char SELECT_ROWS[] =
  "SELECT org_id, n, at, actor, verb, ent, subject, before_sha, after_sha, commit_no, hash"
  " FROM audit WHERE org_id >= $1 ORDER BY org_id, n";

static gboolean
read_digest (KpStatement *select,
             int column,
             guint8 *out)
{
  gsize length;
  gconstpointer data = kp_statement_get_blob (select, column, &length);

  if (length != DIGEST_SIZE)
    return FALSE;

  memcpy (out, data, DIGEST_SIZE);

  return TRUE;
}

/* Returns: FALSE if a column has not the form that we write */
static gboolean
read_row (KpStatement *select,
          Row *row)
{
  row->number = kp_statement_get_int64 (select, 1);
  row->at = kp_statement_get_int64 (select, 2);
  row->verb = g_strdup (kp_statement_get_text (select, 4));
  row->entity = kp_statement_get_int64 (select, 5);
  row->commit_number = kp_statement_get_int64 (select, 9);

  return kp_statement_get_id (select, 0, &row->org_id) &&
         kp_statement_get_id (select, 6, &row->subject) &&
         row->verb != NULL && read_digest (select, 3, row->actor) &&
         read_digest (select, 7, row->before) && read_digest (select, 8, row->after) &&
         read_digest (select, 10, row->hash);
}

static gboolean
fits (const Row *row,
      const KpId *org_id,
      gint64 number,
      const guint8 *previous)
{
  guint8 hash[DIGEST_SIZE];

  compute_hash (row, previous, hash);

  return kp_id_equal (&row->org_id, org_id) && row->number == number + 1 &&
         memcmp (hash, row->hash, DIGEST_SIZE) == 0;
}

gboolean
kps_audit_verify (KpDb *db,
                  guint64 *n_rows,
                  GError **error)
{
  static const guint8 FIRST[DIGEST_SIZE] = { 0 };
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_ROWS, error);
  guint8 previous[DIGEST_SIZE] = { 0 };
  KpId org_id = { 0 };
  gint64 number = 0;
  guint64 n = 0;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_blob (select, 1, org_id.bytes, sizeof org_id.bytes);
  for (;;)
    {
      g_auto (Row) row = { 0 };
      gboolean has_row;
      gboolean is_row;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (!has_row)
        break;

      is_row = read_row (select, &row);
      if (is_row && !kp_id_equal (&row.org_id, &org_id))
        {
          org_id = row.org_id;
          number = 0;
          memcpy (previous, FIRST, DIGEST_SIZE);
        }

      if (!is_row || !fits (&row, &org_id, number, previous))
        {
          char text[KP_ID_SIZE];

          kp_id_format (&row.org_id, text);
          g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT,
                       "Row %" G_GINT64_FORMAT " of chain %s does not fit", row.number, text);
          return FALSE;
        }

      number = row.number;
      memcpy (previous, row.hash, DIGEST_SIZE);
      n++;
    }

  if (n_rows != NULL)
    *n_rows = n;

  return TRUE;
}

static const char DELETE_PERSON[] = "DELETE FROM audit_person WHERE user_id = $1";

gboolean
kps_audit_forget (KpsTx *tx,
                  const KpId *user_id,
                  GError **error)
{
  g_autoptr (KpStatement) delete = kp_db_prepare (kps_tx_get_db (tx), DELETE_PERSON, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_id (delete, 1, user_id);

  return kp_statement_run (delete, NULL, error);
}
