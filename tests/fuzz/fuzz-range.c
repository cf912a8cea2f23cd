/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Range headers: whatever is asked for, a part lies within the content.
 */

#include "kps-range.h"

#include <string.h>

int LLVMFuzzerTestOneInput (const guint8 *bytes,
                            gsize length);

int
LLVMFuzzerTestOneInput (const guint8 *bytes,
                        gsize length)
{
  g_autofree char *header = NULL;
  guint64 size = 0;
  guint64 first = 0;
  guint64 last = 0;

  if (length < sizeof size)
    return 0;

  memcpy (&size, bytes, sizeof size);
  header = g_strndup ((const char *) bytes + sizeof size, length - sizeof size);
  if (kps_range_parse (header, size, &first, &last) == KPS_RANGE_PART)
    {
      g_assert_cmpuint (first, <=, last);
      g_assert_cmpuint (last, <, size);
    }

  return 0;
}
