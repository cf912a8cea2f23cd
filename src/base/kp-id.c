/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UUIDv7 and its base64url form. Written out instead of through g_base64_encode(), because these
 * two run for every record of an exchange.
 */

#include "kp-id.h"

#include <string.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* By byte, 16 in a row; -1 = no character of the alphabet. Moved to the left it stays negative, so
 * that one test will do for all of them.
 */
static const gint8 VALUES[257] =
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\076\377\377"
  "\064\065\066\067\070\071\072\073\074\075\377\377\377\377\377\377"
  "\377\000\001\002\003\004\005\006\007\010\011\012\013\014\015\016"
  "\017\020\021\022\023\024\025\026\027\030\031\377\377\377\377\077"
  "\377\032\033\034\035\036\037\040\041\042\043\044\045\046\047\050"
  "\051\052\053\054\055\056\057\060\061\062\063\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377"
  "\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377\377";

/* Ids of one millisecond are in no order: RFC 9562 allows it; a counter would be shared state. */
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

static guint32
value_of (guint8 c)
{
  return (guint32) VALUES[c];
}

gboolean
kp_id_parse (const char *text,
             gsize length,
             KpId *id)
{
  const guint8 *from = (const guint8 *) text;
  guint32 seen = 0;
  guint32 bits;
  KpId parsed;

  g_return_val_if_fail (id != NULL, FALSE);

  if (text == NULL || length != KP_ID_LENGTH)
    return FALSE;

  /* Four characters are three bytes; two are left for the last one. */
  for (guint i = 0; i < sizeof parsed.bytes - 1; i += 3, from += 4)
    {
      bits = value_of (from[0]) << 18 | value_of (from[1]) << 12 | value_of (from[2]) << 6 |
             value_of (from[3]);
      seen |= bits;
      parsed.bytes[i] = bits >> 16;
      parsed.bytes[i + 1] = bits >> 8;
      parsed.bytes[i + 2] = bits;
    }
  bits = value_of (from[0]) << 6 | value_of (from[1]);
  seen |= bits;
  parsed.bytes[sizeof parsed.bytes - 1] = bits >> 4;

  /* The last four bits mean nothing. Unless they are zero, one id would have sixteen spellings. */
  if ((gint32) seen < 0 || (bits & 0x0f) != 0)
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
