/* SPDX-FileCopyrightText: 2026 The klantportaal authors
 * SPDX-License-Identifier: GPL-3.0-or-later
 *
 * JSON bodies and files from outside, read by json-glib within limits. What travels in exchanges is
 * read elsewhere, with a faster library. Any thread.
 */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/**
 * kp_json_is_within_depth:
 *
 * Counts brackets outside of strings; @text need not be valid JSON. A reader that calls itself for
 * each bracket must not meet a text that fails this.
 *
 * Returns: whether no value of @text lies in more than @max_depth arrays and objects
 */
gboolean kp_json_is_within_depth (const char *text,
                                  gsize length,
                                  guint max_depth);

/**
 * kp_json_parse:
 * @text: untrusted, at least @length bytes
 * @max_length: bytes
 * @max_depth: arrays and objects within each other
 *
 * Returns: (transfer full): the value. Fails with %KP_ERROR_TOO_LARGE, or with %KP_ERROR_INVALID
 *   and the line and column
 */
JsonNode *kp_json_parse (const char *text,
                         gsize length,
                         gsize max_length,
                         guint max_depth,
                         GError **error);

G_END_DECLS
