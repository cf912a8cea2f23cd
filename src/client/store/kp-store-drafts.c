/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Drafts: the writer's own JSON, kept where nothing is ever rebuilt.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-store-outbox.h"
#include "kp-store-private.h"

#include <string.h>

void
kp_draft_row_free (KpDraftRow *self)
{
  g_free (self->kind);
  g_free (self->body);
  g_free (self);
}

static void
tell (KpStore *self)
{
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();

  changes->outbox = TRUE;
  kp_store_emit (self, changes);
}

static const char PUT_DRAFT[] =
  "INSERT INTO draft (id, kind, body, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)"
  " ON CONFLICT (id) DO UPDATE SET body = excluded.body, updated_at = excluded.updated_at";

gboolean
kp_store_draft_save (KpStore *self,
                     const KpId *id,
                     const char *kind,
                     const char *body,
                     GError **error)
{
  g_autoptr (KpStatement) put = NULL;

  g_return_val_if_fail (self != NULL && id != NULL && kind != NULL && body != NULL, FALSE);

  if (strlen (body) > KP_LIMIT_DRAFT)
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The draft is too long");
      return FALSE;
    }

  put = kp_db_prepare (self->outbox, PUT_DRAFT, error);
  if (put == NULL)
    return FALSE;

  kp_statement_bind_id (put, 1, id);
  kp_statement_bind_text (put, 2, kind);
  kp_statement_bind_text (put, 3, body);
  kp_statement_bind_int64 (put, 4, kp_environment_now (self->environment));
  if (!kp_statement_run (put, NULL, error))
    return FALSE;

  tell (self);
  return TRUE;
}

static KpDraftRow *
read_draft (KpStatement *row)
{
  KpDraftRow *draft = g_new (KpDraftRow, 1);

  *draft = (KpDraftRow) {
    .kind = g_strdup (kp_statement_get_text (row, 1)),
    .body = g_strdup (kp_statement_get_text (row, 2)),
    .created_at = kp_statement_get_int64 (row, 3),
    .updated_at = kp_statement_get_int64 (row, 4),
  };
  kp_statement_get_id (row, 0, &draft->id);

  return draft;
}

static const char LIST_DRAFTS[] =
  "SELECT id, kind, body, created_at, updated_at FROM draft ORDER BY updated_at DESC, id DESC";

GPtrArray *
kp_store_draft_list (KpStore *self,
                     GError **error)
{
  g_autoptr (GPtrArray) drafts =
    g_ptr_array_new_with_free_func ((GDestroyNotify) kp_draft_row_free);
  g_autoptr (KpStatement) list = NULL;

  g_return_val_if_fail (self != NULL, NULL);

  list = kp_db_prepare (self->outbox, LIST_DRAFTS, error);
  if (list == NULL)
    return NULL;

  for (;;)
    {
      gboolean has_row;

      if (!kp_statement_step (list, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&drafts);

      g_ptr_array_add (drafts, read_draft (list));
    }
}

static const char SELECT_DRAFT[] =
  "SELECT id, kind, body, created_at, updated_at FROM draft WHERE id = $1";

KpDraftRow *
kp_store_draft_load (KpStore *self,
                     const KpId *id,
                     GError **error)
{
  g_autoptr (KpStatement) select = NULL;
  gboolean has_row;

  g_return_val_if_fail (self != NULL && id != NULL, NULL);

  select = kp_db_prepare (self->outbox, SELECT_DRAFT, error);
  if (select == NULL)
    return NULL;

  kp_statement_bind_id (select, 1, id);
  if (!kp_statement_step (select, &has_row, NULL, error) || !has_row)
    return NULL;

  return read_draft (select);
}

static const char DELETE_DRAFT[] = "DELETE FROM draft WHERE id = $1";

gboolean
kp_drafts_delete (KpStore *self,
                  const KpId *id,
                  guint *n_deleted,
                  GError **error)
{
  g_autoptr (KpStatement) delete = kp_db_prepare (self->outbox, DELETE_DRAFT, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_id (delete, 1, id);
  return kp_statement_run (delete, n_deleted, error);
}

gboolean
kp_store_draft_delete (KpStore *self,
                       const KpId *id,
                       GError **error)
{
  g_autoptr (KpDraftRow) former = NULL;
  g_autoptr (GError) unreadable = NULL;
  guint n_deleted;

  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  /* One that cannot be read can still be deleted, but not brought back. */
  former = kp_store_draft_load (self, id, &unreadable);
  if (!kp_drafts_delete (self, id, &n_deleted, error))
    return FALSE;
  if (n_deleted == 0)
    return TRUE;

  g_clear_pointer (&self->deleted, kp_draft_row_free);
  self->deleted = g_steal_pointer (&former);
  tell (self);

  return TRUE;
}

gboolean
kp_store_draft_restore (KpStore *self,
                        const KpId *id,
                        GError **error)
{
  g_return_val_if_fail (self != NULL && id != NULL, FALSE);

  if (self->deleted == NULL || !kp_id_equal (&self->deleted->id, id))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "No such draft was deleted");
      return FALSE;
    }
  if (!kp_store_draft_save (self, id, self->deleted->kind, self->deleted->body, error))
    return FALSE;

  g_clear_pointer (&self->deleted, kp_draft_row_free);

  return TRUE;
}
