/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * How far operations have come, where only that has changed: a mark costs less than projecting
 * again.
 */

#include "kp-store-pending.h"
#include "kp-store-private.h"

static const char SELECT_STATES[] =
  "SELECT state FROM operation WHERE subject_ent = $1 AND subject = $2"
  " UNION "
  "SELECT state FROM operation WHERE added_ent = $1 AND added = $2";

/* @states: bits of KpOutboxState. Returns: what is most worth knowing */
static KpPending
pending_of (guint states)
{
  if (states & 1 << KP_OUTBOX_NEEDS_YOU)
    return KP_PENDING_NEEDS_YOU;
  if (states & 1 << KP_OUTBOX_QUEUED)
    return KP_PENDING_QUEUED;

  return states & 1 << KP_OUTBOX_SENT ? KP_PENDING_SENT : KP_PENDING_NONE;
}

static gboolean
mark_record (KpStore *store,
             KpProjector *projector,
             const KpChanged *record,
             KpChangeSet *changes,
             GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (store->outbox, SELECT_STATES, error);
  guint states = 0;
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, record->entity);
  kp_statement_bind_id (select, 2, &record->id);
  do
    {
      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (has_row)
        states |= 1 << kp_statement_get_int64 (select, 0);
    }
  while (has_row);

  kp_change_set_add (changes, record->entity, &record->id);
  return kp_projector_set_pending (projector, record->entity, &record->id, pending_of (states),
                                   error);
}

gboolean
kp_pending_mark (KpStore *store,
                 GHashTable *records,
                 KpChangeSet *changes,
                 GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);
  g_autoptr (KpProjector) projector = kp_projector_new (store->texts, store->cache);
  GHashTableIter iter;
  gpointer record;

  if (transaction == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, records);
  while (g_hash_table_iter_next (&iter, &record, NULL))
    {
      if (!mark_record (store, projector, record, changes, error))
        return FALSE;
    }

  return kp_transaction_commit (g_steal_pointer (&transaction), error);
}
