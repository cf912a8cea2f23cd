/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Group commit when things go wrong (ARCHITECTURE, "Group commit"): a rule broken, a disk that is
 * full for all but not for one, a COMMIT that fails. Failures are made by SQL, not by hooks.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-test.h"
#include "kps-test-office.h"

#include <string.h>

/* A step of a test: puts a user's record. */
typedef struct
{
  KpsTestOffice *office;
  KpId id;
  gsize size;         /* of the body */
  gboolean is_large;  /* writes more than fits */
  gboolean is_broken; /* fails by a rule after it wrote */
  gboolean refuses;   /* wrote its refusal */
  guint n_runs;
  KpsStepState state; /* once it has ended */
} Work;

/* Streams and states, in the order in which they came. */
typedef struct
{
  GPtrArray *changed; /* (owned) (element-type utf8) */
  GString *order;     /* (owned): c for changed, d for done */
} Log;

static gboolean
put_user (KpsTx *tx,
          Work *work,
          GError **error)
{
  g_autofree char *filling = g_strnfill (work->size, 'x');
  g_autofree char *body = g_strdup_printf ("{\"filling\":\"%s\"}", filling);

  return kps_tx_put (tx, KP_ENTITY_USER, &work->id, body, strlen (body), error);
}

static gboolean
run_work (KpsTx *tx,
          gpointer data,
          GError **error)
{
  Work *work = data;

  work->n_runs++;
  if (!put_user (tx, work, error))
    return FALSE;
  if (!work->is_broken)
    return TRUE;

  g_set_error_literal (error, KP_ERROR, KP_ERROR_CONFLICT, "Broken");

  return FALSE;
}

/* A statement that has no journal of its own: when the disk is full, SQLite undoes everything. */
static gboolean
run_large (KpsTx *tx,
           gpointer data,
           GError **error)
{
  static const char INSERT_LARGE[] =
    "INSERT INTO setting (name, value) VALUES ('large', zeroblob (60000))";
  Work *work = data;
  g_autoptr (KpStatement) insert = kp_db_prepare (kps_tx_get_db (tx), INSERT_LARGE, error);

  work->n_runs++;

  return insert != NULL && kp_statement_run (insert, NULL, error);
}

static gboolean
refuse_work (KpsTx *tx,
             gpointer data,
             GError **error)
{
  Work *work = data;
  g_autoptr (GBytes) value = g_bytes_new_static ("1", 1);

  work->refuses = TRUE;

  return kps_setting_save (tx, "refused", value, error);
}

static void
on_changed_cb (const char *const *streams,
               gpointer data)
{
  Log *log = data;

  for (guint i = 0; streams[i] != NULL; i++)
    g_ptr_array_add (log->changed, g_strdup (streams[i]));
  g_string_append_c (log->order, 'c');
}

static void
on_done_cb (KpsJob *job,
            gpointer data)
{
  Log *log = data;

  for (guint i = 0; i < kps_job_get_n_steps (job); i++)
    {
      const KpsStep *step = kps_job_get_step (job, i);

      ((Work *) step->data)->state = step->state;
    }
  g_string_append_c (log->order, 'd');
}

static Work
make_work (KpsTestOffice *self,
           gsize size)
{
  return (Work) { .office = self, .id = kp_id_make (&self->environment.environment), .size = size };
}

/* Runs one job per work in one group commit. Returns: whether one transaction was enough */
static gboolean
run_all (KpsTestOffice *self,
         Work *works,
         guint n,
         Log *log)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);

  for (guint i = 0; i < n; i++)
    {
      KpsJob *job = kps_job_new (on_done_cb, log, NULL);

      kps_job_add (job, works[i].is_large ? run_large : run_work, refuse_work, &works[i]);
      g_ptr_array_add (jobs, job);
    }

  return kps_batch_run (kps_office_get_write_db (self->office), &self->environment.environment,
                        jobs, on_changed_cb, log);
}

static void
log_init (Log *log)
{
  log->changed = g_ptr_array_new_with_free_func (g_free);
  log->order = g_string_new (NULL);
}

static void
log_clear (Log *log)
{
  g_ptr_array_unref (log->changed);
  g_string_free (log->order, TRUE);
}

static gboolean
exists (KpsTestOffice *self,
        const Work *work)
{
  g_autoptr (KpsRecord) record = kps_test_office_get (self, KP_ENTITY_USER, &work->id);

  return record != NULL;
}

static gint64
get_commits (KpsTestOffice *self)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (self->office), "SELECT max (no) FROM commit_log", NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));

  return kp_statement_get_int64 (select, 0);
}

static void
test_one_broken (KpsTestOffice *self,
                 gconstpointer data)
{
  Work works[3] = { make_work (self, 10), make_work (self, 10), make_work (self, 10) };
  gint64 before = get_commits (self);
  g_autoptr (GBytes) stored = NULL;
  Log log;

  log_init (&log);
  works[1].is_broken = TRUE;
  g_assert_true (run_all (self, works, 3, &log));

  g_assert_cmpint (works[0].state, ==, KPS_STEP_DONE);
  g_assert_cmpint (works[1].state, ==, KPS_STEP_REFUSED);
  g_assert_cmpint (works[2].state, ==, KPS_STEP_DONE);
  g_assert_true (exists (self, &works[0]) && !exists (self, &works[1]) && exists (self, &works[2]));
  g_assert_true (
    kps_setting_load (kps_office_get_read_db (self->office), "refused", &stored, NULL));
  g_assert_nonnull (stored);

  /* One commit for all; streams are told once, in order, before the jobs are done. */
  g_assert_cmpint (get_commits (self), ==, before + 1);
  g_assert_cmpuint (log.changed->len, ==, 2);
  g_assert_cmpstr (log.changed->pdata[0], <, log.changed->pdata[1]);
  g_assert_cmpstr (log.order->str, ==, "cddd");
  log_clear (&log);
}

static gint64
get_number (KpDb *db,
            const char *sql)
{
  g_autoptr (KpStatement) select = kp_db_prepare (db, sql, NULL);
  gboolean has_row;

  g_assert_nonnull (select);
  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL));

  return kp_statement_get_int64 (select, 0);
}

static void
limit_pages (KpDb *db,
             gint64 pages)
{
  g_autofree char *script = g_strdup_printf ("PRAGMA max_page_count = %" G_GINT64_FORMAT, pages);

  g_assert_true (kp_db_run_script (db, script, NULL));
}

/* A full disk within one step: that one is put off. Whether the rest is lost, SQLite decides. */
static void
test_large_step (KpsTestOffice *self,
                 gconstpointer data)
{
  KpDb *db = kps_office_get_write_db (self->office);
  Work works[3] = { make_work (self, 10), make_work (self, 60000), make_work (self, 10) };
  Log log;

  log_init (&log);
  limit_pages (db, get_number (db, "PRAGMA page_count") + 6);
  run_all (self, works, 3, &log);
  g_assert_cmpint (works[0].state, ==, KPS_STEP_DONE);
  g_assert_cmpint (works[1].state, ==, KPS_STEP_LATER);
  g_assert_cmpint (works[2].state, ==, KPS_STEP_DONE);
  g_assert_true (exists (self, &works[0]) && !exists (self, &works[1]) && exists (self, &works[2]));
  log_clear (&log);
}

/* Together they do not fit; alone, the small ones do, and the large one is put off. */
static void
test_disk_full (KpsTestOffice *self,
                gconstpointer data)
{
  KpDb *db = kps_office_get_write_db (self->office);
  Work works[4] = { make_work (self, 10), make_work (self, 10), make_work (self, 10),
                    make_work (self, 10) };
  gint64 pages = get_number (db, "PRAGMA page_count");
  Log log;

  log_init (&log);
  works[1].is_large = TRUE;
  works[2].is_broken = TRUE;
  limit_pages (db, pages + 6);
  g_assert_false (run_all (self, works, 4, &log));
  g_assert_false (kp_db_is_in_transaction (db));

  g_assert_cmpint (works[0].state, ==, KPS_STEP_DONE);
  g_assert_cmpint (works[1].state, ==, KPS_STEP_LATER);
  g_assert_cmpint (works[2].state, ==, KPS_STEP_REFUSED);
  g_assert_cmpint (works[3].state, ==, KPS_STEP_DONE);
  g_assert_cmpuint (works[0].n_runs, ==, 2);
  g_assert_true (exists (self, &works[0]) && exists (self, &works[3]));
  g_assert_false (exists (self, &works[2]));

  limit_pages (db, 1000000);
  g_assert_true (run_all (self, &works[1], 1, &log));
  g_assert_cmpint (works[1].state, ==, KPS_STEP_DONE);
  log_clear (&log);
}

/* A foreign key that is checked at COMMIT: everything is put off, nothing is said. */
static gboolean
run_unkept_promise (KpsTx *tx,
                    gpointer data,
                    GError **error)
{
  static const char BREAK[] =
    "INSERT INTO pub (stream, ent, id, seq, gone, at) VALUES (99999, 1, x'00', 1, 0, 0)";
  KpDb *db = kps_tx_get_db (tx);
  g_autoptr (KpStatement) insert = NULL;

  if (!kp_db_run_script (db, "PRAGMA defer_foreign_keys = ON", error))
    return FALSE;

  insert = kp_db_prepare (db, BREAK, error);

  return insert != NULL && kp_statement_run (insert, NULL, error);
}

static void
test_commit_fails (KpsTestOffice *self,
                   gconstpointer data)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);
  Work works[2] = { make_work (self, 10), make_work (self, 10) };
  gint64 before = get_commits (self);
  Log log;

  log_init (&log);
  for (guint i = 0; i < 2; i++)
    {
      KpsJob *job = kps_job_new (on_done_cb, &log, NULL);

      kps_job_add (job, i == 0 ? run_unkept_promise : run_work, NULL, &works[i]);
      g_ptr_array_add (jobs, job);
      works[i].state = KPS_STEP_DONE;
    }
  kps_batch_run (kps_office_get_write_db (self->office), &self->environment.environment, jobs,
                 on_changed_cb, &log);

  g_assert_cmpint (works[0].state, ==, KPS_STEP_LATER);
  g_assert_cmpint (works[1].state, ==, KPS_STEP_LATER);
  g_assert_false (exists (self, &works[1]));
  g_assert_cmpint (get_commits (self), ==, before);
  g_assert_cmpstr (log.order->str, ==, "dd");
  log_clear (&log);
}

/* An exchange on a full disk: the reply says later, and the same bytes succeed afterwards. */
static void
test_exchange_disk_full (KpsTestOffice *self,
                         gconstpointer data)
{
  KpDb *db = kps_office_get_write_db (self->office);
  g_autofree char *filling = g_strnfill (KP_LIMIT_EXPLANATION_CHARACTERS, 'x');
  KpId request = kp_id_make (&self->environment.environment);
  KpId id = { 0 };
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\","
                     "\"answers\":{},\"explanation\":\"%s\"}",
                     kps_test_text (&request).text,
                     kps_test_text (&self->organisations[NORTH]).text,
                     kps_test_text (&self->plain_flow).text, filling);
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
  g_autofree char *full = NULL;
  g_autofree char *later = NULL;

  limit_pages (db, get_number (db, "PRAGMA page_count"));
  full = kps_test_office_ask (self, ANNA, operation);
  limit_pages (db, 1000000);
  later = kps_test_office_ask (self, ANNA, operation);
  g_assert_nonnull (strstr (full, "\"r\":\"later\""));
  g_assert_nonnull (strstr (later, "\"no\":\"R-2026-00001\""));
}

/* One of ten clients who all submit at once. */
typedef struct
{
  KpsOffice *office;
  KpsPerson *person;
  GBytes *requests[10];
  GPtrArray *numbers; /* (owned) (element-type utf8) */
  guint n_left;
} Racer;

static void send_next (Racer *racer);

static void
on_reply_cb (GObject *source_object,
             GAsyncResult *result,
             gpointer user_data)
{
  Racer *racer = user_data;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply = kps_exchange_run_finish (result, &error);
  g_autofree char *line = NULL;
  const char *number;

  g_assert_no_error (error);
  line = kps_test_find_line (reply, "{\"op\":");
  number = strstr (line, "\"no\":\"");
  g_assert_nonnull (number);
  g_ptr_array_add (racer->numbers, g_strndup (number + 6, 12));
  racer->n_left--;
  if (racer->n_left > 0)
    send_next (racer);
}

static void
send_next (Racer *racer)
{
  kps_exchange_run_async (racer->office, racer->person, racer->requests[racer->n_left - 1], NULL,
                          on_reply_cb, racer);
}

static GBytes *
make_submit (KpsTestOffice *self)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  KpId subject = kp_id_make (&self->environment.environment);
  KpId id = { 0 };
  g_autofree char *arguments =
    g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\","
                     "\"answers\":{}}",
                     kps_test_text (&subject).text,
                     kps_test_text (&self->organisations[NORTH]).text,
                     kps_test_text (&self->plain_flow).text);
  g_autoptr (GBytes) operation =
    kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);

  kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);

  return kp_sync_request_encode (request);
}

static int
compare_texts (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static gboolean
has_ended (Racer *racers)
{
  for (guint i = 0; i < 10; i++)
    {
      if (racers[i].n_left > 0)
        return FALSE;
    }

  return TRUE;
}

static void
test_ten_clients (KpsTestOffice *self,
                  gconstpointer data)
{
  g_autoptr (GPtrArray) numbers = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (KpsPerson) person = kps_test_office_load_person (self, ANNA);
  g_autoptr (KpsOffice) office = NULL;
  g_autoptr (GError) error = NULL;
  KpsWriterFigures figures;
  Racer racers[10];

  for (guint i = 0; i < 10; i++)
    {
      racers[i] = (Racer) { .person = person, .numbers = numbers, .n_left = 10 };
      for (guint j = 0; j < 10; j++)
        racers[i].requests[j] = make_submit (self);
    }

  office = kps_office_open (self->folder, 2, kp_environment_get_real (), NULL, &error);
  g_assert_no_error (error);
  for (guint i = 0; i < 10; i++)
    {
      racers[i].office = office;
      send_next (&racers[i]);
    }
  kp_test_wait_for (has_ended (racers));
  /* It counts after it has told us. */
  kps_writer_shutdown (kps_office_get_writer (office));
  kps_writer_get_figures (kps_office_get_writer (office), &figures);

  /* Unique, without a gap, and fewer commits than operations. */
  g_assert_cmpuint (numbers->len, ==, 100);
  g_ptr_array_sort (numbers, compare_texts);
  for (guint i = 0; i < numbers->len; i++)
    {
      g_autofree char *tail = g_strdup_printf ("-%05u", i + 1);

      g_assert_true (g_str_has_suffix (numbers->pdata[i], tail));
    }
  g_assert_cmpuint (figures.steps, ==, 100);
  g_assert_cmpuint (figures.commits, <=, 100);
  g_assert_cmpuint (figures.lost, ==, 0);

  for (guint i = 0; i < 10; i++)
    {
      for (guint j = 0; j < 10; j++)
        g_bytes_unref (racers[i].requests[j]);
    }
}

#define ADD(path, func)                                                                 \
  g_test_add ("/group-commit/" path, KpsTestOffice, NULL, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("rule-broken/others-go-on/refusal-is-kept", test_one_broken);
  ADD ("disk-full/in-one-step/that-one-later", test_large_step);
  ADD ("disk-full/all-undone/run-again-one-by-one", test_disk_full);
  ADD ("commit-fails/all-later-nothing-said", test_commit_fails);
  ADD ("disk-full/exchange-says-later", test_exchange_disk_full);
  ADD ("ten-clients/numbers-are-unique-and-rising", test_ten_clients);

  return g_test_run ();
}
