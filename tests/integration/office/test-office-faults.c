/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Power cuts and failing disks under the office's database (STRENGTH.md R3, R4): what was
 * acknowledged is there, what is there is a prefix of history, and the office goes on reading.
 */

#include "kp-crash-vfs.h"
#include "kp-test.h"
#include "kps-test-office.h"

#include <string.h>

#define N_COMMITS 6
#define N_JOBS 3
#define N_SAMPLES 2
#define MAX_CALLS 500

/* Users put by one group commit after the other, three jobs each. */
typedef struct
{
  KpsTestOffice *office;
  KpId ids[N_COMMITS][N_JOBS];
} History;

/* How a call fails. */
typedef struct
{
  KpCrashFault fault;
  gboolean for_good;
} Failing;

static gboolean
put_user (KpsTx *tx,
          gpointer data,
          GError **error)
{
  const KpId *id = data;
  static const char BODY[] = "{\"display_name\":\"Somebody\",\"kind\":\"staff\"}";

  return kps_tx_put (tx, KP_ENTITY_USER, id, BODY, strlen (BODY), error);
}

static void
on_done_cb (KpsJob *job,
            gpointer data)
{
  g_assert_cmpint (kps_job_get_step (job, 0)->state, ==, KPS_STEP_DONE);
}

static void
commit_group (History *history,
              guint n)
{
  g_autoptr (GPtrArray) jobs = g_ptr_array_new_with_free_func ((GDestroyNotify) kps_job_free);
  KpsTestOffice *office = history->office;

  for (guint i = 0; i < N_JOBS; i++)
    {
      KpsJob *job = kps_job_new (on_done_cb, NULL, NULL);

      history->ids[n][i] = kp_id_make (&office->environment.environment);
      kps_job_add (job, put_user, NULL, &history->ids[n][i]);
      g_ptr_array_add (jobs, job);
    }
  g_assert_true (kps_batch_run (kps_office_get_write_db (office->office),
                                &office->environment.environment, jobs, NULL, NULL));
}

/* Returns: how many users of a group commit are there */
static guint
count_users (KpDb *db,
             const KpId *ids)
{
  guint n = 0;

  for (guint i = 0; i < N_JOBS; i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (KpsRecord) record = NULL;

      kps_record_load (db, KP_ENTITY_USER, &ids[i], &record, &error);
      g_assert_no_error (error);
      n += record != NULL;
    }

  return n;
}

static char *
check_office (const char *folder,
              guint n_marks,
              gpointer data)
{
  History *history = data;
  g_autoptr (GError) error = NULL;
  g_autoptr (KpsOffice) office =
    kps_office_open (folder, 0, &history->office->environment.environment, NULL, &error);
  gboolean has_ended = FALSE;

  if (office == NULL || !kp_db_check (kps_office_get_write_db (office), &error))
    return g_strdup (error->message);

  for (guint i = 0; i < N_COMMITS; i++)
    {
      guint n = count_users (kps_office_get_read_db (office), history->ids[i]);

      if (n != 0 && n != N_JOBS)
        return g_strdup_printf ("group commit %u is there in part", i);
      if (n == 0 && i < n_marks)
        return g_strdup_printf ("group commit %u was acknowledged and is lost", i);
      if (n != 0 && has_ended)
        return g_strdup_printf ("group commit %u is there without the one before", i);
      has_ended |= n == 0;
    }

  return NULL;
}

static void
test_power_cut (KpsTestOffice *self,
                gconstpointer data)
{
  g_autofree char *folder = kp_test_dup_path ("office-after");
  History history = { .office = self };
  KpCrashVfs *vfs;
  guint n_states;

  g_clear_pointer (&self->office, kps_office_close);
  vfs = kp_crash_vfs_new ();
  kp_crash_vfs_record (vfs, self->folder);
  kps_test_office_reopen (self);
  for (guint i = 0; i < N_COMMITS; i++)
    {
      commit_group (&history, i);
      kp_crash_vfs_mark (vfs);
      if (i == N_COMMITS / 2)
        g_assert_true (kp_db_run_script (kps_office_get_write_db (self->office),
                                         "PRAGMA wal_checkpoint (FULL)", NULL));
    }
  g_clear_pointer (&self->office, kps_office_close);

  n_states = kp_crash_vfs_check_states (vfs, folder, N_SAMPLES, 1, check_office, &history);
  g_test_message ("%u states opened", n_states);
  g_assert_true (n_states > 100 || g_test_failed ());
  kp_crash_vfs_free (vfs);
  kps_test_office_reopen (self);
}

static GBytes *
make_submit (KpsTestOffice *self,
             const KpId *request)
{
  KpId id = { 0 };
  g_autofree char *arguments = g_strdup_printf (
    "{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\",\"answers\":{}}",
    kps_test_text (request).text, kps_test_text (&self->organisations[NORTH]).text,
    kps_test_text (&self->plain_flow).text);

  return kps_test_office_make_operation (self, &id, NULL, "request.submit@1", NULL, arguments);
}

/* Returns: (transfer full) (nullable): the result, as far as there was a reply */
static char *
try_exchange (KpsTestOffice *self,
              GBytes *operation)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (KpsPerson) person = kps_test_office_load_person (self, ANNA);
  g_autoptr (GBytes) body = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *line = NULL;

  kp_sync_request_add_offer (request, operation, FALSE, 0, NULL);
  body = kp_sync_request_encode (request);
  reply = kps_exchange_run (self->office, person, body, &error);
  if (reply == NULL)
    {
      g_assert_nonnull (error);
      return NULL;
    }

  line = kps_test_find_line (reply, "{\"op\":");
  return line != NULL ? kps_test_get_outcome (line) : NULL;
}

static gboolean
has_request (KpsTestOffice *self,
             const KpId *id)
{
  g_autoptr (KpsRecord) record = kps_test_office_get (self, KP_ENTITY_REQUEST, id);

  return record != NULL;
}

/* One exchange whose k-th call fails. Returns: how many calls failed */
static guint
exchange_failing (KpsTestOffice *self,
                  KpCrashVfs *vfs,
                  guint k,
                  const Failing *failing,
                  KpId *request)
{
  g_autoptr (GBytes) operation = NULL;
  g_autofree char *outcome = NULL;
  g_autofree char *again = NULL;
  guint n_failed;

  *request = kp_id_make (&self->environment.environment);
  operation = make_submit (self, request);
  kp_crash_vfs_fail (vfs, k, failing->fault, failing->for_good);
  outcome = try_exchange (self, operation);

  /* What is said is so, and there is reading while the disk fails. */
  g_assert_true (g_strcmp0 (outcome, "ok") != 0 || has_request (self, request));
  g_assert_true (outcome == NULL || g_str_equal (outcome, "ok") ||
                 g_str_equal (outcome, "later"));
  g_assert_cmpuint (count_users (kps_office_get_read_db (self->office), self->people), ==, N_JOBS);
  n_failed = kp_crash_vfs_heal (vfs);

  again = try_exchange (self, operation);
  g_assert_cmpstr (again, ==, "ok");

  return n_failed;
}

static void
test_kth_call (KpsTestOffice *self,
               gconstpointer data)
{
  const Failing *failing = data;
  g_autoptr (GArray) requests = g_array_new (FALSE, FALSE, sizeof (KpId));
  KpCrashVfs *vfs;
  guint n_failed = 1;
  guint n_all = 0;
  guint k;

  g_clear_pointer (&self->office, kps_office_close);
  vfs = kp_crash_vfs_new ();
  kps_test_office_reopen (self);
  /* So that the path of each commit goes through the checkpoint too. */
  g_assert_true (kp_db_run_script (kps_office_get_write_db (self->office),
                                   "PRAGMA wal_autocheckpoint = 1", NULL));
  for (k = 1; n_failed > 0 && k < MAX_CALLS; k++)
    {
      KpId request;

      n_failed = exchange_failing (self, vfs, k, failing, &request);
      n_all += n_failed;
      g_array_append_val (requests, request);
    }
  g_assert_cmpuint (k, <, MAX_CALLS);
  g_test_message ("%u calls in the path, %u failures", k - 2, n_all);
  g_clear_pointer (&self->office, kps_office_close);
  kp_crash_vfs_free (vfs);

  kps_test_office_reopen (self);
  g_assert_true (kp_db_check (kps_office_get_read_db (self->office), NULL));
  for (guint i = 0; i < requests->len; i++)
    g_assert_true (has_request (self, &g_array_index (requests, KpId, i)));
}

static const Failing ERROR_ONCE = { KP_CRASH_IO_ERROR, FALSE };
static const Failing ERROR_FOR_GOOD = { KP_CRASH_IO_ERROR, TRUE };
static const Failing FULL_ONCE = { KP_CRASH_DISK_FULL, FALSE };
static const Failing FULL_FOR_GOOD = { KP_CRASH_DISK_FULL, TRUE };

#define ADD(path, data, func)                                                            \
  g_test_add ("/office-faults/" path, KpsTestOffice, data, kps_test_office_set_up, func, \
              kps_test_office_tear_down)

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  ADD ("power-cut/prefix-of-history-with-all-acknowledged", NULL, test_power_cut);
  ADD ("kth-call/io-error/once", &ERROR_ONCE, test_kth_call);
  ADD ("kth-call/io-error/for-good", &ERROR_FOR_GOOD, test_kth_call);
  ADD ("kth-call/disk-full/once", &FULL_ONCE, test_kth_call);
  ADD ("kth-call/disk-full/for-good", &FULL_FOR_GOOD, test_kth_call);

  return g_test_run ();
}
