/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests that a line, a proxy or a thief delivers again and in another order (STRENGTH.md R7):
 * several people do many things at once, each of their requests arrives one to five times, in any
 * order, also between restarts; each operation takes effect exactly once.
 */

#include "kps-test-office.h"

#include <string.h>

#define N_REQUESTS 6
#define N_COMMENTS 4
#define MAX_DELIVERIES 5
#define ROUNDS 8

/* A request to the server as it stands on the line, with what it asks for. */
typedef struct
{
  KpsTestPerson person;
  GPtrArray *operations; /* (owned) (element-type GBytes) */
} Parcel;

/* Everything that was done, and what must be there in the end. */
typedef struct
{
  KpsTestOffice *office;
  GPtrArray *parcels;  /* (owned) (element-type Parcel) */
  GHashTable *results; /* (owned): operation as text → its final result */
  KpId requests[N_REQUESTS];
  KpId orders[N_REQUESTS];
  KpId messages[N_REQUESTS][N_COMMENTS];
  guint n_operations;
} Story;

static void
parcel_free (gpointer data)
{
  Parcel *self = data;

  g_ptr_array_unref (self->operations);
  g_free (self);
}

static Parcel *
add_parcel (Story *story,
            KpsTestPerson person)
{
  Parcel *parcel = g_new0 (Parcel, 1);

  parcel->person = person;
  parcel->operations = g_ptr_array_new_with_free_func ((GDestroyNotify) g_bytes_unref);
  g_ptr_array_add (story->parcels, parcel);

  return parcel;
}

/* @last: (inout): the operation before on the same subject; this one afterwards */
static void
add_operation (Story *story,
               Parcel *parcel,
               KpId *last,
               const char *kind,
               const char *was,
               const char *arguments)
{
  const KpId *after = kp_id_is_zero (last) ? NULL : last;
  KpId id = { 0 };
  GBytes *bytes =
    kps_test_office_make_operation (story->office, &id, after, kind, was, arguments);

  g_ptr_array_add (parcel->operations, bytes);
  *last = id;
  story->n_operations++;
}

/* A customer asks, and says more about it in requests of their own. */
static void
add_customer (Story *story,
              guint n)
{
  KpsTestOffice *office = story->office;
  Parcel *parcel = add_parcel (story, ANNA);
  KpId *request = &story->requests[n];
  KpId last = { 0 };
  g_autofree char *submit = NULL;

  *request = kp_id_make (&office->environment.environment);
  submit = g_strdup_printf ("{\"request\":\"%s\",\"org\":\"%s\",\"flow\":\"%s\",\"title\":\"T\","
                            "\"answers\":{}}",
                            kps_test_text (request).text,
                            kps_test_text (&office->organisations[NORTH]).text,
                            kps_test_text (&office->plain_flow).text);
  add_operation (story, parcel, &last, "request.submit@1", NULL, submit);
  for (guint i = 0; i < N_COMMENTS; i++)
    {
      KpId *message = &story->messages[n][i];
      g_autofree char *comment = NULL;

      *message = kp_id_make (&office->environment.environment);
      comment = g_strdup_printf ("{\"request\":\"%s\",\"message\":\"%s\",\"text\":\"%u\"}",
                                 kps_test_text (request).text, kps_test_text (message).text, i);
      if (i % 2 == 1)
        parcel = add_parcel (story, ANNA);
      add_operation (story, parcel, &last, "request.comment@1", NULL, comment);
    }
}

/* Staff accepts what it has seen: the request is there by then. */
static void
add_staff (Story *story,
           guint n)
{
  KpsTestOffice *office = story->office;
  KpId *order = &story->orders[n];
  KpId last = { 0 };
  g_autofree char *accept = NULL;

  *order = kp_id_make (&office->environment.environment);
  accept =
    g_strdup_printf ("{\"request\":\"%s\",\"work_order\":\"%s\"}",
                     kps_test_text (&story->requests[n]).text, kps_test_text (order).text);
  add_operation (story, add_parcel (story, EVA), &last, "request.accept@1",
                 "{\"state\":\"submitted\"}", accept);
}

/* Whatever was final once is final for ever, word for word. */
static void
check_result (Story *story,
              const char *line)
{
  g_autofree char *outcome = kps_test_get_outcome (line);
  g_autofree char *operation = g_strndup (line, strlen ("{\"op\":\"") + KP_ID_SIZE - 1);
  const char *before = g_hash_table_lookup (story->results, operation);

  if (before != NULL)
    g_assert_cmpstr (line, ==, before);
  else if (!g_str_equal (outcome, "later"))
    g_hash_table_insert (story->results, g_steal_pointer (&operation), g_strdup (line));
}

static void
deliver (Story *story,
         const Parcel *parcel)
{
  g_autoptr (KpSyncRequest) request = kp_sync_request_new ();
  g_autoptr (GBytes) reply = NULL;
  g_auto (GStrv) lines = NULL;
  g_autofree char *text = NULL;
  gsize length;
  guint n = 0;

  for (guint i = 0; i < parcel->operations->len; i++)
    kp_sync_request_add_offer (request, parcel->operations->pdata[i], FALSE, 0, NULL);
  /* Twice in one request, too. */
  kp_sync_request_add_offer (request, parcel->operations->pdata[0], FALSE, 0, NULL);
  reply = kps_test_office_exchange (story->office, parcel->person, request);
  text = g_strndup (g_bytes_get_data (reply, &length), g_bytes_get_size (reply));
  lines = g_strsplit (text, "\n", -1);
  for (guint i = 0; lines[i] != NULL; i++)
    {
      if (!g_str_has_prefix (lines[i], "{\"op\":"))
        continue;

      check_result (story, lines[i]);
      n++;
    }
  g_assert_cmpuint (n, ==, parcel->operations->len + 1);
}

/* Delivers all parcels from @first on, each one to five times, in any order. */
static void
deliver_all (Story *story,
             guint first,
             GRand *rand)
{
  g_autoptr (GPtrArray) line = g_ptr_array_new ();

  for (guint i = first; i < story->parcels->len; i++)
    {
      guint times = g_rand_int_range (rand, 1, MAX_DELIVERIES + 1);

      for (guint n = 0; n < times; n++)
        g_ptr_array_insert (line, g_rand_int_range (rand, 0, line->len + 1),
                            story->parcels->pdata[i]);
    }
  for (guint i = 0; i < line->len; i++)
    {
      deliver (story, line->pdata[i]);
      if (i == line->len / 2)
        kps_test_office_restart (story->office);
    }

  /* What was told to wait comes again, as clients do, until all is final. */
  for (guint i = 0; i < story->parcels->len * 2; i++)
    deliver (story, story->parcels->pdata[g_rand_int_range (rand, 0, story->parcels->len)]);
  for (guint i = first; i < story->parcels->len; i++)
    deliver (story, story->parcels->pdata[i]);
}

/* By a connection of its own, because those of the office never scan. */
static gint64
count (KpsTestOffice *office,
       const char *select)
{
  const KpDbOptions options = { .read_only = TRUE };
  g_autoptr (KpDb) db = kp_db_open (kps_office_get_db_path (office->office), &options, NULL);
  g_autoptr (KpStatement) statement = kp_db_prepare (db, select, NULL);
  gboolean has_row = FALSE;

  g_assert_true (kp_statement_step (statement, &has_row, NULL, NULL) && has_row);

  return kp_statement_get_int64 (statement, 0);
}

static const char COUNT_MESSAGES[] = "SELECT count (*) FROM record WHERE ent = 13";
static const char COUNT_AUDIT[] = "SELECT count (*) FROM audit";
static const char COUNT_RESULTS[] = "SELECT count (*) FROM op";

static void
check_effects (Story *story)
{
  KpsTestOffice *office = story->office;
  GHashTableIter iter;
  gpointer line;

  g_assert_cmpuint (g_hash_table_size (story->results), ==, story->n_operations);
  g_hash_table_iter_init (&iter, story->results);
  while (g_hash_table_iter_next (&iter, NULL, &line))
    g_assert_nonnull (strstr (line, "\"r\":\"ok\""));

  for (guint n = 0; n < N_REQUESTS; n++)
    {
      g_autoptr (KpsRecord) request =
        kps_test_office_get (office, KP_ENTITY_REQUEST, &story->requests[n]);
      g_autoptr (KpsRecord) order =
        kps_test_office_get (office, KP_ENTITY_WORK_ORDER, &story->orders[n]);

      g_assert_cmpstr (kps_record_get_text (request, "state"), ==, "accepted");
      g_assert_nonnull (order);
      for (guint i = 0; i < N_COMMENTS; i++)
        {
          g_autoptr (KpsRecord) message =
            kps_test_office_get (office, KP_ENTITY_MESSAGE, &story->messages[n][i]);

          g_assert_nonnull (message);
        }
    }
}

/* In the audit log: one row for asking, two for accepting, two for each comment. */
#define ROWS_OF_A_REQUEST (1 + 2 + 2 * N_COMMENTS)

static void
test_any_order (KpsTestOffice *self,
                gconstpointer data)
{
  for (guint round = 0; round < ROUNDS; round++)
    {
      g_autoptr (GRand) rand = g_rand_new_with_seed (g_test_rand_int ());
      Story story = {
        .office = self,
        .parcels = g_ptr_array_new_with_free_func (parcel_free),
        .results = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free),
      };
      gint64 results = count (self, COUNT_RESULTS);
      gint64 messages = count (self, COUNT_MESSAGES);
      gint64 rows = count (self, COUNT_AUDIT);
      guint n_customer;

      for (guint n = 0; n < N_REQUESTS; n++)
        add_customer (&story, n);
      n_customer = story.parcels->len;
      deliver_all (&story, 0, rand);
      for (guint n = 0; n < N_REQUESTS; n++)
        add_staff (&story, n);
      deliver_all (&story, n_customer, rand);

      check_effects (&story);
      g_assert_cmpint (count (self, COUNT_RESULTS) - results, ==, story.n_operations);
      g_assert_cmpint (count (self, COUNT_MESSAGES) - messages, ==, N_REQUESTS * N_COMMENTS);
      g_assert_cmpint (count (self, COUNT_AUDIT) - rows, ==, N_REQUESTS * ROWS_OF_A_REQUEST);
      g_ptr_array_unref (story.parcels);
      g_hash_table_unref (story.results);
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);
  g_test_add ("/replays/one-to-five-times/any-order/one-effect-each", KpsTestOffice, NULL,
              kps_test_office_set_up, test_any_order, kps_test_office_tear_down);

  return g_test_run ();
}
