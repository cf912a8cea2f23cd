/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text under a proof, its header, base64url, and the table of problems.
 */

#include "kp-problem.h"
#include "kp-proof.h"

#include <string.h>

/* base64url of the SHA-256 of no bytes */
#define EMPTY_HASH "47DEQpj8HBSa-_TImW-5JCeuQeRkm5NMpJWZG3hSuFU"

static void
test_text (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("abc", 3);
  g_autoptr (GBytes) no_bytes = g_bytes_new_static (NULL, 0);
  g_autofree char *full = kp_proof_dup_text ("POST", "/v1/sync?x=1", body, "", "n1");
  g_autofree char *empty = kp_proof_dup_text ("GET", "/", NULL, NULL, "n2");
  g_autofree char *same = kp_proof_dup_text ("GET", "/", no_bytes, "", "n2");

  g_assert_cmpstr (full, ==,
                   "klantportaal-proof-1\nPOST\n/v1/sync?x=1\n"
                   "ungWv48Bz-pBQUDeXa4iI7ADYaOWF3qctBD_YfIAFa0\n" EMPTY_HASH "\nn1");
  g_assert_cmpstr (empty, ==,
                   "klantportaal-proof-1\nGET\n/\n" EMPTY_HASH "\n" EMPTY_HASH "\nn2");
  g_assert_cmpstr (empty, ==, same);
}

/* A body that named its hash is signed as if it were there. */
static void
test_digest (void)
{
  g_autoptr (GBytes) body = g_bytes_new_static ("abc", 3);
  g_autofree char *sha256 = g_compute_checksum_for_bytes (G_CHECKSUM_SHA256, body);
  g_autofree char *with = kp_proof_dup_text ("PUT", "/v1/blob/x", body, "token", "n1");
  g_autofree char *without =
    kp_proof_dup_text_for_digest ("PUT", "/v1/blob/x", sha256, "token", "n1");

  g_assert_cmpstr (with, ==, without);
}

static void
test_header (void)
{
  guint8 signature[KP_PROOF_SIGNATURE_SIZE];
  g_autofree char *header = NULL;
  KpProof proof;

  for (guint i = 0; i < sizeof signature; i++)
    signature[i] = 7 * i;
  header = kp_proof_dup_header ("a-nonce_1", signature);

  g_assert_true (kp_proof_parse (header, &proof));
  g_assert_cmpstr (proof.nonce, ==, "a-nonce_1");
  g_assert_cmpmem (proof.signature, sizeof proof.signature, signature, sizeof signature);
}

static void
test_header_refused (void)
{
  guint8 signature[KP_PROOF_SIGNATURE_SIZE] = { 0 };
  g_autofree char *nonce = g_strnfill (KP_PROOF_NONCE_MAX + 1, 'n');
  g_autofree char *too_long = kp_proof_dup_header (nonce, signature);
  g_autofree char *right = kp_proof_dup_header ("n", signature);
  KpProof proof;

  g_assert_false (kp_proof_parse (NULL, &proof));
  g_assert_false (kp_proof_parse ("", &proof));
  g_assert_false (kp_proof_parse (".", &proof));
  g_assert_false (kp_proof_parse ("n.", &proof));
  g_assert_false (kp_proof_parse (right + 1, &proof));
  g_assert_false (kp_proof_parse (too_long, &proof));

  for (gsize length = 0; length < strlen (right); length++)
    {
      g_autofree char *part = g_strndup (right, length);

      g_assert_false (kp_proof_parse (part, &proof));
    }
  right[0] = '\n';
  g_assert_false (kp_proof_parse (right, &proof));
}

static void
test_base64url (void)
{
  static const guint8 BYTES[] = { 0xff, 0xfe, 0xfb, 0, 1, 2, 0x7f };

  for (gsize size = 0; size <= sizeof BYTES; size++)
    {
      g_autofree char *text = kp_proof_encode (BYTES, size);
      guint8 decoded[sizeof BYTES];

      g_assert_true (kp_proof_decode (text, decoded, size));
      g_assert_cmpmem (decoded, size, BYTES, size);
      g_assert_null (strpbrk (text, "+/="));
      if (size > 0)
        g_assert_false (kp_proof_decode (text, decoded, size - 1));
    }
}

static void
test_base64url_refused (void)
{
  guint8 bytes[2];

  g_assert_true (kp_proof_decode ("AAA", bytes, 2));
  g_assert_false (kp_proof_decode ("AAB", bytes, 2)); /* loose bits */
  g_assert_false (kp_proof_decode ("AA=", bytes, 2));
  g_assert_false (kp_proof_decode ("AA+", bytes, 2));
  g_assert_false (kp_proof_decode ("AAAA", bytes, 2));
  g_assert_false (kp_proof_decode (NULL, bytes, 2));
}

static void
test_problems (void)
{
  for (int problem = 1; problem <= KP_N_PROBLEMS; problem++)
    {
      g_assert_cmpint (kp_problem_find (kp_problem_get_code (problem)), ==, problem);
      g_assert_cmpuint (kp_problem_get_status (problem), >=, 400);
      g_assert_cmpuint (kp_problem_get_status (problem), <, 600);
      g_assert_nonnull (kp_problem_get_title (problem));
    }

  g_assert_cmpint (kp_problem_find ("invented"), ==, KP_PROBLEM_NONE);
  g_assert_cmpint (kp_problem_find (NULL), ==, KP_PROBLEM_NONE);
  g_assert_cmpstr (kp_problem_get_code (KP_PROBLEM_PROOF_NONCE), ==, "proof-nonce");
  g_assert_cmpstr (kp_problem_get_code (KP_PROBLEM_INTERNAL), ==, "internal");
}

static void
test_signed_problem (void)
{
  g_autofree char *text = kp_problem_dup_signed_text (KP_PROBLEM_DEVICE_REVOKED, "u", "d", "n");

  g_assert_cmpstr (text, ==, "klantportaal-problem-1\ndevice-revoked\nu\nd\nn");
}

int
main (int argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/proof/text", test_text);
  g_test_add_func ("/proof/digest/as-the-body", test_digest);
  g_test_add_func ("/proof/header/round-trip", test_header);
  g_test_add_func ("/proof/header/refused", test_header_refused);
  g_test_add_func ("/proof/base64url/round-trip", test_base64url);
  g_test_add_func ("/proof/base64url/refused", test_base64url_refused);
  g_test_add_func ("/problem/table", test_problems);
  g_test_add_func ("/problem/signed-text", test_signed_problem);

  return g_test_run ();
}
