/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The text under a proof, and base64url.
 */

#include "kp-proof.h"

#include <string.h>

static const char ALPHABET[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char *
kp_proof_encode (const guint8 *bytes,
                 gsize length)
{
  GString *text = g_string_sized_new ((length * 4 + 2) / 3 + 1);
  guint bits = 0;
  guint n_bits = 0;

  for (gsize i = 0; i < length; i++)
    {
      bits = ((bits << 8) | bytes[i]) & 0xffff;
      for (n_bits += 8; n_bits >= 6; n_bits -= 6)
        g_string_append_c (text, ALPHABET[(bits >> (n_bits - 6)) & 0x3f]);
    }
  if (n_bits > 0)
    g_string_append_c (text, ALPHABET[(bits << (6 - n_bits)) & 0x3f]);

  return g_string_free_and_steal (text);
}

gboolean
kp_proof_decode (const char *text,
                 guint8 *bytes,
                 gsize size)
{
  guint bits = 0;
  guint n_bits = 0;
  gsize n = 0;

  g_return_val_if_fail (bytes != NULL, FALSE);

  if (text == NULL || strlen (text) != (size * 8 + 5) / 6)
    return FALSE;

  for (; *text != '\0'; text++)
    {
      const char *place = strchr (ALPHABET, *text);

      if (place == NULL)
        return FALSE;

      bits = ((bits << 6) | (guint) (place - ALPHABET)) & 0xffff;
      n_bits += 6;
      if (n_bits >= 8)
        {
          n_bits -= 8;
          bytes[n++] = bits >> n_bits;
        }
    }

  /* What is left over must be zero, or there would be several spellings. */
  return n == size && (bits & ((1u << n_bits) - 1)) == 0;
}

static char *
dup_hash (gconstpointer data,
          gsize length)
{
  g_autoptr (GChecksum) checksum = g_checksum_new (G_CHECKSUM_SHA256);
  guint8 digest[KP_PROOF_DIGEST_SIZE];
  gsize size = sizeof digest;

  /* The pointer of no bytes may be NULL, which GLib refuses. */
  if (length > 0)
    g_checksum_update (checksum, data, length);
  g_checksum_get_digest (checksum, digest, &size);

  return kp_proof_encode (digest, size);
}

static char *
make_text (const char *method,
           const char *target,
           const char *body_hash,
           const char *token,
           const char *nonce)
{
  g_autofree char *token_hash = dup_hash (token, token != NULL ? strlen (token) : 0);

  return g_strconcat ("klantportaal-proof-1\n", method, "\n", target, "\n", body_hash, "\n",
                      token_hash, "\n", nonce, NULL);
}

char *
kp_proof_dup_text (const char *method,
                   const char *target,
                   GBytes *body,
                   const char *token,
                   const char *nonce)
{
  g_autofree char *body_hash = NULL;
  gconstpointer data = NULL;
  gsize length = 0;

  g_return_val_if_fail (method != NULL && target != NULL && nonce != NULL, NULL);

  if (body != NULL)
    data = g_bytes_get_data (body, &length);
  body_hash = dup_hash (data, length);

  return make_text (method, target, body_hash, token, nonce);
}

char *
kp_proof_dup_text_for_digest (const char *method,
                              const char *target,
                              const char *sha256,
                              const char *token,
                              const char *nonce)
{
  g_autofree char *body_hash = NULL;
  guint8 digest[KP_PROOF_DIGEST_SIZE];

  g_return_val_if_fail (method != NULL && target != NULL && nonce != NULL, NULL);
  g_return_val_if_fail (strlen (sha256) == 2 * sizeof digest, NULL);

  for (gsize i = 0; i < sizeof digest; i++)
    digest[i] = (guint8) (g_ascii_xdigit_value (sha256[2 * i]) << 4 |
                          g_ascii_xdigit_value (sha256[2 * i + 1]));
  body_hash = kp_proof_encode (digest, sizeof digest);

  return make_text (method, target, body_hash, token, nonce);
}

char *
kp_proof_dup_header (const char *nonce,
                     const guint8 *signature)
{
  g_autofree char *text = NULL;

  g_return_val_if_fail (nonce != NULL && signature != NULL, NULL);

  text = kp_proof_encode (signature, KP_PROOF_SIGNATURE_SIZE);

  return g_strconcat (nonce, ".", text, NULL);
}

gboolean
kp_proof_parse (const char *header,
                KpProof *proof)
{
  const char *dot = header != NULL ? strchr (header, '.') : NULL;
  gsize length;

  g_return_val_if_fail (proof != NULL, FALSE);

  if (dot == NULL || dot == header || dot - header > KP_PROOF_NONCE_MAX)
    return FALSE;

  length = dot - header;
  if (strspn (header, ALPHABET) != length ||
      !kp_proof_decode (dot + 1, proof->signature, sizeof proof->signature))
    return FALSE;

  memcpy (proof->nonce, header, length);
  proof->nonce[length] = '\0';
  return TRUE;
}
