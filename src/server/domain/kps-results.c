/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON is built, never printed.
 */

#include "kps-results.h"

#include "kp-value.h"

#include <string.h>

static const char SELECT_RESULT[] =
  "SELECT sha, result, outcome FROM op WHERE user_id = $1 AND id = $2";

gboolean
kps_result_load (KpDb *db,
                 const KpId *user_id,
                 const KpId *operation_id,
                 KpsResult **result,
                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_RESULT, error);
  gconstpointer sha;
  gboolean has_row;
  gsize length;

  *result = NULL;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, user_id);
  kp_statement_bind_id (select, 2, operation_id);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;
  if (!has_row)
    return TRUE;

  *result = g_new0 (KpsResult, 1);
  sha = kp_statement_get_blob (select, 0, &length);
  if (length == KPS_SHA_SIZE)
    memcpy ((*result)->sha, sha, KPS_SHA_SIZE);
  (*result)->line = g_strdup (kp_statement_get_text (select, 1));
  (*result)->outcome = g_strdup (kp_statement_get_text (select, 2));

  return TRUE;
}

static const char RENEW_RESULT[] = "UPDATE op SET at = $3 WHERE user_id = $1 AND id = $2";

gboolean
kps_result_renew (KpsTx *tx,
                  const KpId *user_id,
                  const KpId *operation_id,
                  GError **error)
{
  g_autoptr (KpStatement) renew = kp_db_prepare (kps_tx_get_db (tx), RENEW_RESULT, error);

  if (renew == NULL)
    return FALSE;

  kp_statement_bind_id (renew, 1, user_id);
  kp_statement_bind_id (renew, 2, operation_id);
  kp_statement_bind_int64 (renew, 3, kps_tx_get_now (tx));

  return kp_statement_run (renew, NULL, error);
}

static const char INSERT_RESULT[] =
  "INSERT INTO op (user_id, id, sha, result, outcome, commit_no, at)"
  " VALUES ($1, $2, $3, $4, $5, $6, $7)";

gboolean
kps_result_save (KpsTx *tx,
                 const KpId *user_id,
                 const KpId *operation_id,
                 const KpsResult *result,
                 GError **error)
{
  g_autoptr (KpStatement) insert = NULL;
  gint64 number = kps_tx_get_commit_number (tx, error);

  if (number == 0)
    return FALSE;

  insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_RESULT, error);
  if (insert == NULL)
    return FALSE;

  kp_statement_bind_id (insert, 1, user_id);
  kp_statement_bind_id (insert, 2, operation_id);
  kp_statement_bind_blob (insert, 3, result->sha, KPS_SHA_SIZE);
  kp_statement_bind_text (insert, 4, result->line);
  kp_statement_bind_text (insert, 5, result->outcome);
  kp_statement_bind_int64 (insert, 6, number);
  kp_statement_bind_int64 (insert, 7, kps_tx_get_now (tx));

  return kp_statement_run (insert, NULL, error);
}

void
kps_result_free (KpsResult *self)
{
  if (self == NULL)
    return;

  g_free (self->line);
  g_free (self->outcome);
  g_free (self);
}

static yyjson_mut_doc *
start (const KpId *operation_id,
       const char *outcome)
{
  yyjson_mut_doc *doc = yyjson_mut_doc_new (NULL);
  yyjson_mut_val *root = yyjson_mut_obj (doc);
  char text[KP_ID_SIZE];

  kp_id_format (operation_id, text);
  yyjson_mut_doc_set_root (doc, root);
  yyjson_mut_obj_add_strcpy (doc, root, "op", text);
  yyjson_mut_obj_add_strcpy (doc, root, "r", outcome);

  return doc;
}

/* Returns: (transfer full): the text of @doc, which is freed */
static char *
finish (yyjson_mut_doc *doc)
{
  char *text = yyjson_mut_write (doc, YYJSON_WRITE_NOFLAG, NULL);
  char *copy = g_strdup (text);

  free (text);
  yyjson_mut_doc_free (doc);

  return copy;
}

char *
kps_result_line (const KpId *operation_id,
                 const char *outcome)
{
  return finish (start (operation_id, outcome));
}

char *
kps_result_line_ok (const KpId *operation_id,
                    const char *number)
{
  yyjson_mut_doc *doc = start (operation_id, "ok");

  if (number != NULL)
    yyjson_mut_obj_add_strcpy (doc, yyjson_mut_doc_get_root (doc), "no", number);

  return finish (doc);
}

static void
add_places (yyjson_mut_doc *doc,
            GPtrArray *places)
{
  yyjson_mut_val *array = yyjson_mut_arr (doc);

  for (guint i = 0; i < places->len; i++)
    yyjson_mut_arr_add_strcpy (doc, array, places->pdata[i]);
  yyjson_mut_obj_add_val (doc, yyjson_mut_doc_get_root (doc), "need", array);
}

char *
kps_result_line_need (const KpId *operation_id,
                      GPtrArray *places)
{
  yyjson_mut_doc *doc = start (operation_id, "need");

  add_places (doc, places);

  return finish (doc);
}

char *
kps_result_line_later (const KpId *operation_id,
                       int seconds,
                       GPtrArray *places)
{
  yyjson_mut_doc *doc = start (operation_id, "later");

  yyjson_mut_obj_add_int (doc, yyjson_mut_doc_get_root (doc), "s", seconds);
  if (places != NULL)
    add_places (doc, places);

  return finish (doc);
}

static void
add_present (yyjson_mut_doc *doc,
             yyjson_mut_val *object,
             const KpsRecord *subject,
             const char *field)
{
  yyjson_val *value = yyjson_obj_get (subject->root, field);

  if (yyjson_mut_obj_get (object, field) != NULL)
    return;

  yyjson_mut_obj_add (object, yyjson_mut_strcpy (doc, field),
                      value != NULL ? yyjson_val_mut_copy (doc, value) : yyjson_mut_null (doc));
}

/* A step that somebody else took first, and that may be taken once more, writes over what he
 * wrote: that has to be seen before. */
static gboolean
can_write_over (const KpOperationKind *kind,
                const char *state)
{
  return state != NULL && g_strcmp0 (state, kind->to) == 0 &&
         kind->from != NULL && g_strv_contains (kind->from, state);
}

static void
add_written (yyjson_mut_doc *doc,
             yyjson_mut_val *now,
             const KpOperation *operation,
             const KpsRecord *subject)
{
  for (const KpEffect *effect = operation->kind->effects; effect->field != NULL; effect++)
    {
      if (effect->source == KP_SOURCE_ARGUMENT &&
          yyjson_obj_get (operation->arguments, effect->value) != NULL)
        add_present (doc, now, subject, effect->field);
    }
}

char *
kps_result_line_conflict (const KpOperation *operation,
                          const KpsRecord *subject)
{
  yyjson_mut_doc *doc = start (&operation->id, "conflict");
  yyjson_mut_val *root = yyjson_mut_doc_get_root (doc);
  yyjson_mut_val *now = yyjson_mut_obj (doc);
  const char *by = kps_record_get_text (subject, "state_by");
  yyjson_val *key;
  yyjson_val *value;
  size_t i;
  size_t n;

  yyjson_obj_foreach (operation->was, i, n, key, value)
  {
    add_present (doc, now, subject, yyjson_get_str (key));
  }
  if (operation->kind->to != NULL)
    add_present (doc, now, subject, "state");
  if (can_write_over (operation->kind, kps_record_get_text (subject, "state")))
    add_written (doc, now, operation, subject);

  yyjson_mut_obj_add_val (doc, root, "now", now);
  if (by != NULL)
    {
      yyjson_mut_obj_add_strcpy (doc, root, "by", by);
      yyjson_mut_obj_add_sint (doc, root, "at", kps_record_get_int (subject, "state_at"));
    }

  return finish (doc);
}
