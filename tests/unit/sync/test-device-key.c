/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Signatures against the vectors of RFC 8032, and the text of a keyring item.
 */

#include "kp-device-key.h"

#include "kp-error.h"
#include "kp-proof.h"
#include "kp-secrets.h"
#include "kp-test-environment.h"

#include <sodium.h>
#include <string.h>

/* RFC 8032, section 7.1, test 1. */
static const char SEED[] = "nWGxne_9WmC6hEr0kuwsxERJxWl7MmkZcDusAxyuf2A";
static const char PUBLIC[] = "11qYAYKxCrfVS_7TyWQHOg7hcvPapiMlrwIaaPcHURo";

static void
test_public_key (void)
{
  guint8 seed[KP_SECRET_LENGTH];
  g_autofree char *public_key = NULL;

  g_assert_true (kp_proof_decode (SEED, seed, sizeof seed));
  public_key = kp_device_key_dup_public (seed);
  g_assert_cmpstr (public_key, ==, PUBLIC);
}

static gboolean
is_signed (const KpProof *proof,
           const char *text,
           const guint8 *public_key)
{
  return crypto_sign_verify_detached (proof->signature, (const guint8 *) text, strlen (text),
                                      public_key) == 0;
}

/* What the header holds is verified as a server would: from its own parts, by the public key. */
static void
test_call (void)
{
  guint8 seed[KP_SECRET_LENGTH];
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  g_autoptr (GBytes) body = g_bytes_new_static ("{\"v\":1}", 7);
  g_autofree char *header = NULL;
  g_autofree char *text = NULL;
  KpProof proof;

  g_assert_true (kp_proof_decode (SEED, seed, sizeof seed));
  g_assert_true (kp_proof_decode (PUBLIC, public_key, sizeof public_key));
  header = kp_device_key_sign_call (seed, "POST", "/v1/sync", body, "token", "nonce");

  g_assert_true (kp_proof_parse (header, &proof));
  g_assert_cmpstr (proof.nonce, ==, "nonce");
  text = kp_proof_dup_text ("POST", "/v1/sync", body, "token", "nonce");
  g_assert_true (is_signed (&proof, text, public_key));
  text[strlen (text) - 1] ^= 1;
  g_assert_false (is_signed (&proof, text, public_key));
}

static char *
sign_problem (KpProblem problem,
              const char *user,
              const char *device,
              const char *nonce)
{
  guint8 seed[KP_SECRET_LENGTH];
  guint8 public_key[crypto_sign_PUBLICKEYBYTES];
  guint8 secret_key[crypto_sign_SECRETKEYBYTES];
  guint8 signature[crypto_sign_BYTES];
  g_autofree char *text = kp_problem_dup_signed_text (problem, user, device, nonce);

  g_assert_true (kp_proof_decode (SEED, seed, sizeof seed));
  crypto_sign_seed_keypair (public_key, secret_key, seed);
  crypto_sign_detached (signature, NULL, (const guint8 *) text, strlen (text), secret_key);

  return kp_proof_encode (signature, sizeof signature);
}

static void
test_problem (void)
{
  g_autofree char *signature = sign_problem (KP_PROBLEM_DEVICE_REVOKED, "user", "device", "pn");
  KpSignedProblem good = { .problem = KP_PROBLEM_DEVICE_REVOKED,
                           .user = "user",
                           .device = "device",
                           .nonce = "pn",
                           .signature = signature };
  KpSignedProblem bad = good;

  g_assert_true (kp_signed_problem_verify (&good, PUBLIC));
  g_assert_false (kp_signed_problem_verify (&good, SEED));
  g_assert_false (kp_signed_problem_verify (&good, ""));
  bad.problem = KP_PROBLEM_ACCOUNT_DISABLED;
  g_assert_false (kp_signed_problem_verify (&bad, PUBLIC));
  bad = good;
  bad.user = "other";
  g_assert_false (kp_signed_problem_verify (&bad, PUBLIC));
  bad = good;
  bad.nonce = "old";
  g_assert_false (kp_signed_problem_verify (&bad, PUBLIC));
  bad = good;
  bad.signature = "";
  g_assert_false (kp_signed_problem_verify (&bad, PUBLIC));
}

static void
test_secrets (void)
{
  g_auto (KpTestEnvironment) environment = { 0 };
  g_autoptr (KpSecrets) made = NULL;
  g_autoptr (KpSecrets) read = NULL;
  g_autoptr (GError) error = NULL;
  char *text;

  kp_test_environment_init (&environment, 7);
  made = kp_secrets_new (&environment.environment);
  kp_secrets_set_refresh (made, "abc-_123");
  text = kp_secrets_format (made);
  read = kp_secrets_parse (text, &error);

  g_assert_no_error (error);
  g_assert_cmpmem (read->folder_key, KP_SECRET_LENGTH, made->folder_key, KP_SECRET_LENGTH);
  g_assert_cmpmem (read->device_seed, KP_SECRET_LENGTH, made->device_seed, KP_SECRET_LENGTH);
  g_assert_cmpstr (read->refresh, ==, "abc-_123");
  kp_secrets_free_text (text);
}

static void
test_secrets_refused (void)
{
  static const char *const ITEMS[] = {
    "", "{", "[]", "{}", "{\"v\":2}",
    "{\"v\":1,\"folder_key\":5,\"device_seed\":[],\"refresh\":{}}",
    "{\"v\":1,\"folder_key\":\"AAAA\",\"device_seed\":\"AAAA\",\"refresh\":\"\"}",
    "[[[[[[[[[[[[]]]]]]]]]]]]"
  };

  for (gsize i = 0; i < G_N_ELEMENTS (ITEMS); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_null (kp_secrets_parse (ITEMS[i], &error));
      g_assert_error (error, KP_ERROR, KP_ERROR_INVALID);
    }
}

/* A keyring can be written by any program of the user: a token must not leave its JSON text. */
static void
test_token (void)
{
  g_assert_true (kp_secrets_is_token ("abc-_123"));
  g_assert_false (kp_secrets_is_token (""));
  g_assert_false (kp_secrets_is_token ("a\",\"x\":\""));
  g_assert_false (kp_secrets_is_token ("a b"));
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/device-key/public/is-that-of-the-standard", test_public_key);
  g_test_add_func ("/device-key/call/verifies-with-the-public-key", test_call);
  g_test_add_func ("/device-key/problem/only-the-pinned-server-counts", test_problem);
  g_test_add_func ("/secrets/item/comes-back-as-it-was", test_secrets);
  g_test_add_func ("/secrets/item/damaged/is-refused", test_secrets_refused);
  g_test_add_func ("/secrets/token/has-token-characters-only", test_token);

  return g_test_run ();
}
