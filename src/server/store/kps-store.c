/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Writing records: the row, where it is published, its parts, and the words it is found by.
 */

#include "kps-store.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kps-blobs.h"
#include "kps-publications.h"
#include "kps-tx-private.h"

#include <string.h>

/* A row of the table, as it was before. */
typedef struct
{
  gint64 number;  /* 0 = there is no row */
  char **streams; /* (owned) */
  char *words;    /* (owned) (nullable): what it is found by */
} OldRow;

static void
old_row_clear (OldRow *self)
{
  g_clear_pointer (&self->streams, g_strfreev);
  g_clear_pointer (&self->words, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (OldRow, old_row_clear)

/* Returns: (transfer full) (nullable): the words that staff find a record by */
static char *
collect_words (KpEntityType entity,
               yyjson_val *body)
{
  static const char *const OF_ORGANISATION[] = { "name", "number", "city", NULL };
  static const char *const OF_REQUEST[] = { "number", "title", "org_name", "requester_name", NULL };
  const char *const *fields = NULL;
  g_autoptr (GString) words = g_string_new (NULL);

  if (entity == KP_ENTITY_ORGANISATION)
    fields = OF_ORGANISATION;
  else if (entity == KP_ENTITY_REQUEST || entity == KP_ENTITY_WORK_ORDER)
    fields = OF_REQUEST;
  else
    return NULL;

  for (guint i = 0; fields[i] != NULL; i++)
    {
      const char *text = yyjson_get_str (yyjson_obj_get (body, fields[i]));

      if (text != NULL)
        g_string_append_printf (words, "%s ", text);
    }

  return g_string_free (g_steal_pointer (&words), FALSE);
}

static const char SELECT_OLD[] = "SELECT no, streams, body FROM record WHERE ent = $1 AND id = $2";

static gboolean
load_old (KpDb *db,
          KpEntityType entity,
          const KpId *id,
          OldRow *old,
          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_OLD, error);
  yyjson_doc *doc;
  const char *body;
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, entity);
  kp_statement_bind_id (select, 2, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  old->number = kp_statement_get_int64 (select, 0);
  old->streams = g_strsplit (kp_statement_get_text (select, 1), " ", -1);
  body = kp_statement_get_text (select, 2);
  doc = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  old->words = collect_words (entity, yyjson_doc_get_root (doc));
  yyjson_doc_free (doc);

  return TRUE;
}

/* @changed: whether the record itself changed, not only where it belongs */
static gboolean
bump_streams (KpsTx *self,
              KpEntityType entity,
              const KpId *id,
              char **before,
              char **after,
              gboolean changed)
{
  gboolean moved = FALSE;

  for (guint i = 0; before != NULL && before[i] != NULL; i++)
    {
      if (*before[i] == '\0' || g_strv_contains ((const char *const *) after, before[i]))
        continue;
      kps_tx_bump (self, before[i], entity, id, TRUE);
      moved = TRUE;
    }
  for (guint i = 0; after[i] != NULL; i++)
    {
      gboolean is_new =
        before == NULL || !g_strv_contains ((const char *const *) before, after[i]);

      if (is_new || changed)
        kps_tx_bump (self, after[i], entity, id, FALSE);
      moved = moved || is_new;
    }

  return moved;
}

static const char SELECT_PARTS[] =
  "SELECT id FROM record WHERE parent_id = $1 AND ent = $2 ORDER BY id";

/* Returns: (transfer full): array of KpId */
static GArray *
list_parts (KpDb *db,
            KpEntityType entity,
            const KpId *parent,
            GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_PARTS, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, parent);
  kp_statement_bind_int64 (select, 2, entity);
  for (;;)
    {
      gboolean has_row;
      KpId id;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&ids);

      kp_statement_get_id (select, 0, &id);
      g_array_append_val (ids, id);
    }
}

/* A whole that moved takes its parts along. */
static gboolean
publish_parts (KpsTx *self,
               KpEntityType entity,
               const KpId *id,
               GError **error)
{
  for (guint type = 1; type <= KP_N_ENTITIES; type++)
    {
      g_autoptr (GArray) parts = NULL;

      if (kp_entity_get (type)->parent_type != entity)
        continue;

      parts = list_parts (kps_tx_get_db (self), type, id, error);
      if (parts == NULL)
        return FALSE;

      for (guint i = 0; i < parts->len; i++)
        {
          if (!kps_tx_publish_again (self, type, &g_array_index (parts, KpId, i), error))
            return FALSE;
        }
    }

  return TRUE;
}

static const char UPDATE_STREAMS[] = "UPDATE record SET streams = $3 WHERE ent = $1 AND id = $2";

static gboolean
save_streams (KpDb *db,
              KpEntityType entity,
              const KpId *id,
              char **streams,
              GError **error)
{
  g_autoptr (KpStatement) update = kp_db_prepare (db, UPDATE_STREAMS, error);
  g_autofree char *text = g_strjoinv (" ", streams);

  if (update == NULL)
    return FALSE;

  kp_statement_bind_int64 (update, 1, entity);
  kp_statement_bind_id (update, 2, id);
  kp_statement_bind_text (update, 3, text);

  return kp_statement_run (update, NULL, error);
}

gboolean
kps_tx_publish_again (KpsTx *self,
                      KpEntityType entity,
                      const KpId *id,
                      GError **error)
{
  KpDb *db = kps_tx_get_db (self);
  g_autoptr (KpsRecord) record = NULL;
  g_auto (GStrv) streams = NULL;

  if (!kps_record_load (db, entity, id, &record, error))
    return FALSE;
  if (record == NULL)
    return TRUE;

  streams = kps_streams_of (db, entity, id, record->root, kps_tx_get_now (self), error);
  if (streams == NULL)
    return FALSE;

  if (!bump_streams (self, entity, id, record->streams, streams, FALSE))
    return TRUE;

  return save_streams (db, entity, id, streams, error) && publish_parts (self, entity, id, error);
}

static const char UPSERT_RECORD[] =
  "INSERT INTO record (ent, id, org_id, parent_id, rev, body, streams, created_at, updated_at)"
  " VALUES ($1, $2, $3, $4, 1, $5, $6, $7, $7)"
  "    ON CONFLICT (ent, id)"
  "    DO UPDATE SET org_id = excluded.org_id, parent_id = excluded.parent_id, rev = rev + 1,"
  "                  body = excluded.body, streams = excluded.streams,"
  "                  updated_at = excluded.updated_at"
  " RETURNING no";

static gboolean
upsert_record (KpsTx *self,
               const KpsRecord *record,
               gint64 *number,
               GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (kps_tx_get_db (self), UPSERT_RECORD, error);
  g_autofree char *streams = g_strjoinv (" ", record->streams);
  gboolean has_row;
  KpId org_id;
  KpId parent_id;

  if (upsert == NULL)
    return FALSE;

  kps_get_keys (record->entity, &record->id, record->root, &org_id, &parent_id);
  kp_statement_bind_int64 (upsert, 1, record->entity);
  kp_statement_bind_id (upsert, 2, &record->id);
  kp_statement_bind_id (upsert, 3, &org_id);
  kp_statement_bind_id (upsert, 4, &parent_id);
  kp_statement_bind_text_n (upsert, 5, record->body, record->length);
  kp_statement_bind_text (upsert, 6, streams);
  kp_statement_bind_int64 (upsert, 7, kps_tx_get_now (self));
  if (!kp_statement_step (upsert, &has_row, NULL, error))
    return FALSE;

  *number = kp_statement_get_int64 (upsert, 0);

  return TRUE;
}

/* The directory of all organisations for staff: what is enough to recognise one. */
static gboolean
put_entry (KpsTx *self,
           const KpId *id,
           yyjson_val *organisation,
           GError **error)
{
  static const char *const FIELDS[] = { "name", "number", "city", "responsible", NULL };
  yyjson_mut_doc *entry = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (entry);
  gboolean result;

  yyjson_mut_doc_set_root (entry, root);
  for (guint i = 0; FIELDS[i] != NULL; i++)
    yyjson_mut_obj_add_val (entry, root, FIELDS[i],
                            yyjson_val_mut_copy (entry, yyjson_obj_get (organisation, FIELDS[i])));

  result = kps_tx_put_doc (self, KP_ENTITY_ORGANISATION_ENTRY, id, entry, error);
  yyjson_mut_doc_free (entry);

  return result;
}

static gboolean
put_record (KpsTx *self,
            KpsRecord *record,
            GError **error)
{
  KpDb *db = kps_tx_get_db (self);
  g_auto (OldRow) old = { 0 };
  g_autofree char *words = collect_words (record->entity, record->root);
  gint64 number;
  gboolean moved;

  if (!load_old (db, record->entity, &record->id, &old, error))
    return FALSE;

  record->streams = kps_streams_of (db, record->entity, &record->id, record->root,
                                    kps_tx_get_now (self), error);
  if (record->streams == NULL || !upsert_record (self, record, &number, error))
    return FALSE;

  if (words != NULL && g_strcmp0 (words, old.words) != 0)
    kps_tx_set_words (self, number, words);

  moved = bump_streams (self, record->entity, &record->id, old.streams, record->streams, TRUE);

  /* Nothing can be a part of what did not exist. */
  return !moved || old.number == 0 || publish_parts (self, record->entity, &record->id, error);
}

gboolean
kps_tx_put (KpsTx *self,
            KpEntityType entity,
            const KpId *id,
            const char *body,
            gsize length,
            GError **error)
{
  g_autoptr (KpsRecord) record = g_new0 (KpsRecord, 1);

  g_return_val_if_fail (!kp_id_is_zero (id), FALSE);

  if (length > KP_LIMIT_RECORD)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_TOO_LARGE, "A %s of %" G_GSIZE_FORMAT " bytes",
                   kp_entity_get (entity)->name, length);
      return FALSE;
    }

  record->entity = entity;
  record->id = *id;
  record->body = g_strndup (body, length);
  record->length = length;
  record->doc = yyjson_read (body, length, YYJSON_READ_NOFLAG);
  record->root = yyjson_doc_get_root (record->doc);
  if (!yyjson_is_obj (record->root))
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "A %s is no object",
                   kp_entity_get (entity)->name);
      return FALSE;
    }

  return put_record (self, record, error) &&
         (entity != KP_ENTITY_ORGANISATION || put_entry (self, id, record->root, error));
}

gboolean
kps_tx_put_doc (KpsTx *self,
                KpEntityType entity,
                const KpId *id,
                yyjson_mut_doc *body,
                GError **error)
{
  size_t length;
  char *text = yyjson_mut_write (body, YYJSON_WRITE_NOFLAG, &length);
  gboolean result;

  if (text == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_INVALID, "A %s is not in UTF-8",
                   kp_entity_get (entity)->name);
      return FALSE;
    }

  result = kps_tx_put (self, entity, id, text, length, error);
  free (text);

  return result;
}

static const char DELETE_RECORD[] = "DELETE FROM record WHERE no = $1";

static gboolean
delete_row (KpDb *db,
            gint64 number,
            GError **error)
{
  g_autoptr (KpStatement) delete = kp_db_prepare (db, DELETE_RECORD, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_int64 (delete, 1, number);

  return kp_statement_run (delete, NULL, error);
}

/* An attachment lets go of its content. */
static gboolean
let_go (KpsTx *self,
        KpEntityType entity,
        const KpId *id,
        GError **error)
{
  g_autoptr (KpsRecord) record = NULL;

  if (entity != KP_ENTITY_ATTACHMENT)
    return TRUE;

  return kps_record_load (kps_tx_get_db (self), entity, id, &record, error) &&
         (record == NULL ||
          kps_blob_disuse (self, kps_record_get_text (record, "sha256"), id, error));
}

gboolean
kps_tx_delete (KpsTx *self,
               KpEntityType entity,
               const KpId *id,
               GError **error)
{
  char *nowhere[] = { NULL };
  KpDb *db = kps_tx_get_db (self);
  g_auto (OldRow) old = { 0 };

  if (!load_old (db, entity, id, &old, error))
    return FALSE;
  if (old.number == 0)
    return TRUE;

  if (!let_go (self, entity, id, error) || !delete_row (db, old.number, error))
    return FALSE;

  if (old.words != NULL)
    kps_tx_set_words (self, old.number, NULL);
  bump_streams (self, entity, id, old.streams, nowhere, TRUE);

  return entity != KP_ENTITY_ORGANISATION ||
         kps_tx_delete (self, KP_ENTITY_ORGANISATION_ENTRY, id, error);
}
