/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Projections made anew from the raw rows and the outbox: at the start, and when one may have been
 * missed.
 */

#include "kp-store-pending.h"
#include "kp-store-private.h"
#include "kp-store-replica.h"

/* Adds whatever is marked as pending, by operations that may have ended since. */
static gboolean
collect_marked (KpProjector *projector,
                GHashTable *records,
                GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));

  for (KpEntityType entity = 1; entity <= KP_N_ENTITIES; entity++)
    {
      g_array_set_size (ids, 0);
      if (!kp_projector_list_pending (projector, entity, ids, error))
        return FALSE;
      for (guint i = 0; i < ids->len; i++)
        kp_pending_records_add (records, entity, &g_array_index (ids, KpId, i));
    }

  return TRUE;
}

static gboolean
project_all_pending (KpStore *store,
                     KpChangeSet *changes,
                     GError **error)
{
  g_autoptr (KpProjector) projector = kp_projector_new (store->texts, store->cache);
  g_autoptr (GHashTable) records = kp_pending_records_new ();
  g_autoptr (KpPendingSet) set = NULL;
  gint64 round;

  if (!kp_replica_get_round (store->cache, &round, error))
    return FALSE;
  set = kp_pending_set_load (store, round, error);
  if (set == NULL || !collect_marked (projector, records, error))
    return FALSE;

  kp_pending_set_collect_all (set, records);
  return kp_pending_set_project (set, projector, round, records, changes, error);
}

static gboolean
make_tables (KpStore *store,
             GError **error)
{
  g_autoptr (KpProjector) projector = kp_projector_new (store->texts, store->cache);
  const char *shape = kp_projection_texts_get_shape (store->texts);
  gboolean same;

  return kp_replica_has_shape (store->cache, shape, &same, error) &&
         (same ||
          (kp_projection_create_tables (store->texts, store->cache, error) &&
           kp_projector_put_all (projector, error) &&
           kp_replica_set_shape (store->cache, shape, error)));
}

gboolean
kp_pending_project_at_start (KpStore *store,
                             GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();

  return transaction != NULL &&
         make_tables (store, error) &&
         project_all_pending (store, changes, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}

gboolean
kp_pending_project_again (KpStore *store,
                          KpChangeSet *changes,
                          GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);

  return transaction != NULL &&
         project_all_pending (store, changes, error) &&
         kp_transaction_commit (g_steal_pointer (&transaction), error);
}
