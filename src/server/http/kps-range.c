/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Numbers of at most 18 digits, so that nothing overflows.
 */

#include "kps-range.h"

#include <string.h>

#define UNIT "bytes="
#define MAX_DIGITS 18
#define DIGITS "0123456789"

/* @text: (inout): behind the number afterwards. Returns: whether there is one */
static gboolean
read_number (const char **text,
             guint64 *number)
{
  gsize length = strspn (*text, DIGITS);

  if (length == 0 || length > MAX_DIGITS)
    return FALSE;

  *number = g_ascii_strtoull (*text, NULL, 10);
  *text += length;

  return TRUE;
}

KpsRange
kps_range_parse (const char *header,
                 guint64 size,
                 guint64 *first,
                 guint64 *last)
{
  const char *at;
  guint64 from = 0;
  guint64 to = 0;
  gboolean has_from;
  gboolean has_to;

  if (header == NULL || !g_str_has_prefix (header, UNIT))
    return KPS_RANGE_WHOLE;

  at = header + strlen (UNIT);
  has_from = read_number (&at, &from);
  if (*at != '-')
    return KPS_RANGE_WHOLE;
  at++;
  has_to = read_number (&at, &to);
  if (*at != '\0' || (!has_from && !has_to) || (has_from && has_to && from > to))
    return KPS_RANGE_WHOLE;

  /* "-500" are the last 500. */
  if (!has_from && (to == 0 || size == 0))
    return KPS_RANGE_UNSATISFIABLE;
  if (!has_from)
    from = size - MIN (to, size);
  if (from >= size)
    return KPS_RANGE_UNSATISFIABLE;

  *first = from;
  *last = has_from && has_to ? MIN (to, size - 1) : size - 1;

  return KPS_RANGE_PART;
}
