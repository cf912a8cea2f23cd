/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UUIDv7 and its base64url form. Written out instead of through g_base64_encode(), because these two
 * run for every record of an exchange.
 */

#include "kp-id.h"

#include <string.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* Returns: 0 to 63, or -1 */
static int
value_of (char c)
{
  if (c >= 'A' && c <= 'Z')
    return c - 'A';
  if (c >= 'a' && c <= 'z')
    return c - 'a' + 26;
  if (c >= '0' && c <= '9')
    return c - '0' + 52;
  if (c == '-')
    return 62;
  if (c == '_')
    return 63;

  return -1;
}

/* Ids of one millisecond are in no order: RFC 9562 allows it, and a counter would be shared state. */
KpId
kp_id_make (const KpEnvironment *environment)
{
  guint64 now = kp_environment_now (environment);
  KpId id;

  kp_environment_fill (environment, id.bytes + 6, sizeof id.bytes - 6);
  for (int i = 0; i < 6; i++)
    id.bytes[i] = now >> (8 * (5 - i));
  id.bytes[6] = 0x70 | (id.bytes[6] & 0x0f);
  id.bytes[8] = 0x80 | (id.bytes[8] & 0x3f);

  return id;
}

gboolean
kp_id_parse (const char *text,
             gsize length,
             KpId *id)
{
  KpId parsed;
  guint bits = 0;
  guint n_bits = 0;
  guint n_bytes = 0;

  g_return_val_if_fail (id != NULL, FALSE);

  if (text == NULL || length != KP_ID_LENGTH)
    return FALSE;

  for (guint i = 0; i < KP_ID_LENGTH; i++)
    {
      int value = value_of (text[i]);

      if (value < 0)
        return FALSE;

      bits = (bits << 6) | value;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          parsed.bytes[n_bytes++] = bits >> n_bits;
        }
    }

  /* The last four bits mean nothing. Unless they are zero, one id would have sixteen spellings. */
  if ((bits & 0x0f) != 0)
    return FALSE;

  *id = parsed;
  return TRUE;
}

void
kp_id_format (const KpId *id,
              char *text)
{
  guint bits = 0;
  guint n_bits = 0;

  g_return_if_fail (id != NULL && text != NULL);

  for (guint i = 0; i < sizeof id->bytes; i++)
    {
      bits = (bits << 8) | id->bytes[i];
      n_bits += 8;
      while (n_bits >= 6)
        {
          n_bits -= 6;
          *text++ = ALPHABET[(bits >> n_bits) & 0x3f];
        }
    }

  *text++ = ALPHABET[(bits << (6 - n_bits)) & 0x3f];
  *text = '\0';
}

char *
kp_id_dup_text (const KpId *id)
{
  char *text = g_malloc (KP_ID_SIZE);

  kp_id_format (id, text);

  return text;
}

gboolean
kp_id_is_zero (const KpId *id)
{
  static const KpId ZERO = { { 0 } };

  g_return_val_if_fail (id != NULL, TRUE);

  return memcmp (id, &ZERO, sizeof ZERO) == 0;
}

gboolean
kp_id_equal (gconstpointer a,
             gconstpointer b)
{
  return memcmp (a, b, sizeof (KpId)) == 0;
}

/* The end of an id is random, its beginning is the time. */
guint
kp_id_hash (gconstpointer id)
{
  guint hash;

  memcpy (&hash, (const guint8 *) id + sizeof (KpId) - sizeof hash, sizeof hash);

  return hash;
}
