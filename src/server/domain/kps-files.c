/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Receiving happens on the caller's thread, scanning on one of its own, which also finds by itself
 * what waits: after a crash, after `rescan`, and after the scanner was away.
 */

#include "kps-files.h"

#include "kp-error.h"

#include <fcntl.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <string.h>

struct _KpsFiles
{
  KpsOffice *office;   /* (unowned) */
  KpsScanner *scanner; /* (owned): (thread: kps-scanner) */
  gboolean serve_unscanned;
  guint64 quota;
  GThread *thread;    /* (owned) (nullable) */
  GAsyncQueue *wakes; /* (owned): anything wakes the thread */
  int is_ending;      /* atomic */
};

/* What a scan found, on its way to its row. */
typedef struct
{
  const char *sha256;
  const char *state;
  const char *finding; /* (nullable) */
} Outcome;

/* How often the thread looks by itself. */
#define LOOK_US (30 * G_TIME_SPAN_SECOND)
/* What is left for the database and everybody else. */
#define FREE_SPACE (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_VERDICT 128

/* --- Scanning --- */

static gboolean
keep_outcome (KpsTx *tx,
              gpointer data,
              GError **error)
{
  const Outcome *outcome = data;

  return kps_blob_set_state (tx, outcome->sha256, outcome->state, outcome->finding, error);
}

static const char *
name_verdict (KpsVerdict verdict)
{
  switch (verdict)
    {
    case KPS_VERDICT_CLEAN:
      return "clean";

    case KPS_VERDICT_INFECTED:
      return "infected";

    case KPS_VERDICT_UNSCANNABLE:
      break;
    }

  return "unscannable";
}

static gboolean
scan_one (KpsFiles *self,
          const char *sha256,
          GError **error)
{
  g_autofree char *path = kps_blobs_dup_path (kps_office_get_folder (self->office), sha256);
  g_autofree char *finding = NULL;
  Outcome outcome = { .sha256 = sha256 };
  KpsVerdict verdict;

  /* Lost with a restore: it comes again, or never. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    return TRUE;
  if (!kps_scanner_scan (self->scanner, path, &verdict, &finding, error))
    return FALSE;

  outcome.state = name_verdict (verdict);
  outcome.finding = finding;

  return kps_office_write (self->office, keep_outcome, &outcome, error);
}

static gboolean
scan_waiting (KpsFiles *self,
              KpDb *db,
              GError **error)
{
  g_autoptr (GPtrArray) hashes = kps_blob_list_waiting (db, error);

  if (hashes == NULL)
    return FALSE;

  for (guint i = 0; i < hashes->len && !g_atomic_int_get (&self->is_ending); i++)
    {
      if (!scan_one (self, hashes->pdata[i], error))
        return FALSE;
    }

  return TRUE;
}

static gpointer
run_scanner (gpointer data)
{
  KpsFiles *self = data;
  KpDbOptions options = { .read_only = TRUE };
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = kp_db_open (kps_office_get_db_path (self->office), &options, &error);

  while (db != NULL && !g_atomic_int_get (&self->is_ending))
    {
      g_clear_error (&error);
      /* Away or full: everything stays as it is, and is tried again. */
      if (!scan_waiting (self, db, &error))
        g_message ("Files wait for a scan: %s", error->message);
      g_async_queue_timeout_pop (self->wakes, LOOK_US);
    }

  return NULL;
}

static void
wake (KpsFiles *self)
{
  g_async_queue_push (self->wakes, self);
}

KpsFiles *
kps_files_new (KpsOffice *office,
               const KpsFilesOptions *options,
               GError **error)
{
  g_autoptr (KpsFiles) self = g_new0 (KpsFiles, 1);
  const char *folder = kps_office_get_folder (office);

  self->office = office;
  self->serve_unscanned = options->serve_unscanned;
  self->quota = options->quota;
  self->wakes = g_async_queue_new ();
  self->scanner = kps_scanner_new (options->scanner, error);
  if (self->scanner == NULL || !kps_blobs_make_folders (folder, error) ||
      !kps_blobs_clean_incoming (folder, error))
    return NULL;

  self->thread = g_thread_new ("kps-scanner", run_scanner, self);

  return g_steal_pointer (&self);
}

void
kps_files_free (KpsFiles *self)
{
  g_atomic_int_set (&self->is_ending, TRUE);
  wake (self);
  g_clear_pointer (&self->thread, g_thread_join);
  g_clear_pointer (&self->scanner, kps_scanner_free);
  g_async_queue_unref (self->wakes);
  g_free (self);
}

gboolean
kps_files_serves_unscanned (KpsFiles *self)
{
  return self->serve_unscanned;
}

/* --- Inspecting --- */

/* @line: "taken", or "refused " and the reason. Returns: whether it is one of those */
static gboolean
read_verdict (const char *line,
              char **reason)
{
  static const char REFUSED[] = "refused ";

  if (g_str_equal (line, "taken"))
    return TRUE;
  if (!g_str_has_prefix (line, REFUSED) || strlen (line) > MAX_VERDICT)
    return FALSE;

  *reason = g_strdup (line + strlen (REFUSED));

  return strspn (*reason, "abcdefghijklmnopqrstuvwxyz-") == strlen (*reason);
}

gboolean
kps_files_inspect (const char *path,
                   const char *media_type,
                   char **reason,
                   GError **error)
{
  static const char *const ENVIRONMENT[] = { "LC_ALL=C.UTF-8", NULL };
  g_autoptr (GSubprocessLauncher) launcher =
    g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_PIPE);
  g_autoptr (GSubprocess) process = NULL;
  g_autofree char *line = NULL;
  int file = g_open (path, O_RDONLY | O_CLOEXEC, 0);

  *reason = NULL;
  if (file < 0)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "Can't open %s", path);
      return FALSE;
    }

  g_subprocess_launcher_take_stdin_fd (launcher, file);
  g_subprocess_launcher_set_environ (launcher, (char **) ENVIRONMENT);
  process = g_subprocess_launcher_spawn (launcher, error, "/proc/self/exe", "inspect", media_type,
                                         NULL);
  if (process == NULL ||
      !g_subprocess_communicate_utf8 (process, NULL, NULL, &line, NULL, error))
    return FALSE;

  if (line != NULL && g_subprocess_get_successful (process) && read_verdict (line, reason))
    return TRUE;

  g_clear_pointer (reason, g_free);
  if (!g_subprocess_get_if_signaled (process))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_INTERNAL, "Files cannot be inspected here");
      return FALSE;
    }

  /* Killed for what it did, or for how long it did it: no file does that to it that is in order. */
  *reason = g_strdup ("damaged");

  return TRUE;
}

/* --- Receiving --- */

static gboolean
keep_arrival (KpsTx *tx,
              gpointer data,
              GError **error)
{
  const KpsArrival *arrival = data;

  return kps_blob_add (tx, arrival->org_id, arrival->sha256, arrival->media_type,
                       (gint64) g_bytes_get_size (arrival->content), error);
}

/* Returns: FALSE as a database fails */
static gboolean
has_room (KpsFiles *self,
          KpDb *db,
          const KpsArrival *arrival,
          gboolean *has,
          GError **error)
{
  const guint64 size = g_bytes_get_size (arrival->content);
  gint64 sum;

  if (!kps_blob_sum (db, arrival->org_id, &sum, error))
    return FALSE;

  *has = (guint64) sum + size <= self->quota &&
         kps_blobs_get_free_space (kps_office_get_folder (self->office)) >= FREE_SPACE + size;

  return TRUE;
}

static KpsReceived
keep (KpsFiles *self,
      const char *incoming,
      const KpsArrival *arrival,
      char **reason,
      GError **error)
{
  const char *folder = kps_office_get_folder (self->office);

  if (!kps_files_inspect (incoming, arrival->media_type, reason, error))
    return KPS_RECEIVED_FAILED;
  if (*reason != NULL)
    return KPS_RECEIVED_REFUSED;
  if (!kps_blobs_keep (folder, incoming, arrival->sha256, error) ||
      !kps_office_write (self->office, keep_arrival, (gpointer) arrival, error))
    return KPS_RECEIVED_FAILED;

  wake (self);

  return KPS_RECEIVED_NEW;
}

KpsReceived
kps_files_receive (KpsFiles *self,
                   KpDb *db,
                   const KpsArrival *arrival,
                   char **reason,
                   GError **error)
{
  const char *folder = kps_office_get_folder (self->office);
  g_autofree char *incoming = NULL;
  KpsReceived received;
  gboolean is_known;
  gboolean has;

  *reason = NULL;
  if (!kps_blob_is_known (db, arrival->org_id, arrival->sha256, arrival->media_type, &is_known,
                          error))
    return KPS_RECEIVED_FAILED;
  if (is_known && kps_blobs_has_file (folder, arrival->sha256))
    return KPS_RECEIVED_KNOWN;

  if (!has_room (self, db, arrival, &has, error))
    return KPS_RECEIVED_FAILED;
  if (!has)
    return KPS_RECEIVED_NO_ROOM;

  incoming = kps_blobs_receive (folder, kps_office_get_environment (self->office),
                                arrival->content, error);
  if (incoming == NULL)
    return KPS_RECEIVED_FAILED;

  received = keep (self, incoming, arrival, reason, error);
  g_unlink (incoming);

  return received;
}

GBytes *
kps_files_load (KpsFiles *self,
                const char *sha256,
                GError **error)
{
  g_autofree char *path = NULL;
  g_autoptr (GMappedFile) file = NULL;

  path = kps_blobs_dup_path (kps_office_get_folder (self->office), sha256);
  file = g_mapped_file_new (path, FALSE, NULL);
  if (file != NULL)
    return g_mapped_file_get_bytes (file);

  g_set_error_literal (error, KP_ERROR, KP_ERROR_NOT_FOUND, "The content is lost");

  return NULL;
}
