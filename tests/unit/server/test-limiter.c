/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Buckets over time and in the database, more names than there is room for, clocks that jump, and
 * nonces that expire.
 */

#include "kp-test-environment.h"
#include "kp-test.h"
#include "kps-limiter.h"
#include "kps-office.h"
#include "kps-proof.h"

#include <string.h>

static const guint8 KEY[32] = "a key for hashing names 12345678";
static const KpsLimit LIMIT = { .burst = 3, .every_ms = 10000 };

static void
test_bucket (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autoptr (KpsLimiter) limiter = NULL;

  kp_test_environment_init (&environment, 1);
  limiter = kps_limiter_new (&environment.environment, KEY);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 0);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 10);

  /* Other names and other kinds have buckets of their own. */
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "bert", &LIMIT), ==, 0);
  g_assert_cmpuint (kps_limiter_take (limiter, "address", "anna", &LIMIT), ==, 0);

  kp_test_environment_advance (&environment, 9001);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 1);
  kp_test_environment_advance (&environment, 999);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 0);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 10);

  kps_limiter_give_back (limiter, "login", "anna", &LIMIT);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 0);

  /* It never holds more than its burst, however long nobody came. */
  kp_test_environment_advance (&environment, G_GINT64_CONSTANT (1000) * 365 * 86400 * 1000);
  for (guint i = 0; i < 3; i++)
    g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 0);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), >, 0);

  /* A clock that is set back gives nothing and takes nothing. */
  environment.now -= 86400 * 1000;
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 10);
  kp_test_environment_advance (&environment, 10000);
  g_assert_cmpuint (kps_limiter_take (limiter, "login", "anna", &LIMIT), ==, 0);
}

static guint
take (KpsLimiter *limiter,
      const char *name)
{
  return kps_limiter_take (limiter, "login", name, &LIMIT);
}

/* Takes one of each of @n names that nobody had before. */
static void
take_of_many (KpsLimiter *limiter,
              const char *prefix,
              guint n)
{
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *name = g_strdup_printf ("%s%u", prefix, i);

      g_assert_cmpuint (take (limiter, name), ==, 0);
    }
}

/* However many come, each has a bucket, and who is refused stays refused. */
static void
test_more_than_fit (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autoptr (KpsLimiter) limiter = NULL;

  kp_test_environment_init (&environment, 1);
  limiter = kps_limiter_new (&environment.environment, KEY);
  take_of_many (limiter, "old", KPS_MAX_BUCKETS / 2);
  for (guint i = 0; i < LIMIT.burst; i++)
    g_assert_cmpuint (take (limiter, "anna"), ==, 0);
  take_of_many (limiter, "new", KPS_MAX_BUCKETS);

  g_assert_cmpuint (take (limiter, "anna"), ==, 10);
  for (guint i = 0; i < LIMIT.burst; i++)
    g_assert_cmpuint (take (limiter, "192.0.2.1"), ==, 0);
  g_assert_cmpuint (take (limiter, "198.51.100.7"), ==, 0);
}

static gboolean
save_in_step (KpsTx *tx,
              gpointer data,
              GError **error)
{
  return kps_limiter_save (data, tx, error);
}

static void
assert_stored (KpsOffice *office,
               gint64 n)
{
  g_autoptr (KpStatement) select =
    kp_db_prepare (kps_office_get_read_db (office), "SELECT count (*) FROM bucket", NULL);
  gboolean has_row;

  g_assert_true (kp_statement_step (select, &has_row, NULL, NULL) && has_row);
  g_assert_cmpint (kp_statement_get_int64 (select, 0), ==, n);
}

static KpsOffice *
open_office (KpTestEnvironment *environment,
             const char *name)
{
  g_autofree char *folder = kp_test_dup_path (name);
  g_autoptr (GError) error = NULL;
  KpsOffice *office = kps_office_open (folder, 0, &environment->environment, NULL, &error);

  g_assert_no_error (error);

  return office;
}

/* Returns: (transfer full): a new one, as after a restart */
static KpsLimiter *
recall (KpsOffice *office)
{
  KpsLimiter *limiter = kps_limiter_new (kps_office_get_environment (office), KEY);

  g_assert_true (kps_limiter_load (limiter, kps_office_get_read_db (office), NULL));

  return limiter;
}

/* What is not full outlives a restart; what is full is nowhere. */
static void
test_stored (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autoptr (KpsOffice) office = NULL;
  g_autoptr (KpsLimiter) limiter = NULL;

  kp_test_environment_init (&environment, 1);
  office = open_office (&environment, "stored");
  limiter = recall (office);
  for (guint i = 0; i < LIMIT.burst; i++)
    g_assert_cmpuint (take (limiter, "anna"), ==, 0);
  g_assert_cmpuint (take (limiter, "bert"), ==, 0);
  kps_limiter_give_back (limiter, "login", "bert", &LIMIT);
  g_assert_true (kps_office_write (office, save_in_step, limiter, NULL));
  assert_stored (office, 1);

  g_clear_pointer (&limiter, kps_limiter_free);
  limiter = recall (office);
  g_assert_cmpuint (take (limiter, "anna"), ==, 10);
  kp_test_environment_advance (&environment, LIMIT.burst * LIMIT.every_ms - 1);
  g_assert_true (kps_office_write (office, save_in_step, limiter, NULL));
  assert_stored (office, 1);
  kp_test_environment_advance (&environment, 1);
  g_assert_true (kps_office_write (office, save_in_step, limiter, NULL));
  assert_stored (office, 0);
}

/* After a restart, strangers of long ago take nobody's place. */
static void
test_many_stored (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autofree char *script =
    g_strdup_printf ("WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n"
                     " WHERE i < %d)"
                     " INSERT INTO bucket (key, tokens, at, full_at)"
                     " SELECT randomblob (16), 2000, 0, 10000 FROM n",
                     KPS_MAX_BUCKETS);
  g_autoptr (KpsOffice) office = NULL;
  g_autoptr (KpsLimiter) limiter = NULL;
  g_autoptr (GError) error = NULL;

  kp_test_environment_init (&environment, 1);
  office = open_office (&environment, "many");
  kp_db_run_script (kps_office_get_write_db (office), script, &error);
  g_assert_no_error (error);
  limiter = recall (office);
  for (guint i = 0; i < LIMIT.burst; i++)
    g_assert_cmpuint (take (limiter, "192.0.2.1"), ==, 0);
  g_assert_cmpuint (take (limiter, "198.51.100.7"), ==, 0);
}

static void
test_nonce (void)
{
  g_autofree char *path = kp_test_dup_path ("nonce.key");
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autoptr (KpsSecrets) secrets = NULL;
  guint8 signature[KP_PROOF_SIGNATURE_SIZE] = { 0 };
  char nonce[KPS_NONCE_SIZE];
  g_autofree char *header = NULL;
  KpProof proof;
  gint64 start = KP_TEST_NOW - KP_TEST_NOW % KPS_NONCE_MS;

  kp_test_environment_init (&environment, 2);
  secrets = kps_secrets_open (path, &environment.environment, NULL);
  kps_proof_make_nonce (secrets, start, nonce);
  g_assert_cmpuint (strlen (nonce), ==, KPS_NONCE_LENGTH);
  header = kp_proof_dup_header (nonce, signature);

  g_assert_cmpint (kps_proof_split (secrets, header, start, &proof), ==, KPS_PROOF_GOOD);
  g_assert_cmpint (kps_proof_split (secrets, header, start + 2 * KPS_NONCE_MS - 1, &proof), ==,
                   KPS_PROOF_GOOD);
  g_assert_cmpint (kps_proof_split (secrets, header, start + 2 * KPS_NONCE_MS, &proof), ==,
                   KPS_PROOF_OLD_NONCE);

  /* Nor one from the future, such as after the server's clock was set back. */
  g_assert_cmpint (kps_proof_split (secrets, header, start - 1, &proof), ==, KPS_PROOF_OLD_NONCE);
  g_assert_cmpint (kps_proof_split (secrets, NULL, start, &proof), ==, KPS_PROOF_OLD_NONCE);
  g_assert_cmpint (kps_proof_split (secrets, "x.y", start, &proof), ==, KPS_PROOF_OLD_NONCE);
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/limiter/bucket/fills-over-time", test_bucket);
  g_test_add_func ("/limiter/bucket/more-than-fit-share-none", test_more_than_fit);
  g_test_add_func ("/limiter/bucket/stored-until-it-is-full", test_stored);
  g_test_add_func ("/limiter/bucket/many-stored-are-nobodys", test_many_stored);
  g_test_add_func ("/limiter/nonce/lives-for-two-buckets", test_nonce);

  return g_test_run ();
}
