/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Files that nothing names any longer. There are few, so they are looked at one by one.
 */

#include "kp-store-attachments.h"
#include "kp-store-private.h"

#include <gio/gio.h>
#include <glib/gstdio.h>

typedef enum
{
  FILE_CHOSEN = 0, /* no operation names it */
  FILE_OVER = 1,   /* its operation is gone, or was closed by the person */
  FILE_THERE = 2   /* its operation has ended well: the record may be here */
} Fate;

typedef struct
{
  KpId id;
  Fate fate;
} Candidate;

static const char LIST_OWN[] =
  "SELECT f.id, CASE WHEN f.operation IS NULL THEN 0 WHEN o.state = 3 THEN 2 ELSE 1 END"
  "  FROM file f LEFT JOIN operation o ON o.id = f.operation"
  " WHERE f.state BETWEEN 1 AND 4"
  "   AND (o.no IS NULL OR (o.offer = 0 AND o.state IN (3, 5)))";
static const char LIST_FETCHED[] = "SELECT id, 2 FROM file WHERE id >= x''";
/* Not before the operation has its answer: until then the office may miss the content. */
static const char LIST_SENT[] =
  "SELECT f.id, 1 FROM file f LEFT JOIN operation o ON o.id = f.operation"
  " WHERE f.state = 3 AND o.offer IS NOT 1";

/* Returns: (transfer full) (nullable) (element-type Candidate) */
static GArray *
list_candidates (KpDb *db,
                 const char *sql,
                 GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, error);
  g_autoptr (GArray) candidates = g_array_new (FALSE, FALSE, sizeof (Candidate));
  gboolean has_row = TRUE;

  if (select == NULL)
    return NULL;

  while (has_row)
    {
      Candidate candidate;

      if (!kp_statement_step (select, &has_row, NULL, error))
        return NULL;
      if (!has_row || !kp_statement_get_id (select, 0, &candidate.id))
        continue;
      candidate.fate = kp_statement_get_int64 (select, 1);
      g_array_append_val (candidates, candidate);
    }

  return g_steal_pointer (&candidates);
}

static const char HAS_RECORD[] = "SELECT 1 FROM p_attachment WHERE id = $1";
static const char HAS_DRAFT[] =
  "SELECT 1 FROM draft WHERE updated_at >= 0 AND instr (body, $1) > 0";

/* @named: (out): whether a draft or record names the file */
static gboolean
is_named (KpStore *self,
          const Candidate *candidate,
          gboolean *named,
          GError **error)
{
  gboolean by_record = candidate->fate == FILE_THERE;
  g_autoptr (KpStatement) select = by_record ? kp_db_prepare (self->cache, HAS_RECORD, error)
                                             : kp_db_prepare (self->outbox, HAS_DRAFT, error);
  char text[KP_ID_SIZE];

  if (select == NULL)
    return FALSE;

  kp_id_format (&candidate->id, text);
  if (by_record)
    kp_statement_bind_id (select, 1, &candidate->id);
  else
    kp_statement_bind_text (select, 1, text);

  return kp_statement_step (select, named, NULL, error);
}

static const char DELETE_FILE[] = "DELETE FROM file WHERE id = $1";

static gboolean
remove_file (KpStore *self,
             KpDb *db,
             const KpId *id,
             GError **error)
{
  g_autofree char *path = kp_file_dup_path (self->folder, id);
  g_autoptr (KpStatement) delete = kp_db_prepare (db, DELETE_FILE, error);

  if (delete == NULL)
    return FALSE;

  kp_statement_bind_id (delete, 1, id);
  if (!kp_statement_run (delete, NULL, error))
    return FALSE;

  g_unlink (path);
  return TRUE;
}

static gboolean
purge (KpStore *self,
       KpDb *db,
       const char *sql,
       gboolean all,
       GError **error)
{
  g_autoptr (GArray) candidates = list_candidates (db, sql, error);

  if (candidates == NULL)
    return FALSE;

  for (guint i = 0; i < candidates->len; i++)
    {
      const Candidate *candidate = &g_array_index (candidates, Candidate, i);
      gboolean named = FALSE;

      /* What was just chosen is named by nothing that lasts, until the program ends. */
      if (candidate->fate == FILE_CHOSEN && !all)
        continue;
      if (!is_named (self, candidate, &named, error) ||
          (!named && !remove_file (self, db, &candidate->id, error)))
        return FALSE;
    }

  return TRUE;
}

/* What a crash left behind: content whose row was not written, or went before it. The rows of an
 * outbox that was moved aside cannot be asked, and what it names may exist nowhere else.
 */
static gboolean
remove_strays (KpStore *self,
               GError **error)
{
  g_autofree char *damaged = kp_store_dup_damaged_outbox (self);
  const KpId none = { 0 };
  g_autofree char *some = kp_file_dup_path (self->folder, &none);
  g_autofree char *folder = g_path_get_dirname (some);
  g_autoptr (GDir) dir = damaged == NULL ? g_dir_open (folder, 0, NULL) : NULL;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      g_autoptr (KpFileRow) row = NULL;
      g_autoptr (GError) local = NULL;
      KpId id;

      if (kp_id_parse (name, strlen (name), &id))
        row = kp_store_file_load (self, &id, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
      if (row == NULL)
        g_unlink (path);
    }

  return TRUE;
}

gboolean
kp_store_files_purge (KpStore *self,
                      gboolean all,
                      GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  return purge (self, self->outbox, LIST_OWN, all, error) &&
         purge (self, self->cache, LIST_FETCHED, all, error) &&
         (!all || remove_strays (self, error));
}

gboolean
kp_store_files_erase_sent (KpStore *self,
                           GError **error)
{
  g_autoptr (GArray) sent = NULL;
  g_autoptr (GArray) fetched = NULL;

  g_return_val_if_fail (self != NULL, FALSE);

  sent = list_candidates (self->outbox, LIST_SENT, error);
  fetched = sent != NULL ? list_candidates (self->cache, LIST_FETCHED, error) : NULL;
  if (fetched == NULL)
    return FALSE;

  for (guint i = 0; i < sent->len; i++)
    {
      if (!remove_file (self, self->outbox, &g_array_index (sent, Candidate, i).id, error))
        return FALSE;
    }
  for (guint i = 0; i < fetched->len; i++)
    {
      if (!remove_file (self, self->cache, &g_array_index (fetched, Candidate, i).id, error))
        return FALSE;
    }

  return TRUE;
}
