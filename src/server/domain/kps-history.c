/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Telling this history from another one: a restored database reuses numbers, never nonces.
 */

#include "kps-operations.h"

#include <string.h>

#define NONCE_SIZE 8

static void
read_nonce (KpStatement *select,
            int column,
            char *text)
{
  gsize length;
  const guint8 *nonce = kp_statement_get_blob (select, column, &length);

  for (gsize i = 0; i < MIN (length, NONCE_SIZE); i++)
    g_snprintf (text + 2 * i, 3, "%02x", nonce[i]);
}

static const char SELECT_COMMIT[] = "SELECT nonce FROM commit_log WHERE no = $1";

static gboolean
knows_one (KpDb *db,
           const KpSeen *seen,
           gboolean *knows,
           GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_COMMIT, error);
  char nonce[2 * NONCE_SIZE + 1] = "";

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, seen->number);
  if (!kp_statement_step (select, knows, NULL, error))
    return FALSE;

  if (*knows)
    read_nonce (select, 0, nonce);
  *knows = *knows && g_str_equal (nonce, seen->nonce);

  return TRUE;
}

gboolean
kps_history_knows (KpDb *db,
                   const KpSeen *seen,
                   gboolean *knows,
                   GError **error)
{
  *knows = TRUE;
  for (guint i = 0; i < 2 && *knows; i++)
    {
      if (seen[i].number != 0 && !knows_one (db, &seen[i], knows, error))
        return FALSE;
    }

  return TRUE;
}

static const char SELECT_NEWEST[] = "SELECT no, nonce FROM commit_log ORDER BY no DESC LIMIT 1";

gboolean
kps_history_get_newest (KpDb *db,
                        KpSeen *seen,
                        GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_NEWEST, error);
  gboolean has_row;

  *seen = (KpSeen) { 0 };
  if (select == NULL || !kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    {
      seen->number = kp_statement_get_int64 (select, 0);
      read_nonce (select, 1, seen->nonce);
    }

  return TRUE;
}
