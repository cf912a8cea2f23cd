/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Hashing is libsodium's; the judging is ours. A password of fifteen characters is weak only if it
 * is put together from what everybody tries first, so known words are taken out and what remains
 * is counted.
 */

#include "kps-passwords.h"

#include "kp-error.h"
#include "kp-limits.h"
#include "kp-proof.h"

#include <sodium.h>
#include <stdio.h>
#include <string.h>

struct _KpsPasswords
{
  const KpsSecrets *secrets; /* (unowned) */
  KpsPasswordCost cost;
  char *nobody; /* (owned): hash of random bytes at the present cost */
};

/* Letters that must remain when all known words are gone, and different characters in the whole. */
#define MIN_REMAINING 5
#define MIN_DISTINCT 5

/* Lower case. What people choose first: common passwords of public lists that are long or that long
 * ones are made of, names of seasons and months, and the words of this program, in both languages.
 * Longer words stand before those that they contain.
 */
static const char *const KNOWN[] = {
  "klantenportaal",
  "klantportaal",
  "customerportal",
  "klantnummer",
  "klanten",
  "klant",
  "accountantskantoor",
  "administratiekantoor",
  "accountancy",
  "accountants",
  "accountant",
  "administratie",
  "administrator",
  "administration",
  "belastingdienst",
  "belastingadviseur",
  "belasting",
  "boekhouding",
  "boekhouder",
  "jaarrekening",
  "aangifte",
  "kantoor",
  "portaal",
  "portal",
  "wachtwoorden",
  "wachtwoord",
  "passwords",
  "password",
  "passw0rd",
  "p@ssw0rd",
  "p@ssword",
  "passwort",
  "passphrase",
  "geheim",
  "secret",
  "welkom",
  "welcome",
  "inloggen",
  "aanmelden",
  "login",
  "logon",
  "signin",
  "office",
  "admin",
  "beheerder",
  "beheer",
  "gebruiker",
  "default",
  "changeme",
  "verander",
  "letmein",
  "iloveyou",
  "ikhouvanjou",
  "ikhouvan",
  "trustno",
  "sunshine",
  "princess",
  "football",
  "voetbal",
  "baseball",
  "superman",
  "batman",
  "dragon",
  "monkey",
  "shadow",
  "master",
  "michael",
  "michelle",
  "jennifer",
  "jordan",
  "hunter",
  "charlie",
  "ajax",
  "feyenoord",
  "amsterdam",
  "rotterdam",
  "utrecht",
  "nederland",
  "holland",
  "netherlands",
  "qwertyuiop",
  "qwertzuiop",
  "azertyuiop",
  "qwerty",
  "qwertz",
  "azerty",
  "asdfghjkl",
  "asdfgh",
  "asdf",
  "zxcvbnm",
  "zxcvbn",
  "zxcv",
  "1q2w3e4r5t",
  "1q2w3e4r",
  "1qaz2wsx",
  "qazwsx",
  "q1w2e3",
  "abcdefgh",
  "abcdef",
  "abcd",
  "abc",
  "xyz",
  "januari",
  "january",
  "februari",
  "february",
  "maart",
  "march",
  "april",
  "juni",
  "june",
  "juli",
  "july",
  "augustus",
  "august",
  "september",
  "oktober",
  "october",
  "november",
  "december",
  "lente",
  "spring",
  "zomer",
  "summer",
  "herfst",
  "autumn",
  "winter",
  "maandag",
  "monday",
  "dinsdag",
  "woensdag",
  "donderdag",
  "vrijdag",
  "friday",
  "zaterdag",
  "zondag",
  "sunday",
  "computer",
  "internet",
  "samsung",
  "google",
  "microsoft",
  "whatever",
  "superstar",
  "starwars",
  "pokemon",
  "mijn",
  "my",
  "de",
  "het",
  "the",
  "is",
  "en",
};

KpsPasswords *
kps_passwords_new (const KpsSecrets *secrets,
                   const KpsPasswordCost *cost,
                   GError **error)
{
  g_autoptr (KpsPasswords) self = g_new0 (KpsPasswords, 1);
  guint8 random[KPS_KEY_SIZE];
  g_autofree char *password = NULL;

  self->secrets = secrets;
  self->cost = *cost;
  randombytes_buf (random, sizeof random);
  password = kp_proof_encode (random, sizeof random);
  self->nobody = kps_passwords_hash (self, password);
  if (self->nobody == NULL)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_STORAGE, "No %u KiB of memory for a password",
                   cost->memory_kib);
      return NULL;
    }

  return g_steal_pointer (&self);
}

void
kps_passwords_free (KpsPasswords *self)
{
  g_free (self->nobody);
  g_free (self);
}

char *
kps_passwords_hash (const KpsPasswords *self,
                    const char *password)
{
  char encoded[crypto_pwhash_STRBYTES];
  guint8 digest[KPS_KEY_SIZE];
  int result;

  kps_secrets_pepper (self->secrets, password, digest);
  result = crypto_pwhash_str_alg (encoded, (const char *) digest, sizeof digest,
                                  self->cost.passes, (gsize) self->cost.memory_kib * 1024,
                                  crypto_pwhash_ALG_ARGON2ID13);
  sodium_memzero (digest, sizeof digest);

  return result == 0 ? g_strdup (encoded) : NULL;
}

gboolean
kps_passwords_verify (const KpsPasswords *self,
                      const char *encoded,
                      const char *password)
{
  guint8 digest[KPS_KEY_SIZE];
  int result;

  kps_secrets_pepper (self->secrets, password, digest);
  result = crypto_pwhash_str_verify (encoded != NULL ? encoded : self->nobody,
                                     (const char *) digest, sizeof digest);
  sodium_memzero (digest, sizeof digest);

  return result == 0 && encoded != NULL;
}

gboolean
kps_passwords_is_outdated (const KpsPasswords *self,
                           const char *encoded)
{
  guint memory_kib;
  guint passes;

  if (sscanf (encoded, "$argon2id$v=19$m=%u,t=%u,", &memory_kib, &passes) != 2)
    return TRUE;

  return memory_kib < self->cost.memory_kib || passes < self->cost.passes;
}

/* Takes every occurrence of @word out of @text. */
static void
take_out (GString *text,
          const char *word)
{
  /* A mark instead of nothing, so that what stood around it does not become a word by accident. */
  g_string_replace (text, word, "\n", 0);
}

static void
take_out_parts (GString *text,
                const char *words)
{
  g_autofree char *folded = g_utf8_casefold (words, -1);
  g_auto (GStrv) parts = g_strsplit_set (folded, " .,@-_/&'\"", -1);

  for (guint i = 0; parts[i] != NULL; i++)
    {
      if (strlen (parts[i]) >= 3)
        take_out (text, parts[i]);
    }
}

static guint
count_letters (const char *text)
{
  guint count = 0;

  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar character = g_utf8_get_char (at);

      if (!g_unichar_isdigit (character) && !g_unichar_isspace (character) &&
          !g_unichar_ispunct (character))
        count++;
    }

  return count;
}

/* Returns: whether most characters are the same as, or the neighbour of, the one before */
static gboolean
is_row (const gunichar *characters,
        glong length)
{
  glong steps = 0;

  for (glong i = 1; i < length; i++)
    {
      gint64 difference = (gint64) characters[i] - characters[i - 1];

      if (difference >= -1 && difference <= 1)
        steps++;
    }

  return steps * 4 >= (length - 1) * 3;
}

static gboolean
has_variety (const gunichar *characters,
             glong length)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);

  for (glong i = 0; i < length; i++)
    g_hash_table_add (seen, GUINT_TO_POINTER (characters[i]));

  return g_hash_table_size (seen) >= MIN_DISTINCT;
}

static gboolean
is_put_together (const char *folded,
                 const char *const *words)
{
  g_autoptr (GString) rest = g_string_new (folded);

  for (guint i = 0; words != NULL && words[i] != NULL; i++)
    take_out_parts (rest, words[i]);
  for (guint i = 0; i < G_N_ELEMENTS (KNOWN); i++)
    take_out (rest, KNOWN[i]);

  /* Figures do not count: years and numbers are what is put behind a word. A password of figures
   * only is a row, or is long enough by having no words at all.
   */
  return strchr (rest->str, '\n') != NULL && count_letters (rest->str) < MIN_REMAINING;
}

gboolean
kps_passwords_judge (const char *password,
                     const char *const *words,
                     GError **error)
{
  g_autofree char *folded = NULL;
  g_autofree gunichar *characters = NULL;
  glong length;

  if (!g_utf8_validate (password, -1, NULL) || strlen (password) > KP_LIMIT_PASSWORD ||
      g_utf8_strlen (password, -1) < KP_LIMIT_PASSWORD_MIN)
    {
      g_set_error (error, KP_ERROR, KP_ERROR_WEAK_PASSWORD,
                   "The password must have at least %d characters and at most %d bytes",
                   KP_LIMIT_PASSWORD_MIN, KP_LIMIT_PASSWORD);
      return FALSE;
    }

  folded = g_utf8_casefold (password, -1);
  characters = g_utf8_to_ucs4_fast (folded, -1, &length);
  if (is_row (characters, length) || !has_variety (characters, length) ||
      is_put_together (folded, words))
    {
      g_set_error_literal (error, KP_ERROR, KP_ERROR_WEAK_PASSWORD,
                           "The password is put together from what everybody tries first");
      return FALSE;
    }

  return TRUE;
}
