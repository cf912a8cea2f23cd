/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of keys.log: user, folder, sealed key as hex digits, milliseconds, separated by one space:
 * "0193a7… 0193b2… 5f3c… 1763769990123".
 */

#include "kps-folder-keys.h"

#include "kps-line-log.h"

#include <sodium.h>
#include <string.h>

static const char SELECT_KEY[] = "SELECT sealed FROM folder_key WHERE user_id = $1 AND folder = $2";

/* @found: (out): whether the database has a key, which then replaces that in @key */
static gboolean
load (KpsTx *tx,
      KpsFolderKey *key,
      gboolean *found,
      GError **error)
{
  g_autoptr (KpStatement) select = kp_db_prepare (kps_tx_get_db (tx), SELECT_KEY, error);
  gconstpointer sealed;
  gsize length;

  if (select == NULL)
    return FALSE;

  kp_statement_bind_id (select, 1, &key->user_id);
  kp_statement_bind_id (select, 2, &key->folder);
  if (!kp_statement_step (select, found, NULL, error))
    return FALSE;

  if (!*found)
    return TRUE;

  sealed = kp_statement_get_blob (select, 0, &length);
  g_assert (length == sizeof key->sealed); /* a CHECK of the table */
  memcpy (key->sealed, sealed, sizeof key->sealed);

  return TRUE;
}

/* A person who is in no account of this database is none of its business. */
static const char INSERT_KEY[] = "INSERT INTO folder_key (user_id, folder, sealed, at)"
                                 " SELECT user_id, $2, $3, $4 FROM account WHERE user_id = $1"
                                 "    ON CONFLICT (user_id, folder) DO NOTHING";

static void
bind (KpStatement *insert,
      const KpsFolderKey *key)
{
  kp_statement_bind_id (insert, 1, &key->user_id);
  kp_statement_bind_id (insert, 2, &key->folder);
  kp_statement_bind_blob (insert, 3, key->sealed, sizeof key->sealed);
  kp_statement_bind_int64 (insert, 4, key->at);
}

static gboolean
save (KpsTx *tx,
      const KpsFolderKey *key,
      GError **error)
{
  g_autoptr (KpStatement) insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_KEY, error);

  if (insert == NULL)
    return FALSE;

  bind (insert, key);

  return kp_statement_run (insert, NULL, error);
}

/* Returns: (transfer full): what the line of a user's folder begins with */
static char *
make_prefix (const KpsFolderKey *key)
{
  char user[KP_ID_SIZE];
  char folder[KP_ID_SIZE];

  kp_id_format (&key->user_id, user);
  kp_id_format (&key->folder, folder);

  return g_strdup_printf ("%s %s ", user, folder);
}

static gboolean
parse_line (const char *line,
            KpsFolderKey *key)
{
  g_auto (GStrv) words = g_strsplit (line, " ", -1);
  gsize length;

  return g_strv_length (words) == 4 &&
         kp_id_parse (words[0], strlen (words[0]), &key->user_id) &&
         kp_id_parse (words[1], strlen (words[1]), &key->folder) &&
         sodium_hex2bin (key->sealed, sizeof key->sealed, words[2], strlen (words[2]), NULL,
                         &length, NULL) == 0 &&
         length == sizeof key->sealed &&
         g_ascii_string_to_signed (words[3], 10, 0, G_MAXINT64, &key->at, NULL);
}

/* The log may know a key that the database does not: its transaction was lost, and then the client
 * may come with another one, or its user was imported only after the start. Two different keys of
 * one folder in the log could not be told apart after a restore, so there is never a second.
 */
static gboolean
find_logged (const char *log_path,
             KpsFolderKey *key,
             gboolean *found,
             GError **error)
{
  g_autofree char *prefix = make_prefix (key);
  g_auto (GStrv) lines = kps_line_log_read (log_path, error);

  *found = FALSE;
  if (lines == NULL)
    return FALSE;

  for (guint i = 0; lines[i] != NULL && !*found; i++)
    {
      if (!g_str_has_prefix (lines[i], prefix))
        continue;
      if (!parse_line (lines[i], key))
        return kps_line_log_refuse (log_path, i, error);
      *found = TRUE;
    }

  return TRUE;
}

static gboolean
append (const char *log_path,
        const KpsFolderKey *key,
        GError **error)
{
  g_autofree char *prefix = make_prefix (key);
  char hex[2 * KPS_SEALED_KEY_SIZE + 1];
  g_autofree char *line = NULL;

  sodium_bin2hex (hex, sizeof hex, key->sealed, sizeof key->sealed);
  line = g_strdup_printf ("%s%s %" G_GINT64_FORMAT "\n", prefix, hex, key->at);

  return kps_line_log_append (log_path, line, error);
}

gboolean
kps_folder_key_deposit (KpsTx *tx,
                        const char *log_path,
                        KpsFolderKey *key,
                        GError **error)
{
  gboolean is_known;

  if (!load (tx, key, &is_known, error))
    return FALSE;
  if (is_known)
    return TRUE;

  return find_logged (log_path, key, &is_known, error) &&
         (is_known || append (log_path, key, error)) && save (tx, key, error);
}

gboolean
kps_folder_keys_replay (KpsTx *tx,
                        const char *log_path,
                        GError **error)
{
  g_auto (GStrv) lines = kps_line_log_read (log_path, error);
  g_autoptr (KpStatement) insert = NULL;

  if (lines == NULL)
    return FALSE;

  insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_KEY, error);
  if (insert == NULL)
    return FALSE;

  for (guint i = 0; lines[i] != NULL; i++)
    {
      KpsFolderKey key;

      if (*lines[i] == '\0')
        continue;
      if (!parse_line (lines[i], &key))
        return kps_line_log_refuse (log_path, i, error);
      bind (insert, &key);
      if (!kp_statement_run (insert, NULL, error))
        return FALSE;
      kp_statement_reset (insert);
    }

  return TRUE;
}
