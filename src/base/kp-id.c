/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * UUIDv7 and its base64url form. Written out instead of through g_base64_encode(), because these
 * two run for every record of an exchange.
 */

#include "kp-id.h"

#include <string.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/* No character of the alphabet: the only value with this bit, so that one test will do. */
#define NO 0x80

/* By character below 128, 16 in a row; the others are told by their own highest bit. */
static const guint8 VALUES[129] =
  "\200\200\200\200\200\200\200\200\200\200\200\200\200\200\200\200"
  "\200\200\200\200\200\200\200\200\200\200\200\200\200\200\200\200"
  "\200\200\200\200\200\200\200\200\200\200\200\200\200\076\200\200"
  "\064\065\066\067\070\071\072\073\074\075\200\200\200\200\200\200"
  "\200\000\001\002\003\004\005\006\007\010\011\012\013\014\015\016"
  "\017\020\021\022\023\024\025\026\027\030\031\200\200\200\200\077"
  "\200\032\033\034\035\036\037\040\041\042\043\044\045\046\047\050"
  "\051\052\053\054\055\056\057\060\061\062\063\200\200\200\200\200";

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

gboolean
kp_id_parse (const char *text,
             gsize length,
             KpId *id)
{
  guint8 values[KP_ID_LENGTH];
  guint8 seen = 0;
  guint8 *to;

  g_return_val_if_fail (id != NULL, FALSE);

  if (text == NULL || length != KP_ID_LENGTH)
    return FALSE;

  for (guint i = 0; i < KP_ID_LENGTH; i++)
    {
      guint8 c = text[i];

      values[i] = VALUES[c & 0x7f];
      seen |= values[i] | (c & 0x80);
    }

  /* The last four bits mean nothing. Unless they are zero, one id would have sixteen spellings. */
  if ((seen & NO) != 0 || (values[KP_ID_LENGTH - 1] & 0x0f) != 0)
    return FALSE;

  to = id->bytes;
  for (const guint8 *from = values; from < values + KP_ID_LENGTH - 2; from += 4)
    {
      *to++ = from[0] << 2 | from[1] >> 4;
      *to++ = from[1] << 4 | from[2] >> 2;
      *to++ = from[2] << 6 | from[3];
    }
  *to = values[KP_ID_LENGTH - 2] << 2 | values[KP_ID_LENGTH - 1] >> 4;

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
