/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * What the files of the codec share: lines, and the few shapes that occur in several of them. Only
 * for kp-sync-request.c, kp-reply-writer.c and kp-reply-reader.c.
 */

#pragma once

#include "kp-sync-codec.h"

G_BEGIN_DECLS

/* The version of the exchange, "v" of a request. */
#define KP_WIRE_VERSION 1

/**
 * kp_wire_append_text:
 *
 * Appends @text, which is UTF-8, as a JSON string with its quotes.
 */
void kp_wire_append_text (GString *line,
                          const char *text);

/* Appends [412,"9f3a02c1aa10b7e4"]. */
void kp_wire_append_seen (GString *line,
                          const KpSeen *seen);

/**
 * kp_wire_take_line:
 * @text: (inout): moved past the line and its end
 * @end: where the text ends
 * @length: (out): bytes of the line without its end
 *
 * Returns: (nullable): the line; %NULL if there is none or it has no end
 */
const char *kp_wire_take_line (const char **text,
                               const char *end,
                               gsize *length);

/* Returns: whether @value is [number,"16 hex digits"] with a number of at least 1 */
gboolean kp_wire_read_seen (yyjson_val *value,
                            KpSeen *seen);

/* Returns: whether @value is 16 lower-case hex digits, or empty; @acc has 17 bytes */
gboolean kp_wire_read_acc (yyjson_val *value,
                           char *acc);

/* Returns: whether @value is a whole number of at least 0 */
gboolean kp_wire_read_count (yyjson_val *value,
                             gint64 *count);

/* Returns: whether @value is the text of a stream id within %KP_LIMIT_STREAM */
gboolean kp_wire_is_stream (yyjson_val *value);

G_END_DECLS
