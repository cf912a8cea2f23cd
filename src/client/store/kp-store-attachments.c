/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Rows about files. A file is removed after its row: what a crash leaves behind is found by the
 * purge of the next start, and cannot be read without the key that went with the row.
 */

#include "kp-store-attachments-private.h"

#include "kp-error.h"
#include "kp-store-pending.h"
#include "kp-store-private.h"
#include "kp-value.h"

#include <glib/gstdio.h>
#include <string.h>

#define FOLDER "files"

/* A server that keeps asking for what it said it had is not sent the same again for ever. */
#define MAX_ASKED 3

void
kp_file_row_free (KpFileRow *self)
{
  g_free (self->name);
  g_free (self->media_type);
  g_free (self->sha256);
  g_free (self);
}

char *
kp_file_dup_path (const char *folder,
                  const KpId *id)
{
  char text[KP_ID_SIZE];

  kp_id_format (id, text);

  return g_build_filename (folder, FOLDER, text, NULL);
}

gboolean
kp_file_make_folder (const char *folder,
                     GError **error)
{
  g_autofree char *path = g_build_filename (folder, FOLDER, NULL);

  if (g_mkdir_with_parents (path, 0700) == 0)
    return TRUE;

  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Cannot make %s", path);
  return FALSE;
}

/* The content of a file that has no row any more. */
static void
remove_content (KpStore *self,
                const KpId *id)
{
  g_autofree char *path = kp_file_dup_path (self->folder, id);

  g_unlink (path);
}

static void
tell (KpStore *self)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();

  changes->outbox = TRUE;
  kp_store_emit (self, changes);
}

static const char INSERT_FILE[] =
  "INSERT INTO file (id, key, name, media_type, size, sha256, made_at)"
  " VALUES ($1, $2, $3, $4, $5, $6, $7)";

gboolean
kp_store_file_add (KpStore *self,
                   const KpFileRow *row,
                   GError **error)
{
  g_autoptr (KpStatement) insert = NULL;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  insert = kp_db_prepare (self->outbox, INSERT_FILE, error);
  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, &row->id);
  kp_statement_bind_blob (insert, 2, row->key, sizeof row->key);
  kp_statement_bind_text (insert, 3, row->name);
  kp_statement_bind_text (insert, 4, row->media_type);
  kp_statement_bind_int64 (insert, 5, row->size);
  kp_statement_bind_text (insert, 6, row->sha256);
  kp_statement_bind_int64 (insert, 7, kp_environment_now (self->environment));

  return kp_statement_run (insert, NULL, error);
}

/* Runs a statement whose first parameter is an identifier. */
static gboolean
run_with_id (KpDb *db,
             const char *sql,
             const KpId *id,
             guint *n_changed,
             GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_id (statement, 1, id);
  return kp_statement_run (statement, n_changed, error);
}

static const char DELETE_CHOSEN[] = "DELETE FROM file WHERE id = $1 AND operation IS NULL";

gboolean
kp_store_file_drop (KpStore *self,
                    const KpId *id,
                    GError **error)
{
  guint n_deleted = 0;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  if (!run_with_id (self->outbox, DELETE_CHOSEN, id, &n_deleted, error))
    return FALSE;

  if (n_deleted > 0)
    remove_content (self, id);
  return TRUE;
}

#define FILE_COLUMNS "id, key, name, media_type, size, sha256, state, fault, operation, org"

static KpFileRow *
read_row (KpStatement *statement)
{
  KpFileRow *row = g_new0 (KpFileRow, 1);
  gsize length;
  gconstpointer key = kp_statement_get_blob (statement, 1, &length);

  kp_statement_get_id (statement, 0, &row->id);
  if (key != NULL && length == sizeof row->key)
    memcpy (row->key, key, length);
  row->name = g_strdup (kp_statement_get_text (statement, 2));
  row->media_type = g_strdup (kp_statement_get_text (statement, 3));
  row->size = kp_statement_get_int64 (statement, 4);
  row->sha256 = g_strdup (kp_statement_get_text (statement, 5));
  row->state = kp_statement_get_int64 (statement, 6);
  row->fault = kp_statement_get_int64 (statement, 7);
  kp_statement_get_id (statement, 8, &row->operation);
  kp_statement_get_id (statement, 9, &row->org);

  return row;
}

static const char SELECT_OWN[] = "SELECT " FILE_COLUMNS " FROM file WHERE id = $1";
static const char SELECT_FETCHED[] =
  "SELECT id, key, NULL, NULL, 0, NULL, 0, 0, NULL, NULL FROM file WHERE id = $1";

/* Returns: (transfer full) (nullable): %NULL without @error if there is none */
static KpFileRow *
load_row (KpDb *db,
          const char *sql,
          const KpId *id,
          GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, error);
  gboolean has_row;

  if (select == NULL)
    return NULL;

  if (id != NULL)
    kp_statement_bind_id (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error) || !has_row)
    return NULL;

  return read_row (select);
}

KpFileRow *
kp_store_file_load (KpStore *self,
                    const KpId *id,
                    GError **error)
{
  g_autoptr (GError) local = NULL;
  KpFileRow *row;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  row = load_row (self->outbox, SELECT_OWN, id, &local);
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return NULL;
    }

  return row != NULL ? row : load_row (self->cache, SELECT_FETCHED, id, error);
}

static const char PUT_FETCHED[] = "INSERT OR REPLACE INTO file (id, key) VALUES ($1, $2)";

gboolean
kp_store_file_keep (KpStore *self,
                    const KpId *id,
                    const guint8 *key,
                    GError **error)
{
  g_autoptr (KpStatement) put = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && key != NULL, FALSE);

  put = kp_db_prepare (self->cache, PUT_FETCHED, error);
  if (put == NULL)
    return FALSE;

  kp_statement_bind_id (put, 1, id);
  kp_statement_bind_blob (put, 2, key, KP_SEALED_KEY_SIZE);
  if (!kp_statement_run (put, NULL, error))
    return FALSE;

  tell (self);
  return TRUE;
}

static const char DELETE_FETCHED[] = "DELETE FROM file WHERE id = $1";

gboolean
kp_store_file_forget (KpStore *self,
                      const KpId *id,
                      GError **error)
{
  guint n_deleted = 0;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  if (!run_with_id (self->cache, DELETE_FETCHED, id, &n_deleted, error))
    return FALSE;

  if (n_deleted > 0)
    remove_content (self, id);
  return TRUE;
}

/* Sending. */

/* Sent once is sent for the organisation; for another one it is sent again. */
static const char BIND[] =
  "UPDATE file SET operation = $2, org = $3, fault = 0, asked = 0,"
  " state = CASE WHEN state = 3 AND org IS $3 THEN 3 ELSE 2 END"
  " WHERE id = $1";

static gboolean
bind_one (KpStore *self,
          const KpOperation *operation,
          const KpId *org,
          const KpId *file,
          GError **error)
{
  g_autoptr (KpStatement) bind = kp_db_prepare (self->outbox, BIND, error);
  guint n_changed;

  if (bind == NULL)
    return FALSE;

  kp_statement_bind_id (bind, 1, file);
  kp_statement_bind_id (bind, 2, &operation->id);
  kp_statement_bind_id (bind, 3, org);
  if (!kp_statement_run (bind, &n_changed, error))
    return FALSE;
  if (n_changed > 0)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "A file is no longer here");
  return FALSE;
}

/* The organisation that an operation is about: of a new request by its argument, else by its
 * subject.
 */
static gboolean
load_org (KpStore *self,
          const KpOperation *operation,
          KpId *org,
          GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (yyjson_doc) subject = NULL;
  g_autofree char *body = NULL;

  *org = (KpId) { 0 };
  if (operation->kind->use == KP_SUBJECT_CREATED)
    {
      kp_value_get_id (yyjson_obj_get (operation->arguments, "org"), org);
      return TRUE;
    }

  if (!kp_store_dup_record (self, operation->kind->subject, &operation->subject, &body, NULL,
                            &local))
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      return local == NULL;
    }

  subject = yyjson_read (body, strlen (body), YYJSON_READ_NOFLAG);
  kp_value_get_id (yyjson_obj_get (yyjson_doc_get_root (subject), "org_id"), org);
  return TRUE;
}

gboolean
kp_files_bind (KpStore *self,
               const KpOperation *operation,
               GError **error)
{
  KpId org;

  if (operation->n_listed == 0)
    return TRUE;
  if (!load_org (self, operation, &org, error))
    return FALSE;

  for (guint i = 0; i < operation->n_listed; i++)
    {
      if (!bind_one (self, operation, &org, &operation->listed[i], error))
        return FALSE;
    }

  return TRUE;
}

static const char SET_REFUSED[] = "UPDATE file SET state = 4, fault = $2 WHERE id = $1";
static const char HOLD[] =
  "UPDATE operation SET state = 4, result = '" KP_RESULT_FILE "', reply = $2"
  " WHERE id = $1 AND offer = 1";
static const char SELECT_PLACE[] =
  "SELECT f.value ->> '$.place'"
  "  FROM operation o, json_each (CAST (o.bytes AS TEXT), '$.a.attachments') f"
  " WHERE o.id = $1 AND f.value ->> '$.id' = $2";

/* What the journal and a draft that comes back are told: where it hurts, and which file. */
static char *
make_reply (KpStore *self,
            const KpFileRow *row,
            KpFileFault fault)
{
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  g_autoptr (KpStatement) select = kp_db_prepare (self->outbox, SELECT_PLACE, NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  yyjson_mut_val *need = yyjson_mut_arr (doc);
  gboolean has_row = FALSE;
  char id[KP_ID_SIZE];

  kp_id_format (&row->id, id);
  yyjson_mut_doc_set_root (doc, root);
  if (select != NULL)
    {
      kp_statement_bind_id (select, 1, &row->operation);
      kp_statement_bind_text (select, 2, id);
      if (kp_statement_step (select, &has_row, NULL, NULL) && has_row &&
          !kp_statement_is_null (select, 0))
        yyjson_mut_arr_add_strcpy (doc, need, kp_statement_get_text (select, 0));
    }
  yyjson_mut_obj_add_val (doc, root, "need", need);
  yyjson_mut_obj_add_int (doc, root, "fault", fault);
  yyjson_mut_obj_add_strcpy (doc, root, "name", row->name);

  return yyjson_mut_write (doc, 0, NULL);
}

/* Within a transaction: the operation of @row does not go, and needs the person. */
static gboolean
hold (KpStore *self,
      const KpFileRow *row,
      KpFileFault fault,
      GError **error)
{
  g_autofree char *reply = make_reply (self, row, fault);
  g_autoptr (KpStatement) refuse = NULL;
  g_autoptr (KpStatement) operation = NULL;

  refuse = kp_db_prepare (self->outbox, SET_REFUSED, error);
  operation = refuse != NULL ? kp_db_prepare (self->outbox, HOLD, error) : NULL;
  if (operation == NULL)
    return FALSE;

  kp_statement_bind_id (refuse, 1, &row->id);
  kp_statement_bind_int64 (refuse, 2, fault);
  kp_statement_bind_id (operation, 1, &row->operation);
  kp_statement_bind_text (operation, 2, reply);

  return kp_statement_run (refuse, NULL, error) && kp_statement_run (operation, NULL, error);
}

static const char SELECT_ASKED[] =
  "SELECT " FILE_COLUMNS ", asked FROM file"
  " WHERE operation = $1 AND sha256 = $2 AND state IN (2, 3)";
static const char ASK[] =
  "UPDATE file SET state = 2, asked = asked + 1 WHERE operation = $1 AND sha256 = $2";

/* @found: (out): whether the file is here, and may be sent once more */
static gboolean
find_asked (KpStore *self,
            const KpId *operation,
            const char *sha256,
            KpFileRow **row,
            gboolean *again,
            GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->outbox, SELECT_ASKED, error);
  gboolean has_row;

  *row = NULL;
  *again = FALSE;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, operation);
  kp_statement_bind_text (select, 2, sha256);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *row = read_row (select);
  *again = kp_statement_get_int64 (select, 10) < MAX_ASKED;
  return TRUE;
}

/* Returns: (transfer full) (nullable): what @operation says of the file with that content */
static KpFileRow *
read_named (const KpOperation *operation,
            const char *sha256)
{
  yyjson_arr_iter iter = yyjson_arr_iter_with (
    yyjson_obj_get (operation->arguments, operation->kind->listed->argument));
  yyjson_val *element;

  while ((element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      KpFileRow *row;

      if (!yyjson_equals_str (yyjson_obj_get (element, "sha256"), sha256))
        continue;

      row = g_new0 (KpFileRow, 1);
      kp_value_get_id (yyjson_obj_get (element, "id"), &row->id);
      row->name = g_strdup (yyjson_get_str (yyjson_obj_get (element, "name")));
      row->media_type = g_strdup (yyjson_get_str (yyjson_obj_get (element, "media_type")));
      row->sha256 = g_strdup (sha256);
      row->size = yyjson_get_sint (yyjson_obj_get (element, "size"));
      row->operation = operation->id;
      return row;
    }

  return NULL;
}

static const char INSERT_GONE[] =
  "INSERT INTO file (id, key, name, media_type, size, sha256, operation, made_at)"
  " VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT (id) DO NOTHING";

static gboolean
insert_gone (KpStore *self,
             const KpFileRow *row,
             guint *n_inserted,
             GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (self->outbox, INSERT_GONE, error);

  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, &row->id);
  kp_statement_bind_blob (insert, 2, row->key, sizeof row->key);
  kp_statement_bind_text (insert, 3, row->name);
  kp_statement_bind_text (insert, 4, row->media_type);
  kp_statement_bind_int64 (insert, 5, row->size);
  kp_statement_bind_text (insert, 6, row->sha256);
  kp_statement_bind_id (insert, 7, &row->operation);
  kp_statement_bind_int64 (insert, 8, kp_environment_now (self->environment));

  return kp_statement_run (insert, n_inserted, error);
}

/* A file that has no row any more gets one again, as refused: that keeps its operation here, and is
 * what the person takes out of it. @held: (out)
 */
static gboolean
hold_without (KpStore *self,
              const KpId *operation,
              const char *sha256,
              gboolean *held,
              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KpOutboxItem) item = kp_store_get_change (self, operation, &local);
  g_autoptr (KpFileRow) row = NULL;
  guint n_inserted;

  *held = FALSE;
  if (local != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&local));
      return FALSE;
    }

  /* What the person took note of stays closed. */
  if (item != NULL && item->operation->n_listed > 0 && item->state != KP_OUTBOX_CLOSED)
    row = read_named (item->operation, sha256);
  if (row == NULL)
    return TRUE;
  if (!insert_gone (self, row, &n_inserted, error))
    return FALSE;

  *held = n_inserted > 0;
  return !*held || hold (self, row, KP_FILE_FAULT_GONE, error);
}

gboolean
kp_files_need (KpStore *self,
               const KpId *operation,
               const char *sha256,
               gboolean *found,
               GError **error)
{
  g_autoptr (KpFileRow) row = NULL;
  g_autoptr (KpStatement) ask = NULL;
  gboolean again;

  if (!find_asked (self, operation, sha256, &row, &again, error))
    return FALSE;
  *found = row != NULL;
  if (row == NULL)
    return hold_without (self, operation, sha256, found, error);
  if (!again)
    return hold (self, row, KP_FILE_FAULT_DENIED, error);

  ask = kp_db_prepare (self->outbox, ASK, error);
  if (ask == NULL)
    return FALSE;

  kp_statement_bind_id (ask, 1, operation);
  kp_statement_bind_text (ask, 2, sha256);
  return kp_statement_run (ask, NULL, error);
}

/* In the order in which the operations will be sent. */
static const char SELECT_NEXT[] =
  "SELECT " FILE_COLUMNS " FROM file WHERE id ="
  " (SELECT f.id FROM file f JOIN operation o ON o.id = f.operation"
  "   WHERE f.state = 2 AND o.offer = 1 ORDER BY o.no, f.made_at, f.id LIMIT 1)";

KpFileRow *
kp_store_file_next (KpStore *self,
                    GError **error)
{
  g_return_val_if_fail (self != NULL, NULL);

  return load_row (self->outbox, SELECT_NEXT, NULL, error);
}

static const char SET_SENT[] =
  "UPDATE file SET state = 3 WHERE state = 2 AND sha256 = $1 AND org IS $2";

gboolean
kp_store_file_set_sent (KpStore *self,
                        const KpFileRow *row,
                        GError **error)
{
  g_autoptr (KpStatement) set = NULL;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  set = kp_db_prepare (self->outbox, SET_SENT, error);
  if (set == NULL)
    return FALSE;

  kp_statement_bind_text (set, 1, row->sha256);
  kp_statement_bind_id (set, 2, &row->org);
  if (!kp_statement_run (set, NULL, error))
    return FALSE;

  tell (self);
  return TRUE;
}

/* Shows again what depends on an operation; damage is met again by its readers. */
static void
show_again (KpStore *self)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (GError) error = NULL;

  if (!kp_pending_project_again (self, changes, &error))
    kp_store_report_damage (self, error);
  changes->outbox = TRUE;
  kp_store_emit (self, changes);
}

gboolean
kp_store_file_refuse (KpStore *self,
                      const KpFileRow *row,
                      KpFileFault fault,
                      GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;

  g_return_val_if_fail (self != NULL && row != NULL, FALSE);

  transaction = kp_db_begin (self->outbox, error);
  if (transaction == NULL ||
      !hold (self, row, fault, error) ||
      !kp_transaction_commit (g_steal_pointer (&transaction), error))
    return FALSE;

  show_again (self);
  return TRUE;
}

/* Taking refused files out. */

static const char SELECT_REFUSED[] = "SELECT id FROM file WHERE operation = $1 AND state = 4";
static const char DELETE_REFUSED[] = "DELETE FROM file WHERE operation = $1 AND state = 4";
static const char REPLACE[] =
  "UPDATE operation SET bytes = $2, state = 1, result = NULL, reply = NULL, retry_at = 0"
  " WHERE id = $1 AND result = '" KP_RESULT_FILE "'";

/* Returns: (transfer full) (nullable) (element-type KpId) */
static GArray *
list_refused (KpStore *self,
              const KpId *change,
              GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (self->outbox, SELECT_REFUSED, error);
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  gboolean has_row = TRUE;
  KpId id;

  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, change);
  while (has_row)
    {
      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (has_row && kp_statement_get_id (select, 0, &id))
        g_array_append_val (ids, id);
    }

  if (ids->len > 0)
    return g_steal_pointer (&ids);

  g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "No file of the change was refused");
  return NULL;
}

static gboolean
is_among (GArray *ids,
          yyjson_val *element)
{
  KpId id;

  if (!kp_value_get_id (yyjson_obj_get (element, "id"), &id))
    return FALSE;

  for (guint i = 0; i < ids->len; i++)
    {
      if (kp_id_equal (&g_array_index (ids, KpId, i), &id))
        return TRUE;
    }

  return FALSE;
}

/* Returns: (transfer full): the arguments of @operation without the files @refused; @n_left is how
 *   many files remain
 */
static yyjson_doc *
make_arguments (const KpOperation *operation,
                GArray *refused,
                guint *n_left)
{
  const char *argument = operation->kind->listed->argument;
  g_autoptr (yyjson_mut_doc) doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_val_mut_copy (doc, operation->arguments);
  yyjson_mut_val *files = yyjson_mut_arr (doc);
  yyjson_arr_iter iter = yyjson_arr_iter_with (yyjson_obj_get (operation->arguments, argument));
  yyjson_val *element;

  yyjson_mut_doc_set_root (doc, root);
  while ((element = yyjson_arr_iter_next (&iter)) != NULL)
    {
      if (!is_among (refused, element))
        yyjson_mut_arr_append (files, yyjson_val_mut_copy (doc, element));
    }

  *n_left = (guint) yyjson_mut_arr_size (files);
  yyjson_mut_obj_remove_key (root, argument);
  if (*n_left > 0)
    yyjson_mut_obj_add_val (doc, root, argument, files);

  return yyjson_mut_doc_imut_copy (doc, NULL);
}

static gboolean
replace (KpStore *self,
         const KpOperation *operation,
         yyjson_val *arguments,
         GError **error)
{
  g_autoptr (KpTransaction) transaction = NULL;
  g_autoptr (KpOperation) made =
    kp_operation_new (operation->kind, &operation->id, &operation->after, operation->at,
                      operation->was, arguments, error);
  g_autoptr (KpStatement) update = NULL;
  gconstpointer bytes;
  gsize length;

  if (made == NULL)
    return FALSE;
  transaction = kp_db_begin (self->outbox, error);
  update = transaction != NULL ? kp_db_prepare (self->outbox, REPLACE, error) : NULL;
  if (update == NULL)
    return FALSE;

  bytes = g_bytes_get_data (made->bytes, &length);
  kp_statement_bind_id (update, 1, &operation->id);
  kp_statement_bind_blob (update, 2, bytes, length);

  return kp_statement_run (update, NULL, error) &&
         run_with_id (self->outbox, DELETE_REFUSED, &operation->id, NULL, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

static gboolean
has_words (const KpOperation *operation)
{
  const char *text = yyjson_get_str (yyjson_obj_get (operation->arguments, "text"));

  return text != NULL && *text != '\0';
}

gboolean
kp_store_file_remove_refused (KpStore *self,
                              const KpId *change,
                              GError **error)
{
  g_autoptr (GError) local = NULL;
  g_autoptr (KpOutboxItem) item = NULL;
  g_autoptr (GArray) refused = NULL;
  g_autoptr (yyjson_doc) arguments = NULL;
  guint n_left;

  g_return_val_if_fail (self != NULL && change != NULL, FALSE);

  item = kp_store_get_change (self, change, &local);
  if (item == NULL)
    {
      if (local != NULL)
        g_propagate_error (error, g_steal_pointer (&local));
      else
        g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "There is no such change");
      return FALSE;
    }

  refused = list_refused (self, change, error);
  if (refused == NULL)
    return FALSE;

  arguments = make_arguments (item->operation, refused, &n_left);
  if (n_left == 0 && !has_words (item->operation))
    return kp_store_drop_change (self, change, NULL, error);
  if (!replace (self, item->operation, yyjson_doc_get_root (arguments), error))
    return FALSE;

  for (guint i = 0; i < refused->len; i++)
    remove_content (self, &g_array_index (refused, KpId, i));
  show_again (self);
  return TRUE;
}
