/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Requests of an exchange: what is taken says the same when it is written and read again.
 */

#include "kp-sync-codec.h"

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

static void
assert_same (const KpSyncRequest *a,
             const KpSyncRequest *b)
{
  g_assert_cmpuint (a->max, ==, b->max);
  g_assert_cmpint (a->push, ==, b->push);
  g_assert_cmpstr (a->acc, ==, b->acc);
  g_assert_cmpuint (a->have->len, ==, b->have->len);
  g_assert_cmpuint (a->offers->len, ==, b->offers->len);

  for (guint i = 0; i < a->have->len; i++)
    {
      const KpHave *x = g_ptr_array_index (a->have, i);
      const KpHave *y = g_ptr_array_index (b->have, i);

      g_assert_cmpstr (x->stream, ==, y->stream);
      g_assert_cmpint (x->cursor.state, ==, y->cursor.state);
      g_assert_cmpint (x->cursor.head, ==, y->cursor.head);
      g_assert_cmpint (x->cursor.low, ==, y->cursor.low);
    }
  for (guint i = 0; i < a->offers->len; i++)
    {
      const KpOffer *x = g_ptr_array_index (a->offers, i);
      const KpOffer *y = g_ptr_array_index (b->offers, i);

      g_assert_true (g_bytes_equal (x->bytes, y->bytes));
      g_assert_cmpint (x->again, ==, y->again);
      g_assert_cmpint (x->days, ==, y->days);
      g_assert_cmpstr (x->result, ==, y->result);
    }
}

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GBytes) body = g_bytes_new_static (bytes, length);
  g_autoptr (KpSyncRequest) request = kp_sync_request_decode (body, NULL);
  g_autoptr (KpSyncRequest) again = NULL;
  g_autoptr (GBytes) written = NULL;

  if (request == NULL)
    return 0;

  written = kp_sync_request_encode (request);
  again = kp_sync_request_decode (written, &error);
  g_assert_no_error (error);
  assert_same (request, again);

  return 0;
}
