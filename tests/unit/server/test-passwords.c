/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Keys, hashes, and which passwords will do.
 */

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-test-environment.h"
#include "kp-test.h"
#include "kps-passwords.h"

#include <glib/gstdio.h>
#include <string.h>

static KpsSecrets *
open_secrets (const char *name,
              guint32 seed,
              GError **error)
{
  g_autofree char *path = kp_test_dup_path (name);
  g_auto (KpTestEnvironment) environment = { 0 };

  kp_test_environment_init (&environment, seed);

  return kps_secrets_open (path, &environment.environment, error);
}

static KpsPasswords *
make_passwords (const KpsSecrets *secrets,
                guint memory_kib,
                guint passes)
{
  const KpsPasswordCost cost = { memory_kib, passes };
  g_autoptr (GError) error = NULL;
  KpsPasswords *passwords = kps_passwords_new (secrets, &cost, &error);

  g_assert_no_error (error);

  return passwords;
}

static void
test_hash (void)
{
  g_autoptr (KpsSecrets) secrets = open_secrets ("hash.key", 1, NULL);
  g_autoptr (KpsSecrets) others = open_secrets ("other.key", 2, NULL);
  g_autoptr (KpsPasswords) passwords = make_passwords (secrets, 19456, 2);
  g_autoptr (KpsPasswords) dearer = make_passwords (secrets, 19456, 3);
  g_autoptr (KpsPasswords) elsewhere = make_passwords (others, 19456, 2);
  g_autofree char *hash = kps_passwords_hash (passwords, "paper bicycle lantern");
  g_autofree char *again = kps_passwords_hash (passwords, "paper bicycle lantern");

  g_assert_true (g_str_has_prefix (hash, "$argon2id$v=19$m=19456,t=2,p=1$"));
  g_assert_cmpstr (hash, !=, again);
  g_assert_true (kps_passwords_verify (passwords, hash, "paper bicycle lantern"));
  g_assert_false (kps_passwords_verify (passwords, hash, "paper bicycle lanterns"));
  g_assert_false (kps_passwords_verify (passwords, hash, ""));
  g_assert_false (kps_passwords_verify (passwords, NULL, "paper bicycle lantern"));
  g_assert_false (kps_passwords_verify (passwords, "not a hash", "paper bicycle lantern"));

  /* A stolen database without server.key tries nothing. */
  g_assert_false (kps_passwords_verify (elsewhere, hash, "paper bicycle lantern"));

  /* Only a rise is a reason to hash again. */
  g_assert_false (kps_passwords_is_outdated (passwords, hash));
  g_assert_true (kps_passwords_is_outdated (dearer, hash));
  g_free (again);
  again = kps_passwords_hash (dearer, "paper bicycle lantern");
  g_assert_false (kps_passwords_is_outdated (passwords, again));
  g_assert_true (kps_passwords_verify (passwords, again, "paper bicycle lantern"));
}

static void
test_judge (void)
{
  const char *const words[] = { "m.linde@lindevos.example", "Marieke Linde", NULL };
  const char *const weak[] = {
    "",
    "fourteen chars",
    "aaaaaaaaaaaaaaaaaaaaaaaa",
    "abcabcabcabcabcabc",
    "abcdefghijklmnop",
    "1234567890123456789",
    "passwordpassword",
    "Password!Password!1",
    "wachtwoord123456",
    "qwertyuiopasdfghjkl",
    "welkom-op-kantoor",
    "mijn klantportaal",
    "mariekelinde2026",
    "LindeVos-Accountants",
    "\xff\xfe\xfd with enough bytes",
  };
  const char *const strong[] = {
    "paper bicycle lantern",
    "werkbon molen kaneel 42",
    "geheime tulpen achter glas",
    "8fK2#vLq9xTz!mWp",
    "ééndagsvlieg zoekt lamp",
    "my dog ate four lamps",
  };
  g_autofree char *longest = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (weak); i++)
    {
      g_autoptr (GError) error = NULL;

      if (kps_passwords_judge (weak[i], words, &error))
        g_error ("\"%s\" passes", weak[i]);
      g_assert_error (error, KP_ERROR, KP_ERROR_WEAK_PASSWORD);
    }

  for (guint i = 0; i < G_N_ELEMENTS (strong); i++)
    {
      if (!kps_passwords_judge (strong[i], words, NULL))
        g_error ("\"%s\" does not pass", strong[i]);
    }

  longest = g_strnfill (KP_LIMIT_PASSWORD + 1, 'x');
  memcpy (longest, "paper bicycle lantern", strlen ("paper bicycle lantern"));
  g_assert_false (kps_passwords_judge (longest, NULL, NULL));
}

static void
test_key_file (void)
{
  g_autofree char *path = kp_test_dup_path ("file.key");
  g_autoptr (KpsSecrets) first = open_secrets ("file.key", 3, NULL);
  g_autoptr (KpsSecrets) again = open_secrets ("file.key", 4, NULL);
  g_autoptr (KpsSecrets) none = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf status;

  /* Made once, for its owner only. */
  g_assert_cmpmem (kps_secrets_get_public_key (first), KPS_KEY_SIZE,
                   kps_secrets_get_public_key (again), KPS_KEY_SIZE);
  g_assert_no_errno (g_stat (path, &status));
  g_assert_cmpuint (status.st_mode & 0777, ==, 0600);
  g_assert_cmpint (status.st_size, ==, KPS_KEY_SIZE);

  g_assert_no_errno (g_chmod (path, 0640));
  none = open_secrets ("file.key", 5, &error);
  g_assert_null (none);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
  g_clear_error (&error);

  g_assert_true (g_file_set_contents_full (path, "short", 5, G_FILE_SET_CONTENTS_NONE, 0600, NULL));
  none = open_secrets ("file.key", 6, &error);
  g_assert_null (none);
  g_assert_error (error, KP_ERROR, KP_ERROR_CORRUPT);
}

static void
test_seal (void)
{
  g_autoptr (KpsSecrets) secrets = open_secrets ("seal.key", 7, NULL);
  g_autoptr (KpsSecrets) others = open_secrets ("seal-other.key", 8, NULL);
  g_auto (KpTestEnvironment) environment = { 0 };
  guint8 key[KPS_KEY_SIZE] = "a key of an account folder 1234";
  guint8 sealed[KPS_KEY_SIZE + KPS_SEAL_OVERHEAD];
  guint8 opened[KPS_KEY_SIZE];

  kp_test_environment_init (&environment, 9);
  kps_secrets_seal (secrets, &environment.environment, key, sealed);
  g_assert_true (kps_secrets_unseal (secrets, sealed, opened));
  g_assert_cmpmem (key, sizeof key, opened, sizeof opened);
  g_assert_false (kps_secrets_unseal (others, sealed, opened));
  for (gsize i = 0; i < sizeof sealed; i++)
    {
      sealed[i] ^= 1;
      g_assert_false (kps_secrets_unseal (secrets, sealed, opened));
      sealed[i] ^= 1;
    }
}

int
main (int argc,
      char *argv[])
{
  g_test_init (&argc, &argv, G_TEST_OPTION_ISOLATE_DIRS, NULL);

  g_test_add_func ("/passwords/hash/peppered-and-renewed", test_hash);
  g_test_add_func ("/passwords/judge/what-everybody-tries", test_judge);
  g_test_add_func ("/passwords/key-file/made-once-and-private", test_key_file);
  g_test_add_func ("/passwords/seal/opens-unharmed-only", test_seal);

  return g_test_run ();
}
