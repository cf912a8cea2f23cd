/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Receiving happens on the caller's thread, scanning on one of its own, which also finds by itself
 * what waits: after a crash, after `rescan`, and after the scanner was away. A content on which the
 * scanner gives up waits behind all others.
 */

#include "kps-files.h"

#include "kp-error.h"
#include "kp-file.h"
#include "kp-limits.h"

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
  GHashTable *put_off; /* (owned): sha256 → PutOff; (thread: kps-scanner) */
  GThread *thread;     /* (owned) (nullable) */
  GAsyncQueue *wakes;  /* (owned): anything wakes the thread */
  int is_ending;       /* atomic */
  int is_untidy;       /* atomic: whether the thread is to sweep */
  /* A file and its row come together under the reader's side, and go together under the other. */
  GRWLock places;
  GMutex mutex;         /* guards the field below */
  GHashTable *outcomes; /* (owned): constant name → guint64* */
};

/* What a scan found, on its way to its row. */
typedef struct
{
  const char *sha256;
  const char *state;
  const char *finding; /* (nullable) */
} Outcome;

/* A content on which the scanner gave up. */
typedef struct
{
  guint n;    /* so many times */
  gint64 due; /* milliseconds since boot: when it is asked again */
} PutOff;

/* From one time that the scanner gives up on a content to the next try: twice as long each time, up
 * to an hour, because such a try may take a minute, in which no other content is scanned.
 */
#define PAUSE_MS G_GINT64_CONSTANT (60 * 1000)
#define MAX_PAUSES_DOUBLED 6
/* How often the thread looks by itself. */
#define LOOK_US (30 * G_TIME_SPAN_SECOND)
#define DAY_MS (24 * 60 * 60 * G_GINT64_CONSTANT (1000))
/* Contents that go in one transaction. */
#define SWEEP_STEP 100
/* What is left for the database and everybody else, and for what is on its way at the moment. */
#define FREE_SPACE (G_GUINT64_CONSTANT (256) * 1024 * 1024)
#define MAX_VERDICT 128

/* --- Counting --- */

static void
count (KpsFiles *self,
       const char *outcome)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  guint64 *n = g_hash_table_lookup (self->outcomes, outcome);

  if (n == NULL)
    {
      n = g_new0 (guint64, 1);
      g_hash_table_insert (self->outcomes, g_strdup (outcome), n);
    }
  (*n)++;
}

void
kps_files_for_each_outcome (KpsFiles *self,
                            void (*func) (const char *outcome,
                                          guint64 count,
                                          gpointer data),
                            gpointer data)
{
  g_autoptr (GMutexLocker) locker = g_mutex_locker_new (&self->mutex);
  g_autoptr (GPtrArray) names = g_hash_table_get_keys_as_ptr_array (self->outcomes);

  g_ptr_array_sort_values (names, (GCompareFunc) strcmp);
  for (guint i = 0; i < names->len; i++)
    func (names->pdata[i], *(guint64 *) g_hash_table_lookup (self->outcomes, names->pdata[i]),
          data);
}

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

static gint64
get_boot_time (KpsFiles *self)
{
  return kp_environment_boot_time (kps_office_get_environment (self->office));
}

static void
put_off (KpsFiles *self,
         const char *sha256,
         const GError *cause)
{
  PutOff *failed = g_hash_table_lookup (self->put_off, sha256);

  if (failed == NULL)
    {
      failed = g_new0 (PutOff, 1);
      g_hash_table_insert (self->put_off, g_strdup (sha256), failed);
    }

  failed->due = get_boot_time (self) + (PAUSE_MS << MIN (failed->n, MAX_PAUSES_DOUBLED));
  failed->n++;
  count (self, "put-off");
  g_message ("The scanner gave up on %s, %u times by now: %s", sha256, failed->n, cause->message);
}

/* Returns: whether others have their turn now, whatever became of this one */
static gboolean
scan_one (KpsFiles *self,
          const char *sha256,
          GError **error)
{
  g_autofree char *path = kps_blobs_dup_path (kps_office_get_folder (self->office), sha256);
  g_autofree char *finding = NULL;
  g_autoptr (GError) cause = NULL;
  Outcome outcome = { .sha256 = sha256 };
  KpsVerdict verdict;

  /* Lost with a restore: it comes again, or never. */
  if (!g_file_test (path, G_FILE_TEST_IS_REGULAR))
    {
      g_hash_table_remove (self->put_off, sha256);
      return TRUE;
    }

  if (!kps_scanner_scan (self->scanner, path, &verdict, &finding, &cause))
    {
      if (!g_error_matches (cause, KP_ERROR, KP_ERROR_OFFLINE))
        {
          put_off (self, sha256, cause);
          return TRUE;
        }
      g_propagate_error (error, g_steal_pointer (&cause));
      return FALSE;
    }

  outcome.state = name_verdict (verdict);
  outcome.finding = finding;
  if (!kps_office_write (self->office, keep_outcome, &outcome, error))
    return FALSE;

  g_hash_table_remove (self->put_off, sha256);
  count (self, outcome.state);

  return TRUE;
}

static void
wake (KpsFiles *self)
{
  g_async_queue_push (self->wakes, self);
}

/* One only: what came meanwhile has its turn before the next one. */
static gboolean
scan_again (KpsFiles *self,
            const GPtrArray *hashes,
            GError **error)
{
  const gint64 now = get_boot_time (self);

  for (guint i = 0; i < hashes->len; i++)
    {
      const PutOff *failed = g_hash_table_lookup (self->put_off, hashes->pdata[i]);

      if (failed == NULL || failed->due > now)
        continue;
      if (!scan_one (self, hashes->pdata[i], error))
        return FALSE;

      wake (self);
      return TRUE;
    }

  return TRUE;
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
      if (!g_hash_table_contains (self->put_off, hashes->pdata[i]) &&
          !scan_one (self, hashes->pdata[i], error))
        return FALSE;
    }

  return g_atomic_int_get (&self->is_ending) || scan_again (self, hashes, error);
}

/* --- Sweeping --- */

/* What one step of a sweep forgets. */
typedef struct
{
  gint64 before;
  GPtrArray *hashes; /* (owned) (nullable) (element-type utf8) */
} Sweep;

static gboolean
forget_unused (KpsTx *tx,
               gpointer data,
               GError **error)
{
  Sweep *sweep = data;

  return kps_blob_forget_unused (tx, sweep->before, SWEEP_STEP, &sweep->hashes, error);
}

/* Rows first: a crash in between leaves a file that no row names. Returns: whether all went well;
 * @n grows by how many went
 */
static gboolean
sweep_step (KpsFiles *self,
            gint64 before,
            guint *n,
            GError **error)
{
  g_autoptr (GRWLockWriterLocker) locker = g_rw_lock_writer_locker_new (&self->places);
  Sweep sweep = { .before = before };
  g_autoptr (GPtrArray) hashes = NULL;
  gboolean is_done = kps_office_write (self->office, forget_unused, &sweep, error);

  hashes = sweep.hashes;
  for (guint i = 0; is_done && i < hashes->len; i++)
    {
      g_autofree char *path =
        kps_blobs_dup_path (kps_office_get_folder (self->office), hashes->pdata[i]);

      if (g_unlink (path) == 0)
        (*n)++;
    }

  return is_done;
}

static gboolean
sweep_rows (KpsFiles *self,
            KpDb *db,
            gint64 before,
            guint *n,
            GError **error)
{
  while (!g_atomic_int_get (&self->is_ending))
    {
      /* The writer is not asked for nothing. */
      g_autoptr (GPtrArray) unused = kps_blob_list_unused (db, before, 1, error);

      if (unused == NULL)
        return FALSE;
      if (unused->len == 0)
        return TRUE;
      if (!sweep_step (self, before, n, error))
        return FALSE;
    }

  return TRUE;
}

/* A file without a row, which a crash left between the two. */
typedef struct
{
  KpsFiles *files;
  KpDb *db;
  gint64 before;
  guint *n;
} Stray;

static gboolean
sweep_stray (const char *sha256,
             const char *path,
             gpointer data,
             GError **error)
{
  const Stray *stray = data;
  g_autoptr (GRWLockWriterLocker) locker = NULL;
  g_autoptr (KpsBlob) blob = NULL;
  GStatBuf facts;

  /* Whoever imports at this moment has the file before the row as well. */
  if (g_stat (path, &facts) != 0 || (gint64) facts.st_mtime * 1000 >= stray->before)
    return TRUE;

  locker = g_rw_lock_writer_locker_new (&stray->files->places);
  if (!kps_blob_load (stray->db, sha256, &blob, error))
    return FALSE;
  if (blob == NULL && g_unlink (path) == 0)
    (*stray->n)++;

  return TRUE;
}

gboolean
kps_files_sweep (KpsFiles *self,
                 KpDb *db,
                 guint *n,
                 GError **error)
{
  const KpEnvironment *environment = kps_office_get_environment (self->office);
  const gint64 before = kp_environment_now (environment) - KPS_UNUSED_DAYS * DAY_MS;
  Stray stray = { .files = self, .db = db, .before = before, .n = n };

  *n = 0;

  return sweep_rows (self, db, before, n, error) &&
         kps_blobs_for_each_file (kps_office_get_folder (self->office), sweep_stray, &stray, error);
}

void
kps_files_tidy (KpsFiles *self)
{
  g_atomic_int_set (&self->is_untidy, TRUE);
  wake (self);
}

static void
tidy (KpsFiles *self,
      KpDb *db)
{
  g_autoptr (GError) error = NULL;
  guint n;

  if (!g_atomic_int_compare_and_exchange (&self->is_untidy, TRUE, FALSE))
    return;

  if (!kps_files_sweep (self, db, &n, &error))
    g_message ("Unused files wait for the next sweep: %s", error->message);
  else if (n > 0)
    g_message ("%u unused files were removed", n);
}

/* --- The thread --- */

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
      tidy (self, db);
      g_async_queue_timeout_pop (self->wakes, LOOK_US);
    }

  return NULL;
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
  self->is_untidy = TRUE;
  g_rw_lock_init (&self->places);
  g_mutex_init (&self->mutex);
  self->outcomes = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  self->put_off = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
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
  g_hash_table_unref (self->outcomes);
  g_hash_table_unref (self->put_off);
  g_mutex_clear (&self->mutex);
  g_rw_lock_clear (&self->places);
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

/* A content and what becomes of it, on its way through the writer. */
typedef struct
{
  const KpsArrival *arrival;
  guint64 quota;
  const char *reason; /* of a refusal */
} Change;

static gboolean
audit_refusal (KpsTx *tx,
               gpointer data,
               GError **error)
{
  const Change *change = data;
  const KpsArrival *arrival = change->arrival;

  return kps_blob_audit_refusal (tx, arrival->org_id, arrival->user_id, arrival->sha256,
                                 change->reason, error);
}

/* Returns: @received, counted and written down */
static KpsReceived
refuse (KpsFiles *self,
        const KpsArrival *arrival,
        KpsReceived received,
        const char *reason,
        GError **error)
{
  Change change = { .arrival = arrival, .reason = reason };

  count (self, reason);

  return kps_office_write (self->office, audit_refusal, &change, error) ? received
                                                                        : KPS_RECEIVED_FAILED;
}

static KpsReceived
refuse_type (KpsFiles *self,
             const KpsArrival *arrival,
             const char *why,
             char **reason,
             GError **error)
{
  g_set_str (reason, why);

  return refuse (self, arrival, KPS_RECEIVED_REFUSED, why, error);
}

/* Returns: FALSE as a database fails, and with %KP_ERROR_TOO_LARGE if there is no room */
static gboolean
check_quota (KpDb *db,
             const KpsArrival *arrival,
             guint64 quota,
             GError **error)
{
  gint64 sum;

  if (!kps_blob_sum (db, arrival->org_id, &sum, error))
    return FALSE;
  if ((guint64) sum + arrival->size <= quota)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_TOO_LARGE, "The organisation's share is full");

  return FALSE;
}

/* Returns: what @cause, which it takes, makes of an arrival */
static KpsReceived
judge_failure (KpsFiles *self,
               const KpsArrival *arrival,
               GError *cause,
               GError **error)
{
  if (!g_error_matches (cause, KP_ERROR, KP_ERROR_TOO_LARGE))
    {
      g_propagate_error (error, cause);
      return KPS_RECEIVED_FAILED;
    }

  g_error_free (cause);

  return refuse (self, arrival, KPS_RECEIVED_NO_ROOM, "quota", error);
}

static KpsReceived
open_incoming (KpsFiles *self,
               const KpsArrival *arrival,
               KpsIncoming **incoming)
{
  const char *folder = kps_office_get_folder (self->office);
  g_autoptr (GError) error = NULL;

  if (kps_blobs_get_free_space (folder) >= FREE_SPACE + arrival->size)
    *incoming = kps_incoming_new (folder, kps_office_get_environment (self->office), &error);
  if (*incoming != NULL)
    return KPS_RECEIVED_AWAITED;

  count (self, "full");

  return KPS_RECEIVED_FULL;
}

KpsReceived
kps_files_expect (KpsFiles *self,
                  KpDb *db,
                  const KpsArrival *arrival,
                  KpsIncoming **incoming,
                  char **reason,
                  GError **error)
{
  GError *cause = NULL;
  gboolean is_known;

  *incoming = NULL;
  *reason = NULL;
  if (arrival->size > KP_LIMIT_FILE)
    return refuse (self, arrival, KPS_RECEIVED_TOO_LARGE, "too-large", error);
  if (kp_file_type_find (arrival->media_type) == NULL)
    return refuse_type (self, arrival, "type", reason, error);

  if (!kps_blob_is_known (db, arrival->org_id, arrival->sha256, arrival->media_type, &is_known,
                          error))
    return KPS_RECEIVED_FAILED;
  if (is_known && kps_blobs_has_file (kps_office_get_folder (self->office), arrival->sha256))
    {
      count (self, "known");
      return KPS_RECEIVED_KNOWN;
    }

  if (!check_quota (db, arrival, self->quota, &cause))
    return judge_failure (self, arrival, cause, error);

  return open_incoming (self, arrival, incoming);
}

static gboolean
keep_arrival (KpsTx *tx,
              gpointer data,
              GError **error)
{
  const Change *change = data;
  const KpsArrival *arrival = change->arrival;

  /* Others may have come since it was announced. */
  return check_quota (kps_tx_get_db (tx), arrival, change->quota, error) &&
         kps_blob_add (tx, arrival->org_id, arrival->sha256, arrival->media_type,
                       (gint64) arrival->size, error);
}

static KpsReceived
keep (KpsFiles *self,
      const KpsArrival *arrival,
      KpsIncoming *incoming,
      GError **error)
{
  Change change = { .arrival = arrival, .quota = self->quota };
  GError *cause = NULL;
  gboolean is_kept;

  g_rw_lock_reader_lock (&self->places);
  is_kept = kps_incoming_keep (incoming, &cause) &&
            kps_office_write (self->office, keep_arrival, &change, &cause);
  g_rw_lock_reader_unlock (&self->places);
  if (!is_kept)
    return judge_failure (self, arrival, cause, error);

  count (self, "taken");
  wake (self);

  return KPS_RECEIVED_NEW;
}

KpsReceived
kps_files_receive (KpsFiles *self,
                   const KpsArrival *arrival,
                   KpsIncoming *incoming,
                   char **reason,
                   GError **error)
{
  g_autofree char *why = NULL;
  gboolean is_same;

  *reason = NULL;
  if (!kps_incoming_finish (incoming, arrival->sha256, &is_same, NULL))
    {
      count (self, "full");
      return KPS_RECEIVED_FULL;
    }

  if (!is_same || kps_incoming_get_size (incoming) != arrival->size)
    return refuse (self, arrival, KPS_RECEIVED_OTHER, "digest", error);
  if (!kps_files_inspect (kps_incoming_get_path (incoming), arrival->media_type, &why, error))
    return KPS_RECEIVED_FAILED;
  if (why != NULL)
    return refuse_type (self, arrival, why, reason, error);

  return keep (self, arrival, incoming, error);
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
