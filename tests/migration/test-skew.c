/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Versions that meet (SYNC.md section 8): an office and two devices as each earlier version left
 * them, with full outboxes, opened by today's programs; and requests and replies as a later peer
 * would send them. Nothing is lost, and nothing is loaded afresh. tests/data/skew/README.md says
 * what is there.
 */

#include "kp-engine.h"
#include "kp-store-exchange.h"
#include "kp-store-outbox.h"
#include "kp-store-private.h"
#include "kp-store-resources.h"
#include "kp-test-environment.h"
#include "kp-test.h"
#include "kps-exchange.h"
#include "kps-resources.h"

#include <glib/gstdio.h>
#include <string.h>

#define OUTBOX "/org/klantportaal/store/migrations/outbox/"
#define CACHE "/org/klantportaal/store/migrations/cache/"
#define MAX_EXCHANGES 10
/* How many migrations there are by now. */
#define NEWEST_SERVER 4
#define NEWEST_CLIENT 2
/* What waits in the golden outboxes. */
#define N_OF_CUSTOMER 9
#define N_OF_STAFF 16

/* Where the history of the golden files stands. */
#define GOLDEN_SEED 24

static const guint8 KEY[KP_DB_KEY_SIZE] = { 24, 24, 24 };

/* Which versions meet: how many migrations each had seen. */
typedef struct
{
  guint server;
  guint client;
} Versions;

typedef struct
{
  char *folder; /* (owned) */
  KpTestEnvironment environment;
  KpsOffice *office; /* (owned) */
} World;

typedef struct
{
  World *world;
  KpsPerson *person; /* (owned) */
  KpStore *store;    /* (owned) */
  KpEngine *engine;  /* (owned) */
  guint n_resets;
  guint n_loaded; /* streams that were loaded afresh */
} Device;

static char *
read_golden (const char *name,
             gsize *length)
{
  g_autofree char *path = g_build_filename (g_getenv ("KP_TEST_DATA"), "skew", name, NULL);
  g_autoptr (GError) error = NULL;
  char *text;

  g_file_get_contents (path, &text, length, &error);
  g_assert_no_error (error);

  return text;
}

/* Old databases. */

static const char CREATE_LOG[] =
  "CREATE TABLE migration (name TEXT NOT NULL PRIMARY KEY, sha256 TEXT NOT NULL) STRICT;";
static const char INSERT_LOG[] = "INSERT INTO migration (name, sha256) VALUES ($1, $2)";

static void
run_script (KpDb *db,
            const char *script)
{
  g_autoptr (GError) error = NULL;

  kp_db_run_script (db, script, &error);
  g_assert_no_error (error);
}

static int
compare_names (gconstpointer a,
               gconstpointer b)
{
  return strcmp (*(const char *const *) a, *(const char *const *) b);
}

static void
run_migrations (KpDb *db,
                GResource *resource,
                const char *folder,
                guint n)
{
  g_auto (GStrv) names =
    g_resource_enumerate_children (resource, folder, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);

  g_assert_cmpuint (g_strv_length (names), >=, n);
  qsort (names, g_strv_length (names), sizeof *names, compare_names);
  run_script (db, CREATE_LOG);
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *path = g_strconcat (folder, names[i], NULL);
      g_autoptr (GBytes) script =
        g_resource_lookup_data (resource, path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
      g_autofree char *text =
        g_strndup (g_bytes_get_data (script, NULL), g_bytes_get_size (script));
      g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, script);
      g_autoptr (KpStatement) insert = NULL;

      run_script (db, text);
      insert = kp_db_prepare (db, INSERT_LOG, NULL);
      kp_statement_bind_text (insert, 1, names[i]);
      kp_statement_bind_text (insert, 2, sha256);
      g_assert_true (kp_statement_run (insert, NULL, NULL));
    }
}

/* Makes a database as the version did that had seen @n migrations, with the rows of a golden file.
 */
static void
make_database (const char *path,
               const guint8 *key,
               GResource *resource,
               const char *folder,
               guint n,
               const char *golden)
{
  const KpDbOptions options = { .key = key };
  g_autofree char *rows = read_golden (golden, NULL);
  g_autofree char *parent = g_path_get_dirname (path);
  g_autoptr (GError) error = NULL;
  g_autoptr (KpDb) db = NULL;

  g_assert_no_errno (g_mkdir_with_parents (parent, 0700));
  db = kp_db_open (path, key != NULL ? &options : NULL, &error);
  g_assert_no_error (error);
  run_migrations (db, resource, folder, n);
  run_script (db, rows);
}

static void
world_init (World *self,
            guint server)
{
  g_autofree char *path = NULL;
  g_autoptr (GError) error = NULL;

  self->folder = kp_test_dup_path ("skew");
  path = g_build_filename (self->folder, "office", "office.db", NULL);
  kp_test_environment_init (&self->environment, GOLDEN_SEED + 1);
  kp_test_environment_advance (&self->environment, 60000);
  make_database (path, NULL, kps_get_resource (), KPS_MIGRATIONS, server, "office.sql");
  g_free (path);
  path = g_build_filename (self->folder, "office", NULL);
  self->office = kps_office_open (path, 0, &self->environment.environment, NULL, &error);
  g_assert_no_error (error);
}

static void
world_clear (World *self)
{
  kps_office_close (self->office);
  kp_test_environment_clear (&self->environment);
  g_free (self->folder);
}

static void
device_init (Device *self,
             World *world,
             const char *name,
             guint client)
{
  g_autofree char *folder = g_build_filename (world->folder, name, NULL);
  g_autofree char *outbox = g_build_filename (folder, "outbox.db", NULL);
  g_autofree char *cache = g_build_filename (folder, "cache.db", NULL);
  g_autofree char *outbox_rows = g_strconcat (name, "-outbox.sql", NULL);
  g_autofree char *cache_rows = g_strconcat (name, "-cache.sql", NULL);
  g_autoptr (GError) error = NULL;
  KpId person;

  *self = (Device) { .world = world };
  make_database (outbox, KEY, kp_store_get_resource (), OUTBOX, client, outbox_rows);
  make_database (cache, KEY, kp_store_get_resource (), CACHE, client, cache_rows);
  self->store = kp_store_open (folder, KEY, &world->environment.environment, &error);
  g_assert_no_error (error);
  g_assert_true (kp_store_get_person_id (self->store, &person));
  kps_person_load (kps_office_get_read_db (world->office), &person, &self->person, &error);
  g_assert_no_error (error);
  g_assert_nonnull (self->person);
  self->engine = kp_engine_new (self->store);
}

static void
device_clear (Device *self)
{
  kp_engine_free (self->engine);
  kp_store_close (self->store);
  kps_person_free (self->person);
}

static void
feed (Device *self,
      GBytes *reply)
{
  g_autofree char *text =
    g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));
  g_auto (KpFeedResult) result = { 0 };
  g_autoptr (GError) error = NULL;

  self->n_loaded += strstr (text, "\"h0\":") != NULL;
  kp_engine_feed (self->engine, reply, self->world->environment.now, &result, &error);
  g_assert_no_error (error);
  g_assert_cmpint (result.fed, !=, KP_FED_CUT);
  self->n_resets += result.fed == KP_FED_RESET;
}

static void
settle (Device *self)
{
  KpEngineStatus status = { .more = TRUE };

  for (guint i = 0; i < MAX_EXCHANGES && (status.more || status.waiting > 0); i++)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (GBytes) request = NULL;
      g_autoptr (GBytes) reply = NULL;

      kp_engine_ask (self->engine);
      request = kp_engine_next (self->engine, self->world->environment.now, &error);
      g_assert_no_error (error);
      g_assert_nonnull (request);
      reply = kps_exchange_run (self->world->office, self->person, request, &error);
      g_assert_no_error (error);
      feed (self, reply);
      g_assert_true (kp_engine_get_status (self->engine, &status, NULL));
    }
  g_assert_cmpuint (status.waiting, ==, 0);
}

/* Everything that waited took effect. Returns: how many there were */
static guint
assert_all_confirmed (Device *self)
{
  g_autoptr (GPtrArray) items = kp_store_list_changes (self->store, 0, NULL);

  for (guint i = 0; i < items->len; i++)
    {
      const KpOutboxItem *item = items->pdata[i];

      g_test_message ("%s: %s", item->operation->kind->name, item->reply);
      g_assert_cmpstr (item->result, ==, "ok");
      g_assert_cmpint (item->state, ==, KP_OUTBOX_CONFIRMED);
    }

  return items->len;
}

static void
assert_nothing_lost (Device *self,
                     guint n_operations)
{
  g_assert_cmpuint (assert_all_confirmed (self), ==, n_operations);
  g_assert_cmpuint (self->n_resets, ==, 0);
  g_assert_cmpuint (self->n_loaded, ==, 0);
}

/* Client and server of any earlier versions, with everything that their people did meanwhile. */
static void
test_meet (gconstpointer data)
{
  const Versions *versions = data;
  World world = { 0 };
  Device customer;
  Device staff;

  world_init (&world, versions->server);
  device_init (&customer, &world, "customer", versions->client);
  device_init (&staff, &world, "staff", versions->client);
  settle (&customer);
  settle (&staff);
  settle (&customer);
  assert_nothing_lost (&customer, N_OF_CUSTOMER);
  assert_nothing_lost (&staff, N_OF_STAFF);
  device_clear (&customer);
  device_clear (&staff);
  world_clear (&world);
}

/* Returns: (transfer full): what the office answers to golden bytes, line by line */
static char **
ask_with_golden (Device *self,
                 const char *name)
{
  gsize length;
  char *text = read_golden (name, &length);
  g_autoptr (GBytes) request = g_bytes_new_take (text, length);
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) reply =
    kps_exchange_run (self->world->office, self->person, request, &error);
  g_autofree char *answer = NULL;

  g_assert_no_error (error);
  answer = g_strndup (g_bytes_get_data (reply, NULL), g_bytes_get_size (reply));

  return g_strsplit (answer, "\n", -1);
}

/* A later client says more in its header, has kinds that nobody here knows, and versions of kinds:
 * each is answered, those that are known take effect, and what is here is not loaded once more.
 */
static void
test_later_client (gconstpointer data)
{
  static const char *const RESULTS[] = { "ok", "upgrade", "upgrade", "upgrade", "ok" };
  World world = { 0 };
  Device customer;
  guint n_results = 0;

  world_init (&world, NEWEST_SERVER);
  device_init (&customer, &world, "customer", NEWEST_CLIENT);
  for (guint again = 0; again < 2; again++)
    {
      g_auto (GStrv) lines = ask_with_golden (&customer, data);

      n_results = 0;
      for (guint i = 0; lines[i] != NULL; i++)
        {
          g_autofree char *expected = NULL;

          g_test_message ("%s", lines[i]);
          g_assert_null (strstr (lines[i], "\"reset\""));
          g_assert_null (strstr (lines[i], "\"h0\""));
          if (!g_str_has_prefix (lines[i], "{\"op\""))
            continue;
          g_assert_cmpuint (n_results, <, G_N_ELEMENTS (RESULTS));
          expected = g_strdup_printf ("\"r\":\"%s\"", RESULTS[n_results++]);
          g_assert_nonnull (strstr (lines[i], expected));
        }
      g_assert_cmpuint (n_results, ==, G_N_ELEMENTS (RESULTS));
    }
  device_clear (&customer);
  world_clear (&world);
}

/* Returns: how many records are here with what only later versions know */
static gint64
count_later (Device *self)
{
  static const char SELECT[] =
    "SELECT count (*) FROM raw WHERE body LIKE '%\"mood\":\"fine\"%' AND key > 0";
  g_autoptr (KpStatement) select =
    kp_db_prepare (kp_store_get_cache (self->store), SELECT, NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);

  return kp_statement_get_int64 (select, 0);
}

/* A later office says more of everything, has records and lines that nobody here knows, and states:
 * what is known is shown, the rest is kept as it came, and the outbox is answered.
 */
static void
test_later_server (gconstpointer data)
{
  World world = { 0 };
  Device customer;
  gsize length;
  char *text = read_golden (data, &length);
  g_autoptr (GBytes) reply = g_bytes_new_take (text, length);
  g_autoptr (GBytes) request = NULL;

  world_init (&world, NEWEST_SERVER);
  device_init (&customer, &world, "customer", NEWEST_CLIENT);
  kp_engine_ask (customer.engine);
  request = kp_engine_next (customer.engine, world.environment.now, NULL);
  g_assert_nonnull (request);
  feed (&customer, reply);
  assert_nothing_lost (&customer, N_OF_CUSTOMER);
  g_assert_cmpint (count_later (&customer), ==, 2);
  device_clear (&customer);
  world_clear (&world);
}

int
main (int argc,
      char **argv)
{
  g_autofree Versions *versions = g_new (Versions, NEWEST_SERVER * NEWEST_CLIENT);

  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  for (guint i = 0; i < NEWEST_SERVER * NEWEST_CLIENT; i++)
    {
      g_autofree char *path = NULL;

      versions[i] = (Versions) { 1 + i / NEWEST_CLIENT, 1 + i % NEWEST_CLIENT };
      path = g_strdup_printf ("/skew/server-%u/client-%u/nothing-lost-nothing-loaded-afresh",
                              versions[i].server, versions[i].client);
      g_test_add_data_func (path, &versions[i], test_meet);
    }
  g_test_add_data_func ("/skew/client/one-later/each-is-answered", "request-1.ndjson",
                        test_later_client);
  g_test_add_data_func ("/skew/client/two-later/each-is-answered", "request-2.ndjson",
                        test_later_client);
  g_test_add_data_func ("/skew/server/one-later/known-is-shown-the-rest-kept", "reply-1.ndjson",
                        test_later_server);
  g_test_add_data_func ("/skew/server/two-later/known-is-shown-the-rest-kept", "reply-2.ndjson",
                        test_later_server);

  return g_test_run ();
}
