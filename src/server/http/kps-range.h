/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * Which part of a content is asked for (RFC 9110, section 14). Our own reader: that of SoupServer
 * is not used (CVE-2026-2443). Pure.
 */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef enum
{
  KPS_RANGE_WHOLE = 1,    /* none, several, or nothing that we understand: the whole is right */
  KPS_RANGE_PART,         /* first and last are set */
  KPS_RANGE_UNSATISFIABLE /* it begins behind the end */
} KpsRange;

/**
 * kps_range_parse:
 * @header: (nullable): untrusted
 * @size: of the content
 * @first: (out): offset of the first byte
 * @last: (out): of the last one; first ≤ last < size
 */
KpsRange kps_range_parse (const char *header,
                          guint64 size,
                          guint64 *first,
                          guint64 *last);

G_END_DECLS
