/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * The header Portal-Proof: what is taken is written again the same.
 */

#include "kp-proof.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autofree char *header = length > 0 ? g_strndup ((const char *) bytes, length) : g_strdup ("");
  g_autofree char *again = NULL;
  KpProof proof;

  if (!kp_proof_parse (header, &proof))
    return 0;

  again = kp_proof_dup_header (proof.nonce, proof.signature);
  g_assert_cmpstr (again, ==, header);

  return 0;
}
