/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Reading records. Their writing is in kps-store.c.
 */

#include "kps-record.h"

#include "kp-error.h"

#include <string.h>

/* @select stands on a row of: id, rev, body, streams. */
static KpsRecord *
read_row (KpStatement *select,
          KpEntityType entity,
          GError **error)
{
  g_autoptr (KpsRecord) self = g_new0 (KpsRecord, 1);
  const char *body = kp_statement_get_text (select, 2);

  self->entity = entity;
  kp_statement_get_id (select, 0, &self->id);
  self->rev = kp_statement_get_int64 (select, 1);
  self->length = kp_statement_get_length (select, 2);
  self->body = g_strndup (body, self->length);
  self->streams = g_strsplit (kp_statement_get_text (select, 3), " ", -1);
  self->doc = yyjson_read (self->body, self->length, YYJSON_READ_NOFLAG);
  self->root = yyjson_doc_get_root (self->doc);

  if (!yyjson_is_obj (self->root))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_CORRUPT, "A record is no object");
      return NULL;
    }

  return g_steal_pointer (&self);
}

static const char SELECT_RECORD[] =
  "SELECT id, rev, body, streams FROM record WHERE ent = $1 AND id = $2";

gboolean
kps_record_load (KpDb *db,
                 KpEntityType entity,
                 const KpId *id,
                 KpsRecord **record,
                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_RECORD, error);
  gboolean has_row;

  *record = NULL;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, entity);
  kp_statement_bind_id (select, 2, id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    *record = read_row (select, entity, error);

  return !has_row || *record != NULL;
}

static GPtrArray *
read_rows (KpStatement *select,
           KpEntityType entity,
           GError **error)
{
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_record_free);

  for (;;)
    {
      gboolean has_row;
      KpsRecord *record;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&records);

      record = read_row (select, entity, error);
      if (record == NULL)
        return NULL;
      g_ptr_array_add (records, record);
    }
}

static const char SELECT_BY_PARENT[] =
  "SELECT id, rev, body, streams FROM record WHERE parent_id = $1 AND ent = $2 ORDER BY id";

GPtrArray *
kps_record_load_by_parent (KpDb *db,
                           KpEntityType entity,
                           const KpId *parent,
                           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_BY_PARENT, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, parent);
  kp_statement_bind_int64 (select, 2, entity);

  return read_rows (select, entity, error);
}

static const char SELECT_BY_ORGANISATION[] =
  "SELECT id, rev, body, streams FROM record WHERE org_id = $1 AND ent = $2 ORDER BY id";

GPtrArray *
kps_record_load_by_organisation (KpDb *db,
                                 KpEntityType entity,
                                 const KpId *org_id,
                                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_BY_ORGANISATION, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, org_id);
  kp_statement_bind_int64 (select, 2, entity);

  return read_rows (select, entity, error);
}

static const char SELECT_OF_ENTITY[] =
  "SELECT id, rev, body, streams FROM record WHERE ent = $1 ORDER BY id";

GPtrArray *
kps_record_load_all (KpDb *db,
                     KpEntityType entity,
                     GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_OF_ENTITY, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_int64 (select, 1, entity);

  return read_rows (select, entity, error);
}

const char *
kps_record_get_text (const KpsRecord *self,
                     const char *field)
{
  return yyjson_get_str (yyjson_obj_get (self->root, field));
}

gboolean
kps_record_get_id (const KpsRecord *self,
                   const char *field,
                   KpId *id)
{
  return kps_json_get_id (self->root, field, id);
}

gboolean
kps_json_get_id (yyjson_val *object,
                 const char *field,
                 KpId *id)
{
  yyjson_val *value = yyjson_obj_get (object, field);

  *id = (KpId) { 0 };

  return yyjson_is_str (value) && kp_id_parse (yyjson_get_str (value), yyjson_get_len (value), id);
}

gint64
kps_record_get_int (const KpsRecord *self,
                    const char *field)
{
  return yyjson_get_sint (yyjson_obj_get (self->root, field));
}

gboolean
kps_record_get_bool (const KpsRecord *self,
                     const char *field)
{
  return yyjson_get_bool (yyjson_obj_get (self->root, field));
}

void
kps_record_free (KpsRecord *self)
{
  if (self == NULL)
    return;

  yyjson_doc_free (self->doc);
  g_strfreev (self->streams);
  g_free (self->body);
  g_free (self);
}
