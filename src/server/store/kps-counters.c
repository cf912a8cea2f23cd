/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Human numbers, and the office's facts that are no records.
 */

#include "kp-error.h"
#include "kps-store.h"

static const char DRAW_NUMBER[] =
  "INSERT INTO counter (prefix, year, last) VALUES ($1, $2, 1)"
  "    ON CONFLICT (prefix, year) DO UPDATE SET last = last + 1"
  " RETURNING last";

char *
kps_tx_draw_number (KpsTx *self,
                    const char *prefix,
                    gint64 at,
                    GError **error)
{
  g_autoptr (GDateTime) date = g_date_time_new_from_unix_utc (at / 1000);
  g_autoptr (KpStatement) draw = kp_db_prepare (kps_tx_get_db (self), DRAW_NUMBER, error);
  int year = date != NULL ? g_date_time_get_year (date) : 1970;
  gboolean has_row;

  if (draw == NULL)
    return NULL;

  kp_statement_bind_text (draw, 1, prefix);
  kp_statement_bind_int64 (draw, 2, year);
  if (!kp_statement_step (draw, &has_row, NULL, error))
    return NULL;

  return g_strdup_printf ("%s-%d-%05" G_GINT64_FORMAT, prefix, year,
                          kp_statement_get_int64 (draw, 0));
}

static const char CLAIM_NUMBER[] =
  "INSERT INTO counter (prefix, year, last) VALUES ($1, $2, $3)"
  "    ON CONFLICT (prefix, year) DO UPDATE SET last = max (last, excluded.last)";

gboolean
kps_tx_claim_number (KpsTx *self,
                     const char *number,
                     GError **error)
{
  g_auto (GStrv) parts = g_strsplit (number, "-", 3);
  g_autoptr (KpStatement) claim = NULL;
  guint64 year;
  guint64 last;

  /* A number of another form can't collide with ours. */
  if (g_strv_length (parts) != 3 ||
      !g_ascii_string_to_unsigned (parts[1], 10, 1970, 9999, &year, NULL) ||
      !g_ascii_string_to_unsigned (parts[2], 10, 1, G_MAXINT32, &last, NULL))
    return TRUE;

  claim = kp_db_prepare (kps_tx_get_db (self), CLAIM_NUMBER, error);
  if (claim == NULL)
    return FALSE;

  kp_statement_bind_text (claim, 1, parts[0]);
  kp_statement_bind_int64 (claim, 2, (gint64) year);
  kp_statement_bind_int64 (claim, 3, (gint64) last);

  return kp_statement_run (claim, NULL, error);
}

static const char SELECT_SETTING[] = "SELECT value FROM setting WHERE name = $1";

gboolean
kps_setting_load (KpDb *db,
                  const char *name,
                  GBytes **value,
                  GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_SETTING, error);
  gboolean has_row;

  *value = NULL;
  if (select == NULL)
    return FALSE;

  kp_statement_bind_text (select, 1, name);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  if (has_row)
    {
      gsize length;
      gconstpointer data = kp_statement_get_blob (select, 0, &length);

      *value = g_bytes_new (data, length);
    }

  return TRUE;
}

static const char UPSERT_SETTING[] =
  "INSERT INTO setting (name, value) VALUES ($1, $2)"
  "    ON CONFLICT (name) DO UPDATE SET value = excluded.value";

gboolean
kps_setting_save (KpsTx *tx,
                  const char *name,
                  GBytes *value,
                  GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (kps_tx_get_db (tx), UPSERT_SETTING, error);

  if (upsert == NULL)
    return FALSE;

  kp_statement_bind_text (upsert, 1, name);
  kp_statement_bind_blob (upsert, 2, g_bytes_get_data (value, NULL), g_bytes_get_size (value));

  return kp_statement_run (upsert, NULL, error);
}
