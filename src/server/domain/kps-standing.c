/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * A line of rights.log: kind, subject, on or off, milliseconds, separated by one space:
 * "account 0193a7… off 1763769990123".
 */

#include "kps-standing.h"

#include "kp-error.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

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

static gboolean
fail_with_errno (const char *what,
                 GError **error)
{
  g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "%s: %s", what, g_strerror (errno));
  return FALSE;
}

static gboolean
write_all (int fd,
           const char *text,
           gsize length)
{
  while (length > 0)
    {
      gssize n = write (fd, text, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;

      text += n;
      length -= (gsize) n;
    }

  return TRUE;
}

/* A crash may have left a line without its end: it is ended first, so that ours stands alone. */
static gboolean
append_line (int fd,
             const char *line,
             GError **error)
{
  struct stat info;
  char last = '\n';

  if (fstat (fd, &info) < 0)
    return fail_with_errno ("Reading rights.log", error);
  if (info.st_size > 0 && pread (fd, &last, 1, info.st_size - 1) != 1)
    return fail_with_errno ("Reading rights.log", error);

  if ((last != '\n' && !write_all (fd, " broken\n", strlen (" broken\n"))) ||
      !write_all (fd, line, strlen (line)) || fdatasync (fd) < 0)
    return fail_with_errno ("Writing rights.log", error);

  return TRUE;
}

static gboolean
append (const char *log_path,
        const char *line,
        GError **error)
{
  int fd = open (log_path, O_RDWR | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
  gboolean result;

  if (fd < 0)
    return fail_with_errno ("Opening rights.log", error);

  result = append_line (fd, line, error);
  close (fd);

  return result;
}

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

  return append (log_path, line, error) && save (tx, &change, error);
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
read_log (const char *text,
          GError **error)
{
  g_autoptr (GHashTable) last = g_hash_table_new_full (hash_switch, equal_switches, g_free, NULL);
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);

  /* What follows the last line feed was never finished. */
  for (guint i = 0; lines[i] != NULL && lines[i + 1] != NULL; i++)
    {
      Switch change = { 0 };

      if (g_str_has_suffix (lines[i], " broken") || *lines[i] == '\0')
        continue;
      if (!parse_line (lines[i], &change))
        {
          g_set_error (error, KP_ERROR, KP_ERROR_CORRUPT, "rights.log, line %u, is not one of ours",
                       i + 1);
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
  g_autoptr (GError) local = NULL;
  g_autofree char *text = NULL;
  g_autoptr (GHashTable) last = NULL;
  GHashTableIter iter;
  gpointer key;
  guint n = 0;

  if (!g_file_get_contents (log_path, &text, NULL, &local))
    {
      if (g_error_matches (local, G_FILE_ERROR, G_FILE_ERROR_NOENT))
        return TRUE;
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "rights.log: %s", local->message);
      return FALSE;
    }

  last = read_log (text, error);
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
