/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of rights.log: kind, subject, on or off, milliseconds, separated by one space:
 * "account 0193a7… off 1763769990123".
 */

#include "kps-standing.h"

#include "kps-line-log.h"

#include <string.h>

/* The last line of a subject. */
typedef struct
{
  KpsStandingKind kind;
  KpId subject;
  gboolean is_on;
} Switch;

static const char *const KIND_NAMES[] = {
  [KPS_STANDING_ACCOUNT] = "account",
  [KPS_STANDING_MEMBERSHIP] = "membership",
  [KPS_STANDING_DEVICE] = "device",
};

static const char UPSERT_STANDING[] =
  "INSERT INTO standing (kind, subject, is_on, at) VALUES ($1, $2, $3, $4)"
  "    ON CONFLICT (kind, subject) DO UPDATE SET is_on = excluded.is_on, at = excluded.at";

static gboolean
save (KpsTx *tx,
      const Switch *change,
      GError **error)
{
  g_autoptr (KpStatement) upsert = kp_db_prepare (kps_tx_get_db (tx), UPSERT_STANDING, error);

  if (upsert == NULL)
    return FALSE;

  kp_statement_bind_int64 (upsert, 1, change->kind);
  kp_statement_bind_id (upsert, 2, &change->subject);
  kp_statement_bind_int64 (upsert, 3, change->is_on);
  kp_statement_bind_int64 (upsert, 4, kps_tx_get_now (tx));

  return kp_statement_run (upsert, NULL, error);
}

gboolean
kps_standing_set (KpsTx *tx,
                  const char *log_path,
                  KpsStandingKind kind,
                  const KpId *subject,
                  gboolean is_on,
                  GError **error)
{
  Switch change = { .kind = kind, .subject = *subject, .is_on = is_on };
  char text[KP_ID_SIZE];
  g_autofree char *line = NULL;

  kp_id_format (subject, text);
  line = g_strdup_printf ("%s %s %s %" G_GINT64_FORMAT "\n", KIND_NAMES[kind], text,
                          is_on ? "on" : "off", kps_tx_get_now (tx));

  return kps_line_log_append (log_path, line, error) && save (tx, &change, error);
}

static const char SELECT_STANDING[] = "SELECT is_on FROM standing WHERE kind = $1 AND subject = $2";

gboolean
kps_standing_load (KpDb *db,
                   KpsStandingKind kind,
                   const KpId *subject,
                   gboolean *is_on,
                   GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, SELECT_STANDING, error);
  gboolean has_row;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_int64 (select, 1, kind);
  kp_statement_bind_id (select, 2, subject);
  if (!kp_statement_step (select, &has_row, NULL, error))
    return FALSE;

  *is_on = !has_row || kp_statement_get_int64 (select, 0) != 0;

  return TRUE;
}

/* Returns: whether @line is one of ours; a line that a crash cut short says nothing */
static gboolean
parse_line (const char *line,
            Switch *change)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);

  if (g_strv_length (words) != 4 ||
      !kp_id_parse (words[1], strlen (words[1]), &change->subject) ||
      (!g_str_equal (words[2], "on") && !g_str_equal (words[2], "off")))
    return FALSE;

  change->is_on = g_str_equal (words[2], "on");
  for (guint i = KPS_STANDING_ACCOUNT; i < G_N_ELEMENTS (KIND_NAMES); i++)
    {
      if (!g_str_equal (words[0], KIND_NAMES[i]))
        continue;
      change->kind = i;
      return TRUE;
    }

  return FALSE;
}

static guint
hash_switch (gconstpointer data)
{
  const Switch *change = data;

  return kp_id_hash (&change->subject) + change->kind;
}

static gboolean
equal_switches (gconstpointer a,
                gconstpointer b)
{
  const Switch *one = a;
  const Switch *other = b;

  return one->kind == other->kind && kp_id_equal (&one->subject, &other->subject);
}

/* Returns: (transfer full) (nullable): set of Switch, the last of each subject */
static GHashTable *
read_log (const char *log_path,
          GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new_full (hash_switch, equal_switches, g_free, NULL);
  g_auto (GStrv) lines = kps_line_log_read (log_path, error);

  if (lines == NULL)
    return NULL;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      Switch change = { 0 };

      if (*lines[i] == '\0')
        continue;
      if (!parse_line (lines[i], &change))
        {
          kps_line_log_refuse (log_path, i, error);
          return NULL;
        }
      g_hash_table_replace (last, g_memdup2 (&change, sizeof change), NULL);
    }

  return g_steal_pointer (&last);
}

gboolean
kps_standing_replay (KpsTx *tx,
                     const char *log_path,
                     guint *n_applied,
                     GError **error)
{
  g_autoptr (GHashTable) last = read_log (log_path, error);
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  if (last == NULL)
    return FALSE;

  g_hash_table_iter_init (&iter, last);
  while (g_hash_table_iter_next (&iter, &key, NULL))
    {
      const Switch *change = key;
      gboolean is_on;

      if (!kps_standing_load (kps_tx_get_db (tx), change->kind, &change->subject, &is_on, error))
        return FALSE;
      if (is_on == change->is_on)
        continue;
      if (!save (tx, change, error))
        return FALSE;
      n++;
    }

  if (n_applied != NULL)
    *n_applied = n;

  return TRUE;
}
