/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Buckets over time, clocks that jump, and nonces that expire.
 */

#include "kp-test-environment.h"
#include "kp-test.h"
#include "kps-limiter.h"
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
  g_test_add_func ("/limiter/nonce/lives-for-two-buckets", test_nonce);

  return g_test_run ();
}
