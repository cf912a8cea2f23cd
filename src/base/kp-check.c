/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Each check first reduces the text to the characters that count, then judges those.
 */

#include "kp-check.h"

#include <string.h>

#define MAX_IBAN 34
#define MAX_EMAIL 254
#define MAX_EMAIL_NAME 64

/* Copies @text without the characters in @ignored, letters in upper case.
 *
 * Returns: FALSE if that does not fit into @size bytes
 */
static gboolean
reduce (const char *text,
        const char *ignored,
        char *reduced,
        gsize size)
{
  gsize length = 0;

  for (; *text != '\0'; text++)
    {
      if (strchr (ignored, *text) != NULL)
        continue;
      if (length + 1 >= size)
        return FALSE;
      reduced[length++] = g_ascii_toupper (*text);
    }
  reduced[length] = '\0';

  return TRUE;
}

static gboolean
are_digits (const char *text,
            gsize length)
{
  for (gsize i = 0; i < length; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
    }

  return TRUE;
}

/* @digits: nine of them */
static gboolean
passes_eleven_test (const char *digits)
{
  int sum = -(digits[8] - '0');

  for (int i = 0; i < 8; i++)
    sum += (9 - i) * (digits[i] - '0');

  return sum % 11 == 0 && strncmp (digits, "000000000", 9) != 0;
}

/* ISO 7064, MOD 97-10: letters count as 10 to 35. Returns: -1 for any other character */
static int
modulo_97 (const char *text,
           int remainder)
{
  for (; *text != '\0'; text++)
    {
      if (g_ascii_isdigit (*text))
        remainder = (10 * remainder + (*text - '0')) % 97;
      else if (g_ascii_isupper (*text))
        remainder = (100 * remainder + (*text - 'A' + 10)) % 97;
      else
        return -1;
    }

  return remainder;
}

gboolean
kp_check_kvk (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) == 8 && are_digits (text, 8);
}

gboolean
kp_check_rsin (const char *text)
{
  g_return_val_if_fail (text != NULL, FALSE);

  return strlen (text) == 9 && are_digits (text, 9) && passes_eleven_test (text);
}

gboolean
kp_check_bsn (const char *text)
{
  return kp_check_rsin (text);
}

gboolean
kp_check_vat (const char *text)
{
  char reduced[16];

  g_return_val_if_fail (text != NULL, FALSE);

  if (!reduce (text, " .", reduced, sizeof reduced) || strlen (reduced) != 14)
    return FALSE;
  if (!g_str_has_prefix (reduced, "NL") || !are_digits (reduced + 2, 9) || reduced[11] != 'B' ||
      !are_digits (reduced + 12, 2))
    return FALSE;

  return passes_eleven_test (reduced + 2) || modulo_97 (reduced, 0) == 1;
}

gboolean
kp_check_iban (const char *text)
{
  char reduced[MAX_IBAN + 1];
  char front[5];
  gsize length;

  g_return_val_if_fail (text != NULL, FALSE);

  if (!reduce (text, " ", reduced, sizeof reduced))
    return FALSE;

  length = strlen (reduced);
  if (length < 15 || !g_ascii_isupper (reduced[0]) || !g_ascii_isupper (reduced[1]) ||
      !are_digits (reduced + 2, 2))
    return FALSE;
  if (g_str_has_prefix (reduced, "NL") && length != 18)
    return FALSE;

  /* The country and the check digits count last. */
  g_strlcpy (front, reduced, sizeof front);

  return modulo_97 (reduced + 4, 0) >= 0 && modulo_97 (front, modulo_97 (reduced + 4, 0)) == 1;
}

gboolean
kp_check_postcode (const char *text)
{
  char reduced[8];

  g_return_val_if_fail (text != NULL, FALSE);

  if (!reduce (text, " ", reduced, sizeof reduced) || strlen (reduced) != 6)
    return FALSE;

  return are_digits (reduced, 4) && reduced[0] != '0' && g_ascii_isupper (reduced[4]) &&
         g_ascii_isupper (reduced[5]) && strcmp (reduced + 4, "SA") != 0 &&
         strcmp (reduced + 4, "SD") != 0 && strcmp (reduced + 4, "SS") != 0;
}

/* Labels of letters, digits and dashes between dots; bytes above ASCII are international names. */
static gboolean
is_domain (const char *text)
{
  gboolean has_dot = FALSE;
  char previous = '.';

  for (; *text != '\0'; previous = *text++)
    {
      gboolean is_edge = *text == '.' || *text == '-';

      if (is_edge && previous == '.')
        return FALSE;
      if (*text == '.' && previous == '-')
        return FALSE;
      if (!is_edge && !g_ascii_isalnum (*text) && (guchar) *text < 0x80)
        return FALSE;
      has_dot |= *text == '.';
    }

  return has_dot && previous != '.' && previous != '-';
}

gboolean
kp_check_email (const char *text)
{
  const char *at;

  g_return_val_if_fail (text != NULL, FALSE);

  at = strchr (text, '@');
  if (at == NULL || at == text || at - text > MAX_EMAIL_NAME || strlen (text) > MAX_EMAIL)
    return FALSE;

  for (const char *c = text; c < at; c++)
    {
      gboolean is_doubled = *c == '.' && (c == text || c + 1 == at || c[1] == '.');

      if ((guchar) *c <= ' ' || *c == 0x7f || strchr ("\"(),:;<>[\\]", *c) != NULL || is_doubled)
        return FALSE;
    }

  return is_domain (at + 1);
}

gboolean
kp_check_phone (const char *text)
{
  guint n_digits = 0;

  g_return_val_if_fail (text != NULL, FALSE);

  for (const char *c = text; *c != '\0'; c++)
    {
      if (g_ascii_isdigit (*c))
        n_digits++;
      else if (*c == '+' ? n_digits > 0 || c != text : strchr (" -()", *c) == NULL)
        return FALSE;
    }

  return n_digits >= 8 && n_digits <= 15;
}
