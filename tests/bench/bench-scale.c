/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What an operation costs the server at 100, 1,000 and 10,000 organisations, and a save of a
 * portal's settings with the exchange that brings it to a customer: as much at every size. In this
 * process, on one thread, and measured in what that thread computes, the system's part included: a
 * tenth of a millisecond by the wall's clock is mostly that of others on a busy machine. The sizes
 * take turns.
 */

#include "kp-bench-portal.h"
#include "kp-bench.h"
#include "kps-access.h"
#include "kps-exchange.h"
#include "kps-store.h"

#include <string.h>

/* The demo's organisations, of which there are ten, times this. */
static const guint SCALES[] = { 10, 100, 1000 };
static const guint SCALES_SMOKE[] = { 1, 2, 4 };

#define N_SIZES G_N_ELEMENTS (SCALES)
#define ROUNDS 300
#define ROUNDS_SMOKE 5
#define TARGET_FLAT 1.2

static const char COUNT_ORGANISATIONS[] = "SELECT count(*) FROM p_organisation_entry";

typedef struct
{
  KpBenchPortal *portal;    /* (owned): its server has ended */
  KpBenchAccount *customer; /* (owned): in step with the server */
  KpsOffice *office;        /* (owned): of the same folder */
  KpsPerson *staff;         /* (owned) */
  KpsPerson *person;        /* (owned): the customer */
  KpId request;             /* that is commented upon */
  gint64 n;                 /* organisations */
  double *operations;       /* (owned): milliseconds of each */
  double *settings;         /* (owned): likewise */
} Size;

static gint64
count_organisations (KpBenchAccount *account)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (account->store), COUNT_ORGANISATIONS, &error);
  gboolean has_row;

  g_assert_no_error (error);
  kp_statement_step (select, &has_row, NULL, &error);
  g_assert_no_error (error);

  return kp_statement_get_int64 (select, 0);
}

static KpsPerson *
load_person (KpsOffice *office,
             const char *user)
{
  g_autoptr (GError) error = NULL;
  KpsPerson *person = NULL;
  KpId id;

  g_assert_true (kp_id_parse (user, strlen (user), &id));
  kps_person_load (kps_office_get_read_db (office), &id, &person, &error);
  g_assert_no_error (error);
  g_assert_nonnull (person);

  return person;
}

static void
size_init (Size *self,
           const char *program,
           guint scale,
           guint rounds)
{
  g_autoptr (KpBenchAccount) staff = NULL;
  g_autoptr (KpAccountFacts) staff_facts = NULL;
  g_autoptr (KpAccountFacts) customer_facts = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL;

  self->portal = kp_bench_portal_new (program, scale);
  staff = kp_bench_account_new (self->portal, "staff", 0);
  staff_facts = kp_account_folder_dup_facts (staff->sign_in->folder);
  kp_bench_account_sync (staff);
  self->request = kp_bench_account_find_request (staff);
  self->n = count_organisations (staff);

  self->customer = kp_bench_account_new (self->portal, "customer", 0);
  customer_facts = kp_account_folder_dup_facts (self->customer->sign_in->folder);
  kp_bench_account_sync (self->customer);

  folder = kp_bench_portal_stop (self->portal);
  self->office = kps_office_open (folder, 0, kp_environment_get_real (), NULL, &error);
  g_assert_no_error (error);
  self->staff = load_person (self->office, staff_facts->user_id);
  self->person = load_person (self->office, customer_facts->user_id);
  self->operations = g_new (double, rounds);
  self->settings = g_new (double, rounds);
}

static void
size_clear (Size *self)
{
  kps_person_free (self->staff);
  kps_person_free (self->person);
  kps_office_close (self->office);
  kp_bench_account_free (self->customer);
  kp_bench_portal_free (self->portal);
  g_free (self->operations);
  g_free (self->settings);
}

static double
get_ms_since (gint64 began)
{
  return (double) (kp_bench_get_thread_time () - began) / G_TIME_SPAN_MILLISECOND;
}

/* Returns: milliseconds */
static double
run_operation (Size *self)
{
  g_autoptr (GBytes) request = kp_bench_make_request (&self->request, 1);
  g_autoptr (GError) error = NULL;
  gint64 began = kp_bench_get_thread_time ();
  g_autoptr (GBytes) reply = kps_exchange_run (self->office, self->staff, request, &error);
  double ms = get_ms_since (began);

  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (reply, NULL),
                                  (gssize) g_bytes_get_size (reply), "\"r\":\"ok\""));

  return ms;
}

/* Another lease than before; as KpsStepFunc. */
static gboolean
save_settings (KpsTx *tx,
               gpointer data,
               GError **error)
{
  const Size *self = data;
  g_autoptr (KpsRecord) portal = NULL;
  yyjson_mut_doc *body;
  gboolean done;

  if (!kps_record_load (kps_tx_get_db (tx), KP_ENTITY_PORTAL, &self->person->portal_id, &portal,
                        error))
    return FALSE;

  body = yyjson_doc_mut_copy (portal->doc, NULL);
  yyjson_mut_obj_put (yyjson_mut_doc_get_root (body), yyjson_mut_str (body, "lease_days"),
                      yyjson_mut_int (body, kps_record_get_int (portal, "lease_days") ^ 1));
  done = kps_tx_put_doc (tx, KP_ENTITY_PORTAL, &self->person->portal_id, body, error);
  yyjson_mut_doc_free (body);

  return done;
}

/* Returns: milliseconds */
static double
run_settings (Size *self)
{
  const KpEnvironment *environment = kp_environment_get_real ();
  KpEngine *engine = self->customer->engine;
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) request = NULL;
  g_autoptr (GBytes) reply = NULL;
  g_auto (KpFeedResult) result = { 0 };
  gint64 began;
  double ms;

  kp_engine_ask (engine);
  request = kp_engine_next (engine, kp_environment_now (environment), &error);
  g_assert_no_error (error);

  began = kp_bench_get_thread_time ();
  kps_office_write (self->office, save_settings, self, &error);
  g_assert_no_error (error);
  reply = kps_exchange_run (self->office, self->person, request, &error);
  ms = get_ms_since (began);
  g_assert_no_error (error);
  g_assert_nonnull (g_strstr_len (g_bytes_get_data (reply, NULL),
                                  (gssize) g_bytes_get_size (reply), "lease_days"));

  kp_engine_feed (engine, reply, kp_environment_now (environment), &result, &error);
  g_assert_no_error (error);

  return ms;
}

static void
print (const char *bench,
       gint64 n,
       double ours,
       double reference)
{
  kp_bench_print (&(KpBenchResult) {
    .bench = bench,
    .n = n,
    .ours = ours,
    .reference = reference,
    .target = TARGET_FLAT,
    .unit = "ms",
    .note = "organisations, against the smallest office",
  });
}

int
main (int argc,
      char **argv)
{
  gboolean smoke = kp_bench_is_smoke (argc, argv);
  guint rounds = smoke ? ROUNDS_SMOKE : ROUNDS;
  Size sizes[N_SIZES] = { 0 };

  for (guint i = 0; i < N_SIZES; i++)
    size_init (&sizes[i], argv[0], (smoke ? SCALES_SMOKE : SCALES)[i], rounds);

  for (guint round = 0; round < rounds; round++)
    {
      for (guint i = 0; i < N_SIZES; i++)
        {
          sizes[i].operations[round] = run_operation (&sizes[i]);
          sizes[i].settings[round] = run_settings (&sizes[i]);
        }
    }

  for (guint i = 1; i < N_SIZES; i++)
    {
      print ("scale", sizes[i].n, kp_bench_median (sizes[i].operations, rounds),
             kp_bench_median (sizes[0].operations, rounds));
      print ("scale-settings", sizes[i].n, kp_bench_median (sizes[i].settings, rounds),
             kp_bench_median (sizes[0].settings, rounds));
    }
  for (guint i = 0; i < N_SIZES; i++)
    size_clear (&sizes[i]);

  return 0;
}
