/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Projections made anew from the raw rows and the outbox: at the start, and when one may have been
 * missed.
 */

#include "kp-store-files.h"
#include "kp-store-pending.h"
#include "kp-store-private.h"
#include "kp-store-replica.h"

#include "kp-error.h"

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

/* @had_tables: (out): whether the tables that are there can be read as they are */
static gboolean
make_tables (KpStore *store,
             gboolean *had_tables,
             GError **error)
{
  g_autoptr (KpProjector) projector = kp_projector_new (store->texts, store->cache);
  const char *shape = kp_projection_texts_get_shape (store->texts);

  return kp_replica_has_shape (store->cache, shape, had_tables, error) &&
         (*had_tables ||
          (kp_projection_create_tables (store->texts, store->cache, error) &&
           kp_projector_put_all (projector, error) &&
           kp_replica_set_shape (store->cache, shape, error)));
}

/* Whether an error means that nothing can be written, while what is there can be read. */
static gboolean
is_disk_full (KpStore *store,
              const GError *error)
{
  g_autofree char *path = g_build_filename (store->folder, KP_STORE_CACHE, NULL);

  return g_error_matches (error, KP_ERROR, KP_ERROR_STORAGE) && kp_db_read_whole (path, NULL);
}

gboolean
kp_pending_project_at_start (KpStore *store,
                             GError **error)
{
  g_autoptr (KpTransaction) transaction = kp_db_begin (store->cache, error);
  g_autoptr (KpChangeSet) changes = kp_change_set_new ();
  g_autoptr (GError) local_error = NULL;
  gboolean had_tables;

  if (transaction == NULL || !make_tables (store, &had_tables, error))
    return FALSE;
  if (project_all_pending (store, changes, &local_error) &&
      kp_transaction_commit (g_steal_pointer (&transaction), &local_error))
    return TRUE;

  /* With a full disk, what was projected before is still there to be read. */
  if (had_tables && is_disk_full (store, local_error))
    {
      store->is_behind = TRUE;
      return TRUE;
    }

  g_propagate_error (error, g_steal_pointer (&local_error));
  return FALSE;
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
