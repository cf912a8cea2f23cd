/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Forgetting what nobody needs to be told any more (SYNC.md section 3, "Retention").
 */

#include "kps-publications.h"
#include "kps-store.h"

#define DAY (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
#define KEEP_DAYS 35
#define KEEP_RESULT_DAYS 400

/* Up to which number a stream is pruned. */
typedef struct
{
  gint64 stream;
  gint64 upto;
} Floor;

/* Without being told, SQLite would rather read the whole table in the order of the streams. */
static const char SELECT_FLOORS[] =
  "SELECT stream, max (seq) FROM pub INDEXED BY pub_by_gone"
  " WHERE gone = 1 AND at < $1 GROUP BY stream";

/* Returns: (transfer full): array of Floor */
static GArray *
list_floors (KpDb *db,
             gint64 before,
             GError **error)
{
  g_autoptr (GArray) floors = g_array_new (FALSE, FALSE, sizeof (Floor));
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_FLOORS, error);

  if (select == NULL)
    return NULL;

  kp_statement_bind_int64 (select, 1, before);
  for (;;)
    {
      gboolean has_row;
      Floor next;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (!has_row)
        return g_steal_pointer (&floors);

      next.stream = kp_statement_get_int64 (select, 0);
      next.upto = kp_statement_get_int64 (select, 1);
      g_array_append_val (floors, next);
    }
}

/* Runs a statement with one or two numbers. */
static gboolean
run_with (KpDb *db,
          const char *sql,
          gint64 first,
          gint64 second,
          GError **error)
{
  g_autoptr (KpStatement) statement = kp_db_prepare (db, sql, error);

  if (statement == NULL)
    return FALSE;

  kp_statement_bind_int64 (statement, 1, first);
  kp_statement_bind_int64 (statement, 2, second);

  return kp_statement_run (statement, NULL, error);
}

static const char RAISE_FLOOR[] = "UPDATE stream SET floor = max (floor, $2) WHERE no = $1";
static const char DELETE_GONE[] =
  "DELETE FROM pub WHERE stream = $1 AND seq <= $2 AND gone = 1";

static gboolean
prune_streams (KpDb *db,
               gint64 before,
               GError **error)
{
  g_autoptr (GArray) floors = list_floors (db, before, error);

  if (floors == NULL)
    return FALSE;

  for (guint i = 0; i < floors->len; i++)
    {
      const Floor *next = &g_array_index (floors, Floor, i);

      if (!run_with (db, RAISE_FLOOR, next->stream, next->upto, error) ||
          !run_with (db, DELETE_GONE, next->stream, next->upto, error))
        return FALSE;
    }

  return TRUE;
}

/* The newest row stays: it is what the next reply says was seen. */
static const char DELETE_COMMITS[] =
  "DELETE FROM commit_log WHERE at < $1 AND no < (SELECT max (no) FROM commit_log) AND $2 = 0";
static const char DELETE_RESULTS[] = "DELETE FROM op WHERE at < $1 AND $2 = 0";

static const char SELECT_OLD_WORK[] =
  "SELECT p.id FROM stream s JOIN pub p ON p.stream = s.no"
  " WHERE s.id = 'q:work' AND p.gone = 0 AND p.at < $1 AND p.seq > 0 AND p.ent = $2";

/* Work orders that ended long ago leave the staff's list although nobody changed them. */
static gboolean
leave_work_list (KpsTx *self,
                 GError **error)
{
  g_autoptr (GArray) ids = g_array_new (FALSE, FALSE, sizeof (KpId));
  g_autoptr (KpStatement) select = kp_db_prepare (kps_tx_get_db (self), SELECT_OLD_WORK, error);
  gboolean has_row = TRUE;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, kps_tx_get_now (self) - KPS_WORK_LIST_DAYS * DAY);
  kp_statement_bind_int64 (select, 2, KP_ENTITY_WORK_ORDER);
  while (has_row)
    {
      KpId id;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return FALSE;
      if (has_row && kp_statement_get_id (select, 0, &id))
        g_array_append_val (ids, id);
    }
  g_clear_pointer (&select, kp_statement_release);

  for (guint i = 0; i < ids->len; i++)
    {
      if (!kps_tx_publish_again (self, KP_ENTITY_WORK_ORDER, &g_array_index (ids, KpId, i), error))
        return FALSE;
    }

  return TRUE;
}

gboolean
kps_tx_prune (KpsTx *self,
              GError **error)
{
  KpDb *db = kps_tx_get_db (self);
  gint64 now = kps_tx_get_now (self);

  return prune_streams (db, now - KEEP_DAYS * DAY, error) &&
         run_with (db, DELETE_COMMITS, now - KEEP_DAYS * DAY, 0, error) &&
         run_with (db, DELETE_RESULTS, now - KEEP_RESULT_DAYS * DAY, 0, error) &&
         leave_work_list (self, error);
}
